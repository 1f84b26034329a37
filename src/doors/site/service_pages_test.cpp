// The page of a service tells what is known to whom it may be told.
#include "doors/site/service_pages.h"

#include "base/crypto.h"
#include "tests/databases.h"
#include "tests/test_reception.h"

namespace raekoda::doors::site {

namespace {

const MunicipalityId tartu("tartu");
const Instant noon = *parse_iso("2026-11-16T12:00:00+02:00");

std::shared_ptr<const services::Catalogue> project_catalogue() {
    static const auto loaded = services::Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
    REQUIRE(loaded.catalogue);
    return loaded.catalogue;
}

struct Site {
    testing::Scratch scratch = testing::sqlite_database();
    std::shared_ptr<people::Vault> vault = std::make_shared<people::Vault>(random_bytes(32));
    std::shared_ptr<journal::Journal> journal;
    std::unique_ptr<people::Residents> residents;
    std::unique_ptr<cases::Cases> cases;
    std::unique_ptr<services::ServiceRegister> services;
    http::Router router;
    testing::TestReception reception{router, tartu, project_catalogue()->municipality(tartu)->name, "https://town.example"};

    Site() {
        testing::make_tables(scratch);
        std::vector<std::shared_ptr<journal::Projection>> projections;
        for (const auto& part : {people::People::projections(), raekoda::services::projections(), cases::Cases::projections()}) projections.insert(projections.end(), part.begin(), part.end());
        journal = std::make_shared<journal::Journal>(scratch.database, projections);
        residents = std::make_unique<people::Residents>(journal, vault);
        cases = std::make_unique<cases::Cases>(journal, std::make_shared<people::People>(journal, vault), [] { return project_catalogue(); });
        services = std::make_unique<raekoda::services::ServiceRegister>(journal, [] { return project_catalogue(); });
        reception.now = noon;
        add_service_pages(router, reception, *residents, *cases, *services, "");
    }
    people::PersonId keep(const std::string& subject, const std::string& given) {
        return residents->keep_person(tartu, {subject, given, "Maasikas", {}, people::Assurance::high, "idcard", ""}, noon).value();
    }
};

}  // namespace

TEST_CASE("what is known of somebody is told to whoever acts for them in this service") {
    Site site;
    const auto giver = site.keep("EE38001085718", "Salajane"), holder = site.keep("EE60001019906", "Jaan");
    people::ResidentSession session;
    session.person = holder, session.subject = "EE60001019906", session.name = "Jaan Maasikas", session.assurance = people::Assurance::high;
    auto told = [&](std::vector<std::string> scopes) {
        session.acting = {"mandate", giver, "Volitaja", "EE38001085718", "m1", std::move(scopes), {}, false};
        site.reception.resident = session;
        auto page = testing::ask(site.router, http::Method::get, "/et/services/dog-registration");
        REQUIRE(page.status == 200);
        CHECK(page.header("cache-control") == "no-store");
        return testing::contains(page.content(), "Salajane");
    };
    CHECK(told({}));
    CHECK(told({"dog-registration"}));
    CHECK_FALSE(told({"home-help"}));
}

}  // namespace raekoda::doors::site
