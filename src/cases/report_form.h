// The draft of a report while a resident fills in the form, step by step. Pure: no clock, no database. Kept sealed by Cases::save_draft.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/cases.h"

namespace raekoda::cases {

// The steps in their order; `done` is the page after sending.
enum class FormStep { words, place, kind, details, check, done };
std::string_view step_name(FormStep);  // "words": also the last part of the page's path

struct DraftPlace {
    double lat = 0, lon = 0;  // WGS 84 degrees
    std::string address;      // as typed or found; may be empty
};

struct DraftPhoto {
    PhotoId id;                                 // put aside with Cases::keep_photo
    std::optional<media::GeoPosition> position;  // where it was taken, offered as the place
};

struct ReportDraft {
    MunicipalityId municipality;  // to whom it goes: the place decides
    std::string language = "et";
    std::string words;
    std::optional<DraftPlace> place;
    std::string kind;
    Answers answers;              // dates as ISO 8601 when they could be read, else as typed
    std::vector<DraftPhoto> photos;
    people::Contact contact;
    bool details_seen = false;    // the questions of this kind were shown and sent
    ReportNumber number;          // set when it was sent; everything personal is gone then
    bool told_by_mail = false;
};

// Where the form goes on: the first step that is not filled in; `done` when it was sent.
FormStep next_step(const ReportDraft&);
// The step whose page has this field ("words", "place", "answers.size", "email" …).
FormStep step_of_field(std::string_view field);

inline constexpr std::size_t draft_bytes = 256 * 1024;   // of an encoded draft
inline constexpr std::size_t draft_words = 20'000;       // code points kept of words that are too long to send: so many come back

std::string encode(const ReportDraft&);
// Unknown members are left alone. Errors: too_large, invalid (not JSON, or not a draft).
Result<ReportDraft> decode_draft(std::string_view);

// What is sent in the end.
NewReport report_of(const ReportDraft&);

// A moment as people type it, local: "21.11.2026", "21.11.2026 14:30" (also 14.30, "kell", "в"), or ISO 8601. Gives an ISO date, or ISO date-time
// with offset; nullopt: neither.
std::optional<std::string> moment_of_typed(std::string_view);
// The other way round, for the field; what is no moment stays as it is.
std::string typed_of_moment(std::string_view iso);
// Degrees as people type them: "58.38", "58,38", with or without "°" and N or E.
std::optional<double> degrees_of_typed(std::string_view);

}  // namespace raekoda::cases
