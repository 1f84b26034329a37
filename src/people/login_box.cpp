#include "people/login_box.h"

#include "base/json.h"

namespace raekoda::people {

namespace {
constexpr std::int64_t renew_before_seconds = 120;
}

std::string encode(const LoginBox& box) {
    return json::serialize(json::object{{"name", box.name}, {"subject", box.subject}, {"method", box.method}, {"provider", box.provider.provider}, {"sid", box.provider.session},
                                        {"refresh", box.provider.refresh_token}, {"id_token", box.provider.id_token},
                                        {"expires", box.provider.expires ? box.provider.expires->microseconds : 0}});
}

Result<LoginBox> decode_login_box(std::string_view text) {
    auto value = TRY(json::parse(text));
    if (!value.is_object()) return fail(Fault::broken, "a sealed session is not an object");
    const auto& o = value.get_object();
    LoginBox box{json::text(o, "name"), json::text(o, "subject"), json::text(o, "method"),
                 {json::text(o, "provider"), json::text(o, "sid"), json::text(o, "refresh"), json::text(o, "id_token"), {}, {}}};
    if (auto expires = json::integer(o, "expires")) box.provider.expires = Instant{expires};
    return box;
}

std::string provider_session_index(const Vault& vault, const MunicipalityId& municipality, std::string_view provider, std::string_view sid) {
    return vault.subject_index(municipality, "provider session", std::string(provider) + "/" + std::string(sid));
}

Instant session_end(const ProviderSession& provider, Instant now, std::int64_t own_hours) {
    const Instant own = now.plus_hours(own_hours);
    return provider.expires ? std::min(*provider.expires, own) : own;
}

std::optional<Instant> renew_at(const ProviderSession& provider) {
    if (!provider.expires || provider.refresh_token.empty()) return std::nullopt;
    return provider.expires->plus_seconds(-renew_before_seconds);
}

}  // namespace raekoda::people
