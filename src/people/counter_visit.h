// Somebody stands at the counter, or calls, and lets an official see their matters. How they showed who they are and agreed is sealed under them
// and noted in the log of who looked, before anything is shown; both read it. A visit lasts half an hour, for that official alone; a form that was
// opened in it is finished in a few hours.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "people/people.h"

namespace raekoda::people {

struct CounterVisit {
    PersonId person;
    StaffId staff;
    std::string consent;  // as the official wrote it down
    Instant ends;
};
inline constexpr int counter_visit_minutes = 30, counter_form_minutes = 4 * 60;

// Gives the secret that names the visit in addresses. `purpose`: a text key.
Result<std::string> open_counter_visit(People&, const MunicipalityId&, const PersonId&, const StaffId&, std::string_view consent, std::string_view purpose, Instant now);
// nullopt: no such visit, another official's, or over.
Result<std::optional<CounterVisit>> counter_visit(People&, const MunicipalityId&, std::string_view secret, const StaffId&, Instant now);

// The same also when it is over: `ends` says since when. What is long over must be refused by the caller.
Result<std::optional<CounterVisit>> counter_visit_given(People&, const MunicipalityId&, std::string_view secret, const StaffId&);

// In the log of who looked a visit is "consent/<id>".
inline constexpr std::string_view consent_subject = "consent/";
Result<std::string> consent_words(People&, const MunicipalityId&, std::string_view id);  // empty: erased

}  // namespace raekoda::people
