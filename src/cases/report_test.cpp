// The aggregate: state after events, the table of what is allowed, and events that decode for ever.
#include "cases/report.h"

#include <doctest/doctest.h>

#include "tests/golden_events.h"

using namespace raekoda;
using namespace raekoda::cases;

namespace {

const Instant start{1'790'000'000'000'000};

ReportOpened opening() {
    ReportOpened e;
    e.kind = "pothole";
    e.place = {58.38, 26.72, "centre", "main", "51003"};
    e.routed = {"roads", "rule-1", "2026-01-01", true, 0, 5, start.plus_hours(100).microseconds};
    e.photos = {"p1", "p2"};
    e.opened = start.microseconds;
    e.reporter = "person";
    e.follow_hash = "hash";
    return e;
}

ReportView after(const std::vector<ReportEvent>& events) {
    ReportView report;
    Instant at = start;
    for (const auto& event : events) {
        apply(report, event, at);
        at = at.plus_hours(1);
    }
    return report;
}

}  // namespace

TEST_CASE("a report's state follows from what happened") {
    auto report = after({opening()});
    CHECK(report.status == Status::received);
    CHECK(report.holder.team == "roads");
    CHECK(report.holder.contractor);
    CHECK(report.photos.size() == 2);
    CHECK(report.version == 1);

    // One hour in work, the question at hour 2, the reply at hour 3: the clock stood still for an hour.
    report = after({opening(), WorkBegun{"s1"}, ReporterAsked{}});
    CHECK(report.status == Status::waiting);
    CHECK(report.paused_since == start.plus_hours(2));
    CHECK_FALSE(report.overdue(start.plus_hours(10'000)));
    auto moved = start.plus_hours(101).microseconds;
    report = after({opening(), WorkBegun{"s1"}, ReporterAsked{}, ReporterReplied{{}, moved}});
    CHECK(report.status == Status::in_progress);
    CHECK(report.paused_microseconds == std::int64_t{3600} * 1'000'000);
    CHECK(report.due.microseconds == moved);
    CHECK(report.overdue(start.plus_hours(102)));

    report = after({opening(), ReportClosed{"done", {}, 0}});
    CHECK(report.status == Status::closed);
    CHECK(report.closed == start.plus_hours(1));
    report = after({opening(), WorkBegun{"s1"}, ReportClosed{"done", {}, 0}, ReportReopened{moved}});
    CHECK(report.status == Status::in_progress);
    CHECK_FALSE(report.closed);
    CHECK(report.outcome.empty());
    CHECK(report.holder.team == "roads");  // the same desk
    CHECK(report.holder.staff.value == "s1");

    report = after({opening(), FollowerJoined{"a", "h"}, ReportTookOver{"2026-000002", {"b", "c"}, {"h", "h"}}, FollowerLeft{"a"}});
    CHECK(report.followers == 2);
    report = after({opening(), FollowerLeft{"person"}});
    CHECK(report.reporter.empty());
    CHECK(report.follow_hash.empty());  // the private link is over
    CHECK(report.followers == 0);

    report = after({opening(), PhotoCovered{"p1", "p3"}, PhotoRemoved{"p2"}});
    CHECK(report.photos == std::vector<PhotoId>{PhotoId("p3")});
}

TEST_CASE("what is allowed when") {
    ReportView received = after({opening()}), working = after({opening(), WorkBegun{"s"}}), waiting = after({opening(), ReporterAsked{}}),
               closed = after({opening(), ReportClosed{"done", {}, 0}}), withdrawn = after({opening(), ReportWithdrawn{}}),
               merged = after({opening(), ReportMerged{"2026-000002"}}), hidden = after({opening(), ReportHidden{}});
    struct Row {
        Step step;
        std::string_view allowed;  // of received, working, waiting, closed, withdrawn, merged, hidden
    };
    const Row rows[] = {
        {Step::begin_work, "y-----y"}, {Step::assign, "yyy---y"},       {Step::ask, "yy----y"},          {Step::reply, "yyyyyyy"},
        {Step::note, "yyyyyyy"},       {Step::answer, "yyyyyyy"},       {Step::close, "yyy---y"},        {Step::reopen, "---yyy-"},
        {Step::disagree, "---y---"},   {Step::withdraw, "yyy---y"},     {Step::merge, "yyy---y"},        {Step::split, "yyy---y"},
        {Step::change_kind, "yyy---y"}, {Step::change_place, "yyy---y"}, {Step::publish, "------y"},     {Step::hide, "yyyyyy-"},
        {Step::redact, "yyyyyyy"},     {Step::join, "yyy----"},
    };
    const ReportView* reports[] = {&received, &working, &waiting, &closed, &withdrawn, &merged, &hidden};
    for (const auto& row : rows)
        for (std::size_t i = 0; i < 7; ++i) {
            CAPTURE(static_cast<int>(row.step));
            CAPTURE(i);
            CHECK(can(*reports[i], row.step) == (row.allowed[i] == 'y'));
            auto outcome = allowed(*reports[i], row.step);
            if (!outcome) {
                CHECK(outcome.error().fault == Fault::conflict);
                CHECK(view::has_text(outcome.error().text_key));
            }
        }
}

TEST_CASE("events of old journals decode for ever") {
    testing::check_golden_events<ReportEvent>("report_events", decode_report_event);
}

TEST_CASE("what is not an event of a report is refused") {
    CHECK_FALSE(decode_report_event("TreePlanted", "{}"));
    CHECK_FALSE(decode_report_event("ReportOpened", "[]"));
    CHECK_FALSE(decode_report_event("ReportOpened", "{"));
    CHECK(decode_report_event("ReportClosed", R"({"outcome":"done","later":"field"})"));  // fields of the future are left alone
    CHECK(number_of_stream("report/2026-000001") == ReportNumber("2026-000001"));
    CHECK_FALSE(number_of_stream("staff/2026-000001"));
}
