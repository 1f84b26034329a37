// Parts of the desk's pages. Inside the room only.
#pragma once
#include <span>

#include "cases/desk_pages.h"
#include "cases/desk_views.h"
#include "cases/report.h"

namespace raekoda::cases {

struct Desk {
    people::Reception& reception;
    Cases& cases;
    media::PhotoWorkshop& workshop;
};

// The report of the path, and the town it belongs to.
struct DeskCase {
    std::shared_ptr<const services::Catalogue> catalogue;
    const services::Municipality* municipality = nullptr;
    ReportView report;
};
// Errors: missing; forbidden (desk.other_area) when the official has no such permission in the area of the report's kind.
Result<DeskCase> desk_case(Desk&, const people::Visit&, people::Permission);
// By the area of the report's kind; what one's own team or oneself holds is always one's own.
bool may_on(const people::StaffMember&, people::Permission, const ReportView&, const services::Municipality&);

// One act: the last part of its address, who may, when, and how.
struct DeskAct {
    std::string_view name;
    people::Permission permission;
    Step step;
    std::string_view shortcut;
    bool danger;
    Outcome (*carry_out)(Desk&, const people::Visit&, const DeskCase&, const journal::Context&, const Act&);
    std::vector<ActField> (*fields)(Desk&, const people::Visit&, const DeskCase&);  // nullptr: a button only
};
std::span<const DeskAct> desk_acts();
bool is_offered(const DeskAct&, const people::StaffMember&, const DeskCase&);

// An act that did not work out: the page shows why and keeps what was typed.
struct Attempt {
    std::string act;
    Error error;
    std::int64_t seen = 0;
};
http::Response report_page(Desk&, people::Visit&, const DeskCase&, const Attempt* = nullptr, const DeskSecrets& = {});
std::vector<ActForm> act_forms(Desk&, const people::Visit&, const DeskCase&, const Attempt*, bool quick);
std::string typed(const people::Visit&, std::string_view field);  // cleaned; empty when it was not sent
std::string act_field(std::string_view act, std::string_view field);  // "close[words]": ids of a page's forms stay apart
StaffNames staff_names(Desk&, const MunicipalityId&);
std::vector<view::TimelineItem> happened_since(Desk&, const people::Visit&, const DeskCase&, std::int64_t seen);
std::string words(const people::Visit&, std::string_view key, std::initializer_list<view::Argument> = {});  // of desk.json
std::string done_text(const people::Visit&);
std::vector<Problem> problems_of(const Error&);
Act act_from(const people::Visit&, const DeskCase&);  // with the version that the form saw
journal::Context context_of(const people::Visit&);    // with the form's attempt as the key that makes twice once

http::Response queue_page(Desk&, people::Visit&);
http::Response act_page(Desk&, people::Visit&, const DeskAct&);
http::Response redact_page(Desk&, people::Visit&, const DeskCase&, const Attempt* = nullptr);
void add_report_pages(const std::shared_ptr<Desk>&);
void add_act_pages(const std::shared_ptr<Desk>&);
void add_redact_pages(const std::shared_ptr<Desk>&);
void add_answer_pages(const std::shared_ptr<Desk>&);

}  // namespace raekoda::cases
