// From a page to C++.
#pragma once
#include <string>
#include <vector>

#include "view/compiler/page.h"
#include "view/compiler/text_keys.h"

namespace raekoda::view::compiler {

// The room of a page by its path: ".../src/doors/site/pages/home.html" → "doors/site"; empty when the path holds no src/.
std::string room_of(const std::string& path);
// "src/doors/site/pages/home.html": how messages name the page.
std::string shown_path(const std::string& path);

std::string page_code(const Page& page, const std::string& path, const TextKeys& keys, Faults& faults);
// The header of all pages of one room.
std::string declarations(const std::string& room, const std::vector<Page>& pages);

}  // namespace raekoda::view::compiler
