#include "base/iban.h"

namespace raekoda {

namespace {

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

// 0 when it is neither a letter nor a digit of ASCII.
char ascii_upper(char c) {
    if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '\0';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::size_t iban_length(std::string_view country) {
    for (const auto& row : iban_lengths) {
        if (row.country == country) return row.length;
    }
    return 0;
}

bool is_valid_iban(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34) return false;
    std::string upper;
    for (char c : iban) {
        char letter = ascii_upper(c);
        if (!letter) return false;
        upper += letter;
    }
    if (iban_length(std::string_view(upper).substr(0, 2)) != upper.size() || !is_digit(upper[2]) || !is_digit(upper[3])) return false;
    int rest = 0;  // ISO 7064 MOD 97-10 over the number with its first four characters at the end
    for (std::size_t i = 0; i < upper.size(); ++i) {
        char c = upper[(i + 4) % upper.size()];
        rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

std::optional<std::string> typed_iban(std::string_view typed) {
    std::string iban;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        char letter = ascii_upper(c);
        if (!letter || iban.size() == 34) return std::nullopt;
        iban += letter;
    }
    if (!is_valid_iban(iban)) return std::nullopt;
    return iban;
}

std::string grouped_iban(std::string_view iban) {
    std::string grouped;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += iban[i];
    }
    return grouped;
}

}  // namespace raekoda
