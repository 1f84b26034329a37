// A copy of everything known of a person: as JSON for programs, as a page for people.
#include "base/json.h"
#include "base/text.h"
#include "people/pages.h"
#include "people/resident_page_parts.h"

namespace raekoda::people {

namespace {

constexpr int queries_exported = 10'000;

// What the rooms tell, with the questions put to registers, whose log is a book of its own.
Result<json::object> everything(ResidentDesk& desk, const Visit& visit, const PersonId& about) {
    auto parsed = TRY(json::parse(TRY(desk.residents.export_json(visit.municipality, about, visit.now))));
    if (!parsed.is_object()) return fail(Fault::broken, "a copy that is not an object");
    auto copy = std::move(parsed.get_object());
    auto known = TRY(desk.residents.known(visit.municipality, about));
    if (!desk.options.registers || !known) return copy;
    json::array queries;
    for (const auto& line : TRY(desk.options.registers->queries(visit.municipality, known->subject, queries_exported)))
        queries.push_back(json::object{{"at", iso_local(line.at)}, {"register", register_name(line.source)}, {"question", line.question}, {"facts", json::array(line.facts.begin(), line.facts.end())},
                                       {"asked_by", line.actor}, {"right", line.right}, {"purpose", line.purpose.words.in(visit.language())}, {"case", line.case_ref}, {"outcome", line.outcome}});
    copy["register_queries"] = std::move(queries);
    return copy;
}

Outcome note_representative(ResidentDesk& desk, const Visit& visit, const PersonId& about) {
    if (about == visit.resident->person) return {};
    return desk.residents.note_access(visit.municipality, about, visit.resident->actor(), "residents.looks_representative", "", visit.now);
}

http::Response export_data(ResidentDesk& desk, Visit& visit) {
    const PersonId about = subject_of(*visit.resident);
    if (auto noted = note_representative(desk, visit, about); !noted) return desk.reception.problem(visit, noted.error());
    auto copy = everything(desk, visit, about);
    if (!copy) return desk.reception.problem(visit, copy.error());
    auto response = http::Response::json(json::serialize(*copy));
    response.with_header("Content-Disposition", "attachment; filename=\"my-data.json\"").with_header("Cache-Control", "no-store");
    return response;
}

// --- for people ---

// What only programs need beside the words that say the same.
bool is_for_programs(std::string_view member) {
    static constexpr std::string_view names[] = {"answers_et", "data", "proposal", "depth", "page", "applicant_subject", "service_name"};
    return std::find(std::begin(names), std::end(names), member) != std::end(names);
}
// Words that codes stand for in the texts of the rooms: "granted" is application.decided_granted.
std::string code_words(const Visit& visit, std::string_view member, const std::string& value) {
    static constexpr std::pair<std::string_view, std::string_view> codes[] = {{"status", "application.status_"}, {"outcome", "application.decided_"}, {"state", "application.appointment_"}};
    for (const auto& [name, prefix] : codes)
        if (name == member && view::has_text(std::string(prefix) + value)) return view::text(visit.language(), std::string(prefix) + value);
    return {};
}
std::string scalar_words(const ResidentDesk& desk, const Visit& visit, std::string_view member, const json::value& value) {
    const std::string text = json::as_text(value);
    if (auto words = code_words(visit, member, text); !words.empty()) return words;
    if (member == "status" && text == "draft") return resident_words(visit, "copy_draft");
    if (member == "service" || member == "scopes") return service_words(desk, visit, text);
    if (member == "amount_cents" && value.is_int64()) {
        const auto cents = value.get_int64();
        return cents ? view::number_text(visit.language(), cents / 100) + (cents % 100 ? "," + std::to_string(100 + cents % 100).substr(1) : "") + "\u00A0€" : std::string();
    }
    if (value.is_string() && text.size() > 10)
        if (auto at = parse_iso(text)) return moment_words(visit, *at);
    return value_words(desk, visit, json::serialize(value));
}
std::string label_of(const Visit& visit, std::string_view member, const std::string& above) {
    const std::string key = "residents.part_" + std::string(member);
    return view::has_text(key) ? view::text(visit.language(), key) : !above.empty() ? above : std::string(member);
}

void flatten(const ResidentDesk& desk, const Visit& visit, std::string_view member, const std::string& label, const json::value& value, std::vector<CopyLine>& lines) {
    if (const auto* list = value.if_array()) {
        for (const auto& item : *list) flatten(desk, visit, member, label, item, lines);
        return;
    }
    if (const auto* o = value.if_object()) {
        if (o->contains("label") && o->contains("value")) {
            if (auto words = json::text(*o, "value"); !words.empty()) lines.push_back({json::text(*o, "label"), std::move(words)});
            return;
        }
        for (const auto& part : *o)
            if (!is_for_programs(part.key())) flatten(desk, visit, part.key(), label_of(visit, part.key(), label), part.value(), lines);
        return;
    }
    if (value.is_null() || (value.is_string() && value.get_string().empty())) return;
    if (auto words = scalar_words(desk, visit, member, value); !words.empty()) lines.push_back({label, std::move(words)});
}

CopyPart part_of(const ResidentDesk& desk, const Visit& visit, std::string title, const json::value& value) {
    CopyPart part{std::move(title), {}};
    const auto* list = value.if_array();
    if (!list) return part;
    for (const auto& item : *list) {
        CopyPart::Entry entry;
        if (const auto* o = item.if_object()) {
            entry.title = json::text(*o, "number");
            if (auto service = json::text(*o, "service"); entry.title.empty() && !service.empty()) entry.title = service_words(desk, visit, service);
            for (const auto& member : *o)
                if (member.key() != "number" && !is_for_programs(member.key())) flatten(desk, visit, member.key(), label_of(visit, member.key(), {}), member.value(), entry.lines);
        }
        if (!entry.lines.empty()) part.entries.push_back(std::move(entry));
    }
    return part;
}

http::Response copy_page(ResidentDesk& desk, Visit& visit) {
    const PersonId about = subject_of(*visit.resident);
    auto known = known_of(desk, visit, about);
    if (!known) return desk.reception.problem(visit, known.error());
    auto copy = everything(desk, visit, about);
    if (!copy) return desk.reception.problem(visit, copy.error());
    CopyPage page;
    page.known = std::move(*known);
    for (auto& fact : page.known.facts) fact.correct_url.clear();  // a copy is to be read
    page.title = resident_words(visit, "copy_title", {{"name", page.known.of.empty() ? visit.resident->name : page.known.of}});
    page.made = resident_words(visit, "copy_made", {{"moment", moment_words(visit, visit.now)}});
    for (const auto& member : *copy) {
        // The rooms name their part by the key of a text.
        const std::string key(member.key()), title = key == "mandates" ? resident_words(visit, "my_mandates") : view::has_text(key) ? view::text(visit.language(), key) : std::string();
        if (title.empty()) continue;
        auto part = part_of(desk, visit, title, member.value());
        if (!part.entries.empty()) page.parts.push_back(std::move(part));
    }
    visit.frame.title = page.title;
    visit.frame.section = "my";
    return desk.reception.show(visit, pages::copy_page(visit.frame, page));
}

}  // namespace

void add_my_copy_pages(const ResidentDeskPtr& desk) {
    desk->reception.resident_get("/my/data/export", Assurance::email, [desk](Visit& visit) { return export_data(*desk, visit); });
    desk->reception.resident_get("/my/data/copy", Assurance::email, [desk](Visit& visit) { return copy_page(*desk, visit); });
}

}  // namespace raekoda::people
