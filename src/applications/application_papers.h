// Receipt and decision as papers. Inside the room only.
#pragma once
#include "applications/application_content.h"
#include "applications/paper.h"
#include "services/services.h"
#include "view/view.h"

namespace raekoda::applications {

Paper receipt_paper(const services::Municipality&, const ApplicationView&, const Content&, const std::vector<ApplicationFile>&, view::Language);
// In the language of administration.
Paper decision_paper(const services::Municipality&, const ApplicationView&, const Content&, const Decision&, const std::string& service, const std::string& official);
// How long a permit or benefit lasts: "1.1.2027 – 31.12.2027"; empty: not said.
std::string validity_words(const std::optional<Date>& from, const std::optional<Date>& to, view::Language);

}  // namespace raekoda::applications
