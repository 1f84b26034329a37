// One report as everybody sees it; its photos; the outline of the municipality.
#include "base/text.h"
#include "cases/pages.h"
#include "cases/report.h"
#include "cases/report_pages_parts.h"

namespace raekoda::cases {

using view::text;
using view::Tone;

namespace {

view::Tone promise_tone(const ReportView& report, Instant now) {
    if (report.overdue(now)) return Tone::danger;
    if (report.closed) return *report.closed <= report.due ? Tone::success : Tone::warning;
    return report.paused_since ? Tone::warning : Tone::info;
}

view::Field contact_field(const char* name, const char* label_key, const char* autocomplete, view::Language language) {
    view::Field field;
    field.name = name;
    field.label = text(language, label_key);
    field.autocomplete = autocomplete;
    return field;
}

// Sent to the page of joining (report_form_join.cpp), which shows it again when something is wrong.
JoinForm join_form(const ReportView& report, const people::Visit& visit) {
    JoinForm form;
    form.offered = can(report, Step::join);
    if (!form.offered) return form;
    form.action = visit.frame.to(report_path(report.number) + "/join");
    form.email = contact_field("email", "reports.join_email", "email", visit.language());
    form.email.type = "email";
    form.email.required = true;
    form.email.hint = text(visit.language(), "reports.join_email_hint");
    form.name = contact_field("name", "reports.join_name", "name", visit.language());
    return form;
}

std::string notice_of(const people::Visit& visit) {
    auto done = visit.request.query.get("done");
    return done == "left" ? text(visit.language(), "reports.done_left") : std::string();
}

http::Response show_report(ReportPages& pages, people::Visit& visit, const Cases::ReportWithHistory& found) {
    auto& frame = visit.frame;
    ReportPageView page{facts_of(pages, visit, found), join_form(found.report, visit), notice_of(visit)};
    frame.title = page.facts.title + " (" + page.facts.number + ")";
    frame.description = page.facts.kind + ", " + page.facts.place + ". " + page.facts.state.text + ".";
    frame.section = "browse";
    frame.scripts = {"map"};
    return pages.reception.show(visit, pages::report_page(frame, page));
}

http::Response show_closed_door(ReportPages& pages, people::Visit& visit, const ReportView* report) {
    auto door = closed_door(report, visit.language());
    door.notice = notice_of(visit);
    visit.frame.title = door.heading;
    visit.frame.index = false;
    return pages.reception.show(visit, pages::closed_door(visit.frame, door), 404);
}

http::Response photo_answer(const Cases::PhotoBytes& photo) {
    auto response = http::Response::of_type("image/jpeg", photo.jpeg);
    response.with_header("X-Content-Type-Options", "nosniff");
    // An id names one picture for ever. Private: when a picture is covered or hidden, no cache between may keep it.
    response.with_header("Cache-Control", photo.visible ? "private, max-age=31536000, immutable" : "no-store");
    return response;
}

}  // namespace

ClosedDoor closed_door(const ReportView* report, view::Language language) {
    if (!report) return {text(language, "reports.unknown_heading"), text(language, "reports.unknown"), {}};
    if (report->visibility == Visibility::awaiting_review) return {text(language, "reports.review_heading"), text(language, "reports.review"), {}};
    return {text(language, "reports.hidden_heading"), text(language, "reports.hidden"), {}};
}

ReportFacts facts_of(ReportPages& pages, const people::Visit& visit, const Cases::ReportWithHistory& found) {
    const auto& report = found.report;
    const auto& municipality = pages.municipality(visit);
    const auto& frame = visit.frame;
    const auto language = visit.language();
    ReportFacts facts;
    facts.number = report.number.value;
    facts.title = report_title(report.words, municipality, report.kind, language);
    facts.kind = kind_name(municipality, report.kind, language);
    if (report.words != facts.title) facts.words = report.words;  // what is short stands in the heading whole
    facts.place = place_words(municipality, report.address, report.district, report.lat, report.lon, language);
    facts.moment = iso_local(report.opened);
    facts.moment_text = moment_words(report.opened, language);
    facts.state = state_tag(report.status, report.outcome, municipality, language);
    facts.holder = team_name(municipality, report.holder.team, language);
    facts.contractor = report.holder.contractor;
    if (const auto* note = pages.cases.catalogue()->rule_note(visit.municipality, report.rule_id, report.rule_table)) facts.rule_note = note->in(language);
    facts.promise = promise_words(report, visit.now, language);
    facts.promise_tone = promise_tone(report, visit.now);
    facts.open = is_open(report.status);
    if (facts.open) facts.usual = usual_words(pages.memory.usual_duration(visit.municipality, report.kind, visit.now), language);
    facts.answers = answers_of(report, municipality, language, false);
    int ordinal = 0;
    if (report.visibility == Visibility::open)
        for (const auto& photo : report.photos)
            facts.pictures.push_back({photo_path(photo, PhotoSize::large), photo_path(photo, PhotoSize::thumbnail),
                                      text(language, "reports.picture_text", {{"number", std::to_string(++ordinal)}, {"kind", facts.kind}, {"place", facts.place}})});
    facts.timeline = timeline_of(report, found.happenings, municipality, frame, *pages.memory.staff_names(visit.municipality, visit.now), false);
    facts.map = {base_map(municipality, frame), report.lat, report.lon, text(language, "reports.point_label", {{"place", facts.place}})};
    facts.followers = report.followers;
    facts.share_url = frame.origin + frame.to(report_path(report.number));
    for (auto [other, link] : {std::pair{&report.merged_into, &facts.merged_into}, {&report.split_from, &facts.split_from}})
        if (!other->empty()) *link = {other->value, frame.to(report_path(*other))};
    return facts;
}

http::Response report_page(ReportPages& pages, people::Visit& visit) {
    auto found = pages.cases.report_with_history(visit.municipality, ReportNumber(visit.request.path_value("number")));
    if (!found) return pages.reception.problem(visit, found.error());
    if (!*found) return show_closed_door(pages, visit, nullptr);
    if ((*found)->report.visibility != Visibility::open) return show_closed_door(pages, visit, &(*found)->report);
    return show_report(pages, visit, **found);
}

http::Response photo_for_everybody(Cases& cases, const http::Request& request) {
    const auto& size = request.path_value("size");
    const auto* municipality = cases.catalogue()->by_host(request.host);
    if (!municipality || (size != "large" && size != "thumbnail")) return http::Response::text("404", 404);
    auto photo = cases.photo(municipality->id, PhotoId(request.path_value("id")), size == "large");
    if (!photo) return http::Response::text("503", fault_status(photo.error().fault));
    if (!*photo || !(*photo)->visible) return http::Response::text("404", 404);
    return photo_answer(**photo);
}

http::Response photo_for_visitor(ReportPages& pages, people::Visit& visit) {
    const auto& size = visit.request.path_value("size");
    if (size != "large" && size != "thumbnail") return pages.reception.problem(visit, {Fault::missing});
    auto photo = pages.cases.photo(visit.municipality, PhotoId(visit.request.path_value("id")), size == "large");
    if (!photo) return pages.reception.problem(visit, photo.error());
    const bool official = visit.staff && people::may(visit.staff->member, people::Permission::see_desk);
    if (!*photo || (!(*photo)->visible && !official)) return pages.reception.problem(visit, {Fault::missing});
    return photo_answer(**photo);
}

http::Response outline(Cases& cases, const http::Request& request) {
    const auto* municipality = cases.catalogue()->by_host(request.host);
    std::string shape = municipality ? cases.catalogue()->outline_geojson(municipality->id) : "";
    if (shape.empty()) return http::Response::text("404", 404);
    auto response = http::Response::of_type("application/geo+json", std::move(shape));
    return response.with_header("Cache-Control", "public, max-age=3600");
}

}  // namespace raekoda::cases
