// A gazetteer outside of the house: address search of the Land Board (in-ADS), keyless JSON. Second front door of the room, for main, which
// knows its address and how to fetch.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "services/services.h"

namespace raekoda::services {

class Gazetteer {
public:
    // `fetch` gets the body of an address (GET). `base` is like https://…/inaadress/gazetteer.
    using Fetch = std::function<Result<std::string>(const std::string& url)>;
    Gazetteer(std::string base, Fetch fetch) : base_(std::move(base)), fetch_(std::move(fetch)) {}

    // Municipality of what is found is left empty: the place decides it. Errors: invalid (no words), unavailable (no or a strange answer).
    Result<std::vector<PlaceFound>> search(std::string_view words, int limit = 10) const;

    static std::string url_for(std::string_view base, std::string_view words, int limit);
    // Reply: {"addresses": [{pikkaadress | taisaadress | ipikkaadress, viitepunkt_b (latitude), viitepunkt_l (longitude)}]}; no "addresses": nothing
    // was found. Entries without an address or a point in Estonia are left out. Limits: 1 MiB, 50 entries.
    static Result<std::vector<PlaceFound>> parse(std::string_view reply);

private:
    std::string base_;
    Fetch fetch_;
};

// The catalogue whose place search also asks the gazetteer when its own places do not fill the list. Answers are kept for ten minutes; a
// gazetteer that does not answer is left alone for half a minute, and the catalogue's own places go on working.
std::shared_ptr<const Catalogue> with_gazetteer(std::shared_ptr<const Catalogue>, std::shared_ptr<const Gazetteer>);
// The catalogue with another address of map tiles for every municipality.
std::shared_ptr<const Catalogue> with_tiles(std::shared_ptr<const Catalogue>, const std::string& tiles);

}  // namespace raekoda::services
