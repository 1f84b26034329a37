// A service that was published anew while somebody was filling its form in. The draft stays with the version it began with; whoever wants to,
// or must, goes on with the new one: told before what fits, what does not and what is asked anew.
#include "applications/apply_lookups.h"
#include "applications/pages.h"
#include "base/text.h"
#include "decision/value.h"

namespace raekoda::applications {

using people::Visit;

VersionStanding standing_of(const services::Service& begun_with, const services::Service* newest, Date today) {
    if (!newest) return VersionStanding::gone;
    if (newest->version == begun_with.version) return VersionStanding::current;
    // An act that the new version names as ended too says nothing against the old one.
    auto named_by_newest = [&](const services::LegalBasis& old) {
        return std::any_of(newest->legal_basis.begin(), newest->legal_basis.end(),
                           [&](const auto& basis) { return basis.title.et == old.title.et && basis.where == old.where && basis.valid_to == old.valid_to; });
    };
    for (const auto& basis : begun_with.legal_basis)
        if (basis.valid_to && *basis.valid_to < today && !named_by_newest(basis)) return VersionStanding::over;
    return VersionStanding::older;
}

namespace {

using Fields = std::map<std::string, const form::FieldState*>;  // by the name that is posted

// What a person is asked: not what is shown, computed or known.
Fields asked_of(const form::State& state) {
    Fields asked;
    each_field(state.fields, [&](const form::FieldState& field) {
        const bool answerable = field.component && !field.component->path.empty() && field.children.empty() && !field.component->repeats;
        if (answerable && !field.readonly && !field.disabled) asked.emplace(field.name, &field);
    });
    return asked;
}

bool is_answered(const form::FieldState& field) {
    using Kind = decision::Value::Kind;
    if (!field.files.empty()) return true;
    if (field.value.is(Kind::boolean)) return field.value.boolean();
    if (field.value.is(Kind::list)) return !field.value.list().items().empty();
    return !field.value.is_null() || !field.typed.empty();
}

bool fits(const form::FieldState& before, const form::FieldState& after) {
    if (!before.files.empty()) return before.files.size() == after.files.size();
    if (!after.errors.empty()) return false;
    if (before.value.is_null()) return after.typed == before.typed;
    return decision::equal(before.value, after.value).value_or(false);
}

std::string answer_words(const form::FieldState& field) {
    std::string words = field.shown.empty() ? field.typed : field.shown;
    for (const auto& file : field.files) words += (words.empty() ? "" : ", ") + file.name;
    return words;
}

OpenDraft as_newest(Hall& hall, const Visit& visit, const OpenDraft& open) {
    OpenDraft fresh = open;
    fresh.service = open.newest;
    fresh.form = form_of(*open.newest);
    fresh.known = known_of(hall, visit, fresh, visit.language());
    fresh.draft.service_version = open.newest->version;
    fresh.draft.page = fresh.form && !fresh.form->pages().empty() ? fresh.form->pages().front().id : std::string();  // everything is looked at once more
    fresh.standing = VersionStanding::current;
    return fresh;
}

struct Carried {
    std::size_t kept = 0;
    std::vector<FactLine> unfit;
    std::vector<std::string> unfit_files;  // names of the fields
    std::vector<std::string> asked_anew;
};
Carried carried_over(const Visit& visit, const OpenDraft& open, const OpenDraft& fresh) {
    auto before = state_of(open, visit, form::Check::nothing, {}, visit.language());
    auto after = state_of(fresh, visit, form::Check::all, {}, visit.language());
    auto then = asked_of(before), now = asked_of(after);
    Carried carried;
    each_field(before.fields, [&](const form::FieldState& field) {  // in the order of the form
        auto asked = then.find(field.name);
        if (asked == then.end() || asked->second != &field || !is_answered(field)) return;
        auto there = now.find(field.name);
        if (there != now.end() && fits(field, *there->second)) {
            ++carried.kept;
            return;
        }
        carried.unfit.push_back({field.label, answer_words(field)});
        if (!field.files.empty()) carried.unfit_files.push_back(field.name);
    });
    each_field(after.fields, [&](const form::FieldState& field) {
        auto asked = now.find(field.name);
        if (asked != now.end() && asked->second == &field && !then.count(field.name)) carried.asked_anew.push_back(field.label);
    });
    return carried;
}

http::Response show_newer(Hall& hall, Visit& visit, const OpenDraft& open, const Error* error) {
    auto carried = carried_over(visit, open, as_newest(hall, visit, open));
    const auto& newest = *open.newest;
    ApplyNewer page;
    page.title = newest.say(newest.name, visit.language(), local_time(visit.now).date);
    page.base = open.base, page.key = open.query(), page.back_url = open.base + open.query();
    page.must = !open.may_be_sent();
    page.version = open.draft.version;
    page.lead = apply_words(visit, "newer_lead");
    page.kept = apply_words(visit, "newer_kept", {view::Argument::of_number("count", static_cast<std::int64_t>(carried.kept))});
    page.unfit = std::move(carried.unfit);
    page.asked_anew = std::move(carried.asked_anew);
    if (error) page.problems = problem_views(*error, visit.language());
    visit.frame.title = apply_words(visit, "newer_heading") + " – " + page.title;
    visit.frame.section = "services";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::apply_newer(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// Opened for going over to the newest version; else what is answered instead.
struct Opened {
    std::optional<OpenDraft> open;
    http::Response otherwise;
};
Opened opened_for_newer(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return {std::nullopt, hall.reception.problem(visit, found.error())};
    if (found->wrong_role) return {std::nullopt, show_wrong_role(hall, visit, *found->wrong_role)};
    if (!found->open->newest || found->open->standing == VersionStanding::current) return {std::nullopt, http::Response::redirect(found->open->base + found->open->query())};
    return {std::move(found->open), {}};
}

// The new version may need what the old one did not: registers are asked before its form is shown.
void ask_anew(Hall& hall, const Visit& visit, OpenDraft& fresh) {
    if (fresh.draft.for_whom.empty()) return;
    const auto& counter = fresh.content.counter;
    FactsAbout about = facts_about(visit);
    if (fresh.counter) about = {fresh.draft.for_whom, counter.subject, "staff/" + counter.staff, {}, "staff/" + counter.staff, "consent"};
    fresh.content.missing_sources = ask_registers(hall, visit, *fresh.service, about, reference_of(fresh.draft.id), visit.language()).missing;
    fresh.known = known_of(hall, visit, fresh, visit.language());
}

}  // namespace

http::Response newer_page(Hall& hall, Visit& visit) {
    auto opened = opened_for_newer(hall, visit);
    return opened.open ? show_newer(hall, visit, *opened.open, nullptr) : std::move(opened.otherwise);
}

http::Response take_newer(Hall& hall, Visit& visit) {
    auto opened = opened_for_newer(hall, visit);
    if (!opened.open) return std::move(opened.otherwise);
    const auto& open = *opened.open;
    // Answered meanwhile in another window: what would be lost by it has not been seen.
    const Error moved_on{Fault::conflict, "applications.moved_on", "the draft has moved on", {}};
    if (parse_integer(visit.request.form.get("draft_version")).value_or(0) != open.draft.version) return show_newer(hall, visit, open, &moved_on);
    auto fresh = as_newest(hall, visit, open);
    if (!fresh.form || fresh.form->pages().empty()) return hall.reception.problem(visit, {Fault::broken, {}, "the form does not load", {}});
    ask_anew(hall, visit, fresh);
    auto carried = carried_over(visit, open, fresh);
    for (const auto& line : carried.unfit) fresh.content.unfit.emplace_back(line.label, line.value);
    std::erase_if(fresh.content.uploads, [&](const form::Upload& upload) {
        return std::any_of(carried.unfit_files.begin(), carried.unfit_files.end(), [&](const auto& name) { return upload.key == "files::" + name; });
    });
    fresh.draft.content = encode(fresh.content);
    auto saved = hall.applications.save_draft(visit.municipality, fresh.draft, visit.now);
    if (!saved) return hall.reception.problem(visit, saved.error());
    return http::Response::redirect(visit.frame.to("/apply/" + fresh.service->id + "/" + saved->id.value + "/" + fresh.draft.page) + fresh.query());
}

}  // namespace raekoda::applications
