// Vectors: Easter 2024–2028; days before 1 Jan, 24 Feb, 23 Jun and 24 Dec are three hours shorter unless the eve is a day off.
#include <doctest/doctest.h>

#include "services/services.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

WorkCalendar estonian() {
    WorkCalendar calendar;
    auto fixed = [&](int month, int day, Date from = {1900, 1, 1}) {
        WorkCalendar::Holiday holiday;
        holiday.id = std::to_string(month) + "-" + std::to_string(day);
        holiday.name = {holiday.id, holiday.id, holiday.id};
        holiday.month = month;
        holiday.day = day;
        holiday.valid_from = from;
        calendar.holidays.push_back(holiday);
    };
    for (auto [month, day] : {std::pair{1, 1}, {2, 24}, {5, 1}, {6, 23}, {6, 24}, {8, 20}, {12, 25}, {12, 26}}) fixed(month, day);
    fixed(12, 24, {2005, 1, 1});
    for (int offset : {-2, 0, 49}) {
        WorkCalendar::Holiday holiday;
        holiday.id = "easter" + std::to_string(offset);
        holiday.name = {holiday.id, holiday.id, holiday.id};
        holiday.easter_offset = offset;
        calendar.holidays.push_back(holiday);
    }
    calendar.shortened = {{1, 1, 180}, {2, 24, 180}, {6, 23, 180}, {12, 24, 180}};
    return calendar;
}

}  // namespace

TEST_CASE("Easter and the days that hang on it") {
    auto calendar = estonian();
    struct Year {
        Date friday, sunday, pentecost;
    };
    for (const Year& year : {Year{{2024, 3, 29}, {2024, 3, 31}, {2024, 5, 19}}, Year{{2025, 4, 18}, {2025, 4, 20}, {2025, 6, 8}},
                             Year{{2026, 4, 3}, {2026, 4, 5}, {2026, 5, 24}}, Year{{2027, 3, 26}, {2027, 3, 28}, {2027, 5, 16}},
                             Year{{2028, 4, 14}, {2028, 4, 16}, {2028, 6, 4}}}) {
        CAPTURE(year.sunday.iso());
        CHECK(WorkCalendar::easter_sunday(year.sunday.year) == year.sunday);
        CHECK(calendar.holiday(year.friday));
        CHECK_FALSE(calendar.is_working_day(year.friday));
        CHECK(calendar.holiday(year.pentecost));
        CHECK(year.sunday.plus_days(49) == year.pentecost);
    }
}

TEST_CASE("holidays are dated") {
    auto calendar = estonian();
    CHECK(calendar.holiday({2004, 12, 24}) == nullptr);
    CHECK(calendar.is_working_day({2004, 12, 24}));  // a Friday
    CHECK(calendar.holiday({2005, 12, 24}));
    CHECK_FALSE(calendar.is_working_day({2026, 11, 21}));  // a Saturday
    CHECK(calendar.holiday({2026, 11, 21}) == nullptr);
}

TEST_CASE("the day before some holidays is three hours shorter, when it is a working day") {
    auto calendar = estonian();
    CHECK(calendar.office_minutes({2026, 11, 20}) == 540);
    CHECK(calendar.office_minutes({2024, 6, 22}) == 0);    // Saturday
    CHECK(calendar.office_minutes({2024, 6, 21}) == 540);  // the Friday before is not shortened instead
    CHECK(calendar.office_minutes({2026, 6, 22}) == 360);
    CHECK(calendar.office_minutes({2026, 12, 23}) == 360);
    CHECK(calendar.office_minutes({2026, 12, 31}) == 360);
    CHECK(calendar.office_minutes({2026, 2, 23}) == 360);
    CHECK(calendar.office_minutes({2026, 12, 24}) == 0);
}

TEST_CASE("working days") {
    auto calendar = estonian();
    CHECK(calendar.add_working_days({2026, 4, 2}, 1) == Date{2026, 4, 6});     // over Good Friday and Easter
    CHECK(calendar.add_working_days({2026, 12, 23}, 1) == Date{2026, 12, 28});  // over Christmas and the week-end
    CHECK(calendar.add_working_days({2026, 11, 21}, 5) == Date{2026, 11, 27});
    CHECK(calendar.add_working_days({2026, 11, 20}, 0) == Date{2026, 11, 20});
    CHECK(calendar.working_days_between({2026, 12, 23}, {2026, 12, 28}) == 1);
    CHECK(calendar.working_days_between({2026, 11, 20}, {2026, 11, 20}) == 0);
    CHECK(calendar.working_days_between({2026, 11, 20}, {2026, 11, 10}) == 0);
    for (int days = 1; days < 300; ++days) {
        Date from{2026, 1, 15};
        CHECK(calendar.working_days_between(from, calendar.add_working_days(from, days)) == days);
    }
}

TEST_CASE("limits end") {
    auto calendar = estonian();
    SUBCASE("hours are real hours, also when the clocks change") {
        // 25 October 2026: 4:00 becomes 3:00. Eight hours after 22:00 it is 5:00, not 6:00.
        Instant start = instant_of({2026, 10, 24}, 22 * 60);
        CHECK(iso_local(calendar.due(start, {8, 0})) == "2026-10-25T05:00:00+02:00");
        // 29 March 2026: 3:00 becomes 4:00.
        CHECK(iso_local(calendar.due(instant_of({2026, 3, 28}, 22 * 60), {8, 0})) == "2026-03-29T07:00:00+03:00");
    }
    SUBCASE("working days end at the close of the office, which may be earlier") {
        CHECK(iso_local(calendar.due(instant_of({2026, 11, 20}, 600), {0, 2})) == "2026-11-24T17:00:00+02:00");
        CHECK(iso_local(calendar.due(instant_of({2026, 12, 22}, 600), {0, 1})) == "2026-12-23T14:00:00+02:00");
        CHECK(iso_local(calendar.due(instant_of({2026, 3, 26}, 600), {0, 2})) == "2026-03-30T17:00:00+03:00");  // summer time began
    }
    SUBCASE("a pause moves the end") {
        const std::int64_t hour = 3600ll * 1'000'000;
        Instant start = instant_of({2026, 11, 20}, 600);
        CHECK(calendar.due(start, {4, 0}, 5 * hour) == start.plus_hours(9));
        CHECK(calendar.due(start, {0, 2}, hour) == calendar.due(start, {0, 2}));            // within the day nothing changes
        CHECK(calendar.due(start, {0, 2}, 48 * hour) == calendar.due(start, {0, 2}));       // over a week-end neither
        CHECK(iso_local(calendar.due(start, {0, 2}, 96 * hour)) == "2026-11-26T17:00:00+02:00");  // Tuesday: two days after it
        CHECK(calendar.due(start, {4, 0}, -hour) == start.plus_hours(4));
    }
}
