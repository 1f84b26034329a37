// Files that the build puts inside the program: migrations, texts, styles and scripts.
#pragma once
#include <string_view>
#include <vector>

namespace raekoda::embedded {

struct File {
    std::string_view name;  // "0001_journal_create.sql", "app.css"
    std::string_view content;
};

const std::vector<File>& migrations();  // in the order of their names
const std::vector<File>& assets();

}  // namespace raekoda::embedded
