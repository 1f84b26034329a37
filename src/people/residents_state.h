// What a process keeps for Residents, and pieces shared by its files. Inside the room only.
#pragma once
#include "people/residents.h"

namespace raekoda::people {

struct Residents::State {
    RegisterRights registers;
    std::vector<std::shared_ptr<PersonalDataHolder>> holders;
};

// Acting as a session holds it: besides what others see, how it is found out that the right has ended.
struct ActingRecord {
    Acting acting;
    std::vector<std::string> path;  // ids of the mandates given here on which it stands
    bool from_registers = false;    // asked again after an hour
    Instant checked;
};
std::string encode_acting(const ActingRecord&);
Result<ActingRecord> decode_acting(std::string_view);

// The choices with what they stand on; the first is the person themselves.
struct ActingRecords {
    std::vector<ActingRecord> all;
    bool incomplete = false;
};
Result<ActingRecords> acting_records(journal::Journal&, Vault&, const RegisterRights&, const MunicipalityId&, const ResidentSession&, Instant now);
// The mandates given here, read in this session; it must outlive the book.
struct MandateBook;
MandateBook mandate_book(Vault&, store::Session&, const MunicipalityId&);
// Do the mandates of the path still stand?
Result<bool> path_stands(store::Session&, const MunicipalityId&, const std::vector<std::string>& path, Date today);

Outcome keep_facts_in(Vault&, store::Session&, const MunicipalityId&, const PersonId&, const std::vector<Fact>&);
Result<std::vector<Fact>> facts_in(Vault&, store::Session&, const MunicipalityId&, const PersonId&);
Result<std::optional<Residents::Known>> known_in(Vault&, store::Session&, const MunicipalityId&, const PersonId&);
Outcome check_identity(const Identity&, bool named = true);
// Facts that a login tells.
std::vector<Fact> facts_of_login(const Identity&, Instant now);
std::string session_id_of(std::string_view secret);

inline constexpr std::size_t cookie_secret_characters = 43;  // base64url of 32 bytes

}  // namespace raekoda::people
