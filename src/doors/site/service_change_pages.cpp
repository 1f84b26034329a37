// What changed: old beside new, for whoever approves and for every version of a service's history.
#include <algorithm>

#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/service_desk_parts.h"
#include "services/fact_fields.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;
using services::ChangedFile;
using services::Publication;

namespace {

constexpr std::size_t most_rows = 300;

// The first of the keys that has a text; else the word of the file itself.
std::string words_of(view::Language language, const std::vector<std::string>& keys, const std::string& otherwise) {
    auto found = std::find_if(keys.begin(), keys.end(), [](const auto& key) { return view::has_text(key); });
    return found == keys.end() ? otherwise : view::text(language, *found);
}

enum class FileKind { service, form, letters };
FileKind kind_of(const std::string& path) {
    const auto name = path.substr(path.rfind('/') + 1), stem = name.substr(0, name.find('.'));
    return stem == "form" ? FileKind::form : stem == "letters" ? FileKind::letters : FileKind::service;
}

std::string member_words(view::Language language, const std::string& member, bool first, FileKind file) {
    std::vector<std::string> keys;
    for (auto one : view::all_languages)
        if (member == view::code(one)) keys.push_back("general.language_" + member);
    if (file == FileKind::form) keys.push_back("service_desk.question_" + ascii_lower(member));
    for (const auto& part : services::fact_parts())
        if (first && (part.file == services::FactFile::letters) == (file == FileKind::letters)) keys.push_back("service_facts.g_" + part.id + "_" + member);
    keys.insert(keys.end(), {"service_facts.f_" + member, "service_desk.text_" + member, "service_page.member_" + member});
    return words_of(language, keys, member);
}

// "/steps/0/text/et" → "sammud 1 › Tekst › Eesti"
std::string place_words(view::Language language, const std::string& place, FileKind file) {
    std::vector<std::string> out;
    for (auto part : split(std::string_view(place).substr(place.empty() ? 0 : 1), '/')) {
        const std::string member(part);
        auto number = parse_integer(member);
        if (number && !out.empty()) out.back() += " " + std::to_string(*number + 1);
        else if (file == FileKind::form && member == "components") out.push_back(view::text(language, "service_desk.questions"));
        else out.push_back(member_words(language, member, out.empty(), file));
    }
    return joined(out, " › ");
}

std::string file_words(view::Language language, const std::string& path) {
    const auto name = path.substr(path.rfind('/') + 1), stem = name.substr(0, name.find('.'));
    if (path.find("examples/") != std::string::npos) return view::text(language, "service_desk.examples");
    if (stem == "form") return view::text(language, name.find(".texts.") == std::string::npos ? "service_desk.questions" : "service_desk.question_texts");
    if (stem == "parameters") return view::text(language, "service_desk.values");
    return words_of(language, {"service_desk." + stem, "service_facts.part_" + stem}, name);
}

}  // namespace

std::vector<ChangedFileView> changed_file_views(view::Language language, const std::vector<ChangedFile>& files) {
    std::vector<ChangedFileView> out;
    for (const auto& file : files) {
        ChangedFileView one{file_words(language, file.path), file.path, "", {}};
        const auto nothing = view::text(language, "service_desk.changes_nothing");
        for (const auto& member : file.members) {
            if (one.rows.size() == most_rows) break;
            one.rows.push_back({place_words(language, member.place, kind_of(file.path)), member.before.empty() ? nothing : member.before, member.after.empty() ? nothing : member.after});
        }
        std::vector<std::string> told;
        if (file.kind == ChangedFile::Kind::added) told.push_back(view::text(language, "service_desk.changes_added"));
        else if (file.kind == ChangedFile::Kind::removed) told.push_back(view::text(language, "service_desk.changes_removed"));
        else if (file.members.empty()) told.push_back(view::text(language, "service_desk.changes_whole"));
        if (file.members.size() > most_rows) told.push_back(view::text(language, "service_desk.changes_more", {{"count", std::to_string(file.members.size() - most_rows)}}));
        one.text = joined(told, " ");
        out.push_back(std::move(one));
    }
    return out;
}

const Publication* publication_before(const std::vector<Publication>& all, const Publication& one) {
    const Publication* out = nullptr;
    for (const auto& other : all) {
        if (other.withdrawn || other.sequence >= one.sequence || other.valid_from > one.valid_from) continue;
        if (!out || std::pair(other.valid_from, other.sequence) > std::pair(out->valid_from, out->sequence)) out = &other;
    }
    return out;
}

HistoryRow history_row(const Visit& visit, const Writing& now, const StaffNames& staff, const Publication& line) {
    HistoryRow row;
    const auto day = line.valid_from;
    const auto at = local_time(line.published, now.reader.municipality.time_zone);
    row.version = line.version.substr(0, 8);
    row.from = day > Date{1900, 1, 1} ? view::date_text(visit.language(), day.year, day.month, day.day) : desk_words(visit, "from_the_beginning");
    row.what = desk_words(visit, "origin_" + line.origin);
    row.note = line.note;
    row.published = view::moment_text(visit.language(), at.date.year, at.date.month, at.date.day, at.minute_of_day);
    row.written = desk_words(visit, "written_by", {{"names", staff.all(line.written_by)}});
    // Files are taken in by themselves: nobody approves them.
    if (line.origin == "desk") row.approved = desk_words(visit, "approved_by", {{"names", staff.name(line.approved_by)}});
    row.changes_url = visit.frame.to("/desk/services/" + now.id + "/versions/" + std::to_string(line.sequence));
    row.withdrawn = line.withdrawn;
    return row;
}

namespace {

http::Response version_page(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto lines = desk.register_.history(visit.municipality, now->id);
    if (!lines) return desk.reception.problem(visit, lines.error());
    const auto sequence = parse_integer(visit.request.path_value("sequence"));
    auto line = std::find_if(lines->begin(), lines->end(), [&](const auto& one) { return sequence && one.sequence == *sequence; });
    if (line == lines->end()) return desk.reception.problem(visit, fail(Fault::missing, "no such publication").value());
    auto after = desk.register_.service_version(visit.municipality, now->id, line->version);
    if (!after) return desk.reception.problem(visit, after.error());
    StaffNames staff(desk, visit);
    ServiceChangePage page;
    page.id = now->id;
    page.name = now->name();
    page.row = history_row(visit, *now, staff, *line);
    if (const auto* old = publication_before(*lines, *line)) {
        auto before = desk.register_.service_version(visit.municipality, now->id, old->version);
        if (!before) return desk.reception.problem(visit, before.error());
        page.files = changed_file_views(visit.language(), services::changes_between(visit.municipality, now->id, (*before)->files, (*after)->files));
        page.text = page.files.empty() ? desk_words(visit, "changes_none") : desk_words(visit, "changes_against", {{"version", old->version.substr(0, 8)}});
    } else {
        page.text = desk_words(visit, "changes_first");
    }
    set_desk_frame(visit, desk_words(visit, "changes") + ": " + page.name);
    visit.frame.path = "/desk/services/" + now->id + "/versions/" + std::to_string(line->sequence);
    return desk.reception.show(visit, pages::service_change_page(visit.frame, page));
}

}  // namespace

void add_change_pages(const std::shared_ptr<ServiceDesk>& desk) {
    desk->reception.desk_get("/desk/services/{id}/versions/{sequence}", Permission::edit_services, [desk](Visit& visit) { return version_page(*desk, visit); });
}

}  // namespace raekoda::doors::site
