#include "tests/laws/source_tree.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace raekoda::laws {

namespace fs = std::filesystem;
namespace {

const fs::path root = RAEKODA_SOURCE_DIR;

bool is_identifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Allowance {
    std::string law, path, text;
    bool used = false;
};

std::vector<Allowance>& allowances() {
    static std::vector<Allowance> all = [] {
        std::vector<Allowance> found;
        std::istringstream lines(read_file("tests/laws/allowed.txt"));
        std::string line;
        while (std::getline(lines, line)) {
            if (line.empty() || line[0] == '#') continue;
            auto reason = line.find(" -- ");
            if (reason == std::string::npos) throw std::runtime_error("tests/laws/allowed.txt: no reason in: " + line);
            std::istringstream words(line.substr(0, reason));
            Allowance one;
            words >> one.law >> one.path;
            std::getline(words >> std::ws, one.text);
            found.push_back(one);
        }
        return found;
    }();
    return all;
}

}  // namespace

bool SourceFile::is_test() const {
    return ends_with("_test.cpp") || name().rfind("test_", 0) == 0 || name().find("_test_") != std::string::npos;
}
bool SourceFile::is_build_program() const {
    return path.rfind("src/view/compiler/", 0) == 0 || name() == "embed_sql_main.cpp" || name() == "embed_files_main.cpp";
}

std::string read_file(const std::string& path) {
    std::ifstream in(root / path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

SourceFile parse_source(std::string path, std::string text) {
    SourceFile file;
    file.path = std::move(path);
    file.text = std::move(text);
    if (!file.is_cpp()) return file;
    const std::string& s = file.text;
    std::string code = s;
    int line = 1;
    auto blank = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to && i < code.size(); ++i)
            if (code[i] != '\n') code[i] = ' ';
    };
    auto count_lines = [&](std::size_t from, std::size_t to) { line += static_cast<int>(std::count(s.begin() + static_cast<long>(from), s.begin() + static_cast<long>(to), '\n')); };
    for (std::size_t i = 0; i < s.size();) {
        bool line_start = i == 0 || s[i - 1] == '\n';
        if (line_start && s.compare(i, 8, "#include") == 0) {
            auto end = std::min(s.find('\n', i), s.size());
            static const std::regex form(R"(#include\s*(["<])([^">]+)[">])");
            std::string text_line = s.substr(i, end - i);
            std::smatch match;
            if (std::regex_search(text_line, match, form)) file.includes.push_back({line, match[2], match[1] == "\""});
            i = end;
        } else if (s.compare(i, 2, "//") == 0) {
            auto end = std::min(s.find('\n', i), s.size());
            blank(i, end);
            i = end;
        } else if (s.compare(i, 2, "/*") == 0) {
            auto end = std::min(s.find("*/", i + 2), s.size() - 2) + 2;
            blank(i, end);
            count_lines(i, end);
            i = end;
        } else if (s[i] == 'R' && i + 1 < s.size() && s[i + 1] == '"' && (i == 0 || !is_identifier(s[i - 1]) || (i > 1 && s[i - 1] == '8'))) {
            auto open = s.find('(', i);
            std::string close = ")" + s.substr(i + 2, open - i - 2) + "\"";
            auto end = std::min(s.find(close, open), s.size());
            file.literals.push_back({line, s.substr(open + 1, end - open - 1), code.substr(i > 40 ? i - 40 : 0, std::min<std::size_t>(i, 40))});
            end = std::min(end + close.size(), s.size());
            blank(open + 1, end - close.size());
            count_lines(i, end);
            i = end;
        } else if (s[i] == '"') {
            std::size_t end = i + 1;
            while (end < s.size() && s[end] != '"' && s[end] != '\n') end += s[end] == '\\' ? 2 : 1;
            end = std::min(end, s.size());
            file.literals.push_back({line, s.substr(i + 1, end - i - 1), code.substr(i > 40 ? i - 40 : 0, std::min<std::size_t>(i, 40))});
            blank(i + 1, end);
            i = end + 1;
        } else if (s[i] == '\'' && (i == 0 || !is_identifier(s[i - 1]) || (i > 0 && (s[i - 1] == 'u' || s[i - 1] == 'U') && (i == 1 || !is_identifier(s[i - 2]))))) {
            std::size_t end = i + 1;
            while (end < s.size() && s[end] != '\'' && s[end] != '\n') end += s[end] == '\\' ? 2 : 1;
            blank(i + 1, std::min(end, s.size()));
            i = end + 1;
        } else {
            if (s[i] == '\n') ++line;
            ++i;
        }
    }
    file.code = std::move(code);
    return file;
}

const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> all = [] {
        std::vector<SourceFile> found;
        for (const auto& entry : fs::recursive_directory_iterator(root / "src")) {
            if (!entry.is_regular_file()) continue;
            auto path = fs::relative(entry.path(), root).string();
            found.push_back(parse_source(path, read_file(path)));
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
        return found;
    }();
    return all;
}

std::vector<std::string> project_files() {
    std::vector<std::string> found;
    if (fs::exists(root / ".git")) {
        std::string command = "git -C '" + root.string() + "' -c safe.directory='*' ls-files --cached --others --exclude-standard";
        if (FILE* pipe = popen(command.c_str(), "r")) {
            char line[4096];
            while (fgets(line, sizeof line, pipe)) {
                std::string path(line);
                while (!path.empty() && path.back() == '\n') path.pop_back();
                if (fs::is_regular_file(root / path)) found.push_back(path);
            }
            pclose(pipe);
        }
    }
    if (!found.empty()) return found;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        auto name = entry->path().filename().string();
        if (entry->is_directory() && (name == "build" || name == "node_modules" || name == ".git" || name == "data")) entry.disable_recursion_pending();
        else if (entry->is_regular_file()) found.push_back(fs::relative(entry->path(), root).string());
    }
    return found;
}

std::string at(const SourceFile& file, int line, const std::string& what) { return file.path + ":" + std::to_string(line) + ": " + what; }
int line_of(const std::string& text, std::size_t offset) { return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(offset), '\n')); }

std::string report(const std::vector<std::string>& problems) {
    std::string all;
    for (const auto& problem : problems) all += "\n" + problem;
    return all;
}

bool allowed(std::string_view law, const std::string& path, std::string_view text) {
    for (auto& one : allowances()) {
        if (one.law != law || one.path != path || text.find(one.text) == std::string_view::npos) continue;
        one.used = true;
        return true;
    }
    return false;
}

std::vector<std::string> unused_allowances() {
    std::vector<std::string> unused;
    for (const auto& one : allowances())
        if (!one.used) unused.push_back("tests/laws/allowed.txt: nothing needs: " + one.law + " " + one.path + " " + one.text);
    return unused;
}

std::vector<std::string> words_of(std::string_view line) {
    std::istringstream in{std::string(line)};
    std::vector<std::string> words;
    std::string word;
    while (in >> word) words.push_back(word);
    return words;
}

}  // namespace raekoda::laws
