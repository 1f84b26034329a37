// Plane geometry on degrees, distances in metres: exact enough within a municipality. Inside of the room.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace raekoda::services {

struct Point {
    double lon = 0, lat = 0;
    bool operator==(const Point&) const = default;
};
struct Box {
    double west = 1e9, south = 1e9, east = -1e9, north = -1e9;
    void add(Point);
    void add(const Box&);
    bool contains(Point p) const { return p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north; }
};
using Ring = std::vector<Point>;  // closed: the last point is the first one

// One or more polygons with holes.
struct Shape {
    struct Polygon {
        Box box;
        std::vector<Ring> rings;  // the outer one, then holes
    };
    Box box;
    std::vector<Polygon> polygons;
    bool empty() const { return polygons.empty(); }
    // A point on an edge that two shapes share lies in exactly one of them.
    bool contains(Point) const;
};

using Line = std::vector<Point>;

// What a GeoJSON geometry (RFC 7946 §3.1) may be here.
struct Geometry {
    std::string type;
    Shape shape;              // Polygon, MultiPolygon
    std::vector<Line> lines;  // LineString, MultiLineString
    std::vector<Point> points;  // Point, MultiPoint
};
struct GeometryFault {
    std::string path;  // JSON pointer from the geometry
    std::string text;
};
// Checks shape, closed rings, at least four points a ring, coordinates in and around Estonia; tells swapped and metric coordinates apart.
// Limits: 200,000 points a geometry.
std::optional<Geometry> read_geometry(const json::value&, GeometryFault&);
// Empty: the point can be in Estonia. Else what is wrong with it.
std::string coordinate_fault(double lon, double lat);

double distance(Point, Point);                      // metres
double distance_to_segment(Point, Point a, Point b);  // metres

// Things by place, in square cells of about 250 metres.
class Grid {
public:
    void add(Point, std::uint32_t thing);
    void add(Point a, Point b, std::uint32_t thing);  // a segment: in every cell that it may touch
    // Candidates within `metres`; may name a thing more than once and things somewhat farther away.
    template <class Each>
    void near(Point p, double metres, Each each) const {
        auto [west, south] = cell(p, -metres);
        auto [east, north] = cell(p, metres);
        for (std::int32_t x = west; x <= east; ++x)
            for (std::int32_t y = south; y <= north; ++y)
                if (auto found = cells_.find(key(x, y)); found != cells_.end())
                    for (std::uint32_t thing : found->second) each(thing);
    }

private:
    static std::pair<std::int32_t, std::int32_t> cell(Point, double metres_off);
    void add_piece(Point a, Point b, std::uint32_t thing);
    static std::uint64_t key(std::int32_t x, std::int32_t y) { return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y); }
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

}  // namespace raekoda::services
