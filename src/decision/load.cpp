#include <algorithm>
#include <set>

#include "base/text.h"
#include "decision/graph.h"
#include "decision/logic_view.h"

namespace raekoda::decision {

using source::NodeKind;

namespace {

constexpr std::size_t most_problems = 1'000;

// A decision service as a function. The graph owns the function's program; a weak pointer, or the graph would own itself.
class ServiceFunction : public Function {
public:
    ServiceFunction(std::vector<Parameter> parameters, TypePointer result, std::weak_ptr<const Graph> graph, std::shared_ptr<const ServiceProgram> program)
        : Function(std::move(parameters), std::move(result)), graph_(std::move(graph)), program_(std::move(program)) {}
    Value invoke(Evaluation& e, std::span<const Value> arguments) const override {
        auto graph = graph_.lock();
        if (!graph) return model_problem(e, "model_gone", "the model of this decision service is not there any more");
        auto& plan = program_->plan;
        Evaluation::Locals locals(e, plan.slots);
        for (std::size_t i = 0; i < program_->parameter_slots.size(); ++i)
            locals.values()[program_->parameter_slots[i]] = i < arguments.size() ? arguments[i] : Value();
        run_plan(e, *graph, plan, locals.values());
        if (e.stopped()) return {};
        if (program_->outputs.size() == 1) return locals.values()[program_->output_slots[0]];
        ContextBuilder context;
        for (std::size_t i = 0; i < program_->outputs.size(); ++i) context.put(std::string_view(graph->nodes[program_->outputs[i]].name), locals.values()[program_->output_slots[i]]);
        return context.build();
    }

private:
    std::weak_ptr<const Graph> graph_;
    std::shared_ptr<const ServiceProgram> program_;
};

class Loader {
public:
    Loader(const LoadOptions& options, ModelProblems& problems) : options_(options), problems_(problems), graph_(std::make_shared<Graph>()) {}

    std::shared_ptr<const Graph> load(std::string_view xml, std::string_view file) {
        if (!read(xml, file, {})) return nullptr;
        // What the first model imports is read in turn; what these import, after that.
        for (std::size_t i = 0; i < graph_->units.size(); ++i) read_imports(i);
        build_types();
        make_nodes();
        resolve();
        auto order = order_of_nodes();
        for (auto index : order)
            if (graph_->nodes[index].kind == NodeKind::service) start_service(index);
        for (auto index : order) {
            if (graph_->nodes[index].kind == NodeKind::knowledge_model) build_knowledge(index);
            if (graph_->nodes[index].kind == NodeKind::decision) build_decision(index);
        }
        for (auto& service : graph_->service_programs) finish_service(*service);
        describe();
        for (auto& unit : graph_->units) unit->definitions->document = nullptr;
        for (auto& node : graph_->nodes) node.node = nullptr;
        for (auto& unit : graph_->units) unit->definitions = nullptr;
        return graph_;
    }

private:
    void problem(const char* code, std::string words, const Place& at, std::map<std::string, std::string> arguments = {}, Severity severity = Severity::error) {
        problems_.push_back({severity, code, std::move(words), std::move(arguments), at});
    }
    bool read(std::string_view xml, std::string_view file, const std::string& import_name) {
        XmlLimits limits{options_.bytes, options_.depth, options_.elements};
        auto d = source::read(xml, file, limits, problems_);
        if (!d) return false;
        auto unit = std::make_unique<Unit>();
        unit->definitions = std::move(d);
        unit->import_name = import_name;
        if (graph_->units.empty()) {
            graph_->name = unit->definitions->name;
            graph_->name_space = unit->definitions->name_space;
            graph_->version = unit->definitions->version;
        }
        units_by_space_.emplace(unit->definitions->name_space, graph_->units.size());
        graph_->units.push_back(std::move(unit));
        return true;
    }
    void read_imports(std::size_t index) {
        auto definitions = graph_->units[index]->definitions;
        for (auto& import : definitions->imports) {
            auto at = definitions->place(import.offset, {}, import.name);
            auto& taken = graph_->units[index]->imports;
            if (!import.name.empty() && std::any_of(taken.begin(), taken.end(), [&](auto& other) { return other.first == import.name; })) {
                problem("duplicate_name", "two imports have the name '" + import.name + "'", at, {{"name", import.name}});
                continue;
            }
            auto known = units_by_space_.find(import.name_space);
            if (known == units_by_space_.end()) {
                auto outer = graph_->units[index]->import_name;
                auto found = options_.resolver ? options_.resolver({import.name_space, import.location, definitions->file}) : std::nullopt;
                if (!found) {
                    problem("missing_import", "the imported model '" + import.name_space + "' was not found", at, {{"namespace", import.name_space}});
                    continue;
                }
                if (graph_->units.size() >= options_.models) {
                    problem("too_many_models", "more than " + std::to_string(options_.models) + " models are imported", at);
                    return;
                }
                if (!read(found->xml, found->file, outer.empty() ? import.name : outer + "." + import.name)) {
                    problem("missing_import", "the imported model '" + import.name_space + "' cannot be read", at, {{"namespace", import.name_space}});
                    continue;
                }
                auto& made = *graph_->units.back()->definitions;
                if (made.name_space != import.name_space) {
                    problem("import_namespace", "the imported model has the namespace '" + made.name_space + "', not '" + import.name_space + "'", at);
                    units_by_space_.emplace(import.name_space, graph_->units.size() - 1);
                }
                known = units_by_space_.find(import.name_space);
            }
            graph_->units[index]->imports.emplace_back(import.name, static_cast<std::uint32_t>(known->second));
        }
    }
    // Types of imported models first.
    void build_types() {
        std::vector<int> state(graph_->units.size(), 0);
        for (std::size_t i = 0; i < graph_->units.size(); ++i) build_types_of(i, state);
    }
    void build_types_of(std::size_t index, std::vector<int>& state) {  // as deep as there are models
        if (state[index]) return;
        state[index] = 1;
        auto& unit = *graph_->units[index];
        std::vector<std::pair<std::string, const ItemTypes*>> imported;
        for (auto& [name, other] : unit.imports) {
            if (state[other] == 1) {
                problem("cyclic_import", "the models import each other in a circle through '" + name + "'", unit.definitions->place(-1, {}, name), {{"name", name}});
                continue;
            }
            build_types_of(other, state);
            imported.emplace_back(name, &graph_->units[other]->types);
        }
        unit.types.build(*unit.definitions, imported, problems_);
        state[index] = 2;
    }
    void make_nodes() {
        for (std::uint32_t u = 0; u < graph_->units.size(); ++u) {
            auto& unit = *graph_->units[u];
            std::map<std::string, const source::Node*> names;
            for (auto& node : unit.definitions->nodes) {
                if (node.kind == NodeKind::knowledge_source) continue;
                auto place = unit.definitions->place(node.offset, node.id, node.name);
                auto index = static_cast<std::uint32_t>(graph_->nodes.size());
                if (!node.id.empty() && !unit.by_id.emplace(node.id, index).second) problem("duplicate_id", "two elements have the id '" + node.id + "'", place, {{"id", node.id}});
                if (!node.name.empty() && !names.emplace(node.name, &node).second)
                    problem("duplicate_name", "there are two elements '" + node.name + "'", place, {{"name", node.name}});
                for (auto& import : unit.definitions->imports)
                    if (!import.name.empty() && import.name == node.name)
                        problem("duplicate_name", "an import and an element are both called '" + node.name + "'", place, {{"name", node.name}});
                if (node.variable.name != node.name && node.kind != NodeKind::service)
                    problem("variable_name", "the variable '" + node.variable.name + "' is not called like its element '" + node.name + "'", place, {}, Severity::warning);
                GraphNode made;
                made.kind = node.kind;
                made.unit = u;
                made.id = node.id;
                made.name = node.variable.name;
                made.node = &node;
                made.place = place;
                auto type_place = unit.definitions->place(node.variable.offset < 0 ? node.offset : node.variable.offset, node.id, node.name);
                made.type = unit.types.find(node.variable.type_ref, type_place, problems_);
                graph_->nodes.push_back(std::move(made));
            }
        }
    }

    struct Required {
        std::vector<std::uint32_t> information, knowledge;
    };
    std::int64_t find(const source::Reference& reference, std::uint32_t unit_index, const GraphNode& from) {
        auto& unit = *graph_->units[unit_index];
        auto hash = reference.href.rfind('#');
        auto space = hash == std::string::npos ? std::string() : reference.href.substr(0, hash);
        auto id = hash == std::string::npos ? reference.href : reference.href.substr(hash + 1);
        const Unit* where = &unit;
        if (!space.empty() && space != unit.definitions->name_space) {
            where = nullptr;
            for (auto& [name, other] : unit.imports)
                if (graph_->units[other]->definitions->name_space == space) where = graph_->units[other].get();
        }
        if (where)
            if (auto found = where->by_id.find(id); found != where->by_id.end()) return found->second;
        auto place = unit.definitions->place(reference.offset, from.id, from.name);
        problem("unknown_reference", "there is no element '" + reference.href + "'" + (where ? "" : "; its model is not imported"), place, {{"href", reference.href}});
        return -1;
    }
    void take(const std::vector<source::Reference>& references, std::uint32_t index, std::initializer_list<NodeKind> kinds, std::vector<std::uint32_t>& into) {
        auto unit = graph_->nodes[index].unit;
        for (auto& reference : references) {
            auto found = find(reference, unit, graph_->nodes[index]);
            if (found < 0) continue;
            auto node = static_cast<std::uint32_t>(found);
            if (std::find(kinds.begin(), kinds.end(), graph_->nodes[node].kind) == kinds.end()) {
                problem("wrong_reference", "'" + reference.href + "' is an element of another kind than is required here",
                        graph_->units[unit]->definitions->place(reference.offset, graph_->nodes[index].id, graph_->nodes[index].name), {{"href", reference.href}});
                continue;
            }
            if (std::find(into.begin(), into.end(), node) == into.end()) into.push_back(node);
        }
    }
    void resolve() {
        required_.resize(graph_->nodes.size());
        for (std::uint32_t i = 0; i < graph_->nodes.size(); ++i) {
            auto& node = *graph_->nodes[i].node;
            auto& r = required_[i];
            take(node.requires_inputs, i, {NodeKind::input_data}, r.information);
            take(node.requires_decisions, i, {NodeKind::decision}, r.information);
            take(node.requires_knowledge, i, {NodeKind::knowledge_model, NodeKind::service}, r.knowledge);
            if (node.kind != NodeKind::service) continue;
            auto program = std::make_shared<ServiceProgram>();
            program->node = i;
            take(node.input_data, i, {NodeKind::input_data}, program->parameters);
            take(node.input_decisions, i, {NodeKind::decision}, program->parameters);
            take(node.output_decisions, i, {NodeKind::decision}, program->outputs);
            std::vector<std::uint32_t> encapsulated;
            take(node.encapsulated_decisions, i, {NodeKind::decision}, encapsulated);
            if (program->outputs.empty()) problem("missing_element", "the decision service has no output decision", graph_->nodes[i].place, {{"element", "outputDecision"}});
            graph_->nodes[i].info = graph_->service_programs.size();
            graph_->service_programs.push_back(std::move(program));
        }
    }
    // Every node after all it requires; a requirement that closes a circle is a problem and is dropped.
    std::vector<std::uint32_t> order_of_nodes() {
        std::vector<std::uint32_t> order;
        std::vector<char> state(graph_->nodes.size(), 0);
        struct Open {
            std::uint32_t node;
            std::size_t next;
        };
        std::vector<Open> open;
        auto edges = [&](std::uint32_t node, std::size_t i) -> std::uint32_t* {
            auto& r = required_[node];
            if (i < r.information.size()) return &r.information[i];
            i -= r.information.size();
            return i < r.knowledge.size() ? &r.knowledge[i] : nullptr;
        };
        constexpr std::uint32_t dropped = UINT32_MAX;
        for (std::uint32_t start = 0; start < graph_->nodes.size(); ++start) {
            if (state[start]) continue;
            state[start] = 1;
            open.push_back({start, 0});
            while (!open.empty()) {
                auto node = open.back().node;
                auto* edge = edges(node, open.back().next++);
                if (!edge) {
                    state[node] = 2;
                    order.push_back(node);
                    open.pop_back();
                } else if (state[*edge] == 0) {
                    state[*edge] = 1;
                    open.push_back({*edge, 0});
                } else if (state[*edge] == 1) {
                    // A knowledge model that requires itself is recursion, which is allowed.
                    if (*edge != node || graph_->nodes[node].kind != NodeKind::knowledge_model) {
                        std::string path = graph_->nodes[*edge].name;
                        auto from = std::find_if(open.begin(), open.end(), [&](const Open& o) { return o.node == *edge; });
                        std::size_t shown = 0;
                        for (auto it = from + 1; it < open.end() && shown < 20; ++it, ++shown) path += " → " + graph_->nodes[it->node].name;
                        problem("cyclic_requirement", "requirements go in a circle: " + path + " → " + graph_->nodes[*edge].name, graph_->nodes[node].place, {{"path", path}});
                        broken_.insert(node);
                    }
                    *edge = dropped;
                }
            }
        }
        for (auto& r : required_) {
            std::erase(r.information, dropped);
            std::erase(r.knowledge, dropped);
        }
        return order;
    }

    // The names that a node's texts may use, and where their values come from.
    void scope_of(std::uint32_t index, Scope& scope, std::vector<DecisionProgram::Source>& sources) {
        auto& node = graph_->nodes[index];
        auto& unit = *graph_->units[node.unit];
        scope.names = unit.types.names();
        std::map<std::string, std::pair<DecisionProgram::Source, std::shared_ptr<Type>>> imports;
        auto add = [&](std::uint32_t required, std::int32_t position) {
            auto& other = graph_->nodes[required];
            DecisionProgram::Source source;
            source.name = Value(other.name);
            source.requirement = position;
            if (position < 0) source.constant = other.function;
            auto type = position < 0 ? other.function_type : types_.count(required) ? types_[required] : other.type;
            if (other.unit == node.unit) {
                scope.add(other.name, type);
                sources.push_back(std::move(source));
                return;
            }
            for (auto& [name, which] : unit.imports) {
                if (which != other.unit) continue;
                if (name.empty()) {
                    scope.add(other.name, type);
                    sources.push_back(std::move(source));
                    return;
                }
                auto& group = imports[name];
                if (!group.second) {
                    group.second = std::make_shared<Type>();
                    group.second->kind = Type::Kind::context;
                    group.first.name = Value(name);
                }
                group.second->members.push_back({other.name, type});
                group.first.members.push_back(std::move(source));
                return;
            }
        };
        auto& r = required_[index];
        for (std::size_t i = 0; i < r.information.size(); ++i) add(r.information[i], static_cast<std::int32_t>(i));
        for (auto required : r.knowledge) add(required, -1);
        for (auto& [name, group] : imports) {
            scope.add(name, group.second);
            auto& source = group.first;
            // Knowledge alone does not change from one evaluation to the next.
            if (std::all_of(source.members.begin(), source.members.end(), [](auto& m) { return m.requirement < 0; })) {
                ContextBuilder context;
                for (auto& member : source.members) context.append(member.name, member.constant);
                source.constant = context.build();
                source.members.clear();
            }
            sources.push_back(std::move(source));
        }
    }
    StepBuilder builder(const GraphNode& node) {
        auto& unit = *graph_->units[node.unit];
        return {*unit.definitions, unit.types, graph_->tables, problems_, node.id, node.node->name};
    }
    StepPointer broken(const GraphNode& node, std::string words) {
        auto step = std::make_shared<BrokenStep>();
        step->words = std::move(words);
        step->place = node.place;
        return step;
    }
    void build_knowledge(std::uint32_t index) {
        auto& node = graph_->nodes[index];
        auto& e = node.node->expression;
        std::uint32_t most = 0;
        Scope scope{{}, &most};
        std::vector<DecisionProgram::Source> sources;
        scope_of(index, scope, sources);
        auto self = scope.add(node.name, nullptr);
        auto declared = node.type && node.type->kind == Type::Kind::function ? node.type->result : node.type;
        auto build = builder(node);
        auto first = graph_->tables.views.size();
        StepBuilder::BuiltFunction built;
        if (e.kind == source::Kind::none) {
            problem("missing_expression", "the knowledge model has no logic", node.place, {}, Severity::warning);
            auto body = std::make_shared<BoxedBody>();
            body->captured = body->frame = scope.visible();
            body->step = broken(node, "the knowledge model has no logic");
            built.body = body;
        } else {
            built = build.build_function(e, scope, static_cast<std::int32_t>(self), declared);
        }
        for (auto t = first; t < graph_->tables.views.size(); ++t) tables_of_[index].push_back(t);
        std::vector<Value> captured;
        for (auto& source : sources) captured.push_back(source.constant);
        captured.resize(scope.visible());
        node.function = function_of(built.body, std::move(captured), built.parameters, built.result);
        node.function_type = built.type;
        if (node.function.is_null()) problem("too_deep", "knowledge models require each other too deep", node.place);
    }
    void build_decision(std::uint32_t index) {
        auto& node = graph_->nodes[index];
        auto program = std::make_unique<DecisionProgram>();
        program->requirements = required_[index].information;
        program->place = node.place;
        Scope scope{{}, &program->frame};
        scope_of(index, scope, program->sources);
        auto build = builder(node);
        auto first = graph_->tables.views.size();
        auto& e = node.node->expression;
        if (broken_.count(index)) {
            program->logic = broken(node, "the decision requires itself");
        } else if (e.kind == source::Kind::none) {
            problem("missing_expression", "the decision has no logic", node.place, {}, Severity::warning);
            program->logic = broken(node, "the decision has no logic");
        } else {
            auto built = build.build(e, scope, node.name);
            program->logic = std::move(built.step);
            types_[index] = node.type ? node.type : built.type;
        }
        for (auto t = first; t < graph_->tables.views.size(); ++t) tables_of_[index].push_back(t);
        node.decision = std::move(program);
    }
    void start_service(std::uint32_t index) {
        auto& node = graph_->nodes[index];
        auto program = graph_->service_programs[node.info];
        std::vector<Parameter> parameters;
        auto type = std::make_shared<Type>();
        type->kind = Type::Kind::function;
        for (auto parameter : program->parameters) {
            parameters.push_back({graph_->nodes[parameter].name, graph_->nodes[parameter].type});
            type->parameters.push_back(graph_->nodes[parameter].type);
        }
        auto result = node.type && node.type->kind == Type::Kind::function ? node.type->result : node.type;
        type->result = result;
        if (!result && program->outputs.size() == 1) type->result = graph_->nodes[program->outputs[0]].type;
        if (!result && program->outputs.size() > 1) {
            auto context = std::make_shared<Type>();
            context->kind = Type::Kind::context;
            for (auto output : program->outputs) context->members.push_back({graph_->nodes[output].name, graph_->nodes[output].type});
            type->result = context;
        }
        node.function_type = type;
        node.function = Value::function(new ServiceFunction(std::move(parameters), result, graph_, program));
    }
    void finish_service(ServiceProgram& service) {
        service.plan = graph_->plan(service.outputs, service.parameters);
        std::map<std::uint32_t, std::uint32_t> slots;
        for (auto& given : service.plan.given) slots[given.node] = given.slot;
        for (auto& turn : service.plan.turns) slots[turn.node] = turn.slot;
        for (auto node : service.parameters) service.parameter_slots.push_back(slots[node]);
        for (auto node : service.outputs) service.output_slots.push_back(slots[node]);
    }
    void describe() {
        for (std::uint32_t i = 0; i < graph_->nodes.size(); ++i) {
            auto& node = graph_->nodes[i];
            auto& import = graph_->units[node.unit]->import_name;
            if (node.kind == NodeKind::input_data) {
                node.info = graph_->inputs.size();
                graph_->inputs.push_back({node.name, node.id, import, node.type, graph_->units[node.unit]->definitions->name_space});
                graph_->input_nodes.push_back(i);
            } else if (node.kind == NodeKind::decision) {
                node.info = graph_->decisions.size();
                graph_->decisions.push_back({node.name, node.id, import, node.node->description, node.node->question, node.node->allowed_answers,
                                             types_.count(i) ? types_[i] : node.type, {}, {}, {}, graph_->units[node.unit]->definitions->name_space});
                graph_->decision_nodes.push_back(i);
            } else if (node.kind == NodeKind::knowledge_model) {
                node.info = graph_->knowledge.size();
                graph_->knowledge.push_back({node.name, node.id, import, node.node->description, tables_of_[i], {}, logic_view(node.node->expression, tables_of_[i], graph_->tables)});
            } else if (node.kind == NodeKind::service) {
                ServiceInfo info{node.node->name, node.id, import, {}, {}};
                for (auto parameter : graph_->service_programs[node.info]->parameters) info.parameters.push_back(graph_->nodes[parameter].name);
                for (auto output : graph_->service_programs[node.info]->outputs) info.outputs.push_back(graph_->nodes[output].name);
                graph_->services.push_back(std::move(info));
                graph_->service_nodes.push_back(i);
            }
        }
        for (std::uint32_t i = 0; i < graph_->nodes.size(); ++i) {
            if (graph_->nodes[i].kind == NodeKind::knowledge_model)
                for (auto required : required_[i].knowledge)
                    if (graph_->nodes[required].kind == NodeKind::knowledge_model) graph_->knowledge[graph_->nodes[i].info].requires_knowledge.push_back(graph_->nodes[required].info);
            if (graph_->nodes[i].kind != NodeKind::decision) continue;
            auto& info = graph_->decisions[graph_->nodes[i].info];
            for (auto required : required_[i].knowledge)
                if (graph_->nodes[required].kind == NodeKind::knowledge_model) info.requires_knowledge.push_back(graph_->nodes[required].info);
            info.logic = logic_view(graph_->nodes[i].node->expression, tables_of_[i], graph_->tables);
            for (auto required : required_[i].information)
                (graph_->nodes[required].kind == NodeKind::input_data ? info.requires_inputs : info.requires_decisions).push_back(graph_->nodes[required].info);
            info.tables = tables_of_[i];
        }
    }

    const LoadOptions& options_;
    ModelProblems& problems_;
    std::shared_ptr<Graph> graph_;
    std::map<std::string, std::size_t> units_by_space_;
    std::vector<Required> required_;
    std::set<std::uint32_t> broken_;
    std::map<std::uint32_t, TypePointer> types_;
    std::map<std::uint32_t, std::vector<std::size_t>> tables_of_;
};

}  // namespace

Loaded load(std::string_view xml, std::string_view file, const LoadOptions& options) {
    Loaded loaded;
    auto graph = Loader(options, loaded.problems).load(xml, file);
    if (loaded.problems.size() > most_problems) loaded.problems.resize(most_problems);
    if (graph) loaded.model = std::make_shared<Model>(std::move(graph));
    return loaded;
}

}  // namespace raekoda::decision
