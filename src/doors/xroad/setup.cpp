#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "doors/xroad/xroad.h"

namespace raekoda::doors::xroad {

namespace {

constexpr std::array questions{"person", "residence", "family", "death", "studies", "companies", "mandates", "addresses", "address"};
constexpr std::size_t longest_setup = 1u << 20, longest_part = 100;
constexpr std::size_t client_parts = 4, service_parts = 5;

auto wrong(std::string what) { return fail(Fault::invalid, "registers: " + std::move(what)); }

// Parts of the characters that the protocol allows in identifiers, so many of them.
bool is_identifier(std::string_view id, std::size_t parts) {
    auto pieces = split(id, '/');
    if (pieces.size() != parts) return false;
    for (auto piece : pieces) {
        if (piece.empty() || piece.size() > longest_part || piece == "." || piece == "..") return false;
        for (char c : piece) {
            bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && std::string_view("'()+,-.=?_ ").find(c) == std::string_view::npos) return false;
        }
    }
    return true;
}

Outcome no_others(const json::object& o, std::initializer_list<std::string_view> known, const std::string& where) {
    for (const auto& member : o)
        if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end()) return wrong("unknown member " + where + std::string(member.key()));
    return {};
}

Result<std::map<std::string, std::string>> read_services(const json::object& o, const std::string& where) {
    std::map<std::string, std::string> services;
    const auto* list = json::member(o, "services");
    if (!list) return services;
    for (const auto& member : *list) {
        std::string question(member.key()), id = json::as_text(member.value());
        if (std::find(questions.begin(), questions.end(), question) == questions.end()) return wrong(where + "services: no such question " + question);
        if (!is_identifier(id, service_parts)) return wrong(where + "services." + question + " is not INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE");
        services[question] = id;
    }
    return services;
}

}  // namespace

Result<Setup> read_setup(std::string_view text) {
    auto value = TRY(json::parse(text, longest_setup));
    if (!value.is_object()) return wrong("not an object");
    const auto& o = value.get_object();
    TRY(no_others(o, {"security_server", "timeout_milliseconds", "failures_until_rest", "rest_seconds", "services", "municipalities"}, ""));
    Setup setup;
    setup.security_server = json::text(o, "security_server");
    while (setup.security_server.ends_with('/')) setup.security_server.pop_back();
    bool web = setup.security_server.starts_with("https://") || setup.security_server.starts_with("http://");
    if (!web || setup.security_server.find_first_of(" \t\r\n?#@") != std::string::npos) return wrong("security_server is not an http address");
    setup.timeout_milliseconds = static_cast<int>(std::clamp<std::int64_t>(json::integer(o, "timeout_milliseconds", setup.timeout_milliseconds), 100, 30'000));
    setup.failures_until_rest = static_cast<int>(std::clamp<std::int64_t>(json::integer(o, "failures_until_rest", setup.failures_until_rest), 1, 1000));
    setup.rest_seconds = static_cast<int>(std::clamp<std::int64_t>(json::integer(o, "rest_seconds", setup.rest_seconds), 0, 3600));
    auto shared = TRY(read_services(o, ""));
    const auto* municipalities = json::member(o, "municipalities");
    if (!municipalities || municipalities->empty()) return wrong("no municipalities");
    for (const auto& member : *municipalities) {
        std::string name(member.key()), where = "municipalities." + name + ".";
        if (!member.value().is_object()) return wrong(where + " is not an object");
        const auto& own = member.value().get_object();
        TRY(no_others(own, {"client", "services"}, where));
        Setup::Client client{json::text(own, "client"), TRY(read_services(own, where))};
        if (!is_identifier(client.id, client_parts)) return wrong(where + "client is not INSTANCE/CLASS/MEMBER/SUBSYSTEM");
        client.services.insert(shared.begin(), shared.end());
        setup.clients[name] = std::move(client);
    }
    return setup;
}

}  // namespace raekoda::doors::xroad
