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
// Of one input one question is edited in one way, chosen by its bytes: many small inputs find more than a few that are tried in every way.
struct Choice {
    std::uint32_t bits;
    std::size_t one_of(std::size_t count) {
        bits = bits * 1664525u + 1013904223u;  // a linear congruential step: Numerical Recipes
        return count ? (bits >> 8) % count : 0;
    }
};
Choice choice_of(const std::string& text) {
    std::uint32_t bits = 2166136261u;  // FNV-1a
    for (unsigned char c : text) bits = (bits ^ c) * 16777619u;
    return {bits};
}

std::string order(const ServiceFiles& files) {
    std::string out;
    for (const auto& line : questions(files, here, "x")) out += line.id + "\n";
    return out;
}

void save_as_shown(const ServiceFiles& files, const QuestionLine& line, const EditableQuestion& shown) {
    QuestionChange same;
    for (const auto& one : shown.properties) same.properties[one.name] = one.value;
    for (const auto& one : shown.texts) same.texts[one.place] = one.text;
    if (shown.has_choices) same.choices = shown.choices;
    same.inside = shown.inside;
    auto saved = with_question(files, here, "x", line.id, same);
    if (saved && order(*saved) != order(files)) std::abort();
}

// `unique`: no other component of the form has its id.
void edit(const ServiceFiles& files, const QuestionLine& line, bool unique, Choice& choice) {
    auto shown = question(files, here, "x", line.id);
    if (!shown) return;
    switch (choice.one_of(7)) {
        case 0: return save_as_shown(files, line, *shown);
        case 1:
            if (!shown->types.empty()) (void)with_question(files, here, "x", line.id, {shown->types[choice.one_of(shown->types.size())], {{"conditional.hide", "=a"}}, {{"label", {"a", "b", "c"}}}, {}, ""});
            return;
        case 2:
            if (!shown->places.empty()) (void)with_question(files, here, "x", line.id, {"", {}, {}, {}, shown->places[choice.one_of(shown->places.size())].id});
            return;
        case 3: (void)with_copied_question(files, here, "x", line.id); return;
        case 4: (void)with_moved_question(files, here, "x", line.id, choice.one_of(2) == 0); return;
        case 5: (void)uses_of_question(files, here, "x", line.id); return;
        default: {
            auto without = without_question(files, here, "x", line.id);
            if (without && unique && question(*without, here, "x", line.id)) std::abort();
        }
    }
}

// What is read of the form as a whole.
void read_form(const ServiceFiles& files, Choice& choice) {
    switch (choice.one_of(3)) {
        case 0:
            for (const auto& problem : question_problems(files, here, "x", {}))
                if (problem.text.empty()) std::abort();
            return;
        case 1: (void)form_as_written(files, here, "x"); return;
        default: (void)form_texts(files, here, "x");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto half = text.find('\0');
    const std::string form = text.substr(0, half), texts = half == std::string::npos ? "{}" : text.substr(half + 1);
    ServiceFiles files{{"here/x/service.json", R"({"type": "service", "id": "x", "form": "form.json", "texts": "form.texts.json", "decision": {"model": "x", "facts": {"k": "data.a"}}})"},
                       {"here/x/form.texts.json", texts}};
    auto choice = choice_of(text);
    files["here/x/form.json"] = form.find("\"components\"") != std::string::npos && choice.one_of(4) != 0 ? form : "{\"type\":\"default\",\"components\":[" + form + "]}";
    auto all = questions(files, here, "x");
    // Most inputs are no form at all: they are told by the list.
    if (all.empty() && choice.one_of(8) != 0) return 0;
    read_form(files, choice);
    if (all.empty() || choice.one_of(6) == 0) (void)with_new_question(files, here, "x", question_types()[choice.one_of(question_types().size())], all.empty() ? "" : all.front().id);
    if (all.empty()) return 0;
    const auto& line = all[choice.one_of(all.size())];
    edit(files, line, std::count_if(all.begin(), all.end(), [&](const auto& other) { return other.id == line.id; }) == 1, choice);
    return 0;
}
