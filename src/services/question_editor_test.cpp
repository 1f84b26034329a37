// Questions changed one by one: what is not shown stays, texts go along, pages keep their names.
#include <doctest/doctest.h>

#include <set>

#include "form/form.h"
#include "services/edited_files.h"
#include "services/question_editor.h"
#include "services/question_properties.h"
#include "services/service_folder.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId river("river");

ServiceFiles ferry() {
    ServiceFiles files;
    files["river/boat/service.json"] = R"({"type": "service", "id": "boat", "form": "form.json", "texts": "form.texts.json", "decision": {"model": "toll", "facts": {"kind": "data.boat.kind"}}})";
    files["river/boat/form.json"] = R"({"type": "default", "id": "boat", "schemaVersion": 19, "components": [
        {"type": "textfield", "id": "name", "key": "name", "label": "Nimi", "x-keep": 1, "properties": {"page": "who", "pageTitle": "Sina", "fact": "person.name", "purpose": "identify"}},
        {"type": "number", "id": "age", "key": "age", "label": "Vanus", "validate": {"min": "=1 + 1"}},
        {"type": "radio", "id": "kind", "key": "boat.kind", "label": "Laev", "values": [{"label": "Paat", "value": "b"}, {"label": "Seitse", "value": 7}], "properties": {"page": "boat", "pageTitle": "Laev"}},
        {"type": "textarea", "id": "why", "key": "why", "label": "Miks {{boat.kind}}", "conditional": {"hide": "=boat.kind != \"b\""}},
        {"type": "group", "id": "more", "components": [{"type": "checkbox", "id": "tick", "key": "tick", "label": "Jah"}]}]})";
    files["river/boat/form.texts.json"] = R"({"name": {"label": {"en": "Name", "ru": "Имя"}, "pageTitle": {"en": "You", "ru": "Вы"}}, "kind": {"label": {"en": "Boat", "ru": "Лодка"},
        "values.b": {"en": "Boat", "ru": "Лодка"}, "values.7": {"en": "Seven", "ru": "Семь"}, "pageTitle": {"en": "The boat", "ru": "Лодка"}}, "age": {"label": {"en": "Age", "ru": "Возраст"}},
        "why": {"label": {"en": "Why", "ru": "Почему"}}, "tick": {"label": {"en": "Yes", "ru": "Да"}}})";
    files["river/boat/form_examples/one.json"] = R"({"given": {"boat": {"kind": "b"}}})";
    return files;
}
std::string outline(const ServiceFiles& files) {
    std::string out;
    for (const auto& line : questions(files, river, "boat")) out += (line.begins_page && !line.page.empty() ? "[" + line.page + " " + line.page_title.en + "] " : "") + std::string(static_cast<std::size_t>(line.depth), '>') + line.id + " ";
    return out;
}
std::string form_of(const ServiceFiles& files) { return files.at("river/boat/form.json"); }
std::string property(const EditableQuestion& question, const std::string& name) {
    for (const auto& one : question.properties)
        if (one.name == name) return one.value;
    return "none";
}
std::string problems(const ServiceFiles& files, const std::string& component) {
    std::string out;
    for (const auto& one : question_problems(files, river, "boat", {}))
        if (one.component == component) out += one.text + "\n";
    return out;
}

}  // namespace

TEST_CASE("the list of questions has pages, groups and keys") {
    CHECK(outline(ferry()) == "[who You] name age [boat The boat] kind why more >tick ");
    auto lines = questions(ferry(), river, "boat");
    CHECK(lines[2].key == "boat.kind");
    CHECK(lines[3].conditional);
    CHECK(lines[0].first);
    CHECK(lines[4].last);
    CHECK(questions({}, river, "boat").empty());
}

TEST_CASE("a question that is saved as it was shown changes nothing but the layout of the file") {
    for (const auto& line : questions(ferry(), river, "boat")) {
        auto shown = question(ferry(), river, "boat", line.id);
        REQUIRE(shown);
        QuestionChange same{line.type, {}, {}, std::nullopt, shown->inside};
        for (const auto& one : shown->properties) same.properties[one.name] = one.value;
        for (const auto& one : shown->texts) same.texts[one.place] = one.text;
        if (shown->has_choices) same.choices = shown->choices;
        auto saved = with_question(ferry(), river, "boat", line.id, same);
        REQUIRE(saved);
        CAPTURE(line.id);
        CHECK(json::parse(form_of(*saved)).value() == json::parse(form_of(ferry())).value());
        CHECK(json::parse(saved->at("river/boat/form.texts.json")).value() == json::parse(ferry().at("river/boat/form.texts.json")).value());
    }
    CHECK_FALSE(question(ferry(), river, "boat", "nobody"));
}

TEST_CASE("properties are typed as people type them") {
    auto saved = with_question(ferry(), river, "boat", "age", {"", {{"validate.min", "18"}, {"validate.required", "true"}, {"conditional.hide", "name = null"}, {"decimalDigits", "two"}}, {}, {}, {}});
    REQUIRE(saved);
    auto age = question(*saved, river, "boat", "age");
    CHECK(property(*age, "validate.min") == "18");
    CHECK(property(*age, "validate.required") == "true");
    CHECK(property(*age, "conditional.hide") == "=name = null");
    CHECK(form_of(*saved).find("\"min\": 18") != std::string::npos);
    CHECK(form_of(*saved).find("x-keep") != std::string::npos);
    CHECK(problems(*saved, "age").find("decimalDigits") == std::string::npos);  // the text says what is expected, at the question
    CHECK_FALSE(problems(*saved, "age").empty());
    auto off = with_question(*saved, river, "boat", "age", {"", {{"validate.min", ""}, {"validate.required", ""}, {"conditional.hide", ""}, {"decimalDigits", ""}}, {}, {}, {}});
    CHECK(form_of(*off).find("validate") == std::string::npos);
    CHECK(form_of(*off).find("conditional\": {\"hide\": \"=name") == std::string::npos);
    // A condition that is no FEEL is told at its question, with line and column.
    auto broken = with_question(ferry(), river, "boat", "age", {"", {{"conditional.hide", "=name = = 1"}}, {}, {}, {}});
    CHECK(problems(*broken, "age").find("FEEL 1:") != std::string::npos);
}

TEST_CASE("another kind keeps what it knows; options keep their values and texts") {
    auto select = with_question(ferry(), river, "boat", "kind", {"select", {}, {}, {}, {}});
    CHECK(question(*select, river, "boat", "kind")->choices.size() == 2);
    auto line = with_question(ferry(), river, "boat", "kind", {"textfield", {}, {}, {}, {}});
    CHECK(form_of(*line).find("Paat") == std::string::npos);
    CHECK(line->at("river/boat/form.texts.json").find("values.b") == std::string::npos);
    CHECK(outline(*line) == outline(ferry()));
    CHECK(question(*with_question(ferry(), river, "boat", "kind", {"group", {}, {}, {}, {}}), river, "boat", "kind")->line.type == "radio");
    auto more = with_question(ferry(), river, "boat", "kind", {"", {}, {}, {{{"7", {"Seitse", "Seven", "Семь"}}, {"raft", {"Parv", "Raft", "Плот"}}}}, {}});
    auto choices = question(*more, river, "boat", "kind")->choices;
    REQUIRE(choices.size() == 2);
    CHECK(choices[1].label.ru == "Плот");
    CHECK(form_of(*more).find("\"value\": 7") != std::string::npos);
    CHECK(more->at("river/boat/form.texts.json").find("values.b") == std::string::npos);
}

TEST_CASE("a text that is missing in a language is told at its question") {
    auto saved = with_question(ferry(), river, "boat", "why", {"", {}, {{"description", {"Lühidalt", "", "Коротко"}}}, {}, {}});
    CHECK(problems(*saved, "why").find("\"en\"") != std::string::npos);
    auto told = question_problems(*saved, river, "boat", {});
    CHECK(std::any_of(told.begin(), told.end(), [](const auto& one) { return one.component == "why" && one.about == "description" && one.missing_in == "en"; }));
    auto full = with_question(*saved, river, "boat", "why", {"", {}, {{"description", {"Lühidalt", "Briefly", "Коротко"}}}, {}, {}});
    CHECK(problems(*full, "why").empty());
}

TEST_CASE("new, copied, moved, taken away") {
    auto made = with_new_question(ferry(), river, "boat", "datetime", "age");
    REQUIRE(made);
    CHECK(made->component == "datetime");
    CHECK(outline(made->files) == "[who You] name age datetime [boat The boat] kind why more >tick ");
    CHECK(with_new_question(made->files, river, "boat", "datetime", "")->component == "datetime_2");
    CHECK(outline(with_new_question(ferry(), river, "boat", "number", "more", true)->files) == "[who You] name age [boat The boat] kind why more >tick >number ");
    CHECK_FALSE(with_new_question(ferry(), river, "boat", "number", "age", true));
    CHECK_FALSE(with_new_question(ferry(), river, "boat", "rocket", ""));

    auto copy = with_copied_question(ferry(), river, "boat", "kind");
    REQUIRE(copy);
    CHECK(copy->component == "kind_2");
    CHECK(question(copy->files, river, "boat", "kind_2")->choices[0].label.en == "Boat");
    CHECK(question(copy->files, river, "boat", "kind_2")->line.key == "boat.kind_2");
    CHECK(outline(copy->files) == "[who You] name age [boat The boat] kind kind_2 why more >tick ");
    auto group = with_copied_question(ferry(), river, "boat", "more");
    CHECK(outline(group->files) == "[who You] name age [boat The boat] kind why more >tick more_2 >tick_2 ");
    CHECK(problems(group->files, "tick_2").empty());

    // Over the border of a page: to the other page, which keeps its name.
    auto over = with_moved_question(ferry(), river, "boat", "kind", true);
    CHECK(outline(*over) == "[who You] name age kind [boat The boat] why more >tick ");
    CHECK(outline(*with_moved_question(*over, river, "boat", "kind", false)) == outline(ferry()));
    CHECK(outline(*with_moved_question(ferry(), river, "boat", "name", false)) == "[who You] age name [boat The boat] kind why more >tick ");
    CHECK(outline(*with_moved_question(ferry(), river, "boat", "name", true)) == outline(ferry()));
    auto inside = with_question(ferry(), river, "boat", "kind", {"", {}, {}, {}, "more"});
    CHECK(outline(*inside) == "[who You] name age [boat The boat] why more >tick >kind ");
    CHECK(outline(*with_question(*inside, river, "boat", "kind", {"", {}, {}, {}, ""})) == "[who You] name age [boat The boat] why more >tick kind ");
    CHECK_FALSE(with_question(ferry(), river, "boat", "kind", {"", {}, {}, {}, "age"}));
    // Nothing moves into itself, whatever is posted.
    auto nested = with_new_question(ferry(), river, "boat", "group", "more", true);
    CHECK_FALSE(with_question(nested->files, river, "boat", "more", {"", {}, {}, {}, nested->component}));
    // A component of a type that nobody knows has no name and does not inherit the page's.
    auto strange = ferry();
    auto& form = strange["river/boat/form.json"];
    form.replace(form.find("{\"type\": \"number\", \"id\": \"age\""), 30, "{\"type\": \"rocket\", \"unknown\": 1");
    CHECK(without_question(strange, river, "boat", "name"));

    CHECK(outline(*without_question(ferry(), river, "boat", "name")) == "[who You] age [boat The boat] kind why more >tick ");
    CHECK(outline(*without_question(ferry(), river, "boat", "more")) == "[who You] name age [boat The boat] kind why ");
    CHECK(without_question(ferry(), river, "boat", "more")->at("river/boat/form.texts.json").find("tick") == std::string::npos);
    for (const auto& line : questions(ferry(), river, "boat"))
        for (bool up : {true, false}) CHECK(question_problems(*with_moved_question(ferry(), river, "boat", line.id, up), river, "boat", {}).size() == question_problems(ferry(), river, "boat", {}).size());
}

TEST_CASE("who needs an answer is known before the question goes") {
    auto uses = uses_of_question(ferry(), river, "boat", "kind");
    REQUIRE(uses.size() == 3);
    CHECK(uses[0].by == QuestionUse::By::decision);
    CHECK(uses[0].name == "kind");
    CHECK(uses[1].name == "why");
    CHECK(uses[2].by == QuestionUse::By::example);
    CHECK(uses_of_question(ferry(), river, "boat", "age").empty());
    CHECK(question_problems(ferry(), river, "boat", {{"catalogue/river/boat/form_examples/one.json", 3, "\"boat.kind\" is expected to be asked"}}).back().component == "kind");
}

TEST_CASE("a fact is named among the needs of the service") {
    auto saved = with_question(ferry(), river, "boat", "age", {"", {{"properties.fact", "person.birth_date"}}, {}, {}, {}});
    REQUIRE(saved);
    auto service = saved->at("river/boat/service.json");
    CHECK(service.find("person.birth_date") != std::string::npos);
    CHECK(property(*question(*saved, river, "boat", "age"), "properties.purpose") == "identify");
    auto again = with_question(*saved, river, "boat", "age", {"", {{"properties.fact", "person.birth_date"}}, {}, {}, {}});
    CHECK(again->at("river/boat/service.json") == service);
}

TEST_CASE("every property that a form may have is typed, is a text, or is the place of something else") {
    const std::set<std::string> elsewhere{"type", "id", "values", "columns", "components", "security"};
    for (std::size_t i = 0; i < form::type_count; ++i) {
        const auto type = static_cast<form::Type>(i);
        std::set<std::string> known = elsewhere;
        for (const auto& one : empty_properties(type)) known.insert(one.name);
        for (const auto& part : part_places) known.insert(part.property);
        for (auto property : form::properties_of(type)) CHECK_MESSAGE(known.contains(std::string(property)), form::type_name(type), ": ", property);
    }
}
