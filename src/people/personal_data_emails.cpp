// E-mail addresses, also written around filters: mari (at) example.ee, mari ät example.ee, mari собака example.ru.
#include "base/text.h"
#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_local = 64;    // RFC 5321 4.5.3.1.1
constexpr std::size_t longest_domain = 255;  // RFC 5321 4.5.3.1.2

bool is_local_part(const ScannedText& text, std::size_t index) {
    if (text.is_word_part(index)) return true;
    switch (text.at(index)) {
        case U'.': case U'_': case U'-': case U'+': case U'%': case U'\'': case U'=': case U'&': return true;
        default: return false;
    }
}

// Where the local part that ends at `end` begins; `end` when there is none.
std::size_t local_begin(const ScannedText& text, std::size_t end) {
    auto begin = end;
    while (begin > 0 && end - begin < longest_local && is_local_part(text, begin - 1)) --begin;
    while (begin < end && !text.is_word_part(begin)) ++begin;
    return begin;
}

// A dot, or one written out: "(dot)", "[dot]", "(punkt)", " punkt ", " dot ", " точка ". Returns its length, or 0.
std::size_t dot_at(const ScannedText& text, std::size_t index, bool written_out) {
    if (text.at(index) == U'.') return 1;
    if (!written_out) return 0;
    for (std::u32string_view form : {U" (dot) ", U"(dot)", U"[dot]", U" (punkt) ", U"(punkt)", U"[punkt]", U" punkt ", U" dot ", U" точка "}) {
        if (text.starts_with(index, form)) return form.size();
    }
    return 0;
}

// Where the domain that begins at `begin` ends; 0 when it is none. The last label has two letters or more and nothing else.
std::size_t domain_end(const ScannedText& text, std::size_t begin, bool written_out) {
    std::size_t good = 0;
    auto i = begin;
    bool first = true;
    while (i < text.size() && i - begin < longest_domain) {
        auto label = i;
        bool letters = true;
        while (text.is_word_part(i) || (text.at(i) == U'-' && i > label && text.is_word_part(i + 1))) {
            if (text.at(i) == U'-' && !first && letters && i - label >= 2) good = i;  // example.ee-le: a case ending
            letters = letters && text.is_letter(i);
            if (++i - begin > longest_domain) return good;
        }
        if (i == label) break;
        if (!first && letters && i - label >= 2) good = i;
        first = false;
        auto dot = dot_at(text, i, written_out);
        if (dot == 0) break;
        i += dot;
    }
    return good;
}

bool is_public(const ScannedText& text, std::size_t local, std::size_t local_end, std::size_t domain, std::size_t end, const PublicContacts& contacts) {
    std::string address;
    for (auto i = local; i < local_end; ++i) address += text.low[i] < 128 ? static_cast<char>(text.low[i]) : '?';
    address += '@';
    for (auto i = domain; i < end; ++i) address += text.low[i] < 128 ? static_cast<char>(text.low[i]) : '?';
    for (const auto& entry : contacts.emails) {
        auto lower_entry = ascii_lower(entry);
        if (lower_entry.starts_with('@') ? address.ends_with(lower_entry) : address == lower_entry) return true;
    }
    return false;
}

// How the sign is written at `index`: its length, or 0. `certain` is false for forms that are also plain words.
std::size_t sign_at(const ScannedText& text, std::size_t index, bool& certain) {
    certain = true;
    for (std::u32string_view form : {U"@", U" @ ", U" (at) ", U"(at)", U" [at] ", U"[at]", U" {at} ", U"{at}", U" (ät) ", U"(ät)", U" [ät] ", U"[ät]", U" ät ",
                                     U" ätt ", U" собака ", U" (собака) ", U"(собака)"}) {
        if (text.starts_with(index, form)) return form.size();
    }
    certain = false;
    return text.starts_with(index, U" at ") ? 4 : 0;
}

}  // namespace

void scan_emails(ScannedText& text, const PublicContacts& contacts) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        auto c = text.code[i];
        if (c != U'@' && c != U' ' && c != U'(' && c != U'[' && c != U'{') continue;
        bool certain = false;
        auto sign = sign_at(text, i, certain);
        if (sign == 0) continue;
        bool plain = sign == 1;
        auto domain = i + sign;
        auto end = domain_end(text, domain, !plain);
        if (end == 0) continue;
        auto begin = local_begin(text, i);
        if (begin == i || !text.is_free(begin, end)) continue;
        if (!certain) {
            // "look at example.ee" is a sentence; "mari.maasikas at example.ee" is an address.
            bool marked = false;
            bool lettered = false;
            for (auto k = begin; k < i; ++k) {
                marked = marked || text.is_digit(k) || text.code[k] == U'.' || text.code[k] == U'_';
                lettered = lettered || text.is_letter(k);
            }
            if (!marked || !lettered) continue;
        }
        if (is_public(text, begin, i, domain, end, contacts)) {
            // Public, but its parts must not look like something else to the next scanners.
            for (auto k = begin; k < end; ++k) text.in_link[k] = true;
            continue;
        }
        text.take(begin, end, PersonalDataKind::email);
        i = end - 1;
    }
}

}  // namespace raekoda::people
