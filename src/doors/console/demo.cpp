// Sample people and reports, told from the catalogue's demo.json as if they had happened: by the same commands that pages use.
#include <fstream>
#include <iostream>

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "cases/case_views.h"
#include "doors/console/serve.h"

namespace raekoda::doors::console {

namespace {

std::optional<people::Role> demo_role(const std::string& name) {
    if (name == "desk") return people::Role::clerk;
    if (name == "official") return people::Role::handler;
    if (name == "administrator") return people::Role::manager;
    return people::role_of(name);
}

std::vector<std::string> texts_of(const json::object& object, const char* name) {
    std::vector<std::string> out;
    if (const auto* list = json::list(object, name))
        for (const auto& item : *list) out.push_back(json::as_text(item));
    return out;
}

struct Teller {
    Town& town;
    const services::Municipality& municipality;
    std::map<std::string, people::StaffId> staff;
    std::map<std::string, people::Contact> residents;

    journal::Context as(const std::string& actor, Instant at, std::string key = {}) const { return {municipality.id, at, actor, std::move(key)}; }
    std::string official(const json::object& event) const {
        auto found = staff.find(json::text(event, "by"));
        return found == staff.end() ? "system" : "staff/" + found->second.value;
    }

    Outcome add_staff(const json::object& o, const std::string& password) {
        people::NewStaff member{json::text(o, "login"), json::text(o, "name"), password, {}, texts_of(o, "areas_of_work"), json::text(o, "team")};
        for (const auto& name : texts_of(o, "roles"))
            if (auto role = demo_role(name); role && std::find(member.roles.begin(), member.roles.end(), *role) == member.roles.end()) member.roles.push_back(*role);
        const auto& id = staff[member.login] = TRY(town.people->add_staff(as("system", now()), member));
        if (auto code = json::text(o, "personal_code"); !code.empty()) TRY(town.residents->bind_staff(as("system", now()), id, code));
        return {};
    }

    std::string template_text(const std::string& id, const cases::ReportView& report, const services::ReportKind& kind, view::Language language, Instant at) const {
        for (const auto& answer : municipality.answers)
            if (answer.id == id) {
                std::string text = answer.body.in(language);
                for (auto [name, value] : {std::pair<std::string, std::string>{"{number}", report.number.value}, {"{kind}", kind.name.in(language)}, {"{place}", report.address},
                                           {"{date}", cases::date_words(at, language)}})
                    for (std::size_t at; (at = text.find(name)) != std::string::npos;) text.replace(at, name.size(), value);
                return text;
            }
        return "";
    }

    Outcome tell(const json::object& o, Instant today) {
        cases::NewReport report;
        report.kind = json::text(o, "kind");
        report.words = json::text(o, "words");
        report.lat = json::number(o, "lat");
        report.lon = json::number(o, "long");
        report.address = json::text(o, "place");
        report.language = json::text(o, "language", "et");
        if (const auto* answers = json::member(o, "answers"))
            for (const auto& item : *answers)
                if (const auto* values = item.value().if_array())
                    for (const auto& value : *values) report.answers[std::string(item.key())].push_back(json::as_text(value));
        if (auto resident = residents.find(json::text(o, "reporter")); resident != residents.end()) report.contact = resident->second;
        const auto* kind = municipality.kind(report.kind);
        if (!kind) return fail(Fault::invalid, "demo report of an unknown kind " + report.kind);

        auto clock = json::text(o, "at", "12:00");
        int minute = static_cast<int>(parse_integer(clock.substr(0, 2)).value_or(12) * 60 + parse_integer(clock.size() >= 5 ? clock.substr(3, 2) : "0").value_or(0));
        Instant opened = instant_of(local_time(today).date.plus_days(static_cast<int>(-json::integer(o, "days_ago"))), minute);
        if (opened > today) opened = today.plus_minutes(-5);
        auto made = TRY(town.cases->open_report(as("resident", opened, "demo/" + json::text(o, "id")), report));
        for (int i = 0; i < json::integer(o, "followers"); ++i) {
            people::Contact follower{"", "naaber" + std::to_string(i + 1) + "@example.ee", "", report.language};
            // What is looked at before publishing cannot be joined yet.
            if (auto joined = town.cases->join_report(as("resident", opened.plus_hours(i + 1)), made.number, follower); !joined) {
                if (joined.error().fault != Fault::conflict) return fail(joined.error());
                break;
            }
        }
        auto language = view::language_of(report.language).value_or(view::Language::et);
        if (const auto* events = json::list(o, "events"))
            for (const auto& item : *events) {
                const auto& event = item.as_object();
                Instant at = opened.plus_minutes(static_cast<std::int64_t>(json::number(event, "after_hours") * 60));
                if (at > today) break;
                TRY(happen(made.number, event, *kind, language, at));
            }
        return {};
    }

    Outcome happen(const cases::ReportNumber& number, const json::object& event, const services::ReportKind& kind, view::Language language, Instant at) {
        auto& cases = *town.cases;
        std::string type = json::text(event, "type"), text = json::text(event, "text");
        auto by = as(official(event), at);
        cases::Act step{number, 0};
        auto report = TRY(cases.report(municipality.id, number));
        auto answer = !text.empty() ? text : template_text(json::text(event, "answer"), *report, kind, language, at);
        if (answer.empty()) answer = "–";
        auto member = staff.count(json::text(event, "by")) ? staff.at(json::text(event, "by")) : people::StaffId{};
        if (type == "assigned") return report->status == cases::Status::received ? cases.begin_work(by, step, member) : Outcome();
        if (type == "handed_over") return cases.assign(by, step, {json::text(event, "team"), true, {}}, text);
        if (type == "asked") return cases.ask_reporter(by, step, answer);
        if (type == "replied") return cases.reply(as("resident", at), step, answer, {});
        if (type == "noted") return cases.add_note(by, step, answer);
        if (type == "answered") return cases.answer(by, step, answer);
        if (type == "closed") return cases.close(by, step, json::text(event, "outcome"), answer, {});
        if (type == "disagreed") return cases.disagree(as("resident", at), step, answer);
        return fail(Fault::invalid, "demo event of an unknown type " + type);
    }
};

}  // namespace

Outcome load_demo(Town& town, const std::string& password) {
    Instant today = now();
    for (const auto& municipality : town.catalogue->municipalities()) {
        if (TRY(town.journal->head(municipality.id)) > 0) continue;
        std::ifstream in(town.catalogue->folder() + "/" + municipality.id.value + "/demo.json");
        if (!in) continue;
        auto parsed = TRY(json::parse(std::string((std::istreambuf_iterator<char>(in)), {})));
        const auto& demo = parsed.as_object();
        Teller teller{town, municipality, {}, {}};
        const auto* staff = json::list(demo, "staff");
        const auto* residents = json::list(demo, "residents");
        const auto* reports = json::list(demo, "reports");
        std::int64_t total = static_cast<std::int64_t>((staff ? staff->size() : 0) + (reports ? reports->size() : 0)), done = 0;
        ProgressLine progress("sample of " + municipality.name.et);
        if (staff)
            for (const auto& item : *staff) {
                TRY(teller.add_staff(item.as_object(), password));
                progress.show(++done, total);
            }
        if (residents)
            for (const auto& item : *residents) {
                const auto& o = item.as_object();
                teller.residents[json::text(o, "id")] = {json::text(o, "name"), json::text(o, "email"), json::text(o, "phone"), json::text(o, "language", "et")};
            }
        if (reports)
            for (const auto& item : *reports) {
                if (auto told = teller.tell(item.as_object(), today); !told) {
                    // A sample that has fallen behind the catalogue must not keep the town from opening.
                    std::string fields;
                    for (const auto& problem : told.error().problems) fields += " " + problem.field + ":" + problem.text_key;
                    log::warning("demo.report_left_out", {{"id", json::text(item.as_object(), "id")}, {"detail", told.error().detail + fields}});
                }
                progress.show(++done, total);
            }
    }
    return {};
}

}  // namespace raekoda::doors::console
