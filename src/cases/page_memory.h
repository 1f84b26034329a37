// What pages need again and again and what changes seldom, remembered for a minute: officials' names and how long reports of a kind
// usually take. Thread-safe.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "cases/case_views.h"

namespace raekoda::cases {

class PageMemory {
public:
    explicit PageMemory(Cases& cases) : cases_(cases) {}
    // Nobody and nothing when the database does not answer: pages do without.
    std::shared_ptr<const StaffNames> staff_names(const MunicipalityId&, Instant now);
    UsualDuration usual_duration(const MunicipalityId&, const std::string& kind, Instant now);

private:
    static constexpr std::int64_t seconds = 60;
    template <class T>
    struct Kept {
        T value;
        Instant at;
        bool fresh(Instant now) const { return now >= at && now.seconds_since(at) < seconds; }
    };
    Cases& cases_;
    std::mutex mutex_;
    std::map<MunicipalityId, Kept<std::shared_ptr<const StaffNames>>> names_;
    std::map<std::pair<MunicipalityId, std::string>, Kept<UsualDuration>> durations_;
};

}  // namespace raekoda::cases
