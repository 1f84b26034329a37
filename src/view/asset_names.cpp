#include "view/asset_names.h"

#include "base/crypto.h"
#include "base/text.h"
#include "view/view.h"

namespace raekoda::view {

AssetNames::AssetNames(const std::vector<embedded::File>& files) {
    for (const embedded::File& file : files) {
        auto dot = file.name.rfind('.');
        if (dot == std::string_view::npos) dot = file.name.size();
        std::string hashed(file.name.substr(0, dot));
        hashed += "-" + hex(hash_256(file.content).substr(0, 4));
        hashed += file.name.substr(dot);
        by_name_.emplace(std::string(file.name), &file);
        by_name_.emplace(hashed, &file);
        hashed_.emplace(std::string(file.name), std::move(hashed));
    }
}

std::string AssetNames::path(std::string_view name) const {
    auto found = hashed_.find(name);
    return "/assets/" + (found == hashed_.end() ? std::string(name) : found->second);
}

const embedded::File* AssetNames::file(std::string_view name) const {
    auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

namespace {

const AssetNames& built_in() {
    static const AssetNames names(embedded::assets());
    return names;
}

}  // namespace

std::string asset(std::string_view name) { return built_in().path(name); }
const embedded::File* asset_file(std::string_view name) { return built_in().file(name); }

}  // namespace raekoda::view
