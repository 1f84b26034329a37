// docs/form-js-coverage.md says what of form-js is covered: the table, the code and the tests must say the same.
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/text.h"
#include "form/form.h"
#include "tests/files.h"

using namespace raekoda;
using namespace raekoda::form;

namespace {

using testing::read_text;

bool has_property(const json::object& component, std::string_view property) {
    auto dot = property.find('.');
    const auto* value = component.if_contains(property.substr(0, dot));
    if (!value) return false;
    return dot == std::string_view::npos || (value->is_object() && has_property(value->get_object(), property.substr(dot + 1)));
}

// "textfield label" of everything that a file of tests/forms has.
void add_used(const json::array& components, std::set<std::string>& used) {
    for (const auto& one : components) {
        const auto& component = one.as_object();
        std::string type = json::text(component, "type");
        for (std::size_t i = 0; i < type_count; ++i)
            if (type == type_name(static_cast<Type>(i)))
                for (auto property : properties_of(static_cast<Type>(i)))
                    if (has_property(component, property)) used.insert(type + " " + std::string(property));
        if (const auto* inner = json::list(component, "components")) add_used(*inner, used);
    }
}

}  // namespace

TEST_CASE("form: the coverage table says what the code reads and what the tests have") {
    std::map<std::string, std::set<std::string>> used;  // by file of tests/forms
    std::istringstream lines(read_text("docs/form-js-coverage.md"));
    std::map<std::string, std::vector<std::string>> rows;
    std::string line, type;
    while (std::getline(lines, line)) {
        if (line.starts_with("## ")) type = line.substr(3);
        if (!line.starts_with("| `")) continue;
        auto cells = split(line, '|');
        REQUIRE_MESSAGE(cells.size() == 6, line);
        auto property = std::string(trimmed(cells[1]));
        property = property.substr(1, property.size() - 2);
        rows[type].push_back(property);
        CHECK_MESSAGE(!trimmed(cells[2]).empty(), line);
        CHECK_MESSAGE(!trimmed(cells[3]).empty(), line);
        auto file = std::string(trimmed(cells[4]));
        if (!used.count(file)) {
            auto parsed = json::parse(read_text("tests/forms/" + file + ".json"));
            REQUIRE_MESSAGE(parsed, file);
            add_used(*json::list(parsed->as_object(), "components"), used[file]);
        }
        CHECK_MESSAGE(used[file].count(type + " " + property), line);
    }
    CHECK(rows.size() == type_count);
    for (std::size_t i = 0; i < type_count; ++i) {
        auto of = properties_of(static_cast<Type>(i));
        INFO(std::string(type_name(static_cast<Type>(i))));
        CHECK(rows[std::string(type_name(static_cast<Type>(i)))] == std::vector<std::string>(of.begin(), of.end()));
    }
}
