// Bank account numbers (ISO 13616). Pure arithmetic: a valid IBAN need not be an account.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace raekoda {

// How long the IBANs of a country are, its code in upper case; 0: a country without IBANs.
std::size_t iban_length(std::string_view country);
// Without spaces, either case: the country's length and the check by mod 97.
bool is_valid_iban(std::string_view);
// As people type it: spaces and hyphens go, letters become upper case; nullopt when it is not valid then.
std::optional<std::string> typed_iban(std::string_view);
// In groups of four, as it is printed: "EE38 2200 2210 2014 5685".
std::string grouped_iban(std::string_view iban);

}  // namespace raekoda
