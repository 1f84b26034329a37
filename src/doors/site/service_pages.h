// Pages of services for everybody: by life event and theme, A–Ö, one service, one life event; open data of the register.
#pragma once
#include "cases/cases.h"
#include "http/http.h"
#include "people/residents.h"
#include "people/visit.h"
#include "services/service_register.h"

namespace raekoda::doors::site {

void add_service_pages(http::Router&, people::Reception&, people::Residents&, cases::Cases&, services::ServiceRegister&,
                       const std::string& public_origin);  // "https://raekoda.ee"; empty: what the request says

// What the open data of a municipality's services breaks of CPSV-AP; empty: nothing.
std::vector<std::string> open_data_faults(const services::Municipality&, const services::Catalogue&, Date on);

}  // namespace raekoda::doors::site
