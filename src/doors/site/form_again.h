// A form that came too late or after a new login: what was typed is offered to be sent once more, so that nothing is lost.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "people/visit.h"

namespace raekoda::doors::site {

struct FormAgain {
    std::string action;                                      // where it was sent
    std::vector<std::pair<std::string, std::string>> fields; // as typed, without the token
    std::string login_url;                                   // their session is over; empty: it can be sent at once
    bool files_lost = false;
};
// nullopt: not surely from a page of ours (then nothing of it is offered), a script's, too large, or with a password in it.
std::optional<FormAgain> form_again(const people::Visit&);

}  // namespace raekoda::doors::site
