#include "doors/open311/arguments.h"

#include "base/text.h"

namespace raekoda::doors::open311 {

namespace {

// "[]" or "[3]" at the end.
std::string_view without_index(std::string_view name) {
    if (!name.ends_with(']')) return name;
    auto open = name.rfind('[');
    if (open == std::string_view::npos || open == 0) return name;
    for (char c : name.substr(open + 1, name.size() - open - 2))
        if (c < '0' || c > '9') return name;
    return name.substr(0, open);
}

void take(Arguments& into, const http::Fields& fields, const std::map<std::string, std::vector<std::string>>& values_before,
          const std::map<std::string, std::vector<std::string>>& attributes_before) {
    constexpr std::string_view attribute = "attribute[";
    for (const auto& [raw_name, value] : fields.items()) {
        if (!is_valid_utf8(raw_name)) continue;
        std::string name(trimmed(raw_name));
        if (!is_valid_utf8(value)) {
            into.unreadable.push_back(name);
            continue;
        }
        if (trimmed(value).empty()) continue;
        if (name.starts_with(attribute)) {
            auto close = name.find(']', attribute.size());
            if (close == std::string::npos) continue;
            std::string code = name.substr(attribute.size(), close - attribute.size());
            auto rest = std::string_view(name).substr(close + 1);
            if (code.empty() || (!rest.empty() && !without_index("x" + std::string(rest)).ends_with('x'))) continue;
            if (!attributes_before.contains(code)) into.attributes[code].push_back(value);
        } else {
            std::string plain(without_index(name));
            if (!values_before.contains(plain)) into.values[plain].push_back(value);
        }
    }
}

std::optional<Instant> moment_argument(const Arguments& arguments, const std::string& name, std::vector<Wrong>& wrongs) {
    const auto& text = arguments.get(name);
    if (text.empty()) return std::nullopt;
    auto moment = moment_of(text);
    if (!moment) wrongs.push_back({400, name, "open311.not_a_moment", {}});
    return moment;
}

int count_argument(const Arguments& arguments, const std::string& name, int otherwise, int most, std::vector<Wrong>& wrongs) {
    const auto& text = arguments.get(name);
    if (text.empty()) return otherwise;
    auto number = parse_integer(trimmed(text));
    if (number && *number >= 1 && *number <= most) return static_cast<int>(*number);
    wrongs.push_back({400, name, "open311.not_in_range", {{"least", "1"}, {"most", std::to_string(most)}}});
    return otherwise;
}

void read_period(const Arguments& arguments, Instant now, cases::ReportSearch& search, std::vector<Wrong>& wrongs) {
    const auto before = wrongs.size();
    auto start = moment_argument(arguments, "start_date", wrongs), end = moment_argument(arguments, "end_date", wrongs);
    search.updated_from = moment_argument(arguments, "updated_after", wrongs);
    search.updated_to = moment_argument(arguments, "updated_before", wrongs);
    if (wrongs.size() != before) return;
    if (search.updated_from && search.updated_to && *search.updated_from > *search.updated_to)
        wrongs.push_back({400, "updated_after, updated_before", "open311.period_reversed", {}});
    constexpr std::int64_t most_hours = 24 * most_days;
    if (start && end) {
        if (*start > *end) wrongs.push_back({400, "start_date, end_date", "open311.period_reversed", {}});
        else if (*end > start->plus_hours(most_hours)) wrongs.push_back({400, "start_date, end_date", "open311.period_too_long", {{"days", std::to_string(most_days)}}});
    }
    const bool by_update = search.updated_from || search.updated_to;
    if (start && !end) end = start->plus_hours(most_hours);
    else if (end && !start) start = end->plus_hours(-most_hours);
    else if (!start && !by_update) start = now.plus_hours(-most_hours);  // the most recent, with what came this moment
    search.opened_from = start;
    search.opened_to = end;
}

}  // namespace

const std::string& Arguments::get(const std::string& name) const {
    static const std::string none;
    auto found = values.find(name);
    return found == values.end() ? none : found->second.front();
}

std::vector<std::string> Arguments::all(const std::string& name) const {
    auto found = values.find(name);
    return found == values.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> Arguments::list(const std::string& name) const {
    std::vector<std::string> out;
    for (const auto& text : all(name))
        for (auto part : split(text, ',')) {
            std::string item(trimmed(part));
            if (!item.empty() && std::find(out.begin(), out.end(), item) == out.end()) out.push_back(std::move(item));
        }
    return out;
}

Arguments read_arguments(const http::Fields& form, const http::Fields& query) {
    Arguments arguments;
    take(arguments, form, {}, {});
    const auto values = arguments.values;
    const auto attributes = arguments.attributes;
    take(arguments, query, values, attributes);
    return arguments;
}

std::optional<Instant> moment_of(std::string_view text) {
    std::string clean(trimmed(text));
    if (auto space = clean.rfind(' '); space != std::string::npos && space > clean.find('T')) clean[space] = '+';
    return parse_iso(clean);
}

RequestFilter read_filter(const Arguments& arguments, Instant now, std::vector<Wrong>& wrongs) {
    RequestFilter filter;
    auto& search = filter.search;
    search.limit = most_requests;
    search.numbers = arguments.list("service_request_id");
    if (search.numbers.size() > most_requests) search.numbers.resize(most_requests);
    if (!search.numbers.empty()) return filter;  // overrides all other arguments
    // Asked for by a list without any id in it: ",".
    filter.nothing = arguments.values.contains("service_request_id");

    search.kinds = arguments.list("service_code");
    bool open = false, closed = false;
    for (const auto& status : arguments.list("status")) {
        const auto name = ascii_lower(status);
        if (name == "open") open = true;
        else if (name == "closed") closed = true;
        else wrongs.push_back({400, "status", "open311.unknown_status", {}});
    }
    if (open != closed) search.open = open;
    read_period(arguments, now, search, wrongs);
    search.limit = count_argument(arguments, "page_size", most_requests, most_requests, wrongs);
    search.offset = (count_argument(arguments, "page", 1, most_pages, wrongs) - 1) * search.limit;
    return filter;
}

bool wants_extensions(const Arguments& arguments) {
    const auto value = ascii_lower(arguments.get("extensions"));
    return value == "true" || value == "1";
}

}  // namespace raekoda::doors::open311
