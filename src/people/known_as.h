// Everybody whom the town's books know as one person, so that what they did as somebody else is found: on their desk, in their copy, by erasing.
#pragma once
#include <vector>

#include "people/people.h"

namespace raekoda::people {

struct KnownAs {
    std::vector<PersonId> persons;   // the person first, then the guests who turned out to be them
    // Those to whom letters about reports go at an e-mail that the person has proved by opening its letter. An e-mail that somebody only typed
    // proves nothing and reaches nobody.
    std::vector<PersonId> contacts;
};
Result<KnownAs> known_as(store::Session&, Vault&, const MunicipalityId&, const PersonId&);
Result<KnownAs> known_as(People&, const MunicipalityId&, const PersonId&);
// Whose holds keep what is known of somebody: theirs, and of everybody who is known as them too. The person first.
Result<std::vector<PersonId>> covered_by(store::Session&, Vault&, const MunicipalityId&, const PersonId&);
// Nothing of them may be forgotten or erased on this day.
Result<bool> is_held(store::Session&, Vault&, const MunicipalityId&, const PersonId&, Date today);
// Where the town writes to them, each as it is kept; those without anything are left out.
Result<std::vector<Contact>> contacts_of(People&, const MunicipalityId&, const PersonId&);

}  // namespace raekoda::people
