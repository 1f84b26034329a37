// multipart/form-data: RFC 7578 over RFC 2046 §5.1.
#include "base/text.h"
#include "http/http.h"
#include "http/request_head.h"

namespace raekoda::http {

namespace {

constexpr std::size_t most_part_header_bytes = 8 * 1024;
constexpr std::size_t most_part_headers = 16;

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// A header value "first; name=value; name="quoted"": the parameters after the first part. nullopt when malformed.
struct Parameter {
    std::string name;  // lower case
    std::string value;
};
std::optional<std::vector<Parameter>> parameters_of(std::string_view value, std::string_view& first) {
    auto semicolon = value.find(';');
    first = without_spaces(value.substr(0, semicolon));
    std::vector<Parameter> parameters;
    std::size_t at = semicolon == std::string_view::npos ? value.size() : semicolon;
    while (at < value.size()) {
        if (value[at] != ';') return std::nullopt;
        for (++at; at < value.size() && (value[at] == ' ' || value[at] == '\t'); ++at) {}
        if (at == value.size()) break;  // a closing semicolon
        auto equals = value.find('=', at);
        if (equals == std::string_view::npos) return std::nullopt;
        Parameter parameter;
        auto name = without_spaces(value.substr(at, equals - at));
        if (!is_token(name)) return std::nullopt;
        parameter.name = ascii_lower(name);
        for (at = equals + 1; at < value.size() && (value[at] == ' ' || value[at] == '\t'); ++at) {}
        if (at < value.size() && value[at] == '"') {
            bool closed = false;
            for (++at; at < value.size(); ++at) {
                char c = value[at];
                if (c == '"') {
                    closed = true;
                    ++at;
                    break;
                }
                // Browsers send a backslash of a file name as it is; only \" and \\ are escapes.
                if (c == '\\' && at + 1 < value.size() && (value[at + 1] == '"' || value[at + 1] == '\\')) c = value[++at];
                parameter.value += c;
            }
            if (!closed) return std::nullopt;
        } else {
            auto end = std::min(value.find(';', at), value.size());
            parameter.value = std::string(without_spaces(value.substr(at, end - at)));
            // A boundary is often sent unquoted with signs that are no token.
            if (parameter.value.empty() || parameter.value.find_first_of(" \t\"") != std::string::npos) return std::nullopt;
            at = end;
        }
        while (at < value.size() && (value[at] == ' ' || value[at] == '\t')) ++at;
        for (const auto& earlier : parameters) {
            if (earlier.name == parameter.name) return std::nullopt;
        }
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

// RFC 8187 §3.2.1, UTF-8 only: UTF-8'en'na%C3%AFve.txt
std::optional<std::string> extended_value(std::string_view value) {
    auto first = value.find('\'');
    auto second = first == std::string_view::npos ? first : value.find('\'', first + 1);
    if (second == std::string_view::npos || !equals_ignoring_ascii_case(value.substr(0, first), "UTF-8")) return std::nullopt;
    auto decoded = url_decoded(value.substr(second + 1), false);
    if (!decoded || !is_valid_utf8(*decoded)) return std::nullopt;
    return decoded;
}

struct PartHead {
    std::string name, file_name, content_type;
    bool has_file_name = false;
};

Result<PartHead> parse_part_head(std::string_view lines) {
    PartHead head;
    bool disposition_seen = false;
    std::size_t count = 0;
    while (!lines.empty()) {
        auto end = lines.find("\r\n");
        auto line = lines.substr(0, end);
        lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 2);
        if (++count > most_part_headers) return fail(Fault::too_large, "too many headers in a part");
        for (unsigned char c : line) {
            if ((c < 0x20 && c != '\t') || c == 0x7f) return fail(Fault::invalid, "control character in a part's header");
        }
        auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return fail(Fault::invalid, "malformed header in a part");
        auto name = line.substr(0, colon);
        auto value = without_spaces(line.substr(colon + 1));
        if (equals_ignoring_ascii_case(name, "Content-Disposition")) {
            std::string_view kind;
            auto parameters = parameters_of(value, kind);
            if (disposition_seen || !parameters || !equals_ignoring_ascii_case(kind, "form-data")) {
                return fail(Fault::invalid, "malformed Content-Disposition");
            }
            disposition_seen = true;
            bool has_name = false, has_extended = false;
            for (auto& parameter : *parameters) {
                if (parameter.name == "name") {
                    head.name = std::move(parameter.value);
                    has_name = true;
                } else if (parameter.name == "filename") {
                    if (!has_extended) head.file_name = std::move(parameter.value);
                    head.has_file_name = true;
                } else if (parameter.name == "filename*") {
                    auto decoded = extended_value(parameter.value);
                    if (!decoded) return fail(Fault::invalid, "malformed filename*");
                    head.file_name = std::move(*decoded);
                    head.has_file_name = has_extended = true;
                }
            }
            if (!has_name) return fail(Fault::invalid, "a part without a name");
        } else if (equals_ignoring_ascii_case(name, "Content-Type")) {
            head.content_type = std::string(value);
        } else if (equals_ignoring_ascii_case(name, "Content-Transfer-Encoding")) {
            // RFC 7578 §4.7: deprecated; what would have to be decoded is refused.
            if (!equals_ignoring_ascii_case(value, "7bit") && !equals_ignoring_ascii_case(value, "8bit") &&
                !equals_ignoring_ascii_case(value, "binary")) {
                return fail(Fault::invalid, "Content-Transfer-Encoding in a part");
            }
        }
    }
    if (!disposition_seen) return fail(Fault::invalid, "a part without Content-Disposition");
    return head;
}

// What follows the boundary's characters: the end of everything, the next part, or no delimiter at all.
enum class After { close, next, nothing };
After after_delimiter(std::string_view body, std::size_t& at) {
    if (body.substr(at, 2) == "--") return After::close;
    auto line = at;
    while (line < body.size() && (body[line] == ' ' || body[line] == '\t')) ++line;
    if (body.substr(line, 2) != "\r\n") return After::nothing;
    at = line + 2;
    return After::next;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    std::string_view type;
    auto parameters = parameters_of(content_type, type);
    if (!parameters || !equals_ignoring_ascii_case(type, "multipart/form-data")) return std::nullopt;
    for (auto& parameter : *parameters) {
        if (parameter.name != "boundary") continue;
        const auto& boundary = parameter.value;
        if (boundary.empty() || boundary.size() > 70 || boundary.back() == ' ') return std::nullopt;
        for (unsigned char c : boundary) {
            bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter_or_digit && std::string_view("'()+_,-./:=? ").find(static_cast<char>(c)) == std::string_view::npos) return std::nullopt;
        }
        return std::move(parameter.value);
    }
    return std::nullopt;
}

Result<Multipart> parse_multipart(std::string_view body, std::string_view boundary, const RouteLimits& limits) {
    Multipart result;
    if (boundary.empty() || boundary.size() > 70) return fail(Fault::invalid, "boundary of 1 to 70 characters");
    std::string delimiter = "\r\n--" + std::string(boundary);
    std::string_view first_delimiter = std::string_view(delimiter).substr(2);

    // The first delimiter stands at the very beginning or after a preamble, which is ignored.
    std::size_t at = 0;
    auto after = After::nothing;
    if (body.substr(0, first_delimiter.size()) == first_delimiter) {
        at = first_delimiter.size();
        after = after_delimiter(body, at);
    }
    for (std::size_t from = 0; after == After::nothing;) {
        auto found = body.find(delimiter, from);
        if (found == std::string_view::npos) return fail(Fault::invalid, "no boundary in a multipart body");
        from = at = found + delimiter.size();
        after = after_delimiter(body, at);
    }

    std::size_t fields = 0;
    while (after == After::next) {
        // `at` stands at the part's headers. A part without headers begins with the empty line; it has no name.
        auto head_end = body.substr(at, 2) == "\r\n" ? at : body.substr(0, std::min(body.size(), at + most_part_header_bytes)).find("\r\n\r\n", at);
        if (head_end == std::string_view::npos) {
            bool long_head = body.size() - at > most_part_header_bytes;
            return fail(long_head ? Fault::too_large : Fault::invalid, "a part's headers do not end");
        }
        auto head = TRY(parse_part_head(body.substr(at, head_end - at)));
        // The empty line's own CRLF may also begin the delimiter of an empty part, so the search starts there.
        std::size_t content = head_end + 4, end = 0;
        for (std::size_t from = head_end + 2;; from = end + delimiter.size()) {
            end = body.find(delimiter, from);
            if (end == std::string_view::npos) return fail(Fault::invalid, "unfinished multipart body");
            at = end + delimiter.size();
            after = after_delimiter(body, at);
            if (after != After::nothing) break;
        }
        auto bytes = end < content ? std::string_view{} : body.substr(content, end - content);
        if (head.has_file_name && (!head.file_name.empty() || !bytes.empty())) {
            if (result.files.size() >= limits.files) return fail(Fault::too_large, "too many files");
            if (bytes.size() > limits.file_bytes) return fail(Fault::too_large, "a file is too large");
            result.files.push_back({std::move(head.name), std::move(head.file_name), std::move(head.content_type), std::string(bytes)});
            continue;
        }
        if (++fields > limits.form_fields) return fail(Fault::too_large, "too many form fields");
        if (!head.has_file_name) result.form.add(std::move(head.name), std::string(bytes));
    }
    return result;
}

}  // namespace raekoda::http
