#include "store/store.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "tests/databases.h"

using namespace raekoda;
using namespace raekoda::store;

namespace {
constexpr Sql add_item{"add", "INSERT INTO item (k, n, b) VALUES ($1, $2, $3)", nullptr};
constexpr Sql items{"items", "SELECT k, n, b FROM item ORDER BY k", nullptr};
constexpr Sql sum_items{"sum", "SELECT count(*), sum(n) FROM item", nullptr};
const std::vector<Migration> tables{{"0001_item", "CREATE TABLE item (k TEXT PRIMARY KEY, n BIGINT, b BYTEA) @without_rowid;\n-- only sqlite: SELECT 1;\n"}};
}  // namespace

TEST_CASE("a value comes back as it went in") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        auto& database = *scratch.database;
        REQUIRE(migrate(database, tables).value() == 1);
        CHECK(migrate(database, tables).value() == 0);
        std::string bytes("\0\xff\\x", 4);
        REQUIRE(database.write([&](Session& s) -> Outcome {
            TRY(s.execute(add_item, "õun", std::int64_t{1} << 40, Bytes{bytes}));
            TRY(s.execute(add_item, "z", nullptr, nullptr));
            return {};
        }));
        auto rows = database.read_value<std::vector<std::string>>([&](Session& s) {
            return s.all(items, [&](const Row& row) {
                return std::string(row.text(0)) + ":" + (row.is_null(1) ? "null" : std::to_string(row.integer(1))) + ":" + (row.bytes(2) == bytes ? "same" : "other");
            });
        });
        REQUIRE(rows);
        std::sort(rows->begin(), rows->end());
        CHECK(*rows == std::vector<std::string>{"z:null:other", "õun:1099511627776:same"});
    }
}

TEST_CASE("an error undoes its own work and nobody else's") {
    for (bool later : {false, true})
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        CAPTURE(later);
        auto& database = *scratch.database;
        REQUIRE(migrate(database, tables));
        constexpr int callers = 32, each = 40;
        std::atomic<int> conflicts = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < callers; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) {
                    // Every caller also tries a key that all share: one of them wins, the others lose both of their rows.
                    auto done = database.write([&](Session& s) -> Outcome {
                        const std::string own = std::to_string(t) + "-" + std::to_string(i), second = i % 4 ? "own " + own : "shared " + std::to_string(i);
                        if (later) {
                            TRY(s.execute_later(add_item, own, 1, nullptr));
                            TRY(s.execute_later(add_item, second, 0, nullptr));
                            // Sometimes the failure comes out of a read behind it, sometimes only when the work is settled.
                            if (i % 8 == 0) TRY(s.first(sum_items, [](const Row& row) { return row.integer(1); }));
                            return {};
                        }
                        TRY(s.execute(add_item, own, 1, nullptr));
                        TRY(s.execute(add_item, second, 0, nullptr));
                        return {};
                    });
                    if (!done) {
                        CHECK(done.error().fault == Fault::conflict);
                        ++conflicts;
                    }
                }
            });
        for (auto& thread : threads) thread.join();
        CHECK(conflicts == (callers - 1) * each / 4);
        auto sum = database.read_value<std::optional<std::int64_t>>([](Session& s) { return s.first(sum_items, [](const Row& row) { return row.integer(1); }); });
        CHECK(sum.value() == callers * each - conflicts);
        CHECK(database.figures().jobs > database.figures().groups);
    }
}

TEST_CASE("work that throws or nests is refused, the lane goes on") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        auto& database = *scratch.database;
        REQUIRE(migrate(database, tables));
        CHECK(database.write([](Session&) -> Outcome { throw std::runtime_error("bug"); }).error().fault == Fault::broken);
        CHECK(database.write([&](Session&) { return database.write([](Session&) -> Outcome { return {}; }); }).error().fault == Fault::broken);
        CHECK(database.ping());
    }
}

TEST_CASE("a migration that changed after it ran is refused") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(migrate(*scratch.database, tables));
        auto changed = tables;
        changed[0].text += "-- other\n";
        CHECK(migrate(*scratch.database, changed).error().fault == Fault::broken);
    }
}

TEST_CASE("a copy made while writing is whole") {
    auto scratch = testing::sqlite_database();
    REQUIRE(migrate(*scratch.database, tables));
    // Larger than one step of the copy: writers come in between.
    REQUIRE(scratch.database->write([&](Session& s) -> Outcome {
        for (int i = 0; i < 20'000; ++i) TRY(s.execute(add_item, std::to_string(i) + std::string(1000, 'x'), i % 2 ? 1 : -1, nullptr));
        return {};
    }));
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        for (int i = 0; !stop; ++i)
            (void)scratch.database->write([&](Session& s) -> Outcome {
                TRY(s.execute(add_item, "a" + std::to_string(i), 1, nullptr));
                TRY(s.execute(add_item, "b" + std::to_string(i), -1, nullptr));
                return {};
            });
    });
    auto copy = scratch.folder / "copy.db";
    auto done = scratch.database->backup_to(copy.string());
    stop = true;
    writer.join();
    REQUIRE(done);
    auto other = Database::open({copy.string()}).value();
    auto sum = other->read_value<std::optional<std::int64_t>>([](Session& s) { return s.first(sum_items, [](const Row& row) { return row.integer(1); }); });
    CHECK(sum.value() == 0);
}

TEST_CASE("an address that is none is refused") {
    CHECK(Database::open({"mysql://x"}).error().fault == Fault::invalid);
    CHECK(Database::open({"/nonexistent/folder/x.db"}).error().fault == Fault::unavailable);
}

TEST_CASE("SQLite: an index that names somebody is taken before the key that begins with the municipality, in new and in old files") {
    constexpr Sql plan{"plan", "EXPLAIN QUERY PLAN SELECT id FROM pet WHERE municipality = $1 AND owner = $2", nullptr};
    auto scratch = testing::sqlite_database();
    const std::vector<Migration> pets{{"0001_pets", "CREATE TABLE pet (municipality TEXT, id TEXT, owner TEXT, PRIMARY KEY (municipality, id)) @without_rowid;"
                                                    "CREATE INDEX pet_owner ON pet (municipality, owner);"}};
    auto way = [&] {
        auto database = Database::open({(scratch.folder / "pets.db").string()}).value();
        REQUIRE(migrate(*database, pets));
        return database->read_value<std::optional<std::string>>([&](Session& s) { return s.first(plan, [](const Row& row) { return std::string(row.text(3)); }, "tartu", "mari"); }).value().value();
    };
    CHECK(way().find("INDEX pet_owner (municipality=? AND owner=?)") != std::string::npos);
    CHECK(way().find("pet_owner") != std::string::npos);
}
