// What the site's own pages show.
#pragma once
#include <string>
#include <vector>

#include "doors/site/service_views.h"
#include "view/components.h"
#include "view/view.h"

namespace raekoda::doors::site {

struct HomePage {
    std::vector<view::ReportCard> newest;
    view::MapView map;
    std::vector<view::StatView> figures;
    std::string ask_phone, ask_email, ask_hours;
    std::vector<view::Link> often;  // kinds that people report often
    std::vector<TopicCard> life_events;
};

struct FindPage {
    std::string words;
    std::vector<view::Link> kinds;         // report this
    std::vector<ServiceCard> services;
    std::vector<view::Link> places;        // reports around a place
    std::vector<view::ReportCard> reports;
    std::string place_label;               // around which place the reports are
    bool asked = false;
    bool nothing() const { return asked && kinds.empty() && services.empty() && places.empty() && reports.empty(); }
};

}  // namespace raekoda::doors::site
