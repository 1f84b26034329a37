// One report with everything an official needs to decide: words, place, pictures, history, who decided, what is near, what can be done.
#include "base/text.h"
#include "cases/desk_parts.h"
#include "cases/pages.h"
#include "people/personal_data.h"

namespace raekoda::cases {

namespace {

using people::Permission;
using people::Visit;

constexpr double nearby_metres = 200;
constexpr int nearby_most = 8, same_reporter_most = 10;

std::string limit_words(const Visit& visit, const services::Limit& limit) {
    if (limit.hours) return words(visit, "limit_hours", {view::Argument::of_number("count", limit.hours)});
    if (limit.working_days) return words(visit, "limit_days", {view::Argument::of_number("count", limit.working_days)});
    return words(visit, "no_promise");
}

// Which rule holds now for this kind, place and moment of opening; nullopt when the table has none.
std::optional<services::Routing> rule_now(const DeskCase& found) {
    const auto& r = found.report;
    auto located = found.catalogue->locate(r.lat, r.lon);
    auto routing = found.catalogue->route(r.municipality, {r.kind, located.district, located.street_class, located.areas, r.answers, local_time(r.opened)});
    return routing ? std::optional(*routing) : std::nullopt;
}

std::string holder_words(const Visit& visit, const DeskCase& found, const StaffNames& names) {
    const auto& holder = found.report.holder;
    std::string text = team_name(*found.municipality, holder.team, visit.language());
    if (holder.contractor) text = words(visit, "contractor_is", {{"team", text}});
    if (auto name = names.find(holder.staff); name != names.end()) text += ", " + name->second;
    return text;
}

std::vector<FactView> facts_of(const Visit& visit, const DeskCase& found, const StaffNames& names) {
    const auto& r = found.report;
    const auto& town = *found.municipality;
    const auto language = visit.language();
    std::vector<FactView> facts;
    auto add = [&](std::string_view key, std::string value, bool late = false) {
        if (!value.empty()) facts.push_back({words(visit, key), std::move(value), late});
    };
    add("kind", kind_name(town, r.kind, language));
    add("place", place_words(town, r.address, r.district, r.lat, r.lon, language));
    if (!r.street_class.empty() && view::has_text("desk.street_" + r.street_class)) add("street_class", words(visit, "street_" + r.street_class));
    add("opened", moment_words(r.opened, language));
    auto promise = promise_words(r, visit.now, language);
    add("promised", promise.empty() ? words(visit, "no_promise") : promise, r.overdue(visit.now));
    if (r.promised()) add("limit", limit_words(visit, r.limit));
    if (r.paused_since) add("paused_since", moment_words(*r.paused_since, language));
    if (r.paused_microseconds > 0) add("paused_together", duration_words(static_cast<double>(r.paused_microseconds) / 3.6e9, language));
    add("holder", holder_words(visit, found, names));
    auto rule = rule_now(found);
    if (r.rule_id.empty()) add("rule", words(visit, "rule_by_hand"));
    else add("rule", words(visit, "rule_of_table", {{"rule", r.rule_id}, {"date", r.rule_table}}));
    if (rule && rule->rule_id == r.rule_id) add("rule_note", rule->note.in(language));
    if (rule && is_open(r.status) && rule->team != r.holder.team)
        add("rule_now", words(visit, "rule_gives", {{"team", team_name(town, rule->team, language)}, {"rule", rule->rule_id}, {"date", rule->table_valid_from.iso()}}));
    add("channel", words(visit, "channel_" + std::string(channel_name(r.channel))));
    add("language", view::text(language, "general.language_" + r.language));
    add("followers", view::number_text(language, r.followers));
    if (!r.merged_into.empty()) add("merged_into", r.merged_into.value);
    if (!r.split_from.empty()) add("split_from", r.split_from.value);
    add("external_reference", r.external_reference);
    return facts;
}

DeskNeighbour neighbour_of(const Visit& visit, const services::Municipality& town, const ReportLine& line, std::string distance, bool can_merge) {
    const auto language = visit.language();
    std::string about = kind_name(town, line.kind, language) + " · " + place_words(town, line.address, line.district, line.lat, line.lon, language);
    if (!distance.empty()) about += " · " + distance;
    return {line.number.value, visit.frame.to("/desk/reports/" + line.number.value), report_title(line.words, town, line.kind, language), about + " · " + date_words(line.opened, language),
            state_tag(line.status, line.outcome, town, language), can_merge};
}

Outcome add_neighbours(Desk& desk, const Visit& visit, const DeskCase& found, DeskReportPage& page) {
    const auto& r = found.report;
    const auto& member = visit.staff->member;
    const bool merges = can(r, Step::merge) && may_on(member, Permission::work_on_report, r, *found.municipality);
    for (const auto& near : TRY(desk.cases.nearby(visit.municipality, r.lat, r.lon, nearby_metres, "", true, nearby_most + 1)))
        if (near.number != r.number)
            page.nearby.push_back(neighbour_of(visit, *found.municipality, near.line, words(visit, "metres", {{"count", static_cast<int>(near.metres + 0.5)}}), merges));
    if (!r.reporter.empty() && page.may_see_secrets)
        for (const auto& line : TRY(desk.cases.of_reporter(visit.municipality, r.reporter, same_reporter_most + 1)))
            if (line.number != r.number) page.same_reporter.push_back(neighbour_of(visit, *found.municipality, line, {}, merges && is_open(line.status)));
    return {};
}

// The published words with the marks that stand for personal data apart, so that the eye finds them before publication.
std::vector<Cases::Preview::Part> parts_of(const ReportView& report) {
    std::vector<std::string> marks;
    for (auto language : view::all_languages)
        for (auto kind : {people::PersonalDataKind::personal_code, people::PersonalDataKind::iban, people::PersonalDataKind::payment_card, people::PersonalDataKind::email,
                          people::PersonalDataKind::phone, people::PersonalDataKind::number_plate, people::PersonalDataKind::name})
            marks.push_back(view::text(language, people::covered_text_key(kind)));
    std::vector<Cases::Preview::Part> parts;
    std::string_view rest = report.words;
    while (!rest.empty()) {
        std::size_t at = std::string_view::npos, length = 0;
        for (const auto& mark : marks)
            if (auto found = rest.find(mark); found < at) at = found, length = mark.size();
        if (auto plain = rest.substr(0, at); !plain.empty()) parts.push_back({std::string(plain), {}});
        if (at == std::string_view::npos) break;
        parts.push_back({std::string(rest.substr(at, length)), "covered"});
        rest.remove_prefix(at + length);
    }
    return parts;
}

// What went wrong with an act; what was typed stays in its form, or beside it when the form is gone.
void add_attempt(Desk& desk, const Visit& visit, const DeskCase& found, const Attempt& attempt, DeskReportPage& page) {
    if (attempt.error.text_key == "cases.moved_on") {
        page.moved_on = true;
        page.meanwhile = happened_since(desk, visit, found, attempt.seen);
    } else if (attempt.error.problems.empty()) {
        page.trouble = view::text(visit.language(), problems_of(attempt.error).front().text_key);
    }
    for (const auto& problem : attempt.error.problems) {
        std::string field = attempt.act == "place" ? (problem.field == "place" ? "address" : problem.field) : act_field(attempt.act, problem.field);
        page.problems.push_back({field, view::text(visit.language(), problem.text_key, problem.arguments)});
    }
    for (const auto& form : page.forms)
        if (form.act == attempt.act) return;
    for (std::string_view field : {"words", "reason"})
        if (auto text = typed(visit, act_field(attempt.act, field)); !text.empty()) page.kept.push_back({words(visit, "kept_words"), text});
}

view::PlaceView place_of(const Visit& visit, const DeskCase& found, const view::BaseMap& base, const Attempt* attempt) {
    view::PlaceView place{base, view::coordinate(found.report.lat), view::coordinate(found.report.lon), {}, {}};
    place.address = {.name = "address", .label = words(visit, "address"), .value = found.report.address, .maximum = limits::address};
    if (!attempt || attempt->act != "place") return place;
    place.latitude = typed(visit, "lat"), place.longitude = typed(visit, "long"), place.address.value = typed(visit, "address");
    for (const auto& problem : attempt->error.problems)
        (problem.field == "lat" ? place.coordinates_error : place.address.error_text) = view::text(visit.language(), problem.text_key, problem.arguments);
    return place;
}

DeskReportPage head_of(const Visit& visit, const DeskCase& found) {
    const auto& r = found.report;
    const auto& town = *found.municipality;
    const auto language = visit.language();
    const auto& member = visit.staff->member;
    DeskReportPage page;
    page.number = r.number.value;
    page.public_url = r.visibility == Visibility::open ? visit.frame.to(report_path(r.number)) : "";
    page.kind = kind_name(town, r.kind, language);
    page.title = report_title(r.words, town, r.kind, language);
    page.words = r.words;
    page.state = state_tag(r.status, r.outcome, town, language);
    page.visibility = visibility_tag(r.visibility, language);
    page.awaits_review = r.visibility == Visibility::awaiting_review;
    if (page.awaits_review) page.reviewed = parts_of(r);
    for (const auto& answer : answers_of(r, town, language, true)) page.answers.push_back({answer.label, answer.value});
    for (const auto& photo : r.photos) page.photos.emplace_back(visit.frame.to(photo_path(photo, PhotoSize::large)), visit.frame.to(photo_path(photo, PhotoSize::thumbnail)));
    page.map = {base_map(town, visit.frame), r.lat, r.lon, words(visit, "map")};
    page.may_see_secrets = may_on(member, Permission::see_contacts, r, town);
    page.has_reporter = !r.reporter.empty();
    if (may_on(member, Permission::redact, r, town) && can(r, Step::redact)) page.redact_url = visit.frame.to("/desk/reports/" + page.number + "/redact");
    page.version = r.version;
    page.attempt = random_id();
    page.done = done_text(visit);
    return page;
}

}  // namespace

std::vector<view::TimelineItem> happened_since(Desk& desk, const Visit& visit, const DeskCase& found, std::int64_t seen) {
    std::vector<view::TimelineItem> items;
    auto names = staff_names(desk, visit.municipality);
    if (auto all = desk.cases.happenings(visit.municipality, found.report.number, true))
        for (const auto& h : *all)
            if (h.version > seen) items.push_back(timeline_item(h, *found.municipality, visit.frame, names, true));
    return items;
}

http::Response report_page(Desk& desk, Visit& visit, const DeskCase& found, const Attempt* attempt, const DeskSecrets& secrets) {
    auto page = head_of(visit, found);
    auto names = staff_names(desk, visit.municipality);
    auto happenings = desk.cases.happenings(visit.municipality, found.report.number, true);
    if (!happenings) return desk.reception.problem(visit, happenings.error());
    page.facts = facts_of(visit, found, names);
    page.timeline = timeline_of(found.report, *happenings, *found.municipality, visit.frame, names, true);
    page.has_originals = !found.report.sealed_words.empty() || std::any_of(happenings->begin(), happenings->end(), [](const auto& h) { return !h.sealed_words.empty(); });
    page.place = place_of(visit, found, page.map.base, attempt);
    page.quick = act_forms(desk, visit, found, attempt, true);
    page.forms = act_forms(desk, visit, found, attempt, false);
    if (auto added = add_neighbours(desk, visit, found, page); !added) return desk.reception.problem(visit, added.error());
    page.secrets = secrets;
    if (attempt) add_attempt(desk, visit, found, *attempt, page);
    visit.frame.title = page.number + " " + page.title;
    visit.frame.path = "/desk/reports/" + page.number;  // also when it answers a form
    if (visit.request.method == http::Method::post) visit.frame.query.clear();
    visit.frame.scripts = {"map", "place"};
    return desk.reception.show(visit, pages::desk_report_page(visit.frame, page), attempt ? fault_status(attempt->error.fault) : 200);
}

namespace {

// The words as they were written, of the report and of every reply. Each look is noted with its reason.
http::Response show_originals(Desk& desk, Visit& visit) {
    auto found = desk_case(desk, visit, Permission::see_contacts);
    if (!found) return desk.reception.problem(visit, found.error());
    auto happenings = desk.cases.happenings(visit.municipality, found->report.number, true);
    if (!happenings) return desk.reception.problem(visit, happenings.error());
    DeskSecrets secrets;
    auto open = [&](const people::SealedTextId& id, std::string what) -> Outcome {
        if (id.empty()) return {};
        auto text = TRY(desk.cases.read_sealed(visit.as_staff(), found->report.number, id, visit.staff->member.id));
        if (text) secrets.originals.push_back({std::move(what), *text});
        return {};
    };
    Outcome opened = open(found->report.sealed_words, words(visit, "report_words"));
    auto names = staff_names(desk, visit.municipality);
    for (const auto& h : *happenings)
        if (opened && h.sealed_words != found->report.sealed_words) opened = open(h.sealed_words, timeline_item(h, *found->municipality, visit.frame, names, true).what);
    if (!opened) return desk.reception.problem(visit, opened.error());
    return report_page(desk, visit, *found, nullptr, secrets);
}

http::Response show_contact(Desk& desk, Visit& visit) {
    auto found = desk_case(desk, visit, Permission::see_contacts);
    if (!found) return desk.reception.problem(visit, found.error());
    auto contact = desk.cases.reporter_contact(visit.as_staff(), found->report.number, visit.staff->member.id);
    if (!contact) return desk.reception.problem(visit, contact.error());
    DeskSecrets secrets{.contact_asked = true};
    if (*contact) secrets.name = (*contact)->name, secrets.email = (*contact)->email, secrets.phone = (*contact)->phone;
    return report_page(desk, visit, *found, nullptr, secrets);
}

}  // namespace

void add_report_pages(const std::shared_ptr<Desk>& desk) {
    auto& reception = desk->reception;
    reception.desk_get("/desk/reports/{number}", Permission::see_desk, [desk](Visit& visit) {
        auto found = desk_case(*desk, visit, Permission::see_desk);
        return found ? report_page(*desk, visit, *found) : desk->reception.problem(visit, found.error());
    });
    reception.desk_post("/desk/reports/{number}/original", Permission::see_contacts, [desk](Visit& visit) { return show_originals(*desk, visit); });
    reception.desk_post("/desk/reports/{number}/contact", Permission::see_contacts, [desk](Visit& visit) { return show_contact(*desk, visit); });
}

}  // namespace raekoda::cases
