// Rule tables: who holds what. Each dated version is a model of its own; what its cells speak of must exist.
#include "services/routing_file.h"

#include <algorithm>
#include <set>

#include "decision/feel.h"

namespace raekoda::services {

namespace {

constexpr std::size_t version_limit = 200;

// The texts that a cell names: "a", "b" → a, b. Escapes do not occur in ids.
std::vector<std::string> named_in(std::string_view cell) {
    std::vector<std::string> out;
    for (std::size_t i = cell.find('"'); i != std::string_view::npos; i = cell.find('"', i + 1)) {
        std::size_t end = cell.find('"', i + 1);
        if (end == std::string_view::npos) break;
        out.emplace_back(cell.substr(i + 1, end - i - 1));
        i = end;
    }
    return out;
}

bool is_any(std::string_view cell) {
    return cell.empty() || cell == "-";
}

// Where something stands in the file of a model, from the row of its rule on.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {
        starts_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n') starts_.push_back(i + 1);
    }
    int of(std::uint32_t row, std::string_view word) const {
        if (row == 0 || row > starts_.size()) return static_cast<int>(row);
        std::size_t begin = starts_[row - 1], end = text_.find("</rule>", begin), at = text_.find(word, begin);
        if (at == std::string_view::npos || at > end) return static_cast<int>(row);
        return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), at) - starts_.begin());
    }

private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

class Reading {
public:
    Reading(CatalogueFolder& files, const std::string& path, const std::string& text, const RoutingGround& ground, RuleTable& table)
        : files_(files), path_(path), lines_(text), ground_(ground), table_(table) {}

    void rules(const decision::TableView& view) {
        languages_.assign(3, SIZE_MAX);
        for (std::size_t i = 0; i < view.annotations.size(); ++i)
            for (std::size_t l = 0; l < 3; ++l)
                if (view.annotations[i] == names[l]) languages_[l] = i;
        for (const auto& output : view.outputs)
            if (output.name != "rule" && output.name != "team" && output.name != "contractor" && output.name != "hours" && output.name != "working_days" && output.name != "answer")
                say("the output \"" + output.name + "\" is none of rule, team, contractor, hours, working_days, answer");
        std::set<std::string> ids;
        std::optional<std::string> everything;
        for (const auto& row : view.rules) {
            Rule rule = read(row, view);
            if (!rule.id.empty() && !ids.insert(rule.id).second) say("rule " + rule.id + " stands twice in this version", rule.line);
            if (everything) say("rule " + rule.id + " is never reached: rule " + *everything + " before it matches everything", rule.line);
            else if (std::all_of(row.inputs.begin(), row.inputs.end(), is_any)) everything = rule.id;
            table_.rules.push_back(std::move(rule));
        }
        if (view.rules.empty()) say("the table has no rules");
        else if (!everything) say("rule " + table_.rules.back().id + ": the last rule must match everything (\"-\" in every cell)", table_.rules.back().line);
    }

private:
    static constexpr const char* names[] = {"et", "en", "ru"};
    void say(std::string text, int line = 0) { files_.problem(path_, std::move(text), line); }

    Rule read(const decision::TableView::Rule& row, const decision::TableView& view) {
        Rule rule;
        for (std::size_t i = 0; i < view.outputs.size() && i < row.outputs.size(); ++i)
            if (auto id = named_in(row.outputs[i]); view.outputs[i].name == "rule" && id.size() == 1) rule.id = id.front();
        rule.line = static_cast<int>(row.row);
        auto at = [&](std::string_view word) { return lines_.of(row.row, word); };
        if (rule.id.empty()) say("the output \"rule\" names no rule", rule.line);
        std::string* notes[] = {&rule.note.et, &rule.note.en, &rule.note.ru};
        for (std::size_t l = 0; l < 3; ++l) {
            if (languages_[l] < row.annotations.size()) *notes[l] = row.annotations[languages_[l]];
            if (notes[l]->empty()) say("rule " + rule.id + ": the annotation \"" + names[l] + "\" has no text", rule.line);
            if (notes[l]->size() > 2000) say("rule " + rule.id + ": the annotation \"" + names[l] + "\" is too long", rule.line);
        }
        auto wrong = [&](const std::string& cell, const std::string& what) { say("rule " + rule.id + ": " + what, at(cell)); };
        for (std::size_t i = 0; i < view.outputs.size() && i < row.outputs.size(); ++i) {
            const auto& name = view.outputs[i].name;
            const auto& cell = row.outputs[i];
            auto compiled = decision::compile(cell, {});
            const decision::Value* value = compiled ? compiled->constant() : nullptr;
            using Kind = decision::Value::Kind;
            if (!value) {
                wrong(cell, "\"" + name + "\" must be a plain value, not " + cell);
                continue;
            }
            if (value->is_null()) continue;
            std::int64_t number = value->is(Kind::number) ? value->number().integer().value_or(0) : 0;
            if (name == "rule") {
                for (char c : rule.id)
                    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
                        wrong(cell, "only a–z, 0–9, \"-\" and \"_\" may stand in the name of a rule");
                        break;
                    }
            } else if (name == "team" || name == "answer") {
                if (value->is(Kind::string)) (name == "team" ? rule.team : rule.answer) = value->string();
                else wrong(cell, "\"" + name + "\": a text is expected");
            } else if (name == "contractor") {
                if (value->is(Kind::boolean)) rule.contractor = value->boolean();
                else wrong(cell, "\"contractor\": true or false is expected");
            } else if (name == "hours" || name == "working_days") {
                if (number >= 1 && number <= (name == "hours" ? 24 * 365 : 1000)) (name == "hours" ? rule.limit.hours : rule.limit.working_days) = static_cast<int>(number);
                else wrong(cell, "\"" + name + "\": a whole number from 1 is expected");
            }
        }
        if (rule.limit.hours && rule.limit.working_days) say("rule " + rule.id + ": either \"hours\" or \"working_days\" is expected, not both", rule.line);
        const Municipality& m = ground_.municipality;
        if (rule.team.empty()) say("rule " + rule.id + ": \"team\" is missing", rule.line);
        else if (const Team* team = m.team(rule.team); !team) wrong("\"" + rule.team + "\"", "unknown team \"" + rule.team + "\"");
        else if (rule.contractor && team->kind == "department") wrong("\"" + rule.team + "\"", "team " + team->id + " is a department, nothing is handed over to it");
        if (!rule.answer.empty() && !m.answers.empty() && std::none_of(m.answers.begin(), m.answers.end(), [&](const auto& one) { return one.id == rule.answer; }))
            wrong("\"" + rule.answer + "\"", "unknown answer \"" + rule.answer + "\"");
        conditions(rule, row, view, at);
        return rule;
    }

    template <class At>
    void conditions(const Rule& rule, const decision::TableView::Rule& row, const decision::TableView& view, At at) {
        std::vector<std::string> kinds;
        for (std::size_t i = 0; i < view.inputs.size() && i < row.inputs.size(); ++i)
            if (view.inputs[i].expression == "kind" && !row.inputs[i].starts_with("not")) kinds = named_in(row.inputs[i]);
        auto unknown = [&](const std::string& what, const std::string& id) { say("rule " + rule.id + ": unknown " + what + " \"" + id + "\"", at("\"" + id + "\"")); };
        for (std::size_t i = 0; i < view.inputs.size() && i < row.inputs.size(); ++i) {
            const auto& fact = view.inputs[i].expression;
            for (const auto& id : named_in(row.inputs[i])) {
                if (fact == "kind") {
                    if (!ground_.has_kind(id)) unknown("kind", id);
                } else if (fact == "areas") {
                    if (!ground_.has_area(id)) unknown("area", id);
                } else if (fact == "district") {
                    if (!ground_.municipality.district(id)) unknown("district", id);
                } else if (fact == "street_class") {
                    auto classes = known_street_classes();
                    if (std::find(classes.begin(), classes.end(), id) == classes.end()) unknown("street class", id);
                } else if (fact.starts_with("answers.")) {
                    answer(rule, fact.substr(8), id, kinds, at("\"" + id + "\""));
                }
            }
        }
    }
    void answer(const Rule& rule, const std::string& code, const std::string& key, const std::vector<std::string>& kinds, int line) {
        std::vector<const Question*> asked;
        for (const auto& kind : ground_.municipality.kinds) {
            if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), kind.id) == kinds.end()) continue;
            for (const auto& question : kind.questions)
                if (question.code == code) asked.push_back(&question);
        }
        // A kind whose own file is in disorder has been reported there.
        if (asked.empty() && !ground_.all_kinds_read) return;
        if (asked.empty()) return say("rule " + rule.id + ": no kind of the rule asks \"" + code + "\"", line);
        auto has_key = [&](const Question* question) { return std::any_of(question->values.begin(), question->values.end(), [&](const auto& choice) { return choice.key == key; }); };
        if (std::none_of(asked.begin(), asked.end(), has_key)) say("rule " + rule.id + ": question \"" + code + "\" has no value \"" + key + "\"", line);
    }

    CatalogueFolder& files_;
    const std::string& path_;
    Lines lines_;
    const RoutingGround& ground_;
    RuleTable& table_;
    std::vector<std::size_t> languages_;  // annotation columns of et, en, ru
};

}  // namespace

Routings read_routing(CatalogueFolder& files, DecisionReader& reader, const RoutingGround& ground) {
    Routings out;
    const std::string owner = ground.municipality.id.value, folder = owner + "/report_routing/";
    auto document = files.open(folder + words_file);
    if (!document) return out;
    Members members(*document, document->root(), "");
    std::vector<Pointer> places;
    members.each_object("versions", Need::required, [&](Members& one) {
        RuleTable table;
        table.period = read_period(one);
        std::string name = one.text("model", Need::required, 64);
        places.push_back(one.pointer());
        table.file = folder + name;
        if (!name.empty() && (!name.ends_with(".dmn") || name.find('/') != std::string::npos)) return one.problem("model", "\"model\": the name of a .dmn file in this folder is expected");
        if (out.tables.size() >= version_limit) return one.problem("more than " + std::to_string(version_limit) + " versions");
        if (!name.empty() && !files.exists(table.file)) one.problem("model", "there is no file " + files.shown(table.file));
        else if (!name.empty()) out.tables.push_back(std::move(table));
    });
    // Days that no version holds belong to the one before: only an overlap leaves a choice.
    for (std::size_t i = 1; i < out.tables.size() && places.size() == out.tables.size(); ++i) {
        const auto &before = out.tables[i - 1].period, &period = out.tables[i].period;
        if (period.from <= before.from) document->problem(places[i], "the version from " + period.from.iso() + " stands after the one from " + before.from.iso() + "; the oldest stand first");
        else if (!before.to || *before.to >= period.from) document->problem(places[i], "the version from " + period.from.iso() + " overlaps the one from " + before.from.iso());
    }

    for (auto& table : out.tables) {
        auto model = reader.model(table.file);
        auto words = reader.words(*document, model.get(), {"versions"});
        if (!model || words.decision.empty()) continue;
        auto decision = model->find_decision(words.decision);
        if (!decision) continue;
        const auto& tables = model->decisions()[*decision].tables;
        const decision::TableView* view = tables.size() == 1 && model->tables().size() == 1 ? &model->tables()[tables.front()] : nullptr;
        if (!view || view->hit_policy != decision::HitPolicy::first) {
            files.problem(table.file, "one decision table with the hit policy FIRST is expected");
            continue;
        }
        std::vector<std::string> codes;
        for (const auto& input : view->inputs)
            if (input.expression.starts_with("answers.")) codes.push_back(input.expression.substr(8));
        Reading(files, table.file, reader.text(table.file), ground, table).rules(*view);
        DecisionModel shown;
        shown.id = "report_routing_" + table.period.from.iso();
        shown.name = words.name, shown.description = words.description, shown.decision = words.decision;
        shown.inputs = words.inputs, shown.decisions = words.decisions;
        shown.model = model, shown.origin = owner, shown.file = table.file;
        shown.version = reader.version(table.file);
        table.use(model, *decision, std::move(codes));
        out.models.push_back(std::move(shown));
    }
    return out;
}

}  // namespace raekoda::services
