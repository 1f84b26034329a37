// A town to test people in: an empty database of each kind, its journal, vault and People.
#pragma once
#include <doctest/doctest.h>


#include "base/crypto.h"
#include "people/people.h"
#include "people/residents.h"
#include "tests/databases.h"

namespace raekoda::people {

inline const MunicipalityId here("here"), there("there");
inline const Instant start{1'790'000'000'000'000};

struct Town {
    testing::Scratch scratch;
    std::string master_key = random_bytes(32);
    std::shared_ptr<Vault> vault = std::make_shared<Vault>(master_key);
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<People> people;
    std::shared_ptr<Residents> residents;

    explicit Town(testing::Scratch s) : scratch(std::move(s)) {
        testing::make_tables(scratch);
        journal = std::make_shared<journal::Journal>(scratch.database, People::projections());
        people = another_process();
        residents = std::make_shared<Residents>(journal, vault);
    }
    // The same town served by another process: nothing in memory is shared.
    std::shared_ptr<People> another_process() const { return std::make_shared<People>(journal, vault); }

    template <class T>
    Result<T> write(const std::function<Result<T>(store::Session&)>& work) { return scratch.database->write_value<T>(work); }
    Outcome write(const std::function<Outcome(store::Session&)>& work) { return scratch.database->write(work); }
    template <class T>
    T read(const std::function<Result<T>(store::Session&)>& work) { return scratch.database->read_value<T>(work).value(); }
};

inline std::vector<std::unique_ptr<Town>> towns() {
    std::vector<std::unique_ptr<Town>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<Town>(std::move(scratch)));
    return all;
}

inline journal::Context as_manager(const MunicipalityId& municipality = here, Instant at = start, std::string key = {}) {
    return {municipality, at, "staff/manager", std::move(key)};
}

inline NewStaff mari() {
    return {.login = "Mari.Maasikas", .display_name = "Mari Maasikas", .password = "kolm suurt kurge", .roles = {Role::handler, Role::clerk}, .areas_of_work = {"roads"}, .team = "street"};
}

}  // namespace raekoda::people
