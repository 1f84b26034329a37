#include "people/personal_data.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

// 0: leave the character out.
char32_t normalised(char32_t code) {
    if (code >= 0xFF10 && code <= 0xFF19) return code - 0xFF10 + U'0';
    if (code == 0xFF20) return U'@';
    if (code == 0xAD || (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF) return 0;
    if (code == U'\t' || code == 0xA0 || code == 0x202F || code == 0x205F || code == 0x3000 || (code >= 0x2000 && code <= 0x200A)) return U' ';
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) return U'-';
    if (code == 0x2019 || code == 0x2BC) return U'\'';
    if (code == 0x2028 || code == 0x2029 || code == U'\r') return U'\n';
    return code;
}

void append_utf8(std::string& out, char32_t code) {
    char bytes[4];
    int length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(code));
    out.append(bytes, static_cast<std::size_t>(length));
}

}  // namespace

bool ScannedText::is_letter(std::size_t index) const { return index < code.size() && u_isalpha(static_cast<UChar32>(code[index])); }

ScannedText::ScannedText(std::string_view utf8) {
    auto length = static_cast<std::int64_t>(utf8.size());
    code.reserve(utf8.size());
    for (std::int64_t i = 0; i < length;) {
        auto start = i;
        UChar32 point = 0;
        U8_NEXT(utf8.data(), i, length, point);
        char32_t made = normalised(point < 0 ? 0xFFFD : static_cast<char32_t>(point));
        if (made == 0) continue;
        code.push_back(made);
        low.push_back(static_cast<char32_t>(u_tolower(static_cast<UChar32>(made))));
        byte_begin.push_back(static_cast<std::size_t>(start));
        byte_end.push_back(static_cast<std::size_t>(i));
    }
    taken.assign(code.size(), false);
    in_link.assign(code.size(), false);
    for (std::size_t i = 0; i < code.size();) {
        bool starts_link = (i == 0 || !is_word_part(i - 1)) &&
                           (starts_with(i, U"http://") || starts_with(i, U"https://") || starts_with(i, U"www."));
        if (starts_link) {
            for (; i < code.size() && code[i] != U' ' && code[i] != U'\n'; ++i) in_link[i] = true;
        } else {
            ++i;
        }
    }
    for (std::size_t i = 0; i < code.size();) {
        auto start = i;
        if (is_digit(i)) {
            while (is_digit(i)) ++i;
            digits.push_back({start, i});
        } else if (is_letter(i)) {
            Word word{start, start, {}};
            while (is_letter(i) || ((at(i) == U'-' || at(i) == U'\'') && is_letter(i + 1))) append_utf8(word.lower, low[i++]);
            word.end = i;
            words.push_back(std::move(word));
        } else {
            ++i;
        }
    }
}

bool ScannedText::is_free(std::size_t begin, std::size_t end) const {
    for (auto i = begin; i < end; ++i) {
        if (taken[i]) return false;
    }
    return true;
}

void ScannedText::take(std::size_t begin, std::size_t end, PersonalDataKind kind) {
    for (auto i = begin; i < end; ++i) taken[i] = true;
    spans.push_back({byte_begin[begin], byte_end[end - 1], kind});
}

bool ScannedText::starts_with(std::size_t index, std::u32string_view lower_text) const {
    if (index > low.size() || low.size() - index < lower_text.size()) return false;
    for (std::size_t i = 0; i < lower_text.size(); ++i) {
        if (low[index + i] != lower_text[i]) return false;
    }
    return true;
}

std::size_t ScannedText::first_word_from(std::size_t index) const {
    auto found = std::lower_bound(words.begin(), words.end(), index, [](const Word& word, std::size_t at) { return word.begin < at; });
    return static_cast<std::size_t>(found - words.begin());
}

bool is_in(std::string_view lower_word, const std::vector<std::string_view>& list) {
    for (auto entry : list) {
        if (entry.ends_with('*') ? lower_word.starts_with(entry.substr(0, entry.size() - 1)) : lower_word == entry) return true;
    }
    return false;
}

bool ScannedText::word_before(std::size_t index, std::size_t count, const std::vector<std::string_view>& list) const {
    constexpr std::size_t reach = 60;
    auto floor = index > reach ? index - reach : 0;
    for (auto i = index; i > floor; --i) {
        if (code[i - 1] == U'\n') floor = i;
    }
    for (auto word = first_word_from(index); word > 0 && count > 0; --word, --count) {
        if (words[word - 1].begin < floor) return false;
        if (is_in(words[word - 1].lower, list)) return true;
    }
    return false;
}

bool ScannedText::word_after(std::size_t index, std::size_t count, const std::vector<std::string_view>& list) const {
    constexpr std::size_t reach = 60;
    auto word = first_word_from(index);
    for (auto i = index; word < words.size() && count > 0; ++word, --count) {
        if (words[word].begin > index + reach) return false;
        for (; i < words[word].begin; ++i) {
            if (code[i] == U'\n') return false;
        }
        if (is_in(words[word].lower, list)) return true;
    }
    return false;
}

std::vector<PersonalDataSpan> find_personal_data(std::string_view utf8, const PublicContacts& contacts) {
    ScannedText text(utf8);
    // The surest first: what one scanner took, the next leaves alone.
    scan_codes_and_accounts(text);
    scan_emails(text, contacts);
    scan_phones(text, contacts);
    scan_number_plates(text);
    scan_names(text, contacts);
    std::sort(text.spans.begin(), text.spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    return std::move(text.spans);
}

std::string covered_text_key(PersonalDataKind kind) {
    constexpr std::array keys = {"personal_code", "iban", "payment_card", "email", "phone", "number_plate", "name"};
    return std::string("people.covered_") + keys[static_cast<std::size_t>(kind)];
}

std::vector<TextSegment> text_segments(std::string_view utf8, const std::vector<PersonalDataSpan>& spans) {
    std::vector<TextSegment> segments;
    std::size_t at = 0;
    for (const auto& span : spans) {
        if (span.begin < at || span.end <= span.begin || span.end > utf8.size()) continue;
        if (span.begin > at) segments.push_back({utf8.substr(at, span.begin - at), std::nullopt});
        segments.push_back({utf8.substr(span.begin, span.end - span.begin), span.kind});
        at = span.end;
    }
    if (at < utf8.size()) segments.push_back({utf8.substr(at), std::nullopt});
    return segments;
}

std::string covered(std::string_view utf8, const std::vector<PersonalDataSpan>& spans,
                    const std::function<std::string(PersonalDataKind)>& mark) {
    std::string out;
    for (const auto& segment : text_segments(utf8, spans)) {
        if (segment.kind) {
            out += mark(*segment.kind);
        } else {
            out += segment.text;
        }
    }
    return out;
}

}  // namespace raekoda::people
