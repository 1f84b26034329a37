// Fetches a picture that a partner points to by media_url, without being led to places inside the house.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace raekoda::doors::open311 {

inline constexpr int most_redirects = 3;

bool is_web_address(std::string_view url);  // http or https with a host and without a password

// The bytes of a 200 answer. Every address connected to, after each redirect too, is asked of `allowed` once it is resolved.
// Errors: invalid (not http or https), unavailable (refused, no answer in time, another status, too many redirects), too_large.
Result<std::string> fetch_photo(const std::string& url, std::size_t max_bytes, int milliseconds, const std::function<bool(std::string_view ip_address)>& allowed);

}  // namespace raekoda::doors::open311
