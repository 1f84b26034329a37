// Counts what this program takes from the heap.
#pragma once
#include <cstdint>

namespace bench {
std::uint64_t allocations();  // by new, malloc, calloc and realloc of this thread, from the beginning
}
