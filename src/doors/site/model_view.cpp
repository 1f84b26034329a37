#include "doors/site/model_view.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace raekoda::doors::site {

using decision::LogicView;
using decision::Value;
using view::Language;

namespace {

constexpr int deepest_tree = 12;

std::string words(Language language, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(language, "decision_page." + std::string(key), arguments);
}

std::string decision_anchor(std::size_t i) { return "decision-" + std::to_string(i + 1); }
std::string knowledge_anchor(std::size_t i) { return "function-" + std::to_string(i + 1); }

std::string origin_text(const Reader& reader, const std::string& origin) {
    if (origin == "common") return words(reader.language, "origin_common");
    const auto* town = reader.catalogue.municipality(MunicipalityId(origin));
    return words(reader.language, "origin_own", {{"municipality", town ? town->name.in(reader.language) : origin}});
}

std::vector<NameAndValue> parameter_lines(Language language, const services::DecisionModel& model, const Value& values) {
    std::vector<NameAndValue> lines;
    if (values.is(Value::Kind::context))
        for (const auto& entry : values.context().entries())
            lines.push_back({label_of(model.parameters, entry.name.string(), language), value_text(language, entry.value)});
    return lines;
}

const services::DecisionParameters* row_on(const services::DecisionModel& model, Date day) {
    const services::DecisionParameters* row = nullptr;
    for (const auto& one : model.parameter_rows)
        if (one.valid_from <= day) row = &one;
    return row && (!row->valid_to || day <= *row->valid_to) ? row : nullptr;
}

std::vector<ParameterPeriod> periods_of(const Reader& reader, const services::DecisionModel& model, Date day) {
    std::vector<ParameterPeriod> periods;
    const auto* current = row_on(model, day);
    for (auto row = model.parameter_rows.rbegin(); row != model.parameter_rows.rend(); ++row) {
        auto since = day_text(reader.language, row->valid_from);
        periods.push_back({row->valid_to ? words(reader.language, "from_to", {{"from", since}, {"to", day_text(reader.language, *row->valid_to)}}) : words(reader.language, "from", {{"from", since}}),
                           row->source, &*row == current, row->confirmed, parameter_lines(reader.language, model, row->values)});
    }
    return periods;
}

// --- logic ---

LogicPart logic_part(Language language, const services::DecisionModel& model, const LogicView& logic, std::string name = {}) {
    using Kind = LogicView::Kind;
    LogicPart part;
    part.name = std::move(name);
    auto add = [&](std::size_t i, std::string as) {
        if (i < logic.parts.size()) part.parts.push_back(logic_part(language, model, logic.parts[i], std::move(as)));
    };
    auto entries = [&](std::initializer_list<const char*> keys) {
        part.kind = LogicPart::Kind::entries;
        std::size_t i = 0;
        for (const auto* key : keys) add(i++, words(language, key));
    };
    switch (logic.kind) {
        case Kind::none: break;
        case Kind::literal:
            part.kind = LogicPart::Kind::code;
            part.code = std::string(trimmed(logic.text));
            break;
        case Kind::table:
            if (logic.table >= model.model->tables().size()) break;
            part.kind = LogicPart::Kind::table;
            part.table_id = "table-" + std::to_string(logic.table + 1);
            part.table_name = model.model->tables()[logic.table].owner;
            break;
        case Kind::context:
            part.kind = LogicPart::Kind::entries;
            for (std::size_t i = 0; i < logic.parts.size(); ++i) {
                bool named = i < logic.names.size() && !logic.names[i].empty();
                add(i, named ? logic.names[i] : words(language, "logic_result"));
            }
            break;
        case Kind::list:
            part.kind = LogicPart::Kind::list;
            for (std::size_t i = 0; i < logic.parts.size(); ++i) add(i, {});
            break;
        case Kind::relation: {
            part.kind = LogicPart::Kind::relation;
            part.columns = logic.names;
            LogicPart row{.kind = LogicPart::Kind::list};
            for (const auto& cell : logic.parts) {
                row.parts.push_back(logic_part(language, model, cell));
                if (row.parts.size() == logic.names.size()) part.parts.push_back(std::exchange(row, {.kind = LogicPart::Kind::list}));
            }
            break;
        }
        case Kind::invocation:
            part.kind = LogicPart::Kind::entries;
            part.lead = words(language, "logic_call");
            add(0, words(language, "logic_function"));
            for (std::size_t i = 1; i < logic.parts.size(); ++i) add(i, i - 1 < logic.names.size() ? logic.names[i - 1] : "");
            break;
        case Kind::function:
            part = logic.parts.empty() ? LogicPart{} : logic_part(language, model, logic.parts[0], part.name);
            part.lead = words(language, "logic_function_of", {{"parameters", joined(logic.names, ", ")}});
            break;
        case Kind::conditional: entries({"logic_if", "logic_then", "logic_else"}); break;
        case Kind::filter: entries({"logic_in", "logic_keep"}); break;
        case Kind::iterator_for: entries({"logic_in", "logic_for_each"}); break;
        case Kind::iterator_some: entries({"logic_in", "logic_some"}); break;
        case Kind::iterator_every: entries({"logic_in", "logic_every"}); break;
    }
    if (logic.kind == Kind::iterator_for || logic.kind == Kind::iterator_some || logic.kind == Kind::iterator_every)
        part.lead = words(language, "logic_variable", {{"name", logic.text}});
    return part;
}

// --- needs ---

NeedTree need_of_input(Language language, const services::DecisionModel& model, std::size_t input) {
    const auto& name = model.model->inputs()[input].name;
    if (name == parameters_input) return {words(language, "parameters"), "#parameters-title", words(language, "kind_parameters"), false, {}};
    return {label_of(model.inputs, name, language), "", words(language, "kind_input"), false, {}};
}

class Tree {
public:
    Tree(Language language, const services::DecisionModel& model) : language_(language), model_(model) {}

    NeedTree of_decision(std::size_t i, int depth = 0) {
        const auto& decision = model_.model->decisions()[i];
        NeedTree tree{label_of(model_.decisions, decision.name, language_), "#" + decision_anchor(i), words(language_, "kind_decision"), !told_.insert(i).second, {}};
        if (tree.told_before || depth >= deepest_tree) return tree;
        for (auto other : decision.requires_decisions) tree.needs.push_back(of_decision(other, depth + 1));
        for (auto other : decision.requires_knowledge) tree.needs.push_back({model_.model->knowledge()[other].name, "#" + knowledge_anchor(other), words(language_, "kind_function"), false, {}});
        for (auto input : decision.requires_inputs)
            tree.needs.push_back(need_of_input(language_, model_, input));
        return tree;
    }

private:
    Language language_;
    const services::DecisionModel& model_;
    std::set<std::size_t> told_;
};

std::vector<NeedLink> needs_of(Language language, const services::DecisionModel& model, const std::vector<std::size_t>& inputs, const std::vector<std::size_t>& decisions,
                               const std::vector<std::size_t>& knowledge) {
    std::vector<NeedLink> needs;
    for (auto i : decisions) needs.push_back({label_of(model.decisions, model.model->decisions()[i].name, language), "#" + decision_anchor(i), words(language, "kind_decision")});
    for (auto i : knowledge) needs.push_back({model.model->knowledge()[i].name, "#" + knowledge_anchor(i), words(language, "kind_function")});
    for (auto i : inputs) {
        auto need = need_of_input(language, model, i);
        needs.push_back({need.text, need.url, need.kind});
    }
    return needs;
}

// --- reasons ---

// A fact as people read it: the name of a choice where the value is one.
std::string fact_text(Language language, const services::DecisionModel& model, std::string_view name, const Value& value) {
    if (value.is(Value::Kind::string))
        for (const auto& label : model.inputs)
            if (label.name == name)
                for (const auto& choice : label.values)
                    if (choice.key == value.string()) return choice.name.in(language);
    return value_text(language, value);
}

std::string facts_text(Language language, const services::DecisionModel& model, const std::vector<decision::Fact>& facts) {
    std::string text;
    for (const auto& fact : facts) {
        if (fact.name == parameters_input) continue;  // they stand in a table of their own
        auto label = label_of(model.inputs, fact.name, language);
        if (label == fact.name) label = label_of(model.decisions, fact.name, language);
        text += (text.empty() ? "" : "; ") + label + " = " + fact_text(language, model, fact.name, fact.value);
    }
    return text;
}

void add_table_reason(ReasonGroup& group, Language language, const services::DecisionModel& model, const decision::TableReason& run) {
    using Arguments = std::map<std::string, std::string>;
    const auto& table = model.model->tables()[run.table];
    auto caption = label_of(model.decisions, table.owner, language);
    for (auto matched : run.decided) {
        const auto& rule = table.rules[matched];
        std::string conditions;
        for (std::size_t i = 0; i < rule.inputs.size() && i < run.inputs.size(); ++i) {
            auto cell = trimmed(rule.inputs[i]);
            if (cell.empty() || cell == "-") continue;
            conditions += (conditions.empty() ? "" : "; ") + column_label(language, model, table.inputs[i]) + " = " + fact_text(language, model, trimmed(table.inputs[i].expression), run.inputs[i]) +
                          " (" + std::string(cell) + ")";
        }
        group.sentences.push_back(view::text(language, conditions.empty() ? "decision.rule_always" : "decision.rule_matched",
                                             Arguments{{"rule", std::to_string(matched + 1)}, {"table", caption}, {"conditions", conditions}}));
        auto annotations = rule.annotations;
        annotations.push_back(rule.description);
        for (const auto& annotation : annotations)
            if (!trimmed(annotation).empty()) group.sentences.push_back(view::text(language, "decision.annotation", Arguments{{"annotation", annotation}}));
    }
    if (run.by_default) group.sentences.push_back(view::text(language, "decision.by_default", Arguments{{"table", caption}}));
    else if (run.matched.empty()) group.sentences.push_back(view::text(language, "decision.no_rule", Arguments{{"table", caption}}));
    else if (run.decided.empty()) group.sentences.push_back(words(language, "outcome_conflict"));
}

// The answers first, then what leads to them, nearest first.
std::vector<std::size_t> order_of(const services::DecisionModel& model) {
    const auto& decisions = model.model->decisions();
    auto order = answers_of(model);
    auto add = [&](std::size_t i) {
        if (std::find(order.begin(), order.end(), i) == order.end()) order.push_back(i);
    };
    for (std::size_t at = 0; at < order.size(); ++at)
        for (std::size_t i = 0; i < decisions[order[at]].requires_decisions.size(); ++i) add(decisions[order[at]].requires_decisions[i]);
    for (std::size_t i = 0; i < decisions.size(); ++i) add(i);
    return order;
}

// Every decision with what it read and which rows decided, in the words of the reader's language.
std::vector<ReasonGroup> reasons_of(Language language, const services::DecisionModel& model, const decision::Reasons& reasons) {
    std::vector<ReasonGroup> groups;
    auto order = order_of(model);
    auto place = [&](const decision::DecisionReason& reason) { return std::find(order.begin(), order.end(), model.model->find_decision(reason.name).value_or(SIZE_MAX)) - order.begin(); };
    std::vector<const decision::DecisionReason*> sorted;
    for (const auto& reason : reasons.decisions) sorted.push_back(&reason);
    std::stable_sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) { return place(*a) < place(*b); });
    for (const auto* one : sorted) {
        const auto& reason = *one;
        std::map<std::string, std::string> arguments{{"decision", label_of(model.decisions, reason.name, language)}, {"value", value_text(language, reason.value)}};
        auto at = model.model->find_decision(reason.name);
        ReasonGroup group{view::text(language, reason.value.is_null() ? "decision.decided_nothing" : "decision.decided", arguments), at ? "#" + decision_anchor(*at) : "", {}, reason.problems};
        if (auto facts = facts_text(language, model, reason.facts); !facts.empty()) group.sentences.push_back(view::text(language, "decision.facts", std::map<std::string, std::string>{{"facts", facts}}));
        for (const auto& run : reason.tables) add_table_reason(group, language, model, run);
        groups.push_back(std::move(group));
    }
    return groups;
}

// Of a member of a result: the catalogue's label, else what the column of a table is called.
std::string member_label(Language language, const services::DecisionModel& model, std::string_view name) {
    auto label = label_of(model.decisions, name, language);
    if (label != name) return label;
    for (const auto& table : model.model->tables())
        for (const auto& output : table.outputs)
            if (output.name == name && !output.label.empty()) return output.label;
    return label;
}

std::vector<NameAndValue> members_of(Language language, const services::DecisionModel& model, const Value& context) {
    std::vector<NameAndValue> lines;
    for (const auto& entry : context.context().entries()) lines.push_back({member_label(language, model, entry.name.string()), value_text(language, entry.value)});
    return lines;
}

std::vector<DecisionPart> decision_parts(const Reader& reader, const services::DecisionModel& model, const std::vector<decision::Finding>& findings, const Trial* trial) {
    std::vector<DecisionPart> parts;
    auto language = reader.language;
    const auto* reasons = trial ? &trial->reasons : nullptr;
    auto answers = answers_of(model);
    const auto& decisions = model.model->decisions();
    auto order = order_of(model);
    for (auto i : order) {
        const auto& decision = decisions[i];
        DecisionPart part{decision_anchor(i), label_of(model.decisions, decision.name, language), {}, decision.question, decision.description, decision.allowed_answers, decision.import_name};
        if (part.name != decision.name) part.technical_name = decision.name;
        part.is_answer = std::find(answers.begin(), answers.end(), i) != answers.end();
        part.needs = needs_of(language, model, decision.requires_inputs, decision.requires_decisions, decision.requires_knowledge);
        part.logic = logic_part(language, model, decision.logic);
        for (auto table : decision.tables) part.tables.push_back(table_part(language, model, table, findings, reasons));
        if (reasons)
            for (const auto& reason : reasons->decisions)
                if (reason.id == decision.id && reason.name == decision.name) {
                    part.tried = true;
                    part.result = result_view(language, model, reason.value);
                }
        parts.push_back(std::move(part));
    }
    const auto& knowledge = model.model->knowledge();
    for (std::size_t i = 0; i < knowledge.size(); ++i) {
        DecisionPart part{.id = knowledge_anchor(i), .name = knowledge[i].name, .description = knowledge[i].description, .origin = knowledge[i].import_name, .is_function = true};
        part.needs = needs_of(language, model, {}, {}, knowledge[i].requires_knowledge);
        part.logic = logic_part(language, model, knowledge[i].logic);
        for (auto table : knowledge[i].tables) part.tables.push_back(table_part(language, model, table, findings, reasons));
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace

std::string column_label(Language language, const services::DecisionModel& model, const decision::TableView::Input& input) {
    for (const auto* labels : {&model.inputs, &model.decisions})
        for (std::string_view name : {std::string_view(input.label), trimmed(input.expression)})
            if (auto label = label_of(*labels, name, language); label != name) return label;
    return input.label;
}

ResultView result_view(Language language, const services::DecisionModel& model, const Value& value) {
    ResultView result;
    if (value.is_null()) result.none = true;
    else if (value.is(Value::Kind::context)) result.values = members_of(language, model, value);
    else if (value.is(Value::Kind::list) && value.list().size() > 0 && std::all_of(value.list().begin(), value.list().end(), [](const Value& item) { return item.is(Value::Kind::context); }))
        for (const auto& item : value.list()) result.items.push_back(members_of(language, model, item));
    else result.text = value_text(language, value);
    return result;
}

ModelRow model_row(const Reader& reader, const services::DecisionModel& model) {
    auto language = reader.language;
    ModelRow row{model.id, model.name.in(language), model.description.in(language), reader.to("/desk/models/" + url_encoded(model.id))};
    for (const auto& other : reader.catalogue.decision_models(reader.municipality.id))
        if (other.id != model.id && other.name.et == model.name.et) row.file = model.file;
    for (auto i : answers_of(model)) row.decisions.push_back(label_of(model.decisions, model.model->decisions()[i].name, language));
    row.origin = origin_text(reader, model.origin);
    if (model.parameters_origin.empty()) return row;
    const auto* current = row_on(model, reader.today);
    if (current) row.parameters = parameter_lines(language, model, current->values);
    row.parameters_note = current ? words(language, "valid_from", {{"from", day_text(language, current->valid_from)}}) : words(language, "no_parameters", {{"day", day_text(language, reader.today)}});
    return row;
}

ModelPage model_page_of(const Reader& reader, const services::DecisionModel& model, const std::vector<decision::Finding>& findings, FactForm form, const Trial* trial) {
    auto language = reader.language;
    ModelPage page;
    page.name = model.name.in(language);
    page.description = model.description.in(language);
    page.url = reader.to("/desk/models/" + url_encoded(model.id));
    page.origin = origin_text(reader, model.origin);
    if (!model.parameters_origin.empty()) page.parameters_origin = origin_text(reader, model.parameters_origin);
    page.version = model.version;
    page.file = model.file;
    page.problems = std::move(form.problems);
    page.facts = std::move(form.fields);
    page.day = std::move(form.day);
    for (const auto& example : model.examples) {
        auto name = example.name.in(language);
        page.examples.push_back({name.empty() ? example.id : name, page.url + fact_query(model, example.given, example.on) + "#result"});
    }
    Tree tree(language, model);
    for (auto i : answers_of(model)) page.needs.push_back(tree.of_decision(i));
    page.drawing = drawing_of(model, language);
    page.decisions = decision_parts(reader, model, findings, trial);
    page.parameters = periods_of(reader, model, form.on);
    for (const auto& part : page.decisions)
        for (const auto& table : part.tables)
            for (auto finding : table.findings) {
                finding.text = table.caption + ": " + finding.text;
                page.findings.push_back(std::move(finding));
            }
    page.finding_count = page.findings.size();
    if (!trial) return page;
    page.tried = true;
    page.tried_with = words(language, "tried_with", {{"day", day_text(language, form.on)}});
    if (!model.parameters_origin.empty() && !row_on(model, form.on)) page.no_parameters = words(language, "no_parameters", {{"day", day_text(language, form.on)}});
    for (std::size_t i = 0; i < trial->targets.size(); ++i)
        page.answers.push_back({label_of(model.decisions, model.model->decisions()[trial->targets[i]].name, language), result_view(language, model, trial->results[i])});
    page.reasons = reasons_of(language, model, trial->reasons);
    page.trouble = trial->trouble;
    page.stopped = trial->stopped;
    return page;
}

}  // namespace raekoda::doors::site
