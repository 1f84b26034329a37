// What a register answers comes from outside: whatever it is, it is taken whole or not at all, and what is taken keeps its promises.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/personal_code.h"
#include "doors/xroad/xroad.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    using namespace raekoda::doors::xroad;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string about = "EE60001019906";
    const Date today{2026, 11, 21};
    if (auto person = read_person(text, about, today))
        if (person->subject != about || person->birth_date != Date{2000, 1, 1} || person->given_name.empty()) std::abort();
    if (auto residence = read_residence(text, about, today))
        if (residence->address && residence->address->municipality.size() != 4) std::abort();
    if (auto family = read_family(text, about, today))
        for (const auto& relation : *family)
            if (relation.subject == about || relation.family_name.empty()) std::abort();
    if (auto death = read_death(text, about, today))
        if (death->died != death->date.has_value()) std::abort();
    if (auto studies = read_studies(text, about, today); studies && studies->size() > 500) std::abort();
    if (auto roles = read_companies(text, about, today))
        for (const auto& role : *roles)
            if (!is_company_subject(role.company)) std::abort();
    if (auto mandates = read_mandates(text, about, today))
        for (const auto& mandate : *mandates)
            if (mandate.to != about || mandate.scopes.empty()) std::abort();
    if (auto entries = read_addresses(text, "tähe"))
        for (const auto& entry : *entries)
            if (entry.address.object_id.empty() || !(entry.lat > 57 && entry.lat < 60) || !(entry.lon > 21 && entry.lon < 29)) std::abort();
    if (auto entry = read_address_entry(text, "XX1"); entry && entry->address.object_id != "XX1") std::abort();
    (void)read_setup(text);
    return 0;
}
