#include "people/api_key.h"

#include "journal/event_fields.h"

namespace raekoda::people {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, ApiKeyIssued& e) { a("hash", e.hash), a("name", e.name), a("contact", e.contact), a("per_minute", e.per_minute), a("per_day", e.per_day); }
template <class A> void fields(A&, ApiKeyRevoked&) {}

journal::Event encode(const ApiKeyEvent& event) { return journal::encode_event(event); }
Result<ApiKeyEvent> decode_api_key_event(std::string_view type, std::string_view data) {
    constexpr std::size_t hash_digits = 64;
    auto event = TRY(journal::decode_event<ApiKeyEvent>(type, data));
    if (const auto* issued = std::get_if<ApiKeyIssued>(&event); issued && issued->hash.size() != hash_digits) return fail(Fault::broken, "ApiKeyIssued without a hash");
    return event;
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
