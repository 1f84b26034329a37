// The compiled form of FEEL: a tree of nodes, each knows how to give its value. Internal to the room.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "decision/evaluation.h"
#include "decision/feel.h"
#include "decision/type.h"
#include "decision/value.h"

namespace raekoda::decision {

struct Frame {
    Evaluation& evaluation;
    std::span<const Value> slots;
    Value* locals = nullptr;
    const Value* self = nullptr;  // the function whose body this is
};

// What a condition says, without a value made of it; `kind` other than boolean: it says neither.
struct Truth {
    Value::Kind kind;
    bool yes;
    Truth(bool says) : kind(Value::Kind::boolean), yes(says) {}  // NOLINT
    explicit Truth(const Value& value) : kind(value.kind()), yes(value.is_true()) {}
    bool known() const { return kind == Value::Kind::boolean; }
};

struct ExpressionNode {
    std::uint32_t row = 0, column = 0;
    std::uint32_t depth = 1;  // nodes inside nodes
    TypePointer type;         // what is known before evaluation; nullptr: nothing
    virtual ~ExpressionNode() = default;
    virtual Value evaluate(Frame&) const = 0;
    // The value where it stands already (a variable, a constant), without a copy; else computed into `room`.
    virtual const Value& look(Frame& frame, Value& room) const {
        room = evaluate(frame);
        return room;
    }
    virtual Truth truth(Frame& frame) const {
        Value room;
        return Truth(look(frame, room));
    }
    virtual const Value* constant() const { return nullptr; }

    Value problem(Frame& frame, Code code, std::string text, std::vector<std::string> arguments = {}) const {
        frame.evaluation.set_text_position(row, column);
        return frame.evaluation.problem(code, std::move(text), std::move(arguments));
    }
};
using Node = std::unique_ptr<ExpressionNode>;

// A node whose value is true, false or null.
struct ConditionNode : ExpressionNode {
    Truth truth(Frame&) const override = 0;
    Value evaluate(Frame& frame) const final {
        const Truth says = truth(frame);
        return says.known() ? Value(says.yes) : Value();
    }
};

// Leaves.
Node constant_node(Value);
Node slot_node(std::uint32_t slot);
Node local_node(std::uint32_t local);
Node self_node();
Node failing_node(Code, std::string text, std::vector<std::string> arguments);  // null, with a diagnostic
// A name inside a filter: a member of the item when that is a context which has it, else what the name means outside (may be nullptr).
Node filter_name_node(std::string name, std::uint32_t item_local, Node outside);

// Operators.
enum class Operator : std::uint8_t { add, subtract, multiply, divide, power, equal, not_equal, less, less_equal, greater, greater_equal };
Node binary_node(Operator, Node left, Node right);
Node negate_node(Node);
Node logical_node(bool conjunction, std::vector<Node> operands);
Node between_node(Node value, Node low, Node high);
Node in_node(Node value, std::vector<Node> tests);
Node if_node(Node condition, Node then, Node otherwise);
Node instance_of_node(Node value, TypePointer);

// Structures.
Node list_node(std::vector<Node>);
Node range_node(Node low, bool low_included, Node high, bool high_included);
Node comparison_range_node(Value::Comparison, Node border);
struct ContextEntryNode { Value name; Node value; std::uint32_t local; };
Node context_node(std::vector<ContextEntryNode>);
Node path_node(Node base, std::string member);
Node filter_node(Node base, Node filter, std::uint32_t item_local);

// Iterations.
struct Iterator { std::uint32_t local; Node domain; Node range_end; };  // range_end: for i in a..b
Node for_node(std::vector<Iterator>, Node result, std::uint32_t partial_local);
Node quantified_node(bool every, std::vector<Iterator>, Node condition);

// Functions.
struct FunctionBody {
    std::vector<Parameter> parameters;
    std::uint32_t locals = 0;                // the parameters come first
    std::vector<std::uint32_t> capture_places;
    Node expression;
};
Node function_node(std::shared_ptr<FunctionBody>, std::vector<Node> captures);
struct Builtin;
struct BuiltinSignature;
Node builtin_call_node(const Builtin*, std::vector<Node> arguments, const BuiltinSignature* only);
Node call_node(Node callee, std::vector<Node> arguments);
Node named_call_node(Node callee, std::vector<std::pair<std::string, Node>> arguments);

// Shared by nodes and built-in functions.
Value add_values(Evaluation&, const Value&, const Value&);
Value subtract_values(Evaluation&, const Value&, const Value&);
Value number_result(Evaluation&, const Number&);  // null and a problem when not finite
std::optional<bool> value_in(Evaluation&, const Value& value, const Value& test);
bool test_matches(Evaluation&, const Value& input, const Value& test, bool mentions_input);
Value property_of(const Value& base, std::string_view name, bool& known);  // date.year, duration.days, range.start, …
Value joined_text(Evaluation&, std::string_view, std::string_view);

}  // namespace raekoda::decision
