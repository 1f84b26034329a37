// make_persons COUNT SEED: invented residents of one country as CSV, the columns that the models beside this file read.
#include <cstdio>
#include <cstdlib>
#include <random>

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    std::mt19937_64 random(static_cast<unsigned>(std::atol(argv[2])));
    const char* towns[] = {"Tallinn", "Tartu", "Narva", "Pärnu", "Elva", "Viljandi", "Võru"};
    auto town = [&] { return towns[random() % 3 ? random() % 2 : random() % 7]; };
    std::puts("Birth date,Home,Studies in,Children,Income,Last grant");
    for (long count = std::atol(argv[1]), i = 0; i < count; ++i) {
        int year = 1930 + static_cast<int>(random() % 96), age = 2026 - year;
        bool student = age > 6 && age < 27 && random() % 4 != 0;
        std::printf("%04d-%02d-%02d,%s,%s,%d,%d.%02d,", year, 1 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 28), town(), student ? town() : "",
                    age > 20 && age < 60 ? static_cast<int>(random() % 4) : 0, static_cast<int>(random() % 2400), static_cast<int>(random() % 100));
        if (random() % 5 == 0) std::printf("%04d-%02d-%02d", 2024 + static_cast<int>(random() % 2), 1 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 28));
        std::putchar('\n');
    }
}
