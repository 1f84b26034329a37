// Reads and checks locale/<lang>/<file>.json: flat objects of texts.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "view/compiler/page.h"
#include "view/compiler/text_keys.h"

namespace raekoda::view::compiler {

struct FileFault {
    std::string file;  // "locale/et/general.json"
    int line;
    std::string message;
};

struct Text {
    std::string value;
    int line = 0;
};
using TextFile = std::map<std::string, Text>;

// Strict JSON, one object of strings; a key may stand once.
TextFile read_text_file(std::string_view json, Faults& faults);

// The arguments of one text in the order of their names; faults: brackets, forms that the language needs.
std::vector<TextArgument> text_arguments(std::string_view text, std::string_view language, int line, Faults& faults);
// Well-formed UTF-8 in composed form, without control characters.
void check_characters(std::string_view text, int line, Faults& faults);

struct Catalogue {
    TextKeys keys;
    std::map<std::string, std::map<std::string, std::string>> texts;  // key → language → text
};
Catalogue read_catalogue(const std::filesystem::path& locale, std::vector<FileFault>& faults);

std::string key_list(const Catalogue&);    // for the page compiler
std::string text_table(const Catalogue&);  // C++

}  // namespace raekoda::view::compiler
