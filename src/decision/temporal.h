// Dates, times and durations of FEEL (DMN 1.5 §10.3.2.3.4 to .9). Years reach from -999999999 to 999999999, fractions of a second are
// nanoseconds. Zones are those of the system's zone data.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace raekoda::decision {

// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
struct Date {
    std::int64_t day = 0;
    struct Parts { std::int32_t year; std::int32_t month, day; };
    Parts parts() const;
    int weekday() const;  // ISO: 1 Monday to 7 Sunday
    std::string text() const;
    static std::optional<Date> of(std::int64_t year, int month, int day);  // nullopt when there is no such day
    static std::optional<Date> parse(std::string_view);
    std::optional<Date> plus_months(std::int64_t) const;  // the last day of the month where the day does not exist
    std::optional<Date> plus_days(std::int64_t) const;
    friend auto operator<=>(const Date&, const Date&) = default;
};

// None, an offset from UTC in seconds, or a named zone.
struct Zone {
    enum class Kind : std::uint8_t { none, offset, named };
    std::int32_t offset_seconds = 0;  // for Kind::offset
    std::uint16_t index = 0;          // for Kind::named: position in the zone data
    Kind kind = Kind::none;

    static Zone offset(std::int32_t seconds) { return {seconds, 0, Kind::offset}; }
    static std::optional<Zone> named(std::string_view);           // "Europe/Tallinn"
    static std::optional<Zone> parse(std::string_view);           // "Z", "+02:00", "@Europe/Tallinn"
    std::string_view name() const;                                // of a named zone
    std::string text() const;                                     // "", "Z", "+02:00", "@Europe/Tallinn"
    std::int32_t offset_at(std::int64_t day, std::int64_t nanosecond_of_day) const;  // seconds; by local time; 0 without a zone
    friend bool operator==(const Zone&, const Zone&) = default;
};

struct Time {
    std::int64_t nanosecond_of_day = 0;
    Zone zone;
    std::string text() const;
    static std::optional<Time> parse(std::string_view);
};

struct DateTime {
    Date date;
    std::int64_t nanosecond_of_day = 0;
    Zone zone;
    std::string text() const;
    static std::optional<DateTime> parse(std::string_view);  // a date alone is not accepted
    static DateTime from_instant(std::int64_t microseconds_since_1970_utc, Zone);
};

// Days and time duration: whole nanoseconds.
struct Duration {
    std::int64_t seconds = 0;      // floor
    std::int64_t nanoseconds = 0;  // 0 to 999999999
    std::string text() const;      // canonical: P1DT2H, -PT0.5S, PT0S
    bool negative() const { return seconds < 0; }
    static std::optional<Duration> parse(std::string_view);  // PnDTnHnMnS
    friend auto operator<=>(const Duration&, const Duration&) = default;
};

struct Months {  // years and months duration
    std::int64_t months = 0;
    std::string text() const;  // P1Y2M, -P3M, P0M
    static std::optional<Months> parse(std::string_view);
    friend auto operator<=>(const Months&, const Months&) = default;
};

}  // namespace raekoda::decision
