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
    bool empty() const { return consent.empty(); }
};
struct DraftContent {
    decision::Value data;                // a context; null at the beginning
    std::vector<form::Upload> uploads;
    std::vector<std::string> missing_sources;  // registers that did not answer when it was begun, in words
    CounterService counter;
    std::vector<std::pair<std::string, std::string>> unfit;  // label and answer of what a newer version of the form did not take
    std::vector<FileId> files() const;
};
std::string encode(const DraftContent&);
DraftContent decode_draft(std::string_view json);  // what cannot be read is empty

}  // namespace raekoda::applications
