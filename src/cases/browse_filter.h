// The filters of the list, the map and the feeds, as they stand in addresses: kind, district, state, from, to. Inside the room only.
#pragma once
#include <string>
#include <vector>

#include "cases/cases.h"
#include "http/http.h"

namespace raekoda::cases {

struct ReadFilter {
    BrowseFilter filter;
    std::vector<Problem> problems;  // of parameters that mean nothing; they are left out of the filter
    std::string query;              // canonical: "kind=pothole&state=open"; empty: no filter
};
// from and to are months, "2026-11".
ReadFilter read_filter(const http::Fields&, const services::Municipality&);

// A map's view. Problems name "bbox" (west,south,east,north in degrees) or "zoom" (0 to 22).
Result<MapView> read_map_view(const http::Fields&, const BrowseFilter&);

}  // namespace raekoda::cases
