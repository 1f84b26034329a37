#include "http/worker_pool.h"

namespace raekoda::http {

void WorkerPool::start(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void WorkerPool::submit(std::unique_ptr<Job> job) {
    bool wake = false;
    {
        std::lock_guard lock(mutex_);
        if (!dropping_) {
            waiting_.push_back(std::move(job));
            wake = asleep_ > 0;
        }
    }
    if (job) job->run(true);
    else if (wake) wake_.notify_one();
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
    for (;;) {
        std::unique_ptr<Job> job;
        {
            std::unique_lock lock(mutex_);
            while (waiting_.empty() && !ending_) {
                ++asleep_;
                wake_.wait(lock);
                --asleep_;
            }
            if (waiting_.empty()) return;
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        job->run(false);
    }
}

}  // namespace raekoda::http
