// What the resident's desk and the public register of decisions show.
#pragma once
#include "applications/application_views.h"

namespace raekoda::applications {

struct DraftCard {
    std::string title, url, delete_url, saved;
};
struct MyDeskPage {
    std::string greeting, done;
    bool grave_company = false;
    std::vector<ApplicationCard> waiting;   // for the reader
    std::vector<AppointmentCard> appointments;  // to come, the next one first
    std::vector<DraftCard> drafts;
    std::vector<ApplicationCard> open, over;
    std::vector<ApplicationCard> standing;  // permits and benefits that hold now, with their end
    std::vector<view::ReportCard> reports;
    std::vector<view::Link> also;           // family and companies, data and its use, …
    std::string all_url;                    // of older ones; empty: all are shown
    bool empty() const { return waiting.empty() && appointments.empty() && drafts.empty() && open.empty() && over.empty() && reports.empty(); }
};

struct MyListPage {
    std::vector<ApplicationCard> cards;
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
