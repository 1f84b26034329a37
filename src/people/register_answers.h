// Inside of registers: facts made of typed answers.
#pragma once
#include <set>

#include "people/registers.h"

namespace raekoda::people {

// Those facts of an answer that are wanted, and no others: what was not asked for is not kept either.
using Wanted = std::set<std::string, std::less<>>;
std::vector<RegisterFact> facts_of(const RegisteredPerson&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const RegisteredResidence&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const std::vector<Relation>&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const RegisteredDeath&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const std::vector<Study>&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const std::vector<CompanyRole>&, const Wanted&, Instant);
std::vector<RegisterFact> facts_of(const std::vector<RegisteredMandate>&, const Wanted&, Instant);

// A subject as the log of queries knows it.
std::string subject_in_log(const Vault&, const MunicipalityId&, std::string_view subject);

}  // namespace raekoda::people
