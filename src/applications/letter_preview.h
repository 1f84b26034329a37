// What officials see who read the words of a decision that are being written, with sample facts in them.
#pragma once
#include <string>
#include <vector>

#include "people/visit.h"
#include "services/service_register.h"
#include "view/components.h"

namespace raekoda::applications {

struct LetterPart {
    std::string heading, text;
};
struct LetterPreview {
    std::string name, service_url, letters_url, url, faults;
    view::Field example, outcome;
    std::vector<view::Option> examples, outcomes;  // examples may be empty: the service decides by no model
    std::string language;                          // of the words: "ru"
    std::string title;                             // of the letter; empty: there is none for the outcome
    std::vector<LetterPart> parts;
};

void add_letter_preview_pages(people::Reception&, const services::ServiceRegister&);

}  // namespace raekoda::applications
