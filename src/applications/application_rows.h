// Rows of application_record as values. Inside the room only.
#pragma once
#include "applications/application.h"
#include "store/store.h"

namespace raekoda::applications {

Result<std::optional<ApplicationView>> load_application(store::Session&, const MunicipalityId&, const ApplicationNumber&);
ApplicationLine line_from(const store::Row&);
ApplicationLine own_line_from(const store::Row&);  // what its applicant sees of it: neither themselves nor the town's inside

// Persons of a list in one column.
std::string encode_persons(const std::vector<PersonId>&);
std::string iso_of(const std::optional<Date>&);  // empty: none

// In the order of the columns of appointments_of_number; place, words and answer are still sealed.
Appointment appointment_from(const store::Row&);
Result<std::vector<Appointment>> load_appointments(store::Session&, const MunicipalityId&, const ApplicationNumber&);

}  // namespace raekoda::applications
