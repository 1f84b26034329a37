// The same words on every page.
#include "cases/case_views.h"

#include "cases/cases_test_town.h"

using namespace raekoda;
using namespace raekoda::cases;
using view::Language;

namespace {

const services::Municipality& town() { return *project_catalogue()->municipality(tartu); }

}  // namespace

TEST_CASE("moments and lengths of time") {
    CHECK(moment_words(monday_noon, Language::et) == "16.11.2026 kell 12.00");
    CHECK(date_words(monday_noon, Language::et) == "16.11.2026");
    CHECK(duration_words(0.4, Language::et) == "alla tunni");
    CHECK(duration_words(1, Language::et) == "1 tund");
    CHECK(duration_words(47.4, Language::et) == "47 tundi");
    CHECK(duration_words(48, Language::et) == "2 päeva");
    CHECK(within_words(5.2, Language::et) == "6 tunni jooksul");
    CHECK(within_words(72, Language::en) == "within 3 days");
    CHECK(duration_words(24 * 21, Language::ru) == "21 день");
    CHECK(duration_words(24 * 5, Language::ru) == "5 дней");
}

TEST_CASE("late is said, and only when it is") {
    Instant due = monday_noon;
    CHECK(late_words(due, true, due, Language::et) == "");
    CHECK(late_words(due, true, due.plus_minutes(20), Language::et) == "Tähtaeg möödas alla tunni");
    CHECK(late_words(due, true, due.plus_hours(48), Language::et) == "Tähtaeg möödas 2 päeva");
    CHECK(late_words(due, false, due.plus_hours(48), Language::et) == "");
    CHECK(late_words({}, true, due, Language::et) == "");

    ReportView report;
    report.due = due;
    report.limit = {0, 5};
    CHECK(promise_words(report, due.plus_hours(-1), Language::et) == "Lubatud 16.11.2026");
    CHECK(promise_words(report, due.plus_hours(49), Language::et) == "Lubatud oli 16.11.2026. Tähtaeg möödas 2 päeva.");
    report.limit = {8, 0};
    CHECK(promise_words(report, due.plus_hours(-1), Language::et) == "Lubatud 16.11.2026 kell 12.00");
    report.paused_since = due.plus_hours(-2);
    CHECK(contains(promise_words(report, due.plus_hours(49), Language::et), "seisab"));
    report.paused_since.reset();
    report.status = Status::closed;
    report.closed = due.plus_hours(-1);
    CHECK(contains(promise_words(report, due.plus_hours(49), Language::et), "lubatud ajaks"));
    report.closed = due.plus_hours(72);
    CHECK(contains(promise_words(report, due.plus_hours(99), Language::et), "3 päeva hiljem"));
    report.due = {};
    CHECK(promise_words(report, due, Language::et) == "");
}

TEST_CASE("how long it usually takes is said from five reports on") {
    CHECK(usual_words({4, 10, 20}, Language::et) == "");
    auto words = usual_words({12, 30, 24 * 6}, Language::et);
    CHECK(contains(words, "30 tunni jooksul"));
    CHECK(contains(words, "6 päeva jooksul"));
    CHECK(contains(words, "12"));
}

TEST_CASE("titles, places and names") {
    CHECK(report_title("Auk teel.\nVäga suur.", town(), "pothole", Language::et) == "Auk teel.");
    CHECK(report_title("", town(), "pothole", Language::et) == town().kind("pothole")->name.et);
    CHECK(report_title("  ", town(), "no-such-kind", Language::et) == view::text(Language::et, "case_views.kind_unknown"));
    std::string endless(300, 'a');
    CHECK(code_point_count(report_title(endless, town(), "pothole", Language::et, 90)) == 91);
    CHECK(report_title("üks kaks kolm neli", town(), "pothole", Language::et, 12) == "üks kaks…");
    REQUIRE_FALSE(town().districts.empty());
    const auto& district = town().districts.front();
    CHECK(place_words(town(), "Raekoja plats 1", district.id, 58, 26, Language::et) == "Raekoja plats 1, " + district.name.et);
    CHECK(place_words(town(), "", "", 58.5, 26.25, Language::et) == "58.50000, 26.25000");
    CHECK(team_name(town(), "no-such-team", Language::et) == town().name.et);
}

TEST_CASE("the map of a municipality covers its outline") {
    for (const auto& municipality : project_catalogue()->municipalities()) {
        auto map = base_map(municipality, {});
        CAPTURE(municipality.id.value);
        CHECK(map.west < municipality.map.lon);
        CHECK(map.east > municipality.map.lon);
        CHECK(map.south < municipality.map.lat);
        CHECK(map.north > municipality.map.lat);
        CHECK(map.east - map.west < 2);
    }
}

TEST_CASE("rules tell why they decide") {
    const view::LocalText* note = nullptr;
    auto routing = project_catalogue()->route(tartu, {"pothole", "", "", {}, {}, local_time(monday_noon)});
    REQUIRE(routing);
    note = project_catalogue()->rule_note(tartu, routing->rule_id, routing->table_valid_from.iso());
    REQUIRE(note);
    CHECK(note->et == routing->note.et);
    CHECK_FALSE(project_catalogue()->rule_note(tartu, "no-such-rule", routing->table_valid_from.iso()));
    CHECK_FALSE(project_catalogue()->rule_note(tartu, routing->rule_id, "1999-01-01"));
}

TEST_CASE("a timeline says every kind of happening in words, and internal ones to officials only") {
    view::Frame frame;
    ReportView report;
    report.opened = monday_noon;
    std::vector<Happening> happenings;
    for (const char* type : {"WorkBegun", "ReportAssigned", "ReporterAsked", "ReporterReplied", "NoteAdded", "AnswerSent", "ReportClosed", "ReportReopened",
                             "ReportWithdrawn", "ReportMerged", "ReportTookOver", "ReportSplit", "KindChanged", "PlaceChanged", "ReportPublished", "ReportHidden",
                             "WordsRedacted", "PhotoCovered", "PhotoRemoved", "FollowerJoined", "FollowerLeft", "MailBounced"}) {
        Happening h;
        h.type = type;
        h.at = monday_noon;
        h.actor = "staff/kalle";
        h.internal = std::string(type) == "NoteAdded";
        h.words = h.internal ? "" : "<b>öeldud</b>";
        h.team = town().teams.front().id;
        h.other_number = "2026-000009";
        h.outcome = "done";
        h.photos = {PhotoId("abc")};
        happenings.push_back(h);
    }
    StaffNames names{{StaffId("kalle"), "Kalle Kask"}};
    for (auto language : view::all_languages) {
        frame.language = language;
        auto all = timeline_of(report, happenings, town(), frame, names, true), open = timeline_of(report, happenings, town(), frame, names, false);
        CHECK(all.size() == happenings.size() + 1);
        CHECK(open.size() == happenings.size());
        for (std::size_t i = 1; i < all.size(); ++i) {
            CHECK_FALSE(all[i].what.empty());
            CHECK(all[i].what != view::text(language, "case_views.happened_other"));
            CHECK_FALSE(contains(all[i].what, "{"));
            CHECK(all[i].actor == "Kalle Kask");
            CHECK_FALSE(contains(all[i].body.text(), "<b>"));
        }
        CHECK(contains(all[1].body.text(), "src=\"/" + std::string(view::code(language)) + "/photos/abc/thumbnail\""));
        CHECK(contains(open[1].body.text(), "src=\"/photos/abc/thumbnail\""));
    }
    auto note = timeline_item(happenings[4], town(), frame, names, true, "sisemine");
    CHECK(contains(note.body.text(), "sisemine"));
}
