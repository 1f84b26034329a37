// What rooms above people hold of a person, told to people: for the copy of everything known, and for what an erasure must leave.
#pragma once
#include <memory>

#include "applications/applications.h"
#include "people/residents.h"

namespace raekoda::doors::console {

std::shared_ptr<people::PersonalDataHolder> applications_of_person(std::shared_ptr<applications::Applications>);

}  // namespace raekoda::doors::console
