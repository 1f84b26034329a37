#include "doors/console/personal_data_of.h"

#include "base/json.h"

namespace raekoda::doors::console {

namespace {

constexpr int most_applications = 1000;

class ApplicationsHolder final : public people::PersonalDataHolder {
public:
    explicit ApplicationsHolder(std::shared_ptr<applications::Applications> applications) : applications_(std::move(applications)) {}

    std::string name() const override { return "residents.holder_applications"; }

    Result<std::string> export_json(const MunicipalityId& municipality, const std::vector<people::PersonId>& persons) override {
        json::array list;
        for (const auto& person : persons)
            for (const auto& line : TRY(applications_->of_person(municipality, {person, person}, most_applications))) {
                json::object one{{"number", line.number.value}, {"service", line.service}, {"submitted", iso_local(line.submitted)}};
                if (line.decided) one["decided"] = iso_local(*line.decided);
                list.push_back(std::move(one));
            }
        return list.empty() ? std::string("null") : json::serialize(list);
    }

    // Files of applications are the town's records: the series they belong to says for how long, and that is not decided here.
    Result<std::vector<Kept>> must_stay(const MunicipalityId& municipality, const people::PersonId& person, Date) override {
        std::vector<Kept> kept;
        for (const auto& line : TRY(applications_->of_person(municipality, {person, person}, most_applications)))
            kept.push_back({"residents.kept_application", line.number.value, {}});
        return kept;
    }

private:
    std::shared_ptr<applications::Applications> applications_;
};

}  // namespace

std::shared_ptr<people::PersonalDataHolder> applications_of_person(std::shared_ptr<applications::Applications> applications) {
    return std::make_shared<ApplicationsHolder>(std::move(applications));
}

}  // namespace raekoda::doors::console
