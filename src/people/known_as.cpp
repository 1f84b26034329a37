#include "people/known_as.h"

#include <algorithm>

namespace raekoda::people {

namespace {
constexpr std::string_view email_subject = "email:";
}

Result<KnownAs> known_as(store::Session& session, Vault& vault, const MunicipalityId& municipality, const PersonId& person) {
    KnownAs known{TRY(vault.all_of(session, municipality, person)), {}};
    for (const auto& one : known.persons) {
        auto subject = TRY(vault.subject_of(session, municipality, one));
        if (!subject || !subject->starts_with(email_subject)) continue;
        auto contact = TRY(vault.person_by_email(session, municipality, std::string_view(*subject).substr(email_subject.size())));
        if (contact && std::find(known.persons.begin(), known.persons.end(), *contact) == known.persons.end()) known.contacts.push_back(*contact);
    }
    return known;
}

Result<KnownAs> known_as(People& people, const MunicipalityId& municipality, const PersonId& person) {
    return people.journal().database().read_value<KnownAs>([&](store::Session& session) { return known_as(session, people.vault(), municipality, person); });
}

Result<std::vector<Contact>> contacts_of(People& people, const MunicipalityId& municipality, const PersonId& person) {
    return people.journal().database().read_value<std::vector<Contact>>([&](store::Session& session) -> Result<std::vector<Contact>> {
        const auto known = TRY(known_as(session, people.vault(), municipality, person));
        std::vector<Contact> contacts;
        for (const auto* persons : {&known.persons, &known.contacts})
            for (const auto& one : *persons)
                if (auto contact = TRY(people.vault().contact(session, municipality, one)); contact && !contact->empty()) contacts.push_back(std::move(*contact));
        return contacts;
    });
}

}  // namespace raekoda::people
