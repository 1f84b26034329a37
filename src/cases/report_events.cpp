#include "cases/report_events.h"

#include "journal/event_fields.h"

namespace raekoda::cases {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, Routed& e) {
    a("team", e.team), a("contractor", e.contractor), a("rule", e.rule_id), a("table", e.rule_table);
    a("limit_hours", e.limit_hours), a("limit_days", e.limit_days), a("due", e.due);
}
template <class A> void fields(A& a, Placed& e) {
    a("lat", e.lat), a("long", e.lon), a("district", e.district), a("street_class", e.street_class), a("zipcode", e.zipcode);
}
template <class A> void fields(A& a, ReportOpened& e) {
    a("kind", e.kind), a("kind_version", e.kind_version), a("channel", e.channel), a("language", e.language), a("visibility", e.visibility);
    fields(a, e.place), fields(a, e.routed);
    a("answers", e.answer_keys), a("photos", e.photos), a("opened", e.opened), a("reporter", e.reporter), a("follow", e.follow_hash);
    a("split_from", e.split_from), a("reference", e.reference);
}
template <class A> void fields(A& a, WorkBegun& e) { a("staff", e.staff); }
template <class A> void fields(A& a, ReportAssigned& e) { fields(a, e.routed), a("staff", e.staff); }
template <class A> void fields(A&, ReporterAsked&) {}
template <class A> void fields(A& a, ReporterReplied& e) { a("photos", e.photos), a("due", e.due); }
template <class A> void fields(A&, NoteAdded&) {}
template <class A> void fields(A&, AnswerSent&) {}
template <class A> void fields(A& a, ReportClosed& e) { a("outcome", e.outcome), a("photos", e.photos), a("closed", e.closed); }
template <class A> void fields(A& a, ReportReopened& e) { a("due", e.due); }
template <class A> void fields(A&, ReportWithdrawn&) {}
template <class A> void fields(A& a, ReportMerged& e) { a("into", e.into); }
template <class A> void fields(A& a, ReportTookOver& e) { a("from", e.from), a("people", e.people), a("follow", e.follow_hashes); }
template <class A> void fields(A& a, ReportSplit& e) { a("into", e.into); }
template <class A> void fields(A& a, KindChanged& e) { a("kind", e.kind), a("kind_version", e.kind_version), fields(a, e.routed); }
template <class A> void fields(A& a, PlaceChanged& e) { fields(a, e.place), fields(a, e.routed); }
template <class A> void fields(A&, ReportPublished&) {}
template <class A> void fields(A&, ReportHidden&) {}
template <class A> void fields(A& a, WordsRedacted& e) { a("of", e.of_version); }
template <class A> void fields(A& a, PhotoCovered& e) { a("photo", e.photo), a("by", e.by); }
template <class A> void fields(A& a, PhotoRemoved& e) { a("photo", e.photo); }
template <class A> void fields(A& a, FollowerJoined& e) { a("person", e.person), a("follow", e.follow_hash); }
template <class A> void fields(A& a, FollowerLeft& e) { a("person", e.person); }
template <class A> void fields(A& a, MailBounced& e) { a("person", e.person); }

journal::Event encode(const ReportEvent& event) { return journal::encode_event(event); }
Result<ReportEvent> decode_report_event(std::string_view type, std::string_view data) { return journal::decode_event<ReportEvent>(type, data); }

bool is_internal(const ReportEvent& event) {
    return std::visit(
        [](const auto& e) {
            using T = std::decay_t<decltype(e)>;
            return std::is_same_v<T, NoteAdded> || std::is_same_v<T, FollowerJoined> || std::is_same_v<T, FollowerLeft> ||
                   std::is_same_v<T, MailBounced> || std::is_same_v<T, WorkBegun> || std::is_same_v<T, PhotoCovered> ||
                   std::is_same_v<T, PhotoRemoved> || std::is_same_v<T, ReportHidden> || std::is_same_v<T, ReportTookOver>;
        },
        event);
}

std::string stream_of(const ReportNumber& number) { return "report/" + number.value; }
std::optional<ReportNumber> number_of_stream(std::string_view stream) {
    if (!stream.starts_with("report/")) return std::nullopt;
    return ReportNumber(std::string(stream.substr(7)));
}

}  // namespace raekoda::cases
