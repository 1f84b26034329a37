// The aggregate: how an application's state follows from what happened, and what may happen next. Pure: no clock, no database.
#pragma once
#include "applications/application_events.h"
#include "applications/applications.h"

namespace raekoda::applications {

// The state after an event. `at` is when it happened; the version grows by one.
void apply(ApplicationView&, const ApplicationEvent&, Instant at);

enum class Step { cosign, refuse_signature, begin, assign, ask_more, hearing, reply, go_on, note, extend, decide, read, appeal, decide_appeal, withdraw,
                  propose_appointment, change_appointment, answer_appointment };
// Fault::conflict with text key applications.not_now_<step> when the state does not allow it.
Outcome allowed(const ApplicationView&, Step);
bool can(const ApplicationView&, Step);

// Everything that law misses in a decision on this application, by field: outcome, resolution, reasons, law, appeal, hearing, valid_to.
// `today` tells whether the applicant's term to answer is over.
std::vector<Problem> problems_of_decision(const ApplicationView&, const Decision&, Date today);

// What an appointment becomes by an event that names it; another event leaves it as it is.
void apply(Appointment&, const ApplicationEvent&, Instant at);
// What is wrong with a time that is offered, by field: starts, minutes, place.
std::vector<Problem> problems_of_appointment(const NewAppointment&, Instant now);

// Whether this person may see it: the applicant, who acts for the applicant now, or who must sign.
bool may_see(const ApplicationView&, const Viewer&);
// Whether they may act in it: as may_see, but a co-signer only signs.
bool may_act(const ApplicationView&, const Viewer&);

// The pause that would end now, added to the earlier ones.
std::int64_t paused_until(const ApplicationView&, Instant now);

}  // namespace raekoda::applications
