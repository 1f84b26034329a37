// The page of a service for who is signed in: what is known of them, or of whom they act for where that is theirs to read.
#include "doors/site/service_pages.h"

#include "base/crypto.h"
#include "tests/databases.h"
#include "tests/test_reception.h"

using namespace raekoda;
using testing::contains;

namespace {

const MunicipalityId tartu("tartu");
const Instant noon = *parse_iso("2026-11-16T12:00:00+02:00");

std::shared_ptr<const services::Catalogue> catalogue() {
    static const auto loaded = services::Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
    REQUIRE(loaded.catalogue);
    return loaded.catalogue;
}

std::vector<std::shared_ptr<journal::Projection>> all_projections() {
    std::vector<std::shared_ptr<journal::Projection>> all;
    for (const auto& room : {people::People::projections(), services::projections(), cases::Cases::projections()}) all.insert(all.end(), room.begin(), room.end());
    return all;
}

testing::Scratch with_tables() {
    auto scratch = testing::sqlite_database();
    testing::make_tables(scratch);
    return scratch;
}

struct Signed {
    testing::Scratch scratch = with_tables();
    std::shared_ptr<people::Vault> vault = std::make_shared<people::Vault>(random_bytes(32));
    std::shared_ptr<journal::Journal> journal = std::make_shared<journal::Journal>(scratch.database, all_projections());
    std::shared_ptr<people::People> people = std::make_shared<people::People>(journal, vault);
    people::Residents residents{journal, vault};
    cases::Cases cases{journal, people, [] { return catalogue(); }};
    services::ServiceRegister services{journal, [] { return catalogue(); }};
    http::Router router;
    testing::TestReception reception{router, tartu, catalogue()->municipality(tartu)->name, "https://town.example"};

    Signed() {
        reception.now = noon;
        doors::site::add_service_pages(router, reception, residents, cases, services, "");
    }
    people::ResidentSession log_in(const std::string& code, const std::string& given) {
        people::ResidentSession s;
        s.subject = "EE" + code, s.name = given + " Õunap", s.assurance = people::Assurance::high;
        s.person = residents.keep_person(tartu, {s.subject, given, "Õunap", {}, s.assurance, "idcard", ""}, noon).value();
        s.acting.person = s.person, s.acting.name = s.name, s.acting.subject = s.subject;
        reception.resident = s;
        return s;
    }
    void know(const people::PersonId& person, const char* value, const char* source, bool disputed = false) {
        REQUIRE(residents.keep_facts(tartu, person, {{"residence.address", json_text(value), source, noon, "registers.purpose_prefill", std::nullopt, false, false}}));
        if (disputed) REQUIRE(residents.dispute_fact(tartu, person, "residence.address", source, true));
    }
    std::string page() { return std::string(testing::ask(router, http::Method::get, "/et/services/parking-permit").content()); }

private:
    static std::string json_text(const char* value) { return "\"" + std::string(value) + "\""; }
};

std::string words(const char* key) { return view::text(view::Language::et, std::string("service_page.") + key); }

}  // namespace

TEST_CASE("of several sources the best is shown; what is disputed is not; nobody signed in sees none of it") {
    Signed site;
    CHECK_FALSE(contains(site.page(), words("known")));
    const auto kadri = site.log_in("48803149719", "Kadri").person;
    site.know(kadri, "Kirjutatud 1", "typed");
    CHECK(contains(site.page(), "Kirjutatud 1"));
    site.know(kadri, "Registri 2", "population_register");
    auto both = site.page();
    CHECK(contains(both, "Registri 2"));
    CHECK_FALSE(contains(both, "Kirjutatud 1"));
    CHECK(contains(both, words("known")));
    site.know(kadri, "Registri 2", "population_register", true);
    CHECK_FALSE(contains(site.page(), "Registri 2"));
    CHECK(contains(site.page(), "Kirjutatud 1"));
    site.log_in("38611029284", "Jaan");
    CHECK_FALSE(contains(site.page(), "Kirjutatud 1"));
}

TEST_CASE("whoever acts for somebody reads of them by name, and nothing where the mandate does not cover the service") {
    Signed site;
    const auto kadri = site.log_in("48803149719", "Kadri").person;
    site.know(kadri, "Kadri kodu 3", "population_register");
    const auto jaan = site.log_in("38611029284", "Jaan").person;
    site.know(jaan, "Jaani kodu 4", "population_register");
    auto& acting = site.reception.resident->acting;
    acting = {"mandate", kadri, "Kadri Õunap", "EE48803149719", "m1", {"parking-permit"}, {}, false};
    auto shown = site.page();
    CHECK(contains(shown, "Kadri kodu 3"));
    CHECK_FALSE(contains(shown, "Jaani kodu 4"));
    CHECK(contains(shown, view::text(view::Language::et, "service_page.known_of", {{"name", "Kadri Õunap"}})));
    CHECK_FALSE(contains(shown, words("known")));
    acting.scopes = {"dog-registration"};
    auto outside = site.page();
    CHECK(contains(outside, words("known_not_covered")));
    for (const char* address : {"Kadri kodu 3", "Jaani kodu 4"}) CHECK_FALSE(contains(outside, address));
}
