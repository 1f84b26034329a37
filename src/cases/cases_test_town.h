// A town to test reports in: an empty database, its journal, the project's own catalogue, Cases, and a reception without the site.
#pragma once
#include <doctest/doctest.h>


#include "base/crypto.h"
#include "base/text.h"
#include "cases/cases.h"
#include "http/http.h"
#include "people/visit.h"
#include "tests/databases.h"
#include "tests/test_reception.h"

namespace raekoda::cases {

inline const MunicipalityId tartu("tartu"), elva("elva");
inline const Instant monday_noon = *parse_iso("2026-11-16T12:00:00+02:00");

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
    std::unique_ptr<Cases> cases;

    explicit TestTown(testing::Scratch s) : scratch(std::move(s)) {
        testing::make_tables(scratch);
        std::vector<std::shared_ptr<journal::Projection>> projections;
        for (const auto& room : {people::People::projections(), services::projections(), Cases::projections()})
            projections.insert(projections.end(), room.begin(), room.end());
        journal = std::make_shared<journal::Journal>(scratch.database, projections);
        people = std::make_shared<people::People>(journal, vault);
        cases = std::make_unique<Cases>(journal, people, [] { return project_catalogue(); });
    }

    journal::Context at(Instant now, std::string actor = "resident", std::string key = {}) const { return {tartu, now, std::move(actor), std::move(key)}; }
    ReportView see(const ReportNumber& number) const {
        auto report = cases->report(tartu, number);
        REQUIRE(report);
        REQUIRE(report->has_value());
        return **report;
    }
    Opened open(const NewReport& report, Instant now = monday_noon) const {
        auto opened = cases->open_report(at(now), report);
        REQUIRE(opened);
        return *opened;
    }
    template <class T>
    T read(const std::function<Result<T>(store::Session&)>& work) const { return scratch.database->read_value<T>(work).value(); }
    std::int64_t letters() const {
        auto due = journal->take_due("mail", Instant{INT64_MAX / 2}, 1000, std::chrono::seconds(0));
        REQUIRE(due);
        return static_cast<std::int64_t>(due->size());
    }
};

inline std::vector<std::unique_ptr<TestTown>> test_towns() {
    std::vector<std::unique_ptr<TestTown>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<TestTown>(std::move(scratch)));
    return all;
}

// Every required question of a kind answered with its first choice.
inline Answers first_answers(const std::string& id) {
    Answers answers;
    const auto* kind = project_catalogue()->municipality(tartu)->kind(id);
    REQUIRE(kind);
    for (const auto& question : kind->questions)
        if (question.required) answers[question.code] = {question.values.empty() ? "1" : question.values.front().key};
    return answers;
}
// A pothole in the middle of Tartu.
inline NewReport pothole(std::string words = "Suur auk sõidutee keskel.") {
    NewReport report;
    report.kind = "pothole";
    report.words = std::move(words);
    report.lat = 58.3806, report.lon = 26.7251;
    report.address = "Raekoja plats 1";
    report.answers = first_answers(report.kind);
    return report;
}
inline people::Contact mari() { return {"Mari Maasikas", "mari@example.ee", "", "et"}; }

inline media::Photo photo(const std::string& name) { return {"large " + name, "small " + name, 1, 1, {}, {}}; }

// At the hour of testing::set_now.
struct TestReception final : testing::TestReception {
    explicit TestReception(http::Router& router) : testing::TestReception(router, tartu, project_catalogue()->municipality(tartu)->name, "https://tartu.example") {}
};

using testing::ask;
using testing::contains;
inline http::Response get(const http::Router& router, const std::string& target) { return ask(router, http::Method::get, target); }

inline int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace raekoda::cases
