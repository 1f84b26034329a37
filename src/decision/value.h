// A value of FEEL: 24 bytes, cheap to copy; numbers, dates, times and durations are inline, strings, lists, contexts, ranges and functions are
// shared, counted and never change once made (so a value may be read by many threads).
#pragma once
#include <atomic>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decision/number.h"
#include "decision/temporal.h"

namespace raekoda::decision {

class Value;
class List;
class Context;
class Range;
class Function;
class Evaluation;
struct Type;
using TypePointer = std::shared_ptr<const Type>;

// What strings, lists, … share: a counter. Lists in lists are at most `max_nesting` deep, so that nothing that walks a value can overflow.
class Shared {
public:
    static constexpr std::uint32_t max_nesting = 200;
    std::uint32_t nesting() const { return nesting_; }

protected:
    friend class Value;
    explicit Shared(std::uint32_t nesting) : nesting_(nesting) {}
    Shared(const Shared&) = delete;
    mutable std::atomic<std::uint32_t> count_{1};
    std::uint32_t nesting_;
};

class Value {
public:
    enum class Kind : std::uint8_t {
        null, boolean, number, date, time, date_time, duration, months,  // inline
        string, list, context, range, function,                         // shared
    };
    Value() = default;
    Value(bool boolean) : low_(boolean), tag_{Kind::boolean} {}  // NOLINT
    Value(const Number& number) : low_(number.low_bits()), high_(number.high_bits()), tag_{Kind::number} {}  // NOLINT
    Value(int number) : Value(Number(number)) {}  // NOLINT
    Value(std::int64_t number) : Value(Number(number)) {}  // NOLINT
    Value(Date date) : low_(static_cast<std::uint64_t>(date.day)), tag_{Kind::date} {}  // NOLINT
    Value(const Time&);         // NOLINT
    Value(const DateTime&);     // NOLINT
    Value(Duration);            // NOLINT
    Value(Months months) : low_(static_cast<std::uint64_t>(months.months)), tag_{Kind::months} {}  // NOLINT
    Value(std::string_view valid_utf8);  // NOLINT
    Value(const std::string& valid_utf8) : Value(std::string_view(valid_utf8)) {}  // NOLINT
    Value(const char* valid_utf8) : Value(std::string_view(valid_utf8)) {}  // NOLINT
    Value(std::optional<bool> boolean) : Value() { if (boolean) *this = Value(*boolean); }  // NOLINT
    // Deeper than Shared::max_nesting: null. The caller says why.
    static Value list(std::vector<Value>&&);
    static Value list(std::span<const Value>);
    // For building: adds an element in place when nobody else holds this list (else copies it). False when nested too deep.
    bool grow_list(const Value& element);
    static Value range(Value low, bool low_included, Value high, bool high_included);  // [low..high] and so on
    enum class Comparison : std::uint8_t { none, less, less_equal, greater, greater_equal, equal, not_equal };
    static Value range(Comparison, Value border);  // < border, >= border, = border, …
    static Value uninitialised_string(std::size_t bytes, char*& to);  // the caller fills the bytes, then calls finish_string()
    void finish_string();
    static Value function(Function*);  // takes the one reference over that a new function has

    Value(const Value& other) : low_(other.low_), high_(other.high_), tag_(other.tag_) { if (shared()) retain(); }
    Value(Value&& other) noexcept : low_(other.low_), high_(other.high_), tag_(other.tag_) { other.tag_.kind = Kind::null; }
    Value& operator=(const Value& other) { return *this = Value(other); }
    // What was here goes last: `other` may be a part of it.
    Value& operator=(Value&& other) noexcept {
        if (this == &other) return *this;
        Value before;
        before.low_ = low_;
        before.tag_ = tag_;
        low_ = other.low_;
        high_ = other.high_;
        tag_ = other.tag_;
        other.tag_.kind = Kind::null;
        return *this;
    }
    ~Value() { if (shared()) release(); }

    Kind kind() const { return tag_.kind; }
    bool is(Kind kind) const { return tag_.kind == kind; }
    bool is_null() const { return is(Kind::null); }
    bool is_true() const { return is(Kind::boolean) && low_ != 0; }
    bool is_false() const { return is(Kind::boolean) && low_ == 0; }

    // Each only when the kind is right.
    bool boolean() const { return low_ != 0; }
    Number number() const { return Number::from_bits(low_, high_); }
    std::string_view string() const;
    std::size_t code_points() const;  // of a string
    Date date() const { return {static_cast<std::int64_t>(low_)}; }
    Time time() const;
    DateTime date_time() const;
    Duration duration() const { return {static_cast<std::int64_t>(low_), static_cast<std::int64_t>(high_)}; }
    Months months() const { return {static_cast<std::int64_t>(low_)}; }
    const List& list() const;
    const Context& context() const;
    const Range& range() const;
    const Function& function() const;

    bool same_object(const Value& other) const { return kind() == other.kind() && low_ == other.low_ && high_ == other.high_; }
    std::uint32_t nesting() const { return shared() ? pointer()->nesting_ : 0; }

private:
    friend class Context;
    friend class ContextBuilder;
    Value(Kind kind, Shared* taken) : low_(reinterpret_cast<std::uintptr_t>(taken)), tag_{kind} {}
    bool shared() const { return tag_.kind >= Kind::string; }
    Shared* pointer() const { return reinterpret_cast<Shared*>(static_cast<std::uintptr_t>(low_)); }
    void retain() const { pointer()->count_.fetch_add(1, std::memory_order_relaxed); }
    void release();

    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
    struct Tag {  // one word, copied as one
        Kind kind = Kind::null;
        Zone::Kind zone_kind = Zone::Kind::none;
        std::uint16_t zone = 0;
        std::int32_t offset = 0;
    };
    Tag tag_;
};

// A string: its bytes stand after it.
class Text : public Shared {
public:
    std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), size_}; }
    std::size_t code_points() const { return code_points_; }

private:
    friend class Value;
    explicit Text(std::size_t size) : Shared(0), size_(size) {}
    std::size_t size_;
    std::size_t code_points_ = 0;
};

class List : public Shared {
public:
    std::span<const Value> items() const { return items_; }
    std::size_t size() const { return items_.size(); }
    const Value& operator[](std::size_t i) const { return items_[i]; }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

private:
    friend class Value;
    List(std::vector<Value>&& items, std::uint32_t nesting) : Shared(nesting), items_(std::move(items)) {}
    std::vector<Value> items_;
};

// Named values in the order in which they were put. Look-up by name is a walk for few entries and a search for many.
class Context : public Shared {
public:
    struct Entry {
        Value name;  // a string
        Value value;
    };
    const std::vector<Entry>& entries() const { return entries_; }
    std::size_t size() const { return entries_.size(); }
    const Value* find(std::string_view name) const;  // nullptr when there is none
    // The same, trying a position first where it was found the last time; `hint` is updated.
    const Value* find(std::string_view name, std::uint32_t& hint) const;

private:
    friend class Value;
    friend class ContextBuilder;
    Context(std::vector<Entry>&& entries, std::uint32_t nesting);
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> sorted_;  // by name, only when there are many
};

class ContextBuilder {
public:
    ContextBuilder() = default;
    explicit ContextBuilder(const Context& from) : entries_(from.entries()) {}
    void reserve(std::size_t n) { entries_.reserve(n); }
    ContextBuilder& put(const Value& name, Value value);  // replaces the value of an entry that is there
    ContextBuilder& put(std::string_view name, Value value) { return put(Value(name), std::move(value)); }
    void append(const Value& name, Value value) { entries_.push_back({name, std::move(value)}); }  // when the caller knows it is new
    const Value* find(std::string_view name) const;
    Value build();  // null when nested too deep; the builder is empty afterwards

private:
    std::vector<Context::Entry> entries_;
};

// [low..high], (low..high], …; also the ranges that a comparison writes: < x has low null and not included, = x has both ends x and included,
// != x both ends x and not included (§10.3.2.7).
class Range : public Shared {
public:
    Value::Comparison comparison() const { return comparison_; }
    const Value& low() const { return low_; }
    const Value& high() const { return high_; }
    bool low_included() const { return low_included_; }
    bool high_included() const { return high_included_; }

private:
    friend class Value;
    Range(Value low, bool low_included, Value high, bool high_included, Value::Comparison comparison, std::uint32_t nesting)
        : Shared(nesting), low_(std::move(low)), high_(std::move(high)), low_included_(low_included), high_included_(high_included), comparison_(comparison) {}
    Value low_, high_;
    bool low_included_, high_included_;
    Value::Comparison comparison_;
};

struct Parameter {
    std::string name;
    TypePointer type;  // nullptr: any
};

// Something that can be called. Derive from it, or use function_value() of feel.h for a C++ callable.
class Function : public Shared {
public:
    Function(std::vector<Parameter> parameters, TypePointer result, std::uint32_t nesting = 1)
        : Shared(nesting), parameters_(std::move(parameters)), result_(std::move(result)) {}
    virtual ~Function() = default;
    const std::vector<Parameter>& parameters() const { return parameters_; }
    const TypePointer& result() const { return result_; }  // nullptr: any
    virtual bool variadic() const { return false; }
    // Arguments in the order of the parameters, already coerced to their types. Use call() of feel.h, which checks and coerces.
    virtual Value invoke(Evaluation&, std::span<const Value> arguments) const = 0;
    // `self` is the function as a value, for bodies that call themselves.
    virtual Value invoke_as(const Value& /*self*/, Evaluation& evaluation, std::span<const Value> arguments) const { return invoke(evaluation, arguments); }

private:
    std::vector<Parameter> parameters_;
    TypePointer result_;
};

inline std::string_view Value::string() const { return static_cast<const Text*>(pointer())->view(); }
inline std::size_t Value::code_points() const { return static_cast<const Text*>(pointer())->code_points(); }
inline const List& Value::list() const { return *static_cast<const List*>(pointer()); }
inline const Context& Value::context() const { return *static_cast<const Context*>(pointer()); }
inline const Range& Value::range() const { return *static_cast<const Range*>(pointer()); }
inline const Function& Value::function() const { return *static_cast<const Function*>(pointer()); }

// FEEL equality (§10.3.2.13): nullopt where FEEL says null (values of different types). null = null is true.
std::optional<bool> equal(const Value&, const Value&);
// Order of numbers, strings (by code point), dates, times, date-times and durations; nullopt for anything else or mixed kinds.
std::optional<int> compare(const Value&, const Value&);
// Is the value inside? nullopt when it cannot be compared (or an end of an interval is null).
std::optional<bool> includes(const Range&, const Value&);
// The same object of FEEL (function is()): like equal, but times with another zone or fraction are different.
bool identical(const Value&, const Value&);
std::size_t hash(const Value&);  // equal values (of one kind) have equal hashes

std::string to_text(const Value&);     // what string() gives: a string as it is, everything else as to_literal
std::string to_literal(const Value&);  // FEEL text: "a", 1.5, [1, 2], {a: 1}, 2026-01-01, P1D, null
const char* kind_name(Value::Kind);    // "string", "date and time", "days and time duration", …

}  // namespace raekoda::decision
