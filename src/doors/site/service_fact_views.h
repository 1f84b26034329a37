// What officials see of the facts of a service, the words of its decisions and its examples.
#pragma once
#include <string>
#include <vector>

#include "doors/site/model_views.h"
#include "doors/site/service_desk_views.h"

namespace raekoda::doors::site {

struct FactRow {
    enum class Kind { line, words, tick, choice, several, texts, which } kind = Kind::line;
    view::Field field;                  // which: its choice
    std::vector<view::Option> options;
    view::Field amount;                 // which
    TextGroup texts;
    bool checked = false;               // tick
};
struct FactEntryView {
    std::string heading, anchor, remove;  // remove: value of the button; empty: none
    std::vector<FactRow> rows;
    std::vector<std::string> problems;
};
struct FactSectionView {
    std::string heading, lead, anchor, add, add_text;  // add: value of the button; empty: none
    std::vector<FactEntryView> entries;
    std::vector<std::string> problems;
};
struct SharedLetterView {
    std::string name, use;
    std::vector<std::string> texts;
};
struct ServiceFactsPage {
    std::string id, name, post_url, seen;
    EditHead head;
    bool may_begin = false;                   // there is nothing yet, and a button begins it
    std::vector<FactSectionView> sections;
    std::vector<view::ProblemView> wrong;     // of what is saved
    std::vector<view::Link> previews;         // of letters, in each language
    std::vector<SharedLetterView> shared;     // words of all services that are used beside its own
};

struct ExampleLineView {
    std::string name, url, on, shared;        // shared: whose it is, in words; empty: the municipality's own
    bool right = true;
    std::vector<std::string> differences;     // what was expected and what came
};
struct FormExampleView {
    std::string id, name, url;                // url: the form to try with its answers
    std::vector<std::string> problems;        // what does not come true
};
struct ServiceExamplesPage {
    std::string id, name, done, new_url, model_url, run_text, try_url, post_url, seen;
    std::vector<ExampleLineView> decisions;
    std::vector<FormExampleView> forms;
    std::vector<view::ProblemView> problems;
    bool has_model = false, has_form = false;
};
struct ExpectedView {
    view::Field check;                        // whether the example says anything of it
    bool checked = false;
    std::vector<FactField> fields;
    std::string came;                         // what the model says of these facts; empty: not tried
    bool differs = false;
};
struct ServiceExamplePage {
    std::string id, name, heading, post_url, list_url, seen, note;
    TextGroup title;
    view::Field day;
    std::vector<FactField> facts;
    std::vector<ExpectedView> results;
    std::vector<view::ProblemView> problems;
    MeanwhileView meanwhile;
    bool may_remove = false;
    std::string copy_url;
};

}  // namespace raekoda::doors::site
