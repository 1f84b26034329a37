// One decision over a CSV file of facts, as a stream: memory does not grow with the rows.
#pragma once
#include <memory>
#include <string>

#include "decision/model.h"

namespace raekoda::doors::console {

// Facts: a header of inputs ("Age", "Person.age"), then rows; RFC 4180, UTF-8. Results go to standard output in the order of the rows: the columns
// of the result and a column "problem"; progress goes to standard error.
int decide_table(std::shared_ptr<const decision::Model>, std::size_t decision, const std::string& file, decision::Now);

}  // namespace raekoda::doors::console
