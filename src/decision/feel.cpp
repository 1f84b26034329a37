#include "decision/feel.h"

#include "decision/compiler.h"

namespace raekoda::decision {

Expression::Expression() = default;
Expression::~Expression() = default;
UnaryTests::UnaryTests() = default;
UnaryTests::~UnaryTests() = default;

Value Expression::evaluate(Evaluation& evaluation, std::span<const Value> slots) const {
    if (const Value* value = root_->constant()) return *value;
    // A level of its own: models evaluate expressions inside functions inside expressions.
    Evaluation::Call level(evaluation);
    if (!level.ok) return {};
    Evaluation::Locals locals(evaluation, locals_);
    Frame frame{evaluation, slots, locals.values(), nullptr};
    Value result = root_->evaluate(frame);
    return evaluation.stopped() ? Value() : result;
}

const Value* Expression::constant() const { return root_->constant(); }

bool UnaryTests::matches(Evaluation& evaluation, const Value& input, std::span<const Value> slots) const {
    if (any_) return true;
    bool matched = false;
    for (std::size_t i = 0; i < nodes_.size() && !matched; ++i) {
        if (const Value* constant = nodes_[i]->constant()) {
            matched = test_matches(evaluation, input, *constant, mentions_input_[i]);
            continue;
        }
        Evaluation::Call level(evaluation);
        if (!level.ok) return false;
        Evaluation::Locals locals(evaluation, locals_);
        locals.values()[0] = input;
        Frame frame{evaluation, slots, locals.values(), nullptr};
        Value room;
        matched = test_matches(evaluation, input, nodes_[i]->look(frame, room), mentions_input_[i]);
    }
    return !evaluation.stopped() && matched != negated_;
}

Compiled<Expression> compile(std::string_view text, const Names& names, const CompileOptions& options) { return Compiler::expression(text, names, options); }
Compiled<UnaryTests> compile_unary_tests(std::string_view text, const Names& names, TypePointer input_type, const CompileOptions& options) {
    return Compiler::unary_tests(text, names, std::move(input_type), options);
}
TypePointer compile_type(std::string_view text, const Names& names) { return Compiler::type(text, names); }

}  // namespace raekoda::decision
