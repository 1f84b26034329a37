#include "doors/console/catalogue_command.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "doors/site/service_pages.h"

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

Outcome write_file(const fs::path& path, const std::string& text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    return out ? Outcome{} : Outcome(fail(Fault::unavailable, "cannot write " + path.string()));
}

}  // namespace

int catalogue_diff(const Configuration& configuration) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    bool any = false;
    for (const auto& municipality : town->catalogue->municipalities())
        for (const auto& variants : town->catalogue->service_variants(municipality.id)) {
            const auto& id = variants.front()->id;
            auto file = town->catalogue->service(municipality.id, id, today_in(municipality)), holds = town->services->service(municipality.id, id, today_in(municipality));
            if (!file || !holds || file->version == holds->version) continue;
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
                if (!written.insert(path).second) continue;
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
