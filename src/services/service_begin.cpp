#include "services/service_begin.h"

#include <algorithm>

#include "services/catalogue_folder.h"
#include "services/decision_models.h"
#include "services/edited_files.h"
#include "services/service_folder.h"

namespace raekoda::services {

namespace {

constexpr const char *form_file = "form.json", *texts_file = "form.texts.json";
constexpr int schema_version = 19;

json::object empty_form(const std::string& id) {
    return {{"type", "default"}, {"id", id}, {"schemaVersion", schema_version}, {"exporter", json::object{{"name", "raekoda"}, {"version", "1"}}}, {"components", json::array()}};
}
json::array list_of(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& one : texts) out.emplace_back(one);
    return out;
}

// What lies in a folder of the catalogue and in its folders of examples.
void take_folder(CatalogueFolder& folder, const std::string& path, ServiceFiles& files) {
    for (const char* ending : {".json", ".dmn"})
        for (const auto& name : folder.files(path, ending))
            if (auto text = folder.text(path + "/" + name)) files[path + "/" + name] = std::move(*text);
    for (const char* examples : {"/examples", "/form_examples"})
        for (const auto& name : folder.files(path + examples, ".json"))
            if (auto text = folder.text(path + examples + "/" + name)) files[path + examples + "/" + name] = std::move(*text);
}

// Of a decision's folder what decides; a service in the same folder stays where it is.
bool decides(std::string_view path) {
    auto name = path.substr(path.rfind('/') + 1);
    return path.find("/examples/") != std::string_view::npos || name == model_file || name == words_file || name == parameters_file;
}

// Values of another municipality are a beginning, and nobody here has confirmed them.
std::string unconfirmed(const std::string& parameters) {
    auto document = json::parse(parameters, file_limit);
    if (!document || !document->is_object()) return parameters;
    if (auto* versions = document->get_object().if_contains("versions"); versions && versions->is_array())
        for (auto& one : versions->get_array())
            if (one.is_object()) one.get_object()["confirmed"] = false;
    return readable_json(*document);
}

}  // namespace

ServiceFiles begun_service(const MunicipalityId& municipality, const NewService& wanted) {
    const json::value nothing = as_json(LocalText{});
    json::object service{{"type", "service"}, {"id", wanted.id}, {"name", as_json(wanted.name)}, {"summary", as_json(wanted.summary)},
                         {"level", wanted.with_form ? "form" : "information"}, {"themes", list_of(wanted.themes)}, {"target_group", list_of(wanted.target_groups)},
                         {"owner", nothing}, {"steps", json::array{json::object{{"name", nothing}}}}, {"conditions", json::array{json::object{{"text", nothing}}}},
                         {"channels", json::array{json::object{{"type", wanted.with_form ? "online" : "counter"}}}}, {"result", nothing}};
    if (!wanted.with_form) service["channels"].get_array()[0].get_object()["place"] = nothing;
    if (wanted.with_form) service["appeal"] = nothing;
    service["languages"] = json::array{"et", "en", "ru"};
    service["source"] = json::object{{"status", "to_confirm"}};
    ServiceFiles files{{in_folder(municipality.value, wanted.id, service_file), readable_json(service)}};
    if (!wanted.with_form) return files;
    auto with_form = with_new_form(files, municipality, wanted.id);
    return with_form ? std::move(*with_form) : files;
}

Result<ServiceFiles> with_new_form(ServiceFiles files, const MunicipalityId& municipality, const std::string& id) {
    auto before = TRY(merged_service(files, municipality.value, id));
    json::value after = before.all;
    auto& service = after.get_object();
    if (!json::text(service, "form").empty()) return fail(Fault::conflict, "the service has a form");
    service["form"] = form_file;
    service["texts"] = texts_file;
    if (!service.contains("appeal")) service["appeal"] = as_json(LocalText{});
    if (json::text(service, "level") == "information") service["level"] = "form";
    files[in_folder(municipality.value, id, form_file)] = readable_json(empty_form(id));
    files[in_folder(municipality.value, id, texts_file)] = "{}\n";
    return put_service(std::move(files), municipality.value, id, before, after);
}

Result<ServiceFiles> copied_service(const Service& other, const std::string& id, const LocalText& name) {
    const std::string& municipality = other.municipality.value;
    auto merged = TRY(merged_service(other.files, municipality, other.id));
    auto& service = merged.all.get_object();
    service["id"] = id;
    if (!name.et.empty()) service["name"] = as_json(name);
    service["source"] = json::object{{"status", "to_confirm"}};
    ServiceFiles files{{in_folder(municipality, id, service_file), readable_json(merged.all)}};
    for (const auto& owner : {std::string("common"), municipality})  // the municipality's own takes the place of the common one
        for (const auto& [path, text] : other.files) {
            if (const auto folder = owner + "/" + other.id + "/"; path.starts_with(folder)) {
                auto rest = path.substr(folder.size());
                const bool patch = rest == service_file || rest.starts_with("from-");
                if (!patch && !decides(path)) files[in_folder(municipality, id, rest)] = text;
            }
            if (const auto folder = owner + "/" + other.decision.model + "/"; !other.decision.model.empty() && path.starts_with(folder) && decides(path)) files[path] = text;
        }
    if (auto form = json::text(service, "form"); !form.empty())
        if (auto parsed = parsed_file(files, in_folder(municipality, id, form)); parsed.is_object()) {
            parsed.get_object()["id"] = id;
            files[in_folder(municipality, id, form)] = readable_json(parsed);
        }
    return files;
}

std::vector<CommonService> common_services_left(const Catalogue& catalogue, const MunicipalityId& municipality) {
    Problems problems;
    CatalogueFolder folder(catalogue.folder(), problems);
    std::vector<CommonService> out;
    for (const auto& id : folder.folders("common")) {
        if (id.starts_with("report") || !is_service_folder(folder, "common", id) || is_service_folder(folder, municipality.value, id)) continue;
        auto document = folder.open(in_folder("common", id, service_file));
        if (!document) continue;
        const auto& service = document->root().get_object();
        const auto *name = json::member(service, "name"), *summary = json::member(service, "summary");
        out.push_back({id, name ? local_text(*name) : LocalText{id, id, id}, summary ? local_text(*summary) : LocalText{}});
    }
    return out;
}

Result<ServiceFiles> taken_over_service(const Catalogue& catalogue, const MunicipalityId& municipality, const std::string& id) {
    auto left = common_services_left(catalogue, municipality);
    if (std::none_of(left.begin(), left.end(), [&](const auto& one) { return one.id == id; })) return fail(Fault::missing, "no common service that could be taken over");
    Problems problems;
    CatalogueFolder folder(catalogue.folder(), problems);
    ServiceFiles files;
    take_folder(folder, "common/" + id, files);
    files[in_folder(municipality.value, id, service_file)] = readable_json(json::object{{"type", "service"}});
    auto service = TRY(merged_service(files, municipality.value, id));
    const auto* decision = json::member(service.all.get_object(), "decision");
    const std::string model = decision ? json::text(*decision, "model") : std::string();
    if (model.empty()) return files;
    for (const auto& owner : {std::string("common"), municipality.value}) {
        ServiceFiles all;
        take_folder(folder, owner + "/" + model, all);
        for (auto& [path, text] : all)
            if (decides(path)) files[path] = std::move(text);
    }
    const auto own = in_folder(municipality.value, model, parameters_file);
    for (const auto& other : catalogue.municipalities())
        if (!files.contains(own))
            if (auto there = in_folder(other.id.value, model, parameters_file); folder.exists(there))
                if (auto text = folder.text(there)) files[own] = unconfirmed(*text);
    return files;
}

}  // namespace raekoda::services
