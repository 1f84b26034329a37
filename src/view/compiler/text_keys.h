// The texts that exist, as the texts program listed them: one a line, the key and then its arguments; # marks a number.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "view/compiler/page.h"

namespace raekoda::view::compiler {

struct TextArgument {
    std::string name;
    bool number = false;  // chooses a plural form
};
using TextKeys = std::map<std::string, std::vector<TextArgument>, std::less<>>;

TextKeys read_text_keys(std::string_view list);

// The C++ name of a text's entry in the table: "general.search" → "::raekoda::view::texts::of_general::key_search".
std::string text_symbol(std::string_view key);

// Replaces t.file.key and t.file.key(name = expression, …) in a C++ expression. When the whole expression is one text without arguments,
// or `lasting` is false, it stays a view on the table.
std::string with_texts(std::string_view expression, int line, const TextKeys& keys, bool lasting, Faults& faults);

}  // namespace raekoda::view::compiler
