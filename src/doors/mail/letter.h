// What a letter says, before it is a message: texts of locale/<lang>/mail.json put together with what is known of the report.
#pragma once
#include <string>
#include <vector>

#include "cases/cases.h"
#include "services/services.h"
#include "view/view.h"

namespace raekoda::doors::mail {

struct Paragraph {
    enum class Kind { words, quote, link, small } kind = Kind::words;
    std::string text;
    std::string url;  // of a link
};
struct Letter {
    view::Language language = view::Language::et;
    std::string subject;
    std::vector<Paragraph> paragraphs;
};

struct LetterFacts {
    const services::Municipality& municipality;
    const cases::ReportView& report;
    const cases::Happening* happening = nullptr;  // whose words it carries
    std::string other_number;                     // of a merge or split
    std::string link, link_number;                // the private page, and of which report it is
    bool follower = false;
};

// The letters there are: received, joined, asked, answered, closed, reopened, merged, split, withdrawn.
bool is_letter(std::string_view name);
Letter compose(std::string_view name, view::Language, const LetterFacts&);

// To somebody who wants to log in by e-mail; `url` is the link.
Letter sign_in_link_letter(view::Language, const services::Municipality&, const std::string& url);

std::string plain_text(const Letter&);
std::string html_text(const Letter&);

}  // namespace raekoda::doors::mail
