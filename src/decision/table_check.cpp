#include "decision/table_check.h"

namespace raekoda::decision {

void check_table(const TableProgram&, const TableView&, std::vector<Finding>&) {}

}  // namespace raekoda::decision
