// What the pages of residents' own data, mandates and acting show.
#pragma once
#include <string>
#include <vector>

#include "view/components.h"
#include "view/view.h"

namespace raekoda::people {

struct FactRowView {
    std::string label, value, source, obtained, purpose, kept, correct_url;
    bool disputed = false;
};
struct LookRow {
    std::string moment, moment_text, who, what;
    view::Link matter;  // which one it was about; empty: none that they can open
};
struct CorrectionRow {
    std::string id, fact, words, answer, asked, url;
    view::TagView state;
};
struct QueryRow {
    std::string text;   // sentences
    view::Link matter;  // what it was asked for; empty: not sent yet, or none that they can open
};
struct MyDataPage {
    std::string of;  // whose data, when not the reader's own
    std::vector<FactRowView> facts;
    std::vector<std::string> contacts;  // where the town writes to them
    std::vector<CorrectionRow> corrections;
    std::vector<LookRow> looks;
    std::vector<QueryRow> queries, older_queries;
    std::string done;
    std::vector<std::string> holds;  // sentences: what keeps the data from being forgotten
    bool can_join = false;
};
// A copy of everything for people to read, print and keep.
struct CopyLine {
    std::string label, value;
};
struct CopyPart {
    std::string title;
    struct Entry {
        std::string title;
        std::vector<CopyLine> lines;
    };
    std::vector<Entry> entries;
};
struct CopyPage {
    MyDataPage known;
    std::string title, made;
    std::vector<CopyPart> parts;  // mandates, and what each room holds
};
struct CorrectPage {
    std::string fact, guest, label, value, source;  // `guest`: whose fact, when it was told as a guest
    view::Field words;
    std::vector<view::ProblemView> problems;
};
struct ErasePage {
    int facts = 0;
    bool whole = false;
    int contacts = 0;               // of reports sent with an e-mail that the person has proved
    std::vector<std::string> kept;  // sentences: what stays, until when
};

struct ActingPage {
    view::Field choice;
    std::vector<view::Option> options;
    bool incomplete = false;  // a register did not answer
    std::string back;
    std::string problem;
};

struct MandateRow {
    std::string id, name, scopes, period, pass_on_url;
    view::TagView state;
    bool active = false;
};
struct MandatesPage {
    std::string party;  // for whom the mandates are
    bool may_give = false;
    std::string passes_on;  // whose mandate is being passed on; empty: none
    std::string based_on;
    std::vector<MandateRow> given, held;
    std::vector<view::ProblemView> problems;
    view::Field holder_subject, holder_name, scopes, valid_until, may_pass_on;
    std::vector<view::Option> scope_options, pass_on_options;
    std::string done;
};

struct CorrectionsPage {
    std::vector<CorrectionRow> rows;
};
struct CorrectionPage {
    CorrectionRow row;
    std::string person, label;
    std::vector<FactRowView> known;
    bool open = false;
    view::Field outcome, words;
    std::vector<view::Option> outcomes;
    std::vector<view::ProblemView> problems;
    std::string done;
};

struct HoldRow {
    std::string person, name, reason, until, set, hidden_by, ended;
    view::TagView state;
    bool may_end = false;
};
struct HoldsPage {
    std::vector<HoldRow> rows;
    view::Field code, reason, until, hidden_by;
    std::vector<view::ProblemView> problems;
    std::string done;
};

}  // namespace raekoda::people
