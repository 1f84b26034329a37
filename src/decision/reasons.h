// Why a decision came out as it did: what it read, which rules matched and which failed at which cell. Recorded only when asked for.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "decision/value.h"

namespace raekoda::decision {

struct Fact {
    std::string name;
    Value value;
};

// One run of one decision table. Rules and inputs count from 0, as in the model's tables().
struct TableReason {
    struct Failed {
        std::uint32_t rule;
        std::uint32_t input;  // the first cell that did not match
        std::vector<std::uint32_t> further;  // the others
    };
    std::uint32_t table = 0;  // position in Model::tables()
    std::vector<Value> inputs;
    std::vector<std::uint32_t> matched;
    std::vector<std::uint32_t> decided;  // of these, the ones whose outputs were taken: the first, the best, or all; none when the policy is broken
    std::vector<Failed> failed;
    bool by_default = false;  // no rule matched, the default outputs were taken
};

struct DecisionReason {
    std::string id, name;
    std::vector<Fact> facts;  // inputs and other decisions that it requires
    std::vector<TableReason> tables;  // its own, and those of the knowledge models it called, in order
    Value value;
    std::vector<std::string> problems;  // plain English, for developers
};

// Decisions in the order in which they were made: what others require comes first.
struct Reasons {
    static constexpr std::size_t most_decisions = 10'000, most_tables = 1'000;  // per evaluation, per decision
    std::vector<DecisionReason> decisions;
    std::size_t current = SIZE_MAX;  // the decision that is being made
};

}  // namespace raekoda::decision
