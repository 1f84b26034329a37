#include "decision/graph.h"

namespace raekoda::decision {

namespace {

Value value_of(const DecisionProgram::Source& source, const Value* array, const std::vector<std::uint32_t>& slots) {
    if (source.requirement >= 0) return array[slots[static_cast<std::size_t>(source.requirement)]];
    if (source.members.empty()) return source.constant;
    ContextBuilder context;
    for (auto& member : source.members) context.append(member.name, value_of(member, array, slots));
    return context.build();
}

}  // namespace

Value DecisionProgram::run(Evaluation& e, const Value* array, const std::vector<std::uint32_t>& slots) const {
    Evaluation::Locals locals(e, frame);
    for (std::size_t i = 0; i < sources.size(); ++i) locals.values()[i] = value_of(sources[i], array, slots);
    return logic->run(e, locals.values());
}

namespace {

// Opens a record of one decision; closes it with its value.
class Recording {
public:
    Recording(Evaluation& e, const Graph& graph, const GraphNode& node, const Value* array, const std::vector<std::uint32_t>& slots) : e_(e) {
        auto* reasons = e.reasons;
        if (!reasons || reasons->decisions.size() >= Reasons::most_decisions) return;
        before_ = reasons->current;
        problems_ = e.diagnostics().size();
        mine_ = reasons->current = reasons->decisions.size();
        auto& made = reasons->decisions.emplace_back();
        made.id = node.id;
        made.name = node.name;
        for (std::size_t i = 0; i < node.decision->requirements.size(); ++i)
            made.facts.push_back({graph.nodes[node.decision->requirements[i]].name, array[slots[i]]});
    }
    void end(const Value& value) {
        if (mine_ == SIZE_MAX) return;
        auto& made = e_.reasons->decisions[mine_];
        made.value = value;
        auto& all = e_.diagnostics();
        for (auto i = problems_; i < all.size(); ++i) made.problems.push_back(all[i].text);
        e_.reasons->current = before_;
    }

private:
    Evaluation& e_;
    std::size_t before_ = SIZE_MAX, mine_ = SIZE_MAX, problems_ = 0;
};

}  // namespace

Value run_decision(Evaluation& e, const Graph& graph, std::uint32_t index, const Value* array, const std::vector<std::uint32_t>& slots) {
    auto& node = graph.nodes[index];
    Evaluation::At at(e, &node.place, false);
    if (!e.reasons) [[likely]]
        return conformed(e, node.decision->run(e, array, slots), node.type, "the decision");
    Recording recording(e, graph, node, array, slots);
    auto value = conformed(e, node.decision->run(e, array, slots), node.type, "the decision");
    recording.end(value);
    return value;
}

void run_plan(Evaluation& e, const Graph& graph, const Plan& plan, Value* values) {
    for (auto& turn : plan.turns) {
        if (e.stopped() || !e.charge()) return;
        values[turn.slot] = run_decision(e, graph, turn.node, values, turn.sources);
    }
}

Plan Graph::plan(const std::vector<std::uint32_t>& targets, const std::vector<std::uint32_t>& given) const {
    Plan plan;
    std::map<std::uint32_t, std::uint32_t> slots;
    auto slot = [&](std::uint32_t node) { return slots.emplace(node, plan.slots).second ? plan.slots++ : slots[node]; };
    for (auto node : given) plan.given.push_back({node, slot(node)});
    // Depth first without recursion: a chain of requirements may be long.
    std::vector<std::pair<std::uint32_t, std::size_t>> open;
    for (auto target : targets) {
        open.push_back({target, 0});
        while (!open.empty()) {
            auto [node, next] = open.back();
            if (slots.count(node)) {
                open.pop_back();
                continue;
            }
            auto& n = nodes[node];
            if (!n.decision) {
                plan.given.push_back({node, slot(node)});
                open.pop_back();
                continue;
            }
            auto& requirements = n.decision->requirements;
            if (next < requirements.size()) {
                open.back().second = next + 1;
                open.push_back({requirements[next], 0});
                continue;
            }
            Plan::Turn turn{node, slot(node), {}};
            for (auto required : requirements) turn.sources.push_back(slot(required));
            plan.turns.push_back(std::move(turn));
            open.pop_back();
        }
    }
    return plan;
}

}  // namespace raekoda::decision
