// A decision's trace for whoever applies: labels and values in the reader's language, no rules' numbers, no FEEL. Inside the room only.
#pragma once
#include "applications/decision_letters.h"
#include "decision/reasons.h"
#include "services/services.h"

namespace raekoda::applications {

// Of an input or a decision; the name itself when it has no label.
std::string label_of(const services::DecisionModel&, std::string_view name, view::Language);
std::string value_words(const services::DecisionModel&, std::string_view name, const decision::Value&, view::Language);

// How it came to the answer. `result`: that answer in words; empty: an official weighs it.
std::vector<std::string> steps_in_words(const services::DecisionModel&, const decision::Reasons&, const std::string& result, view::Language);
// What one other fact would have changed for the better.
std::vector<std::string> changes_in_words(const services::DecisionModel&, const decision::Reasons&, const DecisionLetters&, std::optional<Decided> outcome, view::Language);

}  // namespace raekoda::applications
