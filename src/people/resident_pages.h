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

namespace raekoda::people {

struct ResidentPagesOptions {
    // What a mandate can be limited to: the services of the municipality. The caller takes them from the catalogue.
    std::function<std::vector<NamedChoice>(const MunicipalityId&)> scopes;
    std::shared_ptr<RegisterFacts> registers;  // for the log of queries; null: none are shown
    DatedRules rules;                          // from what age somebody lets others act for them
};

// GET /my/data, /my/data/export, /my/data/correct, /my/data/erase, /my/acting, /my/mandates and their POSTs; /desk/corrections.
// Reception, People and Residents must outlive the router.
void add_resident_pages(Reception&, People&, Residents&, ResidentPagesOptions);

}  // namespace raekoda::people
