// From a service of the register to what its page shows.
#pragma once
#include <memory>

#include "doors/site/service_views.h"
#include "services/services.h"

namespace raekoda::doors::site {

using ServicePointer = std::shared_ptr<const services::Service>;

// For whom and when a page of services is made.
struct ServiceReader {
    view::Language language;
    const services::Municipality& municipality;
    Date today;
    std::string origin;  // "https://town.example": of this site; for addresses outside of the page
    std::string to(std::string_view path) const { return "/" + std::string(view::code(language)) + std::string(path); }
    std::string say(const services::Service& service, const view::LocalText& text) const { return service.say(text, language, today); }
};

ServiceCard service_card_of(const ServiceReader&, const services::Service&);
// `all`: what the municipality offers today; related services that it does not have are left out.
ServicePage service_page_of(const ServiceReader&, const services::Service&, const std::vector<ServicePointer>& all);
LifeEventPage life_event_page_of(const ServiceReader&, const services::LifeEvent&, const std::vector<ServicePointer>& all);
// The order of a dictionary in the reader's language.
void sort_by_name(std::vector<ServicePointer>&, view::Language);
// The register or the municipality that has an evidence, in words.
std::string evidence_source(view::Language, const std::string& from);
std::string fact_name(view::Language, const std::string& fact);  // "residence.address" in words
std::string member_name(view::Language, const std::string& member);

}  // namespace raekoda::doors::site
