// Context functions (DMN 1.5 §10.3.4.10).
#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

Value get_value(Evaluation& e, Arguments a) {
    const Value* found = a[0].context().find(a[1].string());
    return found ? *found : e.problem(Code::no_member, "the context has no such entry", {std::string(a[1].string())});
}

Value get_entries(Evaluation& e, Arguments a) {
    const auto& entries = a[0].context().entries();
    if (!e.allows_list(entries.size() * 3)) return {};
    const Value key("key"), value("value");
    std::vector<Value> items;
    items.reserve(entries.size());
    for (const auto& entry : entries) {
        ContextBuilder builder;
        builder.reserve(2);
        builder.append(key, entry.name);
        builder.append(value, entry.value);
        items.push_back(builder.build());
    }
    return Value::list(std::move(items));
}

Value context(Evaluation& e, Arguments a) {
    if (!e.allows_list(a[0].list().size())) return {};
    ContextBuilder builder;
    std::size_t place = 0;
    std::vector<std::pair<std::size_t, std::string_view>> names;
    for (const Value& item : a[0].list()) {
        const Value* key = item.is(Kind::context) ? item.context().find("key") : nullptr;
        const Value* value = item.is(Kind::context) ? item.context().find("value") : nullptr;
        if (!key || !value || !key->is(Kind::string)) return e.problem(Code::wrong_arguments, "context() takes entries with a key, a string, and a value");
        builder.append(*key, *value);
        names.emplace_back(place++, key->string());
    }
    std::sort(names.begin(), names.end(), [](const auto& x, const auto& y) { return x.second < y.second; });
    for (std::size_t i = 1; i < names.size(); ++i)
        if (names[i].second == names[i - 1].second) return e.problem(Code::invalid_value, "two entries have the same key", {std::string(names[i].second)});
    return builder.build();
}

Value put(Evaluation& e, const Value& into, std::span<const Value> keys, const Value& value) {
    if (keys.empty()) return value;
    if (!into.is(Kind::context) || !keys[0].is(Kind::string)) return e.problem(Code::wrong_arguments, "context put() goes along strings through contexts");
    if (!e.allows_list(into.context().size() + 1)) return {};
    Value inner = value;
    if (keys.size() > 1) {
        const Value* next = into.context().find(keys[0].string());
        if (!next) return e.problem(Code::no_member, "the context has no such entry", {std::string(keys[0].string())});
        if (!next->is(Kind::context)) return e.problem(Code::wrong_arguments, "context put() goes along strings through contexts");
        for (const Value& key : keys)
            if (!key.is(Kind::string)) return e.problem(Code::wrong_arguments, "a key is a string");
        inner = put(e, *next, keys.subspan(1), value);
        if (!inner.is(Kind::context)) return {};
    }
    ContextBuilder builder(into.context());
    builder.put(keys[0], std::move(inner));
    return builder.build();
}
Value context_put(Evaluation& e, Arguments a) {
    if (a[1].is(Kind::string)) return put(e, a[0], a.subspan(1, 1), a[2]);
    if (!a[1].is(Kind::list) || a[1].list().size() == 0 || a[1].list().size() > Shared::max_nesting)
        return e.problem(Code::wrong_arguments, "context put() takes a key or a list of keys");
    return put(e, a[0], a[1].list().items(), a[2]);
}

Value context_merge(Evaluation& e, Arguments a) {
    ContextBuilder builder;
    std::size_t size = 0;
    for (const Value& item : a[0].list()) {
        if (!item.is(Kind::context)) return e.problem(Code::wrong_arguments, "context merge() takes contexts");
        // Entries are looked for one by one: charged as such.
        for (const auto& entry : item.context().entries()) {
            if (!e.charge(1 + size / 16)) return {};
            if (!builder.find(entry.name.string())) ++size;
            builder.put(entry.name, entry.value);
        }
    }
    return builder.build();
}

constexpr BuiltinRow rows[] = {
    {"get value", "m:c, key:s", get_value},
    {"get entries", "m:c", get_entries},
    {"context", "entries:l", context},
    {"context put", "context:c, key:s, value:a|context:c, keys:a, value:a", context_put},
    {"context merge", "contexts:l", context_merge},
};

}  // namespace

std::span<const BuiltinRow> context_builtins() { return rows; }

}  // namespace raekoda::decision
