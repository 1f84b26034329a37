#include "doors/console/decide.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <unistd.h>

#include "decision/decision.h"
#include "doors/console/decide_table.h"
#include "view/view.h"

using namespace raekoda;
using namespace raekoda::decision;

namespace {

constexpr const char* voting = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Voting" namespace="urn:voting">
<inputData name="age" id="age"><variable name="age" typeRef="number"/></inputData>
<inputData name="town" id="town"><variable name="town" typeRef="string"/></inputData>
<decision name="Vote" id="vote"><variable name="Vote" typeRef="string"/><informationRequirement><requiredInput href="#age"/></informationRequirement>
<informationRequirement><requiredInput href="#town"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input label="Age"><inputExpression><text>age</text></inputExpression></input><input label="Town"><inputExpression><text>town</text></inputExpression></input>
<output/><annotation name="why"/>
<rule><inputEntry><text>&gt;= 14</text></inputEntry><inputEntry><text>"A, B"</text></inputEntry><outputEntry><text>"yes"</text></outputEntry><annotationEntry><text>of age</text></annotationEntry></rule>
<rule><inputEntry><text>&lt; 14</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"no"</text></outputEntry><annotationEntry><text/></annotationEntry></rule>
</decisionTable></decision></definitions>)";

struct Captured {
    std::ostringstream out, err;
    std::streambuf *before_out = std::cout.rdbuf(out.rdbuf()), *before_err = std::cerr.rdbuf(err.rdbuf());
    ~Captured() {
        std::cout.rdbuf(before_out);
        std::cerr.rdbuf(before_err);
    }
};

}  // namespace

TEST_CASE("reasons are said in three languages; no text is missing") {
    auto loaded = load(voting, "voting.dmn");
    REQUIRE(loaded.model);
    Session session(loaded.model);
    Reasons reasons;
    session.record(&reasons);
    session.set(0, Value(20));
    session.set(1, Value("A, B"));
    session.decide(0);
    session.begin();
    session.set(0, Value(20));
    session.set(1, Value("C"));
    session.decide(0);
    session.begin();
    session.set(0, Value("old"));
    session.decide(0);
    auto said = sentences(*loaded.model, reasons, 5);
    CHECK(said.size() > 8);
    for (auto& sentence : said)
        for (auto language : view::all_languages) {
            INFO(sentence.text_key);
            REQUIRE(view::has_text(sentence.text_key));
            CHECK(view::text(language, sentence.text_key, sentence.arguments).find('{') == std::string::npos);
        }
}

TEST_CASE("a sweep keeps the order of the rows, reads quoted fields, and names what is wrong with a row") {
    auto loaded = load(voting, "voting.dmn");
    REQUIRE(loaded.model);
    auto file = std::filesystem::temp_directory_path() / ("raekoda_sweep_" + std::to_string(::getpid()) + ".csv");
    constexpr int rows = 60'000;  // several chunks
    {
        std::ofstream out(file);
        out << "town,age\r\n\"A, B\",20\r\n\"C\nD\",9\n\"A, B\",twenty\nshort\n";
        for (int i = 0; i < rows; ++i) out << "\"A, B\"," << (i % 30) << "\n";
    }
    std::string written;
    int code;
    {
        Captured captured;
        code = doors::console::decide_table(loaded.model, 0, file.string(), {});
        written = captured.out.str();
    }
    std::filesystem::remove(file);
    CHECK(code == 1);
    std::istringstream in(written);
    std::string line;
    auto next = [&] { return std::getline(in, line) ? line : std::string("end"); };
    CHECK(next() == "Vote,problem");
    CHECK(next() == "yes,");
    CHECK(next() == "no,");
    CHECK(next() == ",'twenty' is not of the type number");
    CHECK(next() == ",the row has 1 fields for 2 columns");
    int wrong = 0;
    for (int i = 0; i < rows; ++i) wrong += next() != (i % 30 < 14 ? "no," : "yes,");
    CHECK(wrong == 0);
    CHECK(next() == "end");
}
