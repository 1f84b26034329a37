#include "applications/entitlement.h"

#include <cmath>

#include "applications/application_views.h"
#include "base/text.h"
#include "decision/feel.h"
#include "decision/model.h"
#include "decision/sentences.h"

namespace raekoda::applications {

namespace {

constexpr std::string_view parameters_input = "parameters";
constexpr std::uint64_t steps_of_entitlement = 1'000'000;  // a page waits for it
constexpr std::size_t failed_rules_told = 2;

decision::Now noon_of(Instant now) {
    return {now.microseconds, decision::Zone::named(default_zone).value_or(decision::Zone{})};
}
decision::Date day_of(Instant now) {
    auto date = local_time(now).date;
    auto parsed = decision::Date::parse(date.iso());
    return parsed.value_or(decision::Date{});
}

// The FEEL of one input over what the form and the registers say.
decision::Value value_of(const std::string& feel, const decision::Value& data, const decision::Value& facts, Instant now) {
    decision::Names names;
    for (auto name : {"data", "facts", "today"}) names.add(name);
    auto compiled = decision::compile(feel, names);
    if (!compiled) return {};
    decision::Budget budget;
    budget.steps = steps_of_entitlement;
    decision::Evaluation evaluation(budget, noon_of(now));
    std::vector<decision::Value> slots{data, facts, decision::Value(day_of(now))};
    return compiled->evaluate(evaluation, slots);
}

const decision::Value* member(const decision::Value& context, const std::string& name) {
    if (name.empty() || !context.is(decision::Value::Kind::context)) return nullptr;
    return context.context().find(name);
}
std::string text_member(const decision::Value& context, const std::string& name) {
    const auto* value = member(context, name);
    return value && value->is(decision::Value::Kind::string) ? std::string(value->string()) : std::string();
}

std::string label_of(const std::vector<services::DecisionLabel>& labels, std::string_view name, view::Language language) {
    for (const auto& label : labels)
        if (label.name == name) return label.label.in(language);
    return std::string(name);
}
std::string value_words(const std::vector<services::DecisionLabel>& labels, std::string_view name, const decision::Value& value, view::Language language) {
    if (value.is(decision::Value::Kind::string))
        for (const auto& label : labels)
            if (label.name == name)
                for (const auto& choice : label.values)
                    if (choice.key == value.string()) return choice.name.in(language);
    return services::value_text(language, value);
}

}  // namespace

void read_answer(const decision::Value& answer, const DecisionLetters& letters, view::Language language, const std::map<std::string, std::string>& marks, Entitlement& e) {
    const std::string said = text_member(answer, letters.outcome_member);
    for (const auto& letter : letters.letters)
        if (letter.outcome && !said.empty() && letter.answer == said) e.outcome = letter.outcome;
    if (const auto* amount = member(answer, letters.amount_member); amount && amount->is(decision::Value::Kind::number))
        if (auto euros = parse_number(decision::to_text(*amount))) e.amount_cents = std::llround(*euros * 100);
    if (const auto* reason = letters.of_answer(text_member(answer, letters.reason_member))) e.reason = filled(reason->text.in(language), marks);
}

Entitlement entitlement_of(const services::Service& service, const DecisionLetters& letters, const decision::Value& data, const decision::Value& facts, Instant now, view::Language language) {
    Entitlement e;
    const auto& model = service.decision_model;
    if (!model || !model->model) return e;
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
        for (const auto& [input, feel] : service.decision.facts) {
            if (input != inputs[i].name) continue;
            auto value = value_of(feel, data, facts, now);
            if (!value.is_null()) e.facts.emplace_back(label_of(model->inputs, input, language), value_words(model->inputs, input, value, language));
            session.set(i, std::move(value));
        }
    }
    auto answer = session.decide(*target);
    if (answer.is_null() || session.evaluation().stopped()) return e;
    e.known = true;
    read_answer(answer, letters, language, parameter_marks(parameters, language), e);
    if (!answer.is(decision::Value::Kind::context)) e.result = label_of(model->decisions, model->decision, language) + ": " + services::value_text(language, answer);
    else if (e.outcome) e.result = decided_words(*e.outcome, language) + (e.amount_cents ? ", " + money_words(e.amount_cents, language) : "");
    for (const auto& sentence : decision::sentences(*model->model, reasons, failed_rules_told)) e.steps.push_back(view::text(language, sentence.text_key, sentence.arguments));
    for (const auto& row : model->parameter_rows)
        if (row.valid_from <= today) e.rows_valid_from = row.valid_from.iso();
    return e;
}

Proposal proposal_of(const Entitlement& e) {
    Proposal p{e.outcome, e.result, {}, e.facts, e.rows_valid_from, e.amount_cents};
    if (!e.reason.empty()) p.reasons.push_back(e.reason);
    return p;
}

}  // namespace raekoda::applications
