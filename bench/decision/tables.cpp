// Two tables of three inputs, hit policy UNIQUE: 10 rules and 300. Every answer is compared with the same rules written in C++.
#include <cstdio>
#include <random>

#include "allocations.h"
#include "bench.h"
#include "clock.h"
#include "decision/decision.h"
#include "decision/model_sample.h"

using namespace raekoda::decision;

namespace {

struct Facts {
    int age;
    std::string zone;
    int income;
};

const std::vector<sample::Rule> ten_rules = {
    {{"< 14", "-", "-"}, {"0"}},
    {{"[14..26]", "\"A\"", "< 500"}, {"5"}},
    {{"[14..26]", "\"A\"", ">= 500"}, {"10"}},
    {{"[14..26]", "\"B\", \"C\"", "-"}, {"7.5"}},
    {{"[14..26]", "not(\"A\", \"B\", \"C\")", "-"}, {"2.5"}},
    {{"(26..65)", "\"A\"", "< 500"}, {"20"}},
    {{"(26..65)", "\"A\"", ">= 500"}, {"40"}},
    {{"(26..65)", "\"B\"", "-"}, {"30"}},
    {{"(26..65)", "not(\"A\", \"B\")", "-"}, {"15"}},
    {{">= 65", "-", "-"}, {"1"}},
};
double ten(const Facts& f) {
    if (f.age < 14) return 0;
    if (f.age >= 65) return 1;
    if (f.age <= 26) return f.zone == "A" ? (f.income < 500 ? 5 : 10) : f.zone == "B" || f.zone == "C" ? 7.5 : 2.5;
    return f.zone == "A" ? (f.income < 500 ? 20 : 40) : f.zone == "B" ? 30 : 15;
}

// 15 bands of age, 10 zones, 2 incomes.
std::vector<sample::Rule> three_hundred_rules() {
    std::vector<sample::Rule> rules;
    auto rule = [&](int band, int zone, bool rich) {
        char ages[40];
        std::snprintf(ages, sizeof ages, "[%d..%d)", band * 7, band * 7 + 7);
        const char zones[] = {'"', static_cast<char>('A' + zone), '"', 0};
        rules.push_back({{ages, zones, rich ? ">= 500" : "< 500"}, {std::to_string(band * 100 + zone * 10 + rich)}, ""});
    };
    for (int band = 0; band < 15; ++band)
        for (int zone = 0; zone < 10; ++zone)
            for (bool rich : {false, true}) rule(band, zone, rich);
    return rules;
}
double three_hundred(const Facts& f) { return f.age / 7 * 100 + (f.zone[0] - 'A') * 10 + (f.income >= 500); }

struct Measured {
    double seconds = 0;
    std::uint64_t allocations = 0;
    bool correct = true;
};
Measured measure(const std::vector<sample::Rule>& rules, double (*right)(const Facts&), double seconds) {
    auto table = sample::table("hitPolicy=\"UNIQUE\"", {"Age", "Zone", "Income"}, {"Price"}, rules);
    auto nothing_yet = bench::allocations();
    auto loaded = load(sample::model(sample::input("Age", "number") + sample::input("Zone", "string") + sample::input("Income", "number") +
                                     sample::decision("Price", {"i:Age", "i:Zone", "i:Income"}, table, "number")), "prices.dmn");
    if (!loaded.model || !loaded.problems.empty()) return {.correct = false};
    if (bench::allocations() == nothing_yet) return {.correct = false};  // a counter that does not count
    std::mt19937 random(5);
    std::vector<Facts> facts(1024);
    for (auto& f : facts) f = {static_cast<int>(random() % 105), std::string(1, static_cast<char>('A' + random() % 10)), static_cast<int>(random() % 1000)};
    std::vector<std::array<Value, 3>> prepared;
    for (auto& f : facts) prepared.push_back({Value(f.age), Value(f.zone), Value(f.income)});

    Session session(loaded.model);
    auto decide = [&](std::size_t i) {
        session.begin();
        for (std::size_t input = 0; input < 3; ++input) session.set(input, prepared[i][input]);
        return session.decide(0);
    };
    Measured measured;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        auto value = decide(i);
        measured.correct &= value.is(Value::Kind::number) && value.number().to_double() == right(facts[i]);
    }
    auto before = bench::allocations();
    for (std::size_t i = 0; i < facts.size(); ++i) decide(i);
    measured.allocations = bench::allocations() - before;
    measured.seconds = bench::time_of([&] { for (std::size_t i = 0; i < facts.size(); ++i) decide(i); }, seconds) / static_cast<double>(facts.size());
    return measured;
}

}  // namespace

int bench::tables(double seconds) {
    auto few = measure(ten_rules, ten, seconds), many = measure(three_hundred_rules(), three_hundred, seconds);
    if (!few.correct || !many.correct) return std::fprintf(stderr, "a table gives a wrong answer\n"), 1;
    std::printf("%.0f\t%.0f\t%llu\n", 1 / few.seconds, 1 / many.seconds, static_cast<unsigned long long>(few.allocations + many.allocations));
    return 0;
}
