// places.geojson: the outline, areas that rules speak of, districts, streets and addresses of a municipality.
#include "base/text.h"
#include "services/catalogue_files.h"

namespace raekoda::services {

namespace {

constexpr double longest_segment = 20'000;  // metres; a longer one is a slip of the pen

const std::vector<std::string>& classes() {
    static const std::vector<std::string> all{"main", "bus", "side", "cycle"};
    return all;
}

// Which geometries a role may have.
std::string geometry_fault(const Place& place) {
    bool surface = !place.geometry.shape.empty(), line = !place.geometry.lines.empty();
    switch (place.role) {
        case Role::boundary:
        case Role::area: return surface ? "" : "a Polygon or MultiPolygon is expected";
        case Role::district: return surface || place.geometry.type == "Point" ? "" : "a Polygon, a MultiPolygon or a Point (its centre) is expected";
        case Role::street: return line ? "" : "a LineString or MultiLineString is expected";
        case Role::address: return place.geometry.type == "Point" ? "" : "a Point is expected";
    }
    return {};
}

}  // namespace

std::vector<std::string> known_street_classes() { return classes(); }

std::vector<Place> read_places(Document& document) {
    std::vector<Place> out;
    std::map<std::string, Pointer> ids;
    Members members(document, document.root(), "");
    members.choice("type", {"FeatureCollection"}, Need::required);
    members.any("name", Need::optional);
    members.any("note", Need::optional);
    members.any("bbox", Need::optional);
    if (members.any("crs", Need::optional)) members.problem("crs", "\"crs\" is not part of GeoJSON any more (RFC 7946): coordinates are WGS 84");
    members.each_object("features", Need::required, [&](Members& feature) {
        feature.choice("type", {"Feature"}, Need::required);
        feature.any("id", Need::optional);
        feature.any("bbox", Need::optional);
        Place place;
        place.pointer = feature.pointer();
        feature.object("properties", Need::required, [&](Members& one) {
            place.role = static_cast<Role>(one.choice("role", {"boundary", "area", "district", "street", "address"}, Need::required));
            bool named = place.role == Role::street || place.role == Role::address || place.role == Role::district;
            bool by_id = place.role == Role::area || place.role == Role::district;
            place.id = one.identifier("id", by_id ? Need::required : Need::optional);
            place.name = one.local_or_same("name", named ? Need::required : Need::optional);
            place.zipcode = one.text("postal_code", Need::optional, 5);
            if (!place.zipcode.empty() && (place.zipcode.size() != 5 || place.zipcode.find_first_not_of("0123456789") != std::string::npos))
                one.problem("postal_code", "\"postal_code\": five digits are expected");
            place.street_class = one.text("class", place.role == Role::street ? Need::required : Need::optional, 20);
            if (!place.street_class.empty() && std::find(classes().begin(), classes().end(), place.street_class) == classes().end())
                one.problem("class", "street class \"" + place.street_class + "\" is none of " + joined(classes(), ", "));
            place.known_as = one.text("place", Need::optional, 200);
            if (auto* centre = one.any("centre", Need::optional)) {
                auto* pair = centre->if_array();
                if (!pair || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) {
                    one.problem("centre", "\"centre\": [latitude, longitude] is expected");
                } else {
                    place.centre = Point{(*pair)[1].to_number<double>(), (*pair)[0].to_number<double>()};
                    if (!coordinate_fault(place.centre->lon, place.centre->lat).empty())
                        one.problem("centre", "\"centre\" is not in Estonia; [latitude, longitude] is expected");
                }
            }
            one.text("ehak", Need::optional, 4);
            one.text("purpose", Need::optional, 200);
            one.text("quality", Need::optional, 400);
            one.any("note", Need::optional);
            if (!place.id.empty()) {
                std::string key = std::to_string(static_cast<int>(place.role)) + place.id;
                if (!ids.emplace(key, one.pointer()).second) one.problem("id", "id \"" + place.id + "\" stands twice");
            }
        });
        const json::value* geometry = feature.any("geometry", Need::required);
        if (!geometry) return;
        GeometryFault fault;
        auto read = read_geometry(*geometry, fault);
        if (!read) return feature.document().problem(feature.pointer() / "geometry" + fault.path, fault.text);
        place.geometry = std::move(*read);
        if (auto text = geometry_fault(place); !text.empty()) return feature.problem("geometry", text);
        for (const auto& line : place.geometry.lines)
            for (std::size_t i = 1; i < line.size(); ++i)
                if (distance(line[i - 1], line[i]) > longest_segment) return feature.problem("geometry", "two positions of a street are more than 20 km apart");
        out.push_back(std::move(place));
    });
    members.done();
    return out;
}

}  // namespace raekoda::services
