#include "services/geometry.h"

#include <cmath>

#include "services/services.h"

namespace raekoda::services {

namespace {

constexpr double radians = 3.14159265358979323846 / 180;
constexpr double earth_radius = 6371008.8;  // mean radius, metres
constexpr double metres_a_degree = earth_radius * radians;
constexpr std::size_t point_limit = 200'000;

// Estonia with its sea and a little around it.
constexpr Box estonia{20.5, 57.0, 29.0, 60.7};

// Even-odd rule, after W. R. Franklin's PNPOLY: an edge belongs to the side that it is the lower or left border of. The ends of an edge are put
// in order first, so that two shapes that share the edge compute the very same crossing.
bool crosses(Point a, Point b, Point p) {
    if ((a.lat > p.lat) == (b.lat > p.lat)) return false;
    if (b.lat < a.lat) std::swap(a, b);
    return p.lon < a.lon + (p.lat - a.lat) * (b.lon - a.lon) / (b.lat - a.lat);
}

struct GeometryReader {
    GeometryFault& fault;
    std::size_t points = 0;

    bool wrong(std::string path, std::string text) {
        fault = {std::move(path), std::move(text)};
        return false;
    }
    bool point(const json::value& value, const std::string& path, Point& out) {
        auto* pair = value.if_array();
        if (!pair || pair->size() < 2 || pair->size() > 3 || !(*pair)[0].is_number() || !(*pair)[1].is_number())
            return wrong(path, "a position [longitude, latitude] is expected");
        out = {(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()};
        if (auto text = coordinate_fault(out.lon, out.lat); !text.empty()) return wrong(path, text);
        if (++points > point_limit) return wrong(path, "more than " + std::to_string(point_limit) + " positions");
        return true;
    }
    bool line(const json::value& value, const std::string& path, std::size_t least, Line& out) {
        auto* list = value.if_array();
        if (!list || list->size() < least) return wrong(path, "a list of at least " + std::to_string(least) + " positions is expected");
        for (std::size_t i = 0; i < list->size(); ++i) {
            Point p;
            if (!point((*list)[i], path + "/" + std::to_string(i), p)) return false;
            out.push_back(p);
        }
        return true;
    }
    bool polygon(const json::value& value, const std::string& path, Shape& shape) {
        auto* list = value.if_array();
        if (!list || list->empty()) return wrong(path, "a list of rings is expected");
        Shape::Polygon out;
        for (std::size_t i = 0; i < list->size(); ++i) {
            Ring ring;
            std::string here = path + "/" + std::to_string(i);
            if (!line((*list)[i], here, 4, ring)) return false;
            if (ring.front() != ring.back()) return wrong(here, "the ring is not closed: its last position must be its first");
            for (const auto& p : ring) out.box.add(p);
            out.rings.push_back(std::move(ring));
        }
        shape.box.add(out.box);
        shape.polygons.push_back(std::move(out));
        return true;
    }
};

}  // namespace

void Box::add(Point p) {
    west = std::min(west, p.lon);
    east = std::max(east, p.lon);
    south = std::min(south, p.lat);
    north = std::max(north, p.lat);
}
void Box::add(const Box& other) {
    add(Point{other.west, other.south});
    add(Point{other.east, other.north});
}

bool Shape::contains(Point p) const {
    if (!box.contains(p)) return false;
    for (const auto& polygon : polygons) {
        if (!polygon.box.contains(p)) continue;
        bool inside = false;
        for (const auto& ring : polygon.rings)
            for (std::size_t i = 1; i < ring.size(); ++i) inside ^= crosses(ring[i - 1], ring[i], p);
        if (inside) return true;
    }
    return false;
}

std::string coordinate_fault(double lon, double lat) {
    if (!std::isfinite(lon) || !std::isfinite(lat)) return "a position must be of finite numbers";
    if (estonia.contains({lon, lat})) return {};
    if (std::abs(lon) > 1000 || std::abs(lat) > 1000)
        return "the position is in metres, as in L-EST97 (EPSG:3301); degrees of WGS 84 (EPSG:4326) are expected";
    if (estonia.contains({lat, lon})) return "longitude and latitude are swapped: GeoJSON has the longitude first";
    return "the position is not in Estonia";
}

std::optional<Geometry> read_geometry(const json::value& value, GeometryFault& fault) {
    GeometryReader reader{fault};
    Geometry out;
    auto* object = value.if_object();
    const json::value* coordinates = object ? object->if_contains("coordinates") : nullptr;
    if (object) out.type = json::text(*object, "type");
    if (!coordinates) {
        fault = {"", "a GeoJSON geometry with \"coordinates\" is expected"};
        return std::nullopt;
    }
    const std::string path = "/coordinates";
    // The parts of a Multi… geometry, or the one part of a plain one.
    auto parts = [&](bool many, auto one) {
        if (!many) return one(*coordinates, path);
        auto* list = coordinates->if_array();
        if (!list || list->empty()) return reader.wrong(path, "a list is expected");
        for (std::size_t i = 0; i < list->size(); ++i)
            if (!one((*list)[i], path + "/" + std::to_string(i))) return false;
        return true;
    };
    bool many = out.type.starts_with("Multi");
    std::string one = many ? out.type.substr(5) : out.type;
    bool good = false;
    if (one == "Polygon") {
        good = parts(many, [&](const json::value& v, const std::string& at) { return reader.polygon(v, at, out.shape); });
    } else if (one == "LineString") {
        good = parts(many, [&](const json::value& v, const std::string& at) {
            out.lines.emplace_back();
            return reader.line(v, at, 2, out.lines.back());
        });
    } else if (one == "Point") {
        good = parts(many, [&](const json::value& v, const std::string& at) {
            out.points.emplace_back();
            return reader.point(v, at, out.points.back());
        });
    } else {
        reader.wrong("/type", "\"" + out.type + "\" is none of Point, LineString, Polygon, MultiPoint, MultiLineString, MultiPolygon");
    }
    if (!good) return std::nullopt;
    return out;
}

// Equirectangular around the middle latitude: within 0.1 % of the great circle over 100 km here.
double metres_between(double lat1, double lon1, double lat2, double lon2) {
    double x = (lon2 - lon1) * std::cos((lat1 + lat2) / 2 * radians);
    double y = lat2 - lat1;
    return std::sqrt(x * x + y * y) * metres_a_degree;
}
double distance(Point a, Point b) { return metres_between(a.lat, a.lon, b.lat, b.lon); }

double distance_to_segment(Point p, Point a, Point b) {
    double shrink = std::cos(p.lat * radians);
    double ax = (a.lon - p.lon) * shrink, ay = a.lat - p.lat, bx = (b.lon - p.lon) * shrink, by = b.lat - p.lat;
    double dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    double t = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0.0;
    double x = ax + t * dx, y = ay + t * dy;
    return std::sqrt(x * x + y * y) * metres_a_degree;
}

std::pair<std::int32_t, std::int32_t> Grid::cell(Point p, double metres_off) {
    // A cell is 0.00225° high and 0.0043° wide: about 250 m each way at 58.5° north. The longitude's degree is half a degree of latitude.
    double lat = p.lat + metres_off / metres_a_degree, lon = p.lon + metres_off / (metres_a_degree * 0.48);
    return {static_cast<std::int32_t>(std::floor(std::clamp(lon, -400.0, 400.0) / 0.0043)),
            static_cast<std::int32_t>(std::floor(std::clamp(lat, -400.0, 400.0) / 0.00225))};
}
void Grid::add(Point p, std::uint32_t thing) { add(p, p, thing); }
void Grid::add(Point a, Point b, std::uint32_t thing) {
    // A long segment in pieces, so that it does not fill the whole of its box.
    int pieces = 1 + static_cast<int>(std::min(distance(a, b) / 500, 1000.0));
    if (pieces > 1) {
        for (int i = 0; i < pieces; ++i) {
            auto part = [&](int k) { return Point{a.lon + (b.lon - a.lon) * k / pieces, a.lat + (b.lat - a.lat) * k / pieces}; };
            add_piece(part(i), part(i + 1), thing);
        }
        return;
    }
    add_piece(a, b, thing);
}
void Grid::add_piece(Point a, Point b, std::uint32_t thing) {
    auto [x1, y1] = cell({std::min(a.lon, b.lon), std::min(a.lat, b.lat)}, 0);
    auto [x2, y2] = cell({std::max(a.lon, b.lon), std::max(a.lat, b.lat)}, 0);
    for (std::int32_t x = x1; x <= x2; ++x)
        for (std::int32_t y = y1; y <= y2; ++y) cells_[key(x, y)].push_back(thing);
}

}  // namespace raekoda::services
