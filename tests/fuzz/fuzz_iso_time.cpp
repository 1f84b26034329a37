// Any bytes as a moment or a day: what is read can be written and read again.
#include <cstdint>
#include <cstdlib>

#include "base/time.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    std::string_view input(reinterpret_cast<const char*>(data), size);
    if (auto moment = parse_iso(input)) {
        auto whole = Instant{moment->microseconds - ((moment->microseconds % 1'000'000) + 1'000'000) % 1'000'000};
        auto utc = parse_iso(iso_utc(whole));
        if (!utc || *utc != whole) std::abort();
        auto local = parse_iso(iso_local(whole));
        if (!local || *local != whole) std::abort();
        auto wall = local_time(whole);
        if (wall.minute_of_day < 0 || wall.minute_of_day > 1439 || wall.second < 0 || wall.second > 59) std::abort();
    }
    if (auto day = Date::from_iso(input)) {
        if (day->iso() != input || Date::from_iso(day->iso()) != *day) std::abort();
        if (day->weekday() < 1 || day->weekday() > 7 || days_between(*day, day->plus_days(400)) != 400) std::abort();
    }
    return 0;
}
