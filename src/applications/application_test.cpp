// The aggregate alone: steps by state, what law asks of a decision, who may see, terms.
#include "applications/application.h"

#include <doctest/doctest.h>

#include "tests/golden_events.h"
#include "view/view.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

const Instant noon = *parse_iso("2026-11-16T12:00:00+02:00");
const Date today{2026, 11, 16};

ApplicationView sent(std::vector<std::string> cosigners = {}) {
    ApplicationView a;
    ApplicationSubmitted e{"permit", "v1", "et", "web", "mari", "mari"};
    e.calendar_days = 30;
    e.cosigners = std::move(cosigners);
    apply(a, e, noon);
    return a;
}

std::vector<std::string> fields(const std::vector<Problem>& problems) {
    std::vector<std::string> out;
    for (const auto& p : problems) {
        CHECK_MESSAGE(view::has_text(p.text_key), p.text_key);
        out.push_back(p.field);
    }
    return out;
}

services::WorkCalendar calendar() {
    services::WorkCalendar c;
    c.holidays.push_back({"eve", {"jõululaupäev", "Christmas Eve", "сочельник"}, 12, 24, std::nullopt});
    c.holidays.push_back({"first", {"esimene jõulupüha", "Christmas", "Рождество"}, 12, 25, std::nullopt});
    return c;
}

}  // namespace

TEST_CASE("each event reads as it was written, and leaves unknown fields alone") {
    ApplicationSubmitted e{"permit", "v1", "ru", "counter", "mari", "", "counter", "m-1", "c1", "k1", "refused", "team", "hash", true, 5, 0, 77, {"x", "y"}, {"f"}};
    auto encoded = encode(ApplicationEvent(e));
    auto decoded = decode_application_event(encoded.type, encoded.data);
    REQUIRE(decoded);
    CHECK(encode(*decoded).data == encoded.data);
    const auto& back = std::get<ApplicationSubmitted>(*decoded);
    CHECK(back.company);
    CHECK(back.cosigners == std::vector<std::string>{"x", "y"});
    auto old = decode_application_event("ApplicationSubmitted", R"({"service":"permit","of_later_years":1})");
    REQUIRE(old);
    CHECK(std::get<ApplicationSubmitted>(*old).right == "self");
    CHECK_FALSE(decode_application_event("ReportOpened", "{}"));
    CHECK_FALSE(decode_application_event("ApplicationSubmitted", "[]"));
}

TEST_CASE("what may happen when") {
    auto a = sent();
    for (auto step : {Step::begin, Step::assign, Step::ask_more, Step::hearing, Step::decide, Step::withdraw, Step::reply, Step::extend}) CHECK(can(a, step));
    for (auto step : {Step::go_on, Step::read, Step::appeal, Step::decide_appeal, Step::cosign}) {
        CHECK_FALSE(can(a, step));
        CHECK(view::has_text(allowed(a, step).error().text_key));
    }
    apply(a, DecisionMade{"granted", "d1"}, noon.plus_hours(1));
    CHECK(can(a, Step::read));
    CHECK(can(a, Step::appeal));
    CHECK_FALSE(can(a, Step::withdraw));
    CHECK_FALSE(can(a, Step::decide));
    apply(a, AppealFiled{"w", 99}, noon.plus_hours(2));
    CHECK(a.status == Status::appealed);
    CHECK(can(a, Step::decide_appeal));
    apply(a, AppealDecided{"upheld", "granted", "d2"}, noon.plus_hours(3));
    CHECK(a.status == Status::decided);
    CHECK_FALSE(can(a, Step::appeal));  // next is the court
}

TEST_CASE("nothing begins before the last signature") {
    auto a = sent({"jaan", "tiiu"});
    CHECK(a.status == Status::awaiting_signature);
    CHECK_FALSE(can(a, Step::decide));
    CHECK(may_see(a, {PersonId("jaan"), PersonId("jaan")}));
    CHECK_FALSE(may_act(a, {PersonId("jaan"), PersonId("jaan")}));
    apply(a, ApplicationSigned{"jaan"}, noon);
    CHECK(a.status == Status::awaiting_signature);
    apply(a, ApplicationSigned{"tiiu", 55}, noon);
    CHECK(a.status == Status::submitted);
    CHECK(a.due == Instant{55});
}

TEST_CASE("a signature that is refused or does not come ends the application") {
    auto a = sent({"jaan", "tiiu"});
    CHECK(can(a, Step::refuse_signature));
    apply(a, SignatureRefused{"jaan", "s1"}, noon);
    CHECK(a.status == Status::withdrawn);
    CHECK(a.waiting_for == "signature_refused");
    CHECK(a.unsigned_by.empty());  // nobody is asked any more
    for (auto step : {Step::cosign, Step::refuse_signature, Step::decide, Step::withdraw}) {
        CHECK_FALSE(can(a, step));
        CHECK(view::has_text(allowed(a, step).error().text_key));
    }
    CHECK_FALSE(may_see(a, {PersonId("tiiu"), PersonId("tiiu")}));
    a = sent({"jaan"});
    apply(a, SignaturesLapsed{"2026-12-16"}, noon);
    CHECK(a.waiting_for == "signatures_lapsed");
    CHECK(a.status == Status::withdrawn);
    CHECK_FALSE(can(sent(), Step::refuse_signature));
}

TEST_CASE("a refusal needs reasons, law, appeal text and hearing") {
    auto a = sent();
    Decision d{Decided::refused};
    CHECK(fields(problems_of_decision(a, d, today)) == std::vector<std::string>{"resolution", "appeal", "reasons", "law", "hearing"});
    d.resolution = d.reasons = d.law = d.appeal = " \n ";
    CHECK(problems_of_decision(a, d, today).size() == 5);  // blank is nothing
    d.resolution = d.reasons = d.law = d.appeal = "x";
    CHECK(fields(problems_of_decision(a, d, today)) == std::vector<std::string>{"hearing"});
    d.hearing = "because I say so";
    CHECK(fields(problems_of_decision(a, d, today)) == std::vector<std::string>{"hearing"});
    d.hearing = "as_asked";
    CHECK(problems_of_decision(a, d, today).empty());
    d.hearing.clear();
    apply(a, HearingOpened{"w", "2026-11-30", "refused"}, noon);
    CHECK(fields(problems_of_decision(a, d, today)) == std::vector<std::string>{"outcome"});  // their time is not over
    CHECK(problems_of_decision(a, d, {2026, 12, 1}).empty());
    apply(a, ApplicantReplied{}, noon.plus_hours(5));
    CHECK(problems_of_decision(a, d, today).empty());

    auto b = sent();
    Decision left{Decided::unconsidered, "x", "x", "x", "x"};
    CHECK(fields(problems_of_decision(b, left, today)) == std::vector<std::string>{"outcome"});
    apply(b, MoreAsked{"w", "2026-11-20"}, noon);
    CHECK(fields(problems_of_decision(b, left, today)) == std::vector<std::string>{"outcome"});
    CHECK(problems_of_decision(b, left, {2026, 11, 21}).empty());

    Decision yes{Decided::granted, "x"};
    CHECK(fields(problems_of_decision(sent(), yes, today)) == std::vector<std::string>{"appeal"});
    yes.appeal = "x", yes.valid_from = today, yes.valid_to = Date{2026, 11, 15};
    CHECK(fields(problems_of_decision(sent(), yes, today)) == std::vector<std::string>{"valid_to"});
    for (auto code : hearing_exceptions()) CHECK(view::has_text("applications.hearing_" + std::string(code)));
}

TEST_CASE("who may see") {
    auto a = sent();
    CHECK(may_see(a, {PersonId("mari"), PersonId("mari")}));
    CHECK(may_see(a, {PersonId("mother"), PersonId("mari")}));  // acts for Mari now
    CHECK_FALSE(may_see(a, {PersonId("jaan"), PersonId("jaan")}));
    CHECK_FALSE(may_see(a, {}));
    // A mandate for some services opens theirs, and one's own as before.
    ApplicationView of_mari;
    of_mari.applicant = PersonId("mari"), of_mari.service = "tree-felling-permit";
    CHECK(may_act(of_mari, {PersonId("jaan"), PersonId("mari"), {}, {"home-help", "tree-felling-permit"}}));
    CHECK_FALSE(may_act(of_mari, {PersonId("jaan"), PersonId("mari"), {}, {"home-help"}}));
    CHECK_FALSE(may_see(of_mari, {PersonId("jaan"), PersonId("mari"), {}, {"home-help"}}));
    CHECK(may_act(of_mari, {PersonId("mari"), PersonId("jaan"), {}, {"home-help"}}));
    ApplicationView of_nobody;
    CHECK_FALSE(may_see(of_nobody, {}));
    CHECK_FALSE(may_see(of_nobody, {PersonId("jaan"), {}}));
}

TEST_CASE("terms: days off, pauses, the end of the day") {
    auto c = calendar();
    // 24 November + 30 days is Christmas Eve, then Christmas, then the weekend: Monday.
    CHECK(iso_local(due_of(c, *parse_iso("2026-11-24T09:00:00+02:00"), {0, 30})) == "2026-12-28T23:59:59+02:00");
    CHECK(iso_local(due_of(c, noon, {0, 10})) == "2026-11-26T23:59:59+02:00");
    CHECK(iso_local(due_of(c, noon, {5, 0})) == "2026-11-23T23:59:59+02:00");
    CHECK(due_of(c, noon, {}).microseconds == 0);
    CHECK(iso_local(due_of(c, noon, {5, 0}, std::int64_t{3} * 24 * 3600 * 1'000'000)) == "2026-11-26T23:59:59+02:00");
    CHECK(last_day_of(c, {2026, 11, 16}, 30) == Date{2026, 12, 16});
}

TEST_CASE("the pause is counted once, whichever way it ends") {
    auto a = sent();
    apply(a, MoreAsked{"w", "2026-11-20"}, noon.plus_hours(1));
    CHECK(a.paused_since);
    apply(a, HandlingResumed{123}, noon.plus_hours(49));
    CHECK(a.paused_microseconds == std::int64_t{48} * 3600 * 1'000'000);
    CHECK(a.due == Instant{123});
    apply(a, HearingOpened{"w", "2026-12-20", "refused"}, noon.plus_hours(50));
    apply(a, ApplicationWithdrawn{}, noon.plus_hours(51));
    CHECK(a.paused_microseconds == std::int64_t{49} * 3600 * 1'000'000);
    CHECK_FALSE(a.paused_since);
}

TEST_CASE("events of old journals decode for ever") { testing::check_golden_events<ApplicationEvent>("application_events", decode_application_event); }
