#include "people/mandate.h"

#include "journal/event_fields.h"
#include "people/staff.h"

namespace raekoda::people {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, MandateGiven& e) {
    a("represented", e.represented), a("holder", e.holder), a("based_on", e.based_on), a("scopes", e.scopes), a("may_pass_on", e.may_pass_on);
    a("from", e.valid_from), a("until", e.valid_until);
}
template <class A> void fields(A&, MandateEnded&) {}

journal::Event encode(const MandateEvent& event) { return journal::encode_event(event); }
Result<MandateEvent> decode_mandate_event(std::string_view type, std::string_view data) { return journal::decode_event<MandateEvent>(type, data); }

void MandateState::apply(const MandateEvent& event) {
    ++version;
    if (const auto* given = std::get_if<MandateGiven>(&event)) represented = given->represented, holder = given->holder;
    else ended = true;
}

Result<std::vector<MandateEvent>> MandateState::end() const {
    if (version == 0) return fail(Fault::missing, "no such mandate");
    if (ended) return std::vector<MandateEvent>{};
    return std::vector<MandateEvent>{MandateEnded{}};
}

}  // namespace raekoda::people
