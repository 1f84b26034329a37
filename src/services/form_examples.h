// Examples of a form are tests: what is asked, hidden, refused must be what the example expects. Inside of the room.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "services/service.h"

namespace raekoda::services {

// What is not as expected, in English, for those who make forms; empty: all is well. A service without a form has no such problems.
std::vector<std::string> run_form_example(const Service&, const FormExample&);
// What the form says of these answers, as an example would expect it: whether they are valid, and which fields have a problem.
json::object expected_of_form(const Service&, const FormExample&);

}  // namespace raekoda::services
