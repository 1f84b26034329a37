// One request after another from the bytes of a connection: Boost.Beast's parser behind our own words, with the checks it lacks.
#pragma once
#include <memory>
#include <string_view>

#include "http/http.h"

namespace raekoda::http {

class RequestParser {
public:
    RequestParser();
    ~RequestParser();

    // The complete head (as HeadScan found it). Fills method, target, path, query, host, headers. 0 or the status to refuse with.
    int head(std::string_view bytes, Request&);

    bool has_body() const;
    std::optional<std::uint64_t> content_length() const;  // nullopt: chunked
    bool keep_alive() const;
    bool expects_continue() const;

    // Body bytes as they come, appended to request.body. `used` may be less than given: offer the rest again with more.
    struct Step {
        std::size_t used = 0;
        int status = 0;  // to refuse with: 400, 413
        bool done = false;
    };
    Step body(std::string_view bytes, std::size_t most_body_bytes);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace raekoda::http
