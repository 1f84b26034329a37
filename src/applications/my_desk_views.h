// What the resident's desk and the public register of decisions show.
#pragma once
#include "applications/application_views.h"

namespace raekoda::applications {

struct DraftCard {
    std::string title, url, delete_url, saved;
};
struct NewsLine {
    std::string what, moment, moment_text, title, url;
};
struct FamilyLine {
    std::string key, name, right;
};
struct MyDeskPage {
    std::string greeting, done;
    std::vector<NewsLine> news;             // what officials did lately, newest first
    std::vector<FamilyLine> family;         // for whom the reader can act, as it was told last; empty: not asked yet, or nobody
    bool may_have_family = false;           // registers can be asked
    std::vector<ApplicationCard> waiting;   // for the reader
    std::vector<AppointmentCard> appointments;  // to come, the next one first
    std::vector<DraftCard> drafts;
    std::string other_drafts;               // how many there are in others' matters; empty: none
    std::vector<ApplicationCard> open, over;
    std::vector<ApplicationCard> standing;  // permits and benefits that hold now, with their end
    std::vector<view::ReportCard> reports;
    std::vector<view::Link> also;           // family and companies, data and its use, …
    std::string all_url;                    // of older ones; empty: all are shown
    bool empty() const { return waiting.empty() && appointments.empty() && drafts.empty() && open.empty() && standing.empty() && over.empty() && reports.empty(); }
};

// The same matters as an official sees them who serves the person at the counter.
struct CounterDeskPage {
    std::string name, subject, consent, until, begin_url;
    view::Field service, language;
    std::vector<view::Option> services, languages;
    std::vector<view::ProblemView> problems;
    MyDeskPage desk;
};

struct MyListPage {
    std::vector<ApplicationCard> cards;
    view::PageTurn turn;
};

struct RegisterRow {
    std::string number, service, outcome, decided, holder, who, appealed;
    view::TagView tag;
};
struct RegisterView {
    std::vector<view::Option> services, years;
    std::vector<RegisterRow> rows;
    std::string next_url, first_url, csv_url;
};

}  // namespace raekoda::applications
