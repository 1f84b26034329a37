// Any bytes as JSON: within the limits, and what was read can be written and read again to the same.
#include <cstdint>
#include <cstdlib>

#include "base/json.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    std::string_view input(reinterpret_cast<const char*>(data), size);
    auto read = json::parse(input, 4096);
    if (read) {
        if (size > 4096) std::abort();
        std::string written = json::serialize(*read);
        if (!is_valid_utf8(written)) std::abort();
        auto again = json::parse(written, 1u << 20);
        if (!again) std::abort();
        // The library does not round numbers of very many digits exactly: such a number may move by its last bit when it is read again.
        if (written.find_first_of(".E") == std::string::npos && json::serialize(*again) != written) std::abort();
    } else if (read.error().detail.empty()) {
        std::abort();  // an error says where
    }
    auto name = json::parse(json::quoted(input), 1u << 20);
    if (!name || !name->is_string()) std::abort();
    if (is_valid_utf8(input) && json::as_text(*name) != input) std::abort();
    return 0;
}
