#include "allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

// The linker sends the calls of malloc here (CMakeLists.txt: --wrap); new goes to malloc.
namespace {
thread_local std::uint64_t count = 0;
}
extern "C" {
void* __real_malloc(std::size_t);
void* __real_calloc(std::size_t, std::size_t);
void* __real_realloc(void*, std::size_t);
void* __wrap_malloc(std::size_t size) { return ++count, __real_malloc(size); }
void* __wrap_calloc(std::size_t n, std::size_t size) { return ++count, __real_calloc(n, size); }
void* __wrap_realloc(void* old, std::size_t size) { return ++count, __real_realloc(old, size); }
}

void* operator new(std::size_t size) {
    if (void* taken = std::malloc(size ? size : 1)) return taken;
    throw std::bad_alloc();
}
void operator delete(void* given) noexcept { std::free(given); }
void operator delete(void* given, std::size_t) noexcept { std::free(given); }

std::uint64_t bench::allocations() { return count; }
