#include "cases/page_memory.h"

namespace raekoda::cases {

std::shared_ptr<const StaffNames> PageMemory::staff_names(const MunicipalityId& municipality, Instant now) {
    {
        std::lock_guard lock(mutex_);
        if (auto found = names_.find(municipality); found != names_.end() && found->second.fresh(now)) return found->second.value;
    }
    auto names = std::make_shared<StaffNames>();
    auto staff = cases_.people().staff(municipality);
    if (!staff) return names;
    for (const auto& member : *staff) (*names)[member.id] = member.display_name;
    std::lock_guard lock(mutex_);
    names_.insert_or_assign(municipality, Kept<std::shared_ptr<const StaffNames>>{names, now});
    return names;
}

UsualDuration PageMemory::usual_duration(const MunicipalityId& municipality, const std::string& kind, Instant now) {
    std::pair key(municipality, kind);
    {
        std::lock_guard lock(mutex_);
        if (auto found = durations_.find(key); found != durations_.end() && found->second.fresh(now)) return found->second.value;
    }
    auto usual = cases_.usual_duration(municipality, kind);
    if (!usual) return {};
    std::lock_guard lock(mutex_);
    durations_.insert_or_assign(key, Kept<UsualDuration>{*usual, now});
    return *usual;
}

}  // namespace raekoda::cases
