#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "view/compiler/cases/pages.h"

using namespace raekoda::view;
using namespace raekoda::view::compiler::cases;

namespace {

std::string expected(const std::string& name) {
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/src/view/compiler/cases/pages/" + name + ".expected");
    REQUIRE(in);
    std::ostringstream all;
    all << in.rdbuf();
    std::string text = all.str();
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("a compiled page writes what its HTML says") {
    Sample sample{"Tom & <Jerry>", Html::trusted("<b>bold</b>"), {{"\"A\" & B", "javascript:alert(1)", 3, true}, {"c", "/c?a=1&b=2", 4}}, {{"x", 1}, {"y", 2}}};
    Frame frame;
    frame.language = Language::en;
    CHECK(pages::sample_page(frame, sample).text() == expected("sample_page"));
}

TEST_CASE("a component with a body can be called from C++") {
    Frame frame;
    CHECK(pages::box(frame, Html::trusted("<i>x</i>"), "a < b").text() == "<section class=\"box level-2\">\n<h2>a &lt; b</h2>\n<i>x</i>\n</section>");
}
