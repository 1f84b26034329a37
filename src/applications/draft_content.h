// What a draft holds: the form's data as typed, files put to its fields, and how far the person came. Inside the room only.
#pragma once
#include <string>
#include <vector>

#include "applications/applications.h"
#include "form/form.h"

namespace raekoda::applications {

// An official fills a form for somebody who stands at the counter.
struct CounterService {
    std::string name, subject, consent, staff;
    std::string language;  // in which the person reads what comes of it: "ru"; never taken from the official's screen
    bool empty() const { return consent.empty(); }
};
// What was looked up for this form alone: "address.line", "deceased.given_name".
struct LookedUp {
    std::string name, value_json, source;
    Instant obtained;
};
struct DraftContent {
    decision::Value data;                // a context; null at the beginning
    std::vector<form::Upload> uploads;
    std::vector<std::string> missing_sources;  // registers that did not answer when it was begun, in words
    CounterService counter;
    std::vector<LookedUp> looked_up;
    std::string standing;                      // "unknown": no register knows the person's code; empty: nothing to say
    std::vector<std::pair<std::string, std::string>> unfit;  // label and answer of what a newer version of the form did not take
    std::vector<FileId> files() const;
};
std::string encode(const DraftContent&);
DraftContent decode_draft(std::string_view json);  // what cannot be read is empty

}  // namespace raekoda::applications
