// The counter: an official fills a form for somebody who asks for it, with their consent written down first.
#include "applications/apply_parts.h"
#include "applications/pages.h"
#include "base/personal_code.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;

view::Field field_of(const Visit& visit, const char* name, const std::vector<view::ProblemView>& problems) {
    view::Field field{.name = name, .label = apply_words(visit, "counter_" + std::string(name)), .value = typed(visit, name), .required = true};
    field.error_text = problem_of(problems, name);
    return field;
}

http::Response show(Hall& hall, Visit& visit, const std::vector<view::ProblemView>& problems) {
    CounterPage page;
    page.problems = problems;
    page.service = field_of(visit, "service", problems);
    page.code = field_of(visit, "code", problems);
    page.code.input_mode = "numeric";
    page.given_name = field_of(visit, "given_name", problems);
    page.family_name = field_of(visit, "family_name", problems);
    page.consent = field_of(visit, "consent", problems);
    page.consent.hint = apply_words(visit, "counter_consent_hint");
    page.consent.maximum = limits::words;
    page.services = hall.form_choices(visit, page.service.value);
    visit.frame.title = view::text(visit.language(), "desk_applications.counter");
    visit.frame.section = "applications";
    constexpr int invalid = 400;
    return hall.reception.show(visit, pages::counter_page(visit.frame, page), problems.empty() ? 200 : invalid);
}

http::Response begin(Hall& hall, Visit& visit) {
    auto service = hall.service_now(visit, typed(visit, "service"));
    auto form = service ? form_of(*service) : nullptr;
    const std::string code = typed(visit, "code"), given = typed(visit, "given_name"), family = typed(visit, "family_name"), consent = typed(visit, "consent");
    std::vector<Problem> problems;
    if (!form || form->pages().empty()) problems.push_back({"service", "apply.counter_service_required", {}});
    if (!is_valid_personal_code(code)) problems.push_back({"code", "apply.counter_bad_code", {}});
    if (given.empty()) problems.push_back({"given_name", "apply.counter_name_required", {}});
    if (family.empty()) problems.push_back({"family_name", "apply.counter_name_required", {}});
    if (consent.empty()) problems.push_back({"consent", "applications.consent_required", {}});
    if (!problems.empty()) return show(hall, visit, problem_views(fail(std::move(problems)).value(), visit.language()));
    const std::string subject = "EE" + code, staff = visit.staff->member.id.value;
    auto person = hall.residents.keep_person(visit.municipality, {subject, given, family, {}, people::Assurance::substantial, {}, {}}, visit.now);
    if (!person) return hall.reception.problem(visit, person.error());
    // The person sees who looked and why.
    if (auto noted = hall.residents.note_access(visit.municipality, *person, "staff/" + staff, "applications.purpose_counter", "service/" + service->id, visit.now); !noted)
        return hall.reception.problem(visit, noted.error());
    DraftContent content;
    content.counter = {given + " " + family, subject, consent, staff};
    auto asked = ask_registers(hall, visit, *service, {*person, subject, "staff/" + staff, {}, "staff/" + staff, {}}, visit.language());
    if (asked.standing == people::Standing::dead) return hall.reception.problem(visit, {Fault::forbidden, "registers.standing_dead", "dead person's code", {}});
    content.missing_sources = asked.missing;
    Applications::NewDraft draft{service->id, service->version, {}, *person, {"counter", {}}, encode(content), form->pages().front().id};
    auto opened = hall.applications.open_draft(visit.municipality, draft, visit.now);
    if (!opened) return hall.reception.problem(visit, opened.error());
    return http::Response::redirect(visit.frame.to("/apply/" + service->id + "/" + opened->id.value + "/" + draft.page) + "?key=" + url_encoded(opened->guest_secret));
}

}  // namespace

void add_counter_pages(const Halls& hall) {
    hall->reception.desk_get("/desk/counter", people::Permission::see_contacts, [hall](Visit& visit) { return show(*hall, visit, {}); });
    hall->reception.desk_post("/desk/counter", people::Permission::see_contacts, [hall](Visit& visit) { return begin(*hall, visit); });
}

}  // namespace raekoda::applications
