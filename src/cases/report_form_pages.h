// The pages by which a resident makes a report, joins one, and what the browser's scripts ask while they do.
#pragma once
#include "cases/cases.h"
#include "people/visit.h"

namespace raekoda::cases {

// Registers /report…, /places.json and /reports/{number}/join. Keeps references: all three must outlive the reception.
void add_report_form_pages(people::Reception&, Cases&, media::PhotoWorkshop&);

}  // namespace raekoda::cases
