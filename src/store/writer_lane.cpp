#include "store/writer_lane.h"

#include <exception>

#include "base/log.h"
#include "base/waiting.h"

namespace raekoda::store {

namespace {
thread_local bool on_the_lane = false;
}

WriterLane::WriterLane(std::unique_ptr<GroupConnection> connection) : connection_(std::move(connection)), thread_([this] { run(); }) {}

WriterLane::~WriterLane() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Outcome WriterLane::write(const std::function<Outcome(Session&)>& work) {
    if (on_the_lane) return fail(Fault::broken, "a write inside a write would wait for itself");
    Job job{work};
    {
        std::lock_guard lock(mutex_);
        if (stopping_) return fail(Fault::unavailable, "the writer lane has stopped");
        waiting_.push_back(&job);
    }
    arrived_.notify_one();
    {
        Waiting waiting;
        job.done.wait();
    }
    return std::move(job.outcome);
}

Database::Figures WriterLane::figures() const {
    std::lock_guard lock(mutex_);
    return figures_;
}

void WriterLane::run() {
    on_the_lane = true;
    for (;;) {
        std::deque<Job*> group;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            while (!waiting_.empty() && group.size() < group_limit) {
                group.push_back(waiting_.front());
                waiting_.pop_front();
            }
        }
        Outcome committed = run_group(group);
        // The whole group is undone when its commit fails. A second try is right when the connection was lost before the commit; the
        // driver says so by `unavailable` from begin or a statement, and an idempotent command makes even a doubtful commit safe.
        if (!committed) {
            log::warning("store.group_failed", {{"jobs", group.size()}, {"detail", committed.error().detail}});
            for (Job* job : group)
                if (job->outcome) job->outcome = fail(Error{Fault::unavailable, {}, committed.error().detail, {}});
        }
        {
            std::lock_guard lock(mutex_);
            ++figures_.groups;
            figures_.jobs += static_cast<std::int64_t>(group.size());
            figures_.largest_group = std::max(figures_.largest_group, static_cast<std::int64_t>(group.size()));
            if (!committed) ++figures_.failed_commits;
        }
        for (Job* job : group) job->done.give();
    }
}

Outcome WriterLane::run_group(const std::deque<Job*>& group) {
    if (Outcome begun = connection_->begin(); !begun) return begun;
    for (Job* job : group) {
        if (Outcome marked = connection_->savepoint(); !marked) {
            connection_->roll_back();
            return marked;
        }
        try {
            job->outcome = job->work(connection_->session());
        } catch (const std::exception& problem) {
            log::error("store.work_threw", {{"what", problem.what()}});
            job->outcome = fail(Fault::broken, problem.what());
        }
        if (!connection_->in_transaction()) {
            connection_->roll_back();
            return fail(Fault::unavailable, job->outcome ? "the transaction ended early" : job->outcome.error().detail);
        }
        Outcome settled;
        if (job->outcome) {
            settled = connection_->release();
            // A write that was sent without waiting for its answer has failed: this work is undone, the others go on.
            if (!settled && settled.error().fault != Fault::unavailable) job->outcome = std::move(settled);
        }
        if (!job->outcome) settled = connection_->roll_back_to_savepoint();
        if (!settled) {
            connection_->roll_back();
            return settled;
        }
    }
    Outcome committed = connection_->commit();
    if (!committed) connection_->roll_back();
    return committed;
}

}  // namespace raekoda::store
