// Signing in and out, officials and keys, as a browser meets them.
#include "http/http.h"
#include "people/people_pages.h"
#include "people/people_test_reception.h"
#include "people/people_test_town.h"

namespace raekoda::people {

namespace {

struct Office {
    Town town;
    http::Router router;
    TestReception reception{router};
    StaffId manager;

    explicit Office(testing::Scratch scratch) : town(std::move(scratch)) {
        add_people_pages(reception, *town.people, *town.residents, {{here, {{{"roads", {"Teed", "Roads", "Дороги"}}}, {{"street", {"Tänavad", "Streets", "Улицы"}}}}}}, true);
        auto boss = mari();
        boss.roles = {Role::manager};
        manager = town.people->add_staff(as_manager(), boss).value();
    }
    void sign_in_manager() { reception.official = StaffSession{"s", *town.people->staff_member(here, manager).value(), "csrf", start.plus_hours(8)}; }
    http::Response ask(http::Method method, const std::string& target, std::vector<std::pair<std::string, std::string>> form = {}, const std::string& cookie = {}, bool secure = true) {
        http::Request request;
        request.method = method;
        request.target = target;
        auto question = target.find('?');
        request.path = target.substr(0, question);
        request.peer = "192.0.2.7";
        request.secure = secure;
        if (question != std::string::npos) request.query = http::parse_urlencoded(target.substr(question + 1), 100).value();
        if (!cookie.empty()) request.headers.add("cookie", "raekoda_session=" + cookie);
        for (auto& [name, value] : form) request.form.add(name, value);
        auto match = router.match(method, request.path);
        REQUIRE(match.handler);
        return router.answer(request, match);
    }
    http::Response post(const std::string& target, std::vector<std::pair<std::string, std::string>> form, const std::string& cookie = {}, bool secure = true) { return ask(http::Method::post, target, std::move(form), cookie, secure); }
    http::Response get(const std::string& target) { return ask(http::Method::get, target); }
};

std::vector<std::unique_ptr<Office>> offices() {
    std::vector<std::unique_ptr<Office>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<Office>(std::move(scratch)));
    return all;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
std::string secret_of(const http::Response& response) {
    std::string_view cookie = response.header("set-cookie");
    auto begin = cookie.find('=') + 1;
    return std::string(cookie.substr(begin, cookie.find(';') - begin));
}

}  // namespace

TEST_CASE("signing in: a cookie that scripts and other sites do not get, renewed each time, gone after signing out") {
    for (auto& office : offices()) {
        auto first = office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "kolm suurt kurge"}, {"back", "/et/desk/staff?x=1"}});
        CHECK(first.status == 303);
        CHECK(first.header("location") == "/et/desk/staff?x=1");
        for (const char* part : {"raekoda_session=", "HttpOnly", "SameSite=Lax", "Secure"}) CHECK(contains(first.header("set-cookie"), part));
        CHECK(office->town.people->session(here, secret_of(first), start)->has_value());

        auto second = office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "kolm suurt kurge"}}, secret_of(first), false);
        CHECK(second.header("location") == "/et/desk");
        CHECK_FALSE(contains(second.header("set-cookie"), "Secure"));
        CHECK(secret_of(second) != secret_of(first));
        CHECK_FALSE(office->town.people->session(here, secret_of(first), start)->has_value());

        auto out = office->post("/et/sign-out", {}, secret_of(second));
        CHECK(out.status == 303);
        CHECK(contains(out.header("set-cookie"), "Max-Age=0"));
        CHECK_FALSE(office->town.people->session(here, secret_of(second), start)->has_value());
    }
}

TEST_CASE("a wrong password and an unknown login get the same page; too many tries are told to wait") {
    for (auto& office : offices()) {
        auto wrong = office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "vale"}, {"back", "/et/desk/keys"}});
        CHECK(wrong.status == 400);
        CHECK(wrong.header("set-cookie").empty());
        CHECK(contains(wrong.body, "value=\"mari.maasikas\""));
        CHECK(contains(wrong.body, "name=\"back\" value=\"/et/desk/keys\""));
        CHECK_FALSE(contains(wrong.body, "vale\""));
        auto unknown = office->post("/et/sign-in", {{"login", "keegi.teine"}, {"password", "vale"}});
        CHECK(unknown.status == 400);
        int status = 0;
        for (int i = 0; i < 12 && status != 429; ++i) status = office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "vale"}}).status;
        CHECK(status == 429);
        auto right = office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "kolm suurt kurge"}});
        CHECK(right.status == 429);
        CHECK(right.header("retry-after") == "60");
    }
}

TEST_CASE("the way back leads to pages of this site only") {
    view::Frame frame;
    for (const char* good : {"/et/desk", "/ru/desk/reports/2026-000123?done=close", "/en/"}) CHECK(way_back(frame, good, "/desk") == good);
    for (const char* bad : {"", "/", "//evil.example/et/", "https://evil.example/et/", "/\\evil.example", "/et\\@evil.example", "/et//evil.example", "/et/\r\nSet-Cookie: a=b", "/xx/desk",
                            "/et", "et/desk", "javascript:alert(1)", "/et/sign-out", "/en/sign-in?back=/et/", "/et/login", "/et/logout", "/et/\x01", "/et/ desk", "///et/"}) {
        CAPTURE(bad);
        CHECK(way_back(frame, bad, "/desk") == "/et/desk");
    }
    for (auto& office : offices())
        CHECK(office->post("/et/sign-in", {{"login", "mari.maasikas"}, {"password", "kolm suurt kurge"}, {"back", "//evil.example/"}}).header("location") == "/et/desk");
}

TEST_CASE("officials: added, changed, given a password, removed; nobody locks themselves out") {
    for (auto& office : offices()) {
        CHECK(office->get("/et/desk/staff").status == 403);
        CHECK(office->post("/et/desk/staff", {{"login", "x"}}).status == 403);
        office->sign_in_manager();
        auto bad = office->post("/et/desk/staff", {{"login", "Jüri!"}, {"display_name", "Jüri <b>"}, {"password", "short"}});
        CHECK(bad.status == 400);
        for (const char* field : {"#f-login", "#f-password", "#f-roles", "Jüri &lt;b&gt;"}) CHECK(contains(bad.body, field));
        CHECK_FALSE(contains(bad.body, "value=\"short\""));
        std::vector<std::pair<std::string, std::string>> juri{{"login", "juri"}, {"display_name", "Jüri"}, {"password", "pikk ja hea parool"}, {"roles", "handler"}, {"areas_of_work", "roads"}, {"areas_of_work", "no-such"}, {"team", "street"}};
        CHECK(office->post("/et/desk/staff", juri).status == 303);
        CHECK(contains(office->post("/et/desk/staff", juri).body, "href=\"#f-login\""));  // taken
        StaffMember added;
        auto members = office->town.people->staff(here);
        REQUIRE(members);
        for (const auto& member : *members)
            if (member.login == "juri") added = member;
        CHECK(added.areas_of_work == std::vector<std::string>{"roads"});
        CHECK(added.team == "street");
        const std::string page = "/et/desk/staff/" + added.id.value;
        CHECK(office->get(page).status == 200);
        CHECK(office->get("/et/desk/staff/nobody").status == 404);
        CHECK(office->post(page + "/change", {{"roles", "clerk"}, {"roles", "editor"}, {"team", ""}}).status == 303);
        CHECK(office->town.people->staff_member(here, added.id)->value().roles == std::vector<Role>{Role::clerk, Role::editor});
        CHECK(office->post(page + "/password", {{"password", "short"}}).status == 400);
        CHECK(office->post(page + "/password", {{"password", "teine pikk parool"}}).status == 303);
        CHECK(office->town.people->sign_in(here, "juri", "teine pikk parool", "192.0.2.9", start));
        CHECK(contains(office->post(page + "/code", {{"personal_code", "48803149710"}}).body, "href=\"#f-personal_code\""));
        CHECK(office->post(page + "/code", {{"personal_code", "488 0314 9719"}}).status == 303);
        CHECK(office->town.residents->staff_by_subject(here, "EE48803149719").value() == added.id);
        CHECK_FALSE(contains(office->get(page).body, "48803149719"));
        CHECK(office->post(page + "/code", {{"remove", "1"}}).status == 303);
        CHECK_FALSE(office->town.residents->staff_by_subject(here, "EE48803149719").value());
        CHECK(office->post(page + "/disable", {}).status == 303);
        CHECK_FALSE(office->town.people->staff_member(here, added.id)->value().active);

        const std::string own = "/et/desk/staff/" + office->manager.value;
        CHECK(office->post(own + "/disable", {}).status == 409);
        CHECK(office->post(own + "/change", {{"roles", "clerk"}, {"team", ""}}).status == 400);
        CHECK(office->town.people->staff_member(here, office->manager)->value().roles == std::vector<Role>{Role::manager});
    }
}

TEST_CASE("keys: shown once, pressing twice makes one, revoked") {
    for (auto& office : offices()) {
        CHECK(office->get("/et/desk/keys").status == 403);
        office->sign_in_manager();
        auto bad = office->post("/et/desk/keys", {{"name", ""}, {"contact", "mitte aadress"}, {"per_minute", "-1"}, {"per_day", "palju"}});
        CHECK(bad.status == 400);
        for (const char* field : {"#f-name", "#f-contact", "#f-per_minute", "#f-per_day", "value=\"palju\""}) CHECK(contains(bad.body, field));
        std::vector<std::pair<std::string, std::string>> form{{"name", "Linnaäpp"}, {"contact", "api@example.ee"}, {"per_minute", "30"}, {"per_day", "1000"}, {"attempt", "once"}};
        auto issued = office->post("/et/desk/keys", form);
        CHECK(issued.status == 200);
        auto at = issued.body.find("rk_");
        REQUIRE(at != std::string::npos);
        std::string key = issued.body.substr(at, issued.body.find('<', at) - at);
        CHECK(office->town.people->key_by_secret(here, key)->has_value());
        auto again = office->post("/et/desk/keys", form);
        CHECK(again.status == 409);
        CHECK_FALSE(contains(again.body, "rk_"));
        CHECK_FALSE(contains(office->get("/et/desk/keys").body, key));
        auto keys = office->town.people->keys(here);
        REQUIRE(keys->size() == 1);
        CHECK(keys->front().per_minute == 30);
        CHECK(office->post("/et/desk/keys/" + keys->front().id.value + "/revoke", {}).status == 303);
        CHECK_FALSE(office->town.people->key_by_secret(here, key)->has_value());
    }
}

}  // namespace raekoda::people
