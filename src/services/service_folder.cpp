#include "services/service_folder.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"
#include "form/form.h"
#include "services/form_examples.h"
#include "services/letters_file.h"

namespace raekoda::services {

namespace {

constexpr std::size_t service_limit = 2000, variant_limit = 50, example_limit = 200;  // of a municipality, of a service
const Date always{1900, 1, 1};

std::string in(const std::string& owner, const std::string& id, std::string_view file) { return owner + "/" + id + "/" + std::string(file); }

bool is_dated_patch(std::string_view name) { return name.starts_with("from-") && name.ends_with(".json"); }
std::optional<Date> day_of(std::string_view patch) { return Date::from_iso(patch.substr(5, patch.size() - 10)); }
bool is_example(std::string_view path) { return path.find("/examples/") != std::string_view::npos || path.find("/form_examples/") != std::string_view::npos; }

std::string version_of(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [path, text] : files)
        if (!is_example(path)) all += path + '\0' + text + '\0';
    return hex(hash_256(all)).substr(0, 16);
}

std::string object_text(Members& members, std::string_view name, Need need) {
    const json::value* value = members.any(name, need);
    if (!value) return "{}";
    if (!value->is_object()) members.problem(name, "\"" + std::string(name) + "\": an object is expected");
    return json::serialize(*value);
}

decision::TypePointer parameters_type(const Service& service) {
    if (!service.decision_model || !service.decision_model->model) return nullptr;
    auto input = service.decision_model->model->find_input(parameters_input);
    return input ? service.decision_model->model->inputs()[*input].type : nullptr;
}

// What the form is filled with must stand among the needs of the service: there people read what for.
void check_needs(Document& document, const Service& service) {
    for (const auto& need : service.form->needs())
        if (std::none_of(service.needs.begin(), service.needs.end(), [&](const auto& one) { return one.fact == need.fact; }))
            document.problem("/needs", "the form uses the fact \"" + need.fact + "\", \"needs\" does not name it");
}

}  // namespace

bool is_service_folder(const CatalogueFolder& files, const std::string& owner, const std::string& id) { return files.exists(in(owner, id, service_file)); }

std::vector<std::string> ServiceReader::dated_patches(const std::string& folder) {
    auto names = files_.files(folder, ".json");
    std::erase_if(names, [](const auto& name) { return !is_dated_patch(name); });
    std::erase_if(names, [&](const auto& name) {
        if (day_of(name)) return false;
        files_.problem(folder + "/" + name, "the name is not like from-2027-01-01.json");
        return true;
    });
    if (names.size() > variant_limit) {
        files_.problem(folder, "more than " + std::to_string(variant_limit) + " dated versions");
        names.resize(variant_limit);
    }
    return names;
}

std::optional<Document> ServiceReader::merged(const std::string& municipality, const std::string& id, Date on, Service::Origin& origin, std::vector<std::string>& local) {
    bool common = municipality != "common" && is_service_folder(files_, "common", id);
    auto document = files_.open(in(common ? "common" : municipality, id, service_file));
    if (!document) return std::nullopt;
    bool changed = false;
    auto put = [&](const std::string& path, bool own) {
        auto patch = files_.open(path);
        if (!patch) return;
        if (own)
            for (const auto& member : patch->root().get_object()) {
                std::string name(member.key());
                if (name == "type" || name == "id" || name == "source") continue;
                changed = true;
                if (std::find(local.begin(), local.end(), name) == local.end()) local.push_back(std::move(name));
            }
        document->apply(std::move(*patch));
    };
    for (const auto& owner : {std::string("common"), municipality}) {
        bool own = owner == municipality;
        if (!own && !common) continue;
        if (own && common) put(in(municipality, id, service_file), true);
        for (const auto& patch : dated_patches(owner + "/" + id))
            if (*day_of(patch) <= on) put(in(owner, id, patch), own);
    }
    origin = !common ? Service::Origin::own : changed ? Service::Origin::adapted : Service::Origin::common;
    return document;
}

void ServiceReader::take_decision(Document& document, Service& service, const std::vector<DecisionModel>& decisions) {
    if (service.decision.model.empty()) return;
    auto found = std::find_if(decisions.begin(), decisions.end(), [&](const auto& one) { return one.id == service.decision.model; });
    if (found == decisions.end()) return document.problem("/decision/model", "the municipality has no decision \"" + service.decision.model + "\"");
    if (!found->model) return;  // its file has problems of its own
    service.decision_model = std::make_shared<const DecisionModel>(*found);
    service.parameter_rows = found->parameter_rows;
    for (const auto& label : found->parameters) service.parameter_labels.emplace_back(label.name, label.label);
    for (const auto& [input, expression] : service.decision.facts)
        if (std::none_of(found->inputs.begin(), found->inputs.end(), [&name = input](const auto& one) { return one.name == name; }))
            document.problem(Pointer("/decision/facts") / input, "the decision has no input \"" + input + "\"");
}

void ServiceReader::take_form(Document& document, Service& service, const std::string& municipality) {
    Members members(document, document.root(), "");
    auto find = [&](const std::string& name) {
        std::string own = in(municipality, service.id, name);
        return files_.exists(own) || municipality == "common" ? own : in("common", service.id, name);
    };
    std::string name = service.form_file, texts = members.text("texts", Need::optional, 100);
    service.form_file.clear();
    if (name.empty()) {
        if (!texts.empty()) members.problem("texts", "there are texts for a form, but no \"form\"");
        return;
    }
    std::string path = find(name), texts_path = texts.empty() ? "" : find(texts);
    if (!files_.exists(path)) return members.problem("form", "there is no file " + files_.shown(path));
    if (texts.empty()) return members.problem("form", "member \"texts\" is missing: the form speaks three languages");
    if (!files_.exists(texts_path)) return members.problem("texts", "there is no file " + files_.shown(texts_path));
    auto form = files_.open(path), words = files_.open(texts_path);
    if (!form || !words) return;
    service.form_file = path;
    service.form_json = files_.text(path).value_or("");
    service.form_texts_json = files_.text(texts_path).value_or("");
    form::LoadOptions options;
    options.context.push_back({"parameters", parameters_type(service)});
    auto loaded = form::Form::load(service.form_json, service.form_texts_json, options);
    for (const auto& problem : loaded.problems) files_.problem(problem.path.starts_with("texts:") ? texts_path : path, problem.text, problem.line);
    if (!loaded.form || !loaded.problems.empty()) return;
    service.form = loaded.form;
    check_needs(document, service);
    if (path.starts_with(municipality + "/") && service.origin != Service::Origin::own) service.local.emplace_back("form");
}

void ServiceReader::check_letters_of(const Service& service, const std::string& municipality) {
    for (const auto& owner : {municipality, std::string("common")}) {
        if (!files_.exists(in(owner, service.id, letters_file))) continue;
        if (auto letters = files_.open(in(owner, service.id, letters_file))) check_letters(*letters, service);
        return;
    }
}

void ServiceReader::take_examples(Service& service, const std::string& folder) {
    auto names = files_.files(folder, ".json");
    if (names.size() > example_limit) {
        files_.problem(folder, "more than " + std::to_string(example_limit) + " examples");
        names.resize(example_limit);
    }
    for (const auto& name : names) {
        auto document = files_.open(folder + "/" + name);
        if (!document) continue;
        Members members(*document, document->root(), "");
        FormExample example;
        example.id = name.substr(0, name.size() - 5);
        example.name = members.local("name", Need::required, 300);
        if (auto day = members.date("on", Need::required)) example.on = *day;
        example.given_json = object_text(members, "given", Need::required);
        example.facts_json = object_text(members, "facts", Need::optional);
        members.object("expected", Need::required, [&](Members& expected) {
            expected.boolean("valid", true);
            for (const char* list : {"problems", "asks", "hides"}) expected.texts(list, Need::optional);
            object_text(expected, "data", Need::optional);
        });
        example.expected_json = object_text(members, "expected", Need::required);
        members.done();
        if (!service.has_form()) document->problem("", "the service has no form");
        for (const auto& what : run_form_example(service, example)) document->problem("/expected", what);
        service.form_examples.push_back(std::move(example));
    }
}

// All files that the variant is made of. Later patches are no part of it: adding one does not change what holds before.
void ServiceReader::take_files(Service& service, const std::string& municipality) {
    std::set<std::string> folders{municipality + "/" + service.id};
    if (service.origin != Service::Origin::own) folders.insert("common/" + service.id);
    if (!service.decision.model.empty())
        for (const auto& owner : {std::string("common"), municipality}) folders.insert(owner + "/" + service.decision.model);
    for (const auto& folder : folders) {
        bool decides_only = !folder.ends_with("/" + service.id);
        for (const char* ending : {".json", ".dmn"})
            for (const auto& name : files_.files(folder, ending)) {
                if (is_dated_patch(name) && (!day_of(name) || *day_of(name) > service.valid_from)) continue;
                if (decides_only && (name == service_file || is_dated_patch(name))) continue;
                if (auto text = files_.text(folder + "/" + name)) service.files.emplace(folder + "/" + name, std::move(*text));
            }
        for (const char* examples : {"examples", "form_examples"})
            for (const auto& name : files_.files(folder + "/" + examples, ".json"))
                if (auto text = files_.text(folder + "/" + examples + "/" + name)) service.files.emplace(folder + "/" + examples + "/" + name, std::move(*text));
    }
    service.version = version_of(service.files);
}

std::shared_ptr<const Service> ServiceReader::variant(const std::string& municipality, const std::string& id, Date from, const std::vector<DecisionModel>& decisions) {
    Service::Origin origin = Service::Origin::own;
    std::vector<std::string> local;
    auto document = merged(municipality, id, from, origin, local);
    if (!document) return nullptr;
    auto service = std::make_shared<Service>(read_service(*document, known_));
    service->municipality = MunicipalityId(municipality);
    service->origin = origin;
    service->local = std::move(local);
    service->valid_from = from;
    if (!service->id.empty() && service->id != id) document->problem("/id", "the service is called \"" + service->id + "\", its folder " + id);
    service->id = id;
    take_decision(*document, *service, decisions);
    if (origin != Service::Origin::own && !service->decision.model.empty() && files_.exists(in(municipality, service->decision.model, parameters_file))) {
        service->local.emplace_back("parameters");
        service->origin = Service::Origin::adapted;
    }
    if (municipality != "common" && (service->decision.model.empty() || service->decision_model)) check_values_in_texts(*document, *service);
    take_form(*document, *service, municipality);
    check_letters_of(*service, municipality);
    if (municipality == "common") return service;
    for (const auto& owner : {std::string("common"), municipality})
        if (owner == municipality || origin != Service::Origin::own) take_examples(*service, owner + "/" + id + "/form_examples");
    take_files(*service, municipality);
    return service;
}

std::vector<Catalogue::ServiceVariants> ServiceReader::of(const std::string& municipality, const std::vector<DecisionModel>& decisions) {
    std::vector<Catalogue::ServiceVariants> out;
    for (const auto& id : files_.folders(municipality)) {
        if (id.starts_with("report") || !is_service_folder(files_, municipality, id)) continue;
        if (out.size() >= service_limit) {
            files_.problem(municipality, "more than " + std::to_string(service_limit) + " services");
            break;
        }
        std::set<Date> days{always};
        for (const auto& owner : {std::string("common"), municipality})
            for (const auto& patch : dated_patches(owner + "/" + id)) days.insert(*day_of(patch));
        Catalogue::ServiceVariants variants;
        for (Date day : days)
            if (auto one = variant(municipality, id, day, decisions)) variants.push_back(std::move(one));
        if (!variants.empty()) out.push_back(std::move(variants));
    }
    return out;
}

void ServiceReader::common() {
    for (const auto& id : files_.folders("common"))
        if (!id.starts_with("report") && is_service_folder(files_, "common", id)) {
            Service::Origin origin;
            std::vector<std::string> local;
            auto document = merged("common", id, {9999, 12, 31}, origin, local);
            if (!document) continue;
            auto service = read_service(*document, known_);
            if (!service.id.empty() && service.id != id) document->problem("/id", "the service is called \"" + service.id + "\", its folder " + id);
            service.id = id;
            take_form(*document, service, "common");
            check_letters_of(service, "common");
        }
}

ServiceFromFiles service_from_files(const std::map<std::string, std::string>& files, const MunicipalityId& municipality, const std::string& id, const ServiceWords& known) {
    ServiceFromFiles out;
    CatalogueFolder folder(files, "catalogue", out.problems);
    auto decisions = DecisionReader(folder).of(municipality.value);
    auto services = ServiceReader(folder, known).of(municipality.value, decisions);
    for (auto& variants : services)
        if (variants.back()->id == id) out.service = variants.back();
    if (!out.service && out.problems.empty()) out.problems.push_back({"catalogue/" + municipality.value + "/" + id, 0, "there is no service of this name"});
    if (!out.problems.empty()) out.service = nullptr;
    return out;
}

ServiceWords words_of(const Municipality& municipality, const std::vector<Catalogue::ServiceVariants>& all) {
    ServiceWords words;
    for (const auto& one : municipality.themes) words.themes.insert(one.id);
    for (const auto& one : municipality.life_events) words.life_events.insert(one.id);
    for (const auto& one : municipality.target_groups) words.target_groups.insert(one.id);
    for (const auto& one : municipality.goals) words.goals.insert(one.id);
    for (const auto& variants : all) words.services.insert(variants.back()->id);
    return words;
}

}  // namespace raekoda::services
