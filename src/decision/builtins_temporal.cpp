// Dates, times and durations: making them (DMN 1.5 §10.3.4.1), asking about them (§10.3.4.6), today and now (§10.3.4.9).
#include "decision/builtin.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

Value no_date(Evaluation& e, std::string_view what) { return e.problem(Code::invalid_value, "no such " + std::string(what), {std::string(what)}); }
Value wrong(Evaluation& e, const char* function, const Value& v) {
    return e.problem(Code::wrong_arguments, std::string(function) + "() cannot take " + kind_name(v.kind()), {function, kind_name(v.kind())});
}

// A list of one stands for its element.
const Value& single(const Value& v) { return v.is(Kind::list) && v.list().size() == 1 ? v.list()[0] : v; }

Value date(Evaluation& e, Arguments a) {
    if (a.size() == 1) {
        const Value& v = single(a[0]);
        if (v.is(Kind::date)) return v;
        if (v.is(Kind::date_time)) return v.date_time().date;
        if (!v.is(Kind::string)) return wrong(e, "date", v);
        auto parsed = Date::parse(v.string());
        return parsed ? Value(*parsed) : no_date(e, "date");
    }
    auto year = a[0].number().integer(), month = a[1].number().integer(), day = a[2].number().integer();
    if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return no_date(e, "date");
    auto made = Date::of(*year, static_cast<int>(*month), static_cast<int>(*day));
    return made ? Value(*made) : no_date(e, "date");
}

Value time(Evaluation& e, Arguments a) {
    if (a.size() == 1) {
        const Value& v = single(a[0]);
        if (v.is(Kind::time)) return v;
        if (v.is(Kind::date_time)) return Time{v.date_time().nanosecond_of_day, v.date_time().zone};
        if (v.is(Kind::date)) return Time{0, Zone::offset(0)};
        if (!v.is(Kind::string)) return wrong(e, "time", v);
        auto parsed = Time::parse(v.string());
        return parsed ? Value(*parsed) : no_date(e, "time");
    }
    auto hour = a[0].number().integer(), minute = a[1].number().integer();
    const Number second = a[2].number();
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || second.negative() || second >= Number(60)) return no_date(e, "time");
    Time made;
    made.nanosecond_of_day = (*hour * 60 + *minute) * 60'000'000'000 + (second * Number(1'000'000'000)).rounded(0, Number::Rounding::down).integer().value_or(0);
    if (given(a, 3)) {
        if (!a[3].is(Kind::duration)) return wrong(e, "time", a[3]);
        const Duration offset = a[3].duration();
        if (offset.nanoseconds != 0 || offset.seconds > 14 * 3600 || offset.seconds < -14 * 3600) return no_date(e, "offset");
        made.zone = Zone::offset(static_cast<std::int32_t>(offset.seconds));
    }
    return made;
}

Value date_and_time(Evaluation& e, Arguments a) {
    if (a.size() == 1) {
        const Value& v = single(a[0]);
        if (v.is(Kind::date_time)) return v;
        if (v.is(Kind::date)) return DateTime{v.date(), 0, {}};
        if (!v.is(Kind::string)) return wrong(e, "date and time", v);
        if (auto parsed = DateTime::parse(v.string())) return *parsed;
        if (auto day = Date::parse(v.string())) return DateTime{*day, 0, {}};
        return no_date(e, "date and time");
    }
    const Value &day = single(a[0]), &clock = single(a[1]);
    if (!clock.is(Kind::time)) return wrong(e, "date and time", clock);
    if (!day.is(Kind::date) && !day.is(Kind::date_time)) return wrong(e, "date and time", day);
    return DateTime{day.is(Kind::date) ? day.date() : day.date_time().date, clock.time().nanosecond_of_day, clock.time().zone};
}

Value duration(Evaluation& e, Arguments a) {
    const Value& v = single(a[0]);
    if (v.is(Kind::duration) || v.is(Kind::months)) return v;
    if (!v.is(Kind::string)) return wrong(e, "duration", v);
    if (auto months = Months::parse(v.string())) return *months;
    if (auto parsed = Duration::parse(v.string())) return *parsed;
    return no_date(e, "duration");
}

Date day_of(const Value& v) { return v.is(Kind::date) ? v.date() : v.date_time().date; }

// Whole months between two days; the time of the day does not count.
Value years_and_months(Evaluation&, Arguments a) {
    const auto from = day_of(a[0]).parts(), to = day_of(a[1]).parts();
    std::int64_t months = (static_cast<std::int64_t>(to.year) - from.year) * 12 + to.month - from.month;
    if (months > 0 && to.day < from.day) --months;
    if (months < 0 && to.day > from.day) ++months;
    return Months{months};
}

std::int64_t day_number_in_year(Date date) { return date.day - Date::of(date.parts().year, 1, 1)->day + 1; }
Value day_of_year(Evaluation&, Arguments a) { return day_number_in_year(day_of(a[0])); }
Value day_of_week(Evaluation&, Arguments a) {
    static constexpr const char* names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return names[day_of(a[0]).weekday() - 1];
}
Value month_of_year(Evaluation&, Arguments a) {
    static constexpr const char* names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
    return names[day_of(a[0]).parts().month - 1];
}
Value week_of_year(Evaluation&, Arguments a) {  // ISO 8601: the week of its Thursday
    const Date date = day_of(a[0]);
    const Date thursday{date.day - date.weekday() + 4};
    return (day_number_in_year(thursday) - 1) / 7 + 1;
}

Value no_now(Evaluation& e) { return e.problem(Code::invalid_value, "nobody said what time it is now"); }
Value today(Evaluation& e, Arguments) { return e.present() ? Value(DateTime::from_instant(e.present()->microseconds, e.present()->zone).date) : no_now(e); }
Value present_moment(Evaluation& e, Arguments) { return e.present() ? Value(DateTime::from_instant(e.present()->microseconds, e.present()->zone)) : no_now(e); }

constexpr BuiltinRow rows[] = {
    {"date", "from:a|year:n, month:n, day:n", date},
    {"time", "from:a|hour:n, minute:n, second:n, offset:a?", time},
    {"date and time", "from:a|date:a, time:a", date_and_time},
    {"duration", "from:a", duration},
    {"years and months duration", "from:d, to:d", years_and_months},
    {"day of year", "date:d", day_of_year},
    {"day of week", "date:d", day_of_week},
    {"month of year", "date:d", month_of_year},
    {"week of year", "date:d", week_of_year},
    {"today", "", today},
    {"now", "", present_moment},
};

}  // namespace

std::span<const BuiltinRow> temporal_builtins() { return rows; }

}  // namespace raekoda::decision
