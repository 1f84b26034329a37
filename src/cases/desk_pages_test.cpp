// The desk as officials meet it: who may what, two at once, templates, redaction that leaves nothing behind.
#include "cases/cases_test_town.h"
#include "cases/desk_pages.h"
#include "cases/desk_parts.h"

namespace raekoda::cases {

namespace {

using people::Role;

// 16 by 12 pixels.
constexpr std::string_view blue_png =
    "89504e470d0a1a0a0000000d49484452000000100000000c0802000000e485aad6000000154944415478da6388ea3941126218d530aa013b0200247a4290ef5c66ae0000000049454e44ae426082";

struct DeskTown {
    TestTown town;
    http::Router router;
    TestReception reception{router};
    std::unique_ptr<media::PhotoWorkshop> workshop;

    explicit DeskTown(testing::Scratch scratch) : town(std::move(scratch)) {
        auto opened = media::PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 1);
        REQUIRE(opened);
        workshop = std::move(*opened);
        add_desk_pages(reception, *town.cases, *workshop);
        testing::set_now(monday_noon.plus_hours(1));
    }
    ~DeskTown() { testing::set_now(std::nullopt); }

    people::StaffMember sign_in(const std::string& login, std::vector<Role> roles, std::vector<std::string> areas = {}, std::string team = {}) {
        auto id = town.people->add_staff(town.at(monday_noon, "system"), {login, "Ametnik " + login, "kolm suurt kurge", std::move(roles), std::move(areas), std::move(team)});
        REQUIRE(id);
        auto member = town.people->staff_member(tartu, *id);
        REQUIRE(member);
        be(**member);
        return **member;
    }
    void be(const people::StaffMember& member) { reception.official = people::StaffSession{"session", member, "csrf", monday_noon.plus_hours(8)}; }

    std::string path(const ReportNumber& number, const std::string& rest = {}) const { return "/et/desk/reports/" + number.value + rest; }
    http::Response page(const ReportNumber& number) { return get(router, path(number)); }
    http::Response act(const ReportNumber& number, const std::string& name, std::int64_t seen, std::vector<std::pair<std::string, std::string>> fields = {}) {
        fields.emplace_back("seen", std::to_string(seen));
        return ask(router, http::Method::post, path(number, "/" + name), std::move(fields));
    }
    std::int64_t version(const ReportNumber& number) const { return town.see(number).version; }
};

std::vector<std::unique_ptr<DeskTown>> desk_towns() {
    std::vector<std::unique_ptr<DeskTown>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<DeskTown>(std::move(scratch)));
    return all;
}

}  // namespace

TEST_CASE("every act has its texts") {
    for (const auto& act : desk_acts()) {
        CAPTURE(act.name);
        CHECK(view::has_text("desk.act_" + std::string(act.name)));
        CHECK(view::has_text("desk.done_" + std::string(act.name)));
    }
}

TEST_CASE("an official of another area may neither see nor act; of the own area may") {
    for (auto& desk : desk_towns()) {
        auto number = desk->town.open(pothole()).number;
        desk->sign_in("pargid", {Role::handler}, {"greenery"}, "greenery");
        CHECK(desk->page(number).status == 403);
        for (const auto& act : desk_acts()) {
            CAPTURE(act.name);
            CHECK(desk->act(number, std::string(act.name), 1, {{std::string(act.name) + "[words]", "x"}}).status == 403);
        }
        CHECK(desk->act(number, "original", 1).status == 403);
        CHECK(desk->act(number, "contact", 1).status == 403);
        CHECK(desk->act(number, "redact-words", 1, {{"version", "1"}, {"words[1]", "x"}}).status == 403);
        CHECK(desk->version(number) == 1);

        desk->sign_in("teed", {Role::handler}, {"streets"});
        CHECK(desk->page(number).status == 200);
        CHECK(desk->act(number, "begin", 1).status == 303);
        CHECK(desk->town.see(number).status == Status::in_progress);
        // Handing over by choice is the clerk's, by rule everybody's who works on it.
        CHECK(desk->act(number, "assign", 2, {{"assign[team]", "roads"}}).status == 403);
        CHECK_FALSE(contains(desk->page(number).body, "act-assign"));
        // What is not allowed now is not offered, and refused when sent all the same.
        CHECK_FALSE(contains(desk->page(number).body, "/begin\""));
        CHECK(desk->act(number, "begin", 2).status == 409);
    }
}

TEST_CASE("two officials close at once: the second sees what happened and loses no word") {
    for (auto& desk : desk_towns()) {
        auto number = desk->town.open(pothole()).number;
        desk->sign_in("esimene", {Role::clerk});
        std::vector<std::pair<std::string, std::string>> first{{"close[outcome]", "done"}, {"close[words]", "Auk on lapitud."}, {"attempt", "a1"}};
        CHECK(desk->act(number, "close", 1, first).status == 303);
        // The button pressed twice: the same answer, once.
        CHECK(desk->act(number, "close", 1, first).status == 303);
        CHECK(desk->version(number) == 2);

        desk->sign_in("teine", {Role::clerk});
        auto late = desk->act(number, "close", 1, {{"close[outcome]", "not_ours"}, {"close[words]", "See tee kuulub riigile <b>."}, {"attempt", "a2"}});
        CHECK(late.status == 409);
        CHECK(contains(late.body, "id=\"moved-on\""));
        CHECK(contains(late.body, "Auk on lapitud."));
        CHECK(contains(late.body, "Ametnik esimene"));
        CHECK(contains(late.body, "See tee kuulub riigile &lt;b&gt;."));
        CHECK(desk->town.see(number).outcome == "done");

        // A form that says nothing of what it saw changes nothing.
        CHECK(ask(desk->router, http::Method::post, desk->path(number, "/reopen"), {{"reopen[words]", "Uuesti"}}).status == 409);
        CHECK(desk->version(number) == 2);
    }
}

TEST_CASE("conflict with a form still open keeps the text in the form with the new version") {
    for (auto& desk : desk_towns()) {
        auto number = desk->town.open(pothole()).number;
        desk->sign_in("ametnik", {Role::clerk});
        CHECK(desk->act(number, "note", 1, {{"note[words]", "Helistasin hooldajale"}}).status == 303);
        auto late = desk->act(number, "answer", 1, {{"answer[words]", "Läheme vaatama"}});
        CHECK(late.status == 409);
        CHECK(contains(late.body, "Läheme vaatama</textarea>"));
        CHECK(contains(late.body, "name=\"seen\" value=\"2\""));
        CHECK(contains(late.body, "Helistasin hooldajale"));  // officials read notes
        auto everybody = desk->town.cases->happenings(tartu, number, false);
        REQUIRE(everybody);
        for (const auto& h : *everybody) CHECK_FALSE(contains(h.words, "Helistasin"));
    }
}

TEST_CASE("missing and overlong fields are named and nothing typed is lost") {
    for (auto& desk : desk_towns()) {
        auto number = desk->town.open(pothole()).number;
        desk->sign_in("ametnik", {Role::clerk});
        auto empty = desk->act(number, "answer", 1, {{"answer[words]", "  "}});
        CHECK(empty.status == 400);
        CHECK(contains(empty.body, "href=\"#f-answer-words\""));
        auto bad = desk->act(number, "close", 1, {{"close[outcome]", "nothing-like-it"}, {"close[words]", "Tehtud"}});
        CHECK(bad.status == 400);
        CHECK(contains(bad.body, "href=\"#f-close-outcome\""));
        CHECK(contains(bad.body, "Tehtud</textarea>"));
        auto unknown = desk->act(number, "merge", 1, {{"merge[into]", "2026-999999"}});
        CHECK(unknown.status == 400);
        CHECK(contains(unknown.body, "value=\"2026-999999\""));
        CHECK(desk->act(number, "place", 1, {{"lat", "nan"}, {"long", "26"}}).status == 400);
        CHECK(desk->act(number, "place", 1, {{"lat", ""}, {"long", ""}, {"address", "Olematu tänav 9999"}}).status == 400);
        CHECK(desk->version(number) == 1);
    }
}

TEST_CASE("redacted words and the original are nowhere any more") {
    for (auto& desk : desk_towns()) {
        auto report = pothole("Auk maja ees, helista 5123 4567, Peeter Pensionär elab siin.");
        report.contact = mari();
        auto number = desk->town.open(report).number;
        desk->sign_in("klient", {Role::clerk});
        auto before = desk->act(number, "original", 1);
        CHECK(before.status == 200);
        CHECK(contains(before.body, "5123 4567"));
        auto contact = desk->act(number, "contact", 1);
        CHECK(contains(contact.body, "mari@example.ee"));
        auto reporter = desk->town.see(number).reporter;
        auto looks = desk->town.read<std::vector<people::Vault::Access>>([&](store::Session& s) { return desk->town.vault->accesses(s, tartu, reporter, 10); });
        CHECK(looks.size() == 2);
        CHECK_FALSE(contains(desk->page(number).body, "5123 4567"));
        CHECK_FALSE(contains(desk->page(number).body, "mari@example.ee"));

        auto clerk = desk->reception.official->member;
        desk->sign_in("toimetaja", {Role::editor});
        CHECK(desk->act(number, "contact", 1).status == 403);
        CHECK(get(desk->router, desk->path(number, "/redact")).status == 200);
        CHECK(desk->act(number, "redact-words", 1, {{"version", "1"}, {"words[1]", "Auk maja ees."}}).status == 303);
        CHECK(desk->town.see(number).words == "Auk maja ees.");
        desk->be(clerk);
        auto after = desk->act(number, "original", 2);
        for (const char* gone : {"5123 4567", "Peeter Pensionär"}) CHECK_FALSE(contains(after.body, gone));
    }
}

TEST_CASE("a covered photo takes the place of the old one, whose address is dead") {
    for (auto& desk : desk_towns()) {
        auto report = pothole();
        auto prepared = desk->workshop->prepare(from_hex(blue_png).value());
        REQUIRE(prepared);
        report.photos = {*prepared, photo("second")};
        auto number = desk->town.open(report).number;
        auto old = desk->town.see(number).photos;
        REQUIRE(old.size() == 2);

        desk->sign_in("toimetaja", {Role::editor});
        CHECK(desk->act(number, "redact-photo", 1, {{"photo", old[0].value}}).status == 400);  // nothing marked
        CHECK(desk->act(number, "redact-photo", 1, {{"photo", old[0].value}, {"area", "1,2,nan,4"}}).status == 400);
        CHECK(desk->act(number, "redact-photo", 1, {{"photo", "no-such-photo"}, {"area", "0,0,500,500"}}).status == 404);
        CHECK(desk->act(number, "redact-photo", 1, {{"photo", old[0].value}, {"area", "0,0,500,500"}}).status == 303);
        auto now = desk->town.see(number).photos;
        REQUIRE(now.size() == 2);
        CHECK(now[0] != old[0]);
        CHECK_FALSE(desk->town.cases->photo(tartu, old[0], true)->has_value());
        CHECK_FALSE(desk->town.cases->photo(tartu, old[0], false)->has_value());
        CHECK(desk->town.cases->photo(tartu, now[0], true)->has_value());

        // Without scripts: percent.
        CHECK(desk->act(number, "redact-photo", 2, {{"photo", now[0].value}, {"left", "50"}, {"top", "50"}, {"width", "12,5"}, {"height", "20"}}).status == 303);
        CHECK(desk->act(number, "remove-photo", 3, {{"photo", old[1].value}}).status == 303);
        CHECK(desk->town.see(number).photos.size() == 1);
        CHECK_FALSE(desk->town.cases->photo(tartu, old[1], true)->has_value());
    }
}

TEST_CASE("templates: chosen without scripts, changed in three languages") {
    for (auto& desk : desk_towns()) {
        auto number = desk->town.open(pothole()).number;
        desk->sign_in("toimetaja", {Role::editor, Role::clerk});
        auto chosen = get(desk->router, desk->path(number) + "?form=close&template=done");
        CHECK(chosen.status == 200);
        CHECK(contains(chosen.body, "<details class=\"ds-details\" id=\"act-close\" open>"));
        CHECK(contains(chosen.body, "<option value=\"done\" selected>"));
        CHECK(contains(chosen.body, "Asi on korras: Raekoja plats 1"));

        CHECK(get(desk->router, "/et/desk/answers").status == 200);
        CHECK(get(desk->router, "/et/desk/answers/no-such").status == 404);
        std::vector<std::pair<std::string, std::string>> form{{"id", "tanan"}, {"title_et", "Tänan"}, {"title_en", "Thanks"}, {"title_ru", "Спасибо"},
                                                              {"body_et", "Tänan teate {number} eest!"}, {"body_en", "Thanks for {number}!"}, {"body_ru", "Спасибо за {number}!"}};
        CHECK(ask(desk->router, http::Method::post, "/et/desk/answers", form).status == 303);
        CHECK(ask(desk->router, http::Method::post, "/et/desk/answers", form).status == 400);  // taken
        CHECK(contains(get(desk->router, desk->path(number) + "?form=answer&template=tanan").body, "Tänan teate " + number.value + " eest!</textarea>"));
        form[4].second = "Tänan {kelle} eest";
        auto bad = ask(desk->router, http::Method::post, "/et/desk/answers/tanan", form);
        CHECK(bad.status == 400);
        CHECK(contains(bad.body, "Tänan {kelle} eest</textarea>"));
        form[5].second = "";
        CHECK(contains(ask(desk->router, http::Method::post, "/et/desk/answers/tanan", form).body, "href=\"#f-body_en\""));
    }
}

TEST_CASE("what the rule decided is said; nearby reports can be merged; a report awaiting review is marked") {
    for (auto& desk : desk_towns()) {
        auto first = desk->town.open(pothole()).number;
        auto second = desk->town.open(pothole("Sama auk, olen Jüri Juurikas, 5123 4567.")).number;
        desk->sign_in("klient", {Role::clerk, Role::editor});
        REQUIRE(desk->town.see(first).rule_id.size() > 0);
        CHECK(contains(desk->page(first).body, desk->town.see(first).rule_id));
        CHECK(contains(desk->page(first).body, desk->town.see(first).rule_table));
        CHECK(desk->act(second, "hide", 1, {{"hide[reason]", "isikuandmed"}}).status == 303);
        CHECK(desk->town.see(second).visibility == Visibility::hidden);
        CHECK(desk->act(second, "publish", 2).status == 303);
        CHECK(desk->act(second, "merge", 3, {{"merge[into]", first.value}}).status == 303);
        CHECK(desk->town.see(second).merged_into == first);
        CHECK(desk->act(first, "split", desk->version(first), {{"split[kind]", "street-light"}, {"split[words]", "Lamp ei põle"}}).status == 303);
        CHECK(desk->act(first, "kind", desk->version(first), {{"kind[kind]", "footpath"}}).status == 303);
        CHECK(desk->town.see(first).kind == "footpath");
    }
}

TEST_CASE("the queue shows one's own, by clock and kind") {
    for (auto& desk : desk_towns()) {
        testing::set_now(monday_noon);  // the story before, on the other database, has moved it
        auto mine = desk->town.open(pothole()).number;
        auto light = pothole("Lamp ei põle");
        light.kind = "street-light";
        light.answers.clear();
        for (const auto& question : project_catalogue()->municipality(tartu)->kind("street-light")->questions)
            if (question.required) light.answers[question.code] = {question.values.empty() ? "1" : question.values.front().key};
        auto other = desk->town.open(light).number;
        auto member = desk->sign_in("teed", {Role::handler}, {"streets"}, "roads");
        auto queue = get(desk->router, "/et/desk").body;
        CHECK(contains(queue, mine.value));
        CHECK_FALSE(contains(queue, other.value));
        CHECK_FALSE(contains(queue, "scope=all"));  // a handler is not offered everything, and asking for it gives the own
        CHECK_FALSE(contains(get(desk->router, "/et/desk?scope=all").body, other.value));
        CHECK_FALSE(contains(get(desk->router, "/et/desk?kind=street-light").body, other.value));
        CHECK_FALSE(contains(get(desk->router, "/et/desk?scope=mine").body, mine.value));
        CHECK(desk->act(mine, "begin", 1).status == 303);
        CHECK(contains(get(desk->router, "/et/desk?scope=mine").body, mine.value));
        CHECK_FALSE(contains(get(desk->router, "/et/desk?show=overdue").body, mine.value));
        testing::set_now(monday_noon.plus_hours(24 * 60));
        auto late = get(desk->router, "/et/desk?show=overdue").body;
        CHECK(contains(late, mine.value));
        CHECK(contains(late, "queue__late"));
        desk->sign_in("klient", {Role::clerk});
        auto all = get(desk->router, "/ru/desk").body;
        CHECK(contains(all, mine.value));
        CHECK(contains(all, other.value));
    }
}

}  // namespace raekoda::cases
