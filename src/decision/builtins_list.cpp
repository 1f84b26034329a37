// List functions (DMN 1.5 §10.3.4.4) that do not compute, and sort.
#include <algorithm>

#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

bool same(const Value& a, const Value& b) { return equal(a, b).value_or(false); }

Value list_of_values(Evaluation& e, std::vector<Value>&& values) {
    if (!e.allows_list(values.size())) return {};
    Value list = Value::list(std::move(values));
    return list.is_null() ? e.problem(Code::too_deep, "lists inside lists too deeply") : list;
}
std::vector<Value> copied(const Value& list) { return {list.list().begin(), list.list().end()}; }

Value list_contains(Evaluation& e, Arguments a) {
    for (const Value& item : a[0].list()) {
        if (!e.charge()) return {};
        if (same(item, a[1])) return true;
    }
    return false;
}
Value count(Evaluation&, Arguments a) { return static_cast<std::int64_t>(a[0].list().size()); }

// 0-based place of a 1-based or negative position; nullopt outside.
std::optional<std::size_t> place_of(const Number& position, std::size_t size) {
    auto p = position.rounded(0, Number::Rounding::down).integer();
    if (!p || *p == 0) return std::nullopt;
    const std::int64_t place = *p > 0 ? *p - 1 : static_cast<std::int64_t>(size) + *p;
    if (place < 0 || place >= static_cast<std::int64_t>(size)) return std::nullopt;
    return static_cast<std::size_t>(place);
}
Value no_place(Evaluation& e) { return e.problem(Code::invalid_value, "no such position in the list"); }

Value sublist(Evaluation& e, Arguments a) {
    auto items = a[0].list().items();
    auto place = place_of(a[1].number(), items.size());
    if (!place) return no_place(e);
    std::size_t length = items.size() - *place;
    if (given(a, 2)) {
        auto wanted = a[2].number().rounded(0, Number::Rounding::down).integer();
        if (!wanted || *wanted < 0 || static_cast<std::uint64_t>(*wanted) > length) return e.problem(Code::invalid_value, "sublist() goes beyond the end of the list");
        length = static_cast<std::size_t>(*wanted);
    }
    auto part = items.subspan(*place, length);
    return list_of_values(e, {part.begin(), part.end()});
}
Value append(Evaluation& e, Arguments a) {
    std::vector<Value> values = copied(a[0]);
    values.insert(values.end(), a.begin() + 1, a.end());
    return list_of_values(e, std::move(values));
}
bool add_all(Evaluation& e, std::vector<Value>& values, const Value& list) {
    if (!list.is(Kind::list)) return values.push_back(list), true;
    values.insert(values.end(), list.list().begin(), list.list().end());
    return values.size() <= e.budget().list_size || e.allows_list(values.size());
}
Value concatenate(Evaluation& e, Arguments a) {
    std::vector<Value> values;
    for (const Value& list : a) {
        if (list.is_null()) return e.problem(Code::wrong_arguments, "concatenate() cannot take null");
        if (!add_all(e, values, list)) return {};
    }
    return list_of_values(e, std::move(values));
}
Value insert_before(Evaluation& e, Arguments a) {
    auto place = place_of(a[1].number(), a[0].list().size());
    if (!place) return no_place(e);
    std::vector<Value> values = copied(a[0]);
    values.insert(values.begin() + static_cast<std::ptrdiff_t>(*place), a[2]);
    return list_of_values(e, std::move(values));
}
Value remove(Evaluation& e, Arguments a) {
    auto place = place_of(a[1].number(), a[0].list().size());
    if (!place) return no_place(e);
    std::vector<Value> values = copied(a[0]);
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(*place));
    return list_of_values(e, std::move(values));
}
Value list_replace(Evaluation& e, Arguments a) {
    std::vector<Value> values = copied(a[0]);
    if (a[1].is(Kind::number)) {
        auto place = place_of(a[1].number(), values.size());
        if (!place) return no_place(e);
        values[*place] = a[2];
        return list_of_values(e, std::move(values));
    }
    if (!a[1].is(Kind::function) || (a[1].function().parameters().size() != 2 && !a[1].function().variadic()))
        return e.problem(Code::wrong_arguments, "list replace() takes a position or a function of two parameters");
    for (Value& value : values) {
        const Value pair[] = {value, a[2]};
        const Value matched = call(e, a[1], pair);
        if (e.stopped()) return {};
        if (!matched.is(Kind::boolean)) return e.problem(Code::wrong_type, "the function of list replace() says neither true nor false");
        if (matched.boolean()) value = a[2];
    }
    return list_of_values(e, std::move(values));
}
Value reverse(Evaluation& e, Arguments a) {
    std::vector<Value> values = copied(a[0]);
    std::reverse(values.begin(), values.end());
    return list_of_values(e, std::move(values));
}
Value index_of(Evaluation& e, Arguments a) {
    std::vector<Value> found;
    std::int64_t position = 0;
    for (const Value& item : a[0].list()) {
        if (!e.charge()) return {};
        ++position;
        if (same(item, a[1])) found.push_back(position);
    }
    return list_of_values(e, std::move(found));
}

// Keeps the first of equal values: by hash, so that long lists stay quick.
bool keep_distinct(Evaluation& e, std::vector<Value>& values) {
    std::vector<std::pair<std::size_t, std::size_t>> seen;  // hash, place
    std::vector<Value> kept;
    std::vector<std::vector<std::uint32_t>> buckets(values.size() / 2 + 1);
    for (Value& value : values) {
        if (!e.charge()) return false;
        auto& bucket = buckets[hash(value) % buckets.size()];
        bool known = false;
        for (std::uint32_t place : bucket) {
            if (!e.charge()) return false;
            if (same(kept[place], value)) {
                known = true;
                break;
            }
        }
        if (known) continue;
        bucket.push_back(static_cast<std::uint32_t>(kept.size()));
        kept.push_back(std::move(value));
    }
    values = std::move(kept);
    return true;
}
Value distinct_values(Evaluation& e, Arguments a) {
    std::vector<Value> values = copied(a[0]);
    return keep_distinct(e, values) ? list_of_values(e, std::move(values)) : Value();
}
Value joined(Evaluation& e, Arguments a) {  // union
    std::vector<Value> values;
    for (const Value& list : a) {
        if (list.is_null()) return e.problem(Code::wrong_arguments, "union() cannot take null");
        if (!add_all(e, values, list)) return {};
    }
    return keep_distinct(e, values) ? list_of_values(e, std::move(values)) : Value();
}
bool flatten_into(Evaluation& e, std::vector<Value>& values, const Value& list) {
    for (const Value& item : list.list()) {
        if (!e.charge()) return false;
        if (item.is(Kind::list)) {
            if (!flatten_into(e, values, item)) return false;
        } else {
            values.push_back(item);
        }
    }
    return true;
}
Value flatten(Evaluation& e, Arguments a) {
    std::vector<Value> values;
    return flatten_into(e, values, a[0]) ? list_of_values(e, std::move(values)) : Value();
}

// Merge sort by a function that may say anything: never out of bounds, whatever it answers.
bool merge_sort(Evaluation& e, std::vector<Value>& values, std::vector<Value>& room, std::size_t from, std::size_t to, const Value& precedes) {
    if (to - from < 2) return true;
    const std::size_t middle = from + (to - from) / 2;
    if (!merge_sort(e, values, room, from, middle, precedes) || !merge_sort(e, values, room, middle, to, precedes)) return false;
    std::size_t i = from, j = middle, k = from;
    while (i < middle && j < to) {
        bool later_first;
        if (precedes.is_null()) {
            auto order = compare(values[j], values[i]);
            if (!e.charge()) return false;
            if (!order) return e.problem(Code::wrong_type, "sort() cannot compare the elements"), false;
            later_first = *order < 0;
        } else {
            const Value pair[] = {values[j], values[i]};
            const Value answer = call(e, precedes, pair);
            if (e.stopped()) return false;
            later_first = answer.is_true();
        }
        room[k++] = std::move(later_first ? values[j++] : values[i++]);
    }
    while (i < middle) room[k++] = std::move(values[i++]);
    while (j < to) room[k++] = std::move(values[j++]);
    for (k = from; k < to; ++k) values[k] = std::move(room[k]);
    return true;
}
Value sort(Evaluation& e, Arguments a) {
    std::vector<Value> values = copied(a[0]), room(values.size());
    const Value natural;
    const Value& precedes = a.size() > 1 ? a[1] : natural;
    if (precedes.is(Kind::function) && precedes.function().parameters().size() != 2 && !precedes.function().variadic())
        return e.problem(Code::wrong_arguments, "sort() takes a function of two parameters");
    if (!merge_sort(e, values, room, 0, values.size(), precedes)) return {};
    return list_of_values(e, std::move(values));
}

constexpr BuiltinRow rows[] = {
    {"list contains", "list:l, element:a", list_contains},
    {"count", "list:l*", count},
    {"sublist", "list:l, start position:n, length:n?", sublist},
    {"append", "list:l, item:a...", append},
    {"concatenate", "list:a...", concatenate},
    {"insert before", "list:l, position:n, newItem:a", insert_before},
    {"remove", "list:l, position:n", remove},
    {"list replace", "list:l, position:n, newItem:a|list:l, match:f, newItem:a", list_replace},
    {"reverse", "list:l", reverse},
    {"index of", "list:l, match:a", index_of},
    {"union", "list:a...", joined},
    {"distinct values", "list:l", distinct_values},
    {"flatten", "list:l", flatten},
    {"sort", "list:l, precedes:f?", sort},
};

}  // namespace

std::span<const BuiltinRow> list_builtins() { return rows; }

}  // namespace raekoda::decision
