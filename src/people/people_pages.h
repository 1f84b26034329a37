// Pages of people: signing in and out, and for managers the officials and the partners' keys.
#pragma once
#include <map>
#include <vector>

#include "people/people.h"
#include "people/visit.h"

namespace raekoda::people {

// What a municipality's officials can work on and in. The caller takes it from the catalogue, which this room does not know.
struct NamedChoice {
    std::string id;
    view::LocalText name;
};
struct TownChoices {
    std::vector<NamedChoice> areas_of_work, teams;
};
using PeopleChoices = std::map<MunicipalityId, TownChoices>;

inline constexpr const char* session_cookie = "raekoda_session";

// GET and POST /sign-in, POST /sign-out, /desk/staff, /desk/keys. Reception, People and Residents must outlive the router.
// `code_login`: officials whose personal code is bound to their record may log in at the provider of residents.
void add_people_pages(Reception&, People&, Residents&, PeopleChoices, bool code_login);

}  // namespace raekoda::people
