// Pages of residents' own data, of mandates and of acting for others; for officials the requests to correct data.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "people/dated_rules.h"
#include "people/people.h"
#include "people/people_pages.h"
#include "people/registers.h"
#include "people/residents.h"
#include "people/visit.h"
#include "view/components.h"

namespace raekoda::people {

struct ResidentPagesOptions {
    // What a mandate can be limited to: the services of the municipality. The caller takes them from the catalogue.
    std::function<std::vector<NamedChoice>(const MunicipalityId&)> scopes;
    std::shared_ptr<RegisterFacts> registers;  // for the log of queries; null: none are shown
    DatedRules rules;                          // from what age somebody lets others act for them
    // What a county or municipality with this EHAK code is called; empty: nobody knows.
    std::function<std::string(std::string_view ehak, view::Language)> unit_name;
    // A matter of another room ("application/T-2026-000123") as its person reads of it, and where; nullopt: not theirs to open.
    std::function<std::optional<view::Link>(const Visit&, std::string_view reference)> matter;
};

// GET /my/data, /my/data/export, /my/data/correct, /my/data/erase, /my/acting, /my/mandates and their POSTs; /desk/corrections.
// Reception, People and Residents must outlive the router.
void add_resident_pages(Reception&, People&, Residents&, ResidentPagesOptions);

}  // namespace raekoda::people
