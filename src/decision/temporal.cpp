#include "decision/temporal.h"

#include <date/tz.h>

#include <array>

namespace raekoda::decision {
namespace {

constexpr std::int64_t max_year = 999'999'999;
constexpr std::int64_t day_nanoseconds = 86'400'000'000'000;

std::int64_t floor_divided(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0)); }
bool leap(std::int64_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }
int month_length(std::int64_t year, int month) {
    static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

// Days from 1970-01-01 and back, for years beyond what calendar libraries hold (the algorithm of date.h).
std::int64_t day_number(std::int64_t y, int m, int d) {
    y -= m <= 2;
    const std::int64_t era = floor_divided(y, 400);
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

// Reads text from the left.
struct Reader {
    std::string_view rest;
    bool done() const { return rest.empty(); }
    bool take(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    static bool digit(char c) { return c >= '0' && c <= '9'; }
    std::optional<int> fixed(std::size_t count) {
        if (rest.size() < count) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!digit(rest[i])) return std::nullopt;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
    std::optional<std::int64_t> digits(std::size_t max) {
        std::size_t n = 0;
        std::int64_t value = 0;
        while (n < rest.size() && digit(rest[n])) {
            if (++n > max) return std::nullopt;
            value = value * 10 + (rest[n - 1] - '0');
        }
        if (n == 0) return std::nullopt;
        rest.remove_prefix(n);
        return value;
    }
    // Fraction of a second after the point; digits beyond nanoseconds are dropped.
    std::optional<std::int64_t> fraction() {
        std::int64_t value = 0;
        std::size_t n = 0;
        for (; n < rest.size() && digit(rest[n]); ++n)
            if (n < 9) value = value * 10 + (rest[n] - '0');
        if (n == 0) return std::nullopt;
        for (std::size_t i = n; i < 9; ++i) value *= 10;
        rest.remove_prefix(n);
        return value;
    }
};

std::optional<Date> read_date(Reader& r) {
    bool negative = r.take('-');
    std::size_t length = 0;
    while (length < r.rest.size() && Reader::digit(r.rest[length])) ++length;
    if (length < 4 || (length > 4 && r.rest[0] == '0')) return std::nullopt;
    auto year = r.digits(9);
    if (!year || !r.take('-')) return std::nullopt;
    auto month = r.fixed(2);
    if (!month || !r.take('-')) return std::nullopt;
    auto day = r.fixed(2);
    if (!day) return std::nullopt;
    return Date::of(negative ? -*year : *year, *month, *day);
}

std::optional<Time> read_time(Reader& r) {
    auto hour = r.fixed(2);
    if (!hour || !r.take(':')) return std::nullopt;
    auto minute = r.fixed(2);
    if (!minute || !r.take(':')) return std::nullopt;
    auto second = r.fixed(2);
    if (!second || *hour > 24 || *minute > 59 || *second > 59) return std::nullopt;
    std::int64_t nanoseconds = 0;
    if (r.take('.')) {
        auto fraction = r.fraction();
        if (!fraction) return std::nullopt;
        nanoseconds = *fraction;
    }
    if (*hour == 24 && (*minute != 0 || *second != 0 || nanoseconds != 0)) return std::nullopt;  // 24:00:00 ends the day
    Time time;
    time.nanosecond_of_day = ((*hour * 60 + *minute) * 60 + *second) * std::int64_t{1'000'000'000} + nanoseconds;
    if (!r.done()) {
        auto zone = Zone::parse(r.rest);
        if (!zone) return std::nullopt;
        r.rest = {};
        time.zone = *zone;
    }
    return time;
}

void two(std::string& out, std::int64_t value) {
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
}
void fraction_text(std::string& out, std::int64_t nanoseconds) {
    if (nanoseconds == 0) return;
    char digits[10];
    for (int i = 8; i >= 0; --i, nanoseconds /= 10) digits[i] = static_cast<char>('0' + nanoseconds % 10);
    std::size_t size = 9;
    while (digits[size - 1] == '0') --size;
    out.append(".").append(digits, size);
}
void clock_text(std::string& out, std::int64_t nanosecond_of_day) {
    std::int64_t seconds = nanosecond_of_day / 1'000'000'000;
    two(out, seconds / 3600);
    out += ':';
    two(out, seconds / 60 % 60);
    out += ':';
    two(out, seconds % 60);
    fraction_text(out, nanosecond_of_day % 1'000'000'000);
}

const date::time_zone& zone_at(std::uint16_t index) { return date::get_tzdb().zones[index]; }

// Zone data list changes until 2037: for later years the rules of the year in that span that has the same days of the week.
std::int64_t day_with_known_rules(std::int64_t day) {
    auto parts = Date{day}.parts();
    if (parts.year < 2038) return day;
    for (int year = 2037; year > 2009; --year) {
        if (leap(year) != leap(parts.year)) continue;
        if (Date{day_number(year, 1, 1)}.weekday() == Date{day_number(parts.year, 1, 1)}.weekday()) return day_number(year, parts.month, parts.day);
    }
    return day;
}

}  // namespace

Date::Parts Date::parts() const {
    const std::int64_t z = day + 719'468;
    const std::int64_t era = floor_divided(z, 146'097);
    const std::int64_t doe = z - era * 146'097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    return {static_cast<std::int32_t>(yoe + era * 400 + (month <= 2)), month, static_cast<std::int32_t>(doy - (153 * mp + 2) / 5 + 1)};
}

int Date::weekday() const { return static_cast<int>(((day + 3) % 7 + 7) % 7) + 1; }

std::string Date::text() const {
    auto [year, month, of_month] = parts();
    std::string digits = std::to_string(year < 0 ? -static_cast<std::int64_t>(year) : year);
    std::string out = year < 0 ? "-" : "";
    if (digits.size() < 4) out.append(4 - digits.size(), '0');
    out += digits;
    out += '-';
    two(out, month);
    out += '-';
    two(out, of_month);
    return out;
}

std::optional<Date> Date::of(std::int64_t year, int month, int day) {
    if (year < -max_year || year > max_year || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) return std::nullopt;
    return Date{day_number(year, month, day)};
}

std::optional<Date> Date::parse(std::string_view text) {
    Reader r{text};
    auto date = read_date(r);
    return date && r.done() ? date : std::nullopt;
}

std::optional<Date> Date::plus_months(std::int64_t months) const {
    if (months > 30'000'000'000 || months < -30'000'000'000) return std::nullopt;
    auto [year, month, of_month] = parts();
    const std::int64_t total = static_cast<std::int64_t>(year) * 12 + (month - 1) + months;
    const std::int64_t new_year = floor_divided(total, 12);
    const int new_month = static_cast<int>(total - new_year * 12) + 1;
    return of(new_year, new_month, std::min(static_cast<int>(of_month), month_length(new_year, new_month)));
}

std::optional<Date> Date::plus_days(std::int64_t days) const {
    static const std::int64_t first = day_number(-max_year, 1, 1), last = day_number(max_year, 12, 31);
    std::int64_t sum;
    if (__builtin_add_overflow(day, days, &sum) || sum < first || sum > last) return std::nullopt;
    return Date{sum};
}

std::optional<Zone> Zone::named(std::string_view name) {
    const auto& zones = date::get_tzdb().zones;
    auto at = std::lower_bound(zones.begin(), zones.end(), name, [](const date::time_zone& z, std::string_view n) { return z.name() < n; });
    if (at == zones.end() || at->name() != name) return std::nullopt;
    return Zone{0, static_cast<std::uint16_t>(at - zones.begin()), Kind::named};
}

std::optional<Zone> Zone::parse(std::string_view text) {
    if (text == "Z" || text == "z") return offset(0);
    Reader r{text};
    if (r.take('@')) return named(r.rest);
    bool negative = r.take('-');
    if (!negative && !r.take('+')) return std::nullopt;
    auto hour = r.fixed(2);
    if (!hour || !r.take(':')) return std::nullopt;
    auto minute = r.fixed(2);
    if (!minute) return std::nullopt;
    int second = 0;
    if (r.take(':')) {
        auto read = r.fixed(2);
        if (!read) return std::nullopt;
        second = *read;
    }
    if (!r.done() || *minute > 59 || second > 59) return std::nullopt;
    std::int32_t total = *hour * 3600 + *minute * 60 + second;
    if (total > 14 * 3600) return std::nullopt;  // XML Schema part 2: at most 14 hours
    return offset(negative ? -total : total);
}

std::string_view Zone::name() const { return kind == Kind::named ? std::string_view(zone_at(index).name()) : std::string_view(); }

std::string Zone::text() const {
    if (kind == Kind::none) return {};
    if (kind == Kind::named) return "@" + std::string(name());
    if (offset_seconds == 0) return "Z";
    std::int32_t seconds = offset_seconds < 0 ? -offset_seconds : offset_seconds;
    std::string out = offset_seconds < 0 ? "-" : "+";
    two(out, seconds / 3600);
    out += ':';
    two(out, seconds / 60 % 60);
    if (seconds % 60 != 0) {
        out += ':';
        two(out, seconds % 60);
    }
    return out;
}

std::int32_t Zone::offset_at(std::int64_t day, std::int64_t nanosecond_of_day) const {
    if (kind == Kind::none) return 0;
    if (kind == Kind::offset) return offset_seconds;
    const std::int64_t known = day_with_known_rules(day);
    date::local_seconds local{std::chrono::seconds(known * 86'400 + nanosecond_of_day / 1'000'000'000)};
    return static_cast<std::int32_t>(zone_at(index).get_info(local).first.offset.count());  // repeated hour: the first; skipped hour: before the change
}

std::string Time::text() const {
    std::string out;
    clock_text(out, nanosecond_of_day);
    return out + zone.text();
}

std::optional<Time> Time::parse(std::string_view text) {
    Reader r{text};
    auto time = read_time(r);
    if (time) time->nanosecond_of_day %= day_nanoseconds;
    return time && r.done() ? time : std::nullopt;
}

std::string DateTime::text() const {
    std::string out = date.text();
    out += 'T';
    clock_text(out, nanosecond_of_day);
    return out + zone.text();
}

std::optional<DateTime> DateTime::parse(std::string_view text) {
    Reader r{text};
    auto date = read_date(r);
    if (!date || !r.take('T')) return std::nullopt;
    auto time = read_time(r);
    if (!time || !r.done()) return std::nullopt;
    if (time->nanosecond_of_day == day_nanoseconds) {
        date = date->plus_days(1);
        time->nanosecond_of_day = 0;
        if (!date) return std::nullopt;
    }
    return DateTime{*date, time->nanosecond_of_day, time->zone};
}

DateTime DateTime::from_instant(std::int64_t microseconds, Zone zone) {
    std::int64_t offset = zone.offset_seconds;
    if (zone.kind == Zone::Kind::named)
        offset = zone_at(zone.index).get_info(date::sys_seconds(std::chrono::seconds(floor_divided(microseconds, 1'000'000)))).offset.count();
    const std::int64_t local = microseconds + offset * 1'000'000;
    const std::int64_t day = floor_divided(local, 86'400'000'000);
    return {Date{day}, (local - day * 86'400'000'000) * 1000, zone};
}

std::string Duration::text() const {
    // As positive seconds and nanoseconds.
    std::uint64_t total = static_cast<std::uint64_t>(seconds);
    std::int64_t nanos = nanoseconds;
    if (negative()) {
        total = 0 - total;
        if (nanos != 0) {
            nanos = 1'000'000'000 - nanos;
            --total;
        }
    }
    if (total == 0 && nanos == 0) return "PT0S";
    std::string out = negative() ? "-P" : "P";
    if (total / 86'400 != 0) out += std::to_string(total / 86'400) + "D";
    const std::uint64_t hours = total / 3600 % 24, minutes = total / 60 % 60, rest = total % 60;
    if (hours == 0 && minutes == 0 && rest == 0 && nanos == 0) return out;
    out += 'T';
    if (hours != 0) out += std::to_string(hours) + "H";
    if (minutes != 0) out += std::to_string(minutes) + "M";
    if (rest != 0 || nanos != 0) {
        out += std::to_string(rest);
        fraction_text(out, nanos);
        out += 'S';
    }
    return out;
}

std::optional<Duration> Duration::parse(std::string_view text) {
    Reader r{text};
    const bool negative = r.take('-');
    if (!r.take('P')) return std::nullopt;
    __int128 total = 0;  // nanoseconds
    bool any = false, time_part = false;
    const char* order = "DHMS";
    while (!r.done()) {
        if (!time_part && r.take('T')) {
            time_part = true;
            if (r.done()) return std::nullopt;
            if (*order == 'D') ++order;
            continue;
        }
        auto value = r.digits(18);
        if (!value) return std::nullopt;
        std::int64_t nanos = 0;
        const bool fraction = r.take('.');
        if (fraction) {
            nanos = r.fraction().value_or(0);  // "PT0.S" is accepted
        }
        if (r.done()) return std::nullopt;
        const char unit = r.rest.front();
        r.rest.remove_prefix(1);
        while (*order != 0 && *order != unit) ++order;
        if (*order == 0 || (unit == 'D') == time_part || (fraction && unit != 'S')) return std::nullopt;
        ++order;
        const std::int64_t factor = unit == 'D' ? 86'400 : unit == 'H' ? 3600 : unit == 'M' ? 60 : 1;
        total += static_cast<__int128>(*value) * factor * 1'000'000'000 + nanos;
        any = true;
    }
    if (!any) return std::nullopt;
    if (negative) total = -total;
    __int128 seconds = total / 1'000'000'000, nanos = total % 1'000'000'000;
    if (nanos < 0) {
        nanos += 1'000'000'000;
        --seconds;
    }
    if (seconds > INT64_MAX || seconds < INT64_MIN) return std::nullopt;
    return Duration{static_cast<std::int64_t>(seconds), static_cast<std::int64_t>(nanos)};
}

std::string Months::text() const {
    if (months == 0) return "P0M";
    std::uint64_t total = months < 0 ? 0 - static_cast<std::uint64_t>(months) : static_cast<std::uint64_t>(months);
    std::string out = months < 0 ? "-P" : "P";
    if (total / 12 != 0) out += std::to_string(total / 12) + "Y";
    if (total % 12 != 0) out += std::to_string(total % 12) + "M";
    return out;
}

std::optional<Months> Months::parse(std::string_view text) {
    Reader r{text};
    const bool negative = r.take('-');
    if (!r.take('P') || r.done()) return std::nullopt;
    std::int64_t total = 0;
    const char* order = "YM";
    while (!r.done()) {
        auto value = r.digits(17);
        if (!value || r.done()) return std::nullopt;
        const char unit = r.rest.front();
        r.rest.remove_prefix(1);
        while (*order != 0 && *order != unit) ++order;
        if (*order == 0) return std::nullopt;
        ++order;
        std::int64_t part;
        if (__builtin_mul_overflow(*value, unit == 'Y' ? 12 : 1, &part) || __builtin_add_overflow(total, part, &total)) return std::nullopt;
    }
    return Months{negative ? -total : total};
}

}  // namespace raekoda::decision
