// What the service's rules make of the facts so far: told to the applicant as early as the facts allow, proposed to the official when sent.
#pragma once
#include "applications/application_content.h"
#include "applications/decision_letters.h"
#include "decision/value.h"
#include "services/services.h"

namespace raekoda::applications {

struct Entitlement {
    bool known = false;           // the service decides by a model and it said something
    std::optional<Decided> outcome;  // nullopt: an official has to weigh it, or facts are missing
    std::int64_t amount_cents = 0;
    std::string reason;           // in words; empty: the service has none for it
    std::string result;           // the model's answer as people read it
    std::vector<std::string> steps;  // how it came to that, from the decision's trace
    std::vector<std::string> changes;  // which other fact would have brought a better answer
    std::vector<std::pair<std::string, std::string>> facts;  // what it looked at: label, value
    std::string rows_valid_from;
};
bool has_rules(const services::Service&);  // a decision model that answers: without it nothing is ever known
// `data`: of the form, clean; `facts`: known ones, nested. Never fails: without an answer nothing is known.
Entitlement entitlement_of(const services::Service&, const decision::Value& data, const decision::Value& facts, Instant now, view::Language);
// What a model's answer means by the letters: outcome, amount, the sentence of its reason. `marks`: what may stand in the sentence.
void read_answer(const decision::Value& answer, const DecisionLetters&, view::Language, const std::map<std::string, std::string>& marks, Entitlement&);
Proposal proposal_of(const Entitlement&);

}  // namespace raekoda::applications
