// What officials see when they look after the texts, values and questions of services.
#pragma once
#include <string>
#include <vector>

#include "doors/site/service_views.h"

namespace raekoda::doors::site {

struct ServiceRow {
    std::string name, url, id, version, origin;
    view::TagView state;
};
struct ServiceDeskPage {
    std::vector<ServiceRow> waiting, begun, rows;
    std::string done, begin_url;
};


struct ProblemLine {
    std::string where, text;
};
struct ChangeRow {
    std::string place, before, after;
};
struct ChangedFileView {
    std::string heading, path, text;  // text: what there is to say beside the rows
    std::vector<ChangeRow> rows;
};
struct HistoryRow {
    std::string version, from, what, note;
    std::string published, written, approved;  // when, by whom
    std::string changes_url;
    std::string sequence;      // when it can be taken back
    std::string roll_back;     // version; empty: it holds now, or is withdrawn
    bool withdrawn = false, in_force = false;
};
struct ExampleRow {
    std::string name, kind;
    bool right = true;
    std::string text;
};
struct ServiceDeskOne {
    std::string id, name, done, post_url, seen;
    view::TagView state;
    std::string state_text, note, answer, based_on_text;
    std::vector<view::ProblemView> problems;       // of what was just asked for
    std::vector<ProblemLine> missing;              // what hinders publishing
    std::vector<view::Link> edit;                  // texts, values, questions
    std::vector<view::Link> previews, tries;       // of the page, of the form
    bool may_add_form = false;
    std::vector<ExampleRow> examples;
    std::vector<ChangedFileView> changed;          // against what holds now
    bool has_draft = false, waiting = false, may_approve = false, may_submit = false;
    view::Field day, why, reply;
    std::vector<HistoryRow> history;
};

// One version against the one before it.
struct ServiceChangePage {
    std::string id, name;
    HistoryRow row;
    std::string text;  // what it is compared with, or why there is nothing to compare
    std::vector<ChangedFileView> files;
};

// What others did to a draft while somebody was writing in it.
struct MeanwhileView {
    bool there = false;
    std::vector<std::string> acts;     // who did what, when
    std::vector<std::string> changed;  // fields that they alone changed: they stand here as they are saved now
    std::vector<std::string> lost;     // what was typed where there is no place for it any more
};
struct EditHead {
    std::vector<view::Link> way;
    std::string heading, lead, done;
    std::vector<view::ProblemView> problems;
    MeanwhileView meanwhile;
    std::vector<view::Link> parts;     // the other pages of the same kind; url empty: this one
};

struct TextGroup {
    std::string heading, hint;
    std::vector<view::Field> fields;  // et, en, ru
    std::string remove;               // value of the button that takes the entry away; empty: none
    bool is_long = false, local = false;
};
struct TextSection {
    std::string heading, anchor, add;  // add: value of the button that adds an entry; empty: none
    std::vector<TextGroup> groups;
};
struct ServiceTextsPage {
    std::string id, name, post_url, seen, form_file_text;
    EditHead head;
    std::vector<TextSection> sections;
    std::string file_now;  // the file as somebody else saved it meanwhile; empty: nobody did
    std::string file_heading, file_lead, file_label, file_save;  // for experts: the file itself, form_file_text
};

struct ServiceBeginPage {
    std::string post_url;
    std::vector<view::ProblemView> problems;
    view::Field way, id, copied, common, themes, target_groups, form;
    std::vector<view::Option> ways, services, commons, all_themes, all_groups, forms;
    TextGroup name, summary;
};

struct ValueRow {
    std::string from, source;
    std::vector<LabelledText> values;
    bool confirmed = false, holds = false;
};
struct ServiceValuesPage {
    std::string id, name, post_url, seen;
    EditHead head;
    std::vector<ValueRow> rows;
    std::vector<view::Field> fields;
    view::Field day, source;
    bool confirmed = false;
    // Values of the service itself, not of a decision model: they can come and go.
    bool may_add = false, has_values = false;
    std::vector<view::Link> removable;  // what it is called; url: its name
    view::Field new_name, new_value, new_day, new_source;
    TextGroup new_label;
};

struct ServicePreviewPage {
    std::string id, name;
    ServicePage page;
    std::vector<ProblemLine> missing;
};

}  // namespace raekoda::doors::site
