// Whoever's data an official sees reads that they looked and why: the applicant, who sent it for them, who was asked to sign.
#include "applications/applications_test_site.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

std::vector<std::string> looks_of(Site& site, const PersonId& person) {
    std::vector<std::string> all;
    const auto looks = site.residents.accesses(tartu, person, 50).value();
    for (const auto& look : looks) {
        if (look.staff != kalle) continue;
        CHECK_MESSAGE(view::has_text(look.purpose), look.purpose);
        CHECK(look.subject == "application/T-2026-000001");
        all.push_back(look.purpose);
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

TEST_CASE("each page, file and paper that an official opens is noted once for everybody whose data it shows; what is not there is no look") {
    Site site;
    auto& all = *site.town.applications;
    const auto parent = site.session("48803149719", "Kadri").person, child = site.session("51905209763", "Mihkel").person, father = site.session("38611029284", "Jaan").person;
    auto draft = all.open_draft(tartu, {"tree-felling-permit", "v1", parent, child, {}, "{}", "1"}, monday_noon).value();
    auto file = all.keep_file(tartu, draft.id, "plaan.pdf", "%PDF-1.7 plaan", monday_noon).value();
    auto request = request_of(child);
    request.service_version = site.services.service(tartu, request.service, local_time(monday_noon).date)->version;
    request.submitter = parent, request.right.kind = "custody", request.cosigners = {father}, request.draft = draft.id, request.files = {file};
    auto number = all.submit(site.town.at(monday_noon), request).value().number;
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    const std::string desk = "/et/desk/applications/" + number.value;
    auto look = [&](const std::string& target, int status) {
        site.reception.now = site.reception.now->plus_minutes(1);
        CHECK_MESSAGE(site.get(target).status == status, target);
    };
    std::vector<std::string> noted;
    auto check = [&](const char* purpose) {
        if (*purpose) noted.emplace_back(purpose);
        std::sort(noted.begin(), noted.end());
        for (const auto& person : {child, parent, father}) CHECK(looks_of(site, person) == noted);
    };
    look(desk, 200);
    check("applications.purpose_handle");
    // Who has signed stays one whose data is shown.
    REQUIRE(all.cosign(site.town.at(*site.reception.now), {number, 0}, self(father)));
    look(desk + "/files/" + file.value, 200);
    check("applications.purpose_file");
    look(desk + "/files/nothing", 404);
    look(desk + "/decision.pdf", 404);
    look("/et/desk/applications", 200);
    check("");
    look(desk + "/decision", 200);
    check("applications.purpose_decide");
    site.reception.now = site.reception.now->plus_minutes(1);
    CHECK(site.post(desk + "/decision", {{"outcome", ""}, {"resolution", ""}}).status == 400);
    check("applications.purpose_decide");
    REQUIRE(all.decide(site.town.at(*site.reception.now, official), {number, 0}, grant()));
    look(desk + "/decision.pdf", 200);
    check("applications.purpose_decision_paper");
    // Nobody else's log has anything of it.
    CHECK(looks_of(site, site.session("60001019906", "Mari").person).empty());
}
