// make_persons COUNT SEED COLUMN…: invented residents of one country as CSV. Columns: Birth date, Home, Studies in, Children, Income, Last grant.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
    constexpr std::array<std::string_view, 6> names{"Birth date", "Home", "Studies in", "Children", "Income", "Last grant"};
    if (argc < 4) return 64;
    std::vector<std::size_t> columns;
    for (int i = 3; i < argc; ++i)
        for (std::size_t c = 0; c < names.size(); ++c)
            if (argv[i] == names[c]) columns.push_back(c);
    if (columns.size() + 3 != static_cast<std::size_t>(argc)) return 64;
    std::mt19937_64 random(static_cast<unsigned>(std::atol(argv[2])));
    const char* towns[] = {"Tallinn", "Tartu", "Narva", "Pärnu", "Elva", "Viljandi", "Võru"};
    auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    auto town = [&] { return towns[below(3) ? below(2) : below(7)]; };
    auto date = [&](int year) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, 1 + below(12), 1 + below(28));
        return std::string(text);
    };
    auto put = [&](auto&& fields) {
        for (std::size_t i = 0; i < columns.size(); ++i) std::printf(i ? ",%s" : "%s", std::string(fields[columns[i]]).c_str());
        std::putchar('\n');
    };
    put(names);
    for (long left = std::atol(argv[1]); left > 0; --left) {
        int age = below(96);
        std::array<std::string, names.size()> person;
        person[0] = date(2026 - age);
        person[1] = town();
        if (age > 6 && age < 27 && below(4)) person[2] = town();
        person[3] = std::to_string(age > 20 && age < 60 ? below(4) : 0);
        person[4] = std::to_string(below(2400)) + "." + std::to_string(10 + below(90));
        if (below(5) == 0) person[5] = date(2024 + below(2));
        put(person);
    }
}
