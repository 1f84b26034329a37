#include <stdexcept>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "people/contact.h"
#include "people/people.h"
#include "people/people_queries_sql.h"
#include "people/people_vault_sql.h"

namespace raekoda::people {

namespace {

constexpr std::string_view staff_viewer = "staff/";
constexpr std::size_t index_bytes = 16, derived_secret_bytes = 16, longest_text = 200'000;

std::string key_context(const MunicipalityId& municipality, const std::string& person) { return "key/" + municipality.value + "/" + person; }
std::string contact_context(const MunicipalityId& municipality, const std::string& person) { return "contact/" + municipality.value + "/" + person; }
std::string text_context(const MunicipalityId& municipality, const std::string& person, const std::string& text) {
    return "text/" + municipality.value + "/" + person + "/" + text;
}

std::string length_prefixed(std::string_view part) { return std::to_string(part.size()) + ":" + std::string(part); }

std::string encode(const Contact& contact) {
    return json::serialize(json::object{{"name", contact.name}, {"email", contact.email}, {"phone", contact.phone}, {"language", contact.language}});
}
Result<Contact> decode(std::string_view text) {
    auto value = TRY(json::parse(text));
    if (!value.is_object()) return fail(Fault::broken, "a sealed contact is not an object");
    const auto& o = value.get_object();
    return Contact{json::text(o, "name"), json::text(o, "email"), json::text(o, "phone"), json::text(o, "language", "et")};
}

struct PersonRow {
    std::string id, sealed_key, sealed_contact;
    bool bounced = false;
};
PersonRow person_row(const store::Row& row) {
    return {std::string(row.text(0)), std::string(row.bytes(1)), std::string(row.bytes(2)), !row.is_null(3)};
}

// The person's key; nullopt: erased.
Result<std::optional<std::string>> open_key(const std::string& master, const MunicipalityId& municipality, const std::string& person, std::string_view box) {
    if (box.empty()) return std::nullopt;
    auto key = open_sealed(master, box, key_context(municipality, person));
    if (!key) return fail(Fault::broken, "the key of person " + person + " does not open: another master key, or damaged data");
    return key;
}
Result<Contact> open_contact(const std::string& key, const MunicipalityId& municipality, const PersonRow& row) {
    if (row.sealed_contact.empty()) return Contact{};
    auto plain = open_sealed(key, row.sealed_contact, contact_context(municipality, row.id));
    if (!plain) return fail(Fault::broken, "the contact of person " + row.id + " does not open");
    return decode(*plain);
}

std::optional<std::string> blind_index(const std::string& key, const MunicipalityId& municipality, std::string_view kind, const std::string& normalised) {
    if (normalised.empty()) return std::nullopt;
    return keyed_hash_256(key, length_prefixed(municipality.value) + length_prefixed(kind) + normalised).substr(0, index_bytes);
}
std::optional<store::Bytes> bytes(const std::optional<std::string>& value) {
    return value ? std::optional(store::Bytes{*value}) : std::nullopt;
}

bool same(const Contact& a, const Contact& b) {
    return a.name == b.name && a.email == b.email && a.phone == b.phone && a.language == b.language;
}

}  // namespace

Vault::Vault(std::string master_key) : master_key_(std::move(master_key)) {
    if (master_key_.size() != seal_key_size) throw std::invalid_argument("the master key has 32 bytes");
    index_key_ = keyed_hash_256(master_key_, "blind index");
    secret_key_ = keyed_hash_256(master_key_, "derived secret");
}

Result<std::optional<PersonId>> Vault::person_by_email(store::Session& session, const MunicipalityId& municipality, std::string_view email) {
    auto index = blind_index(index_key_, municipality, "email", normalised_email(std::string(email)));
    if (!index) return std::nullopt;
    auto found = TRY(session.first(sql::person_by_email, person_row, municipality.value, bytes(index)));
    return found ? std::optional(PersonId(found->id)) : std::nullopt;
}

Result<PersonId> Vault::keep_contact(store::Session& session, const MunicipalityId& municipality, const Contact& contact, Instant now) {
    if (contact.empty()) return keep_nobody(session, municipality, now);
    auto email_index = blind_index(index_key_, municipality, "email", normalised_email(contact.email));
    auto phone_index = blind_index(index_key_, municipality, "phone", normalised_phone(contact.phone));

    // By phone only when no e-mail is given: whoever types somebody's phone must not get that person's mail sent to another address.
    std::optional<PersonRow> found;
    if (email_index) found = TRY(session.first(sql::person_by_email, person_row, municipality.value, bytes(email_index)));
    else if (phone_index) found = TRY(session.first(sql::person_by_phone, person_row, municipality.value, bytes(phone_index)));

    if (!found) {
        PersonId id(random_id());
        std::string key = random_bytes(seal_key_size);
        std::string sealed_key = seal(master_key_, key, key_context(municipality, id.value));
        std::string sealed_contact = seal(key, encode(contact), contact_context(municipality, id.value));
        TRY(session.execute(sql::insert_person, municipality.value, id.value, store::Bytes{sealed_key}, store::Bytes{sealed_contact},
                            bytes(email_index), bytes(phone_index), now.microseconds));
        return id;
    }

    auto key = TRY(open_key(master_key_, municipality, found->id, found->sealed_key));
    if (!key) return fail(Fault::broken, "person " + found->id + " is erased and still indexed");
    Contact before = TRY(open_contact(*key, municipality, *found)), after = contact;
    if (after.name.empty()) after.name = before.name;
    if (after.email.empty()) after.email = before.email;
    if (after.phone.empty()) after.phone = before.phone;
    // An address typed once more deserves another try.
    bool forget_bounce = found->bounced && !contact.email.empty();
    if (same(before, after) && !forget_bounce) return PersonId(found->id);
    std::string sealed_contact = seal(*key, encode(after), contact_context(municipality, found->id));
    phone_index = blind_index(index_key_, municipality, "phone", normalised_phone(after.phone));
    if (forget_bounce || !found->bounced)
        TRY(session.execute(sql::update_person, municipality.value, found->id, store::Bytes{sealed_contact}, bytes(phone_index)));
    else
        TRY(session.execute(sql::update_bouncing_person, municipality.value, found->id, store::Bytes{sealed_contact}, bytes(phone_index)));
    return PersonId(found->id);
}

Result<PersonId> Vault::keep_nobody(store::Session& session, const MunicipalityId& municipality, Instant now) {
    PersonId id(random_id());
    std::string sealed_key = seal(master_key_, random_bytes(seal_key_size), key_context(municipality, id.value));
    TRY(session.execute(sql::insert_person, municipality.value, id.value, store::Bytes{sealed_key}, nullptr, nullptr, nullptr, now.microseconds));
    return id;
}

Result<std::optional<Contact>> Vault::contact(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    auto row = TRY(session.first(sql::person_by_id, person_row, municipality.value, person.value));
    if (!row) return std::nullopt;
    auto key = TRY(open_key(master_key_, municipality, person.value, row->sealed_key));
    if (!key) return std::nullopt;
    return TRY(open_contact(*key, municipality, *row));
}

Result<std::string> Vault::sealed_contact_of(store::Session& session, const MunicipalityId& municipality, const PersonId& person, const Contact& contact) {
    auto row = TRY(session.first(sql::person_by_id, person_row, municipality.value, person.value));
    if (!row) return fail(Fault::missing, "no person " + person.value);
    auto key = TRY(open_key(master_key_, municipality, person.value, row->sealed_key));
    if (!key) return fail(Fault::gone, "person " + person.value + " is erased");
    return seal(*key, encode(contact), contact_context(municipality, person.value));
}

Result<SealedTextId> Vault::keep_text(store::Session& session, const MunicipalityId& municipality, const PersonId& person, std::string_view text, Instant now) {
    if (text.size() > longest_text) return fail(Fault::too_large, "a text of " + std::to_string(text.size()) + " bytes for the vault");
    auto row = TRY(session.first(sql::person_by_id, person_row, municipality.value, person.value));
    if (!row) return fail(Fault::missing, "no person " + person.value);
    auto key = TRY(open_key(master_key_, municipality, person.value, row->sealed_key));
    if (!key) return fail(Fault::gone, "person " + person.value + " is erased");
    SealedTextId id(random_id());
    std::string box = seal(*key, text, text_context(municipality, person.value, id.value));
    TRY(session.execute(sql::insert_sealed_text, municipality.value, id.value, person.value, store::Bytes{box}, now.microseconds));
    return id;
}

Result<std::optional<std::string>> Vault::text(store::Session& session, const MunicipalityId& municipality, const SealedTextId& id) {
    struct TextRow {
        std::string person, sealed, sealed_key;
    };
    auto row = TRY(session.first(
        sql::sealed_text_by_id, [](const store::Row& r) { return TextRow{std::string(r.text(0)), std::string(r.bytes(1)), std::string(r.bytes(2))}; },
        municipality.value, id.value));
    if (!row) return std::nullopt;
    auto key = TRY(open_key(master_key_, municipality, row->person, row->sealed_key));
    if (!key) return std::nullopt;
    auto plain = open_sealed(*key, row->sealed, text_context(municipality, row->person, id.value));
    if (!plain) return fail(Fault::broken, "sealed text " + id.value + " does not open");
    return plain;
}

Outcome Vault::erase_text(store::Session& session, const MunicipalityId& municipality, const SealedTextId& id) {
    TRY(session.execute(sql::delete_sealed_text, municipality.value, id.value));
    return {};
}

Outcome Vault::erase_person(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    TRY(session.execute(sql::delete_sealed_texts_of, municipality.value, person.value));
    TRY(session.execute(sql::delete_subjects_of, municipality.value, person.value));
    if (TRY(session.execute(sql::blank_person, municipality.value, person.value)) == 0) return fail(Fault::missing, "no person " + person.value);
    return {};
}

Outcome Vault::note_bounce(store::Session& session, const MunicipalityId& municipality, const PersonId& person, Instant at) {
    TRY(session.execute(sql::note_person_bounce, municipality.value, person.value, at.microseconds));
    return {};
}

Result<bool> Vault::bounces(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    auto row = TRY(session.first(sql::person_by_id, person_row, municipality.value, person.value));
    return row && row->bounced;
}

Outcome Vault::note_access(store::Session& session, const MunicipalityId& municipality, const PersonId& person, std::string_view viewer,
                           std::string_view purpose, std::string_view subject, Instant at) {
    TRY(session.execute(sql::insert_access, municipality.value, person.value, at.microseconds, viewer, purpose, subject));
    return {};
}
Outcome Vault::note_access(store::Session& session, const MunicipalityId& municipality, const PersonId& person, const StaffId& staff,
                           std::string_view purpose, std::string_view subject, Instant at) {
    return note_access(session, municipality, person, std::string(staff_viewer) + staff.value, purpose, subject, at);
}

Result<std::vector<Vault::Access>> Vault::accesses(store::Session& session, const MunicipalityId& municipality, const PersonId& person, int limit) {
    return session.all(
        sql::accesses_of,
        [](const store::Row& row) {
            std::string viewer(row.text(0));
            StaffId staff(viewer.starts_with(staff_viewer) ? viewer.substr(staff_viewer.size()) : std::string());
            return Access{std::move(viewer), std::move(staff), std::string(row.text(1)), std::string(row.text(2)), Instant{row.integer(3)}};
        },
        municipality.value, person.value, limit);
}

std::string Vault::derived_secret(std::string_view purpose, std::string_view value) const {
    return base64url(keyed_hash_256(secret_key_, length_prefixed(purpose) + std::string(value)).substr(0, derived_secret_bytes));
}
std::string Vault::sealed_with_master(std::string_view plain, std::string_view context) const {
    return seal(master_key_, plain, "draft/" + std::string(context));
}
std::optional<std::string> Vault::opened_with_master(std::string_view box, std::string_view context) const {
    return open_sealed(master_key_, box, "draft/" + std::string(context));
}

}  // namespace raekoda::people
