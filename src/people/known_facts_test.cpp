// Facts of a resident kept and asked; codes of the dead and of nobody; for whom registers let somebody act.
#include "people/known_facts.h"

#include <doctest/doctest.h>

#include "people/people_test_town.h"
#include "people/register_rights.h"
#include "tests/registers_double.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

struct KnownTown {
    Town town;
    std::shared_ptr<OwnRegisters> registers = std::make_shared<OwnRegisters>();
    std::shared_ptr<RegisterFacts> facts;
    explicit KnownTown(testing::Scratch scratch) : town(std::move(scratch)), facts(std::make_shared<RegisterFacts>(town.scratch.database, town.vault, registers)) {}
    Residents& residents() { return *town.residents; }
    PersonId keep(const std::string& subject) { return residents().keep_person(here, {subject, "Kadri", "Typed", Date{1988, 3, 14}}, start).value(); }
    std::size_t asked(std::string_view question) {
        return static_cast<std::size_t>(std::count_if(registers->asked.begin(), registers->asked.end(), [&](const auto& entry) { return entry.first == question; }));
    }
};

Asking asking_about(const std::string& subject, std::vector<std::string> needs = {}) {
    return {here, subject, subject, "", "person/abc", "", usual_purpose("my_data"), "", std::move(needs)};
}

std::string told(const AboutDeceased& about, std::string_view name) {
    for (const auto& fact : about.facts)
        if (fact.name == name) return fact.value_json;
    return "absent";
}

const RegisterRight* right_to(const ToldRights& told, std::string_view kind, std::string_view subject) {
    for (const auto& right : told.rights)
        if (right.kind == kind && right.subject == subject) return &right;
    return nullptr;
}

}  // namespace

TEST_CASE("known facts: from a register once, then from the vault, with their source") {
    for (auto& scratch : testing::databases()) {
        KnownTown town(std::move(scratch));
        auto person = town.keep(parent);
        auto asking = asking_about(parent, {"person.family_name", "residence.address", "children", "contact.iban"});
        auto known = known_facts(town.residents(), *town.facts, asking, person, start).value();
        REQUIRE(known.fact("person.family_name"));
        CHECK(known.fact("person.family_name")->value_json == "\"Õunap\"");  // the register goes before what was typed
        CHECK(known.fact("person.family_name")->source == "population_register");
        CHECK(known.fact("residence.address")->obtained == start);
        CHECK_FALSE(known.fact("contact.iban"));
        CHECK(known.sources.at(Register::population) == SourceState::answered);
        CHECK(known.standing == Standing::living);
        CHECK_FALSE(known.fact("person.alive"));  // asked for safety, not shown as a fact of the form
        town.registers->asked.clear();
        auto again = known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(1)).value();
        CHECK(town.registers->asked.empty());
        CHECK(again.facts.size() == 3);
        CHECK(again.sources.at(Register::population) == SourceState::kept);
        CHECK(again.standing == Standing::living);
        // What the person calls wrong says so; the same answer again does not wash it off.
        REQUIRE(town.residents().dispute_fact(here, person, "residence.address", "population_register", true));
        CHECK(known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(2))->fact("residence.address")->disputed);
        CHECK(known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(40))->fact("residence.address")->disputed);
        CHECK(town.asked("residence") == 1);
    }
}

TEST_CASE("known facts: a register that is down leaves what others say, and nothing old is believed") {
    KnownTown town(testing::sqlite_database());
    auto person = town.keep(parent);
    auto asking = asking_about(parent, {"person.family_name", "residence.address"});
    REQUIRE(known_facts(town.residents(), *town.facts, asking, person, start));
    town.registers->faults = {{"person", Fault::unavailable}, {"residence", Fault::unavailable}};
    auto known = known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(30)).value();
    CHECK(known.sources.at(Register::population) == SourceState::unavailable);
    CHECK_FALSE(known.fact("residence.address"));
    REQUIRE(known.fact("person.family_name"));
    CHECK(known.fact("person.family_name")->source == "typed");
    CHECK(known.fact("person.family_name")->value_json == "\"Typed\"");
}

TEST_CASE("known facts: where children live and which grade they are in, only of those in whole custody, asked about each of them") {
    for (auto& scratch : testing::databases()) {
        KnownTown town(std::move(scratch));
        auto person = town.keep(parent);
        auto& relations = town.registers->relations;
        relations.push_back({Relation::Kind::child, daughter, "Reet", "Saar", Date{2015, 1, 1}});
        relations.push_back({Relation::Kind::custody, daughter, "Reet", "Saar", Date{2015, 1, 1}, true, false});  // custody in part
        relations.push_back({Relation::Kind::custody, "EE60801019903", "Täis", "Ealine", Date{2008, 1, 1}});      // grown up
        town.registers->studying[child] = {{"70000001", "Emajõe Kool", "8151", "0793", "basic", 1, Date{2026, 9, 1}, std::nullopt}, {"70000002", "Vana kool", "8151", "0793", "preschool", 0, Date{2023, 9, 1}, Date{2026, 8, 31}}};
        auto asking = asking_about(parent, {"children_home", "children_studies"});
        auto known = known_facts(town.residents(), *town.facts, asking, person, start).value();
        REQUIRE(known.fact("children_home"));
        CHECK(known.fact("children_home")->value_json == R"([{"name":"Mihkel Õunap","code":"51905209763","municipality_ehak":"0793","with_parent":true}])");
        CHECK(known.fact("children_home")->source == "population_register");
        REQUIRE(known.fact("children_studies"));
        CHECK(known.fact("children_studies")->value_json == R"([{"name":"Mihkel Õunap","code":"51905209763","level":"basic","grade":1,"since":"2026-09-01"}])");
        CHECK(known.fact("children_studies")->source == "education_register");
        // The child's log says who asked, by which right; of the others nothing was asked. What was needed to find them is not kept.
        auto log = town.facts->queries(here, child, 10).value();
        CHECK(log.size() == 2);
        CHECK(log[0].right == "custody");
        CHECK(town.facts->queries(here, daughter, 10).value().empty());
        CHECK(town.facts->queries(here, "EE60801019903", 10).value().empty());
        auto kept = town.residents().facts(here, person).value();
        CHECK(std::none_of(kept.begin(), kept.end(), [](const Fact& fact) { return fact.name == "custody" || fact.name == "residence.object_id"; }));
        // Young enough: nobody is asked again. A day later where they live is, for the grade a week is well.
        town.registers->asked.clear();
        CHECK(known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(1))->facts.size() == 2);
        CHECK(town.registers->asked.empty());
        town.registers->homes[child] = {RegisteredAddress{"Pikk 1", "0079", "0171", "8151", "XX2", "50103"}, Date{2026, 11, 1}};
        known = known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(30)).value();
        CHECK(known.fact("children_home")->value_json == R"([{"name":"Mihkel Õunap","code":"51905209763","municipality_ehak":"0171","with_parent":false}])");
        CHECK(town.asked("studies") == 0);
        // A register that is silent: asked by hand, and the page says which one it was.
        town.registers->faults["residence"] = Fault::unavailable;
        known = known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(60)).value();
        CHECK_FALSE(known.fact("children_home"));
        CHECK(known.fact("children_studies"));
        CHECK(known.sources.at(Register::population) == SourceState::unavailable);
    }
}

TEST_CASE("known facts: who else has custody, told to the parent alone, logged at the child, left out where it is not plain") {
    for (auto& scratch : testing::databases()) {
        KnownTown town(std::move(scratch));
        auto person = town.keep(parent);
        const std::string father = "EE38611029284";
        const Relation own{Relation::Kind::custodian, parent, "Kadri", "Õunap", Date{1988, 3, 14}}, other{Relation::Kind::custodian, father, "Jaan", "Õunap", Date{1986, 11, 2}};
        town.registers->families[child] = {{Relation::Kind::parent, father, "Jaan", "Õunap", Date{1986, 11, 2}}, own, other};
        auto asking = asking_about(parent, {"children_custodians"});
        auto told_at = [&](int hours) {
            auto known = known_facts(town.residents(), *town.facts, asking, person, start.plus_hours(hours)).value();
            return known.fact("children_custodians") ? known.fact("children_custodians")->value_json : "absent";
        };
        CHECK(told_at(0) == R"([{"name":"Mihkel Õunap","code":"51905209763","others":[{"name":"Jaan Õunap","code":"38611029284"}]}])");
        CHECK(town.asked("residence") == 0);  // where the parent lives has nothing to do with it
        auto log = town.facts->queries(here, child, 10).value();
        REQUIRE(log.size() == 1);
        CHECK(log[0].right == "custody");
        CHECK(log[0].facts == std::vector<std::string>{"custodians"});
        CHECK(in_plain_words(log[0], view::Language::et, "Kadri Õunap").find("kellel on lapse hooldusõigus") != std::string::npos);
        // Whoever acts for the parent learns nothing of the other one, not even of what is kept. The parent at the counter does.
        town.registers->asked.clear();
        auto acting = asking;
        acting.asked_by = widow, acting.right = "mandate";
        CHECK_FALSE(known_facts(town.residents(), *town.facts, acting, person, start.plus_hours(1))->fact("children_custodians"));
        acting.right = "consent";
        CHECK(known_facts(town.residents(), *town.facts, acting, person, start.plus_hours(1))->fact("children_custodians"));
        CHECK(town.registers->asked.empty());
        // Alone; in part; the one who asks is not named; the other has died: an answer, none, none, an answer.
        struct Told {
            std::vector<Relation> custodians;
            const char* others;
        };
        const Relation in_part{Relation::Kind::custodian, father, "Jaan", "Õunap", Date{1986, 11, 2}, true, false}, dead{Relation::Kind::custodian, father, "Jaan", "Õunap", Date{1986, 11, 2}, false};
        const std::vector<Told> all{{{own}, "[]"}, {{own, in_part}, "null"}, {{other}, "null"}, {{own, dead}, "[]"}};
        int hours = 0;
        for (const auto& one : all) {
            CAPTURE(one.others);
            town.registers->families[child] = one.custodians;
            CHECK(told_at(hours += 30) == R"([{"name":"Mihkel Õunap","code":"51905209763","others":)" + std::string(one.others) + "}]");
        }
        town.registers->faults["family"] = Fault::unavailable;
        CHECK(told_at(hours += 30) == "absent");
    }
}

TEST_CASE("codes of the living, of the dead, of nobody") {
    KnownTown town(testing::sqlite_database());
    CHECK(standing_of(*town.facts, asking_about(parent), start).value() == Standing::living);
    town.registers->alive = false;
    CHECK(standing_of(*town.facts, asking_about(parent), start).value() == Standing::dead);
    town.registers->faults["person"] = Fault::missing;
    CHECK(standing_of(*town.facts, asking_about(parent), start).value() == Standing::unknown);
    town.registers->faults["person"] = Fault::unavailable;
    CHECK(standing_of(*town.facts, asking_about(parent), start).value() == Standing::not_told);
    CHECK(standing_of(*town.facts, asking_about("email:kadri@example.ee"), start).value() == Standing::not_told);
    CHECK(town.asked("person") == 4);
    // The same with the facts of a form; a code that the register does not know leaves what the login said.
    auto person = town.keep(parent);
    auto asking = asking_about(parent, {"person.family_name"});
    CHECK(known_facts(town.residents(), *town.facts, asking, person, start)->standing == Standing::not_told);
    town.registers->faults["person"] = Fault::missing;
    auto unknown = known_facts(town.residents(), *town.facts, asking, person, start).value();
    CHECK(unknown.standing == Standing::unknown);
    CHECK(unknown.fact("person.family_name")->source == "typed");
    town.registers->faults.clear();
    CHECK(known_facts(town.residents(), *town.facts, asking, person, start)->standing == Standing::dead);
    CHECK(known_facts(town.residents(), *town.facts, asking_about(parent, {"residence.address"}), person, start)->standing == Standing::not_told);
    for (auto language : view::all_languages) {
        CHECK_FALSE(standing_words(Standing::dead, language).empty());
        CHECK_FALSE(standing_words(Standing::unknown, language).empty());
        CHECK(standing_words(Standing::living, language).empty());
    }
}

TEST_CASE("about somebody who has died only relatives are told, and strangers cause no question") {
    KnownTown town(testing::sqlite_database());
    town.registers->relations = {{Relation::Kind::spouse, deceased, "Heino", "Saar", Date{1948, 2, 3}, false}, {Relation::Kind::child, daughter, "Reet", "Saar", Date{1979, 12, 11}}};
    town.registers->died = true;
    auto about = about_deceased(*town.facts, asking_about(widow), deceased, start).value();
    CHECK(about.state == AboutDeceased::State::told);
    CHECK(told(about, "deceased.death_date") == "\"2026-10-28\"");
    CHECK(told(about, "deceased.relation") == "\"spouse\"");
    CHECK(told(about, "deceased.municipality_ehak") == "null");
    auto line = town.facts->queries(here, deceased, 10).value().at(0);
    CHECK(line.right == "relation");
    CHECK(line.question == "death");
    // A stranger's code: the register of deaths is not asked.
    town.registers->asked.clear();
    CHECK(about_deceased(*town.facts, asking_about(widow), parent, start.plus_seconds(1))->state == AboutDeceased::State::not_related);
    CHECK(town.asked("death") == 0);
    CHECK(town.facts->queries(here, parent, 10).value().empty());
    CHECK(about_deceased(*town.facts, asking_about(widow), "EE123", start)->state == AboutDeceased::State::not_related);
    // Alive, unknown, silent.
    town.registers->died = false;
    CHECK(about_deceased(*town.facts, asking_about(widow), deceased, start.plus_seconds(2))->state == AboutDeceased::State::not_dead);
    town.registers->faults["death"] = Fault::unavailable;
    CHECK(about_deceased(*town.facts, asking_about(widow), deceased, start.plus_seconds(3))->state == AboutDeceased::State::silent);
    town.registers->faults["family"] = Fault::broken;
    CHECK(about_deceased(*town.facts, asking_about(widow), deceased, start.plus_seconds(4))->state == AboutDeceased::State::silent);
    town.registers->faults.clear();
    auto relatives = deceased_relatives(*town.facts, asking_about(widow), start.plus_seconds(5)).value();
    REQUIRE(relatives.size() == 1);
    CHECK(relatives[0].name == "Heino Saar");
    CHECK(relatives[0].relation == "spouse");
}

TEST_CASE("rights by registers: full custody until the child is grown, companies alone, mandates and what they open") {
    KnownTown town(testing::sqlite_database());
    auto& relations = town.registers->relations;
    relations.push_back({Relation::Kind::custody, "EE60801019903", "Täis", "Ealine", Date{2008, 1, 1}});
    relations.push_back({Relation::Kind::custody, daughter, "Piiratud", "Õigus", Date{2015, 1, 1}, true, false});
    relations.push_back({Relation::Kind::ward, widow, "Helju", "Saar", Date{1951, 9, 17}});
    town.registers->roles = {{"EE70006317", "Üksi OÜ", "board_member"}, {"EE70008440", "Koos OÜ", "board_member", false}, {"EE70000001", "Lõpetatud OÜ", "board_member", true, false}};
    RegisteredMandate own{"V-1", widow, "Helju Saar", parent, {"*"}, Date{2026, 1, 1}, Date{2099, 1, 1}}, over = own, through = own;
    over.from = deceased;
    over.until = Date{2020, 1, 1};
    through.from = "EE70008440";
    through.scopes = {"parking-permit"};
    town.registers->given = {{parent, {own, over}}, {"EE70006317", {through}}};
    auto rights = rights_by_registers(town.facts);
    ResidentSession resident;
    resident.subject = parent;
    resident.person = PersonId("abc");
    auto told = rights(here, resident, start);
    CHECK_FALSE(told.incomplete);
    REQUIRE(right_to(told, "custody", child));
    CHECK(right_to(told, "custody", child)->until == Date{2037, 5, 19});
    CHECK_FALSE(right_to(told, "custody", "EE60801019903"));
    CHECK_FALSE(right_to(told, "custody", daughter));
    CHECK(right_to(told, "guardianship", widow));
    CHECK(right_to(told, "board", "EE70006317")->is_company);
    CHECK_FALSE(right_to(told, "board", "EE70008440"));
    CHECK_FALSE(right_to(told, "board", "EE70000001"));
    CHECK(right_to(told, "mandate", widow)->scopes.empty());
    CHECK_FALSE(right_to(told, "mandate", deceased));
    REQUIRE(right_to(told, "chain", "EE70008440"));
    CHECK(right_to(told, "chain", "EE70008440")->scopes == std::vector<std::string>{"parking-permit"});
    CHECK(told.rights.size() == 5);
    // One register is silent: what the others say holds, and the answer says that something is missing.
    town.registers->faults["companies"] = Fault::unavailable;
    told = rights(here, resident, start.plus_seconds(1));
    CHECK(told.incomplete);
    CHECK(right_to(told, "custody", child));
    town.registers->faults["companies"] = Fault::missing;
    CHECK_FALSE(rights(here, resident, start.plus_seconds(2)).incomplete);
}
