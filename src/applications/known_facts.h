// What the town knows already of the person a form is about, with where it comes from. Inside the room only.
#pragma once
#include <string>
#include <vector>

#include "applications/application_page_parts.h"
#include "form/form.h"
#include "people/known_facts.h"

namespace raekoda::applications {

// Whom a form is about and who asks.
struct FactsAbout {
    PersonId person;
    std::string subject, asked_by, represented, actor, right;
};
FactsAbout facts_about(const people::Visit&);  // of the resident who is signed in, for whom they act

struct KnownFacts {
    std::vector<form::Known> known;
    std::vector<std::string> missing;  // registers that did not answer, in words
    people::Standing standing = people::Standing::not_told;
};
// Asks the registers what this service needs and is not known yet; each question is in the person's log. Never fails: what is not known is
// asked by hand. `matter`: what it is asked for, for the logs of both sides.
KnownFacts ask_registers(Hall&, const people::Visit&, const services::Service&, const FactsAbout&, const std::string& matter, view::Language);
// A draft as registers and logs name it until it has a number: its id opens nothing without its owner or their link.
inline constexpr std::string_view draft_reference = "draft/";
inline std::string reference_of(const DraftId& draft) { return std::string(draft_reference) + draft.value; }
// Only what lies here already.
std::vector<form::Known> facts_kept(Hall&, const people::Visit&, const services::Service&, const PersonId&, view::Language);

std::string source_words(std::string_view source, view::Language);
decision::Value value_of_json(std::string_view json);  // null when it is none
decision::Value nested(const std::vector<form::Known>&);  // "residence.address" → facts.residence.address

}  // namespace raekoda::applications
