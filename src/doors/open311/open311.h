// FRONT DOOR of the Open311 door: GeoReport v2 over the front doors of cases, services and people. What it keeps to and where it chooses
// stands in README.md beside.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace raekoda::http {
class Router;
}
namespace raekoda::cases {
class Cases;
}
namespace raekoda::media {
class PhotoWorkshop;
}

namespace raekoda::doors::open311 {

inline constexpr std::string_view base_path = "/open311/v2";

struct Open311Options {
    std::string origin;             // "https://example.ee", for absolute addresses; empty: as the request came
    bool test_endpoint = false;     // what discovery says of this endpoint: test or production
    std::function<Instant()> now;   // empty: the clock of the process
    std::function<double()> seconds;  // steady clock of the rate limits; empty: the real one
    bool rate_limits = true;        // false: none at all, quotas of keys neither; for measuring
    double address_per_minute = 300;     // reading, of one client address
    double wrong_keys_per_minute = 10;   // of one client address
    std::function<std::string(std::string_view photo_id)> photo_path;  // empty: "/photos/<id>/large"
    std::function<bool(std::string_view ip_address)> may_fetch_from;   // where media_url may lead; empty: is_public_address
    int fetch_milliseconds = 8000;  // all photos of one request together
};

// Registers everything below base_path. `cases` and `workshop` outlive the router.
void add_open311(http::Router&, cases::Cases&, media::PhotoWorkshop&, const Open311Options&);

}  // namespace raekoda::doors::open311
