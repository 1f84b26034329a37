// The list of reports beside their map.
#include "base/text.h"
#include "cases/pages.h"
#include "cases/report_pages_parts.h"

namespace raekoda::cases {

using view::text;

namespace {

constexpr int page_length = 25;

// How many there are, by the map's own counts: no reading of the table. nullopt while the map is not ready.
std::optional<std::int64_t> count_of(Cases& cases, const MunicipalityId& municipality, const BrowseFilter& filter) {
    if (!cases.map_ready()) return std::nullopt;
    std::int64_t count = 0;
    for (const auto& cluster : cases.map(municipality, {-180, -90, 180, 90, 0, filter})) count += cluster.count;
    return count;
}

view::Field field(const char* name, const char* label_key, const people::Visit& visit, const std::vector<view::ProblemView>& problems) {
    view::Field f;
    f.name = name;
    f.label = text(visit.language(), label_key);
    f.value = clean_input(visit.request.query.get(name)).value_or("");
    f.error_text = problem_of(problems, name);
    f.says_optional = false;
    return f;
}

view::Field month_field(const char* name, const char* label_key, const people::Visit& visit, const std::vector<view::ProblemView>& problems) {
    auto f = field(name, label_key, visit, problems);
    f.type = "month";
    f.hint = text(visit.language(), "reports.month_hint");
    return f;
}

void fill_filters(BrowseView& page, const people::Visit& visit, const services::Municipality& municipality) {
    const auto language = visit.language();
    page.kind = field("kind", "reports.filter_kind", visit, page.problems);
    page.state = field("state", "reports.filter_state", visit, page.problems);
    page.district = field("district", "reports.filter_district", visit, page.problems);
    page.from = month_field("from", "reports.filter_from", visit, page.problems);
    page.to = month_field("to", "reports.filter_to", visit, page.problems);
    for (const auto& kind : municipality.kinds) page.kinds.push_back({kind.id, kind.name.in(language), {}, kind.id == page.kind.value});
    for (const char* state : {"open", "closed"})
        page.states.push_back({state, text(language, std::string("reports.state_") + state), {}, page.state.value == state});
    for (const auto& district : municipality.districts)
        page.districts.push_back({district.id, district.name.in(language), {}, district.id == page.district.value});
    auto by_label = [](const view::Option& a, const view::Option& b) { return folded(a.label) < folded(b.label); };
    std::sort(page.kinds.begin(), page.kinds.end(), by_label);
    std::sort(page.districts.begin(), page.districts.end(), by_label);
}

}  // namespace

http::Response browse_page(ReportPages& pages, people::Visit& visit) {
    const auto& municipality = pages.municipality(visit);
    const auto language = visit.language();
    auto read = read_filter(visit.request.query, municipality);
    auto cursor = visit.request.query.get("before");
    auto found = pages.cases.browse(visit.municipality, read.filter, cursor, page_length);
    if (!found) return pages.reception.problem(visit, found.error());

    BrowseView page;
    if (!read.problems.empty()) page.problems = problem_views(Error{Fault::invalid, {}, {}, read.problems}, language);
    fill_filters(page, visit, municipality);
    page.filtered = !read.query.empty();
    page.query = read.query.empty() ? "" : "?" + read.query;
    for (const auto& line : found->lines) page.cards.push_back(card_of(line, municipality, visit));
    if (auto count = count_of(pages.cases, visit.municipality, read.filter))
        page.count_text = text(language, "reports.count", {view::Argument::of_number("count", *count)});
    std::string self = visit.frame.to("/reports");
    if (!found->next.empty()) page.turn.older_url = self + "?" + (read.query.empty() ? "" : read.query + "&") + "before=" + url_encoded(found->next);
    if (!cursor.empty()) page.turn.newer_url = self + page.query;
    page.map = {base_map(municipality, visit.frame), visit.frame.to("/reports/map.json"), read.query, text(language, "reports.map_label")};
    page.share_url = visit.frame.origin + self + page.query;

    visit.frame.title = text(language, "reports.title");
    if (!read.filter.kind.empty()) visit.frame.title += ": " + kind_name(municipality, read.filter.kind, language);
    visit.frame.description = text(language, "reports.description", {{"municipality", municipality.name.in(language)}});
    visit.frame.section = "browse";
    visit.frame.scripts = {"map"};
    visit.frame.index = cursor.empty() && !page.filtered;
    return pages.reception.show(visit, pages::browse_reports(visit.frame, page), page.problems.empty() ? 200 : 400);
}

}  // namespace raekoda::cases
