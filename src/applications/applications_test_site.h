// The pages of applications without the site around them: whoever the test says sits there; forms are filled as people do.
#pragma once
#include "applications/application_pages.h"
#include "applications/applications_test_town.h"
#include "http/http.h"
#include "tests/test_reception.h"
#include "view/view.h"

namespace raekoda::applications {

using people::Assurance;
using testing::contains;

struct TestReception final : testing::TestReception {
    explicit TestReception(http::Router& router) : testing::TestReception(router, tartu, project_catalogue()->municipality(tartu)->name, "https://town.example") { now = monday_noon; }
};

using Form = std::vector<std::pair<std::string, std::string>>;

struct Site {
    TestTown town{testing::sqlite_database()};
    people::Residents residents{town.journal, town.vault};
    services::ServiceRegister services{town.journal, [] { return project_catalogue(); }};
    std::unique_ptr<media::PhotoWorkshop> workshop = media::PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 1).value();
    http::Router router;
    TestReception reception{router};
    people::StaffMember member;

    explicit Site(std::shared_ptr<people::RegisterFacts> registers = nullptr, people::DatedRules rules = {}) {
        add_application_pages({reception, *town.applications, residents, services, registers, *workshop, {}, rules});
        member.id = people::StaffId("kalle"), member.display_name = "Kalle", member.roles = {people::Role::manager};
    }
    people::ResidentSession session(const std::string& code, const std::string& given) {
        people::ResidentSession s;
        s.subject = "EE" + code, s.name = given + " Maasikas";
        s.person = residents.keep_person(tartu, {s.subject, given, "Maasikas", {}, Assurance::high, "idcard", given + "@example.ee"}, monday_noon).value();
        s.assurance = Assurance::high;
        s.acting.person = s.person, s.acting.name = s.name, s.acting.subject = s.subject;
        return s;
    }
    http::Response ask(http::Method method, const std::string& target, const Form& form = {}, std::vector<http::Upload> files = {}) { return testing::ask(router, method, target, form, std::move(files)); }
    http::Response get(const std::string& target) { return ask(http::Method::get, target); }
    http::Response post(const std::string& target, const Form& form, std::vector<http::Upload> files = {}) { return ask(http::Method::post, target, form, std::move(files)); }
    std::string go(const std::string& target, const Form& form) {
        auto answer = post(target, form);
        CHECK_MESSAGE(answer.status == 303, target << " " << answer.status << " " << answer.content().substr(0, 200));
        return std::string(answer.header("location"));
    }
};

inline std::string hidden(std::string_view page, const std::string& name) {
    const std::string mark = "name=\"" + name + "\" value=\"";
    auto at = page.find(mark);
    if (at == std::string_view::npos) return {};
    at += mark.size();
    return std::string(page.substr(at, page.find('"', at) - at));
}

inline const Form question{{"request.text", "Palun tänavate hoolduse lepingut."}, {"request.personal", "no"}};
inline Form with_version(Form form, const http::Response& page) {
    form.emplace_back("draft_version", hidden(page.content(), "draft_version"));
    return form;
}
inline Form answer_by_mail(const std::string& name = "Mari Maasikas") { return {{"person.name", name}, {"answer.way", "email"}, {"contact.email", "mari@example.ee"}, {"contact.phone", ""}}; }

// From the start to the page before sending; gives its address.
inline std::string to_check(Site& site, const std::string& name = "Mari Maasikas", const std::string& lang = "et") {
    auto first = site.go("/" + lang + "/apply/information-request", {});
    auto second = site.go(first, with_version(question, site.get(first)));
    auto check = site.go(second, with_version(answer_by_mail(name), site.get(second)));
    CHECK(contains(check, "/check"));
    return check;
}
inline std::string send_of(const std::string& check) { return check.substr(0, check.find("/check")) + "/send" + check.substr(check.find("/check") + 6); }

// Who is signed in moves into a home whose owner must sign; gives the address of the page before sending.
inline std::string to_check_with_owner(Site& site, const std::string& owner_code) {
    auto page = site.go("/et/apply/residence-registration", {});
    auto next = [&](Form answers) {
        auto answer = site.post(page, with_version(std::move(answers), site.get(page)));
        REQUIRE_MESSAGE(answer.status == 303, page << " " << answer.content().substr(0, 3000));
        page = std::string(answer.header("location"));
    };
    const Form basis{{"basis_kind", "consent"}, {"basis_consent_how", "here"}, {"basis.owner_code", owner_code}, {"declared.correct", "true"}};
    next({{"contact.email", "mari@example.ee"}, {"contact.phone", ""}, {"former.address", ""}});
    next({{"home.address", "Kastani 42-7"}, {"home.settlement", "Tartu linn"}, {"home.since", "1.11.2026"}, {"home.from_abroad", "no"}});
    next({{"others_move", "no"}});
    next(basis);
    if (!contains(page, "/check")) next(basis);
    return page;
}

// Mari's request for information, sent; an official is signed in too. Gives the address of her application.
inline std::string sent_with_official(Site& site) {
    site.reception.resident = site.session("38001085718", "Mari");
    auto check = to_check(site);
    auto home = site.go(send_of(check), with_version({}, site.get(check)));
    site.reception.official = people::StaffSession{"s", site.member, "c", {}};
    return home.substr(0, home.find('?'));
}

}  // namespace raekoda::applications
