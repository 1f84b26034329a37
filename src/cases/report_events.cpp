#include "cases/report_events.h"

#include <boost/json/serialize.hpp>

#include "base/json.h"

namespace raekoda::cases {

namespace {

// One list of fields an event; A is the writer or the reader.
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

// Leaves out what has its default, so that events stay short.
struct Writer {
    json::object out;
    void operator()(const char* name, const std::string& v) { if (!v.empty()) out[name] = v; }
    void operator()(const char* name, bool v) { if (v) out[name] = true; }
    void operator()(const char* name, int v) { if (v) out[name] = v; }
    void operator()(const char* name, std::int64_t v) { if (v) out[name] = v; }
    void operator()(const char* name, double v) { out[name] = v; }
    void operator()(const char* name, const std::vector<std::string>& v) { if (!v.empty()) out[name] = json::array(v.begin(), v.end()); }
    void operator()(const char* name, const Answers& v) {
        if (v.empty()) return;
        json::object answers;
        for (const auto& [code, keys] : v) answers[code] = json::array(keys.begin(), keys.end());
        out[name] = std::move(answers);
    }
};

struct Reader {
    const json::object& in;
    static std::vector<std::string> texts(const json::array* list) {
        std::vector<std::string> out;
        if (list)
            for (const auto& item : *list) out.push_back(json::as_text(item));
        return out;
    }
    void operator()(const char* name, std::string& v) { v = json::text(in, name, v); }
    void operator()(const char* name, bool& v) { v = json::boolean(in, name, v); }
    void operator()(const char* name, int& v) { v = static_cast<int>(json::integer(in, name, v)); }
    void operator()(const char* name, std::int64_t& v) { v = json::integer(in, name, v); }
    void operator()(const char* name, double& v) { v = json::number(in, name, v); }
    void operator()(const char* name, std::vector<std::string>& v) { v = texts(json::list(in, name)); }
    void operator()(const char* name, Answers& v) {
        if (const auto* answers = json::member(in, name))
            for (const auto& item : *answers) v[std::string(item.key())] = texts(item.value().if_array());
    }
};

template <std::size_t... I>
bool decode_as(std::string_view type, const json::object& data, ReportEvent& event, std::index_sequence<I...>) {
    auto attempt = [&](auto candidate) {
        if (type != decltype(candidate)::type) return false;
        Reader reader{data};
        fields(reader, candidate);
        event = std::move(candidate);
        return true;
    };
    return (attempt(std::variant_alternative_t<I, ReportEvent>{}) || ...);
}

}  // namespace

journal::Event encode(const ReportEvent& event) {
    return std::visit(
        [](auto e) {
            Writer writer;
            fields(writer, e);
            return journal::Event{decltype(e)::type, boost::json::serialize(writer.out)};
        },
        event);
}

Result<ReportEvent> decode_report_event(std::string_view type, std::string_view data) {
    auto parsed = TRY(json::parse(data));
    const auto* object = parsed.if_object();
    ReportEvent event;
    if (!object || !decode_as(type, *object, event, std::make_index_sequence<std::variant_size_v<ReportEvent>>{}))
        return fail(Fault::broken, "not an event of a report: " + std::string(type));
    return event;
}

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
