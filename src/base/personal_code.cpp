#include "base/personal_code.h"

#include <span>

namespace raekoda {

namespace {

bool all_digits(std::string_view text) {
    for (char c : text) {
        if (c < '0' || c > '9') return false;
    }
    return true;
}

int weighted_rest(std::string_view digits, std::span<const int> weights) {
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    return sum % 11;
}

// Two rows of weights, the second only when the first gives 10; 10 again counts as 0.
int check_digit(std::string_view digits, std::span<const int> first, std::span<const int> second) {
    int check = weighted_rest(digits, first);
    return check == 10 ? weighted_rest(digits, second) % 10 : check;
}

}  // namespace

std::optional<PersonalCode> read_personal_code(std::string_view code) {
    if (code.size() != 11 || !all_digits(code) || code[0] < '1' || code[0] > '8') return std::nullopt;
    auto two = [&](std::size_t at) { return std::string(code.substr(at, 2)); };
    int century = 1800 + (code[0] - '1') / 2 * 100;
    auto birth = Date::from_iso(std::to_string(century / 100) + two(1) + "-" + two(3) + "-" + two(5));
    constexpr int first[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}, second[] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    if (!birth || check_digit(code, first, second) != code[10] - '0') return std::nullopt;
    return PersonalCode{std::string(code), *birth, (code[0] - '0') % 2 ? Sex::male : Sex::female};
}

std::optional<PersonalCode> typed_personal_code(std::string_view typed) {
    std::string digits;
    for (char c : typed) {
        if (c != ' ' && c != '-') digits += c;
    }
    std::string_view rest = digits;
    if (rest.size() == 13 && (rest[0] == 'E' || rest[0] == 'e') && (rest[1] == 'E' || rest[1] == 'e')) rest.remove_prefix(2);
    return read_personal_code(rest);
}

bool is_valid_personal_code(std::string_view code) { return read_personal_code(code).has_value(); }

bool is_valid_registry_code(std::string_view code) {
    if (code.size() != 8 || !all_digits(code) || code[0] == '0') return false;
    constexpr int first[] = {1, 2, 3, 4, 5, 6, 7}, second[] = {3, 4, 5, 6, 7, 8, 9};
    return check_digit(code, first, second) == code[7] - '0';
}

std::string subject_of_code(std::string_view code) { return std::string(subject_country) + std::string(code); }

std::optional<PersonalCode> personal_code_of_subject(std::string_view subject) {
    if (!subject.starts_with(subject_country)) return std::nullopt;
    return read_personal_code(subject.substr(subject_country.size()));
}

bool is_company_subject(std::string_view subject) {
    return subject.starts_with(subject_country) && is_valid_registry_code(subject.substr(subject_country.size()));
}

int age_on(Date birth, Date day) {
    int years = day.year - birth.year;
    bool before_birthday = day.month < birth.month || (day.month == birth.month && day.day < birth.day);
    return before_birthday ? years - 1 : years;
}

}  // namespace raekoda
