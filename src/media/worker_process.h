// One worker: a child process with an empty environment that talks over a socket pair.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace raekoda::media {

using Deadline = std::chrono::steady_clock::time_point;

class WorkerProcess {
   public:
    // Starts the program and waits for its greeting from inside the sandbox. Error: unavailable.
    static Result<std::unique_ptr<WorkerProcess>> start(const std::string& program, Deadline deadline);

    enum class Talk { answered, died, late };
    // Sends a body, receives the answer's body. After anything but `answered` the process is of no more use.
    Talk exchange(std::string_view body, std::string& answer, Deadline deadline);

    int images_done = 0;

    WorkerProcess(const WorkerProcess&) = delete;
    ~WorkerProcess();  // kills and reaps

   private:
    WorkerProcess(pid_t process, int socket) : process_(process), socket_(socket) {}
    Talk send_all(std::string_view bytes, Deadline deadline);
    Talk receive_all(char* to, std::size_t size, Deadline deadline);
    Talk receive_frame(std::string& body, Deadline deadline);

    pid_t process_;
    int socket_;
};

}  // namespace raekoda::media
