// Numbers that prove themselves: personal codes, IBANs, payment cards.
#include "base/iban.h"
#include "base/personal_code.h"
#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

char ascii_upper(char32_t code) {
    if (code >= U'a' && code <= U'z') return static_cast<char>(code - U'a' + U'A');
    if ((code >= U'A' && code <= U'Z') || (code >= U'0' && code <= U'9')) return static_cast<char>(code);
    return 0;
}

// ISO/IEC 7812-1 annex B.
bool has_luhn_check(std::string_view number) {
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        int digit = number[number.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool is_payment_card(std::string_view number) {
    if (!has_luhn_check(number)) return false;
    if (number.size() == 15) return number.starts_with("34") || number.starts_with("37");
    if (number.size() != 16) return false;
    auto start = (number[0] - '0') * 1000 + (number[1] - '0') * 100 + (number[2] - '0') * 10 + (number[3] - '0');
    return number[0] == '4' || (start >= 5100 && start <= 5599) || (start >= 2221 && start <= 2720);
}

// Tries the digits that begin with the group `first`, single spaces, hyphens or dots between them, up to `count` of them at a group's end.
// Returns the end of the last character, or 0.
std::size_t join_digits(const ScannedText& text, std::size_t first, std::size_t count, std::size_t most_groups, std::string& number) {
    number.clear();
    for (auto group = first; group < text.digits.size() && group < first + most_groups; ++group) {
        const auto& piece = text.digits[group];
        if (group > first) {
            auto gap = text.digits[group - 1].end;
            auto separator = text.at(gap);
            if (piece.begin != gap + 1 || (separator != U' ' && separator != U'-' && separator != U'.')) return 0;
        }
        if (number.size() + piece.end - piece.begin > count) return 0;
        for (auto i = piece.begin; i < piece.end; ++i) number += static_cast<char>(text.code[i]);
        if (number.size() == count) return piece.end;
    }
    return 0;
}

void scan_iban_at(ScannedText& text, std::size_t begin) {
    auto first = ascii_upper(text.at(begin));
    auto second = ascii_upper(text.at(begin + 1));
    if (!text.is_digit(begin + 2)) return;
    const char country[] = {first, second};
    auto length = iban_length(std::string_view(country, 2));
    if (length == 0) return;
    std::string iban;
    auto i = begin;
    for (; i < text.size() && iban.size() < length; ++i) {
        auto letter = ascii_upper(text.code[i]);
        if (letter != 0) {
            iban += letter;
        } else if ((text.code[i] != U' ' && text.code[i] != U'-') || ascii_upper(text.at(i + 1)) == 0) {
            return;
        }
    }
    if (!text.is_digit(i) && is_valid_iban(iban)) text.take(begin, i, PersonalDataKind::iban);
}

}  // namespace

void scan_codes_and_accounts(ScannedText& text) {
    for (std::size_t i = 0; i + 4 < text.size(); ++i) {
        if (text.is_letter(i) && text.is_letter(i + 1) && text.is_digit(i + 2) && (i == 0 || !text.is_word_part(i - 1))) scan_iban_at(text, i);
    }
    std::string number;
    for (std::size_t group = 0; group < text.digits.size(); ++group) {
        auto begin = text.digits[group].begin;
        auto found = [&](std::size_t end, PersonalDataKind kind) {
            if (end != 0 && text.is_free(begin, end)) text.take(begin, end, kind);
        };
        if (text.taken[begin]) continue;
        if (auto end = join_digits(text, group, 16, 4, number); end && is_payment_card(number)) found(end, PersonalDataKind::payment_card);
        if (auto end = join_digits(text, group, 15, 3, number); end && is_payment_card(number)) found(end, PersonalDataKind::payment_card);
        if (text.taken[begin]) continue;
        if (auto end = join_digits(text, group, 11, 5, number); end && is_valid_personal_code(number)) found(end, PersonalDataKind::personal_code);
    }
}

}  // namespace raekoda::people
