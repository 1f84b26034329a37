// compile_page PAGE.html OUT.cpp TEXT_KEYS.txt          one page to C++
// compile_page --declarations OUT.h PAGES.html…         the header of all pages of a room
// Every problem is named as file:line at once; nothing is written then. A file that would not change is left as it is.
#include <algorithm>
#include <iostream>
#include <map>

#include "view/compiler/build_file.h"
#include "view/compiler/code_writer.h"

using namespace raekoda::view::compiler;

namespace {

bool say(const std::string& path, Faults faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
    for (const Fault& fault : faults) std::cerr << shown_path(path) << ":" << fault.line << ": error: " << fault.message << "\n";
    return faults.empty();
}

int declare(const std::string& header, const std::vector<std::string>& paths) {
    std::vector<Page> pages;
    std::map<std::string, std::string> seen;
    std::string room;
    bool good = true;
    for (const std::string& path : paths) {
        std::string source;
        if (!read_file(path, source)) return 1;
        Faults faults;
        pages.push_back(parse_page(source, faults));
        if (room_of(path).empty()) faults.push_back({1, "a page stands in src/<room>/pages or src/<room>/components"});
        if (room.empty()) room = room_of(path);
        if (room_of(path) != room) faults.push_back({1, "of another room than " + room});
        auto [other, fresh] = seen.emplace(pages.back().name, shown_path(path));
        if (!fresh) faults.push_back({1, "the page " + pages.back().name + " stands in " + other->second + " too"});
        good = say(path, std::move(faults)) && good;
    }
    std::sort(pages.begin(), pages.end(), [](const Page& a, const Page& b) { return a.name < b.name; });
    return good && write_if_changed(header, declarations(room, pages)) ? 0 : 1;
}

int compile(const std::string& path, const std::string& out, const std::string& key_file) {
    std::string source, keys;
    if (!read_file(path, source) || !read_file(key_file, keys)) return 1;
    Faults faults;
    Page page = parse_page(source, faults);
    if (room_of(path).empty()) faults.push_back({1, "a page stands in src/<room>/pages or src/<room>/components"});
    std::string code = page_code(page, path, read_text_keys(keys), faults);
    return say(path, std::move(faults)) && write_if_changed(out, code) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() >= 3 && arguments[0] == "--declarations") return declare(arguments[1], {arguments.begin() + 2, arguments.end()});
    if (arguments.size() == 3) return compile(arguments[0], arguments[1], arguments[2]);
    std::cerr << "compile_page PAGE.html OUT.cpp TEXT_KEYS.txt\ncompile_page --declarations OUT.h PAGES.html…\n";
    return 2;
}
