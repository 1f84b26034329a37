// The words of decisions of a draft, read as the official who decides will get them: filled in by the same code, with sample facts or those of an
// example of the decision. Nothing is kept or sent.
#include "applications/application_views.h"
#include "applications/entitlement.h"
#include "applications/letter_preview.h"
#include "applications/pages.h"
#include "base/text.h"
#include "decision/model.h"
#include "services/example_editor.h"

namespace raekoda::applications {

using people::Permission;
using people::Visit;

namespace {

constexpr Decided all_outcomes[] = {Decided::granted, Decided::partly, Decided::refused, Decided::unconsidered};
constexpr std::uint64_t steps_of_preview = 1'000'000;

std::string words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "service_facts." + std::string(key), arguments); }

struct Previewed {
    std::string id, faults;
    std::shared_ptr<const services::Service> service;  // as far as it can be read; nullptr: nothing
    std::optional<services::WrittenDecision> decision;
    DecisionLetters letters;
};

// missing: no such service, or it has no letters.
Result<Previewed> previewed(const services::ServiceRegister& register_, const Visit& visit) {
    Previewed out;
    out.id = visit.request.path_value("id");
    auto holds = register_.service(visit.municipality, out.id, local_time(visit.now).date);
    auto draft = TRY(register_.draft(visit.municipality, out.id));
    if (!holds && !draft) return fail(Fault::missing, "no such service");
    const auto& files = draft ? draft->files : holds->files;
    auto problems = register_.problems_of(visit.municipality, out.id, files, &out.service);
    if (!problems.empty()) out.faults = problems.front().text;
    if (!out.service) out.service = holds;
    auto made = std::make_shared<services::Service>(out.service ? *out.service : services::Service{});
    made->id = out.id;
    made->municipality = visit.municipality;
    made->files = files;
    out.service = made;
    out.letters = letters_of(*made);
    if (out.letters.letters.empty()) return fail(Fault::missing, "the service has no letters");
    if (auto decision = services::written_decision(files, visit.municipality, out.id)) out.decision = std::move(*decision);
    return out;
}

// What the model says of an example; nothing without a model.
Entitlement of_example(const Previewed& shown, const services::DecisionExample& example, view::Language language) {
    Entitlement e;
    const auto& model = shown.decision->model;
    auto target = model.model->find_decision(model.decision);
    if (!target) return e;
    constexpr int noon = 12 * 60;
    decision::Budget budget;
    budget.steps = steps_of_preview;
    decision::Session session(model.model, budget, decision::Now{instant_of(example.on, noon).microseconds, {}});
    session.begin();
    session.set_all(example.given);
    const auto parameters = model.parameters_on(example.on);
    if (auto input = model.model->find_input("parameters")) session.set(*input, parameters);
    read_answer(session.decide(*target), shown.letters, language, parameter_marks(parameters, language), e);
    return e;
}

std::map<std::string, std::string> sample_marks(const Visit& visit, const Previewed& shown, const services::Municipality& here, const Entitlement& e) {
    const auto language = visit.language();
    const auto today = local_time(visit.now).date;
    constexpr int days_to_answer = 10;
    std::map<std::string, std::string> known{{"number", "T-" + std::to_string(today.year) + "-000123"},
                                             {"service", shown.service->say(shown.service->name, language, today)},
                                             {"applicant", words(visit, "preview_applicant")},
                                             {"date", date_words(today, language)},
                                             {"until", date_words(today.plus_days(days_to_answer), language)},
                                             {"municipality", here.name.in(language)},
                                             {"email", here.email},
                                             {"address", here.address.in(language)},
                                             {"amount", e.amount_cents ? view::number_text(language, e.amount_cents / 100) : ""}};
    known.merge(parameter_marks(shown.service->parameters_on(today), language));
    return known;
}

void show_letter(const Visit& visit, const Previewed& shown, const services::Catalogue& catalogue, const Entitlement& e, Decided outcome, LetterPreview& page) {
    const auto language = visit.language();
    const auto known = sample_marks(visit, shown, *catalogue.municipality(visit.municipality), e);
    const auto* letter = shown.letters.of_outcome(outcome);
    if (!letter) letter = shared_letters(catalogue).of_outcome(outcome);
    page.language = view::code(language);
    if (!letter) return;
    page.title = letter->name.in(language);
    auto part = [&](const char* heading, const std::string& text) {
        if (!text.empty()) page.parts.push_back({words(visit, heading), filled(text, known)});
    };
    part("f_resolution", letter->resolution.in(language));
    part("f_conditions", letter->conditions.in(language));
    part("f_reasons", letter->reasons.in(language));
    // As the rules would propose it; without an example all sentences that there are to choose from.
    if (e.outcome == outcome && !e.reason.empty()) part("f_reasons", e.reason);
    else if (!e.outcome)
        for (const auto& reason : shown.letters.reasons) part("f_reasons", reason.text.in(language));
    part("f_law", letter->law.et.empty() ? shown.letters.law.in(language) : letter->law.in(language));
    part("f_appeal", shown.letters.appeal.in(language));
}

http::Response preview(people::Reception& reception, const services::ServiceRegister& register_, Visit& visit) {
    auto shown = previewed(register_, visit);
    if (!shown) return reception.problem(visit, shown.error());
    auto catalogue = register_.published();
    const auto wanted = clean_input(visit.request.query.get("example")).value_or("");
    const auto* line = shown->decision ? shown->decision->example(wanted) : nullptr;
    const auto e = line ? of_example(*shown, line->example, visit.language()) : Entitlement{};
    const auto chosen = decided_of(visit.request.query.get("outcome"));
    LetterPreview page;
    page.name = shown->service->name.in(visit.language());
    if (page.name.empty()) page.name = shown->id;
    page.service_url = visit.frame.to("/desk/services/" + shown->id);
    page.letters_url = page.service_url + "/letters";
    page.url = page.letters_url + "/preview";
    if (!shown->faults.empty()) page.faults = words(visit, "preview_unreadable", {{"text", shown->faults}});
    page.example = {.name = "example", .label = words(visit, "preview_example"), .required = true};
    page.outcome = {.name = "outcome", .label = words(visit, "preview_outcome"), .required = true};
    if (shown->decision)
        for (const auto& one : shown->decision->examples) page.examples.push_back({one.example.id, one.example.name.in(visit.language()), "", &one == line});
    for (auto outcome : all_outcomes) page.outcomes.push_back({std::string(decided_name(outcome)), decided_words(outcome, visit.language()), "", chosen == outcome});
    show_letter(visit, *shown, *catalogue, e, chosen.value_or(e.outcome.value_or(Decided::granted)), page);
    visit.frame.section = "services";
    visit.frame.index = false;
    visit.frame.title = words(visit, "preview_heading") + ": " + page.name;
    visit.frame.path = "/desk/services/" + shown->id + "/letters/preview";
    return reception.show(visit, pages::letter_preview(visit.frame, page));
}

}  // namespace

void add_letter_preview_pages(people::Reception& reception, const services::ServiceRegister& register_) {
    reception.desk_get("/desk/services/{id}/letters/preview", Permission::edit_services, [&](Visit& visit) { return preview(reception, register_, visit); });
}

}  // namespace raekoda::applications
