#include "applications/application_events.h"

#include <boost/json/serialize.hpp>

#include "base/json.h"

namespace raekoda::applications {

namespace {

// One list of fields an event; A is the writer or the reader.
template <class A> void fields(A& a, ApplicationSubmitted& e) {
    a("service", e.service), a("service_version", e.service_version), a("language", e.language), a("channel", e.channel), a("applicant", e.applicant);
    a("submitter", e.submitter), a("right", e.right), a("mandate", e.mandate), a("content", e.content), a("consent", e.consent), a("proposal", e.proposal);
    a("team", e.team), a("guest", e.guest_hash), a("company", e.company), a("working_days", e.working_days), a("calendar_days", e.calendar_days);
    a("due", e.due), a("cosigners", e.cosigners), a("files", e.files);
}
template <class A> void fields(A& a, ApplicationSigned& e) { a("person", e.person), a("due", e.due); }
template <class A> void fields(A& a, HandlingBegun& e) { a("staff", e.staff); }
template <class A> void fields(A& a, ApplicationAssigned& e) { a("team", e.team), a("staff", e.staff); }
template <class A> void fields(A& a, MoreAsked& e) { a("words", e.words), a("until", e.until); }
template <class A> void fields(A& a, HearingOpened& e) { a("words", e.words), a("until", e.until), a("intended", e.intended); }
template <class A> void fields(A& a, ApplicantReplied& e) { a("words", e.words), a("files", e.files), a("due", e.due); }
template <class A> void fields(A& a, HandlingResumed& e) { a("due", e.due); }
template <class A> void fields(A& a, ApplicationNoted& e) { a("words", e.words); }
template <class A> void fields(A& a, TermExtended& e) { a("words", e.words), a("due", e.due); }
template <class A> void fields(A& a, DecisionMade& e) {
    a("outcome", e.outcome), a("decision", e.decision), a("hearing", e.hearing), a("valid_from", e.valid_from), a("valid_to", e.valid_to);
}
template <class A> void fields(A& a, DecisionRead& e) { a("appeal_until", e.appeal_until); }
template <class A> void fields(A& a, AppealFiled& e) { a("words", e.words), a("due", e.due), a("late", e.late); }
template <class A> void fields(A& a, AppealDecided& e) {
    a("appeal_outcome", e.appeal_outcome), a("outcome", e.outcome), a("decision", e.decision), a("valid_from", e.valid_from), a("valid_to", e.valid_to);
}
template <class A> void fields(A& a, ApplicationWithdrawn& e) { a("words", e.words); }

// Leaves out what has its default, so that events stay short.
struct Writer {
    json::object out;
    void operator()(const char* name, const std::string& v) { if (!v.empty()) out[name] = v; }
    void operator()(const char* name, bool v) { if (v) out[name] = true; }
    void operator()(const char* name, int v) { if (v) out[name] = v; }
    void operator()(const char* name, std::int64_t v) { if (v) out[name] = v; }
    void operator()(const char* name, const std::vector<std::string>& v) { if (!v.empty()) out[name] = json::array(v.begin(), v.end()); }
};

struct Reader {
    const json::object& in;
    void operator()(const char* name, std::string& v) { v = json::text(in, name, v); }
    void operator()(const char* name, bool& v) { v = json::boolean(in, name, v); }
    void operator()(const char* name, int& v) { v = static_cast<int>(json::integer(in, name, v)); }
    void operator()(const char* name, std::int64_t& v) { v = json::integer(in, name, v); }
    void operator()(const char* name, std::vector<std::string>& v) {
        if (const auto* list = json::list(in, name))
            for (const auto& item : *list) v.push_back(json::as_text(item));
    }
};

template <std::size_t... I>
bool decode_as(std::string_view type, const json::object& data, ApplicationEvent& event, std::index_sequence<I...>) {
    auto attempt = [&](auto candidate) {
        if (type != decltype(candidate)::type) return false;
        Reader reader{data};
        fields(reader, candidate);
        event = std::move(candidate);
        return true;
    };
    return (attempt(std::variant_alternative_t<I, ApplicationEvent>{}) || ...);
}

}  // namespace

journal::Event encode(const ApplicationEvent& event) {
    return std::visit(
        [](auto e) {
            Writer writer;
            fields(writer, e);
            return journal::Event{decltype(e)::type, boost::json::serialize(writer.out)};
        },
        event);
}

Result<ApplicationEvent> decode_application_event(std::string_view type, std::string_view data) {
    auto parsed = TRY(json::parse(data));
    const auto* object = parsed.if_object();
    ApplicationEvent event;
    if (!object || !decode_as(type, *object, event, std::make_index_sequence<std::variant_size_v<ApplicationEvent>>{}))
        return fail(Fault::broken, "not an event of an application: " + std::string(type));
    return event;
}

bool is_internal(const ApplicationEvent& event) {
    return std::holds_alternative<ApplicationNoted>(event) || std::holds_alternative<ApplicationAssigned>(event);
}

std::string stream_of(const ApplicationNumber& number) { return "application/" + number.value; }
std::optional<ApplicationNumber> number_of_stream(std::string_view stream) {
    constexpr std::string_view front = "application/";
    if (!stream.starts_with(front)) return std::nullopt;
    return ApplicationNumber(std::string(stream.substr(front.size())));
}

}  // namespace raekoda::applications
