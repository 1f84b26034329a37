// Databases to test on: always SQLite in a folder of its own; PostgreSQL too when RAEKODA_TEST_POSTGRES names a server
// (script/test starts one). Each scratch database is empty and goes away with its owner.
#pragma once
#include <cstdlib>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "store/store.h"

namespace raekoda::testing {

struct Scratch {
    std::string name;     // "sqlite" or "postgresql"
    std::string address;  // to open it again
    std::filesystem::path folder;
    std::shared_ptr<store::Database> database;

    Scratch() = default;
    Scratch(Scratch&&) = default;
    Scratch& operator=(Scratch&&) = default;
    ~Scratch() {
        database.reset();
        std::error_code ignored;
        if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
    }
};

inline Scratch sqlite_database() {
    Scratch scratch;
    scratch.name = "sqlite";
    scratch.folder = std::filesystem::temp_directory_path() / ("raekoda-test-" + random_id());
    std::filesystem::create_directories(scratch.folder);
    scratch.address = (scratch.folder / "raekoda.db").string();
    scratch.database = store::Database::open({scratch.address}).value();
    return scratch;
}

// Server address like postgresql://user@host:port (no database); each scratch gets a schema of its own in the database "postgres".
inline std::vector<Scratch> databases() {
    std::vector<Scratch> all;
    all.push_back(sqlite_database());
    if (const char* server = std::getenv("RAEKODA_TEST_POSTGRES")) {
        Scratch scratch;
        scratch.name = "postgresql";
        std::string schema = "t" + random_id();
        auto admin = store::Database::open({std::string(server) + "/postgres"}).value();
        (void)admin->write([&](store::Session& session) { return session.run_script("CREATE SCHEMA " + schema); });
        scratch.address = std::string(server) + "/postgres?options=-csearch_path%3D" + schema;
        scratch.database = store::Database::open({scratch.address}).value();
        all.push_back(std::move(scratch));
    } else {
        static const bool said = (std::cout << "PostgreSQL: skipped, RAEKODA_TEST_POSTGRES is not set\n", true);
        (void)said;
    }
    return all;
}

// All migrations of the project, in order.
inline std::vector<store::Migration> migrations() {
    std::vector<store::Migration> all;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(RAEKODA_SOURCE_DIR) + "/migrations")) {
        std::ifstream in(entry.path(), std::ios::binary);
        all.push_back({entry.path().stem().string(), std::string(std::istreambuf_iterator<char>(in), {})});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}
// A scratch database with the tables of the whole project. Ends the test when it cannot be made.
inline void make_tables(const Scratch& scratch) { store::migrate(*scratch.database, migrations()).value(); }

}  // namespace raekoda::testing
