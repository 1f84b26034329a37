// bench_decision tables SECONDS · expressions FILE SECONDS · loading [MODEL.dmn]
#include <cstdlib>
#include <string_view>

#include "bench.h"

int main(int argc, char** argv) {
    std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "tables" && argc == 3) return bench::tables(std::atof(argv[2]));
    if (what == "expressions" && argc == 4) return bench::expressions(argv[2], std::atof(argv[3]));
    if (what == "loading" && argc <= 3) return bench::loading(argc == 3 ? argv[2] : "");
    return 64;
}
