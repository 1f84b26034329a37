// Officials look after services: texts in three languages, dated values, questions; preview, examples, a second person's approval, history.
#pragma once
#include "cases/cases.h"
#include "people/people.h"
#include "people/visit.h"
#include "services/service_register.h"

namespace raekoda::doors::site {

void add_service_desk_pages(people::Reception&, people::People&, cases::Cases&, services::ServiceRegister&);

}  // namespace raekoda::doors::site
