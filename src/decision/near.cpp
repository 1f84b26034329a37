#include "decision/near.h"

#include <algorithm>

#include "base/text.h"
#include "decision/feel.h"

namespace raekoda::decision {

namespace {

std::string_view cell_of(const TableView& table, std::size_t rule, std::size_t input) {
    const auto& cells = table.rules[rule].inputs;
    return input < cells.size() ? trimmed(cells[input]) : std::string_view();
}

// Sure that the cell matches none of the values. What cannot be read alone (a name of the model) is not sure.
bool lets_go(std::string_view cell, const std::vector<Value>& values) {
    auto tests = compile_unary_tests(cell, Names(), nullptr, {.unknown_names_are_errors = true});
    if (!tests || tests->any()) return false;
    Evaluation evaluation;
    return std::none_of(values.begin(), values.end(), [&](const Value& value) { return tests->matches(evaluation, value, {}); });
}

// Another value of one input: would a row before still match?
bool would_hide(const TableView& table, const TableReason& run, std::uint32_t rule, std::uint32_t input, const std::vector<Value>& values) {
    auto failed = std::find_if(run.failed.begin(), run.failed.end(), [&](const auto& one) { return one.rule == rule; });
    const bool fails_elsewhere = failed != run.failed.end() && (failed->input != input || !failed->further.empty());
    return !fails_elsewhere && !lets_go(cell_of(table, rule, input), values);
}

bool would_count(const TableView& table, const TableReason& run, const TableReason::Failed& failed) {
    if (table.hit_policy != HitPolicy::first || run.decided.empty() || failed.rule < run.decided.front()) return true;
    const auto values = cell_values(cell_of(table, failed.rule, failed.input));
    if (values.empty()) return false;
    for (std::uint32_t before = 0; before < failed.rule; ++before)
        if (would_hide(table, run, before, failed.input, values)) return false;
    return true;
}

}  // namespace

std::vector<NearRule> near_rules(const TableView& table, const TableReason& run) {
    std::vector<NearRule> near;
    for (const auto& failed : run.failed)
        if (failed.further.empty() && failed.rule < table.rules.size() && would_count(table, run, failed)) near.push_back({failed.rule, failed.input});
    return near;
}

std::vector<Value> cell_values(std::string_view cell) {
    std::vector<Value> values;
    auto tests = compile_unary_tests(cell, Names(), nullptr, {.unknown_names_are_errors = true});
    if (!tests || tests->any() || tests->negated()) return values;
    for (const auto& test : tests->tests()) {
        if (test.shape != UnaryTest::Shape::equal) return {};
        values.push_back(test.value);
    }
    return values;
}

}  // namespace raekoda::decision
