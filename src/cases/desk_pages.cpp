#include "cases/desk_pages.h"

#include "base/crypto.h"
#include "base/text.h"
#include "cases/desk_parts.h"

namespace raekoda::cases {

std::string words(const people::Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "desk." + std::string(key), arguments);
}
std::string typed(const people::Visit& visit, std::string_view field) { return clean_input(visit.request.form.get(field)).value_or(""); }
std::string act_field(std::string_view act, std::string_view field) { return std::string(act) + "[" + std::string(field) + "]"; }

std::string done_text(const people::Visit& visit) {
    std::string key = "desk.done_" + std::string(visit.request.query.get("done"));
    return visit.request.query.has("done") && view::has_text(key) ? view::text(visit.language(), key) : "";
}

std::vector<Problem> problems_of(const Error& error) {
    if (!error.problems.empty()) return error.problems;
    return {{"", !error.text_key.empty() ? error.text_key : std::string("general.fault_") + fault_name(error.fault), {}}};
}

bool may_on(const people::StaffMember& member, people::Permission permission, const ReportView& report, const services::Municipality& municipality) {
    const auto* kind = municipality.kind(report.kind);
    if (people::may(member, permission, kind ? kind->area_of_work : "")) return true;
    const bool own = report.holder.staff == member.id || (!member.team.empty() && report.holder.team == member.team);
    return own && people::may(member, permission);
}

Result<DeskCase> desk_case(Desk& desk, const people::Visit& visit, people::Permission permission) {
    DeskCase found{desk.cases.catalogue(), nullptr, {}};
    found.municipality = found.catalogue->municipality(visit.municipality);
    if (!found.municipality) return fail(Fault::broken, "unknown municipality");
    auto report = TRY(desk.cases.report(visit.municipality, ReportNumber(visit.request.path_value("number"))));
    if (!report) return fail(Fault::missing, "no such report");
    found.report = std::move(*report);
    if (!may_on(visit.staff->member, permission, found.report, *found.municipality)) return fail(Fault::forbidden, "another area of work", "desk.other_area");
    return found;
}

Act act_from(const people::Visit& visit, const DeskCase& found) {
    // A form always says what it saw; one that does not has seen nothing.
    auto seen = parse_integer(visit.request.form.get("seen")).value_or(-1);
    return {found.report.number, seen > 0 ? seen : -1};
}
journal::Context context_of(const people::Visit& visit) {
    constexpr std::size_t longest = 64;
    auto attempt = visit.request.form.get("attempt");
    if (attempt.empty()) return visit.as_staff();
    // The same form with the same content is the same command; other content is another one.
    std::string content = visit.request.path;
    for (const auto& [name, value] : visit.request.form.items())
        if (name != "csrf") content += "\n" + name + "=" + std::to_string(value.size()) + ":" + value;
    for (const auto& file : visit.request.files) content += "\n" + hash_256(file.content);
    return visit.as_staff("desk/" + std::string(attempt.substr(0, longest)) + "/" + base64url(hash_256(content)));
}

StaffNames staff_names(Desk& desk, const MunicipalityId& municipality) {
    StaffNames names;
    // Without the names the page still tells what happened: "an official".
    if (auto members = desk.cases.people().staff(municipality))
        for (const auto& member : *members) names[member.id] = member.display_name;
    return names;
}

void add_desk_pages(people::Reception& reception, Cases& cases, media::PhotoWorkshop& workshop) {
    auto desk = std::make_shared<Desk>(Desk{reception, cases, workshop});
    reception.desk_get("/desk", people::Permission::see_desk, [desk](people::Visit& visit) { return queue_page(*desk, visit); });
    add_report_pages(desk);
    add_act_pages(desk);
    add_redact_pages(desk);
    add_answer_pages(desk);
}

}  // namespace raekoda::cases
