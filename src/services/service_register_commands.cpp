// Writing: what comes in from files, and what officials write, hand over, approve.
#include <algorithm>

#include "base/text.h"
#include "services/service_folder.h"
#include "services/service_register.h"
#include "services/service_register_events.h"
#include "services/service_register_queries_sql.h"

namespace raekoda::services {

namespace {

constexpr std::size_t most_draft_bytes = 4u << 20;
constexpr std::size_t longest_note = 2000;

std::string stream_of(const std::string& id) { return "service/" + id; }

Result<std::int64_t> version_of(journal::Recorder& recorder, const std::string& stream) {
    std::int64_t version = 0;
    TRY(recorder.replay(stream, [&](const journal::Recorded& event) { version = event.version; }));
    return version;
}

struct Publishing {
    std::string slot, origin, written_by, note;
    Date valid_from;
};

Result<std::vector<journal::Event>> publishing(journal::Recorder& recorder, const std::string& id, const std::string& version, const ServiceFiles& files, const Publishing& how) {
    std::vector<journal::Event> events;
    // Examples are no part of what a version is, but the newest ones stay with it.
    auto kept = TRY(recorder.session().first(sql::service_version_files, [](const store::Row& row) { return std::string(row.text(0)); }, recorder.context().municipality.value, id, version));
    if (!kept || *kept != json::serialize(files_json(files))) events.push_back(encode(ServiceVersionKept{id, version, files}));
    events.push_back(encode(ServicePublished{id, version, how.valid_from.iso(), how.slot, how.origin, how.written_by, how.note}));
    return events;
}

Outcome check_draft(const ServiceFiles& files) {
    std::size_t bytes = 0;
    for (const auto& [path, text] : files) {
        bytes += text.size();
        if (!is_valid_utf8(text)) return fail(Fault::invalid, "not UTF-8");
    }
    return bytes > most_draft_bytes ? Outcome(fail(Fault::too_large, "the draft is too large")) : Outcome{};
}

// A folder's name: as every id of the catalogue; folders that begin with "report" are kinds of report and their rules.
bool is_service_id(std::string_view id) {
    constexpr std::size_t longest = 64;
    return !id.empty() && id.size() <= longest && id.front() >= 'a' && id.front() <= 'z' && !id.starts_with("report") && id != "common" && id != "new" &&
           std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Date today_of(const journal::Context& context) { return local_time(context.now).date; }

struct Known {
    std::string version, slot, origin;
    bool by_hand() const { return origin == "desk" || origin == "import"; }  // somebody decided it: files do not undo it by themselves
};

}  // namespace

Result<ServiceRegister::Taken> ServiceRegister::take_catalogue(const journal::Context& context, bool over_desk) {
    auto catalogue = catalogue_();
    Taken taken;
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        taken = {};
        std::map<std::string, std::vector<std::pair<std::int64_t, Known>>> known;
        TRY(recorder.session().each(sql::service_publications_in_force, [&](const store::Row& row) {
            known[std::string(row.text(0))].push_back({row.integer(2), {std::string(row.text(1)), std::string(row.text(4)), std::string(row.text(5))}});
        }, context.municipality.value));
        for (const auto& variants : catalogue->service_variants(context.municipality)) {
            const std::string& id = variants.front()->id;
            auto& lines = known[id];
            std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
            const bool by_hand = !lines.empty() && lines.back().second.by_hand();
            for (const auto& service : variants) {
                std::string slot = service->valid_from.iso();
                auto last = std::find_if(lines.rbegin(), lines.rend(), [&](const auto& line) { return !line.second.by_hand() && line.second.slot == slot; });
                if (last != lines.rend() && last->second.version == service->version && !(over_desk && by_hand)) continue;
                if (by_hand && !over_desk) {
                    const auto& stands = lines.back().second;
                    if (stands.slot == slot && stands.version == service->version) continue;
                    if (taken.left.empty() || taken.left.back() != id) taken.left.push_back(id);
                    continue;
                }
                bool first = lines.empty();
                Date from = service != variants.front() ? service->valid_from : first ? Date{1900, 1, 1} : today_of(context);
                auto events = TRY(publishing(recorder, id, service->version, service->files, {slot, "catalogue", context.actor, "", from}));
                TRY(recorder.append(stream_of(id), TRY(version_of(recorder, stream_of(id))), events));
                ++taken.published;
            }
        }
        return std::to_string(taken.published);
    }));
    forget(context.municipality);
    return taken;
}

Outcome ServiceRegister::import_files(const journal::Context& context, const std::string& id, const ServiceFiles& files, Date valid_from, const std::string& note) {
    if (!is_service_id(id)) return fail(std::vector<Problem>{{"id", "service_desk.id_wrong", {}}});
    std::shared_ptr<const Service> read;
    auto problems = problems_of(context.municipality, id, files, &read);
    if (!read) return fail(Fault::invalid, problems.empty() ? std::string("the service cannot be read") : problems.front().file + ":" + std::to_string(problems.front().line) + ": " + problems.front().text);
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto events = TRY(publishing(recorder, id, read->version, files, {Date{1900, 1, 1}.iso(), "import", context.actor, note, valid_from}));
        TRY(recorder.append(stream_of(id), TRY(version_of(recorder, stream_of(id))), events));
        return id;
    }));
    forget(context.municipality);
    return {};
}

Outcome ServiceRegister::change(const journal::Context& context, const std::string& id, std::int64_t seen, Draft wanted,
                                const std::function<Result<std::vector<journal::Event>>(journal::Recorder&, const ServiceDraft&)>& decide) {
    const bool known = has(context.municipality, id);
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto now = TRY(recorder.session().first(sql::service_draft, [](const store::Row& row) { return draft_of(row); }, context.municipality.value, id));
        if (!now && !known && wanted != Draft::begins) return fail(Fault::missing, "no such service");
        if (!now && wanted == Draft::must_be) return fail(Fault::missing, "there is no draft");
        if ((now ? now->version : 0) != seen) return fail(Fault::conflict, "the draft was changed meanwhile", "service_desk.changed_meanwhile");
        auto events = TRY(decide(recorder, now.value_or(ServiceDraft{})));
        TRY(recorder.append(stream_of(id), TRY(version_of(recorder, stream_of(id))), events));
        return id;
    }));
    forget(context.municipality);
    return {};
}

Outcome ServiceRegister::begin_draft(const journal::Context& context, const std::string& id, const ServiceFiles& files) {
    if (!is_service_id(id)) return fail(std::vector<Problem>{{"id", "service_desk.id_wrong", {}}});
    if (has(context.municipality, id) || TRY(draft(context.municipality, id))) return fail(std::vector<Problem>{{"id", "service_desk.id_taken", {}}});
    TRY(check_draft(files));
    return change(context, id, 0, Draft::begins, [&](journal::Recorder&, const ServiceDraft&) -> Result<std::vector<journal::Event>> {
        return std::vector{encode(ServiceDraftSaved{id, "", files, context.actor})};
    });
}

Outcome ServiceRegister::save_draft(const journal::Context& context, const std::string& id, const ServiceFiles& files, std::int64_t seen) {
    TRY(check_draft(files));
    auto base = service(context.municipality, id, today_of(context));
    return change(context, id, seen, Draft::may_be, [&](journal::Recorder&, const ServiceDraft& now) -> Result<std::vector<journal::Event>> {
        auto editors = now.editors;
        if (std::find(editors.begin(), editors.end(), context.actor) == editors.end()) editors.push_back(context.actor);
        return std::vector{encode(ServiceDraftSaved{id, now.based_on.empty() ? (base ? base->version : "") : now.based_on, files, joined(editors, ",")})};
    });
}

namespace {

std::optional<DraftSince::Act::Kind> act_kind(const ServiceEvent& event) {
    using Kind = DraftSince::Act::Kind;
    if (std::holds_alternative<ServiceDraftSaved>(event)) return Kind::saved;
    if (std::holds_alternative<ServiceDraftSubmitted>(event)) return Kind::submitted;
    if (std::holds_alternative<ServiceDraftReturned>(event)) return Kind::returned;
    if (std::holds_alternative<ServiceDraftDiscarded>(event)) return Kind::discarded;
    const auto* published = std::get_if<ServicePublished>(&event);
    return published && published->origin == "desk" ? std::optional(Kind::published) : std::nullopt;
}

void add_act(std::vector<DraftSince::Act>& acts, DraftSince::Act act) {
    std::erase_if(acts, [&](const auto& one) { return one.kind == act.kind && one.actor == act.actor; });
    acts.push_back(std::move(act));
}

}  // namespace

Result<DraftSince> ServiceRegister::since(const journal::Context& context, const std::string& id, std::int64_t seen) const {
    DraftSince out;
    std::string based_on;
    const journal::Context asking{context.municipality, context.now, context.actor, {}};
    TRY(journal_->execute(asking, [&](journal::Recorder& recorder) -> Result<std::string> {
        out = {};
        TRY(recorder.replay(stream_of(id), [&](const journal::Recorded& event) {
            auto decoded = decode_service_event(event.type, event.data);
            auto kind = decoded ? act_kind(*decoded) : std::nullopt;
            if (!kind) return;
            const bool ends = *kind == DraftSince::Act::Kind::discarded || *kind == DraftSince::Act::Kind::published;
            const auto* saved = std::get_if<ServiceDraftSaved>(&*decoded);
            if (saved && event.version <= seen) out.before = saved->files;
            if (saved) based_on = saved->based_on;
            if (event.version > seen) add_act(out.acts, {*kind, event.actor, event.at});
            // Who saw no draft began after the last one came to its end.
            if (ends && seen <= 0) out.acts.clear();
        }));
        return std::string();
    }));
    if (seen <= 0 && !based_on.empty()) out.before = TRY(service_version(context.municipality, id, based_on))->files;
    return out;
}

Outcome ServiceRegister::discard_draft(const journal::Context& context, const std::string& id, std::int64_t seen) {
    return change(context, id, seen, Draft::must_be, [&](journal::Recorder&, const ServiceDraft&) -> Result<std::vector<journal::Event>> {
        return std::vector{encode(ServiceDraftDiscarded{id})};
    });
}

Outcome ServiceRegister::submit_draft(const journal::Context& context, const std::string& id, std::int64_t seen, Date valid_from, const std::string& note) {
    std::vector<Problem> wrong;
    auto clean = clean_input(note);
    if (!clean || clean->empty()) wrong.push_back({"note", "service_desk.note_missing", {}});
    else if (code_point_count(*clean) > longest_note) wrong.push_back({"note", "services.text_too_long", {{"limit", std::to_string(longest_note)}}});
    if (valid_from < today_of(context)) wrong.push_back({"valid_from", "service_desk.day_is_past", {}});
    if (!wrong.empty()) return fail(std::move(wrong));
    return change(context, id, seen, Draft::must_be, [&](journal::Recorder&, const ServiceDraft& now) -> Result<std::vector<journal::Event>> {
        if (!problems_of(context.municipality, id, now.files).empty()) return fail(std::vector<Problem>{{"", "service_desk.has_problems", {}}});
        return std::vector{encode(ServiceDraftSubmitted{id, valid_from.iso(), *clean})};
    });
}

Outcome ServiceRegister::return_draft(const journal::Context& context, const std::string& id, std::int64_t seen, const std::string& answer) {
    auto clean = clean_input(answer);
    if (!clean || clean->empty()) return fail(std::vector<Problem>{{"answer", "service_desk.answer_missing", {}}});
    if (code_point_count(*clean) > longest_note) return fail(std::vector<Problem>{{"answer", "services.text_too_long", {{"limit", std::to_string(longest_note)}}}});
    return change(context, id, seen, Draft::must_be, [&](journal::Recorder&, const ServiceDraft& now) -> Result<std::vector<journal::Event>> {
        if (!now.waiting) return fail(Fault::conflict, "the draft does not wait");
        return std::vector{encode(ServiceDraftReturned{id, *clean})};
    });
}

Outcome ServiceRegister::approve_draft(const journal::Context& context, const std::string& id, std::int64_t seen) {
    return change(context, id, seen, Draft::must_be, [&](journal::Recorder& recorder, const ServiceDraft& now) -> Result<std::vector<journal::Event>> {
        if (!now.waiting) return fail(Fault::conflict, "the draft does not wait");
        if (std::find(now.editors.begin(), now.editors.end(), context.actor) != now.editors.end())
            return fail(Fault::forbidden, "who wrote it does not approve it", "service_desk.not_your_own");
        std::shared_ptr<const Service> read;
        problems_of(context.municipality, id, now.files, &read);
        if (!read) return fail(std::vector<Problem>{{"", "service_desk.has_problems", {}}});
        // The day may have passed while it waited.
        Date from = std::max(now.valid_from, today_of(context));
        return publishing(recorder, id, read->version, now.files, {Date{1900, 1, 1}.iso(), "desk", joined(now.editors, ","), now.note, from});
    });
}

Outcome ServiceRegister::roll_back(const journal::Context& context, const std::string& id, const std::string& version, const std::string& note) {
    auto clean = clean_input(note);
    if (!clean || clean->empty()) return fail(std::vector<Problem>{{"note", "service_desk.note_missing", {}}});
    auto old = TRY(service_version(context.municipality, id, version));
    auto base = service(context.municipality, id, today_of(context));
    return change(context, id, 0, Draft::may_be, [&](journal::Recorder&, const ServiceDraft&) -> Result<std::vector<journal::Event>> {
        return std::vector{encode(ServiceDraftSaved{id, base ? base->version : "", old->files, context.actor}),
                           encode(ServiceDraftSubmitted{id, today_of(context).iso(), first_code_points(*clean, longest_note)})};
    });
}

Outcome ServiceRegister::withdraw(const journal::Context& context, const std::string& id, std::int64_t sequence) {
    auto lines = TRY(history(context.municipality, id));
    auto found = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.sequence == sequence && !line.withdrawn; });
    if (found == lines.end()) return fail(Fault::missing, "no such publication");
    if (found->valid_from <= today_of(context)) return fail(Fault::conflict, "it holds already", "service_desk.holds_already");
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        TRY(recorder.append(stream_of(id), TRY(version_of(recorder, stream_of(id))), {encode(ServicePublicationWithdrawn{id, sequence})}));
        return id;
    }));
    forget(context.municipality);
    return {};
}

}  // namespace raekoda::services
