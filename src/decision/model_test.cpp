#include "decision/model.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "decision/batch.h"
#include "decision/feel.h"
#include "decision/model_sample.h"
#include "decision/near.h"
#include "decision/sentences.h"

using namespace raekoda::decision;
using namespace raekoda::decision::sample;

namespace {

bool says(const ModelProblems& problems, const std::string& code) {
    return std::any_of(problems.begin(), problems.end(), [&](auto& p) { return p.code == code; });
}
std::string all(const ModelProblems& problems) {
    std::string s;
    for (auto& p : problems) s += text_of(p) + "\n";
    return s;
}
std::string decide(const std::string& content, const std::string& name, const std::string& facts = "{}") {
    auto loaded = load(model(content), "sample.dmn");
    INFO(all(loaded.problems));
    REQUIRE(loaded.model);
    REQUIRE_FALSE(has_errors(loaded.problems));
    Session session(loaded.model);
    auto compiled = compile(facts, {});
    REQUIRE(compiled);
    session.set_all(compiled->evaluate(session.evaluation(), {}));
    auto found = loaded.model->find_decision(name);
    REQUIRE(found);
    return to_literal(session.decide(*found));
}

}  // namespace

TEST_CASE("a decision reads inputs, other decisions and knowledge models; names may hold spaces") {
    auto content = input("Monthly Salary", "number") + decision("Yearly Salary", {"i:Monthly Salary"}, literal("12 * Monthly Salary"), "number") +
                   "<businessKnowledgeModel name=\"tax of\" id=\"tax of\"><encapsulatedLogic><formalParameter name=\"sum\" typeRef=\"number\"/>" +
                   literal("sum * 0.22") + "</encapsulatedLogic></businessKnowledgeModel>" +
                   decision("Tax", {"d:Yearly Salary", "k:tax of"}, literal("tax of(Yearly Salary)"));
    CHECK(decide(content, "Tax", "{Monthly Salary: 1000}") == "2640");
    CHECK(decide(content, "Tax", "{Monthly Salary: \"much\"}") == "null");
}

TEST_CASE("boxed expressions") {
    CHECK(decide(decision("c", {}, "<context><contextEntry><variable name=\"a b\"/>" + literal("2") + "</contextEntry><contextEntry><variable name=\"d\"/>" + literal("a b * 3") +
                                       "</contextEntry></context>"),
                 "c") == "{a b: 2, d: 6}");
    CHECK(decide(decision("c", {}, "<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"n\"/>" +
                                       literal("if n < 2 then 1 else n * f(n - 1)") + "</functionDefinition></contextEntry><contextEntry>" + literal("f(5)") + "</contextEntry></context>"),
                 "c") == "120");
    CHECK(decide(decision("l", {}, "<list>" + literal("1") + literal("\"x\"") + "</list>"), "l") == "[1, \"x\"]");
    CHECK(decide(decision("r", {}, "<relation><column name=\"n\"/><column name=\"v\"/><row>" + literal("\"a\"") + literal("1") + "</row><row>" + literal("\"b\"") + literal("2") +
                                       "</row></relation>"),
                 "r") == "[{n: \"a\", v: 1}, {n: \"b\", v: 2}]");
    CHECK(decide(decision("q", {}, "<conditional><if>" + literal("1 < 2") + "</if><then>" + literal("\"yes\"") + "</then><else>" + literal("\"no\"") + "</else></conditional>"), "q") == "\"yes\"");
    CHECK(decide(decision("f", {}, "<filter><in>" + literal("[1, 2, 3, 4]") + "</in><match>" + literal("item > 2 // large") + "</match></filter>"), "f") == "[3, 4]");
    CHECK(decide(decision("i", {}, "<for iteratorVariable=\"x\"><in>" + literal("[1..3]") + "</in><return>" + literal("x + count(partial)") + "</return></for>"), "i") == "[1, 3, 5]");
    CHECK(decide(decision("s", {}, "<some iteratorVariable=\"x\"><in>" + literal("[1, 2]") + "</in><satisfies>" + literal("x = 2") + "</satisfies></some>"), "s") == "true");
    CHECK(decide(decision("e", {}, "<every iteratorVariable=\"x\"><in>" + literal("[1, 2]") + "</in><satisfies>" + literal("x = 2") + "</satisfies></every>"), "e") == "false");
}

TEST_CASE("a boxed filter cannot be broken out of") {
    auto loaded = load(model(decision("f", {}, "<filter><in>" + literal("[1, 2]") + "</in><match>" + literal("true)] + [(1") + "</match></filter>")), "sample.dmn");
    CHECK(has_errors(loaded.problems));
}

TEST_CASE("invocation by name, decision services, the type of an item") {
    auto content = input("n", "number") + decision("double", {"i:n"}, literal("n * 2")) + decision("more", {"d:double"}, literal("double + 1"), "number") +
                   "<decisionService name=\"service\" id=\"service\"><outputDecision href=\"#more\"/><encapsulatedDecision href=\"#double\"/><inputData href=\"#n\"/></decisionService>" +
                   decision("use", {"k:service"}, "<invocation>" + literal("service") + "<binding><parameter name=\"n\"/>" + literal("20") + "</binding></invocation>");
    CHECK(decide(content, "use") == "41");
    CHECK(decide("<itemDefinition name=\"size\"><typeRef>string</typeRef><allowedValues><text>\"S\", \"L\"</text></allowedValues></itemDefinition>" + input("x", "size") +
                     decision("d", {"i:x"}, literal("x")),
                 "d", "{x: \"M\"}") == "null");
}

TEST_CASE("a decision service takes input data, then input decisions, and never makes what it is given") {
    auto content = input("a", "string") + decision("b", {}, literal("\"never made\""), "string") + decision("both", {"d:b", "i:a"}, literal("a + b")) +
                   "<decisionService name=\"s\" id=\"s\"><outputDecision href=\"#both\"/><inputDecision href=\"#b\"/><inputData href=\"#a\"/></decisionService>" +
                   decision("use", {"k:s"}, literal("s(\"A\", \"B\")")) + decision("named", {"k:s"}, literal("s(b: \"B\", a: \"A\")")) + decision("wrong", {"k:s"}, literal("s(\"A\")"));
    CHECK(decide(content, "use") == "\"AB\"");
    CHECK(decide(content, "named") == "\"AB\"");
    CHECK(decide(content, "wrong") == "null");
    CHECK(decide(content, "both", "{a: \"x\"}") == "\"xnever made\"");
}

TEST_CASE("each version's namespace is read") {
    for (auto* space : {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
                        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/"}) {
        auto loaded = load(model(decision("d", {}, literal("1 + 1")), space), "sample.dmn");
        CHECK(loaded.problems.empty());
    }
    CHECK(says(load(model("", "https://www.omg.org/spec/DMN/20990101/MODEL/"), "sample.dmn").problems, "wrong_namespace"));
}

TEST_CASE("problems come all at once, each with its place") {
    auto loaded = load(model(input("a", "unheard of") + decision("b", {"d:c"}, literal("c")) + decision("c", {"d:b"}, literal("b")) + decision("d", {"i:nothing"}, literal("1 +\n  * 2")) +
                             input("a") + "<import name=\"x\" namespace=\"urn:x\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>" +
                             "<businessKnowledgeModel name=\"j\" id=\"j\"><encapsulatedLogic kind=\"Java\"><context/></encapsulatedLogic></businessKnowledgeModel>"),
                       "sample.dmn");
    INFO(all(loaded.problems));
    for (auto* code : {"unknown_type", "cyclic_requirement", "unknown_reference", "duplicate_name", "missing_import", "external_function"}) CHECK_MESSAGE(says(loaded.problems, code), code);
    auto syntax = std::find_if(loaded.problems.begin(), loaded.problems.end(), [](auto& p) { return p.code == "syntax"; });
    REQUIRE(syntax != loaded.problems.end());
    CHECK(syntax->place.row == 7);
    CHECK(syntax->place.column == 3);
    CHECK(syntax->place.name == "d");
    // What is sound can still be evaluated; what is not gives null and says so.
    REQUIRE(loaded.model);
    Session session(loaded.model);
    CHECK(session.decide(*loaded.model->find_decision("b")).is_null());
    CHECK_FALSE(session.evaluation().diagnostics().empty());
}

TEST_CASE("bad files are refused with a clear problem") {
    auto refused = [](const std::string& text, const char* code, LoadOptions options = {}) {
        auto loaded = load(text, "bad.dmn", options);
        INFO(all(loaded.problems));
        CHECK_FALSE(loaded.model);
        CHECK(says(loaded.problems, code));
    };
    refused("", "xml_malformed");
    refused("no xml", "xml_malformed");
    refused("<a><b></a>", "xml_malformed");
    refused("<svg xmlns=\"urn:x\"/>", "not_a_model");
    refused("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "xml_document_type");
    refused("<a>\xFF</a>", "xml_encoding");
    refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", "xml_encoding");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    refused(deep, "xml_too_deep");
    LoadOptions small;
    small.bytes = 100;
    refused(model(decision("d", {}, literal("1"))), "too_large", small);
}

TEST_CASE("long chains of requirements neither recurse nor are made twice") {
    std::string content = decision("d0", {}, literal("1"));
    for (int i = 1; i <= 3'000; ++i) content += decision("d" + std::to_string(i), {"d:d" + std::to_string(i - 1)}, literal("d" + std::to_string(i - 1) + " + 1"));
    CHECK(decide(content, "d3000") == "3001");
    // Every level requires the one before twice: 2^60 evaluations if they were repeated.
    std::string fan = decision("l0", {}, literal("1")) + decision("r0", {}, literal("1"));
    for (int i = 1; i <= 60; ++i)
        for (auto* side : {"l", "r"}) {
            auto before = std::to_string(i - 1);
            fan += decision(side + std::to_string(i), {"d:l" + before, "d:r" + before}, literal("l" + before + " + r" + before));
        }
    CHECK(decide(fan, "l60") == "1152921504606846976");
}

TEST_CASE("imports: types, knowledge and decisions of another file") {
    auto inner = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"Inner\" namespace=\"urn:inner\">"
                 "<itemDefinition name=\"count\"><typeRef>number</typeRef></itemDefinition>" +
                 input("base", "count") + decision("twice", {"i:base"}, literal("base * 2")) + "<businessKnowledgeModel name=\"add one\" id=\"add\"><encapsulatedLogic><formalParameter name=\"n\"/>" +
                 literal("n + 1") + "</encapsulatedLogic></businessKnowledgeModel></definitions>";
    auto outer = model("<import name=\"other\" namespace=\"urn:inner\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
                       "<decision name=\"d\" id=\"d\"><variable name=\"d\" typeRef=\"other.count\"/><informationRequirement><requiredDecision href=\"urn:inner#twice\"/></informationRequirement>"
                       "<knowledgeRequirement><requiredKnowledge href=\"urn:inner#add\"/></knowledgeRequirement>" +
                       literal("other.add one(other.twice)") + "</decision>");
    LoadOptions options;
    options.resolver = [&](const ImportRequest& request) -> std::optional<ImportedFile> {
        CHECK(request.name_space == "urn:inner");
        return ImportedFile{"inner.dmn", inner};
    };
    auto loaded = load(outer, "outer.dmn", options);
    INFO(all(loaded.problems));
    CHECK(loaded.problems.empty());
    Session session(loaded.model);
    ContextBuilder of_import, facts;
    of_import.put(std::string_view("base"), Value(4));
    facts.put(std::string_view("other"), of_import.build());
    session.set_all(facts.build());
    CHECK(to_literal(session.decide(*loaded.model->find_decision("d"))) == "9");
}

TEST_CASE("DMN 1.1: imports have no names, types are qualified names") {
    auto file = [](const std::string& name, const std::string& content) {
        return "<d:definitions xmlns:d=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\" xmlns:feel=\"http://www.omg.org/spec/FEEL/20140401\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" name=\"" + name +
               "\" namespace=\"urn:" + name + "\">" + content + "</d:definitions>";
    };
    auto type = [](const std::string& name) { return "<d:itemDefinition name=\"" + name + "\"><d:typeRef>feel:number</d:typeRef></d:itemDefinition>"; };
    auto import = [](const std::string& name) { return "<d:import namespace=\"urn:" + name + "\" importType=\"http://www.omg.org/spec/DMN/20151101/dmn.xsd\"/>"; };
    LoadOptions options;
    options.resolver = [&](const ImportRequest& request) -> std::optional<ImportedFile> {
        auto name = request.name_space.substr(4);
        return ImportedFile{name + ".dmn", file(name, type("t" + name))};
    };
    auto loaded = load(file("c", import("a") + import("b") + "<d:inputData id=\"i\" name=\"i\"><d:variable name=\"i\" typeRef=\"a:ta\"/></d:inputData><d:decision id=\"e\" name=\"e\"><d:variable name=\"e\" "
                                     "typeRef=\"b:tb\"/><d:informationRequirement><d:requiredInput href=\"#i\"/></d:informationRequirement><d:literalExpression><d:text>i + 1</d:text></d:literalExpression></d:decision>"),
                       "c.dmn", options);
    INFO(all(loaded.problems));
    CHECK(loaded.problems.empty());
    Session session(loaded.model);
    session.set(0, Value(1));
    CHECK(to_literal(session.decide(0)) == "2");
}

TEST_CASE("a diagnostic says where in the file its text went wrong") {
    auto loaded = load(model(decision("d", {}, literal("[1,\n 2 +\n   \"x\"]"))), "sample.dmn");
    REQUIRE(loaded.model);
    Session session(loaded.model);
    session.decide(0);
    REQUIRE(session.evaluation().diagnostics().size() == 1);
    auto& place = session.evaluation().diagnostics()[0].place;
    CHECK(place.model == "sample.dmn");
    CHECK(place.name == "d");
    CHECK(place.row == 4);
}

TEST_CASE("endless recursion ends as a clean error") {
    auto loaded = load(model("<businessKnowledgeModel name=\"f\" id=\"f\"><encapsulatedLogic><formalParameter name=\"n\"/>" + literal("f(n + 1) + 1") +
                             "</encapsulatedLogic></businessKnowledgeModel>" + decision("d", {"k:f"}, literal("f(1)"))),
                       "sample.dmn");
    Session session(loaded.model);
    CHECK(session.decide(*loaded.model->find_decision("d")).is_null());
    REQUIRE_FALSE(session.evaluation().diagnostics().empty());
    CHECK(session.evaluation().diagnostics().back().code == Code::too_deep);
    // The session is as good as new afterwards.
    session.begin();
    CHECK_FALSE(session.evaluation().stopped());
}

TEST_CASE("reasons: facts, rules that decided, the cell at which others failed; sentences of them") {
    auto loaded = load(model(input("age", "number") + decision("vote", {"i:age"}, table("hitPolicy=\"FIRST\"", {"age"}, {"vote"},
                                                                                         {{{">= 16"}, {"\"all\""}, "of age"}, {{">= 14"}, {"\"budget\""}, "young"}, {{"-"}, {"\"none\""}, ""}}))),
                       "sample.dmn");
    REQUIRE(loaded.model);
    Session session(loaded.model);
    Reasons reasons;
    session.record(&reasons);
    session.set(0, Value(15));
    CHECK(to_literal(session.decide(0)) == "\"budget\"");
    REQUIRE(reasons.decisions.size() == 1);
    auto& reason = reasons.decisions[0];
    CHECK(reason.facts.at(0).name == "age");
    REQUIRE(reason.tables.size() == 1);
    CHECK(reason.tables[0].matched == std::vector<std::uint32_t>{1, 2});
    CHECK(reason.tables[0].decided == std::vector<std::uint32_t>{1});
    REQUIRE(reason.tables[0].failed.size() == 1);
    CHECK(reason.tables[0].failed[0].rule == 0);
    auto said = sentences(*loaded.model, reasons, 1);
    REQUIRE(said.size() == 5);
    CHECK(said[2].text_key == "decision.rule_matched");
    CHECK(said[2].arguments.at("conditions") == "age = 15 (>= 14)");
    CHECK(said[3].arguments.at("annotation") == "young");
    CHECK(said[4].text_key == "decision.rule_failed");
}

TEST_CASE("reasons: every cell of a rule that did not match is told") {
    auto loaded = load(model(input("a", "number") + input("b", "number") + decision("d", {"i:a", "i:b"}, table("hitPolicy=\"UNIQUE\"", {"a", "b"}, {"d"}, {{{"1", "1"}, {"1"}, ""}, {{"1", "2"}, {"2"}, ""}, {{"2", "2"}, {"3"}, ""}}))),
                       "sample.dmn");
    REQUIRE(loaded.model);
    Session session(loaded.model);
    Reasons reasons;
    session.record(&reasons);
    session.set(0, Value(1));
    session.set(1, Value(1));
    session.decide(0);
    auto& failed = reasons.decisions.at(0).tables.at(0).failed;
    REQUIRE(failed.size() == 2);
    CHECK(failed[0].input == 1);
    CHECK(failed[0].further.empty());
    CHECK(failed[1].input == 0);
    CHECK(failed[1].further == std::vector<std::uint32_t>{1});
}

TEST_CASE("rows that one other value would have made count: behind the first that decided only when that value lets go of all before") {
    using Rows = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    auto near = [](const char* first_row, const char* facts) {
        auto loaded = load(model(input("a", "boolean") + input("b", "boolean") +
                                 decision("d", {"i:a", "i:b"}, table("hitPolicy=\"FIRST\"", {"a", "b"}, {"d"}, {{{first_row, "-"}, {"1"}, ""}, {{"true", "false"}, {"2"}, ""}, {{"true", "true"}, {"3"}, ""}}))),
                           "sample.dmn");
        REQUIRE(loaded.model);
        Session session(loaded.model);
        Reasons reasons;
        session.record(&reasons);
        session.set_all(compile(facts, {})->evaluate(session.evaluation(), {}));
        session.decide(0);
        Rows rows;
        for (const auto& one : near_rules(loaded.model->tables().at(0), reasons.decisions.at(0).tables.at(0))) rows.emplace_back(one.rule, one.input);
        return rows;
    };
    CHECK(near("false", "{a: false, b: true}") == Rows{{2, 0}});
    CHECK(near("false", "{a: false, b: false}") == Rows{{1, 0}});
    CHECK(near("-", "{a: false, b: true}").empty());  // decides whatever a is
    CHECK(near("false", "{a: true, b: false}") == Rows{{0, 0}, {2, 1}});
    CHECK(cell_values("\"x\", \"y\"").size() == 2);
    CHECK(cell_values("true").size() == 1);
    for (const char* cell : {"-", "", "< 1", "[1..2]", "not(1)", "limit", "1, < 0"}) CHECK_MESSAGE(cell_values(cell).empty(), cell);
}

TEST_CASE("logic as people see it: texts of the file, tables in their places, shared functions") {
    auto context = "<context><contextEntry><variable name=\"limit\"/>" + literal("18") + "</contextEntry><contextEntry><variable name=\"kind\"/>" +
                   table("id=\"inner\"", {"age"}, {"kind"}, {{{"-"}, {"\"x\""}, ""}}) + "</contextEntry><contextEntry>" + literal("age < limit") + "</contextEntry></context>";
    auto knowledge = "<businessKnowledgeModel name=\"twice\" id=\"twice\"><variable name=\"twice\"/><encapsulatedLogic><formalParameter name=\"x\"/>" + literal("x * 2") + "</encapsulatedLogic></businessKnowledgeModel>";
    auto loaded = load(model(input("age", "number") + knowledge + decision("d", {"i:age", "k:twice"}, context)), "sample.dmn");
    REQUIRE(loaded.model);
    auto& d = loaded.model->decisions().at(0);
    using Kind = LogicView::Kind;
    CHECK(d.logic.kind == Kind::context);
    CHECK(d.logic.names == std::vector<std::string>{"limit", "kind", ""});
    REQUIRE(d.logic.parts.size() == 3);
    CHECK(d.logic.parts[0].text == "18");
    CHECK(d.logic.parts[1].kind == Kind::table);
    CHECK(loaded.model->tables().at(d.logic.parts[1].table).id == "inner");
    CHECK(d.logic.parts[2].text == "age < limit");
    REQUIRE(loaded.model->knowledge().size() == 1);
    CHECK(d.requires_knowledge == std::vector<std::size_t>{0});
    CHECK(loaded.model->knowledge()[0].name == "twice");
    auto& function = loaded.model->knowledge()[0].logic;
    CHECK(function.kind == Kind::function);
    CHECK(function.names == std::vector<std::string>{"x"});
    CHECK(function.parts.at(0).text == "x * 2");
}

TEST_CASE("batch: columns in, results out, one by one with their problems") {
    auto loaded = load(model("<itemDefinition name=\"person\"><itemComponent name=\"age\"><typeRef>number</typeRef></itemComponent><itemComponent name=\"town\"><typeRef>string</typeRef>"
                             "</itemComponent></itemDefinition>" + input("p", "person") + input("limit", "number") +
                             decision("d", {"i:p", "i:limit"}, literal("if p.age >= limit then p.town else \"too young\""))),
                       "sample.dmn");
    REQUIRE(loaded.model);
    auto batch = Batch::open(loaded.model, 0, {"p.age", "limit", "p.town"});
    REQUIRE(batch);
    CHECK(type_text(batch->type(0)) == "number");
    std::vector<FactColumn> columns{{"p.age", {Value(20), Value(10), Value("x")}}, {"limit", {Value(18), Value(18), Value(18)}}, {"p.town", {Value("A"), Value("B"), Value("C")}}};
    std::vector<Batch::Row> rows;
    batch->run(columns, 3, rows);
    CHECK(to_literal(rows[0].value) == "\"A\"");
    CHECK(to_literal(rows[1].value) == "\"too young\"");
    CHECK_FALSE(rows[2].problem.empty());
    CHECK(rows[0].problem.empty());
    CHECK_FALSE(Batch::open(loaded.model, 0, {"q"}));
    CHECK_FALSE(Batch::open(loaded.model, 0, {"p.name"}));
    CHECK_FALSE(Batch::open(loaded.model, 0, {"limit", "limit"}));
    CHECK_FALSE(Batch::open(loaded.model, 0, {"p", "p.age"}));
}
