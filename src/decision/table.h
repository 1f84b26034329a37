// Decision tables, compiled (DMN 1.5 §8). Private to the room.
#pragma once
#include <memory>
#include <vector>

#include "decision/steps.h"
#include "decision/source.h"
#include "decision/table_index.h"

namespace raekoda::decision {

struct TableProgram : Step {
    struct Input {
        std::string label;
        StepPointer step;
        std::shared_ptr<const UnaryTests> values;  // nullptr: all
        TypePointer type;
    };
    struct Output {
        Value name;
        TypePointer type;
        std::shared_ptr<const UnaryTests> values;
        std::vector<Value> order;  // constants among the allowed values, best first: for PRIORITY and OUTPUT ORDER
        StepPointer otherwise;     // default output; nullptr: none
    };
    struct Rule {
        std::vector<std::shared_ptr<const UnaryTests>> cells;  // nullptr: the text was wrong; never matches
        std::vector<StepPointer> outputs;
        Value result;           // when all its outputs are constants that fit
        bool constant = false;
    };

    std::uint32_t number = 0;  // position in Model::tables()
    std::uint32_t visible = 0;
    std::uint32_t scratch = 0;  // slot from which the values of the inputs stand in the frame
    HitPolicy hit_policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    Place place;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<Rule> rules;
    TableIndex index;

    Value run(Evaluation&, Value* frame) const override;
    int by_priority(const Value& a, const Value& b) const;  // <0: the output a goes first

private:
    class Hits;
    bool find(Evaluation&, Value* frame, Hits&, std::size_t enough) const;
    Value output_of(Evaluation&, Value* frame, const Rule&) const;
    Value output_value(Evaluation&, Value* frame, const Output&, const Step&) const;
    Value default_output(Evaluation&, Value* frame) const;
    Value collected(Evaluation&, std::vector<Value> values) const;
    Value aggregated(Evaluation&, const std::vector<Value>& values) const;
    std::size_t record(Evaluation&, Value* frame, const Hits&) const;  // → its position among the decision's tables; SIZE_MAX: not recorded
};

}  // namespace raekoda::decision
