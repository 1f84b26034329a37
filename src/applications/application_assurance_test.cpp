// How surely whoever applies must have shown who they are: said first, held at the beginning and at the sending, told to the official.
#include "applications/applications_test_site.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

people::ResidentSession by_email(Site& site) {
    people::ResidentSession guest;
    guest.subject = "email:mari@example.ee", guest.name = "mari@example.ee", guest.assurance = Assurance::email, guest.method = "email";
    guest.person = site.residents.keep_person(tartu, {guest.subject, "", "", {}, Assurance::email, "email", "mari@example.ee"}, monday_noon).value();
    guest.acting.person = guest.person, guest.acting.name = guest.name;
    return guest;
}
std::string level_words(const char* level) { return view::text(view::Language::et, std::string("apply.level_") + level); }
std::string said(const char* key) { return view::text(view::Language::et, std::string("application.") + key); }

}  // namespace

TEST_CASE("each level that a service states is one that logins have, with words for applicants and officials") {
    const auto today = local_time(monday_noon).date;
    int stated = 0;
    for (const auto& service : project_catalogue()->services(tartu, today)) {
        if (service->assurance_level.empty()) continue;
        CHECK_MESSAGE(people::assurance_of(service->assurance_level), service->id);
        ++stated;
    }
    CHECK(stated == 11);
    CHECK(project_catalogue()->service(tartu, "parking-permit", today)->assurance_level == "substantial");
    CHECK(project_catalogue()->service(tartu, "information-request", today)->assurance_level.empty());
    for (const char* level : {"email", "low", "substantial", "high"})
        for (const char* room : {"apply.level_", "application.assurance_", "service_page.assurance_level_"}) CHECK_MESSAGE(view::has_text(std::string(room) + level), room << level);
}

TEST_CASE("a guest by e-mail is told what the service needs before anything is asked, and is not let in; where a mailbox is enough they are") {
    Site site;
    // Nobody logged in: led to a login that is sure enough.
    auto unknown = site.get("/et/apply/parking-permit");
    CHECK(contains(unknown.content(), level_words("substantial")));
    CHECK(contains(unknown.content(), "least=substantial"));
    CHECK(contains(site.post("/et/apply/parking-permit", {}).header("location"), "least=substantial"));
    CHECK(contains(site.get("/et/apply/dog-registration").content(), level_words("email")));
    CHECK(contains(site.post("/et/apply/dog-registration", {}).header("location"), "least=email"));
    CHECK(contains(site.post("/et/apply/information-request", {}).header("location"), "key="));
    site.reception.resident = by_email(site);
    const auto guest = site.reception.resident->person;
    auto told = site.get("/et/apply/parking-permit");
    CHECK(told.status == 200);
    CHECK(contains(told.content(), level_words("substantial")));
    CHECK(contains(told.content(), "least=substantial"));
    CHECK_FALSE(contains(told.content(), "<form method=\"post\" action=\"/et/apply/parking-permit\""));
    CHECK(site.post("/et/apply/parking-permit", {}).status == 403);
    CHECK(site.town.applications->drafts_of(tartu, guest, monday_noon)->empty());
    CHECK_FALSE(contains(site.get("/et/apply/dog-registration").content(), level_words("email")));
    CHECK(site.post("/et/apply/dog-registration", {}).status == 303);
    site.reception.resident = site.session("38001085718", "Mari");
    CHECK_FALSE(contains(site.get("/et/apply/parking-permit").content(), level_words("substantial")));
    auto page = site.go("/et/apply/parking-permit", {});
    // What was begun with a sure login is not sent with another one.
    site.reception.resident->assurance = Assurance::low;
    CHECK(site.post(page.substr(0, page.rfind('/')) + "/send", {{"draft_version", "1"}}).status == 403);
    site.reception.resident->assurance = Assurance::substantial;
    CHECK(site.post(page.substr(0, page.rfind('/')) + "/send", {{"draft_version", "1"}}).status == 400);  // not filled in
}

TEST_CASE("the official reads how the sender showed who they are") {
    Site site;
    auto sends = [&] {
        auto check = to_check(site);
        site.go(send_of(check), with_version({}, site.get(check)));
    };
    site.reception.resident = site.session("38001085718", "Mari");
    site.reception.resident->method = "mid", site.reception.resident->assurance = Assurance::substantial;
    sends();
    site.reception.resident = by_email(site);
    sends();
    site.reception.resident.reset();
    sends();
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    const std::vector<std::pair<const char*, std::string>> all{
        {"1", said("login_mid") + ", " + said("assurance_substantial")}, {"2", said("login_email") + ", " + said("assurance_email")}, {"3", said("assurance_none")}};
    for (const auto& [number, words] : all) {
        auto page = site.get(std::string("/et/desk/applications/T-2026-00000") + number);
        CHECK_MESSAGE(contains(page.content(), words), number << " " << words);
        CHECK(contains(page.content(), said("fact_shown_by")));
    }
}
