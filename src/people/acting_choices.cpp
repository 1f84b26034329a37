#include "people/acting_choices.h"

#include "base/json.h"

namespace raekoda::people {

namespace {
constexpr int days_kept = 30;
}

Fact fact_of_choices(const std::vector<Acting>& choices, Instant now) {
    json::array list;
    for (const auto& acting : choices)
        if (!acting.is_self()) list.push_back(json::object{{"name", acting.name}, {"kind", acting.kind}, {"key", acting.key()}});
    return {std::string(acting_choices_fact), json::serialize(list), "registers", now, "residents.purpose_choices", local_time(now).date.plus_days(days_kept), false, false};
}

std::vector<ActingChoice> choices_told(const std::vector<Fact>& facts) {
    std::vector<ActingChoice> told;
    for (const auto& fact : facts) {
        if (fact.name != acting_choices_fact) continue;
        auto list = json::parse(fact.value_json);
        if (!list || !list->is_array()) continue;
        for (const auto& item : list->get_array())
            if (const auto* o = item.if_object()) told.push_back({json::text(*o, "key"), json::text(*o, "name"), json::text(*o, "kind")});
    }
    return told;
}

}  // namespace raekoda::people
