// The built-in functions of FEEL (DMN 1.5 §10.3.4): a table of names, parameters and code. Internal to the room.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "decision/program.h"

namespace raekoda::decision {

using Arguments = std::span<const Value>;

// What an argument is turned into before the function sees it; what cannot be turned makes the call null.
enum class Accepts : char { any = 'a', number = 'n', string = 's', boolean = 'b', list = 'l', context = 'c', date = 'd', function = 'f' };

struct BuiltinParameter {
    std::string_view name;
    Accepts accepts = Accepts::any;
    bool optional = false;  // may be missing
    bool nullable = false;  // may be null: the function decides; otherwise null makes the call null
};
struct BuiltinSignature {
    std::vector<BuiltinParameter> parameters;
    bool rest = false;    // the last parameter takes all further arguments, each as it is
    bool spread = false;  // several arguments, or one that is no list, mean a list of them
};
struct Builtin {
    std::string_view name;
    std::vector<BuiltinSignature> signatures;
    Value (*code)(Evaluation&, Arguments);
};

// "string:s, start position:n, length:n?" — several signatures are divided by |, ? after the letter: optional, ! : null is allowed,
// ... at the end: rest, * at the end: spread.
struct BuiltinRow {
    const char* name;
    const char* signatures;
    Value (*code)(Evaluation&, Arguments);
};
std::span<const BuiltinRow> text_builtins();
std::span<const BuiltinRow> number_builtins();
std::span<const BuiltinRow> list_builtins();
std::span<const BuiltinRow> list_number_builtins();
std::span<const BuiltinRow> temporal_builtins();
std::span<const BuiltinRow> range_builtins();
std::span<const BuiltinRow> context_builtins();

const Builtin* find_builtin(std::string_view name);
const std::vector<Builtin>& builtins();
// Checks, turns and calls; `only`: the one signature that named arguments have chosen.
Value call_builtin(Evaluation&, const Builtin&, Arguments, const BuiltinSignature* only = nullptr);

// A function given to a built-in (sort), called with its own checks.
inline bool given(Arguments a, std::size_t i) { return i < a.size() && !a[i].is_null(); }

}  // namespace raekoda::decision
