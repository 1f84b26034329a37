// A person's applications in their export and their erasure.
#include "applications/application_appointments_sql.h"
#include "applications/application_books_sql.h"
#include "applications/application_queries_sql.h"
#include "applications/application_rows.h"
#include "base/json.h"

namespace raekoda::applications {

namespace {

struct Matter {
    ApplicationNumber number;
    std::string service, status, outcome;
    Instant submitted, updated;
    SealedTextId content, decision, consent;
};
Matter matter_from(const store::Row& row) {
    auto text = [&](int c) { return std::string(row.text(c)); };
    return {ApplicationNumber(text(0)), text(1), text(2), text(3), Instant{row.integer(4)}, Instant{row.integer(5)}, SealedTextId(text(6)), SealedTextId(text(7)), SealedTextId(text(8))};
}

// The day until which law keeps it: nullopt with `open` while nobody knows; nothing at all for what was withdrawn.
struct Keeping {
    bool stays = false;
    std::optional<Date> until;
};
Keeping keeping_of(const Matter& matter, Date today) {
    const auto status = status_of(matter.status).value_or(Status::submitted);
    if (status == Status::withdrawn) return {};
    if (is_open(status)) return {true, std::nullopt};
    Date until = local_time(matter.updated).date;
    until.year += kept_years;
    if (until.month == 2 && until.day == 29) until = {until.year, 3, 1};
    return {today <= until, until};
}

class ApplicationHolder final : public people::PersonalDataHolder {
public:
    explicit ApplicationHolder(Applications& applications) : applications_(applications) {}
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
                all.push_back(std::move(one));
            }
        for (const auto& person : persons)
            for (auto& draft : TRY(drafts_json(session, municipality, person))) all.push_back(std::move(draft));
        return all.empty() ? std::string("null") : json::serialize(all);
    }

    Result<std::vector<Kept>> must_stay(store::Session& session, const MunicipalityId& municipality, const PersonId& person, Date today) override {
        std::vector<Kept> kept;
        for (const auto& matter : TRY(session.all(sql::matters_of_applicant, matter_from, municipality.value, person.value)))
            if (auto keeping = keeping_of(matter, today); keeping.stays) kept.push_back({"applications.kept_by_law", stream_of(matter.number), keeping.until});
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
            if (keeping_of(matter, local_time(now).date).stays) continue;
            TRY(session.execute(sql::delete_files_of_number, municipality.value, matter.number.value));
            for (const auto& a : TRY(load_appointments(session, municipality, matter.number)))
                for (const auto* id : {&a.sealed_words, &a.sealed_answer})
                    if (!id->empty()) TRY(vault.erase_text(session, municipality, *id));
            for (const auto* id : {&matter.content, &matter.decision, &matter.consent})
                if (!id->empty()) TRY(vault.erase_text(session, municipality, *id));
        }
        return {};
    }

private:
    Result<json::array> file_names(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
        json::array names;
        for (auto& name : TRY(session.all(sql::files_of_number, [](const store::Row& row) { return std::string(row.text(1)); }, municipality.value, number.value))) names.emplace_back(name);
        return names;
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
};

}  // namespace

std::shared_ptr<people::PersonalDataHolder> personal_data_of(Applications& applications) { return std::make_shared<ApplicationHolder>(applications); }

}  // namespace raekoda::applications
