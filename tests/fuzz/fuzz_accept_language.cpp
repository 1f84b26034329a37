#include <cstdint>
#include <cstdlib>

#include "view/view.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto language = raekoda::view::preferred_language({reinterpret_cast<const char*>(data), size});
    if (!raekoda::view::language_of(raekoda::view::code(language))) std::abort();
    return 0;
}
