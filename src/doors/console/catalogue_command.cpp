#include "doors/console/catalogue_command.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "base/json.h"
#include "doors/site/service_pages.h"
#include "services/service_begin.h"

namespace raekoda::doors::console {

namespace fs = std::filesystem;

namespace {

Date today_in(const services::Municipality& municipality) { return local_time(now(), municipality.time_zone).date; }

// Paths that one version has otherwise than another: "+ path", "- path", "~ path".
std::vector<std::string> differences(const services::ServiceFiles& from, const services::ServiceFiles& to) {
    std::vector<std::string> out;
    for (const auto& [path, text] : to) {
        auto before = from.find(path);
        if (before == from.end()) out.push_back("+ " + path);
        else if (before->second != text) out.push_back("~ " + path);
    }
    for (const auto& [path, text] : from)
        if (!to.contains(path)) out.push_back("- " + path);
    return out;
}

// An example among the shared files that speaks of another municipality is written with that one: it may have made it its own.
bool is_example_of_another(const std::string& path, const std::string& text, const MunicipalityId& municipality) {
    if (!path.starts_with("common/") || path.find("/examples/") == std::string::npos) return false;
    auto example = json::parse(text);
    return example && example->is_object() && json::text(example->get_object(), "municipality") != municipality.value;
}

Outcome write_file(const fs::path& path, const std::string& text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    return out ? Outcome{} : Outcome(fail(Fault::unavailable, "cannot write " + path.string()));
}

// The files of a folder as those of the municipality's service; only what belongs to a service is taken.
Result<services::ServiceFiles> files_of_folder(const fs::path& folder, const std::string& owner) {
    constexpr std::uintmax_t most_bytes = 4u << 20;
    services::ServiceFiles files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        auto ending = entry.path().extension();
        if (!entry.is_regular_file() || entry.path().filename().string().starts_with('.') || (ending != ".json" && ending != ".dmn")) continue;
        if (entry.file_size() > most_bytes) return fail(Fault::too_large, entry.path().string() + " is too large");
        std::ifstream in(entry.path(), std::ios::binary);
        files[owner + "/" + entry.path().lexically_relative(folder).generic_string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    if (error) return fail(Fault::missing, "cannot read " + folder.string());
    if (!files.contains(owner + "/service.json")) return fail(Fault::invalid, folder.string() + " has no service.json");
    return files;
}

}  // namespace

int catalogue_import_one(const Configuration& configuration, const OneServiceImport& wanted) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    const auto* municipality = town->catalogue->municipality(MunicipalityId(wanted.municipality));
    if (!municipality) return failed({Fault::missing, {}, "no municipality \"" + wanted.municipality + "\"", {}});
    const fs::path folder = fs::absolute(wanted.folder).lexically_normal();
    const std::string id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    const Date today = today_in(*municipality);
    auto from = wanted.valid_from.empty() ? std::optional(today) : Date::from_iso(wanted.valid_from);
    if (!from || *from < today) return failed({Fault::invalid, {}, "--from is a day like 2027-01-01, today or later", {}});
    const std::string own = municipality->id.value + "/" + id;
    auto files = files_of_folder(folder, own);
    if (!files) return failed(files.error());
    auto holds = town->services->service(municipality->id, id, today);
    auto around = holds ? Result<services::ServiceFiles>(holds->files) : services::taken_over_service(*town->catalogue, municipality->id, id);
    if (around)
        for (const auto& [path, text] : *around)
            if (!path.starts_with(own + "/")) files->emplace(path, text);
    services::ServiceFiles nothing;
    for (const auto& line : differences(holds ? holds->files : nothing, *files)) std::cout << line << "\n";
    if (!print_problems(town->services->problems_of(municipality->id, id, *files))) return fault_exit_code(Fault::invalid);
    if (wanted.dry_run) return 0;
    if (auto done = town->services->import_files({municipality->id, now(), "import", {}}, id, *files, *from, ""); !done) return failed(done.error());
    return 0;
}

int catalogue_diff(const Configuration& configuration) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    bool any = false;
    for (const auto& municipality : town->catalogue->municipalities())
        for (const auto& variants : town->catalogue->service_variants(municipality.id)) {
            const auto& id = variants.front()->id;
            auto file = town->catalogue->service(municipality.id, id, today_in(municipality)), holds = town->services->service(municipality.id, id, today_in(municipality));
            if (!file || !holds || file->files == holds->files) continue;
            any = true;
            std::cout << municipality.id.value << "/" << id << "  " << holds->version << " -> " << file->version << "\n";
            for (const auto& line : differences(holds->files, file->files)) std::cout << "  " << line << "\n";
        }
    return any ? 1 : 0;
}

int catalogue_import(const Configuration& configuration, bool over_desk) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    for (const auto& municipality : town->catalogue->municipalities()) {
        auto taken = town->services->take_catalogue({municipality.id, now(), "import", {}}, over_desk);
        if (!taken) return failed(taken.error());
        std::cout << municipality.id.value << "  " << taken->published << "\n";
        for (const auto& id : taken->left) std::cout << "  = " << id << "\n";
    }
    return 0;
}

int catalogue_export(const Configuration& configuration, const std::string& folder) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    std::set<std::string> written;
    std::size_t services = 0;
    for (const auto& municipality : town->catalogue->municipalities())
        for (const auto& service : town->services->services(municipality.id, today_in(municipality))) {
            ++services;
            for (const auto& [path, text] : service->files) {
                // What is shared is written once, as the files have it; a version may still stand on an older one.
                if (is_example_of_another(path, text, municipality.id) || !written.insert(path).second) continue;
                if (auto done = write_file(fs::path(folder) / path, text); !done) return failed(done.error());
            }
        }
    std::cout << services << " " << written.size() << "\n";
    return 0;
}

int catalogue_check(const Configuration& configuration) {
    auto loaded = services::Catalogue::load(configuration.catalogue);
    if (!print_problems(loaded.problems) || !loaded.catalogue) return fault_exit_code(Fault::invalid);
    bool right = true;
    for (const auto& municipality : loaded.catalogue->municipalities())
        for (const auto& fault : site::open_data_faults(municipality, *loaded.catalogue, today_in(municipality))) {
            right = false;
            std::cerr << municipality.id.value << ": " << fault << "\n";
        }
    return right ? 0 : fault_exit_code(Fault::invalid);
}

}  // namespace raekoda::doors::console
