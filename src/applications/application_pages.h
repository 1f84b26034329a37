// The pages of applications: applying, the resident's desk, an application with its decision, officials' work, the public register.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "applications/applications.h"
#include "media/media.h"
#include "people/dated_rules.h"
#include "people/registers.h"
#include "people/residents.h"
#include "people/visit.h"
#include "services/service_register.h"
#include "view/components.h"

namespace raekoda::applications {

// What other rooms show on the resident's desk; a room does not know its neighbours, the program puts them together.
struct DeskNeighbours {
    std::function<std::vector<view::ReportCard>(const people::Visit&, std::span<const PersonId>)> reports;  // of all whom a person is known as; may be empty
    struct Link {
        std::string text_key, path;  // "residents.my_data", "/my/data"
    };
    std::vector<Link> also;
};

struct PageParts {
    people::Reception& reception;
    Applications& applications;
    people::Residents& residents;
    services::ServiceRegister& services;
    std::shared_ptr<people::RegisterFacts> registers;  // null: none is connected
    media::PhotoWorkshop& workshop;
    DeskNeighbours neighbours;
    people::DatedRules rules;  // from what age somebody applies alone
};

void add_application_pages(const PageParts&);
// An application that whoever is logged in can open ("application/T-2026-000123"), by its service and number; nullopt: another matter, or not theirs.
std::optional<view::Link> matter_link(const PageParts&, const people::Visit&, std::string_view reference);
// Officials try a form that is being written: nothing is kept but, if they wish, the answers as an example. The register must outlive it.
void add_form_preview_pages(people::Reception&, services::ServiceRegister&);

}  // namespace raekoda::applications
