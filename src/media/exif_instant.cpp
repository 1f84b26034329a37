// Apart from exif.cpp: this needs the time zones, which the sandboxed worker does not have.
#include "media/exif.h"

namespace raekoda::media {

std::optional<Instant> exif_instant(std::string_view taken, std::string_view offset, std::string_view zone) {
    if (taken.size() != 19) return std::nullopt;
    std::string text(taken);
    text[4] = text[7] = '-';
    text[10] = 'T';
    auto moment = parse_iso(text + (offset.empty() ? std::string("Z") : std::string(offset)));
    if (!moment || !offset.empty()) return moment;
    auto date = Date::from_iso(text.substr(0, 10));
    if (!date) return std::nullopt;
    auto seconds_of_day = ((moment->microseconds / 1'000'000) % 86'400 + 86'400) % 86'400;
    return instant_of(*date, static_cast<int>(seconds_of_day / 60), zone).plus_seconds(seconds_of_day % 60);
}

}  // namespace raekoda::media
