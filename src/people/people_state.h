// What a process keeps in memory for People, and rows shared by its files.
#pragma once
#include <mutex>
#include <semaphore>
#include <unordered_map>

#include "people/people.h"
#include "people/sign_in_throttle.h"
#include "people/staff.h"

namespace raekoda::people {

// Keys seen lately. What is revoked in this process is forgotten at once, elsewhere after `lifetime`.
class ApiKeyCache {
public:
    static constexpr std::int64_t lifetime_seconds = 5;
    static constexpr std::size_t most = 10'000;

    std::optional<ApiKey> find(const std::string& name, Instant now);
    std::uint64_t generation();  // asked before reading the database, given to keep
    void keep(const std::string& name, const ApiKey&, Instant now, std::uint64_t generation);
    void clear();

private:
    struct Entry {
        ApiKey key;
        Instant since;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::uint64_t generation_ = 0;
};

struct People::State {
    explicit State(Vault& vault) : throttle(vault) {}

    SignInThrottle throttle;
    ApiKeyCache keys;
    // A password check takes 64 MiB: a crowd at the door must not take the memory of the house.
    std::counting_semaphore<4> password_checks{4};
};

std::string stream_of(const StaffId&);
Result<Staff> load_staff(journal::Recorder&, const StaffId&);  // version 0: no such official
StaffMember staff_member_of(const store::Row&, const MunicipalityId&);  // id, login, display_name, roles, areas_of_work, team, active
std::string prepared_login(std::string_view as_typed);     // lower case; empty: not text
std::string prepared_password(std::string_view as_typed);  // NFC without white space at its ends; empty: not text

inline constexpr std::size_t longest_password = 200, shortest_password = 12;  // code points

}  // namespace raekoda::people
