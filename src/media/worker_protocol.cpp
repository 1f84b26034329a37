#include "media/worker_protocol.h"

#include <bit>
#include <cmath>

namespace raekoda::media {

namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}
void put_number(std::string& out, double value) { put(out, std::bit_cast<std::uint64_t>(value), 8); }
void put_text(std::string& out, std::string_view text) {
    put(out, text.size(), 4);
    out += text;
}

// Reads from the front; once something is missing everything after is zero and `good` stays false.
struct Reader {
    std::string_view rest;
    bool good = true;

    std::string_view bytes(std::size_t count) {
        if (!good || rest.size() < count) {
            good = false;
            return {};
        }
        auto taken = rest.substr(0, count);
        rest.remove_prefix(count);
        return taken;
    }
    std::uint64_t integer(int count) {
        std::uint64_t value = 0;
        for (unsigned char byte : bytes(count)) value = value << 8 | byte;
        return value;
    }
    double number() { return std::bit_cast<double>(integer(8)); }
    std::string_view text() { return bytes(integer(4)); }
};

}  // namespace

std::string frame_header(std::size_t body_bytes) {
    std::string header;
    put(header, body_bytes, 4);
    return header;
}

std::uint32_t frame_length(const unsigned char (&header)[4]) {
    return std::uint32_t{header[0]} << 24 | std::uint32_t{header[1]} << 16 | std::uint32_t{header[2]} << 8 | header[3];
}

std::string encode_request(const Request& request) {
    std::string out;
    put(out, static_cast<std::uint8_t>(request.operation), 1);
    put(out, request.areas.size(), 2);
    for (const auto& area : request.areas) {
        for (double value : {area.left, area.top, area.width, area.height}) put_number(out, value);
    }
    put_text(out, request.picture);
    return out;
}

std::optional<Request> decode_request(std::string_view body) {
    Reader reader{body};
    Request request;
    auto operation = reader.integer(1);
    if (operation != 1 && operation != 2) return std::nullopt;
    request.operation = static_cast<Operation>(operation);
    auto count = reader.integer(2);
    if (count > max_rectangles) return std::nullopt;
    for (std::uint64_t i = 0; i < count; ++i) {
        Rectangle area;
        for (double* value : {&area.left, &area.top, &area.width, &area.height}) *value = reader.number();
        request.areas.push_back(area);
    }
    request.picture = reader.text();
    if (!reader.good || !reader.rest.empty()) return std::nullopt;
    return request;
}

std::string encode_answer(const Answer& answer) {
    std::string out;
    put(out, static_cast<std::uint8_t>(answer.verdict), 1);
    put(out, static_cast<std::uint32_t>(answer.width), 4);
    put(out, static_cast<std::uint32_t>(answer.height), 4);
    put(out, answer.position ? 1 : 0, 1);
    put_number(out, answer.position ? answer.position->latitude : 0);
    put_number(out, answer.position ? answer.position->longitude : 0);
    put_text(out, answer.taken);
    put_text(out, answer.taken_offset);
    put_text(out, answer.large);
    put_text(out, answer.thumbnail);
    return out;
}

std::optional<Answer> decode_answer(std::string_view body) {
    Reader reader{body};
    Answer answer;
    auto verdict = reader.integer(1);
    auto width = reader.integer(4);
    auto height = reader.integer(4);
    auto positioned = reader.integer(1);
    GeoPosition position{reader.number(), reader.number()};
    answer.taken = reader.text();
    answer.taken_offset = reader.text();
    answer.large = reader.text();
    answer.thumbnail = reader.text();
    if (!reader.good || !reader.rest.empty() || verdict > 3) return std::nullopt;
    answer.verdict = static_cast<Verdict>(verdict);
    if (answer.verdict != Verdict::done) return answer;
    if (width < 1 || width > large_side || height < 1 || height > large_side) return std::nullopt;
    answer.width = static_cast<int>(width);
    answer.height = static_cast<int>(height);
    if (positioned && std::isfinite(position.latitude) && std::isfinite(position.longitude) && std::abs(position.latitude) <= 90 &&
        std::abs(position.longitude) <= 180) {
        answer.position = position;
    }
    constexpr std::string_view jpeg_start = "\xFF\xD8\xFF";
    if (!answer.large.starts_with(jpeg_start) || !answer.thumbnail.starts_with(jpeg_start)) return std::nullopt;
    return answer;
}

}  // namespace raekoda::media
