// The public register of decisions: what was decided about which service and when; never about whom.
#include "applications/application_page_parts.h"
#include "applications/my_desk_views.h"
#include "applications/pages.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;

constexpr int rows_a_page = 50, oldest_years = 10;

std::string say(const Visit& visit, std::string_view key) { return view::text(visit.language(), "decisions." + std::string(key)); }

RegisterRow row_of(const Visit& visit, const services::ServiceRegister& services, const services::Municipality& municipality, const DecisionLine& line) {
    const auto language = visit.language();
    RegisterRow row;
    row.number = line.number.value;
    row.service = service_name(services, visit.municipality, line.service, {}, visit.now, language);
    row.decided = date_words(line.decided, language);
    row.holder = team_name(municipality, line.team, language);
    row.who = say(visit, line.company ? "company" : "private_person");
    row.tag = {decided_words(line.outcome, language), line.outcome == Decided::granted ? view::Tone::success : view::Tone::neutral};
    if (line.appealed) row.appealed = say(visit, "appealed");
    return row;
}

http::Response register_page(Hall& hall, Visit& visit) {
    auto catalogue = hall.catalogue();
    const auto* municipality = catalogue->municipality(visit.municipality);
    const auto& query = visit.request.query;
    const Date today = local_time(visit.now).date;
    DecisionFilter filter;
    if (auto service = hall.service_now(visit, query.get("service"))) filter.service = service->id;
    if (auto year = parse_integer(query.get("year")); year && *year > today.year - oldest_years && *year <= today.year) filter.year = static_cast<int>(*year);
    auto lines = hall.applications.decisions(visit.municipality, filter, query.get("after"), rows_a_page);
    if (!lines) return hall.reception.problem(visit, lines.error());
    RegisterView page;
    page.services = hall.form_choices(visit, filter.service);
    for (int year = today.year; year > today.year - oldest_years; --year) page.years.push_back({std::to_string(year), std::to_string(year), {}, year == filter.year});
    for (const auto& line : lines->lines) page.rows.push_back(row_of(visit, hall.services, *municipality, line));
    const std::string here = visit.frame.to("/decisions") + "?service=" + url_encoded(filter.service) + "&year=" + (filter.year ? std::to_string(filter.year) : "");
    if (!lines->next.empty()) page.next_url = here + "&after=" + url_encoded(lines->next);
    if (query.has("after")) page.first_url = here;
    visit.frame.title = say(visit, "heading");
    visit.frame.description = say(visit, "lead");
    visit.frame.section = "decisions";
    return hall.reception.show(visit, pages::register_page(visit.frame, page));
}

}  // namespace

void add_register_pages(const Halls& hall) {
    hall->reception.get("/decisions", [hall](Visit& visit) { return register_page(*hall, visit); });
}

}  // namespace raekoda::applications
