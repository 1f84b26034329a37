#include "journal/journal.h"

#include <doctest/doctest.h>

#include <thread>

#include "base/json.h"
#include "journal/journal_test_sql.h"
#include "tests/databases.h"

using namespace raekoda;
using namespace raekoda::journal;

namespace {

struct Tally final : Projection {
    std::vector<std::string> tables() const override { return {"tally"}; }
    Outcome apply(store::Session& session, const Recorded& event) override {
        TRY(session.execute(sql::count_event, event.municipality.value, event.stream));
        return {};
    }
};

std::vector<store::Migration> tables() {
    auto all = testing::migrations();
    all.push_back({"9999_tally", std::string(sql::make_tally.text)});
    return all;
}

const MunicipalityId here("here"), there("there");

Context as(const MunicipalityId& municipality, std::string key = {}) { return {municipality, Instant{1'000'000}, "resident", std::move(key)}; }

Result<std::string> add(Journal& journal, const Context& context, const std::string& stream, std::int64_t version) {
    return journal.execute(context, [&](Recorder& recorder) -> Result<std::string> {
        TRY(recorder.append(stream, version, {{"Happened", "{\"n\":1}"}}));
        return stream + "@" + std::to_string(version + 1);
    });
}

}  // namespace

TEST_CASE("events are numbered, sealed, projected and can be followed") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(store::migrate(*scratch.database, tables()));
        Journal journal(scratch.database, {std::make_shared<Tally>()});
        REQUIRE(add(journal, as(here), "a", 0).value() == "a@1");
        REQUIRE(add(journal, as(there), "a", 0));
        REQUIRE(add(journal, as(here), "a", 1));
        CHECK(add(journal, as(here), "a", 1).error().fault == Fault::conflict);
        CHECK(journal.head(here).value() == 2);
        CHECK(journal.municipalities().value() == std::vector{here, there});
        auto events = journal.after(here, 1, 10).value();
        REQUIRE(events.size() == 1);
        CHECK(events[0].version == 2);
        CHECK(events[0].data == "{\"n\":1}");
        auto seals = journal.verify([](auto) {}).value();
        CHECK(seals.size() == 2);
        CHECK(seals[0].events == 2);
    }
}

TEST_CASE("a command with the same key is carried out once") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(store::migrate(*scratch.database, tables()));
        Journal journal(scratch.database, {std::make_shared<Tally>()});
        std::vector<std::thread> threads;
        std::atomic<int> same = 0;
        std::atomic<int> number = 0;
        for (int t = 0; t < 16; ++t)
            threads.emplace_back([&] {
                auto result = journal.execute(as(here, "key"), [&](Recorder& recorder) -> Result<std::string> {
                    std::string stream = "s" + std::to_string(++number);
                    TRY(recorder.append(stream, 0, {{"Happened", "{}"}}));
                    return stream;
                });
                if (result && *result == "s1") ++same;
            });
        for (auto& thread : threads) thread.join();
        CHECK(same == 16);
        CHECK(journal.head(here).value() == 1);
        CHECK(add(journal, as(there, "key"), "x", 0).value() == "x@1");  // a key belongs to its municipality
    }
}

TEST_CASE("a failing command leaves nothing") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(store::migrate(*scratch.database, tables()));
        Journal journal(scratch.database, {std::make_shared<Tally>()});
        auto result = journal.execute(as(here, "k"), [&](Recorder& recorder) -> Result<std::string> {
            TRY(recorder.append("a", 0, {{"Happened", "{}"}}));
            TRY(recorder.send("mail", "{}", Instant{}));
            return fail(Fault::invalid, "no");
        });
        CHECK(result.error().fault == Fault::invalid);
        CHECK(journal.head(here).value() == 0);
        CHECK(journal.outbox_counts().value().empty());
        CHECK(add(journal, as(here, "k"), "a", 0));
    }
}

TEST_CASE("a spoiled event is found, a rebuild repairs spoiled tables") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(store::migrate(*scratch.database, tables()));
        Journal journal(scratch.database, {std::make_shared<Tally>()});
        for (int i = 0; i < 50; ++i) REQUIRE(add(journal, as(i % 2 ? here : there), "s" + std::to_string(i), 0));
        auto before = journal.table_hashes().value();
        CHECK(before["tally"].starts_with("50 "));
        REQUIRE(scratch.database->write([](store::Session& s) -> Outcome { TRY(s.execute(sql::spoil_tally, "here")); return {}; }));
        CHECK(journal.table_hashes().value() != before);
        CHECK(journal.rebuild([](auto) {}).value() == 50);
        CHECK(journal.table_hashes().value() == before);
        REQUIRE(scratch.database->write([](store::Session& s) -> Outcome { TRY(s.execute(sql::spoil_event, "here", 7)); return {}; }));
        auto verified = journal.verify([](auto) {});
        REQUIRE_FALSE(verified);
        CHECK(verified.error().detail.find("here: the event at position 7") == 0);
    }
}

TEST_CASE("the outbox gives a message to one sender at a time") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        REQUIRE(store::migrate(*scratch.database, tables()));
        Journal journal(scratch.database, {std::make_shared<Tally>()});
        Instant now{10'000'000};
        REQUIRE(journal.execute(as(here), [&](Recorder& recorder) -> Result<std::string> {
            TRY(recorder.send("mail", "{\"to\":1}", now));
            TRY(recorder.send("mail", "{\"to\":2}", now.plus_hours(1)));
            return "";
        }));
        auto first = journal.take_due("mail", now, 10, std::chrono::seconds(60)).value();
        REQUIRE(first.size() == 1);
        CHECK(first[0].municipality == here);
        CHECK(first[0].payload == "{\"to\":1}");
        CHECK(first[0].attempts == 1);
        CHECK(first[0].created == as(here).now);
        CHECK(journal.take_due("mail", now, 10, std::chrono::seconds(60)).value().empty());
        CHECK(journal.take_due("mail", now.plus_seconds(61), 10, std::chrono::seconds(60)).value().size() == 1);  // its sender died
        REQUIRE(journal.sent(first[0], now));
        CHECK(journal.take_due("mail", now.plus_hours(2), 10, std::chrono::seconds(60)).value().size() == 1);
        CHECK(journal.outbox_counts().value()["sent"] == 1);
    }
}
