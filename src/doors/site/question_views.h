// What officials see of the questions of a form.
#pragma once
#include <string>
#include <vector>

#include "doors/site/service_desk_views.h"

namespace raekoda::doors::site {

struct QuestionRow {
    std::string id, label, url, key;
    int depth = 0;
    std::vector<view::TagView> tags;
    std::vector<std::string> problems;
    bool may_up = false, may_down = false;
};
struct QuestionPageView {
    std::string title;  // of the page; empty: the form has no pages
    std::vector<QuestionRow> rows;
};
struct ServiceQuestionsPage {
    std::string id, name, post_url, seen, texts_url, try_url;
    EditHead head;
    std::vector<QuestionPageView> pages;
    std::vector<std::string> problems;  // of the form as a whole
    view::Field type, after;
    std::vector<view::Option> types, places;
};

struct PropertyField {
    enum class Kind { line, words, tick, choice, when } kind = Kind::line;
    view::Field field;                  // when: its choice
    std::vector<view::Option> options;
    view::Field feel;                   // when
    bool checked = false;               // tick
};
struct ChoiceRow {
    view::Field value;
    std::vector<view::Field> labels;    // et, en, ru
};
struct QuestionUseRow {
    std::string text;
    view::Link link;                    // url empty: none
};
struct ServiceQuestionPage {
    std::string id, name, post_url, list_url, try_url, seen;
    EditHead head;
    std::vector<std::string> wrong;           // with the question as a whole
    view::Field type, inside;
    std::vector<view::Option> types, insides;
    std::vector<TextGroup> texts, more_texts; // more: those that a question can do without and has not
    std::string choices_heading;              // empty: it has no options
    std::vector<ChoiceRow> choices;
    std::vector<PropertyField> first, more;
    bool more_open = false, more_texts_open = false, asks_removal = false;
    std::vector<QuestionUseRow> uses;
    std::vector<LabelledText> names;          // that conditions may speak of: name, what it is, its options
};

}  // namespace raekoda::doors::site
