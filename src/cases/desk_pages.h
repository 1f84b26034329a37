// Pages of officials' desk: the queue, a report with everything that can be done about it, redaction, answer templates.
#pragma once
#include "cases/cases.h"
#include "people/visit.h"

namespace raekoda::cases {

// GET /desk, /desk/reports/{number} with its acts, /desk/reports/{number}/redact, /desk/answers. All three must outlive the router.
void add_desk_pages(people::Reception&, Cases&, media::PhotoWorkshop&);

}  // namespace raekoda::cases
