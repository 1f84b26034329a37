// The working-day calendar: what is a day off is data; how days and hours are counted stands here.
#include "services/services.h"

namespace raekoda::services {

namespace {
// No limit is longer; a calendar where every day is off must not loop for ever.
constexpr int day_limit = 20'000;
}  // namespace

// The "anonymous" Gregorian algorithm (Nature, 20 April 1876; J. Meeus, Astronomical Algorithms, ch. 8).
Date WorkCalendar::easter_sunday(int year) {
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return {year, n / 31, n % 31 + 1};
}

const LocalText* WorkCalendar::holiday(Date day) const {
    for (const auto& holiday : holidays) {
        if (day < holiday.valid_from) continue;
        bool is = holiday.easter_offset ? easter_sunday(day.year).plus_days(*holiday.easter_offset) == day
                                        : holiday.month == day.month && holiday.day == day.day;
        if (is) return &holiday.name;
    }
    return nullptr;
}

bool WorkCalendar::is_working_day(Date day) const { return std::find(working_weekdays.begin(), working_weekdays.end(), day.weekday()) != working_weekdays.end() && !holiday(day); }

int WorkCalendar::office_minutes(Date day) const {
    if (!is_working_day(day)) return 0;
    int minutes = office_to_minute - office_from_minute;
    // Only a working day directly before the holiday is shorter: when the eve is a Saturday, nothing is.
    Date next = day.plus_days(1);
    for (const auto& one : shortened)
        if (one.month == next.month && one.day == next.day && one.valid_from <= day) return std::max(0, minutes - one.minutes);
    return minutes;
}

Date WorkCalendar::add_working_days(Date from, int days) const {
    Date day = from;
    for (int i = 0; days > 0 && i < day_limit; ++i) {
        day = day.plus_days(1);
        if (is_working_day(day)) --days;
    }
    return day;
}

int WorkCalendar::working_days_between(Date from, Date to) const {
    int days = 0;
    Date day = from;
    for (int i = 0; day < to && i < day_limit; ++i) {
        day = day.plus_days(1);
        if (is_working_day(day)) ++days;
    }
    return days;
}

Instant WorkCalendar::due(Instant start, const Limit& limit, std::int64_t paused_microseconds, std::string_view zone) const {
    // A pause moves the beginning: what stood still for two days ends as if it had begun two days later.
    Instant begin{start.microseconds + std::max<std::int64_t>(0, paused_microseconds)};
    if (!limit.working_days) return begin.plus_hours(limit.hours);
    Date last = add_working_days(local_time(begin, zone).date, limit.working_days);
    return instant_of(last, office_from_minute + office_minutes(last), zone).plus_hours(limit.hours);
}

}  // namespace raekoda::services
