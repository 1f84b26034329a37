// Any bytes as each kind of file of a catalogue: problems, never a crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "services/catalogue_files.h"
#include "services/decision_models.h"
#include "services/gazetteer.h"
#include "services/service_file.h"
#include "services/suggestion.h"

using namespace raekoda::services;

static const char* sample_model = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="s" id="s" namespace="s">
<itemDefinition name="t"><itemComponent name="a"><typeRef>number</typeRef></itemComponent><itemComponent name="d"><typeRef>date</typeRef></itemComponent>
<itemComponent name="p"><typeRef>yearMonthDuration</typeRef></itemComponent></itemDefinition>
<inputData id="parameters" name="parameters"><variable name="parameters" typeRef="t"/></inputData>
<inputData id="x" name="x"><variable name="x" typeRef="string"/></inputData>
<decision id="y" name="y"><variable name="y"/><informationRequirement><requiredInput href="#x"/></informationRequirement><literalExpression><text>x</text></literalExpression></decision>
</definitions>)";

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 12) {
        case 8: {
            auto imported = read_boundaries(text);
            (void)imported;
            return 0;
        }
        case 9: {
            auto found = Gazetteer::parse(text);
            (void)found;
            return 0;
        }
        default: break;
    }
    Problems problems;
    Document document("file.json", text, problems);
    if (!document.valid()) return 0;
    switch (data[0] % 12) {
        case 0: read_municipality(document); break;
        case 1: {
            // A merge patch over itself, then a kind with its suggestions.
            document.apply(Document("patch.json", text, problems));
            Suggester({read_kind(document)}).suggest(text, 1, {}, 3);
            break;
        }
        case 2: {
            static const auto sample = raekoda::decision::load(sample_model, "sample.dmn").model;
            CatalogueFolder files("", problems);
            DecisionReader reader(files);
            reader.words(document, sample.get());
            DecisionModel model;
            model.model = sample;
            reader.parameters(document, model);
            break;
        }
        case 3: read_places(document); break;
        case 4: read_calendar(document).due({}, {0, 5}); break;
        case 5: read_answers(document); break;
        case 6: read_closing_reasons(document); break;
        case 7: read_goals(document); break;
        case 10: {
            document.apply(Document("patch.json", text, problems));
            auto service = read_service(document, {});
            check_values_in_texts(document, service);
            service.say(service.summary, Language::et, {2026, 1, 1});
            break;
        }
        case 11: read_life_events(document); break;
        default: break;
    }
    return 0;
}
