// Files of the build: read whole, written only when they change, so that nothing is made again for nothing.
#pragma once
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace raekoda::view::compiler {

inline bool read_file(const std::string& path, std::string& content) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::cerr << path << ": cannot be read\n";
        return false;
    }
    std::ostringstream all;
    all << in.rdbuf();
    content = all.str();
    return true;
}

inline bool write_if_changed(const std::string& path, const std::string& content) {
    {
        std::ifstream in(path, std::ios::binary);
        std::ostringstream all;
        if (in) {
            all << in.rdbuf();
            if (all.str() == content) return true;
        }
    }
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    std::ofstream out(path, std::ios::binary);
    out << content;
    out.close();
    if (!out) std::cerr << path << ": cannot be written\n";
    return static_cast<bool>(out);
}

}  // namespace raekoda::view::compiler
