// One text in all languages, as the table of texts holds it. Compiled pages name their entries directly.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include "view/view.h"

namespace raekoda::view {

struct TextEntry {
    std::string_view key;
    std::array<std::string_view, 3> in;  // by Language
    bool plain;                          // no arguments in any language
};

inline std::string_view text(Language language, const TextEntry& entry) { return entry.in[static_cast<std::size_t>(language)]; }
std::string text(Language, const TextEntry&, std::initializer_list<Argument>);

// A text with its {arguments} filled in. An argument that is not given stays as it is written, so that the gap is seen.
std::string filled(Language, std::string_view pattern, const Argument* first, std::size_t count);

// Which form of CLDR a whole number takes: "one", "few", "many", "other".
std::string_view plural_form(Language, std::int64_t);

namespace texts {
extern const TextEntry* const table[];  // by key; nullptr ends it
}

}  // namespace raekoda::view
