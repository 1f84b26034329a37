#include "doors/site/draft_conflict.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace raekoda::doors::site {

using people::Visit;
using Kind = services::DraftSince::Act::Kind;

namespace {

std::string act_words(const Visit& visit, const Writing& now, const StaffNames& staff, const services::DraftSince::Act& act) {
    static const std::map<Kind, std::string> names{{Kind::saved, "saved"}, {Kind::submitted, "submitted"}, {Kind::returned, "returned"}, {Kind::discarded, "discarded"}, {Kind::published, "published"}};
    auto at = local_time(act.at, now.reader.municipality.time_zone);
    auto moment = view::moment_text(visit.language(), at.date.year, at.date.month, at.date.day, at.minute_of_day);
    // The same official in another tab is told so.
    auto name = act.actor == visit.as_staff().actor ? desk_words(visit, "meanwhile_you") : staff.name(act.actor);
    return desk_words(visit, "meanwhile_" + names.at(act.kind), {{"name", name}, {"moment", moment}});
}

// What was published after a version, in order and before what is being written now.
void add_published(const std::vector<services::Publication>& newest_first, const std::string& held, std::vector<services::DraftSince::Act>& acts) {
    for (const auto& one : newest_first) {
        if (one.version == held) break;
        acts.insert(acts.begin(), {Kind::published, one.approved_by, one.published});
    }
}

std::string text_in(const ShownFields& fields, const std::string& name, const std::string& otherwise) {
    auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.field->name == name; });
    return found == fields.end() ? otherwise : found->text;
}

}  // namespace

Result<Conflict> conflict_of(const ServiceDesk& desk, const Visit& visit, const Writing& now) {
    const auto seen = seen_in(visit);
    auto since = TRY(desk.register_.since(visit.as_staff(), now.id, seen.draft));
    Conflict out{since.before.empty() ? now.files : std::move(since.before), {}};
    if (seen.draft == 0 && !seen.held.empty())
        if (auto held = desk.register_.service_version(visit.municipality, now.id, seen.held)) {
            out.before = (*held)->files;
            add_published(TRY(desk.register_.history(visit.municipality, now.id)), seen.held, since.acts);
        }
    StaffNames staff(desk, visit);
    for (const auto& act : since.acts) out.view.acts.push_back(act_words(visit, now, staff, act));
    out.view.there = true;
    return out;
}

services::ServiceFiles merged_files(const Visit& visit, const Writing& now, const services::ServiceFiles& mine, const std::vector<std::string>& grows, Conflict& conflict) {
    auto merged = services::merged_draft(visit.municipality, now.id, conflict.before, now.files, mine, grows);
    conflict.view.lost = std::move(merged.lost);
    return std::move(merged.files);
}

Writing with_files(const ServiceDesk& desk, const Visit& visit, Writing now, const services::ServiceFiles& files) {
    now.files = files;
    now.written = nullptr;
    now.problems = desk.register_.problems_of(visit.municipality, now.id, files, &now.written);
    return now;
}

void show_texts(TextGroup& group, const std::string& where, ShownFields& out) {
    for (auto& field : group.fields) out.push_back({&field, (where.empty() ? "" : where + ", ") + group.heading + " (" + field.label + ")", field.value});
}

void tell_meanwhile(const Visit& visit, const ShownFields& typed, const ShownFields& now, const ShownFields& before, Conflict& conflict, std::vector<view::ProblemView>& problems) {
    for (const auto& one : typed) {
        auto theirs = text_in(now, one.field->name, ""), was = text_in(before, one.field->name, "");
        if (theirs == was) continue;
        if (theirs == one.text) {
            conflict.view.changed.push_back(one.label);
            continue;
        }
        one.field->error_text = desk_words(visit, "meanwhile_clash", {{"text", trimmed(theirs).empty() ? desk_words(visit, "meanwhile_nothing") : theirs}});
        problems.push_back({one.field->name, one.label + ": " + one.field->error_text});
    }
}

}  // namespace raekoda::doors::site
