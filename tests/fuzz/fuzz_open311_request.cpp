// The first line of the input as the query, the rest as the form of a GeoReport call: whatever comes, what is read keeps its promises.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "doors/open311/arguments.h"
#include "doors/open311/photo_fetch.h"
#include "doors/open311/public_address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    using namespace raekoda::doors::open311;
    std::string_view input(reinterpret_cast<const char*>(data), size);
    auto line = input.find('\n');
    auto query = http::parse_urlencoded(input.substr(0, line), 200);
    auto form = http::parse_urlencoded(line == std::string_view::npos ? std::string_view{} : input.substr(line + 1), 200);
    is_public_address(input);
    if (is_web_address(input) && input.find_first_of(" \r\n") != std::string_view::npos) std::abort();
    if (!query || !form) return 0;
    auto arguments = read_arguments(*form, *query);
    for (const auto* fields : {&arguments.values, &arguments.attributes})
        for (const auto& [name, values] : *fields)
            for (const auto& value : values)
                if (!is_valid_utf8(name) || !is_valid_utf8(value) || trimmed(value).empty()) std::abort();
    std::vector<Wrong> wrongs;
    const Instant now{1'790'000'000'000'000};
    auto filter = read_filter(arguments, now, wrongs);
    const auto& search = filter.search;
    if (search.limit < 1 || search.limit > most_requests || search.offset < 0 || search.numbers.size() > most_requests) std::abort();
    if (wrongs.empty() && search.opened_from && search.opened_to &&
        (*search.opened_to < *search.opened_from || *search.opened_to > search.opened_from->plus_hours(24 * most_days)))
        std::abort();
    for (const auto& wrong : wrongs)
        if (wrong.parameter.empty() || wrong.code != 400) std::abort();
    return 0;
}
