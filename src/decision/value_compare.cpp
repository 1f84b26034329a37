// Equality, order and identity of values (DMN 1.5 §10.3.2.13).
#include "decision/value.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

// Whole seconds on one scale; fractions of a second do not count (the value functions of §10.3.2.3.4 and .5 speak of seconds).
std::int64_t seconds_of(const Time& time) { return time.nanosecond_of_day / 1'000'000'000 - time.zone.offset_at(0, time.nanosecond_of_day); }
std::int64_t seconds_of(const DateTime& moment) {
    return moment.date.day * 86'400 + moment.nanosecond_of_day / 1'000'000'000 - moment.zone.offset_at(moment.date.day, moment.nanosecond_of_day);
}
int sign_of(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b; }

template <class Moment>
std::optional<int> compare_moments(const Moment& a, const Moment& b) {
    // With a zone and without one cannot be put in order.
    if ((a.zone.kind == Zone::Kind::none) != (b.zone.kind == Zone::Kind::none)) return std::nullopt;
    return sign_of(seconds_of(a), seconds_of(b));
}

bool equal_inside(const Value& a, const Value& b) { return equal(a, b).value_or(false); }

bool equal_contexts(const Context& a, const Context& b) {
    if (a.size() != b.size()) return false;
    std::uint32_t hint = 0;
    for (const auto& entry : a.entries()) {
        const Value* other = b.find(entry.name.string(), hint);
        if (!other || !equal_inside(entry.value, *other)) return false;
        ++hint;
    }
    return true;
}

}  // namespace

std::optional<bool> equal(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) {
        if (a.is_null() || b.is_null()) return false;
        return std::nullopt;
    }
    switch (a.kind()) {
        case Kind::null: return true;
        case Kind::boolean: return a.boolean() == b.boolean();
        case Kind::number: return a.number() == b.number();
        case Kind::string: return a.same_object(b) || a.string() == b.string();
        case Kind::date: return a.date() == b.date();
        case Kind::time: return compare_moments(a.time(), b.time()).value_or(1) == 0;
        case Kind::date_time: return compare_moments(a.date_time(), b.date_time()).value_or(1) == 0;
        case Kind::duration: return a.duration() == b.duration();
        case Kind::months: return a.months() == b.months();
        case Kind::list: {
            const List &x = a.list(), &y = b.list();
            if (&x == &y) return true;
            if (x.size() != y.size()) return false;
            for (std::size_t i = 0; i < x.size(); ++i)
                if (!equal_inside(x[i], y[i])) return false;
            return true;
        }
        case Kind::context: return &a.context() == &b.context() || equal_contexts(a.context(), b.context());
        case Kind::range: {
            const Range &x = a.range(), &y = b.range();
            return x.comparison() == y.comparison() && x.low_included() == y.low_included() && x.high_included() == y.high_included() &&
                   equal_inside(x.low(), y.low()) && equal_inside(x.high(), y.high());
        }
        case Kind::function: return a.same_object(b);
    }
    return std::nullopt;
}

std::optional<int> compare(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
        case Kind::number: return Number::compare(a.number(), b.number());
        case Kind::string: return a.string().compare(b.string());  // bytes of UTF-8 are in the order of code points
        case Kind::date: return sign_of(a.date().day, b.date().day);
        case Kind::time: return compare_moments(a.time(), b.time());
        case Kind::date_time: return compare_moments(a.date_time(), b.date_time());
        case Kind::duration: {
            auto order = a.duration() <=> b.duration();
            return order < 0 ? -1 : order > 0;
        }
        case Kind::months: return sign_of(a.months().months, b.months().months);
        default: return std::nullopt;
    }
}

std::optional<bool> includes(const Range& range, const Value& value) {
    using C = Value::Comparison;
    const C comparison = range.comparison();
    if (comparison == C::equal) return equal(value, range.high());
    if (comparison == C::not_equal) {
        auto same = equal(value, range.high());
        return same ? std::optional(!*same) : std::nullopt;
    }
    const bool open_low = comparison == C::less || comparison == C::less_equal, open_high = comparison == C::greater || comparison == C::greater_equal;
    if (!open_low) {
        auto order = compare(value, range.low());
        if (!order) return std::nullopt;
        if (*order < 0 || (*order == 0 && !range.low_included())) {
            if (!open_high && !compare(value, range.high())) return std::nullopt;
            return false;
        }
    }
    if (open_high) return true;
    auto order = compare(value, range.high());
    if (!order) return std::nullopt;
    return *order < 0 || (*order == 0 && range.high_included());
}

bool identical(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    auto same_zone = [](const Zone& x, const Zone& y) { return x == y; };
    if (a.is(Kind::time)) return a.time().nanosecond_of_day == b.time().nanosecond_of_day && same_zone(a.time().zone, b.time().zone);
    if (a.is(Kind::date_time)) {
        auto x = a.date_time(), y = b.date_time();
        return x.date == y.date && x.nanosecond_of_day == y.nanosecond_of_day && same_zone(x.zone, y.zone);
    }
    if (a.is(Kind::list)) {
        if (a.list().size() != b.list().size()) return false;
        for (std::size_t i = 0; i < a.list().size(); ++i)
            if (!identical(a.list()[i], b.list()[i])) return false;
        return true;
    }
    return equal(a, b).value_or(false);
}

std::size_t hash(const Value& value) {
    auto mix = [](std::size_t seed, std::size_t h) { return (seed ^ h) * 0x9e37'79b9'7f4a'7c15u + (seed >> 7); };
    std::size_t seed = static_cast<std::size_t>(value.kind()) + 1;
    switch (value.kind()) {
        case Kind::null: return seed;
        case Kind::boolean: return mix(seed, value.boolean());
        case Kind::number: return mix(seed, value.number().hash());
        case Kind::string: return mix(seed, std::hash<std::string_view>()(value.string()));
        case Kind::date: return mix(seed, static_cast<std::size_t>(value.date().day));
        case Kind::time: return mix(seed, static_cast<std::size_t>(seconds_of(value.time())));
        case Kind::date_time: return mix(seed, static_cast<std::size_t>(seconds_of(value.date_time())));
        case Kind::duration: return mix(mix(seed, static_cast<std::size_t>(value.duration().seconds)), static_cast<std::size_t>(value.duration().nanoseconds));
        case Kind::months: return mix(seed, static_cast<std::size_t>(value.months().months));
        case Kind::list:
            for (const Value& item : value.list()) seed = mix(seed, hash(item));
            return seed;
        case Kind::context: {
            std::size_t sum = 0;  // the order of entries does not count
            for (const auto& entry : value.context().entries()) sum += mix(hash(entry.name), hash(entry.value));
            return mix(seed, sum);
        }
        case Kind::range: return mix(mix(seed, hash(value.range().low())), hash(value.range().high()));
        case Kind::function: return mix(seed, reinterpret_cast<std::uintptr_t>(&value.function()));
    }
    return seed;
}

}  // namespace raekoda::decision
