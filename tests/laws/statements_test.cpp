// Every named statement of every room is understood by both databases, after all migrations.
#include <doctest/doctest.h>


#include "all_statements.h"
#include "tests/databases.h"
#include "tests/laws/source_tree.h"

using namespace raekoda;

TEST_CASE("every named statement prepares on both databases") {
    auto statements = all_statements();
    REQUIRE(statements.size() > 50);
    for (auto& scratch : testing::databases()) {
        auto migrated = store::migrate(*scratch.database, testing::migrations());
        REQUIRE_MESSAGE(migrated, scratch.name << ": " << migrated.error().detail);
        for (const auto* sql : statements) {
            auto prepared = scratch.database->read([&](store::Session& session) { return session.prepare(*sql); });
            CHECK_MESSAGE(prepared, scratch.name << " " << sql->name << ": " << (prepared ? std::string() : prepared.error().detail));
        }
    }
}

TEST_CASE("a statement that is wrong does not prepare") {
    static constexpr store::Sql wrong{"wrong", "SELECT nothing FROM nowhere WHERE municipality = $1", nullptr};
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        CHECK_FALSE(scratch.database->read([](store::Session& session) { return session.prepare(wrong); }));
    }
}
