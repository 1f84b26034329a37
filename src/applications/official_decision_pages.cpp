// Writing a decision: from a template that fits the outcome, with what the rules and the service know filled in; issued only when nothing
// that law asks for is missing.
#include <cmath>

#include "applications/decision_letters.h"
#include "applications/official_parts.h"
#include "applications/pages.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;
using view::Language;

constexpr Decided all_outcomes[] = {Decided::granted, Decided::partly, Decided::refused, Decided::unconsidered};
constexpr const char* appeal_outcomes[] = {"upheld", "changed", "annulled"};

// Decisions are written in the language of administration.
std::string letter(std::string_view key, const std::map<std::string, std::string>& arguments) { return view::text(Language::et, "decision_letter." + std::string(key), arguments); }

bool of_appeal(const OfficialFound& found) { return found.application.status == Status::appealed; }

std::string law_of(const OfficialFound& found, Date today) {
    std::vector<std::string> titles;
    if (found.service)
        for (const auto& basis : found.service->legal_basis)
            if ((!basis.valid_from || *basis.valid_from <= today) && (!basis.valid_to || *basis.valid_to >= today)) titles.push_back(basis.title.et);
    return joined(titles, "\n");
}

std::map<std::string, std::string> known_marks(const OfficialFound& found, Date today) {
    const auto& a = found.application;
    const auto& proposal = found.content ? found.content->proposal : Proposal{};
    std::map<std::string, std::string> known{
        {"number", a.number.value},
        {"service", found.service ? found.service->say(found.service->name, Language::et, today) : a.service},
        {"applicant", found.content ? found.content->applicant_name : ""},
        {"date", date_words(a.submitted, Language::et)},
        {"municipality", found.municipality->name.et},
        {"email", found.municipality->email},
        {"address", found.municipality->address.et},
        {"until", a.waiting_until ? date_words(*a.waiting_until, Language::et) : ""},
        {"amount", proposal.amount_cents ? view::number_text(Language::et, proposal.amount_cents / 100) : ""},
    };
    if (!found.service) return known;
    known.merge(parameter_marks(found.service->parameters_on(today), Language::et));
    return known;
}

struct Period {
    std::optional<Date> from, to;
};
// What was asked for, or what the service makes of it. An appeal is about another decision.
Period period_of(const OfficialFound& found, const DecisionLetters& letters, Decided outcome, Instant now) {
    if (!found.content || of_appeal(found) || (outcome != Decided::granted && outcome != Decided::partly)) return {};
    Period p{day_said(letters.valid_from, found.content->data_json, now), day_said(letters.valid_to, found.content->data_json, now)};
    if (p.from && p.to && *p.to < *p.from) return {};
    return p;
}
std::string fill_period(const std::string& words, const Decision& d) {
    return filled(words, {{"from", d.valid_from ? date_words(*d.valid_from, Language::et) : ""}, {"to", d.valid_to ? date_words(*d.valid_to, Language::et) : ""}});
}

// A decision begun for the official, from the service's own letters, else from general words: they read, change and answer for it.
Decision from_template(const OfficialFound& found, Decided outcome, Instant now) {
    const Date today = local_time(now).date;
    const auto known = known_marks(found, today);
    const auto letters = found.service ? letters_of(*found.service) : DecisionLetters{};
    const DecisionLetter* own = of_appeal(found) ? nullptr : letters.of_outcome(outcome);
    if (!own && !of_appeal(found)) own = shared_letters(*found.catalogue).of_outcome(outcome);
    auto first_of = [&](const view::LocalText& words, std::string otherwise) { return words.et.empty() ? otherwise : filled(words.et, known); };
    const std::string general = (of_appeal(found) ? "appeal_resolution_" : "resolution_") + std::string(decided_name(outcome));
    Decision d{outcome};
    d.resolution = own ? first_of(own->resolution, letter(general, known)) : letter(general, known);
    const auto period = period_of(found, letters, outcome, now);
    d.valid_from = period.from, d.valid_to = period.to;
    d.resolution = fill_period(d.resolution, d);
    if (own) d.conditions = fill_period(filled(own->conditions.et, known), d);
    if (own) d.reasons = filled(own->reasons.et, known);
    // The rules' reasons are a beginning when they came to the same end.
    if (const auto& content = found.content; content && content->proposal.outcome == outcome && !of_appeal(found)) {
        d.reasons = joined(content->proposal.reasons, "\n");
        d.amount_cents = content->proposal.amount_cents;
    }
    d.law = first_of(own && !own->law.et.empty() ? own->law : letters.law, law_of(found, today));
    if (d.law.find('{') != std::string::npos) d.law = law_of(found, today);  // a parameter that has no value today
    d.appeal = of_appeal(found) ? letter("appeal_court", known) : first_of(letters.appeal, letter("appeal", known));
    return d;
}

struct TypedDecision {
    Decision decision;
    std::string appeal_outcome;
    std::vector<Problem> problems;  // of fields that cannot be read
};
TypedDecision typed_decision(const Visit& visit) {
    TypedDecision t;
    auto outcome = decided_of(visit.request.form.get("outcome"));
    if (!outcome) t.problems.push_back({"outcome", "applications.outcome_required", {}});
    t.decision.outcome = outcome.value_or(Decided::granted);
    t.decision.resolution = typed(visit, "resolution");
    t.decision.conditions = typed(visit, "conditions");
    t.decision.reasons = typed(visit, "reasons");
    t.decision.law = typed(visit, "law");
    t.decision.appeal = typed(visit, "appeal");
    t.decision.hearing = is_burdening(t.decision.outcome) ? typed(visit, "hearing") : "";
    for (const char* name : {"valid_from", "valid_to"}) {
        auto words = typed(visit, name);
        auto date = typed_date(words);
        if (!words.empty() && !date) t.problems.push_back({name, "applications.not_a_date", {}});
        (std::string_view(name) == "valid_from" ? t.decision.valid_from : t.decision.valid_to) = date;
    }
    // The days are written once.
    for (auto* words : {&t.decision.resolution, &t.decision.conditions}) *words = fill_period(*words, t.decision);
    if (auto words = typed(visit, "amount"); !words.empty()) {
        std::string point = words;
        std::replace(point.begin(), point.end(), ',', '.');
        std::erase(point, ' ');
        constexpr double most = 1e9;
        auto amount = parse_number(point);
        if (!amount || *amount < 0 || *amount > most) t.problems.push_back({"amount", "applications.not_an_amount", {}});
        else t.decision.amount_cents = std::llround(*amount * 100);
    }
    t.appeal_outcome = typed(visit, "appeal_outcome");
    return t;
}

view::Field line_field(const Visit& visit, const char* name, std::string value, const std::vector<view::ProblemView>& problems) {
    view::Field field{.name = name, .label = official_words(visit, "field_" + std::string(name)), .value = std::move(value)};
    if (std::string hint = "desk_applications.hint_" + std::string(name); view::has_text(hint)) field.hint = view::text(visit.language(), hint);
    field.error_text = problem_of(problems, name);
    return field;
}
view::Field area_field(const Visit& visit, const char* name, std::string value, const std::vector<view::ProblemView>& problems, bool required, int rows) {
    auto field = line_field(visit, name, std::move(value), problems);
    field.required = required, field.maximum = limits::words, field.rows = rows;
    return field;
}
std::string typed_or(std::optional<Date> date, const Visit& visit, const char* name) { return date ? date_words(*date, visit.language()) : typed(visit, name); }

OfficialDecision page_of(const Visit& visit, const OfficialFound& found, const TypedDecision& t, const std::vector<view::ProblemView>& problems) {
    const auto& d = t.decision;
    const auto language = visit.language();
    OfficialDecision page;
    page.number = found.application.number.value;
    page.base = visit.frame.to("/desk/applications/" + page.number);
    page.post_url = page.base + "/decision";
    page.title = found.service ? found.service->say(found.service->name, language, local_time(visit.now).date) : found.application.service;
    page.of_appeal = of_appeal(found);
    page.problems = problems;
    for (auto outcome : all_outcomes) {
        page.templates.push_back({decided_words(outcome, language), page.post_url + "?outcome=" + std::string(decided_name(outcome)), outcome == d.outcome});
        page.outcomes.push_back({std::string(decided_name(outcome)), decided_words(outcome, language), {}, outcome == d.outcome});
    }
    for (const auto* outcome : appeal_outcomes) page.appeal_outcomes.push_back({outcome, official_words(visit, "appeal_" + std::string(outcome)), {}, t.appeal_outcome == outcome});
    for (auto code : hearing_exceptions()) page.hearing_options.push_back({std::string(code), view::text(language, "applications.hearing_" + std::string(code)), {}, d.hearing == code});
    page.outcome = line_field(visit, "outcome", {}, problems), page.outcome.required = true;
    page.appeal_outcome = line_field(visit, "appeal_outcome", t.appeal_outcome, problems), page.appeal_outcome.required = true;
    page.resolution = area_field(visit, "resolution", d.resolution, problems, true, 6);
    page.conditions = area_field(visit, "conditions", d.conditions, problems, false, 3);
    page.reasons = area_field(visit, "reasons", d.reasons, problems, is_burdening(d.outcome) || page.of_appeal, 10);
    page.law = area_field(visit, "law", d.law, problems, is_burdening(d.outcome), 4);
    page.appeal = area_field(visit, "appeal", d.appeal, problems, true, 6);
    page.asks_hearing = !page.of_appeal && !found.application.heard;
    page.hearing = line_field(visit, "hearing", d.hearing, problems);
    page.valid_from = line_field(visit, "valid_from", typed_or(d.valid_from, visit, "valid_from"), problems);
    page.valid_to = line_field(visit, "valid_to", typed_or(d.valid_to, visit, "valid_to"), problems);
    std::string amount = d.amount_cents ? std::to_string(d.amount_cents / 100) + (d.amount_cents % 100 ? "," + std::to_string(100 + d.amount_cents % 100).substr(1) : "") : typed(visit, "amount");
    page.amount = line_field(visit, "amount", amount, problems), page.amount.input_mode = "decimal";
    if (found.content) {
        const auto& proposal = found.content->proposal;
        page.proposal_result = proposal.result, page.proposal_reasons = proposal.reasons;
        page.proposal_reasons.insert(page.proposal_reasons.end(), proposal.steps.begin(), proposal.steps.end());
    }
    const auto known = known_marks(found, local_time(visit.now).date);
    if (found.service)
        for (const auto& reason : letters_of(*found.service).reasons) page.sentences.push_back(filled(reason.text.et, known));
    page.version = found.application.version;
    page.once = random_id();
    return page;
}

http::Response show(Hall& hall, Visit& visit, const OfficialDecision& page, int status = 200) {
    visit.frame.title = page.number + " " + page.title;
    visit.frame.section = "applications";
    return hall.reception.show(visit, pages::official_decision(visit.frame, page), status);
}

}  // namespace

http::Response decision_form(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    const auto& a = found->application;
    if (!can(a, Step::decide) && !can(a, Step::decide_appeal)) return hall.reception.problem(visit, allowed(a, Step::decide).error());
    if (auto noted = note_look(hall, visit, *found, "applications.purpose_decide"); !noted) return hall.reception.problem(visit, noted.error());
    auto outcome = decided_of(visit.request.query.get("outcome")).value_or(a.proposal.value_or(Decided::granted));
    TypedDecision begun{from_template(*found, outcome, visit.now), "", {}};
    return show(hall, visit, page_of(visit, *found, begun, {}));
}

http::Response issue_decision(Hall& hall, Visit& visit) {
    auto found = official_found(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto t = typed_decision(visit);
    Outcome done;
    if (!t.problems.empty()) {
        // What cannot be read and what is missing are told together.
        auto missing = problems_of_decision(found->application, t.decision, local_time(visit.now).date);
        t.problems.insert(t.problems.end(), missing.begin(), missing.end());
        done = fail(t.problems);
    } else if (of_appeal(*found)) {
        done = hall.applications.decide_appeal(official_context(visit), official_act(visit, *found), t.appeal_outcome, t.decision);
    } else {
        done = hall.applications.decide(official_context(visit), official_act(visit, *found), t.decision);
    }
    if (done) return http::Response::redirect(visit.frame.to("/desk/applications/" + found->application.number.value) + "?done=decided");
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict) return hall.reception.problem(visit, done.error());
    if (auto noted = note_look(hall, visit, *found, "applications.purpose_decide"); !noted) return hall.reception.problem(visit, noted.error());
    return show(hall, visit, page_of(visit, *found, t, problem_views(done.error(), visit.language())), fault_status(done.error().fault));
}

}  // namespace raekoda::applications
