// Examples of decisions are tests: what the model says must be what the example expects.
#include "decision/feel.h"
#include "services/decision_models.h"

namespace raekoda::services {

namespace {

constexpr std::uint64_t example_steps = 1'000'000;  // more is no decision an official can follow

bool same(const decision::Value& a, const decision::Value& b) {
    return (a.is_null() && b.is_null()) || decision::equal(a, b).value_or(false);
}

}  // namespace

void run_example(const DecisionModel& model, const DecisionExample& example, Document& document) {
    if (!example.given.is(decision::Value::Kind::context) || !example.expected.is(decision::Value::Kind::context)) return;
    decision::Budget budget;
    budget.steps = example_steps;
    decision::Session session(model.model, budget, decision::Now{instant_of(example.on, 12 * 60).microseconds, {}});
    session.begin();
    session.set_all(example.given);
    if (auto input = model.model->find_input(parameters_input)) session.set(*input, model.parameters_on(example.on));
    for (const auto& expected : example.expected.context().entries()) {
        auto decision = model.model->find_decision(expected.name.string());
        if (!decision) continue;
        auto value = session.decide(*decision);
        if (same(value, expected.value)) continue;
        std::string why = session.evaluation().diagnostics().empty() ? "" : " (" + session.evaluation().diagnostics().front().text + ")";
        document.problem(Pointer("/expected") / expected.name.string(), std::string(expected.name.string()) + " is expected to be " + decision::to_literal(expected.value) +
                                                                           ", the model says " + decision::to_literal(value) + why);
    }
}

}  // namespace raekoda::services
