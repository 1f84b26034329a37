// Moments, days and local time. Instants are UTC microseconds; a municipality's wall clock is Europe/Tallinn unless its data says otherwise.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace raekoda {

// A moment: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;
    auto operator<=>(const Instant&) const = default;
    Instant plus_seconds(std::int64_t seconds) const { return {microseconds + seconds * 1'000'000}; }
    Instant plus_minutes(std::int64_t minutes) const { return plus_seconds(minutes * 60); }
    Instant plus_hours(std::int64_t hours) const { return plus_seconds(hours * 3600); }
    std::int64_t seconds_since(Instant earlier) const { return (microseconds - earlier.microseconds) / 1'000'000; }
};

// A day of the Gregorian calendar.
struct Date {
    int year = 1970;
    int month = 1;  // 1 to 12
    int day = 1;    // 1 to 31
    auto operator<=>(const Date&) const = default;
    Date plus_days(int days) const;
    int weekday() const;  // ISO: 1 Monday to 7 Sunday
    std::string iso() const;  // 2026-11-21
    static std::optional<Date> from_iso(std::string_view);
};
std::int64_t days_between(Date from, Date to);

// What the wall shows.
struct LocalTime {
    Date date;
    int minute_of_day = 0;  // 0 to 1439
    int second = 0;
};

inline constexpr std::string_view default_zone = "Europe/Tallinn";

LocalTime local_time(Instant, std::string_view zone = default_zone);
// The moment of a wall-clock time. In the hour that summer time skips: the moment of the change; in the hour it repeats: the first.
Instant instant_of(Date, int minute_of_day, std::string_view zone = default_zone);

// ISO 8601 with seconds and offset, as Open311 asks: 2026-09-01T21:14:05+03:00.
std::string iso_local(Instant, std::string_view zone = default_zone);
std::string iso_utc(Instant);  // 2026-09-01T18:14:05Z
// Date-time with Z or ±HH:MM (seconds and fractions optional). Without a zone: nullopt.
std::optional<Instant> parse_iso(std::string_view);

// The clock of the process. Tests may stand it still or move it; nothing else does.
Instant now();
namespace testing {
void set_now(std::optional<Instant>);  // nullopt: the real clock again
}

}  // namespace raekoda
