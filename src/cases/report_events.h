// What can happen to a report. Each event lists its fields once; that list both writes and reads the JSON of the journal. Old events decode
// for ever: a new field has a default, a field is never renamed. Words, addresses and contacts are not here: they stand in books that can
// be destroyed, under (number, version).
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cases/cases.h"
#include "journal/journal.h"

namespace raekoda::cases {

struct Routed {  // who holds it, and by which rule
    std::string team, rule_id, rule_table;
    bool contractor = false;
    int limit_hours = 0, limit_days = 0;
    std::int64_t due = 0;  // microseconds; 0: no promise
};
struct Placed {
    double lat = 0, lon = 0;
    std::string district, street_class, zipcode;
};

struct ReportOpened {
    static constexpr const char* type = "ReportOpened";
    std::string kind, kind_version, channel, language, visibility = "open";
    Placed place;
    Routed routed;
    Answers answer_keys;  // of choices only
    std::vector<std::string> photos;
    std::int64_t opened = 0;
    std::string reporter, follow_hash, split_from, reference;
};
struct WorkBegun {
    static constexpr const char* type = "WorkBegun";
    std::string staff;
};
struct ReportAssigned {
    static constexpr const char* type = "ReportAssigned";
    Routed routed;
    std::string staff;
};
struct ReporterAsked {
    static constexpr const char* type = "ReporterAsked";
};
struct ReporterReplied {
    static constexpr const char* type = "ReporterReplied";
    std::vector<std::string> photos;
    std::int64_t due = 0;  // moved by the pause that ends
};
struct NoteAdded {
    static constexpr const char* type = "NoteAdded";
};
struct AnswerSent {
    static constexpr const char* type = "AnswerSent";
};
struct ReportClosed {
    static constexpr const char* type = "ReportClosed";
    std::string outcome;
    std::vector<std::string> photos;
    std::int64_t closed = 0;
};
struct ReportReopened {
    static constexpr const char* type = "ReportReopened";
    std::int64_t due = 0;
};
struct ReportWithdrawn {
    static constexpr const char* type = "ReportWithdrawn";
};
struct ReportMerged {
    static constexpr const char* type = "ReportMerged";
    std::string into;
};
struct ReportTookOver {  // on the report that another was merged into
    static constexpr const char* type = "ReportTookOver";
    std::string from;
    std::vector<std::string> people, follow_hashes;
};
struct ReportSplit {
    static constexpr const char* type = "ReportSplit";
    std::string into;
};
struct KindChanged {
    static constexpr const char* type = "KindChanged";
    std::string kind, kind_version;
    Routed routed;
};
struct PlaceChanged {
    static constexpr const char* type = "PlaceChanged";
    Placed place;
    Routed routed;
};
struct ReportPublished {
    static constexpr const char* type = "ReportPublished";
};
struct ReportHidden {
    static constexpr const char* type = "ReportHidden";
};
struct WordsRedacted {
    static constexpr const char* type = "WordsRedacted";
    std::int64_t of_version = 0;
};
struct PhotoCovered {
    static constexpr const char* type = "PhotoCovered";
    std::string photo, by;
};
struct PhotoRemoved {
    static constexpr const char* type = "PhotoRemoved";
    std::string photo;
};
struct FollowerJoined {
    static constexpr const char* type = "FollowerJoined";
    std::string person, follow_hash;
};
struct FollowerLeft {
    static constexpr const char* type = "FollowerLeft";
    std::string person;
};
struct MailBounced {
    static constexpr const char* type = "MailBounced";
    std::string person;
};

using ReportEvent = std::variant<ReportOpened, WorkBegun, ReportAssigned, ReporterAsked, ReporterReplied, NoteAdded, AnswerSent, ReportClosed,
                                 ReportReopened, ReportWithdrawn, ReportMerged, ReportTookOver, ReportSplit, KindChanged, PlaceChanged,
                                 ReportPublished, ReportHidden, WordsRedacted, PhotoCovered, PhotoRemoved, FollowerJoined, FollowerLeft, MailBounced>;

journal::Event encode(const ReportEvent&);
// Errors: broken, for a type of another room or data that is not an event's.
Result<ReportEvent> decode_report_event(std::string_view type, std::string_view data);
bool is_internal(const ReportEvent&);  // not for residents' eyes

std::string stream_of(const ReportNumber&);                          // "report/2026-000123"
std::optional<ReportNumber> number_of_stream(std::string_view stream);

}  // namespace raekoda::cases
