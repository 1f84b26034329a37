// The counter: an official sees the desk of somebody who asks for it, and fills a form for them, with their consent written down first.
#include "applications/apply_parts.h"
#include "applications/desk_matters.h"
#include "applications/pages.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "people/counter_visit.h"
#include "people/known_as.h"

namespace raekoda::applications {

namespace {

using people::Visit;

constexpr auto least = people::Permission::see_contacts;

view::Field field_of(const Visit& visit, const char* name, const std::vector<view::ProblemView>& problems) {
    view::Field field{.name = name, .label = apply_words(visit, "counter_" + std::string(name)), .value = typed(visit, name), .required = true};
    field.error_text = problem_of(problems, name);
    return field;
}

// In which language the person reads papers and letters: theirs, never that of the official's screen.
std::vector<view::Option> language_options(std::string_view chosen) {
    std::vector<view::Option> out;
    for (auto language : view::all_languages) {
        const std::string code(view::code(language));
        out.push_back({code, view::text(language, "general.language_" + code), {}, code == chosen});
    }
    return out;
}
view::Field language_field(const Visit& visit, const std::vector<view::ProblemView>& problems) {
    auto field = field_of(visit, "language", problems);
    field.hint = apply_words(visit, "counter_language_hint");
    return field;
}
// What was chosen here, else as the town writes to them already; empty: nobody knows.
std::string language_for(Hall& hall, const Visit& visit, const PersonId& person, const std::string& chosen) {
    if (view::language_of(chosen)) return chosen;
    auto contacts = people::contacts_of(hall.applications.people(), visit.municipality, person);
    return contacts && !contacts->empty() ? contacts->front().language : std::string();
}

http::Response show(Hall& hall, Visit& visit, const std::vector<view::ProblemView>& problems) {
    CounterPage page;
    page.problems = problems;
    page.service = field_of(visit, "service", problems);
    page.service.required = false;
    page.service.hint = apply_words(visit, "counter_service_hint");
    page.code = field_of(visit, "code", problems);
    page.code.input_mode = "numeric";
    page.given_name = field_of(visit, "given_name", problems);
    page.family_name = field_of(visit, "family_name", problems);
    page.consent = field_of(visit, "consent", problems);
    page.consent.hint = apply_words(visit, "counter_consent_hint");
    page.consent.maximum = limits::words;
    page.language = language_field(visit, problems);
    page.languages = language_options(page.language.value);
    page.services = hall.form_choices(visit, page.service.value);
    visit.frame.title = view::text(visit.language(), "desk_applications.counter");
    visit.frame.section = "applications";
    constexpr int invalid = 400;
    return hall.reception.show(visit, pages::counter_page(visit.frame, page), problems.empty() ? 200 : invalid);
}

// --- who stands there, and that they agreed ---

struct Served {
    PersonId person;
    std::string name, subject, consent, language;
};

std::string form_url(const Visit& visit, const std::string& service, const DraftId& draft, std::string_view secret) {
    return visit.frame.to("/apply/" + service + "/" + draft.value) + "?key=" + url_encoded(secret);
}

// The form of the chosen service opens, filled with what registers know; the person reads in their log that they were asked by this consent. It is
// theirs from the beginning: in their copy, on their desk, gone with their erasure. `secret`: of the visit.
http::Response begin_application(Hall& hall, Visit& visit, const services::Service& service, const Served& served, std::string_view secret) {
    auto form = form_of(service);
    const std::string staff = visit.staff->member.id.value, official = "staff/" + staff;
    DraftContent content;
    content.counter = {served.name, served.subject, served.consent, staff, served.language};
    const DraftId id(random_id());
    auto asked = ask_registers(hall, visit, service, {served.person, served.subject, official, {}, official, "consent"}, reference_of(id), visit.language());
    if (asked.standing == people::Standing::dead) return hall.reception.problem(visit, {Fault::forbidden, "registers.standing_dead", "dead person's code", {}});
    content.missing_sources = asked.missing;
    if (asked.standing == people::Standing::unknown) content.standing = "unknown";
    Applications::NewDraft draft{service.id, service.version, served.person, served.person, {std::string(counter_right), {}}, encode(content), form->pages().front().id, id};
    auto opened = hall.applications.open_draft(visit.municipality, draft, visit.now);
    if (!opened) return hall.reception.problem(visit, opened.error());
    return http::Response::redirect(visit.frame.to("/apply/" + service.id + "/" + opened->id.value + "/" + draft.page) + "?key=" + url_encoded(secret));
}

bool can_be_begun(const std::shared_ptr<const services::Service>& service) {
    auto form = service ? form_of(*service) : nullptr;
    return form && !form->pages().empty();
}

http::Response serve(Hall& hall, Visit& visit) {
    const std::string wanted = typed(visit, "service"), code = typed(visit, "code"), given = typed(visit, "given_name"), family = typed(visit, "family_name"), consent = typed(visit, "consent");
    auto service = hall.service_now(visit, wanted);
    std::vector<Problem> problems;
    if (!wanted.empty() && !can_be_begun(service)) problems.push_back({"service", "apply.counter_service_required", {}});
    if (!is_valid_personal_code(code)) problems.push_back({"code", "apply.counter_bad_code", {}});
    if (given.empty()) problems.push_back({"given_name", "apply.counter_name_required", {}});
    if (family.empty()) problems.push_back({"family_name", "apply.counter_name_required", {}});
    if (consent.empty()) problems.push_back({"consent", "applications.consent_required", {}});
    const std::string chosen = typed(visit, "language");
    if (!chosen.empty() && !view::language_of(chosen)) problems.push_back({"language", "apply.counter_language_required", {}});
    if (!problems.empty()) return show(hall, visit, problem_views(fail(std::move(problems)).value(), visit.language()));
    const std::string subject = "EE" + code;
    auto person = hall.residents.keep_person(visit.municipality, {subject, given, family, {}, people::Assurance::substantial, {}, {}}, visit.now);
    if (!person) return hall.reception.problem(visit, person.error());
    const auto language = language_for(hall, visit, *person, chosen);
    if (!wanted.empty() && language.empty()) return show(hall, visit, {{"language", apply_words(visit, "counter_language_required")}});
    auto secret = people::open_counter_visit(hall.applications.people(), visit.municipality, *person, visit.staff->member.id, consent, "applications.purpose_counter", visit.now);
    if (!secret) return hall.reception.problem(visit, secret.error());
    if (wanted.empty()) return http::Response::redirect(visit.frame.to("/desk/counter/" + *secret) + (language.empty() ? "" : "?language=" + language));
    return begin_application(hall, visit, *service, {*person, given + " " + family, subject, consent, language}, *secret);
}

// --- their desk, as the official sees it ---

Result<std::pair<Served, people::CounterVisit>> served_here(Hall& hall, const Visit& visit) {
    auto& people = hall.applications.people();
    auto here = TRY(people::counter_visit(people, visit.municipality, visit.request.path_value("visit"), visit.staff->member.id, visit.now));
    if (!here) return fail(Fault::gone, "no visit, or it is over", "counter.over");
    auto known = TRY(hall.residents.known(visit.municipality, here->person));
    if (!known) return fail(Fault::gone, "erased", "counter.over");
    Served served{here->person, known->name, known->subject, here->consent, {}};
    return std::pair(std::move(served), std::move(*here));
}

// What officials began for them and nobody sent yet. What the person began, or goes on with themselves, is not shown.
void add_begun_here(Hall& hall, const Visit& visit, const Served& served, CounterDeskPage& page) {
    auto drafts = hall.applications.drafts_of(visit.municipality, served.person, visit.now);
    if (!drafts) return;
    for (const auto& draft : *drafts)
        if (draft.counter)
            page.desk.drafts.push_back({service_name(hall.services, visit.municipality, draft.service, draft.service_version, visit.now, visit.language()),
                                        form_url(visit, draft.service, draft.id, visit.request.path_value("visit")), {},
                                        apply_words(visit, "draft_saved", {{"moment", moment_words(draft.saved, visit.language())}})});
}

http::Response show_desk(Hall& hall, Visit& visit, const std::vector<view::ProblemView>& problems) {
    auto here = served_here(hall, visit);
    if (!here) return hall.reception.problem(visit, here.error());
    const auto& [served, at_counter] = *here;
    CounterDeskPage page;
    auto viewer = with_guests(hall, visit.municipality, served.person);
    if (!viewer) return hall.reception.problem(visit, viewer.error());
    auto matters = matters_of(hall, visit, {*viewer, [&](const ApplicationNumber& number) { return visit.frame.to("/desk/applications/" + number.value); }, {}, true});
    if (!matters) return hall.reception.problem(visit, matters.error());
    page.desk = std::move(*matters);
    add_begun_here(hall, visit, served, page);
    if (hall.neighbours.reports) page.desk.reports = hall.neighbours.reports(visit, viewer->whose());
    page.name = served.name, page.subject = people::is_estonian_code(served.subject) ? served.subject.substr(2) : served.subject, page.consent = served.consent;
    const auto until = local_time(at_counter.ends);
    page.until = view::text(visit.language(), "counter.until", {{"time", view::moment_text(visit.language(), until.date.year, until.date.month, until.date.day, until.minute_of_day)}});
    page.begin_url = visit.frame.to("/desk/counter/" + visit.request.path_value("visit"));
    page.problems = problems;
    page.service = field_of(visit, "service", problems);
    page.services = hall.form_choices(visit, page.service.value);
    page.language = language_field(visit, problems);
    page.languages = language_options(language_for(hall, visit, served.person, visit.request.form.has("language") ? page.language.value : std::string(visit.request.query.get("language"))));
    visit.frame.title = served.name;
    visit.frame.section = "applications";
    constexpr int invalid = 400;
    return hall.reception.show(visit, pages::counter_desk(visit.frame, page), problems.empty() ? 200 : invalid);
}

http::Response begin_there(Hall& hall, Visit& visit) {
    auto here = served_here(hall, visit);
    if (!here) return hall.reception.problem(visit, here.error());
    auto service = hall.service_now(visit, typed(visit, "service"));
    auto& served = here->first;
    served.language = typed(visit, "language");
    std::vector<Problem> problems;
    if (!can_be_begun(service)) problems.push_back({"service", "apply.counter_service_required", {}});
    if (!view::language_of(served.language)) problems.push_back({"language", "apply.counter_language_required", {}});
    if (!problems.empty()) return show_desk(hall, visit, problem_views(fail(std::move(problems)).value(), visit.language()));
    return begin_application(hall, visit, *service, served, visit.request.path_value("visit"));
}

}  // namespace

// A form takes longer than a look at the desk: nothing typed is lost because the half hour ended meanwhile.
Result<std::optional<people::CounterVisit>> served_in(Hall& hall, const Visit& visit, std::string_view key) {
    if (key.empty() || !visit.staff || !people::may(visit.staff->member, least)) return std::nullopt;
    auto given = TRY(people::counter_visit_given(hall.applications.people(), visit.municipality, key, visit.staff->member.id));
    if (given && visit.now >= given->ends.plus_minutes(people::counter_form_minutes)) return fail(Fault::gone, "over", "counter.form_over");
    return given;
}

void add_counter_pages(const Halls& hall) {
    hall->reception.desk_get("/desk/counter", least, [hall](Visit& visit) { return show(*hall, visit, {}); });
    hall->reception.desk_post("/desk/counter", least, [hall](Visit& visit) { return serve(*hall, visit); });
    hall->reception.desk_get("/desk/counter/{visit}", least, [hall](Visit& visit) { return show_desk(*hall, visit, {}); });
    hall->reception.desk_post("/desk/counter/{visit}", least, [hall](Visit& visit) { return begin_there(*hall, visit); });
}

}  // namespace raekoda::applications
