// Inside of xroad: one question to one service over HTTP.
#pragma once
#include <chrono>
#include <map>
#include <mutex>

#include "doors/xroad/xroad.h"

namespace raekoda::doors::xroad {

// A service that did not answer several times in a row is left alone for a while, so that pages need not wait for it each time.
class Rests {
public:
    Rests(int failures, int seconds) : failures_(failures), rest_(seconds) {}
    bool rests(const std::string& service);
    void answered(const std::string& service);
    void failed(const std::string& service);

private:
    struct Count {
        int failures = 0;
        std::chrono::steady_clock::time_point until{};
    };
    std::mutex mutex_;
    std::map<std::string, Count> counts_;
    int failures_;
    std::chrono::seconds rest_;
};

class Exchange {
public:
    explicit Exchange(Setup);
    // The body of a good answer; the faults are those of people::Registers.
    Result<std::string> ask(std::string_view question, const people::RegisterQuery&);
    // A question that is about nobody, with a body of its own: neither who asks nor about whom goes out.
    Result<std::string> ask_about_no_one(std::string_view question, const people::RegisterQuery&, std::string body);

private:
    Result<std::string> send(std::string_view question, const people::RegisterQuery&, std::string body);
    Setup setup_;
    Rests rests_;
};

// What an answer that is not 200 means. `xroad_error`: the header X-Road-Error, empty when the register itself answered.
Error error_of(int status, std::string_view xroad_error, std::string_view body);

}  // namespace raekoda::doors::xroad
