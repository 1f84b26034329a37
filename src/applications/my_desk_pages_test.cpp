// The desk and the list of one's applications; what somebody did as a guest, once it is theirs.
#include "applications/application_content.h"
#include "applications/application_views.h"
#include "applications/applications_test_site.h"
#include "applications/decision_letters.h"
#include "applications/entitlement.h"
#include "applications/known_facts.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

people::ResidentSession guest_session(Site& site, const std::string& email) {
    people::ResidentSession guest;
    guest.subject = "email:" + email, guest.name = email, guest.assurance = Assurance::email;
    guest.person = site.residents.keep_person(tartu, {guest.subject, "", "", {}, Assurance::email, "email", email}, monday_noon).value();
    guest.acting.person = guest.person, guest.acting.name = guest.name;
    return guest;
}

}  // namespace

TEST_CASE("a form begun as a guest is gone on with from the desk of whom the guest turned out to be, and from nobody else's") {
    Site site;
    auto guest = guest_session(site, "mari@example.ee");
    site.reception.resident = guest;
    auto first = site.go("/et/apply/information-request", {});
    auto second = site.go(first, with_version({{"request.text", "Küsisin külalisena."}, {"request.personal", "no"}}, site.get(first)));
    const std::string link = first.substr(0, first.rfind('/'));
    // In somebody else's matter: it stays with the guest.
    site.reception.resident->acting = {"mandate", site.session("60001019906", "Jaan").person, "Jaan", "EE60001019906", "m1", {}, {}, false};
    auto others = site.go("/et/apply/information-request", {});
    site.reception.resident = site.session("38001085718", "Mari");
    const auto mari = *site.reception.resident;
    CHECK_FALSE(contains(site.get("/et/my").content(), link));
    CHECK(site.get(first).status == 404);
    REQUIRE(site.residents.join_guest({tartu, monday_noon, "person/" + mari.person.value, {}}, mari.person, guest.person));
    CHECK(contains(site.get("/et/my").content(), link));
    CHECK_FALSE(contains(site.get("/et/my").content(), others.substr(0, others.rfind('/'))));
    CHECK(site.get(others).status == 404);
    auto shown = site.get(first);
    CHECK(contains(shown.content(), "Küsisin külalisena."));
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(site.get(first).status == 404);
    CHECK(site.post(first, with_version(question, shown)).status == 404);
    site.reception.resident = guest;  // only read by her so far: still the guest's too
    CHECK(site.get(first).status == 200);
    site.reception.resident = mari;
    auto check = site.go(second, with_version(answer_by_mail(), site.get(second)));
    site.reception.resident = guest;
    CHECK(site.get(first).status == 404);
    site.reception.resident = mari;
    site.go(send_of(check), with_version({}, site.get(check)));
    auto sent = site.town.see(ApplicationNumber("T-2026-000001"));
    CHECK(sent.applicant == mari.person);
    CHECK(contains(site.get("/et/my/applications/T-2026-000001").content(), "Küsisin külalisena."));
}

TEST_CASE("all of somebody's applications, fifty a page, with a way on and back; a matter is named only to whom it opens") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    const auto mari = site.reception.resident->person;
    for (int i = 0; i < 51; ++i) REQUIRE(site.town.applications->submit(site.town.at(monday_noon.plus_minutes(i)), request_of(mari)));
    auto link_of = [](std::string_view page, const std::string& rel) {
        auto end = page.find("\" rel=\"" + rel + "\"");
        if (end == std::string_view::npos) return std::string();
        auto begin = page.rfind("href=\"", end) + 6;
        return std::string(page.substr(begin, end - begin));
    };
    auto first = site.get("/et/my/applications");
    CHECK(contains(first.content(), "T-2026-000051"));
    CHECK_FALSE(contains(first.content(), "T-2026-000001"));
    CHECK(link_of(first.content(), "prev").empty());
    auto last = site.get(link_of(first.content(), "next"));
    CHECK(contains(last.content(), "T-2026-000001"));
    CHECK_FALSE(contains(last.content(), "T-2026-000002"));
    CHECK(link_of(last.content(), "next").empty());
    CHECK(site.get(link_of(last.content(), "prev")).content() == first.content());
    const PageParts parts{site.reception, *site.town.applications, site.residents, site.services, nullptr, *site.workshop, {}, {}};
    const http::Request request;
    auto visit_of = [&] {
        people::Visit visit{request, tartu, {}, {}, monday_noon, {}, {}};
        visit.resident = site.reception.resident;
        return visit;
    };
    auto link = matter_link(parts, visit_of(), "application/T-2026-000007");
    REQUIRE(link);
    CHECK(contains(link->text, ", T-2026-000007"));
    CHECK(contains(link->url, "/my/applications/T-2026-000007"));
    for (const char* reference : {"application/T-2026-009999", "report/T-2026-000007", "application/", ""}) CHECK_FALSE(matter_link(parts, visit_of(), reference));
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK_FALSE(matter_link(parts, visit_of(), "application/T-2026-000007"));
}

TEST_CASE("what registers were asked for a draft belongs to the application that it became, for whom that opens") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    auto check = to_check(site);
    const std::string base = "/et/apply/information-request/", reference = "draft/" + check.substr(base.size(), check.find("/check") - base.size());
    const PageParts parts{site.reception, *site.town.applications, site.residents, site.services, nullptr, *site.workshop, {}, {}};
    const http::Request request;
    auto link = [&] {
        people::Visit visit{request, tartu, {}, {}, monday_noon, {}, {}};
        visit.resident = site.reception.resident;
        return matter_link(parts, visit, reference);
    };
    CHECK_FALSE(link());
    site.go(send_of(check), with_version({}, site.get(check)));
    REQUIRE(link());
    CHECK(contains(link()->url, "/my/applications/T-2026-000001"));
    CHECK(contains(link()->text, ", T-2026-000001"));
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK_FALSE(link());
}

TEST_CASE("what somebody did as a guest is on their desk once it is theirs, and only theirs") {
    Site site;
    auto guest = guest_session(site, "mari@example.ee");
    site.reception.resident = guest;
    auto check = to_check(site);
    site.go(send_of(check), with_version({}, site.get(check)));
    auto mari = site.session("38001085718", "Mari");
    site.reception.resident = mari;
    CHECK_FALSE(contains(site.get("/et/my").content(), "T-2026-000001"));
    CHECK(site.get("/et/my/applications/T-2026-000001").status == 404);
    REQUIRE(site.residents.join_guest({tartu, monday_noon, "person/" + mari.person.value, {}}, mari.person, guest.person));
    CHECK(contains(site.get("/et/my").content(), "T-2026-000001"));
    CHECK(contains(site.get("/et/my/applications").content(), "T-2026-000001"));
    auto page = site.get("/et/my/applications/T-2026-000001");
    CHECK(page.status == 200);
    CHECK(site.post("/et/my/applications/T-2026-000001/reply", {{"seen", hidden(page.content(), "seen")}, {"words", "Lisan."}}).status == 303);
    // For a company she acts as the company; nobody else is led there.
    auto company = site.residents.keep_person(tartu, {"EE10000018", "", "Näidis OÜ", {}, Assurance::high, "", ""}, monday_noon).value();
    site.reception.resident->acting = {"board", company, "Näidis OÜ", "EE10000018", "", {}, {}, true};
    CHECK(site.get("/et/my/applications/T-2026-000001").status == 404);
    site.reception.resident = site.session("60001019906", "Jaan");
    CHECK(site.get("/et/my/applications/T-2026-000001").status == 404);
}

TEST_CASE("the end of a permit: proposed from what was asked for, written once, on the desk with its day until it is over") {
    Site site;
    site.reception.resident = site.session("38001085718", "Mari");
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    const auto service = site.services.service(tartu, "parking-permit", local_time(monday_noon).date);
    REQUIRE(service);
    Content content;
    content.data_json = R"({"permit": {"zone": "A", "period": "kolm kuud", "start": "2026-12-01"}})";
    content.proposal = proposal_of(entitlement_of(*service, value_of_json(content.data_json), {}, monday_noon, view::Language::et));
    auto request = request_of(site.reception.resident->person);
    request.service = service->id, request.service_version = service->version, request.content = encode(content);
    const auto number = site.town.applications->submit(site.town.at(monday_noon), request)->number;
    const std::string home = "/et/my/applications/" + number.value, desk = "/et/desk/applications/" + number.value;
    const auto first = date_words(Date{2026, 12, 1}, view::Language::et), last = date_words(Date{2027, 2, 28}, view::Language::et);
    const auto form = site.get(desk + "/decision?outcome=granted");
    for (const auto& day : {first, last}) CHECK(contains(form.content(), "value=\"" + day + "\""));
    CHECK(contains(form.content(), first + " kuni " + last + ". Loa hind on 300 eurot."));
    CHECK(contains(form.content(), "Määrav oli: Tsoon: A tsoon; Periood: kolm kuud"));
    CHECK(contains(site.get(desk).content(), "Määrav oli: Tsoon: A tsoon; Periood: kolm kuud"));
    CHECK_FALSE(contains(site.get(desk + "/decision?outcome=refused").content(), last));
    auto issued = site.post(desk + "/decision", {{"outcome", "granted"}, {"resolution", "Anda luba {from} kuni {to}."}, {"appeal", "Vaie."}, {"valid_from", first}, {"valid_to", last}, {"seen", hidden(form.content(), "seen")}});
    CHECK(issued.status == 303);
    CHECK(contains(site.get(home + "/decision").content(), "Anda luba " + first + " kuni " + last + "."));
    auto standing = [&] {
        const std::string page(site.get("/et/my").content());
        const auto at = page.find("id=\"standing\"");
        return at == std::string::npos ? std::string() : page.substr(at);
    };
    CHECK(contains(standing(), number.value));
    CHECK(contains(standing(), last));
    site.reception.now = *parse_iso("2027-03-01T12:00:00+02:00");
    CHECK(standing().empty());
}

TEST_CASE("the days of a decision come of the form's answers where the service says how") {
    const Date today = local_time(monday_noon).date;
    auto days = [&](const char* service, const char* data) {
        auto found = project_catalogue()->service(tartu, service, today);
        REQUIRE(found);
        const auto letters = letters_of(*found);
        return std::pair{day_said(letters.valid_from, data, monday_noon), day_said(letters.valid_to, data, monday_noon)};
    };
    using Days = std::pair<std::optional<Date>, std::optional<Date>>;
    CHECK(days("parking-permit", R"({"permit": {"period": "kuu", "start": "2026-12-01"}})") == Days{Date{2026, 12, 1}, Date{2026, 12, 31}});
    CHECK(days("parking-permit", R"({"permit": {"period": "aasta", "start": "2027-01-15"}})") == Days{Date{2027, 1, 15}, Date{2028, 1, 14}});
    CHECK(days("parking-permit", R"({"permit": {"period": "igavik", "start": "2027-01-15"}})").second == std::nullopt);
    CHECK(days("public-event-permit", R"({"event": {"start": "2027-06-23T18:00", "end": "2027-06-24T02:00"}})") == Days{Date{2027, 6, 23}, Date{2027, 6, 24}});
    CHECK(days("residence-registration", R"({"home": {"since": "2026-11-01"}})") == Days{Date{2026, 11, 1}, std::nullopt});
    for (const char* data : {"{}", "", "[1]", R"({"permit": 7, "event": "x"})"})
        for (const char* service : {"parking-permit", "public-event-permit", "tree-felling-permit"}) CHECK(days(service, data) == Days{});
}
