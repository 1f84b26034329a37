// Letters about applications: that there is something to read or to do, and where. Nothing of the matter itself is in them.
#pragma once
#include "applications/applications.h"
#include "doors/mail/letter.h"

namespace raekoda::doors::mail {

struct ApplicationLetterFacts {
    const services::Municipality& municipality;
    std::string service;  // its name, in the language of the letter
    std::string number, link;
    bool guest = false;   // the link is private
    bool grave = false;   // a matter of grief: no service's name in the subject
    std::optional<Date> until;  // to answer by
};
bool is_application_letter(std::string_view name);
Letter compose(std::string_view name, view::Language, const ApplicationLetterFacts&);

}  // namespace raekoda::doors::mail
