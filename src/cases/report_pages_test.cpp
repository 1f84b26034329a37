// The pages that everybody reads and the private one, asked as the server would ask.
#include "cases/report_pages.h"

#include <set>
#include <thread>

#include "base/json.h"
#include "cases/cases_test_town.h"

using namespace raekoda;
using namespace raekoda::cases;

namespace {

struct Site {
    TestTown town{testing::sqlite_database()};
    http::Router router;
    TestReception reception{router};
    std::unique_ptr<media::PhotoWorkshop> workshop = [] {
        auto opened = media::PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 1);
        REQUIRE(opened);
        return std::move(*opened);
    }();

    Site() {
        testing::set_now(monday_noon);
        add_report_pages(reception, router, *town.cases, *workshop);
    }
    ~Site() { testing::set_now(std::nullopt); }
    void follow_journal() {
        town.cases->start_following();
        wait_for_map();
    }
    // The map is a moment behind the journal.
    void wait_for_map() {
        for (int i = 0; i < 600 && !town.cases->map_ready(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        REQUIRE(town.cases->map_ready());
    }
    http::Response post(const std::string& target, std::vector<std::pair<std::string, std::string>> form, std::vector<http::Upload> files = {}) {
        return ask(router, http::Method::post, target, std::move(form), std::move(files));
    }
    journal::Context official(Instant now = monday_noon) { return town.at(now, "staff/kalle"); }
};

std::set<std::string> numbers_in(std::string_view text, std::string_view before) {
    std::set<std::string> found;
    for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
        auto number = std::string(text.substr(at + before.size(), 11));
        CHECK(found.insert(number).second);  // nowhere twice
    }
    return found;
}

// Reports of two kinds over some months, some closed.
void fill(Site& site, int count) {
    for (int i = 0; i < count; ++i) {
        auto report = pothole("Teade " + std::to_string(i));
        if (i % 3 == 0) {
            report.kind = "trees";
            report.answers = first_answers(report.kind);
        }
        report.lat += 0.0004 * (i % 10);
        report.lon += 0.0007 * (i / 10);
        auto opened = site.town.open(report, monday_noon.plus_hours(-24 * i));
        if (i % 4 == 0) REQUIRE(site.town.cases->close(site.official(), {opened.number, 0}, "done", "Tehtud.", {}));
    }
}

std::int64_t map_total(const http::Response& response) {
    REQUIRE(response.status == 200);
    auto parsed = json::parse(response.body);
    REQUIRE(parsed);
    std::int64_t total = 0;
    for (const auto& cluster : parsed->as_object().at("clusters").as_array()) total += json::integer(cluster.as_object(), "count");
    return total + static_cast<std::int64_t>(parsed->as_object().at("points").as_array().size());
}

const std::string everywhere = "bbox=-180,-90,180,90&zoom=";

// One pixel.
const std::string png = [] {
    const char* digits = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c633821a0070002aa010782259aee0000000049454e44ae426082";
    return *from_hex(digits);
}();

}  // namespace

TEST_CASE("paging to the end shows every report exactly once, with every filter; map and feeds agree") {
    Site site;
    fill(site, 60);
    site.follow_journal();
    for (std::string filter : {"", "kind=trees", "kind=pothole&state=closed", "state=open", "from=2026-10&to=2026-10", "to=2026-09"}) {
        CAPTURE(filter);
        std::set<std::string> seen;
        std::string target = "/et/reports?" + filter;
        for (int page = 0; page < 10 && !target.empty(); ++page) {
            auto response = get(site.router, target);
            REQUIRE(response.status == 200);
            for (const auto& number : numbers_in(response.body, "data-number=\"")) CHECK(seen.insert(number).second);
            auto older = response.body.find("rel=\"next\"");
            target.clear();
            if (older != std::string::npos) {
                auto from = response.body.rfind("href=\"", older) + 6;
                target = response.body.substr(from, response.body.find('"', from) - from);
                for (auto at = target.find("&amp;"); at != std::string::npos; at = target.find("&amp;")) target.replace(at, 5, "&");
            }
        }
        CHECK_FALSE(seen.empty());
        for (const char* zoom : {"0", "8", "14", "22"}) CHECK(map_total(get(site.router, "/et/reports/map.json?" + everywhere + zoom + "&" + filter)) == static_cast<std::int64_t>(seen.size()));
        CHECK(numbers_in(get(site.router, "/et/reports/reports.geojson?" + filter).body, "\"number\":\"") == seen);
        CHECK(count_of(get(site.router, "/et/reports/reports.csv?" + filter).body, "\r\n") == static_cast<int>(seen.size()) + 1);
        CHECK(count_of(get(site.router, "/et/reports/feed.atom?" + filter).body, "<entry>") == std::min(50, static_cast<int>(seen.size())));
        CHECK(contains(get(site.router, "/et/reports?" + filter).body, view::text(view::Language::et, "reports.count", {view::Argument::of_number("count", seen.size())})));
    }
}

TEST_CASE("parameters that mean nothing are named") {
    Site site;
    for (auto [query, parameter] : {std::pair{"zoom=3", "bbox"}, {"bbox=1,2,3&zoom=3", "bbox"}, {"bbox=3,2,1,4&zoom=3", "bbox"}, {"bbox=1,2,3,nan&zoom=3", "bbox"},
                                    {"bbox=-181,2,3,4&zoom=3", "bbox"}, {"bbox=1,2,3,4", "zoom"}, {"bbox=1,2,3,4&zoom=23", "zoom"}, {"bbox=1,2,3,4&zoom=1.5", "zoom"},
                                    {"bbox=1,2,3,4&zoom=3&kind=x", "kind"}, {"bbox=1,2,3,4&zoom=3&from=2026-13", "from"}, {"bbox=1,2,3,4&zoom=3&state=%ff", "state"}}) {
        CAPTURE(query);
        auto response = get(site.router, std::string("/et/reports/map.json?") + query);
        CHECK(response.status == 400);
        auto parsed = json::parse(response.body);
        REQUIRE(parsed);
        CHECK(json::text(parsed->as_object().at("errors").as_array().at(0).as_object(), "parameter") == parameter);
    }
    CHECK(get(site.router, "/et/reports/feed.atom?district=atlantis").status == 400);
    auto page = get(site.router, "/et/reports?kind=x&from=november");
    CHECK(page.status == 400);
    CHECK(contains(page.body, "id=\"problems\""));
    CHECK(contains(page.body, "value=\"november\""));  // what was typed is still there
    CHECK(get(site.router, "/et/reports?before=nonsense").status == 200);
}

TEST_CASE("nothing leaks of what is not public") {
    Site site;
    auto report = pothole("Salajane lause");
    report.photos = {photo("secret")};
    auto number = site.town.open(report).number;
    auto seen = site.town.see(number);
    auto shown = "/photos/" + seen.photos.front().value + "/large";
    CHECK(get(site.router, shown).body == "large secret");
    CHECK(contains(std::string(get(site.router, shown).header("Cache-Control")), "private"));
    CHECK(get(site.router, shown).header("X-Content-Type-Options") == "nosniff");
    REQUIRE(site.town.cases->hide(site.official(), {number, 0}, "Põhjus mustas raamatus"));

    const services::Municipality& municipality = *project_catalogue()->municipality(tartu);
    auto reviewed = std::find_if(municipality.kinds.begin(), municipality.kinds.end(), [](const auto& kind) { return kind.review_before_publishing; });
    REQUIRE(reviewed != municipality.kinds.end());
    auto waiting = pothole("Salajane teine");
    waiting.kind = reviewed->id;
    waiting.answers = first_answers(waiting.kind);
    auto second = site.town.open(waiting);
    site.follow_journal();

    for (std::string target : {"/et/reports", "/en/reports", "/et/reports/map.json?bbox=-180,-90,180,90&zoom=20", "/et/reports/feed.atom", "/et/reports/reports.csv",
                               "/et/reports/reports.geojson", "/et/reports/2026-000001", "/et/reports/2026-000002", "/ru/reports/2026-000002"}) {
        CAPTURE(target);
        auto response = get(site.router, target);
        CHECK_FALSE(contains(response.body, "Salajane"));
        CHECK_FALSE(contains(response.body, "Raekoja plats 1<"));
        CHECK_FALSE(contains(response.body, "mustas"));
        CHECK_FALSE(contains(response.body, seen.photos.front().value));
        if (contains(target, "2026")) CHECK(response.status == 404);
    }
    CHECK(get(site.router, "/et/reports/2026-000099").status == 404);
    CHECK(contains(get(site.router, "/et/reports/2026-000002").body, view::text(view::Language::et, "reports.review")));
    CHECK(get(site.router, shown).status == 404);
    CHECK(get(site.router, "/et" + shown).status == 404);
    CHECK(get(site.router, "/et/photos/nothing/large").status == 404);
    CHECK(get(site.router, "/photos/nothing/huge").status == 404);
    site.reception.official = people::StaffSession{"s", {people::StaffId("kalle"), tartu, "kalle", "Kalle", {people::Role::clerk}}, "", {}};
    auto to_official = get(site.router, "/et" + shown);
    CHECK(to_official.body == "large secret");
    CHECK(to_official.header("Cache-Control") == "no-store");
    site.reception.official.reset();
    // The reporter of the one that waits sees it on the private page.
    auto mine = get(site.router, "/et/follow/" + second.number.value + "/" + second.follow_secret);
    CHECK(mine.status == 200);
    CHECK(contains(mine.body, "Salajane teine"));
    CHECK(contains(mine.body, view::text(view::Language::et, "reports.review")));
}

TEST_CASE("a report's page tells who holds it, why, until when and how it stands") {
    Site site;
    auto report = pothole("Auk <script>alert(1)</script> teel");
    report.photos = {photo("a")};
    auto number = site.town.open(report).number;
    auto seen = site.town.see(number);
    const auto& municipality = *project_catalogue()->municipality(tartu);
    std::string path = "/et/reports/" + number.value;
    auto page = get(site.router, path);
    REQUIRE(page.status == 200);
    CHECK_FALSE(contains(page.body, "<script>alert"));
    CHECK(contains(page.body, "Lubatud "));
    CHECK(contains(page.body, municipality.team(seen.holder.team)->name.et));
    CHECK(contains(page.body, project_catalogue()->rule_note(tartu, seen.rule_id, seen.rule_table)->et.substr(0, 30)));
    CHECK(contains(page.body, "/photos/" + seen.photos.front().value + "/thumbnail"));
    CHECK(contains(page.body, "name=\"email\""));
    CHECK_FALSE(contains(page.body, seen.follow_hash));

    testing::set_now(seen.due.plus_hours(49));
    CHECK(contains(get(site.router, path).body, "Tähtaeg möödas 2 päeva"));
    CHECK(contains(get(site.router, "/et/reports").body, "Tähtaeg möödas 2 päeva"));
    CHECK(contains(get(site.router, "/ru/reports").body, "Просрочено: 2 дня"));

    REQUIRE(site.town.cases->add_note(site.official(), {number, 0}, "Sisemine jutt"));
    REQUIRE(site.town.cases->close(site.official(seen.due.plus_hours(48)), {number, 0}, "done", "Auk on lapitud.", {}));
    page = get(site.router, path);
    CHECK(contains(page.body, "Auk on lapitud."));
    CHECK(contains(page.body, "2 päeva hiljem"));
    CHECK_FALSE(contains(page.body, "Sisemine jutt"));
    CHECK_FALSE(contains(page.body, view::text(view::Language::et, "case_views.happened_note_added")));
    CHECK_FALSE(contains(page.body, "name=\"email\""));  // nobody joins what is closed
}

TEST_CASE("how long such reports really took is said when there are five") {
    Site site;
    for (int i = 0; i < 5; ++i) {
        auto opened = site.town.open(pothole(), monday_noon.plus_hours(-24 * 10));
        REQUIRE(site.town.cases->close(site.official(monday_noon.plus_hours(-24 * 7)), {opened.number, 0}, "done", "Tehtud.", {}));
    }
    auto number = site.town.open(pothole()).number;
    CHECK(contains(get(site.router, "/et/reports/" + number.value).body, "3 päeva jooksul"));
}

TEST_CASE("merged reports lead to the other one") {
    Site site;
    auto report = pothole();
    report.contact = mari();
    auto first = site.town.open(report);
    auto second = site.town.open(pothole("Sama auk"));
    REQUIRE(site.town.cases->merge(site.official(), {first.number, 0}, second.number));
    CHECK(contains(get(site.router, "/et/reports/" + first.number.value).body, "href=\"/et/reports/" + second.number.value + "\""));
    auto secret = site.town.cases->follow_secret(tartu, second.number, site.town.see(first.number).reporter);
    CHECK(contains(get(site.router, "/et/follow/" + first.number.value + "/" + first.follow_secret).body, "/et/follow/" + second.number.value + "/" + secret));
}

TEST_CASE("the private page: only with its secret, kept from robots and referrers") {
    Site site;
    auto opened = site.town.open(pothole());
    std::string path = "/et/follow/" + opened.number.value + "/";
    auto page = get(site.router, path + opened.follow_secret);
    REQUIRE(page.status == 200);
    CHECK(page.header("Referrer-Policy") == "no-referrer");
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK(contains(page.body, "noindex"));
    for (std::string wrong : {std::string("x"), opened.follow_secret + "x", std::string(200, 'a'), std::string("%00")}) {
        CHECK(get(site.router, path + wrong).status == 404);
        CHECK(site.post(path + wrong + "/withdraw", {}).status == 404);
    }
    CHECK(get(site.router, "/et/follow/2026-000099/" + opened.follow_secret).status == 404);
    CHECK(site.town.see(opened.number).version == 1);
    CHECK(site.post(path + opened.follow_secret + "/explode", {}).status == 404);
}

TEST_CASE("the official's question stands first; the reply answers it, with what was typed kept when something is wrong") {
    Site site;
    auto opened = site.town.open(pothole());
    std::string path = "/et/follow/" + opened.number.value + "/" + opened.follow_secret;
    REQUIRE(site.town.cases->ask_reporter(site.official(), {opened.number, 1}, "Mis kohas täpselt?"));
    auto page = get(site.router, path);
    CHECK(page.body.find("Mis kohas täpselt?") < page.body.find(view::text(view::Language::et, "reports.history")));
    CHECK(contains(page.body, view::text(view::Language::et, "reports.question_heading")));

    http::Upload good{"photos", "a.png", "image/png", png}, bad{"photos", "b.png", "image/png", "not a picture"};
    auto refused = site.post(path + "/reply", {{"seen", "2"}, {"once", "k1"}, {"reply_words", "Maja ees, värava juures"}}, {good, bad});
    CHECK(refused.status == 400);
    CHECK(contains(refused.body, "Maja ees, värava juures"));
    CHECK(contains(refused.body, "id=\"problems\""));
    auto kept = refused.body.find("name=\"kept_photo\" value=\"");
    REQUIRE(kept != std::string::npos);
    auto photo_id = refused.body.substr(kept + 25, 26);
    CHECK(site.town.see(opened.number).version == 2);
    auto too_long = site.post(path + "/reply", {{"seen", "2"}, {"reply_words", std::string(4001, 'b')}});
    CHECK(too_long.status == 400);
    CHECK(contains(too_long.body, std::string(4001, 'b')));

    for (int i = 0; i < 2; ++i) {  // pressed twice
        auto sent = site.post(path + "/reply", {{"seen", "2"}, {"once", "k2"}, {"reply_words", "Maja ees"}, {"kept_photo", photo_id}});
        CHECK(sent.status == 303);
        CHECK(sent.header("Location") == path + "?done=reply");
    }
    CHECK(site.town.see(opened.number).version == 3);
    CHECK(site.town.see(opened.number).status == Status::in_progress);
    CHECK(get(site.router, "/photos/" + photo_id + "/large").status == 200);
    CHECK(contains(get(site.router, path + "?done=reply").body, view::text(view::Language::et, "reports.done_reply")));
    CHECK_FALSE(contains(get(site.router, path).body, view::text(view::Language::et, "reports.question_heading")));
}

TEST_CASE("disagreeing reopens at the same desk; who acted meanwhile is shown and nothing typed is lost") {
    Site site;
    auto opened = site.town.open(pothole());
    std::string path = "/et/follow/" + opened.number.value + "/" + opened.follow_secret;
    auto team = site.town.see(opened.number).holder.team;
    CHECK_FALSE(contains(get(site.router, path).body, path + "/disagree"));
    REQUIRE(site.town.cases->close(site.official(), {opened.number, 1}, "done", "Tehtud.", {}));
    CHECK(contains(get(site.router, path).body, path + "/disagree"));
    CHECK_FALSE(contains(get(site.router, path).body, path + "/withdraw"));
    REQUIRE(site.town.cases->answer(site.official(), {opened.number, 2}, "Lisame: homme tuleb veel asfalti."));

    auto conflict = site.post(path + "/disagree", {{"seen", "2"}, {"disagree_words", "Auk on ikka alles"}});
    CHECK(conflict.status == 409);
    CHECK(contains(conflict.body, "Auk on ikka alles"));
    CHECK(contains(conflict.body, view::text(view::Language::et, "reports.meanwhile")));
    CHECK(count_of(conflict.body, "homme tuleb veel asfalti") == 2);  // what is new, and in the history
    CHECK(contains(conflict.body, "name=\"seen\" value=\"3\""));
    auto empty = site.post(path + "/disagree", {{"seen", "3"}, {"disagree_words", " "}});
    CHECK(empty.status == 400);
    CHECK(contains(empty.body, "href=\"#f-disagree_words\""));
    auto done = site.post(path + "/disagree", {{"seen", "3"}, {"disagree_words", "Auk on ikka alles"}});
    CHECK(done.status == 303);
    auto report = site.town.see(opened.number);
    CHECK(report.status == Status::in_progress);
    CHECK(report.holder.team == team);
    CHECK(contains(get(site.router, "/et/reports/" + opened.number.value).body, "Auk on ikka alles"));
}

TEST_CASE("a follower sees, cannot act as the reporter, and may leave") {
    Site site;
    auto report = pothole();
    report.contact = mari();
    auto opened = site.town.open(report);
    std::string page = "/et/reports/" + opened.number.value;
    auto secret = *site.town.cases->join_report(site.town.at(monday_noon), opened.number, {"", "anna@example.ee", "", "et"});
    REQUIRE(site.town.cases->join_report(site.town.at(monday_noon), opened.number, mari()));  // who wrote it needs not follow it
    CHECK(site.town.see(opened.number).followers == 1);
    CHECK(contains(get(site.router, page).body, view::text(view::Language::et, "reports.followers", {view::Argument::of_number("count", 1)})));

    std::string path = "/et/follow/" + opened.number.value + "/" + secret;
    auto follower = get(site.router, path);
    REQUIRE(follower.status == 200);
    for (const char* act : {"/reply", "/disagree", "/withdraw"}) {
        CHECK_FALSE(contains(follower.body, path + act));
        CHECK(site.post(path + act, {{"withdraw_words", "x"}, {"reply_words", "x"}, {"disagree_words", "x"}}).status == 403);
    }
    CHECK(contains(follower.body, path + "/leave"));
    auto left = site.post(path + "/leave", {});
    CHECK(left.status == 303);
    CHECK(get(site.router, path).status == 404);
    CHECK(site.town.see(opened.number).followers == 0);
    // The reporter leaves too: the report stays, the link ends.
    std::string mine = "/et/follow/" + opened.number.value + "/" + opened.follow_secret;
    CHECK(site.post(mine + "/leave", {}).status == 303);
    CHECK(get(site.router, mine).status == 404);
    CHECK(contains(get(site.router, page + "?done=left").body, view::text(view::Language::et, "reports.done_left")));
}

TEST_CASE("withdrawing") {
    Site site;
    auto opened = site.town.open(pothole());
    std::string path = "/et/follow/" + opened.number.value + "/" + opened.follow_secret;
    CHECK(site.post(path + "/withdraw", {{"seen", "1"}, {"withdraw_words", "Lahenes ise"}}).status == 303);
    CHECK(site.town.see(opened.number).outcome == "withdrawn");
    auto page = get(site.router, path);
    CHECK_FALSE(contains(page.body, path + "/withdraw"));
    CHECK_FALSE(contains(page.body, path + "/reply"));
    auto again = site.post(path + "/withdraw", {{"seen", "2"}, {"withdraw_words", "Veel kord"}});
    CHECK(again.status == 409);
}

TEST_CASE("feeds are what their formats ask for") {
    Site site;
    auto nasty = pothole("=HYPERLINK(\"x\"), \"auk\" & <b>\nteine rida");
    nasty.address = "Väike-Turu 5, \"nurk\"";
    site.town.open(nasty);
    auto csv = get(site.router, "/et/reports/reports.csv").body;
    CHECK(csv.starts_with("\xEF\xBB\xBFnumber,"));
    CHECK(contains(csv, "\"'=HYPERLINK(\"\"x\"\"), \"\"auk\"\" & <b>\nteine rida\""));
    CHECK(contains(csv, "\"Väike-Turu 5, \"\"nurk\"\"\""));
    auto atom = get(site.router, "/et/reports/feed.atom");
    CHECK(atom.header("Content-Type") == "application/atom+xml; charset=utf-8");
    CHECK(contains(atom.body, "<id>tag:localhost,2026:tartu/reports/2026-000001</id>"));
    CHECK(contains(atom.body, "&amp; &lt;b&gt;"));
    CHECK(contains(atom.body, "<updated>2026-11-16T10:00:00Z</updated>"));
    auto geojson = json::parse(get(site.router, "/et/reports/reports.geojson").body);
    REQUIRE(geojson);
    const auto& feature = geojson->as_object().at("features").as_array().at(0).as_object();
    CHECK(feature.at("geometry").as_object().at("coordinates").as_array().at(0).as_double() == doctest::Approx(26.7251));
    CHECK(json::text(feature.at("properties").as_object(), "words") == nasty.words);
    auto outline = get(site.router, "/outline.geojson");
    CHECK(outline.status == 200);
    CHECK(json::parse(outline.body));
    CHECK(contains(get(site.router, "/et/reports/feed.atom?kind=other").body, "</feed>"));  // empty is a feed too
}
