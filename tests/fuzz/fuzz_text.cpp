// Any bytes as text: cleaning keeps what it says, codings come back to where they began, words hold no spaces.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    std::string_view input(reinterpret_cast<const char*>(data), size);
    bool valid = is_valid_utf8(input);
    auto clean = clean_input(input);
    if (clean.has_value() != valid) std::abort();
    if (clean) {
        if (!is_valid_utf8(*clean) || clean_input(*clean) != *clean) std::abort();  // clean stays clean
        for (unsigned char c : *clean)
            if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) std::abort();
        if (trimmed(*clean) != *clean) std::abort();
        if (code_point_count(first_code_points(*clean, 5)) > 5) std::abort();
        if (!is_valid_utf8(lower(*clean)) || !is_valid_utf8(folded(*clean))) std::abort();
        for (const auto& word : words(*clean))
            if (word.empty() || word.find(' ') != std::string::npos || !is_valid_utf8(word)) std::abort();
    }
    if (url_decoded(url_encoded(input), false) != input) std::abort();
    if (from_hex(hex(input)) != input) std::abort();
    if (from_base64url(base64url(input)) != input) std::abort();
    (void)url_decoded(input, true);
    (void)from_hex(input);
    if (auto bytes = from_base64url(input); bytes && from_base64url(base64url(*bytes)) != *bytes) std::abort();
    if (auto number = parse_integer(input); number && parse_integer(std::to_string(*number)) != *number) std::abort();
    if (auto number = parse_number(input); number && *number != *number) std::abort();
    return 0;
}
