// A town to test applications in: an empty database, its journal, the project's own catalogue, Applications.
#pragma once
#include <doctest/doctest.h>


#include "applications/applications.h"
#include "base/crypto.h"
#include "base/text.h"
#include "tests/databases.h"

namespace raekoda::applications {

inline const MunicipalityId tartu("tartu"), elva("elva");
inline const Instant monday_noon = *parse_iso("2026-11-16T12:00:00+02:00");
inline const StaffId kalle("kalle");
inline constexpr const char* official = "staff/kalle";

inline std::shared_ptr<const services::Catalogue> project_catalogue() {
    static const auto catalogue = [] {
        auto loaded = services::Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
        REQUIRE(loaded.catalogue);
        return loaded.catalogue;
    }();
    return catalogue;
}

struct TestTown {
    testing::Scratch scratch;
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<people::Vault> vault = std::make_shared<people::Vault>(random_bytes(32));
    std::shared_ptr<people::People> people;
    std::unique_ptr<Applications> applications;

    explicit TestTown(testing::Scratch s) : scratch(std::move(s)) {
        testing::make_tables(scratch);
        std::vector<std::shared_ptr<journal::Projection>> projections;
        for (const auto& room : {people::People::projections(), services::projections(), Applications::projections()})
            projections.insert(projections.end(), room.begin(), room.end());
        journal = std::make_shared<journal::Journal>(scratch.database, projections);
        people = std::make_shared<people::People>(journal, vault);
        applications = std::make_unique<Applications>(journal, people, [] { return project_catalogue(); });
    }

    journal::Context at(Instant now, std::string actor = "resident", std::string key = {}) const { return {tartu, now, std::move(actor), std::move(key)}; }
    PersonId person(const std::string& email) const {
        return scratch.database->write_value<PersonId>([&](store::Session& session) { return vault->keep_contact(session, tartu, {"", email, "", "et"}, monday_noon); }).value();
    }
    ApplicationView see(const ApplicationNumber& number) const {
        auto found = applications->application(tartu, number);
        REQUIRE(found);
        REQUIRE(found->has_value());
        return **found;
    }
    std::vector<std::string> letters() const {
        auto due = journal->take_due("mail", Instant{INT64_MAX / 2}, 1000, std::chrono::seconds(0));
        REQUIRE(due);
        std::vector<std::string> names;
        for (const auto& message : *due)
            if (auto order = decode_letter_order(message.payload)) names.push_back(order->letter);
        std::sort(names.begin(), names.end());
        return names;
    }
};

inline std::vector<std::unique_ptr<TestTown>> test_towns() {
    std::vector<std::unique_ptr<TestTown>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<TestTown>(std::move(scratch)));
    return all;
}

inline people::DatedRules test_rules() {
    return people::read_dated_rules(R"({"versions":[{"valid_from":"2000-01-01","source":"test","keep_register_queries_months":36,"act_alone_from_age":18,
        "keep_decided_years":7,"keep_decided_years_of":{"information-request":5},"keep_withdrawn_days":90}]})").value();
}
inline NewApplication request_of(const PersonId& person) {
    NewApplication a;
    a.service = "tree-felling-permit", a.service_version = "v1";
    a.applicant = a.submitter = person;
    a.content = R"({"data":{"tree":"oak"}})";
    a.term = {0, 30};
    return a;
}
inline Viewer self(const PersonId& person) { return {person, person}; }
inline Decision grant() { return {Decided::granted, "Luba antakse.", "", "", "Vaie 30 päeva jooksul."}; }
inline Decision refusal() { return {Decided::refused, "Luba ei anta.", "Puu on kaitse all.", "Looduskaitseseadus", "Vaie 30 päeva jooksul."}; }

}  // namespace raekoda::applications
