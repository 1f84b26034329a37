// Any bytes as letters.json: what cannot be read is left out, never a crash; marks that are known are filled in, the others stay.
#include <cstddef>
#include <cstdint>
#include <string>

#include "applications/decision_letters.h"
#include "base/text.h"

using namespace raekoda;
using namespace raekoda::applications;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    auto letters = read_letters(text);
    const std::map<std::string, std::string> known{{"number", "T-1"}, {"date", "{amount}"}, {"amount", "5"}, {"", "x"}};
    for (const auto& letter : letters.letters)
        for (const auto* words : {&letter.name, &letter.resolution, &letter.conditions, &letter.reasons, &letter.law, &letter.text})
            for (auto language : view::all_languages) (void)filled(words->in(language), known);
    for (auto outcome : {Decided::granted, Decided::partly, Decided::refused}) (void)letters.of_outcome(outcome);
    for (const auto& reason : letters.reasons)
        if (!reason.answer.empty() && !letters.of_answer(reason.answer)) __builtin_trap();
    (void)letters.of_use("hearing");
    (void)filled(text, known);
    return 0;
}
