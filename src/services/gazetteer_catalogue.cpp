#include <map>
#include <mutex>

#include "base/log.h"
#include "base/text.h"
#include "services/decorated_catalogue.h"
#include "services/gazetteer.h"

namespace raekoda::services {

namespace {

constexpr std::int64_t keep_seconds = 600, rest_seconds = 30;
constexpr std::size_t most_kept = 2000, shortest_words = 3;

// What this installation adds to the catalogue as it was loaded.
class AdaptedCatalogue final : public DecoratedCatalogue {
public:
    AdaptedCatalogue(std::shared_ptr<const Catalogue> own, std::shared_ptr<const Gazetteer> gazetteer, const std::string& tiles)
        : DecoratedCatalogue(std::move(own)), gazetteer_(std::move(gazetteer)), municipalities_(own_->municipalities()) {
        if (!tiles.empty())
            for (auto& municipality : municipalities_) municipality.map.tiles = tiles;
    }

    const std::vector<Municipality>& municipalities() const override { return municipalities_; }

    std::vector<PlaceFound> find_places(const MunicipalityId& id, std::string_view words, int limit) const override {
        auto found = own_->find_places(id, words, limit);
        if (!gazetteer_ || static_cast<int>(found.size()) >= limit || trimmed(words).size() < shortest_words) return found;
        for (auto& place : ask(words, limit)) {
            if (static_cast<int>(found.size()) >= limit) break;
            // What it knows of other municipalities is no help here; what we have already is not said twice.
            if (own_->locate(place.lat, place.lon).municipality != id) continue;
            bool known = false;
            for (const auto& one : found) known = known || metres_between(one.lat, one.lon, place.lat, place.lon) < 5;
            if (known) continue;
            place.municipality = id;
            found.push_back(place);
        }
        return found;
    }

private:
    struct Kept {
        std::vector<PlaceFound> places;
        Instant at;
    };

    std::vector<PlaceFound> ask(std::string_view words, int limit) const {
        std::string key = folded(trimmed(words)) + "/" + std::to_string(limit);
        {
            std::lock_guard lock(mutex_);
            if (now() < rest_until_) return {};
            if (auto kept = kept_.find(key); kept != kept_.end() && now().seconds_since(kept->second.at) < keep_seconds) return kept->second.places;
        }
        auto answer = gazetteer_->search(words, limit);
        std::lock_guard lock(mutex_);
        if (!answer) {
            if (answer.error().fault == Fault::unavailable) {
                rest_until_ = now().plus_seconds(rest_seconds);
                log::warning("gazetteer.unavailable", {{"detail", answer.error().detail}});
            }
            return {};
        }
        if (kept_.size() >= most_kept) kept_.clear();
        kept_[key] = {*answer, now()};
        return *answer;
    }

    std::shared_ptr<const Gazetteer> gazetteer_;  // may be null
    std::vector<Municipality> municipalities_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, Kept> kept_;
    mutable Instant rest_until_{};
};

}  // namespace

std::shared_ptr<const Catalogue> with_gazetteer(std::shared_ptr<const Catalogue> own, std::shared_ptr<const Gazetteer> gazetteer) {
    return std::make_shared<AdaptedCatalogue>(std::move(own), std::move(gazetteer), "");
}

std::shared_ptr<const Catalogue> with_tiles(std::shared_ptr<const Catalogue> own, const std::string& tiles) {
    return std::make_shared<AdaptedCatalogue>(std::move(own), nullptr, tiles);
}

}  // namespace raekoda::services
