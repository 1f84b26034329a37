// Options come from the schema, from data by a key, or from FEEL; what the client chose counts only when it is one of them.
#include <algorithm>

#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

const Value* member(const Value& option, std::string_view name) { return option.is(Value::Kind::context) ? option.context().find(name) : nullptr; }

// Texts or numbers, or contexts with `value`, `label` and, for other languages, `label_en`, `label_ru`.
OptionState option_of(const Value& given, view::Language language) {
    OptionState out;
    const auto* value = given.is(Value::Kind::context) ? member(given, "value") : &given;
    if (!value || value->is_null() || value->is(Value::Kind::list) || value->is(Value::Kind::context) || value->is(Value::Kind::function) || value->is(Value::Kind::range)) return out;
    out.value = *value;
    out.key = decision::to_text(*value);
    const auto* label = language == view::Language::et ? nullptr : member(given, language == view::Language::en ? "label_en" : "label_ru");
    if (!label || !label->is(Value::Kind::string)) label = member(given, "label");
    out.label = label && !label->is_null() ? readable(*label, language) : readable(*value, language);
    return out;
}

}  // namespace

void Run::read_options(const Place& place, const Component& c, Cell& cell) {
    const auto& rule = inside_.rules[c.index].options;
    if (!rule.given) {
        cell.options.reserve(c.choices.size());
        for (const auto& choice : c.choices) cell.options.push_back({decision::to_text(choice.value), choice.label.in(input_.language), false, choice.value});
        return;
    }
    auto given = evaluate(rule, place);
    if (given.is(Value::Kind::context)) given = Value::list({given});
    if (!given.is(Value::Kind::list)) return;
    for (const auto& one : given.list().items()) {
        if (cell.options.size() >= most_options) break;
        auto option = option_of(one, input_.language);
        if (option.key.empty()) continue;
        bool twice = cell.options.size() < 100 && std::any_of(cell.options.begin(), cell.options.end(), [&](const auto& o) { return o.key == option.key; });
        if (!twice) cell.options.push_back(std::move(option));
    }
}

void Run::choose(const Component& c, Cell& cell, const Value& typed) {
    auto choose_one = [&](const Value& wanted) {
        if (is_empty(wanted)) return true;
        bool text = wanted.is(Value::Kind::string);
        auto key = text ? std::string() : decision::to_text(wanted);
        std::string_view looked_for = text ? wanted.string() : std::string_view(key);
        for (auto& option : cell.options)
            if (option.key == looked_for) return option.chosen = true;
        return false;
    };
    if (!has_several_values(c.type)) {
        bool found = choose_one(typed.is(Value::Kind::list) ? Value() : typed);
        // Said only of what could be chosen before: an empty list of options is not the person's fault, but the field's.
        if (!found) cell.wrong = "form.wrong_option";
        for (const auto& option : cell.options)
            if (option.chosen) cell.value = option.value;
        return;
    }
    if (typed.is(Value::Kind::list)) {
        for (const auto& one : typed.list().items())
            if (!choose_one(one)) cell.wrong = "form.wrong_option";
    } else if (!choose_one(typed)) {
        cell.wrong = "form.wrong_option";
    }
    std::vector<Value> values;
    for (const auto& option : cell.options)
        if (option.chosen) values.push_back(option.value);
    cell.value = Value::list(std::move(values));
}

}  // namespace raekoda::form
