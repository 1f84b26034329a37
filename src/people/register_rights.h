// Whom a resident may represent, as the state's registers say: children in custody, wards, companies, mandates of the state's register.
#pragma once
#include <memory>

#include "people/registers.h"
#include "people/residents.h"

namespace raekoda::people {

// Also the mandates of companies that somebody may represent alone ("chain"), of the first ten. What limits a right to a look by an official (custody in part, a board that acts together only) gives none here.
RegisterRights rights_by_registers(std::shared_ptr<RegisterFacts>);

// From what registers answered. Pure.
std::optional<RegisterRight> right_of(const Relation&, Date today);
std::optional<RegisterRight> right_of(const CompanyRole&, Date today);
std::optional<RegisterRight> right_of(const RegisteredMandate&, Date today);

}  // namespace raekoda::people
