// Range functions (DMN 1.5 §10.3.4.7, table 78, after Allen's interval algebra): points and ranges in any order that the table has.
#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

// A point is a range of one value, for the rules that do not care.
struct Span {
    const Value* low;
    const Value* high;
    bool low_included, high_included, point;
};
Span span_of(const Value& v) {
    if (v.is(Kind::range)) return {&v.range().low(), &v.range().high(), v.range().low_included(), v.range().high_included(), false};
    return {&v, &v, true, true, true};
}

// Comparisons that cannot be made end the whole function.
class Ends {
public:
    bool less(const Value& a, const Value& b) { return order(a, b) < 0; }
    bool same(const Value& a, const Value& b) { return order(a, b) == 0; }
    bool failed() const { return failed_; }

private:
    int order(const Value& a, const Value& b) {
        auto result = compare(a, b);
        if (!result) failed_ = true;
        return result.value_or(0);
    }
    bool failed_ = false;
};

bool before(Ends& x, const Span& a, const Span& b) {
    return x.less(*a.high, *b.low) || ((!a.high_included || !b.low_included) && x.same(*a.high, *b.low));
}
bool meets(Ends& x, const Span& a, const Span& b) { return a.high_included && b.low_included && x.same(*a.high, *b.low); }
// The end of a reaches the start of b.
bool reaches(Ends& x, const Span& a, const Span& b) { return x.less(*b.low, *a.high) || (x.same(*a.high, *b.low) && a.high_included && b.low_included); }
bool overlaps(Ends& x, const Span& a, const Span& b) { return reaches(x, a, b) && reaches(x, b, a); }
bool ends_within(Ends& x, const Span& a, const Span& b) { return x.less(*a.high, *b.high) || (x.same(*a.high, *b.high) && (!a.high_included || b.high_included)); }
bool starts_within(Ends& x, const Span& a, const Span& b) { return x.less(*b.low, *a.low) || (x.same(*a.low, *b.low) && (!a.low_included || b.low_included)); }
bool overlaps_before(Ends& x, const Span& a, const Span& b) {
    return (x.less(*a.low, *b.low) || (x.same(*a.low, *b.low) && a.low_included && !b.low_included)) && reaches(x, a, b) && ends_within(x, a, b);
}
bool finishes(Ends& x, const Span& a, const Span& b) {
    if (a.point) return b.high_included && x.same(*a.high, *b.high);
    return x.same(*a.high, *b.high) && a.high_included == b.high_included && starts_within(x, a, b);
}
bool starts(Ends& x, const Span& a, const Span& b) {
    if (a.point) return b.low_included && x.same(*a.low, *b.low);
    return x.same(*a.low, *b.low) && a.low_included == b.low_included && ends_within(x, a, b);
}
bool during(Ends& x, const Span& a, const Span& b) { return starts_within(x, a, b) && ends_within(x, a, b); }
bool coincides(Ends& x, const Span& a, const Span& b) {
    return x.same(*a.low, *b.low) && x.same(*a.high, *b.high) && a.low_included == b.low_included && a.high_included == b.high_included;
}

enum class Takes { any, ranges, second_is_range };

template <auto rule, bool swapped, Takes takes>
Value decide(Evaluation& e, Arguments a) {
    const Value &first = swapped ? a[1] : a[0], &second = swapped ? a[0] : a[1];
    const bool both = first.is(Kind::range) && second.is(Kind::range);
    const bool right = takes == Takes::any || both || (takes == Takes::second_is_range && second.is(Kind::range));
    if (!right || first.is_null() || second.is_null())
        return e.problem(Code::wrong_arguments, std::string("this relation is not for ") + kind_name(a[0].kind()) + " and " + kind_name(a[1].kind()));
    Ends ends;
    const bool result = rule(ends, span_of(first), span_of(second));
    if (ends.failed()) return e.problem(Code::wrong_type, "the ends cannot be compared");
    return result;
}
template <auto rule, bool swapped>
constexpr auto of_ranges = decide<rule, swapped, Takes::ranges>;

// coincides() is for two points or two ranges.
Value coincides_of(Evaluation& e, Arguments a) {
    if (a[0].is(Kind::range) != a[1].is(Kind::range)) return e.problem(Code::wrong_arguments, "coincides() is for two points or two ranges");
    return decide<coincides, false, Takes::any>(e, a);
}

// range("[1..10]"): a range written as text, with literals as ends.
Value range(Evaluation& e, Arguments a) {
    if (!e.charge(100 + a[0].string().size())) return {};
    auto compiled = compile(a[0].string(), Names());
    if (compiled && compiled->constant() && compiled->constant()->is(Kind::range)) return *compiled->constant();
    return e.problem(Code::invalid_value, "the text is no range");
}

#define EITHER "point1:a, point2:a|point:a, range:a|range:a, point:a|range1:a, range2:a"
constexpr BuiltinRow rows[] = {
    {"before", EITHER, decide<before, false, Takes::any>},
    {"after", EITHER, decide<before, true, Takes::any>},
    {"meets", "range1:a, range2:a", of_ranges<meets, false>},
    {"met by", "range1:a, range2:a", of_ranges<meets, true>},
    {"overlaps", "range1:a, range2:a", of_ranges<overlaps, false>},
    {"overlaps before", "range1:a, range2:a", of_ranges<overlaps_before, false>},
    {"overlaps after", "range1:a, range2:a", of_ranges<overlaps_before, true>},
    {"finishes", "point:a, range:a|range1:a, range2:a", decide<finishes, false, Takes::second_is_range>},
    {"finished by", "range:a, point:a|range1:a, range2:a", decide<finishes, true, Takes::second_is_range>},
    {"includes", "range:a, point:a|range1:a, range2:a", decide<during, true, Takes::second_is_range>},
    {"during", "point:a, range:a|range1:a, range2:a", decide<during, false, Takes::second_is_range>},
    {"starts", "point:a, range:a|range1:a, range2:a", decide<starts, false, Takes::second_is_range>},
    {"started by", "range:a, point:a|range1:a, range2:a", decide<starts, true, Takes::second_is_range>},
    {"coincides", "point1:a, point2:a|range1:a, range2:a", coincides_of},
    {"range", "from:s", range},
};
#undef EITHER

}  // namespace

std::span<const BuiltinRow> range_builtins() { return rows; }

}  // namespace raekoda::decision
