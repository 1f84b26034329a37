#include "media/exif.h"

#include <cmath>
#include <cstdint>

namespace raekoda::media {

namespace {

// TIFF 6.0 section 2: a header, then directories (IFD) of 12-byte entries, in either byte order.
class Tiff {
   public:
    static std::optional<Tiff> open(std::string_view block) {
        using namespace std::string_view_literals;
        if (block.starts_with("Exif\0\0"sv)) block.remove_prefix(6);
        if (block.size() < 8) return std::nullopt;
        bool big = block.starts_with("MM\0*"sv);
        if (!big && !block.starts_with("II*\0"sv)) return std::nullopt;
        return Tiff(block, big);
    }

    std::uint64_t first_directory() const { return integer(4, 4); }

    struct Entry {
        unsigned type = 0;
        std::uint64_t count = 0;
        std::uint64_t at = 0;  // where the value stands
    };

    std::optional<Entry> find(std::uint64_t directory, unsigned tag) const {
        if (directory == 0 || directory + 2 > block_.size()) return std::nullopt;
        auto entries = integer(directory, 2);
        for (std::uint64_t i = 0; i < entries; ++i) {
            auto at = directory + 2 + i * 12;
            if (at + 12 > block_.size()) return std::nullopt;
            if (integer(at, 2) != tag) continue;
            Entry entry{static_cast<unsigned>(integer(at + 2, 2)), integer(at + 4, 4), at + 8};
            auto bytes = entry.count * size_of(entry.type);
            if (bytes == 0) return std::nullopt;
            if (bytes > 4) entry.at = integer(at + 8, 4);
            if (entry.at > block_.size() || bytes > block_.size() - entry.at) return std::nullopt;
            return entry;
        }
        return std::nullopt;
    }

    std::uint64_t pointer(std::uint64_t directory, unsigned tag) const {
        auto entry = find(directory, tag);
        return entry && entry->type == 4 && entry->count == 1 ? integer(entry->at, 4) : 0;
    }

    std::string text(std::uint64_t directory, unsigned tag) const {
        auto entry = find(directory, tag);
        if (!entry || entry->type != 2) return {};
        auto value = block_.substr(entry->at, entry->count);
        return std::string(value.substr(0, value.find('\0')));
    }

    // Degrees, minutes, seconds as three unsigned rationals.
    std::optional<double> degrees(std::uint64_t directory, unsigned tag) const {
        auto entry = find(directory, tag);
        if (!entry || entry->type != 5 || entry->count < 1 || entry->count > 3) return std::nullopt;
        double value = 0;
        double unit = 1;
        for (std::uint64_t i = 0; i < entry->count; ++i, unit *= 60) {
            auto numerator = integer(entry->at + i * 8, 4);
            auto denominator = integer(entry->at + i * 8 + 4, 4);
            if (denominator == 0) {
                if (numerator == 0 && i > 0) continue;  // some phones write 0/0 for seconds they do not have
                return std::nullopt;
            }
            value += static_cast<double>(numerator) / static_cast<double>(denominator) / unit;
        }
        return value;
    }

   private:
    Tiff(std::string_view block, bool big) : block_(block), big_(big) {}

    static std::uint64_t size_of(unsigned type) {
        constexpr std::uint64_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
        return type < std::size(sizes) ? sizes[type] : 0;
    }

    std::uint64_t integer(std::uint64_t at, int bytes) const {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i) {
            auto index = at + static_cast<std::uint64_t>(big_ ? i : bytes - 1 - i);
            value = value << 8 | (index < block_.size() ? static_cast<unsigned char>(block_[index]) : 0);
        }
        return value;
    }

    std::string_view block_;
    bool big_;
};

// Tag numbers: CIPA DC-008 4.6.3 (pointers), 4.6.5 (Exif IFD), 4.6.6 (GPS IFD).
enum Tag : unsigned {
    exif_directory = 0x8769,
    gps_directory = 0x8825,
    date_time_original = 0x9003,
    date_time_digitized = 0x9004,
    offset_time_original = 0x9011,
    offset_time_digitized = 0x9012,
    gps_latitude_reference = 1,
    gps_latitude = 2,
    gps_longitude_reference = 3,
    gps_longitude = 4,
};

std::optional<double> signed_degrees(const Tiff& tiff, std::uint64_t gps, Tag reference, Tag value, char plus, char minus, double most) {
    auto degrees = tiff.degrees(gps, value);
    auto side = tiff.text(gps, reference);
    if (!degrees || side.empty() || (side[0] != plus && side[0] != minus)) return std::nullopt;
    if (!std::isfinite(*degrees) || *degrees > most) return std::nullopt;
    return side[0] == minus ? -*degrees : *degrees;
}

bool matches(std::string_view text, std::string_view pattern) {  // 0 stands for any digit
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i]) return false;
    }
    return true;
}

}  // namespace

ExifFacts read_exif(std::string_view block) {
    ExifFacts facts;
    auto tiff = Tiff::open(block);
    if (!tiff) return facts;
    auto first = tiff->first_directory();
    auto exif = tiff->pointer(first, exif_directory);
    facts.taken = tiff->text(exif, date_time_original);
    facts.taken_offset = tiff->text(exif, offset_time_original);
    if (!matches(facts.taken, "0000:00:00 00:00:00")) {
        facts.taken = tiff->text(exif, date_time_digitized);
        facts.taken_offset = tiff->text(exif, offset_time_digitized);
    }
    if (!matches(facts.taken, "0000:00:00 00:00:00")) facts.taken.clear();
    if (!matches(facts.taken_offset, "+00:00") && !matches(facts.taken_offset, "-00:00")) facts.taken_offset.clear();

    auto gps = tiff->pointer(first, gps_directory);
    auto latitude = signed_degrees(*tiff, gps, gps_latitude_reference, gps_latitude, 'N', 'S', 90);
    auto longitude = signed_degrees(*tiff, gps, gps_longitude_reference, gps_longitude, 'E', 'W', 180);
    if (latitude && longitude && (*latitude != 0 || *longitude != 0)) facts.position = GeoPosition{*latitude, *longitude};
    return facts;
}

}  // namespace raekoda::media
