// The single writer: work of many callers, one transaction, one wait for the disk.
#pragma once
#include <semaphore.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "store/store.h"

namespace raekoda::store {

// What the lane needs of a driver. Called from the lane's thread only.
class GroupConnection {
public:
    virtual ~GroupConnection() = default;
    virtual Session& session() = 0;
    virtual Outcome begin() = 0;      // reconnects when the connection is lost
    virtual Outcome commit() = 0;
    virtual void roll_back() = 0;
    virtual Outcome savepoint() = 0;
    virtual Outcome release() = 0;
    virtual Outcome roll_back_to_savepoint() = 0;
    virtual bool in_transaction() = 0;  // false after an error that undid the whole group
};

class WriterLane {  // destroyed after every caller has returned
public:
    explicit WriterLane(std::unique_ptr<GroupConnection>);
    ~WriterLane();
    Outcome write(const std::function<Outcome(Session&)>& work);
    Database::Figures figures() const;

private:
    // One thread waits, another tells it once. POSIX: the standard library's semaphore yields the processor in a loop before it sleeps, and the
    // wait for a disk is long.
    class Signal {
    public:
        Signal() { sem_init(&semaphore_, 0, 0); }
        ~Signal() { sem_destroy(&semaphore_); }
        Signal(const Signal&) = delete;
        Signal& operator=(const Signal&) = delete;
        void give() { sem_post(&semaphore_); }
        void wait() {
            while (sem_wait(&semaphore_) != 0) {
            }  // a signal handler ran
        }

    private:
        sem_t semaphore_;
    };
    struct Job {
        const std::function<Outcome(Session&)>& work;
        Outcome outcome = {};
        Signal done = {};
    };
    void run();
    Outcome run_group(const std::deque<Job*>& group);

    static constexpr std::size_t group_limit = 512;
    std::unique_ptr<GroupConnection> connection_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job*> waiting_;
    Database::Figures figures_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace raekoda::store
