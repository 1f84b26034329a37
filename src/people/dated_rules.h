// Rules about people that a law or the town sets and may change, as data with days: how long a log and applications are kept, from what age somebody acts alone.
// Catalogue: common/people.json. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace raekoda::people {

struct DatedRules {
    struct Version {
        Date valid_from;
        std::optional<Date> valid_until;          // the last day; nullopt: until further notice
        int keep_register_queries_months = 0;     // 1 to 600
        int act_alone_from_age = 18;              // full years, 0 to 21: to apply, and to give mandates
        std::map<std::string, int> apply_from_age;  // by service, where a younger one may apply alone
        std::optional<int> keep_decided_years;              // 1 to 100, of an application after its last change; nullopt: without end
        std::map<std::string, int> keep_decided_years_of;   // by service, where another law says so
        std::optional<int> keep_withdrawn_days;             // 0 to 3660, of an application that was withdrawn; nullopt: until it is erased
    };
    std::vector<Version> versions;  // the earliest first, none over another
    const Version* on(Date) const;  // nullptr: no rule on that day
};
// invalid, with what is wrong and where: not JSON, a member unknown or out of range, versions that overlap or have no source.
Result<DatedRules> read_dated_rules(std::string_view json);

// May they act alone on this day? The birth date follows from an Estonian code; of somebody without one (another country's eIDAS, an e-mail) it is
// not known here, and they may. `service` empty: anything else than applying. No rule on the day: they may.
bool may_act(const DatedRules&, std::string_view subject, std::string_view service, Date today);
int full_years(Date born, Date today);  // somebody born on 29 February is a year older on 1 March
Date months_before(Date, int months);   // the last day of the month where the day does not exist

}  // namespace raekoda::people
