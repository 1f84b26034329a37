// Pages by which everybody reads reports and a reporter follows theirs: list and map, feeds and data, a report, the private page, photos.
#pragma once
#include "cases/cases.h"
#include "http/http.h"
#include "people/visit.h"

namespace raekoda::cases {

// Keeps references: all four must outlive the router. Limits: map.json 20 a second (burst 200) by address.
void add_report_pages(people::Reception&, http::Router&, Cases&, media::PhotoWorkshop&);

}  // namespace raekoda::cases
