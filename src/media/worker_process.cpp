#include "media/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "media/worker_protocol.h"

namespace raekoda::media {

namespace {

int milliseconds_until(Deadline deadline) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    return left <= 0 ? 0 : static_cast<int>(std::min<long long>(left, 3'600'000));
}

// 0, or the error number. The child gets the socket as its input and output, and nothing else that we have.
int spawn(const std::string& program, int socket, pid_t& process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    // A group of its own: a Ctrl+C for the server is not for the worker, which ends when its socket closes.
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::string name = "raekoda-media";
    char* arguments[] = {name.data(), nullptr};
    char* environment[] = {nullptr};
    int error = posix_spawn(&process, program.c_str(), &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const std::string& program, Deadline deadline) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return fail(Fault::unavailable, "media worker: no socket pair");
    // dup2 onto itself would leave close-on-exec set.
    int child_end = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
    close(ends[1]);
    int own_end = fcntl(ends[0], F_DUPFD_CLOEXEC, 3);
    close(ends[0]);
    pid_t process = -1;
    int error = child_end < 0 || own_end < 0 ? EMFILE : spawn(program, child_end, process);
    if (child_end >= 0) close(child_end);
    if (error != 0) {
        if (own_end >= 0) close(own_end);
        return fail(Fault::unavailable, std::string("media worker does not start: ") + std::strerror(error));
    }
    std::unique_ptr<WorkerProcess> worker(new WorkerProcess(process, own_end));
    std::string greeting;
    if (worker->receive_frame(greeting, deadline) != Talk::answered || greeting != ready_greeting) {
        return fail(Fault::unavailable, "media worker gives no greeting: it or its sandbox did not start");
    }
    return worker;
}

WorkerProcess::~WorkerProcess() {
    kill(process_, SIGKILL);
    close(socket_);
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
}

WorkerProcess::Talk WorkerProcess::exchange(std::string_view body, std::string& answer, Deadline deadline) {
    ++images_done;
    auto header = frame_header(body.size());
    for (auto part : {std::string_view(header), body}) {
        if (auto sent = send_all(part, deadline); sent != Talk::answered) return sent;
    }
    return receive_frame(answer, deadline);
}

WorkerProcess::Talk WorkerProcess::send_all(std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        auto sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return Talk::died;
        pollfd ready{socket_, POLLOUT, 0};
        int wait = milliseconds_until(deadline);
        if (wait == 0 || poll(&ready, 1, wait) == 0) return Talk::late;
    }
    return Talk::answered;
}

WorkerProcess::Talk WorkerProcess::receive_all(char* to, std::size_t size, Deadline deadline) {
    while (size > 0) {
        auto got = recv(socket_, to, size, MSG_DONTWAIT);
        if (got > 0) {
            to += got;
            size -= static_cast<std::size_t>(got);
            continue;
        }
        if (got == 0) return Talk::died;
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return Talk::died;
        pollfd ready{socket_, POLLIN, 0};
        int wait = milliseconds_until(deadline);
        if (wait == 0 || poll(&ready, 1, wait) == 0) return Talk::late;
    }
    return Talk::answered;
}

WorkerProcess::Talk WorkerProcess::receive_frame(std::string& body, Deadline deadline) {
    unsigned char header[4];
    if (auto got = receive_all(reinterpret_cast<char*>(header), sizeof header, deadline); got != Talk::answered) return got;
    auto length = frame_length(header);
    if (length > max_answer_bytes) return Talk::died;
    body.resize(length);
    return receive_all(body.data(), length, deadline);
}

}  // namespace raekoda::media
