// Residents: who they are by a login, what the town knows of them and from where, and for whom they may act.
//
// A person here is a PersonId of the vault. What names them (a personal code, an eIDAS identifier, a verified e-mail) is found by a blind
// index and stands sealed under the person's own key, like every fact; other rooms and the journal hold the PersonId alone.
// Errors besides those named: unavailable (the database), broken.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"
#include "people/people.h"
#include "store/store.h"

namespace raekoda::people {

// How sure the town is who somebody is: a mailbox that answers, then the levels of eIDAS (EU 910/2014, article 8).
enum class Assurance { email, low, substantial, high };
std::string_view assurance_name(Assurance);  // "substantial"
std::optional<Assurance> assurance_of(std::string_view name);

struct Identity {
    std::string subject;  // "EE38001085718", another country's eIDAS identifier, or "email:mari@naide.ee"; at most 300 bytes
    std::string given_name, family_name;
    std::optional<Date> birth_date;
    Assurance assurance = Assurance::email;
    std::string method;  // "idcard", "mid", "smartid", "eidas", "email"
    std::string email;   // empty: the provider did not say
    std::string name() const;
};
bool is_estonian_code(std::string_view subject);  // "EE" and eleven digits

// For whom somebody acts, and by what right. The right is part of every act: see Visit::as_resident.
struct Acting {
    std::string kind = "self";  // "self", "custody", "guardianship", "board", "mandate", "chain"
    PersonId person;            // who is represented
    std::string name, subject;  // theirs; a company's subject is "EE" and eight digits
    std::string mandate_id;     // of "mandate" and "chain": the mandate that reaches the one who acts
    std::vector<std::string> scopes;  // ids of services; empty: everything that is not personal to the represented
    std::optional<Date> until;        // the last day of the right
    bool is_company = false;
    bool is_self() const { return kind == "self"; }
    bool covers(std::string_view service) const;  // by scopes
    std::string key() const;                      // names this choice in a form: "custody/<person>"
};

struct ResidentSession {
    std::string id;  // hash of the cookie's secret
    PersonId person;
    std::string name, subject;
    Assurance assurance = Assurance::email;
    std::string method;
    std::string csrf_secret;
    Instant expires;
    Acting acting;             // the person themselves, or whom they chose to act for
    std::string lapsed;        // whom they acted for until that right ended, once; empty: nothing ended
    std::optional<Instant> renew_at;  // when the provider wants to be asked again, two minutes before its answer expires
    // "person/<id>", or "person/<id>/for/<represented>/<kind>": who acted for whom by what right, without a name.
    std::string actor() const;
};

// Something known of a person: from where, when, for what, and how long.
struct Fact {
    std::string name;        // "residence.address", "person.given_name", "children"
    std::string value_json;  // at most 64 KiB
    std::string source;      // "login", "population_register", "typed", "staff:<id>"; the same name may be known from several
    Instant obtained;
    std::string purpose;     // a text key
    std::optional<Date> keep_until;  // the rule of its purpose: deleted after this day; nullopt: until it is replaced or erased
    bool by_law = false;             // a law wants it until keep_until: erasing when asked leaves it until then
    bool disputed = false;           // the person says that it is wrong
};
int rank_of(const Fact&);  // which of several sources of one fact is shown, the least first: 0 a register, 1 what a login said, 2 what was typed

// Keeps a person's data from retention and erasure, for example while a court looks at a case. It covers everybody whom the books know as
// that person (people/known_as.h).
struct Hold {
    std::string reason;  // a reference or a few words: "application/2026-000123"; one hold a reason
    std::optional<Date> until;
    std::string set_by;  // an actor
    Instant set_at;
    std::string hidden_by;  // the law that forbids to tell the person; empty: they see it
    std::optional<Instant> ended;
    std::string ended_by;
    bool active(Date today) const { return !ended && (!until || today <= *until); }
};
inline constexpr std::size_t longest_hold_words = 200;

// A mandate that somebody gave here: the state's register of mandates is asked beside it.
struct Mandate {
    std::string id;
    PersonId represented, holder;  // either may be a company
    std::string represented_name, holder_name;
    std::string based_on;  // the mandate that this one passes on; empty: given by the represented
    std::vector<std::string> scopes;
    bool may_pass_on = false;
    Date valid_from;
    std::optional<Date> valid_until;
    Instant given;
    std::optional<Instant> ended;
    bool active(Date today) const { return !ended && valid_from <= today && (!valid_until || today <= *valid_until); }
};
struct NewMandate {
    std::string holder_subject, holder_name;  // a personal code or a company's registry code, as typed
    std::string based_on;
    std::vector<std::string> scopes;
    bool may_pass_on = false;
    std::optional<Date> valid_from, valid_until;
};

// Somebody says that a fact is wrong and asks the town to put it right.
struct Correction {
    std::string id;
    PersonId person;
    std::string fact;  // name of the fact
    std::string words, answer;
    Instant asked;
    std::string outcome;  // "" open, "corrected", "forwarded", "declined"
    std::optional<Instant> answered;
    std::string answered_by;
};

// The rights that registers know, asked anew for each choice; people/register_rights.h asks them.
struct RegisterRight {
    std::string kind;  // "custody", "guardianship", "board", "mandate", "chain"
    std::string subject, name;
    std::vector<std::string> scopes;
    std::optional<Date> until;
    bool is_company = false;
};
struct ToldRights {
    std::vector<RegisterRight> rights;
    bool incomplete = false;  // a register did not answer
};
using RegisterRights = std::function<ToldRights(const MunicipalityId&, const ResidentSession&, Instant now)>;

// What another room holds of a person: so that export shows it and erasure respects it. Registered once, at start; asked outside transactions.
class PersonalDataHolder {
public:
    virtual ~PersonalDataHolder() = default;
    virtual std::string name() const = 0;  // a text key: "applications.your_applications"
    // A JSON value; "null": nothing.
    virtual Result<std::string> export_json(store::Session&, const MunicipalityId&, const std::vector<PersonId>&) = 0;
    // What must stay, in words of text keys, with the day until which; empty: nothing must.
    struct Kept {
        std::string text_key, reference;
        std::optional<Date> until;
    };
    virtual Result<std::vector<Kept>> must_stay(store::Session&, const MunicipalityId&, const PersonId&, Date today) = 0;
    // Destroys what need not stay; never called for somebody whom a hold covers.
    virtual Outcome erase(store::Session&, const MunicipalityId&, const PersonId&, Instant now) = 0;
};

class Residents {
public:
    Residents(std::shared_ptr<journal::Journal>, std::shared_ptr<Vault>);
    void ask_registers(RegisterRights);  // before the first request
    void add_holder(std::shared_ptr<PersonalDataHolder>);

    // --- Sessions: 30 idle minutes, 8 hours in all, or as the provider says. ---

    // Keeps who they are, opens a session, gives the secret for the cookie. invalid: a subject or name that cannot be; conflict: this
    // answer of the provider was used before.
    Result<std::string> sign_in(const MunicipalityId&, const Identity&, Instant now, const ProviderSession& = {});
    Result<std::optional<ResidentSession>> session(const MunicipalityId&, std::string_view cookie_secret, Instant now);
    Outcome sign_out(const MunicipalityId&, std::string_view cookie_secret);
    // Ends every session that this provider opened under this sid; how many there were.
    Result<int> end_by_provider_session(const MunicipalityId&, std::string_view provider, std::string_view sid);
    // What the provider wants back: for renewing and for logging out there. missing: no such session.
    Result<ProviderSession> provider_session(const MunicipalityId&, const ResidentSession&);
    Outcome renew(const MunicipalityId&, const ResidentSession&, const ProviderSession&, Instant now);
    // True the first time, within this municipality, until `expires`.
    Result<bool> use_once(const MunicipalityId&, std::string_view what, Instant now, Instant expires);

    Result<std::optional<PersonId>> person_by_subject(const MunicipalityId&, std::string_view subject);
    Result<PersonId> keep_person(const MunicipalityId&, const Identity&, Instant now);  // known without having signed in: a child, a counter's client
    struct Known {
        std::string subject, name;
    };
    Result<std::optional<Known>> known(const MunicipalityId&, const PersonId&);  // nullopt: erased or unknown
    // The person and the guests who turned out to be them.
    Result<std::vector<PersonId>> all_of(const MunicipalityId&, const PersonId&);
    // Both have just proved who they are. forbidden: the second is no guest; conflict: the guest belongs to somebody else already.
    Outcome join_guest(const journal::Context&, const PersonId& person, const PersonId& guest);

    // --- Guests by e-mail: a letter with a link that works once, for half an hour. ---

    Outcome send_email_link(const journal::Context&, std::string_view email, std::string_view language, std::string_view back);
    struct EmailLink {
        std::string email, language, back;
    };
    Result<std::optional<EmailLink>> email_link(const MunicipalityId&, std::string_view secret, Instant now);  // nullopt: unknown, used or too old
    Result<std::string> sign_in_by_link(const MunicipalityId&, std::string_view secret, Instant now);          // gone: used or too old
    // For the letter: address and secret of a link, by its id; nullopt: too old.
    struct LinkLetter {
        std::string email, language, secret;
    };
    Result<std::optional<LinkLetter>> link_letter(const MunicipalityId&, std::string_view id, Instant now);

    // --- Facts ---

    Outcome keep_facts(store::Session&, const MunicipalityId&, const PersonId&, const std::vector<Fact>&);
    Outcome keep_facts(const MunicipalityId&, const PersonId&, const std::vector<Fact>&);
    Result<std::vector<Fact>> facts(store::Session&, const MunicipalityId&, const PersonId&);  // by name, the newest source first
    Result<std::vector<Fact>> facts(const MunicipalityId&, const PersonId&);
    // Of each name that which is shown where several sources tell it: the best source's that nobody disputes and that is not null. What else is kept stays sealed.
    Result<std::vector<Fact>> best_facts(const MunicipalityId&, const PersonId&, std::span<const std::string_view> names);
    Outcome dispute_fact(const MunicipalityId&, const PersonId&, std::string_view name, std::string_view source, bool disputed);
    // Where to write to this person; never a way to find them. Kept as the vault's contact.
    Outcome set_contact(const MunicipalityId&, const PersonId&, const Contact&, Instant now);

    // --- What happened with somebody's data ---

    // viewer: an actor ("staff/<id>", "person/<id>", "system/<what>"); `purpose` is a text key, `subject` a reference.
    Outcome note_access(const MunicipalityId&, const PersonId&, std::string_view viewer, std::string_view purpose, std::string_view subject, Instant);
    Result<std::vector<Vault::Access>> accesses(const MunicipalityId&, const PersonId&, int limit);
    // Everything known, as JSON (UTF-8, indented): identity, contact, facts with source, mandates, corrections, accesses, and what the
    // other rooms hold.
    Result<std::string> export_json(const MunicipalityId&, const PersonId&, Instant now);

    Result<std::string> request_correction(const journal::Context&, const PersonId&, std::string_view fact, std::string_view words);
    Outcome answer_correction(const journal::Context&, std::string_view id, std::string_view outcome, std::string_view words);
    Result<std::vector<Correction>> corrections(const MunicipalityId&, const PersonId&);
    Result<std::vector<Correction>> open_corrections(const MunicipalityId&, int limit);
    Result<std::optional<Correction>> correction(const MunicipalityId&, std::string_view id);

    Outcome hold(const MunicipalityId&, const PersonId&, const Hold&);
    Outcome release(const MunicipalityId&, const PersonId&, std::string_view reason, std::string_view actor, Instant now);  // missing: none that has not ended
    Result<std::vector<Hold>> holds(const MunicipalityId&, const PersonId&);  // those that have not been ended
    struct HeldPerson {
        PersonId person;
        std::string name;  // empty: erased meanwhile
        Hold hold;
    };
    Result<std::vector<HeldPerson>> held_persons(const MunicipalityId&, int limit);  // for the desk: what stands first, then what was ended
    struct Erasure {
        int facts = 0;                                     // deleted now
        std::vector<PersonalDataHolder::Kept> kept;        // what a law or a hold keeps
        bool whole = false;                                // nothing was kept: the person's key is destroyed
        int contacts = 0;                                  // of reports sent with an e-mail that the person has proved
    };
    Result<Erasure> what_erasure_leaves(const MunicipalityId&, const PersonId&, Instant now);
    Result<Erasure> erase(const journal::Context&, const PersonId&);  // ends their sessions when the whole person goes
    // Deletes facts past their day (but for holds), old sessions, links and marks. For housekeeping; how many facts went.
    Result<int> forget_expired(const MunicipalityId&, Instant now);

    // --- Acting for others ---

    // Themselves first, then everybody whom they may represent today. A register that does not answer leaves out what it would have said;
    // `incomplete` then is true.
    struct Choices {
        std::vector<Acting> all;
        bool incomplete = false;
    };
    Result<Choices> acting_choices(const MunicipalityId&, const ResidentSession&, Instant now);
    // `choice`: a key of one of them; forbidden: there is no such right (any more).
    Outcome act_as(const MunicipalityId&, const ResidentSession&, std::string_view choice, Instant now);

    // For whom: the represented of the session's acting. forbidden: a right that cannot be passed on; invalid: fields "holder_subject",
    // "holder_name", "valid_from", "valid_until", "scopes".
    Result<std::string> give_mandate(const journal::Context&, const ResidentSession&, const NewMandate&);
    // By the represented or by the holder.
    Outcome end_mandate(const journal::Context&, const ResidentSession&, std::string_view id);
    struct Mandates {
        std::vector<Mandate> given, held;  // by and for the represented of the session's acting; ended ones at the end
    };
    Result<Mandates> mandates(const MunicipalityId&, const ResidentSession&);

    // --- Officials who log in the same way ---

    Outcome bind_staff(const journal::Context&, const StaffId&, std::string_view subject);  // conflict: another official has this code
    Outcome unbind_staff(const journal::Context&, const StaffId&);
    Result<bool> staff_is_bound(const MunicipalityId&, const StaffId&);
    Result<std::optional<StaffId>> staff_by_subject(const MunicipalityId&, std::string_view subject);

    Vault& vault() { return *vault_; }

private:
    struct State;
    std::shared_ptr<journal::Journal> journal_;
    std::shared_ptr<Vault> vault_;
    std::shared_ptr<State> state_;
};

}  // namespace raekoda::people
