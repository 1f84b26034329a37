// Rows of a decision table that one other value would have made count.
#pragma once
#include <string_view>
#include <vector>

#include "decision/model.h"
#include "decision/reasons.h"

namespace raekoda::decision {

struct NearRule {
    std::uint32_t rule = 0, input = 0;  // the only cell that did not match
};
// In the table's order. Where the first row decides, a row behind it is near only if the other value surely lets go of every row before.
std::vector<NearRule> near_rules(const TableView&, const TableReason&);
// The values that a cell names one by one (`true`; `"a", "b"`); none when it says anything else.
std::vector<Value> cell_values(std::string_view cell);

}  // namespace raekoda::decision
