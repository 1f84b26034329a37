#include "base/text.h"

#include <map>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>
#include <cstring>

namespace raekoda {

namespace {

// The code point at `position`, moved past it; negative for an ill-formed sequence.
UChar32 next_code_point(std::string_view text, int32_t& position) {
    UChar32 c;
    U8_NEXT(text.data(), position, static_cast<int32_t>(text.size()), c);
    return c;
}

void append_code_point(std::string& out, UChar32 c) {
    char buffer[U8_MAX_LENGTH];
    int32_t length = 0;
    UBool failed = false;
    U8_APPEND(buffer, length, U8_MAX_LENGTH, c, failed);
    if (!failed) out.append(buffer, static_cast<std::size_t>(length));
}

// What nobody sees: direction overrides, soft hyphens, byte order marks. Emoji and many scripts need their joiners and tags.
bool is_invisible(UChar32 c) {
    if (c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F)) return false;
    return u_charType(c) == U_FORMAT_CHAR && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

constexpr char base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char base64url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string in_base64(std::string_view bytes, const char* alphabet, bool padded) {
    std::string out((bytes.size() + 2) / 3 * 4, '=');
    const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
    char* to = out.data();
    std::size_t left = bytes.size();
    for (; left >= 3; left -= 3, in += 3) {
        *to++ = alphabet[in[0] >> 2];
        *to++ = alphabet[(in[0] & 3) << 4 | in[1] >> 4];
        *to++ = alphabet[(in[1] & 15) << 2 | in[2] >> 6];
        *to++ = alphabet[in[2] & 63];
    }
    if (left > 0) {
        *to++ = alphabet[in[0] >> 2];
        *to++ = alphabet[(in[0] & 3) << 4 | (left == 2 ? in[1] >> 4 : 0)];
        if (left == 2) *to++ = alphabet[(in[1] & 15) << 2];
    }
    if (!padded) out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    for (int32_t i = 0; i < static_cast<int32_t>(text.size());)
        if (next_code_point(text, i) < 0) return false;
    return true;
}

std::size_t code_point_count(std::string_view text) {
    std::size_t count = 0;
    for (unsigned char c : text) count += (c & 0xC0) != 0x80;
    return count;
}

std::string first_code_points(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    while (end < text.size()) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && count-- == 0) break;
        ++end;
    }
    return std::string(text.substr(0, end));
}

std::string_view trimmed(std::string_view text) {
    int32_t begin = 0;
    while (begin < static_cast<int32_t>(text.size())) {
        int32_t next = begin;
        UChar32 c = next_code_point(text, next);
        if (c < 0 || !u_isUWhiteSpace(c)) break;
        begin = next;
    }
    int32_t end = static_cast<int32_t>(text.size());
    while (end > begin) {
        int32_t previous = end;
        UChar32 c;
        U8_PREV(text.data(), begin, previous, c);
        if (c < 0 || !u_isUWhiteSpace(c)) break;
        end = previous;
    }
    return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        std::size_t end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool equals_ignoring_ascii_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

std::string lower(std::string_view text) {
    std::string out;
    icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).toLower(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

std::string sort_key(std::string_view text, std::string_view language) {
    thread_local std::map<std::string, std::unique_ptr<icu::Collator>, std::less<>> collators;
    auto known = collators.find(language);
    if (known == collators.end()) {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale(std::string(language).c_str()), error));
        known = collators.emplace(std::string(language), U_SUCCESS(error) ? std::move(made) : nullptr).first;
    }
    if (!known->second) return lower(text);
    auto unicode = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    std::string key(static_cast<std::size_t>(known->second->getSortKey(unicode, nullptr, 0)), '\0');
    known->second->getSortKey(unicode, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<int>(key.size()));
    return key;
}

std::string first_letter(std::string_view text) {
    auto unicode = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    for (int i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1))
        if (UChar32 c = unicode.char32At(i); u_isalnum(c)) {
            std::string out;
            icu::UnicodeString(u_toupper(c)).toUTF8String(out);
            return out;
        }
    return {};
}

std::string folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeString source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).toLower(icu::Locale::getRoot());
    icu::UnicodeString parts = decompose->normalize(source, status);
    std::string out;
    for (int32_t i = 0; i < parts.length();) {
        UChar32 c = parts.char32At(i);
        i += U16_LENGTH(c);
        // й and ї are letters of their own in Cyrillic, but matching may treat them as their base letter.
        if (u_charType(c) != U_NON_SPACING_MARK) append_code_point(out, c);
    }
    return out;
}

std::vector<std::string> words(std::string_view text) {
    std::string lowered = lower(text);
    std::vector<std::string> out;
    std::string word;
    for (int32_t i = 0; i < static_cast<int32_t>(lowered.size());) {
        UChar32 c = next_code_point(lowered, i);
        if (c >= 0 && u_isalnum(c)) {
            append_code_point(word, c);
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) out.push_back(std::move(word));
    return out;
}

std::optional<std::string> clean_input(std::string_view text) {
    if (!is_valid_utf8(text)) return std::nullopt;
    std::string kept;
    kept.reserve(text.size());
    bool ascii = true;
    for (int32_t i = 0; i < static_cast<int32_t>(text.size());) {
        UChar32 c = next_code_point(text, i);
        if (c == '\r') {
            if (i < static_cast<int32_t>(text.size()) && text[static_cast<std::size_t>(i)] == '\n') continue;
            c = '\n';
        }
        if (c == 0x2028 || c == 0x2029) c = '\n';
        if (c >= 0x80) ascii = false;
        if (c == '\n' || c == '\t' || (u_charType(c) != U_CONTROL_CHAR && !is_invisible(c) && !U_IS_UNICODE_NONCHAR(c))) append_code_point(kept, c);
    }
    std::string_view content = trimmed(kept);
    if (ascii) return std::string(content);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString normal =
        compose->normalize(icu::UnicodeString::fromUTF8({content.data(), static_cast<int32_t>(content.size())}), status);
    if (U_FAILURE(status)) return std::nullopt;
    std::string out;
    normal.toUTF8String(out);
    return out;
}

std::string url_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char c : text) {
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~') {
            out += static_cast<char>(c);
        } else {
            out += '%';
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    return out;
}

std::optional<std::string> url_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (unsigned char c : bytes) {
        out += digits[c >> 4];
        out += digits[c & 15];
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high << 4 | low);
    }
    return out;
}

std::string base64(std::string_view bytes) { return in_base64(bytes, base64_alphabet, true); }
std::string base64url(std::string_view bytes) { return in_base64(bytes, base64url_alphabet, false); }

std::optional<std::string> from_base64url(std::string_view text) {
    std::string out;
    std::uint32_t group = 0;
    int bits = 0;
    for (char c : text) {
        const char* at = c ? std::strchr(base64url_alphabet, c) : nullptr;
        if (!at) return std::nullopt;
        group = group << 6 | static_cast<std::uint32_t>(at - base64url_alphabet);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(group >> bits & 255);
        }
    }
    return out;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace raekoda
