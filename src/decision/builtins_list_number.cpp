// List functions that compute: min, max, sum, mean, all, any, … (DMN 1.5 §10.3.4.4). A list, or its elements as arguments.
#include <algorithm>

#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

Value not_numbers(Evaluation& e, const char* function) { return e.problem(Code::wrong_arguments, std::string(function) + "() takes numbers only", {function}); }
bool all_numbers(Evaluation& e, const List& list) {
    return e.charge(list.size()) && std::all_of(list.begin(), list.end(), [](const Value& v) { return v.is(Kind::number); });
}

template <int sign>
Value extreme(Evaluation& e, Arguments a) {
    const List& list = a[0].list();
    if (list.size() == 0 || !e.charge(list.size())) return {};
    const Value* best = &list[0];
    if (!compare(*best, *best)) return e.problem(Code::wrong_type, "these values have no order", {kind_name(best->kind())});
    for (const Value& item : list) {
        auto order = compare(item, *best);
        if (!order) return e.problem(Code::wrong_type, "these values cannot be compared", {kind_name(item.kind())});
        if (*order * sign > 0) best = &item;
    }
    return *best;
}
Value sum(Evaluation& e, Arguments a) {
    const List& list = a[0].list();
    if (list.size() == 0 || !e.charge(list.size())) return {};
    Value total = list[0];
    if (!total.is(Kind::number) && !total.is(Kind::duration) && !total.is(Kind::months)) return not_numbers(e, "sum");
    for (std::size_t i = 1; i < list.size(); ++i) {
        if (list[i].kind() != total.kind()) return not_numbers(e, "sum");
        total = add_values(e, total, list[i]);
        if (total.is_null()) return {};
    }
    return total;
}
Value mean(Evaluation& e, Arguments a) {
    const List& list = a[0].list();
    if (list.size() == 0) return {};
    if (!all_numbers(e, list)) return not_numbers(e, "mean");
    Number total = 0;
    for (const Value& item : list) total = total + item.number();
    return number_result(e, total / Number(static_cast<std::int64_t>(list.size())));
}
Value product(Evaluation& e, Arguments a) {
    const List& list = a[0].list();
    if (list.size() == 0 || !all_numbers(e, list)) return not_numbers(e, "product");
    Number total = 1;
    for (const Value& item : list) total = total * item.number();
    return number_result(e, total);
}
std::vector<Number> sorted_numbers(const List& list) {
    std::vector<Number> numbers;
    numbers.reserve(list.size());
    for (const Value& item : list) numbers.push_back(item.number());
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}
Value median(Evaluation& e, Arguments a) {
    if (a[0].list().size() == 0) return {};
    if (!all_numbers(e, a[0].list())) return not_numbers(e, "median");
    auto numbers = sorted_numbers(a[0].list());
    const std::size_t middle = numbers.size() / 2;
    if (numbers.size() % 2 == 1) return numbers[middle];
    return number_result(e, (numbers[middle - 1] + numbers[middle]) / Number(2));
}
Value standard_deviation(Evaluation& e, Arguments a) {  // of a sample
    const List& list = a[0].list();
    if (list.size() < 2 || !all_numbers(e, list)) return e.problem(Code::wrong_arguments, "stddev() takes two numbers or more");
    const Number size = static_cast<std::int64_t>(list.size());
    Number total = 0, squares = 0;
    for (const Value& item : list) total = total + item.number();
    const Number middle = total / size;
    for (const Value& item : list) {
        const Number distance = item.number() - middle;
        squares = squares + distance * distance;
    }
    return number_result(e, (squares / (size - Number(1))).square_root());
}
Value mode(Evaluation& e, Arguments a) {
    if (!all_numbers(e, a[0].list())) return not_numbers(e, "mode");
    auto numbers = sorted_numbers(a[0].list());
    std::vector<Value> best;
    std::size_t most = 0;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t j = i;
        while (j < numbers.size() && numbers[j] == numbers[i]) ++j;
        if (j - i > most) best.clear();
        if (j - i >= most) {
            best.emplace_back(numbers[i]);
            most = j - i;
        }
        i = j;
    }
    return Value::list(std::move(best));
}
template <bool conjunction>
Value logical(Evaluation& e, Arguments a) {
    if (!e.charge(a[0].list().size())) return {};
    bool unknown = false, wrong = false;
    for (const Value& item : a[0].list()) {
        if (item.is(Kind::boolean)) {
            if (item.boolean() != conjunction) return !conjunction;
        } else {
            unknown = true;
            wrong = wrong || !item.is_null();
        }
    }
    if (wrong) return e.problem(Code::wrong_arguments, "only true, false and null can be joined");
    return unknown ? Value() : Value(conjunction);
}

constexpr BuiltinRow rows[] = {
    {"min", "list:l*", extreme<-1>},
    {"max", "list:l*", extreme<1>},
    {"sum", "list:l*", sum},
    {"mean", "list:l*", mean},
    {"product", "list:l*", product},
    {"median", "list:l*", median},
    {"stddev", "list:l*", standard_deviation},
    {"mode", "list:l*", mode},
    {"all", "list:l*", logical<true>},
    {"any", "list:l*", logical<false>},
};

}  // namespace

std::span<const BuiltinRow> list_number_builtins() { return rows; }

}  // namespace raekoda::decision
