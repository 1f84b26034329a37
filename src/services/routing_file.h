// <municipality>/report_routing/: dated versions of the rule table, each a model. Inside of the room.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "services/decision_models.h"
#include "services/routing_table.h"

namespace raekoda::services {

// What rules may speak of.
struct RoutingGround {
    const Municipality& municipality;
    std::function<bool(std::string_view)> has_kind, has_area;
    bool all_kinds_read = true;  // no kind of the municipality has problems of its own
};
struct Routings {
    std::vector<RuleTable> tables;      // oldest first
    std::vector<DecisionModel> models;  // the same for those who read them: "report_routing_2026-10-01"
};
Routings read_routing(CatalogueFolder&, DecisionReader&, const RoutingGround&);

}  // namespace raekoda::services
