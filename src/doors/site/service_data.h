// Services as data for others: schema.org in the page, CPSV-AP 3.2.0 as JSON-LD, CSV; and a check of the export against the rules of the profile.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "doors/site/service_view.h"

namespace raekoda::doors::site {

// schema.org GovernmentService in the reader's language.
json::object schema_org(const ServiceReader&, const services::Service&);
// <script type="application/ld+json">; nothing in it can end the element.
view::Html linked_data_script(const json::object&);

// A catalogue (dcat:Dataset) with all services, its organisation, events, channels, costs, requirements, evidence, rules, contacts, themes,
// target groups, goals.
json::object cpsv_ap(const ServiceReader&, const std::vector<ServicePointer>&);
// What breaks the profile: "PublicService https://…: no dct:description"; empty: all is well. Cardinalities, types of literals and classes of what is
// referred to, as in the SHACL of CPSV-AP 3.2.0.
std::vector<std::string> cpsv_ap_faults(const json::object&);

// RFC 4180, one line a service, names and summaries in three languages.
std::string services_csv(const ServiceReader&, const std::vector<ServicePointer>&);

}  // namespace raekoda::doors::site
