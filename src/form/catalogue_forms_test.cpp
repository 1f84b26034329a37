// The forms of the catalogue as they are: each is read without a problem in three languages, and its examples (form_examples/*.json, see
// catalogue/README.md) come out as they say.
#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <set>

#include "base/time.h"
#include "form/form.h"
#include "form/schema.h"
#include "tests/files.h"

using namespace raekoda;
using namespace raekoda::form;

namespace {

using testing::read_text;

std::vector<std::filesystem::path> forms_of_the_catalogue() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(RAEKODA_SOURCE_DIR) / "catalogue"))
        if (entry.path().filename() == "form.json") out.push_back(entry.path().parent_path());
    std::sort(out.begin(), out.end());
    return out;
}

std::string joined_words(const std::set<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}
std::set<std::string> texts_of(const json::object& o, const char* list) {
    std::set<std::string> out;
    if (const auto* items = json::list(o, list))
        for (const auto& item : *items) out.insert(json::as_text(item));
    return out;
}

struct Seen {
    std::set<std::string> shown, hidden, problems;
};
void look(const std::vector<FieldState>& fields, bool around_hidden, Seen& seen) {
    for (const auto& field : fields) {
        bool hidden = around_hidden || field.hidden;
        (hidden ? seen.hidden : seen.shown).insert(field.name);
        if (!hidden && !field.errors.empty()) seen.problems.insert(field.name);
        look(field.children, hidden, seen);
    }
}

void run_example(const Form& form, const json::object& example) {
    std::vector<Known> facts;
    if (const auto* given = json::member(example, "facts"))
        for (const auto& fact : *given) facts.push_back({std::string(fact.key()), value_of_json(fact.value()), "population_register", "rahvastikuregister"});
    auto day = Date::from_iso(json::text(example, "on"));
    REQUIRE(day);
    Input input;
    input.data = value_of_json(example.at("given"));
    input.facts = facts;
    input.now = decision::Now{instant_of(*day, 12 * 60).microseconds, *decision::Zone::named("Europe/Tallinn")};
    input.check = Check::all;
    auto state = evaluate(form, input);
    Seen seen;
    look(state.fields, false, seen);
    const auto& expected = example.at("expected").as_object();
    CHECK_FALSE(state.stopped);
    CHECK(state.valid == json::boolean(expected, "valid"));
    CHECK(joined_words(seen.problems) == joined_words(texts_of(expected, "problems")));
    for (const auto& name : texts_of(expected, "asks")) CHECK_MESSAGE(seen.shown.count(name), name);
    for (const auto& name : texts_of(expected, "hides")) CHECK_MESSAGE(seen.hidden.count(name), name);
}

}  // namespace

TEST_CASE("form: the forms of the catalogue are read without a problem, and their examples come out") {
    auto folders = forms_of_the_catalogue();
    CHECK(folders.size() >= 12);
    for (const auto& folder : folders) {
        INFO(folder.string());
        auto loaded = Form::load(read_text(folder / "form.json"), read_text(folder / "form.texts.json"));
        std::string problems;
        for (const auto& problem : loaded.problems) problems += problem.path + ":" + std::to_string(problem.line) + ": " + problem.text + "\n";
        CHECK(problems == "");
        REQUIRE(loaded.form);
        std::size_t examples = 0;
        bool has_wrong_one = false;
        for (const auto& file : std::filesystem::directory_iterator(folder / "form_examples")) {
            INFO(file.path().filename().string());
            auto example = json::parse(read_text(file.path()), 1u << 20);
            REQUIRE(example);
            run_example(*loaded.form, example->as_object());
            has_wrong_one |= !json::boolean(example->as_object().at("expected").as_object(), "valid");
            ++examples;
        }
        CHECK(examples >= 2);
        CHECK(has_wrong_one);  // a check that finds nothing proves nothing
    }
}
