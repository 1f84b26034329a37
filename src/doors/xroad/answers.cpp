// Reads the registers' answers. Nothing is guessed: what is malformed, incomplete or contradicts itself is not taken at all.
#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "doors/xroad/xroad.h"

namespace raekoda::doors::xroad {

using namespace people;

namespace {

constexpr std::size_t longest_answer = 512 * 1024, longest_list = 500, longest_text = 400;
constexpr double south = 57.4, north = 59.9, west = 21.4, east = 28.3;  // around Estonia, WGS 84

// Takes members of one object and remembers the first thing that is wrong.
class Taker {
public:
    Taker(const json::object& o, std::string& wrong) : o_(o), wrong_(wrong) {}

    std::string text(const char* name) {
        auto read = may_be_text(name);
        if (read.empty()) say(name, "is missing or empty");
        return read;
    }
    std::string may_be_text(const char* name) {
        const auto* v = o_.if_contains(name);
        if (!v || v->is_null()) return {};
        if (!v->is_string()) return say(name, "is not text"), std::string();
        auto cleaned = clean_input(std::string_view(v->get_string()));
        if (!cleaned || code_point_count(*cleaned) > longest_text) return say(name, "is not a text of usual length"), std::string();
        return *cleaned;
    }
    bool flag(const char* name) {
        const auto* v = o_.if_contains(name);
        if (!v || !v->is_bool()) return say(name, "is missing or neither true nor false"), false;
        return v->get_bool();
    }
    double number(const char* name, double low, double high) {
        auto v = json::optional_number(o_, name);
        if (!v || !(*v >= low && *v <= high)) return say(name, "is missing or out of range"), low;
        return *v;
    }
    int whole(const char* name, int low, int high) {
        auto v = json::optional_integer(o_, name);
        if (!v || *v < low || *v > high) return say(name, "is missing or out of range"), low;
        return static_cast<int>(*v);
    }
    std::optional<Date> may_be_date(const char* name) {
        auto text = may_be_text(name);
        if (text.empty()) return std::nullopt;
        auto date = Date::from_iso(text);
        if (!date) say(name, "is not a date");
        return date;
    }
    Date date(const char* name) {
        auto read = may_be_date(name);
        if (!read) say(name, "is missing");
        return read.value_or(Date{});
    }
    std::string ehak(const char* name) {
        auto code = text(name);
        if (code.size() != 4 || code.find_first_not_of("0123456789") != std::string::npos) say(name, "is no EHAK code");
        return code;
    }
    // Both must be there for the order to mean anything.
    void in_order(const std::optional<Date>& since, const std::optional<Date>& until) {
        if (since && until && *until < *since) say("until", "lies before since");
    }
    void say(const char* name, const char* what) {
        if (wrong_.empty()) wrong_ = std::string(name) + " " + what;
    }
    const json::object& object() const { return o_; }

private:
    const json::object& o_;
    std::string& wrong_;
};

auto refused(const std::string& what) { return fail(Fault::broken, "answer: " + what); }

// The object of an answer; it must be about whom (or what) was asked, which its member `name` repeats.
Result<json::value> answer_about(std::string_view text, std::string_view about, const char* name = "subject") {
    auto value = json::parse(text, longest_answer);
    if (!value || !value->is_object()) return refused("not a JSON object");
    auto subject = json::optional_text(value->get_object(), name);
    if (!subject) return refused(std::string(name) + " is missing");
    if (*subject != about) return refused("about another " + std::string(name) + " than was asked");
    return std::move(*value);
}

// One entry after another of a list that says how long it is; the first thing wrong ends it.
template <class T, class Read>
Result<std::vector<T>> read_list(std::string_view text, std::string_view about, const char* name, Read read, const char* asked = "subject") {
    auto value = TRY(answer_about(text, about, asked));
    const auto& o = value.get_object();
    const auto* list = json::list(o, name);
    auto count = json::optional_integer(o, "count");
    if (!list || !count) return refused(std::string(name) + " or its count is missing");
    if (list->size() > longest_list) return refused(std::string(name) + " is too long");
    if (static_cast<std::size_t>(*count) != list->size()) return refused(std::string(name) + " is incomplete");
    std::vector<T> entries;
    for (const auto& item : *list) {
        if (!item.is_object()) return refused(std::string(name) + ": an entry is not an object");
        std::string wrong;
        Taker take(item.get_object(), wrong);
        entries.push_back(read(take));
        if (!wrong.empty()) return refused(std::string(name) + ": " + wrong);
    }
    return entries;
}

RegisteredAddress address_of(Taker& take) {
    return {take.text("text"), take.ehak("county"), take.ehak("municipality"), take.ehak("settlement"), take.may_be_text("adsOid"), take.may_be_text("postalCode")};
}

std::optional<RegisteredAddress> read_address(const json::object& o, const char* name, std::string& wrong) {
    const auto* value = o.if_contains(name);
    if (value && value->is_null()) return std::nullopt;
    if (!value || !value->is_object()) {
        if (wrong.empty()) wrong = std::string(name) + " is missing";
        return std::nullopt;
    }
    Taker take(value->get_object(), wrong);
    return address_of(take);
}

AddressEntry read_entry(Taker& take) {
    AddressEntry entry{address_of(take), take.text("adrId"), take.text("line"), take.text("settlementName"), take.number("lat", south, north), take.number("lon", west, east)};
    if (entry.address.object_id.empty()) take.say("adsOid", "is missing");
    return entry;
}

// A personal code says birth date and sex by itself; a register that says otherwise is not to be believed in either.
bool fits_code(std::string_view subject, const std::optional<Date>& birth) {
    auto code = personal_code_of_subject(subject);
    return !code || !birth || code->birth_date == *birth;
}

bool is_person_subject(std::string_view subject) { return personal_code_of_subject(subject).has_value(); }

Relation read_relation(Taker& take, std::string_view about, Date today) {
    Relation relation;
    auto kind = relation_of(take.text("kind"));
    if (!kind) take.say("kind", "is not known");
    relation.kind = kind.value_or(Relation::Kind::child);
    relation.subject = take.may_be_text("subject");  // relatives abroad have no code
    relation.given_name = take.text("givenName");
    relation.family_name = take.text("familyName");
    relation.birth_date = take.may_be_date("birthDate");
    relation.alive = take.flag("alive");
    auto extent = take.text("extent");
    if (extent != "full" && extent != "limited") take.say("extent", "is not known");
    relation.full = extent == "full";
    relation.since = take.may_be_date("since");
    relation.until = take.may_be_date("until");
    take.in_order(relation.since, relation.until);
    if (!relation.subject.empty() && !is_person_subject(relation.subject)) take.say("subject", "is no personal code");
    if (relation.subject == about) take.say("subject", "is related to itself");
    if (!fits_code(relation.subject, relation.birth_date)) take.say("birthDate", "contradicts the personal code");
    if (relation.birth_date && *relation.birth_date > today) take.say("birthDate", "lies in the future");
    // A child is younger, a parent older.
    if (auto own = personal_code_of_subject(about); own && relation.birth_date) {
        if (relation.kind == Relation::Kind::child && *relation.birth_date <= own->birth_date) take.say("birthDate", "makes the child older");
        if (relation.kind == Relation::Kind::parent && *relation.birth_date >= own->birth_date) take.say("birthDate", "makes the parent younger");
    }
    return relation;
}

}  // namespace

Result<RegisteredPerson> read_person(std::string_view text, std::string_view about, Date today) {
    auto value = TRY(answer_about(text, about));
    std::string wrong;
    Taker take(value.get_object(), wrong);
    RegisteredPerson person;
    person.subject = std::string(about);
    person.given_name = take.text("givenName");
    person.family_name = take.text("familyName");
    person.birth_date = take.date("birthDate");
    auto sex = take.text("sex");
    if (sex != "F" && sex != "M") take.say("sex", "is neither F nor M");
    person.sex = sex == "M" ? Sex::male : Sex::female;
    person.citizenship = take.may_be_text("citizenship");
    person.resident = take.flag("resident");
    person.alive = take.flag("alive");
    person.email = take.may_be_text("email");
    person.phone = take.may_be_text("phone");
    auto code = personal_code_of_subject(about);
    if (code && (code->birth_date != person.birth_date || code->sex != person.sex)) take.say("birthDate", "or sex contradicts the personal code");
    if (person.birth_date > today) take.say("birthDate", "lies in the future");
    if (person.resident && !person.alive) take.say("resident", "contradicts that the person has died");
    if (!wrong.empty()) return refused(wrong);
    return person;
}

Result<RegisteredResidence> read_residence(std::string_view text, std::string_view about, Date today) {
    auto value = TRY(answer_about(text, about));
    std::string wrong;
    Taker take(value.get_object(), wrong);
    RegisteredResidence residence{read_address(value.get_object(), "address", wrong), take.may_be_date("since")};
    if (!residence.address && residence.since) take.say("since", "is there without an address");
    if (residence.since && *residence.since > today) take.say("since", "lies in the future");
    if (!wrong.empty()) return refused(wrong);
    return residence;
}

Result<std::vector<Relation>> read_family(std::string_view text, std::string_view about, Date today) {
    auto relations = TRY(read_list<Relation>(text, about, "relations", [&](Taker& take) { return read_relation(take, about, today); }));
    std::set<std::pair<Relation::Kind, std::string>> seen;
    int spouses = 0, parents = 0;
    for (const auto& relation : relations) {
        if (!relation.subject.empty() && !seen.emplace(relation.kind, relation.subject).second) return refused("relations: the same twice");
        spouses += relation.kind == Relation::Kind::spouse && !relation.until;
        parents += relation.kind == Relation::Kind::parent;
        if (relation.kind == Relation::Kind::child && seen.contains({Relation::Kind::parent, relation.subject})) return refused("relations: child and parent at once");
    }
    if (spouses > 1) return refused("relations: two spouses");
    if (parents > 4) return refused("relations: too many parents");
    return relations;
}

Result<RegisteredDeath> read_death(std::string_view text, std::string_view about, Date today) {
    auto value = TRY(answer_about(text, about));
    std::string wrong;
    Taker take(value.get_object(), wrong);
    RegisteredDeath death;
    death.died = take.flag("died");
    death.date = take.may_be_date("date");
    death.document = take.may_be_text("document");
    death.given_name = take.text("givenName");
    death.family_name = take.text("familyName");
    death.last_residence = read_address(value.get_object(), "lastResidence", wrong);
    if (death.died != death.date.has_value()) take.say("date", "contradicts whether somebody has died");
    if (!death.died && (death.last_residence || !death.document.empty())) take.say("died", "contradicts document or last residence");
    auto code = personal_code_of_subject(about);
    if (death.date && (*death.date > today || (code && *death.date < code->birth_date))) take.say("date", "is impossible");
    if (!wrong.empty()) return refused(wrong);
    return death;
}

Result<std::vector<Study>> read_studies(std::string_view text, std::string_view about, Date) {
    return read_list<Study>(text, about, "studies", [](Taker& take) {
        Study study{take.text("schoolCode"), take.text("schoolName"), take.ehak("settlement"), take.ehak("municipality"), take.text("level"), take.whole("grade", 0, 12), take.may_be_date("since"), take.may_be_date("until")};
        static const std::set<std::string> levels{"preschool", "basic", "upper", "vocational", "higher"};
        if (!levels.contains(study.level)) take.say("level", "is not known");
        take.in_order(study.since, study.until);
        return study;
    });
}

Result<std::vector<CompanyRole>> read_companies(std::string_view text, std::string_view about, Date) {
    auto roles = TRY(read_list<CompanyRole>(text, about, "roles", [](Taker& take) {
        CompanyRole role{take.text("company"), take.text("name"), take.text("role"), take.flag("alone"), take.flag("active"), take.may_be_date("since"), take.may_be_date("until")};
        if (!is_company_subject(role.company)) take.say("company", "is no registry code");
        take.in_order(role.since, role.until);
        return role;
    }));
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& role : roles)
        if (!role.until && !seen.emplace(role.company, role.role).second) return refused("roles: the same twice");
    return roles;
}

Result<std::vector<RegisteredMandate>> read_mandates(std::string_view text, std::string_view about, Date) {
    return read_list<RegisteredMandate>(text, about, "mandates", [&](Taker& take) {
        RegisteredMandate mandate{take.text("id"), take.text("from"), take.text("fromName"), take.text("to"), {}, take.may_be_date("since"), take.may_be_date("until"), take.flag("mayPassOn")};
        const auto* scopes = json::list(take.object(), "scopes");
        if (!scopes || scopes->empty() || scopes->size() > longest_list) take.say("scopes", "is missing or too long");
        else
            for (const auto& scope : *scopes) {
                if (json::as_text(scope).empty()) take.say("scopes", "holds what is no text");
                mandate.scopes.push_back(json::as_text(scope));
            }
        if (mandate.to != about || mandate.from == about) take.say("to", "is not who was asked about");
        if (!is_person_subject(mandate.from) && !is_company_subject(mandate.from)) take.say("from", "is no subject");
        take.in_order(mandate.since, mandate.until);
        return mandate;
    });
}

Result<std::vector<AddressEntry>> read_addresses(std::string_view text, std::string_view words) {
    auto entries = TRY(read_list<AddressEntry>(text, words, "addresses", read_entry, "words"));
    if (entries.size() > most_addresses) return refused("addresses: more than were asked for");
    return entries;
}

Result<AddressEntry> read_address_entry(std::string_view text, std::string_view object_id) {
    auto value = TRY(answer_about(text, object_id, "adsOid"));
    const auto* found = json::member(value.get_object(), "address");
    if (!found) return refused("address is missing");
    std::string wrong;
    Taker take(*found, wrong);
    auto entry = read_entry(take);
    if (entry.address.object_id != object_id) take.say("adsOid", "is another than was asked");
    if (!wrong.empty()) return refused(wrong);
    return entry;
}

}  // namespace raekoda::doors::xroad
