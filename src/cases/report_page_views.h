// What the pages of report_pages.h show. Inside the room only.
#pragma once
#include <string>
#include <vector>

#include "cases/case_views.h"
#include "view/components.h"

namespace raekoda::cases {

struct BrowseView {
    std::vector<view::ProblemView> problems;
    view::Field kind, state, district, from, to;
    std::vector<view::Option> kinds, states, districts;
    bool filtered = false;
    std::string count_text;  // empty while the map is not ready to count
    std::vector<view::ReportCard> cards;
    view::PageTurn turn;
    view::MapView map;
    std::string query;  // of the filters: "?kind=…" or empty
    std::string share_url;
};

struct PictureView {
    std::string large, thumbnail, text;
};

// What everybody reads of a report; the private page shows the same.
struct ReportFacts {
    std::string number, title, kind, words, place, moment, moment_text, holder, rule_note, promise, usual, share_url;
    view::TagView state;
    view::Tone promise_tone = view::Tone::info;
    std::vector<AnswerView> answers;
    std::vector<PictureView> pictures;
    std::vector<view::TimelineItem> timeline;
    view::PointMap map;
    int followers = 0;
    bool contractor = false, open = true;
    view::Link merged_into, split_from;
};

struct JoinForm {
    bool offered = false;
    std::string action;
    view::Field email, name;
};

struct ReportPageView {
    ReportFacts facts;
    JoinForm join;
    std::string notice;  // what has just been done; empty: nothing
};

// In place of a report that is not public (yet).
struct ClosedDoor {
    std::string heading, sentence, notice;
};

struct FollowPageView {
    ReportFacts facts;
    std::vector<view::ProblemView> problems;
    std::string notice, state_note;                // state_note: not public yet, or not any more
    std::string path, once;                        // the private page's own address; the form's own key
    std::int64_t seen = 0;
    bool reporter = false;
    bool can_reply = false, can_disagree = false, can_withdraw = false, can_leave = false;
    std::string question;                          // of the official, while the reporter's reply is waited for
    std::string question_moment;
    std::vector<view::TimelineItem> meanwhile;     // what happened since the page they acted from
    std::string opened_act;                        // which form was sent and came back
    view::Field reply_words, photos, disagree_words, withdraw_words;
    std::vector<std::string> kept_photos;          // of a reply that came back
};

}  // namespace raekoda::cases
