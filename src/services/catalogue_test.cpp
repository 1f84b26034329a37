#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/text.h"
#include "services/catalogue_files.h"
#include "services/services.h"

using namespace raekoda;
using namespace raekoda::services;
namespace fs = std::filesystem;

namespace {

const std::string root = RAEKODA_SOURCE_DIR;
const std::string cases = root + "/tests/catalogue_cases";
const MunicipalityId river("river"), hill("hill");

std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string printed(const std::vector<CatalogueProblem>& problems) {
    std::string out;
    for (const auto& p : problems) out += p.file + ":" + std::to_string(p.line) + ": " + p.text + "\n";
    return out;
}

std::shared_ptr<const Catalogue> good() {
    auto loaded = Catalogue::load(cases + "/good");
    CHECK(printed(loaded.problems) == "");
    REQUIRE(loaded.catalogue);
    return loaded.catalogue;
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("raekoda-catalogue-" + random_id()) / "catalogue";
    Folder() { fs::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path.parent_path(), ignored);
    }
};

}  // namespace

TEST_CASE("lines of places in a JSON text") {
    const char* text = "{\n \"a\": [1,\n  {\"b\\\"c\": \"x\\\\\"},\n  [\n   true]],\n\n \"d/e\": null, \"d/e\":\n 2\n}";
    CHECK(line_of(text, "") == 1);
    CHECK(line_of(text, "/a") == 2);
    CHECK(line_of(text, "/a/1") == 3);
    CHECK(line_of(text, "/a/1/b\"c") == 3);
    CHECK(line_of(text, "/a/2/0") == 5);
    CHECK(line_of(text, "/d~1e") == 8);  // the last of two counts
    CHECK(line_of(text, "/a/3") == 0);
    CHECK(line_of(text, "/x/y") == 0);
    CHECK(repeated_members(text, 10) == std::vector<Pointer>{"/d~1e"});
}

TEST_CASE("merge patch: the examples of RFC 7386, appendix A") {
    const char* examples[][3] = {
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", R"({})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        {R"({"a":"foo"})", R"(null)", R"(null)"},
        {R"({"a":"foo"})", R"("bar")", R"("bar")"},
        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
    };
    for (const auto& example : examples) {
        json::value target = json::parse(example[0]).value();
        merge_patch(target, json::parse(example[1]).value());
        CHECK(json::serialize(target) == example[2]);
    }
}

TEST_CASE("bad catalogues: every problem, with file and line") {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(cases)) {
        if (entry.path().filename() == "good" || !entry.is_directory()) continue;
        CAPTURE(entry.path().filename().string());
        Folder folder;
        fs::copy(cases + "/good", folder.path, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        fs::copy(entry.path(), folder.path, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        fs::remove(folder.path / "expected.txt");
        for (const auto& file : fs::recursive_directory_iterator(entry.path()))  // an empty file takes one away
            if (file.is_regular_file() && file.file_size() == 0) fs::remove(folder.path / fs::relative(file.path(), entry.path()));
        auto loaded = Catalogue::load(folder.path.string());
        CHECK_FALSE(loaded.catalogue);
        CHECK(printed(loaded.problems) == content(entry.path() / "expected.txt"));
        ++count;
    }
    CHECK(count >= 12);
}

TEST_CASE("no folder, no catalogue") {
    auto loaded = Catalogue::load("/nonexistent/catalogue");
    CHECK_FALSE(loaded.catalogue);
    CHECK(loaded.problems.size() == 1);
}

TEST_CASE("the catalogue of this project is in order") {
    auto loaded = Catalogue::load(root + "/catalogue");
    CHECK(printed(loaded.problems) == "");
    REQUIRE(loaded.catalogue);
    CHECK(loaded.catalogue->municipalities().size() >= 3);
    for (const auto& municipality : loaded.catalogue->municipalities()) {
        CAPTURE(municipality.id.value);
        // Wherever somebody reports, somebody holds it.
        for (const auto& kind : municipality.kinds) {
            RoutingFacts facts{kind.id, "", "", {}, {}, LocalTime{{2026, 11, 21}, 600}};
            auto routing = loaded.catalogue->route(municipality.id, facts);
            REQUIRE(routing);
            CHECK(municipality.team(routing->team));
        }
        Located located = loaded.catalogue->locate(municipality.map.lat, municipality.map.lon);
        CHECK(located.municipality == municipality.id);
    }
}

TEST_CASE("municipalities are found by host and jurisdiction; kinds know where they come from") {
    auto catalogue = good();
    REQUIRE(catalogue->municipalities().size() == 2);
    CHECK(catalogue->by_host("river.example")->id == river);
    CHECK(catalogue->by_host("RIVER.example:8080")->id == river);
    CHECK(catalogue->by_host("elsewhere.example")->id == hill);  // the first
    CHECK(catalogue->by_host("[::1]:8080")->id == hill);
    CHECK(catalogue->by_jurisdiction("River.Example")->id == river);
    CHECK(catalogue->by_jurisdiction("nowhere") == nullptr);
    CHECK(catalogue->municipality(MunicipalityId("sea")) == nullptr);
    const auto* here = catalogue->municipality(river);
    REQUIRE(here);
    const auto* there = catalogue->municipality(hill);
    CHECK(here->kind("hole")->overridden);
    CHECK_FALSE(there->kind("hole")->overridden);
    CHECK(here->kind("hole")->advice.en == "Call.");
    CHECK(there->kind("hole")->advice.en == "");
    CHECK(here->kind("hole")->version != there->kind("hole")->version);
    CHECK(here->kind("hole")->version.size() == 12);
    CHECK(here->kind("ferry")->own);
    CHECK(there->kind("ferry") == nullptr);
    CHECK(here->closing_reason("done")->asks_picture);
    CHECK(here->district("upper")->name.en == "Upper");
    CHECK(here->district("lower")->name.ru == "Alumine");
    CHECK(here->address.ru == "Дорога 1");
    CHECK(datatype_name(here->kind("hole")->questions[0].datatype) == "singlevaluelist");
}

TEST_CASE("the place decides") {
    auto catalogue = good();
    Located at = catalogue->locate(58.0502, 26.0501);
    CHECK(at.municipality == river);
    CHECK(at.district == "upper");  // 4.4 km against 4.5 km
    CHECK(at.areas == std::vector<std::string>{"east"});
    CHECK(at.street == "Õuna tänav");
    CHECK(at.street_class == "main");
    CHECK(at.address == "Õuna tänav 12");
    CHECK(at.zipcode == "50002");
    at = catalogue->locate(58.0502, 26.042);  // no address within 80 m
    CHECK(at.address == "Õuna tänav");
    CHECK(at.zipcode == "50001");
    CHECK(at.areas == std::vector<std::string>{"west"});
    at = catalogue->locate(58.0508, 26.042);  // 89 m from the street
    CHECK(at.street == "");
    CHECK(catalogue->locate(58.01, 26.09).district == "harbour");  // an outline goes before a centre
    CHECK(catalogue->locate(58.085, 26.025).municipality.empty());  // the hole
    CHECK(catalogue->locate(58.05, 26.15).municipality == hill);
    CHECK(catalogue->locate(58.05, 26.25).municipality.empty());
    for (double bad : {0.0, 1e300, -1e300, std::nan("")}) {
        CHECK(catalogue->locate(bad, 26.05).municipality.empty());
        CHECK(catalogue->locate(58.05, bad).municipality.empty());
    }
    // Points on borders and corners belong to exactly one side.
    for (double lat : {58.0, 58.02, 58.05, 58.099}) CHECK(catalogue->locate(lat, 26.1).municipality == hill);
    for (double lat : {58.0, 58.02, 58.05}) CHECK(catalogue->locate(lat, 26.05).areas.size() == 1);
    CHECK(catalogue->outline_geojson(hill).starts_with(R"({"type":"MultiPolygon")"));
    CHECK(metres_between(58.38, 26.72, 59.437, 24.7536) == doctest::Approx(163'200).epsilon(0.005));
    CHECK(metres_between(58, 26, 58, 26) == 0);
}

TEST_CASE("places are found by words") {
    auto catalogue = good();
    auto labels = [&](std::string_view words) {
        std::string out;
        for (const auto& place : catalogue->find_places(river, words, 5)) out += place.label + "; ";
        return out;
    };
    CHECK(labels("ouna 12") == "Õuna tänav 12; Õuna tänav 12a; ");
    CHECK(labels("ÕUNA TÄNAV 12A") == "Õuna tänav 12a; ");
    CHECK(labels("õun") == "Õuna tänav; Vana-Õuna; Õuna tänav 12; Õuna tänav 120; Õuna tänav 12a; ");
    CHECK(labels("vana ouna") == "Vana-Õuna; ");
    CHECK(labels("Õuna 7") == "Õuna tänav; Vana-Õuna; ");  // no such house: its street
    CHECK(labels("верхн") == "Ülemine; ");
    CHECK(labels("tundmatu") == "");
    CHECK(labels("") == "");
    CHECK(labels("\xFF\xFE") == "");
    CHECK(catalogue->find_places(hill, "ouna", 5).empty());
    CHECK(catalogue->find_places(river, "ouna", 0).empty());
}

TEST_CASE("rules: the dated version, then the first that matches") {
    auto catalogue = good();
    auto rule = [&](RoutingFacts facts) { return catalogue->route(river, facts).value(); };
    LocalTime noon{{2026, 12, 5}, 720};  // a Saturday
    CHECK(rule({"hole", "", "", {}, {}, LocalTime{{2026, 9, 30}, 1439}}).rule_id == "all");
    CHECK(rule({"hole", "", "", {}, {}, LocalTime{{2026, 10, 1}, 0}}).rule_id == "night");
    CHECK(rule({"hole", "", "", {}, {}, LocalTime{{2026, 12, 5}, 1320}}).rule_id == "night");
    CHECK(rule({"hole", "", "", {}, {}, LocalTime{{2026, 12, 5}, 360}}).rule_id == "rest");
    auto large = rule({"hole", "", "", {"north", "west"}, {{"size", {"large"}}}, noon});
    CHECK(large.rule_id == "large-west");
    CHECK(large.answer == "thanks");
    CHECK(large.limit.working_days == 1);
    CHECK(large.table_valid_from == Date{2026, 10, 1});
    CHECK(rule({"hole", "", "", {"west"}, {{"size", {"small"}}}, noon}).rule_id == "rest");
    auto main_street = rule({"ferry", "upper", "main", {}, {}, noon});
    CHECK(main_street.rule_id == "main-winter");
    CHECK(main_street.contractor);
    CHECK(rule({"ferry", "upper", "main", {}, {}, LocalTime{{2026, 12, 4}, 720}}).rule_id == "rest");  // a Friday
    auto before = catalogue->route(river, {"hole", "", "", {}, {}, LocalTime{{2024, 1, 1}, 0}});
    REQUIRE_FALSE(before);
    CHECK(before.error().fault == Fault::broken);
    CHECK(before.error().detail == "routing of river: no version is valid on 2024-01-01");
    CHECK(catalogue->route(MunicipalityId("sea"), {}).error().fault == Fault::missing);
}

TEST_CASE("service levels are dated") {
    auto catalogue = good();
    CHECK(catalogue->service_level(river, "hole", {2024, 12, 31}).empty());
    CHECK(catalogue->service_level(river, "hole", {2026, 6, 30}).working_days == 10);
    CHECK(catalogue->service_level(river, "hole", {2026, 7, 1}).working_days == 5);
    CHECK(catalogue->service_level(river, "ferry", {2025, 12, 31}).hours == 8);
    CHECK(catalogue->service_level(river, "ferry", {2026, 1, 1}).empty());
    CHECK(catalogue->service_level(hill, "ferry", {2026, 1, 1}).empty());
}
