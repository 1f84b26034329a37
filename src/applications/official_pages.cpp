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
    OfficialFound found{hall.catalogue(), nullptr, nullptr, false, {}, {}};
    found.municipality = found.catalogue->municipality(visit.municipality);
    if (!found.municipality) return fail(Fault::broken, "unknown municipality");
    auto application = TRY(hall.applications.application(visit.municipality, ApplicationNumber(visit.request.path_value("number"))));
    if (!application) return fail(Fault::missing, "no such application");
    found.application = std::move(*application);
    const auto& a = found.application;
    found.service = service_of(hall.services, visit.municipality, a.service, a.service_version, visit.now);
    if (auto newest = hall.service_now(visit, a.service)) found.newer_version = newest->version != a.service_version;
    if (auto text = TRY(hall.applications.sealed(visit.municipality, found.application.content))) found.content = decode_content(*text);
    return found;
}

Outcome note_look(Hall& hall, const Visit& visit, const OfficialFound& found, std::string_view purpose) {
    return hall.applications.note_access(visit.as_staff(), found.application, visit.staff->member.id, purpose);
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

OfficialRow row_of(const Visit& visit, ServiceNames& services, const ApplicationLine& line, const StaffNames& names) {
    const auto language = visit.language();
    auto card = card_of(line, services, visit, visit.frame.to("/desk/applications/" + line.number.value));
    OfficialRow row{card.number, card.url, card.title, {}, {}, card.next, date_words(line.submitted, language), card.late, card.state, {}};
    row.applicant_kind = official_words(visit, line.submitter != line.applicant && !line.submitter.empty() ? "by_representative" : "by_applicant");
    if (auto name = names.find(line.staff); name != names.end()) row.official = name->second;
    if (line.proposal) row.proposal = {decided_words(*line.proposal, language), *line.proposal == Decided::granted ? view::Tone::success : view::Tone::warning};
    // What comes next is said to the applicant; to the official a read decision is over.
    if (line.status == Status::decided) row.state = state_tag(line.status, line.outcome, true, language), row.next = line.read ? row.next : official_words(visit, "not_read_yet");
    return row;
}

http::Response queue_page(Hall& hall, Visit& visit) {
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
    page.services = hall.form_choices(visit, filter.service);
    auto names = staff_names(hall, visit.municipality);
    ServiceNames services(hall.services, visit);
    for (const auto& line : lines->lines) page.rows.push_back(row_of(visit, services, line, names));
    if (!lines->next.empty()) page.next_url = url(page.clock, scope) + "&after=" + url_encoded(lines->next);
    if (query.has("after")) page.first_url = url(page.clock, scope);
    page.counter_url = visit.frame.to("/desk/counter");
    page.appointments_url = visit.frame.to("/desk/appointments");
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
    bool of_appointment = false;                       // stands at each time that was offered
};
// Many forms stand on one page: the fields of each have names of their own, after the act or the time that it is about.
std::string field_name(std::string_view field, std::string_view mark) { return std::string(field) + (mark.empty() ? "" : "@" + std::string(mark)); }
std::string mark_of(const Visit& visit) { return visit.request.form.has("mark") ? typed(visit, "mark") : typed(visit, "appointment"); }
std::string said(const Visit& visit, std::string_view field) { return typed(visit, field_name(field, mark_of(visit))); }

Result<Date> typed_until(const Visit& visit) {
    auto date = typed_date(said(visit, "until"));
    if (!date) return fail(std::vector<Problem>{{"until", "applications.not_a_date", {}}});
    return *date;
}
Outcome begin(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.begin(official_context(visit), act, visit.staff->member.id); }
Outcome go_on(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.go_on(official_context(visit), act); }
Outcome assign(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    StaffId staff(said(visit, "staff"));
    if (!staff.empty()) {
        auto member = TRY(hall.applications.people().staff_member(visit.municipality, staff));
        if (!member || !member->active) return fail(std::vector<Problem>{{"staff", "desk.unknown_official", {}}});
    }
    return hall.applications.assign(official_context(visit), act, said(visit, "team"), staff);
}
Outcome ask_more(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    return hall.applications.ask_more(official_context(visit), act, said(visit, "words"), TRY(typed_until(visit)));
}
Outcome hearing(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    auto intended = decided_of(said(visit, "intended"));
    if (!intended || !is_burdening(*intended)) return fail(std::vector<Problem>{{"intended", "applications.outcome_required", {}}});
    return hall.applications.open_hearing(official_context(visit), act, said(visit, "words"), TRY(typed_until(visit)), *intended);
}
Outcome note(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) { return hall.applications.add_note(official_context(visit), act, said(visit, "words")); }
Outcome extend(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    return hall.applications.extend(official_context(visit), act, TRY(typed_until(visit)), said(visit, "words"));
}

// "14.30" or "14:30"
std::optional<int> typed_minute(std::string_view words) {
    auto clean = trimmed(words);
    auto mark = clean.find_first_of(".:");
    auto hour = parse_integer(clean.substr(0, mark)), minute = mark == std::string_view::npos ? std::optional<std::int64_t>(0) : parse_integer(clean.substr(mark + 1));
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
    return static_cast<int>(*hour * 60 + *minute);
}
Result<NewAppointment> typed_offer(const Visit& visit, const OfficialFound& found) {
    std::vector<Problem> problems;
    auto day = typed_date(said(visit, "day"));
    auto minute = typed_minute(said(visit, "time"));
    if (!day) problems.push_back({"day", "applications.not_a_date", {}});
    if (!minute) problems.push_back({"time", "applications.not_a_time", {}});
    NewAppointment offer{day && minute ? instant_of(*day, *minute) : visit.now.plus_hours(1), static_cast<int>(std::clamp<std::int64_t>(parse_integer(said(visit, "minutes")).value_or(0), 0, limits::longest_appointment + 1)), said(visit, "place"), said(visit, "words"), false};
    for (auto& problem : problems_of_appointment(offer, visit.now)) problems.push_back(std::move(problem));
    if (!problems.empty()) return fail(std::move(problems));
    offer.pauses = found.service && found.service->time_limit.waits_for_appointments;
    return offer;
}
Outcome propose(Hall& hall, const Visit& visit, const OfficialFound& found, const Act& act) {
    return hall.applications.propose_appointment(official_context(visit), act, TRY(typed_offer(visit, found)));
}
Outcome move(Hall& hall, const Visit& visit, const OfficialFound& found, const Act& act) {
    return hall.applications.move_appointment(official_context(visit), act, typed(visit, "appointment"), TRY(typed_offer(visit, found)));
}
Outcome cancel(Hall& hall, const Visit& visit, const OfficialFound&, const Act& act) {
    return hall.applications.cancel_appointment(official_context(visit), act, typed(visit, "appointment"), said(visit, "why"));
}

const std::vector<OfficialAct>& official_acts() {
    static const std::vector<OfficialAct> acts{
        {"begin", Step::begin, begin, {}},
        {"go_on", Step::go_on, go_on, {}},
        {"ask_more", Step::ask_more, ask_more, {{"words", Kind::area}, {"until", Kind::date}}},
        {"hearing", Step::hearing, hearing, {{"intended", Kind::select}, {"words", Kind::area}, {"until", Kind::date}}},
        {"extend", Step::extend, extend, {{"until", Kind::date}, {"words", Kind::area}}},
        {"assign", Step::assign, assign, {{"team", Kind::select}, {"staff", Kind::select}}},
        {"propose", Step::propose_appointment, propose, {{"day", Kind::date}, {"time", Kind::line}, {"minutes", Kind::line}, {"place", Kind::line}, {"words", Kind::area}}},
        {"note", Step::note, note, {{"words", Kind::area}}},
        {"move", Step::change_appointment, move, {{"day", Kind::date}, {"time", Kind::line}, {"minutes", Kind::line}, {"place", Kind::line}, {"words", Kind::area}}, true},
        {"cancel", Step::change_appointment, cancel, {{"why", Kind::area}}, true},
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

// What a field begins with: of a time that is moved, what holds now.
std::string begun_with(const Visit& visit, const OfficialFound& found, const OfficialAct& act, std::string_view field, Kind kind, const Appointment* appointment) {
    if (field == "minutes") return std::to_string(appointment ? appointment->minutes : Appointment().minutes);
    if (!appointment) return kind == Kind::area ? begun_words(found, act.name) : std::string();
    auto local = local_time(appointment->starts);
    if (field == "day") return date_words(local.date, visit.language());
    if (field == "time") return std::to_string(local.minute_of_day / 60) + (local.minute_of_day % 60 < 10 ? ".0" : ".") + std::to_string(local.minute_of_day % 60);
    return field == "place" ? appointment->place : field == "words" ? appointment->words : std::string();
}

OfficialForm form_of(Hall& hall, const Visit& visit, const OfficialFound& found, const OfficialAct& act, const Error* error, const Appointment* appointment = nullptr) {
    const std::string name(act.name);
    OfficialForm form{name, official_words(visit, "act_" + name), {}, appointment ? appointment->id : "", appointment ? appointment->id : name, {}, error != nullptr};
    if (std::string hint = "desk_applications.act_hint_" + name; view::has_text(hint)) form.hint = view::text(visit.language(), hint);
    auto problems = error ? problem_views(*error, visit.language()) : std::vector<view::ProblemView>{};
    for (const auto& [what, kind] : act.fields) {
        const std::string_view asked(what);
        OfficialField field{kind, {}, {}, {}};
        field.field.name = field_name(asked, form.mark);
        const std::string own = "field_" + name + "_" + what, shared = std::string("field_") + what;
        field.field.label = official_words(visit, view::has_text("desk_applications." + own) ? own : shared);
        if (std::string hint = "desk_applications.hint_" + std::string(what); view::has_text(hint) && kind == Kind::line) field.field.hint = view::text(visit.language(), hint);
        const bool of_a_time = act.step == Step::propose_appointment || act.step == Step::change_appointment;
        field.field.required = asked != "team" && asked != "staff" && !(of_a_time && asked == "words");
        if (kind == Kind::area) field.field.maximum = limits::words;
        if (asked == "minutes") field.field.input_mode = "numeric";
        field.field.value = error ? typed(visit, field.field.name) : begun_with(visit, found, act, asked, kind, appointment);
        if (error) field.field.error_text = problem_of(problems, field.field.name);
        add_options(hall, visit, found, field, asked);
        form.fields.push_back(std::move(field));
    }
    return form;
}

// How whoever sent it showed who they are: by what, and how sure that is.
std::string shown_by_words(const Content& content, view::Language language) {
    if (content.assurance.empty()) return {};
    std::string level = view::text(language, "application.assurance_" + content.assurance);
    const std::string method = "application.login_" + content.login_method;
    return view::has_text(method) ? view::text(language, method) + ", " + level : level;
}

std::vector<FactLine> facts_of(const Visit& visit, const OfficialFound& found, const StaffNames& names) {
    const auto& a = found.application;
    const auto language = visit.language();
    std::vector<FactLine> facts;
    auto add = [&](const char* key, std::string value) {
        if (!value.empty()) facts.push_back({view::text(language, "application." + std::string(key)), std::move(value)});
    };
    if (found.content) {
        add("fact_applicant", found.content->applicant_name + (found.content->applicant_subject.empty() ? "" : ", " + code_in_words(found.content->applicant_subject)));
        if (a.right.kind != "self") add("fact_submitter", found.content->submitter_name);
        add("fact_shown_by", shown_by_words(*found.content, language));
    }
    add("fact_right", right_words(a.right, language));
    add("fact_submitted", moment_words(a.submitted, language));
    facts.push_back({due_label(a, language), due_words(a, language)});
    if (a.paused_microseconds > 0) add("fact_paused", view::number_text(language, a.paused_microseconds / 86'400'000'000LL));
    add("fact_holder", team_name(*found.municipality, a.team, language));
    if (auto name = names.find(a.staff); name != names.end()) add("fact_official", name->second);
    if (found.newer_version) add("fact_version", view::text(language, "application.fact_version_older"));
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
    page.proposal_reasons.insert(page.proposal_reasons.end(), p.steps.begin(), p.steps.end());
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
    ServiceNames names(hall.services, visit);
    auto card = card_of(line_of(a), names, visit, {});
    OfficialApplication page;
    page.number = a.number.value;
    page.base = visit.frame.to("/desk/applications/" + page.number);
    page.title = card.title, page.next = a.status == Status::decided && !a.read ? official_words(visit, "not_read_yet") : card.next, page.late = card.late;
    page.state = state_tag(a.status, a.outcome, true, language, a.waiting_for);
    if (error) page.problems = problem_views(*error, language);
    page.facts = facts_of(visit, found, staff_names(hall, visit.municipality));
    page.erased = !found.content;
    if (found.content) page.answers = parts_of(found.content->for_official()), page.sources_missing = found.content->sources_missing;
    add_proposal(visit, found, page);
    const bool works = people::may(visit.staff->member, Permission::work_on_report);
    for (const auto& act : official_acts())
        if (works && can(a, act.step) && !act.of_appointment) (act.fields.empty() ? page.quick : page.forms).push_back(form_of(hall, visit, found, act, tried == &act ? error : nullptr));
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

void add_appointments(Hall& hall, const Visit& visit, const OfficialFound& found, const OfficialAct* tried, const Error* error, OfficialApplication& page) {
    auto all = hall.applications.appointments(visit.municipality, found.application.number);
    if (!all) return;
    const bool works = people::may(visit.staff->member, Permission::work_on_report) && can(found.application, Step::change_appointment);
    for (const auto& one : *all) {
        OfficialAppointment shown{card_of(one, visit.now, visit.language(), true), {}};
        if (works && one.to_come(visit.now))
            for (const auto& act : official_acts()) {
                const bool this_one = tried == &act && typed(visit, "appointment") == one.id;
                if (act.of_appointment) shown.forms.push_back(form_of(hall, visit, found, act, this_one ? error : nullptr, &one));
            }
        page.appointments.push_back(std::move(shown));
    }
}

http::Response show_application(Hall& hall, Visit& visit, const OfficialFound& found, const OfficialAct* tried = nullptr, const Error* error = nullptr) {
    const auto& a = found.application;
    if (auto noted = note_look(hall, visit, found, "applications.purpose_handle"); !noted) return hall.reception.problem(visit, noted.error());
    auto happenings = hall.applications.happenings(visit.municipality, a.number, true);
    if (!happenings) return hall.reception.problem(visit, happenings.error());
    auto page = page_of(hall, visit, found, tried, error);
    page.timeline = timeline_of(*happenings, staff_names(hall, visit.municipality), {}, visit.language(), true);
    add_words_of_appeal(*happenings, page);
    add_appointments(hall, visit, found, tried, error, page);
    if (auto files = hall.applications.files_of(visit.municipality, a.number))
        for (const auto& file : *files) page.files.push_back({file.name, page.base + "/files/" + file.id.value, view::number_text(visit.language(), (file.bytes + 1023) / 1024) + " kB"});
    if (auto consent = hall.applications.sealed(visit.municipality, a.consent)) page.consent = consent->value_or("");
    if (auto decision = hall.applications.decision(visit.municipality, a); decision && *decision) {
        page.decision = **decision;
        page.decision_hearing = hearing_words(*page.decision, visit.language());
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
    auto error = done.error();
    const std::string mark = act.of_appointment ? typed(visit, "appointment") : std::string(act.name);
    for (auto& problem : error.problems)
        if (!problem.field.empty()) problem.field = field_name(act.fields.size() == 1 ? act.fields[0].first : problem.field, mark);
    return show_application(hall, visit, *fresh, &act, &error);
}

http::Response file(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto content = hall.applications.file(visit.municipality, found->application.number, FileId(visit.request.path_value("file")));
    if (!content) return hall.reception.problem(visit, content.error());
    if (!*content) return hall.reception.problem(visit, {Fault::missing, {}, "no such file", {}});
    if (auto noted = note_look(hall, visit, *found, "applications.purpose_file"); !noted) return hall.reception.problem(visit, noted.error());
    return download(std::move((*content)->content), (*content)->type, (*content)->name);
}

http::Response decision_pdf(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto decision = hall.applications.decision(visit.municipality, found->application);
    if (!decision) return hall.reception.problem(visit, decision.error());
    if (!*decision) return hall.reception.problem(visit, {Fault::missing, {}, "no decision", {}});
    if (auto noted = note_look(hall, visit, *found, "applications.purpose_decision_paper"); !noted) return hall.reception.problem(visit, noted.error());
    auto paper = decision_paper(*found->municipality, found->application, found->content.value_or(Content{}), **decision,
                                service_name(hall.services, visit.municipality, found->application.service, found->application.service_version, visit.now, view::Language::et), decided_by(hall, visit.municipality, found->application.number));
    return download(as_pdf(paper), "application/pdf", found->application.number.value + ".pdf");
}

// --- times to come ---

http::Response appointments_page(Hall& hall, Visit& visit) {
    constexpr int most = 200;
    const auto& member = visit.staff->member;
    auto scope = visit.request.query.get("scope");
    if (scope != "mine" && (scope != "team" || member.team.empty())) scope = "all";
    auto to_come = hall.applications.appointments_to_come(visit.municipality, scope == "team" ? member.team : "", scope == "mine" ? member.id : StaffId(), visit.now, most);
    if (!to_come) return hall.reception.problem(visit, to_come.error());
    OfficialAppointments page;
    for (std::string_view which : {"all", "team", "mine"})
        if (which != "team" || !member.team.empty()) page.scopes.push_back({official_words(visit, "scope_" + std::string(which)), visit.frame.to("/desk/appointments") + "?scope=" + std::string(which), scope == which});
    for (const auto& one : *to_come) {
        auto card = card_of(one, visit.now, visit.language(), true);
        auto application = hall.applications.application(visit.municipality, one.number);
        if (application && *application) card.title = one.number.value + " · " + service_name(hall.services, visit.municipality, (*application)->service, (*application)->service_version, visit.now, visit.language());
        card.url = visit.frame.to("/desk/applications/" + one.number.value);
        page.cards.push_back(std::move(card));
    }
    visit.frame.title = official_words(visit, "appointments");
    visit.frame.section = "applications";
    return hall.reception.show(visit, pages::official_appointments(visit.frame, page));
}

}  // namespace

void add_official_pages(const Halls& hall) {
    auto& reception = hall->reception;
    auto get = [&](std::string_view path, Permission permission, http::Response (*page)(Hall&, Visit&)) {
        reception.desk_get(path, permission, [hall, page](Visit& visit) { return page(*hall, visit); });
    };
    get("/desk/applications", Permission::see_desk, queue_page);
    get("/desk/appointments", Permission::see_desk, appointments_page);
    get("/desk/applications/{number}", Permission::see_contacts, application_page);
    get("/desk/applications/{number}/files/{file}", Permission::see_contacts, file);
    get("/desk/applications/{number}/decision.pdf", Permission::see_contacts, decision_pdf);
    get("/desk/applications/{number}/decision", Permission::work_on_report, decision_form);
    reception.desk_post("/desk/applications/{number}/decision", Permission::work_on_report, [hall](Visit& visit) { return issue_decision(*hall, visit); });
    for (const auto& act : official_acts())
        reception.desk_post("/desk/applications/{number}/" + std::string(act.name), Permission::work_on_report, [hall, &act](Visit& visit) { return act_page(*hall, visit, act); });
}

}  // namespace raekoda::applications
