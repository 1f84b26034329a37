// Numbers that prove themselves: personal codes, IBANs, payment cards.
#include "base/time.h"
#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

bool all_digits(std::string_view text) {
    for (char c : text) {
        if (c < '0' || c > '9') return false;
    }
    return true;
}

// ISO 13616 registry: country and length of its IBAN.
struct IbanLength {
    std::string_view country;
    std::size_t length;
};
constexpr IbanLength iban_lengths[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28},
    {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HN", 28}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20},
    {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28},
    {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24},
    {"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26},
    {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}, {"YE", 30},
};

std::size_t iban_length(char first, char second) {
    for (const auto& row : iban_lengths) {
        if (row.country[0] == first && row.country[1] == second) return row.length;
    }
    return 0;
}

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
    auto length = iban_length(first, second);
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

bool is_valid_personal_code(std::string_view code) {
    if (code.size() != 11 || !all_digits(code) || code[0] < '1' || code[0] > '8') return false;
    auto number = [&](std::size_t at) { return (code[at] - '0') * 10 + (code[at + 1] - '0'); };
    int year = 1800 + (code[0] - '1') / 2 * 100 + number(1);
    auto two = [](int value) { return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)}; };
    if (!Date::from_iso(std::to_string(year) + "-" + two(number(3)) + "-" + two(number(5)))) return false;
    // EVS 585: two rows of weights, the second only when the first gives 10.
    constexpr int first[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    constexpr int second[] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    auto rest = [&](const int(&weights)[10]) {
        int sum = 0;
        for (std::size_t i = 0; i < 10; ++i) sum += (code[i] - '0') * weights[i];
        return sum % 11;
    };
    int check = rest(first);
    if (check == 10) check = rest(second) % 10;
    return check == code[10] - '0';
}

bool is_valid_iban(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34) return false;
    std::string upper;
    for (char c : iban) {
        auto letter = ascii_upper(static_cast<unsigned char>(c));
        if (letter == 0) return false;
        upper += letter;
    }
    if (iban_length(upper[0], upper[1]) != upper.size() || !all_digits(std::string_view(upper).substr(2, 2))) return false;
    int rest = 0;  // ISO 7064 MOD 97-10 over the number with its first four characters at the end
    for (std::size_t i = 0; i < upper.size(); ++i) {
        char c = upper[(i + 4) % upper.size()];
        rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

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
