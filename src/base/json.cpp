#include "base/json.h"

#include <cmath>

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "base/text.h"

namespace raekoda::json {

namespace {
// A number beyond a double's range is read as infinity, which JSON cannot write.
bool is_finite(const value& v) {
    switch (v.kind()) {
        case boost::json::kind::double_: return std::isfinite(v.get_double());
        case boost::json::kind::array:
            for (const value& member : v.get_array())
                if (!is_finite(member)) return false;
            return true;
        case boost::json::kind::object:
            for (const auto& member : v.get_object())
                if (!is_finite(member.value())) return false;
            return true;
        default: return true;
    }
}
}  // namespace

Result<value> parse(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes) return fail(Fault::too_large, "JSON of " + std::to_string(text.size()) + " bytes");
    boost::json::parse_options options;
    options.max_depth = 32;
    unsigned char room[4096];  // small documents are put together here
    boost::json::stream_parser parser({}, options, room, sizeof room);
    boost::json::error_code code;
    std::size_t used = parser.write_some(text.data(), text.size(), code);
    if (!code && used < text.size()) {
        // Only white space may follow the value.
        for (std::size_t i = used; i < text.size() && !code; ++i)
            if (std::string_view(" \t\r\n").find(text[i]) == std::string_view::npos) code = boost::json::error::extra_data;
    }
    if (!code) parser.finish(code);
    if (code) {
        std::size_t line = 1, column = 1;
        for (std::size_t i = 0; i < used && i < text.size(); ++i) {
            if (text[i] == '\n') {
                ++line;
                column = 1;
            } else {
                ++column;
            }
        }
        return fail(Fault::invalid, "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + code.message());
    }
    value read = parser.release();
    if (!is_finite(read)) return fail(Fault::invalid, "a number is outside the range of a double");
    return read;
}

std::string serialize(const value& v) { return boost::json::serialize(v); }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    bool valid = is_valid_utf8(text);
    for (unsigned char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c < 0x20) {
            out += "\\u00";
            out += hex(std::string_view(reinterpret_cast<const char*>(&c), 1));
        } else if (c >= 0x80 && !valid) {
            out += "\xEF\xBF\xBD";
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + '"';
}

std::optional<std::string> optional_text(const object& o, std::string_view name) {
    auto* found = o.if_contains(name);
    if (!found || !found->is_string()) return std::nullopt;
    return std::string(found->get_string());
}
std::string text(const object& o, std::string_view name, std::string_view fallback) {
    auto found = optional_text(o, name);
    return found ? *found : std::string(fallback);
}
std::optional<std::int64_t> optional_integer(const object& o, std::string_view name) {
    auto* found = o.if_contains(name);
    if (!found) return std::nullopt;
    if (found->is_int64()) return found->get_int64();
    if (found->is_uint64() && found->get_uint64() <= INT64_MAX) return static_cast<std::int64_t>(found->get_uint64());
    return std::nullopt;
}
std::int64_t integer(const object& o, std::string_view name, std::int64_t fallback) { return optional_integer(o, name).value_or(fallback); }
std::optional<double> optional_number(const object& o, std::string_view name) {
    auto* found = o.if_contains(name);
    if (!found || !found->is_number()) return std::nullopt;
    return found->to_number<double>();
}
double number(const object& o, std::string_view name, double fallback) { return optional_number(o, name).value_or(fallback); }
bool boolean(const object& o, std::string_view name, bool fallback) {
    auto* found = o.if_contains(name);
    return found && found->is_bool() ? found->get_bool() : fallback;
}
const array* list(const object& o, std::string_view name) {
    auto* found = o.if_contains(name);
    return found ? found->if_array() : nullptr;
}
const object* member(const object& o, std::string_view name) {
    auto* found = o.if_contains(name);
    return found ? found->if_object() : nullptr;
}
std::string as_text(const value& v) { return v.is_string() ? std::string(v.get_string()) : std::string(); }

}  // namespace raekoda::json
