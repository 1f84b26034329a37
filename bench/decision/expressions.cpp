// The expressions of expressions.json, each compiled once; every value is compared with what it must be.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/json.h"
#include "bench.h"
#include "clock.h"
#include "decision/feel.h"

using namespace raekoda;
using namespace raekoda::decision;

int bench::expressions(const std::string& file, double seconds) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    auto read = json::parse(text.str());
    if (!read) return std::fprintf(stderr, "%s: %s\n", file.c_str(), read.error().detail.c_str()), 1;
    auto& parsed = read->as_object();
    Names names;
    std::vector<Value> slots;
    Evaluation evaluation;
    auto value_of = [&](std::string_view feel) {
        auto program = compile(feel, {});
        return program ? program->evaluate(evaluation, {}) : Value();
    };
    for (auto& fact : parsed.at("facts").as_object()) {
        names.add(std::string_view(fact.key()));
        slots.push_back(value_of(std::string_view(fact.value().as_string())));
    }
    int wrong = 0;
    for (auto& item : parsed.at("expressions").as_array()) {
        auto& e = item.as_object();
        std::string name(e.at("name").as_string()), source(e.at("text").as_string());
        double best = 0;
        Value value;
        if (auto* input = e.if_contains("input")) {
            auto tests = compile_unary_tests(source, names);
            auto given = value_of(std::string_view(input->as_string()));
            value = tests ? Value(tests->matches(evaluation, given, slots)) : Value();
            if (tests) best = time_of([&] { evaluation.reset(); tests->matches(evaluation, given, slots); }, seconds);
        } else {
            auto program = compile(source, names);
            value = program ? program->evaluate(evaluation, slots) : Value();
            if (program) best = time_of([&] { evaluation.reset(); program->evaluate(evaluation, slots); }, seconds);
        }
        auto expected = *from_json(evaluation, e.at("value"));
        if (!equal(value, expected).value_or(false)) {
            std::cerr << name << ": " << to_literal(value) << ", not " << to_literal(expected) << "\n";
            ++wrong;
        }
        std::printf("%s\t%.1f\n", name.c_str(), best * 1e9);
    }
    return wrong ? 1 : 0;
}
