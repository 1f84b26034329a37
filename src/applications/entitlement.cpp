#include "applications/entitlement.h"

#include <cmath>
#include <map>
#include <mutex>

#include "applications/application_views.h"
#include "applications/entitlement_words.h"
#include "base/text.h"
#include "decision/feel.h"
#include "decision/model.h"

namespace raekoda::applications {

namespace {

constexpr std::string_view parameters_input = "parameters";
constexpr std::uint64_t steps_of_entitlement = 1'000'000;  // a page waits for it

decision::Now noon_of(Instant now) {
    return {now.microseconds, decision::Zone::named(default_zone).value_or(decision::Zone{})};
}
decision::Date day_of(Instant now) {
    auto date = local_time(now).date;
    auto parsed = decision::Date::parse(date.iso());
    return parsed.value_or(decision::Date{});
}

// What a version of a service needs for every answer: its letters, and the FEEL of its model's inputs over what the form and the registers say.
struct Guide {
    DecisionLetters letters;
    std::vector<std::pair<std::string, std::shared_ptr<const decision::Expression>>> inputs;
};
std::shared_ptr<const Guide> made_guide(const services::Service& service) {
    auto guide = std::make_shared<Guide>();
    guide->letters = letters_of(service);
    decision::Names names;
    for (auto name : {"data", "facts", "today"}) names.add(name);
    for (const auto& [input, feel] : service.decision.facts)
        if (auto compiled = decision::compile(feel, names)) guide->inputs.emplace_back(input, std::move(compiled.program));
    return guide;
}
// Made once a version: versions never change.
std::shared_ptr<const Guide> guide_of(const services::Service& service) {
    constexpr std::size_t most_known = 1000;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Guide>> known;
    const std::string key = service.municipality.value + "/" + service.id + "/" + service.version;
    {
        std::lock_guard lock(mutex);
        if (auto found = known.find(key); found != known.end()) return found->second;
    }
    auto made = made_guide(service);
    std::lock_guard lock(mutex);
    if (known.size() >= most_known) known.clear();
    return known[key] = made;
}

decision::Value value_of(const decision::Expression& input, const decision::Value& data, const decision::Value& facts, Instant now) {
    decision::Budget budget;
    budget.steps = steps_of_entitlement;
    decision::Evaluation evaluation(budget, noon_of(now));
    const decision::Value slots[] = {data, facts, decision::Value(day_of(now))};
    return input.evaluate(evaluation, slots);
}

const decision::Value* member(const decision::Value& context, const std::string& name) {
    if (name.empty() || !context.is(decision::Value::Kind::context)) return nullptr;
    return context.context().find(name);
}
std::string text_member(const decision::Value& context, const std::string& name) {
    const auto* value = member(context, name);
    return value && value->is(decision::Value::Kind::string) ? std::string(value->string()) : std::string();
}

}  // namespace

void read_answer(const decision::Value& answer, const DecisionLetters& letters, view::Language language, const std::map<std::string, std::string>& marks, Entitlement& e) {
    const std::string said = text_member(answer, letters.outcome_member);
    for (const auto& letter : letters.letters)
        if (letter.outcome && !said.empty() && letter.answer == said) e.outcome = letter.outcome;
    // Rules that propose no outcome may still work out the amount that the letter names: their whole answer.
    const auto* granted = letters.of_outcome(Decided::granted);
    const bool only_amount = letters.outcome_member.empty() && granted && granted->resolution.et.find("{amount}") != std::string::npos;
    if (const auto* amount = only_amount ? &answer : member(answer, letters.amount_member); amount && amount->is(decision::Value::Kind::number))
        if (auto euros = parse_number(decision::to_text(*amount))) e.amount_cents = std::llround(*euros * 100);
    if (const auto* reason = letters.of_answer(text_member(answer, letters.reason_member))) e.reason = filled(reason->text.in(language), marks);
}

bool has_rules(const services::Service& service) { return service.decision_model && service.decision_model->model; }

Entitlement entitlement_of(const services::Service& service, const decision::Value& data, const decision::Value& facts, Instant now, view::Language language) {
    Entitlement e;
    if (!has_rules(service)) return e;
    const auto& model = service.decision_model;
    const auto guide = guide_of(service);
    auto target = model->model->find_decision(model->decision);
    if (!target) return e;
    const Date today = local_time(now).date;
    auto parameters = model->parameters_on(today);
    decision::Budget budget;
    budget.steps = steps_of_entitlement;
    decision::Session session(model->model, budget, noon_of(now));
    decision::Reasons reasons;
    session.record(&reasons);
    session.begin();
    const auto& inputs = model->model->inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].name == parameters_input) {
            session.set(i, parameters);
            continue;
        }
        for (const auto& [input, expression] : guide->inputs) {
            if (input != inputs[i].name) continue;
            auto value = value_of(*expression, data, facts, now);
            if (!value.is_null()) e.facts.emplace_back(label_of(*model, input, language), value_words(*model, input, value, language));
            session.set(i, std::move(value));
        }
    }
    auto answer = session.decide(*target);
    if (answer.is_null() || session.evaluation().stopped()) return e;
    e.known = true;
    read_answer(answer, guide->letters, language, parameter_marks(parameters, language), e);
    if (!answer.is(decision::Value::Kind::context)) e.result = label_of(*model, model->decision, language) + ": " + services::value_text(language, answer);
    else if (e.outcome) e.result = decided_words(*e.outcome, language) + (e.amount_cents ? ", " + money_words(e.amount_cents, language) : "");
    e.steps = steps_in_words(*model, reasons, answer.is(decision::Value::Kind::context) ? e.result : std::string(), language);
    e.changes = changes_in_words(*model, reasons, guide->letters, e.outcome, language);
    for (const auto& row : model->parameter_rows)
        if (row.valid_from <= today) e.rows_valid_from = row.valid_from.iso();
    return e;
}

Proposal proposal_of(const Entitlement& e) {
    Proposal p{e.outcome, e.result, {}, e.facts, e.rows_valid_from, e.amount_cents, e.steps};
    if (!e.reason.empty()) p.reasons.push_back(e.reason);
    return p;
}

}  // namespace raekoda::applications
