#include "cases/reports_of_person.h"

#include <climits>

#include "base/json.h"
#include "cases/case_views.h"
#include "cases/report_queries_sql.h"

namespace raekoda::cases {

namespace {

class ReportHolder final : public people::PersonalDataHolder {
public:
    std::string name() const override { return "cases.your_reports"; }
    Result<std::string> export_json(store::Session& session, const MunicipalityId& municipality, const std::vector<PersonId>& persons) override {
        json::array all;
        for (const auto& person : persons)
            for (auto& report : TRY(session.all(sql::lines_of_reporter, exported, municipality.value, person.value, INT_MAX))) all.push_back(std::move(report));
        return all.empty() ? std::string("null") : json::serialize(all);
    }
    Result<std::vector<Kept>> must_stay(store::Session&, const MunicipalityId&, const PersonId&, Date) override { return std::vector<Kept>{}; }
    Outcome erase(store::Session&, const MunicipalityId&, const PersonId&, Instant) override { return {}; }

private:
    static json::object exported(const store::Row& row) {
        auto text = [&](int column) { return std::string(row.text(column)); };
        return {{"number", text(0)}, {"kind", text(1)}, {"words", text(2)}, {"address", text(3)}, {"submitted", iso_utc(Instant{row.integer(12)})}};
    }
};

}  // namespace

std::shared_ptr<people::PersonalDataHolder> personal_data_of(Cases&) { return std::make_shared<ReportHolder>(); }

std::vector<view::ReportCard> report_cards_of(Cases& cases, const people::Visit& visit, std::span<const PersonId> whose, std::size_t most) {
    const auto catalogue = cases.catalogue();
    const auto* municipality = catalogue->municipality(visit.municipality);
    if (!municipality) return {};
    std::vector<ReportLine> lines;
    for (const auto& person : whose)  // without an answer the desk shows the rest
        if (auto theirs = cases.of_reporter(visit.municipality, person, static_cast<int>(most))) lines.insert(lines.end(), theirs->begin(), theirs->end());
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.opened > b.opened; });
    if (lines.size() > most) lines.resize(most);
    std::vector<view::ReportCard> cards;
    for (const auto& line : lines) cards.push_back(card_of(line, *municipality, visit));
    return cards;
}

}  // namespace raekoda::cases
