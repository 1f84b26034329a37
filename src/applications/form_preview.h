// What officials see who try a form that is being written.
#pragma once
#include "applications/apply_views.h"
#include "applications/form_fields.h"

namespace raekoda::applications {

struct FormPreview {
    std::string service, name, post_url, start_url;
    ApplyPage page;                     // as the resident will see it
    std::vector<AnswersOfPage> answers; // of the last step; empty: a page of questions
    std::vector<std::string> missing;   // what would still be asked before sending
    std::string typed, example;         // carried from page to page: nothing is kept here
    std::vector<view::Link> examples;   // to begin with the answers of an example
    std::vector<view::Link> languages;  // the same page with the same answers; url: where it is sent
    std::string seen;                   // version of the draft that the answers may be kept in, as an example
    std::vector<view::Field> names;     // of that example, et, en, ru; empty: it cannot be kept
    std::vector<view::ProblemView> problems;
    bool has_problems = false, can_send = false, at_end = false, may_go_back = false;
};

}  // namespace raekoda::applications
