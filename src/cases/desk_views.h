// What the pages of the desk show.
#pragma once
#include <string>
#include <vector>

#include "cases/case_views.h"
#include "view/components.h"

namespace raekoda::cases {

struct DeskTab {
    std::string text, url, count;  // count may be empty
    bool current = false;
    std::string shortcut;
};

struct QueueRow {
    std::string number, url, title, kind, place, holder, official;
    std::string promised;
    enum class Clock { calm, soon, late } clock = Clock::calm;
    view::TagView state, visibility;
    std::string followers;  // empty: none
    std::string opened;
};
struct QueuePage {
    std::vector<DeskTab> clocks, scopes;
    view::Field kind;
    std::vector<view::Option> kinds;
    std::string scope, clock;  // as the address names them, for the form that chooses a kind
    std::vector<QueueRow> rows;
    std::string next_url, first_url;  // empty: none
    std::vector<view::Link> more;     // other pages of the desk that this official may open
    bool closed = false;
};

struct FactView {
    std::string label, value;
    bool late = false;
};

// One thing the official can do now, as a form.
struct ActField {
    enum class Kind { area, line, select, files, place } kind = Kind::area;
    view::Field field;
    std::vector<view::Option> options;
    std::string empty_choice;
};
struct TemplateChoice {
    std::string id, title, text;
};
struct ActForm {
    std::string act, title, hint, shortcut;
    std::vector<ActField> fields;
    std::vector<TemplateChoice> templates;
    std::string template_target;  // id of the text area they go into
    bool open = false, sends_files = false, danger = false;
    std::vector<view::Option> template_options() const;  // with their texts, for the script
};
struct DeskNeighbour {
    std::string number, url, title, line;
    view::TagView state;
    bool can_merge = false;
};
struct OpenedWords {
    std::string what, words;
};
// What lies sealed, opened on request.
struct DeskSecrets {
    std::vector<OpenedWords> originals;
    bool contact_asked = false;
    std::string name, email, phone;
    bool nothing() const { return name.empty() && email.empty() && phone.empty(); }
};

struct DeskReportPage {
    std::string number, public_url, kind, title, words;
    std::vector<Cases::Preview::Part> reviewed;  // of a report awaiting review: its words with the marks apart
    view::TagView state, visibility;
    std::vector<FactView> facts, answers;
    std::vector<std::pair<std::string, std::string>> photos;  // large, thumbnail
    view::PointMap map;
    std::vector<view::TimelineItem> timeline;
    std::vector<ActForm> quick, forms;  // quick: a button and nothing more
    view::PlaceView place;
    std::vector<DeskNeighbour> nearby, same_reporter;
    std::string redact_url;  // empty: may not
    bool awaits_review = false, has_originals = false, may_see_secrets = false, has_reporter = false;
    DeskSecrets secrets;
    // after an act
    std::string done;
    std::vector<view::ProblemView> problems;
    bool moved_on = false;
    std::vector<view::TimelineItem> meanwhile;
    std::vector<OpenedWords> kept;  // what was typed into a form that is not offered any more
    std::string trouble;            // why the act was not possible
    std::int64_t version = 0;
    std::string attempt;  // pressing a button twice does the thing once
    std::string act_url(std::string_view act) const { return "/desk/reports/" + number + "/" + std::string(act); }
};

struct RedactWords {
    std::int64_t version = 0;
    std::string what;
    view::Field field;
};
struct RedactPhoto {
    std::string id, url, text;
};
struct RedactPage {
    std::string number;
    std::int64_t version = 0;
    std::string attempt;
    std::vector<RedactWords> words;
    std::vector<RedactPhoto> photos;
    std::vector<view::ProblemView> problems;
    std::vector<view::TimelineItem> meanwhile;
    std::string done;
};

struct AnswerRow {
    std::string title, url, outcome, body;
};
struct AnswersPage {
    std::vector<AnswerRow> rows;
    std::string done;
};
struct AnswerPage {
    bool is_new = false;
    std::string post_url, heading;
    view::Field id, outcome;
    std::vector<view::Option> outcomes;
    std::vector<std::pair<view::Field, view::Field>> texts;  // title and body, one pair a language
    std::vector<view::ProblemView> problems;
};

}  // namespace raekoda::cases
