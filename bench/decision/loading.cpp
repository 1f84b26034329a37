// How long models take to load: a large one, and 1,000 as a town has them.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "bench.h"
#include "clock.h"
#include "decision/decision.h"
#include "decision/model_sample.h"

using namespace raekoda::decision;

namespace {

// The text with a number in each place of a #.
std::string numbered(std::string_view text, std::initializer_list<int> numbers) {
    std::string out;
    auto next = numbers.begin();
    for (char c : text) {
        if (c == '#' && next != numbers.end()) out.append(std::to_string(*next++));
        else out.push_back(c);
    }
    return out;
}

// Many decisions in one file, each with an expression of its own.
std::string large_model() {
    std::string content = sample::input("Amount", "number");
    for (int i = 0; i < 900; ++i) {
        auto name = numbered("Share #", {i});
        content += sample::decision(name, {"i:Amount"}, sample::literal(numbered("if Amount > # then decimal(Amount * # / 100, 2) + sum([Amount, 1, 2]) else -Amount ** 2", {i, i})), "number");
    }
    return sample::model(content);
}

// A service: inputs with types, a table, and what follows from it.
std::string service_model(int number) {
    std::vector<sample::Rule> rules;
    for (int i = 0; i < 12; ++i)
        rules.push_back({{numbered("[#..#)", {i * 8, i * 8 + 8}), i % 3 ? "-" : "\"A\", \"B\"", numbered("> #", {i * 10})}, {std::to_string(number + i), numbered("\"kind #\"", {i})}, numbered("§ #", {i})});
    std::string types =
        "<itemDefinition name=\"tPerson\"><itemComponent name=\"Name\"><typeRef>string</typeRef></itemComponent><itemComponent name=\"Birth date\"><typeRef>date</typeRef>"
        "</itemComponent><itemComponent name=\"Zone\"><typeRef>string</typeRef><allowedValues><text>\"A\", \"B\", \"C\"</text></allowedValues></itemComponent></itemDefinition>\n";
    return sample::model(
        types + sample::input("Person", "tPerson") + sample::input("Income", "number") + sample::input("Day", "date") +
        sample::decision("Age", {"i:Person", "i:Day"}, sample::literal("years and months duration(Person.Birth date, Day).years"), "number") +
        sample::decision("Grant", {"d:Age", "i:Person", "i:Income"}, sample::table("hitPolicy=\"FIRST\"", {"Age", "Person.Zone", "Income"}, {"Amount", "Kind"}, rules)) +
        sample::decision("Paid", {"d:Grant", "i:Income"}, sample::literal("if Grant = null then 0 else max(0, Grant.Amount - decimal(Income * 0.01, 2))"), "number"));
}

}  // namespace

int bench::loading(const std::string& file) {
    std::string large;
    if (file.empty()) {
        large = large_model();
    } else {
        std::stringstream text;
        text << std::ifstream(file).rdbuf();
        large = text.str();
    }
    bool sound = true;
    auto alone = time_of([&] { sound &= load(large, "large.dmn").model != nullptr; }, 1);
    std::vector<std::string> services;
    std::size_t bytes = 0;
    for (int i = 0; i < 1000; ++i) bytes += services.emplace_back(service_model(i)).size();
    std::vector<std::shared_ptr<const Model>> models;
    auto together = time_of([&] {
        models.clear();
        for (auto& xml : services) {
            auto loaded = load(xml, "service.dmn");
            sound &= loaded.model && loaded.problems.empty();
            models.push_back(loaded.model);
        }
    }, 1);
    if (!sound) return std::fprintf(stderr, "a model is refused\n"), 1;
    std::printf("%.2f\t%zu\t%.4f\t%zu\n", alone * 1e3, large.size() / 1024, together, bytes / 1024);
    return 0;
}
