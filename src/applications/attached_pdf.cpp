// A PDF as its readers go through it: objects anywhere in the file, so names are looked for in all of it, also in objects that lie deflated in
// streams. Every deflated stream is counted.
#include <algorithm>
#include <optional>

#include "applications/attached_content.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

constexpr std::size_t most_streams = 50'000;
constexpr std::int64_t most_pixels = 1'000'000'000;  // a drawing of A0 at 600 dpi has some 560 million

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool ends_name(char c) { return is_space(c) || std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

// Behind spaces and comments; npos behind more of them than anybody writes.
std::size_t behind_space(std::string_view text, std::size_t at) {
    constexpr std::size_t most = 256;
    const std::size_t end = std::min(text.size(), at + most);
    for (bool comment = false; at < end; ++at) {
        if (text[at] == '\n' || text[at] == '\r') comment = false;
        else if (text[at] == '%') comment = true;
        else if (!comment && !is_space(text[at])) return at;
    }
    return end == text.size() ? end : std::string_view::npos;
}

int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

struct Name {
    std::string text;  // #xx read
    std::size_t from = 0, behind = 0;
};
// The next name at or after `at`; longer than any that matters, it is cut.
std::optional<Name> next_name(std::string_view text, std::size_t at) {
    constexpr std::size_t longest = 64;
    const std::size_t slash = text.find('/', at);
    if (slash == text.npos) return std::nullopt;
    Name name{{}, slash, slash + 1};
    while (name.behind < text.size() && !ends_name(text[name.behind]) && name.text.size() < longest) {
        char c = text[name.behind++];
        if (c == '#' && name.behind + 1 < text.size() && hex_digit(text[name.behind]) >= 0 && hex_digit(text[name.behind + 1]) >= 0) {
            c = static_cast<char>(hex_digit(text[name.behind]) * 16 + hex_digit(text[name.behind + 1]));
            name.behind += 2;
        }
        name.text += c;
    }
    return name;
}

// What starts something is an action: /S /JavaScript, /S /Launch; or an object that is such a name, referred to. What needs a password says /Encrypt.
ContentFault fault_of_names(std::string_view text) {
    Name before;
    for (std::size_t at = 0;;) {
        auto name = next_name(text, at);
        if (!name) return ContentFault::none;
        at = name->behind;
        // What stands far behind stands there to be missed.
        if (before.text == "S" && name->from > before.behind && behind_space(text, before.behind) == std::string_view::npos) return ContentFault::damaged;
        if (name->text == "JavaScript" || name->text == "Launch") {
            const bool kind_of_action = before.text == "S" && behind_space(text, before.behind) == name->from;
            std::size_t front = name->from;
            while (front > 0 && is_space(text[front - 1])) --front;
            if (kind_of_action || text.substr(0, front).ends_with("obj")) return ContentFault::program;
        }
        if (name->text == "Encrypt") {
            const std::size_t value = behind_space(text, at);
            if (value == std::string_view::npos) return ContentFault::damaged;
            if (value < text.size() && (text.substr(value, 2) == "<<" || (text[value] >= '0' && text[value] <= '9'))) return ContentFault::locked;
        }
        before = std::move(*name);
    }
}

struct Dictionary {
    int deflated = 0;  // how many times over
    bool lzw = false, holds_objects = false, in_hex = false, in_85 = false;
    std::int64_t width = 0, height = 0;
};
Dictionary dictionary_of(std::string_view text) {
    Dictionary found;
    for (auto name = next_name(text, 0); name; name = next_name(text, name->behind)) {
        auto number = [&] {
            const std::size_t from = behind_space(text, name->behind);
            if (from == std::string_view::npos) return std::int64_t{0};
            std::size_t to = from;
            while (to < text.size() && text[to] >= '0' && text[to] <= '9') ++to;
            return parse_integer(text.substr(from, to - from)).value_or(0);
        };
        if (name->text == "FlateDecode" || name->text == "Fl") ++found.deflated;
        else if (name->text == "LZWDecode" || name->text == "LZW") found.lzw = true;
        else if (name->text == "ASCIIHexDecode" || name->text == "AHx") found.in_hex = true;
        else if (name->text == "ASCII85Decode" || name->text == "A85") found.in_85 = true;
        else if (name->text == "ObjStm") found.holds_objects = true;
        else if (name->text == "Width") found.width = number();
        else if (name->text == "Height") found.height = number();
    }
    return found;
}

bool looks_deflated(std::string_view bytes) {
    if (bytes.size() < 2) return false;
    const unsigned first = static_cast<unsigned char>(bytes[0]), second = static_cast<unsigned char>(bytes[1]);
    return (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
}

// What was written in letters (7.4.2, 7.4.3), up to its end mark or to what is no such letter.
std::string from_letters(std::string_view text, bool hex) {
    const std::uint32_t base = hex ? 16 : 85;
    const int group = hex ? 2 : 5, bytes = hex ? 1 : 4;
    std::string out;
    std::uint32_t value = 0;
    int count = 0;
    auto put = [&](int keep) {
        for (int i = 0; i < keep; ++i) out += static_cast<char>(value >> (8 * (bytes - 1 - i)) & 0xff);
        value = 0, count = 0;
    };
    for (char c : text) {
        if (is_space(c)) continue;
        if (!hex && c == 'z' && count == 0) {
            out.append(4, '\0');
            continue;
        }
        const int digit = hex ? hex_digit(c) : c >= '!' && c <= 'u' ? c - '!' : -1;
        if (digit < 0) break;
        value = value * base + static_cast<std::uint32_t>(digit);
        if (++count == group) put(bytes);
    }
    if (count > 1 && !hex) {
        const int keep = count - 1;
        for (int i = count; i < group; ++i) value = value * base + (base - 1);
        put(keep);
    }
    return out;
}

// `before`: what stands behind the beginning of the stream before; each byte is looked at once, however many streams there are.
ContentFault fault_of_stream(std::string_view before, std::string_view rest, UnpackBudget& budget) {
    const std::size_t object = before.rfind("obj");
    const bool cut_off = object == before.npos;  // the word stands inside of a dictionary: what kind of stream it is remains unknown
    const auto dictionary = dictionary_of(cut_off ? before : before.substr(object));
    constexpr std::int64_t longest_side = 10'000'000;
    if (dictionary.width > longest_side || dictionary.height > longest_side || dictionary.width * dictionary.height > most_pixels) return ContentFault::too_much;
    // Twice over multiplies twice; the old packing is not counted here. Programs of today write neither.
    if (dictionary.deflated > 1 || (dictionary.in_hex && dictionary.in_85)) return ContentFault::too_much;
    if (dictionary.lzw) return ContentFault::damaged;
    std::string letters;
    if (dictionary.in_hex || dictionary.in_85) {
        constexpr std::size_t dearer = 4;  // than unpacking, byte for byte
        letters = from_letters(rest, dictionary.in_hex);
        if (letters.size() > budget.bytes / dearer) return ContentFault::too_much;
        budget.bytes -= dearer * letters.size();
        rest = letters;
    }
    if (dictionary.deflated == 0 && !looks_deflated(rest)) return ContentFault::none;
    const std::size_t most = dictionary.holds_objects ? most_kept : budget.bytes;
    const bool speaks = dictionary.holds_objects || cut_off;
    auto out = unpack(rest, Deflated::zlib, budget, most, speaks ? most_kept : 0);
    if (out.fault == ContentFault::too_much) return out.fault;
    // A stream that is cut short shows less in a reader; that is no harm. What came out of it still speaks.
    return speaks ? fault_of_names(out.kept) : ContentFault::none;
}

}  // namespace

ContentFault fault_of_pdf(std::string_view bytes, UnpackBudget& budget) {
    if (ends_as_archive(bytes)) return ContentFault::damaged;
    if (auto fault = fault_of_names(bytes); fault != ContentFault::none) return fault;
    constexpr std::string_view mark = "stream";
    std::size_t streams = 0, seen = 0;
    for (std::size_t at = bytes.find(mark); at != bytes.npos; at = bytes.find(mark, at + mark.size())) {
        std::size_t content = at + mark.size();
        if (content < bytes.size() && bytes[content] == '\r') ++content;
        if (content < bytes.size() && bytes[content] == '\n') ++content;
        if (content == at + mark.size() || (at >= 3 && bytes.substr(at - 3, 3) == "end")) continue;
        if (++streams > most_streams) return ContentFault::too_much;
        if (auto fault = fault_of_stream(bytes.substr(seen, at - seen), bytes.substr(content), budget); fault != ContentFault::none) return fault;
        seen = at + mark.size();
    }
    return ContentFault::none;
}

}  // namespace raekoda::applications
