// Any bytes as an urlencoded form: never a crash, never more fields than allowed.
#include <cstdint>
#include <cstdlib>

#include "http/http.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto fields = raekoda::http::parse_urlencoded({reinterpret_cast<const char*>(data), size}, 50);
    if (fields && fields->items().size() > 50) std::abort();
    return 0;
}
