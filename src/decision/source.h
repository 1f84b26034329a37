// A model as its file says it, before anything is compiled: plain structs with places. Private to the room.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/model.h"
#include "decision/problem.h"
#include "decision/xml.h"

namespace raekoda::decision::source {

struct Text {
    std::string text;
    std::ptrdiff_t offset = -1;  // of the text itself in the file
    bool empty() const { return text.empty(); }
};

// variable, formalParameter, parameter of a binding, column of a relation.
struct Variable {
    std::string name, type_ref, id;
    std::ptrdiff_t offset = -1;
};

enum class Kind { none, literal, table, context, list, relation, invocation, function, conditional, filter, iterator_for, iterator_some, iterator_every };
enum class FunctionKind { feel, java, pmml, unknown };

struct Table;

struct Expression {
    Kind kind = Kind::none;
    std::string id, type_ref, language;
    std::ptrdiff_t offset = -1;
    Text text;                          // literal
    std::vector<Variable> names;        // context entries (empty name: the result), relation columns, bindings, parameters
    std::vector<Expression> children;   // context values · list items · relation cells row by row · invocation: function, then arguments ·
                                        // function: body · conditional: if, then, else · filter: in, match · iterators: in, return/satisfies
    std::string iterator;               // name of the iterator's variable
    FunctionKind function = FunctionKind::feel;
    std::unique_ptr<Table> table;
};

struct TableInput {
    std::string id, label, type_ref;
    Text expression, values;
    std::ptrdiff_t offset = -1;
};
struct TableOutput {
    std::string id, name, label, type_ref;
    Text values;
    Expression default_entry;
    std::ptrdiff_t offset = -1;
};
struct TableRule {
    std::string id, description;
    std::vector<Text> inputs;
    std::vector<Expression> outputs;
    std::vector<std::string> annotations;
    bool sound = true;  // as many entries as the table has columns
    std::ptrdiff_t offset = -1;
};
struct Table {
    HitPolicy hit_policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    bool rules_as_columns = false;  // preferredOrientation; the meaning is the same
    std::string output_label;
    std::vector<TableInput> inputs;
    std::vector<TableOutput> outputs;
    std::vector<std::string> annotations;  // names of the annotation columns
    std::vector<TableRule> rules;
};

struct ItemDefinition {
    std::string name, type_ref, id;
    bool is_collection = false;
    Text allowed_values;       // unary tests for the value, or each item of a collection
    Text type_constraint;      // DMN 1.5: unary tests for the value as a whole
    std::vector<ItemDefinition> components;
    bool is_function = false;
    std::string function_output;
    std::vector<Variable> function_parameters;
    std::ptrdiff_t offset = -1;
};

struct Reference {
    std::string href;
    std::ptrdiff_t offset = -1;
};

enum class NodeKind { input_data, decision, knowledge_model, service, knowledge_source };

// A DRG element.
struct Node {
    NodeKind kind = NodeKind::decision;
    std::string id, name, description, question, allowed_answers;
    Variable variable;
    std::vector<Reference> requires_inputs, requires_decisions, requires_knowledge;
    Expression expression;  // decision: its logic; knowledge model: a function
    std::vector<Reference> output_decisions, encapsulated_decisions, input_decisions, input_data;  // service
    std::ptrdiff_t offset = -1;
};

struct Import {
    std::string name, name_space, location, type;
    std::ptrdiff_t offset = -1;
};

struct Definitions {
    std::string name, id, name_space, file;
    int version = 0;  // 11 … 15
    std::string expression_language;
    std::vector<Import> imports;
    std::vector<ItemDefinition> items;
    std::vector<Node> nodes;
    std::shared_ptr<XmlDocument> document;  // for places

    Place place(std::ptrdiff_t offset, std::string_view id = {}, std::string_view name = {}) const;
    Place place_in(const Text& text, std::size_t position, std::string_view id = {}, std::string_view name = {}) const;
};

// nullptr when it is no model at all; problems are added either way.
std::shared_ptr<Definitions> read(std::string_view xml, std::string_view file, const XmlLimits&, ModelProblems&);

}  // namespace raekoda::decision::source
