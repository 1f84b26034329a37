// Any bytes as form.json and form.texts.json, edited question by question: never a crash; a question saved as it is shown stays the same form; a move
// up and down again brings the same order; what was taken away is not there.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "form/form.h"
#include "services/question_editor.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId here("here");
constexpr std::size_t most_questions = 12;  // of one input: each is edited in several ways

std::string order(const ServiceFiles& files) {
    std::string out;
    for (const auto& line : questions(files, here, "x")) out += line.id + "\n";
    return out;
}

// `unique`: no other component of the form has its id.
void edit(const ServiceFiles& files, const QuestionLine& line, bool unique) {
    auto shown = question(files, here, "x", line.id);
    if (!shown) return;
    QuestionChange same;
    for (const auto& one : shown->properties) same.properties[one.name] = one.value;
    for (const auto& one : shown->texts) same.texts[one.place] = one.text;
    if (shown->has_choices) same.choices = shown->choices;
    same.inside = shown->inside;
    auto saved = with_question(files, here, "x", line.id, same);
    if (saved && order(*saved) != order(files)) std::abort();
    for (const auto& type : shown->types) (void)with_question(files, here, "x", line.id, {type, {{"conditional.hide", "=a"}}, {{"label", {"a", "b", "c"}}}, {}, ""});
    for (const auto& place : shown->places) (void)with_question(files, here, "x", line.id, {"", {}, {}, {}, place.id});
    (void)with_copied_question(files, here, "x", line.id);
    (void)with_moved_question(files, here, "x", line.id, true);
    (void)with_moved_question(files, here, "x", line.id, false);
    (void)uses_of_question(files, here, "x", line.id);
    auto without = without_question(files, here, "x", line.id);
    if (without && unique && question(*without, here, "x", line.id)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto half = text.find('\0');
    const std::string form = text.substr(0, half), texts = half == std::string::npos ? "{}" : text.substr(half + 1);
    ServiceFiles files{{"here/x/service.json", R"({"type": "service", "id": "x", "form": "form.json", "texts": "form.texts.json", "decision": {"model": "x", "facts": {"k": "data.a"}}})"},
                       {"here/x/form.texts.json", texts}};
    for (const std::string& file : {form, "{\"type\":\"default\",\"components\":[" + form + "]}"}) {
        files["here/x/form.json"] = file;
        auto all = questions(files, here, "x");
        for (const auto& problem : question_problems(files, here, "x", {}))
            if (problem.text.empty()) std::abort();
        (void)form_as_written(files, here, "x");
        (void)form_texts(files, here, "x");
        for (std::size_t i = 0; i < all.size() && i < most_questions; ++i) edit(files, all[i], std::count_if(all.begin(), all.end(), [&](const auto& other) { return other.id == all[i].id; }) == 1);
        for (const auto& type : question_types()) (void)with_new_question(files, here, "x", type, all.empty() ? "" : all.front().id);
    }
    return 0;
}
