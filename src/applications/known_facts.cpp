#include "applications/known_facts.h"

#include "decision/feel.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;

bool is_needed(const services::Service& service, std::string_view fact) {
    return std::any_of(service.needs.begin(), service.needs.end(), [&](const auto& need) { return need.fact == fact; });
}

// A fact was read as JSON before it was kept: a text without escapes lies there as it is.
decision::Value value_of_fact(std::string_view json) {
    const bool plain = json.size() >= 2 && json.front() == '"' && json.back() == '"' && json.find('\\') == json.npos;
    return plain ? decision::Value(json.substr(1, json.size() - 2)) : value_of_json(json);
}

// Facts come from a source together: what is said of it is worked out once.
class Telling {
public:
    explicit Telling(view::Language language) : language_(language) {}
    form::Known operator()(std::string name, std::string_view value_json, const std::string& source, Instant obtained) {
        const Date date = local_time(obtained).date;
        if (words_.empty() || source != source_ || date != date_) {
            source_ = source, date_ = date;
            words_ = view::text(language_, "apply.source_and_date", {{"source", source_words(source, language_)}, {"date", date_words(date, language_)}});
        }
        return {std::move(name), value_of_fact(value_json), source, words_};
    }

private:
    view::Language language_;
    std::string source_, words_;
    Date date_;
};

// What a login said under another name.
constexpr std::string_view code_of_login = "person.personal_code", code_in_forms = "person.code", whole_name = "person.name";
constexpr std::string_view given_name = "person.given_name", family_name = "person.family_name", company_name = "company.name";
std::string name_in_forms(const std::string& fact) { return std::string(fact == code_of_login ? code_in_forms : std::string_view(fact)); }

// Under which names what a service needs may be kept.
std::vector<std::string_view> names_kept(const services::Service& service) {
    std::vector<std::string_view> names;
    for (const auto& need : service.needs) {
        names.push_back(need.fact);
        if (need.fact == code_in_forms) names.push_back(code_of_login);
        if (need.fact == whole_name) names.insert(names.end(), {given_name, family_name});
    }
    return names;
}

bool has(const std::vector<form::Known>& all, std::string_view name) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}
void put(std::vector<form::Known>& all, form::Known one) {
    if (!one.value.is_null() && !has(all, one.name)) all.push_back(std::move(one));
}

// Registers tell the whole name, a login its parts.
void put_whole_name(std::vector<form::Known>& all, const std::vector<people::Fact>& facts, Telling& known) {
    auto part = [&](std::string_view name) -> const people::Fact* {
        for (const auto& fact : facts)
            if (fact.name == name && !fact.disputed) return &fact;
        return nullptr;
    };
    auto words = [](const people::Fact* fact) {
        auto parsed = fact ? json::parse(fact->value_json) : json::parse("null");
        return parsed ? json::as_text(*parsed) : std::string();
    };
    const auto *given = part(given_name), *family = part(family_name);
    std::string name = words(given);
    if (auto last = words(family); !last.empty()) name += (name.empty() ? "" : " ") + last;
    if (!name.empty()) put(all, known(std::string(whole_name), json::quoted(name), (family ? family : given)->source, (family ? family : given)->obtained));
}

// Where a child lives, as a form asks it: with the parent, elsewhere in this municipality, or in another one. What is not known has no answer.
std::string with_home(std::string_view homes_json, std::string_view own_ehak) {
    auto homes = json::parse(homes_json);
    if (!homes || !homes->is_array()) return std::string(homes_json);
    for (auto& entry : homes->get_array()) {
        auto* home = entry.if_object();
        if (!home) continue;
        auto ehak = json::text(*home, "municipality_ehak");
        if (json::boolean(*home, "with_parent")) (*home)["home"] = "with_me";
        else if (!ehak.empty()) (*home)["home"] = ehak == own_ehak ? "here" : "elsewhere";
    }
    return json::serialize(*homes);
}

std::vector<form::Known> from_facts(std::vector<people::Fact> facts, const services::Service& service, std::string_view own_ehak, view::Language language) {
    for (auto& fact : facts)
        if (fact.name == "children_home") fact.value_json = with_home(fact.value_json, own_ehak);
    std::stable_sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) { return people::rank_of(a) < people::rank_of(b); });
    std::vector<form::Known> all;
    Telling known(language);
    for (const auto& fact : facts)
        if (auto name = name_in_forms(fact.name); !fact.disputed && is_needed(service, name) && !has(all, name)) put(all, known(std::move(name), fact.value_json, fact.source, fact.obtained));
    if (is_needed(service, whole_name)) put_whole_name(all, facts, known);
    return all;
}

std::string ehak_of(Hall& hall, const Visit& visit) {
    const auto catalogue = hall.catalogue();
    const auto* here = catalogue->municipality(visit.municipality);
    return here ? here->ehak : std::string();
}

// What only the person themselves may be told stays out of the forms of whoever acts for them.
void leave_untold(std::vector<people::Fact>& facts, const Visit& visit, const PersonId& about) {
    if (visit.resident && about != visit.resident->person) std::erase_if(facts, [&](const auto& fact) { return !people::is_told(fact.name, visit.resident->acting.kind); });
}

bool is_of_the_person(std::string_view fact) { return fact.starts_with("person."); }

// What lies here. Whoever acts for a company writes in its matter under their own name; the company's name and code follow from their right.
Result<std::vector<people::Fact>> facts_here(Hall& hall, const Visit& visit, const services::Service& service, const FactsAbout& about) {
    auto names = names_kept(service);
    names.push_back(company_name);
    auto facts = TRY(hall.residents.best_facts(visit.municipality, about.person, names));
    leave_untold(facts, visit, about.person);
    if (!visit.resident || !is_company_subject(about.subject)) return facts;
    std::erase_if(facts, [](const auto& fact) { return is_of_the_person(fact.name); });
    for (const auto& fact : facts)
        if (fact.name == company_name) {
            auto code = fact;
            code.name = "company.code", code.value_json = json::quoted(about.subject.substr(subject_country.size()));
            facts.push_back(std::move(code));
            break;
        }
    auto own = TRY(hall.residents.best_facts(visit.municipality, visit.resident->person, names));
    for (auto& fact : own)
        if (is_of_the_person(fact.name)) facts.push_back(std::move(fact));
    return facts;
}

}  // namespace

FactsAbout facts_about(const Visit& visit) {
    if (!visit.resident) return {};
    const auto& r = *visit.resident;
    const bool self = r.acting.is_self();
    return {self ? r.person : r.acting.person, self ? r.subject : r.acting.subject, r.subject, self ? std::string() : r.acting.subject, r.actor(), self ? std::string() : r.acting.kind};
}

std::string source_words(std::string_view source, view::Language language) {
    std::string key = "apply.source_" + std::string(source.substr(0, source.find(':')));
    return view::has_text(key) ? view::text(language, key) : std::string(source);
}

decision::Value value_of_json(std::string_view text) {
    auto parsed = json::parse(text);
    if (!parsed) return {};
    decision::Evaluation evaluation;
    return decision::from_json(evaluation, *parsed).value_or(decision::Value());
}

decision::Value nested(const std::vector<form::Known>& known) {
    decision::ContextBuilder root;
    std::map<std::string, decision::ContextBuilder> groups;
    for (const auto& fact : known) {
        auto dot = fact.name.find('.');
        if (dot == std::string::npos) root.put(std::string_view(fact.name), fact.value);
        else groups[fact.name.substr(0, dot)].put(std::string_view(fact.name).substr(dot + 1), fact.value);
    }
    for (auto& [name, group] : groups) root.put(std::string_view(name), group.build());
    return root.build();
}

std::vector<form::Known> facts_kept(Hall& hall, const Visit& visit, const services::Service& service, const PersonId& person, view::Language language) {
    if (person.empty()) return {};
    auto about = facts_about(visit);
    if (about.person != person) about = {person, {}, {}, {}, {}, {}};
    auto facts = facts_here(hall, visit, service, about);
    return facts ? from_facts(std::move(*facts), service, ehak_of(hall, visit), language) : std::vector<form::Known>{};
}

KnownFacts ask_registers(Hall& hall, const Visit& visit, const services::Service& service, const FactsAbout& about, const std::string& matter, view::Language language) {
    KnownFacts result;
    if (about.person.empty()) return result;
    auto facts = facts_here(hall, visit, service, about).value_or(std::vector<people::Fact>{});
    const bool for_company = visit.resident && is_company_subject(about.subject);
    // Only an Estonian code or registry code names somebody in the registers.
    if (hall.registers && about.subject.starts_with("EE") && !service.needs.empty()) {
        people::Asking asking{visit.municipality, about.subject, about.asked_by, about.represented, about.actor, about.right, {"service/" + service.id, service.name}, matter, {}};
        for (const auto& need : service.needs)
            if (!for_company || is_of_the_person(need.fact)) asking.needs.push_back(need.fact);
        if (for_company) asking.about = about.asked_by;  // no register of people knows a company
        // What could not be asked or kept is asked again next time.
        if (auto told = people::known_facts(hall.residents, *hall.registers, asking, for_company ? visit.resident->person : about.person, visit.now)) {
            if (!for_company) facts = std::move(told->facts);
            else if (auto here = facts_here(hall, visit, service, about)) facts = std::move(*here);
            result.standing = told->standing;
            for (const auto& [source, state] : told->sources)
                if (state == people::SourceState::unavailable || state == people::SourceState::unusable) result.missing.push_back(source_words(people::register_name(source), language));
        }
    }
    result.known = from_facts(std::move(facts), service, ehak_of(hall, visit), language);
    return result;
}

}  // namespace raekoda::applications
