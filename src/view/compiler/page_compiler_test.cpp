// Bad pages are data: cases/bad/<name>.html with all their problems in <name>.expected, "line: message" each.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "view/compiler/code_writer.h"
#include "view/compiler/html_context.h"

using namespace raekoda::view::compiler;

namespace {

const std::string folder = std::string(RAEKODA_SOURCE_DIR) + "/src/view/compiler/cases/bad";
const TextKeys sample_keys = read_text_keys("sample.days count# name\nsample.plain\n");

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path);
    REQUIRE_MESSAGE(in, path.string());
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::string problems(const std::string& source, std::string* code = nullptr) {
    Faults faults;
    Page page = parse_page(source, faults);
    std::string made = page_code(page, "/x/src/sample/pages/page.html", sample_keys, faults);
    if (code) *code = made;
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
    std::string out;
    for (const Fault& fault : faults) out += std::to_string(fault.line) + ": " + fault.message + "\n";
    return out;
}

std::string code_of(const std::string& source) {
    std::string code;
    CHECK(problems(source, &code) == "");
    return code;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every problem of a bad page is named with its line") {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".html") continue;
        CAPTURE(entry.path().filename().string());
        std::filesystem::path wanted = entry.path();
        CHECK(problems(content(entry.path())) == content(wanted.replace_extension(".expected")));
        ++count;
    }
    CHECK(count >= 8);
}

TEST_CASE("expressions are escaped for where they stand") {
    std::string code = code_of("@page p(int x)\n<p>{{ 1 }}</p><p title=\"a {{ 2 }}\"></p><a href='{{ 3 }}'></a><a href='/{{ 4 }}'></a><img alt=\"\" src=\" {{ 5 }}\">");
    CHECK(contains(code, "writer.text(1);"));
    CHECK(contains(code, "writer.attribute(2);"));
    CHECK(contains(code, "writer.url(3);"));
    CHECK(contains(code, "writer.attribute(4);"));
    CHECK(contains(code, "writer.url(5);"));
}

TEST_CASE("the context outlives elements whose content is no HTML") {
    std::string code = code_of("@page p()\n<script>if (a < b) { x = '</p>'; }</script><title>{{ 1 }}</title><!-- <script> --><p>{{ 2 }}</p><br/>{{ 3 }} 4 < 5 {{ 6 }}");
    for (const char* wanted : {"writer.text(1);", "writer.text(2);", "writer.text(3);", "writer.text(6);"}) CHECK(contains(code, wanted));
}

TEST_CASE("C++ expressions may hold braces, quotes and the signs of the page language") {
    std::string code = code_of("@page p()\n{{ f(\"}}\", '}', Row{{1, 2}, {}}) }}{% if s == \"%}\" %}x{% end %}{{ 1'000 }}");
    CHECK(contains(code, "writer.text(f(\"}}\", '}', Row{{1, 2}, {}}));"));
    CHECK(contains(code, "if (s == \"%}\") {"));
    CHECK(contains(code, "writer.text(1'000);"));
}

TEST_CASE("errors of the C++ compiler point into the page") {
    std::string code = code_of("@page p()\n@include <map>\n\n<p>\n  {{\n    a +\n    b }}</p>");
    CHECK(contains(code, "#line 6 \"src/sample/pages/page.html\"\n    writer.text(a +\n    b);"));
}

TEST_CASE("texts become entries of the table, with checked arguments") {
    std::string code = code_of("@page p()\n{{ t.sample.days(count = n(1, 2), name = t.sample.plain) }}{{ it.t.sample }}{{ format.x }}");
    CHECK(contains(code, "namespace raekoda::view::texts::of_sample { extern const TextEntry key_days; }"));
    CHECK(contains(code, "::raekoda::view::Argument::of_number(\"count\", n(1, 2)), ::raekoda::view::Argument(\"name\", ::raekoda::view::text("));
    CHECK(contains(code, "writer.text(it.t.sample);"));
    CHECK(contains(code, "writer.text(format.x);"));
}

TEST_CASE("white space between tags is made small, but not where it counts") {
    HtmlContext context;
    Faults faults;
    CHECK(context.feed("<ul>\n    <li\n       class=\"a\n  b\">x  y</li>\n\n  </ul>\n", 1, false, faults) == "<ul>\n<li class=\"a\n  b\">x  y</li>\n</ul>\n");
    CHECK(context.feed("<pre>\n  a\n    b</pre>\n  <textarea>\n  c</textarea>", 1, false, faults) == "<pre>\n  a\n    b</pre>\n<textarea>\n  c</textarea>");
    CHECK(faults.empty());
}

TEST_CASE("the room of a page is where it stands") {
    CHECK(room_of("/home/x/src/cases/pages/report.html") == "cases");
    CHECK(room_of("/home/x/src/doors/site/pages/desk/list.html") == "doors/site");
    CHECK(room_of("/src/y/src/view/components/card.html") == "view");
    CHECK(room_of("/tmp/card.html") == "");
}

TEST_CASE("declarations carry default values and headers once") {
    Faults faults;
    Page a = parse_page("@page a(std::map<int, int> m = {{1, 2}}, const char* s = \"a, b\")\n@include <map>\n", faults);
    Page b = parse_page("@page b()\n@body\n@include <map>\n{% body %}", faults);
    CHECK(faults.empty());
    std::string header = declarations("doors/site", {a, b});
    CHECK(contains(header, "namespace raekoda::doors::site::pages {"));
    CHECK(contains(header, "void a_into(::raekoda::view::Writer& writer, std::map<int, int> m = {{1, 2}}, const char* s = \"a, b\");"));
    CHECK(contains(header, "void b_into(::raekoda::view::Writer& writer, const ::raekoda::view::Body& page_body);"));
    CHECK(header.find("#include <map>") == header.rfind("#include <map>"));
}
