// Terms of law: working days and calendar days, with the time that the clock stood still.
#include "applications/applications.h"

namespace raekoda::applications {

namespace {

constexpr int last_minute_of_day = 24 * 60 - 1;

Date moved_to_working_day(const services::WorkCalendar& calendar, Date day) {
    while (!calendar.is_working_day(day)) day = day.plus_days(1);
    return day;
}

}  // namespace

Date last_day_of(const services::WorkCalendar& calendar, Date from, int calendar_days) {
    return moved_to_working_day(calendar, from.plus_days(calendar_days));
}

Instant due_of(const services::WorkCalendar& calendar, Instant start, const Term& term, std::int64_t paused_microseconds, std::string_view zone) {
    if (term.empty()) return {};
    // A pause moves the beginning: a day of it is a day more, whichever kind of days the term counts.
    Date from = local_time(Instant{start.microseconds + paused_microseconds}, zone).date;
    Date last = term.working_days ? calendar.add_working_days(from, term.working_days) : last_day_of(calendar, from, term.calendar_days);
    return instant_of(last, last_minute_of_day, zone).plus_seconds(59);
}

}  // namespace raekoda::applications
