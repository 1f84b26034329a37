// Officials' list of applications, and one of them with everything it takes to decide.
#include "applications/application_papers.h"
#include "applications/decision_letters.h"
#include "applications/official_parts.h"
#include "applications/pages.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

using people::Permission;
using people::Visit;

std::string official_words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "desk_applications." + std::string(key), arguments);
}

Result<OfficialFound> official_found(Hall& hall, const Visit& visit) {
    OfficialFound found{hall.catalogue(), nullptr, nullptr, {}, {}};
    found.municipality = found.catalogue->municipality(visit.municipality);
    if (!found.municipality) return fail(Fault::broken, "unknown municipality");
    auto application = TRY(hall.applications.application(visit.municipality, ApplicationNumber(visit.request.path_value("number"))));
    if (!application) return fail(Fault::missing, "no such application");
    found.application = std::move(*application);
    found.service = found.catalogue->service(visit.municipality, found.application.service, local_time(visit.now).date);
    if (auto text = TRY(hall.applications.sealed(visit.municipality, found.application.content))) found.content = decode_content(*text);
    return found;
}

Act official_act(const Visit& visit, const OfficialFound& found) {
    // A form always says what it saw; one that does not has seen nothing.
    auto seen = parse_integer(visit.request.form.get("seen")).value_or(-1);
    return {found.application.number, seen > 0 ? seen : -1};
}
journal::Context official_context(const Visit& visit) { return visit.as_staff(once_key(visit, "official")); }

namespace {

constexpr int rows_a_page = 50;

// --- the list ---

QueueFilter::Clock clock_of(std::string_view name) {
    using Clock = QueueFilter::Clock;
    if (name == "overdue") return Clock::overdue;
    if (name == "waiting") return Clock::waiting;
    if (name == "appealed") return Clock::appealed;
    return name == "decided" ? Clock::decided : Clock::any;
}

OfficialRow row_of(const Visit& visit, const services::Catalogue& catalogue, const ApplicationLine& line, const StaffNames& names) {
    const auto language = visit.language();
    auto card = card_of(line, catalogue, visit, visit.frame.to("/desk/applications/" + line.number.value));
    OfficialRow row{card.number, card.url, card.title, {}, {}, card.next, date_words(line.submitted, language), card.late, card.state, {}};
    row.applicant_kind = official_words(visit, line.submitter != line.applicant && !line.submitter.empty() ? "by_representative" : "by_applicant");
    if (auto name = names.find(line.staff); name != names.end()) row.official = name->second;
    if (line.proposal) row.proposal = {decided_words(*line.proposal, language), *line.proposal == Decided::granted ? view::Tone::success : view::Tone::warning};
    // What comes next is said to the applicant; to the official a read decision is over.
    if (line.status == Status::decided) row.state = state_tag(line.status, line.outcome, true, language), row.next = line.read ? row.next : official_words(visit, "not_read_yet");
    return row;
}

http::Response queue_page(Hall& hall, Visit& visit) {
    auto catalogue = hall.catalogue();
    const auto& query = visit.request.query;
    const std::string scope = query.get("scope") == "mine" || query.get("scope") == "team" ? std::string(query.get("scope")) : "all";
    const auto& member = visit.staff->member;
    QueueFilter filter;
    filter.clock = clock_of(query.get("show"));
    filter.service = std::string(query.get("service"));
    if (scope == "mine") filter.staff = member.id;
    if (scope == "team") filter.team = member.team;
    auto lines = hall.applications.queue(visit.municipality, filter, visit.now, query.get("after"), rows_a_page);
    if (!lines) return hall.reception.problem(visit, lines.error());
    OfficialQueue page;
    page.scope = scope;
    page.clock = query.get("show");
    auto url = [&](std::string_view show, std::string_view which) {
        return visit.frame.to("/desk/applications") + "?show=" + url_encoded(show) + "&scope=" + url_encoded(which) + "&service=" + url_encoded(filter.service);
    };
    for (const char* show : {"any", "overdue", "waiting", "appealed", "decided"})
        page.clocks.push_back({official_words(visit, "show_" + std::string(show)), url(show, scope), clock_of(show) == filter.clock});
    for (const char* which : {"all", "team", "mine"})
        if (std::string_view(which) != "team" || !member.team.empty()) page.scopes.push_back({official_words(visit, "scope_" + std::string(which)), url(page.clock, which), scope == which});
    for (const auto& service : catalogue->services(visit.municipality, local_time(visit.now).date))
        if (service->has_form()) page.services.push_back({service->id, service->say(service->name, visit.language(), local_time(visit.now).date), {}, service->id == filter.service});
    auto names = staff_names(hall, visit.municipality);
    for (const auto& line : lines->lines) page.rows.push_back(row_of(visit, *catalogue, line, names));
    if (!lines->next.empty()) page.next_url = url(page.clock, scope) + "&after=" + url_encoded(lines->next);
    if (query.has("after")) page.first_url = url(page.clock, scope);
    page.counter_url = visit.frame.to("/desk/counter");
    visit.frame.title = official_words(visit, "queue");
    visit.frame.section = "applications";
    return hall.reception.show(visit, pages::official_queue(visit.frame, page));
}

// --- one application ---

using Kind = OfficialField::Kind;

struct OfficialAct {
    const char* name;
    Step step;
    Outcome (*carry_out)(Hall&, const Visit&, const OfficialFound&, const Act&);
    std::vector<std::pair<const char*, Kind>> fields;  // none: a button
};

Result<Date> typed_until(const Visit& visit) {
    auto date = typed_date(typed(visit, "until"));
    if (!date) return fail(std::vector<Problem>{{"until", "applications.not_a_date", {}}});
    return *date;
}
Outcome begin(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.begin(official_context(visit), act, visit.staff->member.id); }
Outcome go_on(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.go_on(official_context(visit), act); }
Outcome assign(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    StaffId staff(typed(visit, "staff"));
    if (!staff.empty()) {
        auto member = TRY(hall.applications.people().staff_member(visit.municipality, staff));
        if (!member || !member->active) return fail(std::vector<Problem>{{"staff", "desk.unknown_official", {}}});
    }
    return hall.applications.assign(official_context(visit), act, typed(visit, "team"), staff);
}
Outcome ask_more(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    return hall.applications.ask_more(official_context(visit), act, typed(visit, "words"), TRY(typed_until(visit)));
}
Outcome hearing(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    auto intended = decided_of(typed(visit, "intended"));
    if (!intended || !is_burdening(*intended)) return fail(std::vector<Problem>{{"intended", "applications.outcome_required", {}}});
    return hall.applications.open_hearing(official_context(visit), act, typed(visit, "words"), TRY(typed_until(visit)), *intended);
}
Outcome note(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.add_note(official_context(visit), act, typed(visit, "words")); }
Outcome extend(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    return hall.applications.extend(official_context(visit), act, TRY(typed_until(visit)), typed(visit, "words"));
}

const std::vector<OfficialAct>& official_acts() {
    static const std::vector<OfficialAct> acts{
        {"begin", Step::begin, begin, {}},
        {"go_on", Step::go_on, go_on, {}},
        {"ask_more", Step::ask_more, ask_more, {{"words", Kind::area}, {"until", Kind::date}}},
        {"hearing", Step::hearing, hearing, {{"intended", Kind::select}, {"words", Kind::area}, {"until", Kind::date}}},
        {"extend", Step::extend, extend, {{"until", Kind::date}, {"words", Kind::area}}},
        {"assign", Step::assign, assign, {{"team", Kind::select}, {"staff", Kind::select}}},
        {"note", Step::note, note, {{"words", Kind::area}}},
    };
    return acts;
}

void add_options(Hall& hall, const Visit& visit, const OfficialFound& found, OfficialField& field, std::string_view name) {
    const auto language = visit.language();
    if (name == "intended")
        for (auto outcome : {Decided::refused, Decided::partly}) field.options.push_back({std::string(decided_name(outcome)), decided_words(outcome, language), {}, false});
    if (name == "team") {
        field.empty_choice = official_words(visit, "no_team");
        for (const auto& team : found.municipality->teams) field.options.push_back({team.id, team.name.in(language), {}, team.id == found.application.team});
    }
    if (name == "staff") {
        field.empty_choice = view::text(language, "desk.nobody_in_particular");
        if (auto members = hall.applications.people().staff(visit.municipality))
            for (const auto& member : *members)
                if (member.active) field.options.push_back({member.id.value, member.display_name, {}, member.id == found.application.staff});
    }
}

// What an official begins with: the words that all services share. What stands in braces is theirs to write.
std::string begun_words(const OfficialFound& found, std::string_view act) {
    const char* use = act == "hearing" ? "hearing" : act == "ask_more" ? "ask" : act == "extend" ? "extend" : nullptr;
    const auto* letter = use ? shared_letters(*found.catalogue).of_use(use) : nullptr;
    return letter ? filled(letter->text.in(view::language_of(found.application.language).value_or(view::Language::et)), {{"number", found.application.number.value}}) : std::string();
}

OfficialForm form_of(Hall& hall, const Visit& visit, const OfficialFound& found, const OfficialAct& act, const Error* error) {
    const std::string name(act.name);
    OfficialForm form{name, official_words(visit, "act_" + name), {}, {}, error != nullptr};
    if (std::string hint = "desk_applications.act_hint_" + name; view::has_text(hint)) form.hint = view::text(visit.language(), hint);
    auto problems = error ? problem_views(*error, visit.language()) : std::vector<view::ProblemView>{};
    for (const auto& [field_name, kind] : act.fields) {
        OfficialField field{kind, {}, {}, {}};
        field.field.name = field_name, field.field.within = name;
        const std::string own = "field_" + name + "_" + field_name, shared = std::string("field_") + field_name;
        field.field.label = official_words(visit, view::has_text("desk_applications." + own) ? own : shared);
        field.field.required = std::string_view(field_name) != "team" && std::string_view(field_name) != "staff";
        if (kind == Kind::area) field.field.maximum = limits::words;
        if (kind == Kind::area && !error) field.field.value = begun_words(found, act.name);
        if (error) field.field.value = typed(visit, field_name), field.field.error_text = problem_of(problems, field_name);
        add_options(hall, visit, found, field, field_name);
        form.fields.push_back(std::move(field));
    }
    return form;
}

std::vector<FactLine> facts_of(const Visit& visit, const OfficialFound& found, const StaffNames& names) {
    const auto& a = found.application;
    const auto language = visit.language();
    std::vector<FactLine> facts;
    auto add = [&](const char* key, std::string value) {
        if (!value.empty()) facts.push_back({view::text(language, "application." + std::string(key)), std::move(value)});
    };
    if (found.content) {
        add("fact_applicant", found.content->applicant_name + (found.content->applicant_subject.empty() ? "" : ", " + found.content->applicant_subject));
        if (a.right.kind != "self") add("fact_submitter", found.content->submitter_name);
    }
    add("fact_right", right_words(a.right, language));
    add("fact_submitted", moment_words(a.submitted, language));
    add("fact_due", a.promised() ? date_words(a.due, language) : view::text(language, "application.fact_due_none"));
    if (a.paused_microseconds > 0) add("fact_paused", view::number_text(language, a.paused_microseconds / 86'400'000'000LL));
    add("fact_holder", team_name(*found.municipality, a.team, language));
    if (auto name = names.find(a.staff); name != names.end()) add("fact_official", name->second);
    add("fact_language", view::text(language, "general.language_" + a.language));
    if (a.read) add("fact_read", moment_words(*a.read, language));
    if (a.appeal_until) add("fact_appeal_until", date_words(*a.appeal_until, language));
    add("valid", validity_words(a.valid_from, a.valid_to, language));
    return facts;
}

void add_proposal(const Visit& visit, const OfficialFound& found, OfficialApplication& page) {
    if (!found.content) return;
    const auto& p = found.content->proposal;
    page.has_proposal = !p.result.empty() || p.outcome;
    page.proposal_result = p.result;
    page.proposal_reasons = p.reasons;
    if (p.outcome) page.proposal = {decided_words(*p.outcome, visit.language()), *p.outcome == Decided::granted ? view::Tone::success : view::Tone::warning};
    for (const auto& [label, value] : p.facts) page.proposal_facts.push_back({label, value});
}

void add_words_of_appeal(const std::vector<Happening>& happenings, OfficialApplication& page) {
    for (const auto& h : happenings) {
        if (h.type != "AppealFiled" || h.words.empty()) continue;
        auto parsed = json::parse(h.words);
        if (!parsed || !parsed->is_object()) continue;
        page.appeal_reasons = json::text(parsed->get_object(), "reasons");
        page.appeal_demand = json::text(parsed->get_object(), "demand");
    }
}

OfficialApplication page_of(Hall& hall, const Visit& visit, const OfficialFound& found, const OfficialAct* tried, const Error* error) {
    const auto& a = found.application;
    const auto language = visit.language();
    auto card = card_of(line_of(a), *found.catalogue, visit, {});
    OfficialApplication page;
    page.number = a.number.value;
    page.base = visit.frame.to("/desk/applications/" + page.number);
    page.title = card.title, page.next = a.status == Status::decided && !a.read ? official_words(visit, "not_read_yet") : card.next, page.late = card.late;
    page.state = state_tag(a.status, a.outcome, true, language);
    if (error) page.problems = problem_views(*error, language);
    for (auto& problem : page.problems)
        if (tried && !problem.field.empty()) problem.field = std::string(tried->name) + "." + problem.field;
    page.facts = facts_of(visit, found, staff_names(hall, visit.municipality));
    page.erased = !found.content;
    if (found.content) page.answers = parts_of(found.content->for_official()), page.sources_missing = found.content->sources_missing;
    add_proposal(visit, found, page);
    const bool works = people::may(visit.staff->member, Permission::work_on_report);
    for (const auto& act : official_acts())
        if (works && can(a, act.step)) (act.fields.empty() ? page.quick : page.forms).push_back(form_of(hall, visit, found, act, tried == &act ? error : nullptr));
    if (works && (can(a, Step::decide) || can(a, Step::decide_appeal))) {
        page.decide_url = page.base + "/decision";
        page.decide_text = official_words(visit, a.status == Status::appealed ? "decide_appeal" : "decide");
    }
    std::string done = "desk_applications.done_" + std::string(visit.request.query.get("done"));
    if (visit.request.query.has("done") && view::has_text(done)) page.done = view::text(language, done);
    page.version = a.version;
    page.once = random_id();
    return page;
}

http::Response show_application(Hall& hall, Visit& visit, const OfficialFound& found, const OfficialAct* tried = nullptr, const Error* error = nullptr) {
    const auto& a = found.application;
    // Looking is noted before anything is shown.
    if (auto noted = hall.applications.note_access(visit.as_staff(), a, visit.staff->member.id, "applications.purpose_handle"); !noted) return hall.reception.problem(visit, noted.error());
    auto happenings = hall.applications.happenings(visit.municipality, a.number, true);
    if (!happenings) return hall.reception.problem(visit, happenings.error());
    auto page = page_of(hall, visit, found, tried, error);
    page.timeline = timeline_of(*happenings, staff_names(hall, visit.municipality), {}, visit.language(), true);
    add_words_of_appeal(*happenings, page);
    if (auto files = hall.applications.files_of(visit.municipality, a.number))
        for (const auto& file : *files) page.files.push_back({file.name, page.base + "/files/" + file.id.value, view::number_text(visit.language(), (file.bytes + 1023) / 1024) + " kB"});
    if (auto consent = hall.applications.sealed(visit.municipality, a.consent)) page.consent = consent->value_or("");
    if (auto decision = hall.applications.decision(visit.municipality, a); decision && *decision) {
        page.decision = **decision;
        if (!page.decision->hearing.empty()) page.decision_hearing = view::text(visit.language(), "applications.hearing_" + page.decision->hearing);
    }
    visit.frame.title = page.number + " " + page.title;
    visit.frame.section = "applications";
    visit.frame.path = "/desk/applications/" + page.number;
    return hall.reception.show(visit, pages::official_application(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response application_page(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    return found ? show_application(hall, visit, *found) : hall.reception.problem(visit, found.error());
}

http::Response act_page(Hall& hall, Visit& visit, const OfficialAct& act) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto done = act.carry_out(hall, visit, *found, official_act(visit, *found));
    if (done) return http::Response::redirect(visit.frame.to("/desk/applications/" + found->application.number.value) + "?done=" + act.name);
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict) return hall.reception.problem(visit, done.error());
    auto fresh = official_found(hall, visit);
    if (!fresh) return hall.reception.problem(visit, fresh.error());
    return show_application(hall, visit, *fresh, &act, &done.error());
}

http::Response file(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto content = hall.applications.file(visit.municipality, found->application.number, FileId(visit.request.path_value("file")));
    if (!content) return hall.reception.problem(visit, content.error());
    if (!*content) return hall.reception.problem(visit, {Fault::missing, {}, "no such file", {}});
    return download(std::move((*content)->content), (*content)->type, (*content)->name);
}

http::Response decision_pdf(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto decision = hall.applications.decision(visit.municipality, found->application);
    if (!decision) return hall.reception.problem(visit, decision.error());
    if (!*decision) return hall.reception.problem(visit, {Fault::missing, {}, "no decision", {}});
    auto names = staff_names(hall, visit.municipality);
    auto official = names.find(found->application.staff);
    auto paper = decision_paper(*found->municipality, found->application, found->content.value_or(Content{}), **decision, official == names.end() ? "" : official->second);
    return download(as_pdf(paper), "application/pdf", found->application.number.value + ".pdf");
}

}  // namespace

void add_official_pages(const Halls& hall) {
    auto& reception = hall->reception;
    auto get = [&](std::string_view path, Permission permission, http::Response (*page)(Hall&, Visit&)) {
        reception.desk_get(path, permission, [hall, page](Visit& visit) { return page(*hall, visit); });
    };
    get("/desk/applications", Permission::see_desk, queue_page);
    get("/desk/applications/{number}", Permission::see_contacts, application_page);
    get("/desk/applications/{number}/files/{file}", Permission::see_contacts, file);
    get("/desk/applications/{number}/decision.pdf", Permission::see_contacts, decision_pdf);
    get("/desk/applications/{number}/decision", Permission::work_on_report, decision_form);
    reception.desk_post("/desk/applications/{number}/decision", Permission::work_on_report, [hall](Visit& visit) { return issue_decision(*hall, visit); });
    for (const auto& act : official_acts())
        reception.desk_post("/desk/applications/{number}/" + std::string(act.name), Permission::work_on_report, [hall, &act](Visit& visit) { return act_page(*hall, visit, act); });
}

}  // namespace raekoda::applications
