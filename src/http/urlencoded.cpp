// application/x-www-form-urlencoded, and which parser a body belongs to.
#include "base/text.h"
#include "http/http.h"
#include "http/request_head.h"

namespace raekoda::http {

Result<Fields> parse_urlencoded(std::string_view body, std::size_t max_fields) {
    Fields fields;
    std::size_t count = 0;
    while (!body.empty()) {
        auto end = body.find('&');
        auto pair = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        if (pair.empty()) continue;
        if (++count > max_fields) return fail(Fault::too_large, "too many form fields");
        auto equals = pair.find('=');
        auto name = url_decoded(pair.substr(0, equals), true);
        auto value = equals == std::string_view::npos ? std::optional<std::string>("") : url_decoded(pair.substr(equals + 1), true);
        if (!name || !value) return fail(Fault::invalid, "percent sign without two hexadecimal digits");
        fields.add(std::move(*name), std::move(*value));
    }
    return fields;
}

Outcome read_form(Request& request, const RouteLimits& limits) {
    if (request.body.empty()) return {};
    auto type = request.header("content-type");
    auto bare_type = trimmed(type.substr(0, type.find(';')));
    if (equals_ignoring_ascii_case(bare_type, "application/x-www-form-urlencoded")) {
        request.form = TRY(parse_urlencoded(request.body, limits.form_fields));
    } else if (equals_ignoring_ascii_case(bare_type, "multipart/form-data")) {
        auto boundary = multipart_boundary(type);
        if (!boundary) return fail(Fault::invalid, "multipart/form-data without a valid boundary");
        auto parts = TRY(parse_multipart(request.body, *boundary, limits));
        request.form = std::move(parts.form);
        request.files = std::move(parts.files);
    } else {
        return {};
    }
    std::string().swap(request.body);
    return {};
}

}  // namespace raekoda::http
