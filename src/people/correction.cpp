#include "people/correction.h"

#include "journal/event_fields.h"

namespace raekoda::people {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, CorrectionAsked& e) { a("person", e.person), a("fact", e.fact), a("words", e.words); }
template <class A> void fields(A& a, CorrectionAnswered& e) { a("outcome", e.outcome), a("answer", e.answer); }

journal::Event encode(const CorrectionEvent& event) { return journal::encode_event(event); }
Result<CorrectionEvent> decode_correction_event(std::string_view type, std::string_view data) { return journal::decode_event<CorrectionEvent>(type, data); }

bool is_correction_outcome(std::string_view outcome) { return outcome == "corrected" || outcome == "forwarded" || outcome == "declined"; }

}  // namespace raekoda::people
