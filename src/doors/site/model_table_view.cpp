// A decision table as a page shows it: with the rows that decided, those that nearly did, and what the static check found.
#include <algorithm>

#include "base/text.h"
#include "decision/near.h"
#include "doors/site/model_view.h"

namespace raekoda::doors::site {

using decision::Aggregation;
using decision::Finding;
using decision::HitPolicy;
using decision::TableReason;
using decision::TableView;
using view::Language;

namespace {

constexpr std::size_t most_near = 8;

std::string words(Language language, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(language, "decision_page." + std::string(key), arguments);
}

bool any_value(std::string_view cell) { return trimmed(cell).empty() || trimmed(cell) == "-"; }
std::string cell_text(std::string_view cell) { return any_value(cell) ? std::string() : std::string(trimmed(cell)); }

std::string rule_id(std::size_t table, std::size_t rule) { return "table-" + std::to_string(table + 1) + "-rule-" + std::to_string(rule + 1); }

std::string outputs_text(const TableView& table, const TableView::Rule& rule) {
    std::string text;
    for (std::size_t i = 0; i < rule.outputs.size() && i < table.outputs.size(); ++i) {
        if (!text.empty()) text += "; ";
        if (table.outputs.size() > 1) text += table.outputs[i].label + " = ";
        text += std::string(trimmed(rule.outputs[i]));
    }
    return text;
}

std::string example_text(const TablePart& part, const std::vector<std::string>& example) {
    std::string text;
    for (std::size_t i = 0; i < example.size() && i < part.inputs.size(); ++i) text += (text.empty() ? "" : "; ") + part.inputs[i].label + " = " + example[i];
    return text;
}

FindingLine finding_line(Language language, const TablePart& part, const Finding& finding) {
    auto rule = [&](std::size_t i) { return i < finding.rules.size() ? std::to_string(finding.rules[i] + 1) : std::string("?"); };
    auto at = example_text(part, finding.example);
    switch (finding.kind) {
        case Finding::Kind::gap: return {{words(language, "finding_gap_name"), view::Tone::warning}, words(language, "finding_gap", {{"example", at}}), {}};
        case Finding::Kind::overlap:
            return {{words(language, "finding_overlap_name"), view::Tone::danger}, words(language, "finding_overlap", {{"first", rule(0)}, {"second", rule(1)}, {"example", at}}), {}};
        case Finding::Kind::unreachable: return {{words(language, "finding_unreachable_name"), view::Tone::warning}, words(language, "finding_unreachable", {{"rule", rule(0)}}), {}};
        case Finding::Kind::outside_values: {
            auto value = finding.example.empty() ? std::string() : finding.example.front();
            view::TagView tag{words(language, "finding_outside_name"), view::Tone::danger};
            if (finding.rules.empty()) return {tag, words(language, "finding_outside_default", {{"value", value}}), {}};
            return {tag, words(language, "finding_outside", {{"rule", rule(0)}, {"value", value}}), {}};
        }
        case Finding::Kind::not_checked: break;
    }
    return {{words(language, "finding_not_checked_name"), view::Tone::neutral}, words(language, "finding_not_checked"), finding.words};
}

bool one_hit(HitPolicy policy) { return policy == HitPolicy::unique || policy == HitPolicy::first || policy == HitPolicy::priority || policy == HitPolicy::any; }

void mark(TablePart& part, Language language, std::size_t number, const TableView& table, const TableReason& run) {
    using State = RuleRow::State;
    part.tried = true;
    for (std::size_t i = 0; i < part.inputs.size() && i < run.inputs.size(); ++i) {
        part.inputs[i].has_given = true;
        part.inputs[i].given = decision::to_literal(run.inputs[i]);
    }
    auto set = [&](std::uint32_t rule, State state, view::TagView tag) {
        if (rule >= part.rules.size()) return;
        part.rules[rule].state = state;
        part.rules[rule].tag = std::move(tag);
        if (state == State::decided)
            for (auto& cell : part.rules[rule].inputs) cell.mark = CellView::Mark::matched;
    };
    for (auto rule : run.matched) set(rule, State::matched, {words(language, "state_matched"), view::Tone::info});
    for (auto rule : run.decided) set(rule, State::decided, {words(language, "state_decided"), view::Tone::success});
    if (run.matched.empty()) part.outcome = words(language, run.by_default ? "outcome_default" : "outcome_none");
    else if (run.decided.empty()) part.outcome = words(language, "outcome_conflict");
    for (const auto& near : decision::near_rules(table, run)) {
        if (near.rule >= part.rules.size() || near.input >= part.inputs.size()) continue;
        set(near.rule, State::near, {words(language, "state_near"), view::Tone::warning});
        auto& cell = part.rules[near.rule].inputs[near.input];
        for (auto& other : part.rules[near.rule].inputs) other.mark = CellView::Mark::matched;
        cell.mark = CellView::Mark::failed;
        if (part.near.size() == most_near) {
            part.more_near = true;
            continue;
        }
        part.near.push_back({static_cast<int>(near.rule + 1), words(language, one_hit(table.hit_policy) ? "near_instead" : "near_also",
                                   {{"rule", std::to_string(near.rule + 1)}, {"input", part.inputs[near.input].label}, {"value", part.inputs[near.input].given},
                                    {"cell", cell.text}, {"output", outputs_text(table, table.rules[near.rule])}}),
                             "#" + rule_id(number, near.rule)});
    }
}

}  // namespace

std::string_view RuleRow::state_code() const {
    switch (state) {
        case State::none: return "none";
        case State::decided: return "decided";
        case State::matched: return "matched";
        case State::near: return "near";
    }
    return "none";
}

std::string policy_name(HitPolicy policy) {
    static constexpr const char* names[] = {"unique", "first", "priority", "any", "collect", "rule_order", "output_order"};
    return names[static_cast<int>(policy)];
}

TablePart table_part(Language language, const services::DecisionModel& model, std::size_t number, const std::vector<Finding>& findings, const decision::Reasons* reasons) {
    const auto& table = model.model->tables()[number];
    TablePart part;
    part.id = "table-" + std::to_string(number + 1);
    part.caption = label_of(model.decisions, table.owner, language);
    part.policy = decision::hit_policy_letter(table.hit_policy, table.aggregation);
    part.policy_name = words(language, "policy_" + policy_name(table.hit_policy));
    part.policy_words = words(language, "policy_words_" + policy_name(table.hit_policy));
    static constexpr const char* aggregations[] = {"", "sum", "count", "min", "max"};
    if (table.aggregation != Aggregation::none) part.policy_words = words(language, std::string("aggregation_") + aggregations[static_cast<int>(table.aggregation)]);
    for (const auto& input : table.inputs) {
        auto label = column_label(language, model, input);
        auto expression = std::string(trimmed(input.expression));
        part.inputs.push_back({label, expression == label ? std::string() : expression, cell_text(input.values)});
    }
    for (const auto& output : table.outputs) {
        auto label = label_of(model.decisions, output.label, language);
        part.outputs.push_back({label, output.name == label || table.outputs.size() == 1 ? std::string() : output.name, cell_text(output.values)});
        if (auto otherwise = cell_text(output.default_entry); !otherwise.empty()) part.defaults += (part.defaults.empty() ? "" : "; ") + (table.outputs.size() > 1 ? label + " = " : std::string()) + otherwise;
    }
    bool described = std::any_of(table.rules.begin(), table.rules.end(), [](const auto& rule) { return !trimmed(rule.description).empty(); });
    part.annotations = table.annotations;
    for (const auto& rule : table.rules)
        while (part.annotations.size() < rule.annotations.size()) part.annotations.push_back("");
    for (auto& name : part.annotations)
        if (trimmed(name).empty()) name = words(language, "annotation");
    if (described) part.annotations.push_back(words(language, "annotation"));
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
        const auto& rule = table.rules[r];
        RuleRow row{static_cast<int>(r + 1), rule_id(number, r)};
        for (std::size_t i = 0; i < part.inputs.size(); ++i) row.inputs.push_back({part.inputs[i].label, i < rule.inputs.size() ? cell_text(rule.inputs[i]) : std::string()});
        for (std::size_t i = 0; i < part.outputs.size(); ++i) row.outputs.push_back({part.outputs[i].label, i < rule.outputs.size() ? cell_text(rule.outputs[i]) : std::string()});
        for (std::size_t i = 0; i < part.annotations.size(); ++i) {
            bool last = described && i + 1 == part.annotations.size();
            row.annotations.push_back({part.annotations[i], std::string(trimmed(last ? rule.description : i < rule.annotations.size() ? rule.annotations[i] : std::string()))});
        }
        part.rules.push_back(std::move(row));
    }
    for (const auto& finding : findings)
        if (finding.table == number) part.findings.push_back(finding_line(language, part, finding));
    if (!reasons) return part;
    std::size_t runs = 0;
    for (const auto& reason : reasons->decisions)
        for (const auto& run : reason.tables)
            if (run.table == number && runs++ == 0) mark(part, language, number, table, run);
    if (runs > 1) part.runs = words(language, "several_runs", {view::Argument::of_number("count", runs)});
    return part;
}

}  // namespace raekoda::doors::site
