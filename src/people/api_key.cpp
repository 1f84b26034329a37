#include "people/api_key.h"

#include "base/json.h"

namespace raekoda::people {

journal::Event encode(const ApiKeyEvent& event) {
    if (const auto* e = std::get_if<ApiKeyIssued>(&event))
        return {"ApiKeyIssued", json::serialize(json::object{{"hash", e->hash},
                                                             {"name", e->name},
                                                             {"contact", e->contact},
                                                             {"per_minute", e->per_minute},
                                                             {"per_day", e->per_day}})};
    return {"ApiKeyRevoked", "{}"};
}

Result<ApiKeyEvent> decode_api_key_event(std::string_view type, std::string_view data) {
    auto value = TRY(json::parse(data));
    if (!value.is_object()) return fail(Fault::broken, std::string(type) + " is not an object");
    const auto& o = value.get_object();
    if (type == "ApiKeyIssued") {
        ApiKeyIssued e{json::text(o, "hash"), json::text(o, "name"), json::text(o, "contact"), static_cast<int>(json::integer(o, "per_minute")),
                       static_cast<int>(json::integer(o, "per_day"))};
        if (e.hash.size() != 64) return fail(Fault::broken, "ApiKeyIssued without a hash");
        return e;
    }
    if (type == "ApiKeyRevoked") return ApiKeyRevoked{};
    return fail(Fault::broken, "unknown event of a key: " + std::string(type));
}

void IssuedApiKey::apply(const ApiKeyEvent& event) {
    ++version;
    active = std::holds_alternative<ApiKeyIssued>(event);
}

Result<std::vector<ApiKeyEvent>> IssuedApiKey::revoke() const {
    if (version == 0) return fail(Fault::missing, "no such key");
    if (!active) return std::vector<ApiKeyEvent>{};
    return std::vector<ApiKeyEvent>{ApiKeyRevoked{}};
}

}  // namespace raekoda::people
