// Any bytes as the files of a service, as its letters or as life events: problems, never a crash; what can be read can be said, copied and edited.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/catalogue_files.h"
#include "services/example_editor.h"
#include "services/fact_editor.h"
#include "services/service_begin.h"
#include "services/service_editor.h"
#include "services/service_file.h"
#include "services/service_folder.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

constexpr const char* small_service = R"({"type": "service", "id": "x", "name": {"et": "a", "en": "b", "ru": "c"}, "summary": {"et": "a", "en": "b", "ru": "c"}, "level": "information",
    "themes": ["a"], "target_group": ["b"], "owner": {"et": "a", "en": "b", "ru": "c"}, "channels": [{"type": "online"}], "languages": ["et"], "source": {"status": "to_confirm"}})";

void say_everything(const Service& service) {
    for (auto language : view::all_languages)
        for (const auto* text : {&service.name, &service.summary, &service.description, &service.appeal, &service.result, &service.if_no_reply, &service.owner}) (void)service.say(*text, language, {2026, 1, 1});
    (void)service.parameters_on({2026, 1, 1});
}

void edit(const ServiceFiles& files, const MunicipalityId& here) {
    for (const auto& text : service_texts(files, here, "x")) {
        auto changed = with_service_texts(files, here, "x", {{text.place, {"a", "b", "c"}}});
        if (!changed) std::abort();  // a text that is shown can be changed
    }
    for (const char* list : {"steps", "conditions", "evidence", "legal_basis"}) {
        auto grown = with_list_item(files, here, "x", list, std::nullopt);
        if (grown) (void)with_list_item(*grown, here, "x", list, 0);
    }
    (void)with_new_form(files, here, "x");
}

// One page of facts: saved as it is shown it changes nothing; whatever is typed can be saved and shown again; entries come and go.
void edit_facts(const ServiceFiles& files, const MunicipalityId& here, const FactPart& part, const std::string& words) {
    auto sections = facts_of(files, here, "x", part);
    if (!sections) return;
    auto typed = as_typed(*sections);
    auto same = with_facts(files, here, "x", part, {typed, "", ""});
    if (!same || *same != files) std::abort();
    for (auto& [name, values] : typed)
        if (!name.starts_with("shown:"))
            for (auto& value : values) value = words;
    auto saved = with_facts(files, here, "x", part, {typed, "", ""});
    if (!saved || !facts_of(*saved, here, "x", part)) std::abort();  // what cannot be right is kept all the same
    for (const auto& section : *sections) {
        if (!section.group->is_list) continue;
        auto grown = with_facts(files, here, "x", part, {{}, section.group->member, ""});
        if (!grown) continue;  // full
        const auto last = "/" + section.group->member + "/" + std::to_string(section.entries.size());
        if (!with_facts(*grown, here, "x", part, {{}, "", last})) std::abort();
    }
}

void edit_examples(const ServiceFiles& files, const MunicipalityId& here) {
    (void)written_decision(files, here, "x");
    auto added = with_parameter(files, here, "x", {"a", {"a", "b", "c"}, "1", {2026, 1, 1}, "x", false});
    if (added && !without_parameter(*added, here, "x", "a")) std::abort();
    auto letters = with_new_letters(files, here, "x");
    if (letters && !has_letters(*letters, here, "x")) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const MunicipalityId here("here");
    if (data[0] % 3 == 0) {
        Problems problems;
        Document document("life_events.json", text, problems);
        if (!document.valid()) return 0;
        for (const auto& event : read_life_events(document).life_events) (void)event.name.in(Language::ru);
        return 0;
    }
    // A service of its own; or a common one with the same bytes as the municipality's patch and as a dated one.
    ServiceFiles files{{"here/x/service.json", text}};
    if (data[0] % 3 == 2) files = {{"common/x/service.json", text}, {"here/x/service.json", text}, {"here/x/from-2026-01-01.json", text}};
    const auto& part = fact_parts()[data[0] / 3 % fact_parts().size()];
    // The words of decisions beside a service that is right.
    if (part.file == FactFile::letters) files = {{"here/x/service.json", small_service}, {"here/x/letters.json", text}};
    auto made = service_from_files(files, here, "x");
    if (!made.service && made.problems.empty()) std::abort();
    edit(files, here);
    edit_facts(files, here, part, text.substr(0, 40));
    edit_examples(files, here);
    if (!made.service) return 0;
    say_everything(*made.service);
    auto copy = copied_service(*made.service, "y", {});
    if (copy && !service_from_files(*copy, here, "y").service) std::abort();  // a copy of what is right is right
    return 0;
}
