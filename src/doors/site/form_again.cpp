#include "doors/site/form_again.h"

#include "base/text.h"

namespace raekoda::doors::site {

namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr const char* staff_cookie = "raekoda_session";

// A browser says where a form stood. Somebody else's page must not have its fields shown as our visitor's own.
bool is_from_us(const people::Visit& visit) {
    const auto& request = visit.request;
    const auto site = request.header("sec-fetch-site"), mode = request.header("sec-fetch-mode");
    if (!mode.empty() && mode != "navigate") return false;
    return site.empty() ? request.header("origin") == visit.frame.origin : site == "same-origin";
}

std::string login_url(const people::Visit& visit) {
    const bool staff_gone = !visit.staff && !visit.request.cookie(staff_cookie).empty();
    if (staff_gone && visit.request.path.substr(3).starts_with("/desk")) return visit.frame.to("/sign-in");
    return !visit.resident && !visit.request.cookie(people::Reception::resident_cookie).empty() ? visit.frame.to("/login") : std::string();
}

}  // namespace

std::optional<FormAgain> form_again(const people::Visit& visit) {
    if (!is_from_us(visit) || visit.request.path.size() < 4) return std::nullopt;
    FormAgain again{visit.request.target, {}, login_url(visit), false};
    std::size_t bytes = 0;
    for (const auto& [name, value] : visit.request.form.items()) {
        if (name == "password") return std::nullopt;
        if (name == "csrf") continue;
        bytes += name.size() + value.size();
        again.fields.emplace_back(name, clean_input(value).value_or(std::string()));
    }
    if (bytes > most_bytes) return std::nullopt;
    for (const auto& file : visit.request.files) again.files_lost |= !file.content.empty();
    return again;
}

}  // namespace raekoda::doors::site
