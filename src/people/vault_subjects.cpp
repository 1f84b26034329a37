// The vault's part for persons who are named by something: the person's own key for other books, and what names them.
#include "base/crypto.h"
#include "people/people.h"
#include "people/people_queries_sql.h"
#include "people/people_vault_sql.h"

namespace raekoda::people {

namespace {

constexpr std::size_t index_bytes = 16, longest_subject = 300;
constexpr std::string_view subject_context = "subject";

std::string length_prefixed(std::string_view part) { return std::to_string(part.size()) + ":" + std::string(part); }
PersonId person_of(const store::Row& row) { return PersonId(std::string(row.text(0))); }

}  // namespace

std::string PersonKey::seal(std::string_view plain, std::string_view context) const {
    return raekoda::seal(key_, plain, "book/" + place_ + "/" + std::string(context));
}
Result<std::string> PersonKey::open(std::string_view box, std::string_view context) const {
    auto plain = open_sealed(key_, box, "book/" + place_ + "/" + std::string(context));
    if (!plain) return fail(Fault::broken, "a box of person " + place_ + " does not open: " + std::string(context.substr(0, context.find('/'))));
    return std::move(*plain);
}

Result<std::optional<PersonKey>> Vault::key_of(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    auto box = TRY(session.first(sql::key_of_person, [](const store::Row& row) { return std::string(row.bytes(0)); }, municipality.value, person.value));
    return opened_key(municipality, person, box ? *box : std::string());
}

Result<std::optional<PersonKey>> Vault::opened_key(const MunicipalityId& municipality, const PersonId& person, std::string_view sealed_key) const {
    if (sealed_key.empty()) return std::nullopt;
    auto key = open_sealed(master_key_, sealed_key, "key/" + municipality.value + "/" + person.value);
    if (!key) return fail(Fault::broken, "the key of person " + person.value + " does not open: another master key, or damaged data");
    return PersonKey(std::move(*key), municipality.value + "/" + person.value);
}

std::string Vault::subject_index(const MunicipalityId& municipality, std::string_view kind, std::string_view value) const {
    return keyed_hash_256(index_key_, length_prefixed(municipality.value) + length_prefixed(kind) + std::string(value)).substr(0, index_bytes);
}

Result<PersonId> Vault::keep_subject(store::Session& session, const MunicipalityId& municipality, std::string_view subject, Instant now) {
    if (subject.empty() || subject.size() > longest_subject) return fail(Fault::invalid, "a subject of " + std::to_string(subject.size()) + " bytes");
    if (auto known = TRY(person_by_subject(session, municipality, subject))) return *known;
    auto person = TRY(keep_nobody(session, municipality, now));
    auto key = TRY(key_of(session, municipality, person));
    const std::string box = key->seal(subject, subject_context), index = subject_index(municipality, "subject", subject);
    TRY(session.execute(sql::insert_subject, municipality.value, store::Bytes{index}, person.value, store::Bytes{box}, now.microseconds));
    return person;
}

Result<std::optional<PersonId>> Vault::person_by_subject(store::Session& session, const MunicipalityId& municipality, std::string_view subject) {
    const std::string index = subject_index(municipality, "subject", subject);
    return session.first(sql::person_by_subject, person_of, municipality.value, store::Bytes{index});
}

Result<std::optional<std::string>> Vault::subject_of(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    auto key = TRY(key_of(session, municipality, person));
    if (!key) return std::nullopt;
    auto box = TRY(session.first(sql::subject_of_person, [](const store::Row& row) { return std::string(row.bytes(0)); }, municipality.value, person.value));
    if (!box) return std::nullopt;
    return TRY(key->open(*box, subject_context));
}

Outcome Vault::set_contact(store::Session& session, const MunicipalityId& municipality, const PersonId& person, const Contact& contact) {
    auto box = TRY(sealed_contact_of(session, municipality, person, contact));
    TRY(session.execute(sql::update_contact, municipality.value, person.value, store::Bytes{box}));
    return {};
}

Outcome Vault::join(store::Session& session, const MunicipalityId& municipality, const PersonId& guest, const PersonId& person, Instant now) {
    TRY(session.execute(sql::insert_joined, municipality.value, guest.value, person.value, now.microseconds));
    return {};
}
Result<std::optional<PersonId>> Vault::joined_into(store::Session& session, const MunicipalityId& municipality, const PersonId& guest) {
    return session.first(sql::joined_into, person_of, municipality.value, guest.value);
}
Result<std::vector<PersonId>> Vault::all_of(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    std::vector<PersonId> all{person};
    for (auto& guest : TRY(session.all(sql::guests_of, person_of, municipality.value, person.value))) all.push_back(std::move(guest));
    return all;
}

}  // namespace raekoda::people
