#include "people/register_rights.h"

#include <algorithm>
#include <iterator>

namespace raekoda::people {

namespace {

constexpr int grown_up = 18;
constexpr std::size_t most_companies = 10;  // whose own mandates are asked after

// What the state's register calls everything that can be applied for here. "reports" and whatever is unknown here stays: it names no service.
constexpr std::string_view every_service[] = {"*", "applications"};

// Ids of services, as mandates given here have them; empty: everything. nullopt: it is for nothing.
std::optional<std::vector<std::string>> scopes_here(const std::vector<std::string>& told) {
    if (told.empty()) return std::nullopt;
    for (const auto& scope : told)
        if (std::find(std::begin(every_service), std::end(every_service), scope) != std::end(every_service)) return std::vector<std::string>{};
    return told;
}

template <class T>
bool runs(const T& dated, Date today) {
    return (!dated.since || *dated.since <= today) && (!dated.until || today <= *dated.until);
}

// The last day before somebody is grown up.
Date last_day_as_child(Date birth) { return Date{birth.year + grown_up, birth.month, birth.day == 29 && birth.month == 2 ? 28 : birth.day}.plus_days(birth.day == 29 && birth.month == 2 ? 0 : -1); }

template <class T>
void take(ToldRights& told, Result<std::vector<T>> answer, Date today) {
    if (!answer) {
        // A register that does not know somebody has answered: there is nothing.
        if (answer.error().fault != Fault::missing) told.incomplete = true;
        return;
    }
    for (const auto& one : *answer)
        if (auto right = right_of(one, today)) told.rights.push_back(std::move(*right));
}

// What a company may do for others, whoever represents it alone may do.
void take_chains(ToldRights& told, RegisterFacts& registers, const Asking& asking, const std::vector<RegisterRight>& companies, Instant now) {
    for (std::size_t i = 0; i < companies.size() && i < most_companies; ++i) {
        Asking about = asking;
        about.about = companies[i].subject;
        about.right = "board";
        ToldRights through;
        take(through, registers.mandates(about, now), local_time(now).date);
        told.incomplete |= through.incomplete;
        for (auto& right : through.rights) {
            right.kind = "chain";
            if (companies[i].until && (!right.until || *companies[i].until < *right.until)) right.until = companies[i].until;
            told.rights.push_back(std::move(right));
        }
    }
}

}  // namespace

std::optional<RegisterRight> right_of(const Relation& relation, Date today) {
    const bool custody = relation.kind == Relation::Kind::custody;
    if ((!custody && relation.kind != Relation::Kind::ward) || !relation.full || !relation.alive || relation.subject.empty() || !runs(relation, today)) return std::nullopt;
    RegisterRight right{custody ? "custody" : "guardianship", relation.subject, relation.given_name + " " + relation.family_name, {}, relation.until, false};
    if (custody && relation.birth_date) {
        const Date last = last_day_as_child(*relation.birth_date);
        right.until = right.until ? std::min(*right.until, last) : last;
    }
    if (right.until && *right.until < today) return std::nullopt;
    return right;
}

std::optional<RegisterRight> right_of(const CompanyRole& role, Date today) {
    if (!role.alone || !role.active || !runs(role, today)) return std::nullopt;
    return RegisterRight{"board", role.company, role.name, {}, role.until, true};
}

std::optional<RegisterRight> right_of(const RegisteredMandate& mandate, Date today) {
    if (!runs(mandate, today)) return std::nullopt;
    auto scopes = scopes_here(mandate.scopes);
    if (!scopes) return std::nullopt;
    return RegisterRight{"mandate", mandate.from, mandate.from_name, std::move(*scopes), mandate.until, is_company_subject(mandate.from)};
}

RegisterRights rights_by_registers(std::shared_ptr<RegisterFacts> registers) {
    return [registers](const MunicipalityId& municipality, const ResidentSession& resident, Instant now) {
        Asking asking;
        asking.municipality = municipality;
        asking.about = asking.asked_by = resident.subject;
        asking.actor = "person/" + resident.person.value;
        asking.purpose = usual_purpose("acting");
        const Date today = local_time(now).date;
        ToldRights told;
        take(told, registers->family(asking, now), today);
        take(told, registers->mandates(asking, now), today);
        ToldRights companies;
        take(companies, registers->companies(asking, now), today);
        told.incomplete |= companies.incomplete;
        take_chains(told, *registers, asking, companies.rights, now);
        told.rights.insert(told.rights.end(), companies.rights.begin(), companies.rights.end());
        return told;
    };
}

}  // namespace raekoda::people
