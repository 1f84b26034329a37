// Plain threads for handlers, which may block. Only a few run at a time, as many as the cores can use: what comes while they are busy waits
// its turn instead of waking one more thread. A handler that waits for a disk or a socket says so (base/waiting.h), and another takes its
// place. Inside the room only.
#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/waiting.h"

namespace raekoda::http {

class WorkerPool final : Waiting::Listener {
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
    void wait_begins() override;
    void wait_ends() override;
    bool may_wake() const { return asleep_ > called_ && running_ < at_once_; }
    void call_one() { ++running_, ++called_; }  // the one who is called is counted as running from here on

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::unique_ptr<Job>> waiting_;
    std::vector<std::thread> threads_;
    int at_once_ = 4;
    int asleep_ = 0, called_ = 0, running_ = 0;
    bool dropping_ = false, ending_ = false;
};

}  // namespace raekoda::http
