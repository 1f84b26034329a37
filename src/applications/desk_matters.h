// A person's matters in the order of a desk: what waits for them, what is under way, what holds until when. The same for the person and for the
// official who serves them at the counter. Inside the room only.
#pragma once
#include <functional>

#include "applications/application_page_parts.h"
#include "applications/my_desk_views.h"

namespace raekoda::applications {

struct DeskEyes {
    Viewer viewer;
    std::function<std::string(const ApplicationNumber&)> url;  // of one application
    std::string all_url;                                       // of the list of all; empty: there is none, all are shown
    bool official = false;
};
// broken, unavailable: the applications could not be read. What else cannot be read is left out: the rest of the desk is worth more than none of it.
Result<MyDeskPage> matters_of(Hall&, const people::Visit&, const DeskEyes&);

}  // namespace raekoda::applications
