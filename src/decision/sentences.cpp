#include "decision/sentences.h"

#include "base/text.h"

namespace raekoda::decision {

namespace {

std::string shown(const Value& value) { return value.is_null() ? "–" : to_text(value); }

}  // namespace

std::vector<Sentence> sentences(const Model& model, const Reasons& reasons, std::size_t failed) {
    using Kind = Sentence::Kind;
    std::vector<Sentence> all;
    for (auto& decision : reasons.decisions) {
        if (decision.value.is_null()) all.push_back({Kind::decision, "decision.decided_nothing", {{"decision", decision.name}}});
        else all.push_back({Kind::decision, "decision.decided", {{"decision", decision.name}, {"value", shown(decision.value)}}});
        if (!decision.facts.empty()) {
            std::string facts;
            for (auto& fact : decision.facts) facts += (facts.empty() ? "" : "; ") + fact.name + " = " + shown(fact.value);
            all.push_back({Kind::facts, "decision.facts", {{"facts", facts}}});
        }
        for (auto& run : decision.tables) {
            auto& table = model.tables()[run.table];
            auto conditions = [&](const TableView::Rule& rule) {
                std::string s;
                for (std::size_t i = 0; i < rule.inputs.size() && i < run.inputs.size(); ++i) {
                    auto cell = std::string(trimmed(rule.inputs[i]));
                    if (cell.empty() || cell == "-") continue;
                    s += (s.empty() ? "" : "; ") + table.inputs[i].label + " = " + shown(run.inputs[i]) + " (" + cell + ")";
                }
                return s;
            };
            for (auto matched : run.decided) {
                auto& rule = table.rules[matched];
                auto when = conditions(rule);
                all.push_back({Kind::rule, when.empty() ? "decision.rule_always" : "decision.rule_matched",
                               {{"rule", std::to_string(matched + 1)}, {"table", table.owner}, {"conditions", when}}});
                for (auto& annotation : rule.annotations)
                    if (!trimmed(annotation).empty()) all.push_back({Kind::annotation, "decision.annotation", {{"annotation", annotation}}});
                if (rule.annotations.empty() && !trimmed(rule.description).empty()) all.push_back({Kind::annotation, "decision.annotation", {{"annotation", rule.description}}});
            }
            if (run.by_default) all.push_back({Kind::by_default, "decision.by_default", {{"table", table.owner}}});
            else if (run.matched.empty()) all.push_back({Kind::no_rule, "decision.no_rule", {{"table", table.owner}}});
            for (std::size_t i = 0; i < run.failed.size() && i < failed; ++i) {
                auto& f = run.failed[i];
                all.push_back({Kind::failed, "decision.rule_failed",
                               {{"rule", std::to_string(f.rule + 1)}, {"table", table.owner}, {"input", table.inputs[f.input].label}, {"value", shown(run.inputs[f.input])},
                                {"cell", std::string(trimmed(table.rules[f.rule].inputs[f.input]))}}});
            }
        }
        for (auto& problem : decision.problems) all.push_back({Kind::problem, "decision.problem", {{"problem", problem}}});
    }
    return all;
}

}  // namespace raekoda::decision
