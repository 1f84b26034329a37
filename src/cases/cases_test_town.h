// A town to test reports in: an empty database, its journal, the project's own catalogue, Cases, and a reception without the site.
#pragma once
#include <doctest/doctest.h>


#include "base/crypto.h"
#include "base/text.h"
#include "cases/cases.h"
#include "http/http.h"
#include "people/visit.h"
#include "tests/databases.h"

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

// Pages without the site around them: the form's token is not checked, an official is signed in when `official` is set.
class TestReception final : public people::Reception {
public:
    explicit TestReception(http::Router& router) : router_(router) {}
    std::optional<people::StaffSession> official;
    std::optional<people::ResidentSession> resident;

    void get(std::string_view pattern, Page page) override { add(http::Method::get, pattern, std::move(page), {}); }
    void post(std::string_view pattern, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    void post_from_script(std::string_view pattern, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    void desk_get(std::string_view pattern, people::Permission, Page page) override { add(http::Method::get, pattern, std::move(page), {}); }
    void desk_post(std::string_view pattern, people::Permission, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    void resident_get(std::string_view pattern, people::Assurance, Page page) override { add(http::Method::get, pattern, std::move(page), {}); }
    void resident_post(std::string_view pattern, people::Assurance, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    http::Response show(const people::Visit&, view::Html page, int status) override { return http::Response::html(std::move(page).take(), status); }
    http::Response problem(const people::Visit&, const Error& error) override { return http::Response::text("problem " + std::string(fault_name(error.fault)), fault_status(error.fault)); }

private:
    void add(http::Method method, std::string_view pattern, Page page, http::RouteLimits limits) {
        router_.on(method, "/{lang}" + std::string(pattern), [this, page = std::move(page)](const http::Request& request) {
            people::Visit visit{request, tartu, {}, official, now(), resident};
            visit.frame.language = view::language_of(request.path_value("lang")).value_or(view::Language::et);
            visit.frame.municipality_id = tartu.value;
            visit.frame.municipality_name = project_catalogue()->municipality(tartu)->name;
            visit.frame.path = request.path.substr(3);
            visit.frame.origin = "https://tartu.example";
            return page(visit);
        }, limits);
    }
    http::Router& router_;
};

// Asks the router as the server would.
inline http::Response ask(const http::Router& router, http::Method method, const std::string& target, std::vector<std::pair<std::string, std::string>> form = {},
                          std::vector<http::Upload> files = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    auto question = target.find('?');
    request.path = target.substr(0, question);
    request.host = "localhost";
    request.peer = "192.0.2.1";
    if (question != std::string::npos) request.query = http::parse_urlencoded(target.substr(question + 1), 100).value();
    for (auto& [name, value] : form) request.form.add(name, value);
    request.files = std::move(files);
    auto match = router.match(method, request.path);
    REQUIRE(match.handler);
    return router.answer(request, match);
}
inline http::Response get(const http::Router& router, const std::string& target) { return ask(router, http::Method::get, target); }

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
inline int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace raekoda::cases
