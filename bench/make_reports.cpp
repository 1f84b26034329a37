// make_reports COUNT CLOSED_SHARE SEED: invented GeoReport requests, one JSON line each, around one town; clustered as real ones are.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "base/time.h"

using namespace raekoda;

int main(int argc, char** argv) {
    if (argc != 4) return 64;
    long count = std::atol(argv[1]);
    double closed_share = std::atof(argv[2]);
    std::mt19937_64 random(static_cast<unsigned>(std::atol(argv[3])));
    std::uniform_real_distribution<double> uniform(0, 1);
    std::normal_distribution<double> spread(0, 1);
    const char* services[] = {"pothole in the road", "street light is out", "graffiti", "illegal dumping", "snow and ice", "fallen tree", "playground", "bus stop"};
    Instant first = instant_of({2024, 1, 1}, 0);
    const double span = 2.8 * 365 * 86400;
    for (long i = 0; i < count; ++i) {
        double lat = 58.375 + spread(random) * 0.012, lon = 26.725 + spread(random) * 0.025;
        Instant opened = first.plus_seconds(static_cast<std::int64_t>(span * static_cast<double>(i) / static_cast<double>(count)));
        bool closed = uniform(random) < closed_share;
        Instant updated = closed ? opened.plus_seconds(static_cast<std::int64_t>(3600 * (2 + 200 * uniform(random)))) : opened;
        std::printf("{\"service_request_id\":\"bench-%s-%ld\",\"status\":\"%s\",\"service_name\":\"%s\",\"requested_datetime\":\"%s\",\"updated_datetime\":\"%s\","
                    "\"address\":\"Street %ld\",\"lat\":%.6f,\"long\":%.6f,\"description\":\"Something is broken here and has been for %ld days, please look at it when you can.\"%s}\n",
                    argv[3], i, closed ? "closed" : "open", services[random() % 8], iso_utc(opened).c_str(), iso_utc(updated).c_str(), i % 900, lat, lon, i % 30,
                    closed ? ",\"status_notes\":\"Done.\"" : "");
    }
}
