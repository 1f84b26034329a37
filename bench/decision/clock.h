#pragma once
#include <algorithm>
#include <chrono>

namespace bench {

inline double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Seconds that one turn of `run` takes: the best of many measurements within `seconds`, since others use this machine too.
template <class Run>
double time_of(Run&& run, double seconds) {
    long turns = 1;
    double best = 1e9;
    for (double end = now() + seconds; now() < end;) {
        double begun = now();
        for (long i = 0; i < turns; ++i) run();
        double taken = now() - begun;
        best = std::min(best, taken / static_cast<double>(turns));
        if (taken < 0.01) turns *= 2;
    }
    return best;
}

}  // namespace bench
