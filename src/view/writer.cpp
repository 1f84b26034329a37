// Escaping. Most text has nothing to escape: runs between special characters are appended whole.
#include <algorithm>
#include <array>
#include <vector>

#include "view/view.h"

namespace raekoda::view {

namespace {

constexpr std::array<const char*, 256> escapes(bool quotes) {
    std::array<const char*, 256> table{};
    table['&'] = "&amp;";
    table['<'] = "&lt;";
    table['>'] = "&gt;";
    if (quotes) {
        table['"'] = "&quot;";
        table['\''] = "&#39;";
    }
    return table;
}
constexpr auto text_escapes = escapes(false);
constexpr auto attribute_escapes = escapes(true);

void append_escaped(std::string& out, std::string_view s, const std::array<const char*, 256>& table) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const char* escape = table[static_cast<unsigned char>(s[i])];
        if (!escape) continue;
        out.append(s, begin, i - begin);
        out.append(escape);
        begin = i + 1;
    }
    out.append(s, begin, s.size() - begin);
}

// Sixteen bytes at once.
using Block = unsigned char __attribute__((vector_size(16)));
template <class Mask>
bool any(Mask mask) {
    std::uint64_t halves[2];
    std::memcpy(halves, &mask, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}
template <bool quotes>
bool is_plain(Block block) {
    auto special = (block == '&') | (block == '<') | (block == '>');
    if constexpr (quotes) special |= (block == '"') | (block == '\'');
    return !any(special);
}

bool equals_lower(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c != lower[i]) return false;
    }
    return true;
}

}  // namespace

namespace {
// A thread's pages are written one after another (a few within each other) into the same rooms.
struct Room {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
};
constexpr std::size_t first_room = 16 * 1024, largest_kept = 256 * 1024, most_kept = 4;
std::vector<Room>& spare_rooms() {
    thread_local std::vector<Room> rooms;
    return rooms;
}
}  // namespace

Writer::Writer(const Frame& frame) : frame_(frame) {
    Room room;
    if (auto& spare = spare_rooms(); !spare.empty()) {
        room = std::move(spare.back());
        spare.pop_back();
    } else {
        room = {std::make_unique_for_overwrite<char[]>(first_room), first_room};
    }
    out_ = std::move(room.bytes);
    at_ = out_.get();
    end_ = at_ + room.size;
}

Writer::~Writer() {
    auto& spare = spare_rooms();
    auto size = static_cast<std::size_t>(end_ - out_.get());
    if (size <= largest_kept && spare.size() < most_kept) spare.push_back({std::move(out_), size});
}

void Writer::grow(std::size_t more) {
    std::size_t used = static_cast<std::size_t>(at_ - out_.get()), room = static_cast<std::size_t>(end_ - out_.get());
    room = std::max(2 * room, used + more);
    auto larger = std::make_unique_for_overwrite<char[]>(room);
    std::memcpy(larger.get(), out_.get(), used);
    out_ = std::move(larger);
    at_ = out_.get() + used;
    end_ = out_.get() + room;
}

Html Writer::take() const { return Html::trusted(std::string(out_.get(), at_)); }

namespace {

// 1 to 15 bytes in one block, zeros beside them; read and written as two words that overlap.
struct Short {
    Block block{};
    explicit Short(std::string_view s) {
        if (s.size() >= 8) load<std::uint64_t>(s);
        else if (s.size() >= 4) load<std::uint32_t>(s);
        else if (s.size() >= 2) load<std::uint16_t>(s);
        else load<std::uint8_t>(s);
    }
    void write(char* to, std::size_t size) const {
        if (size >= 8) store<std::uint64_t>(to, size);
        else if (size >= 4) store<std::uint32_t>(to, size);
        else if (size >= 2) store<std::uint16_t>(to, size);
        else store<std::uint8_t>(to, size);
    }

private:
    template <class Word>
    void load(std::string_view s) {
        auto* to = reinterpret_cast<char*>(&block);
        std::memcpy(to, s.data(), sizeof(Word));
        std::memcpy(to + sizeof(Word), s.data() + s.size() - sizeof(Word), sizeof(Word));
    }
    template <class Word>
    void store(char* to, std::size_t size) const {
        const auto* from = reinterpret_cast<const char*>(&block);
        std::memcpy(to, from, sizeof(Word));
        std::memcpy(to + size - sizeof(Word), from + sizeof(Word), sizeof(Word));
    }
};

template <bool quotes>
char* escaped_bytes(std::string_view s, char* to) {
    const auto& table = quotes ? attribute_escapes : text_escapes;
    for (char c : s) {
        if (const char* escape = table[static_cast<unsigned char>(c)]) {
            while (*escape) *to++ = *escape++;
        } else {
            *to++ = c;
        }
    }
    return to;
}

}  // namespace

template <bool quotes>
void Writer::escape(std::string_view s) {
    constexpr std::size_t longest = 6;  // "&quot;"
    if (static_cast<std::size_t>(end_ - at_) < longest * s.size()) grow(longest * s.size());
    char* to = at_;
    for (Block block; s.size() >= sizeof block; s.remove_prefix(sizeof block)) {
        std::memcpy(&block, s.data(), sizeof block);
        if (is_plain<quotes>(block)) {
            std::memcpy(to, &block, sizeof block);
            to += sizeof block;
        } else {
            to = escaped_bytes<quotes>(s.substr(0, sizeof block), to);
        }
    }
    if (!s.empty()) {
        if (const Short rest(s); is_plain<quotes>(rest.block)) {
            rest.write(to, s.size());
            to += s.size();
        } else {
            to = escaped_bytes<quotes>(s, to);
        }
    }
    at_ = to;
}

void Writer::text(std::string_view s) { escape<false>(s); }
void Writer::attribute(std::string_view s) { escape<true>(s); }
void Writer::url(std::string_view s) { escape<true>(is_safe_url(s) ? s : "#"); }

// Browsers drop control characters and leading spaces before they look for the scheme (WHATWG URL 4.4), so neither is let through.
bool is_safe_url(std::string_view url) {
    std::size_t i = 0;
    for (Block block; i + sizeof block <= url.size(); i += sizeof block) {
        std::memcpy(&block, url.data() + i, sizeof block);
        if (any((block < 0x20) | (block == 0x7F))) return false;
    }
    for (; i < url.size(); ++i)
        if (auto c = static_cast<unsigned char>(url[i]); c < 0x20 || c == 0x7F) return false;
    if (url.starts_with(' ')) return false;
    if (url.starts_with('/')) return true;
    auto end = url.find_first_of(":/?#");
    if (end == std::string_view::npos || url[end] != ':') return true;
    for (std::string_view scheme : {"http", "https", "mailto", "tel", "geo", "sms"})
        if (equals_lower(url.substr(0, end), scheme)) return true;
    return false;
}

Html escaped(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    append_escaped(out, s, text_escapes);
    return Html::trusted(std::move(out));
}

std::string_view language_by_script(std::string_view text) {
    std::size_t cyrillic = 0, other = 0;
    for (unsigned char byte : text) {
        if (byte >= 0xD0 && byte <= 0xD3) ++cyrillic;  // leads U+0400 to U+04FF
        else if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= 0xC3 && byte <= 0xC9)) ++other;
    }
    return cyrillic > other ? "ru" : "";
}

// An empty line parts paragraphs, a single line end is <br>.
Html paragraphs(std::string_view plain) {
    std::string out;
    bool open = false;
    int ends = 0;
    const std::string begin = language_by_script(plain).empty() ? "<p>" : "<p lang=\"" + std::string(language_by_script(plain)) + "\">";
    while (!plain.empty()) {
        auto end = plain.find('\n');
        std::string_view line = plain.substr(0, end);
        plain = end == std::string_view::npos ? std::string_view{} : plain.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) {
            ++ends;
            continue;
        }
        if (open && ends > 0) out += "</p>\n" + begin;
        else out += open ? "<br>\n" : begin;
        open = true;
        ends = 0;
        append_escaped(out, line, text_escapes);
    }
    if (open) out += "</p>\n";
    return Html::trusted(std::move(out));
}

std::string Frame::path_in(Language other) const {
    std::string out = "/";
    out += code(other);
    return out + path + query;
}

std::string Frame::to(std::string_view target) const {
    std::string out = "/";
    out += code(language);
    return out.append(target);
}

}  // namespace raekoda::view
