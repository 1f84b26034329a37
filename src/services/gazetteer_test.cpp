#include "services/gazetteer.h"

#include <doctest/doctest.h>

using namespace raekoda;
using namespace raekoda::services;

TEST_CASE("replies of a gazetteer") {
    auto found = Gazetteer::parse(R"({"host": "x", "addresses": [
        {"pikkaadress": "Näidise tn 1, Näidislinn", "ipikkaadress": "Näidise tn 1", "viitepunkt_b": "58.380", "viitepunkt_l": "26.722"},
        {"taisaadress": "Teine tn 2", "viitepunkt_b": 58.1, "viitepunkt_l": 26.1},
        {"taisaadress": "Vahetatud", "viitepunkt_b": 26.1, "viitepunkt_l": 58.1},
        {"taisaadress": "Meetrites", "viitepunkt_b": 6474317, "viitepunkt_l": 659226},
        {"taisaadress": "Kohata"}, {"viitepunkt_b": 58.1, "viitepunkt_l": 26.1}, 7, null]})");
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].label == "Näidise tn 1, Näidislinn");
    CHECK((*found)[0].lat == 58.38);
    CHECK((*found)[0].lon == 26.722);
    CHECK((*found)[0].municipality.empty());
    CHECK((*found)[1].label == "Teine tn 2");
    CHECK(Gazetteer::parse(R"({"host": "x"})")->empty());  // no hit
    for (std::string bad : {std::string(), std::string("[]"), std::string("<html>"), std::string("{\"addresses\": "), std::string("\xFF"), std::string(2 << 20, ' ')})
        CHECK(Gazetteer::parse(bad).error().fault == Fault::unavailable);
    std::string many = R"({"addresses": [)";
    for (int i = 0; i < 200; ++i) many += std::string(i ? "," : "") + R"({"pikkaadress": "A", "viitepunkt_b": 58.1, "viitepunkt_l": 26.1})";
    CHECK(Gazetteer::parse(many + "]}")->size() == 50);
}

TEST_CASE("asking a gazetteer") {
    std::string asked;
    Gazetteer gazetteer("https://gazetteer.example/search", [&](const std::string& url) -> Result<std::string> {
        asked = url;
        return R"({"addresses": [{"pikkaadress": "A 1", "viitepunkt_b": 58.1, "viitepunkt_l": 26.1}, {"pikkaadress": "A 2", "viitepunkt_b": 58.1, "viitepunkt_l": 26.1}]})";
    });
    CHECK(gazetteer.search(" Õuna 1&x ", 1)->size() == 1);
    CHECK(asked == "https://gazetteer.example/search?address=%C3%95una%201%26x&results=1&appartment=0&unik=0&ihist=0&features=EHAK%2CVAIKEKOHT%2CTANAV%2CEHITISHOONE%2CKATASTRIYKSUS");
    asked.clear();
    CHECK(gazetteer.search("  ").error().fault == Fault::invalid);
    CHECK(gazetteer.search("\xFF").error().fault == Fault::invalid);
    CHECK(asked.empty());
    Gazetteer silent("https://gazetteer.example/search?key=1", [](const std::string&) -> Result<std::string> { return fail(Fault::unavailable, "no answer"); });
    CHECK(silent.search("a").error().fault == Fault::unavailable);
    CHECK(Gazetteer::url_for("https://g.example/?k=1", "a", 500).starts_with("https://g.example/?k=1&address=a&results=20&"));
}

TEST_CASE("the catalogue asks the gazetteer for what it does not know, and goes on without it") {
    auto own = Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue").catalogue;
    REQUIRE(own);
    const auto& town = own->municipalities().back();
    int asked = 0;
    bool down = false;
    auto fetch = [&](const std::string&) -> Result<std::string> {
        ++asked;
        if (down) return fail(Fault::unavailable, "down");
        return R"({"addresses": [{"pikkaadress": "Tundmatu tn 7", "viitepunkt_b": )" + std::to_string(town.map.lat) + R"(, "viitepunkt_l": )" +
               std::to_string(town.map.lon) + R"(}, {"pikkaadress": "Kaugel 1", "viitepunkt_b": 59.4, "viitepunkt_l": 24.7}]})";
    };
    Instant start = instant_of({2026, 11, 21}, 600);
    testing::set_now(start);
    auto both = with_gazetteer(own, std::make_shared<Gazetteer>("https://example.ee/gazetteer", fetch));
    auto found = both->find_places(town.id, "tundmatu tn 7", 5);
    REQUIRE_FALSE(found.empty());
    CHECK(found.back().label == "Tundmatu tn 7");
    CHECK(found.back().municipality == town.id);
    CHECK(both->find_places(town.id, "tundmatu tn 7", 5).size() == found.size());
    CHECK(asked == 1);  // kept
    down = true;
    CHECK(both->find_places(town.id, "midagi muud", 5).empty());
    CHECK(both->find_places(town.id, "veel midagi", 5).empty());
    CHECK(asked == 2);  // left alone for a while
    down = false;
    testing::set_now(start.plus_seconds(60));
    CHECK_FALSE(both->find_places(town.id, "veel midagi", 5).empty());
    testing::set_now(std::nullopt);
}
