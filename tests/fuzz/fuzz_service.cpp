// Any bytes as the files of a service or as life events: problems, never a crash; what can be read can be said, copied and edited.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/catalogue_files.h"
#include "services/service_begin.h"
#include "services/service_editor.h"
#include "services/service_file.h"
#include "services/service_folder.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

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
    auto made = service_from_files(files, here, "x");
    if (!made.service && made.problems.empty()) std::abort();
    edit(files, here);
    if (!made.service) return 0;
    say_everything(*made.service);
    auto copy = copied_service(*made.service, "y", {});
    if (copy && !service_from_files(*copy, here, "y").service) std::abort();  // a copy of what is right is right
    return 0;
}
