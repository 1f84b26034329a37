// Boxed expressions, compiled. Private to the room.
//
// The names in scope of an expression stand in a frame: an array of values, outer names first. A step reads the slots that it was compiled to see
// and may write those after them.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "decision/feel.h"
#include "decision/model.h"

namespace raekoda::decision {

struct Step {
    virtual ~Step() = default;
    virtual Value run(Evaluation&, Value* frame) const = 0;
};
using StepPointer = std::shared_ptr<const Step>;

// A value that does not conform to its type becomes null with a diagnostic (DMN 1.5 §10.3.2.9.4).
Value conformed(Evaluation&, Value, const TypePointer&, const char* what);
Value model_problem(Evaluation&, const char* code, std::string words);

struct LiteralStep : Step {
    std::shared_ptr<const Expression> program;
    std::uint32_t visible = 0;
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

// A name alone: by far the most usual input of a table.
struct SlotStep : Step {
    std::uint32_t slot = 0;
    Value run(Evaluation&, Value* frame) const override { return frame[slot]; }
};

struct ConstantStep : Step {
    Value value;
    Value run(Evaluation&, Value*) const override { return value; }
};

// What is wrong in the model and was said at load: null whenever it is met.
struct BrokenStep : Step {
    Code code = Code::model;
    std::string words;
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

struct TypedStep : Step {
    StepPointer inner;
    TypePointer type;
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

struct ContextStep : Step {
    struct Entry {
        Value name;
        StepPointer step;
        std::uint32_t slot = 0;
    };
    std::vector<Entry> entries;
    StepPointer result;  // nullptr: the context itself
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

struct ListStep : Step {
    std::vector<StepPointer> items;
    Value run(Evaluation&, Value* frame) const override;
};

struct RelationStep : Step {
    std::vector<Value> columns;
    std::vector<StepPointer> cells;
    Value run(Evaluation&, Value* frame) const override;
};

struct InvocationStep : Step {
    StepPointer function;
    std::vector<std::string> names;
    std::vector<StepPointer> arguments;
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

struct ConditionalStep : Step {
    StepPointer condition, then, otherwise;
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

// in and match are compiled as FEEL's own filter over a hidden name.
struct FilterStep : Step {
    StepPointer in, filter;
    std::uint32_t slot = 0;
    Value run(Evaluation&, Value* frame) const override;
};

struct IterationStep : Step {
    enum class Kind { each, some, every };
    Kind kind = Kind::each;
    StepPointer in, body;
    std::uint32_t slot = 0, partial_slot = 0;
    bool reads_partial = false;  // making the list so far for each turn costs the square of their number
    Place place;
    Value run(Evaluation&, Value* frame) const override;
};

// The body of a boxed function; the frame is: what was captured, then the parameters.
struct BoxedBody {
    StepPointer step;
    std::uint32_t captured = 0, parameters = 0, frame = 0;
    std::int32_t self = -1;  // slot of the function itself
    Place place;
};
Value function_of(std::shared_ptr<const BoxedBody>, std::vector<Value> captured, std::vector<Parameter>, TypePointer result);

struct FunctionStep : Step {
    std::shared_ptr<const BoxedBody> body;
    std::vector<Parameter> parameters;
    TypePointer result;
    Value run(Evaluation&, Value* frame) const override;
};

}  // namespace raekoda::decision
