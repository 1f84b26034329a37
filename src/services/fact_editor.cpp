#include "services/fact_editor.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "base/text.h"
#include "decision/model.h"
#include "services/decision_models.h"
#include "services/edited_files.h"
#include "services/letters_file.h"
#include "services/service_folder.h"

namespace raekoda::services {

namespace {

constexpr std::size_t most_entries = 100;  // of a list, as the files allow

using Path = std::vector<std::string>;

Path steps_of(const Pointer& place) {
    Path out;
    for (auto part : split(place.empty() ? std::string_view() : std::string_view(place).substr(1), '/')) {
        std::string step(part);
        for (std::size_t at; (at = step.find("~1")) != std::string::npos;) step.replace(at, 2, "/");
        for (std::size_t at = 0; (at = step.find("~0", at)) != std::string::npos; ++at) step.replace(at, 2, "~");
        if (!place.empty()) out.push_back(std::move(step));
    }
    return out;
}
Pointer place_of(const Pointer& holder, const std::string& member) { return member.empty() ? holder : holder + "/" + member; }

const json::value* at(const json::value& root, const Pointer& place) {
    boost::system::error_code error;
    return root.is_null() ? nullptr : root.find_pointer(place, error);
}

// Makes the objects on the way; nullptr when a list or a text stands there.
json::value* made_at(json::value& root, const Pointer& place) {
    json::value* here = &root;
    for (const auto& step : steps_of(place)) {
        if (here->is_null()) *here = json::object();
        if (auto* object = here->if_object()) here = &(*object)[step];
        else if (auto* list = here->if_array()) {
            auto index = parse_integer(step);
            if (!index || *index < 0 || static_cast<std::size_t>(*index) >= list->size()) return nullptr;
            here = &(*list)[static_cast<std::size_t>(*index)];
        } else return nullptr;
    }
    return here;
}
void take_away(json::value& root, const Pointer& place) {
    auto slash = place.rfind('/');
    if (slash == std::string::npos) return;
    auto* holder = at(root, place.substr(0, slash)) ? made_at(root, place.substr(0, slash)) : nullptr;
    if (holder && holder->is_object()) holder->get_object().erase(steps_of(place).back());
}

std::string text_at(const json::value* there) { return !there || there->is_null() ? "" : there->is_string() ? json::as_text(*there) : json::serialize(*there); }

LocalText words_at(const json::value* there) {
    if (!there) return {};
    if (there->is_string()) return {json::as_text(*there), json::as_text(*there), json::as_text(*there)};
    const auto* object = there->if_object();
    return object ? local_text(*object) : LocalText{};
}

std::string comma_list(const json::value* there) {
    std::vector<std::string> out;
    if (there && there->is_array())
        for (const auto& one : there->get_array()) out.push_back(text_at(&one));
    return joined(out, ", ");
}
json::array listed(const std::string& typed) {
    json::array out;
    for (auto one : split(typed, ','))
        if (!trimmed(one).empty()) out.emplace_back(std::string(trimmed(one)));
    return out;
}

// 1250 → "12.50", 1200 → "12"
std::string euros_text(std::int64_t cents) {
    auto rest = cents % 100;
    return std::to_string(cents / 100) + (rest ? "." + std::to_string(100 + rest).substr(1) : "");
}

struct WhichMember {
    std::string name, value;  // "amount_cents", "euros"
};
std::vector<WhichMember> members_of(const FactField& field) {
    std::vector<WhichMember> out;
    for (auto one : split(field.choices, ',')) {
        auto equals = one.find('=');
        out.push_back({std::string(one.substr(0, equals)), std::string(one.substr(equals + 1))});
    }
    return out;
}

bool is_three(FactKind kind) { return kind == FactKind::three || kind == FactKind::three_long || kind == FactKind::three_lists; }

// --- as it is typed ---

void read_which(const json::value* there, EditableFact& fact) {
    const auto* object = there ? there->if_object() : nullptr;
    if (!object) return;
    for (const auto& one : members_of(fact.field)) {
        const auto* value = object->if_contains(one.name);
        if (!value || value->is_null()) continue;
        if (value->is_bool() && !value->get_bool()) continue;
        fact.value = one.name;
        fact.amount = one.value == "true" ? "" : one.value == "euros" && value->is_int64() ? euros_text(value->get_int64()) : text_at(value);
        return;
    }
}

EditableFact read_fact(const json::value& all, const json::value& common, const Pointer& holder, const FactField& field) {
    EditableFact fact;
    fact.place = place_of(holder, field.member);
    fact.field = field;
    const auto* there = at(all, fact.place);
    switch (field.kind) {
        case FactKind::three:
        case FactKind::three_long: fact.text = words_at(there); break;
        case FactKind::three_lists:
            fact.text = {comma_list(at(all, fact.place + "/et")), comma_list(at(all, fact.place + "/en")), comma_list(at(all, fact.place + "/ru"))};
            break;
        case FactKind::list: fact.value = comma_list(there); break;
        case FactKind::several:
            if (there && there->is_array())
                for (const auto& one : there->get_array()) fact.values.push_back(text_at(&one));
            break;
        case FactKind::tick: fact.value = there && there->is_bool() && there->get_bool() ? "true" : ""; break;
        case FactKind::which: read_which(there, fact); break;
        default: fact.value = text_at(there);
    }
    if (!common.is_null() && there) {
        const auto* shared = at(common, fact.place);
        fact.local = !shared || *shared != *there;
    }
    return fact;
}

// --- what was typed ---

const std::string* typed_at(const TypedFacts& typed, const std::string& name) {
    auto found = typed.find(name);
    return found == typed.end() || found->second.empty() ? nullptr : &found->second.front();
}

json::value number_of(const std::string& typed, bool euros) {
    std::string plain = typed;
    std::replace(plain.begin(), plain.end(), ',', '.');
    std::erase(plain, ' ');
    if (!euros) {
        auto whole = parse_integer(plain);
        return whole ? json::value(*whole) : json::value(typed);
    }
    constexpr double most = 1e12, cents = 100;
    auto amount = parse_number(plain);
    if (!amount || !(std::fabs(*amount) < most)) return json::value(typed);
    auto whole = std::llround(*amount * cents);
    return std::fabs(static_cast<double>(whole) - *amount * cents) < 1e-6 ? json::value(whole) : json::value(typed);  // half a cent is no price
}

void put_text(json::value& all, const EditableFact& before, const TypedFacts& typed) {
    LocalText text = before.text;
    bool sent = false;
    for (auto language : view::all_languages)
        if (const auto* words = typed_at(typed, std::string(view::code(language)) + ":" + before.place)) {
            (language == Language::et ? text.et : language == Language::en ? text.en : text.ru) = *words;
            sent = true;
        }
    if (!sent || (text.et == before.text.et && text.en == before.text.en && text.ru == before.text.ru)) return;
    const bool empty = trimmed(text.et).empty() && trimmed(text.en).empty() && trimmed(text.ru).empty();
    if (empty && !before.field.required) return take_away(all, before.place);
    const auto* there = at(all, before.place);
    const bool was_one = there && there->is_string();
    auto* value = made_at(all, before.place);
    if (!value) return;
    if (before.field.kind == FactKind::three_lists) *value = json::object{{"et", listed(text.et)}, {"en", listed(text.en)}, {"ru", listed(text.ru)}};
    else if (was_one && text.et == text.en && text.et == text.ru) *value = text.et;
    else *value = as_json(text);
}

void put_which(json::value& all, const EditableFact& before, const std::string& chosen, const std::string& amount) {
    if (chosen == before.value && amount == before.amount) return;
    const auto members = members_of(before.field);
    if (chosen.empty()) {  // a note beside it stays until it is taken away too
        for (const auto& one : members) take_away(all, before.place + "/" + one.name);
        return;
    }
    auto known = std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.name == chosen; });
    auto* value = made_at(all, before.place);
    if (known == members.end() || !value) return;
    if (!value->is_object()) *value = json::object();
    auto& object = value->get_object();
    for (const auto& one : members)
        if (one.name != chosen) object.erase(one.name);
    object[chosen] = known->value == "true" ? json::value(true) : number_of(amount, known->value == "euros");
}

json::value value_of(const FactField& field, const std::string& typed) {
    switch (field.kind) {
        case FactKind::number: return number_of(typed, false);
        case FactKind::list: return listed(typed);
        case FactKind::tick: return true;
        default: return json::value(typed);
    }
}

void put_fact(json::value& all, const EditableFact& before, const TypedFacts& typed) {
    if (is_three(before.field.kind)) return put_text(all, before, typed);
    const auto* value = typed_at(typed, before.place);
    if (before.field.kind == FactKind::several || before.field.kind == FactKind::tick) {
        if (!typed.contains("shown:" + before.place)) return;
    } else if (!value) {
        return;
    }
    if (before.field.kind == FactKind::which) {
        const auto* amount = typed_at(typed, before.place + "#value");
        return put_which(all, before, *value, amount ? *amount : before.amount);
    }
    if (before.field.kind == FactKind::several) {
        auto found = typed.find(before.place);
        auto chosen = found == typed.end() ? std::vector<std::string>{} : found->second;
        if (chosen == before.values) return;
        // The order of the file stays; what is new comes behind.
        std::vector<std::string> ordered;
        for (const auto& one : before.values)
            if (std::find(chosen.begin(), chosen.end(), one) != chosen.end()) ordered.push_back(one);
        for (const auto& one : chosen)
            if (std::find(ordered.begin(), ordered.end(), one) == ordered.end()) ordered.push_back(one);
        if (ordered == before.values) return;
        if (ordered.empty() && !before.field.required) return take_away(all, before.place);
        json::array list;
        for (const auto& one : ordered) list.emplace_back(one);
        if (auto* there = made_at(all, before.place)) *there = std::move(list);
        return;
    }
    const std::string now = value ? *value : "";
    if (now == before.value) return;
    if (trimmed(now).empty() && !before.field.member.empty()) return take_away(all, before.place);
    if (auto* there = made_at(all, before.place)) *there = value_of(before.field, now);
}

// --- the document that a part is about ---

struct FactDocument {
    json::value all, common;  // common: null when there is none to differ from
    MergedService service;    // of the part of a service
    std::string path;         // of letters
};

Result<FactDocument> document_of(const ServiceFiles& files, const std::string& municipality, const std::string& id, const FactPart& part) {
    FactDocument out;
    if (part.file == FactFile::service) {
        out.service = TRY(merged_service(files, municipality, id));
        out.all = out.service.all;
        out.common = out.service.common;
        return out;
    }
    out.path = path_of(files, municipality, id, letters_file);
    if (!files.contains(out.path)) return fail(Fault::missing, "the service has no letters");
    out.all = parsed_file(files, out.path);
    if (!out.all.is_object()) return fail(Fault::invalid, "the letters cannot be read");
    const auto shared = in_folder("common", id, letters_file);
    if (out.path != shared) out.common = parsed_file(files, shared);
    return out;
}
ServiceFiles put_document(ServiceFiles files, const std::string& municipality, const std::string& id, const FactPart& part, const FactDocument& before, const json::value& after) {
    if (before.all == after) return files;
    if (part.file == FactFile::service) return put_service(std::move(files), municipality, id, before.service, after);
    files[in_folder(municipality, id, letters_file)] = readable_json(after);
    return files;
}

// An input of the model is filled by an expression.
std::vector<FactField> decision_fields(const ServiceFiles& files, const std::string& municipality, const json::value& all) {
    std::vector<FactField> out;
    const auto* model = at(all, "/decision/model");
    if (!model || !model->is_string()) return out;
    Problems problems;
    CatalogueFolder folder(files, "catalogue", problems);
    const auto path = path_of(files, municipality, json::as_text(*model), model_file);
    std::set<std::string> seen;
    auto add = [&](const std::string& input) {
        constexpr std::int64_t longest = 4000;
        if (input != parameters_input && seen.insert(input).second) out.push_back({(Pointer("facts") / input), FactKind::feel, "", false, 0, longest});
    };
    if (files.contains(path))
        if (auto loaded = DecisionReader(folder).model(path))
            for (const auto& input : loaded->inputs()) add(input.name);
    if (const auto* facts = at(all, "/decision/facts"); facts && facts->is_object())
        for (const auto& member : facts->get_object()) add(std::string(member.key()));
    return out;
}

std::vector<FactSection> sections_of(const ServiceFiles& files, const std::string& municipality, const FactPart& part, const FactDocument& document) {
    std::vector<FactSection> out;
    for (const auto& group : part.groups) {
        FactSection section;
        section.group = &group;
        const Pointer place = group.member.empty() ? Pointer() : "/" + group.member;
        auto entry = [&](const Pointer& holder) {
            FactEntry one;
            one.place = holder;
            for (const auto& field : group.fields) one.facts.push_back(read_fact(document.all, document.common, holder, field));
            if (part.id == "decision")
                for (const auto& field : decision_fields(files, municipality, document.all)) one.facts.push_back(read_fact(document.all, document.common, holder, field));
            section.entries.push_back(std::move(one));
        };
        if (!group.is_list) entry(place);
        else if (const auto* list = at(document.all, place); list && list->is_array())
            for (std::size_t i = 0; i < list->get_array().size() && i < most_entries; ++i) entry(place / i);
        out.push_back(std::move(section));
    }
    return out;
}

// Problems of the files stand at their fields: the longest place wins.
void place_problems(const std::vector<ProblemPlace>& problems, const std::string& ending, std::vector<FactSection>& sections) {
    auto within = [](const std::string& place, const std::string& holder) { return place == holder || (place.starts_with(holder) && (holder.empty() || place[holder.size()] == '/')); };
    for (const auto& problem : problems) {
        if (!problem.file.ends_with(ending)) continue;
        std::string* best = nullptr;
        std::vector<std::string>* beside = nullptr;
        std::size_t length = 0;
        for (auto& section : sections)
            for (auto& entry : section.entries) {
                for (auto& fact : entry.facts)
                    if (!fact.place.empty() && within(problem.place, fact.place) && fact.place.size() >= length)
                        best = &fact.problem, length = fact.place.size();
                if (!entry.place.empty() && within(problem.place, entry.place)) beside = &entry.problems;
            }
        for (auto& section : sections)
            if (!beside && section.group->is_list && problem.place == "/" + section.group->member) beside = &section.problems;
        if (best && best->empty()) *best = problem.text;
        else if (!best && beside) beside->push_back(problem.text);
    }
}

// A name among the file's own that nobody uses yet.
std::string fresh_id(const json::array& list, const std::string& word) {
    std::set<std::string> used;
    for (const auto& one : list)
        if (const auto* object = one.if_object()) used.insert(json::text(*object, "id"));
    for (std::size_t n = list.size() + 1;; ++n)
        if (auto id = word + "-" + std::to_string(n); !used.contains(id)) return id;
}

Outcome add_entry(json::value& all, const FactPart& part, const std::string& name) {
    auto group = std::find_if(part.groups.begin(), part.groups.end(), [&](const auto& one) { return one.is_list && one.member == name; });
    if (group == part.groups.end()) return fail(Fault::invalid, "no such list");
    auto* list = made_at(all, "/" + name);
    if (!list->is_array()) *list = json::array();
    auto& items = list->get_array();
    if (items.size() >= most_entries) return fail(std::vector<Problem>{{"", "service_facts.too_many", {{"limit", std::to_string(most_entries)}}}});
    if (group->fields.size() == 1 && group->fields.front().member.empty()) {
        items.emplace_back("");
        return {};
    }
    json::object entry;
    for (const auto& field : group->fields) {
        if (field.kind == FactKind::identifier) entry[field.member] = fresh_id(items, "entry");
        else if (field.required && is_three(field.kind)) entry[field.member] = as_json(LocalText{});
        else if (field.required && field.kind == FactKind::choice && !field.choices.starts_with('@')) entry[field.member] = std::string(split(field.choices, ',').front());
    }
    items.emplace_back(std::move(entry));
    return {};
}
Outcome remove_entry(json::value& all, const FactPart& part, const std::string& place) {
    const auto slash = place.rfind('/');
    if (slash == std::string::npos || slash == 0) return fail(Fault::missing, "no such entry");
    const auto index = parse_integer(place.substr(slash + 1)).value_or(-1);
    const auto name = place.substr(1, slash - 1);
    const bool known = std::any_of(part.groups.begin(), part.groups.end(), [&](const auto& one) { return one.is_list && one.member == name; });
    const auto* there = known ? at(all, "/" + name) : nullptr;
    if (!there || !there->is_array() || index < 0 || static_cast<std::size_t>(index) >= there->get_array().size()) return fail(Fault::missing, "no such entry");
    auto& items = made_at(all, "/" + name)->get_array();
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    if (items.empty() && name != "channels") all.get_object().erase(name);
    return {};
}

// Who typed into an entry that somebody else has taken away meanwhile gets it back at the end.
void add_typed_entries(json::value& all, const FactPart& part, const TypedFacts& typed) {
    for (const auto& group : part.groups) {
        if (!group.is_list) continue;
        for (std::size_t count = 0; count <= most_entries; ++count) {
            const auto* list = at(all, "/" + group.member);
            const auto entry = "/" + group.member + "/" + std::to_string(list && list->is_array() ? list->get_array().size() : 0);
            const bool wanted = std::any_of(typed.begin(), typed.end(), [&](const auto& one) {
                auto place = std::string_view(one.first).substr(one.first.find('/') == std::string::npos ? one.first.size() : one.first.find('/'));
                const bool of_entry = place == entry || (place.starts_with(entry) && place[entry.size()] == '/');
                return of_entry && std::any_of(one.second.begin(), one.second.end(), [](const auto& text) { return !trimmed(text).empty(); });
            });
            if (!wanted || !add_entry(all, part, group.member)) break;
        }
    }
}

}  // namespace

Result<std::vector<FactSection>> facts_of(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const FactPart& part) {
    auto document = TRY(document_of(files, municipality.value, id, part));
    auto sections = sections_of(files, municipality.value, part, document);
    auto read = service_from_files(files, municipality, id);
    place_problems(read.problems.places, part.file == FactFile::service ? "/" + id + "/" + service_file : "/" + id + "/" + letters_file, sections);
    return sections;
}

TypedFacts as_typed(const std::vector<FactSection>& sections) {
    TypedFacts out;
    for (const auto& section : sections)
        for (const auto& entry : section.entries)
            for (const auto& fact : entry.facts) {
                switch (fact.field.kind) {
                    case FactKind::three:
                    case FactKind::three_long:
                    case FactKind::three_lists:
                        out["et:" + fact.place] = {fact.text.et};
                        out["en:" + fact.place] = {fact.text.en};
                        out["ru:" + fact.place] = {fact.text.ru};
                        break;
                    case FactKind::several:
                        out["shown:" + fact.place] = {"yes"};
                        if (!fact.values.empty()) out[fact.place] = fact.values;
                        break;
                    case FactKind::tick:
                        out["shown:" + fact.place] = {"yes"};
                        if (!fact.value.empty()) out[fact.place] = {fact.value};
                        break;
                    case FactKind::which: out[fact.place + "#value"] = {fact.amount}; [[fallthrough]];
                    default: out[fact.place] = {fact.value};
                }
            }
    return out;
}

Result<ServiceFiles> with_facts(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const FactPart& part, const FactChange& change) {
    auto document = TRY(document_of(files, municipality.value, id, part));
    const json::value before = document.all;
    add_typed_entries(document.all, part, change.typed);
    json::value after = document.all;
    const auto sections = sections_of(files, municipality.value, part, document);
    document.all = before;
    for (const auto& section : sections) {
        for (const auto& entry : section.entries)
            for (const auto& fact : entry.facts) put_fact(after, fact, change.typed);
        // An object of which nothing is left goes, and with it what only it needed.
        const auto* there = section.group->is_list || section.group->member.empty() ? nullptr : at(after, "/" + section.group->member);
        const bool undecided = part.id == "decision" && there && !at(*there, "/model");
        if (there && there->is_object() && (there->get_object().empty() || undecided)) after.get_object().erase(section.group->member);
    }
    if (!change.add.empty()) TRY(add_entry(after, part, change.add));
    if (!change.remove.empty()) TRY(remove_entry(after, part, change.remove));
    return put_document(std::move(files), municipality.value, id, part, document, after);
}

std::vector<SharedLetter> shared_letters(const Catalogue& catalogue) {
    std::vector<SharedLetter> out;
    std::ifstream in(catalogue.folder() + "/common/" + letters_file, std::ios::binary);
    auto document = json::parse(std::string(std::istreambuf_iterator<char>(in), {}), file_limit);
    const auto* letters = document && document->is_object() ? json::list(document->get_object(), "letters") : nullptr;
    for (const auto& one : letters ? *letters : json::array()) {
        const auto* letter = one.if_object();
        if (!letter) continue;
        SharedLetter shared{json::text(*letter, "use"), {}, {}};
        if (const auto* name = json::member(*letter, "name")) shared.name = local_text(*name);
        for (const char* part : {"text", "resolution", "conditions", "reasons", "law"})
            if (const auto* text = json::member(*letter, part)) shared.texts.push_back(local_text(*text));
        out.push_back(std::move(shared));
    }
    return out;
}

bool has_letters(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) { return files.contains(path_of(files, municipality.value, id, letters_file)); }

Result<ServiceFiles> with_new_letters(ServiceFiles files, const MunicipalityId& municipality, const std::string& id) {
    if (has_letters(files, municipality, id)) return fail(Fault::conflict, "there are letters");
    auto service = TRY(merged_service(files, municipality.value, id));
    const json::value nothing = as_json(LocalText{});
    auto letter = [&](const char* outcome) { return json::object{{"id", outcome}, {"outcome", outcome}, {"name", nothing}, {"resolution", nothing}}; };
    const auto* appeal = at(service.all, "/appeal");
    json::object letters{{"law", nothing}, {"appeal", appeal && appeal->is_object() ? *appeal : nothing}, {"letters", json::array{letter("granted"), letter("refused")}},
                         {"reasons", json::array{json::object{{"id", "entry-1"}, {"text", nothing}}}}, {"source", json::object{{"status", "to_confirm"}}}};
    files[in_folder(municipality.value, id, letters_file)] = readable_json(letters);
    return files;
}

Result<ServiceFiles> without_parameter(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& name) {
    auto before = TRY(merged_service(files, municipality.value, id));
    json::value after = before.all;
    const auto* labels = at(after, "/parameters/labels");
    if (!labels || !labels->is_object() || !labels->get_object().contains(name)) return fail(Fault::missing, "no such value");
    auto& parameters = made_at(after, "/parameters")->get_object();
    parameters["labels"].get_object().erase(name);
    if (auto* versions = parameters.if_contains("versions"); versions && versions->is_array())
        for (auto& row : versions->get_array())
            if (auto* object = row.if_object())
                if (auto* values = object->if_contains("values"); values && values->is_object()) values->get_object().erase(name);
    if (parameters["labels"].get_object().empty()) after.get_object().erase("parameters");
    return put_service(std::move(files), municipality.value, id, before, after);
}

Result<ServiceFiles> with_parameter(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const NewParameter& wanted) {
    auto before = TRY(merged_service(files, municipality.value, id));
    std::vector<Problem> problems;
    const auto& all = before.all.get_object();
    if (const auto* decision = json::member(all, "decision"); decision && !json::text(*decision, "model").empty()) return fail(Fault::invalid, "the values are those of the decision");
    constexpr std::size_t longest = 80;
    if (wanted.name.empty() || code_point_count(wanted.name) > longest || wanted.name.find_first_of("{}\n/~") != std::string::npos) problems.push_back({"name", "service_facts.value_name_wrong", {}});
    json::value after = before.all;
    auto* parameters = made_at(after, "/parameters");
    if (!parameters->is_object()) *parameters = json::object();
    for (const char* member : {"labels", "versions"})
        if (!parameters->get_object().contains(member)) parameters->get_object()[member] = nullptr;
    auto &labels = parameters->get_object().at("labels"), &versions = parameters->get_object().at("versions");
    if (!labels.is_object()) labels = json::object();
    if (!versions.is_array()) versions = json::array();
    if (labels.get_object().contains(wanted.name)) problems.push_back({"name", "service_facts.value_name_taken", {}});
    for (auto language : view::all_languages)
        if (trimmed(language == Language::et ? wanted.label.et : language == Language::en ? wanted.label.en : wanted.label.ru).empty())
            problems.push_back({std::string(view::code(language)) + ":label", "service_desk.text_missing", {}});
    if (trimmed(wanted.value).empty()) problems.push_back({"value", "service_desk.value_missing", {}});
    if (versions.get_array().empty() && trimmed(wanted.source).empty()) problems.push_back({"first_source", "service_desk.source_missing", {}});
    if (!problems.empty()) return fail(std::move(problems));
    labels.get_object()[wanted.name] = as_json(wanted.label);
    // Every row has all values: the new one was the same before, until somebody writes another.
    if (versions.get_array().empty())
        versions.get_array().emplace_back(json::object{{"valid_from", wanted.valid_from.iso()}, {"source", wanted.source}, {"confirmed", wanted.confirmed}, {"values", json::object()}});
    for (auto& row : versions.get_array())
        if (auto* object = row.if_object()) {
            auto& values = (*object)["values"];
            if (!values.is_object()) values = json::object();
            values.get_object()[wanted.name] = typed_value(wanted.value);
        }
    return put_service(std::move(files), municipality.value, id, before, after);
}

}  // namespace raekoda::services
