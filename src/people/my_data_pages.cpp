// What the town knows of a resident, for them: with source and purpose, who looked, a copy, corrections, erasure.
#include <map>

#include "base/json.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "people/acting_choices.h"
#include "people/counter_visit.h"
#include "people/known_as.h"
#include "people/pages.h"
#include "people/resident_page_parts.h"

namespace raekoda::people {

namespace {

constexpr int looks_shown = 100, queries_shown = 200;
constexpr std::size_t queries_at_once = 10;  // the others are folded
constexpr std::string_view staff_prefix = "staff/", person_prefix = "person/";

}  // namespace

PersonId subject_of(const ResidentSession& resident) {
    return resident.acting.kind == "custody" || resident.acting.kind == "guardianship" ? resident.acting.person : resident.person;
}

namespace {

std::string who_looked(ResidentDesk& desk, const Visit& visit, const PersonId& about, std::string_view viewer) {
    if (viewer.starts_with(staff_prefix)) {
        auto member = desk.people.staff_member(visit.municipality, StaffId(std::string(viewer.substr(staff_prefix.size()))));
        return member && *member ? (*member)->display_name : resident_words(visit, "looks_official");
    }
    if (!viewer.starts_with(person_prefix)) return resident_words(visit, "looks_system");
    auto parts = split(viewer, '/');
    const PersonId person{std::string(parts.size() > 1 ? parts[1] : "")};
    if (person == visit.resident->person) return resident_words(visit, "looks_you");
    auto known = desk.residents.known(visit.municipality, person);
    if (!known || !*known) return resident_words(visit, "looks_somebody");
    if (parts.size() == 5 && parts[3] == about.value && view::has_text("residents.right_" + std::string(parts[4])))
        return resident_words(visit, "looks_for_you", {{"name", (*known)->name}, {"right", resident_words(visit, "right_" + std::string(parts[4]))}});
    return (*known)->name;
}

std::string purpose_words(const Visit& visit, const std::string& purpose) { return view::has_text(purpose) ? view::text(visit.language(), purpose) : purpose; }

std::optional<view::Link> matter_link(const ResidentDesk& desk, const Visit& visit, std::string_view reference) {
    return reference.empty() || !desk.options.matter ? std::nullopt : desk.options.matter(visit, reference);
}

// What a look was about, as people say it: "taotlus T-2026-000123", not where it lies.
std::string reference_words(ResidentDesk& desk, const Visit& visit, std::string_view reference) {
    const auto slash = reference.find('/');
    const std::string kind(reference.substr(0, slash)), id(slash == reference.npos ? std::string_view() : reference.substr(slash + 1));
    if (kind == "service" && !id.empty()) return resident_words(visit, "about_service", {{"name", service_words(desk, visit, id)}});
    if (reference.starts_with(consent_subject)) {
        auto words = consent_words(desk.people, visit.municipality, id);
        return words && !words->empty() ? resident_words(visit, "about_consent", {{"words", *words}}) : std::string();
    }
    if (auto matter = matter_link(desk, visit, reference)) return matter->text;
    const std::string key = "residents.about_" + kind;
    return !id.empty() && view::has_text(key) ? view::text(visit.language(), key, {{"number", id}}) : std::string(reference);
}

Outcome fill_log(ResidentDesk& desk, const Visit& visit, const PersonId& about, MyDataPage& page) {
    std::map<std::string, std::optional<view::Link>> matters;  // an official opens one many times
    for (const auto& one : TRY(desk.residents.all_of(visit.municipality, about)))
        for (const auto& look : TRY(desk.residents.accesses(visit.municipality, one, looks_shown))) {
            auto [matter, is_new] = matters.try_emplace(look.subject);
            if (is_new) matter->second = matter_link(desk, visit, look.subject);
            LookRow row{iso_local(look.at), moment_words(visit, look.at), who_looked(desk, visit, about, look.viewer), purpose_words(visit, look.purpose), matter->second.value_or(view::Link{})};
            if (row.matter.url.empty())
                if (auto reference = reference_words(desk, visit, look.subject); !reference.empty()) row.what += ": " + reference;
            page.looks.push_back(std::move(row));
        }
    std::stable_sort(page.looks.begin(), page.looks.end(), [](const LookRow& a, const LookRow& b) { return a.moment > b.moment; });
    if (!desk.options.registers) return {};
    auto known = TRY(desk.residents.known(visit.municipality, about));
    if (!known) return {};
    for (const auto& line : TRY(desk.options.registers->queries(visit.municipality, known->subject, queries_shown))) {
        auto [matter, is_new] = matters.try_emplace(line.case_ref);
        if (is_new) matter->second = matter_link(desk, visit, line.case_ref);
        (page.queries.size() < queries_at_once ? page.queries : page.older_queries)
            .push_back({moment_words(visit, line.at) + ": " + in_plain_words(line, visit.language(), who_looked(desk, visit, about, line.actor)), matter->second.value_or(view::Link{})});
    }
    return {};
}

// Who they are stands first, the rest in the order of its names.
void sort_facts(std::vector<Fact>& facts) {
    static constexpr std::string_view first[] = {"person.given_name", "person.family_name", "person.name", "person.code", "person.birth_date"};
    auto rank = [](const Fact& fact) { return std::find(std::begin(first), std::end(first), fact.name) - std::begin(first); };
    std::stable_sort(facts.begin(), facts.end(), [&](const Fact& a, const Fact& b) { return rank(a) < rank(b); });
}

}  // namespace

Result<MyDataPage> known_of(ResidentDesk& desk, const Visit& visit, const PersonId& about) {
    MyDataPage page;
    const bool own = about == visit.resident->person;
    if (!own) TRY(desk.residents.note_access(visit.municipality, about, visit.resident->actor(), "residents.looks_representative", "", visit.now));
    for (const auto& one : TRY(desk.residents.all_of(visit.municipality, about))) {
        auto facts = TRY(desk.residents.facts(visit.municipality, one));
        sort_facts(facts);
        for (const auto& fact : facts) {
            page.facts.push_back(fact_row_view(desk, visit, fact));
            // What somebody told as a guest is theirs now; where it came from stays to be seen.
            if (one == about) continue;
            auto& guests = page.facts.back();
            guests.source = resident_words(visit, "source_guest", {{"source", guests.source}}), guests.correct_url += "&guest=" + url_encoded(one.value);
        }
        for (const auto& correction : TRY(desk.residents.corrections(visit.municipality, one))) page.corrections.push_back(correction_row_view(visit, correction));
    }
    for (const auto& hold : TRY(desk.residents.holds(visit.municipality, about)))
        if (hold.hidden_by.empty() && hold.active(local_time(visit.now).date))
            page.holds.push_back(hold.until ? resident_words(visit, "data_held_until", {{"reason", hold.reason}, {"day", day_words(visit, *hold.until)}}) : resident_words(visit, "data_held", {{"reason", hold.reason}}));
    for (const auto& contact : TRY(contacts_of(desk.people, visit.municipality, about))) {
        std::vector<std::string> parts;
        for (const auto* part : {&contact.email, &contact.phone})
            if (!part->empty()) parts.push_back(*part);
        if (!parts.empty()) page.contacts.push_back(joined(parts, ", "));
    }
    TRY(fill_log(desk, visit, about, page));
    if (!own) page.of = visit.resident->acting.name;
    return page;
}

namespace {

http::Response my_data(ResidentDesk& desk, Visit& visit) {
    auto known = known_of(desk, visit, subject_of(*visit.resident));
    if (!known) return desk.reception.problem(visit, known.error());
    MyDataPage& page = *known;
    page.can_join = page.of.empty() && is_estonian_code(visit.resident->subject);
    if (visit.request.query.get("done") == "correction") page.done = resident_words(visit, "correct_done");
    if (visit.request.query.get("done") == "erased") page.done = resident_words(visit, "erase_done");
    visit.frame.title = resident_words(visit, "my_data");
    visit.frame.section = "my";
    return desk.reception.show(visit, pages::my_data_page(visit.frame, page));
}

// Whose fact it is: theirs, or of the guest they were. missing: a guest who never was them.
Result<PersonId> owner_of_fact(ResidentDesk& desk, const Visit& visit, std::string_view guest) {
    const auto about = subject_of(*visit.resident);
    if (guest.empty()) return about;
    for (const auto& one : TRY(desk.residents.all_of(visit.municipality, about)))
        if (one.value == guest) return one;
    return fail(Fault::missing, "no guest of theirs");
}

http::Response correct_page(ResidentDesk& desk, Visit& visit, const Error* error = nullptr) {
    const std::string name(error ? visit.request.form.get("fact") : visit.request.query.get("fact")), guest(error ? visit.request.form.get("guest") : visit.request.query.get("guest"));
    auto whose = owner_of_fact(desk, visit, guest);
    if (!whose) return desk.reception.problem(visit, whose.error());
    auto facts = desk.residents.facts(visit.municipality, *whose);
    if (!facts) return desk.reception.problem(visit, facts.error());
    auto fact = std::find_if(facts->begin(), facts->end(), [&](const Fact& f) { return f.name == name; });
    if (fact == facts->end()) return desk.reception.problem(visit, Error{Fault::missing, {}, "no such fact", {}});
    auto row = fact_row_view(desk, visit, *fact);
    CorrectPage page{name, guest, row.label, row.value, row.source, {.name = "words", .label = resident_words(visit, "correct_words"), .required = true, .maximum = 5000}, {}};
    if (error) {
        page.words.value = clean_input(visit.request.form.get("words")).value_or("");
        page.problems = problem_views(visit, *error);
        put_errors(visit, *error, {&page.words});
    }
    visit.frame.title = resident_words(visit, "correct");
    visit.frame.section = "my";
    return desk.reception.show(visit, pages::correct_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response correct(ResidentDesk& desk, Visit& visit) {
    const auto& form = visit.request.form;
    auto whose = owner_of_fact(desk, visit, form.get("guest"));
    if (!whose) return desk.reception.problem(visit, whose.error());
    auto asked = desk.residents.request_correction(visit.as_resident(), *whose, form.get("fact"), form.get("words"));
    if (!asked) return asked.error().fault == Fault::invalid ? correct_page(desk, visit, &asked.error()) : desk.reception.problem(visit, asked.error());
    return http::Response::redirect(visit.frame.to("/my/data?done=correction"));
}

http::Response erase_page(ResidentDesk& desk, Visit& visit) {
    auto leaves = desk.residents.what_erasure_leaves(visit.municipality, visit.resident->person, visit.now);
    if (!leaves) return desk.reception.problem(visit, leaves.error());
    ErasePage page{leaves->facts, leaves->whole, leaves->contacts, {}};
    for (const auto& kept : leaves->kept) {
        if (kept.reference.empty()) {
            page.kept.push_back(purpose_words(visit, kept.text_key));
            continue;
        }
        const std::string what = kept.reference.find('/') == std::string::npos ? fact_name_words(visit, kept.reference) : reference_words(desk, visit, kept.reference), why = purpose_words(visit, kept.text_key);
        page.kept.push_back(kept.until ? resident_words(visit, "erase_kept_until", {{"what", what}, {"why", why}, {"day", day_words(visit, *kept.until)}})
                                       : resident_words(visit, "erase_kept", {{"what", what}, {"why", why}}));
    }
    visit.frame.title = resident_words(visit, "erase");
    visit.frame.section = "my";
    return desk.reception.show(visit, pages::erase_page(visit.frame, page));
}

http::Response erase(ResidentDesk& desk, Visit& visit) {
    auto erased = desk.residents.erase(visit.as_resident(), visit.resident->person);
    if (!erased) return desk.reception.problem(visit, erased.error());
    if (!erased->whole) return http::Response::redirect(visit.frame.to("/my/data?done=erased"));
    return http::Response::redirect(visit.frame.to("/")).with_cookie({.name = Reception::resident_cookie, .value = "", .max_age_seconds = 0}, visit.request.secure);
}

// Codes of units and schools, words of other systems: they are in the copy of the data, not in a sentence for people.
bool is_for_machines(std::string_view member) { return member.ends_with("_ehak") || member.ends_with("_code") || member == "level"; }

std::string unit_words(const ResidentDesk& desk, const Visit& visit, const std::string& ehak) {
    auto name = desk.options.unit_name ? desk.options.unit_name(ehak, visit.language()) : std::string();
    return !name.empty() || ehak.empty() ? name : resident_words(visit, "data_unit", {{"code", ehak}});
}

// Who else decides for a child; null: the register does not say it plainly.
std::string custodians_words(const Visit& visit, const json::value& others) {
    const auto* list = others.if_array();
    if (!list) return resident_words(visit, "data_custody_unclear");
    std::vector<std::string> names;
    for (const auto& entry : *list)
        if (const auto* one = entry.if_object()) names.push_back(json::text(*one, "name") + " (" + json::text(*one, "code") + ")");
    return names.empty() ? resident_words(visit, "data_custody_nobody") : resident_words(visit, "data_custody_others", {{"names", joined(names, ", ")}});
}

std::string value_words_of(const ResidentDesk& desk, const Visit& visit, const json::value& value);

// A part of a thing (a child's name, where they live): its value alone tells enough.
std::string part_words(const ResidentDesk& desk, const Visit& visit, std::string_view member, const json::value& value) {
    if (member == "with_parent") return resident_words(visit, value.is_bool() && value.get_bool() ? "data_with_parent" : "data_not_with_parent");
    if (member == "others") return custodians_words(visit, value);
    if (member == "municipality_ehak" && value.is_string()) return unit_words(desk, visit, json::as_text(value));
    if (is_for_machines(member) || value.is_null() || (value.is_string() && value.get_string().empty())) return {};
    return value_words_of(desk, visit, value);
}

std::string value_words_of(const ResidentDesk& desk, const Visit& visit, const json::value& value) {
    if (value.is_null()) return resident_words(visit, "data_none");
    if (value.is_bool()) return resident_words(visit, value.get_bool() ? "data_yes" : "data_no");
    if (value.is_string()) {
        std::string text = json::as_text(value);
        auto date = text.size() == 10 ? Date::from_iso(text) : std::nullopt;
        return date ? day_words(visit, *date) : text;
    }
    std::vector<std::string> parts;
    if (value.is_array()) {
        for (const auto& item : value.get_array()) parts.push_back(value_words_of(desk, visit, item));
        return parts.empty() ? resident_words(visit, "data_none") : joined(parts, "; ");
    }
    if (value.is_object()) {
        for (const auto& member : value.get_object())
            if (auto words = part_words(desk, visit, std::string(member.key()), member.value()); !words.empty()) parts.push_back(std::move(words));
        return joined(parts, ", ");
    }
    return json::serialize(value);
}

}  // namespace

std::string resident_words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "residents." + std::string(key), arguments);
}
std::string day_words(const Visit& visit, Date day) { return view::date_text(visit.language(), day.year, day.month, day.day); }
std::string moment_words(const Visit& visit, Instant at) {
    auto local = local_time(at);
    return view::moment_text(visit.language(), local.date.year, local.date.month, local.date.day, local.minute_of_day);
}
std::string fact_name_words(const Visit& visit, std::string_view fact) {
    if (fact == "company.name") return resident_words(visit, "fact_company_name");
    return fact_label(fact, visit.language());
}
std::string value_words(const ResidentDesk& desk, const Visit& visit, std::string_view value_json) {
    auto value = json::parse(value_json);
    return value ? value_words_of(desk, visit, *value) : "";
}

FactRowView fact_row_view(ResidentDesk& desk, const Visit& visit, const Fact& fact) {
    constexpr std::string_view by_staff = "staff:";
    FactRowView row{fact_name_words(visit, fact.name), value_words(desk, visit, fact.value_json), {}, moment_words(visit, fact.obtained), purpose_words(visit, fact.purpose), {},
                    visit.frame.to("/my/data/correct?fact=" + url_encoded(fact.name)), fact.disputed};
    if (fact.source == "login") row.source = resident_words(visit, "source_login");
    else if (fact.source.starts_with(by_staff)) {
        auto member = desk.people.staff_member(visit.municipality, StaffId(fact.source.substr(by_staff.size())));
        row.source = resident_words(visit, "source_staff", {{"name", member && *member ? (*member)->display_name : std::string()}});
    } else row.source = source_label(fact.source, visit.language());
    if (fact.name.ends_with("_ehak"))
        if (auto code = json::parse(fact.value_json); code && code->is_string()) row.value = unit_words(desk, visit, json::as_text(*code));
    if (fact.name == acting_choices_fact) {
        std::vector<std::string> names;
        for (const auto& choice : choices_told({fact})) names.push_back(choice.name + " (" + resident_words(visit, "right_" + choice.kind) + ")");
        row.value = names.empty() ? resident_words(visit, "data_none") : joined(names, "; ");
    }
    row.kept = fact.keep_until ? resident_words(visit, fact.by_law ? "data_kept_law" : "data_kept_until", {{"day", day_words(visit, *fact.keep_until)}}) : resident_words(visit, "data_kept_open");
    return row;
}

CorrectionRow correction_row_view(const Visit& visit, const Correction& correction) {
    const bool open = !correction.answered;
    const auto tone = open ? view::Tone::info : correction.outcome == "declined" ? view::Tone::warning : view::Tone::success;
    return {correction.id, fact_name_words(visit, correction.fact), correction.words, correction.answer, moment_words(visit, correction.asked),
            visit.frame.to("/desk/corrections/" + correction.id), {resident_words(visit, "correction_" + (open ? std::string("open") : correction.outcome)), tone}};
}

std::vector<view::ProblemView> problem_views(const Visit& visit, const Error& error) {
    std::vector<view::ProblemView> views;
    for (const auto& problem : error.problems) views.push_back({problem.field, view::text(visit.language(), problem.text_key, problem.arguments)});
    const std::string key = !error.text_key.empty() ? error.text_key : std::string("general.fault_") + fault_name(error.fault);
    if (views.empty()) views.push_back({"", view::text(visit.language(), key)});
    return views;
}
void put_errors(const Visit& visit, const Error& error, std::initializer_list<view::Field*> fields) {
    for (const auto& problem : error.problems)
        for (auto* field : fields)
            if (field->name == problem.field && field->error_text.empty()) field->error_text = view::text(visit.language(), problem.text_key, problem.arguments);
}

void add_my_data_pages(const ResidentDeskPtr& desk) {
    constexpr auto least = Assurance::email;
    auto& reception = desk->reception;
    reception.resident_get("/my/data", least, [desk](Visit& visit) { return my_data(*desk, visit); });
    reception.resident_get("/my/data/correct", least, [desk](Visit& visit) { return correct_page(*desk, visit); });
    reception.resident_post("/my/data/correct", least, [desk](Visit& visit) { return correct(*desk, visit); });
    reception.resident_get("/my/data/erase", least, [desk](Visit& visit) { return erase_page(*desk, visit); });
    reception.resident_post("/my/data/erase", least, [desk](Visit& visit) { return erase(*desk, visit); });
}

void add_resident_pages(Reception& reception, People& people, Residents& residents, ResidentPagesOptions options) {
    auto desk = std::make_shared<ResidentDesk>(ResidentDesk{reception, people, residents, std::move(options)});
    add_my_data_pages(desk);
    add_my_copy_pages(desk);
    add_mandate_pages(desk);
    add_correction_pages(desk);
    add_hold_pages(desk);
}

}  // namespace raekoda::people
