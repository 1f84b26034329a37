// The project's own files as the laws see them: text, C++ without comments, string literals, includes.
#pragma once
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::laws {

struct Literal {
    int line = 0;
    std::string text;    // with escapes as written; adjacent literals stay apart
    std::string before;  // the last 40 characters of code in front of it
};

struct Include {
    int line = 0;
    std::string path;
    bool own = false;  // "…" and not <…>
};

struct SourceFile {
    std::string path;  // from the project's root: src/cases/report.cpp
    std::string text;
    std::string code;  // C++: comments and the insides of literals blanked, lines kept
    std::vector<Literal> literals;
    std::vector<Include> includes;

    std::string name() const { return path.substr(path.rfind('/') + 1); }
    std::string in_src() const { return path.rfind("src/", 0) == 0 ? path.substr(4) : path; }
    bool ends_with(std::string_view end) const { return path.size() >= end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0; }
    bool is_cpp() const { return ends_with(".cpp") || ends_with(".h"); }
    // Tests, their towns and the programs of the build, which never run in a town hall.
    bool is_test() const;
    bool is_build_program() const;
};

const std::vector<SourceFile>& sources();  // everything in src/
// Files that git knows (or would add), whole tree, when this is a checkout; else everything but build folders.
std::vector<std::string> project_files();
std::string read_file(const std::string& path);  // from the project's root
SourceFile parse_source(std::string path, std::string text);

// "src/a.cpp:12: what is wrong". Laws collect these, so that one run shows all.
std::string at(const SourceFile&, int line, const std::string& what);
int line_of(const std::string& text, std::size_t offset);
std::string report(const std::vector<std::string>& problems);

// tests/laws/allowed.txt: exceptions with their reasons. `law file [text]`: text is a part of the offending literal, none means the whole file.
bool allowed(std::string_view law, const std::string& path, std::string_view text);
std::vector<std::string> unused_allowances();

std::vector<std::string> words_of(std::string_view line);

}  // namespace raekoda::laws
