// What a resident's page of one application shows.
#pragma once
#include "applications/application_views.h"

namespace raekoda::applications {

struct FactLine {
    std::string label, value;
    std::string source = {};
};
struct FileLink {
    std::string name, url, about;
};
struct AnswerPart {
    std::string title;  // of a question page; may be empty
    std::vector<AnsweredLine> lines;
};
std::vector<AnswerPart> parts_of(const std::vector<AnsweredLine>&);

struct MyApplicationPage {
    std::string base, number, title, next;
    view::TagView state;
    std::string sent_now, sent_hint;  // just sent
    std::string done;                 // after an act
    std::vector<view::ProblemView> problems;
    bool moved_on = false;
    std::string question_heading, question, question_until;  // empty: nothing is asked
    bool decided = false, unread = false, can_reply = false, can_withdraw = false, can_sign = false;
    std::string decided_on, sign_lead, sign_until, clock_waits;
    view::Field refusal_words;
    std::vector<FactLine> facts;
    std::vector<AnswerPart> answers;
    bool erased = false;
    std::vector<FileLink> files;
    std::vector<AppointmentCard> appointments;
    std::vector<view::TimelineItem> timeline;
    view::Field reply_words, reply_files, withdraw_words;
    std::string opened_act;
    std::int64_t version = 0;
    std::string once;
    bool guest = false;
};

struct DecisionPage {
    std::string base, number, title, outcome;
    view::TagView state;
    Decision decision;
    std::vector<FactLine> facts;
    std::string hearing;
    bool can_appeal = false, foreign_reader = false;
    std::string appeal_until;
    view::Field reasons, demand;
    bool no_court = false;
    std::string no_court_error;
    std::vector<view::ProblemView> problems;
    std::int64_t version = 0;
    std::string once;
    bool guest = false, appeal_open = false;
};

}  // namespace raekoda::applications
