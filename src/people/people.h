// FRONT DOOR of people: officials and what they may, keys of partners, and the vault where personal data lie sealed, each person under a
// key of their own. Journal, logs and search hold only the references given out here. Erasing a person destroys the key.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"
#include "store/store.h"

namespace raekoda::people {

using PersonId = Id<struct PersonTag>;
using StaffId = Id<struct StaffTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using SealedTextId = Id<struct SealedTextTag>;

// --- The vault. Its tables are a book of their own, not projections: what is erased here cannot be rebuilt. ---

struct Contact {
    std::string name, email, phone;  // each may be empty; e-mail and phone checked by check_contact
    std::string language = "et";     // in which to write to this person
    bool empty() const { return name.empty() && email.empty() && phone.empty(); }
};
// Cleans and checks: e-mail of at most 254 bytes in RFC 5321's shape, phone of 5 to 15 digits, name of at most 200 characters.
// Problems name the fields "name", "email", "phone".
Result<Contact> check_contact(const Contact& as_typed);

// A person's own key, open for the length of a piece of work: what other books hold of them is sealed with it. `context` names the
// place of a box; in another place it does not open.
class PersonKey {
public:
    std::string seal(std::string_view plain, std::string_view context) const;
    Result<std::string> open(std::string_view box, std::string_view context) const;  // broken: damaged, or of another place

private:
    friend class Vault;
    PersonKey(std::string key, std::string place) : key_(std::move(key)), place_(std::move(place)) {}
    std::string key_, place_;
};

class Vault {
public:
    explicit Vault(std::string master_key);  // 32 bytes; every person's key is sealed under it

    // The person with this e-mail (else this phone) in this municipality, found by blind index, or a new one. Takes over what is new.
    Result<PersonId> keep_contact(store::Session&, const MunicipalityId&, const Contact&, Instant now);
    Result<PersonId> keep_nobody(store::Session&, const MunicipalityId&, Instant now);  // a person known by nothing, to seal words under
    Result<std::optional<Contact>> contact(store::Session&, const MunicipalityId&, const PersonId&);  // nullopt: erased or unknown
    // Words as written, with the personal data that the public text covers.
    Result<SealedTextId> keep_text(store::Session&, const MunicipalityId&, const PersonId&, std::string_view text, Instant now);
    Result<std::optional<std::string>> text(store::Session&, const MunicipalityId&, const SealedTextId&);
    Outcome erase_text(store::Session&, const MunicipalityId&, const SealedTextId&);
    Outcome erase_person(store::Session&, const MunicipalityId&, const PersonId&);
    Result<std::optional<PersonKey>> key_of(store::Session&, const MunicipalityId&, const PersonId&);  // nullopt: erased or unknown
    // The same for whoever read people_person.sealed_key along with what it opens.
    Result<std::optional<PersonKey>> opened_key(const MunicipalityId&, const PersonId&, std::string_view sealed_key) const;
    // Where to write to this person. Unlike keep_contact it finds nobody and makes nobody findable: an e-mail that somebody typed must not
    // lead to a person with a personal code. gone: erased.
    Outcome set_contact(store::Session&, const MunicipalityId&, const PersonId&, const Contact&);

    // What names a person (a personal code, "email:…"), found by blind index. keep_subject makes a person when there is none.
    Result<PersonId> keep_subject(store::Session&, const MunicipalityId&, std::string_view subject, Instant now);
    Result<std::optional<PersonId>> person_by_subject(store::Session&, const MunicipalityId&, std::string_view subject);
    Result<std::optional<std::string>> subject_of(store::Session&, const MunicipalityId&, const PersonId&);
    Result<std::optional<PersonId>> person_by_email(store::Session&, const MunicipalityId&, std::string_view email);  // of keep_contact
    std::string subject_index(const MunicipalityId&, std::string_view kind, std::string_view value) const;  // 16 bytes, for books of their own
    // `guest` turned out to be `person`: all_of(person) names both from now on.
    Outcome join(store::Session&, const MunicipalityId&, const PersonId& guest, const PersonId& person, Instant now);
    Result<std::optional<PersonId>> joined_into(store::Session&, const MunicipalityId&, const PersonId& guest);
    Result<std::vector<PersonId>> all_of(store::Session&, const MunicipalityId&, const PersonId&);  // the person first

    Outcome note_bounce(store::Session&, const MunicipalityId&, const PersonId&, Instant);  // their e-mail does not arrive
    Result<bool> bounces(store::Session&, const MunicipalityId&, const PersonId&);

    // Who looked at whom, when, for what: `purpose` is a text key, `subject` a reference such as "report/2026-000123". A viewer is an actor:
    // "staff/<id>", "person/<id>/for/<id>/<kind>", "system/<part>".
    Outcome note_access(store::Session&, const MunicipalityId&, const PersonId&, std::string_view viewer, std::string_view purpose, std::string_view subject, Instant);
    Outcome note_access(store::Session&, const MunicipalityId&, const PersonId&, const StaffId&, std::string_view purpose, std::string_view subject, Instant);
    struct Access {
        std::string viewer;
        StaffId staff;  // empty: the viewer is no official
        std::string purpose, subject;
        Instant at;
    };
    Result<std::vector<Access>> accesses(store::Session&, const MunicipalityId&, const PersonId&, int limit);

    // A secret of the holder of `purpose` and `value`, the same each time: follow links, unsubscribe links. 22 characters of base64url (128 bits).
    std::string derived_secret(std::string_view purpose, std::string_view value) const;
    std::string sealed_with_master(std::string_view plain, std::string_view context) const;  // for drafts of forms
    std::optional<std::string> opened_with_master(std::string_view box, std::string_view context) const;

private:
    Result<std::string> sealed_contact_of(store::Session&, const MunicipalityId&, const PersonId&, const Contact&);
    std::string master_key_, index_key_, secret_key_;
};

// --- Officials ---

enum class Role {
    clerk,       // klienditeenindaja: sees every report, assigns, answers
    handler,     // menetleja: works on the reports of their areas of work
    editor,      // redacts and publishes, edits answer templates
    manager,     // juht: staff, keys, figures, everything a clerk may
};
std::string_view role_name(Role);  // "clerk"
std::optional<Role> role_of(std::string_view name);

struct StaffMember {
    StaffId id;
    MunicipalityId municipality;
    std::string login;
    std::string display_name;                  // officials act in public: shown to residents
    std::vector<Role> roles;
    std::vector<std::string> areas_of_work;    // ids of the catalogue; empty: all
    std::string team;                          // id of the catalogue's team they work in; empty: none
    bool active = true;
};

enum class Permission { see_desk, see_contacts, work_on_report, assign_report, redact, edit_answers, manage_staff, manage_keys, see_figures, edit_services, hold_data };
// A table of roles and permissions; `area_of_work` empty: any.
bool may(const StaffMember&, Permission, std::string_view area_of_work = {});

// What a login's provider said besides who somebody is.
struct ProviderSession {
    std::string provider;                 // id in the configuration: "tara"
    std::string session;                  // its "sid", for logouts that begin elsewhere; may be empty
    std::string refresh_token, id_token;  // kept sealed; may be empty
    std::optional<Instant> expires;       // the session here ends with it unless it is renewed; nullopt: it lives by our own rule
    std::string answer;                   // names this answer: the same one again is refused (conflict)
};

struct NewStaff {
    std::string login, display_name, password;  // password: 12 to 200 characters, not the login
    std::vector<Role> roles;
    std::vector<std::string> areas_of_work;
    std::string team;
};

struct StaffSession {
    std::string id;  // hash of the cookie's secret
    StaffMember member;
    std::string csrf_secret;
    Instant expires;
    std::optional<Instant> renew_at;  // when the login's provider wants to be asked again
};

struct ApiKey {
    ApiKeyId id;
    MunicipalityId municipality;
    std::string name;         // whose app
    std::string contact;      // role address of the partner, not of a person
    int per_minute = 60;
    int per_day = 5000;
    bool active = true;
    Instant issued;
};

class People {
public:
    People(std::shared_ptr<journal::Journal>, std::shared_ptr<Vault>);
    static std::vector<std::shared_ptr<journal::Projection>> projections();

    Result<StaffId> add_staff(const journal::Context&, const NewStaff&);  // conflict: the login exists
    Outcome change_staff(const journal::Context&, const StaffId&, const std::vector<Role>&, const std::vector<std::string>& areas_of_work, const std::string& team);
    Outcome disable_staff(const journal::Context&, const StaffId&);       // ends their sessions
    Outcome set_password(const journal::Context&, const StaffId&, const std::string& password);  // ends their sessions
    Result<std::vector<StaffMember>> staff(const MunicipalityId&);
    Result<std::optional<StaffMember>> staff_member(const MunicipalityId&, const StaffId&);

    // Sign-in: the same answer and the same time for an unknown login and a wrong password. Throttled by login and by address
    // (rate_limited). Gives the secret for the cookie; a session lives 8 hours, 30 minutes unused at most.
    Result<std::string> sign_in(const MunicipalityId&, std::string_view login, std::string_view password, std::string_view peer, Instant now);
    // A session for an official who has proved otherwise who they are (a login with their personal code). missing: no active official.
    // `subject`: their personal code as the provider says it.
    Result<std::string> open_session(const MunicipalityId&, const StaffId&, Instant now, std::string_view subject = {}, const ProviderSession& = {});
    // Of a session that a provider opened: what it wants back, and whose it is. missing: no such session, or opened by a password.
    struct ProvenSession {
        std::string subject;
        ProviderSession session;
    };
    Result<ProvenSession> provider_session(const MunicipalityId&, const StaffSession&);
    Outcome renew(const MunicipalityId&, const StaffSession&, const ProviderSession&, Instant now);
    Result<int> end_by_provider_session(const MunicipalityId&, std::string_view provider, std::string_view sid);  // how many there were
    Result<std::optional<StaffSession>> session(const MunicipalityId&, std::string_view cookie_secret, Instant now);
    Outcome sign_out(const MunicipalityId&, std::string_view cookie_secret);

    struct IssuedKey {
        ApiKeyId id;
        std::string key;  // shown once
    };
    Result<IssuedKey> issue_key(const journal::Context&, const std::string& name, const std::string& contact, int per_minute, int per_day);
    Outcome revoke_key(const journal::Context&, const ApiKeyId&);
    Result<std::vector<ApiKey>> keys(const MunicipalityId&);
    // Found in a small cache that lives some seconds; nullopt: unknown or revoked.
    Result<std::optional<ApiKey>> key_by_secret(const MunicipalityId&, std::string_view key);

    Vault& vault() { return *vault_; }
    journal::Journal& journal() { return *journal_; }

private:
    struct State;
    std::shared_ptr<journal::Journal> journal_;
    std::shared_ptr<Vault> vault_;
    std::shared_ptr<State> state_;
};

}  // namespace raekoda::people
