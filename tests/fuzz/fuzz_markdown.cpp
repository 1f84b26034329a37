// Whatever the source: no raw element of a script, no address with a scheme that runs.
#include <cstdint>
#include <cstdlib>

#include "view/view.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view source(reinterpret_cast<const char*>(data), size);
    std::string html = raekoda::view::markdown(source).take();
    if (html.find("<script") != std::string::npos || html.find("href=\"javascript:") != std::string::npos) std::abort();
    raekoda::view::paragraphs(source);
    return 0;
}
