// The desk's page of holds: whose data may not be forgotten or erased, why, until when; setting and ending one.
#include "base/log.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "people/pages.h"
#include "people/resident_page_parts.h"

namespace raekoda::people {

namespace {

constexpr int most_shown = 500;
constexpr auto permission = Permission::hold_data;

std::string typed(const Visit& visit, const char* name) { return clean_input(visit.request.form.get(name)).value_or(""); }

std::string official_name(ResidentDesk& desk, const Visit& visit, std::string_view actor) {
    constexpr std::string_view prefix = "staff/";
    if (!actor.starts_with(prefix)) return resident_words(visit, "looks_system");
    auto member = desk.people.staff_member(visit.municipality, StaffId(std::string(actor.substr(prefix.size()))));
    return member && *member ? (*member)->display_name : resident_words(visit, "looks_official");
}

HoldRow row_of(ResidentDesk& desk, const Visit& visit, const Residents::HeldPerson& held) {
    const auto& hold = held.hold;
    HoldRow row{held.person.value, held.name, hold.reason, hold.until ? day_words(visit, *hold.until) : resident_words(visit, "hold_no_end"),
                resident_words(visit, "hold_set", {{"who", official_name(desk, visit, hold.set_by)}, {"moment", moment_words(visit, hold.set_at)}}), hold.hidden_by, {}, {}, !hold.ended};
    if (row.name.empty()) row.name = resident_words(visit, "hold_erased");
    if (hold.ended) row.ended = resident_words(visit, "hold_ended", {{"who", official_name(desk, visit, hold.ended_by)}, {"moment", moment_words(visit, *hold.ended)}});
    const bool active = hold.active(local_time(visit.now).date);
    row.state = {resident_words(visit, active ? "hold_active" : "hold_over"), active ? view::Tone::warning : view::Tone::neutral};
    return row;
}

http::Response show(ResidentDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto held = desk.residents.held_persons(visit.municipality, most_shown);
    if (!held) return desk.reception.problem(visit, held.error());
    HoldsPage page;
    for (const auto& one : *held) page.rows.push_back(row_of(desk, visit, one));
    auto field = [&](const char* name, bool required) { return view::Field{.name = name, .label = resident_words(visit, "hold_" + std::string(name)), .value = typed(visit, name), .required = required}; };
    page.code = field("code", true), page.reason = field("reason", true), page.until = field("until", false), page.hidden_by = field("hidden_by", false);
    page.code.input_mode = "numeric", page.code.autocomplete = "off";
    page.reason.hint = resident_words(visit, "hold_reason_hint"), page.until.hint = resident_words(visit, "hold_until_hint"), page.hidden_by.hint = resident_words(visit, "hold_hidden_by_hint");
    page.reason.maximum = page.hidden_by.maximum = longest_hold_words;
    if (error) {
        page.problems = problem_views(visit, *error);
        put_errors(visit, *error, {&page.code, &page.reason, &page.until, &page.hidden_by});
    }
    const auto done = visit.request.query.get("done");
    if (done == "set" || done == "ended") page.done = resident_words(visit, "hold_done_" + std::string(done));
    visit.frame.title = resident_words(visit, "holds");
    visit.frame.path = "/desk/holds";
    return desk.reception.show(visit, pages::holds_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// Whose data: somebody whom the town knows by their personal code.
Result<PersonId> person_typed(ResidentDesk& desk, const Visit& visit, std::vector<Problem>& problems) {
    auto code = typed_personal_code(typed(visit, "code"));
    if (!code) return problems.push_back({"code", "residents.staff_code_wrong", {}}), PersonId();
    auto person = TRY(desk.residents.person_by_subject(visit.municipality, subject_of_code(code->digits)));
    if (!person) problems.push_back({"code", "residents.hold_nobody", {}});
    return person.value_or(PersonId());
}

http::Response set(ResidentDesk& desk, Visit& visit) {
    std::vector<Problem> problems;
    auto person = person_typed(desk, visit, problems);
    if (!person) return desk.reception.problem(visit, person.error());
    Hold hold{typed(visit, "reason"), {}, visit.as_staff().actor, visit.now, typed(visit, "hidden_by"), {}, {}};
    if (hold.reason.empty()) problems.push_back({"reason", "residents.hold_reason_missing", {}});
    for (const auto& [field, text] : {std::pair("reason", &hold.reason), std::pair("hidden_by", &hold.hidden_by)})
        if (code_point_count(*text) > longest_hold_words) problems.push_back({field, "residents.hold_too_long", {{"limit", std::to_string(longest_hold_words)}}});
    const std::string until = typed(visit, "until");
    if (!until.empty() && (!(hold.until = typed_day(until)) || *hold.until < local_time(visit.now).date)) problems.push_back({"until", "residents.hold_day_wrong", {}});
    if (!problems.empty()) {
        const Error error{Fault::invalid, {}, "a hold that cannot be", std::move(problems)};
        return show(desk, visit, &error);
    }
    if (auto kept = desk.residents.hold(visit.municipality, *person, hold); !kept) return desk.reception.problem(visit, kept.error());
    // The person sees it on their own page, unless a law forbids to tell.
    if (hold.hidden_by.empty())
        if (auto noted = desk.residents.note_access(visit.municipality, *person, hold.set_by, "residents.purpose_hold", hold.reason, visit.now); !noted) return desk.reception.problem(visit, noted.error());
    log::info("residents.hold_set", {{"municipality", visit.municipality.value}, {"person", person->value}, {"by", hold.set_by}, {"hidden", hold.hidden_by.empty() ? "no" : "yes"}});
    return http::Response::redirect(visit.frame.to("/desk/holds?done=set"));
}

http::Response end(ResidentDesk& desk, Visit& visit) {
    const PersonId person{std::string(visit.request.form.get("person"))};
    auto ended = desk.residents.release(visit.municipality, person, visit.request.form.get("reason"), visit.as_staff().actor, visit.now);
    if (!ended) return desk.reception.problem(visit, ended.error());
    log::info("residents.hold_ended", {{"municipality", visit.municipality.value}, {"person", person.value}, {"by", visit.as_staff().actor}});
    return http::Response::redirect(visit.frame.to("/desk/holds?done=ended"));
}

}  // namespace

void add_hold_pages(const ResidentDeskPtr& desk) {
    auto& reception = desk->reception;
    reception.desk_get("/desk/holds", permission, [desk](Visit& visit) { return show(*desk, visit); });
    reception.desk_post("/desk/holds", permission, [desk](Visit& visit) { return set(*desk, visit); });
    reception.desk_post("/desk/holds/end", permission, [desk](Visit& visit) { return end(*desk, visit); });
}

}  // namespace raekoda::people
