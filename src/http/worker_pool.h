// Plain threads for handlers, which may block. Inside the room only.
#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace raekoda::http {

class WorkerPool {
public:
    // run() is called exactly once, with dropped=true when the pool ends before its turn.
    struct Job {
        virtual ~Job() = default;
        virtual void run(bool dropped) = 0;
    };

    void start(int threads);
    void submit(std::unique_ptr<Job>);
    void drop_waiting();  // jobs not begun yet, and all that come from now on
    void join();          // waits for those begun

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::unique_ptr<Job>> waiting_;
    std::vector<std::thread> threads_;
    int asleep_ = 0;
    bool dropping_ = false, ending_ = false;
};

}  // namespace raekoda::http
