#include "applications/application_events.h"

#include "journal/event_fields.h"

namespace raekoda::applications {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, ApplicationSubmitted& e) {
    a("service", e.service), a("service_version", e.service_version), a("language", e.language), a("channel", e.channel), a("applicant", e.applicant);
    a("submitter", e.submitter), a("right", e.right), a("mandate", e.mandate), a("content", e.content), a("consent", e.consent), a("proposal", e.proposal);
    a("team", e.team), a("guest", e.guest_hash), a("company", e.company), a("working_days", e.working_days), a("calendar_days", e.calendar_days);
    a("due", e.due), a("cosigners", e.cosigners), a("files", e.files), a("sign_until", e.sign_until);
}
template <class A> void fields(A& a, ApplicationSigned& e) { a("person", e.person), a("due", e.due); }
template <class A> void fields(A& a, SignatureRefused& e) { a("person", e.person), a("words", e.words); }
template <class A> void fields(A& a, SignaturesLapsed& e) { a("until", e.until); }
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
template <class A> void fields(A&, ApplicationForgotten&) {}
template <class A> void fields(A& a, AppointmentProposed& e) { a("id", e.id), a("words", e.words), a("starts", e.starts), a("minutes", e.minutes), a("pauses", e.pauses); }
template <class A> void fields(A& a, AppointmentMoved& e) { a("id", e.id), a("words", e.words), a("starts", e.starts), a("minutes", e.minutes), a("pauses", e.pauses); }
template <class A> void fields(A& a, AppointmentCancelled& e) { a("id", e.id), a("words", e.words), a("due", e.due); }
template <class A> void fields(A& a, AppointmentAnswered& e) { a("id", e.id), a("words", e.words), a("suits", e.suits), a("due", e.due); }

journal::Event encode(const ApplicationEvent& event) { return journal::encode_event(event); }
Result<ApplicationEvent> decode_application_event(std::string_view type, std::string_view data) { return journal::decode_event<ApplicationEvent>(type, data); }

bool is_internal(const ApplicationEvent& event) {
    return std::holds_alternative<ApplicationNoted>(event) || std::holds_alternative<ApplicationAssigned>(event);
}

std::vector<SealedTextId> sealed_in(const ApplicationEvent& event) {
    std::vector<SealedTextId> all;
    auto take = [&](const std::string& id) {
        if (!id.empty()) all.emplace_back(id);
    };
    std::visit(
        [&](const auto& e) {
            if constexpr (requires { e.content; }) take(e.content);
            if constexpr (requires { e.consent; }) take(e.consent);
            if constexpr (requires { e.words; }) take(e.words);
            if constexpr (requires { e.decision; }) take(e.decision);
        },
        event);
    return all;
}

std::string stream_of(const ApplicationNumber& number) { return "application/" + number.value; }
std::optional<ApplicationNumber> number_of_stream(std::string_view stream) {
    constexpr std::string_view front = "application/";
    if (!stream.starts_with(front)) return std::nullopt;
    return ApplicationNumber(std::string(stream.substr(front.size())));
}

}  // namespace raekoda::applications
