// Dates and times: people write 31.12.2026 and 14.30, data hold ISO.
#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// Up to `most` whole numbers with single separators from `separators` between, white space around them.
std::vector<std::int64_t> numbers(std::string_view text, std::string_view separators, std::size_t most) {
    std::vector<std::int64_t> out;
    std::size_t at = 0;
    auto skip = [&] { while (at < text.size() && text[at] == ' ') ++at; };
    while (true) {
        skip();
        std::size_t begin = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 5) ++at;
        auto number = parse_integer(text.substr(begin, at - begin));
        if (!number) return {};
        out.push_back(*number);
        skip();
        if (at == text.size()) return out;
        if (out.size() == most || separators.find(text[at]) == std::string_view::npos) return {};
        ++at;
    }
}

}  // namespace

std::string iso_date(std::string_view typed) {
    typed = trimmed(typed);
    if (!typed.empty() && typed.back() == '.') typed.remove_suffix(1);
    auto parts = numbers(typed, "./", 3);
    bool iso = false;
    if (parts.size() != 3 && typed.size() == 10) {
        parts = numbers(typed, "-", 3);
        iso = true;
    }
    if (parts.size() != 3) return {};
    if (iso) std::swap(parts[0], parts[2]);
    if (parts[2] < 1800 || parts[2] > 2999 || !decision::Date::of(parts[2], static_cast<int>(parts[1]), static_cast<int>(parts[0]))) return {};
    return std::to_string(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0]);
}

std::string iso_time(std::string_view typed) {
    auto text = ascii_lower(trimmed(typed));
    int half = -1;
    for (std::string_view end : {"am", "a.m.", "pm", "p.m."})
        if (text.ends_with(end)) {
            half = end[0] == 'p';
            text.resize(text.size() - end.size());
            break;
        }
    auto parts = numbers(trimmed(text), ".:", 3);
    if (parts.size() == 1 && half >= 0) parts.push_back(0);
    if (parts.size() < 2 || parts[1] > 59 || (parts.size() == 3 && parts[2] > 59)) return {};
    if (half >= 0) {
        if (parts[0] < 1 || parts[0] > 12) return {};
        parts[0] = parts[0] % 12 + 12 * half;
    }
    if (parts[0] > 23) return {};
    return two(parts[0]) + ":" + two(parts[1]);
}

}  // namespace raekoda::form
