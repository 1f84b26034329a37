#include "people/mandate.h"

#include "base/json.h"
#include "people/staff.h"

namespace raekoda::people {

journal::Event encode(const MandateEvent& event) {
    const auto* given = std::get_if<MandateGiven>(&event);
    if (!given) return {"MandateEnded", "{}"};
    json::array scopes;
    for (const auto& scope : given->scopes) scopes.emplace_back(scope);
    return {"MandateGiven", json::serialize(json::object{{"represented", given->represented}, {"holder", given->holder}, {"based_on", given->based_on}, {"scopes", std::move(scopes)},
                                                         {"may_pass_on", given->may_pass_on}, {"from", given->valid_from}, {"until", given->valid_until}})};
}

Result<MandateEvent> decode_mandate_event(std::string_view type, std::string_view data) {
    auto value = TRY(json::parse(data));
    if (!value.is_object()) return fail(Fault::broken, std::string(type) + " is not an object");
    const auto& o = value.get_object();
    if (type == "MandateEnded") return MandateEnded{};
    if (type != "MandateGiven") return fail(Fault::broken, "unknown event of a mandate: " + std::string(type));
    MandateGiven given{json::text(o, "represented"), json::text(o, "holder"), json::text(o, "based_on"), {}, json::boolean(o, "may_pass_on"), json::text(o, "from"), json::text(o, "until")};
    if (const auto* scopes = json::list(o, "scopes"))
        for (const auto& scope : *scopes) given.scopes.push_back(json::as_text(scope));
    return given;
}

void MandateState::apply(const MandateEvent& event) {
    ++version;
    if (const auto* given = std::get_if<MandateGiven>(&event)) represented = given->represented, holder = given->holder;
    else ended = true;
}

Result<std::vector<MandateEvent>> MandateState::end() const {
    if (version == 0) return fail(Fault::missing, "no such mandate");
    if (ended) return std::vector<MandateEvent>{};
    return std::vector<MandateEvent>{MandateEnded{}};
}

}  // namespace raekoda::people
