// One appointment as an iCalendar file, for any calendar (RFC 5545, methods of RFC 5546). Pure.
#pragma once
#include <string>

#include "applications/applications.h"

namespace raekoda::applications {

struct CalendarEntry {
    std::string uid;                                  // the same for ever: a later file takes the place of an earlier one
    int sequence = 0;                                 // grows with every change that the organizer makes
    AppointmentState state = AppointmentState::proposed;
    Instant starts, ends, changed;
    std::string summary, location, description, url;  // texts as people read them; all but the summary may be empty
    std::string organizer_name, organizer_email;      // empty e-mail: no organizer, and so no method
};
// Lines end by CRLF and have 75 bytes at most, never cutting a character; times are in UTC.
std::string as_calendar(const CalendarEntry&);

}  // namespace raekoda::applications
