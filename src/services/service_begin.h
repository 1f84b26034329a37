// Beginning a service: from nothing, as a copy, or taking a common one over. Files for a draft; nothing is kept here.
#pragma once
#include <string>
#include <vector>

#include "services/service_register.h"

namespace raekoda::services {

struct NewService {
    std::string id;
    LocalText name, summary;
    std::vector<std::string> themes, target_groups;
    bool with_form = false;
};
// With every text that has to be written, empty: the desk shows what is missing.
ServiceFiles begun_service(const MunicipalityId&, const NewService&);
// An empty form for a service without one. Error: conflict, when it has one.
Result<ServiceFiles> with_new_form(ServiceFiles, const MunicipalityId&, const std::string& id);
// A whole service of its own; what decides it stays the decision of the other, with its values. `name` empty: as the other is called.
Result<ServiceFiles> copied_service(const Service& other, const std::string& id, const LocalText& name);

struct CommonService {
    std::string id;
    LocalText name, summary;
};
// The common services that a municipality has not taken over; sorted by id.
std::vector<CommonService> common_services_left(const Catalogue&, const MunicipalityId&);
// Values of a decision that the municipality does not have are those of another one, to be confirmed. Error: missing, when it is none of the above.
Result<ServiceFiles> taken_over_service(const Catalogue&, const MunicipalityId&, const std::string& id);

}  // namespace raekoda::services
