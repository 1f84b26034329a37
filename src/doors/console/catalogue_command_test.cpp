// Services as files, from the register and back: one is written out, changed as a person with an editor would, tried without keeping, imported.
#include "doors/console/catalogue_command.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/databases.h"

using namespace raekoda;
using namespace raekoda::doors::console;
namespace fs = std::filesystem;

namespace {

const std::string source = RAEKODA_SOURCE_DIR;

// What a command says on standard output and as an error, kept.
struct Said {
    std::ostringstream out, error;
    std::streambuf *out_before = std::cout.rdbuf(out.rdbuf()), *error_before = std::cerr.rdbuf(error.rdbuf());
    ~Said() {
        std::cout.rdbuf(out_before);
        std::cerr.rdbuf(error_before);
    }
};

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
    std::ifstream in(file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    in.close();
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text.replace(at, from.size(), to);
}

std::string price_of(const Configuration& configuration, Date on) {
    auto town = open_town(configuration);
    REQUIRE(town);
    auto service = town->services->service(MunicipalityId("river"), "ferry-pass", on);
    REQUIRE(service);
    return service->name.en;
}

}  // namespace

TEST_CASE("one service is imported from its folder: tried first, refused when wrong, from a day on") {
    auto scratch = testing::sqlite_database();
    Configuration configuration;
    configuration.database = (scratch.folder / "town.db").string();
    configuration.catalogue = source + "/tests/catalogue_cases/good";
    const fs::path out = scratch.folder / "files", folder = out / "river" / "ferry-pass";
    const Date today = local_time(now()).date;
    {
        Said said;
        REQUIRE(catalogue_import(configuration, false) == 0);
        REQUIRE(catalogue_export(configuration, out.string()) == 0);
    }
    const std::string before = price_of(configuration, today);
    // As it was written out, nothing differs.
    {
        Said said;
        CHECK(catalogue_import_one(configuration, {folder.string(), "river", "", true}) == 0);
        CHECK(said.out.str().empty());
    }
    replace_in(folder / "service.json", "\"" + before + "\"", "\"A pass for boats\"");
    {
        Said said;
        CHECK(catalogue_import_one(configuration, {folder.string() + "/", "river", "", true}) == 0);
        CHECK(said.out.str() == "~ river/ferry-pass/service.json\n");
    }
    CHECK(price_of(configuration, today) == before);
    {
        Said said;
        CHECK(catalogue_import_one(configuration, {folder.string(), "river", today.plus_days(30).iso(), false}) == 0);
        CHECK(catalogue_import_one(configuration, {folder.string(), "river", "2020-01-01", false}) != 0);
        CHECK(catalogue_import_one(configuration, {folder.string(), "nowhere", "", false}) != 0);
        CHECK(catalogue_import_one(configuration, {(scratch.folder).string(), "river", "", false}) != 0);
    }
    CHECK(price_of(configuration, today) == before);
    CHECK(price_of(configuration, today.plus_days(30)) == "A pass for boats");
    // What is wrong is named with its file and line; nothing is kept.
    replace_in(folder / "service.json", "\"type\"", "\"typo\"");
    {
        Said said;
        CHECK(catalogue_import_one(configuration, {folder.string(), "river", "", false}) != 0);
        CHECK(said.error.str().find("river/ferry-pass/service.json:") != std::string::npos);
    }
    CHECK(price_of(configuration, today) == before);
}

TEST_CASE("a service that no catalogue has comes in as a folder too") {
    auto scratch = testing::sqlite_database();
    Configuration configuration;
    configuration.database = (scratch.folder / "town.db").string();
    configuration.catalogue = source + "/tests/catalogue_cases/good";
    const fs::path folder = scratch.folder / "raft";
    fs::create_directories(folder);
    std::ofstream(folder / "service.json") << R"({"type": "service", "id": "raft", "name": {"et": "Parv", "en": "Raft", "ru": "Плот"}, "summary": {"et": "a", "en": "b", "ru": "c"},
        "level": "information", "themes": ["roads"], "target_group": ["resident"], "languages": ["et"], "owner": {"et": "a", "en": "b", "ru": "c"},
        "channels": [{"type": "phone", "phone": "123"}], "source": {"status": "to_confirm"}})";
    Said said;
    CHECK(catalogue_import_one(configuration, {folder.string(), "river", "", false}) == 0);
    CHECK(said.out.str() == "+ river/raft/service.json\n");
    auto town = open_town(configuration);
    REQUIRE(town);
    CHECK(town->services->published()->service(MunicipalityId("river"), "raft", local_time(now()).date)->name.en == "Raft");
}

TEST_CASE("words of decisions and examples move with their service") {
    auto scratch = testing::sqlite_database();
    Configuration configuration;
    configuration.database = (scratch.folder / "town.db").string();
    configuration.catalogue = source + "/tests/catalogue_cases/good";
    const fs::path out = scratch.folder / "files", pass = out / "river" / "ferry-pass", toll = out / "river" / "toll";
    {
        Said said;
        REQUIRE(catalogue_import(configuration, false) == 0);
        REQUIRE(catalogue_export(configuration, out.string()) == 0);
        CHECK(catalogue_diff(configuration) == 0);
    }
    CHECK(fs::exists(out / "common" / "toll" / "examples" / "river-cart.json"));
    std::ofstream(pass / "letters.json") << R"({"law": {"et": "a", "en": "b", "ru": "c"}, "appeal": {"et": "a", "en": "b", "ru": "c"},
        "letters": [{"id": "yes", "outcome": "granted", "name": {"et": "a", "en": "b", "ru": "c"}, "resolution": {"et": "Anda {number}", "en": "Give {number}", "ru": "Дать {number}"}},
                    {"id": "no", "outcome": "refused", "name": {"et": "a", "en": "b", "ru": "c"}, "resolution": {"et": "a", "en": "b", "ru": "c"}}],
        "reasons": [{"id": "one", "text": {"et": "a", "en": "b", "ru": "c"}}]})";
    std::ofstream(toll / "examples" / "night.json") << R"({"name": {"et": "a", "en": "b", "ru": "c"}, "on": "2025-12-31", "given": {"sõiduk": "cart", "vanus": 7}, "expected": {"Sillamaks": 1}})";
    {
        Said said;
        CHECK(catalogue_import_one(configuration, {pass.string(), "river", "", false}) == 0);
        CHECK(catalogue_import_one(configuration, {toll.string(), "river", "", false}) == 0);
        CHECK(said.out.str() == "+ river/ferry-pass/letters.json\n+ river/toll/examples/night.json\n");
    }
    {
        Said said;
        CHECK(catalogue_diff(configuration) == 1);
        CHECK(said.out.str().find("- river/ferry-pass/letters.json") != std::string::npos);
        CHECK(said.out.str().find("- river/toll/examples/night.json") != std::string::npos);
    }
    const fs::path again = scratch.folder / "again";
    {
        Said said;
        REQUIRE(catalogue_export(configuration, again.string()) == 0);
    }
    CHECK(fs::exists(again / "river" / "ferry-pass" / "letters.json"));
    CHECK(fs::exists(again / "river" / "toll" / "examples" / "night.json"));
    replace_in(pass / "letters.json", "Give {number}", "Give {date}");
    Said said;
    CHECK(catalogue_import_one(configuration, {pass.string(), "river", "", true}) != 0);
    CHECK(said.error.str().find("letters.json:") != std::string::npos);
}
