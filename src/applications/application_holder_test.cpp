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
        residents.add_holder(personal_data_of(all, test_rules()));
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

TEST_CASE("the copy tells what was written to and fro, not officials' notes; erasing a withdrawn matter takes it all along while another one stays") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        people::Residents residents(town->journal, town->vault);
        residents.add_holder(personal_data_of(all, test_rules()));
        auto mari = town->person("mari@example.ee");
        auto stays = sent(*town, mari), withdrawn = sent(*town, mari);
        const Act act{withdrawn, 0};
        auto reply = all.keep_file(tartu, withdrawn, "lisa.pdf", "%PDF-1.4", monday_noon);
        REQUIRE(reply);
        REQUIRE(all.ask_more(town->at(monday_noon, official), act, "Milline puu?", {2026, 11, 30}));
        REQUIRE(all.reply(town->at(monday_noon), act, self(mari), "Vana tamm.", {*reply}));
        REQUIRE(all.keep_file(tartu, withdrawn, "saatmata.pdf", "%PDF-1.4", monday_noon));
        REQUIRE(all.open_hearing(town->at(monday_noon, official), act, "Mida arvad?", {2026, 11, 30}, Decided::refused));
        REQUIRE(all.add_note(town->at(monday_noon, official), act, "Ainult ametnikele."));
        REQUIRE(all.withdraw(town->at(monday_noon), act, self(mari), "Torm viis ära."));
        REQUIRE(all.decide(town->at(monday_noon, official), {stays, 0}, grant()));
        REQUIRE(all.note_read(town->at(monday_noon), stays, self(mari)));
        REQUIRE(all.appeal(town->at(monday_noon), {stays, 0}, self(mari), {"Liiga vähe aega.", "Pikem luba.", true}));
        auto copy = residents.export_json(tartu, mari, monday_noon).value();
        for (const char* words : {"Milline puu?", "Vana tamm.", "Mida arvad?", "Torm viis ära.", "Liiga vähe aega.", "Pikem luba."}) CHECK_MESSAGE(copy.find(words) != std::string::npos, words);
        CHECK(copy.find("Ainult ametnikele.") == std::string::npos);

        auto words_of = [&](const ApplicationNumber& number) {
            std::string words;
            auto happenings = all.happenings(tartu, number, true).value();
            for (const auto& happening : happenings) words += happening.words;
            return words;
        };
        CHECK(words_of(withdrawn).find("Ainult ametnikele.") != std::string::npos);
        REQUIRE(residents.erase(town->at(monday_noon), mari));
        CHECK(words_of(withdrawn).empty());
        CHECK(words_of(stays).find("Liiga vähe aega.") != std::string::npos);
        CHECK(all.files_of(tartu, withdrawn)->empty());
        CHECK(residents.export_json(tartu, mari, monday_noon).value().find("Torm viis ära.") == std::string::npos);
        // Of the matter that went no sealed text is left, not even the keys of its files.
        int texts = 0, files = 0;
        REQUIRE(town->scratch.database->read([&](store::Session& session) -> Outcome {
            TRY(session.each_row_of("people_sealed_text", [&](const auto&) { ++texts; }));
            TRY(session.each_row_of("application_file", [&](const auto&) { ++files; }));
            return {};
        }));
        CHECK(texts == 3);  // what stays: asked, decided, challenged
        CHECK(files == 0);
    }
}

TEST_CASE("past the day of the rule the words of what is over go, and nothing before: not what is open, still valid or held") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        people::Residents residents(town->journal, town->vault);
        residents.add_holder(personal_data_of(all, test_rules()));
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto decided_for = [&](const PersonId& person, const std::string& service, std::optional<Date> valid_to = {}) {
            auto request = request_of(person);
            request.service = service;
            auto number = all.submit(town->at(monday_noon), request)->number;
            auto decision = grant();
            decision.valid_to = valid_to;
            REQUIRE(all.add_note(town->at(monday_noon, official), {number, 0}, "Ainult ametnikele."));
            REQUIRE(all.decide(town->at(monday_noon, official), {number, 0}, decision));
            return number;
        };
        const auto open = sent(*town, mari), withdrawn = sent(*town, mari), seven = decided_for(mari, "tree-felling-permit"), five = decided_for(mari, "information-request"),
                   valid = decided_for(mari, "information-request", Date{2040, 1, 1}), held = decided_for(jaan, "tree-felling-permit");
        REQUIRE(all.withdraw(town->at(monday_noon), {withdrawn, 0}, self(mari), "Torm viis ära."));
        REQUIRE(residents.hold(tartu, jaan, {"1-26-1234", {}, "staff/x", monday_noon, "KrMS § 214"}));
        auto has_words = [&](const ApplicationNumber& number) { return !town->see(number).content.empty(); };
        auto on = [](Date day) { return instant_of(day, 12 * 60); };
        CHECK(all.forget_over({}, on({2060, 1, 1})).value() == 0);  // no rule: nothing goes
        CHECK(all.forget_over(test_rules(), on({2027, 2, 14})).value() == 0);
        const auto content = town->see(withdrawn).content;
        CHECK(all.forget_over(test_rules(), on({2027, 2, 15})).value() == 1);
        CHECK_FALSE(has_words(withdrawn));
        CHECK_FALSE(all.sealed(tartu, content)->has_value());
        CHECK(all.forget_over(test_rules(), on({2027, 2, 15})).value() == 0);
        CHECK(all.forget_over(test_rules(), on({2031, 11, 16})).value() == 0);
        CHECK(all.forget_over(test_rules(), on({2031, 11, 17})).value() == 1);
        CHECK_FALSE(has_words(five));
        CHECK(has_words(seven));
        const auto decision = town->see(seven).decision;
        CHECK(all.forget_over(test_rules(), on({2033, 11, 17})).value() == 1);
        CHECK_FALSE(all.sealed(tartu, decision)->has_value());
        for (const auto* stays : {&open, &valid, &held}) CHECK(has_words(*stays));
        auto happenings = all.happenings(tartu, seven, true).value();
        CHECK(happenings.back().type == "ApplicationForgotten");
        for (const auto& happening : happenings) CHECK(happening.words.empty());
        CHECK(all.decisions(tartu, {}, "", 10)->lines.size() == 4);  // the register has its lines
        CHECK(town->see(seven).outcome == Decided::granted);
        REQUIRE(residents.release(tartu, jaan, "1-26-1234", "staff/x", on({2033, 11, 17})));
        CHECK(all.forget_over(test_rules(), on({2033, 11, 17})).value() == 1);
        CHECK_FALSE(has_words(held));
        CHECK(residents.erase(town->at(on({2033, 11, 17})), jaan)->whole);  // what was forgotten keeps nobody
        auto before = town->journal->table_hashes();
        REQUIRE(town->journal->rebuild([](auto) {}));
        CHECK(*before == *town->journal->table_hashes());
    }
}
