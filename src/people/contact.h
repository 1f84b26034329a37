// How contact data are written the same way, so that the same person is found again. Pure.
#pragma once
#include <string>
#include <string_view>

namespace raekoda::people {

bool is_email(std::string_view);                    // Mailbox of RFC 5321 §4.1.2 with a dot-string and a domain of two labels or more
std::string normalised_email(std::string_view);     // lower case
std::string normalised_phone(std::string_view);     // digits with the country's code, 372 when none was given; empty: no digits

}  // namespace raekoda::people
