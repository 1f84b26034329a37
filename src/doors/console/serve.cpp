#include "doors/console/serve.h"

#include <signal.h>

#include <atomic>
#include <iostream>
#include <thread>

#include "applications/application_pages.h"
#include "base/log.h"
#include "cases/reports_of_person.h"
#include "cases/desk_pages.h"
#include "cases/report_form_pages.h"
#include "cases/report_pages.h"
#include "doors/console/metrics.h"
#include "doors/mail/mail.h"
#include "doors/open311/open311.h"
#include "doors/site/model_pages.h"
#include "doors/site/service_desk_pages.h"
#include "doors/site/service_pages.h"
#include "doors/site/site.h"
#include "http/http.h"
#include "people/people_pages.h"
#include "people/resident_pages.h"
#include "services/service.h"

namespace raekoda::doors::console {

namespace {

people::PeopleChoices choices_of(const services::Catalogue& catalogue) {
    people::PeopleChoices choices;
    for (const auto& municipality : catalogue.municipalities()) {
        auto& own = choices[municipality.id];
        for (const auto& area : municipality.areas_of_work) own.areas_of_work.push_back({area.id, area.name});
        for (const auto& team : municipality.teams) own.teams.push_back({team.id, team.name});
    }
    return choices;
}

// What other rooms show on the resident's desk.
applications::DeskNeighbours desk_neighbours(cases::Cases& cases) {
    constexpr std::size_t most = 20;
    applications::DeskNeighbours neighbours;
    neighbours.reports = [&cases](const people::Visit& visit, std::span<const people::PersonId> whose) { return cases::report_cards_of(cases, visit, whose, most); };
    neighbours.also = {{"my.data", "/my/data"}, {"my.mandates", "/my/mandates"}};
    return neighbours;
}

// What a mandate can be limited to.
std::function<std::vector<people::NamedChoice>(const MunicipalityId&)> service_choices(const Town& town) {
    return [services = town.services](const MunicipalityId& municipality) {
        std::vector<people::NamedChoice> choices;
        for (const auto& service : services->services(municipality, local_time(now()).date))
            if (!service->form_file.empty()) choices.push_back({service->id, service->name});
        return choices;
    };
}

// The log of register queries, as long as the rule of the day says; without a rule it stays.
Outcome forget_queries(people::RegisterFacts& registers, const people::DatedRules& rules, const MunicipalityId& municipality, Instant now) {
    const Date today = local_time(now).date;
    const auto* rule = rules.on(today);
    if (!rule) return {};
    auto gone = TRY(registers.forget_queries_before(municipality, instant_of(people::months_before(today, rule->keep_register_queries_months), 0), now));
    if (gone > 0) log::info("housekeeping.queries_forgotten", {{"municipality", municipality.value}, {"lines", gone}});
    return {};
}

// Forgets what nobody sent, now and then.
class Housekeeping {
public:
    Housekeeping(cases::Cases& cases, applications::Applications& applications, people::Residents& residents, people::RegisterFacts& registers, people::DatedRules rules, std::vector<MunicipalityId> municipalities)
        : thread_([this, &cases, &applications, &residents, &registers, rules = std::move(rules), municipalities = std::move(municipalities)] {
        while (!stopping_) {
            for (const auto& municipality : municipalities)
                if (auto done = residents.forget_expired(municipality, now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            for (const auto& municipality : municipalities)
                if (auto done = forget_queries(registers, rules, municipality, now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            if (auto done = cases.forget_expired(now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            if (auto done = applications.forget_expired(now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            if (auto done = applications.forget_over(rules, now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            if (auto done = applications.end_unsigned(now()); !done) log::warning("housekeeping.failed", {{"detail", done.error().detail}});
            for (int second = 0; second < 3600 && !stopping_; ++second) std::this_thread::sleep_for(std::chrono::seconds(1));
        }
    }) {}
    ~Housekeeping() {
        stopping_ = true;
        thread_.join();
    }

private:
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

// What the files of the catalogue have and the register of services does not is published; what officials changed since is left and named.
Outcome take_services(Town& town) {
    for (const auto& municipality : town.catalogue->municipalities()) {
        auto taken = TRY(town.services->take_catalogue({municipality.id, now(), "system", {}}));
        for (const auto& id : taken.left) log::warning("services.files_differ", {{"municipality", municipality.id.value}, {"service", id}});
    }
    return {};
}

}  // namespace

int serve(const Configuration& configuration, const ServeOptions& options) {
    // Signals are taken by one thread that may do anything; every other thread is born with them blocked.
    sigset_t signals;
    sigemptyset(&signals);
    for (int s : {SIGTERM, SIGINT}) sigaddset(&signals, s);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);

    auto opened = open_town(configuration);
    if (!opened) return failed(opened.error());
    Town& town = *opened;
    if (options.demo)
        if (auto loaded = load_demo(town, options.demo_password); !loaded) return failed(loaded.error());

    if (auto taken = take_services(town); !taken) return failed(taken.error());

    auto workshop = media::PhotoWorkshop::open(options.media_worker.empty() ? media::default_worker_path() : options.media_worker, 2);
    if (!workshop) return failed(workshop.error());

    site::SiteOptions site_options;
    site_options.signing_key = town.derived_key("csrf");
    site_options.public_origin = options.public_origin;
    site_options.sample = options.demo;
    site_options.rate_limits = options.rate_limits;

    auto router = std::make_shared<http::Router>();
    auto reception = site::open_reception(*router, *town.people, *town.residents, *town.cases, site_options);
    site::add_site_pages(*router, *reception, *town.cases, *town.services, site_options);
    site::add_service_pages(*router, *reception, *town.residents, *town.cases, *town.services, options.public_origin);
    people::add_people_pages(*reception, *town.people, *town.residents, choices_of(*town.catalogue), options.identity.has_value());
    const applications::PageParts application_parts{*reception, *town.applications, *town.residents, *town.services, town.registers, **workshop, desk_neighbours(*town.cases), town.rules};
    people::add_resident_pages(*reception, *town.people, *town.residents,
                               {service_choices(town), town.registers, town.rules, [catalogue = town.catalogue](std::string_view ehak, view::Language language) { return catalogue->unit_name(ehak, language); },
                                [application_parts](const people::Visit& visit, std::string_view reference) { return applications::matter_link(application_parts, visit, reference); }});
    std::vector<MunicipalityId> municipalities;
    for (const auto& municipality : town.catalogue->municipalities()) municipalities.push_back(municipality.id);
    identity::Login login(*town.people, *town.residents, {options.identity, options.public_origin, !options.smtp_url.empty()}, municipalities);
    login.add_pages(*router, *reception);
    cases::add_report_form_pages(*reception, *town.cases, **workshop);
    cases::add_report_pages(*reception, *router, *town.cases, **workshop);
    cases::add_desk_pages(*reception, *town.cases, **workshop);
    site::add_model_pages(*reception, *town.cases);
    applications::add_application_pages(application_parts);
    applications::add_form_preview_pages(*reception, *town.services);
    site::add_service_desk_pages(*reception, *town.people, *town.cases, *town.services);
    open311::Open311Options open311_options;
    open311_options.origin = options.public_origin;
    open311_options.rate_limits = options.rate_limits;
    open311_options.test_endpoint = options.demo;
    open311::add_open311(*router, *town.cases, **workshop, open311_options);
    if (!options.rate_limits) {
        // What a page is measured against: the least that this server can do for a request.
        auto kilobyte = std::make_shared<const std::string>(1024, 'x');
        router->get("/measure/1k", [kilobyte](const http::Request&) {
            auto response = http::Response::of_type("text/plain; charset=utf-8", "");
            response.shared_body = kilobyte;
            return response;
        });
    }
    Metrics metrics(town);
    metrics.add_pages(*router);
    site::guard(*router, *reception, *town.cases, site_options);

    http::ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = static_cast<std::uint16_t>(options.port);
    server_options.workers = options.workers;
    server_options.trusted_proxies = options.trusted_proxies;
    auto listening = http::Server::listen(server_options, router);
    if (!listening) return failed(listening.error());
    http::Server& server = **listening;
    metrics.watch(server);

    town.cases->start_following();
    std::unique_ptr<mail::Postman> postman;
    if (!options.smtp_url.empty()) {
        mail::PostmanOptions post;
        post.smtp_url = options.smtp_url;
        post.username = options.smtp_user;
        post.password = options.smtp_password;
        post.bounce_domain = options.bounce_domain;
        post.signing_key = town.derived_key("bounce");
        post.residents = town.residents.get();
        post.origin = options.public_origin.empty() ? "http://localhost:" + std::to_string(server.port()) : options.public_origin;
        postman = std::make_unique<mail::Postman>(*town.journal, *town.cases, post, town.applications.get());
        postman->start();
    }
    {
        Housekeeping housekeeping(*town.cases, *town.applications, *town.residents, *town.registers, town.rules, municipalities);
        std::thread stopper([&] {
            int signal_number = 0;
            sigwait(&signals, &signal_number);
            server.stop();
        });
        log::info("serve.started", {{"port", static_cast<int>(server.port())}, {"demo", options.demo ? "yes" : "no"}});
        std::cerr << "Raekoda: http://localhost:" << server.port() << "/\n";
        server.run();
        pthread_kill(stopper.native_handle(), SIGTERM);
        stopper.join();
    }
    if (postman) postman->stop();
    town.cases->stop_following();
    log::info("serve.stopped");
    return 0;
}

}  // namespace raekoda::doors::console
