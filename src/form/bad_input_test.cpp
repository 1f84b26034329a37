// Forms and posts that mean harm: each ends soon, loses nothing that was typed and believes nothing.
#include <doctest/doctest.h>

#include "base/text.h"
#include "form/form.h"

using namespace raekoda;
using namespace raekoda::form;

namespace {

std::shared_ptr<const Form> form_of(const std::string& components) {
    auto loaded = Form::load("{\"type\": \"default\", \"components\": [" + components + "]}", "{}");
    REQUIRE(loaded.form);
    return loaded.form;
}

State evaluate_all(const Form& form, const Value& data) {
    Input input;
    input.data = data;
    input.check = Check::all;
    input.now = decision::Now{1'795'264'200'000'000, decision::Zone::offset(7200)};
    return evaluate(form, input);
}

using Fields = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("form: ten thousand rows") {
    auto form = form_of(R"({"type": "dynamiclist", "id": "l", "path": "l", "label": "1", "components": [{"type": "textfield", "id": "n", "key": "n", "label": "1", "validate": {"required": true}}]})");
    Fields fields;
    for (int i = 0; i < 10'000; ++i) fields.emplace_back("l[" + std::to_string(i) + "].n", "x");
    fields.emplace_back("l[9999999999999999999999].n", "x");
    fields.emplace_back("l[-1].n", "x");
    fields.emplace_back("l[4294967296].n", "x");
    auto posted = read_posted(*form, "", fields, {});
    auto state = evaluate_all(*form, posted.data);
    REQUIRE(state.fields.size() == 1);
    CHECK(state.fields[0].children.size() == most_rows);
    REQUIRE(state.fields[0].errors.size() == 1);
    CHECK(state.fields[0].errors[0].rule == "rows");
    CHECK_FALSE(state.valid);
    // A draft that was put together by somebody else.
    std::vector<Value> rows(10'000, posted.data.context().find("l")->list()[0]);
    decision::ContextBuilder data;
    data.put(std::string_view("l"), Value::list(std::move(rows)));
    CHECK(evaluate_all(*form, data.build()).fields[0].children.size() == most_rows);
    for (int i = 0; i < 300; ++i) posted = read_posted(*form, "", Fields{{"add", "l"}}, posted.data);
    CHECK(posted.data.context().find("l")->list().size() <= most_rows + 1);
}

TEST_CASE("form: too much is not read") {
    auto form = form_of(R"({"type": "textarea", "id": "t", "key": "t", "label": "1"})");
    auto before = read_posted(*form, "", Fields{{"t", "kept"}}, {}).data;
    auto big = read_posted(*form, "", Fields{{"t", std::string(2 << 20, 'x')}}, before);
    CHECK(big.too_large);
    CHECK(big.data.context().find("t")->string() == "kept");
    CHECK(read_posted(*form, "", Fields(60'000, {"a", ""}), before).too_large);
    auto long_text = read_posted(*form, "", Fields{{"t", std::string(longest_text + 1, 'x')}}, before);
    auto state = evaluate_all(*form, long_text.data);
    REQUIRE(state.fields[0].errors.size() == 1);
    CHECK(state.fields[0].errors[0].rule == "maxLength");
    CHECK(state.fields[0].typed.size() == longest_text + 1);  // nothing that was typed is lost
}

TEST_CASE("form: FEEL that never ends stops, and the form says that it is at fault") {
    for (const char* feel : {"=count(for x in 1..1000000, y in 1..1000000 return x)", "=if (for x in 1..9999999 return x * x)[1] = 0 then 1 else 2", "=(function(n) n)(count(for a in 1..9999999 return a))",
                             "=string join(for x in 1..99999999 return \\\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\\")"}) {
        auto form = form_of("{\"type\": \"expression\", \"id\": \"e\", \"key\": \"e\", \"expression\": \"" + std::string(feel) + "\"}, {\"type\": \"textfield\", \"id\": \"t\", \"key\": \"t\", \"label\": \"1\"}");
        INFO(feel);
        auto state = evaluate_all(*form, read_posted(*form, "", Fields{{"t", "kept"}}, {}).data);
        CHECK(state.stopped);
        CHECK_FALSE(state.valid);
    }
}

TEST_CASE("form: patterns do not run away") {
    auto form = form_of(R"j({"type": "textfield", "id": "t", "key": "t", "label": "1", "validate": {"pattern": "^(a+)+$"}}, {"type": "textfield", "id": "u", "key": "u", "label": "1", "validate": {"pattern": "(x+x+)+y"}})j");
    auto state = evaluate_all(*form, read_posted(*form, "", Fields{{"t", std::string(900, 'a') + "!"}, {"u", std::string(900, 'x')}}, {}).data);
    CHECK(state.fields[0].errors.size() == 1);
    CHECK(state.fields[1].errors.size() == 1);
}

TEST_CASE("form: naughty strings stay what they are, or are refused") {
    auto form = form_of(R"({"type": "textfield", "id": "t", "key": "t", "label": "1"}, {"type": "textarea", "id": "w", "key": "w", "label": "1"}, {"type": "number", "id": "n", "key": "n", "label": "1"},
        {"type": "datetime", "id": "d", "key": "d", "label": "1"}, {"type": "checklist", "id": "k", "key": "k", "label": "1", "values": [{"value": "a", "label": "1"}]},
        {"type": "text", "id": "x", "text": "{{t}}"}, {"type": "html", "id": "h", "content": "<p>{{t}}</p>"})");
    const std::string naughty[] = {"", " ", "\t\n", "null", "undefined", "NaN", "Infinity", "-0", "0x10", "1e309", "١٢٣", "𝟙𝟚", "<script>alert(1)</script>", "{{t}}", "={{t}}", "=1+1", "' OR 1=1 --",
                                   "../../etc/passwd", "%00", std::string("a\0b", 3), "\xff\xfe", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\u202Eb", "\uFEFFa", "👨‍👩‍👧‍👦", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", std::string(500, '('), std::string(300, '['), "$(touch x)", "${7*7}", "%s%s%n",
                                   "[a](javascript:alert(1))", "![x](http://x)", "<http://a.b>", "1,1,1", "--1", "31.12.99999", "0.0.0", "2026-13-45"};
    for (const auto& text : naughty) {
        Fields fields;
        for (const char* name : {"t", "w", "n", "d", "k", "t[0]", "t.x", "", "[", "]", "a[[[0].b", "@asked", "wrong", "add", "remove"}) fields.emplace_back(name, text);
        fields.emplace_back(text, text);
        auto posted = read_posted(*form, "", fields, {});
        auto state = evaluate_all(*form, posted.data);
        INFO(text);
        CHECK(is_valid_utf8(json::serialize(decision::to_json(state.data))));
        CHECK(is_valid_utf8(json::serialize(live_answer(state, 0))));
        for (const auto& field : state.fields)
            if (!field.content.empty()) {
                auto html = field.content.text();
                CHECK(html.find("<script") == std::string::npos);
                CHECK(html.find("<a ") == std::string::npos);
                CHECK(html.find("<img") == std::string::npos);
            }
    }
}

TEST_CASE("form: rows inside rows inside rows, and files that are no forms") {
    std::string open, close;
    for (int i = 0; i < 7; ++i) {
        open += R"({"type": "dynamiclist", "id": "l)" + std::to_string(i) + R"(", "path": "l", "label": "1", "defaultRepetitions": 3, "components": [)";
        close += "]}";
    }
    auto form = form_of(open + R"({"type": "expression", "id": "e", "key": "e", "expression": "=parent"})" + close);
    auto state = evaluate_all(*form, {});
    CHECK(state.fields[0].children.size() == 3);
    std::string deep(100'000, '[');
    CHECK_FALSE(Form::load(deep, "{}").form);
    CHECK_FALSE(Form::load(std::string(most_file_bytes + 1, ' '), "{}").form);
    CHECK_FALSE(Form::load("\xff\xfe{}", "{}").form);
    CHECK(!Form::load(R"({"type": "default", "components": []})", deep).problems.empty());
}
