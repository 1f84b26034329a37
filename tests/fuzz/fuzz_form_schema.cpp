// Any bytes as a form: problems, never a crash; whatever loads is evaluated, posted to and summed up.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "form/form.h"

using namespace raekoda;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    // The whole as the form's file; or only its components, so that more of it is a form.
    for (const std::string& file : {text, "{\"type\":\"default\",\"components\":[" + text + "]}"}) {
        auto loaded = form::Form::load(file, text, {});
        for (const auto& problem : loaded.problems)
            if (problem.text.empty()) std::abort();
        if (!loaded.form) continue;
        std::pair<std::string, std::string> fields[] = {{"a", "1"}, {"@asked", "a"}, {"l[1].a", "x"}, {"add", "l"}, {"wrong", "a"}, {"a@date", "1.1.2026"}};
        auto posted = form::read_posted(*loaded.form, "", fields, {});
        form::Input input;
        input.data = posted.data;
        input.now = decision::Now{1'795'264'200'000'000, decision::Zone::offset(7200)};
        input.check = form::Check::all;
        for (auto language : view::all_languages) {
            input.language = language;
            auto state = form::evaluate(*loaded.form, input);
            for (const auto& line : form::summary(state))
                if (!is_valid_utf8(line.value)) std::abort();
            for (std::size_t page = 0; page < state.pages.size(); ++page) (void)json::serialize(form::live_answer(state, page));
        }
    }
    return 0;
}
