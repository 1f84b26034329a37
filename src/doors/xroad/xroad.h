// FRONT DOOR of X-tee (X-Road): the state's registers asked through the municipality's own security server, by the REST protocol, version 1.
// https://docs.x-road.global, "X-Road: Message Protocol for REST". What is asked and answered stands in README.md.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "people/registers.h"

namespace raekoda::doors::xroad {

// How registers are reached. A municipality is a client of its own; a question that no service stands for is not connected.
struct Setup {
    struct Client {
        std::string id;                              // INSTANCE/CLASS/MEMBER/SUBSYSTEM
        std::map<std::string, std::string> services;  // question → INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE
    };
    std::string security_server;      // "https://…", without a path
    int timeout_milliseconds = 3000;  // for a whole question: 100 to 30,000
    int failures_until_rest = 3;      // so many questions in a row without an answer, and the service is left alone for rest_seconds
    int rest_seconds = 20;
    std::map<std::string, Client> clients;  // by municipality
};
// Reads a file of `raekoda serve --registers`. invalid, with what is wrong: not JSON, a member unknown, an identifier malformed.
Result<Setup> read_setup(std::string_view json);

std::shared_ptr<people::Registers> connect(Setup);

// Reads what a register answered to a question about `about`; the parsers behind `connect`, for tests and the fuzzer. broken: malformed,
// incomplete, or contradicting itself or the question; the detail names the member and holds no personal data.
Result<people::RegisteredPerson> read_person(std::string_view json, std::string_view about, Date today);
Result<people::RegisteredResidence> read_residence(std::string_view json, std::string_view about, Date today);
Result<std::vector<people::Relation>> read_family(std::string_view json, std::string_view about, Date today);
Result<people::RegisteredDeath> read_death(std::string_view json, std::string_view about, Date today);
Result<std::vector<people::Study>> read_studies(std::string_view json, std::string_view about, Date today);
Result<std::vector<people::CompanyRole>> read_companies(std::string_view json, std::string_view about, Date today);
Result<std::vector<people::RegisteredMandate>> read_mandates(std::string_view json, std::string_view about, Date today);

// `words`, `object_id`: as asked.
Result<std::vector<people::AddressEntry>> read_addresses(std::string_view json, std::string_view words);
Result<people::AddressEntry> read_address_entry(std::string_view json, std::string_view object_id);

}  // namespace raekoda::doors::xroad
