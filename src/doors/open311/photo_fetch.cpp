#include "doors/open311/photo_fetch.h"

#include <chrono>

#include "base/text.h"
#include "http/http.h"

namespace raekoda::doors::open311 {

bool is_web_address(std::string_view url) {
    for (unsigned char c : url)
        if (c <= 0x20 || c == 0x7f || c == '\\') return false;
    auto scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return false;
    auto scheme = ascii_lower(url.substr(0, scheme_end));
    if (scheme != "http" && scheme != "https") return false;
    auto rest = url.substr(scheme_end + 3);
    auto authority = rest.substr(0, rest.find_first_of("/?#"));
    return !authority.empty() && authority.find('@') == std::string_view::npos;
}

Result<std::string> fetch_photo(const std::string& url, std::size_t max_bytes, int milliseconds, const std::function<bool(std::string_view)>& allowed) {
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::milliseconds(milliseconds);
    std::string next = url;
    for (int hop = 0; hop <= most_redirects; ++hop) {
        if (!is_web_address(next)) return fail(Fault::invalid, "media_url is not an address of the web");
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return fail(Fault::unavailable, "media_url: no time left");
        http::ClientRequest request;
        request.url = next;
        request.timeout_milliseconds = static_cast<int>(left);
        request.max_bytes = max_bytes;
        request.address_allowed = allowed;
        auto response = TRY(http::send(request));
        if (response.status == 200) return std::move(response.body);
        if (response.status < 300 || response.status > 399 || response.redirect_url.empty())
            return fail(Fault::unavailable, "media_url answered " + std::to_string(response.status));
        next = response.redirect_url;
    }
    return fail(Fault::unavailable, "media_url: too many redirects");
}

}  // namespace raekoda::doors::open311
