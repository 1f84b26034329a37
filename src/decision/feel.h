// FEEL, the expression language of DMN 1.5 (§10.3): compile a text once, evaluate it many times, from many threads.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "decision/evaluation.h"
#include "decision/type.h"
#include "decision/value.h"

namespace raekoda::decision {

// The names an expression may use: the name at position i stands for the value in slot i. A later name hides an earlier one of the same spelling.
// White space inside names does not matter beyond being there.
class Names {
public:
    std::uint32_t add(std::string_view name, TypePointer type = nullptr);  // → its slot
    std::size_t size() const { return entries_.size(); }
    // Types that `instance of` and parameters may name: item definitions, imported ones as "import.name".
    void add_type(std::string_view name, TypePointer type);
    struct Entry { std::string name; TypePointer type; };
    const std::vector<Entry>& entries() const { return entries_; }
    const std::vector<Entry>& types() const { return types_; }

private:
    std::vector<Entry> entries_;
    std::vector<Entry> types_;
};

struct ExpressionNode;

// A compiled expression. Never changes; shared by threads.
class Expression {
public:
    // `slots` as promised to compile(); fewer: the missing ones are null. Problems go to the evaluation's diagnostics; the value is null then.
    Value evaluate(Evaluation&, std::span<const Value> slots) const;
    const std::string& text() const { return text_; }
    // The slots that the expression reads, ascending.
    const std::vector<std::uint32_t>& reads() const { return reads_; }
    // The value when the expression is a literal (a constant), nullptr otherwise: for static checks and indexes.
    const Value* constant() const;

    ~Expression();
    struct Parts;

private:
    friend struct Compiler;
    Expression();
    std::string text_;
    std::vector<std::uint32_t> reads_;
    std::unique_ptr<ExpressionNode> root_;
    std::uint32_t locals_ = 0;
};

// One test of a list of unary tests, as far as it can be seen without evaluating: for indexes and static checks of decision tables.
struct UnaryTest {
    enum class Shape { any, equal, range, other };  // "-"; a constant (or several: one test each); < x, [a..b], … with constant ends; all else
    Shape shape = Shape::other;
    Value value;  // for equal: the value; for range: the Range
};

// Compiled unary tests (§10.3.1.2 grammar rule 15 of DMN 1.5): `-`, `< 5, > 10`, `not("a")`, `"x"`, an expression with `?`.
class UnaryTests {
public:
    bool matches(Evaluation&, const Value& input, std::span<const Value> slots) const;
    const std::string& text() const { return text_; }
    const std::vector<std::uint32_t>& reads() const { return reads_; }
    bool any() const { return any_; }          // "-" or empty
    bool negated() const { return negated_; }  // not(…)
    const std::vector<UnaryTest>& tests() const { return tests_; }  // joined by or; under not() if negated

    ~UnaryTests();

private:
    friend struct Compiler;
    UnaryTests();
    std::string text_;
    std::vector<std::uint32_t> reads_;
    std::vector<std::unique_ptr<ExpressionNode>> nodes_;
    std::vector<UnaryTest> tests_;
    std::vector<char> mentions_input_;  // of each test: does it name `?`
    std::uint32_t locals_ = 0;
    bool any_ = false;
    bool negated_ = false;
};

template <class T>
struct Compiled {
    std::shared_ptr<const T> program;       // nullptr when the text is wrong
    std::vector<Diagnostic> diagnostics;    // at least one then; with program: warnings such as unknown names (null at evaluation)
    explicit operator bool() const { return program != nullptr; }
    const T* operator->() const { return program.get(); }
};

struct CompileOptions {
    bool unknown_names_are_errors = false;  // otherwise an unknown name is null with a diagnostic, as the TCK expects
    std::size_t text_bytes = 1u << 20;
    // Name under which a function definition that is the whole expression may call itself.
    std::string_view own_name;
};
Compiled<Expression> compile(std::string_view text, const Names&, const CompileOptions& = {});
Compiled<UnaryTests> compile_unary_tests(std::string_view text, const Names&, TypePointer input_type = nullptr, const CompileOptions& = {});
// A type as FEEL writes it: "number", "list<string>", "context<a: number>", "function<number>->string", a name of Names::types().
TypePointer compile_type(std::string_view text, const Names&);  // nullptr when unknown

// A C++ function as a value: business knowledge models, decision services, relations …
using Callable = std::function<Value(Evaluation&, std::span<const Value> arguments)>;
Value function_value(std::vector<Parameter> parameters, TypePointer result, Callable);
// Calls with the checks of §10.3.2.13: number of arguments, coercion of each to its parameter's type (null and a diagnostic when it does not
// conform) and of the result; budgets of depth and steps.
Value call(Evaluation&, const Value& function, std::span<const Value> arguments);
// The same with named arguments; a name that is no parameter gives null, a parameter without argument is null.
struct NamedArgument { std::string_view name; Value value; };
Value call_named(Evaluation&, const Value& function, std::span<const NamedArgument> arguments);
// The function behind a built-in's name ("sum", "string length"), as a value; null when there is none.
Value builtin_function(std::string_view name);

// value[filter] of FEEL for boxed filters: keeps elements for which `keep` is true.
// (Iterations and quantified boxed expressions are written with these too: iteration_items gives what `in X` runs over.)
bool iteration_items(Evaluation&, const Value& domain, std::vector<Value>& items);

// JSON: numbers, strings, booleans, null, arrays and objects one to one; with a type, strings become dates, times and durations as it says
// and the value is coerced to it (nullopt when it does not fit; the diagnostic says where). Temporal values are written as their FEEL text.
std::optional<Value> from_json(Evaluation&, const json::value&, const TypePointer& type = nullptr);
json::value to_json(const Value&);

}  // namespace raekoda::decision
