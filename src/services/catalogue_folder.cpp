#include "services/catalogue_folder.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace raekoda::services {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> names_in(const fs::path& path, bool (*wanted)(const fs::directory_entry&)) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path, error))
        if (auto name = entry.path().filename().string(); !name.starts_with('.') && wanted(entry)) names.push_back(std::move(name));
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

CatalogueFolder::CatalogueFolder(const std::string& folder, Problems& problems) : folder_(folder), problems_(problems) {
    auto normal = folder_.lexically_normal();
    shown_ = normal.filename().empty() ? normal.parent_path().filename() : normal.filename();
}

CatalogueFolder::CatalogueFolder(std::map<std::string, std::string> files, const std::string& shown_as, Problems& problems)
    : shown_(shown_as), memory_(std::move(files)), problems_(problems) {}

bool CatalogueFolder::is_there() const {
    if (memory_) return true;
    std::error_code error;
    return fs::is_directory(folder_, error);
}
std::string CatalogueFolder::shown(const std::string& path) const { return (shown_ / path).lexically_normal().generic_string(); }
bool CatalogueFolder::exists(const std::string& path) const {
    if (memory_) return memory_->contains(path);
    std::error_code error;
    return fs::is_regular_file(folder_ / path, error);
}

std::optional<std::string> CatalogueFolder::text(const std::string& path) {
    std::error_code error;
    if (!exists(path)) {
        problem(path, "the file is missing");
        return std::nullopt;
    }
    if (memory_) return memory_->at(path);  // Document checks its size
    if (fs::file_size(folder_ / path, error) > file_limit || error) {
        problem(path, "the file is larger than " + std::to_string(file_limit >> 20) + " MiB");
        return std::nullopt;
    }
    std::ifstream in(folder_ / path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) {
        problem(path, "the file cannot be read");
        return std::nullopt;
    }
    return text;
}

std::optional<Document> CatalogueFolder::open(const std::string& path) {
    auto words = text(path);
    if (!words) return std::nullopt;
    Document document(shown(path), std::move(*words), problems_);
    if (!document.valid()) return std::nullopt;
    return document;
}

std::vector<std::string> CatalogueFolder::folders(const std::string& path) const {
    if (memory_) {
        std::set<std::string> names;
        std::string prefix = path.empty() ? "" : path + "/";
        for (const auto& [name, text] : *memory_)
            if (name.starts_with(prefix))
                if (auto slash = name.find('/', prefix.size()); slash != std::string::npos) names.insert(name.substr(prefix.size(), slash - prefix.size()));
        return {names.begin(), names.end()};
    }
    return names_in(folder_ / path, [](const fs::directory_entry& entry) { return entry.is_directory(); });
}
std::vector<std::string> CatalogueFolder::files(const std::string& path, std::string_view ending) const {
    if (memory_) {
        std::vector<std::string> found;
        for (const auto& [name, text] : *memory_)
            if (name.starts_with(path + "/") && name.find('/', path.size() + 1) == std::string::npos && name.ends_with(ending)) found.push_back(name.substr(path.size() + 1));
        return found;
    }
    auto names = names_in(folder_ / path, [](const fs::directory_entry& entry) { return entry.is_regular_file(); });
    std::erase_if(names, [&](const auto& name) { return !name.ends_with(ending); });
    return names;
}

}  // namespace raekoda::services
