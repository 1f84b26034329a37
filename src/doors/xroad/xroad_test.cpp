// The reader of answers and setups by themselves; the whole door against the simulator of the registers (tests/registers/run.sh).
#include "doors/xroad/xroad.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "base/json.h"
#include "doors/xroad/exchange.h"
#include "http/http.h"

using namespace raekoda;
using namespace raekoda::people;
using namespace raekoda::doors::xroad;

namespace {

const Date today{2026, 11, 21};
const std::string mary = "EE60001019906";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string person_json = R"({"subject":"EE60001019906","givenName":"MARY ÄNN","familyName":"O'CONNEŽ-ŠUSLIK","birthDate":"2000-01-01","sex":"F","citizenship":"EE","resident":true,"alive":true,"email":"","phone":"+372 1"})";
const std::string residence_json = R"({"subject":"EE60001019906","address":{"text":"Tähe 1","county":"0079","municipality":"0793","settlement":"8151","adsOid":"XX1","postalCode":"50103"},"since":"2020-01-01"})";
const std::string family_json = R"({"subject":"EE60001019906","count":1,"relations":[{"kind":"child","subject":"EE51905209763","givenName":"Mihkel","familyName":"Õunap","birthDate":"2019-05-20","alive":true,"extent":"full","since":null,"until":null}]})";
const std::string death_json = R"({"subject":"EE60001019906","givenName":"A","familyName":"B","died":true,"date":"2026-10-28","document":"ST-1","lastResidence":{"text":"Tähe 1","county":"0079","municipality":"0793","settlement":"8151"}})";
const std::string mandate_json = R"({"subject":"EE60001019906","count":1,"mandates":[{"id":"V-1","from":"EE70006317","fromName":"Büroo","to":"EE60001019906","scopes":["applications"],"since":"2026-01-01","until":null,"mayPassOn":true}]})";
const std::string company_json = R"({"subject":"EE60001019906","count":1,"roles":[{"company":"EE70006317","name":"Büroo","role":"board_member","alone":true,"active":true,"since":"2020-01-01","until":null}]})";
const std::string study_json = R"({"subject":"EE60001019906","count":1,"studies":[{"schoolCode":"70006317","schoolName":"Kool","settlement":"8151","municipality":"0793","level":"basic","grade":3,"since":"2020-09-01","until":null}]})";

// Each change to a good answer makes it one that is not taken.
template <class T>
void refuses(Result<T> (*read)(std::string_view, std::string_view, Date), const std::string& good, const std::vector<std::pair<std::string, std::string>>& changes) {
    CHECK(read(good, mary, today));
    for (const auto& change : changes) {
        CAPTURE(change.second);
        auto answer = read(replaced(good, change.first, change.second), mary, today);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().fault == Fault::broken);
    }
    for (std::size_t cut : {std::size_t{0}, good.size() / 3, good.size() - 1}) CHECK_FALSE(read(std::string_view(good).substr(0, cut), mary, today));
    CHECK_FALSE(read("[]", mary, today));
    CHECK_FALSE(read("{\"subject\":\"EE60001019906\"}", mary, today));
    CHECK_FALSE(read(good, "EE38206084915", today));
}

}  // namespace

TEST_CASE("answers: a person") {
    auto person = read_person(person_json, mary, today).value();
    CHECK(person.family_name == "O'CONNEŽ-ŠUSLIK");
    CHECK(person.sex == Sex::female);
    CHECK(person.phone == "+372 1");
    refuses(read_person, person_json, {{"\"givenName\":\"MARY ÄNN\",", ""},
                                       {"MARY ÄNN", ""},
                                       {"\"MARY ÄNN\"", "5"},
                                       {"MARY ÄNN", std::string(500, 'a')},
                                       {"2000-01-01", "2000-02-30"},
                                       {"2000-01-01", "1999-01-01"},
                                       {"\"F\"", "\"M\""},
                                       {"\"F\"", "\"X\""},
                                       {"\"alive\":true", "\"alive\":\"yes\""},
                                       {"\"alive\":true", "\"alive\":false"},  // and still resident
                                       {"\"subject\":\"EE60001019906\"", "\"subject\":\"EE38206084915\""}});
    // What nobody sees goes; unknown members are left alone.
    CHECK(read_person(replaced(person_json, "MARY ÄNN", "MARY\\u202e ÄNN"), mary, today)->given_name == "MARY ÄNN");
    CHECK(read_person(replaced(person_json, "{", "{\"more\":[1],"), mary, today));
}

TEST_CASE("answers: residence, death") {
    auto residence = read_residence(residence_json, mary, today).value();
    CHECK(residence.address->municipality == "0793");
    CHECK(residence.since == Date{2020, 1, 1});
    CHECK_FALSE(read_residence(R"({"subject":"EE60001019906","address":null,"since":null})", mary, today)->address);
    refuses(read_residence, residence_json, {{"\"0793\"", "\"793\""}, {"\"0793\"", "793"}, {"\"text\":\"Tähe 1\",", ""}, {"2020-01-01", "2030-01-01"},
                                             {"{\"text\":\"Tähe 1\",\"county\":\"0079\",\"municipality\":\"0793\",\"settlement\":\"8151\",\"adsOid\":\"XX1\",\"postalCode\":\"50103\"}", "null"}});
    CHECK(read_death(death_json, mary, today)->date == Date{2026, 10, 28});
    refuses(read_death, death_json, {{"\"died\":true", "\"died\":false"}, {"\"2026-10-28\"", "null"}, {"2026-10-28", "2027-10-28"}, {"2026-10-28", "1999-10-28"}, {"\"lastResidence\":{", "\"x\":{"}});
}

TEST_CASE("answers: family") {
    auto relations = read_family(family_json, mary, today).value();
    REQUIRE(relations.size() == 1);
    CHECK(relations[0].kind == Relation::Kind::child);
    refuses(read_family, family_json, {{"\"count\":1", "\"count\":2"}, {"\"count\":1,", ""}, {"\"child\"", "\"cousin\""}, {"EE51905209763", mary}, {"EE51905209763", "EE51905209764"},
                                       {"2019-05-20", "2019-05-21"}, {"\"kind\":\"child\"", "\"kind\":\"parent\""}, {"\"full\"", "\"half\""}, {"\"since\":null,\"until\":null", "\"since\":\"2020-01-01\",\"until\":\"2019-01-01\""}});
    auto entry = family_json.substr(family_json.find("[{") + 1, family_json.rfind("}]") - family_json.find("[{"));
    CHECK_FALSE(read_family(replaced(replaced(family_json, entry, entry + "," + entry), "\"count\":1", "\"count\":2"), mary, today));
    // A relative abroad has no code.
    CHECK(read_family(replaced(family_json, "\"EE51905209763\"", "\"\""), mary, today));
    std::string many = R"({"subject":"EE60001019906","count":501,"relations":[)";
    for (int i = 0; i < 501; ++i) many += (i ? "," : "") + replaced(entry, "\"EE51905209763\"", "null");
    CHECK_FALSE(read_family(many + "]}", mary, today));
}

TEST_CASE("answers: studies, companies, mandates") {
    CHECK(read_studies(study_json, mary, today)->at(0).grade == 3);
    refuses(read_studies, study_json, {{"\"basic\"", "\"astral\""}, {"\"grade\":3", "\"grade\":13"}, {"\"grade\":3", "\"grade\":\"3\""}, {"\"count\":1", "\"count\":0"}});
    CHECK(read_companies(company_json, mary, today)->at(0).company == "EE70006317");
    refuses(read_companies, company_json, {{"EE70006317", "EE70006318"}, {"\"alone\":true,", ""}, {"\"role\":\"board_member\"", "\"role\":\"\""}});
    CHECK(read_mandates(mandate_json, mary, today)->at(0).may_pass_on);
    refuses(read_mandates, mandate_json, {{"\"to\":\"EE60001019906\"", "\"to\":\"EE38206084915\""}, {"[\"applications\"]", "[]"}, {"[\"applications\"]", "[1]"}, {"EE70006317", "LV1"}, {"\"id\":\"V-1\"", "\"id\":null"}});
}

TEST_CASE("answers: addresses") {
    const std::string entry = R"({"text":"Tähe 1, Tartu linn","line":"Tähe 1","settlementName":"Tartu linn","county":"0079","municipality":"0793","settlement":"8151","adsOid":"XX1","adrId":"21","postalCode":"50103","lat":58.37,"lon":26.72})";
    const std::string list = R"({"words":"tähe","count":1,"addresses":[)" + entry + "]}", one = R"({"adsOid":"XX1","address":)" + entry + "}";
    CHECK(read_addresses(list, "tähe")->at(0).settlement_name == "Tartu linn");
    CHECK(read_addresses(R"({"words":"x","count":0,"addresses":[]})", "x")->empty());
    CHECK(read_address_entry(one, "XX1")->lat == 58.37);
    const std::pair<const char*, const char*> changes[] = {{"58.37", "26.72"}, {"26.72", "58.37"}, {"26.72", "\"26.72\""}, {"\"line\":\"Tähe 1\"", "\"line\":\"\""}, {"\"0793\"", "\"793\""},
                                                           {"\"adrId\":\"21\",", ""}, {",\"adsOid\":\"XX1\",", ","}, {"\"lat\":58.37,", ""}};
    for (const auto& change : changes) {
        CAPTURE(change.second);
        auto spoiled = replaced(entry, change.first, change.second);
        CHECK(read_addresses(replaced(list, entry, spoiled), "tähe").error().fault == Fault::broken);
        CHECK(read_address_entry(replaced(one, entry, spoiled), "XX1").error().fault == Fault::broken);
    }
    CHECK_FALSE(read_addresses(list, "kase"));
    CHECK_FALSE(read_addresses(replaced(list, "\"count\":1", "\"count\":2"), "tähe"));
    CHECK_FALSE(read_address_entry(one, "XX2"));
    CHECK_FALSE(read_address_entry(R"({"adsOid":"XX1","address":null})", "XX1"));
    std::string many = R"({"words":"tähe","count":21,"addresses":[)";
    for (int i = 0; i < 21; ++i) many += (i ? "," : "") + entry;
    CHECK_FALSE(read_addresses(many + "]}", "tähe"));
    for (std::size_t cut : {std::size_t{0}, one.size() / 2, one.size() - 1}) CHECK_FALSE(read_address_entry(std::string_view(one).substr(0, cut), "XX1"));
}

TEST_CASE("setup: read, or told what is wrong") {
    const std::string good = R"({"security_server":"https://ss.example.ee/","timeout_milliseconds":10,"services":{"person":"EE/GOV/70008440/rr/person"},
        "municipalities":{"here":{"client":"EE/GOV/70006317/town hall"},"there":{"client":"EE/GOV/70006317/other","services":{"person":"EE/GOV/70008440/rr2/person","studies":"EE/GOV/1/ehis/s"}}}})";
    auto read = read_setup(good);
    REQUIRE(read);
    const auto& setup = *read;
    CHECK(setup.security_server == "https://ss.example.ee");
    CHECK(setup.timeout_milliseconds == 100);
    CHECK(setup.clients.at("here").services.at("person") == "EE/GOV/70008440/rr/person");
    CHECK(setup.clients.at("there").services.at("person") == "EE/GOV/70008440/rr2/person");
    const std::pair<const char*, const char*> changes[] = {{"https://", "ftp://"}, {"https://ss", "https://u@ss"}, {"rr/person", "rr"}, {"\"person\"", "\"horoscope\""}, {"town hall", "town/hall"},
                                                           {"town hall", "töwn"}, {"/rr/", "/../"}, {"timeout_milliseconds", "timeout"}, {"\"client\"", "\"clients\""}};
    for (const auto& change : changes) {
        CAPTURE(change.second);
        CHECK(read_setup(replaced(good, change.first, change.second)).error().fault == Fault::invalid);
    }
    CHECK_FALSE(read_setup("{}"));
    CHECK_FALSE(read_setup("{"));
}

TEST_CASE("errors of X-tee and of registers become faults") {
    auto fault = [](int status, const char* header, const char* body) { return error_of(status, header, body).fault; };
    CHECK(fault(500, "Server.ServerProxy.NetworkError", "") == Fault::unavailable);
    CHECK(fault(500, "Server.ClientProxy.ServiceFailed", R"({"type":"Server.ServerProxy.AccessDenied"})") == Fault::forbidden);
    CHECK(fault(400, "Client.BadRequest", "") == Fault::invalid);
    CHECK(fault(500, "Server.ClientProxy.UnknownMember", "") == Fault::invalid);
    CHECK(fault(404, "", R"({"code":"not_found"})") == Fault::missing);
    CHECK(fault(404, "", "<html>") == Fault::invalid);
    CHECK(fault(403, "", "") == Fault::forbidden);
    CHECK(fault(429, "", "") == Fault::unavailable);
    CHECK(fault(503, "", "{") == Fault::unavailable);
    CHECK(fault(302, "", "") == Fault::broken);
    CHECK(error_of(500, "", R"({"code":"a b\n<c>"})").detail == "status 500 a?b??c?");
}

TEST_CASE("a service that keeps failing is left alone for a while") {
    Rests rests(2, 3600);
    rests.failed("a");
    CHECK_FALSE(rests.rests("a"));
    rests.failed("a");
    CHECK(rests.rests("a"));
    CHECK_FALSE(rests.rests("b"));
    rests.answered("a");
    CHECK_FALSE(rests.rests("a"));
    Rests brief(1, 0);
    brief.failed("a");
    CHECK_FALSE(brief.rests("a"));
}

// --- against the simulator ---

namespace {

struct Simulator {
    std::string address;
    Setup setup;
    std::shared_ptr<Registers> registers;

    static std::optional<Simulator> running() {
        const char* where = std::getenv("RAEKODA_TEST_REGISTERS");
        if (!where) {
            std::cout << "registers: skipped, RAEKODA_TEST_REGISTERS is not set (tests/registers/run.sh sets it)\n";
            return std::nullopt;
        }
        std::istringstream in(where);
        Simulator simulator;
        std::string file;
        in >> simulator.address >> file;
        std::ifstream text(file);
        simulator.setup = read_setup(std::string(std::istreambuf_iterator<char>(text), {})).value();
        simulator.setup.timeout_milliseconds = 400;
        simulator.setup.failures_until_rest = 1000;
        simulator.registers = connect(simulator.setup);
        simulator.control(http::Method::post, "faults", "[]");
        simulator.control(http::Method::del, "log");
        return simulator;
    }
    json::value control(http::Method method, const std::string& what, std::string body = {}) const {
        http::ClientRequest request;
        request.url = address + "/control/" + what;
        request.method = method;
        request.body = std::move(body);
        return json::parse(http::send(request).value().body).value();
    }
    void fault(const std::string& name, const std::string& service = "*") const {
        control(http::Method::post, "faults", R"([{"service":")" + service + R"(","fault":")" + name + R"(","milliseconds":2000}])");
    }
};

RegisterQuery about(std::string subject) { return {MunicipalityId("tartu"), subject, subject, "", "acting", "2026-000012", random_id()}; }

}  // namespace

TEST_CASE("simulator: every question about the sample people") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto& registers = *simulator->registers;
    const std::string parent = "EE48803149719", widow = "EE45109179710", deceased = "EE34802039235", board = "EE37504229291", employee = "EE49010109779", student = "EE50906119767", stranger = "EE39909099292";
    CHECK(registers.person(about(parent))->given_name == "Kadri");
    CHECK(registers.person(about(mary))->family_name == "O'CONNEŽ-ŠUSLIK");
    CHECK(registers.residence(about(parent))->address->municipality == "0793");
    auto family = registers.family(about(parent)).value();
    auto count = [&](Relation::Kind kind) { return std::count_if(family.begin(), family.end(), [&](const Relation& r) { return r.kind == kind; }); };
    CHECK(count(Relation::Kind::child) == 2);
    CHECK(count(Relation::Kind::custody) == 2);
    CHECK(count(Relation::Kind::spouse) == 1);
    CHECK(registers.death(about(deceased))->date == Date{2026, 10, 28});
    CHECK_FALSE(registers.death(about(widow))->died);
    CHECK_FALSE(registers.person(about(deceased))->alive);
    CHECK_FALSE(registers.residence(about(deceased))->address);
    CHECK(registers.companies(about(board))->size() == 2);
    auto mandates = registers.mandates(about(employee)).value();
    REQUIRE(mandates.size() == 1);
    CHECK(mandates[0].from_name == "Supilinna Puutöö OÜ");
    CHECK(registers.studies(about(student))->at(0).grade == 11);
    CHECK(registers.person(about(stranger)).error().fault == Fault::missing);
}

TEST_CASE("simulator: everybody's answers are taken") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto& registers = *simulator->registers;
    int refused = 0, asked = 0;
    for (int from = 0; from < 100'000; from += 2000) {
        auto codes = simulator->control(http::Method::get, "people?limit=4&from=" + std::to_string(from));
        for (const auto& code : codes.as_array()) {
            auto query = about("EE" + json::as_text(code));
            if (auto home = registers.residence(query); home && home->address) refused += !registers.address(query, home->address->object_id);
            refused += !registers.person(query) + !registers.residence(query) + !registers.family(query) + !registers.death(query) + !registers.studies(query) + !registers.companies(query) + !registers.mandates(query);
            asked += 7;
        }
    }
    CHECK(asked == 1400);
    CHECK(refused == 0);
}

TEST_CASE("simulator: all headers arrive, and the subject stands in no address") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    RegisterQuery query{MunicipalityId("elva"), mary, "EE48803149719", "EE61000015", "service/x", "2026-000077", "11111111-2222"};
    CHECK(simulator->registers->person(query));
    auto log = simulator->control(http::Method::get, "log");
    REQUIRE(log.as_array().size() == 1);
    const auto& entry = log.as_array()[0].as_object();
    const auto& headers = *json::member(entry, "headers");
    CHECK(json::text(headers, "x-road-client") == simulator->setup.clients.at("elva").id);
    CHECK(json::text(headers, "x-road-id") == "11111111-2222");
    CHECK(json::text(headers, "x-road-userid") == "EE48803149719");
    CHECK(json::text(headers, "x-road-issue") == "2026-000077");
    CHECK(json::text(headers, "x-road-represented-party") == "61000015");
    query.represented = "EE70006317";
    query.case_ref = "täht\r\nX: y";
    CHECK(simulator->registers->person(query));
    log = simulator->control(http::Method::get, "log");
    const auto& second = *json::member(log.as_array()[1].as_object(), "headers");
    CHECK(json::text(second, "x-road-represented-party") == "COM/70006317");
    CHECK(json::text(second, "x-road-issue") == "t%C3%A4ht%0D%0AX%3A%20y");
}

TEST_CASE("simulator: every fault is a state, none is believed") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto& registers = *simulator->registers;
    const std::map<std::string, Fault> expected{{"down", Fault::unavailable}, {"refused", Fault::unavailable}, {"failing", Fault::unavailable}, {"slow", Fault::unavailable}, {"forbidden", Fault::forbidden},
                                                {"malformed", Fault::broken}, {"page", Fault::broken}, {"partial", Fault::broken}, {"contradictory", Fault::broken}, {"other_subject", Fault::broken},
                                                {"other_id", Fault::broken}, {"huge", Fault::broken}, {"redirect", Fault::broken}};
    for (const auto& [name, fault] : expected) {
        CAPTURE(name);
        simulator->fault(name);
        auto query = about("EE48803149719");
        auto began = std::chrono::steady_clock::now();
        CHECK(registers.person(query).error().fault == fault);
        CHECK(registers.family(query).error().fault == fault);
        CHECK(registers.residence(query).error().fault == fault);
        CHECK(registers.death(query).error().fault == fault);
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(4));
    }
    simulator->fault("not_utf8", "person");
    CHECK(registers.person(about("EE48803149719")).error().fault == Fault::broken);
    for (const char* list : {"miscounted", "contradictory"}) {
        simulator->fault(list);
        CHECK(registers.family(about("EE48803149719")).error().fault == Fault::broken);
        CHECK(registers.companies(about("EE37504229291")).error().fault == Fault::broken);
        CHECK(registers.mandates(about("EE49010109779")).error().fault == Fault::broken);
    }
    // The register comes back, and answers.
    simulator->control(http::Method::post, "faults", "[]");
    CHECK(registers.person(about("EE48803149719")));
}

TEST_CASE("simulator: addresses by words and by id; nobody's code goes there") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto& registers = *simulator->registers;
    auto found = registers.find_addresses(about(mary), "tähe 56-12 tartu").value();
    REQUIRE_FALSE(found.empty());
    const auto home = found[0];
    CHECK(home.line == "Tähe 56-12");
    CHECK(home.address.text == "Tähe 56-12, Tartu linn, Tartu maakond");
    CHECK(registers.address(about(mary), home.address.object_id)->address_id == home.address_id);
    CHECK(registers.residence(about("EE48803149719"))->address->object_id == home.address.object_id);
    CHECK(registers.find_addresses(about(mary), "nirgendwo 1")->empty());
    CHECK(registers.address(about(mary), "XX1").error().fault == Fault::missing);
    auto log = simulator->control(http::Method::get, "log");
    for (const auto& entry : log.as_array()) {
        const auto& o = entry.as_object();
        if (!json::text(o, "service").starts_with("address")) continue;
        CHECK_FALSE(o.contains("subject"));
        CHECK_FALSE(json::member(o, "headers")->contains("x-road-userid"));
    }
    for (const char* fault : {"malformed", "page", "miscounted", "contradictory", "other_id", "not_utf8", "partial"}) {
        CAPTURE(fault);
        simulator->fault(fault, "addresses");
        CHECK(registers.find_addresses(about(mary), "tähe 56").error().fault == Fault::broken);
    }
    for (const char* fault : {"malformed", "contradictory", "partial"}) {
        CAPTURE(fault);
        simulator->fault(fault, "address");
        CHECK(registers.address(about(mary), home.address.object_id).error().fault == Fault::broken);
    }
    for (const char* fault : {"slow", "down", "failing", "refused"}) {
        CAPTURE(fault);
        simulator->fault(fault, "address");
        CHECK(registers.address(about(mary), home.address.object_id).error().fault == Fault::unavailable);
    }
    simulator->control(http::Method::post, "faults", "[]");
}

TEST_CASE("simulator: a register that is down costs its time-out a few times, then nothing") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto setup = simulator->setup;
    setup.failures_until_rest = 2;
    setup.rest_seconds = 1;
    auto registers = connect(setup);
    simulator->fault("slow", "person");
    for (int i = 0; i < 2; ++i) CHECK(registers->person(about(mary)).error().fault == Fault::unavailable);
    auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) CHECK(registers->person(about(mary)).error().fault == Fault::unavailable);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(100));
    CHECK(registers->residence(about(mary)));  // another service is asked as always
    simulator->control(http::Method::post, "faults", "[]");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    CHECK(registers->person(about(mary)));
}

TEST_CASE("simulator: who is not connected, and who asks in a wrong name") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    auto query = about(mary);
    query.municipality = MunicipalityId("nowhere");
    CHECK(simulator->registers->person(query).error().fault == Fault::unavailable);
    auto setup = simulator->setup;
    setup.clients.at("tartu").services.erase("studies");
    setup.clients.at("tartu").services["companies"] = "ee-dev/GOV/61001025/business/nothing";
    setup.clients.at("tartu").services["mandates"] = "ee-dev/GOV/99999999/business/mandates";
    auto registers = connect(setup);
    CHECK(registers->studies(about(mary)).error().fault == Fault::unavailable);
    CHECK(registers->companies(about(mary)).error().fault == Fault::invalid);
    CHECK(registers->mandates(about(mary)).error().fault == Fault::invalid);
    setup.clients.at("tartu").id = "ee-dev/GOV/99999999/townhall";
    CHECK(connect(setup)->person(about(mary)).error().fault == Fault::forbidden);
    setup.security_server = "http://127.0.0.1:1";
    CHECK(connect(setup)->person(about(mary)).error().fault == Fault::unavailable);
}

TEST_CASE("simulator: many ask at once") {
    auto simulator = Simulator::running();
    if (!simulator) return;
    simulator->setup.timeout_milliseconds = 10'000;
    auto registers = connect(simulator->setup);
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) good += registers->person(about(mary)).has_value();
        });
    for (auto& thread : threads) thread.join();
    CHECK(good == 400);
}
