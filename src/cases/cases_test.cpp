// Commands and what they leave behind, on both databases.
#include "cases/cases.h"

#include "cases/cases_test_town.h"
#include "cases/report_queries_sql.h"

using namespace raekoda;
using namespace raekoda::cases;

namespace {

const StaffId kalle("kalle");
constexpr const char* official = "staff/kalle";

// After every story: the tables are what the journal says, and the journal is whole.
void check_rebuild(TestTown& town) {
    auto before = town.journal->table_hashes();
    REQUIRE(before);
    REQUIRE(town.journal->rebuild([](auto) {}));
    auto after = town.journal->table_hashes();
    REQUIRE(after);
    CHECK(*before == *after);
    CHECK(town.journal->verify([](auto) {}));
}

std::vector<std::string> problem_fields(const Error& error) {
    std::vector<std::string> fields;
    for (const auto& problem : error.problems) {
        fields.push_back(problem.field);
        CHECK(view::has_text(problem.text_key));
    }
    return fields;
}

std::vector<std::string> types(const std::vector<Happening>& happenings) {
    std::vector<std::string> out;
    for (const auto& h : happenings) out.push_back(h.type);
    return out;
}

}  // namespace

TEST_CASE("a report is opened once, however often it is sent") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole();
        report.contact = mari();
        auto first = town->cases->open_report(town->at(monday_noon, "resident", "form-1"), report);
        auto second = town->cases->open_report(town->at(monday_noon.plus_minutes(3), "resident", "form-1"), report);
        auto other = town->cases->open_report(town->at(monday_noon, "resident", "form-2"), report);
        REQUIRE(first);
        REQUIRE(second);
        REQUIRE(other);
        CHECK(first->number.value == "2026-000001");
        CHECK(second->number == first->number);
        CHECK(second->follow_secret == first->follow_secret);
        CHECK(second->due == first->due);
        CHECK(other->number.value == "2026-000002");
        CHECK(town->letters() == 2);
        CHECK(town->cases->follow_role(tartu, first->number, first->follow_secret) == Cases::FollowRole::reporter);
        CHECK(first->follow_secret.size() >= 22);
        CHECK_FALSE(town->cases->follow_role(tartu, first->number, other->follow_secret));
        CHECK_FALSE(town->cases->follow_role(tartu, first->number, ""));
        auto seen = town->see(first->number);
        CHECK(seen.words == report.words);
        CHECK(seen.promised());
        CHECK_FALSE(seen.holder.team.empty());
        CHECK(seen.reporter == town->see(other->number).reporter);  // the same address: the same person
        check_rebuild(*town);
    }
}

TEST_CASE("everything that is wrong is said at once and nothing is kept") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        NewReport bad;
        bad.kind = "flying-carpet";
        bad.words = "  ";
        bad.lat = 26.7, bad.lon = 58.4;  // swapped
        bad.contact.email = "not an address";
        auto result = town->cases->open_report(town->at(monday_noon), bad);
        REQUIRE_FALSE(result);
        CHECK(result.error().fault == Fault::invalid);
        auto fields = problem_fields(result.error());
        for (const char* field : {"kind", "words", "place", "email"}) CHECK(std::count(fields.begin(), fields.end(), field) == 1);
        auto long_one = pothole(std::string(4001, 'a'));
        REQUIRE_FALSE(town->cases->open_report(town->at(monday_noon), long_one));
        CHECK(town->cases->open_report(town->at(monday_noon), pothole(std::string(4000, 'a'))));
        auto nowhere = pothole();
        nowhere.lat = std::numeric_limits<double>::quiet_NaN();
        REQUIRE_FALSE(town->cases->open_report(town->at(monday_noon), nowhere));
        auto bytes = pothole("\xC3\x28");
        REQUIRE_FALSE(town->cases->open_report(town->at(monday_noon), bytes));
        CHECK(town->cases->browse(tartu, {}, "", 10)->lines.size() == 1);
    }
}

TEST_CASE("a question stops the clock and the reply moves the promise") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto number = town->open(pothole()).number;
        auto due = town->see(number).due;
        REQUIRE(town->cases->ask_reporter(town->at(monday_noon.plus_hours(1), official), {number, 1}, "Kui sügav see on?"));
        auto waiting = town->see(number);
        CHECK(waiting.status == Status::waiting);
        CHECK(waiting.paused_since);
        CHECK_FALSE(waiting.overdue(due.plus_hours(1000)));
        CHECK_FALSE(town->cases->ask_reporter(town->at(monday_noon.plus_hours(2), official), {number, 0}, "Veel?"));  // one question at a time
        CHECK_FALSE(town->cases->reply(town->at(monday_noon.plus_hours(2)), {number, 0}, "", {}));                   // words or a picture
        REQUIRE(town->cases->reply(town->at(monday_noon.plus_hours(1 + 72)), {number, 2}, "Kümme sentimeetrit.", {photo("a")}));
        auto replied = town->see(number);
        CHECK(replied.status == Status::in_progress);
        CHECK(replied.paused_microseconds == std::int64_t{72} * 3600 * 1'000'000);
        CHECK(replied.due > due);
        auto happened = town->cases->happenings(tartu, number, false);
        REQUIRE(happened);
        CHECK(types(*happened) == std::vector<std::string>{"ReporterAsked", "ReporterReplied"});
        CHECK(happened->back().photos.size() == 1);
        check_rebuild(*town);
    }
}

TEST_CASE("photos put aside come with the reply, once") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto number = town->open(pothole()).number;
        auto aside = town->cases->keep_photo(tartu, photo("kept"), monday_noon);
        REQUIRE(aside);
        CHECK_FALSE(town->cases->photo(tartu, *aside, true).value()->visible);
        REQUIRE(town->cases->reply(town->at(monday_noon), {number, 0}, "", {}, {*aside}));
        CHECK(town->cases->photo(tartu, *aside, true).value()->visible);
        CHECK(town->cases->photo(tartu, *aside, false).value()->jpeg == "small kept");
        auto again = town->cases->reply(town->at(monday_noon), {number, 0}, "Veel kord", {}, {*aside});
        REQUIRE_FALSE(again);
        CHECK(problem_fields(again.error()) == std::vector<std::string>{"photos"});
        CHECK(town->see(number).version == 2);
    }
}

TEST_CASE("closing needs a reason; disagreeing reopens at the same desk; the second official sees that it moved on") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole();
        report.contact = mari();
        auto number = town->open(report).number;
        auto team = town->see(number).holder.team;
        REQUIRE(town->cases->begin_work(town->at(monday_noon, official), {number, 1}, kalle));
        CHECK_FALSE(town->cases->close(town->at(monday_noon, official), {number, 2}, "done", " ", {}));
        CHECK_FALSE(town->cases->close(town->at(monday_noon, official), {number, 2}, "gone-fishing", "Tehtud.", {}));
        REQUIRE(town->cases->close(town->at(monday_noon.plus_hours(5), official), {number, 2}, "done", "Auk on lapitud.", {photo("after")}));
        auto late = town->cases->close(town->at(monday_noon.plus_hours(6), official), {number, 2}, "not_ours", "Ei ole meie.", {});
        REQUIRE_FALSE(late);
        CHECK(late.error().fault == Fault::conflict);
        CHECK(late.error().text_key == "cases.moved_on");
        CHECK(town->see(number).outcome == "done");
        CHECK_FALSE(town->cases->disagree(town->at(monday_noon), {number, 0}, ""));
        REQUIRE(town->cases->disagree(town->at(monday_noon.plus_hours(30)), {number, 3}, "Auk on ikka alles."));
        auto open = town->see(number);
        CHECK(open.status == Status::in_progress);
        CHECK(open.holder.team == team);
        CHECK(open.holder.staff == kalle);
        CHECK(open.due > monday_noon.plus_hours(30));  // a new promise from now on
        CHECK_FALSE(town->cases->disagree(town->at(monday_noon), {number, 0}, "Veel kord."));
        REQUIRE(town->cases->withdraw(town->at(monday_noon.plus_hours(31)), {number, 0}, ""));
        CHECK(town->see(number).outcome == "withdrawn");
        CHECK_FALSE(town->cases->disagree(town->at(monday_noon), {number, 0}, "Siiski."));
        check_rebuild(*town);
    }
}

TEST_CASE("a report's page is what the report is now, whoever changed it") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto number = town->open(pothole("Auk on suur. Helista mulle 5123 4567, Mari.")).number;
        auto page = [&](Cases& cases) { return *cases.report_with_history(tartu, number); };
        auto first = page(*town->cases);
        REQUIRE(first);
        CHECK(page(*town->cases) == first);  // remembered
        Cases neighbour(town->journal, town->people, [] { return project_catalogue(); });  // another node of the same town
        CHECK(page(neighbour) != first);
        REQUIRE(neighbour.redact_words(town->at(monday_noon, official), {number, 0}, 1, "Auk on suur."));
        CHECK(page(*town->cases)->report.words == "Auk on suur.");
        REQUIRE(neighbour.begin_work(town->at(monday_noon, official), {number, 0}, kalle));
        REQUIRE(neighbour.close(town->at(monday_noon, official), {number, 0}, "done", "Auk on lapitud.", {photo("after")}));
        auto closed = page(*town->cases);
        CHECK(closed->report.outcome == "done");
        CHECK(closed->happenings.back().words == "Auk on lapitud.");
        CHECK_FALSE(*town->cases->report_with_history(elva, number));
        CHECK_FALSE(*town->cases->report_with_history(tartu, ReportNumber("2026-999999")));
        CHECK(page(*town->cases) == closed);
    }
}

TEST_CASE("merging takes everybody along and tells each once") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole();
        report.contact = mari();
        auto number = town->open(report).number;
        NewReport same = pothole("Seesama auk.");
        same.contact = {"Jaan", "jaan@example.ee", "", "et"};
        auto into = town->open(same).number;
        auto anna = town->cases->join_report(town->at(monday_noon), number, {"Anna", "anna@example.ee", "", "ru"});
        REQUIRE(anna);
        REQUIRE(town->cases->join_report(town->at(monday_noon), into, {"Anna", "anna@example.ee", "", "ru"}));
        REQUIRE(town->cases->join_report(town->at(monday_noon), number, {"Anna", "anna@example.ee", "", "ru"}));  // twice: still one
        CHECK(town->see(number).followers == 1);
        CHECK(town->cases->follow_role(tartu, number, *anna) == Cases::FollowRole::follower);

        CHECK_FALSE(town->cases->merge(town->at(monday_noon, official), {number, 0}, number));
        CHECK_FALSE(town->cases->merge(town->at(monday_noon, official), {number, 0}, ReportNumber("2026-000099")));
        auto before = town->letters();
        REQUIRE(town->cases->merge(town->at(monday_noon.plus_hours(1), official), {number, 0}, into));
        CHECK(town->letters() - before == 2);  // Mari and Anna
        auto merged = town->see(number);
        CHECK(merged.merged_into == into);
        CHECK(merged.outcome == "duplicate");
        CHECK(town->see(into).followers == 2);  // Anna was there; Mari came
        auto secret = town->cases->follow_secret(tartu, into, merged.reporter);
        CHECK(town->cases->follow_role(tartu, into, secret) == Cases::FollowRole::follower);
        before = town->letters();
        REQUIRE(town->cases->close(town->at(monday_noon.plus_hours(2), official), {into, 0}, "done", "Lapitud.", {}));
        CHECK(town->letters() - before == 3);
        CHECK_FALSE(town->cases->merge(town->at(monday_noon, official), {number, 0}, into));
        check_rebuild(*town);
    }
}

TEST_CASE("a part of a report becomes one of its own") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto number = town->open(pothole("Auk ja põlemata lamp.")).number;
        auto part = town->cases->split(town->at(monday_noon.plus_hours(1), official, "split-1"), {number, 1}, "street-light", "Lamp ei põle.");
        REQUIRE(part);
        auto made = town->see(*part);
        CHECK(made.split_from == number);
        CHECK(made.kind == "street-light");
        CHECK(made.lat == town->see(number).lat);
        CHECK(is_open(town->see(number).status));
        check_rebuild(*town);
    }
}

TEST_CASE("the same splitting sent twice makes one part and names it again") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto number = town->open(pothole("Auk ja põlemata lamp.")).number;
        auto first = town->cases->split(town->at(monday_noon, official, "split-1"), {number, 1}, "street-light", "Lamp ei põle.");
        auto again = town->cases->split(town->at(monday_noon, official, "split-1"), {number, 1}, "street-light", "Lamp ei põle.");
        REQUIRE(first);
        REQUIRE(again);
        CHECK(*again == *first);
        CHECK(town->cases->browse(tartu, {}, "", 10)->lines.size() == 2);
    }
}

TEST_CASE("personal data are covered, and redaction destroys the words and the sealed original") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole("Auk on suur. Helista mulle 5123 4567, Mari.");
        report.photos = {photo("face")};
        auto number = town->open(report).number;
        auto seen = town->see(number);
        CHECK_FALSE(contains(seen.words, "5123"));
        REQUIRE_FALSE(seen.sealed_words.empty());
        auto original = town->cases->read_sealed(town->at(monday_noon, official), number, seen.sealed_words, kalle);
        REQUIRE(original);
        CHECK(**original == report.words);

        REQUIRE(town->cases->redact_words(town->at(monday_noon, official), {number, 0}, 1, "Auk on suur."));
        CHECK(town->see(number).words == "Auk on suur.");
        CHECK(town->see(number).sealed_words.empty());
        auto gone = town->cases->read_sealed(town->at(monday_noon, official), number, seen.sealed_words, kalle);
        CHECK((!gone || !gone->has_value()));

        auto before = seen.photos.front();
        REQUIRE(town->cases->redact_photo(town->at(monday_noon, official), {number, 0}, before, photo("covered")));
        CHECK_FALSE(town->cases->photo(tartu, before, true).value());
        auto after = town->see(number).photos.front();
        CHECK(town->cases->photo(tartu, after, true).value()->jpeg == "large covered");
        REQUIRE(town->cases->remove_photo(town->at(monday_noon, official), {number, 0}, after));
        CHECK_FALSE(town->cases->photo(tartu, after, true).value());
        CHECK(town->see(number).photos.empty());
        // Nowhere in the journal either.
        auto events = town->journal->after(tartu, 0, 1000);
        REQUIRE(events);
        for (const auto& event : *events) {
            CHECK_FALSE(contains(event.data, "5123"));
            CHECK_FALSE(contains(event.data, "Auk"));
        }
        check_rebuild(*town);
    }
}

TEST_CASE("what is hidden or waits for review is in no public answer") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole();
        report.photos = {photo("x")};
        auto number = town->open(report).number;
        REQUIRE(town->cases->hide(town->at(monday_noon, official), {number, 0}, "Solvav."));
        CHECK(town->cases->browse(tartu, {}, "", 10)->lines.empty());
        CHECK(town->cases->search(tartu, {})->empty());
        CHECK(town->cases->search(tartu, {{number.value}})->empty());
        CHECK(town->cases->beginnings(tartu, {number.value})->empty());
        CHECK_FALSE(town->cases->photo(tartu, town->see(number).photos.front(), true).value()->visible);
        CHECK_FALSE(town->cases->join_report(town->at(monday_noon), number, mari()));
        auto happened = town->cases->happenings(tartu, number, false);
        CHECK(happened->empty());  // the reason is for officials
        REQUIRE(town->cases->publish(town->at(monday_noon, official), {number, 0}));
        CHECK(town->cases->browse(tartu, {}, "", 10)->lines.size() == 1);
        CHECK(town->cases->browse(elva, {}, "", 10)->lines.empty());
        CHECK_FALSE(town->cases->report(elva, number).value());
        check_rebuild(*town);
    }
}

TEST_CASE("who leaves is forgotten, unless they wait for another answer") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto report = pothole();
        report.contact = mari();
        auto first = town->open(report), second = town->open(report);
        auto person = town->see(first.number).reporter;
        auto contact = [&] { return town->read<std::optional<people::Contact>>([&](store::Session& s) { return town->vault->contact(s, tartu, person); }); };
        CHECK(town->cases->leave(town->at(monday_noon), first.number, "wrong secret wrong sec"));
        CHECK(town->see(first.number).reporter == person);
        REQUIRE(town->cases->leave(town->at(monday_noon), first.number, first.follow_secret));
        CHECK(town->see(first.number).reporter.empty());
        CHECK_FALSE(town->cases->follow_role(tartu, first.number, first.follow_secret));
        CHECK(contact());
        REQUIRE(town->cases->leave(town->at(monday_noon), second.number, second.follow_secret));
        CHECK_FALSE(contact());
        // Whom a hold covers stays known, and gets no letters.
        auto third = town->open(report);
        person = town->see(third.number).reporter;
        REQUIRE(people::Residents(town->journal, town->vault).hold(tartu, person, {"court/1", {}, "staff/x", monday_noon}));
        REQUIRE(town->cases->leave(town->at(monday_noon), third.number, third.follow_secret));
        CHECK(town->see(third.number).reporter.empty());
        CHECK(contact());
        check_rebuild(*town);
    }
}

TEST_CASE("imported reports come once and close when they have been closed there") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        Cases::Imported one;
        one.report = pothole("Vana teade.");
        one.report.channel = Channel::import;
        one.report.external_reference = "old-1";
        one.report.happened = monday_noon.plus_hours(-24 * 400);
        one.updated = *one.report.happened;
        auto imported = town->cases->import_reports(town->at(monday_noon, "import"), {one});
        REQUIRE(imported);
        CHECK(imported->opened == 1);
        one.closed = true;
        one.updated = monday_noon.plus_hours(-24 * 390);
        one.status_notes = "Tehtud.";
        imported = town->cases->import_reports(town->at(monday_noon, "import"), {one});
        REQUIRE(imported);
        CHECK(imported->known == 1);
        CHECK(imported->closed == 1);
        imported = town->cases->import_reports(town->at(monday_noon, "import"), {one});
        CHECK((imported && imported->opened == 0 && imported->closed == 0));
        auto line = town->cases->browse(tartu, {}, "", 10)->lines.front();
        CHECK(line.number.value == "2025-000001");
        CHECK_FALSE(town->see(line.number).promised());
        CHECK(town->see(line.number).closed == one.updated);
        auto usual = town->cases->usual_duration(tartu, "pothole");
        REQUIRE(usual);
        CHECK(usual->count == 1);
        CHECK(usual->median_hours == doctest::Approx(240));
        check_rebuild(*town);
    }
}

TEST_CASE("the queue begins with the nearest promise, and what has none comes last, over its pages too") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        std::vector<Cases::Imported> old(3);
        for (std::size_t i = 0; i < old.size(); ++i) {
            old[i].report = pothole("Vana teade.");
            old[i].report.channel = Channel::import;
            old[i].report.external_reference = "old-" + std::to_string(i);
            old[i].updated = *(old[i].report.happened = monday_noon.plus_hours(-24 * 400 - static_cast<int>(i)));
        }
        REQUIRE(town->cases->import_reports(town->at(monday_noon, "import"), old));
        const auto later = town->open(pothole("Teine auk."), monday_noon.plus_hours(48)).number;
        const auto sooner = town->open(pothole("Esimene auk."), monday_noon).number;
        auto light = pothole("Lamp ei põle.");
        light.kind = "street-light";
        light.answers = first_answers(light.kind);
        const auto other_kind = town->open(light, monday_noon).number;
        REQUIRE(town->see(sooner).due < town->see(later).due);

        auto walk = [&](const QueueFilter& filter, int a_page) {
            std::vector<std::string> seen;
            std::string cursor;
            for (int pages = 0; pages < 10; ++pages) {
                auto page = town->cases->queue(tartu, filter, monday_noon, cursor, a_page);
                REQUIRE(page);
                CHECK(static_cast<int>(page->lines.size()) <= a_page);
                for (const auto& line : page->lines) seen.push_back(line.number.value);
                cursor = page->next;
                if (cursor.empty()) return seen;
            }
            FAIL("the pages do not end");
            return seen;
        };
        QueueFilter potholes;
        potholes.kinds = {"pothole"};
        const auto whole = walk(potholes, 50);
        REQUIRE(whole.size() == 5);
        CHECK(whole[0] == sooner.value);
        CHECK(whole[1] == later.value);
        for (std::size_t i = 2; i < whole.size(); ++i) CHECK_FALSE(town->see(ReportNumber(whole[i])).promised());
        for (int a_page : {1, 2, 3, 4, 5}) CHECK(walk(potholes, a_page) == whole);
        CHECK(walk({}, 2).size() == 6);
        potholes.kinds = {"street-light"};
        CHECK(walk(potholes, 1) == std::vector<std::string>{other_kind.value});
        QueueFilter late;
        late.clock = QueueFilter::Clock::overdue;
        CHECK(walk(late, 2).empty());  // what promises nothing is never late
    }
}

TEST_CASE("the queue is read by its index") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        const bool postgres = town->scratch.name == "postgresql";
        const std::string text = (postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + std::string(sql::queue_open.text);
        const store::Sql explained{"queue_explained", text.c_str(), nullptr};
        std::string plan;
        REQUIRE(town->scratch.database->write([&](store::Session& session) -> Outcome {
            if (postgres) TRY(session.run_script("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"));  // an empty table is not worth an index
            return session.each(explained, [&](const store::Row& row) { plan += std::string(row.text(postgres ? 0 : 3)) + "\n"; }, tartu.value, std::int64_t{1}, "", "", "", "", "",
                                monday_noon.microseconds, "", 0, 51);
        }));
        CAPTURE(plan);
        CHECK(plan.find("case_report_queue") != std::string::npos);
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
}
