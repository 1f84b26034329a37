#pragma once
#include "doors/console/town.h"
#include "doors/identity/identity.h"

namespace raekoda::doors::console {

struct ServeOptions {
    std::string address = "127.0.0.1";
    int port = 8080;
    bool demo = false;
    std::string demo_password = "raekoda-demo-2026";
    std::string public_origin;
    bool rate_limits = true;
    int workers = 96;
    std::vector<std::string> trusted_proxies;
    std::string smtp_url, smtp_user, smtp_password, bounce_domain;
    std::optional<identity::ProviderOptions> identity;  // where residents log in; none: by e-mail only
    std::string media_worker;  // empty: beside the program
};
int serve(const Configuration&, const ServeOptions&);

// Sample people and reports from the catalogue's demo.json files; does nothing where they are already.
Outcome load_demo(Town&, const std::string& password);

}  // namespace raekoda::doors::console
