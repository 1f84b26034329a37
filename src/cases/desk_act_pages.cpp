// What an official does with a report: a table of acts, each carried out by its command.
#include "base/text.h"
#include "cases/desk_act_fields.h"
#include "cases/desk_parts.h"

namespace raekoda::cases {

namespace {

using journal::Context;
using people::Permission;
using people::Visit;

Outcome begin(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.begin_work(context, act, visit.staff->member.id);
}
Outcome route_by_rule(Desk& desk, const Visit&, const DeskCase&, const Context& context, const Act& act) { return desk.cases.route_again(context, act); }
Outcome publish(Desk& desk, const Visit&, const DeskCase&, const Context& context, const Act& act) { return desk.cases.publish(context, act); }
Outcome answer(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.answer(context, act, typed(visit, "answer[words]"));
}
Outcome ask(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.ask_reporter(context, act, typed(visit, "ask[words]"));
}
Outcome note(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.add_note(context, act, typed(visit, "note[words]"));
}
Outcome reopen(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.reopen(context, act, typed(visit, "reopen[words]"));
}
Outcome hide(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.hide(context, act, typed(visit, "hide[reason]"));
}

Outcome assign(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    Holder holder{typed(visit, "assign[team]"), false, people::StaffId(typed(visit, "assign[staff]"))};
    if (!holder.staff.empty()) {
        auto member = TRY(desk.cases.people().staff_member(visit.municipality, holder.staff));
        if (!member || !member->active) return fail(std::vector<Problem>{{"staff", "desk.unknown_official", {}}});
    }
    return desk.cases.assign(context, act, holder, typed(visit, "assign[reason]"));
}

Outcome close(Desk& desk, const Visit& visit, const DeskCase& found, const Context& context, const Act& act) {
    auto outcome = typed(visit, "close[outcome]");
    auto reasons = closing_reasons(found);
    if (std::find(reasons.begin(), reasons.end(), outcome) == reasons.end()) return fail(std::vector<Problem>{{"outcome", "cases.unknown_outcome", {}}});
    std::vector<media::Photo> photos;
    for (const auto& file : visit.request.files) {
        auto photo = desk.workshop.prepare(file.content);
        if (!photo && photo.error().fault == Fault::unavailable) return tl::unexpected(photo.error());
        if (!photo) return fail(std::vector<Problem>{{"photos", problems_of(photo.error()).front().text_key, {}}});
        photos.push_back(std::move(*photo));
    }
    return desk.cases.close(context, act, outcome, typed(visit, "close[words]"), photos);
}

Outcome merge(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.merge(context, act, ReportNumber(typed(visit, "merge[into]")));
}
Outcome split(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    TRY(desk.cases.split(context, act, typed(visit, "split[kind]"), typed(visit, "split[words]")));
    return {};
}
Outcome change_kind(Desk& desk, const Visit& visit, const DeskCase&, const Context& context, const Act& act) {
    return desk.cases.change_kind(context, act, typed(visit, "kind[kind]"));
}

// By coordinates when there are some, else by the address as the catalogue knows it.
Outcome change_place(Desk& desk, const Visit& visit, const DeskCase& found, const Context& context, const Act& act) {
    auto lat = typed(visit, "lat"), lon = typed(visit, "long"), address = typed(visit, "address");
    if (lat.empty() && lon.empty()) {
        auto places = found.catalogue->find_places(visit.municipality, address, 1);
        if (places.empty()) return fail(std::vector<Problem>{{"address", "desk.address_unknown", {}}});
        return desk.cases.change_place(context, act, places.front().lat, places.front().lon, address);
    }
    auto number = [](std::string text) {
        std::replace(text.begin(), text.end(), ',', '.');
        return parse_number(text);
    };
    auto y = number(lat), x = number(lon);
    if (!y || !x || *y < -90 || *y > 90 || *x < -180 || *x > 180) return fail(std::vector<Problem>{{"lat", "cases.place_out_of_range", {}}});
    return desk.cases.change_place(context, act, *y, *x, address);
}

// In the order in which the page offers them.
constexpr DeskAct acts[] = {
    // name      who may                     when                key  grave
    {"begin",   Permission::work_on_report, Step::begin_work,   "b", false, begin,         nullptr},
    {"publish", Permission::redact,         Step::publish,      "p", false, publish,       nullptr},
    {"route",   Permission::work_on_report, Step::assign,       "",  false, route_by_rule, nullptr},
    {"answer",  Permission::work_on_report, Step::answer,       "a", false, answer,        answer_fields},
    {"ask",     Permission::work_on_report, Step::ask,          "q", false, ask,           ask_fields},
    {"note",    Permission::work_on_report, Step::note,         "n", false, note,          note_fields},
    {"close",   Permission::work_on_report, Step::close,        "c", false, close,         close_fields},
    {"reopen",  Permission::work_on_report, Step::reopen,       "o", false, reopen,        reopen_fields},
    {"assign",  Permission::assign_report,  Step::assign,       "s", false, assign,        assign_fields},
    {"kind",    Permission::work_on_report, Step::change_kind,  "t", false, change_kind,   kind_fields},
    {"place",   Permission::work_on_report, Step::change_place, "l", false, change_place,  place_fields},
    {"merge",   Permission::work_on_report, Step::merge,        "m", false, merge,         merge_fields},
    {"split",   Permission::work_on_report, Step::split,        "x", false, split,         split_fields},
    {"hide",    Permission::redact,         Step::hide,         "h", true,  hide,          hide_fields},
};

}  // namespace

std::span<const DeskAct> desk_acts() { return acts; }

bool is_offered(const DeskAct& act, const people::StaffMember& member, const DeskCase& found) {
    return can(found.report, act.step) && may_on(member, act.permission, found.report, *found.municipality);
}

http::Response act_page(Desk& desk, Visit& visit, const DeskAct& act) {
    auto found = desk_case(desk, visit, act.permission);
    if (!found) return desk.reception.problem(visit, found.error());
    const Act step = act_from(visit, *found);
    auto done = act.carry_out(desk, visit, *found, context_of(visit), step);
    const std::string path = visit.frame.to("/desk/reports/" + found->report.number.value);
    if (done) return http::Response::redirect(path + "?done=" + std::string(act.name));
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict && done.error().fault != Fault::unavailable)
        return desk.reception.problem(visit, done.error());
    Attempt attempt{std::string(act.name), done.error(), step.seen_version};
    // What is there now: somebody may have been faster.
    auto now = desk_case(desk, visit, Permission::see_desk);
    return now ? report_page(desk, visit, *now, &attempt) : desk.reception.problem(visit, now.error());
}

void add_act_pages(const std::shared_ptr<Desk>& desk) {
    for (const auto& act : acts) {
        http::RouteLimits sizes;
        if (act.name == "close") sizes = {.body_bytes = limits::message_photos * media::max_file_bytes + (1u << 20), .files = limits::message_photos, .file_bytes = media::max_file_bytes};
        desk->reception.desk_post("/desk/reports/{number}/" + std::string(act.name), act.permission, [desk, &act](Visit& visit) { return act_page(*desk, visit, act); }, sizes);
    }
}

}  // namespace raekoda::cases
