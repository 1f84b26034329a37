// The dated rules of the catalogue: any text is read whole or refused, and what is read keeps its promises.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "people/dated_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    using namespace raekoda::people;
    auto rules = read_dated_rules(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!rules) return 0;
    const Date today{2026, 11, 21};
    int fitting = 0;
    for (const auto& version : rules->versions) {
        if (version.keep_register_queries_months < 1 || version.act_alone_from_age < 0 || version.act_alone_from_age > 21) std::abort();
        fitting += version.valid_from <= today && (!version.valid_until || today <= *version.valid_until);
        auto before = months_before(today, version.keep_register_queries_months);
        if (!(before < today) || !Date::from_iso(before.iso())) std::abort();
    }
    if (fitting > 1 || (fitting == 1) != (rules->on(today) != nullptr)) std::abort();
    (void)may_act(*rules, "EE60001019906", "information-request", today);
    return 0;
}
