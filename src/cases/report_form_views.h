// What the pages of the report form show. Inside the room only.
#pragma once
#include <string>
#include <vector>

#include "cases/case_views.h"
#include "view/components.h"

namespace raekoda::cases {

// What stands above every step.
struct FormHead {
    int number = 1;                 // of the step, 1 to 5
    std::string back;               // the step before; empty: none
    std::string action;             // where the form is sent
    std::string goes_to;            // the other municipality that gets it, because the place is there; empty: this one
    std::string emergency;          // what to do when somebody is in danger
    std::vector<view::ProblemView> problems;
};

struct DraftPhotoView {
    std::string id, thumbnail, name;  // name: "Foto 1"
};

struct WordsPage {
    FormHead head;
    view::Field words, photos;
    std::vector<DraftPhotoView> kept;
    std::string kind;               // chosen already; a script may change it
    bool first = false;             // nothing is kept yet
};

struct PlacePage {
    FormHead head;
    std::string chosen;             // the place as it is now, in words; empty: none yet
    std::string query;              // what was searched
    bool nothing_found = false;
    view::Field found;              // radios: addresses found and positions of photos
    std::vector<view::Option> options;
    view::PlaceView picker;
};

struct KindChoice {
    std::string element, value, name, hint, advice;  // advice: only an urgent one
    bool checked = false;
};
struct KindGroup {
    std::string name;
    std::vector<KindChoice> kinds;
};
struct NearbyView {
    view::ReportCard card;
    std::string number, action, draft;
};
struct KindPage {
    FormHead head;
    view::Field kind;  // what is wrong with the choice; the choices themselves follow
    std::vector<KindChoice> likely;
    std::vector<KindGroup> groups;
    bool groups_open = false;
    std::vector<NearbyView> nearby;
};

struct QuestionView {
    view::Field field;
    std::vector<view::Option> options;
    bool one_of = false, some_of = false, long_text = false;
};
struct DetailsPage {
    FormHead head;
    std::string kind, change_kind;
    std::string advice;
    bool urgent = false;
    std::vector<NearbyView> nearby;
    std::vector<QuestionView> questions;
    view::Field photos;
    std::vector<DraftPhotoView> kept;
    view::Field name, email, phone;
};

struct PreviewPiece {
    std::string text;
    bool covered = false, new_line = false;
};
struct LabelledLine {
    std::string label, value;
};
struct CheckPage {
    FormHead head;
    std::string words_url, place_url, kind_url, details_url;
    std::vector<PreviewPiece> words;
    bool covers_something = false;
    std::string kind, place;
    view::PointMap map;
    std::vector<LabelledLine> answers, hidden_answers, contact;
    std::vector<DraftPhotoView> photos;
    std::string holder, holder_reason, promise;
    bool reviewed = false;
};

struct DonePage {
    std::string number, follow, public_url, municipality;
    bool told_by_mail = false, reviewed = false;
    std::string holder, promise, usual;
};

struct JoinPage {
    FormHead head;
    std::string number, title, report_url, draft;
    view::Field email;
};
struct JoinedPage {
    std::string number, report_url, draft_url;
};

struct OfflineQuestion {
    view::Field field;
    std::vector<view::Option> options;
    bool choice = false;
};
struct OfflineKind {
    std::string id, name;
    std::vector<OfflineQuestion> questions;
};
struct OfflinePage {
    std::string send, emergency;
    view::Field words, kind, photos, name, email, phone;
    std::vector<view::Option> kinds;
    std::vector<OfflineKind> questions;
    view::PlaceView picker;
};

}  // namespace raekoda::cases
