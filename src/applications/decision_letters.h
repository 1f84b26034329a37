// Words that a decision begins with: letters.json of a service, and those that all services share. The format is in catalogue/README.md.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "applications/applications.h"
#include "services/service.h"

namespace raekoda::applications {

struct DecisionLetter {
    std::string id, use, answer;  // use: of the shared ones: "hearing", "ask", "extend", "decide"
    std::optional<Decided> outcome;
    view::LocalText name, resolution, conditions, reasons, law, text;
};
struct LetterReason {
    std::string id, answer;
    view::LocalText text;
};
struct DecisionLetters {
    view::LocalText law, appeal;
    std::vector<DecisionLetter> letters;
    std::vector<LetterReason> reasons;
    std::string outcome_member, amount_member, reason_member;  // of the decision model's answer; empty: the rules propose nothing
    std::string valid_from, valid_to;  // FEEL over what was answered; empty: the official knows
    const DecisionLetter* of_outcome(Decided) const;
    const DecisionLetter* of_use(std::string_view) const;
    const LetterReason* of_answer(std::string_view) const;
};
// What cannot be read is left out: the official writes by hand then.
DecisionLetters read_letters(std::string_view json);
DecisionLetters letters_of(const services::Service&);           // of its own files, the municipality's before the common ones
const DecisionLetters& shared_letters(const services::Catalogue&);  // common/letters.json, read once

// The values of a service's parameters, as marks.
std::map<std::string, std::string> parameter_marks(const decision::Value& parameters, view::Language);
// The day that FEEL makes of the form's data; nullopt: none.
std::optional<Date> day_said(std::string_view feel, std::string_view data_json, Instant now);
// {marks} that are known filled in; the others stay, for the official to write.
std::string filled(std::string_view words, const std::map<std::string, std::string>& known);

}  // namespace raekoda::applications
