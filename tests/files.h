// Files that tests read.
#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace raekoda::testing {

// Whole, as bytes; a relative path is one of the project. Empty when there is no such file.
inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream in(std::filesystem::path(RAEKODA_SOURCE_DIR) / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace raekoda::testing
