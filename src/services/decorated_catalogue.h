// A catalogue with something of its own over another one: whatever is not overridden is answered by that. Inside of the room.
#pragma once
#include "services/services.h"

namespace raekoda::services {

class DecoratedCatalogue : public Catalogue {
public:
    explicit DecoratedCatalogue(std::shared_ptr<const Catalogue> own) : own_(std::move(own)) {}

    const std::vector<Municipality>& municipalities() const override { return own_->municipalities(); }
    const WorkCalendar& calendar() const override { return own_->calendar(); }
    Located locate(double lat, double lon) const override { return own_->locate(lat, lon); }
    std::vector<PlaceFound> find_places(const MunicipalityId& id, std::string_view words, int limit) const override { return own_->find_places(id, words, limit); }
    Result<Routing> route(const MunicipalityId& id, const RoutingFacts& facts) const override { return own_->route(id, facts); }
    Limit service_level(const MunicipalityId& id, std::string_view kind, Date date) const override { return own_->service_level(id, kind, date); }
    std::vector<Suggestion> suggest(const MunicipalityId& id, std::string_view words, int month, const std::map<std::string, int>& near, int limit) const override {
        return own_->suggest(id, words, month, near, limit);
    }
    const std::vector<DecisionModel>& decision_models(const MunicipalityId& id) const override { return own_->decision_models(id); }
    const std::vector<ServiceVariants>& service_variants(const MunicipalityId& id) const override { return own_->service_variants(id); }
    const LocalText* rule_note(const MunicipalityId& id, std::string_view rule_id, std::string_view table_valid_from) const override { return own_->rule_note(id, rule_id, table_valid_from); }
    std::string outline_geojson(const MunicipalityId& id) const override { return own_->outline_geojson(id); }
    std::string folder() const override { return own_->folder(); }
    std::string unit_name(std::string_view ehak, view::Language language) const override { return own_->unit_name(ehak, language); }

protected:
    std::shared_ptr<const Catalogue> own_;
};

}  // namespace raekoda::services
