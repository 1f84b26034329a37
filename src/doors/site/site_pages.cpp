// Pages that belong to no room, and the files that every page needs.
#include <algorithm>

#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "cases/case_views.h"
#include "doors/site/pages.h"
#include "doors/site/site.h"
#include "doors/site/service_view.h"
#include "doors/site/site_views.h"
#include "services/service_search.h"

namespace raekoda::doors::site {

namespace {

constexpr std::size_t services_found = 6;
constexpr int newest_shown = 6, found_shown = 12;
constexpr double around_metres = 300;

const services::Municipality& municipality_of(const services::Catalogue& catalogue, const people::Visit& visit) {
    return *catalogue.municipality(visit.municipality);
}

http::Response home(people::Reception& reception, cases::Cases& cases, people::Visit& visit) {
    auto catalogue = cases.catalogue();
    const auto& municipality = municipality_of(*catalogue, visit);
    auto language = visit.language();
    visit.frame.section = "home";
    visit.frame.title = view::text(language, "site.home_title");
    visit.frame.description = view::text(language, "site.home_lead");
    visit.frame.scripts = {"map"};
    HomePage page;
    auto newest = cases.browse(visit.municipality, {}, "", newest_shown);
    auto figures = cases.town_figures(visit.municipality, visit.now);
    if (!newest || !figures) return reception.problem(visit, newest ? figures.error() : newest.error());
    for (const auto& line : newest->lines) page.newest.push_back(cases::card_of(line, municipality, visit));
    page.figures = {{view::number_text(language, figures->open), view::text(language, "site.figure_open"), ""},
                    {view::number_text(language, figures->closed_in_30_days), view::text(language, "site.figure_closed"), ""},
                    {view::number_text(language, figures->opened_in_30_days), view::text(language, "site.figure_opened"), ""}};
    page.map = {cases::base_map(municipality, visit.frame), visit.frame.to("/reports/map.json"), "", view::text(language, "site.map_label")};
    page.ask_phone = municipality.phone;
    page.ask_email = municipality.email;
    page.ask_hours = municipality.hours.in(language);
    for (const auto& event : municipality.life_events) page.life_events.push_back({event.name.in(language), event.summary.in(language), visit.frame.to("/life-events/" + event.id), ""});
    // Most wanted first, by the season.
    int month = local_time(visit.now).date.month;
    for (const auto& kind : municipality.kinds) {
        bool in_season = kind.months.empty() || std::find(kind.months.begin(), kind.months.end(), month) != kind.months.end();
        if (in_season && page.often.size() < 5) page.often.push_back({kind.name.in(language), visit.frame.to("/report?kind=" + url_encoded(kind.id))});
    }
    return reception.show(visit, pages::home_page(visit.frame, page));
}

bool looks_like_number(std::string_view words) {
    return words.size() == 11 && words[4] == '-' && parse_integer(words.substr(0, 4)) && parse_integer(words.substr(5));
}

http::Response find(people::Reception& reception, cases::Cases& cases, services::ServiceRegister& services, people::Visit& visit) {
    auto catalogue = cases.catalogue();
    const auto& municipality = municipality_of(*catalogue, visit);
    auto language = visit.language();
    FindPage page;
    page.words = first_code_points(clean_input(visit.request.query.get("q")).value_or(""), 200);
    page.asked = !page.words.empty();
    visit.frame.title = view::text(language, "site.find_title");
    visit.frame.index = false;
    if (looks_like_number(page.words)) {
        auto report = cases.report(visit.municipality, cases::ReportNumber(page.words));
        if (report && *report && (*report)->visibility == cases::Visibility::open)
            return http::Response::redirect(visit.frame.to(cases::report_path(cases::ReportNumber(page.words))));
    }
    if (page.asked) {
        ServiceReader reader{language, municipality, local_time(visit.now, municipality.time_zone).date, visit.frame.origin};
        for (const auto& service : services::find_services(services.services(visit.municipality, reader.today), page.words, services_found))
            page.services.push_back(service_card_of(reader, *service));
        auto add_reports_near = [&](double lat, double lon) -> Outcome {
            for (const auto& near : TRY(cases.nearby(visit.municipality, lat, lon, around_metres, "", false, found_shown)))
                page.reports.push_back(cases::card_of(near.line, municipality, visit));
            return {};
        };
        auto places = catalogue->find_places(visit.municipality, page.words, 5);
        // A place chosen from the list comes back with its point.
        auto lat = parse_number(visit.request.query.get("lat")), lon = parse_number(visit.request.query.get("long"));
        Outcome found;
        if (lat && lon) {
            page.place_label = page.words;
            found = add_reports_near(*lat, *lon);
        } else if (!places.empty()) {
            page.place_label = places.front().label;
            found = add_reports_near(places.front().lat, places.front().lon);
        }
        if (!found) return reception.problem(visit, found.error());
        for (const auto& place : places)
            page.places.push_back({place.label, visit.frame.to("/find?q=" + url_encoded(place.label) + "&lat=" + view::coordinate(place.lat) + "&long=" + view::coordinate(place.lon))});
        for (const auto& suggestion : catalogue->suggest(visit.municipality, page.words, local_time(visit.now).date.month, {}, 5)) {
            const auto* kind = municipality.kind(suggestion.kind);
            if (!kind) continue;
            page.kinds.push_back({kind->name.in(language), visit.frame.to("/report?kind=" + url_encoded(kind->id))});
            if (page.place_label.empty() && page.reports.empty()) {
                auto recent = cases.browse(visit.municipality, {kind->id, "", std::nullopt, 0, 0}, "", found_shown / 2);
                if (!recent) return reception.problem(visit, recent.error());
                for (const auto& line : recent->lines) page.reports.push_back(cases::card_of(line, municipality, visit));
            }
        }
    }
    return reception.show(visit, pages::find_page(visit.frame, page));
}

http::Response plain(people::Reception& reception, people::Visit& visit, const std::string& name) {
    auto language = visit.language();
    visit.frame.title = view::text(language, "site." + name + "_title");
    auto content = view::markdown(view::text(language, "site." + name + "_text", std::initializer_list<view::Argument>{{"municipality", visit.frame.municipality_name.in(language)},
                                                                                 {"email", visit.frame.contact_email}, {"phone", visit.frame.contact_phone}}));
    return reception.show(visit, pages::plain_page(visit.frame, visit.frame.title, content));
}

// --- files ---

http::Response asset(const http::Request& request) {
    std::string name = request.path_value("name");
    const auto* file = view::asset_file(name);
    if (!file) return http::Response::text("not found\n", 404);
    auto response = http::Response::of_type(http::mime_type_of(file->name), std::string(file->content));
    response.with_header("Cache-Control", name == file->name ? "no-cache" : "public, max-age=31536000, immutable");
    return response;
}

// A colour of the catalogue, checked when it was loaded; anything else falls back to the style sheet's own.
bool is_colour(std::string_view s) {
    return (s.size() == 7 || s.size() == 4) && s[0] == '#' && std::all_of(s.begin() + 1, s.end(), [](unsigned char c) { return std::isxdigit(c); });
}

http::Response theme(cases::Cases& cases, const http::Request& request) {
    std::string name = request.path_value("name");
    auto catalogue = cases.catalogue();
    std::string id = name.size() > 4 ? name.substr(0, name.size() - 4) : "";
    const auto* municipality = name.ends_with(".css") ? catalogue->municipality(MunicipalityId(id)) : nullptr;
    if (!municipality) return http::Response::text("not found\n", 404);
    std::string css = ":root{";
    if (is_colour(municipality->theme.brand)) css += "--brand:" + municipality->theme.brand + ";";
    if (is_colour(municipality->theme.brand_dark)) css += "--brand-strong:" + municipality->theme.brand_dark + ";";
    if (is_colour(municipality->theme.accent)) css += "--brand-ribbon:" + municipality->theme.accent + ";";
    if (!municipality->theme.mark.empty()) css += "--mark:url(\"/marks/" + id + ".svg\");--mark-absent:none;";
    css += "}\n";
    auto response = http::Response::of_type("text/css; charset=utf-8", css);
    response.with_header("Cache-Control", "public, max-age=300");
    return response;
}

http::Response mark(cases::Cases& cases, const http::Request& request) {
    std::string name = request.path_value("name");
    auto catalogue = cases.catalogue();
    const auto* municipality = name.ends_with(".svg") ? catalogue->municipality(MunicipalityId(name.substr(0, name.size() - 4))) : nullptr;
    if (!municipality || municipality->theme.mark.empty()) return http::Response::text("not found\n", 404);
    // A path of our own catalogue; only what a path may hold goes into the picture.
    std::string path;
    for (char c : municipality->theme.mark)
        if (std::isalnum(static_cast<unsigned char>(c)) || c == ' ' || c == '.' || c == ',' || c == '-') path += c;
    std::string colour = is_colour(municipality->theme.brand) ? municipality->theme.brand : "#005aa3";
    auto response = http::Response::of_type("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><path fill=\"" + colour +
                                                                 "\" d=\"" + path + "\"/></svg>\n");
    response.with_header("Cache-Control", "public, max-age=300");
    return response;
}

http::Response service_worker() {
    const auto* file = view::asset_file("sw.js");
    if (!file) return http::Response::text("not found\n", 404);
    auto response = http::Response::of_type("text/javascript; charset=utf-8", std::string(file->content));
    response.with_header("Cache-Control", "no-cache");
    return response;
}

http::Response manifest(people::Visit& visit, const services::Municipality& municipality) {
    auto language = visit.language();
    json::object icon{{"src", "/marks/" + municipality.id.value + ".svg"}, {"sizes", "any"}, {"type", "image/svg+xml"}};
    json::object answer{{"name", municipality.name.in(language)}, {"short_name", municipality.short_name.in(language)}, {"lang", std::string(view::code(language))},
                        {"id", "/"}, {"start_url", visit.frame.to("/report/offline")}, {"scope", "/"}, {"display", "standalone"},
                        {"background_color", "#ffffff"}, {"theme_color", municipality.theme.brand}, {"icons", json::array{icon}}};
    return http::Response::of_type("application/manifest+json; charset=utf-8", json::serialize(answer) + "\n");
}

http::Response first_door(const http::Request& request) {
    auto language = view::preferred_language(request.header("accept-language"));
    auto response = http::Response::redirect("/" + std::string(view::code(language)) + "/");
    response.with_header("Vary", "Accept-Language");
    return response;
}

}  // namespace

void add_site_pages(http::Router& router, people::Reception& reception, cases::Cases& cases, services::ServiceRegister& services, const SiteOptions&) {
    router.get("/", first_door);
    for (auto code : {"et", "en", "ru"})
        router.get("/" + std::string(code), [code](const http::Request&) { return http::Response::redirect("/" + std::string(code) + "/"); });
    reception.get("/", [&](people::Visit& visit) { return home(reception, cases, visit); });
    reception.get("/find", [&](people::Visit& visit) { return find(reception, cases, services, visit); });
    for (const std::string name : {"accessibility", "privacy"})
        reception.get("/" + name, [&reception, name](people::Visit& visit) { return plain(reception, visit, name); });
    reception.get("/manifest.webmanifest", [&](people::Visit& visit) { return manifest(visit, municipality_of(*cases.catalogue(), visit)); });
    router.get("/assets/{name}", [&](const http::Request& request) {
        return request.path_value("name").starts_with("theme-") ? [&] {
            http::Request named = request;
            named.path_values["name"] = request.path_value("name").substr(6);
            return theme(cases, named);
        }() : asset(request);
    });
    router.get("/marks/{name}", [&](const http::Request& request) { return mark(cases, request); });
    router.get("/sw.js", [](const http::Request&) { return service_worker(); });
    router.get("/robots.txt", [](const http::Request&) {
        return http::Response::text("User-agent: *\nDisallow: /et/follow/\nDisallow: /en/follow/\nDisallow: /ru/follow/\nDisallow: /et/desk\nDisallow: /en/desk\nDisallow: /ru/desk\n");
    });
    router.get("/favicon.ico", [&](const http::Request& request) {
        http::Request named = request;
        named.path_values["name"] = cases.catalogue()->by_host(request.host)->id.value + ".svg";
        return mark(cases, named);
    });
}

}  // namespace raekoda::doors::site
