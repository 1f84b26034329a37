#include "people/api_key.h"

#include "people/people_test_town.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {
struct StillClock {
    explicit StillClock(Instant at) { testing::set_now(at); }
    ~StillClock() { testing::set_now(std::nullopt); }
    void move(Instant to) { testing::set_now(to); }
};
}  // namespace

TEST_CASE("events of keys as they were written once decode for ever") {
    std::string hash(64, 'a');
    CHECK(decode_api_key_event("ApiKeyIssued", R"({"hash":")" + hash + R"(","name":"Rakendus","contact":"info@naide.ee","per_minute":60,"per_day":5000})").value() ==
          ApiKeyEvent(ApiKeyIssued{hash, "Rakendus", "info@naide.ee", 60, 5000}));
    CHECK(decode_api_key_event("ApiKeyRevoked", "{}").value() == ApiKeyEvent(ApiKeyRevoked{}));
    CHECK_FALSE(decode_api_key_event("ApiKeyIssued", "{}"));
    CHECK_FALSE(decode_api_key_event("ApiKeyIssued", "["));
    CHECK_FALSE(decode_api_key_event("Other", "{}"));
    ApiKeyEvent event = ApiKeyIssued{hash, "õ", "a@b.ee", 1, 2};
    CHECK(decode_api_key_event(encode(event).type, encode(event).data).value() == event);
}

TEST_CASE("a key is shown once, found by itself and revoked") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        StillClock clock(start);
        auto& people = *town->people;
        auto other = town->another_process();
        auto issued = people.issue_key(as_manager(), " Linnarakendus ", "info@naide.ee", 60, 5000).value();
        CHECK(issued.key.starts_with("rk_"));
        CHECK(issued.key.size() == 46);
        for (auto* process : {&people, other.get()}) {
            auto found = process->key_by_secret(here, issued.key).value();
            REQUIRE(found);
            CHECK(found->id == issued.id);
            CHECK(found->name == "Linnarakendus");
            CHECK(found->contact == "info@naide.ee");
            CHECK(found->per_minute == 60);
            CHECK(found->per_day == 5000);
            CHECK(found->issued == start);
        }
        CHECK_FALSE(people.key_by_secret(there, issued.key).value());
        CHECK_FALSE(people.key_by_secret(here, "").value());
        CHECK_FALSE(people.key_by_secret(here, "rk_" + std::string(43, 'A')).value());
        CHECK_FALSE(people.key_by_secret(here, issued.key + "A").value());
        const auto history = town->journal->after(here, 0, 10).value();
        CHECK(history.size() == 1);
        for (const auto& event : history) CHECK(event.data.find(issued.key.substr(3)) == std::string::npos);

        REQUIRE(people.revoke_key(as_manager(), issued.id));
        REQUIRE(people.revoke_key(as_manager(), issued.id));
        CHECK(people.revoke_key(as_manager(there), issued.id).error().fault == Fault::missing);
        CHECK_FALSE(people.key_by_secret(here, issued.key).value());          // at once here
        clock.move(start.plus_seconds(4));
        CHECK(other->key_by_secret(here, issued.key).value());                // still remembered there
        clock.move(start.plus_seconds(5));
        CHECK_FALSE(other->key_by_secret(here, issued.key).value());
        auto all = people.keys(here).value();
        REQUIRE(all.size() == 1);
        CHECK_FALSE(all[0].active);
        CHECK(people.keys(there).value().empty());
    }
}

TEST_CASE("a key that was issued by a command is not issued again by it") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        REQUIRE(town->people->issue_key(as_manager(here, start, "form 1"), "Rakendus", "info@naide.ee", 60, 5000));
        auto again = town->people->issue_key(as_manager(here, start, "form 1"), "Rakendus", "info@naide.ee", 60, 5000);
        REQUIRE_FALSE(again);
        CHECK(again.error().fault == Fault::conflict);
        CHECK(again.error().text_key == "staff.key_already_issued");
        CHECK(town->people->keys(here).value().size() == 1);
    }
}

TEST_CASE("what is wrong with a key is named") {
    Town town(testing::sqlite_database());
    auto wrong = town.people->issue_key(as_manager(), "", "nobody", 0, -1);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().problems.size() == 4);
    CHECK_FALSE(town.people->issue_key(as_manager(), "Rakendus", "info@naide.ee", 100'001, 1));
    CHECK(town.people->keys(here).value().empty());
}
