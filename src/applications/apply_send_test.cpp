// Sending twice: whoever sent is led to the same place again, and nobody else.
#include "applications/applications_test_site.h"

using namespace raekoda;
using namespace raekoda::applications;

TEST_CASE("a guest who sends twice is led to the same page both times, whoever lacks the draft's secret nowhere") {
    Site site;
    auto check = to_check(site);
    auto page = site.get(check);
    auto sent = site.go(send_of(check), with_version({}, page));
    CHECK(contains(sent, "/application/T-2026-000001/"));
    CHECK(site.go(send_of(check), with_version({}, page)) == sent);
    CHECK(site.town.applications->queue(tartu, {}, monday_noon, "", 10)->lines.size() == 1);
    const auto send = send_of(check).substr(0, send_of(check).find('?'));
    for (const char* key : {"", "?key=", "?key=guessed"}) CHECK(site.post(send + key, with_version({}, page)).status == 404);
    CHECK(site.post(send_of(check) + "x", with_version({}, page)).status == 404);
    site.reception.resident = site.session("38001085718", "Mari");
    CHECK(site.post(send, with_version({}, page)).status == 404);
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    CHECK(site.post(send + "?key=guessed", with_version({}, page)).status == 404);
}

TEST_CASE("where a draft went is told to the guest who knows its secret; kept beside, it is found by the same one") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto opened = all.open_draft(tartu, {"tree-felling-permit", "v1", {}, {}, {}, "{}", "1"}, monday_noon).value();
        auto one = all.draft(tartu, opened.id, {}, opened.guest_secret, monday_noon).value().value();
        REQUIRE(all.save_draft(tartu, one, monday_noon));
        auto beside = all.save_draft(tartu, one, monday_noon).value();
        REQUIRE(beside.kept_beside);
        CHECK_FALSE(all.sent_by_guest(tartu, opened.id, opened.guest_secret).value());
        for (const auto& draft : {opened.id, beside.id}) {
            auto request = request_of({});
            request.draft = draft;
            auto first = all.submit(town->at(monday_noon), request).value(), second = all.submit(town->at(monday_noon), request).value();
            auto found = all.sent_by_guest(tartu, draft, opened.guest_secret).value();
            REQUIRE(found);
            for (const auto& again : {second, *found}) {
                CHECK(again.number == first.number);
                CHECK(again.guest_secret == first.guest_secret);
                CHECK(again.due == first.due);
            }
            CHECK(first.due.microseconds > 0);
            CHECK(all.sent_from(tartu, draft).value() == first.number);
            for (const char* guessed : {"", "guessed"}) CHECK_FALSE(all.sent_by_guest(tartu, draft, guessed).value());
        }
        // A resident's own has no such secret.
        auto mari = town->person("mari@example.ee");
        auto request = request_of(mari);
        request.draft = all.open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, "{}", "1"}, monday_noon).value().id;
        REQUIRE(all.submit(town->at(monday_noon), request));
        CHECK_FALSE(all.sent_by_guest(tartu, request.draft, "").value());
    }
}
