// JSON by Boost.JSON, with limits and plain getters. Objects keep the order of their members.
#pragma once
#include <boost/json/fwd.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace raekoda::json {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// Parses strict JSON (RFC 8259): UTF-8, no comments, at most 32 levels deep, at most `max_bytes`. The error's detail names line and column.
Result<value> parse(std::string_view text, std::size_t max_bytes = 16u << 20);
std::string serialize(const value&);
std::string quoted(std::string_view valid_utf8);  // a JSON string; bytes that are not UTF-8 become U+FFFD

// Members of an object; the fallback when absent or of another type.
std::string text(const object&, std::string_view name, std::string_view fallback = {});
std::optional<std::string> optional_text(const object&, std::string_view name);
std::int64_t integer(const object&, std::string_view name, std::int64_t fallback = 0);
std::optional<std::int64_t> optional_integer(const object&, std::string_view name);
double number(const object&, std::string_view name, double fallback = 0);
std::optional<double> optional_number(const object&, std::string_view name);
bool boolean(const object&, std::string_view name, bool fallback = false);
const array* list(const object&, std::string_view name);
const object* member(const object&, std::string_view name);
std::string as_text(const value&);  // empty when not a string

}  // namespace raekoda::json
