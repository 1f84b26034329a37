// A model and all it imports, linked: nodes, what each requires, and the order in which to make decisions. Private to the room.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "decision/build.h"
#include "decision/model.h"
#include "decision/source.h"

namespace raekoda::decision {

// The decisions to make, in order, for some results; the values of all nodes involved stand in one array.
struct Plan {
    struct Given {
        std::uint32_t node, slot;
    };
    struct Turn {
        std::uint32_t node, slot;
        std::vector<std::uint32_t> sources;  // slots of what the decision requires, in the order of its requirements
    };
    std::vector<Given> given;  // input data, and decisions that are not to be made but given
    std::vector<Turn> turns;
    std::uint32_t slots = 0;
};

struct DecisionProgram {
    // Where the value of a name in scope comes from.
    struct Source {
        Value name;
        std::int32_t requirement = -1;              // position in requirements
        Value constant;                             // a knowledge model, or a context of them; else
        std::vector<Source> members;                // the names of an import
    };
    std::vector<std::uint32_t> requirements;  // nodes
    std::vector<Source> sources;              // slot by slot
    std::uint32_t frame = 0;
    StepPointer logic;
    Place place;

    // `values[i]`: of requirement i.
    Value run(Evaluation&, const Value* array, const std::vector<std::uint32_t>& slots) const;
};

struct GraphNode {
    source::NodeKind kind = source::NodeKind::decision;
    std::uint32_t unit = 0;
    std::string id, name;  // name: of its variable, as texts use it
    const source::Node* node = nullptr;  // only while loading
    TypePointer type;
    Place place;
    std::unique_ptr<DecisionProgram> decision;
    Value function;        // of a knowledge model or a service
    TypePointer function_type;
    std::size_t info = 0;  // position in inputs, decisions or services
};

struct ServiceProgram {
    std::uint32_t node = 0;
    std::vector<std::uint32_t> parameters;  // nodes
    std::vector<std::uint32_t> outputs;     // nodes
    std::vector<std::uint32_t> parameter_slots, output_slots;  // in the plan
    Plan plan;
};

struct Unit {
    std::shared_ptr<source::Definitions> definitions;
    ItemTypes types;
    std::vector<std::pair<std::string, std::uint32_t>> imports;  // name of the import → unit; several may have none (DMN 1.1)
    std::map<std::string, std::uint32_t> by_id;    // → node
    std::string import_name;                       // as the first unit calls it: "a", "a.b"; empty for itself
};

struct Graph {
    std::string name, name_space;
    int version = 0;
    std::vector<std::unique_ptr<Unit>> units;
    std::vector<GraphNode> nodes;
    std::vector<InputInfo> inputs;
    std::vector<DecisionInfo> decisions;
    std::vector<KnowledgeInfo> knowledge;
    std::vector<ServiceInfo> services;
    std::vector<std::uint32_t> input_nodes, decision_nodes, service_nodes;
    std::vector<std::shared_ptr<ServiceProgram>> service_programs;  // beside services
    Tables tables;

    Plan plan(const std::vector<std::uint32_t>& targets, const std::vector<std::uint32_t>& given) const;
};

// One decision, checked against its type and recorded when asked; slots[i]: where the value of its requirement i stands in the array.
Value run_decision(Evaluation&, const Graph&, std::uint32_t node, const Value* array, const std::vector<std::uint32_t>& slots);
// Makes all decisions of a plan; `values`: plan.slots of them, the given ones filled in.
void run_plan(Evaluation&, const Graph&, const Plan&, Value* values);

}  // namespace raekoda::decision
