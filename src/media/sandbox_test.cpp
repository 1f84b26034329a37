#include "media/sandbox.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

using namespace raekoda::media;

namespace {

// What `attempt` ends as in a child inside the sandbox: its own answer (0 to 99), or 1000 + the signal that killed it.
template <class Attempt>
int inside(Attempt attempt) {
    pid_t child = fork();
    if (child == 0) {
        if (!enter_sandbox().empty()) _exit(99);
        _exit(attempt());
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}
int refused(long result) { return result == -1 && errno == EPERM ? 1 : 2; }

}  // namespace

TEST_CASE("the sandbox lets decoders work") {
    CHECK(inside([] {
              void* memory = mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              return memory == MAP_FAILED ? 2 : 1;
          }) == 1);
}

TEST_CASE("the sandbox refuses files and executable memory") {
    CHECK(inside([] { return refused(open("/dev/null", O_WRONLY)); }) == 1);
    CHECK(inside([] { return refused(open("/etc/passwd", O_RDONLY)); }) == 1);
    CHECK(inside([] { return refused(open("raekoda_sandbox_test", O_CREAT | O_WRONLY, 0600)); }) == 1);
    CHECK(inside([] { return refused(unlink("/nonexistent")); }) == 1);
    CHECK(inside([] {
              void* memory = mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              return memory == MAP_FAILED && errno == EPERM ? 1 : 2;
          }) == 1);
    CHECK(inside([] {
              rlimit limit{1, 1};
              return refused(prlimit(getppid(), RLIMIT_CPU, &limit, nullptr));
          }) == 1);
}

TEST_CASE("the sandbox kills who reaches for the network, programs and processes") {
    CHECK(inside([] { return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 3 : 4; }) == 1000 + SIGSYS);
    CHECK(inside([] { return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? 3 : 4; }) == 1000 + SIGSYS);
    CHECK(inside([] { return execl("/bin/true", "true", nullptr) < 0 ? 3 : 4; }) == 1000 + SIGSYS);
    CHECK(inside([] { return kill(getppid(), 0) < 0 ? 3 : 4; }) == 1000 + SIGSYS);
    CHECK(inside([] {
              pid_t child = fork();
              if (child == 0) _exit(0);
              return refused(child);
          }) == 1);
}
