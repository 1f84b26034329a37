// "This thread now waits for a disk, a socket or another program." A pool that runs few threads at a time hears it and lets another one work
// meanwhile; without a pool it costs nothing.
#pragma once

namespace raekoda {

class Waiting {
public:
    struct Listener {
        virtual ~Listener() = default;
        virtual void wait_begins() = 0;
        virtual void wait_ends() = 0;
    };
    static Listener*& listener() {  // of this thread; null: nobody listens
        thread_local Listener* mine = nullptr;
        return mine;
    }

    Waiting() : heard_(listener()) {
        if (heard_) heard_->wait_begins();
    }
    ~Waiting() {
        if (heard_) heard_->wait_ends();
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    Listener* heard_;
};

}  // namespace raekoda
