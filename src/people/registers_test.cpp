// Asking the registers: only what is needed, logged in plain words, each register failing alone.
#include <doctest/doctest.h>

#include "people/people_test_town.h"
#include "people/registers_test_double.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

Asking about_parent(std::vector<std::string> needs) {
    return {here, parent, parent, "", "person/abc", "", {"service/school", {"taotlus „Kool“", "application “School”", "ходатайство «Школа»"}}, "2026-000012", std::move(needs)};
}

std::string value_of(const std::vector<RegisterFact>& facts, std::string_view name) {
    for (const auto& fact : facts)
        if (fact.name == name) return fact.value_json;
    return "absent";
}

struct Asked {
    Town town;
    std::shared_ptr<OwnRegisters> registers = std::make_shared<OwnRegisters>();
    RegisterFacts facts;
    explicit Asked(testing::Scratch scratch) : town(std::move(scratch)), facts(town.scratch.database, town.vault, registers) {}
};

}  // namespace

TEST_CASE("registers: only what is needed is asked and kept") {
    for (auto& scratch : testing::databases()) {
        Asked asked(std::move(scratch));
        auto gathered = asked.facts.gather(about_parent({"person.given_name", "children", "contact.iban"}), {}, start).value();
        REQUIRE(asked.registers->asked.size() == 2);
        CHECK(gathered.facts.size() == 2);
        CHECK(value_of(gathered.facts, "person.given_name") == "\"Kadri\"");
        CHECK(value_of(gathered.facts, "person.family_name") == "absent");  // it came too, and was not needed
        CHECK(value_of(gathered.facts, "children").find("51905209763") != std::string::npos);
        CHECK(gathered.sources == std::map<Register, SourceState>{{Register::population, SourceState::answered}});
        CHECK(gathered.all_answered());
        const auto& query = asked.registers->asked[0].second;
        CHECK(query.about == parent);
        CHECK(query.case_ref == "2026-000012");
        CHECK(query.purpose == "service/school");
        CHECK_FALSE(query.id.empty());
        // Nothing that a register gives: nobody is asked.
        CHECK(asked.facts.gather(about_parent({"contact.iban"}), {}, start).value().sources.empty());
        CHECK(asked.registers->asked.size() == 2);
    }
}

TEST_CASE("registers: what is kept and young enough is not asked again") {
    Asked asked(testing::sqlite_database());
    auto needs = about_parent({"person.given_name", "residence.address", "companies"});
    auto first = asked.facts.gather(needs, {}, start).value();
    CHECK(first.fresh.size() == 3);
    asked.registers->asked.clear();
    auto again = asked.facts.gather(needs, first.fresh, start.plus_minutes(59)).value();
    CHECK(asked.registers->asked.empty());
    CHECK(again.facts.size() == 3);
    CHECK(again.fresh.empty());
    CHECK(again.sources.at(Register::population) == SourceState::kept);
    CHECK(asked.facts.queries(here, parent, 10).value().size() == 4);  // with the form of the address; what was not asked is not in the log
    // An hour for companies, a day for the others; a clock set back does not keep anything for ever.
    CHECK(asked.facts.gather(needs, first.fresh, start.plus_minutes(61)).value().fresh.size() == 1);
    CHECK(asked.facts.gather(needs, first.fresh, start.plus_hours(25)).value().fresh.size() == 3);
    CHECK(asked.facts.gather(needs, first.fresh, start.plus_hours(-2)).value().fresh.size() == 3);
    // A fact more than before: its question is asked, the others stay.
    asked.registers->asked.clear();
    auto more = asked.facts.gather(about_parent({"person.given_name", "person.sex", "residence.address"}), first.fresh, start.plus_minutes(1)).value();
    REQUIRE(asked.registers->asked.size() == 1);
    CHECK(asked.registers->asked[0].first == "person");
    CHECK(value_of(more.facts, "person.sex") == "\"female\"");
    CHECK(more.sources.at(Register::population) == SourceState::answered);
}

TEST_CASE("registers: each fails alone, and the state says how") {
    Asked asked(testing::sqlite_database());
    asked.registers->faults = {{"residence", Fault::unavailable}, {"studies", Fault::broken}, {"companies", Fault::missing}, {"mandates", Fault::forbidden}};
    auto gathered = asked.facts.gather(about_parent({"person.given_name", "residence.address", "studies", "companies", "mandates"}), {}, start).value();
    CHECK(gathered.facts.size() == 1);
    CHECK(gathered.sources.at(Register::population) == SourceState::unavailable);  // part of it is missing
    CHECK(gathered.sources.at(Register::education) == SourceState::unusable);
    CHECK(gathered.sources.at(Register::business) == SourceState::unknown);
    CHECK(gathered.sources.at(Register::mandates) == SourceState::unavailable);
    CHECK_FALSE(gathered.all_answered());
    std::map<std::string, std::string> outcomes;
    for (const auto& line : asked.facts.queries(here, parent, 10).value()) outcomes[line.question] = line.outcome;
    CHECK(outcomes == std::map<std::string, std::string>{{"person", "answered"}, {"residence", "unavailable"}, {"studies", "unusable"}, {"companies", "unknown"}, {"mandates", "unavailable"}});
}

TEST_CASE("registers: answers that contradict each other are not taken") {
    Asked asked(testing::sqlite_database());
    asked.registers->died = true;  // and alive by the other answer
    auto gathered = asked.facts.gather(about_parent({"person.alive", "death.died", "residence.address"}), {}, start).value();
    CHECK(gathered.facts.size() == 1);
    CHECK(value_of(gathered.facts, "residence.address") == "\"Tähe 56-12\"");
    CHECK(gathered.sources.at(Register::population) == SourceState::unusable);
    asked.registers->alive = false;
    CHECK(asked.facts.gather(about_parent({"person.alive", "death.died"}), {}, start.plus_hours(1)).value().facts.size() == 2);
}

TEST_CASE("registers: without a connection or a code nothing is asked and nothing is logged") {
    Asked asked(testing::sqlite_database());
    RegisterFacts unconnected(asked.town.scratch.database, asked.town.vault, nullptr);
    auto gathered = unconnected.gather(about_parent({"person.given_name", "studies"}), {}, start).value();
    CHECK(gathered.sources == std::map<Register, SourceState>{{Register::population, SourceState::unavailable}, {Register::education, SourceState::unavailable}});
    auto foreigner = about_parent({"person.given_name"});
    foreigner.about = "LT-38001085718";
    CHECK(asked.facts.gather(foreigner, {}, start).value().sources.at(Register::population) == SourceState::unknown);
    CHECK(asked.registers->asked.empty());
    CHECK(asked.facts.queries(here, parent, 10).value().empty());
}

TEST_CASE("registers: the question is in the log before it goes out") {
    for (auto& scratch : testing::databases()) {
        Asked asked(std::move(scratch));
        std::string outcome;
        asked.registers->on_ask = [&] {
            auto lines = asked.facts.queries(here, parent, 10).value();
            outcome = lines.empty() ? "not there" : lines[0].outcome;
        };
        CHECK(asked.facts.gather(about_parent({"person.given_name"}), {}, start));
        CHECK(outcome == "asked");
        auto line = asked.facts.queries(here, parent, 10).value().at(0);
        CHECK(line.outcome == "answered");
        CHECK(line.actor == "person/abc");
        CHECK(line.at == start);
        CHECK(line.facts == std::vector<std::string>{"person.given_name"});
        CHECK(line.purpose.words.ru == "ходатайство «Школа»");
        // Other people, and other municipalities, see nothing of it.
        CHECK(asked.facts.queries(here, child, 10).value().empty());
        CHECK(asked.facts.queries(there, parent, 10).value().empty());
        // The table tells nobody who it is about.
        std::string stored;
        (void)asked.town.scratch.database->read([&](store::Session& s) {
            return s.each_row_of("people_register_query", [&](const auto& columns) {
                for (const auto& column : columns) stored += column.value_or("") + "\n";
            });
        });
        CHECK(stored.find("48803149719") == std::string::npos);
        CHECK(stored.find("Kadri") == std::string::npos);
        CHECK(asked.facts.forget_queries_before(here, start, start).value() == 0);
        CHECK(asked.facts.forget_queries_before(there, start.plus_hours(1), start).value() == 0);
        CHECK(asked.facts.forget_queries_before(here, start.plus_hours(1), start).value() == 1);
        CHECK(asked.facts.queries(here, parent, 10).value().empty());
    }
}

TEST_CASE("registers: typed questions are logged alike") {
    Asked asked(testing::sqlite_database());
    Asking asking{here, parent, parent, "", "person/abc", "", usual_purpose("acting"), "", {}};
    CHECK(asked.facts.family(asking, start).value().size() == 2);
    CHECK(asked.facts.companies(asking, start.plus_seconds(1)).value().size() == 1);
    asked.registers->faults["mandates"] = Fault::unavailable;
    CHECK(asked.facts.mandates(asking, start.plus_seconds(2)).error().fault == Fault::unavailable);
    auto lines = asked.facts.queries(here, parent, 10).value();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].question == "mandates");  // newest first
    CHECK(lines[0].outcome == "unavailable");
    CHECK(lines[2].question == "family");
    CHECK(lines[2].outcome == "answered");
    CHECK(asked.facts.queries(here, parent, 2).value().size() == 2);
}

TEST_CASE("registers: the log in plain words") {
    RegisterQueryLine line;
    line.source = Register::population;
    line.question = "residence";
    line.facts = {"residence.address", "residence.municipality_ehak"};
    line.purpose = service_purpose("funeral", {"Matusetoetus", "Funeral grant", "Пособие на погребение"});
    line.outcome = "answered";
    CHECK(in_plain_words(line, view::Language::et, "sina ise") ==
          "Rahvastikuregistrist küsiti: elukoha aadress, elukoha omavalitsus. Küsis: sina ise. Milleks: taotlus „Matusetoetus“. Register vastas.");
    line.facts.clear();
    line.right = "custody";
    line.outcome = "unavailable";
    CHECK(in_plain_words(line, view::Language::en, "Kadri Õunap") ==
          "The population register was asked for: place of residence. Asked by: Kadri Õunap (by right of custody). What for: application “Funeral grant”. The register did not answer; nothing was learned.");
    // Every name that data use has words in all three languages.
    for (auto language : view::all_languages) {
        for (const auto& fact : fact_names()) {
            CHECK_MESSAGE((fact_label(fact, language) != fact || language == view::Language::en), fact);  // some are called in English as in data
            CHECK(view::has_text("registers.question_" + question_of_fact(fact)));
        }
        for (auto source : {Register::population, Register::education, Register::business, Register::mandates}) {
            CHECK(source_label(register_name(source), language) != register_name(source));
            CHECK(view::has_text("registers.asked_" + std::string(register_name(source))));
            CHECK(register_of(register_name(source)) == source);
        }
        for (auto state : {SourceState::answered, SourceState::unknown, SourceState::unavailable, SourceState::unusable})
            CHECK(view::has_text("registers.outcome_" + std::string(source_state_name(state))));
    }
    CHECK(source_label("staff:abc", view::Language::et) == "staff:abc");
    CHECK(fact_label("no.such", view::Language::et) == "no.such");
    CHECK(usual_purpose("acting").words.complete());
}

TEST_CASE("addresses: one form for everybody, by the address register; without it as the population register writes") {
    const AddressEntry home{{"Tähe 56-12, Tartu linn, Tartu maakond", "0079", "0793", "8151", "XX1", "50103"}, "2000001", "Tähe 56-12", "Tartu linn", 58.37, 26.72};
    for (auto& scratch : testing::databases()) {
        Asked asked(std::move(scratch));
        auto needs = about_parent({"residence.address", "residence.postal_code"});
        asked.registers->faults["address"] = Fault::unavailable;
        auto plain = asked.facts.gather(needs, {}, start).value();
        CHECK(value_of(plain.facts, "residence.address") == "\"Tähe 56-12\"");
        CHECK(plain.all_answered());  // the residence is known all the same
        asked.registers->faults.clear();
        asked.registers->addresses = {home};
        CHECK(value_of(asked.facts.gather(needs, {}, start.plus_minutes(1)).value().facts, "residence.address") == "\"Tähe 56-12, Tartu linn, Tartu maakond\"");
        // Asked once a day for an address, and the person reads it.
        asked.registers->asked.clear();
        CHECK(value_of(asked.facts.gather(needs, {}, start.plus_hours(2)).value().facts, "residence.address") == "\"Tähe 56-12, Tartu linn, Tartu maakond\"");
        REQUIRE(asked.registers->asked.size() == 1);
        CHECK(asked.registers->asked[0].first == "residence");
        auto log = asked.facts.queries(here, parent, 10).value();
        auto line = std::find_if(log.begin(), log.end(), [](const RegisterQueryLine& one) { return one.question == "address" && one.outcome == "answered"; });
        REQUIRE(line != log.end());
        CHECK(line->source == Register::addresses);
        auto words = in_plain_words(*line, view::Language::et, "sina");
        CHECK(words.starts_with("Aadressiandmete süsteemist küsiti: elukoha aadress. Küsis: sina."));
    }
}

TEST_CASE("addresses: looked up by words at somebody's wish, logged; for nobody, not logged") {
    Asked asked(testing::sqlite_database());
    asked.registers->addresses = {{{"Kase 3, Elva linn", "0079", "0171", "1586", "XX7", ""}, "7", "Kase 3", "Elva linn", 58.2, 26.4}};
    auto asking = about_parent({});
    CHECK(asked.facts.find_addresses(asking, "Kase", start).value().size() == 1);
    CHECK(asked.facts.find_addresses(asking, "Tamme", start).value().empty());
    CHECK(asked.facts.address(asking, "XX7", start)->line == "Kase 3");
    CHECK(asked.facts.address(asking, "XX8", start.plus_minutes(1)).error().fault == Fault::missing);
    auto log = asked.facts.queries(here, parent, 10).value();
    REQUIRE(log.size() == 4);
    CHECK(in_plain_words(log[0], view::Language::en, "").find("The address data system does not know this address.") != std::string::npos);
    asking.about.clear();
    CHECK(asked.facts.find_addresses(asking, "Kase", start).value().size() == 1);
    CHECK(asked.facts.queries(here, "", 10).value().empty());
    RegisterFacts none(asked.town.scratch.database, asked.town.vault, nullptr);
    CHECK(none.find_addresses(asking, "Kase", start).error().fault == Fault::unavailable);
}

TEST_CASE("registers: the log of somebody whose data are held stays") {
    for (auto& scratch : testing::databases()) {
        Asked asked(std::move(scratch));
        REQUIRE(asked.facts.gather(about_parent({"person.given_name"}), {}, start));
        auto person = asked.town.residents->keep_person(here, {parent, "Kadri", "Õunap", {}, Assurance::high, "", ""}, start).value();
        const Instant later = start.plus_hours(24 * 400);
        REQUIRE(asked.town.residents->hold(here, person, {"court/1", local_time(later).date, "staff/x", start}));
        CHECK(asked.facts.forget_queries_before(here, later, later).value() == 0);
        CHECK(asked.facts.forget_queries_before(here, later, later.plus_hours(48)).value() == 1);  // the hold's last day is over
        REQUIRE(asked.facts.gather(about_parent({"person.given_name"}), {}, start));
        REQUIRE(asked.town.residents->hold(here, person, {"court/2", {}, "staff/x", start}));
        CHECK(asked.facts.forget_queries_before(here, later, later).value() == 0);
        REQUIRE(asked.town.residents->release(here, person, "court/2", "staff/x", later));
        REQUIRE(asked.town.residents->release(here, person, "court/1", "staff/x", later));
        CHECK(asked.facts.forget_queries_before(here, later, later).value() == 1);
    }
}
