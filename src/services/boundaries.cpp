// Municipality borders that came from outside: GeoJSON in, a catalogue that locates by them out.
#include "base/text.h"
#include "services/loaded_catalogue.h"

namespace raekoda::services {

namespace {

constexpr std::size_t boundary_file_limit = 64u << 20;
constexpr std::size_t boundary_limit = 500;

// "793", 793 and "0793" are one code; some sources drop the leading zeros.
std::string code_of(const json::object& properties) {
    for (const char* name : {"code", "OKOOD", "ehak"}) {
        std::string code = json::text(properties, name);
        if (auto number = json::optional_integer(properties, name)) code = std::to_string(*number);
        if (code.empty()) continue;
        while (code.size() < 4) code.insert(code.begin(), '0');
        return code;
    }
    return {};
}

std::optional<LoadedCatalogue::Border> border_of(const ImportedBoundary& boundary, const std::vector<Municipality>& municipalities) {
    auto value = json::parse(boundary.geometry, boundary_file_limit);
    GeometryFault fault;
    auto geometry = value ? read_geometry(*value, fault) : std::nullopt;
    if (!geometry || geometry->shape.empty()) return std::nullopt;
    LoadedCatalogue::Border border{boundary.ehak, boundary.name, boundary.geometry, std::move(geometry->shape), std::nullopt};
    for (std::size_t i = 0; i < municipalities.size(); ++i)
        if (municipalities[i].ehak == boundary.ehak) border.municipality = i;
    return border;
}

}  // namespace

Result<std::vector<ImportedBoundary>> read_boundaries(std::string_view geojson) {
    if (geojson.size() > boundary_file_limit) return fail(Fault::too_large, "the file is larger than " + std::to_string(boundary_file_limit >> 20) + " MiB");
    if (!is_valid_utf8(geojson)) return fail(Fault::invalid, "the file is not UTF-8");
    auto root = TRY(json::parse(geojson, boundary_file_limit));
    auto* collection = root.if_object();
    const json::array* features = collection ? json::list(*collection, "features") : nullptr;
    if (!features || json::text(*collection, "type") != "FeatureCollection") return fail(Fault::invalid, "a GeoJSON FeatureCollection is expected");
    if (features->empty()) return fail(Fault::invalid, "the FeatureCollection has no feature");
    if (features->size() > boundary_limit) return fail(Fault::too_large, "more than " + std::to_string(boundary_limit) + " features");

    std::vector<ImportedBoundary> out;
    for (std::size_t i = 0; i < features->size(); ++i) {
        auto wrong = [&](const std::string& text) { return fail(Fault::invalid, "feature " + std::to_string(i + 1) + ": " + text); };
        auto* feature = (*features)[i].if_object();
        const json::object* properties = feature ? json::member(*feature, "properties") : nullptr;
        if (!properties) return wrong("no properties");
        ImportedBoundary boundary;
        boundary.ehak = code_of(*properties);
        if (boundary.ehak.size() != 4 || boundary.ehak.find_first_not_of("0123456789") != std::string::npos)
            return wrong("no EHAK code of four digits in \"code\", \"OKOOD\" or \"ehak\"");
        boundary.name = json::text(*properties, "name", json::text(*properties, "ONIMI"));
        if (trimmed(boundary.name).empty() || code_point_count(boundary.name) > 100) return wrong("no name in \"name\" or \"ONIMI\", or a name over 100 characters");
        const json::value* geometry = feature->if_contains("geometry");
        if (!geometry) return wrong("no geometry");
        GeometryFault fault;
        auto read = read_geometry(*geometry, fault);
        if (!read) return wrong(boundary.name + ": " + fault.text + (fault.path.empty() ? "" : " (geometry" + fault.path + ")"));
        if (read->shape.empty()) return wrong(boundary.name + ": a Polygon or MultiPolygon is expected, not " + read->type);
        for (const auto& other : out)
            if (other.ehak == boundary.ehak) return wrong("the code " + boundary.ehak + " stands twice: " + other.name + " and " + boundary.name);
        boundary.geometry = json::serialize(*geometry);
        out.push_back(std::move(boundary));
    }
    return out;
}

std::shared_ptr<const Catalogue> with_boundaries(std::shared_ptr<const Catalogue> catalogue, const std::vector<ImportedBoundary>& imported) {
    auto loaded = std::dynamic_pointer_cast<const LoadedCatalogue>(catalogue);
    if (!loaded) return catalogue;
    std::vector<LoadedCatalogue::Border> borders;
    for (const auto& boundary : imported)
        if (auto border = border_of(boundary, loaded->municipalities())) borders.push_back(std::move(*border));
    return loaded->with(std::move(borders));
}

}  // namespace raekoda::services
