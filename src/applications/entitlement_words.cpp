#include "applications/entitlement_words.h"

#include "base/text.h"
#include "decision/model.h"
#include "decision/near.h"

namespace raekoda::applications {

namespace {

using decision::Value;
using view::Language;

constexpr std::string_view parameters_input = "parameters";
constexpr std::size_t most_changes = 2;

std::string words(Language language, std::string_view key, std::initializer_list<view::Argument> arguments) { return view::text(language, "decision." + std::string(key), arguments); }

const services::DecisionLabel* found_label(const services::DecisionModel& model, std::string_view name) {
    for (const auto* labels : {&model.inputs, &model.decisions})
        for (const auto& label : *labels)
            if (label.name == name) return &label;
    return nullptr;
}

std::string with_value(const services::DecisionModel& model, std::string_view name, std::string_view otherwise, const std::string& value, Language language) {
    return (found_label(model, name) ? label_of(model, name, language) : std::string(otherwise)) + ": " + value;
}

std::string facts_words(const services::DecisionModel& model, const std::vector<decision::Fact>& facts, Language language) {
    std::string out;
    for (const auto& fact : facts) {
        if (fact.name == parameters_input || fact.value.is_null()) continue;
        out += (out.empty() ? "" : "; ") + with_value(model, fact.name, fact.name, value_words(model, fact.name, fact.value, language), language);
    }
    return out;
}

// What the row looked at: a cell that takes anything says nothing.
std::string conditions_words(const services::DecisionModel& model, const decision::TableView& table, const decision::TableReason& run, std::uint32_t rule, Language language) {
    std::string out;
    const auto& cells = table.rules[rule].inputs;
    for (std::size_t i = 0; i < cells.size() && i < run.inputs.size(); ++i) {
        const auto cell = trimmed(cells[i]);
        if (cell.empty() || cell == "-") continue;
        const auto name = trimmed(table.inputs[i].expression);
        out += (out.empty() ? "" : "; ") + with_value(model, name, table.inputs[i].label, value_words(model, name, run.inputs[i], language), language);
    }
    return out;
}

// Reasons beside the rows are written in the language of administration alone.
void add_annotations(const decision::TableView::Rule& rule, Language language, std::vector<std::string>& steps) {
    if (language != Language::et) return;
    for (const auto& annotation : rule.annotations)
        if (!trimmed(annotation).empty()) steps.push_back(words(language, "annotation", {{"annotation", annotation}}));
}

std::optional<Decided> outcome_of(const decision::TableView& table, std::uint32_t rule, const DecisionLetters& letters) {
    for (std::size_t i = 0; i < table.outputs.size() && i < table.rules[rule].outputs.size(); ++i) {
        if (table.outputs[i].name != letters.outcome_member) continue;
        for (const auto& said : decision::cell_values(table.rules[rule].outputs[i]))
            if (said.is(Value::Kind::string))
                for (const auto& letter : letters.letters)
                    if (!letter.answer.empty() && letter.answer == said.string()) return letter.outcome;
    }
    return std::nullopt;
}

bool is_better(Decided than, std::optional<Decided> is) {
    return is == Decided::granted ? than != Decided::granted : is == Decided::partly && than == Decided::refused;
}

// Empty: the cell says no plain values.
std::string required_words(const services::DecisionModel& model, std::string_view name, std::string_view cell, Language language) {
    std::string out;
    for (const auto& value : decision::cell_values(cell)) {
        auto one = value_words(model, name, value, language);
        out = out.empty() ? one : words(language, "either", {{"first", out}, {"second", one}});
    }
    return out;
}

}  // namespace

std::string label_of(const services::DecisionModel& model, std::string_view name, Language language) {
    const auto* label = found_label(model, name);
    return label ? label->label.in(language) : std::string(name);
}

std::string value_words(const services::DecisionModel& model, std::string_view name, const Value& value, Language language) {
    if (const auto* label = value.is(Value::Kind::string) ? found_label(model, name) : nullptr)
        for (const auto& choice : label->values)
            if (choice.key == value.string()) return choice.name.in(language);
    return services::value_text(language, value);
}

std::vector<std::string> steps_in_words(const services::DecisionModel& model, const decision::Reasons& reasons, const std::string& result, Language language) {
    std::vector<std::string> steps;
    for (const auto& decision : reasons.decisions) {
        const auto label = label_of(model, decision.name, language);
        const bool many = decision.value.is(Value::Kind::context), answers = decision.name == model.decision;
        if (decision.value.is_null()) steps.push_back(words(language, "decided_nothing", {{"decision", label}}));
        else if (!many) steps.push_back(words(language, "decided", {{"decision", label}, {"value", value_words(model, decision.name, decision.value, language)}}));
        else if (answers && result.empty()) steps.push_back(words(language, "weighed", {{"decision", label}}));
        else if (answers) steps.push_back(words(language, "decided", {{"decision", label}, {"value", result}}));
        // Of what a table reads its deciding row names what counted.
        if (decision.tables.empty())
            if (auto facts = facts_words(model, decision.facts, language); !facts.empty()) steps.push_back(words(language, "facts", {{"facts", facts}}));
        for (const auto& run : decision.tables) {
            const auto& table = model.model->tables()[run.table];
            for (auto rule : run.decided) {
                if (auto conditions = conditions_words(model, table, run, rule, language); !conditions.empty()) steps.push_back(words(language, "because", {{"conditions", conditions}}));
                add_annotations(table.rules[rule], language, steps);
            }
        }
    }
    return steps;
}

std::vector<std::string> changes_in_words(const services::DecisionModel& model, const decision::Reasons& reasons, const DecisionLetters& letters, std::optional<Decided> outcome, Language language) {
    std::vector<std::string> changes;
    if (!outcome || *outcome == Decided::granted) return changes;
    for (const auto& decision : reasons.decisions) {
        if (decision.name != model.decision) continue;
        for (const auto& run : decision.tables) {
            const auto& table = model.model->tables()[run.table];
            for (const auto& near : decision::near_rules(table, run)) {
                const auto other = outcome_of(table, near.rule, letters);
                if (changes.size() == most_changes || !is_better(*outcome, other)) continue;
                const auto name = trimmed(table.inputs[near.input].expression);
                const auto required = required_words(model, name, table.rules[near.rule].inputs[near.input], language);
                if (required.empty()) continue;
                changes.push_back(view::text(language, *other == Decided::granted ? "apply.entitlement_would_be_granted" : "apply.entitlement_would_be_partly",
                                             {{"what", with_value(model, name, table.inputs[near.input].label, required, language)}}));
            }
        }
    }
    return changes;
}

}  // namespace raekoda::applications
