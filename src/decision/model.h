// A DMN model (1.1 to 1.5): loaded once, shared by threads without locks, evaluated by sessions of which each thread has its own.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decision/evaluation.h"
#include "decision/problem.h"
#include "decision/reasons.h"
#include "decision/type.h"
#include "decision/value.h"

namespace raekoda::decision {

// The room reads no files: the caller finds imported models.
struct ImportRequest {
    std::string name_space, location;  // namespace and locationURI of the import
    std::string importing_file;
};
struct ImportedFile {
    std::string file;  // name for places
    std::string xml;
};
using Resolver = std::function<std::optional<ImportedFile>(const ImportRequest&)>;

struct LoadOptions {
    Resolver resolver;  // none: models with imports are refused
    std::size_t bytes = 16u << 20;
    int depth = 200;                  // of XML elements
    std::size_t elements = 500'000;
    std::size_t models = 100;         // this one and all it imports
};

enum class HitPolicy : std::uint8_t { unique, first, priority, any, collect, rule_order, output_order };
enum class Aggregation : std::uint8_t { none, sum, count, min, max };
// "U", "F", "P", "A", "C", "C+", "C#", "C<", "C>", "R", "O".
std::string hit_policy_letter(HitPolicy, Aggregation);

// A decision table as people see it: texts of the file.
struct TableView {
    struct Input { std::string label, expression, values; };
    struct Output { std::string label, name, values, default_entry; };
    struct Rule {
        std::string id, description;
        std::vector<std::string> inputs, outputs, annotations;
        std::uint32_t row = 0;  // in the file
    };
    std::string owner, owner_id;  // decision or knowledge model it belongs to
    std::string id;
    HitPolicy hit_policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    bool rules_as_columns = false;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<std::string> annotations;
    std::vector<Rule> rules;
};

// The logic of a decision or knowledge model as people see it: boxed expressions with the texts of the file.
struct LogicView {
    enum class Kind : std::uint8_t { none, literal, table, context, list, relation, invocation, function, conditional, filter, iterator_for, iterator_some, iterator_every };
    Kind kind = Kind::none;
    std::string text;                // literal: FEEL; iterators: the name of the variable
    std::size_t table = 0;           // position in Model::tables()
    std::vector<std::string> names;  // context: of the entries (empty: the result); relation: columns; function: parameters; invocation: of the arguments
    std::vector<LogicView> parts;    // values of the entries; items; cells row by row; function called, then arguments; body; if, then, else; in, then match or return
};

struct InputInfo {
    std::string name, id, import_name;  // import_name: "a.b" when it comes from an imported model
    TypePointer type;                   // nullptr: any
    std::string name_space;             // of its model
};
struct DecisionInfo {
    std::string name, id, import_name, description, question, allowed_answers;
    TypePointer type;
    std::vector<std::size_t> requires_inputs;     // positions in inputs()
    std::vector<std::size_t> requires_decisions;  // positions in decisions()
    std::vector<std::size_t> tables;              // positions in tables(); the first is the decision's own logic if that is a table
    std::string name_space;                       // of its model
    std::vector<std::size_t> requires_knowledge;  // positions in knowledge()
    LogicView logic;
};
// A business knowledge model: a function that decisions share.
struct KnowledgeInfo {
    std::string name, id, import_name, description;
    std::vector<std::size_t> tables;
    std::vector<std::size_t> requires_knowledge;
    LogicView logic;
};
struct ServiceInfo {
    std::string name, id, import_name;
    std::vector<std::string> parameters;  // in order of call: input data, then input decisions
    std::vector<std::string> outputs;
};

// What the static check of one table found.
struct Finding {
    enum class Kind { gap, overlap, unreachable, outside_values, not_checked };
    Kind kind = Kind::gap;
    std::size_t table = 0;
    std::vector<std::uint32_t> rules;   // overlap: the two; unreachable, outside_values: the one (and what hides it)
    std::vector<std::string> example;   // gap, overlap: one value for each input, as FEEL text
    std::string words;                  // English, for those who draw models
};

struct Graph;

class Model {
public:
    const std::string& name() const;
    const std::string& name_space() const;
    int version() const;  // 11 for DMN 1.1 … 15 for DMN 1.5
    const std::vector<InputInfo>& inputs() const;
    const std::vector<DecisionInfo>& decisions() const;
    const std::vector<KnowledgeInfo>& knowledge() const;
    const std::vector<ServiceInfo>& services() const;
    const std::vector<TableView>& tables() const;
    // By name, else by id; models that were imported come last. nullopt: there is none.
    std::optional<std::size_t> find_decision(std::string_view name_or_id) const;
    std::optional<std::size_t> find_service(std::string_view name_or_id) const;
    std::optional<std::size_t> find_input(std::string_view name_or_id) const;
    // A business knowledge model or decision service as a function; null when there is none. It lives as long as the model.
    Value function(std::string_view name_or_id) const;
    // Gaps, overlaps that break the hit policy, rules never reached, outputs outside the allowed values.
    std::vector<Finding> check_tables() const;

    explicit Model(std::shared_ptr<const Graph>);
    ~Model();
    const Graph& graph() const { return *graph_; }

private:
    std::shared_ptr<const Graph> graph_;
};

struct Loaded {
    std::shared_ptr<const Model> model;  // nullptr: the file is no model at all. With errors: the sound parts can still be evaluated
    ModelProblems problems;              // all at once
};
Loaded load(std::string_view xml, std::string_view file, const LoadOptions& = {});

// Evaluates one model for one thread; keeps its memory from one set of facts to the next.
class Session {
public:
    explicit Session(std::shared_ptr<const Model>, Budget = {}, std::optional<Now> = {});
    ~Session();
    Session(const Session&) = delete;

    void begin();                                  // forget all facts and results; budgets full again
    void set(std::size_t input, Value);            // a fact; position in Model::inputs(). Coerced to its type; null and a diagnostic when it does not fit
    void set_all(const Value& context);            // facts by name; entries that name decisions are taken as those decisions' results
    Value decide(std::size_t decision);            // each decision is made once for one set of facts
    Value call_service(std::size_t service, const Value& arguments);  // arguments by name
    Evaluation& evaluation();                      // diagnostics and budgets
    void record(Reasons* reasons);                 // nullptr: no reasons (the default)

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace raekoda::decision
