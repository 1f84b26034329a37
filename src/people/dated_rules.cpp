#include "people/dated_rules.h"

#include <algorithm>

#include "base/json.h"
#include "base/personal_code.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_rules = 1u << 18, most_versions = 200;
constexpr int most_months = 600, oldest = 21, most_years = 100, most_days = 3660;

auto wrong(std::string what) { return fail(Fault::invalid, "rules about people: " + std::move(what)); }

Result<int> whole(const json::object& o, const char* name, int low, int high, const std::string& where) {
    auto value = json::optional_integer(o, name);
    if (!value || *value < low || *value > high) return wrong(where + name + " is missing or not from " + std::to_string(low) + " to " + std::to_string(high));
    return static_cast<int>(*value);
}

Result<DatedRules::Version> read_version(const json::object& o, const std::string& where) {
    for (const auto& member : o) {
        static constexpr std::string_view known[] = {"valid_from", "valid_until", "source", "confirmed", "keep_register_queries_months", "act_alone_from_age", "apply_from_age",
                                                     "keep_decided_years", "keep_decided_years_of", "keep_withdrawn_days"};
        if (std::find(std::begin(known), std::end(known), std::string_view(member.key())) == std::end(known)) return wrong(where + "unknown member " + std::string(member.key()));
    }
    DatedRules::Version version;
    auto from = Date::from_iso(json::text(o, "valid_from"));
    if (!from) return wrong(where + "valid_from is not a day");
    version.valid_from = *from;
    if (const auto* until = o.if_contains("valid_until"); until && !until->is_null()) {
        version.valid_until = Date::from_iso(json::as_text(*until));
        if (!version.valid_until || *version.valid_until < *from) return wrong(where + "valid_until is not a day after valid_from");
    }
    if (json::text(o, "source").empty()) return wrong(where + "source is missing: who says so");
    version.keep_register_queries_months = TRY(whole(o, "keep_register_queries_months", 1, most_months, where));
    version.act_alone_from_age = TRY(whole(o, "act_alone_from_age", 0, oldest, where));
    if (const auto* ages = json::member(o, "apply_from_age"))
        for (const auto& age : *ages) {
            const std::string service(age.key());
            version.apply_from_age[service] = TRY(whole(*ages, service.c_str(), 0, oldest, where + "apply_from_age."));
        }
    if (o.contains("keep_decided_years")) version.keep_decided_years = TRY(whole(o, "keep_decided_years", 1, most_years, where));
    if (o.contains("keep_withdrawn_days")) version.keep_withdrawn_days = TRY(whole(o, "keep_withdrawn_days", 0, most_days, where));
    if (const auto* years = json::member(o, "keep_decided_years_of")) {
        if (!version.keep_decided_years) return wrong(where + "keep_decided_years_of without keep_decided_years");
        for (const auto& one : *years) {
            const std::string service(one.key());
            version.keep_decided_years_of[service] = TRY(whole(*years, service.c_str(), 1, most_years, where + "keep_decided_years_of."));
        }
    }
    return version;
}

}  // namespace

const DatedRules::Version* DatedRules::on(Date day) const {
    for (const auto& version : versions)
        if (version.valid_from <= day && (!version.valid_until || day <= *version.valid_until)) return &version;
    return nullptr;
}

Result<DatedRules> read_dated_rules(std::string_view text) {
    auto value = json::parse(text, longest_rules);
    if (!value || !value->is_object()) return wrong("not a JSON object");
    const auto* list = json::list(value->get_object(), "versions");
    if (!list || list->empty() || list->size() > most_versions) return wrong("versions are missing or too many");
    DatedRules rules;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* o = (*list)[i].if_object();
        const std::string where = "versions[" + std::to_string(i) + "]: ";
        if (!o) return wrong(where + "not an object");
        auto version = TRY(read_version(*o, where));
        if (!rules.versions.empty()) {
            const auto& before = rules.versions.back();
            if (!before.valid_until || version.valid_from <= *before.valid_until) return wrong(where + "begins before the one before it ends");
        }
        rules.versions.push_back(std::move(version));
    }
    return rules;
}

int full_years(Date born, Date today) {
    int years = today.year - born.year;
    return today.month < born.month || (today.month == born.month && today.day < born.day) ? years - 1 : years;
}

Date months_before(Date day, int months) {
    int all = day.year * 12 + day.month - 1 - months;
    Date result{all / 12, all % 12 + 1, day.day};
    while (!Date::from_iso(result.iso())) --result.day;
    return result;
}

bool may_act(const DatedRules& rules, std::string_view subject, std::string_view service, Date today) {
    const auto* rule = rules.on(today);
    auto code = personal_code_of_subject(subject);
    if (!rule || !code) return true;
    auto own = rule->apply_from_age.find(std::string(service));
    return full_years(code->birth_date, today) >= (own == rule->apply_from_age.end() ? rule->act_alone_from_age : own->second);
}

}  // namespace raekoda::people
