// The few things we read from a picture's EXIF (CIPA DC-008, TIFF 6.0 structure). Pure; the bytes may be anything.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "media/media.h"

namespace raekoda::media {

struct ExifFacts {
    std::optional<GeoPosition> position;  // absent when not finite, out of range or exactly 0, 0
    std::string taken;                    // DateTimeOriginal (else DateTimeDigitized), 19 characters, or empty
    std::string taken_offset;             // OffsetTimeOriginal (else OffsetTimeDigitized), 6 characters, or empty
};

// `block` begins with the TIFF header, with or without "Exif\0\0" before it.
ExifFacts read_exif(std::string_view block);

// 2026:09:01 21:14:05 with +03:00, or on the clock of `zone` when there is no offset. nullopt when it is no moment.
std::optional<Instant> exif_instant(std::string_view taken, std::string_view offset, std::string_view zone);

}  // namespace raekoda::media
