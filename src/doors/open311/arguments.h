// The arguments of a GeoReport request, in all spellings that clients use. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cases/cases.h"
#include "http/http.h"

namespace raekoda::doors::open311 {

// Something wrong with a call, as it goes into the list of errors. `parameter` may be empty.
struct Wrong {
    int code = 400;  // 400, 403, 404 as the specification has them; 429, 5xx beyond it
    std::string parameter, text_key;
    std::map<std::string, std::string> arguments;
};

// An empty argument is an absent one. What the form says goes before what the query says.
struct Arguments {
    std::map<std::string, std::vector<std::string>> values;
    std::map<std::string, std::vector<std::string>> attributes;  // attribute[CODE], attribute[CODE][], attribute[CODE][3]
    std::vector<std::string> unreadable;                         // names whose values are not UTF-8

    const std::string& get(const std::string& name) const;  // the first; empty when absent
    std::vector<std::string> all(const std::string& name) const;
    std::vector<std::string> list(const std::string& name) const;  // comma lists, without repeats
};
Arguments read_arguments(const http::Fields& form, const http::Fields& query);

// Date and time with a zone; a "+" that came as a space is understood.
std::optional<Instant> moment_of(std::string_view);

// What GET requests asks for (GeoReport v2 and the extensions in README.md). Adds what is wrong to `wrongs`.
struct RequestFilter {
    cases::ReportSearch search;
    bool nothing = false;  // asked for nothing that can exist
};
inline constexpr int most_requests = 1000, most_days = 90, most_pages = 100'000;
RequestFilter read_filter(const Arguments&, Instant now, std::vector<Wrong>& wrongs);

bool wants_extensions(const Arguments&);

}  // namespace raekoda::doors::open311
