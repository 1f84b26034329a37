#include <doctest/doctest.h>

#include "form/form.h"

using namespace raekoda;
using namespace raekoda::form;

namespace {

std::string form_of(const std::string& components) { return R"({"type": "default", "id": "sample", "schemaVersion": 19, "components": [)" + components + "]}"; }

Loaded load(const std::string& components, const std::string& texts = "{}") { return Form::load(form_of(components), texts); }

bool says(const Loaded& loaded, std::string_view part) {
    for (const auto& problem : loaded.problems)
        if (problem.text.find(part) != std::string::npos) return true;
    return false;
}
std::string all(const Loaded& loaded) {
    std::string out;
    for (const auto& p : loaded.problems) out += p.path + ":" + std::to_string(p.line) + ": " + p.text + "\n";
    return out;
}

}  // namespace

TEST_CASE("form: a small form is read whole") {
    auto loaded = load(R"(
        {"type": "textfield", "id": "n", "key": "person.name", "label": "Nimi", "properties": {"page": "who", "pageTitle": "Sina", "fact": "person.given_name", "purpose": "identify"}},
        {"type": "group", "id": "g", "label": "Lapsed", "properties": {"page": "children"}, "components": [
            {"type": "dynamiclist", "id": "l", "path": "children", "label": "Laps", "components": [{"type": "number", "id": "a", "key": "age", "label": "Vanus", "conditional": {"hide": "=this.grown"}},
                {"type": "checkbox", "id": "gr", "key": "grown", "label": "Täiskasvanu"}]}]})",
        R"({"n": {"label": {"en": "Name", "ru": "Имя"}, "pageTitle": {"en": "You", "ru": "Вы"}}, "g": {"label": {"en": "Children", "ru": "Дети"}},
            "l": {"label": {"en": "Child", "ru": "Ребёнок"}}, "a": {"label": {"en": "Age", "ru": "Возраст"}}, "gr": {"label": {"en": "Adult", "ru": "Взрослый"}}})");
    INFO(all(loaded));
    REQUIRE(loaded.form);
    CHECK(loaded.problems.empty());
    CHECK(loaded.form->pages().size() == 2);
    CHECK(loaded.form->pages()[0].title.ru == "Вы");
    CHECK(loaded.form->pages()[1].title.en == "Children");
    CHECK(loaded.form->page_of("children") == 1);
    CHECK(loaded.form->components()[1].children[0].children[1].page == 1);
    CHECK(loaded.form->components()[0].path == std::vector<std::string>{"person", "name"});
    CHECK(loaded.form->components()[0].words(Part::label).en == "Name");
    REQUIRE(loaded.form->needs().size() == 1);
    CHECK(loaded.form->needs()[0].fact == "person.given_name");
}

TEST_CASE("form: what is wrong is told with its line, all at once") {
    auto loaded = load("\n{\"type\": \"textfield\", \"id\": \"a\", \"key\": \"a\",\n \"label\": \"m2\", \"colour\": 1},\n{\"type\": \"number\", \"id\": \"b\", \"key\": \"a.b\", \"label\": \"%\",\n"
                       "\"conditional\": {\"hide\": \"=nobody > 1\"}, \"validate\": {\"min\": \"5 kg\"}}");
    CHECK(says(loaded, "no property \"colour\""));
    CHECK(says(loaded, "taken by another field"));
    CHECK(says(loaded, "nobody"));
    CHECK(says(loaded, "FEEL begins with"));
    CHECK(says(loaded, "has no text in \"en\""));
    CHECK(says(loaded, "has no text in \"ru\""));
    for (const auto& problem : loaded.problems) {
        INFO(problem.text);
        if (problem.text.find("colour") != std::string::npos) CHECK(problem.line == 3);
        if (problem.path.ends_with("/hide")) CHECK(problem.line == 5);
    }
}

TEST_CASE("form: refused") {
    CHECK_FALSE(Form::load("[]", "{}").form);
    CHECK_FALSE(Form::load("{", "{}").form);
    CHECK_FALSE(Form::load(R"({"type": "default"})", "{}").form);
    CHECK(says(load(R"({"type": "slider", "id": "a"})"), "no such type"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a b", "label": "1"})"), "letters a–z"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1"}, {"type": "textfield", "id": "a", "key": "b", "label": "1"})"), "stands twice"));
    CHECK(says(load(R"({"type": "radio", "id": "a", "key": "a", "label": "1"})"), "exactly one of"));
    CHECK(says(load(R"({"type": "html", "id": "a", "content": "<script>1</script>"})"), "<script>"));
    CHECK(says(load(R"({"type": "html", "id": "a", "content": "<p onclick=\"x\">1</p>"})"), "onclick"));
    CHECK(says(load(R"({"type": "html", "id": "a", "content": "<a href=\"javascript:1\">1</a>"})"), "address"));
    CHECK(says(load(R"({"type": "iframe", "id": "a", "url": "https://example.org/"})"), "may not be shown"));
    CHECK(says(load(R"({"type": "image", "id": "a", "source": "https://example.org/a.png"})"), "come from this site"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1", "validate": {"pattern": "(?=a)b"}})"), "look-ahead"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1", "readonly": true, "validate": {"required": true}})"), "nobody could ever answer"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1", "properties": {"fact": "x"}})"), "purpose"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1", "properties": {"check": "=value > 1"}})"), "checkMessage"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "a", "label": "1", "conditional": {"hide": "=b = 1"}}, {"type": "textfield", "id": "b", "key": "b", "label": "1", "conditional": {"hide": "=a = 1"}})"), "depends on itself"));
    // Below one dot: whoever reads a path waits for that one, whoever reads the whole waits for all of it and so for itself.
    CHECK_FALSE(says(load(R"({"type": "textfield", "id": "a", "key": "c.a", "label": "1", "conditional": {"hide": "=c.b = 1"}}, {"type": "textfield", "id": "b", "key": "c.b", "label": "1"})"), "depends on itself"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "c.a", "label": "1", "conditional": {"hide": "=c.b = 1"}}, {"type": "textfield", "id": "b", "key": "c.b", "label": "1", "conditional": {"hide": "=c.a = 1"}})"), "depends on itself"));
    CHECK(says(load(R"({"type": "textfield", "id": "a", "key": "c.a", "label": "1", "conditional": {"hide": "=c.b = 1"}}, {"type": "textfield", "id": "b", "key": "c.b", "label": "1", "conditional": {"hide": "=c = null"}})"), "depends on itself"));
    CHECK(says(load(R"j({"type": "number", "id": "a", "key": "sum", "label": "1"}, {"type": "expression", "id": "b", "key": "b", "expression": "=1 + sum([1])"})j"), "hides the function sum()"));
    CHECK(says(load("", R"({"nobody": {}})"), "no component"));
    CHECK(says(load(R"({"type": "text", "id": "a", "text": "1 {{#loop x"})"), "not closed"));
}

TEST_CASE("form: too deep, too many") {
    std::string deep;
    for (int i = 0; i < 12; ++i) deep += R"({"type": "group", "id": "g)" + std::to_string(i) + R"(", "components": [)";
    for (int i = 0; i < 12; ++i) deep += "]}";
    CHECK(says(load(deep), "deep"));
    std::string many;
    for (int i = 0; i < 1200; ++i) many += std::string(i ? "," : "") + R"({"type": "separator", "id": "s)" + std::to_string(i) + "\"}";
    CHECK(says(load(many), "at most 1000"));
    CHECK_FALSE(load(many).form);
}
