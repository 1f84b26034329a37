// For whom somebody may act: what registers say and what mandates were given here, put together. Pure.
#pragma once
#include <functional>

#include "people/residents.h"

namespace raekoda::people {

// One way to stand for somebody.
struct Right {
    std::string kind;  // "custody", "guardianship", "board", "mandate", "chain"
    PersonId person;
    bool is_company = false;
    std::vector<std::string> scopes;
    std::optional<Date> until;
    std::vector<std::string> path;  // mandates given here on which it stands, the last one reaching whoever acts
    bool from_registers = false;
};

struct MandateBook {
    std::function<Result<std::vector<Mandate>>(const PersonId& holder)> held_by;
    std::function<Result<std::optional<Mandate>>(const std::string& id)> by_id;
    std::function<Result<bool>(const PersonId&)> is_company;
};

inline constexpr int longest_chain = 4;          // mandates behind each other
inline constexpr std::size_t most_rights = 300;  // of one person

// The rights of `self` today. `registers`: what registers said, each about a person already known here. A company that self stands for
// opens what was mandated to the company, within what self may do for it; a person that self stands for opens nothing.
Result<std::vector<Right>> rights_of(const PersonId& self, const std::vector<Right>& registers, const MandateBook&, Date today);

// Does this mandate stand today, with every mandate that it passes on? nullopt: no. Else what it allows, and the mandates it stands on.
struct Standing {
    std::vector<std::string> scopes;
    std::optional<Date> until;
    std::vector<std::string> path;  // the one given by the represented first
};
Result<std::optional<Standing>> standing(const Mandate&, const MandateBook&, Date today);

// What both allow; nullopt: nothing. An empty list allows everything.
std::optional<std::vector<std::string>> both_allow(const std::vector<std::string>&, const std::vector<std::string>&);

}  // namespace raekoda::people
