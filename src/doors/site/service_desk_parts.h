// What the officials' pages of services share. Inside of the door.
#pragma once
#include <memory>

#include "cases/cases.h"
#include "doors/site/service_desk_views.h"
#include "doors/site/service_view.h"
#include "people/people.h"
#include "people/visit.h"
#include "services/service_register.h"

namespace raekoda::doors::site {

struct ServiceDesk {
    people::Reception& reception;
    people::People& people;
    cases::Cases& cases;
    services::ServiceRegister& register_;
};

// A service as it is being written: the draft's files, or those that hold today.
struct Writing {
    std::shared_ptr<const services::Catalogue> catalogue;
    ServiceReader reader;
    std::string id;
    ServicePointer holds;    // what holds today
    std::optional<services::ServiceDraft> draft;
    services::ServiceFiles files;
    ServicePointer written;  // the files read; nullptr while something is missing
    std::vector<services::CatalogueProblem> problems;
    std::int64_t seen() const { return draft ? draft->version : 0; }
    std::string name() const;
};
// Error: missing, when there is no such service.
Result<Writing> writing(const ServiceDesk&, const people::Visit&);

std::string desk_words(const people::Visit&, const std::string& key, std::initializer_list<view::Argument> = {});
std::string typed_in(const people::Visit&, std::string_view field);  // cleaned; empty when it was not sent
std::vector<view::ProblemView> problem_views(const people::Visit&, const Error&);
std::vector<ProblemLine> problem_lines(const std::vector<services::CatalogueProblem>&);
std::optional<Date> day_in(std::string_view typed);  // "1.9.2026" or "2026-09-01"
void set_desk_frame(people::Visit&, std::string title);

void add_service_edit_pages(const std::shared_ptr<ServiceDesk>&);

}  // namespace raekoda::doors::site
