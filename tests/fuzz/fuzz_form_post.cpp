// Any fields posted to a form, line by line "name=value": no crash, no more rows than allowed, the same data again when it is read back as JSON,
// and nothing in the clean data that only the form may compute.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "form/form.h"

using namespace raekoda;

namespace {

const form::Form& sample() {
    static const auto loaded = form::Form::load(R"form({"type": "default", "components": [
        {"type": "textfield", "id": "t", "key": "t", "label": "1", "validate": {"pattern": "^a+b*$", "maxLength": 5}},
        {"type": "number", "id": "n", "key": "o.n", "label": "1", "validate": {"min": "=0"}},
        {"type": "checkbox", "id": "c", "key": "c", "label": "1"},
        {"type": "checklist", "id": "k", "key": "k", "label": "1", "valuesExpression": "=[1, 2, t]"},
        {"type": "datetime", "id": "d", "key": "d", "label": "1", "subtype": "datetime", "disallowPassedDates": true},
        {"type": "datetime", "id": "h", "key": "h", "label": "1", "subtype": "time", "timeInterval": 15},
        {"type": "dynamiclist", "id": "l", "path": "l", "label": "1", "components": [
            {"type": "textfield", "id": "ln", "key": "n", "label": "{{i[1]}}", "conditional": {"hide": "=c and this.n = null"}},
            {"type": "dynamiclist", "id": "ll", "path": "m", "label": "1", "components": [{"type": "number", "id": "x", "key": "x", "label": "1"}]}]},
        {"type": "textfield", "id": "f", "key": "f", "label": "1", "readonly": true, "defaultValue": "ours", "properties": {"fact": "f", "purpose": "p"}},
        {"type": "expression", "id": "e", "key": "e", "expression": "=count(l)"}]})form", "{}");
    if (!loaded.form) std::abort();
    return *loaded.form;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    std::vector<std::pair<std::string, std::string>> fields;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        auto sign = line.find('=');
        fields.emplace_back(line.substr(0, sign), sign == std::string::npos ? "" : line.substr(sign + 1));
        at = end + 1;
    }
    auto posted = form::read_posted(sample(), "", fields, {});
    posted = form::read_posted(sample(), "", fields, posted.data);
    form::Input input;
    input.data = posted.data;
    input.now = decision::Now{1'795'264'200'000'000, decision::Zone::offset(7200)};
    input.check = form::Check::all;
    auto state = form::evaluate(sample(), input);
    if (state.stopped) return 0;
    const auto& clean = state.data.context();
    const auto* ours = clean.find("f");
    if (!ours || !ours->is(decision::Value::Kind::string) || ours->string() != "ours") std::abort();
    const auto *rows = clean.find("l"), *count = clean.find("e");
    if (!rows || !count || rows->list().size() > form::most_rows || !(count->number() == decision::Number(static_cast<std::int64_t>(rows->list().size())))) std::abort();
    // A draft is kept as JSON.
    decision::Evaluation evaluation;
    auto again = decision::from_json(evaluation, decision::to_json(posted.data));
    if (!again) std::abort();
    input.data = *again;
    if (json::serialize(decision::to_json(form::evaluate(sample(), input).data)) != json::serialize(decision::to_json(state.data))) std::abort();
    (void)form::reveals_more(state, 0, posted);
    (void)form::missing(state);
    return 0;
}
