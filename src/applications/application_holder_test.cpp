// What is kept and what goes of a person's applications: holds, the copy, erasure, on both databases.
#include "applications/applications.h"

#include "applications/applications_test_town.h"
#include "base/json.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

ApplicationNumber sent(TestTown& town, const PersonId& person) {
    auto submitted = town.applications->submit(town.at(monday_noon), request_of(person));
    REQUIRE(submitted);
    return submitted->number;
}

}  // namespace

TEST_CASE("a draft, its files and files of an unsent reply outlive their day while a hold covers their owner") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        people::Residents residents(town->journal, town->vault);
        const PersonId mari = town->person("mari@example.ee"), guest = town->person("guest@example.ee"), jaan = town->person("jaan@example.ee");
        REQUIRE(town->scratch.database->write([&](store::Session& session) { return town->vault->join(session, tartu, guest, mari, monday_noon); }));
        struct Begun {
            Draft draft;
            FileId file;
        };
        auto begin = [&](const PersonId& person) {
            auto id = all.open_draft(tartu, {"tree-felling-permit", "v1", person, person, {}, "{}", "1"}, monday_noon)->id;
            auto file = all.keep_file(tartu, id, "plaan.pdf", "%PDF-1.7 plaan", monday_noon);
            REQUIRE(file);
            return Begun{all.draft(tartu, id, person, "", monday_noon).value().value(), *file};
        };
        auto reads = [&](const FileId& file) { return all.file(tartu, ApplicationNumber(std::string()), file)->has_value(); };
        auto hers = begin(mari), as_guest = begin(guest), his = begin(jaan);
        const auto number = sent(*town, mari);
        auto unsent = all.keep_file(tartu, number, "lisa.pdf", "%PDF-1.4", monday_noon);
        REQUIRE(unsent);
        REQUIRE(residents.hold(tartu, mari, {"1-26-1234", {}, "staff/x", monday_noon, "KrMS § 214"}));
        const auto later = monday_noon.plus_hours(24 * 366);
        REQUIRE(all.forget_expired(later));
        CHECK(reads(hers.file));
        CHECK(reads(as_guest.file));
        CHECK(reads(*unsent));
        CHECK_FALSE(reads(his.file));
        CHECK(all.save_draft(tartu, hers.draft, monday_noon));
        CHECK(all.save_draft(tartu, as_guest.draft, monday_noon));
        CHECK(all.save_draft(tartu, his.draft, monday_noon).error().fault == Fault::gone);
        REQUIRE(residents.release(tartu, mari, "1-26-1234", "staff/x", later));
        REQUIRE(all.forget_expired(later));
        for (const auto& file : {hers.file, as_guest.file, *unsent}) CHECK_FALSE(reads(file));
        for (const auto* begun : {&hers, &as_guest}) CHECK(all.save_draft(tartu, begun->draft, later).error().fault == Fault::gone);
    }
}

TEST_CASE("erasing under a hold, also one that nobody may tell, leaves drafts and what was withdrawn") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        people::Residents residents(town->journal, town->vault);
        residents.add_holder(personal_data_of(all));
        auto mari = town->person("mari@example.ee");
        auto withdrawn = sent(*town, mari);
        REQUIRE(all.withdraw(town->at(monday_noon), {withdrawn, 0}, self(mari), "Ei raiu."));
        REQUIRE(all.open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, "{}", "1"}, monday_noon));
        for (const char* law : {"", "KrMS § 214"}) {
            REQUIRE(residents.hold(tartu, mari, {"1-26-1234", {}, "staff/x", monday_noon, law}));
            auto erased = residents.erase(town->at(monday_noon), mari);
            REQUIRE(erased);
            CHECK_FALSE(erased->whole);
            CHECK(erased->kept.size() == 1);
            CHECK(erased->kept[0].reference.empty() == (law[0] != '\0'));
            CHECK(all.drafts_of(tartu, mari, monday_noon)->size() == 1);
            CHECK(all.sealed(tartu, town->see(withdrawn).content)->has_value());
            REQUIRE(residents.release(tartu, mari, "1-26-1234", "staff/x", monday_noon));
        }
        CHECK(residents.erase(town->at(monday_noon), mari)->whole);
        CHECK(all.drafts_of(tartu, mari, monday_noon)->empty());
        CHECK_FALSE(all.sealed(tartu, town->see(withdrawn).content)->has_value());
    }
}
