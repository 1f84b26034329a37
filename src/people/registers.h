// What the state's registers know about people, and addresses as the address data system writes them: a port that a door answers (X-tee), and the one way a room asks it.
//
// Nobody asks the port by itself: `RegisterFacts` asks only what a purpose needs, writes every question down in plain words for the person
// it was about, and keeps what came as facts with source and time. A register that does not answer is a state of that source, never a
// failure of the page: the form then asks by hand.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/personal_code.h"
#include "base/result.h"
#include "base/time.h"
#include "people/people.h"
#include "view/view.h"

namespace raekoda::people {

// --- The port ---

enum class Register { population, education, business, mandates, addresses };
std::string_view register_name(Register);  // as facts name their source: "population_register", "education_register", "business_register", "mandate_register", "address_register"
std::optional<Register> register_of(std::string_view name);

// One question about one subject.
struct RegisterQuery {
    MunicipalityId municipality;  // on whose behalf
    std::string about;            // subject: "EE60001019906", a company "EE12345678"
    std::string asked_by;         // subject of the person or official at whose wish it is asked; empty: the town by itself
    std::string represented;      // subject for whom `asked_by` acts; empty: for themselves
    std::string purpose;          // id of the purpose
    std::string case_ref;         // number of the application or report, "draft/<id>" before there is one; empty: no matter
    std::string id;               // of this question, for the logs of both sides; empty: a new one
};

struct RegisteredPerson {
    std::string subject, given_name, family_name;
    Date birth_date;
    Sex sex = Sex::female;
    std::string citizenship;   // ISO 3166-1 alpha-2; empty: none or not known
    bool resident = true;      // false: e-residents and people who have left
    bool alive = true;
    std::string email, phone;  // as the register has them; may be empty
};
struct RegisteredAddress {
    std::string text;                              // as it is written on a letter
    std::string county, municipality, settlement;  // EHAK codes of four digits
    std::string object_id;                         // ADS_OID; empty: not known
    std::string postal_code;
};
// An address as the address data system (ADS) has it: one form for everybody; the Land and Spatial Board keeps it.
struct AddressEntry {
    RegisteredAddress address;    // `text` whole: "Kase 5-12, Jõe linn, Jõe maakond"; `object_id` never empty
    std::string address_id;       // ADR_ID: this version of the address
    std::string line;             // what stands first on a letter: "Kase 5-12", "Metsa talu"
    std::string settlement_name;  // "Jõe linn"
    double lat = 0, lon = 0;      // WGS 84, degrees, in Estonia
};
struct RegisteredResidence {
    std::optional<RegisteredAddress> address;  // nullopt: no valid residence in Estonia
    std::optional<Date> since;
};
struct Relation {
    // What the other one is to the person asked about. "custody": their child by law, "ward": they are guardian of; "guardian": the reverse.
    enum class Kind { child, parent, spouse, custody, custodian, ward, guardian } kind = Kind::child;
    std::string subject, given_name, family_name;
    std::optional<Date> birth_date;
    bool alive = true;
    bool full = true;             // of custody and guardianship: in everything; false: limited, a person has to look
    std::optional<Date> since, until;
};
std::string_view relation_name(Relation::Kind);
std::optional<Relation::Kind> relation_of(std::string_view name);

struct Study {
    std::string school_code, school_name, settlement;  // registry code; EHAK of where it is taught
    std::string municipality;                           // EHAK
    std::string level;                                  // "preschool", "basic", "upper", "vocational", "higher"
    int grade = 0;                                      // 0: none
    std::optional<Date> since, until;
};
struct CompanyRole {
    std::string company, name;  // subject "EE12345678"
    std::string role;           // "board_member", "procurator", …
    bool alone = true;          // may represent without the others
    bool active = true;         // the company exists and is not in liquidation
    std::optional<Date> since, until;
};
struct RegisteredMandate {
    std::string id;
    std::string from, from_name, to;  // subjects: who is represented, who may act
    std::vector<std::string> scopes;
    std::optional<Date> since, until;
    bool may_pass_on = false;
};
struct RegisteredDeath {
    bool died = false;
    std::optional<Date> date;
    std::string document;  // number of the death certificate
    std::optional<RegisteredAddress> last_residence;
    std::string given_name, family_name;
};

inline constexpr std::size_t most_addresses = 20, longest_address_words = 200;  // characters

// Answers, or says why not: missing (the register does not know the subject), unavailable (down or too slow), forbidden (we may not ask),
// invalid (we asked wrongly), broken (the answer is malformed, incomplete or contradicts itself). Safe to call from several threads.
class Registers {
public:
    virtual ~Registers() = default;
    virtual Result<RegisteredPerson> person(const RegisterQuery&) = 0;
    virtual Result<RegisteredResidence> residence(const RegisterQuery&) = 0;
    virtual Result<std::vector<Relation>> family(const RegisterQuery&) = 0;
    virtual Result<RegisteredDeath> death(const RegisterQuery&) = 0;
    virtual Result<std::vector<Study>> studies(const RegisterQuery&) = 0;
    virtual Result<std::vector<CompanyRole>> companies(const RegisterQuery&) = 0;
    virtual Result<std::vector<RegisteredMandate>> mandates(const RegisterQuery&) = 0;  // given to the subject
    // Not about anybody: the one whom the query names is not told to the address register.
    virtual Result<std::vector<AddressEntry>> find_addresses(const RegisterQuery&, std::string_view words) = 0;  // the best first, at most most_addresses
    virtual Result<AddressEntry> address(const RegisterQuery&, std::string_view object_id) = 0;
};

// --- Asking ---

// Why something is asked, in words for the person it is about. The words go into the log as they were.
struct Purpose {
    std::string id;  // "acting", "service/<id>"
    view::LocalText words;
};

// A fact that a register told. Its name decides which question gives it: see `fact_names`.
struct RegisterFact {
    std::string name;        // "residence.address", "children"
    std::string value_json;  // null: the register says that there is none
    Register source = Register::population;
    Instant obtained;
};

struct Asking {
    MunicipalityId municipality;
    std::string about, asked_by, represented;  // subjects, as in RegisterQuery
    std::string actor;                         // who it was, for the log: "person/<id>", "staff/<id>", "system"
    std::string right;                         // by which right for somebody else: "custody", "mandate", …; empty: about themselves, or by office
    Purpose purpose;
    std::string case_ref;
    std::vector<std::string> needs;            // names of facts; those that no register gives are left alone
};

enum class SourceState {
    answered,     // asked now
    kept,         // known already, young enough: not asked
    unknown,      // the register does not know the subject
    unavailable,  // down, too slow, or not connected in this municipality
    unusable,     // what came was malformed, incomplete or contradicted itself; nothing of it was taken
};
std::string_view source_state_name(SourceState);

struct Gathered {
    std::vector<RegisterFact> facts;   // what is needed and known, kept or new
    std::vector<RegisterFact> fresh;   // of these: those that came now, to be kept
    std::map<Register, SourceState> sources;  // only those that were needed
    bool all_answered() const;
};

// One line of the log, for *my data*: who asked what of which register, when, why and what came of it.
struct RegisterQueryLine {
    std::string id;
    Instant at;
    Register source = Register::population;
    std::string question;            // "person", "residence", …
    std::vector<std::string> facts;  // what was needed of it
    std::string actor, right;        // who asked, by which right
    Purpose purpose;
    std::string case_ref;
    std::string outcome;             // "asked" (no answer was noted), or the name of a SourceState
};

// How long an answer counts as known, by question, in seconds; 0: asked each time.
struct KeepRules {
    std::map<std::string, std::int64_t> seconds;
    std::int64_t of(std::string_view question) const;
    static KeepRules usual();  // a day for person, residence, family; a week for studies; an hour for companies and death; mandates never
};

class RegisterFacts {
public:
    // `registers` null: none is connected; every source is unavailable then.
    RegisterFacts(std::shared_ptr<store::Database>, std::shared_ptr<Vault>, std::shared_ptr<Registers>, KeepRules = KeepRules::usual());

    // Asks what the needs need and `kept` does not give any more, all registers at once. The questions are in the log before they go out.
    // The address of a residence is written as the address register writes it; when that does not answer, as the population register does.
    // Fails only when the log cannot be written: then nothing was asked.
    Result<Gathered> gather(const Asking&, const std::vector<RegisterFact>& kept, Instant now);
    // Typed answers for code that decides by them (whom somebody may act for): logged in the same way, never kept here.
    Result<std::vector<Relation>> family(const Asking&, Instant now);
    Result<std::vector<CompanyRole>> companies(const Asking&, Instant now);
    Result<std::vector<RegisteredMandate>> mandates(const Asking&, Instant now);
    Result<RegisteredDeath> death(const Asking&, Instant now);
    // Addresses at the wish of whoever fills a form; in the log of the person the form is about (`asking.about` empty: about nobody, no line).
    Result<std::vector<AddressEntry>> find_addresses(const Asking&, std::string_view words, Instant now);
    Result<AddressEntry> address(const Asking&, std::string_view object_id, Instant now);
    // Writes an address as the address register does; left as it is when that does not answer. Asked once a day for an address.
    void normalise(const Asking&, RegisteredAddress&, Instant now);

    // The log about a subject, newest first. Found by a keyed hash: also for somebody who never visited.
    Result<std::vector<RegisterQueryLine>> queries(const MunicipalityId&, std::string_view subject, int limit);
    // Retention: lines before, but those about somebody whose data are held today; gives how many went.
    Result<std::int64_t> forget_queries_before(const MunicipalityId&, Instant before, Instant now);

private:
    struct State;
    std::shared_ptr<State> state_;
};

// Names of all facts that registers give.
std::vector<std::string> fact_names();
// The question that gives a fact ("residence" for "residence.address"); empty: no register gives it.
std::string question_of_fact(std::string_view fact_name);
Register register_of_question(std::string_view question);

// --- In words ---

// A purpose whose words stand in the texts: "sign_in", "acting", "my_data".
Purpose usual_purpose(std::string_view id);
// That of a service's form: id "service/<id>".
Purpose service_purpose(std::string_view service, const view::LocalText& service_name);

// "population register"; other names of sources ("typed") too, as far as there is a text; else the name itself.
std::string source_label(std::string_view source, view::Language);
std::string fact_label(std::string_view fact_name, view::Language);  // "date of birth"; the name itself when no register gives it
// The line for the person it is about: what was asked, by whom, what for, what came of it. `who`: whoever asked, as the page found them ("you", an
// official's name).
std::string in_plain_words(const RegisterQueryLine&, view::Language, std::string_view who);

}  // namespace raekoda::people
