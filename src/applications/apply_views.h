// What the pages of applying show.
#pragma once
#include "applications/application_page_views.h"
#include "applications/my_desk_views.h"

namespace raekoda::applications {

// What the rules say so far; said to the applicant, never in the way of applying.
struct EntitlementView {
    bool shown = false;
    view::Tone tone = view::Tone::info;
    std::string heading, reason;
    std::vector<std::string> steps, changes;
};

struct ApplyStart {
    std::string title, summary, post_url, login_url, service_url;
    bool signed_in = false, guest_allowed = false, grave = false;
    std::string acting;                 // for whom, in a sentence; empty: for themselves
    std::string level;                  // how surely they must show who they are, and by what; empty: they have
    std::vector<std::string> asks;      // what registers are asked, with the purpose
    std::vector<FactLine> known;
    std::vector<std::string> evidence;  // what to have at hand
    std::vector<DraftCard> drafts;
    std::string time, price;
};

struct ApplyHead {
    std::string title, base, key;       // key: "?key=…" of a guest's link; empty
    std::int64_t version = 0;
    std::string acting;                 // for whom, in a sentence; empty: for themselves
    std::string guest_link;             // to come back with
    bool counter = false, grave = false;
    std::string counter_note, counter_desk_url;  // of whom is served; the way back to their desk
    std::string kept_beside;            // another window had saved
    std::string version_heading, version_words, newer_url;  // published anew since; all empty: it was not
    std::vector<FactLine> unfit;        // what a newer version of the form did not take
    std::vector<std::string> missing_sources;
    std::string person_standing;        // what the register says of the person's code; empty: nothing to say
    EntitlementView entitlement;
    std::vector<view::ProblemView> problems;
    std::string notice;
};

// What a look-up found, to choose from, or what came of it.
struct LookupView {
    bool shown = false;
    view::Tone tone = view::Tone::info;
    std::string heading, text;
    struct Choice {
        std::string value, label;
    };
    std::vector<Choice> choices;
};
struct ApplyStep {
    std::string name, url;              // url empty: not reached yet
    bool current = false;
};
struct ApplyPage {
    ApplyHead head;
    std::vector<ApplyStep> steps;
    std::string page, title, back_url;
    LookupView lookup;
    view::Html fields;
    bool takes_files = false;
};

struct CheckPart {
    std::string title, change_url;
    std::vector<AnsweredLine> lines;
};
struct ApplyCheck {
    ApplyHead head;
    std::vector<ApplyStep> steps;
    std::vector<CheckPart> parts;
    std::vector<view::Link> missing;    // what must still be answered: name, where
    std::string back_url, time, cosign_note;
    bool can_send = false;
};

// What going on with the newer version of a service changes, before it is done.
struct ApplyNewer {
    std::string title, base, key, back_url, lead;
    std::vector<view::ProblemView> problems;
    bool must = false;                  // the old one cannot be sent any more
    std::string kept;                   // how many answers stay, in words
    std::vector<FactLine> unfit;
    std::vector<std::string> asked_anew;
    std::int64_t version = 0;
};

struct CounterPage {
    std::vector<view::ProblemView> problems;
    view::Field service, code, given_name, family_name, consent, language;
    std::vector<view::Option> services, languages;
    std::string once;
};

}  // namespace raekoda::applications
