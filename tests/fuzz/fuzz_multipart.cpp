// The first line of the input as a Content-Type, the rest as the body; when the type has no boundary, one is given.
#include <cstdint>
#include <cstdlib>

#include "http/http.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    auto line = input.find('\n');
    auto boundary = raekoda::http::multipart_boundary(input.substr(0, line));
    auto body = line == std::string_view::npos ? input : input.substr(line + 1);
    raekoda::http::RouteLimits limits;
    limits.files = 4;
    limits.file_bytes = 1000;
    limits.form_fields = 20;
    auto parts = raekoda::http::parse_multipart(body, boundary.value_or("b"), limits);
    if (parts) {
        if (parts->files.size() > limits.files || parts->form.items().size() > limits.form_fields) std::abort();
        for (const auto& file : parts->files) {
            if (file.content.size() > limits.file_bytes) std::abort();
        }
    }
    return 0;
}
