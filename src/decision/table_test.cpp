#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "decision/feel.h"
#include "decision/model.h"
#include "decision/model_sample.h"

using namespace raekoda::decision;
using namespace raekoda::decision::sample;

namespace {

struct Run {
    Loaded loaded;
    explicit Run(const std::string& logic, const std::string& inputs = input("x", "number")) : loaded(load(model(inputs + decision("d", {"i:x"}, logic)), "sample.dmn")) {
        for (auto& problem : loaded.problems) INFO(text_of(problem));
        REQUIRE(loaded.model);
    }
    std::string operator()(const Value& x, std::string* problem = nullptr) const {
        Session session(loaded.model);
        session.set(0, x);
        auto value = session.decide(0);
        if (problem && !session.evaluation().diagnostics().empty()) *problem = session.evaluation().diagnostics()[0].text;
        return to_literal(value);
    }
};
std::string with(const char* policy, const char* outputs = "o") {
    return table(policy, {"x"}, {outputs}, {{{"< 10"}, {"1"}, ""}, {{"[5..20]"}, {"3"}, ""}, {{"> 15"}, {"2"}, ""}});
}
std::size_t count(const std::vector<Finding>& findings, Finding::Kind kind) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](auto& f) { return f.kind == kind; }));
}

}  // namespace

TEST_CASE("hit policies and aggregators") {
    std::string problem;
    CHECK(Run(with("hitPolicy=\"UNIQUE\""))(2) == "1");
    CHECK(Run(with("hitPolicy=\"UNIQUE\""))(7, &problem) == "null");
    CHECK(problem.find("UNIQUE") != std::string::npos);
    CHECK(Run(with("hitPolicy=\"FIRST\""))(7) == "1");
    CHECK(Run(with("hitPolicy=\"PRIORITY\"", "o|3, 2, 1|"))(7) == "3");
    CHECK(Run(with("hitPolicy=\"OUTPUT ORDER\"", "o|3, 2, 1|"))(18) == "[3, 2]");
    CHECK(Run(with("hitPolicy=\"RULE ORDER\""))(7) == "[1, 3]");
    CHECK(Run(with("hitPolicy=\"COLLECT\""))(18) == "[3, 2]");
    CHECK(Run(with("hitPolicy=\"COLLECT\" aggregation=\"SUM\""))(18) == "5");
    CHECK(Run(with("hitPolicy=\"COLLECT\" aggregation=\"COUNT\""))(18) == "2");
    CHECK(Run(with("hitPolicy=\"COLLECT\" aggregation=\"MIN\""))(18) == "2");
    CHECK(Run(with("hitPolicy=\"COLLECT\" aggregation=\"MAX\""))(18) == "3");
    problem.clear();
    CHECK(Run(with("hitPolicy=\"ANY\""))(7, &problem) == "null");
    CHECK(problem.find("ANY") != std::string::npos);
}

TEST_CASE("several outputs, defaults, annotations of the letter") {
    Run run(table("", {"x"}, {"name||\"none\"", "sum||0"}, {{{"1"}, {"\"one\"", "x * 10"}, ""}, {{"2, 3"}, {"\"few\"", "20"}, ""}}));
    CHECK(run(1) == "{name: \"one\", sum: 10}");
    CHECK(run(3) == "{name: \"few\", sum: 20}");
    CHECK(run(4) == "{name: \"none\", sum: 0}");
    CHECK(hit_policy_letter(HitPolicy::collect, Aggregation::sum) == "C+");
    CHECK(run.loaded.model->tables().at(0).rules.at(1).inputs.at(0) == "2, 3");
}

TEST_CASE("a wrong cell breaks its table, never its meaning") {
    Run run(table("", {"x"}, {"o"}, {{{"< "}, {"1"}, ""}, {{"-"}, {"2"}, ""}}));
    CHECK(has_errors(run.loaded.problems));
    CHECK(run(1) == "null");
    Run short_rule(table("", {"x"}, {"o"}, {{{}, {"1"}, ""}}));
    CHECK(has_errors(short_rule.loaded.problems));
    CHECK(short_rule(1) == "null");
}

TEST_CASE("the index gives what a walk over the rules gives") {
    // Cells of every indexed shape, some that cannot be indexed, and values of other kinds than the cells'.
    std::mt19937 random(7);
    auto number = [&] { return static_cast<int>(random() % 12); };
    const char* words[] = {"\"a\"", "\"b\"", "not(\"a\", \"c\")", "\"a\", \"d\"", "-", "[\"b\"..\"d\"]", "null", "? != null"};
    for (int round = 0; round < 40; ++round) {
        std::string logic = "<decisionTable hitPolicy=\"COLLECT\"><input><inputExpression><text>x</text></inputExpression></input><input><inputExpression><text>y</text></inputExpression></input>"
                            "<output name=\"o\"/>";
        std::vector<std::pair<std::string, std::string>> rules;
        for (int r = 0; r < 70; ++r) {
            std::string low = std::to_string(number()), high = std::to_string(12 + number());
            std::string shapes[] = {"< " + high, ">= " + low, "[" + low + ".." + high + ")", "(" + low + ".." + high + "]", low, "not(" + low + ")", low + ", > " + high, "-", "? > " + low, "not(< " + high + ")"};
            rules.emplace_back(shapes[random() % std::size(shapes)], words[random() % std::size(words)]);
            logic += "<rule><inputEntry><text>" + escaped(rules.back().first) + "</text></inputEntry><inputEntry><text>" + escaped(rules.back().second) + "</text></inputEntry><outputEntry><text>" +
                     std::to_string(r) + "</text></outputEntry></rule>";
        }
        auto loaded = load(model(input("x") + input("y") + decision("d", {"i:x", "i:y"}, logic + "</decisionTable>")), "sample.dmn");
        REQUIRE(loaded.model);
        REQUIRE_FALSE(has_errors(loaded.problems));
        Session session(loaded.model);
        for (int trial = 0; trial < 40; ++trial) {
            Value x = trial % 9 == 0 ? Value() : trial % 9 == 1 ? Value("5") : trial % 9 == 2 ? Value(Number::scaled(random() % 240, -1)) : Value(static_cast<int>(random() % 26));
            Value y = trial % 7 == 0 ? Value() : trial % 7 == 1 ? Value(3) : Value(std::string(1, static_cast<char>('a' + random() % 5)));
            session.begin();
            session.set(0, x);
            session.set(1, y);
            std::vector<Value> expected;
            Evaluation evaluation;
            for (std::size_t r = 0; r < rules.size(); ++r) {
                auto first = compile_unary_tests(rules[r].first, {}), second = compile_unary_tests(rules[r].second, {});
                if (first->matches(evaluation, x, {}) && second->matches(evaluation, y, {})) expected.emplace_back(static_cast<int>(r));
            }
            auto got = session.decide(0);
            INFO(to_literal(x), " ", to_literal(y));
            CHECK(to_literal(got) == (expected.empty() ? "null" : to_literal(Value::list(std::move(expected)))));
        }
    }
}

TEST_CASE("static check: gaps, overlaps, rules never reached, outputs outside") {
    SUBCASE("numbers") {
        auto findings = Run(table("", {"x"}, {"o"}, {{{"< 10"}, {"1"}, ""}, {{"> 10"}, {"2"}, ""}})).loaded.model->check_tables();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Finding::Kind::gap);
        CHECK(findings[0].example == std::vector<std::string>{"10"});
        findings = Run(table("", {"x"}, {"o"}, {{{"<= 10"}, {"1"}, ""}, {{">= 10"}, {"2"}, ""}})).loaded.model->check_tables();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Finding::Kind::overlap);
        CHECK(findings[0].rules == std::vector<std::uint32_t>{0, 1});
        CHECK(findings[0].example == std::vector<std::string>{"10"});
        CHECK(Run(table("", {"x"}, {"o"}, {{{"<= 10"}, {"1"}, ""}, {{"> 10"}, {"2"}, ""}})).loaded.model->check_tables().empty());
    }
    SUBCASE("the union of earlier rules hides a later one") {
        auto findings = Run(table("hitPolicy=\"FIRST\"", {"x"}, {"o"}, {{{"< 10"}, {"1"}, ""}, {{">= 10"}, {"2"}, ""}, {{"[5..15]"}, {"3"}, ""}})).loaded.model->check_tables();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Finding::Kind::unreachable);
        CHECK(findings[0].rules == std::vector<std::uint32_t>{2});
    }
    SUBCASE("a last row that asks for nothing takes facts that are not known") {
        auto hidden = [](const char* first, const char* last) {
            return Run(table("hitPolicy=\"FIRST\"", {"x"}, {"o"}, {{{first}, {"1"}, ""}, {{">= 10"}, {"2"}, ""}, {{last}, {"3"}, ""}})).loaded.model->check_tables();
        };
        CHECK(hidden("< 10", "-").empty());
        CHECK(hidden("not(> 10)", "-").size() == 1);  // null is not above 10 either: the first row has it
        CHECK(hidden("-", "-").size() == 2);
    }
    SUBCASE("dates are whole days, booleans two values, words have others") {
        auto date = input("x", "date");
        CHECK(Run(table("", {"x"}, {"o"}, {{{"<= date(\"2026-01-31\")"}, {"1"}, ""}, {{">= date(\"2026-02-01\")"}, {"2"}, ""}}), date).loaded.model->check_tables().empty());
        CHECK(Run(table("", {"x"}, {"o"}, {{{"true"}, {"1"}, ""}, {{"false"}, {"2"}, ""}}), input("x", "boolean")).loaded.model->check_tables().empty());
        auto findings = Run(table("", {"x"}, {"o"}, {{{"\"a\""}, {"1"}, ""}, {{"\"b\""}, {"2"}, ""}}), input("x", "string")).loaded.model->check_tables();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].example == std::vector<std::string>{"\"other\""});
    }
    SUBCASE("two inputs: the example lies in the gap") {
        auto loaded = load(model(input("x", "number") + input("y", "boolean") +
                                 decision("d", {"i:x", "i:y"}, table("", {"x", "y"}, {"o"}, {{{"< 5", "-"}, {"1"}, ""}, {{">= 5", "true"}, {"2"}, ""}}))),
                           "sample.dmn");
        auto findings = loaded.model->check_tables();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == Finding::Kind::gap);
        CHECK(findings[0].example == std::vector<std::string>{"5", "false"});
    }
    SUBCASE("agreeing rules may overlap under ANY; outputs must be allowed") {
        auto findings = Run(table("hitPolicy=\"ANY\"", {"x"}, {"o|1, 2|"}, {{{"-"}, {"1"}, ""}, {{"> 3"}, {"1"}, ""}, {{"> 5"}, {"7"}, ""}})).loaded.model->check_tables();
        CHECK(count(findings, Finding::Kind::outside_values) == 1);
        CHECK(count(findings, Finding::Kind::overlap) == 0);  // the rule with the wrong output is no constant that could be compared
        CHECK(count(findings, Finding::Kind::gap) == 0);
    }
}
