// + - * / ** and unary minus over numbers, texts, times and durations (DMN 1.5 §10.3.2.14, tables 51 to 55).
#include "decision/program.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;
using Wide = __int128;
constexpr Wide giga = 1'000'000'000;

Wide nanoseconds_of(const Duration& d) { return static_cast<Wide>(d.seconds) * giga + d.nanoseconds; }
std::optional<Duration> duration_of(Wide nanoseconds) {
    Wide seconds = nanoseconds / giga, rest = nanoseconds % giga;
    if (rest < 0) {
        rest += giga;
        --seconds;
    }
    if (seconds > INT64_MAX || seconds < INT64_MIN + 1) return std::nullopt;
    return Duration{static_cast<std::int64_t>(seconds), static_cast<std::int64_t>(rest)};
}
Number number_of(Wide value) {
    const bool negative = value < 0;
    if (negative) value = -value;
    // In two halves of 18 digits: more than 34 digits cannot come from seconds.
    const Wide half = Wide{1'000'000'000'000'000'000};
    Number n = Number(static_cast<std::int64_t>(value / half)) * Number(static_cast<std::int64_t>(1'000'000'000'000'000'000)) +
               Number(static_cast<std::int64_t>(value % half));
    return negative ? -n : n;
}

Value too_far(Evaluation& e) { return e.problem(Code::invalid_value, "the result is beyond the calendar or the longest duration"); }
Value mismatch(Evaluation& e, const char* sign, const Value& a, const Value& b) {
    if (!e.wants_diagnostics()) return e.problem(Code::wrong_type, {});
    return e.problem(Code::wrong_type, std::string("cannot compute ") + kind_name(a.kind()) + " " + sign + " " + kind_name(b.kind()),
                     {sign, kind_name(a.kind()), kind_name(b.kind())});
}

// Local nanoseconds of a moment, then moved.
Value moved(Evaluation& e, const DateTime& moment, const Duration& by, int sign) {
    Wide local = static_cast<Wide>(moment.date.day) * 86'400 * giga + moment.nanosecond_of_day;
    const std::int32_t before = moment.zone.offset_at(moment.date.day, moment.nanosecond_of_day);
    local += sign * nanoseconds_of(by);
    const Wide day_length = 86'400 * giga;
    auto split = [&](Wide t) {
        Wide day = t / day_length;
        if (t % day_length < 0) --day;
        return day;
    };
    Wide day = split(local);
    if (day > 400'000'000'000 || day < -400'000'000'000) return too_far(e);
    if (moment.zone.kind == Zone::Kind::named) {  // time that has passed, not the hands of the clock
        const std::int32_t after = moment.zone.offset_at(static_cast<std::int64_t>(day), static_cast<std::int64_t>(local - day * day_length));
        local += static_cast<Wide>(after - before) * giga;
        day = split(local);
    }
    auto date = Date{0}.plus_days(static_cast<std::int64_t>(day));
    if (!date) return too_far(e);
    return DateTime{*date, static_cast<std::int64_t>(local - day * day_length), moment.zone};
}
Value moved(Evaluation& e, const DateTime& moment, std::int64_t months) {
    auto date = moment.date.plus_months(months);
    if (!date) return too_far(e);
    return DateTime{*date, moment.nanosecond_of_day, moment.zone};
}
Value moved(Evaluation& e, Date date, const Duration& by, int sign) {
    const Value moment = moved(e, DateTime{date, 0, {}}, by, sign);
    return moment.is_null() ? moment : Value(moment.date_time().date);
}
Value moved(Evaluation& e, Date date, std::int64_t months) {
    auto result = date.plus_months(months);
    return result ? Value(*result) : too_far(e);
}
Value moved(const Time& time, const Duration& by, int sign) {
    const Wide day_length = 86'400 * giga;
    Wide moved = (time.nanosecond_of_day + sign * nanoseconds_of(by)) % day_length;
    if (moved < 0) moved += day_length;
    return Time{static_cast<std::int64_t>(moved), time.zone};
}
Wide utc_nanoseconds(const DateTime& m) {
    return (static_cast<Wide>(m.date.day) * 86'400 - m.zone.offset_at(m.date.day, m.nanosecond_of_day)) * giga + m.nanosecond_of_day;
}
DateTime moment_of(const Value& v) {
    return v.is(Kind::date) ? DateTime{v.date(), 0, Zone::offset(0)} : v.date_time();  // a date is midnight UTC
}
Value duration_value(Evaluation& e, std::optional<Duration> d) { return d ? Value(*d) : too_far(e); }
Value months_value(Evaluation& e, std::int64_t a, std::int64_t b) {
    std::int64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || sum == INT64_MIN) return too_far(e);
    return Months{sum};
}

Value scaled_duration(Evaluation& e, const Duration& d, const Number& factor, bool divide) {
    const Number nanoseconds = number_of(nanoseconds_of(d));
    const Number result = (divide ? nanoseconds / factor : nanoseconds * factor).rounded(0, Number::Rounding::half_even);
    if (!result.finite()) return too_far(e);
    const Number seconds = (result / Number(1'000'000'000)).rounded(0, Number::Rounding::floor);
    auto whole = seconds.integer();
    auto rest = (result - seconds * Number(1'000'000'000)).integer();
    if (!whole || !rest) return too_far(e);
    return Duration{*whole, *rest};
}
Value scaled_months(Evaluation& e, const Months& m, const Number& factor, bool divide) {
    const Number result = (divide ? Number(m.months) / factor : Number(m.months) * factor);
    if (!result.finite()) return too_far(e);
    auto whole = result.rounded(0, Number::Rounding::down).integer();
    return whole ? Value(Months{*whole}) : too_far(e);
}

Value multiply_values(Evaluation& e, const Value& a, const Value& b) {
    if (a.is(Kind::number)) {
        if (b.is(Kind::number)) return number_result(e, a.number() * b.number());
        if (b.is(Kind::duration)) return scaled_duration(e, b.duration(), a.number(), false);
        if (b.is(Kind::months)) return scaled_months(e, b.months(), a.number(), false);
    } else if (b.is(Kind::number)) {
        if (a.is(Kind::duration)) return scaled_duration(e, a.duration(), b.number(), false);
        if (a.is(Kind::months)) return scaled_months(e, a.months(), b.number(), false);
    }
    return mismatch(e, "*", a, b);
}
Value by_zero(Evaluation& e) { return e.problem(Code::division_by_zero, "division by zero"); }
Value divide_values(Evaluation& e, const Value& a, const Value& b) {
    if (b.is(Kind::number)) {
        if (a.is(Kind::number) || a.is(Kind::duration) || a.is(Kind::months)) {
            if (b.number().zero()) return by_zero(e);
            if (a.is(Kind::number)) return number_result(e, a.number() / b.number());
            return a.is(Kind::duration) ? scaled_duration(e, a.duration(), b.number(), true) : scaled_months(e, a.months(), b.number(), true);
        }
    } else if (a.is(Kind::duration) && b.is(Kind::duration)) {
        const Wide divisor = nanoseconds_of(b.duration());
        return divisor == 0 ? by_zero(e) : number_result(e, number_of(nanoseconds_of(a.duration())) / number_of(divisor));
    } else if (a.is(Kind::months) && b.is(Kind::months)) {
        return b.months().months == 0 ? by_zero(e) : number_result(e, Number(a.months().months) / Number(b.months().months));
    }
    return mismatch(e, "/", a, b);
}
Value power_values(Evaluation& e, const Value& a, const Value& b) {
    if (a.is(Kind::number) && b.is(Kind::number)) return number_result(e, a.number().power(b.number()));
    return mismatch(e, "**", a, b);
}

template <Operator op>
struct Arithmetic final : ExpressionNode {
    Node left, right;
    Value evaluate(Frame& frame) const override {
        Value left_room, right_room;
        const Value& a = left->look(frame, left_room);
        const Value& b = right->look(frame, right_room);
        if (a.is(Kind::number) && b.is(Kind::number)) [[likely]] {
            if constexpr (op == Operator::add || op == Operator::subtract || op == Operator::multiply) {
                const Number result = op == Operator::add        ? a.number() + b.number()
                                      : op == Operator::subtract ? a.number() - b.number()
                                                                 : a.number() * b.number();
                if (result.finite()) [[likely]] return result;
            }
        }
        frame.evaluation.set_text_position(row, column);
        switch (op) {
            case Operator::add: return add_values(frame.evaluation, a, b);
            case Operator::subtract: return subtract_values(frame.evaluation, a, b);
            case Operator::multiply: return multiply_values(frame.evaluation, a, b);
            case Operator::divide: return divide_values(frame.evaluation, a, b);
            default: return power_values(frame.evaluation, a, b);
        }
    }
};

template <Operator op>
struct Comparing final : ConditionNode {
    Node left, right;
    static bool holds(int order) {
        switch (op) {
            case Operator::equal: return order == 0;
            case Operator::not_equal: return order != 0;
            case Operator::less: return order < 0;
            case Operator::less_equal: return order <= 0;
            case Operator::greater: return order > 0;
            default: return order >= 0;
        }
    }
    Truth truth(Frame& frame) const override {
        Value left_room, right_room;
        const Value& a = left->look(frame, left_room);
        const Value& b = right->look(frame, right_room);
        if (a.is(Kind::number) && b.is(Kind::number)) [[likely]] return holds(Number::compare(a.number(), b.number()));
        if constexpr (op == Operator::equal || op == Operator::not_equal) {
            if (auto same = equal(a, b)) return holds(!*same);
        } else {
            if (auto order = compare(a, b)) return holds(*order);
        }
        frame.evaluation.set_text_position(row, column);
        static constexpr const char* signs[] = {"+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">="};
        return Truth(mismatch(frame.evaluation, signs[static_cast<std::size_t>(op)], a, b));
    }
};

struct Negate final : ExpressionNode {
    Node operand;
    Value evaluate(Frame& frame) const override {
        Value room;
        const Value& v = operand->look(frame, room);
        if (v.is(Kind::number)) return -v.number();
        if (v.is(Kind::months)) return Months{-v.months().months};
        if (v.is(Kind::duration)) {
            auto negated = duration_of(-nanoseconds_of(v.duration()));
            if (negated) return *negated;
        }
        return problem(frame, Code::wrong_type, std::string("no negative of ") + kind_name(v.kind()), {"-", kind_name(v.kind())});
    }
};

template <class T>
Node made_binary(Node left, Node right) {
    auto node = std::make_unique<T>();
    node->depth = std::max(left->depth, right->depth) + 1;
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
}

}  // namespace

Value number_result(Evaluation& e, const Number& n) {
    if (n.finite()) [[likely]] return n;
    return e.problem(Code::not_finite, "the result is not a number, or too large for one");
}

Value joined_text(Evaluation& e, std::string_view a, std::string_view b) {
    if (!e.allows_string(a.size() + b.size())) return {};
    char* to;
    Value result = Value::uninitialised_string(a.size() + b.size(), to);
    if (!a.empty()) std::memcpy(to, a.data(), a.size());
    if (!b.empty()) std::memcpy(to + a.size(), b.data(), b.size());
    result.finish_string();
    return result;
}

Value add_values(Evaluation& e, const Value& a, const Value& b) {
    switch (a.kind()) {
        case Kind::number:
            if (b.is(Kind::number)) return number_result(e, a.number() + b.number());
            break;
        case Kind::string:
            if (b.is(Kind::string)) return joined_text(e, a.string(), b.string());
            break;
        case Kind::date:
            if (b.is(Kind::months)) return moved(e, a.date(), b.months().months);
            if (b.is(Kind::duration)) return moved(e, a.date(), b.duration(), 1);
            break;
        case Kind::time:
            if (b.is(Kind::duration)) return moved(a.time(), b.duration(), 1);
            break;
        case Kind::date_time:
            if (b.is(Kind::months)) return moved(e, a.date_time(), b.months().months);
            if (b.is(Kind::duration)) return moved(e, a.date_time(), b.duration(), 1);
            break;
        case Kind::months:
            if (b.is(Kind::months)) return months_value(e, a.months().months, b.months().months);
            if (b.is(Kind::date) || b.is(Kind::date_time)) return add_values(e, b, a);
            break;
        case Kind::duration:
            if (b.is(Kind::duration)) return duration_value(e, duration_of(nanoseconds_of(a.duration()) + nanoseconds_of(b.duration())));
            if (b.is(Kind::date) || b.is(Kind::date_time) || b.is(Kind::time)) return add_values(e, b, a);
            break;
        default: break;
    }
    return mismatch(e, "+", a, b);
}

Value subtract_values(Evaluation& e, const Value& a, const Value& b) {
    switch (a.kind()) {
        case Kind::number:
            if (b.is(Kind::number)) return number_result(e, a.number() - b.number());
            break;
        case Kind::date:
        case Kind::date_time:
            if (b.is(Kind::months)) return a.is(Kind::date) ? moved(e, a.date(), -b.months().months) : moved(e, a.date_time(), -b.months().months);
            if (b.is(Kind::duration)) return a.is(Kind::date) ? moved(e, a.date(), b.duration(), -1) : moved(e, a.date_time(), b.duration(), -1);
            if (b.is(Kind::date) || b.is(Kind::date_time)) {
                const DateTime x = moment_of(a), y = moment_of(b);
                if ((x.zone.kind == Zone::Kind::none) != (y.zone.kind == Zone::Kind::none)) break;
                return duration_value(e, duration_of(utc_nanoseconds(x) - utc_nanoseconds(y)));
            }
            break;
        case Kind::time:
            if (b.is(Kind::duration)) return moved(a.time(), b.duration(), -1);
            if (b.is(Kind::time)) {
                const Time x = a.time(), y = b.time();
                if ((x.zone.kind == Zone::Kind::none) != (y.zone.kind == Zone::Kind::none)) break;
                return duration_value(e, duration_of(utc_nanoseconds({Date{0}, x.nanosecond_of_day, x.zone}) - utc_nanoseconds({Date{0}, y.nanosecond_of_day, y.zone})));
            }
            break;
        case Kind::months:
            if (b.is(Kind::months)) return months_value(e, a.months().months, -b.months().months);
            break;
        case Kind::duration:
            if (b.is(Kind::duration)) return duration_value(e, duration_of(nanoseconds_of(a.duration()) - nanoseconds_of(b.duration())));
            break;
        default: break;
    }
    return mismatch(e, "-", a, b);
}

Node binary_node(Operator op, Node left, Node right) {
    switch (op) {
        case Operator::add: return made_binary<Arithmetic<Operator::add>>(std::move(left), std::move(right));
        case Operator::subtract: return made_binary<Arithmetic<Operator::subtract>>(std::move(left), std::move(right));
        case Operator::multiply: return made_binary<Arithmetic<Operator::multiply>>(std::move(left), std::move(right));
        case Operator::divide: return made_binary<Arithmetic<Operator::divide>>(std::move(left), std::move(right));
        case Operator::power: return made_binary<Arithmetic<Operator::power>>(std::move(left), std::move(right));
        case Operator::equal: return made_binary<Comparing<Operator::equal>>(std::move(left), std::move(right));
        case Operator::not_equal: return made_binary<Comparing<Operator::not_equal>>(std::move(left), std::move(right));
        case Operator::less: return made_binary<Comparing<Operator::less>>(std::move(left), std::move(right));
        case Operator::less_equal: return made_binary<Comparing<Operator::less_equal>>(std::move(left), std::move(right));
        case Operator::greater: return made_binary<Comparing<Operator::greater>>(std::move(left), std::move(right));
        case Operator::greater_equal: return made_binary<Comparing<Operator::greater_equal>>(std::move(left), std::move(right));
    }
    return nullptr;
}

Node negate_node(Node operand) {
    if (const Value* v = operand->constant(); v && v->is(Kind::number)) return constant_node(-v->number());
    auto node = std::make_unique<Negate>();
    node->depth = operand->depth + 1;
    node->operand = std::move(operand);
    return node;
}

}  // namespace raekoda::decision
