// A partner's key as an aggregate, and the events of the stream "api-key/<id>". Pure. The key itself is never kept, only its hash.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "people/people.h"

namespace raekoda::people {

struct ApiKeyIssued {
    static constexpr const char* type = "ApiKeyIssued";
    std::string hash;  // hex of the key's BLAKE2b-256: the key has 256 random bits, so it needs no slow hash
    std::string name, contact;
    int per_minute = 0, per_day = 0;
    bool operator==(const ApiKeyIssued&) const = default;
};
struct ApiKeyRevoked {
    static constexpr const char* type = "ApiKeyRevoked";
    bool operator==(const ApiKeyRevoked&) const = default;
};
using ApiKeyEvent = std::variant<ApiKeyIssued, ApiKeyRevoked>;

journal::Event encode(const ApiKeyEvent&);
Result<ApiKeyEvent> decode_api_key_event(std::string_view type, std::string_view data);  // broken: not an event of this stream

struct IssuedApiKey {
    std::int64_t version = 0;  // 0: no such key
    bool active = false;

    void apply(const ApiKeyEvent&);
    Result<std::vector<ApiKeyEvent>> revoke() const;  // nothing happens when it is revoked already
};

inline constexpr std::string_view api_key_stream = "api-key/";

}  // namespace raekoda::people
