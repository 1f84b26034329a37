// FEEL by tables: feel_cases/*.txt hold expressions and their values.
#include <doctest/doctest.h>

#include <fstream>

#include "base/json.h"
#include "decision/feel.h"

using namespace raekoda;
using namespace raekoda::decision;

namespace {

constexpr std::int64_t noon_utc = 1'795'262'400'000'000;  // 2026-11-21T12:00:00Z

struct Known {
    Names names;
    std::vector<Value> values;
    void add(std::string_view name, Value value, TypePointer type = nullptr) {
        names.add(name, std::move(type));
        values.push_back(std::move(value));
    }
    Known() {
        Evaluation e;
        auto from = [&](const char* feel) { return compile(feel, Names())->evaluate(e, {}); };
        add("Full name", "Mari Maasikas");
        add("a", 5);
        add("b", 3);
        add("a-b", 7);
        add("Person", from("{home address: {house number: 12, street: \"Pikk\"}}"));
        add("if applicable", "yes");
        add("in stock", true);
        add("order", 5);
        add("õun", 3);
        add("limit", 18);
        add("people", from("[{name: \"Ants\", age: 40}, {name: \"Jüri\", age: 7}, {name: \"Liis\", age: 71}]"));
    }
};

void run_cases(const std::string& file) {
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/src/decision/feel_cases/" + file);
    REQUIRE(in);
    const Known known;
    std::string line;
    int cases = 0;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        const auto arrow = line.find("  =>  ");
        REQUIRE_MESSAGE(arrow != std::string::npos, line);
        const std::string text = line.substr(0, arrow), expected = line.substr(arrow + 6);
        CAPTURE(line);
        ++cases;
        Evaluation e({}, Now{noon_utc, *Zone::named("Europe/Tallinn")});
        auto program = compile(text, known.names);
        REQUIRE_MESSAGE(program, (program.diagnostics.empty() ? "" : program.diagnostics[0].text));
        const Value value = program->evaluate(e, known.values);
        std::string said;
        for (const auto& d : e.diagnostics()) said += d.text + "; ";
        CAPTURE(said);
        if (expected == "null!") {
            CHECK_MESSAGE(value.is_null(), to_literal(value));
            CHECK(e.diagnostic_count() > 0);
            continue;
        }
        auto wanted = compile(expected, Names());
        REQUIRE(wanted);
        CHECK_EQ(to_literal(value), to_literal(wanted->evaluate(e, {})));
        CHECK(identical(value, wanted->evaluate(e, {})));
    }
    CHECK(cases > 100);
}

Value value_of(Evaluation& e, std::string_view text) {
    auto program = compile(text, Names());
    REQUIRE_MESSAGE(program, text);
    return program->evaluate(e, {});
}

}  // namespace

TEST_CASE("the language, by table") { run_cases("language.txt"); }
TEST_CASE("the built-in functions, by table") { run_cases("functions.txt"); }

TEST_CASE("what is no FEEL is refused with its place") {
    for (std::string_view text : {"", "1 +", "(1", "[1, 2", "{a 1}", "if true then 1", "for x return 1", "\"abc", "1 2", "a.", "function(x, x) x", "some x in [1] x",
                                  "1 instance of", "f(a: 1, 2)", "[1..", "\xff", "then"}) {
        CAPTURE(text);
        auto program = compile(text, Names());
        CHECK_FALSE(program);
        CHECK_FALSE(program.diagnostics.empty());
    }
    auto program = compile("1 +\n  2 * )", Names());
    REQUIRE_FALSE(program);
    CHECK_EQ(program.diagnostics[0].place.row, 2);
    CHECK_EQ(program.diagnostics[0].place.column, 7);
}

TEST_CASE("unknown names are found when compiling, and can be errors") {
    auto program = compile("1 + missing", Names());
    REQUIRE(program);
    REQUIRE_EQ(program.diagnostics.size(), 1);
    CHECK_EQ(program.diagnostics[0].code, Code::unknown_name);
    CHECK_EQ(program.diagnostics[0].place.column, 5);
    CompileOptions options;
    options.unknown_names_are_errors = true;
    CHECK_FALSE(compile("1 + missing", Names(), options));
}

TEST_CASE("unary tests") {
    struct Row { const char* tests; const char* input; bool matches; };
    Names names;
    names.add("limit");
    const std::vector<Value> slots{Value(10)};
    for (const Row& row : {Row{"-", "5", true}, {"", "null", true}, {"5", "5", true}, {"5, 6", "6", true}, {"< 5", "4", true}, {"< 5", "5", false}, {"[1..5]", "5", true},
                           {"(1..5)", "5", false}, {"not(5, 6)", "5", false}, {"not(5, 6)", "7", true}, {"\"a\", \"b\"", "\"b\"", true}, {"< limit", "9", true},
                           {"> limit", "9", false}, {"limit", "10", true}, {"? > 3 and ? < 8", "5", true}, {"? > 3 and ? < 8", "9", false}, {"[1, 2, 3]", "2", true},
                           {"null", "null", true}, {"5", "null", false}, {"not(null)", "1", true}, {"true", "true", true}, {"true", "false", false},
                           {"starts with(?, \"a\")", "\"abc\"", true}, {"-5", "-5", true}, {"date(\"2026-01-01\")", "@\"2026-01-01\"", true},
                           {"not(?) or true", "true", true}, {"= 5", "5", true}, {"!= 5", "5", false}, {"list contains([1, 2], ?)", "2", true}}) {
        CAPTURE(row.tests);
        CAPTURE(row.input);
        auto tests = compile_unary_tests(row.tests, names);
        REQUIRE_MESSAGE(tests, (tests.diagnostics.empty() ? "" : tests.diagnostics[0].text));
        Evaluation e;
        CHECK_EQ(tests->matches(e, value_of(e, row.input), slots), row.matches);
    }
    auto range = compile_unary_tests("[1..5], 7", names);
    REQUIRE(range);
    CHECK_EQ(range->tests()[0].shape, UnaryTest::Shape::range);
    CHECK_EQ(range->tests()[1].shape, UnaryTest::Shape::equal);
    CHECK_FALSE(compile_unary_tests("< ", names));
}

TEST_CASE("budgets end what would not end") {
    struct Row { const char* text; Code code; };
    for (const Row& row : {Row{"{f: function(n) f(n + 1), r: f(1)}.r", Code::too_deep},
                           {"{f: function(n) n + f(n + 1) * 2, r: f(1)}.r", Code::too_deep},
                           {"for i in 1..1000000000 return i", Code::too_large},
                           {"count(for i in 1..999999 return for j in 1..999999 return j)", Code::out_of_steps},
                           {"some i in 1..100000000000 satisfies i < 0", Code::out_of_steps},
                           {"for i in 1..100 return if i = 1 then \"aaaaaaaaaaaaaaaaaaaa\" else partial[-1] + partial[-1]", Code::too_large},
                           {"for i in 1..100 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])", Code::too_large},
                           {"for i in 1..100000 return if i = 1 then [1] else [partial[-1]]", Code::too_deep}}) {
        CAPTURE(row.text);
        Evaluation e;
        CHECK(value_of(e, row.text).is_null());
        REQUIRE_FALSE(e.diagnostics().empty());
        CHECK_EQ(e.diagnostics().back().code, row.code);
    }
    Budget budget;
    budget.stop = [] { return true; };
    Evaluation e(budget);
    CHECK(value_of(e, "for i in 1..100000 return i").is_null());
    CHECK_EQ(e.diagnostics().back().code, Code::out_of_time);
    e.reset();
    CHECK_EQ(to_literal(value_of(e, "1 + 1")), "2");
}

TEST_CASE("texts that are nested too deeply are refused") {
    for (std::string open : {"(", "[", "{a:", "-", "not(", "if true then ", "function() ", "f("}) {
        CAPTURE(open);
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += open;
        CHECK_FALSE(compile(text + "1", Names()));
    }
    std::string sum = "1";
    for (int i = 0; i < 100'000; ++i) sum += "+1";
    CHECK_FALSE(compile(sum, Names()));
}

TEST_CASE("a function outlives its expression and keeps what it captured") {
    Value function;
    Evaluation e;
    {
        Names names;
        names.add("factor");
        auto program = compile("function(x) x * factor", names);
        REQUIRE(program);
        const std::vector<Value> slots{Value(3)};
        function = program->evaluate(e, slots);
    }
    const std::vector<Value> arguments{Value(14)};
    CHECK_EQ(to_literal(call(e, function, arguments)), "42");
    auto native = function_value({{"n", builtin_type("number")}}, builtin_type("string"), [](Evaluation&, std::span<const Value> a) { return a[0]; });
    CHECK(call(e, native, arguments).is_null());  // a number is no string
}

TEST_CASE("JSON in and out") {
    Evaluation e;
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::context;
    type->members = {{"born", builtin_type("date")}, {"sums", list_of(builtin_type("number"))}};
    auto value = from_json(e, *json::parse(R"({"born":"2001-02-03","sums":[1,2.5],"free":{"x":null}})"), type);
    REQUIRE(value);
    CHECK_EQ(to_literal(*value), "{born: 2001-02-03, sums: [1, 2.5], free: {x: null}}");
    CHECK_EQ(json::serialize(to_json(*value)), R"({"born":"2001-02-03","sums":[1,2.5E0],"free":{"x":null}})");
    CHECK_FALSE(from_json(e, *json::parse(R"({"born":"2001-02-30","sums":[]})"), type));
    CHECK_FALSE(from_json(e, *json::parse(R"({"born":"2001-02-03","sums":["a"]})"), type));
}
