// A person's applications in their export, their erasure, and past the day until which they are kept.
#include "applications/application_appointments_sql.h"
#include "applications/application_books_sql.h"
#include "applications/application_change.h"
#include "applications/application_events.h"
#include "applications/application_queries_sql.h"
#include "applications/application_rows.h"
#include "base/json.h"
#include "base/log.h"
#include "people/known_as.h"

namespace raekoda::applications {

namespace {

struct Matter {
    ApplicationNumber number;
    std::string service, status, outcome;
    Instant submitted, updated;
    SealedTextId content, decision, consent;
    std::optional<Date> valid_to;
};
Matter matter_from(const store::Row& row) {
    auto text = [&](int c) { return std::string(row.text(c)); };
    return {ApplicationNumber(text(0)), text(1), text(2), text(3), Instant{row.integer(4)}, Instant{row.integer(5)}, SealedTextId(text(6)), SealedTextId(text(7)), SealedTextId(text(8)),
            Date::from_iso(text(9))};
}

// The day until which law keeps it: nullopt with `open` while nobody knows; nothing at all for what was withdrawn.
struct Keeping {
    bool stays = false;
    std::optional<Date> until;
};
Keeping keeping_of(const Matter& matter, const people::DatedRules::Version* rule, Date today) {
    const auto status = status_of(matter.status).value_or(Status::submitted);
    if (status == Status::withdrawn) return {};
    if (is_open(status)) return {true, std::nullopt};
    if (matter.content.empty()) return {};  // forgotten already
    if (!rule || !rule->keep_decided_years) return {true, std::nullopt};
    const auto own = rule->keep_decided_years_of.find(matter.service);
    Date until = local_time(matter.updated).date;
    until.year += own == rule->keep_decided_years_of.end() ? *rule->keep_decided_years : own->second;
    if (until.month == 2 && until.day == 29) until = {until.year, 3, 1};
    if (matter.valid_to && *matter.valid_to > until) until = *matter.valid_to;
    return {today <= until, until};
}

struct Happened {
    Instant at;
    bool internal = false;
    ApplicationEvent event;
    std::string type;
};
Result<std::vector<Happened>> all_happened(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
    struct Found {
        std::string type, data;
        Instant at;
        bool internal;
    };
    auto found = TRY(session.all(
        sql::happenings_of, [](const store::Row& row) { return Found{std::string(row.text(1)), std::string(row.text(5)), Instant{row.integer(2)}, row.integer(4) != 0}; }, municipality.value, number.value));
    std::vector<Happened> all;
    for (auto& one : found) {
        auto event = TRY(decode_application_event(one.type, one.data));
        all.push_back({one.at, one.internal, std::move(event), std::move(one.type)});
    }
    return all;
}

// Everything that was ever said in a matter: what was asked, answered and decided, notes, files. Codes and days stay.
Outcome erase_matter(store::Session& session, people::Vault& vault, const MunicipalityId& municipality, const ApplicationNumber& number) {
    for (const auto& happened : TRY(all_happened(session, municipality, number)))
        for (const auto& id : sealed_in(happened.event)) TRY(vault.erase_text(session, municipality, id));
    auto keys = TRY(session.all(sql::keys_of_number, [](const store::Row& row) { return SealedTextId(std::string(row.text(0))); }, municipality.value, number.value));
    // Files of a reply that was never sent wait at the number.
    for (auto& key : TRY(session.all(sql::keys_of_place, [](const store::Row& row) { return SealedTextId(std::string(row.text(1))); }, municipality.value, number.value))) keys.push_back(std::move(key));
    for (const auto& key : keys) TRY(vault.erase_text(session, municipality, key));
    TRY(session.execute(sql::delete_files_of_number, municipality.value, number.value));
    TRY(session.execute(sql::delete_files_of_place, municipality.value, number.value));
    return {};
}

// What words in the correspondence are called in the copy; those that were sealed with a form of their own are objects.
struct CopyName {
    std::string_view type, member;
    bool is_object;
};
constexpr CopyName copy_names[] = {
    {MoreAsked::type, "asked", false},          {HearingOpened::type, "hearing", false},       {ApplicantReplied::type, "reply", false},   {TermExtended::type, "extension", false},
    {AppealFiled::type, "challenge", true},     {ApplicationWithdrawn::type, "withdrawal", false}, {SignatureRefused::type, "refusal", false}, {DecisionMade::type, "decision", true},
    {AppealDecided::type, "decision", true},    {AppointmentProposed::type, "said", true},     {AppointmentMoved::type, "said", true},
};
CopyName copy_name(std::string_view type) {
    for (const auto& name : copy_names)
        if (name.type == type) return name;
    return {type, "said", false};
}

class ApplicationHolder final : public people::PersonalDataHolder {
public:
    ApplicationHolder(Applications& applications, people::DatedRules rules) : applications_(applications), rules_(std::move(rules)) {}
    std::string name() const override { return "applications.your_applications"; }

    Result<std::string> export_json(store::Session& session, const MunicipalityId& municipality, const std::vector<PersonId>& persons) override {
        json::array all;
        for (const auto& person : persons)
            for (const auto& matter : TRY(session.all(sql::matters_of_applicant, matter_from, municipality.value, person.value))) {
                json::object one{{"number", matter.number.value}, {"service", matter.service}, {"status", matter.status}, {"submitted", iso_utc(matter.submitted)}};
                if (!matter.outcome.empty()) one["outcome"] = matter.outcome;
                for (const auto& [member, id] : {std::pair("content", &matter.content), std::pair("decision", &matter.decision)})
                    if (!id->empty())
                        if (auto text = TRY(applications_.people().vault().text(session, municipality, *id)))
                            if (auto parsed = json::parse(*text)) one[member] = std::move(*parsed);
                if (auto consent = TRY(applications_.people().vault().text(session, municipality, matter.consent))) one["consent"] = *consent;
                if (auto files = TRY(file_names(session, municipality, matter.number)); !files.empty()) one["files"] = std::move(files);
                if (auto times = TRY(appointments_json(session, municipality, matter.number)); !times.empty()) one["appointments"] = std::move(times);
                if (auto words = TRY(correspondence_json(session, municipality, matter)); !words.empty()) one["correspondence"] = std::move(words);
                all.push_back(std::move(one));
            }
        for (const auto& person : persons)
            for (auto& draft : TRY(drafts_json(session, municipality, person))) all.push_back(std::move(draft));
        return all.empty() ? std::string("null") : json::serialize(all);
    }

    Result<std::vector<Kept>> must_stay(store::Session& session, const MunicipalityId& municipality, const PersonId& person, Date today) override {
        std::vector<Kept> kept;
        for (const auto& matter : TRY(session.all(sql::matters_of_applicant, matter_from, municipality.value, person.value)))
            if (auto keeping = keeping_of(matter, rules_.on(today), today); keeping.stays) kept.push_back({"applications.kept_by_law", stream_of(matter.number), keeping.until});
        return kept;
    }

    Outcome erase(store::Session& session, const MunicipalityId& municipality, const PersonId& person, Instant now) override {
        auto& vault = applications_.people().vault();
        auto drafts = TRY(session.all(
            sql::all_drafts_of, [](const store::Row& row) { return std::pair(std::string(row.text(0)), SealedTextId(std::string(row.text(1)))); }, municipality.value, person.value));
        for (const auto& draft : drafts) {
            TRY(session.execute(sql::delete_draft, municipality.value, draft.first));
            TRY(session.execute(sql::delete_files_of_place, municipality.value, draft.first));
            TRY(vault.erase_text(session, municipality, draft.second));
        }
        for (const auto& matter : TRY(session.all(sql::matters_of_applicant, matter_from, municipality.value, person.value))) {
            const Date today = local_time(now).date;
            if (keeping_of(matter, rules_.on(today), today).stays) continue;
            TRY(erase_matter(session, vault, municipality, matter.number));
        }
        return {};
    }

private:
    Result<json::array> file_names(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
        json::array names;
        for (auto& name : TRY(session.all(sql::files_of_number, [](const store::Row& row) { return std::string(row.text(1)); }, municipality.value, number.value))) names.emplace_back(name);
        return names;
    }
    // What was written to and fro, also earlier decisions and times; not what stands in the copy already, nor officials' notes.
    Result<json::array> correspondence_json(store::Session& session, const MunicipalityId& municipality, const Matter& matter) {
        std::vector<SealedTextId> told{matter.content, matter.decision, matter.consent};
        for (const auto& a : TRY(load_appointments(session, municipality, matter.number))) told.insert(told.end(), {a.sealed_words, a.sealed_answer});
        json::array all;
        for (const auto& happened : TRY(all_happened(session, municipality, matter.number))) {
            if (happened.internal) continue;
            for (const auto& id : sealed_in(happened.event)) {
                if (std::find(told.begin(), told.end(), id) != told.end()) continue;
                auto text = TRY(applications_.people().vault().text(session, municipality, id));
                if (!text) continue;
                const auto name = copy_name(happened.type);
                json::object one{{"at", iso_utc(happened.at)}};
                auto parsed = name.is_object ? json::parse(*text) : Result<json::value>(json::value(*text));
                one[name.member] = parsed ? std::move(*parsed) : json::value(*text);
                all.push_back(std::move(one));
            }
        }
        return all;
    }
    // Half-filled forms are theirs too, as far as they typed.
    Result<json::array> drafts_json(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
        struct Found {
            std::string service;
            SealedTextId content;
            Instant saved;
        };
        json::array drafts;
        for (const auto& draft : TRY(session.all(
                 sql::all_drafts_of, [](const store::Row& row) { return Found{std::string(row.text(2)), SealedTextId(std::string(row.text(1))), Instant{row.integer(3)}}; }, municipality.value, person.value))) {
            json::object one{{"service", draft.service}, {"status", "draft"}, {"saved", iso_utc(draft.saved)}};
            if (auto text = TRY(applications_.people().vault().text(session, municipality, draft.content)))
                if (auto parsed = json::parse(*text); parsed && parsed->is_object())
                    if (const auto* data = parsed->get_object().if_contains("data")) one["answers"] = *data;
            drafts.push_back(std::move(one));
        }
        return drafts;
    }
    Result<json::array> appointments_json(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
        auto& vault = applications_.people().vault();
        json::array times;
        for (const auto& a : TRY(load_appointments(session, municipality, number))) {
            json::object one{{"starts", iso_utc(a.starts)}, {"minutes", a.minutes}, {"state", std::string(appointment_state_name(a.state))}};
            if (auto said = TRY(vault.text(session, municipality, a.sealed_words)))
                if (auto parsed = json::parse(*said)) one["said"] = std::move(*parsed);
            if (!a.sealed_answer.empty())
                if (auto answer = TRY(vault.text(session, municipality, a.sealed_answer))) one["answer"] = *answer;
            times.push_back(std::move(one));
        }
        return times;
    }
    Applications& applications_;
    const people::DatedRules rules_;
};

}  // namespace

std::shared_ptr<people::PersonalDataHolder> personal_data_of(Applications& applications, people::DatedRules rules) {
    return std::make_shared<ApplicationHolder>(applications, std::move(rules));
}

Result<int> Applications::forget_over(const people::DatedRules& rules, Instant now) {
    const Date today = local_time(now).date;
    const auto* rule = rules.on(today);
    if (!rule) return 0;
    int gone = 0;
    const auto catalogue = catalogue_();
    for (const auto& municipality : catalogue->municipalities()) {
        if (rule->keep_decided_years) {
            int fewest = *rule->keep_decided_years;
            for (const auto& [service, years] : rule->keep_decided_years_of) fewest = std::min(fewest, years);
            gone += TRY(forget_over_of(municipality.id, status_name(Status::decided), *rule, instant_of(people::months_before(today, 12 * fewest), 0), now));
        }
        if (rule->keep_withdrawn_days) gone += TRY(forget_over_of(municipality.id, status_name(Status::withdrawn), *rule, instant_of(today.plus_days(-*rule->keep_withdrawn_days), 0), now));
    }
    if (gone > 0) log::info("applications.forgotten", {{"applications", gone}});
    return gone;
}

// One transaction each, so that nobody waits for it.
Result<int> Applications::forget_over_of(const MunicipalityId& municipality, std::string_view status, const people::DatedRules::Version& rule, Instant before, Instant now) {
    constexpr std::size_t at_once = 100;
    const Date today = local_time(now).date;
    int gone = 0;
    std::int64_t last = -1;
    std::string last_number;
    for (bool more = true; more;) {
        auto over = TRY(journal_->database().read_value<std::vector<Matter>>([&](store::Session& session) {
            return session.all(sql::matters_over, matter_from, municipality.value, status, before.microseconds, last, last_number, static_cast<int>(at_once));
        }));
        more = over.size() == at_once;
        for (const auto& matter : over) {
            last = matter.updated.microseconds, last_number = matter.number.value;
            if (keeping_of(matter, &rule, today).stays) continue;
            bool forgotten = false;
            TRY(act({municipality, now, "system", {}}, {matter.number, 0}, [&](Change& change) -> Outcome {
                auto& a = change.application;
                forgotten = false;
                if (a.updated != matter.updated || a.content.empty()) return {};  // it has moved since
                if (TRY(people::is_held(change.session(), people_->vault(), municipality, a.applicant, today))) return {};
                TRY(erase_matter(change.session(), people_->vault(), municipality, matter.number));
                TRY(change.record(ApplicationForgotten{}));
                forgotten = true;
                return {};
            }));
            gone += forgotten;
        }
    }
    return gone;
}

}  // namespace raekoda::applications
