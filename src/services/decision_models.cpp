#include "services/decision_models.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"
#include "decision/feel.h"
#include "services/catalogue_files.h"

namespace raekoda::services {

namespace {

constexpr std::size_t decision_limit = 1000, example_limit = 1000;  // of a municipality, of a decision

std::string in(const std::string& owner, const std::string& id, std::string_view file) { return owner + "/" + id + "/" + std::string(file); }

bool is_decision_folder(const CatalogueFolder& files, const std::string& owner, const std::string& id) {
    for (const char* file : {model_file, words_file, parameters_file})
        if (files.exists(in(owner, id, file))) return true;
    // A service that is taken over brings its decision along.
    return files.exists(in(owner, id, "service.json")) && files.exists(in("common", id, model_file));
}

const decision::Type::Member* member_of(const decision::TypePointer& type, std::string_view name) {
    if (type)
        for (const auto& member : type->members)
            if (member.name == name) return &member;
    return nullptr;
}

decision::TypePointer parameters_type(const decision::Model& model) {
    auto input = model.find_input(parameters_input);
    return input ? model.inputs()[*input].type : nullptr;
}

std::string first_problem(decision::Evaluation& evaluation) {
    if (evaluation.diagnostics().empty()) return "it does not fit";
    const auto& text = evaluation.diagnostics().front().text;
    return text.starts_with(": ") ? text.substr(2) : text;  // the value has no path of its own
}

// The labels of one sort of names, each name exactly once. `spare`: more may be there, for other versions of the model.
std::vector<DecisionLabel> read_labels(Members& members, std::string_view sort, const std::vector<std::pair<std::string, decision::TypePointer>>& names, bool spare) {
    std::map<std::string, DecisionLabel> read;
    members.object(sort, names.empty() ? Need::optional : Need::required, [&](Members& all) {
        all.each_member([&](const std::string& name, const json::value& value) {
            auto known = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == name; });
            if (known == names.end() && spare) return;
            if (known == names.end()) return all.problem(name, "the model has no \"" + name + "\" among its " + std::string(sort));
            Members one(all.document(), value, all.pointer() / name);
            DecisionLabel label{name, one.local("label", Need::required, 200), one.local("hint", Need::optional, 1000), {}};
            one.each_object("values", Need::optional, [&](Members& choice) {
                Choice c{choice.text("key", Need::required, 200), choice.local("name", Need::required, 200)};
                decision::Evaluation evaluation;
                auto type = known->second && known->second->kind == decision::Type::Kind::list ? known->second->element : known->second;
                if (!c.key.empty() && type && !decision::conforms(evaluation, decision::Value(c.key), type))
                    choice.problem("key", "the model does not allow \"" + c.key + "\" for " + name);
                label.values.push_back(std::move(c));
            });
            one.done();
            read[name] = std::move(label);
        });
    });
    std::vector<DecisionLabel> out;
    for (const auto& [name, type] : names) {
        if (auto label = read.find(name); label != read.end()) out.push_back(std::move(label->second));
        else members.problem(sort, "\"" + name + "\" has no label in \"" + std::string(sort) + "\"");
    }
    return out;
}

}  // namespace

std::shared_ptr<const decision::Model> DecisionReader::model(const std::string& path) {
    if (auto known = models_.find(path); known != models_.end()) return known->second.model;
    Known& known = models_[path];
    auto text = files_.text(path);
    if (!text) return nullptr;
    known.text = std::move(*text);
    decision::LoadOptions options;
    // Imported models stand beside the model; nothing outside of its folder is read.
    std::string folder = path.substr(0, path.rfind('/') + 1);
    options.resolver = [&](const decision::ImportRequest& request) -> std::optional<decision::ImportedFile> {
        std::string file = folder + request.location;
        if (request.location.empty() || request.location.find_first_of("/\\:") != std::string::npos || !files_.exists(file)) return std::nullopt;
        auto xml = files_.text(file);
        if (!xml) return std::nullopt;
        return decision::ImportedFile{files_.shown(file), std::move(*xml)};
    };
    auto loaded = decision::load(known.text, files_.shown(path), options);
    for (const auto& problem : loaded.problems) {
        std::string where = problem.place.name.empty() ? "" : problem.place.name + ": ";
        files_.problem(path, where + problem.words, static_cast<int>(problem.place.row));
    }
    if (!loaded.model || decision::has_errors(loaded.problems)) return nullptr;
    for (const auto& finding : loaded.model->check_tables()) {
        if (finding.kind == decision::Finding::Kind::not_checked) continue;
        const auto& table = loaded.model->tables()[finding.table];
        std::size_t rule = finding.rules.empty() ? 0 : finding.rules.front();
        files_.problem(path, table.owner + ": " + finding.words, rule < table.rules.size() ? static_cast<int>(table.rules[rule].row) : 0);
    }
    return known.model = loaded.model;
}

std::string DecisionReader::version(const std::string& path, std::string_view with) { return hex(hash_256(text(path) + std::string(with))).substr(0, 12); }

DecisionReader::Words DecisionReader::words(Document& document, const decision::Model* model, std::initializer_list<std::string_view> besides) {
    Words out;
    Members members(document, document.root(), "");
    for (auto name : besides) members.any(name, Need::optional);
    out.name = members.local("name", Need::required, 200);
    out.description = members.local("description", Need::required, 2000);
    out.decision = members.text("decision", Need::required, 200);
    if (!model) return out;
    if (!out.decision.empty() && !model->find_decision(out.decision)) members.problem("decision", "the model has no decision \"" + out.decision + "\"");
    std::vector<std::pair<std::string, decision::TypePointer>> inputs, decisions, parameters;
    for (const auto& input : model->inputs())
        if (input.name != parameters_input) inputs.emplace_back(input.name, input.type);
    for (const auto& decision : model->decisions()) decisions.emplace_back(decision.name, decision.type);
    if (auto type = parameters_type(*model))
        for (const auto& member : type->members) parameters.emplace_back(member.name, member.type);
    out.inputs = read_labels(members, "inputs", inputs, besides.size() > 0);
    out.decisions = read_labels(members, "decisions", decisions, besides.size() > 0);
    out.parameters = read_labels(members, "parameters", parameters, besides.size() > 0);
    members.done();
    return out;
}

void DecisionReader::parameters(Document& document, DecisionModel& out) {
    auto type = parameters_type(*out.model);
    Members members(document, document.root(), "");
    std::vector<Pointer> places;
    members.each_object("versions", Need::required, [&](Members& one) {
        DecisionParameters row;
        Period period = read_period(one);
        row.valid_from = period.from, row.valid_to = period.to;
        row.source = one.text("source", Need::required, 1000);
        if (!one.has("confirmed")) one.problem("member \"confirmed\" is missing");
        row.confirmed = one.boolean("confirmed", false);
        decision::ContextBuilder values;
        one.object("values", Need::required, [&](Members& given) {
            given.each_member([&](const std::string& name, const json::value& value) {
                const auto* member = member_of(type, name);
                if (!member) return given.problem(name, "the model has no parameter \"" + name + "\"");
                decision::Evaluation evaluation;
                auto read = decision::from_json(evaluation, value, member->type);
                if (!read || read->is_null()) return given.problem(name, "parameter \"" + name + "\": " + first_problem(evaluation));
                values.put(std::string_view(name), std::move(*read));
            });
            for (const auto& member : type->members)
                if (!given.has(member.name)) given.problem("parameter \"" + member.name + "\" is missing");
        });
        row.values = values.build();
        places.push_back(one.pointer());
        out.parameter_rows.push_back(std::move(row));
    });
    members.done();
    for (std::size_t i = 1; i < out.parameter_rows.size(); ++i) {
        const auto &before = out.parameter_rows[i - 1], &row = out.parameter_rows[i];
        if (row.valid_from <= before.valid_from || (before.valid_to && *before.valid_to >= row.valid_from))
            document.problem(places[i], "the parameters from " + row.valid_from.iso() + " begin before those above end; the oldest stand first");
    }
}

void DecisionReader::example(const std::string& path, const std::string& municipality, DecisionModel& model, bool common, bool run) {
    auto document = files_.open(path);
    if (!document) return;
    Members members(*document, document->root(), "");
    DecisionExample out;
    auto slash = path.rfind('/');
    out.id = path.substr(slash + 1, path.size() - slash - 6);
    out.municipality = MunicipalityId(members.identifier("municipality", common ? Need::required : Need::optional));
    if (common && out.municipality.value != municipality) return;
    if (!common && !out.municipality.value.empty() && out.municipality.value != municipality)
        members.problem("municipality", "the example stands in the folder of " + municipality);
    out.municipality = MunicipalityId(municipality);
    out.name = members.local("name", Need::required, 300);
    if (auto day = members.date("on", Need::required)) out.on = *day;
    auto take = [&](std::string_view name, const std::string& sort, auto type_of) {
        decision::ContextBuilder all;
        members.object(name, Need::required, [&](Members& each) {
            each.each_member([&](const std::string& fact, const json::value& value) {
                std::optional<decision::TypePointer> type = type_of(fact);
                if (!type) return each.problem(fact, "the model has no " + sort + " \"" + fact + "\"");
                decision::Evaluation evaluation;
                auto read = decision::from_json(evaluation, value, *type);
                if (!read) return each.problem(fact, "\"" + fact + "\": " + first_problem(evaluation));
                all.put(std::string_view(fact), std::move(*read));
            });
        });
        return all.build();
    };
    out.given = take("given", "input", [&](const std::string& name) -> std::optional<decision::TypePointer> {
        auto input = model.model->find_input(name);
        if (!input || name == parameters_input || model.model->inputs()[*input].name != name) return std::nullopt;
        return model.model->inputs()[*input].type;
    });
    out.expected = take("expected", "decision", [&](const std::string& name) -> std::optional<decision::TypePointer> {
        auto decision = model.model->find_decision(name);
        if (!decision || model.model->decisions()[*decision].name != name) return std::nullopt;
        return model.model->decisions()[*decision].type;
    });
    if (out.expected.is(decision::Value::Kind::context) && out.expected.context().size() == 0) members.problem("expected", "\"expected\" is empty");
    members.done();
    if (run) run_example(model, out, *document);
    model.examples.push_back(std::move(out));
}

DecisionModel DecisionReader::one(const std::string& municipality, const std::string& id) {
    DecisionModel out;
    out.id = id;
    bool own = files_.exists(in(municipality, id, model_file));
    out.origin = own ? municipality : "common";
    out.file = in(out.origin, id, model_file);
    if (!own) users_[id].insert(municipality);
    out.model = model(out.file);

    std::string own_words = in(municipality, id, words_file), common_words = in("common", id, words_file);
    bool patch = !own && municipality != "common" && files_.exists(own_words);
    auto document = files_.open(files_.exists(own_words) && !patch ? own_words : common_words);
    if (document && patch)
        if (auto over = files_.open(own_words)) document->apply(std::move(*over));
    if (document) {
        Words read = words(*document, out.model.get());
        out.name = std::move(read.name), out.description = std::move(read.description), out.decision = std::move(read.decision);
        out.inputs = std::move(read.inputs), out.decisions = std::move(read.decisions), out.parameters = std::move(read.parameters);
    }
    if (!out.model) return out;

    std::string dated;
    bool sound = true;  // else every example would fail for the same reason
    bool takes = out.model->find_input(parameters_input).has_value();
    std::string own_parameters = in(municipality, id, parameters_file), common_parameters = in("common", id, parameters_file);
    if (takes && (!parameters_type(*out.model) || parameters_type(*out.model)->members.empty())) {
        files_.problem(out.file, "the input parameters needs a type with components");
        takes = false;
    } else if (takes && (municipality != "common" || files_.exists(common_parameters))) {
        out.parameters_origin = files_.exists(own_parameters) || !files_.exists(common_parameters) ? municipality : "common";
        if (auto rows = files_.open(out.parameters_origin == "common" ? common_parameters : own_parameters)) {
            std::size_t before = files_.problems().size();
            parameters(*rows, out);
            sound = files_.problems().size() == before;
            dated = json::serialize(rows->root());
        }
    } else if (!takes && files_.exists(own_parameters)) {
        files_.problem(own_parameters, "the model has no input \"" + std::string(parameters_input) + "\"");
    }
    out.version = version(out.file, dated);
    if (municipality == "common") return out;

    for (bool common : {true, false}) {
        if (common && own) continue;  // they speak of another model
        std::string folder = in(common ? "common" : municipality, id, "examples");
        auto names = files_.files(folder, ".json");
        if (names.size() > example_limit) {
            files_.problem(folder, "more than " + std::to_string(example_limit) + " examples");
            names.resize(example_limit);
        }
        for (const auto& name : names) example(folder + "/" + name, municipality, out, common, sound);
    }
    return out;
}

std::vector<DecisionModel> DecisionReader::of(const std::string& municipality) {
    std::vector<DecisionModel> out;
    for (const auto& id : files_.folders(municipality)) {
        if (id.starts_with("report")) continue;  // kinds of reports and who gets them
        if (!is_decision_folder(files_, municipality, id)) {
            if (!files_.exists(in(municipality, id, "service.json")))
                files_.problem(municipality + "/" + id, "the folder has none of service.json, decision.dmn, decision.json, parameters.json");
            continue;
        }
        if (out.size() >= decision_limit) {
            files_.problem(municipality, "more than " + std::to_string(decision_limit) + " decisions");
            break;
        }
        out.push_back(one(municipality, id));
    }
    return out;
}

void DecisionReader::common_left() {
    for (const auto& id : files_.folders("common")) {
        if (id.starts_with("report") || (!is_decision_folder(files_, "common", id) && files_.exists(in("common", id, "service.json")))) continue;
        const auto& users = users_[id];
        if (users.empty()) one("common", id);
        for (const auto& name : files_.files(in("common", id, "examples"), ".json"))
            if (auto document = files_.open(in("common", id, "examples/") + name)) {
                Members members(*document, document->root(), "");
                std::string municipality = members.identifier("municipality", Need::required);
                if (!municipality.empty() && !users.contains(municipality))
                    members.problem("municipality", municipality + " does not use the common model");
            }
    }
}

}  // namespace raekoda::services
