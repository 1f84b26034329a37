#include "decision/builtin.h"

#include <algorithm>
#include <unordered_map>

namespace raekoda::decision {
namespace {

std::string_view trimmed_part(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

BuiltinSignature read_signature(std::string_view text) {
    BuiltinSignature signature;
    text = trimmed_part(text);
    if (text.ends_with("...")) {
        signature.rest = true;
        text.remove_suffix(3);
    } else if (text.ends_with("*")) {
        signature.spread = true;
        text.remove_suffix(1);
    }
    while (!text.empty()) {
        auto comma = text.find(',');
        std::string_view part = trimmed_part(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        auto colon = part.find(':');
        BuiltinParameter parameter{part.substr(0, colon), static_cast<Accepts>(part[colon + 1])};
        for (char mark : part.substr(colon + 2)) {
            if (mark == '?') parameter.optional = true;
            if (mark == '!') parameter.nullable = true;
        }
        signature.parameters.push_back(parameter);
    }
    return signature;
}

struct Table {
    std::vector<Builtin> all;
    std::unordered_map<std::string_view, const Builtin*> by_name;
    Table() {
        for (auto rows : {text_builtins(), number_builtins(), list_builtins(), list_number_builtins(), temporal_builtins(), range_builtins(), context_builtins()}) {
            for (const BuiltinRow& row : rows) {
                Builtin builtin{row.name, {}, row.code};
                std::string_view rest = row.signatures;
                for (;;) {
                    auto bar = rest.find('|');
                    builtin.signatures.push_back(read_signature(rest.substr(0, bar)));
                    if (bar == std::string_view::npos) break;
                    rest.remove_prefix(bar + 1);
                }
                all.push_back(std::move(builtin));
            }
        }
        for (const Builtin& builtin : all) by_name.emplace(builtin.name, &builtin);
    }
};
const Table& table() {
    static const Table made;  // constant once made
    return made;
}

Value::Kind kind_of(Accepts accepts) {
    switch (accepts) {
        case Accepts::number: return Value::Kind::number;
        case Accepts::string: return Value::Kind::string;
        case Accepts::boolean: return Value::Kind::boolean;
        case Accepts::list: return Value::Kind::list;
        case Accepts::context: return Value::Kind::context;
        case Accepts::date: return Value::Kind::date;
        case Accepts::function: return Value::Kind::function;
        case Accepts::any: break;
    }
    return Value::Kind::null;
}

enum class Fit { as_it_is, turned, no };
Fit fit_of(const BuiltinParameter& parameter, const Value& argument) {
    if (parameter.accepts == Accepts::any) return Fit::as_it_is;
    if (argument.is_null()) return parameter.nullable ? Fit::as_it_is : Fit::no;
    const Value::Kind wanted = kind_of(parameter.accepts);
    if (argument.is(wanted)) return Fit::as_it_is;
    if (parameter.accepts == Accepts::date) return argument.is(Value::Kind::date_time) ? Fit::as_it_is : Fit::no;
    // §10.3.2.9.4: to a list of one, from a list of one.
    if (parameter.accepts == Accepts::list) return argument.nesting() < Shared::max_nesting ? Fit::turned : Fit::no;
    return argument.is(Value::Kind::list) && argument.list().size() == 1 && argument.list()[0].is(wanted) ? Fit::turned : Fit::no;
}
Value turned(const BuiltinParameter& parameter, const Value& argument) {
    return parameter.accepts == Accepts::list ? Value::list(std::vector<Value>{argument}) : argument.list()[0];
}

bool count_fits(const BuiltinSignature& s, std::size_t count) {
    if (s.spread) return count >= 1;
    std::size_t needed = 0;
    for (const auto& p : s.parameters) needed += !p.optional;
    if (s.rest) return count >= needed;
    return count >= needed && count <= s.parameters.size();
}

}  // namespace

const Builtin* find_builtin(std::string_view name) {
    auto found = table().by_name.find(name);
    return found == table().by_name.end() ? nullptr : found->second;
}
const std::vector<Builtin>& builtins() { return table().all; }

Value call_builtin(Evaluation& e, const Builtin& builtin, Arguments arguments, const BuiltinSignature* only) {
    const BuiltinParameter* refused = nullptr;
    bool counted = false;
    std::size_t refused_at = 0;
    for (const BuiltinSignature& signature : builtin.signatures) {
        if ((only && &signature != only) || !count_fits(signature, arguments.size())) continue;
        counted = true;
        if (signature.spread) {
            if (arguments.size() == 1 && arguments[0].is(Value::Kind::list)) return builtin.code(e, arguments);
            if (arguments.size() == 1 && arguments[0].is_null()) {
                refused = &signature.parameters[0];
                continue;
            }
            Value list = Value::list(arguments);
            return builtin.code(e, {&list, 1});
        }
        const std::size_t checked = std::min(arguments.size(), signature.parameters.size());
        bool ok = true, as_they_are = true;
        for (std::size_t i = 0; i < checked && ok; ++i) {
            const Fit fit = fit_of(signature.parameters[i], arguments[i]);
            ok = fit != Fit::no;
            as_they_are = as_they_are && fit == Fit::as_it_is;
            if (ok) continue;
            refused = &signature.parameters[i];
            refused_at = i;
        }
        if (!ok) continue;
        if (as_they_are) return builtin.code(e, arguments);
        std::vector<Value> all(arguments.begin(), arguments.end());
        for (std::size_t i = 0; i < checked; ++i)
            if (fit_of(signature.parameters[i], arguments[i]) == Fit::turned) all[i] = turned(signature.parameters[i], arguments[i]);
        return builtin.code(e, all);
    }
    if (!e.wants_diagnostics()) return e.problem(Code::wrong_arguments, {});
    std::string name(builtin.name);
    if (!counted) return e.problem(Code::wrong_arguments, name + "() does not take " + std::to_string(arguments.size()) + " arguments", {name});
    std::string parameter(refused->name), kind = kind_name(arguments[refused_at].kind());
    return e.problem(Code::wrong_arguments, name + "() cannot take " + kind + " as '" + parameter + "'", {name, parameter, kind});
}

}  // namespace raekoda::decision
