#include "doors/site/model_trial.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "decision/feel.h"

namespace raekoda::doors::site {

using decision::Type;
using decision::TypePointer;
using decision::Value;
using view::Language;

namespace {

constexpr std::size_t longest_fact = 4000;                  // code points
constexpr std::size_t most_members = 60, deepest_member = 4;  // of contexts that become fields of their own
constexpr std::uint64_t steps_of_field = 200'000, steps_of_trial = 5'000'000;

std::string words(Language language, std::string_view key, const std::map<std::string, std::string>& arguments = {}) {
    return view::text(language, "decision_page." + std::string(key), arguments);
}

// A value that was read, or the key of the sentence that says why not.
struct Read {
    Value value;
    std::string problem;
    std::map<std::string, std::string> arguments;
};

Type::Kind kind_of(const TypePointer& type) { return type ? type->kind : Type::Kind::any; }

std::string check_id(std::size_t decision) { return "check[" + std::to_string(decision) + "]"; }
std::string result_id(std::size_t decision) { return "result[" + std::to_string(decision) + "]"; }
std::string fact_id(std::size_t input) { return "fact[" + std::to_string(input) + "]"; }

Read read_number(std::string text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') continue;
        if (text.compare(i, 2, "\u00a0") == 0) { ++i; continue; }
        plain += text[i];
    }
    if (std::count(plain.begin(), plain.end(), ',') == 1 && plain.find('.') == std::string::npos) plain[plain.find(',')] = '.';
    auto number = decision::Number::parse(plain);
    return number ? Read{Value(*number), {}, {}} : Read{{}, "not_a_number", {}};
}

Read read_moment(const std::string& text) {
    auto space = text.find_first_of(" T");
    auto day = typed_day(text.substr(0, space));
    auto time = space == std::string::npos ? std::string() : std::string(trimmed(text.substr(space + 1)));
    if (std::replace(time.begin(), time.end(), '.', ':'); time.size() == 5) time += ":00";
    if (auto moment = decision::DateTime::parse(text)) return {Value(*moment), {}, {}};
    auto moment = day ? decision::DateTime::parse(day->iso() + "T" + time) : std::nullopt;
    return moment ? Read{Value(*moment), {}, {}} : Read{{}, "not_a_moment", {}};
}

Read read_time(std::string text) {
    if (std::count(text.begin(), text.end(), ':') == 1 || std::count(text.begin(), text.end(), '.') == 1) std::replace(text.begin(), text.end(), '.', ':');
    if (text.size() == 4 && text[1] == ':') text = "0" + text;
    if (text.size() == 5) text += ":00";
    auto time = decision::Time::parse(text);
    return time ? Read{Value(*time), {}, {}} : Read{{}, "not_a_time", {}};
}

// Lists, contexts, ranges and what has no type: as FEEL or JSON writes it.
Read read_expression(const std::string& text, const TypePointer& type) {
    decision::Budget budget;
    budget.steps = steps_of_field;
    budget.list_size = 10'000;
    decision::Evaluation evaluation(budget);
    if (auto json = json::parse(text, longest_fact * 4))
        if (auto value = decision::from_json(evaluation, *json, type)) return {*value, {}, {}};
    decision::CompileOptions options;
    options.unknown_names_are_errors = true;
    auto compiled = decision::compile(text, {}, options);
    if (!compiled) {
        auto at = compiled.diagnostics.empty() ? decision::Place{} : compiled.diagnostics.front().place;
        return {{}, "not_feel", {{"row", std::to_string(std::max(1u, at.row))}, {"column", std::to_string(std::max(1u, at.column))}}};
    }
    auto value = compiled->evaluate(evaluation, {});
    if (evaluation.stopped() || (value.is_null() && evaluation.diagnostic_count() > 0)) return {{}, "feel_without_value", {}};
    return {value, {}, {}};
}

Read read_text(const std::string& text, const TypePointer& type) {
    switch (kind_of(type)) {
        case Type::Kind::number: return read_number(text);
        case Type::Kind::string: return {Value(text), {}, {}};
        case Type::Kind::date: {
            auto day = typed_day(text);
            auto date = day ? decision::Date::of(day->year, day->month, day->day) : decision::Date::parse(text);
            return date ? Read{Value(*date), {}, {}} : Read{{}, "not_a_date", {}};
        }
        case Type::Kind::date_time: return read_moment(text);
        case Type::Kind::time: return read_time(text);
        case Type::Kind::duration: {
            auto duration = decision::Duration::parse(text);
            return duration ? Read{Value(*duration), {}, {}} : Read{{}, "not_a_duration", {}};
        }
        case Type::Kind::months: {
            auto months = decision::Months::parse(text);
            return months ? Read{Value(*months), {}, {}} : Read{{}, "not_months", {}};
        }
        default: return read_expression(text, type);
    }
}

Read fitted(Read read, const TypePointer& type) {
    if (!read.problem.empty() || !type) return read;
    decision::Budget budget;
    budget.steps = steps_of_field;
    decision::Evaluation evaluation(budget);
    auto value = decision::coerced(evaluation, read.value, type);
    if (value) return {*value, {}, {}};
    auto* allowed = type->allowed_values ? type->allowed_values.get() : type->constraint.get();
    if (allowed) return {{}, "not_allowed", {{"allowed", allowed->text()}}};
    return {{}, "does_not_fit", {{"type", decision::type_text(type)}}};
}

struct ClosedList {
    std::vector<Value> values;
    std::vector<std::string> labels;
    bool empty() const { return values.empty(); }
    void add(Value value, std::string label) {
        values.push_back(std::move(value));
        labels.push_back(std::move(label));
    }
    std::string key(std::size_t i) const { return decision::to_text(values[i]); }
};

// The values of a list of tests when it is nothing but constants.
std::vector<Value> constants_of(const decision::UnaryTests& tests) {
    std::vector<Value> values;
    if (tests.any() || tests.negated()) return {};
    for (const auto& test : tests.tests()) {
        if (test.shape != decision::UnaryTest::Shape::equal) return {};
        if (!test.value.is_null()) values.push_back(test.value);
    }
    return values;
}

class FormMaker {
public:
    FormMaker(const services::DecisionModel& model, Language language, const http::Fields& query, FactForm& form)
        : model_(model), labels_(model.inputs), language_(language), query_(query), form_(form) {}
    // Of results: `labels` are those of the decisions.
    FormMaker(const services::DecisionModel& model, const std::vector<services::DecisionLabel>& labels, Language language, const http::Fields& query, FactForm& form)
        : model_(model), labels_(labels), language_(language), query_(query), form_(form) {}

    Value result(std::size_t decision) {
        const auto& info = model_.model->decisions()[decision];
        return input(info.type, result_id(decision), info.name, 0);
    }

    void make() {
        const auto& inputs = model_.model->inputs();
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const bool filled = inputs[i].name == parameters_input;
            form_.facts.push_back(filled ? Value() : input(inputs[i].type, fact_id(i), inputs[i].name, 0));
        }
    }

private:
    // `path`: as labels name it, "person.age".
    Value input(const TypePointer& type, const std::string& name, const std::string& path, std::size_t depth) {
        if (kind_of(type) == Type::Kind::context && !type->members.empty() && depth < deepest_member && form_.fields.size() + type->members.size() < most_members)
            return group(type, name, path, depth);
        const bool several = kind_of(type) == Type::Kind::list;
        auto list = closed_list(several ? type->element : type, path);
        FactField made{.field = {.name = name, .label = short_label(path), .hint = hint_of(path), .value = typed(name), .says_optional = false}};
        if (!list.empty()) made.kind = several ? FactField::Kind::choices : FactField::Kind::choice;
        else if (kind_of(type) == Type::Kind::date) made.kind = FactField::Kind::date;
        else if (several || kind_of(type) == Type::Kind::context || kind_of(type) == Type::Kind::range) made.kind = FactField::Kind::area;
        if (made.kind == FactField::Kind::area) made.field.rows = 3;
        if (list.empty() && made.field.hint.empty()) made.field.hint = type_hint(type);
        if (made.kind == FactField::Kind::choices) made.field.required = true;  // says nothing of being optional: none is an answer
        if (kind_of(type) == Type::Kind::number) made.field.input_mode = "decimal";
        auto read = made.kind == FactField::Kind::choices ? chosen_several(list, made) : made.kind == FactField::Kind::choice ? chosen(list, made) : made.field.value.empty() ? Read{} : read_field(made.field.value, type);
        if (!read.problem.empty()) {
            made.field.error_text = words(language_, read.problem, read.arguments);
            form_.problems.push_back({name, made.field.label + ": " + made.field.error_text});
        }
        form_.fields.push_back(std::move(made));
        return read.value;
    }

    Value group(const TypePointer& type, const std::string& name, const std::string& path, std::size_t depth) {
        FactField head{.kind = FactField::Kind::group, .field = {.name = name, .label = short_label(path), .hint = hint_of(path)}, .opens_group = true};
        form_.fields.push_back(std::move(head));
        decision::ContextBuilder context;
        bool any = false;
        for (std::size_t i = 0; i < type->members.size(); ++i) {
            const auto& member = type->members[i];
            auto value = input(member.type, name.substr(0, name.size() - 1) + "." + std::to_string(i) + "]", path + "." + member.name, depth + 1);
            any |= !value.is_null();
            context.put(std::string_view(member.name), std::move(value));
        }
        form_.fields.push_back({.kind = FactField::Kind::group, .closes_group = true});
        auto whole = any ? context.build() : Value();
        if (!any || has_problem(name)) return whole;
        auto read = fitted({whole, {}, {}}, type);
        if (!read.problem.empty()) form_.problems.push_back({name, short_label(path) + ": " + words(language_, read.problem, read.arguments)});
        return read.value;
    }
    bool has_problem(const std::string& group) const {
        auto begin = group.substr(0, group.size() - 1) + ".";
        return std::any_of(form_.problems.begin(), form_.problems.end(), [&](const auto& problem) { return problem.field.starts_with(begin); });
    }

    Read read_field(const std::string& text, const TypePointer& type) {
        if (code_point_count(text) > longest_fact) return {{}, "too_long", {{"most", view::number_text(language_, longest_fact)}}};
        return fitted(read_text(text, type), type);
    }

    Read chosen(const ClosedList& list, FactField& made) {
        Read read;
        bool known = made.field.value.empty();
        for (std::size_t i = 0; i < list.values.size(); ++i) {
            const bool is_it = !known && list.key(i) == made.field.value;
            made.options.push_back({.value = list.key(i), .label = list.labels[i], .checked = is_it});
            if (is_it) read.value = list.values[i];
            known |= is_it;
        }
        if (!known) {  // nothing typed is lost
            made.options.push_back({.value = made.field.value, .label = made.field.value, .checked = true});
            read.problem = "not_in_list";
        }
        return read;
    }

    // What is not marked is not in the list; before the form is sent nothing is known.
    Read chosen_several(const ClosedList& list, FactField& made) {
        auto marked = query_.all(made.field.name);
        std::vector<Value> values;
        for (std::size_t i = 0; i < list.values.size(); ++i) {
            const bool is_it = std::find(marked.begin(), marked.end(), list.key(i)) != marked.end();
            made.options.push_back({.value = list.key(i), .label = list.labels[i], .checked = is_it});
            if (is_it) values.push_back(list.values[i]);
        }
        return {form_.asked ? Value::list(std::move(values)) : Value(), {}, {}};
    }

    ClosedList closed_list(const TypePointer& type, const std::string& path) {
        ClosedList list;
        if (kind_of(type) == Type::Kind::boolean) {
            list.add(Value(true), words(language_, "yes"));
            list.add(Value(false), words(language_, "no"));
            return list;
        }
        if (kind_of(type) == Type::Kind::list || kind_of(type) == Type::Kind::context) return list;
        if (const auto* label = found(path); label && !label->values.empty()) {
            for (const auto& choice : label->values) {
                auto read = fitted(read_text(choice.key, type && type->kind != Type::Kind::any ? type : decision::builtin_type("string")), type);
                if (read.problem.empty()) list.add(read.value, choice.name.in(language_));
            }
            return list;
        }
        auto constants = type && type->allowed_values ? constants_of(*type->allowed_values) : std::vector<Value>{};
        if (constants.empty()) constants = values_in_tables(path, type);
        for (const auto& value : constants) list.add(value, choice_name(decision::to_text(value)));
        return list;
    }
    // As another input with the same choices calls it.
    std::string choice_name(std::string key) const {
        for (const auto& label : model_.inputs)
            for (const auto& choice : label.values)
                if (choice.key == key) return choice.name.in(language_);
        return key;
    }
    // What the tables that look at this input allow.
    std::vector<Value> values_in_tables(const std::string& path, const TypePointer& type) const {
        for (const auto& table : model_.model->tables())
            for (const auto& input : table.inputs)
                if (trimmed(input.expression) == path && !trimmed(input.values).empty())
                    if (auto tests = decision::compile_unary_tests(input.values, {}, type)) return constants_of(*tests.program);
        if (&labels_ == &model_.inputs) return {};
        // A result: what the column of its table allows.
        const auto member = path.substr(path.rfind('.') + 1);
        for (const auto& table : model_.model->tables())
            for (const auto& output : table.outputs)
                if (path.starts_with(table.owner) && (output.name == member || (table.outputs.size() == 1 && table.owner == path)) && !trimmed(output.values).empty())
                    if (auto tests = decision::compile_unary_tests(output.values, {}, type)) return constants_of(*tests.program);
        return {};
    }

    const services::DecisionLabel* found(std::string_view path) const {
        for (const auto& label : labels_)
            if (label.name == path) return &label;
        return nullptr;
    }
    std::string short_label(const std::string& path) const {
        if (const auto* label = found(path); label && !label->label.in(language_).empty()) return label->label.in(language_);
        return path.substr(path.rfind('.') + 1);
    }
    std::string hint_of(const std::string& path) const {
        const auto* label = found(path);
        return label ? label->hint.in(language_) : std::string();
    }
    std::string type_hint(const TypePointer& type) const {
        switch (kind_of(type)) {
            case Type::Kind::string:
            case Type::Kind::number: return type->allowed_values ? words(language_, "hint_allowed", {{"allowed", type->allowed_values->text()}}) : std::string();
            case Type::Kind::date: return words(language_, "hint_date");
            case Type::Kind::date_time: return words(language_, "hint_moment");
            case Type::Kind::time: return words(language_, "hint_time");
            case Type::Kind::duration: return words(language_, "hint_duration");
            case Type::Kind::months: return words(language_, "hint_months");
            case Type::Kind::list: return words(language_, "hint_list", {{"type", decision::type_text(type)}});
            case Type::Kind::context: return words(language_, "hint_context");
            default: return words(language_, "hint_feel");
        }
    }
    std::string typed(std::string_view name) const { return clean_input(query_.get(name)).value_or(""); }

    const services::DecisionModel& model_;
    const std::vector<services::DecisionLabel>& labels_;
    Language language_;
    const http::Fields& query_;
    FactForm& form_;
};

std::string typed_text(Date day) {
    char text[40];
    std::snprintf(text, sizeof text, "%02d.%02d.%04d", day.day, day.month, day.year);
    return text;
}

// As the form's field takes it. `several`: fields of marks.
void add_fact(std::string& query, const std::set<std::string>& several, const TypePointer& type, const std::string& name, const Value& value, std::size_t depth) {
    if (value.is_null()) return;
    if (kind_of(type) == Type::Kind::context && !type->members.empty() && depth < deepest_member && value.is(Value::Kind::context)) {
        for (std::size_t i = 0; i < type->members.size(); ++i)
            if (const auto* member = value.context().find(type->members[i].name))
                add_fact(query, several, type->members[i].type, name.substr(0, name.size() - 1) + "." + std::to_string(i) + "]", *member, depth + 1);
        return;
    }
    if (several.count(name) && value.is(Value::Kind::list)) {
        for (const auto& item : value.list()) query += "&" + url_encoded(name) + "=" + url_encoded(decision::to_text(item));
        return;
    }
    if (value.is(Value::Kind::date) && kind_of(type) == Type::Kind::date) {
        auto day = value.date().parts();
        query += "&" + url_encoded(name) + "=" + (day.year >= 1000 && day.year <= 9999 ? typed_text({day.year, day.month, day.day}) : decision::to_text(value));
        return;
    }
    const bool plain = kind_of(type) != Type::Kind::any || !value.is(Value::Kind::string);
    query += "&" + url_encoded(name) + "=" + url_encoded(plain ? decision::to_text(value) : decision::to_literal(value));
}

}  // namespace

std::string label_of(const std::vector<services::DecisionLabel>& labels, std::string_view name, Language language) {
    for (const auto& label : labels)
        if (label.name == name && !label.label.in(language).empty()) return label.label.in(language);
    return std::string(name);
}

std::optional<Date> typed_day(std::string_view text) {
    text = trimmed(text);
    if (auto iso = Date::from_iso(text)) return iso;
    auto parts = split(text, '.');
    if (parts.size() != 3 || trimmed(parts[2]).size() != 4) return std::nullopt;
    auto day = parse_integer(trimmed(parts[0])), month = parse_integer(trimmed(parts[1])), year = parse_integer(trimmed(parts[2]));
    if (!day || !month || !year || *day < 1 || *day > 31 || *month < 1 || *month > 12 || *year < 1) return std::nullopt;
    char iso[11];
    std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
    return Date::from_iso(iso);
}

std::string day_text(Language language, Date day) { return view::date_text(language, day.year, day.month, day.day); }

FactForm fact_form(const services::DecisionModel& model, Language language, const http::Fields& query, Date today) {
    FactForm form;
    form.asked = query.has("on");
    form.on = today;
    form.day = {.name = "on", .label = words(language, "day"), .hint = words(language, "day_hint"), .value = form.asked ? clean_input(query.get("on")).value_or("") : typed_text(today), .required = true};
    if (form.asked) {
        if (auto day = typed_day(form.day.value)) form.on = *day;
        else {
            form.day.error_text = words(language, "not_a_date");
            form.problems.push_back({"on", form.day.label + ": " + form.day.error_text});
        }
    }
    FormMaker(model, language, query, form).make();
    return form;
}

std::string fact_query(const services::DecisionModel& model, const Value& facts, Date on) {
    std::string query = "?on=" + typed_text(on);
    std::set<std::string> several;
    for (const auto& field : fact_form(model, Language::et, {}, on).fields)
        if (field.kind == FactField::Kind::choices) several.insert(field.field.name);
    const auto& inputs = model.model->inputs();
    if (facts.is(Value::Kind::context))
        for (std::size_t i = 0; i < inputs.size(); ++i)
            if (const auto* value = facts.context().find(inputs[i].name); value && inputs[i].name != parameters_input) add_fact(query, several, inputs[i].type, fact_id(i), *value, 0);
    return query;
}

ExpectedForm expected_form(const services::DecisionModel& model, Language language, const http::Fields& query) {
    ExpectedForm out;
    for (std::size_t i = 0; i < model.model->decisions().size(); ++i) {
        if (!model.model->decisions()[i].import_name.empty()) continue;
        FactForm form;
        form.asked = query.has("on");
        ExpectedResult one;
        one.decision = i;
        one.checked = query.has(check_id(i));
        one.check = {.name = check_id(i), .label = label_of(model.decisions, model.model->decisions()[i].name, language)};
        one.value = FormMaker(model, model.decisions, language, query, form).result(i);
        one.fields = std::move(form.fields);
        // What is not expected is not read either.
        if (one.checked) out.problems.insert(out.problems.end(), form.problems.begin(), form.problems.end());
        out.results.push_back(std::move(one));
    }
    return out;
}

std::string expected_query(const services::DecisionModel& model, const Value& expected) {
    std::string query;
    if (!expected.is(Value::Kind::context)) return query;
    http::Fields asked;
    asked.add("on", "");
    for (const auto& one : expected_form(model, Language::et, asked).results) {
        const auto& info = model.model->decisions()[one.decision];
        const auto* value = expected.context().find(info.name);
        if (!value) continue;
        query += "&" + url_encoded(one.check.name) + "=yes";
        std::set<std::string> several;
        for (const auto& field : one.fields)
            if (field.kind == FactField::Kind::choices) several.insert(field.field.name);
        add_fact(query, several, info.type, result_id(one.decision), *value, 0);
    }
    return query;
}

std::vector<Value> decided(const services::DecisionModel& model, const std::vector<Value>& facts, Date on) {
    constexpr int noon = 12 * 60;  // as the catalogue runs its examples
    decision::Budget budget;
    budget.steps = steps_of_trial;
    decision::Session session(model.model, budget, decision::Now{instant_of(on, noon).microseconds, {}});
    session.begin();
    const auto& inputs = model.model->inputs();
    for (std::size_t i = 0; i < inputs.size() && i < facts.size(); ++i) session.set(i, inputs[i].name == parameters_input ? model.parameters_on(on) : facts[i]);
    std::vector<Value> out;
    for (std::size_t i = 0; i < model.model->decisions().size(); ++i) out.push_back(session.decide(i));
    return out;
}

std::vector<std::size_t> answers_of(const services::DecisionModel& model) {
    std::vector<std::size_t> answers;
    const auto& decisions = model.model->decisions();
    if (auto own = model.decision.empty() ? std::nullopt : model.model->find_decision(model.decision)) answers.push_back(*own);
    std::vector<bool> needed(decisions.size());
    for (const auto& decision : decisions)
        for (auto other : decision.requires_decisions) needed[other] = true;
    for (std::size_t i = 0; i < decisions.size(); ++i)
        if (!needed[i] && decisions[i].import_name.empty() && std::find(answers.begin(), answers.end(), i) == answers.end()) answers.push_back(i);
    if (answers.empty() && !decisions.empty()) answers.push_back(0);
    return answers;
}

Trial try_model(const services::DecisionModel& model, const FactForm& form, const Value& parameters, std::string_view time_zone) {
    Trial trial;
    decision::Budget budget;
    budget.steps = steps_of_trial;
    constexpr int noon = 12 * 60;
    auto zone = decision::Zone::named(time_zone).value_or(decision::Zone{});
    decision::Session session(model.model, budget, decision::Now{instant_of(form.on, noon, time_zone).microseconds, zone});
    session.record(&trial.reasons);
    session.begin();
    const auto& inputs = model.model->inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) session.set(i, inputs[i].name == parameters_input ? parameters : form.facts[i]);
    for (const auto& diagnostic : session.evaluation().diagnostics()) trial.trouble.push_back(diagnostic.text);
    trial.targets = answers_of(model);
    for (auto target : trial.targets) trial.results.push_back(session.decide(target));
    trial.stopped = session.evaluation().stopped();
    if (trial.stopped && !session.evaluation().diagnostics().empty()) trial.trouble.push_back(session.evaluation().diagnostics().back().text);
    return trial;
}

}  // namespace raekoda::doors::site
