#include "services/loaded_catalogue.h"

#include "base/text.h"

namespace raekoda::services {

namespace {

constexpr double street_reach = 60;   // metres
constexpr double address_reach = 80;  // metres

template <class List>
auto* by_id(const List& list, std::string_view id) {
    auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

Point middle_of(const std::vector<Line>& lines) {
    const Line* longest = &lines.front();
    for (const auto& line : lines)
        if (line.size() > longest->size()) longest = &line;
    if (longest->size() != 2) return (*longest)[longest->size() / 2];
    return {((*longest)[0].lon + (*longest)[1].lon) / 2, ((*longest)[0].lat + (*longest)[1].lat) / 2};
}

json::value as_json(Point p) { return json::array{p.lon, p.lat}; }

std::string as_geojson(const Shape& shape) {
    json::array polygons;
    for (const auto& polygon : shape.polygons) {
        json::array rings;
        for (const auto& ring : polygon.rings) {
            json::array points;
            for (const auto& p : ring) points.push_back(as_json(p));
            rings.push_back(std::move(points));
        }
        polygons.push_back(std::move(rings));
    }
    return json::serialize(json::object{{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}});
}

}  // namespace

std::string_view datatype_name(Datatype datatype) {
    switch (datatype) {
        case Datatype::string: return "string";
        case Datatype::text: return "text";
        case Datatype::number: return "number";
        case Datatype::datetime: return "datetime";
        case Datatype::singlevaluelist: return "singlevaluelist";
        case Datatype::multivaluelist: return "multivaluelist";
    }
    return "string";
}

const ReportKind* Municipality::kind(std::string_view wanted) const { return by_id(kinds, wanted); }
const Team* Municipality::team(std::string_view wanted) const { return by_id(teams, wanted); }
const NamedText* Municipality::district(std::string_view wanted) const { return by_id(districts, wanted); }
const ClosingReason* Municipality::closing_reason(std::string_view wanted) const { return by_id(closing_reasons, wanted); }

const ServiceTheme* Municipality::service_theme(std::string_view wanted) const { return by_id(themes, wanted); }
const LifeEvent* Municipality::life_event(std::string_view wanted) const { return by_id(life_events, wanted); }

std::shared_ptr<const Service> in_force(const Catalogue::ServiceVariants& variants, Date on) {
    for (auto one = variants.rbegin(); one != variants.rend(); ++one)
        if ((*one)->valid_from <= on) return *one;
    return nullptr;
}
std::vector<std::shared_ptr<const Service>> Catalogue::services(const MunicipalityId& id, Date on) const {
    std::vector<std::shared_ptr<const Service>> out;
    for (const auto& variants : service_variants(id))
        if (auto one = in_force(variants, on)) out.push_back(std::move(one));
    return out;
}
std::shared_ptr<const Service> Catalogue::service(const MunicipalityId& id, std::string_view wanted, Date on) const {
    for (const auto& variants : service_variants(id))
        if (!variants.empty() && variants.front()->id == wanted) return in_force(variants, on);
    return nullptr;
}

const Municipality* Catalogue::municipality(const MunicipalityId& id) const {
    for (const auto& one : municipalities())
        if (one.id == id) return &one;
    return nullptr;
}

std::string Catalogue::unit_name(std::string_view ehak, view::Language language) const {
    for (const auto& one : municipalities())
        if (one.ehak == ehak) return one.name.in(language);
    return {};
}
std::string LoadedCatalogue::unit_name(std::string_view ehak, view::Language language) const {
    if (auto own = Catalogue::unit_name(ehak, language); !own.empty()) return own;
    auto found = content_->units.find(std::string(ehak));
    return found == content_->units.end() ? std::string() : found->second;
}

const Municipality* Catalogue::by_host(std::string_view host) const {
    // Without the port: "example.ee:8080", "[::1]:8080".
    if (host.starts_with('[')) {
        auto end = host.find(']');
        host = host.substr(1, end == std::string_view::npos ? end : end - 1);
    } else if (auto colon = host.find(':'); colon != std::string_view::npos && host.find(':', colon + 1) == std::string_view::npos) {
        host = host.substr(0, colon);
    }
    std::string name = ascii_lower(host);
    const auto& all = municipalities();
    for (const auto& one : all)
        if (std::find(one.hosts.begin(), one.hosts.end(), name) != one.hosts.end()) return &one;
    return all.empty() ? nullptr : &all.front();
}

const Municipality* Catalogue::by_jurisdiction(std::string_view name) const {
    for (const auto& one : municipalities())
        if (equals_ignoring_ascii_case(one.jurisdiction, name)) return &one;
    return nullptr;
}

void Ground::add(const Place& place, Municipality& municipality) {
    const Geometry& geometry = place.geometry;
    switch (place.role) {
        case Role::boundary:
            for (const auto& polygon : geometry.shape.polygons) {
                boundary_.box.add(polygon.box);
                boundary_.polygons.push_back(polygon);
            }
            boundary_json_ = as_geojson(boundary_);
            municipality.map.west = boundary_.box.west, municipality.map.south = boundary_.box.south;
            municipality.map.east = boundary_.box.east, municipality.map.north = boundary_.box.north;
            break;
        case Role::area: areas_.push_back({place.id, geometry.shape}); break;
        case Role::district: {
            Point centre;
            if (place.centre) {
                centre = *place.centre;
            } else if (geometry.shape.empty()) {
                centre = geometry.points.front();
            } else {
                const Box& box = geometry.shape.box;
                centre = {(box.west + box.east) / 2, (box.south + box.north) / 2};
            }
            districts_.push_back({place.id, geometry.shape, centre});
            municipality.districts.push_back({place.id, place.name});
            search_.add(PlaceSearch::Sort::district, place.name.et, {place.name.et, place.name.en, place.name.ru}, centre);
            break;
        }
        case Role::street: {
            auto number = static_cast<std::uint32_t>(streets_.size());
            streets_.push_back({place.name.et, place.street_class, place.zipcode});
            for (const auto& line : geometry.lines)
                for (std::size_t i = 1; i < line.size(); ++i) {
                    segment_grid_.add(line[i - 1], line[i], static_cast<std::uint32_t>(segments_.size()));
                    segments_.push_back({line[i - 1], line[i], number});
                }
            search_.add(PlaceSearch::Sort::street, place.name.et, {place.name.et, place.name.en, place.name.ru}, middle_of(geometry.lines));
            break;
        }
        case Role::address: {
            Point at = geometry.points.front();
            address_grid_.add(at, static_cast<std::uint32_t>(addresses_.size()));
            addresses_.push_back({place.name.et, place.zipcode, at});
            search_.add(PlaceSearch::Sort::address, place.known_as.empty() ? place.name.et : place.known_as + ", " + place.name.et,
                        {place.name.et, place.name.en, place.name.ru, place.known_as}, at);
            break;
        }
    }
}

bool Ground::has_area(std::string_view id) const { return by_id(areas_, id) != nullptr; }

void Ground::describe(Point p, Located& out) const {
    for (const auto& area : areas_)
        if (area.shape.contains(p)) out.areas.push_back(area.id);

    const District* district = nullptr;
    for (const auto& one : districts_)
        if (!one.shape.empty() && one.shape.contains(p)) {
            district = &one;
            break;
        }
    // Outlines of districts are coarse: between them the nearest centre decides.
    if (!district) {
        double best = 1e12;
        for (const auto& one : districts_)
            if (double metres = distance(p, one.centre); metres < best) {
                best = metres;
                district = &one;
            }
    }
    if (district) out.district = district->id;

    double best = street_reach;
    const Street* street = nullptr;
    segment_grid_.near(p, street_reach, [&](std::uint32_t number) {
        const Segment& segment = segments_[number];
        if (double metres = distance_to_segment(p, segment.a, segment.b); metres <= best) {
            best = metres;
            street = &streets_[segment.street];
        }
    });
    if (street) {
        out.street = street->name;
        out.street_class = street->street_class;
        out.address = street->name;
        out.zipcode = street->zipcode;
    }
    best = address_reach;
    address_grid_.near(p, address_reach, [&](std::uint32_t number) {
        const Address& address = addresses_[number];
        if (double metres = distance(p, address.at); metres <= best) {
            best = metres;
            out.address = address.label;
            if (!address.zipcode.empty()) out.zipcode = address.zipcode;
        }
    });
}

std::optional<std::size_t> LoadedCatalogue::index_of(const MunicipalityId& id) const {
    for (std::size_t i = 0; i < content_->municipalities.size(); ++i)
        if (content_->municipalities[i].id == id) return i;
    return std::nullopt;
}

const LoadedCatalogue::Border* LoadedCatalogue::border_of(std::size_t municipality) const {
    for (const auto& border : borders_)
        if (border.municipality == municipality) return &border;
    return nullptr;
}

Located LoadedCatalogue::locate(double lat, double lon) const {
    Located out;
    if (!coordinate_fault(lon, lat).empty()) return out;
    Point p{lon, lat};
    std::optional<std::size_t> found;
    for (const auto& border : borders_) {
        if (!border.shape.contains(p)) continue;
        out.other_name = border.name;
        if (!border.municipality) return out;
        found = border.municipality;
        out.other_name.clear();
        break;
    }
    // The coarse outlines speak only for those whose border was not imported.
    for (std::size_t i = 0; i < content_->grounds.size() && !found; ++i)
        if (!border_of(i) && content_->grounds[i].boundary().contains(p)) found = i;
    if (!found) return out;
    out.municipality = content_->municipalities[*found].id;
    content_->grounds[*found].describe(p, out);
    return out;
}

std::vector<PlaceFound> LoadedCatalogue::find_places(const MunicipalityId& id, std::string_view text, int limit) const {
    std::vector<PlaceFound> out;
    auto index = index_of(id);
    if (!index || !is_valid_utf8(text)) return out;
    for (const auto& found : content_->grounds[*index].search().find(text, limit)) out.push_back({*found.label, found.at.lat, found.at.lon, id});
    return out;
}

Result<Routing> LoadedCatalogue::route(const MunicipalityId& id, const RoutingFacts& facts) const {
    auto index = index_of(id);
    if (!index) return fail(Fault::missing, "no municipality " + id.value);
    // The version that holds the day; between versions and after the last one, the newest that has begun.
    const RuleTable* table = nullptr;
    for (const auto& one : content_->rules[*index])
        if (one.period.from <= facts.at.date && (!table || table->period.from < one.period.from)) table = &one;
    if (table) {
        if (const Rule* rule = table->decide(facts)) return Routing{rule->team, rule->contractor, rule->limit, rule->answer, rule->id, table->period.from, rule->note};
        return fail(Fault::broken, "routing of " + id.value + ": no rule of the version from " + table->period.from.iso() + " fits kind " + facts.kind);
    }
    return fail(Fault::broken, "routing of " + id.value + ": no version is valid on " + facts.at.date.iso());
}

const LocalText* LoadedCatalogue::rule_note(const MunicipalityId& id, std::string_view rule_id, std::string_view table_valid_from) const {
    auto index = index_of(id);
    if (!index) return nullptr;
    for (const auto& table : content_->rules[*index]) {
        if (table.period.from.iso() != table_valid_from) continue;
        for (const auto& rule : table.rules)
            if (rule.id == rule_id) return &rule.note;
    }
    return nullptr;
}

const std::vector<DecisionModel>& LoadedCatalogue::decision_models(const MunicipalityId& id) const {
    static const std::vector<DecisionModel> none;
    auto index = index_of(id);
    return index ? content_->decisions[*index] : none;
}

const DecisionModel* Catalogue::decision_model(const MunicipalityId& id, std::string_view wanted) const { return by_id(decision_models(id), wanted); }

decision::Value Catalogue::parameters_on(const MunicipalityId& id, std::string_view wanted, Date day) const {
    const DecisionModel* found = decision_model(id, wanted);
    return found ? found->parameters_on(day) : decision::Value();
}

decision::Value DecisionModel::parameters_on(Date day) const {
    for (auto row = parameter_rows.rbegin(); row != parameter_rows.rend(); ++row)
        if (row->valid_from <= day) return row->valid_to && *row->valid_to < day ? decision::Value() : row->values;
    return {};
}

const std::vector<Catalogue::ServiceVariants>& LoadedCatalogue::service_variants(const MunicipalityId& id) const {
    static const std::vector<ServiceVariants> none;
    auto index = index_of(id);
    return index && *index < content_->services.size() ? content_->services[*index] : none;
}

Limit LoadedCatalogue::service_level(const MunicipalityId& id, std::string_view kind, Date day) const {
    auto index = index_of(id);
    const ServiceLevel* newest = nullptr;
    if (index)
        for (const auto& level : content_->levels[*index])
            if (level.kind == kind && level.period.contains(day) && (!newest || newest->period.from < level.period.from)) newest = &level;
    return newest ? newest->limit : Limit{};
}

std::vector<Suggestion> LoadedCatalogue::suggest(const MunicipalityId& id, std::string_view text, int month, const std::map<std::string, int>& near,
                                                 int limit) const {
    auto index = index_of(id);
    if (!index || !is_valid_utf8(text)) return {};
    return content_->suggesters[*index].suggest(text, month, near, limit);
}

std::string LoadedCatalogue::outline_geojson(const MunicipalityId& id) const {
    auto index = index_of(id);
    if (!index) return {};
    const Border* border = border_of(*index);
    return border ? border->geometry : content_->grounds[*index].boundary_json();
}

}  // namespace raekoda::services
