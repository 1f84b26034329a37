// Codes that the state gives: personal codes (isikukood, EVS 585) and registry codes of bodies and companies (registrikood). Pure arithmetic:
// a code that is well formed need not have been given to anybody; only the registers know that.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace raekoda {

enum class Sex { female, male };

// What an eleven-digit personal code says by itself: GYYMMDDSSSC, G giving century and sex, C a check digit.
struct PersonalCode {
    std::string digits;
    Date birth_date;
    Sex sex = Sex::female;
};
// Exactly eleven digits with a real date (1800 to 2199) and the right check digit; nullopt otherwise.
std::optional<PersonalCode> read_personal_code(std::string_view eleven_digits);
// As people type it: spaces and hyphens go, "EE" in front too.
std::optional<PersonalCode> typed_personal_code(std::string_view);
bool is_valid_personal_code(std::string_view eleven_digits);

// Exactly eight digits, not beginning with 0, with the right check digit.
bool is_valid_registry_code(std::string_view eight_digits);

// Subjects, as the state's services write them: "EE" and a personal code, or "EE" and a registry code.
inline constexpr std::string_view subject_country = "EE";
std::string subject_of_code(std::string_view code);                    // "EE" + code
std::optional<PersonalCode> personal_code_of_subject(std::string_view subject);  // nullopt: a company, a foreigner, or not well formed
bool is_company_subject(std::string_view subject);

// Whole years lived on a day; negative before the birth. Somebody born on 29 February grows older on 1 March of common years.
int age_on(Date birth, Date day);

}  // namespace raekoda
