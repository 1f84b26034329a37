// The queue: whose, what kind, how the clock stands.
#include "base/text.h"
#include "cases/desk_parts.h"
#include "cases/pages.h"

namespace raekoda::cases {

namespace {

using Clock = QueueFilter::Clock;
using people::Permission;

constexpr int lines_a_page = 40;

struct ClockName {
    Clock clock;
    std::string_view name, shortcut;
};
constexpr ClockName clock_names[] = {{Clock::any, "open", "1"},       {Clock::overdue, "overdue", "2"}, {Clock::soon, "soon", "3"},
                                     {Clock::waiting, "waiting", "4"}, {Clock::review, "review", "5"},   {Clock::closed, "closed", "6"}};

// Whose reports: each choice is offered only where it means something.
struct Scopes {
    std::vector<std::string> offered;
    std::string chosen;
};
Scopes scopes_of(const people::StaffMember& member, bool sees_all, std::string_view wanted) {
    Scopes scopes;
    if (!member.areas_of_work.empty()) scopes.offered.push_back("area");
    if (!member.team.empty()) scopes.offered.push_back("team");
    scopes.offered.push_back("mine");
    if (sees_all) scopes.offered.push_back("all");
    scopes.chosen = std::find(scopes.offered.begin(), scopes.offered.end(), wanted) != scopes.offered.end() ? std::string(wanted)
                    : scopes.offered.front() == "mine"                                                      ? scopes.offered.back()
                                                                                                            : scopes.offered.front();
    return scopes;
}

struct Choice {
    std::string scope, clock, kind;
    std::string url(const view::Frame& frame, std::string_view after = {}) const {
        std::string url = frame.to("/desk?scope=" + url_encoded(scope) + "&show=" + url_encoded(clock));
        if (!kind.empty()) url += "&kind=" + url_encoded(kind);
        if (!after.empty()) url += "&after=" + url_encoded(after);
        return url;
    }
};

std::string promised_words(const people::Visit& visit, const ReportLine& line) {
    if (line.due.microseconds <= 0) return words(visit, "no_promise");
    if (line.status == Status::closed) return date_words(line.due, visit.language());
    if (line.paused) return words(visit, "clock_stands");
    if (auto late = late_words(line.due, true, visit.now, visit.language()); !late.empty()) return late;
    return moment_words(line.due, visit.language());
}

QueueRow row_of(const people::Visit& visit, const services::Municipality& town, const StaffNames& names, const ReportLine& line) {
    const auto language = visit.language();
    QueueRow row;
    row.number = line.number.value;
    row.url = visit.frame.to("/desk/reports/" + row.number);
    row.title = report_title(line.words, town, line.kind, language);
    row.kind = kind_name(town, line.kind, language);
    row.place = place_words(town, line.address, line.district, line.lat, line.lon, language);
    row.holder = team_name(town, line.holder_team, language);
    if (auto name = names.find(line.staff); name != names.end()) row.official = name->second;
    row.promised = promised_words(visit, line);
    if (line.due.microseconds > 0 && is_open(line.status) && !line.paused)
        row.clock = visit.now > line.due ? QueueRow::Clock::late : visit.now.plus_hours(24) > line.due ? QueueRow::Clock::soon : QueueRow::Clock::calm;
    row.state = state_tag(line.status, line.outcome, town, language);
    row.visibility = visibility_tag(line.visibility, language);
    if (line.followers > 0) row.followers = view::number_text(language, line.followers);
    row.opened = date_words(line.opened, language);
    return row;
}

QueueFilter filter_of(const people::StaffMember& member, const services::Municipality& town, const Choice& choice, bool sees_all) {
    QueueFilter filter;
    for (const auto& name : clock_names)
        if (name.name == choice.clock) filter.clock = name.clock;
    if (choice.scope == "team") filter.team = member.team;
    if (choice.scope == "mine") filter.staff = member.id;
    const bool by_area = choice.scope == "area" || (choice.scope == "all" && !sees_all);
    for (const auto& kind : town.kinds) {
        const bool own = std::find(member.areas_of_work.begin(), member.areas_of_work.end(), kind.area_of_work) != member.areas_of_work.end();
        if (choice.kind.empty() ? by_area && own : kind.id == choice.kind && (own || !by_area)) filter.kinds.push_back(kind.id);
    }
    // Areas without a single kind hold nothing; an empty list would mean everything.
    if (filter.kinds.empty() && (by_area || !choice.kind.empty())) filter.kinds.push_back("-");
    return filter;
}

std::string count_of(const Cases::QueueCounts& counts, Clock clock, view::Language language) {
    switch (clock) {
        case Clock::any: return view::number_text(language, counts.open);
        case Clock::overdue: return view::number_text(language, counts.overdue);
        case Clock::waiting: return view::number_text(language, counts.waiting);
        case Clock::review: return view::number_text(language, counts.review);
        case Clock::soon:
        case Clock::closed: break;
    }
    return {};
}

std::vector<view::Link> more_of(const people::Visit& visit) {
    std::vector<view::Link> links;
    for (auto [permission, path, key] : {std::tuple{Permission::edit_answers, "/desk/answers", "answers"}, {Permission::manage_staff, "/desk/staff", "staff"},
                                         {Permission::manage_keys, "/desk/keys", "keys"}, {Permission::see_contacts, "/desk/corrections", "corrections"},
                                         {Permission::hold_data, "/desk/holds", "holds"}})
        if (people::may(visit.staff->member, permission)) links.push_back({words(visit, key), visit.frame.to(path)});
    return links;
}

}  // namespace

http::Response queue_page(Desk& desk, people::Visit& visit) {
    const auto& member = visit.staff->member;
    auto catalogue = desk.cases.catalogue();
    const auto& town = *catalogue->municipality(visit.municipality);
    const auto& query = visit.request.query;
    const bool sees_all = std::all_of(town.kinds.begin(), town.kinds.end(), [&](const auto& kind) { return people::may(member, Permission::see_desk, kind.area_of_work); });
    auto scopes = scopes_of(member, sees_all, query.get("scope"));
    Choice choice{scopes.chosen, "open", town.kind(query.get("kind")) ? std::string(query.get("kind")) : ""};
    for (const auto& name : clock_names)
        if (name.name == query.get("show")) choice.clock = name.name;
    auto filter = filter_of(member, town, choice, sees_all);

    auto lines = desk.cases.queue(visit.municipality, filter, visit.now, query.get("after"), lines_a_page);
    if (!lines) return desk.reception.problem(visit, lines.error());
    auto counts = desk.cases.queue_counts(visit.municipality, filter, visit.now);
    if (!counts) return desk.reception.problem(visit, counts.error());

    QueuePage page{.kind = {.name = "kind", .label = words(visit, "kind")}, .scope = choice.scope, .clock = choice.clock, .more = more_of(visit), .closed = filter.clock == Clock::closed};
    for (const auto& name : clock_names)
        page.clocks.push_back({words(visit, "clock_" + std::string(name.name)), Choice{choice.scope, std::string(name.name), choice.kind}.url(visit.frame),
                               count_of(*counts, name.clock, visit.language()), name.clock == filter.clock, std::string(name.shortcut)});
    for (const auto& scope : scopes.offered)
        page.scopes.push_back({words(visit, "scope_" + scope), Choice{scope, choice.clock, choice.kind}.url(visit.frame), {}, scope == choice.scope, {}});
    for (const auto& kind : town.kinds) page.kinds.push_back({kind.id, kind.name.in(visit.language()), {}, kind.id == choice.kind});
    auto names = staff_names(desk, visit.municipality);
    for (const auto& line : lines->lines) page.rows.push_back(row_of(visit, town, names, line));
    if (!lines->next.empty()) page.next_url = choice.url(visit.frame, lines->next);
    if (query.has("after")) page.first_url = choice.url(visit.frame);
    visit.frame.title = words(visit, "queue");
    return desk.reception.show(visit, pages::desk_queue_page(visit.frame, page));
}

}  // namespace raekoda::cases
