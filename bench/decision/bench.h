// bench_decision: what bench/all measures of the decision engine. Each prints its figures on one line, or one line for each part; exit code 1 when
// an answer is wrong.
#pragma once
#include <string>

namespace bench {
int tables(double seconds);                                // evaluations/s of 10 rules, of 300 rules, allocations of 2048 evaluations
int expressions(const std::string& file, double seconds);  // name, nanoseconds of each
int loading(const std::string& file);                      // milliseconds of this model, KiB of it; seconds of 1,000 models, KiB of them
}
