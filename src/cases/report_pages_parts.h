// What the handlers of the report pages share. Inside the room only.
#pragma once
#include "cases/browse_filter.h"
#include "cases/page_memory.h"
#include "cases/report_page_views.h"
#include "cases/report_pages.h"

namespace raekoda::cases {

struct ReportPages {
    people::Reception& reception;
    Cases& cases;
    media::PhotoWorkshop& workshop;
    PageMemory memory;
    http::RateLimiter map_limit{20, 200};

    const services::Municipality& municipality(const people::Visit& visit) const { return *cases.catalogue()->municipality(visit.municipality); }
};
using Pages = std::shared_ptr<ReportPages>;

// browse_pages.cpp
http::Response browse_page(ReportPages&, people::Visit&);
// report_feeds.cpp
http::Response map_json(ReportPages&, people::Visit&);
http::Response feed_atom(ReportPages&, people::Visit&);
http::Response reports_csv(ReportPages&, people::Visit&);
http::Response reports_geojson(ReportPages&, people::Visit&);
// report_page.cpp
http::Response report_page(ReportPages&, people::Visit&);
ReportFacts facts_of(ReportPages&, const people::Visit&, const Cases::ReportWithHistory&);
ClosedDoor closed_door(const ReportView*, view::Language);
http::Response photo_for_everybody(Cases&, const http::Request&);
http::Response photo_for_visitor(ReportPages&, people::Visit&);
http::Response outline(Cases&, const http::Request&);
// follow_pages.cpp
http::Response follow_page(ReportPages&, people::Visit&);
http::Response follow_act(ReportPages&, people::Visit&);

// Problems of a command as the error summary shows them, and the one of a field.
std::vector<view::ProblemView> problem_views(const Error&, view::Language);
std::string problem_of(const std::vector<view::ProblemView>&, std::string_view field);

}  // namespace raekoda::cases
