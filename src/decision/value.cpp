#include "decision/value.h"

#include <algorithm>
#include <new>

namespace raekoda::decision {
namespace {

constexpr std::size_t many_entries = 12;  // from here on a context has a sorted index

std::uint32_t deepest(std::span<const Value> items) {
    std::uint32_t depth = 0;
    for (const Value& item : items) depth = std::max(depth, item.nesting());
    return depth;
}

}  // namespace

Value::Value(const Time& time)
    : low_(static_cast<std::uint64_t>(time.nanosecond_of_day)), tag_{Kind::time, time.zone.kind, time.zone.index, time.zone.offset_seconds} {}
Value::Value(const DateTime& moment)
    : low_(static_cast<std::uint64_t>(moment.date.day)), high_(static_cast<std::uint64_t>(moment.nanosecond_of_day)),
      tag_{Kind::date_time, moment.zone.kind, moment.zone.index, moment.zone.offset_seconds} {}
Value::Value(Duration duration)
    : low_(static_cast<std::uint64_t>(duration.seconds)), high_(static_cast<std::uint64_t>(duration.nanoseconds)), tag_{Kind::duration} {}

Value::Value(std::string_view text) {
    char* to;
    *this = uninitialised_string(text.size(), to);
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    finish_string();
}

Value Value::uninitialised_string(std::size_t bytes, char*& to) {
    auto* text = new (::operator new(sizeof(Text) + bytes)) Text(bytes);
    to = reinterpret_cast<char*>(text + 1);
    return Value(Kind::string, text);
}
void Value::finish_string() {
    std::size_t points = 0;
    for (char c : string()) points += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    static_cast<Text*>(pointer())->code_points_ = points;
}

Time Value::time() const { return {static_cast<std::int64_t>(low_), {tag_.offset, tag_.zone, tag_.zone_kind}}; }
DateTime Value::date_time() const { return {date(), static_cast<std::int64_t>(high_), {tag_.offset, tag_.zone, tag_.zone_kind}}; }

Value Value::list(std::vector<Value>&& items) {
    std::uint32_t nesting = deepest(items) + 1;
    if (nesting > Shared::max_nesting) return {};
    return Value(Kind::list, new List(std::move(items), nesting));
}
Value Value::list(std::span<const Value> items) { return list(std::vector<Value>(items.begin(), items.end())); }

bool Value::grow_list(const Value& element) {
    if (element.nesting() + 1 > Shared::max_nesting) return false;
    List* mine = static_cast<List*>(pointer());
    if (mine->count_.load(std::memory_order_acquire) != 1) {
        std::vector<Value> copy;
        copy.reserve(mine->items_.size() * 2 + 1);
        copy = mine->items_;
        *this = list(std::move(copy));
        mine = static_cast<List*>(pointer());
    }
    mine->items_.push_back(element);
    mine->nesting_ = std::max(mine->nesting_, element.nesting() + 1);
    return true;
}

Value Value::range(Value low, bool low_included, Value high, bool high_included) {
    std::uint32_t nesting = std::max(low.nesting(), high.nesting()) + 1;
    if (nesting > Shared::max_nesting) return {};
    return Value(Kind::range, new Range(std::move(low), low_included, std::move(high), high_included, Comparison::none, nesting));
}
Value Value::range(Comparison comparison, Value border) {
    std::uint32_t nesting = border.nesting() + 1;
    if (nesting > Shared::max_nesting) return {};
    const bool equality = comparison == Comparison::equal || comparison == Comparison::not_equal;
    const bool above = comparison == Comparison::greater || comparison == Comparison::greater_equal;
    Value low = above || equality ? border : Value(), high = above && !equality ? Value() : border;
    return Value(Kind::range, new Range(std::move(low), comparison == Comparison::greater_equal || comparison == Comparison::equal, std::move(high),
                                        comparison == Comparison::less_equal || comparison == Comparison::equal, comparison, nesting));
}
Value Value::function(Function* taken) {
    if (taken->nesting() > Shared::max_nesting) {
        delete taken;
        return {};
    }
    return Value(Kind::function, taken);
}

void Value::release() {
    Shared* object = pointer();
    // The last one that holds it needs no exclusive step: nobody else can take it up.
    if (object->count_.load(std::memory_order_acquire) != 1 && object->count_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    switch (tag_.kind) {
        case Kind::string: {
            static_cast<Text*>(object)->~Text();
            ::operator delete(object);
            break;
        }
        case Kind::list: delete static_cast<List*>(object); break;
        case Kind::context: delete static_cast<Context*>(object); break;
        case Kind::range: delete static_cast<Range*>(object); break;
        case Kind::function: delete static_cast<Function*>(object); break;
        default: break;
    }
}

Context::Context(std::vector<Entry>&& entries, std::uint32_t nesting) : Shared(nesting), entries_(std::move(entries)) {
    if (entries_.size() < many_entries) return;
    sorted_.resize(entries_.size());
    for (std::uint32_t i = 0; i < sorted_.size(); ++i) sorted_[i] = i;
    std::sort(sorted_.begin(), sorted_.end(), [this](std::uint32_t a, std::uint32_t b) { return entries_[a].name.string() < entries_[b].name.string(); });
}

const Value* Context::find(std::string_view name) const {
    std::uint32_t hint = UINT32_MAX;
    return find(name, hint);
}
const Value* Context::find(std::string_view name, std::uint32_t& hint) const {
    if (hint < entries_.size() && entries_[hint].name.string() == name) return &entries_[hint].value;
    if (sorted_.empty()) {
        for (std::uint32_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].name.string() != name) continue;
            hint = i;
            return &entries_[i].value;
        }
        return nullptr;
    }
    auto at = std::lower_bound(sorted_.begin(), sorted_.end(), name, [this](std::uint32_t i, std::string_view n) { return entries_[i].name.string() < n; });
    if (at == sorted_.end() || entries_[*at].name.string() != name) return nullptr;
    hint = *at;
    return &entries_[*at].value;
}

ContextBuilder& ContextBuilder::put(const Value& name, Value value) {
    for (auto& entry : entries_) {
        if (entry.name.string() != name.string()) continue;
        entry.value = std::move(value);
        return *this;
    }
    entries_.push_back({name, std::move(value)});
    return *this;
}
const Value* ContextBuilder::find(std::string_view name) const {
    for (const auto& entry : entries_)
        if (entry.name.string() == name) return &entry.value;
    return nullptr;
}
Value ContextBuilder::build() {
    std::uint32_t nesting = 0;
    for (const auto& entry : entries_) nesting = std::max(nesting, entry.value.nesting());
    std::vector<Context::Entry> entries = std::move(entries_);
    entries_.clear();
    if (nesting + 1 > Shared::max_nesting) return {};
    return Value(Value::Kind::context, new Context(std::move(entries), nesting + 1));
}

const char* kind_name(Value::Kind kind) {
    switch (kind) {
        case Value::Kind::null: return "null";
        case Value::Kind::boolean: return "boolean";
        case Value::Kind::number: return "number";
        case Value::Kind::date: return "date";
        case Value::Kind::time: return "time";
        case Value::Kind::date_time: return "date and time";
        case Value::Kind::duration: return "days and time duration";
        case Value::Kind::months: return "years and months duration";
        case Value::Kind::string: return "string";
        case Value::Kind::list: return "list";
        case Value::Kind::context: return "context";
        case Value::Kind::range: return "range";
        case Value::Kind::function: return "function";
    }
    return "";
}

}  // namespace raekoda::decision
