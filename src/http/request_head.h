// The strict reading of a request's head that comes before and after the HTTP parser. Inside the room only.
#pragma once
#include <string>
#include <string_view>

#include "http/http.h"

namespace raekoda::http {

// RFC 9110 §5.6.2
bool is_token(std::string_view);
bool is_header_value(std::string_view);  // without control characters

// A path of this site that a browser cannot read as another site: one "/" first, then neither "/" nor "\"; printable ASCII or UTF-8.
bool is_local_path(std::string_view);

// Finds the end of a head as its bytes come and refuses what a lenient reader beside us might take for a line end: bare CR or LF,
// control characters, folded lines (RFC 9112 §2.2, §5.2).
class HeadScan {
public:
    enum class State { incomplete, complete, bad };
    State feed(std::string_view all_bytes_so_far);
    std::size_t size() const { return position_; }  // of the complete head, with the empty line
    bool in_first_line() const { return line_ == 0; }

private:
    std::size_t position_ = 0, line_start_ = 0, line_ = 0;
};

// Each returns 0 or the status to refuse with.
int check_version(std::string_view head);                            // 505 for a version that is not 1.0 or 1.1
int read_target(std::string_view target, Request&);                  // origin-form only: sets target, path and query
int read_host(std::string_view authority, Request&);                 // sets authority and host
// Sets peer and secure from X-Forwarded-For and -Proto when the connection comes from a trusted proxy.
void read_forwarded(const ServerOptions&, std::string_view connected_peer, Request&);

// The text parts and files of a form, by Content-Type; other bodies stay. Empties `body` when it was a form.
Outcome read_form(Request&, const RouteLimits&);

}  // namespace raekoda::http
