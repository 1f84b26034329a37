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

// GET and POST /sign-in, POST /sign-out, /desk/staff, /desk/keys. Reception and People must outlive the router.
void add_people_pages(Reception&, People&, PeopleChoices);

// Where signing in may lead back to: a page of this site in one of its languages, else the desk.
std::string way_back(const view::Frame&, std::string_view wanted);

}  // namespace raekoda::people
