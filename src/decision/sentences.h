// Reasons in a compact form that every door can say in its reader's language: text keys with arguments.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "decision/model.h"
#include "decision/reasons.h"

namespace raekoda::decision {

struct Sentence {
    enum class Kind { decision, facts, rule, failed, no_rule, by_default, annotation, problem };
    Kind kind = Kind::decision;
    std::string text_key;                          // "decision.rule_matched" of locale/<lang>/decision.json
    std::map<std::string, std::string> arguments;  // values as FEEL writes them; texts of the model as they are
};

// `failed`: also the rules that did not match, with the first cell that failed (at most this many for a table).
std::vector<Sentence> sentences(const Model&, const Reasons&, std::size_t failed = 0);

}  // namespace raekoda::decision
