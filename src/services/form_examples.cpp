#include "services/form_examples.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "form/form.h"
#include "services/services.h"

namespace raekoda::services {

namespace {

decision::Value value_of(const json::value& value) {
    decision::Evaluation evaluation;
    return decision::from_json(evaluation, value).value_or(decision::Value());
}
decision::Value value_of(const std::string& text) {
    auto parsed = json::parse(text);
    return parsed ? value_of(*parsed) : decision::Value();
}

struct Seen {
    std::set<std::string> asked, hidden, wrong;
    bool valid = false;
    json::value data;
};
void see(const std::vector<form::FieldState>& fields, Seen& seen) {
    for (const auto& field : fields) {
        (field.hidden ? seen.hidden : seen.asked).insert(field.name);
        if (!field.errors.empty() && !field.hidden) seen.wrong.insert(field.name);
        if (!field.hidden) see(field.children, seen);
        else
            for (const auto& child : field.children) seen.hidden.insert(child.name);
    }
}

std::vector<std::string> texts(const json::object& object, std::string_view name) {
    std::vector<std::string> out;
    if (const auto* list = json::list(object, name))
        for (const auto& one : *list) out.push_back(json::as_text(one));
    return out;
}

Seen seen_of(const Service& service, const FormExample& example) {
    std::vector<form::Known> facts;
    if (auto known = json::parse(example.facts_json); known && known->is_object())
        for (const auto& [name, value] : known->get_object()) facts.push_back({std::string(name), value_of(value), "example", "example"});
    std::vector<decision::Value> context{service.parameters_on(example.on)};
    form::Input input;
    input.data = value_of(example.given_json);
    input.facts = facts;
    input.now = decision::Now{instant_of(example.on, 12 * 60).microseconds, {}};
    input.context = context;
    input.check = form::Check::all;
    auto state = form::evaluate(*service.form, input);
    Seen seen;
    see(state.fields, seen);
    seen.valid = state.valid;
    seen.data = decision::to_json(state.data);
    return seen;
}

}  // namespace

json::object expected_of_form(const Service& service, const FormExample& example) {
    if (!service.form) return {};
    const auto seen = seen_of(service, example);
    json::object out{{"valid", seen.valid}};
    json::array problems;
    for (const auto& name : seen.wrong) problems.emplace_back(name);
    if (!problems.empty()) out["problems"] = std::move(problems);
    return out;
}

std::vector<std::string> run_form_example(const Service& service, const FormExample& example) {
    std::vector<std::string> wrong;
    auto expected = json::parse(example.expected_json);
    if (!service.form || !expected || !expected->is_object()) return wrong;
    const auto seen = seen_of(service, example);
    const auto& object = expected->get_object();
    auto listed = [](const std::set<std::string>& names) {
        std::string all;
        for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
        return all.empty() ? std::string("none") : all;
    };
    if (object.contains("valid") && json::boolean(object, "valid") != seen.valid)
        wrong.push_back(std::string("the form is expected to be ") + (seen.valid ? "wrong, and is right" : "right, but wrong are: " + listed(seen.wrong)));
    for (const auto& name : texts(object, "problems"))
        if (!seen.wrong.contains(name)) wrong.push_back("\"" + name + "\" is expected to have a problem; those that have: " + listed(seen.wrong));
    for (const auto& name : texts(object, "asks"))
        if (!seen.asked.contains(name)) wrong.push_back("\"" + name + "\" is expected to be asked");
    for (const auto& name : texts(object, "hides"))
        if (seen.asked.contains(name)) wrong.push_back("\"" + name + "\" is expected not to be asked");
    if (const auto* data = json::member(object, "data")) {
        const auto* have = seen.data.if_object();
        for (const auto& [name, value] : *data) {
            const auto* is = have ? have->if_contains(name) : nullptr;
            decision::Value known = is ? value_of(*is) : decision::Value(), wanted = value_of(value);
            if (!(known.is_null() && wanted.is_null()) && !decision::equal(known, wanted).value_or(false))
                wrong.push_back("\"" + std::string(name) + "\" is expected to be " + json::serialize(value) + ", the form says " + (is ? json::serialize(*is) : "nothing"));
        }
    }
    return wrong;
}

}  // namespace raekoda::services
