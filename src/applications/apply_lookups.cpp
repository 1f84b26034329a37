#include "applications/apply_lookups.h"

#include <functional>

#include "base/json.h"
#include "base/text.h"
#include "people/known_facts.h"

namespace raekoda::applications {

namespace {

using form::FieldState;
using form::Lookup;
using people::Visit;

const FieldState* find_field(const std::vector<FieldState>& fields, const std::function<bool(const FieldState&)>& fits) {
    for (const auto& field : fields) {
        if (fits(field)) return &field;
        if (const auto* inside = find_field(field.children, fits)) return inside;
    }
    return nullptr;
}

// Facts of a look-up begin with its name: "address.line", "deceased.given_name".
std::string prefix_of(Lookup lookup) { return std::string(form::lookup_name(lookup)) + "."; }

void drop(DraftContent& content, Lookup lookup) {
    std::erase_if(content.looked_up, [&](const LookedUp& fact) { return fact.name.starts_with(prefix_of(lookup)); });
}

// What was called wrong before is right again: it comes from another answer now.
void undispute(OpenDraft& open, const form::State& state, Lookup lookup, std::string_view page) {
    std::function<void(const std::vector<FieldState>&)> walk = [&](const std::vector<FieldState>& fields) {
        for (const auto& field : fields) {
            if (field.component->fact.starts_with(prefix_of(lookup))) {
                const std::pair<std::string, std::string> right[] = {{"right", field.name}};
                open.content.data = form::read_posted(*open.form, page, right, open.content.data).data;
            }
            walk(field.children);
        }
    };
    walk(state.fields);
}

people::Asking asking_of(const Visit& visit, const OpenDraft& open) {
    const auto& counter = open.content.counter;
    auto about = facts_about(visit);
    if (open.counter) about = {open.draft.for_whom, counter.subject, "staff/" + counter.staff, {}, "staff/" + counter.staff, "consent"};
    else if (!open.key.empty()) about = {};  // a guest: nobody's log
    return {visit.municipality, about.subject, about.asked_by, about.represented, about.actor, about.right, people::service_purpose(open.service->id, open.service->name), reference_of(open.draft.id), {}};
}

LookupView say(const Visit& visit, std::string_view key, view::Tone tone = view::Tone::info) {
    LookupView view;
    view.shown = true;
    view.tone = tone;
    view.heading = apply_words(visit, std::string(key));
    view.text = apply_words(visit, std::string(key) + "_text");
    return view;
}

// A register that is silent: the person writes it themselves, and the official sees which register did not answer.
LookupView silent(const Visit& visit, OpenDraft& open, people::Register source) {
    auto words = source_words(people::register_name(source), visit.language());
    auto& missing = open.content.missing_sources;
    if (std::find(missing.begin(), missing.end(), words) == missing.end()) missing.push_back(words);
    return say(visit, "lookup_silent", view::Tone::warning);
}

void keep(OpenDraft& open, std::string name, std::string value_json, people::Register source, Instant now) {
    if (value_json != "null") open.content.looked_up.push_back({std::move(name), std::move(value_json), std::string(people::register_name(source)), now});
}

// --- addresses ---

LookupView find_addresses(Hall& hall, const Visit& visit, OpenDraft& open, const form::State& state, const FieldState& field) {
    auto words = field.typed;
    // What was typed as the town or village helps to find the right one of many streets.
    const auto* settlement = find_field(state.fields, [](const FieldState& one) { return one.component->fact == "address.settlement"; });
    if (settlement && !settlement->typed.empty()) words += " " + settlement->typed;
    words = first_code_points(trimmed(words), people::longest_address_words);
    if (words.empty()) return say(visit, "lookup_empty", view::Tone::warning);
    if (!hall.registers) return silent(visit, open, people::Register::addresses);
    auto found = hall.registers->find_addresses(asking_of(visit, open), words, visit.now);
    if (!found && found.error().fault != Fault::missing) return silent(visit, open, people::Register::addresses);
    if (!found || found->empty()) return say(visit, "lookup_no_address");
    auto view = say(visit, "lookup_choose_address");
    for (const auto& entry : *found) view.choices.push_back({field.name + "/" + entry.address.object_id, entry.address.text});
    return view;
}

std::optional<LookupView> choose_address(Hall& hall, const Visit& visit, OpenDraft& open, const std::string& id) {
    auto told = hall.registers ? hall.registers->address(asking_of(visit, open), id, visit.now) : Result<people::AddressEntry>(fail(Fault::unavailable));
    if (!told && told.error().fault == Fault::missing) return say(visit, "lookup_no_address");
    if (!told) return silent(visit, open, people::Register::addresses);
    drop(open.content, Lookup::address);
    const auto& address = told->address;
    const std::pair<const char*, std::string> facts[] = {{"address.line", told->line}, {"address.settlement", told->settlement_name}, {"address.text", address.text},
                                                         {"address.object_id", address.object_id}, {"address.municipality_ehak", address.municipality}};
    for (const auto& [name, value] : facts) keep(open, name, json::quoted(value), people::Register::addresses, visit.now);
    return std::nullopt;
}

// --- somebody who has died ---

std::optional<LookupView> choose_deceased(Hall& hall, const Visit& visit, OpenDraft& open, const std::string& subject) {
    using State = people::AboutDeceased::State;
    if (!hall.registers) return silent(visit, open, people::Register::population);
    auto told = people::about_deceased(*hall.registers, asking_of(visit, open), subject, visit.now);
    if (!told || told->state == State::silent) return silent(visit, open, people::Register::population);
    // Whether somebody is no relative or lives reads the same: nobody learns by trying codes who has died.
    if (told->state != State::told) return say(visit, "lookup_no_relative");
    drop(open.content, Lookup::deceased);
    for (auto& fact : told->facts) {
        if (fact.name == "deceased.municipality_ehak" && fact.value_json != "null") {
            const auto* here = hall.catalogue()->municipality(visit.municipality);
            keep(open, "deceased.here", here && fact.value_json == json::quoted(here->ehak) ? "true" : "false", fact.source, visit.now);
        }
        keep(open, std::move(fact.name), std::move(fact.value_json), fact.source, visit.now);
    }
    return std::nullopt;
}

std::optional<LookupView> find_deceased(Hall& hall, const Visit& visit, OpenDraft& open, const FieldState& field) {
    if (!field.typed.empty()) return choose_deceased(hall, visit, open, "EE" + field.typed);
    if (!hall.registers) return silent(visit, open, people::Register::population);
    auto relatives = people::deceased_relatives(*hall.registers, asking_of(visit, open), visit.now);
    if (!relatives && relatives.error().fault != Fault::missing) return silent(visit, open, people::Register::population);
    if (!relatives || relatives->empty()) return say(visit, "lookup_no_relative");
    auto view = say(visit, "lookup_choose_relative");
    for (const auto& relative : *relatives) view.choices.push_back({field.name + "/" + relative.subject, relative.name});
    return view;
}

}  // namespace

std::optional<LookupView> look_up(Hall& hall, const Visit& visit, OpenDraft& open, std::string_view page) {
    const auto& form = visit.request.form;
    const bool find = form.has("look_up"), choose = form.has("choose"), wrong = form.has("wrong");
    if (!find && !choose && !wrong) return std::nullopt;
    std::string name(form.get(find ? "look_up" : choose ? "choose" : "wrong")), id;
    if (auto slash = name.rfind('/'); choose && slash != std::string::npos) id = name.substr(slash + 1), name.resize(slash);
    auto state = state_of(open, visit, form::Check::nothing, page, visit.language());
    const auto* field = find_field(state.fields, [&](const FieldState& one) { return one.name == name && one.component->lookup != Lookup::none && !one.hidden; });
    if (!field || (choose && (id.empty() || id.size() > 40))) return std::nullopt;
    const auto lookup = field->component->lookup;
    std::optional<LookupView> view;
    if (find && lookup == Lookup::address) view = find_addresses(hall, visit, open, state, *field);
    else if (find) view = find_deceased(hall, visit, open, *field);
    else if (choose && lookup == Lookup::address) view = choose_address(hall, visit, open, id);
    else if (choose) view = choose_deceased(hall, visit, open, id);
    else drop(open.content, lookup);
    if (!view) undispute(open, state, lookup, page);
    open.known = known_of(hall, visit, open, visit.language());
    return view;
}

std::vector<form::Known> known_of(Hall& hall, const Visit& visit, const OpenDraft& open, view::Language language) {
    auto known = facts_kept(hall, visit, *open.service, open.draft.for_whom, language);
    for (const auto& fact : open.content.looked_up)
        known.push_back({fact.name, value_of_json(fact.value_json), fact.source, view::text(language, "apply.source_and_date", {{"source", source_words(fact.source, language)}, {"date", date_words(fact.obtained, language)}})});
    return known;
}

}  // namespace raekoda::applications
