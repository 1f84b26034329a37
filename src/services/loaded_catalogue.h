// The catalogue in memory. Everything is put in order once, at loading; questions are answered without allocation of more than the answer.
// Inside of the room.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "services/catalogue_files.h"
#include "services/geometry.h"
#include "services/place_search.h"
#include "services/routing_table.h"
#include "services/services.h"
#include "services/suggestion.h"

namespace raekoda::services {

// What a municipality has beside its description.
class Ground {
public:
    void add(const Place&, Municipality&);  // streets, districts, areas, addresses, the outline
    const Shape& boundary() const { return boundary_; }
    const std::string& boundary_json() const { return boundary_json_; }
    bool has_area(std::string_view id) const;
    // Fills everything but the municipality.
    void describe(Point, Located&) const;
    const PlaceSearch& search() const { return search_; }
    PlaceSearch& search() { return search_; }

private:
    struct Area {
        std::string id;
        Shape shape;
    };
    struct District {
        std::string id;
        Shape shape;  // or
        Point centre;
    };
    struct Street {
        std::string name, street_class, zipcode;
    };
    struct Segment {
        Point a, b;
        std::uint32_t street;
    };
    struct Address {
        std::string label, zipcode;
        Point at;
    };
    Shape boundary_;
    std::string boundary_json_;
    std::vector<Area> areas_;
    std::vector<District> districts_;
    std::vector<Street> streets_;
    std::vector<Segment> segments_;
    std::vector<Address> addresses_;
    Grid segment_grid_, address_grid_;
    PlaceSearch search_;
};

class LoadedCatalogue final : public Catalogue {
public:
    struct Content {
        std::string folder;
        std::vector<Municipality> municipalities;
        // By the same index:
        std::vector<Ground> grounds;
        std::vector<std::vector<RuleTable>> rules;
        std::vector<std::vector<ServiceLevel>> levels;
        std::vector<Suggester> suggesters;
        std::vector<std::vector<DecisionModel>> decisions;
        std::vector<std::vector<ServiceVariants>> services;
        WorkCalendar calendar;
        std::map<std::string, std::string> units;  // by EHAK code
    };
    struct Border {
        std::string ehak, name, geometry;
        Shape shape;
        std::optional<std::size_t> municipality;  // when it is served
    };

    LoadedCatalogue(std::shared_ptr<const Content> content, std::vector<Border> borders)
        : content_(std::move(content)), borders_(std::move(borders)) {}
    std::shared_ptr<const Catalogue> with(std::vector<Border> borders) const { return std::make_shared<LoadedCatalogue>(content_, std::move(borders)); }

    const std::vector<Municipality>& municipalities() const override { return content_->municipalities; }
    const WorkCalendar& calendar() const override { return content_->calendar; }
    Located locate(double lat, double lon) const override;
    std::vector<PlaceFound> find_places(const MunicipalityId&, std::string_view words, int limit) const override;
    Result<Routing> route(const MunicipalityId&, const RoutingFacts&) const override;
    const LocalText* rule_note(const MunicipalityId&, std::string_view rule_id, std::string_view table_valid_from) const override;
    const std::vector<DecisionModel>& decision_models(const MunicipalityId&) const override;
    const std::vector<ServiceVariants>& service_variants(const MunicipalityId&) const override;
    Limit service_level(const MunicipalityId&, std::string_view kind, Date) const override;
    std::vector<Suggestion> suggest(const MunicipalityId&, std::string_view words, int month, const std::map<std::string, int>& near, int limit) const override;
    std::string outline_geojson(const MunicipalityId&) const override;
    std::string folder() const override { return content_->folder; }
    std::string unit_name(std::string_view ehak, view::Language) const override;

private:
    std::optional<std::size_t> index_of(const MunicipalityId&) const;
    const Border* border_of(std::size_t municipality) const;

    std::shared_ptr<const Content> content_;
    std::vector<Border> borders_;
};

}  // namespace raekoda::services
