// How anything that may fail says so. Expected failures are values from a closed list; exceptions are for bugs.
// What people read (a text key with arguments) and what the log says (detail) are different things.
#pragma once
#include <map>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace raekoda {

// The closed list of expected failures. `fault_status` gives the HTTP status, `fault_exit_code` the exit code of the program.
enum class Fault {
    invalid,          // 400 the input is not acceptable; `problems` names the fields
    unauthenticated,  // 401 who are you
    forbidden,        // 403 known, but may not
    missing,          // 404 no such thing
    conflict,         // 409 somebody changed it first
    gone,             // 410 was here, is not any more
    too_large,        // 413 over a limit
    rate_limited,     // 429 too often
    unavailable,      // 503 a part we need does not answer; trying again is safe
    broken,           // 500 a bug or damaged data
};

int fault_status(Fault);
int fault_exit_code(Fault);
const char* fault_name(Fault);

// One thing wrong with one field. `text_key` is a key of locale/<lang>/, `arguments` fill its {names}.
struct Problem {
    std::string field;  // name of the form field or parameter; empty when the whole is meant
    std::string text_key;
    std::map<std::string, std::string> arguments;
};

struct Error {
    Fault fault = Fault::broken;
    std::string text_key;           // for people; empty: the general sentence of the fault
    std::string detail;             // for the log; never personal data
    std::vector<Problem> problems;  // for Fault::invalid: every field at fault, all at once
};

template <class T>
using Result = tl::expected<T, Error>;
using Outcome = Result<void>;

inline tl::unexpected<Error> fail(Fault fault, std::string detail = {}, std::string text_key = {}) {
    return tl::unexpected<Error>(Error{fault, std::move(text_key), std::move(detail), {}});
}
inline tl::unexpected<Error> fail(std::vector<Problem> problems) {
    return tl::unexpected<Error>(Error{Fault::invalid, {}, "invalid fields", std::move(problems)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

namespace detail {
template <class T>
T take(Result<T>&& result) { return std::move(*result); }
inline void take(Outcome&&) {}
}  // namespace detail

// TRY(f()): the value of f(), or return its error from the function around.
#define TRY(...)                                                                  \
    ({                                                                            \
        auto try_result_ = (__VA_ARGS__);                                         \
        if (!try_result_) return tl::unexpected(std::move(try_result_.error()));  \
        ::raekoda::detail::take(std::move(try_result_));                          \
    })

}  // namespace raekoda
