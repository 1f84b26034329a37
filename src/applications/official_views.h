// What officials' pages of applications show.
#pragma once
#include "applications/application_page_views.h"

namespace raekoda::applications {

struct OfficialTab {
    std::string text, url;
    bool current = false;
};
struct OfficialRow {
    std::string number, url, service, applicant_kind, official, next, submitted, late;
    view::TagView state, proposal;  // proposal: empty text when the rules say nothing
};
struct OfficialQueue {
    std::vector<OfficialTab> clocks, scopes;
    std::string scope, clock;
    std::vector<view::Option> services;
    std::vector<OfficialRow> rows;
    std::string next_url, first_url;
    std::string counter_url, appointments_url;
};

// Times to come, for officials.
struct OfficialAppointments {
    std::vector<OfficialTab> scopes;
    std::vector<AppointmentCard> cards;
};

// One thing an official can do, as a form.
struct OfficialField {
    enum class Kind { area, date, select, line } kind = Kind::area;
    view::Field field;
    std::vector<view::Option> options;
    std::string empty_choice;
};
struct OfficialForm {
    std::string act, title, hint;
    std::string appointment;  // the one that it changes; else empty
    std::string mark;         // stands behind the names of its fields: no two on the page are the same
    std::vector<OfficialField> fields;
    bool open = false;
};

struct OfficialAppointment {
    AppointmentCard card;
    std::vector<OfficialForm> forms;
};

struct OfficialApplication {
    std::string number, base, title, next, late, done;
    view::TagView state;
    std::vector<view::ProblemView> problems;
    bool moved_on = false;
    std::vector<FactLine> facts;
    std::vector<AnswerPart> answers;
    bool erased = false;
    std::vector<std::string> sources_missing;
    std::vector<FileLink> files;
    bool has_proposal = false;
    std::string proposal_result;
    view::TagView proposal;
    std::vector<std::string> proposal_reasons;
    std::vector<FactLine> proposal_facts;
    std::string consent;
    std::string appeal_reasons, appeal_demand;  // of a challenge
    std::vector<OfficialForm> quick, forms;
    std::vector<OfficialAppointment> appointments;
    std::string decide_url, decide_text;  // empty: no decision can be made now
    std::optional<Decision> decision;     // the last one
    std::string decision_hearing;
    std::vector<view::TimelineItem> timeline;
    std::int64_t version = 0;
    std::string once;
};

struct OfficialDecision {
    std::string number, base, post_url, title;
    bool of_appeal = false;
    std::vector<OfficialTab> templates;  // one an outcome
    std::vector<view::ProblemView> problems;
    view::Field outcome, appeal_outcome, resolution, conditions, reasons, law, hearing, appeal, valid_from, valid_to, amount;
    std::vector<view::Option> outcomes, appeal_outcomes, hearing_options;
    bool asks_hearing = false;  // nobody was heard yet
    std::string proposal_result;
    std::vector<std::string> proposal_reasons, sentences;  // sentences: that the service offers as reasons
    std::int64_t version = 0;
    std::string once;
};

}  // namespace raekoda::applications
