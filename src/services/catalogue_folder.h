// The folder of a catalogue, on disk or in memory: paths are relative to it, problems name them as people see them. Inside of the room.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document.h"

namespace raekoda::services {

class CatalogueFolder {
public:
    CatalogueFolder(const std::string& folder, Problems&);
    // Files that stand nowhere on disk: a kept version of a service, a draft of an official.
    CatalogueFolder(std::map<std::string, std::string> files, const std::string& shown_as, Problems&);

    bool is_there() const;
    const std::filesystem::path& path() const { return folder_; }
    std::string shown(const std::string& path) const;  // with the folder's own name: "catalogue/common/goals.json"
    bool exists(const std::string& path) const;        // a file
    // A text of at most `file_limit` bytes, a JSON document; nullopt with a problem when it cannot be read.
    std::optional<std::string> text(const std::string& path);
    std::optional<Document> open(const std::string& path);
    template <class T>
    T read(const std::string& path, T (*reader)(Document&)) {
        auto document = open(path);
        return document ? reader(*document) : T{};
    }
    // Names in a folder, sorted, without hidden ones.
    std::vector<std::string> folders(const std::string& path) const;
    std::vector<std::string> files(const std::string& path, std::string_view ending) const;
    void problem(const std::string& path, std::string text, int line = 0) { problems_.push_back({shown(path), line, std::move(text)}); }
    Problems& problems() { return problems_; }

private:
    std::filesystem::path folder_, shown_;
    std::optional<std::map<std::string, std::string>> memory_;
    Problems& problems_;
};

}  // namespace raekoda::services
