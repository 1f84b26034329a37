#include "people/known_facts.h"

#include <algorithm>

#include "base/json.h"

namespace raekoda::people {

namespace {

constexpr int days_kept = 30;
constexpr const char* fact_of_life = "person.alive";
constexpr const char* purpose_of_kept = "registers.purpose_prefill";

std::vector<RegisterFact> kept_from_registers(const std::vector<Fact>& facts) {
    std::vector<RegisterFact> kept;
    for (const auto& fact : facts)
        if (auto source = register_of(fact.source)) kept.push_back({fact.name, fact.value_json, *source, fact.obtained});
    return kept;
}

bool is_wanted(const Asking& asking, std::string_view name) { return std::find(asking.needs.begin(), asking.needs.end(), name) != asking.needs.end(); }

// A fact that a register gives counts only as `gathered` has it: an older answer of the same register is not believed any more.
bool counts(const Fact& fact, const Gathered& gathered) {
    if (!register_of(fact.source)) return true;
    return std::any_of(gathered.facts.begin(), gathered.facts.end(), [&](const RegisterFact& told) { return told.name == fact.name; });
}

Asking with_needs(Asking asking, std::vector<std::string> needs) {
    asking.needs = std::move(needs);
    return asking;
}

bool is_silence(const Error& error) { return error.fault == Fault::unavailable || error.fault == Fault::broken || error.fault == Fault::forbidden || error.fault == Fault::invalid; }

// Whoever is asked about has to live: with a question about the person that is asked, too.
Asking asking_whether_alive(Asking asking) {
    bool about_person = std::any_of(asking.needs.begin(), asking.needs.end(), [](const std::string& need) { return question_of_fact(need) == "person"; });
    if (about_person && !is_wanted(asking, fact_of_life)) asking.needs.emplace_back(fact_of_life);
    return asking;
}

Standing standing_in(const Gathered& gathered) {
    for (const auto& fact : gathered.facts)
        if (fact.name == fact_of_life) return fact.value_json == "true" ? Standing::living : Standing::dead;
    auto state = gathered.sources.find(Register::population);
    return state != gathered.sources.end() && state->second == SourceState::unknown ? Standing::unknown : Standing::not_told;
}

std::string name_of(const Relation& relation) { return relation.given_name + " " + relation.family_name; }

// What the applicant is to a relative, from what the relative is to them; empty: a relation that says nothing about kinship.
std::string own_side(Relation::Kind kind) {
    switch (kind) {
        case Relation::Kind::spouse: return "spouse";
        case Relation::Kind::parent: return "child";
        case Relation::Kind::child: return "parent";
        default: return {};
    }
}

// --- what registers know of the children of whoever is asked about ---

struct ChildrenFact {
    const char *name, *question;     // by the name of that question the answer counts as long
    std::vector<std::string> needs;  // asked about each child
};
const std::vector<ChildrenFact>& facts_about_children() {
    static const std::vector<ChildrenFact> facts{{"children_home", "residence", {"residence.municipality_ehak", "residence.object_id"}}, {"children_studies", "studies", {"studies"}}, {custodians_fact, "family", {"custodians"}}};
    return facts;
}
constexpr std::size_t most_children = 12;
constexpr int grown_up = 18;

json::value told_by(const Gathered& gathered, std::string_view name) {
    for (const auto& fact : gathered.facts)
        if (fact.name == name)
            if (auto value = json::parse(fact.value_json)) return std::move(*value);
    return nullptr;
}

const RegisterFact* still_kept(const ChildrenFact& wanted, const std::vector<RegisterFact>& kept, Instant now) {
    const auto seconds = KeepRules::usual().of(wanted.question);
    for (const auto& fact : kept)
        if (fact.name == wanted.name && now.seconds_since(fact.obtained) < seconds) return &fact;
    return nullptr;
}

// Who has custody of the child beside the parent who asks. null: it is not plain who else decides (custody in part, a register that does not know the
// parent as custodian); then the parent is asked.
json::value other_custodians(const Gathered& told, std::string_view parent) {
    json::array others;
    bool own = false, whole = true;
    auto custodians = told_by(told, "custodians");
    if (!custodians.is_array()) return nullptr;
    for (const auto& entry : custodians.get_array()) {
        const auto* one = entry.if_object();
        if (!one) continue;
        auto code = json::text(*one, "code");
        if (code == parent) {
            own = true;
            continue;
        }
        whole = whole && json::boolean(*one, "full") && !code.empty();
        others.push_back(json::object{{"name", one->at("name")}, {"code", code}});
    }
    return own && whole ? json::value(std::move(others)) : json::value(nullptr);
}

// Of a study: which grade, since when; of a residence: which municipality, and whether it is the parent's own home. Where a child lives is not told
// to the parent more closely than that.
json::object about_child(const ChildrenFact& wanted, const Asking& asking, const json::object& child, const Gathered& told, const json::value& parents_home) {
    json::object row{{"name", child.at("name")}, {"code", child.at("code")}};
    if (wanted.name == std::string_view(custodians_fact)) {
        const auto parent = personal_code_of_subject(asking.about);
        row["others"] = parent ? other_custodians(told, parent->digits) : json::value(nullptr);
        return row;
    }
    if (wanted.question == std::string_view("residence")) {
        auto home = told_by(told, "residence.object_id");
        row["municipality_ehak"] = told_by(told, "residence.municipality_ehak");
        row["with_parent"] = home.is_string() && home == parents_home;
        return row;
    }
    for (const char* member : {"level", "grade", "since"}) row[member] = nullptr;
    auto studies = told_by(told, "studies");
    if (studies.is_array())
        for (const auto& study : studies.get_array())
            if (const auto* one = study.if_object(); one && one->at("until").is_null())
                for (const char* member : {"level", "grade", "since"}) row[member] = one->at(member);
    return row;
}

// Children of less than eighteen years in whole custody: nobody learns here of a child whom they may not represent.
std::vector<json::object> children_in_custody(const Gathered& gathered, Date today) {
    std::vector<json::object> children;
    auto custody = told_by(gathered, "custody");
    if (!custody.is_array()) return children;
    for (const auto& entry : custody.get_array()) {
        const auto* child = entry.if_object();
        if (!child || !json::boolean(*child, "full") || json::text(*child, "code").empty()) continue;
        auto born = Date::from_iso(json::text(*child, "birth_date"));
        if (born && Date{born->year + grown_up, born->month, born->day} <= today) continue;
        if (children.size() < most_children) children.push_back(*child);
    }
    return children;
}

bool is_silent(SourceState state) { return state == SourceState::unavailable || state == SourceState::unusable; }

// What is wanted of the children and not kept: asked about each of them, in the log of each. A register that is silent is asked about nobody further,
// and of what is not whole nothing is taken.
Outcome gather_about_children(RegisterFacts& registers, const Asking& asking, const ChildrenFact& wanted, const std::vector<RegisterFact>& kept, Gathered& gathered, Instant now) {
    auto source = register_of_question(wanted.question);
    auto parents_home = told_by(gathered, "residence.object_id");
    if (!told_by(gathered, "custody").is_array()) return {};
    json::array rows;
    for (const auto& child : children_in_custody(gathered, local_time(now).date)) {
        Asking about = with_needs(asking, wanted.needs);
        about.about = std::string(subject_country) + json::text(child, "code");
        about.right = "custody";
        auto told = TRY(registers.gather(about, {}, now));
        for (const auto& [asked, state] : told.sources)
            if (is_silent(state)) {
                gathered.sources[asked] = state;
                return {};
            }
        rows.push_back(about_child(wanted, asking, child, told, parents_home));
    }
    // An empty list only takes the place of what was known while there was custody.
    if (rows.empty() && std::none_of(kept.begin(), kept.end(), [&](const RegisterFact& fact) { return fact.name == wanted.name; })) return {};
    gathered.sources.emplace(source, SourceState::answered);
    gathered.facts.push_back({wanted.name, json::serialize(rows), source, now});
    gathered.fresh.push_back(gathered.facts.back());
    return {};
}

Result<Gathered> gather_all(RegisterFacts& registers, const Asking& asking, const std::vector<RegisterFact>& kept, Instant now) {
    Asking wider = asking_whether_alive(asking);
    std::vector<const ChildrenFact*> missing;
    std::vector<RegisterFact> known;
    for (const auto& fact : facts_about_children()) {
        if (!is_wanted(asking, fact.name) || !is_told(fact.name, asking.right)) continue;
        if (const auto* there = still_kept(fact, kept, now)) known.push_back(*there);
        else missing.push_back(&fact);
    }
    // Whose children they are, and where the parent lives, is asked for this alone and not kept.
    auto ask_also = [&](const char* also) {
        if (!is_wanted(wider, also)) wider.needs.emplace_back(also);
    };
    if (!missing.empty()) ask_also("custody");
    if (std::any_of(missing.begin(), missing.end(), [](const auto* fact) { return fact->question == std::string_view("residence"); })) ask_also("residence.object_id");
    auto gathered = TRY(registers.gather(wider, kept, now));
    gathered.facts.insert(gathered.facts.end(), known.begin(), known.end());
    for (const auto* fact : missing) TRY(gather_about_children(registers, asking, *fact, kept, gathered, now));
    std::erase_if(gathered.fresh, [&](const RegisterFact& fact) { return !is_wanted(asking, fact.name) && fact.name != fact_of_life; });
    return gathered;
}

}  // namespace

std::string standing_words(Standing standing, view::Language language) {
    if (standing == Standing::dead) return view::text(language, "registers.standing_dead");
    return standing == Standing::unknown ? view::text(language, "registers.standing_unknown") : std::string();
}

bool is_told(std::string_view fact, std::string_view right) { return fact != custodians_fact || right.empty() || right == "consent"; }

const Fact* KnownFacts::fact(std::string_view name) const {
    for (const auto& known : facts)
        if (known.name == name) return &known;
    return nullptr;
}

Result<KnownFacts> known_facts(Residents& residents, RegisterFacts& registers, const Asking& asking, const PersonId& person, Instant now) {
    auto before = TRY(residents.facts(asking.municipality, person));
    auto gathered = TRY(gather_all(registers, asking, kept_from_registers(before), now));
    std::vector<Fact> fresh;
    const Date until = local_time(now).date.plus_days(days_kept);
    for (auto& told : gathered.fresh) fresh.push_back({told.name, told.value_json, std::string(register_name(told.source)), told.obtained, purpose_of_kept, until});
    // Keeping seals anew and knows what the person had called wrong; so what is shown is read back.
    if (!fresh.empty()) {
        TRY(residents.keep_facts(asking.municipality, person, fresh));
        before = TRY(residents.facts(asking.municipality, person));
    }
    KnownFacts known{{}, gathered.sources, standing_in(gathered)};
    std::stable_sort(before.begin(), before.end(), [](const Fact& a, const Fact& b) { return rank_of(a) < rank_of(b); });
    for (auto& fact : before)
        if (is_wanted(asking, fact.name) && is_told(fact.name, asking.right) && counts(fact, gathered) && !known.fact(fact.name)) known.facts.push_back(std::move(fact));
    return known;
}

Result<Standing> standing_of(RegisterFacts& registers, const Asking& asking, Instant now) {
    if (!personal_code_of_subject(asking.about)) return Standing::not_told;
    return standing_in(TRY(registers.gather(with_needs(asking, {fact_of_life}), {}, now)));
}

Result<AboutDeceased> about_deceased(RegisterFacts& registers, const Asking& asking, std::string_view deceased, Instant now) {
    if (!personal_code_of_subject(deceased)) return AboutDeceased{};
    auto relations = registers.family(asking, now);
    if (!relations && relations.error().fault == Fault::missing) return AboutDeceased{};
    if (!relations && is_silence(relations.error())) return AboutDeceased{AboutDeceased::State::silent, {}};
    if (!relations) return fail(relations.error());
    auto relation = std::find_if(relations->begin(), relations->end(), [&](const Relation& r) { return r.subject == deceased && !own_side(r.kind).empty(); });
    if (relation == relations->end()) return AboutDeceased{};

    Asking about = asking;
    about.about = std::string(deceased);
    about.right = "relation";
    auto death = registers.death(about, now);
    if (!death && death.error().fault == Fault::missing) return AboutDeceased{AboutDeceased::State::not_dead, {}};
    if (!death && is_silence(death.error())) return AboutDeceased{AboutDeceased::State::silent, {}};
    if (!death) return fail(death.error());
    if (!death->died) return AboutDeceased{AboutDeceased::State::not_dead, {}};
    AboutDeceased told{AboutDeceased::State::told, {}};
    auto add = [&](const char* name, const std::string& value) {
        told.facts.push_back({name, value.empty() ? "null" : json::quoted(value), Register::population, now});
    };
    add("deceased.given_name", death->given_name);
    add("deceased.family_name", death->family_name);
    add("deceased.code", std::string(deceased.substr(subject_country.size())));
    add("deceased.death_date", death->date ? death->date->iso() : "");
    add("deceased.document", death->document);
    add("deceased.municipality_ehak", death->last_residence ? death->last_residence->municipality : "");
    if (death->last_residence) {
        about.needs = {"deceased.address"};
        registers.normalise(about, *death->last_residence, now);
    }
    add("deceased.address", death->last_residence ? death->last_residence->text : "");
    add("deceased.relation", own_side(relation->kind));
    return told;
}

Result<std::vector<DeceasedRelative>> deceased_relatives(RegisterFacts& registers, const Asking& asking, Instant now) {
    auto relations = TRY(registers.family(asking, now));
    std::vector<DeceasedRelative> relatives;
    for (const auto& relation : relations)
        if (!relation.alive && !relation.subject.empty() && !own_side(relation.kind).empty()) relatives.push_back({relation.subject, name_of(relation), own_side(relation.kind)});
    return relatives;
}

}  // namespace raekoda::people
