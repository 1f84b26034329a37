// Names, logic, tests, lists, contexts, ranges, paths and filters.
#include <algorithm>
#include <atomic>

#include "decision/program.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

const Value nothing;

struct Constant final : ExpressionNode {
    Value value;
    Value evaluate(Frame&) const override { return value; }
    const Value& look(Frame&, Value&) const override { return value; }
    const Value* constant() const override { return &value; }
};
struct Slot final : ExpressionNode {
    std::uint32_t slot = 0;
    Value evaluate(Frame& f) const override { return slot < f.slots.size() ? f.slots[slot] : Value(); }
    const Value& look(Frame& f, Value&) const override { return slot < f.slots.size() ? f.slots[slot] : nothing; }
};
struct Local final : ExpressionNode {
    std::uint32_t local = 0;
    Value evaluate(Frame& f) const override { return f.locals[local]; }
    const Value& look(Frame& f, Value&) const override { return f.locals[local]; }
};
struct Self final : ExpressionNode {
    Value evaluate(Frame& f) const override { return f.self ? *f.self : Value(); }
    const Value& look(Frame& f, Value&) const override { return f.self ? *f.self : nothing; }
};
struct Failing final : ExpressionNode {
    Code code = Code::syntax;
    std::string text;
    std::vector<std::string> arguments;
    Value evaluate(Frame& f) const override { return problem(f, code, text, arguments); }
};

struct FilterName final : ExpressionNode {
    std::string name;
    std::uint32_t item = 0;
    Node outside;
    mutable std::atomic<std::uint32_t> hint{0};
    const Value& look(Frame& f, Value& room) const override {
        const Value& element = f.locals[item];
        if (element.is(Kind::context)) {
            std::uint32_t at = hint.load(std::memory_order_relaxed), before = at;
            const Value* found = element.context().find(name, at);
            if (found) {
                if (at != before) hint.store(at, std::memory_order_relaxed);
                return *found;
            }
        }
        if (!outside) {
            bool known = false;
            room = property_of(element, name, known);
            if (known) return room;
        }
        if (outside) return outside->look(f, room);
        room = problem(f, Code::unknown_name, "unknown name '" + name + "'", {name});
        return room;
    }
    Value evaluate(Frame& f) const override {
        Value room;
        return look(f, room);
    }
};

struct Logical final : ConditionNode {
    bool conjunction = true;
    std::vector<Node> operands;
    Truth truth(Frame& f) const override {
        bool unknown = false;
        Kind wrong = Kind::null;
        for (const Node& operand : operands) {
            const Truth says = operand->truth(f);
            if (says.known()) {
                if (says.yes != conjunction) return !conjunction;
            } else {
                unknown = true;
                if (says.kind != Kind::null) wrong = says.kind;
            }
        }
        if (!unknown) return conjunction;
        if (wrong == Kind::null) return Truth(nothing);
        return Truth(problem(f, Code::wrong_type, std::string(conjunction ? "and" : "or") + " joins true and false, not " + kind_name(wrong), {kind_name(wrong)}));
    }
};

struct Between final : ConditionNode {
    Node value, low, high;
    Truth truth(Frame& f) const override {
        Value room, low_room, high_room;
        const Value& v = value->look(f, room);
        auto above = compare(v, low->look(f, low_room));
        auto below = compare(v, high->look(f, high_room));
        if (!above || !below) return Truth(problem(f, Code::wrong_type, "between cannot compare these values", {"between"}));
        return *above >= 0 && *below <= 0;
    }
};

struct In final : ConditionNode {
    Node value;
    std::vector<Node> tests;
    Truth truth(Frame& f) const override {
        Value room;
        const Value& v = value->look(f, room);
        bool unknown = false;
        for (const Node& test : tests) {
            Value test_room;
            auto inside = value_in(f.evaluation, v, test->look(f, test_room));
            if (inside.value_or(false)) return true;
            if (!inside) unknown = true;
        }
        if (unknown) return Truth(problem(f, Code::wrong_type, "in cannot compare these values", {"in"}));
        return false;
    }
};

struct If final : ExpressionNode {
    Node condition, then, otherwise;
    const ExpressionNode& chosen(Frame& f) const {
        const Truth says = condition->truth(f);
        return says.known() && says.yes ? *then : *otherwise;
    }
    const Value& look(Frame& f, Value& room) const override { return chosen(f).look(f, room); }
    Value evaluate(Frame& f) const override { return chosen(f).evaluate(f); }
    Truth truth(Frame& f) const override { return chosen(f).truth(f); }
};

struct InstanceOf final : ConditionNode {
    Node value;
    TypePointer tested;
    Truth truth(Frame& f) const override {
        Value room;
        return conforms(f.evaluation, value->look(f, room), tested);
    }
};

struct ListNode final : ExpressionNode {
    std::vector<Node> items;
    Value evaluate(Frame& f) const override {
        if (!f.evaluation.allows_list(items.size())) return {};
        std::vector<Value> values;
        values.reserve(items.size());
        for (const Node& item : items) values.push_back(item->evaluate(f));
        Value list = Value::list(std::move(values));
        return list.is_null() ? problem(f, Code::too_deep, "lists inside lists too deeply") : list;
    }
};

struct RangeNode final : ExpressionNode {
    Node low, high;
    bool low_included = true, high_included = true;
    Value evaluate(Frame& f) const override {
        Value from = low->evaluate(f), to = high->evaluate(f);
        if (!from.is_null() && !to.is_null() && from.kind() != to.kind())
            return problem(f, Code::wrong_type, "the ends of a range are of different types", {kind_name(from.kind()), kind_name(to.kind())});
        return Value::range(std::move(from), low_included, std::move(to), high_included);
    }
};
struct ComparisonRange final : ExpressionNode {
    Value::Comparison comparison = Value::Comparison::none;
    Node border;
    Value evaluate(Frame& f) const override { return Value::range(comparison, border->evaluate(f)); }
};

struct ContextNode final : ExpressionNode {
    std::vector<ContextEntryNode> entries;
    Value evaluate(Frame& f) const override {
        ContextBuilder builder;
        builder.reserve(entries.size());
        if (!f.evaluation.charge(entries.size())) return {};
        for (const auto& entry : entries) {
            f.locals[entry.local] = entry.value->evaluate(f);
            builder.append(entry.name, f.locals[entry.local]);
        }
        Value context = builder.build();
        return context.is_null() ? problem(f, Code::too_deep, "contexts inside contexts too deeply") : context;
    }
};

struct Path final : ExpressionNode {
    Node base;
    std::string member;
    mutable std::atomic<std::uint32_t> hint{0};

    const Value* in_context(const Context& context) const {
        std::uint32_t at = hint.load(std::memory_order_relaxed), before = at;
        const Value* found = context.find(member, at);
        if (found && at != before) hint.store(at, std::memory_order_relaxed);
        return found;
    }
    Value member_of(Frame& f, const Value& v) const {
        if (v.is(Kind::context)) {
            if (const Value* found = in_context(v.context())) return *found;
            return problem(f, Code::no_member, "the context has no entry '" + member + "'", {member});
        }
        if (v.is(Kind::list)) {
            if (!f.evaluation.allows_list(v.list().size())) return {};
            std::vector<Value> values;
            values.reserve(v.list().size());
            for (const Value& item : v.list()) values.push_back(item.is(Kind::list) ? Value() : member_of(f, item));
            return Value::list(std::move(values));
        }
        bool known = false;
        Value property = property_of(v, member, known);
        if (known) return property;
        if (v.is_null()) return {};
        return problem(f, Code::no_member, std::string(kind_name(v.kind())) + " has no '" + member + "'", {member});
    }
    Value evaluate(Frame& f) const override {
        Value room;
        return member_of(f, base->look(f, room));
    }
    const Value& look(Frame& f, Value& room) const override {
        // Only what the base refers to may be returned by reference, never a part of a temporary.
        Value base_room;
        const Value& v = base->look(f, base_room);
        if (&v != &base_room && v.is(Kind::context)) {
            if (const Value* found = in_context(v.context())) return *found;
        }
        room = member_of(f, v);
        return room;
    }
};

struct Filter final : ExpressionNode {
    Node base, filter;
    std::uint32_t item = 0;

    Value at(Frame& f, std::span<const Value> items, const Number& position) const {
        auto index = position.integer();
        if (!index || *index == 0) return problem(f, Code::invalid_value, "a position in a list is a whole number other than 0");
        const auto size = static_cast<std::int64_t>(items.size());
        const std::int64_t place = *index > 0 ? *index - 1 : size + *index;
        if (place < 0 || place >= size) return problem(f, Code::invalid_value, "no element " + position.text() + " in a list of " + std::to_string(size));
        return items[static_cast<std::size_t>(place)];
    }
    Value evaluate(Frame& f) const override {
        Value room;
        const Value& v = base->look(f, room);
        std::span<const Value> items = v.is(Kind::list) ? v.list().items() : std::span<const Value>(&v, 1);
        if (const Value* position = filter->constant(); position && position->is(Kind::number)) return v.is_null() ? Value() : at(f, items, position->number());
        if (v.is_null()) items = {};
        // The list stays alive while the filter runs, whatever the filter does.
        const Value keep = v;
        if (!keep.is(Kind::list) && !v.is_null()) items = std::span<const Value>(&keep, 1);
        std::vector<Value> kept;
        bool first = true;
        for (const Value& element : items) {
            if (!f.evaluation.charge()) return {};
            f.locals[item] = element;
            const Truth says = filter->truth(f);
            if (says.known()) {
                if (says.yes) kept.push_back(element);
            } else if (first && says.kind == Kind::number) {
                return at(f, items, filter->evaluate(f).number());
            } else if (says.kind != Kind::null) return problem(f, Code::wrong_type, "a filter is a condition or a position");
            first = false;
        }
        if (items.empty()) {
            f.locals[item] = Value();
            Evaluation::Silence silence(f.evaluation);
            Value result_room;
            if (filter->look(f, result_room).is(Kind::number)) return {};
        }
        f.locals[item] = Value();
        return Value::list(std::move(kept));
    }
};

template <class T>
std::unique_ptr<T> over(std::initializer_list<const Node*> parts) {
    auto node = std::make_unique<T>();
    for (const Node* part : parts)
        if (*part) node->depth = std::max(node->depth, (*part)->depth + 1);
    return node;
}

}  // namespace

Node constant_node(Value value) {
    auto node = std::make_unique<Constant>();
    node->value = std::move(value);
    return node;
}
Node slot_node(std::uint32_t slot) {
    auto node = std::make_unique<Slot>();
    node->slot = slot;
    return node;
}
Node local_node(std::uint32_t local) {
    auto node = std::make_unique<Local>();
    node->local = local;
    return node;
}
Node self_node() { return std::make_unique<Self>(); }
Node failing_node(Code code, std::string text, std::vector<std::string> arguments) {
    auto node = std::make_unique<Failing>();
    node->code = code;
    node->text = std::move(text);
    node->arguments = std::move(arguments);
    return node;
}
Node filter_name_node(std::string name, std::uint32_t item, Node outside) {
    auto node = over<FilterName>({&outside});
    node->name = std::move(name);
    node->item = item;
    node->outside = std::move(outside);
    return node;
}
Node logical_node(bool conjunction, std::vector<Node> operands) {
    auto node = std::make_unique<Logical>();
    for (const Node& operand : operands) node->depth = std::max(node->depth, operand->depth + 1);
    node->conjunction = conjunction;
    node->operands = std::move(operands);
    return node;
}
Node between_node(Node value, Node low, Node high) {
    auto node = over<Between>({&value, &low, &high});
    node->value = std::move(value);
    node->low = std::move(low);
    node->high = std::move(high);
    return node;
}
Node in_node(Node value, std::vector<Node> tests) {
    auto node = over<In>({&value});
    for (const Node& test : tests) node->depth = std::max(node->depth, test->depth + 1);
    node->value = std::move(value);
    node->tests = std::move(tests);
    return node;
}
Node if_node(Node condition, Node then, Node otherwise) {
    auto node = over<If>({&condition, &then, &otherwise});
    node->condition = std::move(condition);
    node->then = std::move(then);
    node->otherwise = std::move(otherwise);
    return node;
}
Node instance_of_node(Node value, TypePointer tested) {
    auto node = over<InstanceOf>({&value});
    node->value = std::move(value);
    node->tested = std::move(tested);
    return node;
}
Node list_node(std::vector<Node> items) {
    bool fixed = true;
    for (const Node& item : items) fixed = fixed && item->constant();
    if (fixed) {
        std::vector<Value> values;
        for (const Node& item : items) values.push_back(*item->constant());
        if (Value list = Value::list(std::move(values)); !list.is_null()) return constant_node(std::move(list));
    }
    auto node = std::make_unique<ListNode>();
    for (const Node& item : items) node->depth = std::max(node->depth, item->depth + 1);
    node->items = std::move(items);
    return node;
}
Node range_node(Node low, bool low_included, Node high, bool high_included) {
    const Value *from = low->constant(), *to = high->constant();
    if (from && to && from->kind() == to->kind() && !from->is_null()) return constant_node(Value::range(*from, low_included, *to, high_included));
    auto node = over<RangeNode>({&low, &high});
    node->low = std::move(low);
    node->high = std::move(high);
    node->low_included = low_included;
    node->high_included = high_included;
    return node;
}
Node comparison_range_node(Value::Comparison comparison, Node border) {
    if (const Value* v = border->constant()) return constant_node(Value::range(comparison, *v));
    auto node = over<ComparisonRange>({&border});
    node->comparison = comparison;
    node->border = std::move(border);
    return node;
}
Node context_node(std::vector<ContextEntryNode> entries) {
    auto node = std::make_unique<ContextNode>();
    for (const auto& entry : entries) node->depth = std::max(node->depth, entry.value->depth + 1);
    node->entries = std::move(entries);
    return node;
}
Node path_node(Node base, std::string member) {
    auto node = over<Path>({&base});
    node->base = std::move(base);
    node->member = std::move(member);
    return node;
}
Node filter_node(Node base, Node filter, std::uint32_t item) {
    auto node = over<Filter>({&base, &filter});
    node->base = std::move(base);
    node->filter = std::move(filter);
    node->item = item;
    return node;
}

std::optional<bool> value_in(Evaluation& e, const Value& value, const Value& test) {
    if (test.is(Kind::range)) {
        if (value.is(Kind::range) && test.range().comparison() == Value::Comparison::none) return equal(value, test);
        return includes(test.range(), value);
    }
    if (test.is(Kind::list)) {
        if (value.is(Kind::list) && equal(value, test).value_or(false)) return true;
        for (const Value& item : test.list()) {
            if (!e.charge()) return std::nullopt;
            if (item.is(Kind::range) ? includes(item.range(), value).value_or(false) : equal(value, item).value_or(false)) return true;
            if (item.is(Kind::range) && value.is(Kind::range) && equal(item, value).value_or(false)) return true;
        }
        return false;
    }
    return equal(value, test);
}

bool test_matches(Evaluation& e, const Value& input, const Value& test, bool mentions_input) {
    if (mentions_input) return test.is_true();
    if (test.is(Kind::boolean) && !input.is(Kind::boolean)) return test.boolean() && !input.is_null();
    return value_in(e, input, test).value_or(false);
}

Value property_of(const Value& v, std::string_view name, bool& known) {
    known = true;
    auto of_zone = [&](const Zone& zone, std::int64_t day, std::int64_t nanosecond) -> Value {
        if (name == "timezone") return zone.kind == Zone::Kind::named ? Value(zone.name()) : Value();
        return zone.kind == Zone::Kind::none ? Value() : Value(Duration{zone.offset_at(day, nanosecond), 0});
    };
    auto of_clock = [&](std::int64_t nanosecond) -> Value {
        const std::int64_t seconds = nanosecond / 1'000'000'000;
        if (name == "hour") return seconds / 3600;
        if (name == "minute") return seconds / 60 % 60;
        return seconds % 60;
    };
    auto of_date = [&](Date date) -> Value {
        if (name == "weekday") return date.weekday();
        auto parts = date.parts();
        return name == "year" ? parts.year : name == "month" ? parts.month : parts.day;
    };
    const bool date_part = name == "year" || name == "month" || name == "day" || name == "weekday";
    const bool clock_part = name == "hour" || name == "minute" || name == "second";
    const bool zone_part = name == "timezone" || name == "time offset";
    switch (v.kind()) {
        case Kind::date:
            if (date_part) return of_date(v.date());
            if (clock_part) return 0;
            if (name == "time offset") return Duration{};
            if (name == "timezone") return Value();
            break;
        case Kind::time:
            if (clock_part) return of_clock(v.time().nanosecond_of_day);
            if (zone_part) return of_zone(v.time().zone, 0, v.time().nanosecond_of_day);
            break;
        case Kind::date_time:
            if (date_part) return of_date(v.date());
            if (clock_part) return of_clock(v.date_time().nanosecond_of_day);
            if (zone_part) return of_zone(v.date_time().zone, v.date().day, v.date_time().nanosecond_of_day);
            break;
        case Kind::duration: {
            if (name != "days" && name != "hours" && name != "minutes" && name != "seconds") break;
            // Truncated towards zero; a fraction belongs to the seconds.
            const Duration d = v.duration();
            std::int64_t seconds = d.seconds, nanoseconds = d.nanoseconds;
            if (seconds < 0 && nanoseconds > 0) {
                ++seconds;
                nanoseconds -= 1'000'000'000;
            }
            if (name == "days") return seconds / 86'400;
            if (name == "hours") return seconds / 3600 % 24;
            if (name == "minutes") return seconds / 60 % 60;
            return Number(seconds % 60) + Number::scaled(nanoseconds, -9);
        }
        case Kind::months:
            if (name == "years") return v.months().months / 12;
            if (name == "months") return v.months().months % 12;
            break;
        case Kind::range:
            if (name == "start") return v.range().low();
            if (name == "end") return v.range().high();
            if (name == "start included") return v.range().low_included();
            if (name == "end included") return v.range().high_included();
            break;
        default: break;
    }
    known = false;
    return {};
}

}  // namespace raekoda::decision
