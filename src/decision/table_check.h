// The static check of decision tables. Private to the room.
#pragma once
#include <vector>

#include "decision/model.h"
#include "decision/table.h"

namespace raekoda::decision {

void check_table(const TableProgram&, const TableView&, std::vector<Finding>&);

}  // namespace raekoda::decision
