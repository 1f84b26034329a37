#include "people/known_as.h"

#include <algorithm>

#include "people/contact.h"

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

Result<std::vector<PersonId>> covered_by(store::Session& session, Vault& vault, const MunicipalityId& municipality, const PersonId& person) {
    std::vector<PersonId> all{person};
    if (auto joined = TRY(vault.joined_into(session, municipality, person))) all.push_back(*joined);
    auto contact = TRY(vault.contact(session, municipality, person));
    if (!contact || contact->email.empty()) return all;
    // A contact of reports belongs to whoever has proved its e-mail.
    auto written_to = TRY(vault.person_by_email(session, municipality, contact->email));
    if (!written_to || *written_to != person) return all;
    auto guest = TRY(vault.person_by_subject(session, municipality, std::string(email_subject) + normalised_email(contact->email)));
    if (!guest || *guest == person) return all;
    all.push_back(*guest);
    if (auto joined = TRY(vault.joined_into(session, municipality, *guest))) all.push_back(*joined);
    return all;
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
