#include "media/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <vector>

namespace raekoda::media {

namespace {

bool limit(int resource, rlim_t soft, rlim_t hard) {
    rlimit value{soft, hard};
    return setrlimit(static_cast<__rlimit_resource>(resource), &value) == 0;
}

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "the sandbox knows x86-64 and arm64"
#endif

constexpr long allowed_calls[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_close, SYS_fstat, SYS_lseek, SYS_ppoll,
    SYS_munmap, SYS_mremap, SYS_brk, SYS_madvise, SYS_membarrier,
    SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_rseq, SYS_set_tid_address, SYS_gettid, SYS_getpid,
    SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_getparam, SYS_sched_getscheduler, SYS_getcpu,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage,
    SYS_getrandom, SYS_sysinfo, SYS_uname, SYS_exit, SYS_exit_group,
#if defined(__x86_64__)
    SYS_poll, SYS_arch_prctl, SYS_time,
#endif
};

// Nothing in a decoder has a reason for these: whoever calls them has taken the process over.
constexpr long deadly_calls[] = {
    SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill, SYS_bpf, SYS_mount, SYS_unshare, SYS_setns,
    SYS_keyctl, SYS_add_key, SYS_userfaultfd, SYS_io_uring_setup, SYS_memfd_create, SYS_init_module, SYS_finit_module, SYS_kexec_load,
#if defined(__x86_64__)
    SYS_fork, SYS_vfork,
#endif
};

constexpr std::uint32_t argument(int index) {  // the low half; both architectures are little-endian
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + static_cast<std::size_t>(index) * 8);
}

class Filter {
   public:
    void load(std::uint32_t offset) { add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)); }
    void load_call() { load(offsetof(seccomp_data, nr)); }
    void answer(std::uint32_t value) { add(BPF_STMT(BPF_RET | BPF_K, value)); }
    void when_equal(std::uint32_t value, std::uint32_t then) {
        add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
        answer(then);
    }
    struct Condition {
        int index;
        std::uint32_t mask;
        std::uint32_t wanted;
    };
    // A call that is allowed when (argument & mask) == wanted for each condition; otherwise EPERM.
    void when_arguments(long call, std::initializer_list<Condition> conditions) {
        add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, static_cast<std::uint8_t>(conditions.size() * 4 + 1)));
        for (const auto& condition : conditions) {
            load(argument(condition.index));
            add(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, condition.mask));
            add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, condition.wanted, 1, 0));
            answer(SECCOMP_RET_ERRNO | EPERM);
        }
        answer(SECCOMP_RET_ALLOW);
    }
    std::vector<sock_filter> instructions;

   private:
    void add(sock_filter instruction) { instructions.push_back(instruction); }
};

Filter make_filter() {
    Filter filter;
    filter.load(offsetof(seccomp_data, arch));
    filter.instructions.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
    filter.answer(SECCOMP_RET_KILL_PROCESS);
    filter.load_call();
#if defined(__x86_64__)
    // The x32 numbers would be a second way to every call.
    filter.instructions.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    filter.answer(SECCOMP_RET_KILL_PROCESS);
#endif
    for (long call : allowed_calls) filter.when_equal(static_cast<std::uint32_t>(call), SECCOMP_RET_ALLOW);
    for (long call : deadly_calls) filter.when_equal(static_cast<std::uint32_t>(call), SECCOMP_RET_KILL_PROCESS);
    filter.when_equal(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);  // its flags are behind a pointer; the C library then uses clone
    constexpr std::uint32_t whole = 0xFFFFFFFF;
    constexpr std::uint32_t thread = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;
    filter.when_arguments(SYS_clone, {{0, thread, thread}});
    filter.when_arguments(SYS_mmap, {{2, PROT_EXEC, 0}});
    filter.when_arguments(SYS_mprotect, {{2, PROT_EXEC, 0}});
    filter.when_arguments(SYS_prctl, {{0, whole, PR_SET_NAME}});
    filter.when_arguments(SYS_prlimit64, {{0, whole, 0}, {1, whole, RLIMIT_CPU}});
    filter.when_arguments(SYS_tgkill, {{0, whole, static_cast<std::uint32_t>(getpid())}});  // abort() signals itself
    filter.answer(SECCOMP_RET_ERRNO | EPERM);
    return filter;
}

}  // namespace

bool limit_files() {
    return limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NOFILE, 64, 64) && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

bool limit_memory(unsigned long more_bytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return more_bytes > 0;  // the sanitizer reserves terabytes of addresses
#else
    char text[64] = {};
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    auto got = read(file, text, sizeof text - 1);
    close(file);
    if (got <= 0) return false;
    auto bytes = std::strtoul(text, nullptr, 10) * static_cast<unsigned long>(sysconf(_SC_PAGESIZE)) + more_bytes;
    return limit(RLIMIT_AS, bytes, bytes);
#endif
}

bool limit_processor_time(unsigned seconds) {
    rusage used{};
    rlimit now{};
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &now) != 0) return false;
    auto until = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + seconds + 1;
    return limit(RLIMIT_CPU, std::min<rlim_t>(until, now.rlim_max), now.rlim_max);
}

std::string enter_sandbox() {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
    auto filter = make_filter();
    sock_fprog program{static_cast<unsigned short>(filter.instructions.size()), filter.instructions.data()};
    // All threads: a library may have started some already.
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) return "seccomp";
    return {};
}

}  // namespace raekoda::media
