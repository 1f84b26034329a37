// The draft, pure; and the pages of the report form as a browser without scripts meets them.
#include "cases/report_form.h"

#include <thread>

#include "base/json.h"
#include "cases/cases_test_town.h"
#include "cases/report_form_pages.h"
#include "view/components.h"

using namespace raekoda;
using namespace raekoda::cases;

namespace {

ReportDraft full_draft() {
    ReportDraft draft;
    draft.municipality = tartu;
    draft.words = "Suur auk „keset“ teed\nja teine rida";
    draft.place = DraftPlace{58.3806, 26.7251, "Raekoja plats 1"};
    draft.kind = "pothole";
    draft.answers = {{"size", {"large"}}, {"who", {"a", "b"}}};
    draft.photos = {{PhotoId("p1"), media::GeoPosition{58.1, 26.2}}, {PhotoId("p2"), std::nullopt}};
    draft.contact = {"Mari", "mari@example.ee", "5123 4567", "et"};
    draft.details_seen = true;
    return draft;
}

const std::string png = *from_hex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c633821a0070002aa010782259aee0000000049454e44ae426082");

media::PhotoWorkshop& test_workshop() {
    static const auto workshop = [] {
        auto opened = media::PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 1);
        REQUIRE(opened);
        return std::move(*opened);
    }();
    return *workshop;
}

using Form = std::vector<std::pair<std::string, std::string>>;

struct FormSite {
    TestTown town{testing::sqlite_database()};
    http::Router router;
    TestReception reception{router};

    FormSite() {
        testing::set_now(monday_noon);
        add_report_form_pages(reception, *town.cases, test_workshop());
    }
    ~FormSite() { testing::set_now(std::nullopt); }

    http::Response post(const std::string& target, Form form, std::vector<http::Upload> files = {}) {
        return ask(router, http::Method::post, target, std::move(form), std::move(files));
    }
    // Posts and follows: the path of the page that comes next.
    std::string next(const std::string& target, Form form, std::vector<http::Upload> files = {}) {
        auto response = post(target, std::move(form), std::move(files));
        INFO(response.body);
        REQUIRE(response.status == 303);
        return std::string(response.header("Location"));
    }
    std::string begin(const std::string& words = "Raekoja platsi juures on sõiduteel suur auk.", std::vector<http::Upload> files = {}) {
        auto place = next("/et/report", {{"words", words}}, std::move(files));
        REQUIRE(place.ends_with("/place"));
        return place.substr(0, place.rfind('/'));
    }
    // Up to the last look.
    std::string filled(Form details = {{"answers.size", "large"}}) {
        auto draft = begin();
        CHECK(next(draft + "/place", {{"address", "Raekoja plats 1"}, {"lat", "58.3806"}, {"long", "26.7251"}}) == draft + "/kind");
        CHECK(next(draft + "/kind", {{"kind", "pothole"}}) == draft + "/details");
        CHECK(next(draft + "/details", std::move(details)) == draft + "/check");
        return draft;
    }
    http::Response send(const Form& form, const std::string& key, std::vector<http::Upload> files = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.path = request.target = "/et/report/send";
        request.headers.add("idempotency-key", key);
        for (const auto& [name, value] : form) request.form.add(name, value);
        request.files = std::move(files);
        return router.answer(request, router.match(http::Method::post, request.path));
    }
    std::int64_t reports() {
        auto all = town.cases->browse(tartu, {}, "", 100);
        REQUIRE(all);
        return static_cast<std::int64_t>(all->lines.size());
    }
};

http::Upload file(const std::string& name, const std::string& content) { return {"photos", name, "image/png", content}; }

std::string number_in(const std::string& page) {
    auto at = page.find("<strong>2026-");
    REQUIRE(at != std::string::npos);
    return page.substr(at + 8, 11);
}

}  // namespace

TEST_CASE("a draft comes back as it was kept") {
    auto draft = full_draft();
    auto back = decode_draft(encode(draft));
    REQUIRE(back);
    CHECK(back->municipality == tartu);
    CHECK(back->words == draft.words);
    REQUIRE(back->place);
    CHECK(back->place->lat == doctest::Approx(58.3806));
    CHECK(back->place->address == "Raekoja plats 1");
    CHECK(back->answers == draft.answers);
    REQUIRE(back->photos.size() == 2);
    CHECK(back->photos[0].id.value == "p1");
    REQUIRE(back->photos[0].position);
    CHECK(back->photos[0].position->longitude == doctest::Approx(26.2));
    CHECK_FALSE(back->photos[1].position);
    CHECK(back->contact.email == "mari@example.ee");
    CHECK(back->details_seen);
    CHECK(encode(*back) == encode(draft));
}

TEST_CASE("a draft with members of tomorrow, of other types, too large or no draft at all") {
    auto later = decode_draft(R"({"municipality":"tartu","words":"a","new":{"x":[1]},"place":{"lat":"x"},"answers":{"size":"large","who":[1,"b"]},"photos":[1,{"id":""}]})");
    REQUIRE(later);
    CHECK(later->words == "a");
    CHECK_FALSE(later->place);
    CHECK(later->answers["size"].empty());
    CHECK(later->answers["who"] == std::vector<std::string>{"b"});
    CHECK(later->photos.empty());
    for (const char* bad : {"", "x", "[]", "{}", "{\"words\":1}", "null"}) {
        CAPTURE(bad);
        CHECK_FALSE(decode_draft(bad));
    }
    auto large = decode_draft("{\"municipality\":\"tartu\",\"words\":\"" + std::string(draft_bytes, 'a') + "\"}");
    REQUIRE_FALSE(large);
    CHECK(large.error().fault == Fault::too_large);
    // Words that are far too long are kept so far that the person gets them back to shorten.
    ReportDraft wordy = full_draft();
    wordy.words = std::string(draft_words + 5, 'b');
    CHECK(decode_draft(encode(wordy))->words.size() == draft_words);
}

TEST_CASE("the form goes on with the first step that is open") {
    ReportDraft draft;
    CHECK(next_step(draft) == FormStep::words);
    draft.words = "a";
    CHECK(next_step(draft) == FormStep::place);
    draft.place = DraftPlace{58, 26, ""};
    CHECK(next_step(draft) == FormStep::kind);
    draft.kind = "pothole";
    CHECK(next_step(draft) == FormStep::details);
    draft.details_seen = true;
    CHECK(next_step(draft) == FormStep::check);
    draft.number = ReportNumber("2026-000001");
    CHECK(next_step(draft) == FormStep::done);
    CHECK(step_of_field("answers.size") == FormStep::details);
    CHECK(step_of_field("place") == FormStep::place);
}

TEST_CASE("moments and degrees as people type them") {
    CHECK(moment_of_typed(" 21.11.2026 ") == "2026-11-21");
    CHECK(moment_of_typed("1.2.2026") == "2026-02-01");
    CHECK(moment_of_typed("2026-11-21") == "2026-11-21");
    CHECK(moment_of_typed("21.11.2026 14:30") == "2026-11-21T14:30:00+02:00");
    CHECK(moment_of_typed("21.07.2026 kell 14.30") == "2026-07-21T14:30:00+03:00");
    CHECK(moment_of_typed("2026-11-21T14:30") == "2026-11-21T14:30:00+02:00");
    for (const char* bad : {"", "eile", "31.2.2026", "21.11.26", "21.11.2026 25:00", "21.11.2026 x", "0.0.0000"}) {
        CAPTURE(bad);
        CHECK_FALSE(moment_of_typed(bad));
    }
    CHECK(typed_of_moment("2026-11-21") == "21.11.2026");
    CHECK(typed_of_moment("2026-11-21T14:30:00+02:00") == "21.11.2026 14:30");
    CHECK(typed_of_moment("eile") == "eile");
    CHECK(degrees_of_typed("58,38") == 58.38);
    CHECK(degrees_of_typed(" 58.38° N ") == 58.38);
    CHECK(degrees_of_typed("-26.7") == -26.7);
    for (const char* bad : {"", "N", "x", "nan", "inf", "1e999", "58.3.8"}) {
        CAPTURE(bad);
        CHECK_FALSE(degrees_of_typed(bad));
    }
}

TEST_CASE("a report from first words to its number, without scripts, with photos") {
    FormSite site;
    CHECK(contains(get(site.router, "/et/report").body, "112"));
    auto draft = site.begin("Raekoja platsi juures on suur auk, helista 5123 4567.", {file("a.png", png)});

    // An address is searched for, then chosen.
    auto found = site.next(draft + "/place", {{"address", "Raekoja plats 1"}, {"lat", ""}, {"long", ""}});
    CHECK(found == draft + "/place?q=Raekoja%20plats%201");
    CHECK(contains(get(site.router, found).body, "value=\"found:0\""));
    CHECK(site.next(draft + "/place", {{"q", "Raekoja plats 1"}, {"choice", "found:0"}}) == draft + "/kind");

    auto kinds = get(site.router, draft + "/kind").body;
    auto first = kinds.find("name=\"kind\" value=\"");
    CHECK(kinds.substr(first + 19, 7) == "pothole");
    for (const auto& kind : project_catalogue()->municipality(tartu)->kinds) CHECK(count_of(kinds, "name=\"kind\" value=\"" + kind.id + "\"") == 1);
    CHECK(site.next(draft + "/kind", {{"kind", "pothole"}}) == draft + "/details");

    // Another photo is added and one taken away; what was answered stays.
    CHECK(contains(site.next(draft + "/details", {{"answers.size", "large"}, {"name", "Mari"}, {"add", "photos"}}, {file("b.png", png)}), "/details#photos"));
    auto details = get(site.router, draft + "/details").body;
    CHECK(count_of(details, "name=\"remove\"") == 2);
    CHECK(contains(details, "value=\"large\" checked"));
    CHECK(contains(details, "value=\"Mari\""));
    auto remove = details.find("name=\"remove\" value=\"") + 21;
    std::string photo = details.substr(remove, details.find('"', remove) - remove);
    CHECK(get(site.router, draft + "/photos/" + photo).header("Content-Type") == "image/jpeg");
    site.next(draft + "/details", {{"answers.size", "large"}, {"name", "Mari"}, {"remove", photo}});
    CHECK(count_of(get(site.router, draft + "/details").body, "name=\"remove\"") == 1);
    CHECK(get(site.router, draft + "/photos/" + photo).status == 404);
    CHECK(site.next(draft + "/details", {{"answers.size", "large"}, {"name", "Mari"}, {"email", "mari@example.ee"}}) == draft + "/check");

    auto check = get(site.router, draft + "/check").body;
    CHECK(contains(check, "<mark>[telefon]</mark>"));
    CHECK_FALSE(contains(check, "5123 4567"));
    CHECK(contains(check, "mari@example.ee"));
    for (const char* step : {"/words", "/place", "/kind", "/details"}) CHECK(contains(check, "href=\"" + draft + step));

    CHECK(site.next(draft + "/check", {}) == draft + "/done");
    auto done = get(site.router, draft + "/done").body;
    auto number = number_in(done);
    CHECK(number_in(get(site.router, draft + "/done").body) == number);
    auto report = site.town.see(ReportNumber(number));
    CHECK(report.kind == "pothole");
    CHECK(report.photos.size() == 1);
    CHECK(report.answers.at("size") == std::vector<std::string>{"large"});
    auto link = done.find("/et/follow/" + number + "/");
    REQUIRE(link != std::string::npos);
    auto secret = done.substr(link + 23, 22);
    CHECK(site.town.cases->follow_role(tartu, ReportNumber(number), secret).value() == Cases::FollowRole::reporter);
    // Nothing personal is left in the draft.
    auto left = site.town.cases->draft(tartu, draft.substr(11), monday_noon);
    REQUIRE(left);
    REQUIRE(*left);
    CHECK_FALSE(contains(**left, "mari@example.ee"));
}

TEST_CASE("pressing twice, going back and pressing again make one report") {
    FormSite site;
    auto draft = site.filled();
    site.next(draft + "/check", {});
    auto number = number_in(get(site.router, draft + "/done").body);
    CHECK(site.next(draft + "/check", {}) == draft + "/done");
    CHECK(site.next(draft + "/words", {{"words", "Muudetud"}}) == draft + "/done");
    CHECK(std::string(get(site.router, draft + "/details").header("Location")) == draft + "/done");
    CHECK(number_in(get(site.router, draft + "/done").body) == number);
    CHECK(site.reports() == 1);
}

TEST_CASE("an answer that was lost before the draft knew of it: sending again finds the same report") {
    FormSite site;
    auto draft = site.filled();
    auto before = *site.town.cases->draft(tartu, draft.substr(11), monday_noon).value();
    site.next(draft + "/check", {});
    auto number = number_in(get(site.router, draft + "/done").body);
    REQUIRE(site.town.cases->save_draft(tartu, draft.substr(11), before, monday_noon));
    site.next(draft + "/check", {});
    CHECK(number_in(get(site.router, draft + "/done").body) == number);
    CHECK(site.reports() == 1);
}

TEST_CASE("words: missing, too long, not text; nothing typed is lost") {
    FormSite site;
    auto empty = site.post("/et/report", {{"words", "  "}});
    CHECK(empty.status == 400);
    CHECK(contains(empty.body, "href=\"#f-words\""));
    std::string long_words(4001, 'a');
    auto too_long = site.post("/et/report", {{"words", long_words}}, {file("a.png", png), file("b.jpg", "no picture")});
    CHECK(too_long.status == 400);
    CHECK(contains(too_long.body, long_words));
    CHECK(contains(too_long.body, "4001"));
    CHECK(contains(too_long.body, "b.jpg"));
    CHECK(count_of(too_long.body, "name=\"remove\"") == 1);  // the good photo is kept
    // The form shown now goes on with the same draft.
    auto action = too_long.body.find("action=\"/et/report/");
    REQUIRE(action != std::string::npos);
    auto path = too_long.body.substr(action + 8, too_long.body.find('"', action + 8) - action - 8);
    CHECK(site.next(path, {{"words", std::string(4000, 'a')}}).ends_with("/place"));
    CHECK(site.post("/et/report", {{"words", "\xff\xfe"}}).status == 400);
    auto odd = site.begin("<script>alert(1)</script> \" ' ﷽ 🏛️");
    auto page = get(site.router, odd + "/words").body;
    CHECK_FALSE(contains(page, "<script>alert"));
    CHECK(contains(page, "&lt;script&gt;"));
}

TEST_CASE("fifty photos: six are kept, the rest is named, the words stay") {
    FormSite site;
    std::vector<http::Upload> files;
    for (int i = 0; i < 50; ++i) files.push_back(file("p" + std::to_string(i) + ".png", png));
    auto response = site.post("/et/report", {{"words", "Auk teel"}}, files);
    CHECK(response.status == 400);
    CHECK(contains(response.body, "44"));
    CHECK(count_of(response.body, "name=\"remove\"") == 6);
    CHECK(contains(response.body, "Auk teel"));
}

TEST_CASE("places that cannot be: swapped, outside, no numbers, nothing at all, nothing found") {
    FormSite site;
    auto draft = site.begin();
    auto refused = [&](Form form, const std::string& target, const std::string& key, std::map<std::string, std::string> arguments = {}) {
        auto response = site.post(draft + "/place", std::move(form));
        CAPTURE(key);
        CHECK(response.status == 400);
        CHECK(contains(response.body, "href=\"" + target + "\""));
        CHECK(contains(response.body, view::text(view::Language::et, key, arguments)));
    };
    refused({{"lat", "26.7251"}, {"long", "58.3806"}}, "#f-lat", "cases.place_swapped");
    refused({{"lat", "91"}, {"long", "26"}}, "#f-lat", "cases.place_out_of_range");
    refused({{"lat", "nan"}, {"long", "26"}}, "#f-lat", "cases.place_out_of_range");
    refused({{"lat", "58.4"}}, "#f-lat", "cases.place_out_of_range");
    refused({{"lat", "48.2"}, {"long", "16.4"}}, "#f-address", "cases.place_unknown");
    refused({{"address", ""}}, "#f-address", "cases.required_place");
    refused({{"q", "Riia"}, {"choice", "found:99"}}, "#f-choice", "report_form.place_choose_one");
    auto nothing = get(site.router, site.next(draft + "/place", {{"address", "Olematu tänav 7"}}));
    CHECK(contains(nothing.body, "„Olematu tänav 7“"));
    CHECK(contains(nothing.body, "value=\"Olematu tänav 7\""));
    CHECK(site.next(draft + "/place", {{"lat", "58,3806"}, {"long", "26,7251"}}) == draft + "/kind");
    // The old point with another address: the address is meant.
    CHECK(contains(site.next(draft + "/place", {{"address", "Riia 12"}, {"lat", "58.380600"}, {"long", "26.725100"}}), "/place?q=Riia"));
}

TEST_CASE("the position of a photo is offered as the place") {
    FormSite site;
    auto place = site.next("/et/report", {{"words", "Auk teel"}, {"photo_positions", ";58.3806,26.7251"}}, {file("a.png", png), file("b.png", png)});
    auto page = get(site.router, place).body;
    CHECK(contains(page, "value=\"photo:1\""));
    CHECK_FALSE(contains(page, "value=\"photo:0\""));
    CHECK(site.next(place, {{"q", ""}, {"choice", "photo:1"}}).ends_with("/kind"));
}

TEST_CASE("a place in another municipality: the report goes there, with its kinds and photos") {
    FormSite site;
    auto draft = site.begin("Supluskoha trepp on katki.", {file("a.png", png)});
    const auto* there = project_catalogue()->municipality(elva);
    REQUIRE(site.town.cases->municipality_of(there->map.lat, there->map.lon).value() == elva);
    CHECK(site.next(draft + "/place", {{"lat", view::coordinate(there->map.lat)}, {"long", view::coordinate(there->map.lon)}}) == draft + "/kind");
    auto kinds = get(site.router, draft + "/kind").body;
    CHECK(contains(kinds, there->name.et));
    CHECK(count_of(kinds, "name=\"kind\" value=\"forest-trail\"") == 1);
    CHECK(site.next(draft + "/kind", {{"kind", "forest-trail"}}) == draft + "/details");
    Form answers;
    for (const auto& question : there->kind("forest-trail")->questions)
        if (question.required) answers.push_back({"answers." + question.code, question.values.empty() ? "1" : question.values.front().key});
    CHECK(site.next(draft + "/details", answers) == draft + "/check");
    CHECK(site.next(draft + "/check", {}) == draft + "/done");
    auto number = number_in(get(site.router, draft + "/done").body);
    auto report = site.town.cases->report(elva, ReportNumber(number));
    REQUIRE(report);
    REQUIRE(*report);
    CHECK((*report)->photos.size() == 1);
    CHECK(contains(get(site.router, draft + "/done").body, there->hosts.front()));
    CHECK(site.reports() == 0);
}

TEST_CASE("kinds and answers that are missing or wrong are named by field") {
    FormSite site;
    auto draft = site.begin();
    site.next(draft + "/place", {{"lat", "58.3806"}, {"long", "26.7251"}});
    auto none = site.post(draft + "/kind", {});
    CHECK(none.status == 400);
    CHECK(contains(none.body, view::text(view::Language::et, "cases.required_kind")));
    CHECK(contains(site.post(draft + "/kind", {{"kind", "no-such"}}).body, view::text(view::Language::et, "cases.unknown_kind")));
    site.next(draft + "/kind", {{"kind", "pothole"}});
    auto wrong = site.post(draft + "/details", {{"answers.size", "no-such"}, {"email", "ei ole"}, {"phone", "1"}});
    CHECK(wrong.status == 400);
    for (const char* target : {"#f-answers-size", "#f-email", "#f-phone"}) CHECK(contains(wrong.body, std::string("href=\"") + target + "\""));
    CHECK(contains(wrong.body, "value=\"ei ole\""));
    // A step that was left out cannot be jumped over.
    CHECK(std::string(get(site.router, draft + "/check").header("Location")) == draft + "/details");
    CHECK(site.next(draft + "/check", {}) == draft + "/details");
    // Dates are typed as people write them.
    site.next(draft + "/kind", {{"kind", "public-transport"}});
    auto dates = site.post(draft + "/details", {{"answers.when", "eile"}});
    CHECK(contains(dates.body, view::text(view::Language::et, "report_form.not_a_moment")));
    CHECK(contains(dates.body, "value=\"eile\""));
}

TEST_CASE("a draft that is unknown or too old: a page that lets one begin again") {
    FormSite site;
    for (const char* path : {"/et/report/abc", "/et/report/abc/words", "/et/report/abc/done", "/et/report/abc/photos/x"}) CHECK(get(site.router, path).status == 410);
    auto draft = site.begin();
    testing::set_now(monday_noon.plus_hours(49));
    auto late = site.post(draft + "/words", {{"words", "Hilja"}});
    CHECK(late.status == 410);
    CHECK(contains(late.body, "href=\"/et/report\""));
}

TEST_CASE("a report nearby is joined instead, also twice") {
    FormSite site;
    auto opened = site.town.open(pothole());
    site.town.cases->start_following();
    for (int i = 0; i < 600 && !site.town.cases->map_ready(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    REQUIRE(site.town.cases->map_ready());
    auto draft = site.begin();
    site.next(draft + "/place", {{"lat", "58.3806"}, {"long", "26.7252"}});
    std::string join = "/et/reports/" + opened.number.value + "/join";
    auto kinds = get(site.router, draft + "/kind").body;
    CHECK(contains(kinds, "action=\"" + join + "\""));
    auto suggestions = get(site.router, "/et/report/suggest.json?words=suur%20auk&lat=58.3806&long=26.7252").body;
    CHECK(contains(suggestions, "\"id\":\"pothole\""));
    CHECK(contains(suggestions, "\"url\":\"/et/reports/" + opened.number.value + "\""));
    site.town.cases->stop_following();

    auto bad = site.post(join, {{"email", ""}});
    CHECK(bad.status == 400);
    CHECK(contains(bad.body, "href=\"#f-email\""));
    for (int i = 0; i < 2; ++i) {
        auto joined = site.next(join, {{"email", "jaan@example.ee"}, {"draft", draft.substr(11)}});
        CHECK(joined == "/et/reports/" + opened.number.value + "/joined?draft=" + draft.substr(11));
        CHECK(contains(get(site.router, joined).body, opened.number.value));
    }
    CHECK(site.town.see(opened.number).followers == 1);
    CHECK(site.post("/et/reports/2026-999999/join", {{"email", "jaan@example.ee"}}).status == 404);
}

TEST_CASE("sending by script: 201 the first time, 200 with the same when repeated, 400 with every problem") {
    FormSite site;
    Form form{{"words", "Auk teel"}, {"kind", "pothole"}, {"lat", "58.3806"}, {"long", "26.7251"}, {"answers.pothole.size", "large"}};
    auto first = site.send(form, "key-1", {file("a.png", png)});
    INFO(first.body);
    CHECK(first.status == 201);
    testing::set_now(monday_noon.plus_minutes(5));
    auto again = site.send(form, "key-1", {file("a.png", png)});
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(contains(first.body, "\"follow\":\"/et/follow/"));
    CHECK(site.reports() == 1);
    CHECK(site.send(form, "key-2").status == 201);
    auto refused = site.send({{"words", ""}, {"kind", "pothole"}, {"email", "x"}}, "key-3");
    CHECK(refused.status == 400);
    auto parsed = json::parse(refused.body);
    REQUIRE(parsed);
    std::string fields;
    for (const auto& problem : *json::list(parsed->as_object(), "problems")) fields += json::text(problem.as_object(), "field") + " ";
    for (const char* field : {"words ", "place ", "answers.size ", "email "}) CHECK(contains(fields, field));
    CHECK(site.send(form, "key-4", {file("a.png", "no picture")}).status == 400);
    CHECK(site.reports() == 2);
}

TEST_CASE("the form for when there is no network has every kind with what it must ask, in three languages") {
    FormSite site;
    for (std::string language : {"et", "en", "ru"}) {
        auto page = get(site.router, "/" + language + "/report/offline");
        CHECK(page.status == 200);
        CHECK(contains(page.body, "data-send=\"/" + language + "/report/send\""));
        for (const auto& kind : project_catalogue()->municipality(tartu)->kinds) {
            CHECK(contains(page.body, "<option value=\"" + kind.id + "\""));
            for (const auto& question : kind.questions) CHECK(contains(page.body, "name=\"answers." + kind.id + "." + question.code + "\"") == question.required);
        }
    }
    CHECK(get(site.router, "/et/places.json?q=").body == "[]");
    CHECK(contains(get(site.router, "/et/places.json?q=raekoja").body, "Raekoja plats"));
}
