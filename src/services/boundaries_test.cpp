#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/text.h"
#include "services/services.h"
#include "tests/databases.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const std::string root = RAEKODA_SOURCE_DIR;
const MunicipalityId river("river"), hill("hill");

std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

journal::Context as_operator(std::string key = {}) { return {river, Instant{1'000'000}, "import", std::move(key)}; }

std::string feature(const std::string& properties, const std::string& coordinates, const std::string& type = "Polygon") {
    return R"({"type": "Feature", "properties": )" + properties + R"(, "geometry": {"type": ")" + type + R"(", "coordinates": )" + coordinates + "}}";
}
std::string collection(const std::string& features) { return R"({"type": "FeatureCollection", "features": [)" + features + "]}"; }
std::string square(const std::string& west, const std::string& south, const std::string& east, const std::string& north) {
    return "[[[" + west + "," + south + "],[" + east + "," + south + "],[" + east + "," + north + "],[" + west + "," + north + "],[" + west + "," + south + "]]]";
}

AnswerTemplate thanks() {
    AnswerTemplate answer;
    answer.id = "thanks";
    answer.outcome = "done";
    answer.use = "close";
    answer.kinds = {"hole"};
    answer.title = {"Tänu", "Thank you", "Благодарность"};
    answer.body = {"Teade {number}, {kind}, {place}, {date}.", "Report {number}.", "Сообщение {number}."};
    return answer;
}

}  // namespace

TEST_CASE("reading boundaries") {
    auto read = read_boundaries(collection(feature(R"({"OKOOD": "0793", "ONIMI": "Näidislinn"})", square("26.6", "58.3", "26.8", "58.4")) + "," +
                                           feature(R"({"code": 796, "name": "Näidisvald"})", "[" + square("26.8", "58.3", "26.9", "58.4") + "]", "MultiPolygon")));
    REQUIRE(read);
    REQUIRE(read->size() == 2);
    CHECK((*read)[0].ehak == "0793");
    CHECK((*read)[1].ehak == "0796");
    CHECK((*read)[1].name == "Näidisvald");

    auto detail = [](const std::string& text) {
        auto result = read_boundaries(text);
        return result ? "nothing" : std::string(fault_name(result.error().fault)) + ": " + result.error().detail;
    };
    const std::string known = R"({"ehak": "0793", "name": "N"})";
    CHECK(detail("") .starts_with("invalid: line 1"));
    CHECK(detail("[]") == "invalid: a GeoJSON FeatureCollection is expected");
    CHECK(detail("\xFF") == "invalid: the file is not UTF-8");
    CHECK(detail(collection("")) == "invalid: the FeatureCollection has no feature");
    CHECK(detail(collection(feature("{}", "[]"))) == "invalid: feature 1: no EHAK code of four digits in \"code\", \"OKOOD\" or \"ehak\"");
    CHECK(detail(collection(feature(R"({"ehak": "07x3", "name": "N"})", "[]"))).find("four digits") != std::string::npos);
    CHECK(detail(collection(feature(R"({"ehak": "0793"})", "[]"))).find("no name") != std::string::npos);
    CHECK(detail(collection(feature(known, square("659226", "6474317", "659326", "6474417")))) ==
          "invalid: feature 1: N: the position is in metres, as in L-EST97 (EPSG:3301); degrees of WGS 84 (EPSG:4326) are expected (geometry/coordinates/0/0)");
    CHECK(detail(collection(feature(known, square("58.3", "26.6", "58.4", "26.8")))).find("longitude and latitude are swapped") != std::string::npos);
    CHECK(detail(collection(feature(known, square("2.3", "48.6", "2.4", "48.8")))).find("not in Estonia") != std::string::npos);
    CHECK(detail(collection(feature(known, "[[[26.6,58.3],[26.8,58.3],[26.8,58.4],[26.6,58.4]]]"))).find("not closed") != std::string::npos);
    CHECK(detail(collection(feature(known, "[26.6,58.3]", "Point"))) == "invalid: feature 1: N: a Polygon or MultiPolygon is expected, not Point");
    CHECK(detail(collection(feature(known, square("26.6", "58.3", "26.8", "58.4")) + "," + feature(known, square("26.6", "58.3", "26.8", "58.4"))))
              .find("stands twice") != std::string::npos);
    CHECK(detail(R"({"type": "FeatureCollection", "features": [7]})") == "invalid: feature 1: no properties");
}

TEST_CASE("imported boundaries take the place of coarse outlines") {
    auto catalogue = Catalogue::load(root + "/tests/catalogue_cases/good").catalogue;
    REQUIRE(catalogue);
    auto imported = read_boundaries(collection(feature(R"({"ehak": "9001", "name": "Jõe vald"})", square("26.0", "58.0", "26.08", "58.1")) + "," +
                                               feature(R"({"ehak": "9007", "name": "Naabri vald"})", square("26.2", "58.0", "26.3", "58.1"))));
    REQUIRE(imported);
    auto better = with_boundaries(catalogue, *imported);
    CHECK(catalogue->locate(58.05, 26.09).municipality == river);
    CHECK(better->locate(58.05, 26.09).municipality.empty());
    CHECK(better->locate(58.05, 26.09).other_name == "");
    Located at = better->locate(58.0502, 26.0501);
    CHECK(at.municipality == river);
    CHECK(at.address == "Õuna tänav 12");
    CHECK(at.other_name == "");
    CHECK(better->locate(58.05, 26.15).municipality == hill);  // not in the file: its coarse outline still speaks
    CHECK(better->locate(58.05, 26.25).municipality.empty());
    CHECK(better->locate(58.05, 26.25).other_name == "Naabri vald");
    CHECK(better->outline_geojson(river) == (*imported)[0].geometry);
    CHECK(better->outline_geojson(hill) == catalogue->outline_geojson(hill));
    CHECK(with_boundaries(better, {})->locate(58.05, 26.09).municipality == river);
}

TEST_CASE("boundaries are kept, once, and a rebuild keeps them") {
    auto imported = read_boundaries(collection(feature(R"({"ehak": "9001", "name": "Jõe vald"})", square("26.0", "58.0", "26.08", "58.1")) + "," +
                                               feature(R"({"ehak": "9007", "name": "Naabri vald"})", square("26.2", "58.0", "26.3", "58.1"))))
                        .value();
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        testing::make_tables(scratch);
        journal::Journal journal(scratch.database, projections());
        REQUIRE(keep_boundaries(journal, as_operator(), imported));
        CHECK(journal.head(river).value() == 2);
        REQUIRE(keep_boundaries(journal, as_operator(), imported));  // the same again
        CHECK(journal.head(river).value() == 2);
        imported[0].name = "Jõevald";
        REQUIRE(keep_boundaries(journal, as_operator(), imported));
        CHECK(journal.head(river).value() == 3);
        imported[0].name = "Jõe vald";
        REQUIRE(keep_boundaries(journal, as_operator(), imported));
        auto kept = boundaries(*scratch.database).value();
        REQUIRE(kept.size() == 2);
        CHECK(kept[0].ehak == "9001");
        CHECK(kept[0].name == "Jõe vald");
        CHECK(kept[1].geometry == imported[1].geometry);
        auto before = journal.table_hashes().value();
        CHECK(journal.rebuild([](auto) {}).value() == 4);
        CHECK(journal.table_hashes().value() == before);
    }
}

TEST_CASE("officials change answers") {
    auto catalogue = Catalogue::load(root + "/tests/catalogue_cases/good").catalogue;
    REQUIRE(catalogue);
    const Municipality& here = *catalogue->municipality(river);
    const Municipality& there = *catalogue->municipality(hill);
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        testing::make_tables(scratch);
        journal::Journal journal(scratch.database, projections());
        CHECK(answer_templates(*scratch.database, here).value().size() == 1);
        REQUIRE(change_answer_template(journal, as_operator(), thanks()));
        AnswerTemplate extra = thanks();
        extra.id = "later";
        extra.title.et = "  Hiljem\r\n";
        REQUIRE(change_answer_template(journal, as_operator(), extra));
        extra.body.en = "Later {date}.";
        REQUIRE(change_answer_template(journal, as_operator(), extra));
        auto answers = answer_templates(*scratch.database, here).value();
        REQUIRE(answers.size() == 2);
        CHECK(answers[0].id == "thanks");
        CHECK(answers[0].title.en == "Thank you");
        CHECK(answers[0].kinds == std::vector<std::string>{"hole"});
        CHECK(answers[0].use == "close");
        CHECK(answers[1].outcome == "done");
        CHECK(answers[1].title.et == "Hiljem");
        CHECK(answers[1].body.en == "Later {date}.");
        CHECK(answer_templates(*scratch.database, there).value()[0].title.en == "Thanks");  // the neighbour's stays
        auto before = journal.table_hashes().value();
        CHECK(journal.rebuild([](auto) {}).value() == 3);
        CHECK(journal.table_hashes().value() == before);

        AnswerTemplate bad = thanks();
        bad.id = "Thanks!";
        bad.title.ru = " ";
        bad.body.et = "Tere {nimi}";
        bad.body.en = std::string(4001, 'x');
        bad.body.ru = "\xFF";
        bad.use = "sell";
        auto refused = change_answer_template(journal, as_operator(), bad);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::invalid);
        std::string fields;
        for (const auto& problem : refused.error().problems) {
            fields += problem.field + " " + problem.text_key + "; ";
            CHECK(view::has_text(problem.text_key));
        }
        CHECK(fields ==
              "id services.identifier_invalid; use services.identifier_invalid; title_ru services.text_missing; body_et services.unknown_placeholder; "
              "body_en services.text_too_long; body_ru services.text_missing; ");
        CHECK(journal.head(river).value() == 3);
    }
}

TEST_CASE("Estonia's municipalities, when their borders are at hand") {
    const std::string path = root + "/../shared/data/estonia/ehak/omavalitsus.json";
    if (!std::filesystem::exists(path)) {
        std::cout << "borders of municipalities: skipped, shared data is not there\n";
        return;
    }
    auto imported = read_boundaries(content(path));
    REQUIRE_MESSAGE(imported, (imported ? "" : imported.error().detail));
    CHECK(imported->size() >= 78);
    auto catalogue = with_boundaries(Catalogue::load(root + "/tests/catalogue_cases/good").catalogue, *imported);
    std::ifstream in(root + "/tests/known_places.tsv");
    std::string line;
    int count = 0;
    while (std::getline(in, line)) {
        auto parts = split(line, '\t');
        if (line.empty() || line[0] == '#') continue;
        REQUIRE(parts.size() == 3);
        CAPTURE(line);
        CHECK(catalogue->locate(parse_number(parts[0]).value(), parse_number(parts[1]).value()).other_name == parts[2]);  // empty: water
        ++count;
    }
    CHECK(count >= 5);
}
