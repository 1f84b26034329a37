// What is known of a resident for a purpose: what is kept already, and what the registers tell when that is missing or too old.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "people/registers.h"
#include "people/residents.h"

namespace raekoda::people {

// Whether a code belongs to somebody who lives, by the population register. not_told: it did not answer, was not asked, or the subject has no
// Estonian code. A page says what follows for the person by `standing_words`.
enum class Standing { living, dead, unknown, not_told };
// A sentence for the reader in their language; empty for living and not_told.
std::string standing_words(Standing, view::Language);

// Who else has custody of the children: names of third persons. Told to the parent alone, also at the counter (the right "consent"), and to nobody
// who acts for the parent by another right.
inline constexpr const char* custodians_fact = "children_custodians";
bool is_told(std::string_view fact_name, std::string_view right);

struct KnownFacts {
    // Of the wanted names one fact each: from a register, else from the login, else typed before. Disputed ones are there, and say so.
    std::vector<Fact> facts;
    std::map<Register, SourceState> sources;  // of the registers that were needed; see Gathered
    Standing standing = Standing::not_told;   // asked with every question about the person themselves
    const Fact* fact(std::string_view name) const;  // nullptr: not known
};
// `person` is whom `asking.about` names. New facts are kept under that person for thirty days. A register that does not answer is a state in
// `sources`; what is old is then left out rather than believed. Errors: those of the database alone.
Result<KnownFacts> known_facts(Residents&, RegisterFacts&, const Asking&, const PersonId& person, Instant now);

// For codes that people type: of a child, of somebody who co-signs.
Result<Standing> standing_of(RegisterFacts&, const Asking&, Instant now);

// For a form about somebody's death: what the applicant (`asking.about`) may be told. Whether the other one has died is asked only when the
// register knows them as relatives. The states but `told` and `silent` must look alike to the reader, so that nobody learns by trying codes who
// has died: the form then asks by hand.
struct AboutDeceased {
    enum class State { told, not_related, not_dead, silent } state = State::not_related;
    // deceased.given_name, .family_name, .code, .death_date, .document, .municipality_ehak, .address, .relation ("spouse", "child", "parent":
    // what the applicant is to them); for this form only, kept nowhere.
    std::vector<RegisterFact> facts;
};
Result<AboutDeceased> about_deceased(RegisterFacts&, const Asking&, std::string_view deceased_subject, Instant now);
// The relatives of the applicant who have died, by the register: to choose from instead of typing a code. silent: it did not answer.
struct DeceasedRelative {
    std::string subject, name, relation;
};
Result<std::vector<DeceasedRelative>> deceased_relatives(RegisterFacts&, const Asking&, Instant now);

}  // namespace raekoda::people
