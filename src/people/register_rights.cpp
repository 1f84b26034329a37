// For whom registers say that somebody may act.
#include <algorithm>

#include "people/known_facts.h"

namespace raekoda::people {

namespace {

constexpr std::size_t most_companies = 10;  // whose own mandates are asked after, too
constexpr int coming_of_age = 18;

bool is_valid_on(const std::optional<Date>& since, const std::optional<Date>& until, Date today) { return (!since || *since <= today) && (!until || today <= *until); }

std::optional<Date> earlier(const std::optional<Date>& a, const std::optional<Date>& b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

// Custody ends on the day before the child comes of age, whatever else the register says.
std::optional<Date> end_of_custody(const Relation& relation) {
    if (!relation.birth_date) return relation.until;
    const Date& birth = *relation.birth_date;
    Date grown{birth.year + coming_of_age, birth.month, birth.day};
    if (!Date::from_iso(grown.iso())) grown = {grown.year, 3, 1};  // born on 29 February
    return earlier(relation.until, grown.plus_days(-1));
}

// "*" in the register of mandates stands for everything; here no scope does.
std::vector<std::string> scopes_of(const RegisteredMandate& mandate) {
    bool everything = std::find(mandate.scopes.begin(), mandate.scopes.end(), "*") != mandate.scopes.end();
    return everything ? std::vector<std::string>{} : mandate.scopes;
}

void add_family(std::vector<RegisterRight>& rights, const std::vector<Relation>& relations, Date today) {
    for (const auto& relation : relations) {
        bool custody = relation.kind == Relation::Kind::custody, ward = relation.kind == Relation::Kind::ward;
        auto until = custody ? end_of_custody(relation) : relation.until;
        // Limited custody or guardianship: a person has to look first, so it opens nothing by itself.
        if ((!custody && !ward) || !relation.alive || !relation.full || relation.subject.empty() || !is_valid_on(relation.since, until, today)) continue;
        rights.push_back({custody ? "custody" : "guardianship", relation.subject, relation.given_name + " " + relation.family_name, {}, until, false});
    }
}

std::vector<RegisterRight> board_rights(const std::vector<CompanyRole>& roles, Date today) {
    std::vector<RegisterRight> rights;
    for (const auto& role : roles)
        if (role.alone && role.active && is_valid_on(role.since, role.until, today)) rights.push_back({"board", role.company, role.name, {}, role.until, true});
    return rights;
}

void add_mandates(std::vector<RegisterRight>& rights, const std::vector<RegisteredMandate>& mandates, const char* kind, const std::optional<Date>& through, Date today) {
    for (const auto& mandate : mandates)
        if (is_valid_on(mandate.since, mandate.until, today))
            rights.push_back({kind, mandate.from, mandate.from_name, scopes_of(mandate), earlier(mandate.until, through), is_company_subject(mandate.from)});
}

}  // namespace

RegisterRights register_rights(std::shared_ptr<RegisterFacts> registers) {
    return [registers](const MunicipalityId& municipality, const std::string& subject) -> Result<RegisterRightsTold> {
        const Instant at = now();
        const Date today = local_time(at).date;
        Asking asking{municipality, subject, subject, "", "person", "", usual_purpose("acting"), "", {}};
        RegisterRightsTold told;
        // Each register fails alone: what the others say still holds. One that does not know the subject has said that there is nothing.
        auto missing = [&](const Error& error) { told.complete &= error.fault == Fault::missing; };
        if (auto relations = registers->family(asking, at)) add_family(told.rights, *relations, today);
        else missing(relations.error());
        std::vector<RegisterRight> companies;
        if (auto roles = registers->companies(asking, at)) companies = board_rights(*roles, today);
        else missing(roles.error());
        if (auto mandates = registers->mandates(asking, at)) add_mandates(told.rights, *mandates, "mandate", {}, today);
        else missing(mandates.error());
        for (std::size_t i = 0; i < companies.size() && i < most_companies; ++i) {
            Asking about = asking;
            about.about = companies[i].subject;
            about.right = "board";
            if (auto mandates = registers->mandates(about, at)) add_mandates(told.rights, *mandates, "chain", companies[i].until, today);
            else missing(mandates.error());
        }
        told.rights.insert(told.rights.end(), companies.begin(), companies.end());
        return told;
    };
}

}  // namespace raekoda::people
