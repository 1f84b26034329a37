// The pages as people meet them, without the site around: applying as a resident, a guest, for others, at the counter; deciding; who is kept out.
#include "applications/application_pages.h"

#include "applications/applications_test_site.h"
#include "applications/apply_parts.h"
#include "applications/decision_letters.h"
#include "base/json.h"
#include "people/acting_choices.h"

using namespace raekoda;
using namespace raekoda::applications;

TEST_CASE("a resident applies: nothing is sent that is missing, pressed twice it is one, another window sees where it went") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto first = site.go("/et/apply/information-request", {});
    auto empty = site.post(first, with_version({{"request.text", ""}}, site.get(first)));
    CHECK(empty.status == 400);
    CHECK(contains(empty.content(), "error-summary"));
    auto second = site.go(first, with_version(question, site.get(first)));
    auto page = site.get(second);
    CHECK(contains(page.content(), "Mari Maasikas"));  // known by the login: shown, not asked
    // Sent too early: said, not sent.
    auto early = site.post(first.substr(0, first.rfind('/')) + "/send", {{"draft_version", hidden(page.content(), "draft_version")}});
    CHECK(early.status == 400);
    CHECK(site.town.applications->queue(tartu, {}, monday_noon, "", 10)->lines.empty());
    auto check = site.go(second, with_version({{"answer.way", "post"}, {"answer.address", "Tähe 4"}, {"person.name", "Keegi Teine"}}, page));
    auto shown = site.get(check);
    CHECK(contains(shown.content(), "Tähe 4"));
    auto sent = site.go(send_of(check), with_version({}, shown));
    CHECK(contains(sent, "/my/applications/T-2026-000001"));
    CHECK(site.go(send_of(check), with_version({}, shown)) == sent);
    CHECK(site.town.applications->queue(tartu, {}, monday_noon, "", 10)->lines.size() == 1);
    auto mine = site.get(sent.substr(0, sent.find('?')));
    CHECK(contains(mine.content(), "Palun tänavate hoolduse lepingut."));
    CHECK(site.get("/et/my/applications/T-2026-000001/receipt.pdf").content().substr(0, 5) == "%PDF-");
    auto desk = site.get("/et/my");
    CHECK(contains(desk.content(), "T-2026-000001"));
    // To another person none of it is there; a guessed number reads the same.
    site.reception.resident = site.session("60001019906", "Jaan");
    for (const char* number : {"T-2026-000001", "T-2026-000777"})
        for (const char* what : {"", "/decision", "/receipt.pdf", "/decision.pdf", "/files/x"}) CHECK(site.get("/et/my/applications/" + std::string(number) + what).status == 404);
    CHECK_FALSE(contains(site.get("/et/my").content(), "T-2026"));
    CHECK(site.post("/et/my/applications/T-2026-000001/withdraw", {{"seen", "1"}}).status == 404);
}

TEST_CASE("forged fields are not believed: what is known stays as the register said") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto check = to_check(site, "Keegi Teine");
    auto sent = site.go(send_of(check), with_version({}, site.get(check)));
    auto application = site.town.applications->application(tartu, ApplicationNumber("T-2026-000001")).value().value();
    CHECK(contains(site.town.applications->sealed(tartu, application.content)->value(), "Mari Maasikas"));
    CHECK_FALSE(contains(site.town.applications->sealed(tartu, application.content)->value(), "Keegi Teine"));
    CHECK(application.term.working_days == 5);
    CHECK(application.right.kind == "self");
    (void)sent;
}

TEST_CASE("two windows: the later save that had not seen the earlier is kept beside it") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto first = site.go("/et/apply/information-request", {});
    auto window = site.get(first);
    site.go(first, with_version(question, window));
    auto other = question;
    other[0].second = "Teises aknas kirjutatud küsimus.";
    auto beside = site.go(first, with_version(other, window));
    CHECK(contains(beside, "beside=1"));
    CHECK(site.town.applications->drafts_of(tartu, site.reception.resident->person, monday_noon)->size() == 2);
    CHECK(contains(site.get(beside).content(), view::text(view::Language::et, "apply.kept_beside")));
}

TEST_CASE("a draft opens to its owner alone, a guest's to the secret, a counter's to officials") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto hers = site.go("/et/apply/information-request", {});
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(site.get(hers).status == 404);
    CHECK(site.post(hers, question).status == 404);
    site.reception.resident.reset();
    CHECK(site.get(hers).status == 404);
    auto guests = site.go("/et/apply/information-request", {});
    CHECK(contains(guests, "?key="));
    CHECK(site.get(guests).status == 200);
    CHECK(site.get(guests.substr(0, guests.find('?'))).status == 404);
    CHECK(site.get(guests + "x").status == 404);
    // What needs registers needs a login.
    CHECK(contains(site.post("/et/apply/dog-registration", {}).header("location"), "/login"));
    CHECK(site.get("/et/apply/flying-carpet").status == 404);
}

TEST_CASE("a right that ended on the way: said plainly, nothing is lost") {
    Site site;
    auto mari = site.session("38001085718", "Mari");
    auto company = site.residents.keep_person(tartu, {"EE10000018", "", "Näidis OÜ", {}, Assurance::high, "", ""}, monday_noon).value();
    site.reception.resident = mari;
    site.reception.resident->acting = {"board", company, "Näidis OÜ", "EE10000018", "", {}, {}, true};
    auto first = site.go("/et/apply/information-request", {});
    auto second = site.go(first, with_version(question, site.get(first)));
    auto page = site.get(second);  // they are typing into this one when it ends
    site.reception.resident = mari;
    site.reception.resident->lapsed = "Näidis OÜ";
    auto ended = site.get(second);
    CHECK(ended.status == 409);
    CHECK(contains(ended.content(), "Näidis OÜ"));
    auto typed = site.post(second, with_version(answer_by_mail("Kaua Kirjutatud Nimi"), page));
    CHECK(typed.status == 409);
    CHECK(contains(typed.content(), view::text(view::Language::et, "apply.role_kept")));
    CHECK(site.town.applications->drafts_of(tartu, mari.person, monday_noon)->size() == 1);
    auto send = second.substr(0, second.rfind('/')) + "/send";
    CHECK(site.post(send, {{"draft_version", "3"}}).status == 409);  // nothing is sent in a name that is not theirs any more
    CHECK(site.town.applications->queue(tartu, {}, monday_noon, "", 10)->lines.empty());
    site.reception.resident->acting = {"board", company, "Näidis OÜ", "EE10000018", "", {}, {}, true};
    CHECK(contains(site.get(second).content(), "mari@example.ee"));  // what was typed is there
}

TEST_CASE("an official decides: a refusal without reasons, law and hearing is not issued") {
    Site site;
    const auto home = sent_with_official(site);
    const std::string desk = "/et/desk/applications/T-2026-000001";
    CHECK(contains(site.get("/et/desk/applications").content(), "T-2026-000001"));
    auto seen = site.get(desk);
    CHECK(contains(seen.content(), "Palun tänavate hoolduse lepingut."));
    auto form = site.get(desk + "/decision?outcome=refused");
    auto act = [&](Form fields) {
        fields.emplace_back("seen", hidden(form.content(), "seen"));
        return site.post(desk + "/decision", fields);
    };
    auto bare = act({{"outcome", "refused"}, {"resolution", "Ei anna."}, {"appeal", "Vaie."}});
    CHECK(bare.status == 400);
    for (const char* field : {"#f-reasons", "#f-law", "#f-hearing"}) CHECK(contains(bare.content(), field));
    CHECK(act({{"outcome", "granted"}, {"resolution", "Anda {dokument}."}, {"appeal", "Vaie."}}).status == 400);  // not filled in
    CHECK(act({{"outcome", "granted"}, {"resolution", "Anda."}, {"appeal", "Vaie."}, {"valid_to", "31.02.2027"}}).status == 400);
    auto stale = site.post(desk + "/decision", {{"outcome", "granted"}, {"resolution", "Anda."}, {"appeal", "Vaie."}, {"seen", "7"}});
    CHECK(stale.status == 409);
    auto issued = act({{"outcome", "refused"}, {"resolution", "Ei anna."}, {"reasons", "Puudub."}, {"law", "AvTS"}, {"hearing", "as_asked"}, {"appeal", "Vaie."}});
    CHECK(issued.status == 303);
    CHECK(act({{"outcome", "granted"}, {"resolution", "Anda."}, {"appeal", "Vaie."}}).status == 409);  // once is enough
    // Mari reads it: delivered, with its last day for a challenge.
    CHECK_FALSE(site.town.see(ApplicationNumber("T-2026-000001")).read);
    auto decision = site.get(home + "/decision");
    CHECK(contains(decision.content(), "Puudub."));
    CHECK(site.town.see(ApplicationNumber("T-2026-000001")).read);
    CHECK(site.post(home + "/appeal", {{"reasons", ""}, {"demand", ""}}).status == 400);
    CHECK(site.post(home + "/appeal", {{"reasons", "Rikub."}, {"demand", "Tühistada."}, {"no_court", "yes"}}).status == 303);
    CHECK(contains(site.get(desk).content(), "Rikub."));
    // Everybody sees that it was decided, nobody about whom.
    auto open = site.get("/et/decisions");
    CHECK(contains(open.content(), "T-2026-000001"));
    CHECK_FALSE(contains(open.content(), "Maasikas"));
    // She sees who looked.
    auto looked = site.residents.accesses(tartu, site.reception.resident->person, 10);
    REQUIRE(looked);
    CHECK_FALSE(looked->empty());
}

TEST_CASE("the counter: for a person who agreed, on their desk afterwards") {
    Site site;
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    CHECK(site.post("/et/desk/counter", {{"service", "information-request"}, {"code", "38001085719"}}).status == 400);
    auto first = site.go("/et/desk/counter", {{"service", "information-request"}, {"code", "38001085718"}, {"given_name", "Mari"}, {"family_name", "Maasikas"}, {"consent", "ID-kaart, suuline nõus."}, {"language", "et"}});
    auto second = site.go(first, with_version(question, site.get(first)));
    auto check = site.go(second, with_version(answer_by_mail(), site.get(second)));
    site.reception.official.reset();
    CHECK(site.get(check).status == 404);  // the link alone is not enough
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    auto sent = site.go(send_of(check), with_version({}, site.get(check)));
    CHECK(contains(sent, "/desk/applications/T-2026-000001"));
    CHECK(contains(site.get(sent).content(), "suuline nõus"));
    site.reception.resident = site.session("38001085718", "Mari");
    CHECK(contains(site.get("/et/my").content(), "T-2026-000001"));
    auto hers = site.get("/et/my/applications/T-2026-000001");
    CHECK(contains(hers.content(), "ID-kaart, suuline nõus."));  // as the official was told that she would see it
}

TEST_CASE("what comes of the counter is in the person's language, not in that of the official's screen") {
    Site site;
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    const Form mari{{"code", "38001085718"}, {"given_name", "Mari"}, {"family_name", "Maasikas"}, {"consent", "ID-kaart, suuline nõus."}};
    auto with = [](Form form, const char* name, const char* value) {
        form.emplace_back(name, value);
        return form;
    };
    // Nobody knows in which language she reads: it is asked, nothing typed is lost.
    auto asked = site.post("/et/desk/counter", with(mari, "service", "information-request"));
    CHECK(asked.status == 400);
    CHECK(contains(asked.content(), view::text(view::Language::et, "apply.counter_language_required")));
    CHECK(contains(asked.content(), "suuline nõus"));
    CHECK(site.post("/et/desk/counter", with(with(mari, "service", "information-request"), "language", "xx")).status == 400);
    auto desk = site.go("/et/desk/counter", with(mari, "language", "ru"));
    CHECK(contains(site.get(desk).content(), "<option value=\"ru\" selected>"));
    CHECK(site.post(desk, {{"service", "information-request"}}).status == 400);
    auto first = site.go(desk.substr(0, desk.find('?')), {{"service", "information-request"}, {"language", "ru"}});
    CHECK(contains(site.get(first).content(), view::text(view::Language::et, "general.language_ru")));
    auto second = site.go(first, with_version(question, site.get(first)));
    auto check = site.go(second, with_version(answer_by_mail(), site.get(second)));
    auto sent = site.go(send_of(check), with_version({}, site.get(check)));
    auto application = site.town.applications->application(tartu, ApplicationNumber("T-2026-000001")).value().value();
    CHECK(application.language == "ru");
    CHECK(contains(site.get(sent).content(), view::text(view::Language::et, "general.language_ru")));
    const auto label = [&](view::Language language) { return site.services.service(tartu, "information-request", local_time(monday_noon).date)->name.in(language); };
    site.reception.resident = site.session("38001085718", "Mari");
    auto hers = site.get("/ru/my/applications/T-2026-000001").content();
    CHECK(contains(hers, label(view::Language::ru)));
    // Once the town writes to somebody, their language is known.
    REQUIRE(site.residents.set_contact(tartu, site.reception.resident->person, {"Mari Maasikas", "mari@example.ee", "", "en"}, monday_noon));
    auto known = site.go("/et/desk/counter", with(mari, "service", "information-request"));
    CHECK(contains(site.get(known).content(), view::text(view::Language::et, "general.language_en")));
    CHECK(contains(site.get(site.go("/et/desk/counter", mari)).content(), "<option value=\"en\" selected>"));
}

TEST_CASE("the counter: the person's desk with their consent, for that official and half an hour; somebody else's is not there") {
    Site site;
    const auto home = sent_with_official(site);
    const Form shown{{"code", "38001085718"}, {"given_name", "Mari"}, {"family_name", "Maasikas"}, {"consent", "Pass, suuline <nõus>."}};
    CHECK(site.post("/et/desk/counter", {{"service", "flying-carpet"}, {"code", "38001085718"}, {"given_name", "Mari"}, {"family_name", "Maasikas"}, {"consent", "x"}}).status == 400);
    auto desk = site.go("/et/desk/counter", shown);
    for (const std::string language : {"et", "en", "ru"}) {
        auto page = site.get("/" + language + desk.substr(3));
        CHECK(page.status == 200);
        for (const char* words : {"Mari Maasikas", "38001085718", "Pass, suuline &lt;nõus&gt;.", "/desk/applications/T-2026-000001"}) CHECK_MESSAGE(contains(page.content(), words), words);
    }
    CHECK(site.post(desk, {{"service", ""}, {"language", "et"}}).status == 400);
    auto form = site.go(desk, {{"service", "information-request"}, {"language", "et"}});
    CHECK(contains(site.get(form).content(), "Mari Maasikas"));
    // Her log has the words; a number that nobody was shown does not open.
    auto looks = site.residents.accesses(tartu, site.reception.resident->person, 10).value();
    CHECK(std::any_of(looks.begin(), looks.end(), [](const auto& look) { return look.purpose == "applications.purpose_counter" && look.subject.starts_with("consent/"); }));
    CHECK(site.get(desk + "x").status == 410);
    auto colleague = site.member;
    colleague.id = people::StaffId("malle");
    site.reception.official = people::StaffSession{"s", colleague, "c", {}};
    CHECK(site.get(desk).status == 410);
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    site.reception.now = monday_noon.plus_minutes(31);
    CHECK(site.get(desk).status == 410);
    CHECK(site.post(desk, {{"service", "information-request"}}).status == 410);
    // Somebody whom the town did not know has an empty desk.
    site.reception.now = monday_noon;
    auto empty = site.get(site.go("/et/desk/counter", {{"code", "60001019906"}, {"given_name", "Jaan"}, {"family_name", "Tamm"}, {"consent", "ID-kaart"}}));
    CHECK(contains(empty.content(), view::text(view::Language::et, "counter.nothing")));
    CHECK_FALSE(contains(empty.content(), "T-2026-000001"));
    (void)home;
}

TEST_CASE("the desk: what officials did lately, family as it was told last, drafts in others' matters") {
    Site site;
    const auto home = sent_with_official(site);
    CHECK_FALSE(contains(site.get("/et/my").content(), "id=\"news\""));
    const std::string at_desk = "/et/desk/applications/T-2026-000001";
    CHECK(site.post(at_desk + "/begin", {{"seen", hidden(site.get(at_desk).content(), "seen")}}).status == 303);
    CHECK(site.post(at_desk + "/note", {{"seen", hidden(site.get(at_desk).content(), "seen")}, {"mark", "note"}, {"words@note", "Sisemine."}}).status == 303);
    auto desk = site.get("/et/my");
    CHECK(contains(desk.content(), view::text(view::Language::et, "application.happened_handling_begun")));
    CHECK_FALSE(contains(desk.content(), view::text(view::Language::et, "application.happened_application_noted")));  // among officials
    CHECK(contains(desk.content(), view::text(view::Language::et, "my.family_text")));
    site.reception.now = monday_noon.plus_hours(24 * 31);
    CHECK_FALSE(contains(site.get("/et/my").content(), "id=\"news\""));  // a month later it is none
    site.reception.now = monday_noon;
    const auto mari = *site.reception.resident;
    auto company = site.residents.keep_person(tartu, {"EE10000018", "", "Näidis OÜ", {}, Assurance::high, "", ""}, monday_noon).value();
    const people::Acting board{"board", company, "Näidis OÜ", "EE10000018", "", {}, {}, true};
    REQUIRE(site.residents.keep_facts(tartu, mari.person, {people::fact_of_choices({mari.acting, board}, monday_noon)}));
    desk = site.get("/et/my");
    CHECK(contains(desk.content(), "value=\"" + board.key() + "\""));
    CHECK_FALSE(contains(desk.content(), view::text(view::Language::et, "my.family_text")));
    site.reception.resident->acting = board;
    site.go("/et/apply/information-request", {});
    desk = site.get("/et/my");
    CHECK(contains(desk.content(), "value=\"self\""));  // the way back
    CHECK_FALSE(contains(desk.content(), "value=\"" + board.key() + "\""));
    CHECK_FALSE(contains(desk.content(), "T-2026-000001"));
    site.reception.resident = mari;
    CHECK(contains(site.get("/et/my").content(), view::text(view::Language::et, "my.drafts_others", {view::Argument("count", 1)})));
    (void)home;
}

TEST_CASE("pages in three languages, with words that nobody should write") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    for (const std::string lang : {"et", "en", "ru"}) {
        CHECK(site.get("/" + lang + "/apply/information-request").status == 200);
        auto first = site.go("/" + lang + "/apply/information-request", {});
        auto naughty = site.post(first, with_version({{"request.text", "<script>alert(1)</script> \xF0\x9F\x98\x80 ' OR 1=1 -- \xE2\x80\xAE"}, {"request.personal", "no"}, {"request.personal[0]", "x"}, {"__proto__", "x"}}, site.get(first)));
        CHECK(naughty.status < 500);
        CHECK_FALSE(contains(site.get(first).content(), "<script>alert"));
        auto bytes = site.post(first, with_version({{"request.text", "\xC3\x28 not UTF-8 at all"}, {"request.personal", "no"}}, site.get(first)));
        CHECK(bytes.status < 500);
        CHECK(site.get("/" + lang + "/decisions?year=99999&service=%3Cx%3E&after=abc").status == 200);
        CHECK(site.get("/" + lang + "/my/applications").status == 200);
    }
    auto bomb = site.post(site.go("/et/apply/information-request", {}), {}, {{"request.text", "bomb.pdf", "application/pdf", "PK\x03\x04 not a document"}});
    CHECK(bomb.status < 500);
}

TEST_CASE("words of decisions: what is known is filled in, the rest stays for the official") {
    CHECK(filled("Maksta {applicant} {amount} eurot {x}.", {{"applicant", "Marile"}, {"amount", "250"}, {"x", ""}}) == "Maksta Marile 250 eurot {x}.");
    CHECK(filled("{", {}) == "{");
    auto grant = project_catalogue()->service(tartu, "funeral-grant", {2026, 11, 21});
    REQUIRE(grant);
    auto letters = letters_of(*grant);
    REQUIRE(letters.of_outcome(Decided::granted));
    CHECK_FALSE(letters.of_outcome(Decided::granted)->answer.empty());
    CHECK_FALSE(letters.outcome_member.empty());
    CHECK(letters.of_answer("hilinenud"));
    CHECK_FALSE(letters.of_answer(""));
    CHECK(shared_letters(*project_catalogue()).of_use("hearing"));
    CHECK(read_letters("[]").letters.empty());
    CHECK(read_letters("{\"letters\": [1, {\"outcome\": \"nonsense\"}]}").letters.size() == 1);
}

namespace {

// Makes a service anew from its files of today and publishes that.
using FileChange = std::function<void(json::object& service, json::object& form, json::object& texts)>;
std::string republish(Site& site, Date from, const FileChange& change) {
    auto files = site.services.service(tartu, "information-request", from)->files;
    auto with = [&](const char* name, json::object*& out, json::value& parsed) {
        parsed = json::parse(files.at("common/information-request/" + std::string(name))).value();
        out = &parsed.get_object();
    };
    json::value a, b, c;
    json::object *service = nullptr, *form = nullptr, *texts = nullptr;
    with("service.json", service, a), with("form.json", form, b), with("form.texts.json", texts, c);
    change(*service, *form, *texts);
    std::erase_if(files, [](const auto& file) { return file.first.find("form_examples/") != std::string::npos; });  // they tell of the old form
    files["common/information-request/service.json"] = json::serialize(a);
    files["common/information-request/form.json"] = json::serialize(b);
    files["common/information-request/form.texts.json"] = json::serialize(c);
    auto done = site.services.import_files({tartu, *site.reception.now, "staff/ants", {}}, "information-request", files, from, "Muudeti");
    REQUIRE_MESSAGE(done, (done ? "" : done.error().detail + (done.error().problems.empty() ? "" : done.error().problems[0].arguments.begin()->second)));
    return site.services.service(tartu, "information-request", from)->version;
}
// No answers by post any more; how many copies is asked.
void without_post(json::object&, json::object& form, json::object& texts) {
    auto& parts = form["components"].as_array();
    for (auto& part : parts)
        if (part.as_object()["id"] == "answer_way") {
            auto& values = part.as_object()["values"].as_array();
            values.erase(values.begin() + 1);
        }
    texts["answer_way"].as_object().erase("values.post");
    parts.insert(parts.begin() + 1, json::parse(R"({"type": "number", "id": "copies", "key": "copies", "label": "Mitu koopiat?", "validate": {"required": true}})").value());
    texts["copies"] = json::parse(R"({"label": {"en": "How many copies?", "ru": "Сколько копий?"}})").value();
}
std::string apply_text(const char* key) { return view::text(view::Language::et, std::string("apply.") + key); }
std::string application_text(const char* key, std::initializer_list<view::Argument> arguments = {}) { return view::text(view::Language::et, std::string("application.") + key, arguments); }

}  // namespace

TEST_CASE("the service is published anew on the way: the draft stays with its version and is sent by it") {
    Site site;
    REQUIRE(site.services.take_catalogue({tartu, monday_noon, "system", {}}));
    site.reception.resident = site.session("38001085718", "Mari");
    auto first = site.go("/et/apply/information-request", {});
    auto second = site.go(first, with_version(question, site.get(first)));
    const std::string begun = site.services.service(tartu, "information-request", {2026, 11, 16})->version;
    const std::string newer = republish(site, {2026, 11, 16}, without_post);
    CHECK(newer != begun);
    auto page = site.get(second);
    CHECK(contains(page.content(), apply_text("version_older")));
    CHECK(contains(page.content(), "Postiga"));
    auto check = site.go(second, with_version({{"answer.way", "post"}, {"answer.address", "Tähe 4"}}, page));
    site.go(send_of(check), with_version({}, site.get(check)));
    CHECK(site.town.see(ApplicationNumber("T-2026-000001")).service_version == begun);
    CHECK(contains(site.get("/et/my/applications/T-2026-000001").content(), "Postiga"));
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    CHECK(contains(site.get("/et/desk/applications/T-2026-000001").content(), view::text(view::Language::et, "application.fact_version_older")));
    CHECK(site.get("/et/desk/applications/T-2026-000001/decision?outcome=granted").status == 200);
    // Who begins now, begins with the new one.
    auto fresh = site.get(site.go("/et/apply/information-request", {}));
    CHECK(contains(fresh.content(), "Mitu koopiat?"));
    CHECK_FALSE(contains(fresh.content(), apply_text("version_older")));
}

TEST_CASE("going over to the new version: told before what fits, and nothing is lost silently") {
    Site site;
    REQUIRE(site.services.take_catalogue({tartu, monday_noon, "system", {}}));
    site.reception.resident = site.session("38001085718", "Mari");
    auto first = site.go("/et/apply/information-request", {});
    auto second = site.go(first, with_version(question, site.get(first)));
    auto check = site.go(second, with_version({{"answer.way", "post"}, {"answer.address", "Tähe 4"}}, site.get(second)));
    const std::string base = check.substr(0, check.find("/check"));
    CHECK(site.get(base + "/newer").status == 303);  // there is none
    const std::string newer = republish(site, {2026, 11, 16}, without_post);
    auto told = site.get(base + "/newer");
    CHECK(told.status == 200);
    for (const char* words : {"Tähe 4", "Postiga", "Mitu koopiat?"}) CHECK(contains(told.content(), words));
    CHECK_FALSE(contains(told.content(), "Palun tänavate hoolduse lepingut."));  // it fits
    CHECK(contains(site.get(check).content(), "apply-send"));
    // Another window has answered since: first seen, then taken over.
    site.go(second, with_version({{"answer.way", "post"}, {"answer.address", "Tähe 5"}}, site.get(second)));
    auto stale = site.post(base + "/newer", with_version({}, told));
    CHECK(stale.status == 409);
    CHECK(contains(stale.content(), "Tähe 5"));
    auto page = site.go(base + "/newer", with_version({}, stale));
    CHECK(contains(page, "/request"));
    auto shown = site.get(page);
    for (const char* words : {"Tähe 5", "Postiga", "Mitu koopiat?", "Palun tänavate hoolduse lepingut."}) CHECK(contains(shown.content(), words));
    CHECK(contains(shown.content(), apply_text("unfit")));
    CHECK_FALSE(contains(shown.content(), apply_text("version_older")));
    auto incomplete = site.get(base + "/check");
    CHECK_FALSE(contains(incomplete.content(), "apply-send"));
    Form anew = question;
    anew.emplace_back("copies", "2");
    auto next = site.go(page, with_version(anew, shown));
    auto ready = site.go(next, with_version(answer_by_mail(), site.get(next)));
    CHECK(contains(site.get(ready).content(), "Tähe 5"));
    site.go(send_of(ready), with_version({}, site.get(ready)));
    auto application = site.town.see(ApplicationNumber("T-2026-000001"));
    CHECK(application.service_version == newer);
    CHECK_FALSE(contains(site.town.applications->sealed(tartu, application.content)->value(), "Tähe 5"));
}

TEST_CASE("a version whose law has ended is not sent; a service that is gone is read and deleted") {
    Site site;
    REQUIRE(site.services.take_catalogue({tartu, monday_noon, "system", {}}));
    site.reception.resident = site.session("38001085718", "Mari");
    auto law = [](const char* title, const char* until) {
        return [=](json::object& service, json::object&, json::object&) {
            service["legal_basis"] = json::parse(std::string(R"([{"title": {"et": ")") + title + R"(", "en": "x", "ru": "x"}, "status": "to_confirm")" + (until ? std::string(R"(, "valid_to": ")") + until + "\"" : "") + "}]").value();
        };
    };
    republish(site, {2026, 11, 16}, law("Vana kord", "2026-11-20"));
    auto check = to_check(site);
    republish(site, {2026, 11, 21}, law("Uus kord", nullptr));
    site.reception.now = *parse_iso("2026-11-20T23:00:00+02:00");
    CHECK(contains(site.get(check).content(), "apply-send"));
    CHECK_FALSE(contains(site.get(check).content(), apply_text("version_older")));
    site.reception.now = *parse_iso("2026-11-21T00:30:00+02:00");
    auto over = site.get(check);
    CHECK(contains(over.content(), apply_text("version_over")));
    CHECK_FALSE(contains(over.content(), "apply-send"));
    auto refused = site.post(send_of(check), with_version({}, site.get(check.substr(0, check.find("/check")) + "/answer")));
    CHECK(refused.status == 409);
    CHECK(contains(refused.content(), apply_text("version_not_sent")));
    CHECK(site.town.applications->queue(tartu, {}, *site.reception.now, "", 10)->lines.empty());
    auto newer = site.get(check.substr(0, check.find("/check")) + "/newer");
    auto page = site.go(check.substr(0, check.find("/check")) + "/newer", with_version({}, newer));
    auto second = site.go(page, with_version(question, site.get(page)));
    auto ready = site.go(second, with_version(answer_by_mail(), site.get(second)));
    CHECK(contains(site.go(send_of(ready), with_version({}, site.get(ready))), "T-2026-000001"));
    // Rules alone.
    const auto& now = *site.services.service(tartu, "information-request", {2026, 11, 21});
    const auto& before = *site.services.service(tartu, "information-request", {2026, 11, 20});
    CHECK(standing_of(before, nullptr, {2026, 11, 20}) == VersionStanding::gone);
    CHECK(standing_of(before, &before, {2026, 12, 20}) == VersionStanding::current);
    CHECK(standing_of(before, &now, {2026, 11, 20}) == VersionStanding::older);
    CHECK(standing_of(before, &now, {2026, 11, 21}) == VersionStanding::over);
    auto also = now;
    also.legal_basis.push_back(before.legal_basis.front());
    CHECK(standing_of(before, &also, {2026, 11, 21}) == VersionStanding::older);
}

TEST_CASE("a draft of a version that was never kept goes on with today's, and only so") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    const auto mari = site.reception.resident->person;
    auto draft = site.town.applications->open_draft(tartu, {"information-request", "of-last-year", mari, mari, {}, R"({"data":{"request":{"text":"Palun vana lepingut."},"gone":"x"}})", "request"}, monday_noon).value();
    const std::string base = "/et/apply/information-request/" + draft.id.value;
    auto page = site.get(base + "/request");
    CHECK(contains(page.content(), apply_text("version_over")));
    CHECK(contains(page.content(), "Palun vana lepingut."));
    auto again = site.go(base + "/newer", with_version({}, page));
    auto second = site.go(again, with_version(question, site.get(again)));
    auto check = site.go(second, with_version(answer_by_mail(), site.get(second)));
    site.go(send_of(check), with_version({}, site.get(check)));
    CHECK(site.town.see(ApplicationNumber("T-2026-000001")).service_version == project_catalogue()->service(tartu, "information-request", {2026, 11, 16})->version);
}

TEST_CASE("a time to meet: offered, seen, answered, moved, cancelled, in a calendar; nobody else finds it") {
    Site site;
    const auto home = sent_with_official(site);
    const std::string desk = "/et/desk/applications/T-2026-000001";
    auto act = [&](const std::string& name, Form fields) {
        fields.emplace_back("seen", hidden(site.get(desk).content(), "seen"));
        return site.post(desk + "/" + name, fields);
    };
    auto wrong = act("propose", {{"day", "31.02.2026"}, {"time", "25.00"}, {"minutes", "0"}, {"place", " "}, {"words", ""}});
    CHECK(wrong.status == 400);
    for (std::string field : {"day", "time", "minutes", "place"}) CHECK_MESSAGE(contains(wrong.content(), "#f-" + field + "-propose"), field);
    CHECK(act("propose", {{"day", "15.11.2026"}, {"time", "10.00"}, {"minutes", "30"}, {"place", "Kodus"}}).status == 400);  // over
    CHECK(act("propose", {{"day", "23.11.2026"}, {"time", "14.30"}, {"minutes", "45"}, {"place", "Tähe 4, <b>hoov</b>"}, {"words", "Võta ID-kaart."}}).status == 303);
    CHECK(site.town.letters() == std::vector<std::string>{"appointment", "submitted"});
    const auto one = site.town.applications->appointments(tartu, ApplicationNumber("T-2026-000001")).value().front();
    CHECK(iso_local(one.starts) == "2026-11-23T14:30:00+02:00");
    // It stands on the desk and on the application; time and place.
    CHECK(contains(site.get("/et/my").content(), "23.11.2026"));
    auto page = site.get(home);
    for (const char* words : {"Võta ID-kaart.", "45 minutit", "&lt;b&gt;hoov"}) CHECK(contains(page.content(), words));
    auto ics = site.get(home + "/appointments/" + one.id + "/calendar.ics");
    CHECK(ics.header("content-type") == "text/calendar; charset=utf-8");
    for (const char* line : {"DTSTART:20261123T123000Z", "STATUS:TENTATIVE", "SEQUENCE:0", "METHOD:PUBLISH"}) CHECK(contains(ics.content(), line));
    auto answer = [&](const char* suits, const std::string& words) {
        return site.post(home + "/appointments/" + one.id + "/answer", {{"seen", hidden(site.get(home).content(), "seen")}, {"suits", suits}, {"answer_" + one.id, words}});
    };
    auto bare = answer("no", "");
    CHECK(bare.status == 400);
    CHECK(contains(bare.content(), "#f-answer_" + one.id));
    CHECK(answer("no", "Olen tööl.").status == 303);
    CHECK(contains(site.get(desk).content(), "Olen tööl."));
    CHECK(contains(site.get("/et/desk/appointments").content(), "T-2026-000001"));
    const std::string at = "@" + one.id;
    CHECK(act("move", {{"appointment", one.id}, {"day" + at, "24.11.2026"}, {"time" + at, "17.00"}, {"minutes" + at, "45"}, {"place" + at, ""}}).status == 400);
    CHECK(act("move", {{"appointment", one.id}, {"day" + at, "24.11.2026"}, {"time" + at, "17.00"}, {"minutes" + at, "45"}, {"place" + at, "Tähe 4"}}).status == 303);
    CHECK(answer("yes", "").status == 303);
    CHECK(contains(site.get(home + "/appointments/" + one.id + "/calendar.ics").content(), "STATUS:CONFIRMED"));
    // Somebody else finds nothing, whatever they guess.
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(site.get(home + "/appointments/" + one.id + "/calendar.ics").status == 404);
    CHECK(site.post(home + "/appointments/" + one.id + "/answer", {{"seen", "5"}, {"suits", "no"}, {"answer_" + one.id, "x"}}).status == 404);
    CHECK_FALSE(contains(site.get("/et/my").content(), "24.11.2026"));
    site.reception.resident = site.session("38001085718", "Mari");
    CHECK(site.get(home + "/appointments/guessed/calendar.ics").status == 404);
    CHECK(act("cancel", {{"appointment", one.id}, {"why" + at, ""}}).status == 400);
    CHECK(act("cancel", {{"appointment", one.id}, {"why" + at, "Ametnik on haige."}}).status == 303);
    auto cancelled = site.get(home + "/appointments/" + one.id + "/calendar.ics");
    for (const char* line : {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"}) CHECK(contains(cancelled.content(), line));
    CHECK(contains(site.get(home).content(), "Ametnik on haige."));
    CHECK_FALSE(contains(site.get("/et/my").content(), "24.11.2026"));
    CHECK(answer("yes", "").status == 409);
}

TEST_CASE("where the rules of a service say so, the clock stands still while a time that was offered is not answered") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    const auto service = site.services.service(tartu, "home-help", local_time(monday_noon).date);
    REQUIRE(service);
    CHECK(service->time_limit.waits_for_appointments);
    auto request = request_of(site.reception.resident->person);
    request.service = service->id, request.service_version = service->version, request.term = {service->time_limit.working_days, 0};
    const auto number = site.town.applications->submit(site.town.at(monday_noon), request)->number;
    const std::string home = "/et/my/applications/" + number.value, desk = "/et/desk/applications/" + number.value;
    const auto due = site.town.see(number).due;
    CHECK(iso_local(due) == "2026-11-30T23:59:59+02:00");
    CHECK_FALSE(contains(site.get(home).content(), application_text("clock_waits")));
    CHECK(site.post(desk + "/propose", {{"seen", hidden(site.get(desk).content(), "seen")}, {"day", "23.11.2026"}, {"time", "14.30"}, {"minutes", "60"}, {"place", "Sinu kodus"}}).status == 303);
    CHECK(site.town.see(number).waiting_for == "appointment");
    CHECK(contains(site.get(home).content(), application_text("clock_waits")));
    // Two working days later she answers: the clock has stood for them.
    site.reception.now = monday_noon.plus_hours(48);
    const auto id = site.town.applications->appointments(tartu, number).value().front().id;
    CHECK(site.post(home + "/appointments/" + id + "/answer", {{"seen", hidden(site.get(home).content(), "seen")}, {"suits", "yes"}}).status == 303);
    CHECK(site.town.see(number).status == Status::in_progress);
    CHECK(iso_local(site.town.see(number).due) == "2026-12-02T23:59:59+02:00");
    CHECK_FALSE(contains(site.get(home).content(), application_text("clock_waits")));
}

namespace {

// Mari moves into a home whose owner must sign; gives the address of her application.
std::string sent_to_be_signed(Site& site) {
    site.reception.resident = site.session("38001085718", "Mari");
    const auto page = to_check_with_owner(site, "60001019906");
    CHECK(contains(site.get(page).content(), apply_text("cosign_note")));
    auto home = site.go(send_of(page), with_version({}, site.get(page)));
    return home.substr(0, home.find('?'));
}
const ApplicationNumber to_be_signed("T-2026-000001");

}  // namespace

TEST_CASE("another person must sign who was never here: found by their code, asked, and signs; then the clock begins") {
    Site site;
    auto home = sent_to_be_signed(site);
    const auto& number = to_be_signed;
    CHECK(site.town.see(number).status == Status::awaiting_signature);
    CHECK_FALSE(site.town.see(number).promised());
    CHECK(site.town.letters() == std::vector<std::string>{"cosign"});
    CHECK(contains(site.get(home).content(), application_text("next_cosigner_until", {{"date", "16.12.2026"}})));
    CHECK_FALSE(contains(site.get(home).content(), home + "/cosign"));  // not for her to sign
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(contains(site.get("/et/my").content(), "T-2026-000001"));
    auto asked = site.get(home);
    CHECK(contains(asked.content(), "Kastani 42-7"));
    CHECK(contains(asked.content(), application_text("cosign_until", {{"date", "16.12.2026"}})));
    CHECK(site.post(home + "/withdraw", {{"seen", "1"}}).status == 404);  // they only sign
    CHECK(site.post(home + "/cosign", {{"seen", hidden(asked.content(), "seen")}}).status == 303);
    CHECK(site.get(home).status == 404);  // signed: the rest is not theirs
    CHECK(site.post(home + "/refuse", {{"seen", "2"}}).status == 404);
    CHECK(site.town.see(number).status == Status::submitted);
    CHECK(site.town.see(number).promised());
    site.reception.resident = site.session("38001085718", "Mari");
    CHECK(contains(site.get(home).content(), application_text("happened_application_signed")));
}

TEST_CASE("nobody is asked to sign beside themselves: told before it is sent") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    const auto page = to_check_with_owner(site, "38001085718");
    auto answer = site.post(send_of(page), with_version({}, site.get(page)));
    CHECK(answer.status == 400);
    CHECK(contains(answer.content(), apply_text("cosigner_bad")));
    CHECK(site.town.letters().empty());
    CHECK(site.town.applications->queue(tartu, {}, monday_noon, "", 10)->lines.empty());
}

TEST_CASE("whoever is asked to sign refuses: their page says so, the applicant reads why, and can begin anew") {
    Site site;
    auto home = sent_to_be_signed(site);
    site.reception.resident = site.session("60001019906", "Jaan");
    auto asked = site.get(home);
    // What was typed stays when the words are too many.
    auto wrong = site.post(home + "/refuse", {{"seen", hidden(asked.content(), "seen")}, {"words", "Ei ela siin. " + std::string(limits::words, 'x')}});
    CHECK(wrong.status == 400);
    CHECK(contains(wrong.content(), "Ei ela siin."));
    auto refused = site.post(home + "/refuse", {{"seen", hidden(asked.content(), "seen")}, {"words", "See ei ole minu korter."}});
    CHECK(refused.status == 303);
    CHECK(contains(site.get(std::string(refused.header("location"))).content(), application_text("done_refuse_signature")));
    CHECK(site.get(home).status == 404);
    CHECK(site.post(home + "/cosign", {{"seen", "2"}}).status == 404);
    CHECK(site.town.letters() == std::vector<std::string>{"cosign", "cosign_refused"});
    site.reception.resident = site.session("38001085718", "Mari");
    auto told = std::string(site.get(home).content());
    for (const auto& words : {application_text("status_unsigned"), application_text("next_unsigned"), application_text("happened_signature_refused"), application_text("actor_cosigner")}) CHECK(contains(told, words));
    CHECK(contains(told, "See ei ole minu korter."));
    CHECK(contains(told, "Kastani 42-7"));
    CHECK_FALSE(contains(told, application_text("status_withdrawn")));
    CHECK_FALSE(contains(site.get("/et/my").content(), application_text("next_cosigner_until", {{"date", "16.12.2026"}})));
}

TEST_CASE("a signature that did not come in time: both see it") {
    Site site;
    auto home = sent_to_be_signed(site);
    REQUIRE(site.town.applications->end_unsigned(monday_noon.plus_hours(31 * 24)));
    auto told = std::string(site.get(home).content());
    CHECK(contains(told, application_text("happened_signatures_lapsed", {{"date", "16.12.2026"}})));
    CHECK(contains(told, application_text("next_unsigned")));
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(site.get(home).status == 404);
    CHECK_FALSE(contains(site.get("/et/my").content(), "T-2026-000001"));
}

TEST_CASE("an application whose words are past their day: its page says so, and leads to no decision") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto& all = *site.town.applications;
    const auto number = all.submit(site.town.at(monday_noon), request_of(site.reception.resident->person))->number;
    REQUIRE(all.decide(site.town.at(monday_noon, official), {number, 0}, grant()));
    const std::string home = "/et/my/applications/" + number.value;
    CHECK(contains(site.get(home).content(), home + "/decision\""));
    REQUIRE(all.forget_over(test_rules(), instant_of({2034, 1, 1}, 0)).value() == 1);
    auto page = site.get(home);
    CHECK(page.status == 200);
    for (const char* key : {"answers_erased", "happened_application_forgotten"}) CHECK(contains(page.content(), application_text(key)));
    CHECK_FALSE(contains(page.content(), home + "/decision\""));
    CHECK(site.get(home + "/decision").status == 404);
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    CHECK(site.get("/et/desk/applications/" + number.value).status == 200);
}
