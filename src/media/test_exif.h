// For tests: pictures' metadata and headers written out byte by byte.
#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace raekoda::media {

struct TestExif {
    int orientation = 0;  // 0: none
    std::string taken;
    std::string offset;
    double latitude = 0;  // both 0: no GPS directory
    double longitude = 0;
    bool big_endian = false;
};

class TestTiff {
   public:
    explicit TestTiff(bool big) : big_(big) { bytes = big ? std::string("MM\0*\0\0\0\x08", 8) : std::string("II*\0\x08\0\0\0", 8); }

    std::string bytes;

    struct Entry {
        unsigned tag;
        unsigned type;
        std::uint32_t count;
        std::string value;  // in place when 4 bytes or fewer
    };
    std::string integer(std::uint64_t value, int size) const {
        std::string out;
        for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * (big_ ? size - 1 - i : i)) & 0xFF);
        return out;
    }
    Entry text(unsigned tag, const std::string& value) const { return {tag, 2, static_cast<std::uint32_t>(value.size() + 1), value + '\0'}; }
    Entry pointer(unsigned tag, std::size_t at) const { return {tag, 4, 1, integer(at, 4)}; }
    Entry degrees(unsigned tag, double value) const {
        value = std::abs(value);
        auto whole = std::floor(value);
        auto minutes = std::floor((value - whole) * 60);
        auto seconds = ((value - whole) * 60 - minutes) * 60;
        return {tag, 5, 3, integer(static_cast<std::uint64_t>(whole), 4) + integer(1, 4) + integer(static_cast<std::uint64_t>(minutes), 4) +
                               integer(1, 4) + integer(static_cast<std::uint64_t>(std::lround(seconds * 10000)), 4) + integer(10000, 4)};
    }
    static std::size_t size_of(const std::vector<Entry>& entries) {
        auto size = 2 + entries.size() * 12 + 4;
        for (const auto& entry : entries) size += entry.value.size() > 4 ? entry.value.size() : 0;
        return size;
    }
    void add(const std::vector<Entry>& entries) {
        auto data_at = bytes.size() + 2 + entries.size() * 12 + 4;
        std::string data;
        bytes += integer(entries.size(), 2);
        for (const auto& entry : entries) {
            bytes += integer(entry.tag, 2) + integer(entry.type, 2) + integer(entry.count, 4);
            if (entry.value.size() > 4) {
                bytes += integer(data_at + data.size(), 4);
                data += entry.value;
            } else {
                bytes += entry.value + std::string(4 - entry.value.size(), '\0');
            }
        }
        bytes += integer(0, 4) + data;
    }

   private:
    bool big_;
};

inline std::string exif_block(const TestExif& exif) {
    TestTiff tiff(exif.big_endian);
    std::vector<TestTiff::Entry> details;
    if (!exif.taken.empty()) details.push_back(tiff.text(0x9003, exif.taken));
    if (!exif.offset.empty()) details.push_back(tiff.text(0x9011, exif.offset));
    std::vector<TestTiff::Entry> gps;
    if (exif.latitude != 0 || exif.longitude != 0) {
        gps = {tiff.text(1, exif.latitude < 0 ? "S" : "N"), tiff.degrees(2, exif.latitude), tiff.text(3, exif.longitude < 0 ? "W" : "E"),
               tiff.degrees(4, exif.longitude)};
    }
    std::vector<TestTiff::Entry> first;
    if (exif.orientation != 0) first.push_back({0x0112, 3, 1, tiff.integer(static_cast<std::uint64_t>(exif.orientation), 2)});
    first.push_back(tiff.text(0x013B, "Secret Author"));
    first.push_back(tiff.pointer(0x8769, 0));
    first.push_back(tiff.pointer(0x8825, 0));
    auto details_at = 8 + TestTiff::size_of(first);
    first[first.size() - 2] = tiff.pointer(0x8769, details_at);
    first[first.size() - 1] = tiff.pointer(0x8825, details_at + TestTiff::size_of(details));
    tiff.add(first);
    tiff.add(details);
    tiff.add(gps);
    return tiff.bytes;
}

// The JPEG with an APP1 segment right after its start.
inline std::string with_exif(const std::string& jpeg, const TestExif& exif) {
    auto payload = std::string("Exif\0\0", 6) + exif_block(exif);
    auto length = payload.size() + 2;
    return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8) + static_cast<char>(length & 0xFF) + payload + jpeg.substr(2);
}

// A PNG (RFC 2083) with a right header and an empty stream of pixels.
inline std::string png_claiming(std::uint32_t width, std::uint32_t height) {
    auto big = [](std::uint32_t value) {
        return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
    };
    auto chunk = [&](const std::string& name, const std::string& data) {
        std::uint32_t crc = 0xFFFFFFFF;
        for (unsigned char byte : name + data) {
            crc ^= byte;
            for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
        }
        return big(static_cast<std::uint32_t>(data.size())) + name + data + big(~crc);
    };
    return "\x89PNG\r\n\x1A\n" + chunk("IHDR", big(width) + big(height) + std::string("\x08\x02\0\0\0", 5)) +
           chunk("IDAT", std::string("\x78\x9C\x03\0\0\0\0\x01", 8)) + chunk("IEND", "");
}

}  // namespace raekoda::media
