// Functions: calls, closures, iterations, quantified expressions.
#include <algorithm>
#include <array>

#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

class FeelFunction final : public Function {
public:
    FeelFunction(std::shared_ptr<FunctionBody> body, std::vector<Value> captured, std::uint32_t nesting)
        : Function(body->parameters, nullptr, nesting), body_(std::move(body)), captured_(std::move(captured)) {}
    Value invoke(Evaluation& e, std::span<const Value> arguments) const override { return run(nullptr, e, arguments); }
    Value invoke_as(const Value& self, Evaluation& e, std::span<const Value> arguments) const override { return run(&self, e, arguments); }

private:
    Value run(const Value* self, Evaluation& e, std::span<const Value> arguments) const {
        Evaluation::Locals locals(e, body_->locals);
        for (std::size_t i = 0; i < captured_.size(); ++i) locals.values()[body_->capture_places[i]] = captured_[i];
        for (std::size_t i = 0; i < arguments.size(); ++i) locals.values()[i] = arguments[i];
        Frame frame{e, {}, locals.values(), self};
        return body_->expression->evaluate(frame);
    }
    std::shared_ptr<FunctionBody> body_;
    std::vector<Value> captured_;
};

class NativeFunction final : public Function {
public:
    NativeFunction(std::vector<Parameter> parameters, TypePointer result, Callable callable)
        : Function(std::move(parameters), std::move(result)), callable_(std::move(callable)) {}
    Value invoke(Evaluation& e, std::span<const Value> arguments) const override { return callable_(e, arguments); }

private:
    Callable callable_;
};

// A built-in used as a value: `sort(list, precedes: …)`, `f: sum`.
class BuiltinFunction final : public Function {
public:
    explicit BuiltinFunction(const Builtin* builtin) : Function(parameters_of(*builtin), nullptr), builtin_(builtin) {}
    bool variadic() const override { return true; }
    Value invoke(Evaluation& e, std::span<const Value> arguments) const override { return call_builtin(e, *builtin_, arguments); }

private:
    static std::vector<Parameter> parameters_of(const Builtin& builtin) {
        std::vector<Parameter> parameters;
        for (const auto& p : builtin.signatures.front().parameters) parameters.push_back({std::string(p.name), nullptr});
        return parameters;
    }
    const Builtin* builtin_;
};

struct FunctionNode final : ExpressionNode {
    std::shared_ptr<FunctionBody> body;
    std::vector<Node> captures;
    Value evaluate(Frame& f) const override {
        std::vector<Value> captured;
        captured.reserve(captures.size());
        std::uint32_t nesting = 1;
        for (const Node& node : captures) {
            captured.push_back(node->evaluate(f));
            nesting = std::max(nesting, captured.back().nesting() + 1);
        }
        if (!f.evaluation.charge(1 + captured.size())) return {};
        Value function = Value::function(new FeelFunction(body, std::move(captured), nesting));
        return function.is_null() ? problem(f, Code::too_deep, "functions inside functions too deeply") : function;
    }
};

// The values of arguments: on the stack when they are few.
class ArgumentValues {
public:
    explicit ArgumentValues(std::size_t size) : size_(size) {
        if (size > few_.size()) many_.resize(size);
    }
    Value& operator[](std::size_t i) { return size_ > few_.size() ? many_[i] : few_[i]; }
    std::span<const Value> span() const { return {size_ > few_.size() ? many_.data() : few_.data(), size_}; }

private:
    std::size_t size_;
    std::array<Value, 4> few_;
    std::vector<Value> many_;
};

struct BuiltinCall final : ExpressionNode {
    const Builtin* builtin = nullptr;
    const BuiltinSignature* only = nullptr;
    std::vector<Node> arguments;
    Value evaluate(Frame& f) const override {
        ArgumentValues values(arguments.size());
        for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = arguments[i]->evaluate(f);
        if (!f.evaluation.charge()) return {};
        f.evaluation.set_text_position(row, column);
        return call_builtin(f.evaluation, *builtin, values.span(), only);
    }
};
struct Call final : ExpressionNode {
    Node callee;
    std::vector<Node> arguments;
    Value evaluate(Frame& f) const override {
        const Value function = callee->evaluate(f);
        ArgumentValues values(arguments.size());
        for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = arguments[i]->evaluate(f);
        f.evaluation.set_text_position(row, column);
        return call(f.evaluation, function, values.span());
    }
};
struct NamedCall final : ExpressionNode {
    Node callee;
    std::vector<std::pair<std::string, Node>> arguments;
    Value evaluate(Frame& f) const override {
        const Value function = callee->evaluate(f);
        std::vector<NamedArgument> values;
        values.reserve(arguments.size());
        for (const auto& [name, node] : arguments) values.push_back({name, node->evaluate(f)});
        f.evaluation.set_text_position(row, column);
        return call_named(f.evaluation, function, values);
    }
};

// Runs over the combinations of iterators; `turn` returns false to stop.
class Iteration {
public:
    enum class End { done, stopped, failed };
    template <class Turn>
    static End run(const ExpressionNode& node, const std::vector<Iterator>& iterators, Frame& f, std::size_t depth, Turn&& turn) {
        if (depth == iterators.size()) return turn() ? End::done : End::stopped;
        const Iterator& iterator = iterators[depth];
        const Value domain = iterator.domain->evaluate(f);
        auto each = [&](Value&& value) {
            if (!f.evaluation.charge()) return End::failed;
            f.locals[iterator.local] = std::move(value);
            return run(node, iterators, f, depth + 1, turn);
        };
        if (iterator.range_end) {
            const Value last = iterator.range_end->evaluate(f);
            return count(node, f, domain, true, last, true, true, each);
        }
        if (domain.is(Kind::list)) {
            for (const Value& item : domain.list())
                if (End end = each(Value(item)); end != End::done) return end;
            return End::done;
        }
        if (domain.is(Kind::range)) {
            const Range& range = domain.range();
            return count(node, f, range.low(), range.low_included(), range.high(), range.high_included(), false, each);
        }
        if (domain.is_null()) {
            node.problem(f, Code::wrong_type, "cannot run over null");
            return End::failed;
        }
        return each(Value(domain));
    }

private:
    template <class Each>
    static End count(const ExpressionNode& node, Frame& f, const Value& from, bool from_included, const Value& to, bool to_included, bool downwards, Each&& each) {
        const bool dates = from.is(Kind::date) && to.is(Kind::date);
        std::optional<std::int64_t> first, last;
        if (dates) {
            first = from.date().day;
            last = to.date().day;
        } else if (from.is(Kind::number) && to.is(Kind::number)) {
            first = from.number().integer();
            last = to.number().integer();
        }
        if (!first || !last || (!downwards && *first > *last)) {
            node.problem(f, Code::wrong_type, "cannot run from " + to_literal(from).substr(0, 50) + " to " + to_literal(to).substr(0, 50));
            return End::failed;
        }
        const std::int64_t step = *first <= *last ? 1 : -1;
        // Ends within ±10^18, so that no step overflows; the budget ends such runs anyway.
        if (*first > 1'000'000'000'000'000'000 || *first < -1'000'000'000'000'000'000 || *last > 1'000'000'000'000'000'000 || *last < -1'000'000'000'000'000'000) {
            node.problem(f, Code::too_large, "a run over too many numbers");
            return End::failed;
        }
        const std::int64_t begin = from_included ? *first : *first + step, end = to_included ? *last + step : *last;
        for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += step)
            if (End stop = each(dates ? Value(Date{i}) : Value(i)); stop != End::done) return stop;
        return End::done;
    }
};

struct For final : ExpressionNode {
    std::vector<Iterator> iterators;
    Node result;
    std::uint32_t partial = 0;
    bool uses_partial = false;
    Value evaluate(Frame& f) const override {
        if (uses_partial) return with_partial(f);
        std::vector<Value> results;
        auto end = Iteration::run(*this, iterators, f, 0, [&] {
            Value value = result->evaluate(f);
            if (value.nesting() >= Shared::max_nesting) return f.evaluation.stop(Code::too_deep, "lists inside lists too deeply"), false;
            results.push_back(std::move(value));
            return results.size() <= f.evaluation.budget().list_size || f.evaluation.allows_list(results.size());
        });
        if (end != Iteration::End::done || f.evaluation.stopped()) return {};
        return Value::list(std::move(results));
    }
    // The list so far is a variable of its own and grows in place, unless a result keeps it.
    Value with_partial(Frame& f) const {
        f.locals[partial] = Value::list(std::vector<Value>());
        auto end = Iteration::run(*this, iterators, f, 0, [&] {
            const Value value = result->evaluate(f);
            if (!f.locals[partial].grow_list(value)) return f.evaluation.stop(Code::too_deep, "lists inside lists too deeply"), false;
            const std::size_t size = f.locals[partial].list().size();
            return size <= f.evaluation.budget().list_size || f.evaluation.allows_list(size);
        });
        Value results = std::move(f.locals[partial]);
        if (end != Iteration::End::done || f.evaluation.stopped()) return {};
        return results;
    }
};

struct Quantified final : ConditionNode {
    bool every = false;
    std::vector<Iterator> iterators;
    Node condition;
    Truth truth(Frame& f) const override {
        bool unknown = false;
        auto end = Iteration::run(*this, iterators, f, 0, [&] {
            const Truth says = condition->truth(f);
            if (!says.known()) unknown = true;
            return !says.known() || says.yes == every;
        });
        if (end == Iteration::End::failed || f.evaluation.stopped()) return Truth(Value());
        if (end == Iteration::End::stopped) return !every;
        return unknown ? Truth(Value()) : Truth(every);
    }
};

std::uint32_t deepest(const std::vector<Iterator>& iterators) {
    std::uint32_t depth = 0;
    for (const auto& i : iterators) depth = std::max({depth, i.domain->depth, i.range_end ? i.range_end->depth : 0});
    return depth;
}

}  // namespace

Node function_node(std::shared_ptr<FunctionBody> body, std::vector<Node> captures) {
    auto node = std::make_unique<FunctionNode>();
    node->depth = body->expression->depth + 1;
    node->body = std::move(body);
    node->captures = std::move(captures);
    return node;
}
Node builtin_call_node(const Builtin* builtin, std::vector<Node> arguments, const BuiltinSignature* only) {
    auto node = std::make_unique<BuiltinCall>();
    for (const Node& argument : arguments) node->depth = std::max(node->depth, argument->depth + 1);
    node->builtin = builtin;
    node->only = only;
    node->arguments = std::move(arguments);
    return node;
}
Node call_node(Node callee, std::vector<Node> arguments) {
    auto node = std::make_unique<Call>();
    node->depth = callee->depth + 1;
    for (const Node& argument : arguments) node->depth = std::max(node->depth, argument->depth + 1);
    node->callee = std::move(callee);
    node->arguments = std::move(arguments);
    return node;
}
Node named_call_node(Node callee, std::vector<std::pair<std::string, Node>> arguments) {
    auto node = std::make_unique<NamedCall>();
    node->depth = callee->depth + 1;
    for (const auto& argument : arguments) node->depth = std::max(node->depth, argument.second->depth + 1);
    node->callee = std::move(callee);
    node->arguments = std::move(arguments);
    return node;
}
Node for_node(std::vector<Iterator> iterators, Node result, std::uint32_t partial) {
    auto node = std::make_unique<For>();
    node->depth = std::max(deepest(iterators), result->depth) + 1;
    node->iterators = std::move(iterators);
    node->result = std::move(result);
    node->uses_partial = partial != UINT32_MAX;
    node->partial = partial;
    return node;
}
Node quantified_node(bool every, std::vector<Iterator> iterators, Node condition) {
    auto node = std::make_unique<Quantified>();
    node->depth = std::max(deepest(iterators), condition->depth) + 1;
    node->every = every;
    node->iterators = std::move(iterators);
    node->condition = std::move(condition);
    return node;
}

Value function_value(std::vector<Parameter> parameters, TypePointer result, Callable callable) {
    return Value::function(new NativeFunction(std::move(parameters), std::move(result), std::move(callable)));
}
Value builtin_function(std::string_view name) {
    const Builtin* builtin = find_builtin(name);
    return builtin ? Value::function(new BuiltinFunction(builtin)) : Value();
}

Value call(Evaluation& e, const Value& function, std::span<const Value> arguments) {
    if (!function.is(Kind::function)) return e.problem(Code::unknown_function, std::string(kind_name(function.kind())) + " is not a function", {kind_name(function.kind())});
    const Function& f = function.function();
    Evaluation::Call level(e);
    if (!level.ok) return {};
    if (f.variadic()) return f.invoke_as(function, e, arguments);
    const auto& parameters = f.parameters();
    if (arguments.size() != parameters.size())
        return e.problem(Code::wrong_arguments, "the function takes " + std::to_string(parameters.size()) + " arguments, not " + std::to_string(arguments.size()));
    ArgumentValues converted(arguments.size());
    bool any = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!parameters[i].type) continue;
        auto value = coerced(e, arguments[i], parameters[i].type);
        if (!value)
            return e.problem(Code::wrong_arguments, std::string(kind_name(arguments[i].kind())) + " is not a " + type_text(parameters[i].type) + " for '" + parameters[i].name + "'",
                             {parameters[i].name});
        if (!value->same_object(arguments[i])) any = true;
        converted[i] = std::move(*value);
    }
    if (any)
        for (std::size_t i = 0; i < arguments.size(); ++i)
            if (!parameters[i].type) converted[i] = arguments[i];
    Value result = f.invoke_as(function, e, any ? converted.span() : arguments);
    if (!f.result() || e.stopped()) return result;
    auto value = coerced(e, result, f.result());
    if (!value) return e.problem(Code::wrong_type, std::string("the function's result, a ") + kind_name(result.kind()) + ", is not a " + type_text(f.result()));
    return std::move(*value);
}

Value call_named(Evaluation& e, const Value& function, std::span<const NamedArgument> arguments) {
    if (!function.is(Kind::function)) return e.problem(Code::unknown_function, std::string(kind_name(function.kind())) + " is not a function", {kind_name(function.kind())});
    const auto& parameters = function.function().parameters();
    std::vector<Value> values(parameters.size());
    for (const auto& argument : arguments) {
        auto at = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == argument.name; });
        if (at == parameters.end())
            return e.problem(Code::wrong_arguments, "the function has no parameter '" + std::string(argument.name) + "'", {std::string(argument.name)});
        values[static_cast<std::size_t>(at - parameters.begin())] = argument.value;
    }
    return call(e, function, values);
}

bool iteration_items(Evaluation& e, const Value& domain, std::vector<Value>& items) {
    Frame frame{e, {}, nullptr, nullptr};
    Value room;
    std::vector<Iterator> iterators;
    Evaluation::Locals locals(e, 1);
    frame.locals = locals.values();
    iterators.push_back({0, constant_node(domain), nullptr});
    auto end = Iteration::run(*iterators[0].domain, iterators, frame, 0, [&] {
        items.push_back(frame.locals[0]);
        return items.size() <= e.budget().list_size || e.allows_list(items.size());
    });
    return end == Iteration::End::done && !e.stopped();
}

}  // namespace raekoda::decision
