// Headers of every answer, limits by address, pages for what no handler answered.
#include <cmath>
#include <map>
#include <mutex>

#include "doors/site/pages.h"
#include "doors/site/site.h"

namespace raekoda::doors::site {

namespace {

std::string origin_of(std::string_view url) {
    auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return "";
    auto end = url.find('/', scheme + 3);
    std::string origin(url.substr(0, end));
    // Leaflet's {s} stands for a host's first letter.
    if (origin.find_first_of(" ;,'\"{}") != std::string::npos) return "";
    return origin;
}

std::string content_policy(const std::string& tiles) {
    std::string origin = origin_of(tiles);
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:" + (origin.empty() ? "" : " " + origin) +
           "; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

// Every answer's headers of safety: one block for each address of tiles. Thread-safe.
class SafeHeaders {
public:
    std::shared_ptr<const http::HeaderBlock> of(const std::string& tiles, bool secure) {
        std::lock_guard lock(mutex_);
        auto& block = (secure ? secure_ : plain_)[tiles];
        if (!block) block = make(tiles, secure);
        return block;
    }

private:
    static std::shared_ptr<const http::HeaderBlock> make(const std::string& tiles, bool secure) {
        std::vector<std::pair<std::string, std::string>> headers{{"Content-Security-Policy", content_policy(tiles)},
                                                                 {"X-Content-Type-Options", "nosniff"},
                                                                 {"Referrer-Policy", "same-origin"},
                                                                 {"Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=()"},
                                                                 {"Cross-Origin-Opener-Policy", "same-origin"}};
        if (secure) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
        return http::HeaderBlock::of(std::move(headers));
    }
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const http::HeaderBlock>> plain_, secure_;
};

}  // namespace

void guard(http::Router& router, people::Reception& reception, cases::Cases& cases, const SiteOptions& options) {
    router.after([&cases, blocks = std::make_shared<SafeHeaders>()](const http::Request& request, http::Response& response) {
        auto catalogue = cases.catalogue();
        const auto* municipality = catalogue->by_host(request.host);
        response.with_headers(blocks->of(municipality ? municipality->map.tiles : "", request.secure));
    });

    if (options.rate_limits) {
        auto requests = std::make_shared<http::RateLimiter>(options.requests_per_second, options.request_burst);
        auto posts = std::make_shared<http::RateLimiter>(options.posts_per_second, options.post_burst);
        router.before([requests, posts](const http::Request& request) -> std::optional<http::Response> {
            if (request.path.starts_with("/assets/") || request.path.starts_with("/health")) return std::nullopt;
            double wait = requests->take(request.peer);
            // Partners' posts have quotas by key.
            if (wait == 0 && request.method == http::Method::post && !request.path.starts_with("/open311/")) wait = posts->take(request.peer);
            if (wait == 0) return std::nullopt;
            auto language = view::language_of(request.path.size() >= 3 ? std::string_view(request.path).substr(1, 2) : "").value_or(view::Language::et);
            auto response = http::Response::text(view::text(language, "general.fault_rate_limited") + "\n", 429);
            response.with_header("Retry-After", std::to_string(static_cast<int>(std::ceil(wait))));
            return response;
        });
    }

    (void)reception;
    router.on_error([&cases, options](const http::Request& request, int status) {
        view::Frame frame;
        frame.language = request.path.size() >= 3 ? view::language_of(std::string_view(request.path).substr(1, 2)).value_or(view::Language::et)
                                                  : view::preferred_language(request.header("accept-language"));
        auto catalogue = cases.catalogue();
        const auto& municipality = *catalogue->by_host(request.host);
        frame.municipality_id = frame.theme = municipality.id.value;
        frame.municipality_name = municipality.name;
        frame.path = "/";
        frame.index = false;
        frame.sample = options.sample;
        const char* key = status == 404 ? "general.fault_missing" : status == 413 || status == 431 ? "general.fault_too_large"
                          : status == 429 ? "general.fault_rate_limited" : status == 503 ? "general.fault_unavailable"
                          : status >= 500 ? "general.fault_broken" : "general.fault_invalid";
        frame.title = view::text(frame.language, key);
        return http::Response::html(pages::problem_page(frame, status, {frame.title}).take(), status);
    });
}

}  // namespace raekoda::doors::site
