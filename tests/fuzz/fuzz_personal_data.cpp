// Any bytes: spans in order, inside the text, never through a character; covering leaves the rest as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "people/personal_data.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    auto spans = people::find_personal_data(text, {{"1234567"}, {"@example.ee"}, {"tiigi"}});
    std::size_t at = 0;
    for (const auto& span : spans) {
        if (span.begin < at || span.end <= span.begin || span.end > text.size()) std::abort();
        at = span.end;
    }
    if (is_valid_utf8(text) && !is_valid_utf8(people::covered(text, spans, [](auto) { return "[…]"; }))) std::abort();
    std::size_t total = 0;
    for (const auto& segment : people::text_segments(text, spans)) total += segment.text.size();
    if (total != size) std::abort();
    return 0;
}
