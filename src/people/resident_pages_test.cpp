// A resident's own data, mandates, and the desk's page of holds, as a browser meets them.
#include "people/people_test_reception.h"
#include "tests/registers_double.h"
#include "base/json.h"
#include "people/acting_choices.h"
#include "people/resident_pages.h"

namespace raekoda::people {

namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

DatedRules adults_from(int age) { return read_dated_rules(R"({"versions":[{"valid_from":"2000-01-01","source":"test","keep_register_queries_months":36,"act_alone_from_age":)" + std::to_string(age) + "}]}").value(); }

struct Counter {
    Town town;
    std::shared_ptr<OwnRegisters> registers = std::make_shared<OwnRegisters>();
    std::shared_ptr<RegisterFacts> facts = std::make_shared<RegisterFacts>(town.scratch.database, town.vault, registers);
    http::Router router;
    TestReception reception{router};

    explicit Counter(testing::Scratch scratch) : town(std::move(scratch)) {
        ResidentPagesOptions options;
        options.registers = facts;
        options.rules = adults_from(18);
        options.scopes = [](const MunicipalityId&) { return std::vector<NamedChoice>{{"parking-permit", {"Parkimisluba", "Parking permit", "Разрешение на парковку"}}}; };
        options.unit_name = [](std::string_view ehak, view::Language) { return ehak == "0793" ? std::string("Tartu linn") : std::string(); };
        options.matter = [](const Visit& visit, std::string_view reference) {
            return reference == "application/T-2026-000003" || reference == "draft/sent" ? std::optional(view::Link{"Parkimisluba, T-2026-000003", visit.frame.to("/my/applications/T-2026-000003")}) : std::nullopt;
        };
        add_resident_pages(reception, *town.people, *town.residents, options);
    }
    void log_in(const std::string& subject, const std::string& given) {
        auto secret = town.residents->sign_in(here, {subject, given, "Maasikas", {}, Assurance::high, "idcard", ""}, start).value();
        reception.resident = town.residents->session(here, secret, start).value();
    }
    void sit_down(Role role) {
        auto member = mari();
        member.roles = {role};
        auto id = town.people->add_staff(as_manager(), member).value();
        reception.official = StaffSession{"s", *town.people->staff_member(here, id).value(), "csrf", start.plus_hours(8)};
    }
    journal::Context context() const { return {here, start, reception.resident->actor(), {}}; }
    http::Response ask(http::Method method, const std::string& target, const Form& form = {}) {
        http::Request request;
        request.method = method, request.target = target, request.peer = "192.0.2.7", request.secure = true;
        auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) request.query = http::parse_urlencoded(target.substr(question + 1), 100).value();
        for (const auto& [name, value] : form) request.form.add(name, value);
        auto match = router.match(method, request.path);
        REQUIRE(match.handler);
        return router.answer(request, match);
    }
    http::Response get(const std::string& target) { return ask(http::Method::get, target); }
    http::Response post(const std::string& target, const Form& form) { return ask(http::Method::post, target, form); }
};

bool has(const http::Response& response, std::string_view part) { return response.content().find(part) != std::string_view::npos; }
std::string words(const char* key) { return view::text(view::Language::et, std::string("residents.") + key); }

}  // namespace

TEST_CASE("my data: what is known with its source, who asked and looked, a copy; nobody else's") {
    for (auto& scratch : testing::databases()) {
        Counter counter(std::move(scratch));
        CHECK(counter.get("/et/my/data").status == 303);
        counter.log_in(parent, "Kadri");
        const auto person = counter.reception.resident->person;
        REQUIRE(counter.town.residents->keep_facts(here, person, {{"residence.address", R"("Tähe 56-12 <b>")", "population_register", start, "residents.purpose_login"}}));
        REQUIRE(counter.facts->gather({here, parent, parent, "", "person/" + person.value, "", usual_purpose("my_data"), "", {"residence.address"}}, {}, start));
        REQUIRE(counter.town.residents->note_access(here, person, "staff/nobody", "residents.correction_look", "correction/1", start));
        for (const char* language : {"et", "en", "ru"}) {
            auto page = counter.get("/" + std::string(language) + "/my/data");
            CHECK(page.status == 200);
            CHECK(has(page, "Tähe 56-12 &lt;b&gt;"));
            CHECK(has(page, view::text(*view::language_of(language), "residents.about_correction")));
            CHECK_FALSE(has(page, "correction/1"));  // where it lies is nothing to read
        }
        CHECK(has(counter.get("/et/my/data"), "Rahvastikuregistrist küsiti"));
        auto copy = counter.get("/et/my/data/export");
        CHECK(has(copy, "Tähe 56-12 <b>"));
        CHECK(copy.header("cache-control") == "no-store");
        CHECK(has(copy, "register_queries"));
        for (const char* language : {"et", "en", "ru"}) {
            auto paper = counter.get("/" + std::string(language) + "/my/data/copy");
            CHECK(paper.status == 200);
            CHECK(has(paper, "Tähe 56-12 &lt;b&gt;"));
        }
        CHECK(has(counter.get("/et/my/data/copy"), "Rahvastikuregistrist küsiti"));
        CHECK(counter.get("/et/my/data/correct?fact=residence.address").status == 200);
        CHECK(counter.get("/et/my/data/correct?fact=somebody.else").status == 404);
        auto empty = counter.post("/et/my/data/correct", {{"fact", "residence.address"}, {"words", ""}});
        CHECK(empty.status == 400);
        CHECK(has(empty, "href=\"#f-words\""));
        CHECK(counter.post("/et/my/data/correct", {{"fact", "residence.address"}, {"words", "Kolisin."}}).status == 303);
        CHECK(has(counter.get("/et/my/data"), "Kolisin."));
        counter.log_in("EE38611029284", "Jaan");
        auto other = counter.get("/et/my/data");
        CHECK_FALSE(has(other, "Tähe 56-12"));
        CHECK_FALSE(has(other, "Kolisin."));
    }
}

TEST_CASE("my data: units by their names, matters by service and number where they can be opened; the copy for programs keeps the codes") {
    Counter counter(testing::sqlite_database());
    counter.log_in(parent, "Kadri");
    const auto person = counter.reception.resident->person;
    const std::vector<std::pair<const char*, const char*>> facts{
        {"residence.municipality_ehak", R"("0793")"}, {"residence.county_ehak", R"("9999")"},
        {"children_home", R"([{"name":"Mihkel Õunap","code":"51905209763","municipality_ehak":"0793","with_parent":false}])"},
        {"children_custodians", R"([{"name":"Mihkel Õunap","code":"51905209763","others":[{"name":"Jaan Õunap","code":"38611029284"}]},{"name":"Liisa Õunap","code":"62402299733","others":null},{"name":"Uku Õunap","code":"62609100013","others":[]}])"}};
    for (const auto& [name, value] : facts) REQUIRE(counter.town.residents->keep_facts(here, person, {{name, value, "population_register", start, "registers.purpose_prefill"}}));
    for (const char* reference : {"application/T-2026-000003", "application/T-2026-000009"}) REQUIRE(counter.town.residents->note_access(here, person, "staff/nobody", "residents.correction_look", reference, start));
    for (const char* path : {"/et/my/data", "/et/my/data/copy"}) {
        CAPTURE(path);
        auto page = counter.get(path);
        for (const char* shown : {"<td data-label=\"Väärtus\">Tartu linn</td>", "kood 9999", "51905209763, Tartu linn, mujal kui sina", "hooldusõigus on veel: Jaan Õunap (38611029284)", "62402299733, register ei ütle selgelt",
                                  "62609100013, kellelgi teisel ei ole", "<a href=\"/et/my/applications/T-2026-000003\">Parkimisluba, T-2026-000003</a>", "taotlus T-2026-000009"})
            CHECK_MESSAGE(has(page, shown), shown);
        for (const char* code : {"0793", "application/T-2026"}) CHECK_MESSAGE(!has(page, code), code);
    }
    CHECK(has(counter.get("/et/my/data/export"), "0793"));
    for (const char* language : {"en", "ru"}) CHECK(has(counter.get("/" + std::string(language) + "/my/data"), "Tartu linn"));
}

TEST_CASE("corrections: the list names nobody and is no look; opening one is noted for whose it is") {
    Counter counter(testing::sqlite_database());
    counter.log_in(parent, "Kadri");
    const auto person = counter.reception.resident->person;
    REQUIRE(counter.town.residents->keep_facts(here, person, {{"residence.address", R"("Tähe 56-12")", "population_register", start, "residents.purpose_login"}}));
    REQUIRE(counter.post("/et/my/data/correct", {{"fact", "residence.address"}, {"words", "Kolisin ammu."}}).status == 303);
    const auto id = counter.town.residents->open_corrections(here, 10).value().at(0).id;
    counter.sit_down(Role::manager);
    auto list = counter.get("/et/desk/corrections");
    CHECK(has(list, "/desk/corrections/" + id));
    for (const char* theirs : {"Kolisin", "Kadri", "Tähe 56-12"}) CHECK_MESSAGE(!has(list, theirs), theirs);
    auto looks = [&] {
        const auto all = counter.town.residents->accesses(here, person, 20).value();
        return std::count_if(all.begin(), all.end(), [](const auto& look) { return look.purpose == "residents.correction_look"; });
    };
    CHECK(looks() == 0);
    CHECK(has(counter.get("/et/desk/corrections/" + id), "Kolisin ammu."));
    CHECK(looks() == 1);
}

TEST_CASE("my data: a question to a register names the application that it was asked for once that is sent") {
    Counter counter(testing::sqlite_database());
    counter.log_in(parent, "Kadri");
    for (const char* draft : {"draft/sent", "draft/open"}) {
        Asking asking{here, parent, parent, "", counter.reception.resident->actor(), "", service_purpose("parking-permit", {"Parkimisluba", "Parking permit", "Парковка"}), draft, {"person.given_name"}};
        REQUIRE(counter.facts->gather(asking, {}, start));
    }
    for (const char* path : {"/et/my/data", "/et/my/data/copy"}) {
        CAPTURE(path);
        auto page = counter.get(path);
        const std::string link = " <a href=\"/et/my/applications/T-2026-000003\">Parkimisluba, T-2026-000003</a></li>", text(page.content());
        const auto at = text.find(link);
        CHECK(at != std::string::npos);
        CHECK(text.find(link, at + 1) == std::string::npos);
        CHECK_FALSE(has(page, "draft/"));
    }
}

TEST_CASE("my data: what was told as a guest can be called wrong by whom the guest turned out to be, and by nobody else") {
    Counter counter(testing::sqlite_database());
    const auto guest = counter.town.residents->keep_person(here, {"email:kadri@example.ee", "", "", {}, Assurance::email, "email", "kadri@example.ee"}, start).value();
    REQUIRE(counter.town.residents->keep_facts(here, guest, {{"contact.phone", R"("+372 5550 0101")", "typed", start, "registers.purpose_prefill"}}));
    counter.log_in(parent, "Kadri");
    const std::string page = "/et/my/data/correct?fact=contact.phone&guest=" + guest.value;
    CHECK(counter.get(page).status == 404);
    CHECK(counter.post("/et/my/data/correct", {{"fact", "contact.phone"}, {"guest", guest.value}, {"words", "Vale."}}).status == 404);
    REQUIRE(counter.town.residents->join_guest(counter.context(), counter.reception.resident->person, guest));
    CHECK(has(counter.get("/et/my/data"), "guest=" + guest.value));
    CHECK(has(counter.get(page), "+372 5550 0101"));
    auto empty = counter.post("/et/my/data/correct", {{"fact", "contact.phone"}, {"guest", guest.value}, {"words", ""}});
    CHECK(empty.status == 400);
    CHECK(has(empty, "name=\"guest\" value=\"" + guest.value));
    CHECK(counter.post("/et/my/data/correct", {{"fact", "contact.phone"}, {"guest", guest.value}, {"words", "See number on vana."}}).status == 303);
    CHECK(has(counter.get("/et/my/data"), "See number on vana."));
    const auto facts = counter.town.residents->facts(here, guest).value();
    CHECK(std::any_of(facts.begin(), facts.end(), [](const Fact& fact) { return fact.name == "contact.phone" && fact.disputed; }));
    counter.log_in("EE38611029284", "Jaan");
    CHECK(counter.get(page).status == 404);
    CHECK_FALSE(has(counter.get("/et/my/data"), "See number on vana."));
}

TEST_CASE("a copy to read has what the rooms hold, codes in words, nothing for programs") {
    struct Matters final : PersonalDataHolder {
        std::string name() const override { return "applications.your_applications"; }
        Result<std::string> export_json(store::Session&, const MunicipalityId&, const std::vector<PersonId>&) override {
            return std::string(R"([{"number":"T-2026-000001","service":"parking-permit","status":"decided","outcome":"granted","submitted":"2026-11-16T10:00:00Z",
                "content":{"service_name":"Parkimisluba","answers":[{"label":"Auto number","value":"123 <ABC>","depth":1}],"data":{"secret_member":"x"},"proposal":{"result":"x-result"}},
                "unknown_member":{"deeper":[true,null,""]}}])");
        }
        Result<std::vector<Kept>> must_stay(store::Session&, const MunicipalityId&, const PersonId&, Date) override { return std::vector<Kept>{}; }
        Outcome erase(store::Session&, const MunicipalityId&, const PersonId&, Instant) override { return {}; }
    };
    Counter counter(testing::sqlite_database());
    counter.town.residents->add_holder(std::make_shared<Matters>());
    counter.log_in(parent, "Kadri");
    REQUIRE(counter.town.residents->give_mandate(counter.context(), *counter.reception.resident, {"38611029284", "Jaan Õunap", {}, {"parking-permit"}, false, {}, {}}));
    auto page = counter.get("/et/my/data/copy");
    for (const char* words : {"T-2026-000001", "Auto number", "123 &lt;ABC&gt;", "Otsus on tehtud", "Rahuldatud", "Parkimisluba", "Jaan Õunap"}) CHECK_MESSAGE(has(page, words), words);
    for (const char* words : {"secret_member", "x-result", "granted", ">decided<"}) CHECK_MESSAGE(!has(page, words), words);
    auto copy = json::parse(counter.get("/et/my/data/export").content()).value();
    CHECK(json::text(copy.as_object().at("mandates").as_array()[0].as_object(), "given_to") == "Jaan Õunap");
    CHECK(counter.get("/et/my/data").status == 200);
}

TEST_CASE("for whom one can act is kept when it was asked, shown with its source, and chosen anew only by the registers' word") {
    for (auto& scratch : testing::databases()) {
        Counter counter(std::move(scratch));
        counter.town.residents->ask_registers([](const MunicipalityId&, const ResidentSession&, Instant) { return ToldRights{{{"custody", child, "Mihkel Õunap", {}, {}, false}}, false}; });
        counter.log_in(parent, "Kadri");
        const auto person = counter.reception.resident->person;
        CHECK(choices_told(counter.town.residents->facts(here, person).value()).empty());
        CHECK(counter.get("/et/my/acting").status == 200);
        auto told = choices_told(counter.town.residents->facts(here, person).value());
        REQUIRE(told.size() == 1);
        CHECK(told[0].name == "Mihkel Õunap");
        CHECK(told[0].kind == "custody");
        auto page = counter.get("/et/my/data");
        CHECK(has(page, "Mihkel Õunap (" + words("right_custody") + ")"));
        CHECK_FALSE(has(page, told[0].key));
        CHECK(counter.post("/et/my/acting", {{"choice", told[0].key}}).status == 303);
        // The right has ended since: the list of yesterday opens nothing, and is put right.
        counter.town.residents->ask_registers([](const MunicipalityId&, const ResidentSession&, Instant) { return ToldRights{}; });
        CHECK(counter.post("/et/my/acting", {{"choice", told[0].key}}).status == 403);
        CHECK(choices_told(counter.town.residents->facts(here, person).value()).empty());
    }
}

TEST_CASE("my data: erasing says what goes and what stays, then does it") {
    Counter counter(testing::sqlite_database());
    counter.log_in(parent, "Kadri");
    const auto person = counter.reception.resident->person;
    CHECK(has(counter.get("/et/my/data/erase"), words("erase_whole")));
    REQUIRE(counter.town.residents->hold(here, person, {"kohtuasi 3-26-1", {}, "staff/x", start}));
    CHECK(has(counter.get("/et/my/data/erase"), "kohtuasi 3-26-1"));
    CHECK(has(counter.get("/et/my/data"), "kohtuasi 3-26-1"));
    CHECK(counter.post("/et/my/data/erase", {}).header("location") == "/et/my/data?done=erased");
    CHECK(counter.town.residents->known(here, person).value());
    REQUIRE(counter.town.residents->release(here, person, "kohtuasi 3-26-1", "staff/x", start));
    auto gone = counter.post("/et/my/data/erase", {});
    CHECK(gone.header("location") == "/et/");
    CHECK(gone.header("set-cookie").find("Max-Age=0") != std::string::npos);
    CHECK_FALSE(counter.town.residents->known(here, person).value());
}

TEST_CASE("mandates: given with scope and end, shown, ended; wrong ones are told by field") {
    for (auto& scratch : testing::databases()) {
        Counter counter(std::move(scratch));
        counter.log_in(parent, "Kadri");
        auto page = counter.get("/et/my/mandates");
        CHECK(has(page, "Parkimisluba"));
        Form good{{"holder_subject", "38611029284"}, {"holder_name", "Jaan Õunap"}, {"scopes", "parking-permit"}, {"valid_until", "31.12.2030"}};
        auto bad = counter.post("/et/my/mandates", {{"holder_subject", "38611029285"}, {"holder_name", ""}, {"valid_until", "31.02.2030"}});
        CHECK(bad.status == 400);
        CHECK(has(bad, "href=\"#f-valid_until\""));
        bad = counter.post("/et/my/mandates", {{"holder_subject", "38611029285"}, {"holder_name", ""}});
        CHECK(has(bad, "href=\"#f-holder_subject\""));
        CHECK(has(bad, "href=\"#f-holder_name\""));
        CHECK(counter.post("/et/my/mandates", {{"holder_subject", "38611029284"}, {"holder_name", "Jaan"}, {"scopes", "flying-carpet"}}).status == 400);  // never "everything"
        CHECK(counter.post("/et/my/mandates", good).header("location") == "/et/my/mandates?done=given");
        page = counter.get("/et/my/mandates?done=given");
        CHECK(has(page, "Jaan Õunap"));
        CHECK(has(page, "31.12.2030"));
        auto given = counter.town.residents->mandates(here, *counter.reception.resident)->given;
        REQUIRE(given.size() == 1);
        // Somebody else ends nothing; the holder may.
        counter.log_in("EE45109179710", "Helju");
        CHECK(counter.post("/et/my/mandates/" + given[0].id + "/end", {}).status >= 400);
        counter.log_in("EE38611029284", "Jaan");
        CHECK(has(counter.get("/et/my/mandates"), "Kadri Maasikas"));
        CHECK(counter.post("/et/my/mandates/" + given[0].id + "/end", {}).status == 303);
        CHECK(has(counter.get("/et/my/mandates"), words("mandate_over")));
    }
}

TEST_CASE("mandates: passing on is offered to whom it helps; a narrow mandate shows none of the giver's") {
    for (auto& scratch : testing::databases()) {
        Counter counter(std::move(scratch));
        counter.log_in(parent, "Kadri");
        const auto kadri = *counter.reception.resident;
        auto id = counter.town.residents->give_mandate(counter.context(), kadri, {"38611029284", "Jaan Õunap", {}, {"parking-permit"}, true, {}, {}}).value();
        counter.log_in("EE38611029284", "Jaan");
        const std::string pass = "/et/my/mandates?pass=" + id;
        CHECK(has(counter.get("/et/my/mandates"), "pass=" + id));
        CHECK(has(counter.get(pass), "name=\"based_on\" value=\"" + id + "\""));
        const auto jaan = *counter.reception.resident;
        // For Jaan himself, by a full mandate: seen, not offered.
        counter.log_in("EE45109179710", "Helju");
        counter.reception.resident->acting = {"mandate", jaan.person, "Jaan Maasikas", jaan.subject, "m1", {}, {}, false};
        auto seen = counter.get(pass);
        CHECK(seen.status == 200);
        CHECK(has(seen, "Kadri Maasikas"));
        CHECK_FALSE(has(seen, id + "#give"));
        CHECK_FALSE(has(seen, "name=\"based_on\""));
        counter.reception.resident->acting.scopes = {"parking-permit"};
        auto narrow = counter.get(pass);
        CHECK(narrow.status == 403);
        CHECK_FALSE(has(narrow, "Kadri Maasikas"));
        CHECK(counter.post("/et/my/mandates", {{"holder_subject", "45109179710"}, {"holder_name", "Helju"}, {"based_on", id}}).status == 403);
        // Their own data they read; the giver's is not there.
        CHECK(counter.get("/et/my/data").status == 200);
        CHECK_FALSE(has(counter.get("/et/my/data/export"), jaan.subject));
    }
}

TEST_CASE("mandates: a minor gives none") {
    Counter counter(testing::sqlite_database());
    counter.log_in(child, "Mihkel");  // born in 2019
    CHECK_FALSE(has(counter.get("/et/my/mandates"), "name=\"holder_subject\""));
    CHECK(counter.post("/et/my/mandates", {{"holder_subject", "38611029284"}, {"holder_name", "Jaan"}}).status == 403);
    CHECK(counter.get("/et/my/data").status == 200);  // their own data they read
}

TEST_CASE("holds: set, seen, ended by who may; the person sees it unless a law forbids") {
    for (auto& scratch : testing::databases()) {
        Counter counter(std::move(scratch));
        counter.log_in(parent, "Kadri");
        counter.sit_down(Role::clerk);
        CHECK(counter.get("/et/desk/holds").status == 403);
        CHECK(counter.post("/et/desk/holds", {{"code", "48803149719"}, {"reason", "x"}}).status == 403);
        counter.reception.official.reset();
        auto member = mari();
        member.login = "juht", member.roles = {Role::manager};
        auto id = counter.town.people->add_staff(as_manager(), member).value();
        counter.reception.official = StaffSession{"s", *counter.town.people->staff_member(here, id).value(), "csrf", start.plus_hours(8)};
        auto bad = counter.post("/et/desk/holds", {{"code", "48803149718"}, {"reason", ""}, {"until", "1.1.2020"}});
        CHECK(bad.status == 400);
        for (const char* field : {"#f-code", "#f-reason", "#f-until"}) CHECK(has(bad, field));
        CHECK(has(counter.post("/et/desk/holds", {{"code", "38611029284"}, {"reason", "x"}}), words("hold_nobody")));
        CHECK(counter.post("/et/desk/holds", {{"code", "48803149719"}, {"reason", std::string(201, 'a')}}).status == 400);
        CHECK(counter.post("/et/desk/holds", {{"code", "48803149719"}, {"reason", "kohtuasi <1>"}, {"until", "31.12.2030"}}).status == 303);
        CHECK(counter.post("/et/desk/holds", {{"code", "48803149719"}, {"reason", "menetlus"}, {"hidden_by", "KrMS § 214"}}).status == 303);
        auto page = counter.get("/et/desk/holds?done=set");
        for (const char* part : {"Kadri Maasikas", "kohtuasi &lt;1&gt;", "31.12.2030", "KrMS § 214", "Mari Maasikas"}) CHECK(has(page, part));
        auto own = counter.get("/et/my/data");
        CHECK(has(own, "kohtuasi &lt;1&gt;"));
        CHECK(has(own, words("purpose_hold")));
        CHECK_FALSE(has(own, "menetlus"));
        CHECK_FALSE(has(own, "KrMS"));
        const std::string person = counter.reception.resident->person.value;
        CHECK(counter.post("/et/desk/holds/end", {{"person", person}, {"reason", "nothing such"}}).status == 404);
        CHECK(counter.post("/et/desk/holds/end", {{"person", person}, {"reason", "kohtuasi <1>"}}).status == 303);
        CHECK_FALSE(has(counter.get("/et/my/data"), words("data_held_title")));
        CHECK(has(counter.get("/et/desk/holds"), words("hold_over")));
        CHECK(counter.get("/ru/desk/holds").status == 200);
    }
}

}  // namespace raekoda::people
