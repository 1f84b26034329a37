#include "cases/browse_filter.h"

#include "base/text.h"

namespace raekoda::cases {

namespace {

constexpr int first_year = 1990, last_year = 2199;

// "2026-11" → year * 12 + month - 1; 0: not a month.
int month_of(std::string_view text) {
    auto parts = split(text, '-');
    if (parts.size() != 2 || parts[0].size() != 4 || parts[1].size() != 2) return 0;
    auto year = parse_integer(parts[0]), month = parse_integer(parts[1]);
    if (!year || !month || *year < first_year || *year > last_year || *month < 1 || *month > 12) return 0;
    return static_cast<int>(*year * 12 + *month - 1);
}

}  // namespace

ReadFilter read_filter(const http::Fields& query, const services::Municipality& municipality) {
    ReadFilter read;
    auto keep = [&](std::string_view name, std::string_view value) {
        read.query += (read.query.empty() ? "" : "&") + std::string(name) + "=" + url_encoded(value);
    };
    auto wrong = [&](const char* name, const char* key) { read.problems.push_back({name, key, {}}); };
    if (auto kind = query.get("kind"); !kind.empty()) {
        if (municipality.kind(kind)) keep("kind", read.filter.kind = kind);
        else wrong("kind", "reports.no_such_kind");
    }
    if (auto state = query.get("state"); !state.empty()) {
        if (state == "open" || state == "closed") keep("state", state), read.filter.open = state == "open";
        else wrong("state", "reports.no_such_state");
    }
    if (auto district = query.get("district"); !district.empty()) {
        if (municipality.district(district)) keep("district", read.filter.district = district);
        else wrong("district", "reports.no_such_district");
    }
    if (auto from = query.get("from"); !from.empty()) {
        if ((read.filter.from_month = month_of(from))) keep("from", from);
        else wrong("from", "reports.not_a_month");
    }
    if (auto to = query.get("to"); !to.empty()) {
        if ((read.filter.to_month = month_of(to))) keep("to", to);
        else wrong("to", "reports.not_a_month");
    }
    if (read.filter.from_month && read.filter.to_month && read.filter.from_month > read.filter.to_month) wrong("to", "reports.months_swapped");
    return read;
}

Result<MapView> read_map_view(const http::Fields& query, const BrowseFilter& filter) {
    auto wrong = [](const char* name, const char* key) { return fail(std::vector<Problem>{{name, key, {}}}); };
    MapView view;
    view.filter = filter;
    auto corners = split(query.get("bbox"), ',');
    double* sides[] = {&view.west, &view.south, &view.east, &view.north};
    if (corners.size() != 4) return wrong("bbox", "reports.wrong_bbox");
    for (std::size_t i = 0; i < 4; ++i) {
        auto degrees = parse_number(corners[i]);
        const double most = i % 2 ? 90 : 180;
        if (!degrees || *degrees < -most || *degrees > most) return wrong("bbox", "reports.wrong_bbox");
        *sides[i] = *degrees;
    }
    if (view.west >= view.east || view.south >= view.north) return wrong("bbox", "reports.wrong_bbox");
    auto zoom = parse_integer(query.get("zoom"));
    if (!zoom || *zoom < 0 || *zoom > 22) return wrong("zoom", "reports.wrong_zoom");
    view.zoom = static_cast<int>(*zoom);
    return view;
}

}  // namespace raekoda::cases
