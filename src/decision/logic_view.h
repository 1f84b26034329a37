// Boxed expressions as people see them. Private to the room.
#pragma once
#include <vector>

#include "decision/build.h"
#include "decision/source.h"

namespace raekoda::decision {

// `own`: the tables of the decision or knowledge model, in the order in which they were built.
LogicView logic_view(const source::Expression&, const std::vector<std::size_t>& own, const Tables&);

}  // namespace raekoda::decision
