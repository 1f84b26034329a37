// A form that an official begins for somebody at the counter: come back to, handed over to the person, in their data, nobody else's.
#include "applications/applications_test_site.h"
#include "people/counter_visit.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

const Form mari_comes{{"code", "38001085718"}, {"given_name", "Mari"}, {"family_name", "Maasikas"}, {"consent", "ID-kaart, suuline nõus."}, {"language", "et"}};
const Form jaan_comes{{"code", "60001019906"}, {"given_name", "Jaan"}, {"family_name", "Tamm"}, {"consent", "Pass."}, {"language", "et"}};

std::string words(const char* key) { return view::text(view::Language::et, key); }

people::StaffSession session_of(const Site& site, const char* id) {
    auto member = site.member;
    member.id = people::StaffId(id);
    return people::StaffSession{"s", member, "c", {}};
}
std::string without_query(const std::string& url) { return url.substr(0, url.find('?')); }
// Their desk, as the official sees it now.
std::string desk_of(Site& site, const Form& who) { return without_query(site.go("/et/desk/counter", who)); }
std::string key_of(const std::string& desk) { return "?key=" + desk.substr(desk.rfind('/') + 1); }

// Begun at the counter, its first page answered: the address of the second, with the visit's key.
std::string begun(Site& site, const std::string& desk) {
    auto first = site.go(desk, {{"service", "information-request"}, {"language", "et"}});
    return site.go(first, with_version(question, site.get(first)));
}
std::string draft_of(const std::string& page) { return page.substr(0, page.rfind('/')); }  // "/et/apply/<service>/<draft>"

}  // namespace

TEST_CASE("a form begun at the counter is come back to from the person's desk, by whoever serves them; the consent is that of who sends it") {
    Site site;
    site.reception.official = session_of(site, "kalle");
    const auto desk = desk_of(site, mari_comes);
    const auto page = begun(site, desk);
    auto saved = site.go(page, with_version({{"person.name", "Mari Maasikas"}, {"answer.way", "email"}, {"contact.email", "mari@example.ee"}, {"contact.phone", ""}, {"later", "yes"}}, site.get(page)));
    auto told = site.get(saved);
    CHECK(contains(told.content(), words("apply.saved_counter")));
    CHECK(contains(told.content(), "href=\"" + desk + "\""));
    CHECK_FALSE(contains(told.content(), words("apply.guest_link_heading")));
    const auto link = draft_of(without_query(page)) + key_of(desk);
    auto shown = site.get(desk);
    CHECK(contains(shown.content(), words("counter.drafts")));
    CHECK(contains(shown.content(), link));
    CHECK_FALSE(contains(shown.content(), words("counter.nothing")));
    CHECK(contains(site.get(site.go(desk, {{"service", "information-request"}, {"language", "et"}})).content(), words("apply.counter_desk")));
    // A colleague needs a visit of their own, with a consent of their own.
    site.reception.official = session_of(site, "malle");
    CHECK(site.get(page).status == 404);
    auto again = mari_comes;
    again[3].second = "Juhiluba, suuline nõus.";
    const auto hers = desk_of(site, again);
    auto resumed = site.get(draft_of(without_query(page)) + key_of(hers));
    REQUIRE(resumed.status == 303);
    const std::string at(resumed.header("location"));
    CHECK(contains(site.get(at).content(), "mari@example.ee"));
    auto check = site.go(at, with_version(answer_by_mail(), site.get(at)));
    auto sent = site.go(send_of(check), with_version({}, site.get(check)));
    CHECK(contains(sent, "/desk/applications/T-2026-000001"));
    CHECK(contains(site.get(sent).content(), "Juhiluba, suuline nõus."));
    // Pressed twice it leads there again, but nobody who serves somebody else, or nobody.
    CHECK(site.go(send_of(check), {{"draft_version", "9"}}) == sent);
    const auto others = desk_of(site, jaan_comes);
    CHECK(site.post(without_query(send_of(check)) + key_of(others), {{"draft_version", "9"}}).status == 404);
    site.reception.official.reset();
    CHECK(site.post(send_of(check), {{"draft_version", "9"}}).status == 404);
    site.reception.official = session_of(site, "malle");
    CHECK_FALSE(contains(site.get(hers).content(), link.substr(0, link.find('?'))));
}

TEST_CASE("a form of the counter opens to officials only while they serve that person") {
    Site site;
    site.reception.official = session_of(site, "kalle");
    const auto desk = desk_of(site, mari_comes), page = begun(site, desk), bare = without_query(page);
    const auto others = desk_of(site, jaan_comes);
    CHECK(site.get(bare + key_of(others)).status == 404);  // they serve somebody else
    CHECK(site.post(bare + key_of(others), answer_by_mail()).status == 404);
    CHECK_FALSE(contains(site.get(others).content(), draft_of(bare)));
    CHECK(site.get(bare).status == 404);
    CHECK(site.get(page + "x").status == 404);
    auto powerless = site.member;
    powerless.roles.clear();
    site.reception.official = people::StaffSession{"s", powerless, "c", {}};
    CHECK(site.get(page).status == 404);
    site.reception.official.reset();
    CHECK(site.get(page).status == 404);
    site.reception.resident = site.session("60001019906", "Jaan");
    for (const auto& url : {page, bare}) CHECK(site.get(url).status == 404);
    site.reception.resident.reset();
    // What is being typed when the half hour ends is taken; the next day it is not.
    site.reception.official = session_of(site, "kalle");
    site.reception.now = monday_noon.plus_minutes(people::counter_visit_minutes + people::counter_form_minutes - 1);
    CHECK(site.get(desk).status == 410);
    CHECK(site.post(page, with_version(answer_by_mail(), site.get(page))).status == 303);
    site.reception.now = monday_noon.plus_minutes(people::counter_visit_minutes + people::counter_form_minutes);
    CHECK(site.get(page).status == 410);
    // A form that the person began themselves is none of the counter's.
    site.reception.now = monday_noon;
    site.reception.resident = site.session("38001085718", "Mari");
    const auto own = site.go("/et/apply/information-request", {});
    CHECK(site.get(own + key_of(desk)).status == 410);
    CHECK_FALSE(contains(site.get(desk).content(), draft_of(own)));
    site.reception.official.reset();
    CHECK(site.get(own).status == 200);
}

TEST_CASE("the person finds on their desk what was begun for them, goes on with it as their own, and the counter does not open it any more") {
    Site site;
    site.reception.official = session_of(site, "kalle");
    const auto desk = desk_of(site, mari_comes), page = begun(site, desk), bare = without_query(page);
    site.reception.resident = site.session("38001085718", "Mari");
    const auto person = site.reception.resident->person;
    auto mine = site.get("/et/my");
    CHECK(contains(mine.content(), draft_of(bare)));
    CHECK(contains(mine.content(), "ametnik sind teenindades"));
    auto shown = site.get(bare);
    CHECK(contains(shown.content(), words("apply.from_counter")));
    CHECK(contains(site.get(desk).content(), draft_of(bare)));  // looking at it takes nothing away
    auto check = site.go(bare, with_version(answer_by_mail(), shown));
    CHECK_FALSE(contains(site.get(check).content(), words("apply.from_counter")));
    CHECK_FALSE(contains(site.get("/et/my").content(), "ametnik sind teenindades"));
    CHECK(site.get(page).status == 410);
    CHECK_FALSE(contains(site.get(desk).content(), draft_of(bare)));
    auto sent = site.go(send_of(check), with_version({}, site.get(check)));
    CHECK(contains(sent, "/my/applications/T-2026-000001"));
    auto application = site.town.see(ApplicationNumber("T-2026-000001"));
    CHECK(application.channel == "web");
    CHECK(application.right.kind == "self");
    CHECK(application.submitter == person);
    CHECK(application.consent.empty());
}

TEST_CASE("what was begun at the counter is in the person's copy and goes with their erasure") {
    Site site;
    site.reception.official = session_of(site, "kalle");
    const auto desk = desk_of(site, mari_comes), page = begun(site, desk);
    const auto person = site.session("38001085718", "Mari").person;
    auto holder = personal_data_of(*site.town.applications, test_rules());
    auto& database = *site.town.scratch.database;
    auto copy = database.read_value<std::string>([&](store::Session& session) { return holder->export_json(session, tartu, {person}); }).value();
    CHECK(contains(copy, "Palun tänavate hoolduse lepingut."));
    REQUIRE(database.write([&](store::Session& session) { return holder->erase(session, tartu, person, monday_noon); }));
    CHECK(site.town.applications->drafts_of(tartu, person, monday_noon)->empty());
    CHECK(site.get(page).status == 404);
}
