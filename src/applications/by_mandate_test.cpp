// Whoever acts by a mandate for some services: nothing of the others is there for them, in the books or on the pages.
#include "applications/applications_test_site.h"

namespace raekoda::applications {

TEST_CASE("a mandate for one service reaches its applications alone: reading, acting, lists page by page, times that are offered") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        const PersonId mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        std::vector<std::string> covered;  // newest first
        std::vector<ApplicationNumber> others;
        for (int i = 0; i < 24; ++i) {
            auto request = request_of(mari);
            if (i % 3) request.service = "dog-registration";
            auto number = all.submit(town->at(monday_noon.plus_minutes(i / 2)), request)->number;
            if (i % 3) others.push_back(number);
            else covered.insert(covered.begin(), number.value);
        }
        const Viewer narrow{jaan, mari, {}, {"tree-felling-permit"}}, whole{jaan, mari}, nothing{jaan, mari, {}, {"reports"}};
        const ApplicationNumber in(covered[0]), out = others[0];
        CHECK(all.of_viewer(tartu, in, narrow)->has_value());
        CHECK_FALSE(all.of_viewer(tartu, out, narrow)->has_value());
        CHECK(all.of_viewer(tartu, out, whole)->has_value());
        CHECK_FALSE(all.of_viewer(tartu, in, nothing)->has_value());
        const auto now = monday_noon.plus_hours(1);
        CHECK(all.reply(town->at(now), {out, 0}, narrow, "x", {}).error().fault == Fault::missing);
        CHECK(all.note_read(town->at(now), out, narrow).error().fault == Fault::missing);
        CHECK(all.appeal(town->at(now), {out, 0}, narrow, {"x", "y", true}).error().fault == Fault::missing);
        CHECK(all.withdraw(town->at(now), {out, 0}, narrow, "").error().fault == Fault::missing);
        CHECK(town->see(out).status == Status::submitted);

        auto numbers = [](const std::vector<ApplicationLine>& lines) {
            std::vector<std::string> out;
            for (const auto& line : lines) out.push_back(line.number.value);
            return out;
        };
        CHECK(numbers(all.of_person(tartu, narrow, 100).value()) == covered);
        CHECK(numbers(all.of_person(tartu, narrow, 3).value()) == std::vector<std::string>(covered.begin(), covered.begin() + 3));
        CHECK(all.of_person(tartu, nothing, 5)->empty());
        CHECK(all.of_person(tartu, whole, 100)->size() == 24);
        using Turn = Applications::Turn;
        std::vector<std::string> seen;
        std::vector<Applications::PersonPage> pages;
        for (std::string cursor;;) {
            pages.push_back(all.page_of_person(tartu, narrow, Turn::older, cursor, 3).value());
            for (auto& number : numbers(pages.back().lines)) seen.push_back(std::move(number));
            cursor = pages.back().older;
            if (cursor.empty()) break;
            REQUIRE(pages.size() < 10);
        }
        CHECK(seen == covered);
        CHECK(pages.size() == 3);
        for (std::size_t i = pages.size() - 1; i > 0; --i) CHECK(numbers(all.page_of_person(tartu, narrow, Turn::newer, pages[i].newer, 3)->lines) == numbers(pages[i - 1].lines));

        for (const auto& number : {out, in})
            REQUIRE(all.propose_appointment(town->at(now, official), {number}, {monday_noon.plus_hours(number == in ? 48 : 24), 30, "Raekoda", "", false}));
        auto to_come = all.appointments_to_come(tartu, narrow, now, 1).value();
        REQUIRE(to_come.size() == 1);
        CHECK(to_come[0].number == in);
        CHECK(all.appointments_to_come(tartu, whole, now, 10)->size() == 2);
        CHECK(all.appointments_to_come(tartu, nothing, now, 10)->empty());
        CHECK(all.withdraw(town->at(now), {in, 0}, narrow, ""));
    }
}

TEST_CASE("a mandate for other services opens no form, draft, application, decision or paper of this one") {
    Site site;
    const auto home = sent_with_official(site);
    const auto mari = *site.reception.resident;
    auto jaan = site.session("60001019906", "Jaan");
    auto act = [&](std::vector<std::string> scopes) {
        site.reception.resident = jaan;
        site.reception.resident->acting = {"mandate", mari.person, "Mari Maasikas", mari.subject, "m1", std::move(scopes), {}, false};
    };
    const std::string words = view::text(view::Language::et, "applications.outside_mandate"), number = "T-2026-000001", start = "/et/apply/information-request";
    act({});  // a full one
    CHECK(site.get(home).status == 200);
    auto draft = site.go(start, {});
    act({"dog-registration"});
    for (const std::string& path : {start, home, home + "/decision", home + "/decision.pdf", home + "/receipt.pdf", home + "/files/x", std::string("/et/my/applications/T-2026-999999"), draft}) {
        CAPTURE(path);
        auto answer = site.get(path);
        CHECK(answer.status == 403);
        CHECK_FALSE(contains(answer.content(), "Palun tänavate hoolduse lepingut."));
    }
    CHECK(contains(site.get(draft).content(), words));
    const std::string of_draft = draft.substr(0, draft.rfind('/'));
    for (const std::string& path : {start, home + "/reply", home + "/withdraw", home + "/appeal", of_draft + "/send", of_draft + "/newer"}) {
        CAPTURE(path);
        CHECK(site.post(path, {{"words", "x"}, {"seen", "1"}, {"draft_version", "1"}}).status == 403);
    }
    CHECK(site.town.see(ApplicationNumber(number)).status == Status::submitted);
    auto desk = site.get("/et/my");
    CHECK(desk.status == 200);
    CHECK_FALSE(contains(desk.content(), number));
    CHECK_FALSE(contains(desk.content(), of_draft));
    CHECK_FALSE(contains(site.get("/et/my/applications").content(), number));
    act({"information-request"});
    for (const std::string& path : {start, home, home + "/receipt.pdf", draft}) CHECK_MESSAGE(site.get(path).status == 200, path);
    CHECK(contains(site.get("/et/my").content(), number));
    CHECK(contains(site.get("/et/my").content(), of_draft));
    CHECK(contains(site.get("/et/my/applications").content(), number));
}

}  // namespace raekoda::applications
