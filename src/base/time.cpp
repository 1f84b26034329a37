#include "base/time.h"

#include <date/tz.h>

#include <array>
#include <atomic>
#include <chrono>

namespace raekoda {

namespace {

date::sys_days to_days(Date d) {
    return date::year{d.year} / date::month{static_cast<unsigned>(d.month)} / date::day{static_cast<unsigned>(d.day)};
}
Date from_days(date::sys_days days) {
    date::year_month_day d{days};
    return {int(d.year()), static_cast<int>(unsigned(d.month())), static_cast<int>(unsigned(d.day()))};
}
std::chrono::sys_time<std::chrono::microseconds> to_sys(Instant t) {
    return std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{t.microseconds}};
}
// Looking a zone up by name takes a lock and a search; a thread mostly asks for the same one.
const date::time_zone* zone_named(std::string_view name) {
    thread_local std::string last_name;
    thread_local const date::time_zone* last = nullptr;
    if (!last || last_name != name) {
        last = date::locate_zone(std::string(name));
        last_name = name;
    }
    return last;
}
// Seconds east of UTC. A zone's rules are searched at each asking: what a thread found lately is kept.
std::int64_t offset_of(std::string_view zone, date::sys_seconds at) {
    struct Found {
        const date::time_zone* zone = nullptr;
        date::sys_seconds begin, end;
        std::int64_t offset = 0;
    };
    thread_local std::array<Found, 8> found;
    const auto* rules = zone_named(zone);
    constexpr std::int64_t season = 7'000'000;  // seconds: summer and winter lie in places of their own
    Found& place = found[static_cast<std::size_t>((at.time_since_epoch().count() / season) & 7)];
    if (place.zone != rules || at < place.begin || at >= place.end) {
        auto info = rules->get_info(at);
        place = {rules, info.begin, info.end, info.offset.count()};
    }
    return place.offset;
}
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (at + count > text.size()) return -1;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}
// Dates are written many times a page: printf would cost more than the rest of it.
void append_digits(std::string& out, std::int64_t value, int width) {
    char digits[20];
    for (int i = width; i-- > 0; value /= 10) digits[i] = static_cast<char>('0' + value % 10);
    out.append(digits, static_cast<std::size_t>(width));
}
void append_date(std::string& out, Date day) {
    append_digits(out, day.year, 4);
    out += '-';
    append_digits(out, day.month, 2);
    out += '-';
    append_digits(out, day.day, 2);
}
void append_clock(std::string& out, std::int64_t second_of_day) {
    out += 'T';
    append_digits(out, second_of_day / 3600, 2);
    out += ':';
    append_digits(out, second_of_day / 60 % 60, 2);
    out += ':';
    append_digits(out, second_of_day % 60, 2);
}
std::atomic<std::int64_t> frozen_now{-1};

}  // namespace

Date Date::plus_days(int days) const { return from_days(to_days(*this) + date::days{days}); }
int Date::weekday() const { return static_cast<int>(date::weekday{to_days(*this)}.iso_encoding()); }
std::string Date::iso() const {
    std::string out;
    append_date(out, *this);
    return out;
}
std::optional<Date> Date::from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    int y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (y < 0 || m < 0 || d < 0) return std::nullopt;
    date::year_month_day day{date::year{y}, date::month{static_cast<unsigned>(m)}, date::day{static_cast<unsigned>(d)}};
    if (!day.ok()) return std::nullopt;
    return Date{y, m, d};
}
std::int64_t days_between(Date from, Date to) { return (to_days(to) - to_days(from)).count(); }

LocalTime local_time(Instant t, std::string_view zone) {
    auto sys = std::chrono::floor<std::chrono::seconds>(to_sys(t));
    auto local = sys + std::chrono::seconds{offset_of(zone, sys)};
    auto day = date::floor<date::days>(local);
    auto seconds = (local - day).count();
    return {from_days(day), static_cast<int>(seconds / 60), static_cast<int>(seconds % 60)};
}

Instant instant_of(Date d, int minute_of_day, std::string_view zone) {
    date::local_days day{to_days(d).time_since_epoch()};
    auto local = day + std::chrono::minutes{minute_of_day};
    auto sys = zone_named(zone)->to_sys(local, date::choose::earliest);
    return {std::chrono::duration_cast<std::chrono::microseconds>(sys.time_since_epoch()).count()};
}

std::string iso_local(Instant t, std::string_view zone) {
    auto sys = std::chrono::floor<std::chrono::seconds>(to_sys(t));
    auto offset = offset_of(zone, sys);
    auto local = sys + std::chrono::seconds{offset};
    auto day = date::floor<date::days>(local);
    auto date = from_days(day);
    std::string out;
    out.reserve(sizeof "2026-11-21T14:30:05+02:00");
    append_date(out, date);
    append_clock(out, (local - day).count());
    auto minutes = (offset < 0 ? -offset : offset) / 60;
    out += offset < 0 ? '-' : '+';
    append_digits(out, minutes / 60, 2);
    out += ':';
    append_digits(out, minutes % 60, 2);
    return out;
}

std::string iso_utc(Instant t) {
    auto sys = std::chrono::floor<std::chrono::seconds>(to_sys(t));
    auto day = date::floor<date::days>(sys);
    auto s = (sys - day).count();
    std::string out = from_days(day).iso();
    append_clock(out, s);
    return out + 'Z';
}

std::optional<Instant> parse_iso(std::string_view text) {
    if (text.size() < 17 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
    auto day = Date::from_iso(text.substr(0, 10));
    int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = 0;
    if (!day || text[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    std::size_t at = 16;
    std::int64_t fraction = 0;
    if (at < text.size() && text[at] == ':') {
        second = digits(text, 17, 2);
        if (second < 0 || second > 60) return std::nullopt;
        if (second == 60) second = 59;
        at = 19;
        if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
            std::int64_t scale = 100000;
            for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) fraction += (text[at] - '0') * scale;
        }
    }
    if (at >= text.size()) return std::nullopt;
    std::int64_t offset_minutes = 0;
    if (text[at] == 'Z' || text[at] == 'z') {
        if (at + 1 != text.size()) return std::nullopt;
    } else if (text[at] == '+' || text[at] == '-' || text[at] == ' ') {
        // A space stands for a "+" that a sloppy client did not percent-encode.
        bool negative = text[at] == '-';
        int h = digits(text, at + 1, 2), m = 0;
        std::size_t rest = text.size() - at;
        if (rest == 6 && text[at + 3] == ':') m = digits(text, at + 4, 2);
        else if (rest == 5) m = digits(text, at + 3, 2);
        else if (rest != 3) return std::nullopt;
        if (h < 0 || h > 14 || m < 0 || m > 59) return std::nullopt;
        offset_minutes = (negative ? -1 : 1) * (h * 60 + m);
    } else {
        return std::nullopt;
    }
    std::int64_t seconds = to_days(*day).time_since_epoch().count() * 86400LL + hour * 3600 + minute * 60 + second - offset_minutes * 60;
    return Instant{seconds * 1'000'000 + fraction};
}

Instant now() {
    std::int64_t frozen = frozen_now.load(std::memory_order_relaxed);
    if (frozen >= 0) return {frozen};
    return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

namespace testing {
void set_now(std::optional<Instant> t) { frozen_now = t ? t->microseconds : -1; }
}  // namespace testing

}  // namespace raekoda
