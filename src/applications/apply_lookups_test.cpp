// Forms and registers as people meet them: looked up at their wish, told plainly when a register is silent, knows nobody, or says that somebody has died.
#include "applications/applications_test_site.h"
#include "people/known_facts.h"
#include "tests/registers_double.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

const std::string kadri = "48803149719", wife = "45109179710", husband = "34802039235";

struct Asked {
    testing::Scratch log = testing::sqlite_database();  // of the questions
    std::shared_ptr<people::OwnRegisters> registers = std::make_shared<people::OwnRegisters>();
    std::shared_ptr<people::RegisterFacts> facts;
    std::unique_ptr<Site> site;

    explicit Asked(people::DatedRules rules = {}) {
        testing::make_tables(log);
        facts = std::make_shared<people::RegisterFacts>(log.database, std::make_shared<people::Vault>(std::string(32, 'k')), registers);
        site = std::make_unique<Site>(facts, std::move(rules));
        registers->addresses = {{{"Tähe 56-12, Tartu linn, Tartu maakond", "0079", "0793", "8151", "XX1", "50103"}, "21", "Tähe 56-12", "Tartu linn", 58.37, 26.72},
                                {{"Tähe 56-34, Tartu linn, Tartu maakond", "0079", "0793", "8151", "XX2", "50103"}, "22", "Tähe 56-34", "Tartu linn", 58.37, 26.72}};
        log_in(kadri, "Kadri");
    }
    void log_in(const std::string& code, const std::string& given) { site->reception.resident = site->session(code, given); }
    // Page `page` of a service's form, begun now; facts that are not known are typed there by the tests.
    std::string begin(const std::string& service, const std::string& page) {
        auto first = site->go("/et/apply/" + service, {});
        return first.substr(0, first.rfind('/') + 1) + page;
    }
    http::Response look(const std::string& page, Form form, const std::string& field) {
        auto shown = site->get(page);
        form.emplace_back("look_up", field);
        return site->post(page, with_version(std::move(form), shown));
    }
    int questions(const char* name) { return static_cast<int>(std::count_if(registers->asked.begin(), registers->asked.end(), [&](const auto& one) { return one.first == name; })); }
};

std::string apply_text(const char* key) { return view::text(view::Language::et, std::string("apply.") + key); }

}  // namespace

TEST_CASE("an address is found by its words, chosen, called wrong; forged choices give nothing") {
    Asked asked;
    auto page = asked.begin("residence-registration", "home");
    CHECK(contains(asked.look(page, {{"home.address", "  "}}, "home.address").content(), apply_text("lookup_empty")));
    CHECK(asked.questions("addresses") == 0);
    auto found = asked.look(page, {{"home.address", "Tähe 56"}}, "home.address");
    CHECK(found.status == 200);
    for (const char* part : {"Tähe 56-12, Tartu linn", "home.address/XX2", "value=\"Tähe 56\""}) CHECK(contains(found.content(), part));
    CHECK(contains(asked.look(page, {{"home.address", "Olematu 1"}}, "home.address").content(), apply_text("lookup_no_address")));
    // Not a field with a look-up, not a field at all: nothing is asked.
    auto before = asked.registers->asked.size();
    CHECK(asked.look(page, {}, "home.since").status == 303);
    CHECK(asked.look(page, {}, "nothing.such").status == 303);
    CHECK(asked.registers->asked.size() == before);
    asked.site->post(page, with_version({{"choose", "home.address/XX9"}}, asked.site->get(page)));
    CHECK(contains(asked.site->get(page).content(), "name=\"home.address\""));
    auto chosen = asked.site->go(page, with_version({{"choose", "home.address/XX2"}}, asked.site->get(page)));
    auto shown = asked.site->get(chosen);
    CHECK(contains(shown.content(), "Tähe 56-34"));
    CHECK(contains(shown.content(), apply_text("source_address_register")));
    CHECK_FALSE(contains(shown.content(), "name=\"home.address\" "));
    CHECK_FALSE(contains(shown.content(), "name=\"home.settlement\""));
    // What the browser sends beside a known field is not believed.
    asked.site->post(page, with_version({{"home.address", "Forged 1"}}, shown));
    CHECK_FALSE(contains(asked.site->get(page).content(), "Forged 1"));
    asked.site->go(page, with_version({{"wrong", "home.address"}}, asked.site->get(page)));
    shown = asked.site->get(page);
    CHECK(contains(shown.content(), "name=\"home.address\""));
    CHECK(contains(shown.content(), "name=\"home.settlement\""));
    CHECK_FALSE(contains(shown.content(), apply_text("source_address_register")));
    // Asked for the person whose form it is.
    CHECK(asked.facts->queries(tartu, "EE" + kadri, 100)->size() > 0);
}

TEST_CASE("registers read for which matter they are asked: of the draft, from its first question on") {
    Asked asked;
    auto page = asked.begin("residence-registration", "home");
    const std::string base = "/et/apply/residence-registration/", reference = "draft/" + page.substr(base.size(), page.rfind('/') - base.size());
    CHECK_FALSE(asked.registers->asked.empty());
    asked.look(page, {{"home.address", "Tähe 56"}}, "home.address");
    CHECK(asked.questions("addresses") == 1);
    for (const auto& one : asked.registers->asked) CHECK_MESSAGE(one.second.case_ref == reference, one.first << " " << one.second.case_ref);
    auto log = asked.facts->queries(tartu, "EE" + kadri, 100).value();
    REQUIRE_FALSE(log.empty());
    for (const auto& line : log) CHECK_MESSAGE(line.case_ref == reference, line.question);
    // At the counter, too.
    asked.registers->asked.clear();
    asked.site->reception.official = people::StaffSession{"s", asked.site->member, "c", {}};
    auto there = asked.site->go("/et/desk/counter", {{"service", "residence-registration"}, {"code", wife}, {"given_name", "Helju"}, {"family_name", "Saar"}, {"consent", "Pass."}, {"language", "et"}});
    CHECK_FALSE(asked.registers->asked.empty());
    for (const auto& one : asked.registers->asked) CHECK_MESSAGE(one.second.case_ref == "draft/" + there.substr(base.size(), there.rfind('/') - base.size()), one.first);
}

TEST_CASE("the address register is silent: written by hand, and the official reads so") {
    Asked asked;
    asked.registers->faults["addresses"] = Fault::unavailable;
    auto page = asked.begin("residence-registration", "home");
    auto told = asked.look(page, {{"home.address", "Tähe 56"}, {"home.settlement", "Tartu linn"}}, "home.address");
    CHECK(told.status == 200);
    CHECK(contains(told.content(), apply_text("lookup_silent")));
    CHECK(contains(told.content(), "value=\"Tähe 56\""));
    auto after = asked.site->get(page);
    CHECK(contains(after.content(), apply_text("sources_missing")));
    CHECK(contains(after.content(), apply_text("source_address_register")));
    // Broken answers are silence too; without a connection the form goes on.
    asked.registers->faults["addresses"] = Fault::broken;
    CHECK(contains(asked.look(page, {{"home.address", "Tähe"}}, "home.address").content(), apply_text("lookup_silent")));
}

TEST_CASE("the deceased: filled in for the widow when she asks; to others dead, living and unknown read alike") {
    Asked asked;
    using Kind = people::Relation::Kind;
    asked.registers->relations = {{Kind::spouse, "EE" + husband, "Heino", "Saar", Date{1948, 2, 3}, false}};
    asked.registers->died = true;
    asked.log_in(wife, "Helju");
    auto page = asked.begin("funeral-grant", "deceased");
    CHECK(asked.questions("death") == 0);  // nothing before she wishes
    auto offered = asked.look(page, {}, "deceased.code");
    CHECK(contains(offered.content(), "Heino Saar"));
    CHECK(asked.questions("death") == 0);
    asked.site->go(page, with_version({{"choose", "deceased.code/EE" + husband}}, asked.site->get(page)));
    auto shown = asked.site->get(page);
    CHECK(contains(shown.content(), husband));
    CHECK(contains(shown.content(), "28.10.2026"));
    CHECK_FALSE(contains(shown.content(), "name=\"deceased.given_name\""));
    // By typing the code it is the same.
    asked.site->go(page, with_version({{"wrong", "deceased.code"}}, shown));
    CHECK(asked.look(page, {{"deceased.code", husband}}, "deceased.code").status == 303);
    CHECK(contains(asked.site->get(page).content(), "28.10.2026"));

    asked.registers->relations.clear();
    asked.log_in(kadri, "Kadri");
    page = asked.begin("funeral-grant", "deceased");
    const int deaths = asked.questions("death");
    auto stranger = asked.look(page, {{"deceased.code", husband}}, "deceased.code");
    CHECK(contains(stranger.content(), apply_text("lookup_no_relative")));
    CHECK(asked.questions("death") == deaths);  // of no relative it is not even asked
    asked.registers->relations = {{Kind::spouse, "EE" + husband, "Heino", "Saar", Date{1948, 2, 3}, true}};
    asked.registers->died = false;
    CHECK(contains(asked.look(page, {{"deceased.code", husband}}, "deceased.code").content(), apply_text("lookup_no_relative")));
    asked.registers->faults["family"] = Fault::unavailable;
    CHECK(contains(asked.look(page, {{"deceased.code", husband}}, "deceased.code").content(), apply_text("lookup_silent")));
    CHECK(contains(asked.site->get(page).content(), "name=\"deceased.given_name\""));
}

TEST_CASE("where a child lives and which grade it is in is known for whoever has custody, and is asked of whoever has not") {
    Asked asked;
    asked.registers->studying[people::child] = {{"70000001", "Emajõe Kool", "8151", "0793", "basic", 1, local_time(*asked.site->reception.now).date.plus_days(-30), std::nullopt}};
    auto form = [&](const char* chosen) {
        auto page = asked.begin("school-start-grant", "child");
        asked.site->post(page, with_version({{"child.chosen", chosen}}, asked.site->get(page)));
        return page.substr(0, page.rfind('/') + 1) + "school";
    };
    auto shown = asked.site->get(form("51905209763"));
    for (const char* name : {"child.home", "child.grade", "child.school_kind"}) {
        CHECK_MESSAGE(contains(shown.content(), std::string("name=\"wrong\" value=\"") + name + "\""), name);
        CHECK_FALSE(contains(shown.content(), std::string("type=\"radio\" name=\"") + name + "\""));
    }
    CHECK(contains(shown.content(), "name=\"child.first_time\""));  // no register says so
    CHECK(contains(shown.content(), apply_text("source_education_register")));
    // Elsewhere: in this town or in another one.
    auto home = [&](const char* ehak) {
        asked.registers->homes[people::child] = {people::RegisteredAddress{"Pikk 1", "0079", ehak, "8151", "XX9", "50103"}, Date{2026, 9, 1}};
        asked.site->reception.now = asked.site->reception.now->plus_hours(25);
        asked.log_in(kadri, "Kadri");
        return asked.site->get(form("51905209763"));
    };
    CHECK(contains(home("0793").content(), "Mujal selles omavalitsuses"));
    CHECK(contains(home("0171").content(), "Teises omavalitsuses või välismaal"));
    // No custody: nothing is asked of the registers about the child, and the form asks.
    asked.registers->relations.pop_back();
    auto before = asked.questions("residence");
    auto without = home("0793");
    CHECK_FALSE(contains(without.content(), "name=\"wrong\" value=\"child.home\""));
    CHECK(contains(without.content(), "name=\"child.home\""));
    CHECK(asked.questions("residence") == before + 1);  // the parent's own
}

TEST_CASE("for a company: its name and code are known, and the own name of whoever writes; it is no person that a register of people could know") {
    Asked asked;
    const std::string code = "70006317";
    auto company = asked.site->residents.keep_person(tartu, {"EE" + code, "", "", {}, Assurance::high, "", ""}, monday_noon).value();
    REQUIRE(asked.site->residents.keep_facts(tartu, company, {{"company.name", "\"Büroo OÜ\"", "business_register", monday_noon, "residents.purpose_represent", std::nullopt}}));
    asked.site->reception.resident->acting = {"board", company, "Büroo OÜ", "EE" + code, "", {}, {}, true};
    auto shown = asked.site->get(asked.begin("public-event-permit", "applicant"));
    CHECK(shown.status == 200);
    CHECK_FALSE(contains(shown.content(), people::standing_words(people::Standing::unknown, view::Language::et)));
    for (const char* name : {"applicant.given_name", "organiser_kind", "organiser.name", "organiser.code"}) CHECK_MESSAGE(contains(shown.content(), std::string("name=\"wrong\" value=\"") + name + "\""), name);
    for (const auto& words : {std::string("Büroo OÜ"), code, kadri}) CHECK_MESSAGE(contains(shown.content(), words), words);
    for (const auto& one : asked.registers->asked) CHECK_MESSAGE(one.second.about == "EE" + kadri, one.first);
    CHECK(asked.facts->queries(tartu, "EE" + code, 10)->empty());
}

TEST_CASE("who else decides for a child is known: not asked, named to the parent alone, and asked to sign") {
    using people::Relation;
    const std::string father = "38611029284", child = people::child;
    Asked asked;
    asked.registers->families[child] = {{Relation::Kind::custodian, "EE" + kadri, "Kadri", "Õunap", Date{1988, 3, 14}}, {Relation::Kind::custodian, "EE" + father, "Jaan", "Õunap", Date{1986, 11, 2}}};
    auto next = [&](std::string& page, Form answers) { page = asked.site->go(page, with_version(std::move(answers), asked.site->get(page))); };
    auto moves_with_child = [&](std::string& page) {
        next(page, {{"home.address", "Kastani 42-7"}, {"home.settlement", "Tartu linn"}, {"home.since", "1.11.2026"}, {"home.from_abroad", "no"}});
        next(page, {{"children_moving", "51905209763"}, {"others_move", "no"}});
        REQUIRE(contains(page, "/custody"));
    };
    const std::string asks_code = "name=\"other_parent\"";
    auto page = asked.begin("residence-registration", "home");
    moves_with_child(page);
    auto shown = asked.site->get(page);
    CHECK(contains(shown.content(), father));
    CHECK(contains(shown.content(), "allkirjaga: Jaan Õunap."));
    CHECK_FALSE(contains(shown.content(), asks_code));
    CHECK_FALSE(contains(shown.content(), "name=\"custody\""));
    // Called wrong: by hand, and nothing is said of the one whom the register named.
    const auto custody = page;
    asked.site->go(page, with_version({{"wrong", "other_parent"}}, shown));
    asked.site->go(page, with_version({{"other_parent", "60001019906"}}, asked.site->get(page)));
    shown = asked.site->get(custody);
    CHECK(contains(shown.content(), asks_code));
    CHECK_FALSE(contains(shown.content(), "allkirjaga: Jaan Õunap."));
    page = custody;
    next(page, {{"other_parent", father}});
    next(page, {{"basis_kind", "owner"}, {"declared.correct", "true"}});
    auto sent = asked.site->go(send_of(page), with_version({}, asked.site->get(page)));
    CHECK(asked.site->town.see(ApplicationNumber("T-2026-000001")).status == Status::awaiting_signature);
    for (const auto& one : asked.registers->asked) CHECK_MESSAGE(one.second.case_ref.starts_with("draft/"), one.first);
    asked.log_in(father, "Jaan");
    CHECK(contains(asked.site->get("/et/my").content(), "T-2026-000001"));
    CHECK(contains(asked.site->get(sent.substr(0, sent.find('?'))).content(), "Kastani 42-7"));
    // Whoever acts for the parent is not told, and asked.
    asked.log_in(kadri, "Kadri");
    const auto parent = asked.site->reception.resident->person;
    asked.log_in("60001019906", "Mari");
    asked.site->reception.resident->acting = {"mandate", parent, "Kadri Õunap", "EE" + kadri, "m1", {}, {}, false};
    auto theirs = asked.begin("residence-registration", "home");
    moves_with_child(theirs);
    shown = asked.site->get(theirs);
    CHECK(contains(shown.content(), "name=\"custody\""));
    CHECK_FALSE(contains(shown.content(), father));
    CHECK_FALSE(contains(shown.content(), "Jaan"));
}

TEST_CASE("a code that no register knows, of somebody who has died, of whom the register tells nothing: each is said") {
    for (const char* service : {"residence-registration", "funeral-grant"}) {
        CAPTURE(service);
        Asked asked;
        asked.registers->faults["person"] = Fault::missing;
        auto unknown = asked.site->get(asked.site->go("/et/apply/" + std::string(service), {}));
        CHECK(unknown.status == 200);
        CHECK(contains(unknown.content(), people::standing_words(people::Standing::unknown, view::Language::et)));
        asked.registers->faults["person"] = Fault::unavailable;
        auto silent = asked.site->get(asked.site->go("/et/apply/" + std::string(service), {}));
        CHECK(silent.status == 200);
        CHECK(contains(silent.content(), apply_text("sources_missing")));
        CHECK(contains(silent.content(), apply_text("source_population_register")));
        CHECK_FALSE(contains(silent.content(), people::standing_words(people::Standing::unknown, view::Language::et)));
        asked.registers->faults["person"] = Fault::broken;  // what contradicts itself is as good as silence
        CHECK(contains(asked.site->get(asked.site->go("/et/apply/" + std::string(service), {})).content(), apply_text("sources_missing")));
        asked.registers->faults.clear();
        asked.registers->alive = false;
        auto dead = asked.site->post("/et/apply/" + std::string(service), {});
        CHECK(dead.status == 403);
        CHECK(asked.site->town.applications->drafts_of(tartu, asked.site->reception.resident->person, monday_noon)->size() == 3);
    }
}

TEST_CASE("the counter: no form is begun for a code of somebody who has died; one that no register knows is told to the official") {
    Asked asked;
    asked.site->reception.resident.reset();
    asked.site->reception.official = people::StaffSession{"s", asked.site->member, "c", {}};
    const Form comes{{"service", "funeral-grant"}, {"code", kadri}, {"given_name", "Kadri"}, {"family_name", "Maasikas"}, {"consent", "ID-kaart."}, {"language", "et"}};
    asked.registers->faults["person"] = Fault::missing;
    auto unknown = asked.site->get(asked.site->go("/et/desk/counter", comes));
    CHECK(unknown.status == 200);
    CHECK(contains(unknown.content(), people::standing_words(people::Standing::unknown, view::Language::et)));
    asked.registers->faults.clear();
    asked.registers->alive = false;
    CHECK(asked.site->post("/et/desk/counter", comes).status == 403);
    CHECK(asked.site->town.applications->drafts_of(tartu, asked.site->session(kadri, "Kadri").person, monday_noon)->size() == 1);
}

TEST_CASE("who is to sign beside is unknown or has died: said in the same words, nothing is sent; a silent register keeps nobody from being asked") {
    Asked asked;
    // The form as without registers.
    for (const char* question : {"person", "residence", "family", "death", "studies"}) asked.registers->faults[question] = Fault::unavailable;
    const auto page = to_check_with_owner(*asked.site, "60001019906");
    auto send = [&] { return asked.site->post(send_of(page), with_version({}, asked.site->get(page))); };
    asked.registers->faults.clear();
    asked.registers->faults["person"] = Fault::missing;
    auto unknown = send();
    asked.registers->faults.clear();
    asked.registers->alive = false;
    auto dead = send();
    for (const auto* answer : {&unknown, &dead}) {
        CHECK(answer->status == 400);
        CHECK(contains(answer->content(), apply_text("cosigner_not_found")));
    }
    CHECK(asked.site->town.letters().empty());
    asked.registers->faults["person"] = Fault::unavailable;
    CHECK(send().status == 303);
    CHECK(asked.site->town.letters() == std::vector<std::string>{"cosign"});
}

TEST_CASE("a minor reads, and does not apply alone but where a rule says so") {
    auto rules = people::read_dated_rules(R"({"versions":[{"valid_from":"2000-01-01","source":"test","keep_register_queries_months":36,"act_alone_from_age":18,"apply_from_age":{"information-request":7}}]})").value();
    Asked asked(rules);
    asked.log_in("51905209763", "Mihkel");  // seven years old
    CHECK(asked.site->get("/et/apply/parking-permit").status == 200);
    CHECK(asked.site->post("/et/apply/parking-permit", {}).status == 403);
    CHECK(asked.site->post("/et/apply/information-request", {}).status == 303);
    // What an official began for the child at the counter is not gone on with alone either.
    asked.site->reception.official = people::StaffSession{"s", asked.site->member, "c", {}};
    for (const auto& [service, status] : {std::pair("parking-permit", 403), std::pair("information-request", 200)}) {
        auto page = asked.site->go("/et/desk/counter", {{"service", service}, {"code", "51905209763"}, {"given_name", "Mihkel"}, {"family_name", "Maasikas"}, {"consent", "Vanem on kõrval."}, {"language", "et"}});
        CHECK_MESSAGE(asked.site->get(page.substr(0, page.find('?'))).status == status, service);
    }
    // A parent applies for the child.
    auto parent = asked.site->session(kadri, "Kadri");
    auto child = asked.site->session("51905209763", "Mihkel").person;
    asked.site->reception.resident = parent;
    asked.site->reception.resident->acting = {"custody", child, "Mihkel Õunap", "EE51905209763", "", {}, {}, false};
    CHECK(asked.site->post("/et/apply/parking-permit", {}).status == 303);
}
