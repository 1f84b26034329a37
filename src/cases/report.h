// The aggregate: how a report's state follows from what happened, and what may happen next. Pure: no clock, no database.
#pragma once
#include "cases/cases.h"
#include "cases/report_events.h"

namespace raekoda::cases {

// The state after an event. `at` is when it happened; the version grows by one.
void apply(ReportView& report, const ReportEvent&, Instant at);

// A step that somebody wants to take, for the table of what is allowed when.
enum class Step { begin_work, assign, ask, reply, note, answer, close, reopen, disagree, withdraw, merge, split, change_kind, change_place, publish, hide, redact, join };
// Fault::conflict with text key cases.not_now_<step> when the report's state does not allow it.
Outcome allowed(const ReportView&, Step);
bool can(const ReportView&, Step);

}  // namespace raekoda::cases
