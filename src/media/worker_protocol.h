// What server and worker say to each other: frames of a 4-byte big-endian length and a body. Both sides treat the other as hostile.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/media.h"

namespace raekoda::media {

inline constexpr std::uint32_t max_request_bytes = max_file_bytes + 4096;
inline constexpr std::uint32_t max_answer_bytes = 16u << 20;
inline constexpr std::string_view ready_greeting = "raekoda-media 1";  // the first frame a worker sends, from inside its sandbox

enum class Operation : std::uint8_t { prepare = 1, cover = 2 };

struct Request {
    Operation operation = Operation::prepare;
    std::vector<Rectangle> areas;
    std::string_view picture;  // into the decoded bytes
};

enum class Verdict : std::uint8_t { done = 0, not_an_image = 1, too_many_pixels = 2, damaged = 3 };

struct Answer {
    Verdict verdict = Verdict::damaged;
    int width = 0;
    int height = 0;
    std::optional<GeoPosition> position;
    std::string taken;         // as EXIF writes it: 2026:09:01 21:14:05, or empty
    std::string taken_offset;  // as EXIF writes it: +03:00, or empty
    std::string large;
    std::string thumbnail;
};

std::string frame_header(std::size_t body_bytes);  // 4 bytes
std::uint32_t frame_length(const unsigned char (&header)[4]);

std::string encode_request(const Request&);
std::optional<Request> decode_request(std::string_view body);  // nullopt: not a request
std::string encode_answer(const Answer&);
std::optional<Answer> decode_answer(std::string_view body);  // nullopt: not an answer, or its values are out of range

}  // namespace raekoda::media
