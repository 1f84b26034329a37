// Any expression that compiles is evaluated within a small budget; its value, written as text, gives an equal value when it is plain data.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "decision/feel.h"

using namespace raekoda::decision;

namespace {

bool plain(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::boolean:
        case Value::Kind::number:
        case Value::Kind::string: return true;
        case Value::Kind::list:
            for (const Value& item : value.list())
                if (!plain(item)) return false;
            return true;
        default: return false;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Names names = [] {
        Names made;
        for (const char* name : {"a", "b", "Full name", "people"}) made.add(name);
        return made;
    }();
    static const std::vector<Value> slots = [] {
        Evaluation e;
        auto people = compile("[{name: \"Ants\", age: 40}, {name: \"Liis\", age: 71, born on: @\"1955-01-02\"}]", Names());
        return std::vector<Value>{Value(5), Value(Date{20'000}), Value("Mari Maasikas"), people->evaluate(e, {})};
    }();
    static Evaluation evaluation(Budget{.steps = 20'000, .calls = 200, .stack_bytes = 1u << 20, .list_size = 5'000, .string_bytes = 50'000, .diagnostics = 20},
                                 Now{1'795'262'400'000'000, Zone::offset(7200)});
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    evaluation.reset();
    if (auto tests = compile_unary_tests(text, names)) (void)tests->matches(evaluation, slots[0], slots);
    evaluation.reset();
    auto program = compile(text, names);
    if (!program) return 0;
    const Value value = program->evaluate(evaluation, slots);
    if (evaluation.stopped() && !value.is_null()) std::abort();
    (void)to_json(value);
    (void)hash(value);
    const std::string literal = to_literal(value);
    if (!plain(value) || literal.size() > 2'000) return 0;
    auto again = compile(literal, Names());
    if (!again) {
        // Brackets may be deeper in a value than a text may nest them.
        if (value.nesting() > 50) return 0;
        std::abort();
    }
    evaluation.reset();
    if (!equal(again->evaluate(evaluation, {}), value).value_or(false) && !evaluation.stopped()) std::abort();
    return 0;
}
