#include "doors/console/tck.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "decision/model.h"

namespace raekoda::doors::console {

namespace {

using namespace raekoda::decision;
namespace fs = std::filesystem;

std::string_view local(pugi::xml_node n) {
    std::string_view name = n.name();
    auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
pugi::xml_node child(pugi::xml_node n, std::string_view name) {
    for (auto c : n.children())
        if (local(c) == name) return c;
    return {};
}
pugi::xml_attribute attribute(pugi::xml_node n, std::string_view name) {
    for (auto a : n.attributes()) {
        std::string_view whole = a.name();
        if (whole == name || (whole.size() > name.size() && whole.ends_with(name) && whole[whole.size() - name.size() - 1] == ':')) return a;
    }
    return {};
}
std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// A value as the kit writes it: <value xsi:type=…>, <component name=…> …, <list><item>…
Value read_simple(pugi::xml_node n) {
    if (attribute(n, "nil").as_bool()) return {};
    std::string text = n.text().get();
    std::string_view type = attribute(n, "type").value();
    if (auto colon = type.find(':'); colon != std::string_view::npos) type.remove_prefix(colon + 1);
    auto or_null = [](auto parsed) { return parsed ? Value(*parsed) : Value(); };
    if (type == "decimal" || type == "double" || type == "float" || type == "integer" || type == "int" || type == "long") return or_null(Number::parse(text));
    if (type == "boolean") return Value(text == "true" || text == "1");
    if (type == "date") return or_null(Date::parse(text));
    if (type == "time") return or_null(Time::parse(text));
    if (type == "dateTime") return or_null(DateTime::parse(text));
    if (type == "duration" || type == "dayTimeDuration" || type == "yearMonthDuration") {
        if (auto months = Months::parse(text)) return Value(*months);
        return or_null(Duration::parse(text));
    }
    return Value(text);
}

Value read_value(pugi::xml_node n) {
    if (auto value = child(n, "value")) return read_simple(value);
    if (auto list = child(n, "list")) {
        if (attribute(list, "nil").as_bool()) return {};
        std::vector<Value> items;
        for (auto item : list.children())
            if (local(item) == "item") items.push_back(read_value(item));
        return Value::list(std::move(items));
    }
    if (child(n, "component")) {
        ContextBuilder context;
        for (auto c : n.children())
            if (local(c) == "component") context.put(std::string_view(c.attribute("name").value()), read_value(c));
        return context.build();
    }
    return {};
}

// As the kit's runners compare: numbers to 1e-8, lists in order, contexts entry by entry.
bool same(const Value& expected, const Value& got) {
    if (expected.is_null() || got.is_null()) return expected.is_null() && got.is_null();
    if (expected.kind() != got.kind()) return false;
    if (expected.is(Value::Kind::number)) return (expected.number() - got.number()).absolute() < Number::scaled(1, -8);
    if (expected.is(Value::Kind::list)) {
        auto& a = expected.list();
        auto& b = got.list();
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
    }
    if (expected.is(Value::Kind::context)) {
        if (expected.context().size() != got.context().size()) return false;
        for (auto& entry : expected.context().entries()) {
            auto* other = got.context().find(entry.name.string());
            if (!other || !same(entry.value, *other)) return false;
        }
        return true;
    }
    return equal(expected, got).value_or(false);
}

using Count = TckCount;
using Level = TckLevel;

class Runner {
public:
    explicit Runner(const TckOptions& options) : options_(options) {
        if (!options.csv.empty()) csv_.open(options.csv, std::ios::binary);
    }

    void test(const std::string& level, const fs::path& folder) {
        std::vector<fs::path> files;
        for (auto& file : fs::directory_iterator(folder))
            if (file.path().extension() == ".xml") files.push_back(file.path());
        std::sort(files.begin(), files.end());
        for (auto& file : files) test_file(level, folder, file);
    }
    std::map<std::string, Level> levels;

private:
    void test_file(const std::string& level, const fs::path& folder, const fs::path& file) {
        pugi::xml_document document;
        if (!document.load_file(file.c_str())) {
            std::cerr << file.string() << ": not XML\n";
            ++levels[level].cases.all;
            return;
        }
        auto root = document.document_element();
        if (local(root) != "testCases") return;
        auto name = std::string(child(root, "modelName").text().get());
        LoadOptions load_options;
        load_options.resolver = [&](const ImportRequest& request) -> std::optional<ImportedFile> {
            for (auto& other : fs::directory_iterator(folder)) {
                if (other.path().extension() != ".dmn") continue;
                pugi::xml_document candidate;
                if (candidate.load_file(other.path().c_str()) && request.name_space == candidate.document_element().attribute("namespace").value())
                    return ImportedFile{other.path().filename().string(), content(other.path())};
            }
            return std::nullopt;
        };
        auto loaded = load(content(folder / name), name, load_options);
        for (auto node : root.children()) {
            if (local(node) != "testCase") continue;
            bool expects_error = false;
            std::string comment;
            bool good = run_case(loaded, node, expects_error, comment);
            auto& count = levels[level];
            count.cases.add(good);
            (expects_error ? count.errors : count.values).add(good);
            auto id = std::string(node.attribute("id").value());
            auto where = level + "/" + folder.filename().string();
            if (!good && options_.failed) std::cout << "FAILED " << where << " " << file.stem().string() << " " << id << ": " << comment << "\n";
            if (csv_.is_open()) csv_ << quoted(where) << "," << quoted(file.stem().string()) << "," << quoted(id) << "," << (good ? "\"SUCCESS\"" : "\"ERROR\"") << "," << quoted(comment) << "\n";
        }
    }
    static std::string quoted(std::string s) {
        for (std::size_t i = 0; (i = s.find('"', i)) != std::string::npos; i += 2) s.insert(i, 1, '"');
        std::replace(s.begin(), s.end(), '\n', ' ');
        return '"' + s + '"';
    }
    bool run_case(const Loaded& loaded, pugi::xml_node node, bool& expects_error, std::string& comment) {
        for (auto result : node.children())
            if (local(result) == "resultNode" && result.attribute("errorResult").as_bool()) expects_error = true;
        if (!loaded.model) {
            comment = "the model cannot be loaded: " + (loaded.problems.empty() ? std::string() : text_of(loaded.problems[0]));
            return false;
        }
        ContextBuilder facts;
        for (auto input : node.children())
            if (local(input) == "inputNode") facts.put(std::string_view(input.attribute("name").value()), read_value(input));
        auto context = facts.build();
        Session session(loaded.model, {}, Now{1'767'225'600'000'000, Zone::offset(0)});
        session.set_all(context);
        // Names may be the same in several models; then the namespace says which is meant.
        for (auto input : node.children()) {
            std::string_view space = input.attribute("namespace").value(), name = input.attribute("name").value();
            if (local(input) != "inputNode" || space.empty()) continue;
            for (std::size_t i = 0; i < loaded.model->inputs().size(); ++i)
                if (loaded.model->inputs()[i].name == name && loaded.model->inputs()[i].name_space == space) session.set(i, read_value(input));
        }
        bool good = true;
        for (auto result : node.children()) {
            if (local(result) != "resultNode") continue;
            auto name = std::string(result.attribute("name").value());
            bool error = result.attribute("errorResult").as_bool();
            auto before = session.evaluation().diagnostic_count();
            Value got;
            if (std::string_view(node.attribute("type").value()) == "decisionService") {
                auto service = loaded.model->find_service(node.attribute("invocableName").value());
                if (!service) {
                    comment += "no such decision service";
                    return false;
                }
                got = session.call_service(*service, context);
                if (loaded.model->services()[*service].outputs.size() > 1 && got.is(Value::Kind::context)) {
                    auto* one = got.context().find(name);
                    got = one ? *one : Value();
                }
            } else {
                auto decision = loaded.model->find_decision(name);
                std::string_view space = result.attribute("namespace").value();
                for (std::size_t i = 0; i < loaded.model->decisions().size() && !space.empty(); ++i)
                    if (loaded.model->decisions()[i].name == name && loaded.model->decisions()[i].name_space == space) decision = i;
                if (!decision) {
                    comment += "no such decision: " + name;
                    return false;
                }
                got = session.decide(*decision);
            }
            auto expected = read_value(child(result, "expected"));
            bool had_problem = session.evaluation().diagnostic_count() > before;
            bool fits = same(expected, got) && (!error || had_problem);
            if (fits) continue;
            good = false;
            comment += name + ": expected " + (error ? "an error and " : "") + to_literal(expected) + ", got " + to_literal(got);
            auto& diagnostics = session.evaluation().diagnostics();
            for (std::size_t i = 0; i < diagnostics.size() && i < 3; ++i) comment += " (" + diagnostics[i].text + ")";
            comment += "; ";
        }
        return good;
    }

    const TckOptions& options_;
    std::ofstream csv_;
};

}  // namespace

std::map<std::string, TckLevel> tck_results(const TckOptions& options) {
    fs::path top = options.folder;
    if (fs::is_directory(top / "TestCases")) top /= "TestCases";
    Runner runner(options);
    auto run_level = [&](const fs::path& level) {
        std::vector<fs::path> tests;
        for (auto& test : fs::directory_iterator(level))
            if (test.is_directory() && test.path().filename().string().find(options.only) != std::string::npos) tests.push_back(test.path());
        std::sort(tests.begin(), tests.end());
        for (auto& test : tests) runner.test(level.filename().string(), test);
    };
    bool levels = false;
    for (auto* name : {"compliance-level-2", "compliance-level-3"})
        if (fs::is_directory(top / name)) run_level(top / name), levels = true;
    if (!levels) run_level(top);
    return std::move(runner.levels);
}

int run_tck(const TckOptions& options) {
    if (!fs::is_directory(options.folder)) {
        std::cerr << options.folder << " is no folder\n";
        return 66;  // EX_NOINPUT
    }
    if (!options.csv.empty() && !std::ofstream(options.csv)) {
        std::cerr << options.csv << " cannot be written\n";
        return 73;  // EX_CANTCREAT
    }
    Level all;
    auto text = [](const Count& count) { return std::to_string(count.passed) + " of " + std::to_string(count.all); };
    auto print = [&](const std::string& name, const Level& level) {
        std::cout << name << ": " << text(level.cases) << " cases passed (expecting a value: " << text(level.values) << "; expecting an error: " << text(level.errors) << ")\n";
    };
    for (auto& [name, level] : tck_results(options)) {
        print(name, level);
        all.cases.passed += level.cases.passed, all.cases.all += level.cases.all;
        all.values.passed += level.values.passed, all.values.all += level.values.all;
        all.errors.passed += level.errors.passed, all.errors.all += level.errors.all;
    }
    print("all", all);
    return all.cases.passed == all.cases.all && all.cases.all > 0 ? 0 : 1;
}

}  // namespace raekoda::doors::console
