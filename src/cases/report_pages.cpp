#include "cases/report_pages.h"

#include "cases/report_pages_parts.h"

namespace raekoda::cases {

std::vector<view::ProblemView> problem_views(const Error& error, view::Language language) {
    std::vector<view::ProblemView> views;
    for (const auto& problem : error.problems) views.push_back({problem.field, view::text(language, problem.text_key, problem.arguments)});
    if (views.empty())
        views.push_back({"", view::text(language, error.text_key.empty() ? std::string("general.fault_") + fault_name(error.fault) : error.text_key)});
    return views;
}

std::string problem_of(const std::vector<view::ProblemView>& problems, std::string_view field) {
    for (const auto& problem : problems)
        if (problem.field == field) return problem.text;
    return {};
}

void add_report_pages(people::Reception& reception, http::Router& router, Cases& cases, media::PhotoWorkshop& workshop) {
    Pages pages(new ReportPages{reception, cases, workshop, PageMemory(cases)});
    auto page = [&](http::Response (*answer)(ReportPages&, people::Visit&)) { return [pages, answer](people::Visit& visit) { return answer(*pages, visit); }; };
    reception.get("/reports", page(browse_page));
    reception.get("/reports/map.json", page(map_json));
    reception.get("/reports/feed.atom", page(feed_atom));
    reception.get("/reports/reports.csv", page(reports_csv));
    reception.get("/reports/reports.geojson", page(reports_geojson));
    reception.get("/reports/{number}", page(report_page));
    reception.get("/photos/{id}/{size}", page(photo_for_visitor));
    reception.get("/follow/{number}/{secret}", page(follow_page));
    // More photos than a message may have come through to the form: there the words are kept and the problem is said.
    reception.post("/follow/{number}/{secret}/{act}", page(follow_act),
                   {.body_bytes = 4 * media::max_file_bytes + (1u << 20), .files = 20, .file_bytes = media::max_file_bytes});
    router.get("/photos/{id}/{size}", [&cases](const http::Request& request) { return photo_for_everybody(cases, request); });
    router.get("/outline.geojson", [&cases](const http::Request& request) { return outline(cases, request); });
}

}  // namespace raekoda::cases
