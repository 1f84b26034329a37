// Pages of decision models at the desk: which there are, what each says, and what it decides on facts that an official types.
#pragma once
#include "cases/cases.h"
#include "people/visit.h"

namespace raekoda::doors::site {

// GET /desk/models, /desk/models/{id}. Both must outlive the router.
void add_model_pages(people::Reception&, cases::Cases&);

}  // namespace raekoda::doors::site
