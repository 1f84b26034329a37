#include "decision/graph.h"
#include "decision/model.h"

namespace raekoda::decision {

struct Session::State {
    State(std::shared_ptr<const Model> m, Budget budget, std::optional<Now> now)
        : model(std::move(m)), graph(model->graph()), evaluation(std::move(budget), now), values(graph.nodes.size()), known(graph.nodes.size(), 0) {}

    std::shared_ptr<const Model> model;
    const Graph& graph;
    Evaluation evaluation;
    std::vector<Value> values;           // by node
    std::vector<std::uint64_t> known;    // equal to `turn`: the value is of this set of facts
    std::uint64_t turn = 1;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open;

    void give(std::uint32_t index, Value value) {
        auto& node = graph.nodes[index];
        Evaluation::At at(evaluation, &node.place, false);
        values[index] = node.type ? conformed(evaluation, std::move(value), node.type, "the fact") : std::move(value);
        known[index] = turn;
    }
    Value decide(std::uint32_t target) {
        open.clear();
        open.push_back({target, 0});
        while (!open.empty()) {
            auto [index, next] = open.back();
            auto& node = graph.nodes[index];
            if (known[index] == turn) {
                open.pop_back();
                continue;
            }
            if (node.decision && next < node.decision->requirements.size()) {
                ++open.back().second;
                auto required = node.decision->requirements[next];
                if (known[required] != turn) open.push_back({required, 0});
                continue;
            }
            if (evaluation.stopped()) return {};
            values[index] = node.decision ? run_decision(evaluation, graph, index, values.data(), node.decision->requirements) : Value();
            known[index] = turn;
            open.pop_back();
        }
        return evaluation.stopped() ? Value() : values[target];
    }
};

Session::Session(std::shared_ptr<const Model> model, Budget budget, std::optional<Now> now) : state_(std::make_unique<State>(std::move(model), std::move(budget), now)) {}
Session::~Session() = default;

void Session::begin() {
    ++state_->turn;
    auto* reasons = state_->evaluation.reasons;
    state_->evaluation.reset();
    state_->evaluation.reasons = reasons;
}

void Session::set(std::size_t input, Value value) { state_->give(state_->graph.input_nodes[input], std::move(value)); }

void Session::set_all(const Value& facts) {
    if (!facts.is(Value::Kind::context)) return;
    auto& graph = state_->graph;
    // Facts of imported models stand in a context under the import's name, or beside the others.
    auto find = [&](const std::string& import, const std::string& name) -> const Value* {
        const Value* where = &facts;
        std::string_view rest = import;
        while (!rest.empty() && where) {
            auto dot = rest.find('.');
            where = where->is(Value::Kind::context) ? where->context().find(rest.substr(0, dot)) : nullptr;
            rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
        }
        if (where && where->is(Value::Kind::context))
            if (auto* found = where->context().find(name)) return found;
        return import.empty() ? nullptr : facts.context().find(name);
    };
    for (std::size_t i = 0; i < graph.inputs.size(); ++i)
        if (auto* value = find(graph.inputs[i].import_name, graph.inputs[i].name)) state_->give(graph.input_nodes[i], *value);
    for (std::size_t i = 0; i < graph.decisions.size(); ++i)
        if (auto* value = find(graph.decisions[i].import_name, graph.decisions[i].name)) state_->give(graph.decision_nodes[i], *value);
}

Value Session::decide(std::size_t decision) { return state_->decide(state_->graph.decision_nodes[decision]); }

Value Session::call_service(std::size_t service, const Value& arguments) {
    auto& node = state_->graph.nodes[state_->graph.service_nodes[service]];
    std::vector<NamedArgument> named;
    if (arguments.is(Value::Kind::context))
        for (auto& entry : arguments.context().entries())
            for (auto& parameter : node.function.function().parameters())
                if (parameter.name == entry.name.string()) named.push_back({entry.name.string(), entry.value});
    Evaluation::At at(state_->evaluation, &node.place, false);
    return call_named(state_->evaluation, node.function, named);
}

Evaluation& Session::evaluation() { return state_->evaluation; }
void Session::record(Reasons* reasons) { state_->evaluation.reasons = reasons; }

}  // namespace raekoda::decision
