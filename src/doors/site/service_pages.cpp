#include "doors/site/service_pages.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/service_data.h"
#include "doors/site/service_view.h"
#include "people/known_facts.h"
#include "services/service_search.h"

namespace raekoda::doors::site {

namespace {

using services::ServiceRegister;

constexpr std::size_t longest_words = 200, found_shown = 30, places_shown = 5;

// What a page of services is made from.
struct Desk {
    people::Reception& reception;
    people::Residents& residents;
    cases::Cases& cases;
    ServiceRegister& register_;
};

// Catalogue and reader live as long as the page is made.
struct Reading {
    std::shared_ptr<const services::Catalogue> catalogue;
    ServiceReader reader;
    std::vector<ServicePointer> all;
    Reading(const Desk& desk, const people::Visit& visit)
        : catalogue(desk.cases.catalogue()), reader{visit.language(), *catalogue->municipality(visit.municipality), {}, visit.frame.origin} {
        reader.today = local_time(visit.now, reader.municipality.time_zone).date;
        all = desk.register_.services(visit.municipality, reader.today);
    }
    std::string words(const std::string& key, std::initializer_list<view::Argument> arguments = {}) const { return view::text(reader.language, "service_page." + key, arguments); }
};

void set_frame(people::Visit& visit, std::string title, std::string description) {
    visit.frame.section = "services";
    visit.frame.title = std::move(title);
    visit.frame.description = std::move(description);
}

std::string count_words(const Reading& reading, std::size_t count) { return reading.words("count", {view::Argument::of_number("count", count)}); }

http::Response overview(const Desk& desk, people::Visit& visit) {
    Reading reading(desk, visit);
    ServicesPage page;
    auto language = visit.language();
    for (const auto& event : reading.reader.municipality.life_events)
        (event.business ? page.business_events : page.life_events).push_back({event.name.in(language), event.summary.in(language), reading.reader.to("/life-events/" + event.id), ""});
    for (const auto& theme : reading.reader.municipality.themes) {
        auto count = std::count_if(reading.all.begin(), reading.all.end(), [&](const auto& one) { return std::find(one->themes.begin(), one->themes.end(), theme.id) != one->themes.end(); });
        if (count > 0) page.themes.push_back({theme.name.in(language), theme.summary.in(language), reading.reader.to("/services/all?theme=" + theme.id), count_words(reading, static_cast<std::size_t>(count))});
    }
    page.all_text = reading.words("all_count", {view::Argument::of_number("count", reading.all.size())});
    set_frame(visit, reading.words("services"), reading.words("services_lead"));
    return desk.reception.show(visit, pages::services_page(visit.frame, page));
}

void by_letters(ServicesAllPage& page, const Reading& reading, std::vector<ServicePointer> chosen) {
    sort_by_name(chosen, reading.reader.language);
    for (const auto& service : chosen) {
        auto card = service_card_of(reading.reader, *service);
        std::string letter = first_letter(card.name);
        if (page.letters.empty() || page.letters.back().letter != letter) page.letters.push_back({letter, "l-" + std::to_string(page.letters.size() + 1), {}});
        page.letters.back().services.push_back(std::move(card));
    }
}

http::Response all(const Desk& desk, people::Visit& visit) {
    Reading reading(desk, visit);
    ServicesAllPage page;
    const auto& here = reading.reader.municipality;
    const auto* theme = here.service_theme(visit.request.query.get("theme"));
    page.words = first_code_points(clean_input(visit.request.query.get("q")).value_or(""), longest_words);
    page.filtered = theme || !page.words.empty();
    page.title = theme ? theme->name.in(visit.language()) : reading.words("all");
    if (theme) page.lead = theme->summary.in(visit.language());
    page.themes.push_back({"", reading.words("any_theme"), "", !theme});
    for (const auto& one : here.themes) page.themes.push_back({one.id, one.name.in(visit.language()), "", theme && theme->id == one.id});
    auto chosen = reading.all;
    if (theme) std::erase_if(chosen, [&](const auto& one) { return std::find(one->themes.begin(), one->themes.end(), theme->id) == one->themes.end(); });
    if (page.words.empty()) {
        page.count = count_words(reading, chosen.size());
        by_letters(page, reading, std::move(chosen));
    } else {
        for (const auto& one : services::find_services(chosen, page.words, found_shown)) page.found.push_back(service_card_of(reading.reader, *one));
        page.count = count_words(reading, page.found.size());
    }
    if (theme)
        for (const auto& kind : here.kinds)
            if (kind.life_event == theme->id) page.reports.push_back({kind.name.in(visit.language()), visit.frame.to("/report?kind=" + url_encoded(kind.id))});
    set_frame(visit, page.title, page.lead);
    return desk.reception.show(visit, pages::services_all_page(visit.frame, page));
}

// The address of another municipality's page: the same server under its own name.
std::string address_in(const services::Municipality& other, const std::string& origin, const std::string& path) {
    if (other.hosts.empty()) return {};
    auto scheme = origin.find("://");
    if (scheme == std::string::npos) return {};
    auto port = origin.find(':', scheme + 3);
    return origin.substr(0, scheme + 3) + other.hosts.front() + (port == std::string::npos ? "" : origin.substr(port)) + path;
}

// Places only. That somebody lived or died somewhere is nothing this page could know.
void find_municipality(ServicePage& page, const Reading& reading, const ServiceRegister& register_, const people::Visit& visit) {
    auto& where = page.where;
    where.words = first_code_points(clean_input(visit.request.query.get("place")).value_or(""), longest_words);
    where.asked = !where.words.empty();
    if (!where.asked || where.question.empty()) return;
    std::string asked = folded(where.words);
    auto add = [&](const services::Municipality& found, const std::string& place) {
        for (const auto& known : where.answers)
            if (known.place == place) return;
        bool here = found.id == visit.municipality;
        bool offers = register_.service(found.id, page.id, reading.reader.today) != nullptr;
        where.answers.push_back({place, found.name.in(visit.language()), here || !offers ? "" : address_in(found, visit.frame.origin, visit.frame.to("/services/" + page.id)), here});
    };
    for (const auto& one : reading.catalogue->municipalities())
        for (const auto* name : {&one.name, &one.short_name})
            for (auto language : view::all_languages)
                if (folded(name->in(language)) == asked) add(one, one.name.in(visit.language()));
    if (where.answers.empty())
        for (const auto& one : reading.catalogue->municipalities())
            for (const auto& place : reading.catalogue->find_places(one.id, where.words, static_cast<int>(places_shown)))
                if (const auto* found = reading.catalogue->municipality(place.municipality.empty() ? one.id : place.municipality)) add(*found, place.label);
}

// A code of a unit by its name; of a list its names. What is not known by name, and what only rules read, is left out.
std::string shown_value(const std::string& value_json, std::string_view fact, const services::Catalogue& catalogue, view::Language language) {
    auto value = json::parse(value_json);
    if (!value || fact.starts_with("children_")) return {};
    if (fact.ends_with("municipality_ehak")) return catalogue.unit_name(json::as_text(*value), language);
    if (value->is_string()) return json::as_text(*value);
    if (value->is_number()) return json::serialize(*value);
    if (const auto* list = value->if_array()) {
        std::vector<std::string> names;
        for (const auto& item : *list)
            if (const auto* one = item.if_object()) names.push_back(json::text(*one, "name"));
        return joined(names, ", ");
    }
    if (const auto* object = value->if_object()) return json::text(*object, "text", json::text(*object, "name"));
    return {};
}

// What is known about who is logged in, or about whom they act for where their right covers this service and as far as it may be told: each fact from its
// best source, as the form will have it. The page is not kept by caches then.
Outcome known_facts(const Desk& desk, const people::Visit& visit, const services::Service& service, const Reading& reading, ServicePage& page) {
    if (!visit.resident) return {};
    page.signed_in = true;
    const auto& acting = visit.resident->acting;
    const bool self = acting.is_self(), covered = self || acting.covers(service.id);
    page.known_heading = self ? reading.words("known") : reading.words("known_of", {{"name", acting.name}});
    page.known_nothing = reading.words(self ? "known_nothing" : covered ? "known_nothing_of" : "known_not_covered");
    if (!covered) return {};
    std::vector<std::string_view> names;
    for (const auto& need : service.needs) names.push_back(need.fact);
    const auto facts = TRY(desk.residents.best_facts(visit.municipality, self ? visit.resident->person : acting.person, names));
    for (const auto& need : service.needs) {
        auto fact = std::find_if(facts.begin(), facts.end(), [&](const auto& one) { return one.name == need.fact; });
        if (fact == facts.end() || (!self && !people::is_told(need.fact, acting.kind))) continue;
        std::string value = shown_value(fact->value_json, need.fact, *reading.catalogue, visit.language()), source = "service_page.source_" + fact->source;
        if (value.empty()) continue;
        auto day = local_time(fact->obtained, reading.reader.municipality.time_zone).date;
        page.known.push_back({fact_name(visit.language(), need.fact), value,
                              reading.words("known_source", {{"source", view::has_text(source) ? view::text(visit.language(), source) : fact->source},
                                                             {"date", view::date_text(visit.language(), day.year, day.month, day.day)}})});
    }
    return {};
}

http::Response one(const Desk& desk, people::Visit& visit) {
    Reading reading(desk, visit);
    auto service = desk.register_.service(visit.municipality, visit.request.path_value("id"), reading.reader.today);
    if (!service) return desk.reception.problem(visit, fail(Fault::missing, "no such service").value());
    auto page = service_page_of(reading.reader, *service, reading.all);
    find_municipality(page, reading, desk.register_, visit);
    if (auto known = known_facts(desk, visit, *service, reading, page); !known) return desk.reception.problem(visit, known.error());
    page.linked_data = linked_data_script(schema_org(reading.reader, *service));
    set_frame(visit, page.name, page.summary);
    auto response = desk.reception.show(visit, pages::service_page(visit.frame, page));
    if (visit.resident) response.with_header("Cache-Control", "no-store");
    return response;
}

http::Response life_event(const Desk& desk, people::Visit& visit) {
    Reading reading(desk, visit);
    const auto* event = reading.reader.municipality.life_event(visit.request.path_value("id"));
    if (!event) return desk.reception.problem(visit, fail(Fault::missing, "no such life event").value());
    auto page = life_event_page_of(reading.reader, *event, reading.all);
    set_frame(visit, page.name, page.summary);
    return desk.reception.show(visit, pages::life_event_page(visit.frame, page));
}

// Open data speak all languages: the language of the reader only names them where a format has room for one.
http::Response open_data(const Desk& desk, const http::Request& request, const std::string& public_origin, bool csv) {
    auto catalogue = desk.cases.catalogue();
    const auto* municipality = catalogue->by_host(request.host);
    ServiceReader reader{view::preferred_language(request.header("accept-language")), *municipality, local_time(now(), municipality->time_zone).date, public_origin.empty() ? (request.secure ? "https://" : "http://") + request.authority : public_origin};
    auto all = desk.register_.services(municipality->id, reader.today);
    auto response = csv ? http::Response::of_type("text/csv; charset=utf-8", services_csv(reader, all))
                        : http::Response::of_type("application/ld+json; charset=utf-8", json::serialize(cpsv_ap(reader, all)) + "\n");
    response.with_header("Cache-Control", "public, max-age=300");
    response.with_header("Access-Control-Allow-Origin", "*");
    return response;
}

}  // namespace

std::vector<std::string> open_data_faults(const services::Municipality& municipality, const services::Catalogue& catalogue, Date on) {
    ServiceReader reader{view::Language::et, municipality, on, "https://" + (municipality.hosts.empty() ? std::string("localhost") : municipality.hosts.front())};
    return cpsv_ap_faults(cpsv_ap(reader, catalogue.services(municipality.id, on)));
}

void add_service_pages(http::Router& router, people::Reception& reception, people::Residents& residents, cases::Cases& cases, ServiceRegister& register_,
                       const std::string& public_origin) {
    Desk desk{reception, residents, cases, register_};
    reception.get("/services", [desk](people::Visit& visit) { return overview(desk, visit); });
    reception.get("/services/all", [desk](people::Visit& visit) { return all(desk, visit); });
    reception.get("/services/{id}", [desk](people::Visit& visit) { return one(desk, visit); });
    reception.get("/life-events/{id}", [desk](people::Visit& visit) { return life_event(desk, visit); });
    router.get("/services.csv", [desk, public_origin](const http::Request& request) { return open_data(desk, request, public_origin, true); });
    router.get("/services.jsonld", [desk, public_origin](const http::Request& request) { return open_data(desk, request, public_origin, false); });
}

}  // namespace raekoda::doors::site
