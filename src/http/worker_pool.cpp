#include "http/worker_pool.h"

#include <algorithm>

namespace raekoda::http {

void WorkerPool::start(int threads) {
    at_once_ = std::max(4, 2 * static_cast<int>(std::thread::hardware_concurrency()));
    running_ = threads;  // each goes to sleep by itself
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void WorkerPool::submit(std::unique_ptr<Job> job) {
    bool wake = false;
    {
        std::lock_guard lock(mutex_);
        if (!dropping_) {
            waiting_.push_back(std::move(job));
            if ((wake = may_wake())) call_one();
        }
    }
    if (job) job->run(true);
    else if (wake) wake_.notify_one();
}

void WorkerPool::wait_begins() {
    bool wake = false;
    {
        std::lock_guard lock(mutex_);
        --running_;
        if ((wake = !waiting_.empty() && may_wake())) call_one();
    }
    if (wake) wake_.notify_one();
}

void WorkerPool::wait_ends() {
    std::lock_guard lock(mutex_);
    ++running_;  // more than at once, perhaps: whoever ends a job next goes to sleep
}

void WorkerPool::drop_waiting() {
    std::deque<std::unique_ptr<Job>> dropped;
    {
        std::lock_guard lock(mutex_);
        dropping_ = true;
        dropped.swap(waiting_);
    }
    for (auto& job : dropped) job->run(true);
}

void WorkerPool::join() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void WorkerPool::work() {
    Waiting::listener() = this;
    for (;;) {
        std::unique_ptr<Job> job;
        {
            std::unique_lock lock(mutex_);
            while (waiting_.empty() || (running_ > at_once_ && !ending_)) {
                if (ending_ && waiting_.empty()) return;
                --running_;
                // Jobs wait although there is room again: the last to fall asleep calls one.
                if (!waiting_.empty() && running_ < at_once_) {
                    ++running_;
                    break;
                }
                ++asleep_;
                wake_.wait(lock, [&] { return called_ > 0 || ending_; });
                --asleep_;
                if (called_ > 0) --called_;
                else ++running_;  // woken by the end
            }
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        job->run(false);
    }
}

}  // namespace raekoda::http
