// Numeric functions (DMN 1.5 §10.3.4.5), boolean functions and is().
#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

// The scale of decimal() and the rounding functions: -6111 to 6176.
std::optional<int> scale_of(Evaluation& e, Arguments a, std::size_t i) {
    if (i >= a.size()) return 0;
    auto scale = a[i].number().rounded(0, Number::Rounding::down).integer();
    if (!scale || *scale < -6111 || *scale > 6176) {
        e.problem(Code::invalid_value, "the number of digits is beyond -6111 to 6176");
        return std::nullopt;
    }
    return static_cast<int>(*scale);
}
template <Number::Rounding rounding>
Value round(Evaluation& e, Arguments a) {
    auto scale = scale_of(e, a, 1);
    return scale ? number_result(e, a[0].number().rounded(*scale, rounding)) : Value();
}

Value absolute(Evaluation& e, Arguments a) {
    if (a[0].is(Kind::number)) return a[0].number().absolute();
    if (a[0].is(Kind::months)) return a[0].months().months < 0 ? Value(Months{-a[0].months().months}) : a[0];
    if (a[0].is(Kind::duration)) return a[0].duration().negative() ? subtract_values(e, Value(Duration{}), a[0]) : a[0];
    return e.problem(Code::wrong_arguments, std::string("abs() cannot take ") + kind_name(a[0].kind()), {kind_name(a[0].kind())});
}
Value modulo(Evaluation& e, Arguments a) {
    if (a[1].number().zero()) return e.problem(Code::division_by_zero, "division by zero");
    return number_result(e, a[0].number().modulo(a[1].number()));
}
Value square_root(Evaluation& e, Arguments a) { return number_result(e, a[0].number().square_root()); }
Value logarithm(Evaluation& e, Arguments a) {
    if (a[0].number().zero() || a[0].number().negative()) return e.problem(Code::invalid_value, "log() takes a number above 0");
    return number_result(e, a[0].number().logarithm());
}
Value exponential(Evaluation& e, Arguments a) { return number_result(e, a[0].number().exponential()); }
bool even_number(const Number& n) { return n.modulo(Number(2)).zero(); }
Value odd(Evaluation&, Arguments a) { return a[0].number().is_integer() && !even_number(a[0].number()); }
Value even(Evaluation&, Arguments a) { return a[0].number().is_integer() && even_number(a[0].number()); }

Value negated(Evaluation& e, Arguments a) {
    if (a[0].is(Kind::boolean)) return !a[0].boolean();
    return a[0].is_null() ? Value() : e.problem(Code::wrong_arguments, std::string("not() cannot take ") + kind_name(a[0].kind()), {kind_name(a[0].kind())});
}
Value is(Evaluation&, Arguments a) { return identical(a[0], a[1]); }

constexpr BuiltinRow rows[] = {
    {"decimal", "n:n, scale:n", round<Number::Rounding::half_even>},
    {"floor", "n:n, scale:n?", round<Number::Rounding::floor>},
    {"ceiling", "n:n, scale:n?", round<Number::Rounding::ceiling>},
    {"round up", "n:n, scale:n?", round<Number::Rounding::up>},
    {"round down", "n:n, scale:n?", round<Number::Rounding::down>},
    {"round half up", "n:n, scale:n?", round<Number::Rounding::half_up>},
    {"round half down", "n:n, scale:n?", round<Number::Rounding::half_down>},
    {"abs", "n:a", absolute},
    {"modulo", "dividend:n, divisor:n", modulo},
    {"sqrt", "number:n", square_root},
    {"log", "number:n", logarithm},
    {"exp", "number:n", exponential},
    {"odd", "number:n", odd},
    {"even", "number:n", even},
    {"not", "negand:a", negated},
    {"is", "value1:a, value2:a", is},
};

}  // namespace

std::span<const BuiltinRow> number_builtins() { return rows; }

}  // namespace raekoda::decision
