#include "services/gazetteer.h"

#include "base/json.h"
#include "base/text.h"
#include "services/geometry.h"

namespace raekoda::services {

namespace {

constexpr std::size_t reply_limit = 1u << 20;
constexpr std::size_t entry_limit = 50;

// Numbers come as numbers or as text.
std::optional<double> degrees(const json::object& entry, std::string_view name) {
    if (auto number = json::optional_number(entry, name)) return number;
    return parse_number(json::text(entry, name));
}

}  // namespace

std::string Gazetteer::url_for(std::string_view base, std::string_view words, int limit) {
    std::string url(base);
    url += base.find('?') == std::string_view::npos ? '?' : '&';
    url += "address=" + url_encoded(words) + "&results=" + std::to_string(std::clamp(limit, 1, 20));
    // "appartment" is how the service spells it.
    url += "&appartment=0&unik=0&ihist=0&features=" + url_encoded("EHAK,VAIKEKOHT,TANAV,EHITISHOONE,KATASTRIYKSUS");
    return url;
}

Result<std::vector<PlaceFound>> Gazetteer::parse(std::string_view reply) {
    if (reply.size() > reply_limit) return fail(Fault::unavailable, "gazetteer: a reply of " + std::to_string(reply.size()) + " bytes");
    if (!is_valid_utf8(reply)) return fail(Fault::unavailable, "gazetteer: the reply is not UTF-8");
    auto root = json::parse(reply, reply_limit);
    if (!root) return fail(Fault::unavailable, "gazetteer: " + root.error().detail);
    auto* object = root->if_object();
    if (!object) return fail(Fault::unavailable, "gazetteer: the reply is no object");
    std::vector<PlaceFound> out;
    const json::array* list = json::list(*object, "addresses");
    if (!list) return out;
    for (const auto& item : *list) {
        if (out.size() >= entry_limit) break;
        auto* entry = item.if_object();
        if (!entry) continue;
        PlaceFound found;
        for (const char* name : {"pikkaadress", "taisaadress", "ipikkaadress", "aadresstekst"})
            if (found.label.empty()) found.label = clean_input(json::text(*entry, name)).value_or("");
        auto lat = degrees(*entry, "viitepunkt_b"), lon = degrees(*entry, "viitepunkt_l");
        if (found.label.empty() || code_point_count(found.label) > 300 || !lat || !lon || !coordinate_fault(*lon, *lat).empty()) continue;
        found.lat = *lat;
        found.lon = *lon;
        out.push_back(std::move(found));
    }
    return out;
}

Result<std::vector<PlaceFound>> Gazetteer::search(std::string_view words, int limit) const {
    auto clean = clean_input(words);
    if (!clean || clean->empty()) return fail(Fault::invalid, "gazetteer: nothing to search for");
    auto found = TRY(parse(TRY(fetch_(url_for(base_, first_code_points(*clean, 200), limit)))));
    if (found.size() > static_cast<std::size_t>(std::max(1, limit))) found.resize(static_cast<std::size_t>(std::max(1, limit)));
    return found;
}

}  // namespace raekoda::services
