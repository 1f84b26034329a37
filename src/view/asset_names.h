// The names under which assets are served. Inside the room.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"

namespace raekoda::view {

class AssetNames {
public:
    explicit AssetNames(const std::vector<embedded::File>& files);  // refers to the files
    std::string path(std::string_view name) const;
    const embedded::File* file(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> hashed_;              // "app.css" → "app-3f2a91c0.css"
    std::map<std::string, const embedded::File*, std::less<>> by_name_;  // both names
};

}  // namespace raekoda::view
