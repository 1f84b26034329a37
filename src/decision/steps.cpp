#include "decision/steps.h"

#include <algorithm>

namespace raekoda::decision {

Value model_problem(Evaluation& e, const char* code, std::string words) { return e.problem(Code::model, std::move(words), {code}); }

Value conformed(Evaluation& e, Value value, const TypePointer& type, const char* what) {
    if (!type || value.is_null()) return value;
    if (auto fitting = coerced(e, value, type)) return std::move(*fitting);
    return e.problem(Code::wrong_type, std::string(what) + " is " + kind_name(value.kind()) + ", which does not conform to " + type_text(type), {type_text(type)});
}

Value LiteralStep::run(Evaluation& e, Value* frame) const {
    Evaluation::At at(e, &place);
    return program->evaluate(e, {frame, visible});
}

Value BrokenStep::run(Evaluation& e, Value*) const {
    Evaluation::At at(e, &place, false);
    return e.problem(code, words, {"broken_expression"});
}

Value TypedStep::run(Evaluation& e, Value* frame) const {
    auto value = inner->run(e, frame);
    Evaluation::At at(e, &place, false);
    return conformed(e, std::move(value), type, "the value");
}

Value ContextStep::run(Evaluation& e, Value* frame) const {
    if (!e.charge(entries.size() + 1)) return {};
    ContextBuilder context;
    if (!result) context.reserve(entries.size());
    for (auto& entry : entries) {
        auto value = entry.step->run(e, frame);
        if (e.stopped()) return {};
        if (!result) context.append(entry.name, value);
        frame[entry.slot] = std::move(value);
    }
    if (result) return result->run(e, frame);
    auto made = context.build();
    if (made.is_null()) {
        Evaluation::At at(e, &place, false);
        return model_problem(e, "too_deep", "values are nested too deep");
    }
    return made;
}

Value ListStep::run(Evaluation& e, Value* frame) const {
    if (!e.allows_list(items.size())) return {};
    std::vector<Value> values;
    values.reserve(items.size());
    for (auto& item : items) values.push_back(item->run(e, frame));
    return Value::list(std::move(values));
}

Value RelationStep::run(Evaluation& e, Value* frame) const {
    if (!e.allows_list(cells.size())) return {};
    std::vector<Value> rows;
    for (std::size_t i = 0; !columns.empty() && i + columns.size() <= cells.size(); i += columns.size()) {
        ContextBuilder row;
        row.reserve(columns.size());
        for (std::size_t c = 0; c < columns.size(); ++c) row.append(columns[c], cells[i + c]->run(e, frame));
        rows.push_back(row.build());
    }
    return Value::list(std::move(rows));
}

Value InvocationStep::run(Evaluation& e, Value* frame) const {
    auto called = function->run(e, frame);
    std::vector<NamedArgument> named;
    named.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) named.push_back({names[i], arguments[i]->run(e, frame)});
    if (e.stopped()) return {};
    Evaluation::At at(e, &place, false);
    if (!called.is(Value::Kind::function)) return e.problem(Code::unknown_function, std::string("what is invoked is no function but ") + kind_name(called.kind()));
    return call_named(e, called, named);
}

Value ConditionalStep::run(Evaluation& e, Value* frame) const {
    auto value = condition->run(e, frame);
    if (e.stopped()) return {};
    if (!value.is(Value::Kind::boolean)) {
        Evaluation::At at(e, &place, false);
        return e.problem(Code::wrong_type, std::string("the condition is ") + kind_name(value.kind()) + ", not a boolean");
    }
    return (value.is_true() ? then : otherwise)->run(e, frame);
}

Value FilterStep::run(Evaluation& e, Value* frame) const {
    frame[slot] = in->run(e, frame);
    if (e.stopped()) return {};
    return filter->run(e, frame);
}

Value IterationStep::run(Evaluation& e, Value* frame) const {
    auto domain = in->run(e, frame);
    std::vector<Value> items;
    if (e.stopped()) return {};
    {
        Evaluation::At at(e, &place, false);
        if (!iteration_items(e, domain, items)) return {};
    }
    std::vector<Value> results;
    bool unknown = false, decided = false;
    for (auto& item : items) {
        if (!e.charge()) return {};
        frame[slot] = item;
        if (reads_partial && !e.charge(results.size())) return {};
        if (reads_partial) frame[partial_slot] = Value::list(std::span<const Value>(results));
        auto value = body->run(e, frame);
        if (e.stopped()) return {};
        if (kind == Kind::each) {
            if (!e.allows_list(results.size() + 1)) return {};
            results.push_back(std::move(value));
        } else if (value.is_null()) {
            unknown = true;
        } else if (!value.is(Value::Kind::boolean)) {
            Evaluation::At at(e, &place, false);
            return e.problem(Code::wrong_type, std::string("the condition of some or every is ") + kind_name(value.kind()) + " for an item, not a boolean");
        } else if (value.boolean() == (kind == Kind::some)) {
            decided = true;
        }
    }
    if (kind == Kind::each) return Value::list(std::move(results));
    // some is a disjunction, every a conjunction (DMN 1.5 §10.3.2.16): null only when no item decides.
    if (unknown && !decided) return {};
    return decided == (kind == Kind::some);
}

namespace {

class BoxedFunction : public Function {
public:
    BoxedFunction(std::shared_ptr<const BoxedBody> body, std::vector<Value> captured, std::vector<Parameter> parameters, TypePointer result, std::uint32_t nesting)
        : Function(std::move(parameters), std::move(result), nesting), body_(std::move(body)), captured_(std::move(captured)) {}
    Value invoke(Evaluation& e, std::span<const Value> arguments) const override { return invoke_as({}, e, arguments); }
    Value invoke_as(const Value& self, Evaluation& e, std::span<const Value> arguments) const override {
        Evaluation::Locals locals(e, body_->frame);
        Value* frame = locals.values();
        for (std::uint32_t i = 0; i < body_->captured; ++i) frame[i] = captured_[i];
        if (body_->self >= 0) frame[body_->self] = self;
        for (std::uint32_t i = 0; i < body_->parameters; ++i) frame[body_->captured + i] = i < arguments.size() ? arguments[i] : Value();
        Evaluation::At at(e, &body_->place, false);
        return body_->step->run(e, frame);
    }

private:
    std::shared_ptr<const BoxedBody> body_;
    std::vector<Value> captured_;
};

}  // namespace

Value function_of(std::shared_ptr<const BoxedBody> body, std::vector<Value> captured, std::vector<Parameter> parameters, TypePointer result) {
    std::uint32_t nesting = 0;
    for (auto& value : captured) nesting = std::max(nesting, value.nesting());
    if (nesting + 1 > Shared::max_nesting) return {};
    return Value::function(new BoxedFunction(std::move(body), std::move(captured), std::move(parameters), std::move(result), nesting + 1));
}

Value FunctionStep::run(Evaluation& e, Value* frame) const {
    if (!e.charge(body->captured + 1)) return {};
    return function_of(body, std::vector<Value>(frame, frame + body->captured), parameters, result);
}

}  // namespace raekoda::decision
