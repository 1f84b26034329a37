// Any bytes as a DMN model: problems, never a crash; whatever loads is evaluated and checked within small budgets.
#include <cstddef>
#include <cstdint>
#include <string>

#include "decision/model.h"

using namespace raekoda::decision;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    LoadOptions options;
    // A model that imports anything imports itself.
    options.resolver = [&](const ImportRequest&) { return ImportedFile{"other.dmn", text}; };
    options.models = 4;
    auto loaded = load(text, "model.dmn", options);
    for (auto& problem : loaded.problems) (void)text_of(problem);
    if (!loaded.model) return 0;
    Budget budget;
    budget.steps = 20'000;
    budget.calls = 50;
    budget.list_size = 1'000;
    budget.string_bytes = 10'000;
    Session session(loaded.model, budget);
    Reasons reasons;
    session.record(&reasons);
    for (auto sample : {Value(), Value(1), Value("a"), Value(true)}) {
        session.begin();
        reasons = {};
        for (std::size_t i = 0; i < loaded.model->inputs().size(); ++i) session.set(i, sample);
        for (std::size_t i = 0; i < loaded.model->decisions().size(); ++i) (void)to_text(session.decide(i));
    }
    (void)loaded.model->check_tables();
    return 0;
}
