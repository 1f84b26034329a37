#include "services/example_editor.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "services/decision_models.h"
#include "services/edited_files.h"
#include "services/form_examples.h"
#include "services/service_folder.h"

namespace raekoda::services {

namespace {

constexpr std::size_t longest_name = 300;

// "Tähtaja viimane päev" → "tahtaja-viimane-paev"
std::string slug(const std::string& words, const std::set<std::string>& used) {
    constexpr std::size_t longest = 40;
    std::string out;
    for (char c : folded(words)) {
        if (out.size() >= longest) break;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    if (out.empty()) out = "example";
    auto name = out;
    for (int n = 2; used.contains(name); ++n) name = out + "-" + std::to_string(n);
    return name;
}

std::vector<Problem> problems_of_name(const LocalText& name) {
    std::vector<Problem> problems;
    for (const auto& [field, words] : {std::pair<const char*, const std::string*>{"et:name", &name.et}, {"en:name", &name.en}, {"ru:name", &name.ru}}) {
        if (trimmed(*words).empty()) problems.push_back({field, "service_desk.text_missing", {}});
        else if (code_point_count(*words) > longest_name) problems.push_back({field, "services.text_too_long", {{"limit", std::to_string(longest_name)}}});
    }
    return problems;
}

std::string folder_of(const std::string& owner, const std::string& model) { return owner + "/" + model + "/examples/"; }

}  // namespace

const ExampleLine* WrittenDecision::example(std::string_view id) const {
    auto found = std::find_if(examples.begin(), examples.end(), [&](const auto& one) { return one.example.id == id; });
    return found == examples.end() ? nullptr : &*found;
}

Result<WrittenDecision> written_decision(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    auto service = TRY(merged_service(files, municipality.value, id));
    const auto* decision = json::member(service.all.get_object(), "decision");
    const std::string model = decision ? json::text(*decision, "model") : "";
    if (model.empty()) return fail(Fault::missing, "the service decides by no model");
    Problems problems;
    CatalogueFolder folder(files, "catalogue", problems);
    auto all = DecisionReader(folder).of(municipality.value);
    auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == model; });
    if (found == all.end() || !found->model) return fail(Fault::missing, "the model cannot be read");
    WrittenDecision out;
    for (const auto& owner : {municipality.value, std::string("common")}) {
        for (const auto& [path, text] : files) {
            const auto begin = folder_of(owner, model);
            if (!path.starts_with(begin) || !path.ends_with(".json")) continue;
            ExampleLine line{path, {}, owner == "common", {}};
            const auto name = path.substr(begin.size(), path.size() - begin.size() - 5);
            auto document = parsed_file(files, path);
            if (line.shared && (!document.is_object() || json::text(document.get_object(), "municipality") != municipality.value)) continue;
            auto read = std::find_if(found->examples.begin(), found->examples.end(), [&](const auto& one) { return one.id == name; });
            if (read == found->examples.end()) continue;  // cannot be read: told among the problems
            line.example = *read;
            for (const auto& problem : problems)
                if (problem.file.ends_with("/" + path)) line.problems.push_back(problem.text);
            out.examples.push_back(std::move(line));
        }
    }
    out.model = std::move(*found);
    return out;
}

Result<ExampleSaved> with_example(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& example, const NewExample& wanted) {
    auto decision = TRY(written_decision(files, municipality, id));
    auto problems = problems_of_name(wanted.name);
    if (wanted.expected.empty()) problems.push_back({"expected", "service_facts.nothing_expected", {}});
    if (!problems.empty()) return fail(std::move(problems));
    std::set<std::string> used;
    for (const auto& line : decision.examples) used.insert(line.example.id);
    const auto* before = example.empty() ? nullptr : decision.example(example);
    if (!example.empty() && !before) return fail(Fault::missing, "no such example");
    ExampleSaved out{std::move(files), before ? before->example.id : slug(wanted.name.et, used)};
    if (before) out.files.erase(before->path);
    json::object written{{"name", as_json(wanted.name)}, {"municipality", municipality.value}, {"on", wanted.on.iso()}, {"given", wanted.given}, {"expected", wanted.expected}};
    out.files[folder_of(municipality.value, decision.model.id) + out.example + ".json"] = readable_json(written);
    return out;
}

Result<ServiceFiles> without_example(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& example) {
    auto decision = TRY(written_decision(files, municipality, id));
    const auto* line = decision.example(example);
    if (!line) return fail(Fault::missing, "no such example");
    files.erase(line->path);
    return files;
}

std::vector<NamedText> form_examples(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    std::vector<NamedText> out;
    for (const auto& owner : {municipality.value, std::string("common")})
        for (const auto& [path, text] : files) {
            const auto begin = in_folder(owner, id, "form_examples/");
            if (!path.starts_with(begin) || !path.ends_with(".json")) continue;
            const auto name = path.substr(begin.size(), path.size() - begin.size() - 5);
            auto document = parsed_file(files, path);
            const auto* words = document.is_object() ? json::member(document.get_object(), "name") : nullptr;
            out.push_back({name, words ? local_text(*words) : LocalText{name, name, name}});
        }
    return out;
}

Result<ServiceFiles> with_form_example(ServiceFiles files, const Service& written, const NewFormExample& wanted) {
    if (!written.form) return fail(Fault::missing, "the service has no form");
    if (auto problems = problems_of_name(wanted.name); !problems.empty()) return fail(std::move(problems));
    std::set<std::string> used;
    std::string same;
    for (const auto& one : written.form_examples) {
        used.insert(one.id);
        if (one.name.et == wanted.name.et) same = one.id;
    }
    const auto id = same.empty() ? slug(wanted.name.et, used) : same;
    FormExample example{id, wanted.name, wanted.on, json::serialize(wanted.given), json::serialize(wanted.facts), "{}"};
    json::object written_example{{"name", as_json(wanted.name)}, {"on", wanted.on.iso()}, {"given", wanted.given}};
    if (!wanted.facts.empty()) written_example["facts"] = wanted.facts;
    written_example["expected"] = expected_of_form(written, example);
    files.erase(in_folder("common", written.id, "form_examples/" + id + ".json"));
    files[in_folder(written.municipality.value, written.id, "form_examples/" + id + ".json")] = readable_json(written_example);
    return files;
}

Result<ServiceFiles> without_form_example(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& example) {
    std::size_t gone = 0;
    for (const auto& owner : {municipality.value, std::string("common")}) gone += files.erase(in_folder(owner, id, "form_examples/" + example + ".json"));
    return gone ? Result<ServiceFiles>(std::move(files)) : Result<ServiceFiles>(fail(Fault::missing, "no such example"));
}

}  // namespace raekoda::services
