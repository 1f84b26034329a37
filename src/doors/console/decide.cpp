#include "doors/console/decide.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <pugixml.hpp>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "decision/feel.h"
#include "decision/model.h"
#include "decision/sentences.h"
#include "doors/console/decide_table.h"
#include "view/view.h"

namespace raekoda::doors::console {

namespace {

namespace fs = std::filesystem;
using namespace raekoda::decision;

constexpr std::size_t most_bytes = 64u << 20;

std::optional<std::string> content(const fs::path& path) {
    std::error_code error;
    auto size = fs::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (!in || error || size > most_bytes) return std::nullopt;
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// Imported models stand beside the model: under the name that the import gives, else whichever has the namespace.
Resolver beside(const fs::path& model) {
    auto folder = model.has_parent_path() ? model.parent_path() : fs::path(".");
    return [folder](const ImportRequest& request) -> std::optional<ImportedFile> {
        auto take = [&](const fs::path& path) -> std::optional<ImportedFile> {
            auto text = content(path);
            if (!text) return std::nullopt;
            // Only the first element is looked at here; load() reads it with its limits.
            if (text->find('"' + request.name_space + '"') == std::string::npos) return std::nullopt;
            return ImportedFile{path.filename().string(), std::move(*text)};
        };
        std::vector<fs::path> candidates;
        auto named = fs::path(request.location).filename();
        if (!named.empty()) candidates.push_back(folder / named);
        std::error_code error;
        for (auto& other : fs::directory_iterator(folder, error))
            if (other.path().extension() == ".dmn" && other.path().filename() != fs::path(request.importing_file).filename()) candidates.push_back(other.path());
        std::sort(candidates.begin() + !named.empty(), candidates.end());
        for (auto& candidate : candidates) {
            auto found = take(candidate);
            if (!found) continue;
            // It must say the namespace as its own, not merely import it.
            auto own = found->xml.find(" namespace=\"" + request.name_space + '"');
            auto import = found->xml.find("import ");
            if (own != std::string::npos && (import == std::string::npos || own < import)) return found;
        }
        return std::nullopt;
    };
}

Now moment() { return {raekoda::now().microseconds, Zone::named(default_zone).value_or(Zone::offset(0))}; }

int check(const Model* model, const ModelProblems& problems) {
    for (auto& problem : problems) std::cout << text_of(problem) << "\n";
    if (!model) return 65;
    auto findings = model->check_tables();
    static constexpr const char* kinds[] = {"gap", "overlap", "unreachable rule", "output outside allowed values", "not checked"};
    bool real = false;
    for (auto& finding : findings) {
        auto& table = model->tables()[finding.table];
        std::uint32_t row = finding.rules.empty() ? 0 : table.rules[finding.rules.back()].row;
        std::cout << "table of '" << table.owner << "'" << (row ? " (row " + std::to_string(row) + ")" : std::string()) << ": " << kinds[static_cast<int>(finding.kind)] << ": "
                  << finding.words << "\n";
        real |= finding.kind != Finding::Kind::not_checked;
    }
    std::cout << model->decisions().size() << " decisions, " << model->tables().size() << " tables, " << problems.size() << " problems, " << findings.size() << " findings\n";
    return has_errors(problems) ? 65 : real ? 1 : 0;
}

// Decisions that no other requires, of the model itself.
std::vector<std::size_t> asked(const Model& model, const std::string& name) {
    std::vector<std::size_t> found;
    if (!name.empty()) {
        if (auto one = model.find_decision(name)) found.push_back(*one);
        return found;
    }
    std::vector<bool> required(model.decisions().size());
    for (auto& decision : model.decisions())
        for (auto other : decision.requires_decisions) required[other] = true;
    for (std::size_t i = 0; i < required.size(); ++i)
        if (!required[i] && model.decisions()[i].import_name.empty()) found.push_back(i);
    return found;
}

json::value reasons_json(const Model& model, const Reasons& reasons) {
    json::array all;
    for (auto& decision : reasons.decisions) {
        json::object one{{"decision", decision.name}, {"id", decision.id}};
        json::object facts;
        for (auto& fact : decision.facts) facts[fact.name] = to_json(fact.value);
        one["facts"] = facts;
        one["value"] = to_json(decision.value);
        json::array tables;
        for (auto& run : decision.tables) {
            auto& view = model.tables()[run.table];
            json::object table{{"table", view.owner}};
            json::array inputs, matched, decided, failed;
            for (auto rule : run.decided) decided.push_back(rule + 1);
            for (auto& value : run.inputs) inputs.push_back(to_json(value));
            for (auto rule : run.matched) {
                json::array annotations;
                for (auto& annotation : view.rules[rule].annotations) annotations.emplace_back(annotation);
                matched.push_back(json::object{{"rule", rule + 1}, {"id", view.rules[rule].id}, {"annotations", annotations}});
            }
            for (auto& f : run.failed) failed.push_back(json::object{{"rule", f.rule + 1}, {"id", view.rules[f.rule].id}, {"input", view.inputs[f.input].label}});
            table["inputs"] = inputs;
            table["matched"] = matched;
            table["decided"] = decided;
            table["failed"] = failed;
            if (run.by_default) table["by_default"] = true;
            tables.push_back(table);
        }
        one["tables"] = tables;
        if (!decision.problems.empty()) {
            json::array problems;
            for (auto& problem : decision.problems) problems.emplace_back(problem);
            one["problems"] = problems;
        }
        all.push_back(one);
    }
    return all;
}

// The facts of a JSON object, each by its input's type.
bool give(Session& session, const Model& model, const json::object& facts) {
    bool good = true;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model.inputs().size(); ++i) {
        auto& input = model.inputs()[i];
        const json::object* where = &facts;
        std::string first = input.name;
        if (!input.import_name.empty())
            for (auto& part : split(input.import_name, '.')) {
                if (where == &facts && facts.contains(part)) first = part;
                auto* inner = where ? json::member(*where, part) : nullptr;
                where = inner;
            }
        if (!where) where = &facts;
        known.push_back(first);
        auto* member = where->if_contains(input.name);
        if (!member) {
            std::cerr << "no fact for the input '" << input.name << "'; it is taken as null\n";
            continue;
        }
        auto value = from_json(session.evaluation(), *member, input.type);
        if (!value) {
            std::cerr << "the fact '" << input.name << "' is not of the type " << type_text(input.type) << "\n";
            good = false;
            continue;
        }
        session.set(i, std::move(*value));
    }
    for (auto& fact : facts)
        if (std::find(known.begin(), known.end(), fact.key()) == known.end()) std::cerr << "the model has no input '" << std::string(fact.key()) << "'\n";
    return good;
}

}  // namespace

int decide(const DecideOptions& options) {
    auto xml = content(options.model);
    if (!xml) {
        std::cerr << options.model << ": cannot be read\n";
        return 66;
    }
    LoadOptions load_options;
    load_options.resolver = beside(options.model);
    auto loaded = load(*xml, fs::path(options.model).filename().string(), load_options);
    if (options.check) return check(loaded.model.get(), loaded.problems);
    for (auto& problem : loaded.problems)
        if (problem.severity == Severity::error) std::cerr << text_of(problem) << "\n";
    if (!loaded.model || has_errors(loaded.problems)) return 65;
    auto& model = *loaded.model;
    auto targets = asked(model, options.decision);
    if (targets.empty()) {
        std::cerr << (options.decision.empty() ? "the model has no decision" : "the model has no decision '" + options.decision + "'") << "\n";
        return 65;
    }
    if (options.facts.empty()) {
        std::cerr << "facts are needed: a JSON file, or with --table a CSV file\n";
        return 64;
    }
    if (options.table) {
        if (targets.size() > 1) {
            std::cerr << "the model has several decisions; --decision says which one\n";
            return 64;
        }
        return decide_table(loaded.model, targets[0], options.facts, moment());
    }
    std::optional<std::string> text;
    if (options.facts == "-") {
        std::ostringstream in;
        in << std::cin.rdbuf();
        text = in.str();
    } else {
        text = content(options.facts);
    }
    if (!text) {
        std::cerr << options.facts << ": cannot be read\n";
        return 66;
    }
    auto facts = json::parse(*text);
    if (!facts || !facts->is_object()) {
        std::cerr << options.facts << ": " << (facts ? "a JSON object of facts by name is needed" : facts.error().detail) << "\n";
        return 65;
    }
    Session session(loaded.model, {}, moment());
    Reasons reasons;
    if (options.reasons || !options.explain.empty()) session.record(&reasons);
    if (!give(session, model, facts->as_object())) return 65;
    json::object results;
    for (auto target : targets) results[model.decisions()[target].name] = to_json(session.decide(target));
    auto& diagnostics = session.evaluation().diagnostics();
    if (!options.explain.empty()) {
        auto language = view::language_of(options.explain).value_or(view::Language::et);
        for (auto& sentence : sentences(model, reasons, 3)) {
            if (sentence.kind != Sentence::Kind::decision) std::cout << "  ";
            std::cout << view::text(language, sentence.text_key, sentence.arguments) << "\n";
        }
    } else {
        json::object out{{"results", results}};
        json::array problems;
        for (auto& d : diagnostics) problems.push_back(json::object{{"code", code_name(d.code)}, {"text", d.text}, {"element", d.place.name}, {"row", d.place.row}, {"column", d.place.column}});
        out["problems"] = problems;
        if (options.reasons) out["reasons"] = reasons_json(model, reasons);
        std::cout << json::serialize(out) << "\n";
    }
    return diagnostics.empty() ? 0 : 1;
}

}  // namespace raekoda::doors::console
