// Commands and what they leave behind, on both databases.
#include "applications/applications.h"

#include "applications/applications_test_town.h"
#include "applications/attached_test_files.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

// After every story: the tables are what the journal says, the journal is whole, and nothing that people wrote stands in it.
void check_rebuild(TestTown& town) {
    auto before = town.journal->table_hashes();
    REQUIRE(before);
    REQUIRE(town.journal->rebuild([](auto) {}));
    auto after = town.journal->table_hashes();
    REQUIRE(after);
    CHECK(*before == *after);
    CHECK(town.journal->verify([](auto) {}));
    auto events = town.journal->after(tartu, 0, 1000);
    REQUIRE(events);
    for (const auto& event : *events) {
        CHECK(event.data.find("oak") == std::string::npos);
        CHECK(event.data.find("Puu on kaitse all") == std::string::npos);
        CHECK(event.data.find("example.ee") == std::string::npos);
    }
}

std::vector<std::string> types(const std::vector<Happening>& happenings) {
    std::vector<std::string> out;
    for (const auto& h : happenings) out.push_back(h.type);
    return out;
}

std::vector<std::string> fields(const Error& error) {
    std::vector<std::string> out;
    for (const auto& p : error.problems) out.push_back(p.field);
    return out;
}

ApplicationNumber sent(TestTown& town, const PersonId& person) {
    auto submitted = town.applications->submit(town.at(monday_noon), request_of(person));
    REQUIRE(submitted);
    return submitted->number;
}

}  // namespace

TEST_CASE("an application is sent once, however often the button is pressed") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto mari = town->person("mari@example.ee");
        auto draft = town->applications->open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, "{}", "1"}, monday_noon);
        REQUIRE(draft);
        auto application = request_of(mari);
        application.draft = draft->id;
        auto first = town->applications->submit(town->at(monday_noon), application);
        auto second = town->applications->submit(town->at(monday_noon.plus_minutes(1)), application);
        REQUIRE(first);
        REQUIRE(second);
        CHECK(first->number == ApplicationNumber("T-2026-000001"));
        CHECK(second->number == first->number);
        CHECK(second->due == first->due);
        CHECK(iso_local(first->due) == "2026-12-16T23:59:59+02:00");
        CHECK(town->applications->drafts_of(tartu, mari, monday_noon)->empty());
        CHECK(town->letters() == std::vector<std::string>{"submitted"});
        CHECK(town->applications->sealed(tartu, town->see(first->number).content)->value() == application.content);
        CHECK(sent(*town, mari) == ApplicationNumber("T-2026-000002"));
        check_rebuild(*town);
    }
}

TEST_CASE("a whole life: begun, asked, answered, heard, refused, read, appealed, annulled") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee");
        auto number = sent(*town, mari);
        auto due = town->see(number).due;
        REQUIRE(all.begin(town->at(monday_noon.plus_hours(1), official), {number, 1}, kalle));
        REQUIRE(all.ask_more(town->at(monday_noon.plus_hours(2), official), {number, 2}, "Mis liiki puu?", {2026, 11, 30}));
        CHECK(town->see(number).status == Status::waiting);
        CHECK_FALSE(town->see(number).overdue(due.plus_hours(1000)));
        REQUIRE(all.reply(town->at(monday_noon.plus_hours(2 + 72)), {number, 3}, self(mari), "Tamm.", {}));
        CHECK(town->see(number).paused_microseconds == std::int64_t{72} * 3600 * 1'000'000);
        CHECK(town->see(number).due == due.plus_hours(5 * 24));  // three days more end on a Saturday: Monday

        auto early = all.decide(town->at(monday_noon.plus_hours(80), official), {number, 0}, refusal());
        REQUIRE_FALSE(early);
        CHECK(fields(early.error()) == std::vector<std::string>{"hearing"});
        CHECK(town->see(number).status == Status::in_progress);
        REQUIRE(all.open_hearing(town->at(monday_noon.plus_hours(81), official), {number, 0}, "Kavatseme keelduda.", {2026, 11, 27}, Decided::refused));
        REQUIRE_FALSE(all.decide(town->at(monday_noon.plus_hours(82), official), {number, 0}, refusal()));  // their time is not over
        REQUIRE_FALSE(all.go_on(town->at(monday_noon.plus_hours(82), official), {number, 0}));
        REQUIRE(all.go_on(town->at(*parse_iso("2026-11-28T09:00:00+02:00"), official), {number, 0}));
        REQUIRE(all.decide(town->at(*parse_iso("2026-11-30T10:00:00+02:00"), official), {number, 0}, refusal()));

        auto decided = town->see(number);
        CHECK(decided.outcome == Decided::refused);
        CHECK_FALSE(decided.read);
        CHECK(all.decision(tartu, decided)->value().reasons == refusal().reasons);
        auto read_at = *parse_iso("2026-12-01T20:00:00+02:00");
        REQUIRE(all.note_read(town->at(read_at), number, self(mari)));
        REQUIRE(all.note_read(town->at(read_at.plus_hours(1)), number, self(mari)));  // again: nothing happens
        CHECK(town->see(number).read == read_at);
        CHECK(town->see(number).appeal_until == Date{2026, 12, 31});

        auto bare = all.appeal(town->at(read_at.plus_hours(2)), {number, 0}, self(mari), {});
        REQUIRE_FALSE(bare);
        CHECK(fields(bare.error()) == std::vector<std::string>{"reasons", "demand", "no_court"});
        REQUIRE(all.appeal(town->at(read_at.plus_hours(2)), {number, 0}, self(mari), {"Puu on haige.", "Tühistada.", true}));
        CHECK(iso_local(town->see(number).due) == "2026-12-11T23:59:59+02:00");
        REQUIRE_FALSE(all.decide_appeal(town->at(read_at.plus_hours(3), official), {number, 0}, "annulled", grant()));  // why?
        auto changed = grant();
        changed.reasons = "Puu on tõesti haige.";
        REQUIRE(all.decide_appeal(town->at(read_at.plus_hours(3), official), {number, 0}, "annulled", changed));
        auto over = town->see(number);
        CHECK(over.outcome == Decided::granted);
        CHECK(over.appeal_outcome == "annulled");
        CHECK_FALSE(all.appeal(town->at(read_at.plus_hours(4)), {number, 0}, self(mari), {"x", "y", true}));

        auto happened = all.happenings(tartu, number, false);
        REQUIRE(happened);
        CHECK(types(*happened) == std::vector<std::string>{"ApplicationSubmitted", "HandlingBegun", "MoreAsked", "ApplicantReplied", "HearingOpened", "HandlingResumed",
                                                           "DecisionMade", "DecisionRead", "AppealFiled", "AppealDecided"});
        CHECK(happened->at(2).words == "Mis liiki puu?");
        CHECK(happened->at(3).words == "Tamm.");
        CHECK(town->letters() == std::vector<std::string>{"appeal_decided", "appeal_received", "asked", "decided", "hearing", "submitted"});
        check_rebuild(*town);
    }
}

TEST_CASE("what belongs to another is missing") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto number = sent(*town, mari);
        CHECK(all.of_viewer(tartu, number, self(mari))->has_value());
        CHECK_FALSE(all.of_viewer(tartu, number, self(jaan))->has_value());
        CHECK_FALSE(all.of_viewer(tartu, number, {})->has_value());
        CHECK_FALSE(all.of_viewer(elva, number, self(mari))->has_value());
        CHECK(all.of_viewer(tartu, number, {jaan, mari})->has_value());  // acts for Mari
        CHECK(all.of_person(tartu, self(jaan), 10)->empty());
        CHECK(all.of_person(tartu, self(mari), 10)->size() == 1);
        // The same answer for a number that is there and one that is not.
        for (const auto& guessed : {number, ApplicationNumber("T-2026-999999")}) {
            CHECK(all.reply(town->at(monday_noon), {guessed, 7}, self(jaan), "x", {}).error().fault == Fault::missing);
            CHECK(all.withdraw(town->at(monday_noon), {guessed, 0}, self(jaan), "").error().fault == Fault::missing);
            CHECK(all.note_read(town->at(monday_noon), guessed, self(jaan)).error().fault == Fault::missing);
            CHECK(all.appeal(town->at(monday_noon), {guessed, 0}, self(jaan), {"x", "y", true}).error().fault == Fault::missing);
            CHECK(all.cosign(town->at(monday_noon), {guessed, 0}, self(jaan)).error().fault == Fault::missing);
        }
        CHECK(all.guest(tartu, number, "").error().fault == Fault::missing);
        CHECK(all.guest(tartu, number, all.guest_secret(tartu, number)).error().fault == Fault::missing);  // it was no guest's
        // From a page that is older than the application: told, nothing changes.
        REQUIRE(all.begin(town->at(monday_noon, official), {number, 1}, kalle));
        auto stale = all.withdraw(town->at(monday_noon), {number, 1}, self(mari), "");
        REQUIRE_FALSE(stale);
        CHECK(stale.error().fault == Fault::conflict);
        REQUIRE(all.withdraw(town->at(monday_noon), {number, 2}, self(mari), "Ei ole enam vaja."));
        CHECK(town->see(number).status == Status::withdrawn);
        check_rebuild(*town);
    }
}

TEST_CASE("a guest's application is opened by its secret alone") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto request = request_of({});
        request.submitter = {};
        request.contact.email = "guest@example.ee";
        auto submitted = all.submit(town->at(monday_noon, "resident", "form-1"), request);
        auto again = all.submit(town->at(monday_noon, "resident", "form-1"), request);
        REQUIRE(submitted);
        REQUIRE(again);
        CHECK(submitted->guest_secret == again->guest_secret);
        auto viewer = all.guest(tartu, submitted->number, submitted->guest_secret);
        REQUIRE(viewer);
        CHECK(all.of_viewer(tartu, submitted->number, *viewer)->has_value());
        CHECK_FALSE(all.guest(tartu, submitted->number, submitted->guest_secret + "x"));
        request.contact.email = "no address";
        CHECK(fields(all.submit(town->at(monday_noon), request).error()) == std::vector<std::string>{"email"});
        check_rebuild(*town);
    }
}

TEST_CASE("a second person signs, then the clock begins") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto request = request_of(mari);
        request.cosigners = {jaan};
        auto submitted = all.submit(town->at(monday_noon), request);
        REQUIRE(submitted);
        CHECK(submitted->due.microseconds == 0);
        auto wanted = all.of_person(tartu, self(jaan), 10);
        REQUIRE(wanted);
        REQUIRE(wanted->size() == 1);
        CHECK(wanted->front().signature_wanted);
        CHECK(all.of_viewer(tartu, submitted->number, self(jaan))->has_value());
        CHECK(all.withdraw(town->at(monday_noon), {submitted->number, 0}, self(jaan), "").error().fault == Fault::missing);
        REQUIRE(all.cosign(town->at(monday_noon.plus_hours(24)), {submitted->number, 1}, self(jaan)));
        CHECK(iso_local(town->see(submitted->number).due) == "2026-12-17T23:59:59+02:00");
        CHECK(all.of_person(tartu, self(jaan), 10)->empty());
        CHECK_FALSE(all.of_viewer(tartu, submitted->number, self(jaan))->has_value());  // signed: the rest is Mari's
        CHECK(town->letters() == std::vector<std::string>{"cosign", "submitted"});
        check_rebuild(*town);
    }
}

TEST_CASE("a second person refuses to sign: nothing comes of it, both know, nobody else may") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee"), tiiu = town->person("tiiu@example.ee"), peeter = town->person("peeter@example.ee");
        auto request = request_of(mari);
        request.submitter = mari, request.cosigners = {jaan, tiiu};
        auto number = all.submit(town->at(monday_noon), request)->number;
        CHECK(town->see(number).waiting_until == Date{2026, 12, 16});
        // Only who was asked, and not the applicant in their place.
        CHECK(all.refuse_signature(town->at(monday_noon), {number, 1}, self(peeter), "").error().fault == Fault::missing);
        CHECK(all.refuse_signature(town->at(monday_noon), {number, 1}, self(mari), "").error().fault == Fault::missing);
        CHECK(fields(all.refuse_signature(town->at(monday_noon), {number, 1}, self(jaan), std::string(limits::words + 1, 'x')).error()) == std::vector<std::string>{"words"});
        REQUIRE(all.refuse_signature(town->at(monday_noon.plus_hours(1)), {number, 1}, self(jaan), "Ma ei ole selle korteri omanik."));
        CHECK(town->letters() == std::vector<std::string>{"cosign", "cosign", "cosign_over", "cosign_refused"});
        for (const auto& person : {jaan, tiiu}) {
            CHECK(all.of_person(tartu, self(person), 10)->empty());
            CHECK_FALSE(all.of_viewer(tartu, number, self(person))->has_value());
            CHECK(all.cosign(town->at(monday_noon.plus_hours(2)), {number, 2}, self(person)).error().fault == Fault::missing);
        }
        // The applicant reads why; an official cannot decide on what was never whole.
        auto seen = all.of_viewer(tartu, number, self(mari));
        REQUIRE(seen->has_value());
        CHECK((*seen)->status == Status::withdrawn);
        CHECK(all.happenings(tartu, number, false)->back().words == "Ma ei ole selle korteri omanik.");
        CHECK(all.decide(town->at(monday_noon.plus_hours(3), official), {number, 0}, grant()).error().fault == Fault::conflict);
        check_rebuild(*town);
    }
}

TEST_CASE("a signature that does not come lapses on its day, not before; one that came in time stands") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto send = [&](std::vector<PersonId> cosigners) {
            auto request = request_of(mari);
            request.submitter = mari, request.cosigners = std::move(cosigners);
            return all.submit(town->at(monday_noon), request)->number;
        };
        const auto lapses = send({jaan}), is_signed = send({jaan}), alone = send({});
        REQUIRE(all.cosign(town->at(monday_noon.plus_hours(1)), {is_signed, 1}, self(jaan)));
        const Instant last_day = *parse_iso("2026-12-16T23:59:59+02:00"), day_after = last_day.plus_seconds(1);
        REQUIRE(all.end_unsigned(last_day));
        CHECK(town->see(lapses).status == Status::awaiting_signature);
        REQUIRE(all.end_unsigned(day_after));
        REQUIRE(all.end_unsigned(day_after.plus_hours(1)));  // once
        CHECK(town->see(lapses).status == Status::withdrawn);
        CHECK(town->see(lapses).version == 2);
        CHECK(town->see(is_signed).status == Status::submitted);
        CHECK_FALSE(town->see(is_signed).waiting_until);
        CHECK(town->see(alone).status == Status::submitted);
        CHECK(all.of_person(tartu, self(jaan), 10)->empty());
        CHECK(all.cosign(town->at(day_after), {lapses, 0}, self(jaan)).error().fault == Fault::missing);
        CHECK(town->letters() == std::vector<std::string>{"cosign", "cosign", "cosign_lapsed", "cosign_over", "submitted", "submitted"});
        check_rebuild(*town);
    }
}

TEST_CASE("whoever was asked to sign is told when the application is withdrawn") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto request = request_of(mari);
        request.submitter = mari, request.cosigners = {jaan};
        auto number = town->applications->submit(town->at(monday_noon), request)->number;
        REQUIRE(town->applications->withdraw(town->at(monday_noon.plus_hours(1)), {number, 1}, self(mari), ""));
        CHECK(town->letters() == std::vector<std::string>{"cosign", "cosign_over", "withdrawn"});
        CHECK(town->see(number).waiting_for.empty());
    }
}

TEST_CASE("drafts: on another device, in two windows, of others, forgotten after a year") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto opened = all.open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, R"({"a":1})", "1"}, monday_noon);
        REQUIRE(opened);
        CHECK(opened->guest_secret.empty());
        CHECK_FALSE(all.draft(tartu, opened->id, jaan, "", monday_noon)->has_value());
        CHECK_FALSE(all.draft(tartu, opened->id, {}, "", monday_noon)->has_value());
        CHECK_FALSE(all.draft(elva, opened->id, mari, "", monday_noon)->has_value());
        auto one = all.draft(tartu, opened->id, mari, "", monday_noon).value().value();
        auto other = one;
        one.content = R"({"a":2})";
        auto saved = all.save_draft(tartu, one, monday_noon.plus_minutes(1));
        REQUIRE(saved);
        CHECK_FALSE(saved->kept_beside);
        CHECK(saved->version == 2);
        other.content = R"({"a":3})";
        auto beside = all.save_draft(tartu, other, monday_noon.plus_minutes(2));
        REQUIRE(beside);
        CHECK(beside->kept_beside);
        CHECK(beside->id != opened->id);
        CHECK(all.draft(tartu, opened->id, mari, "", monday_noon).value().value().content == R"({"a":2})");
        CHECK(all.draft(tartu, beside->id, mari, "", monday_noon).value().value().content == R"({"a":3})");
        CHECK(all.drafts_of(tartu, mari, monday_noon)->size() == 2);

        auto guest = all.open_draft(tartu, {"tree-felling-permit", "v1", {}, {}, {}, R"({"g":1})", "1"}, monday_noon);
        REQUIRE(guest);
        CHECK(guest->guest_secret.size() >= 22);
        CHECK(all.draft(tartu, guest->id, {}, guest->guest_secret, monday_noon)->has_value());
        CHECK_FALSE(all.draft(tartu, guest->id, {}, "guessed", monday_noon)->has_value());
        CHECK_FALSE(all.draft(tartu, guest->id, mari, "", monday_noon)->has_value());

        auto too_large = other;
        too_large.content = std::string(limits::content_bytes + 1, 'x');
        CHECK(all.save_draft(tartu, too_large, monday_noon).error().fault == Fault::invalid);
        auto later = monday_noon.plus_hours(24 * 366);
        CHECK_FALSE(all.draft(tartu, opened->id, mari, "", later)->has_value());
        REQUIRE(all.forget_expired(later));
        CHECK(all.save_draft(tartu, one, later).error().fault == Fault::gone);
        REQUIRE(all.delete_draft(tartu, one));
    }
}

TEST_CASE("files belong to their draft, then to the application") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee");
        auto draft = all.open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, "{}", "1"}, monday_noon).value();
        auto file = all.keep_file(tartu, draft.id, "plaan.pdf", "%PDF-1.7 plaan", monday_noon);
        REQUIRE(file);
        CHECK(fields(all.keep_file(tartu, draft.id, "x.exe", "MZ", monday_noon).error()) == std::vector<std::string>{"files"});
        CHECK(fields(all.keep_file(tartu, draft.id, "x.pdf", "%PDF-" + std::string(limits::file_bytes, 'x'), monday_noon).error()) == std::vector<std::string>{"files"});
        CHECK(all.keep_file(tartu, draft.id, "x.docx", docx_with({{"word/vbaProject.bin", "x"}}), monday_noon).error().problems.front().text_key == "applications.file_holds_program");
        CHECK(all.keep_file(tartu, DraftId("nothing"), "x.pdf", "%PDF-1", monday_noon).error().fault == Fault::gone);
        auto stranger = request_of(mari);
        stranger.files = {*file};
        CHECK(fields(all.submit(town->at(monday_noon), stranger).error()) == std::vector<std::string>{"files"});  // of a draft that is not this one's
        stranger.draft = draft.id;
        auto submitted = all.submit(town->at(monday_noon), stranger);
        REQUIRE(submitted);
        auto files = all.files_of(tartu, submitted->number);
        REQUIRE(files->size() == 1);
        CHECK(files->front().name == "plaan.pdf");
        CHECK(all.file(tartu, submitted->number, *file).value().value().content == "%PDF-1.7 plaan");
        CHECK_FALSE(all.file(tartu, ApplicationNumber("T-2026-000009"), *file)->has_value());
        auto more = all.keep_file(tartu, submitted->number, "lisa.pdf", "%PDF-1.4", monday_noon);
        REQUIRE(more);
        REQUIRE(all.reply(town->at(monday_noon), {submitted->number, 0}, self(mari), "", {*more}));
        CHECK(town->see(submitted->number).files == 2);
        REQUIRE(town->scratch.database->write([&](store::Session& session) { return town->vault->erase_person(session, tartu, mari); }));
        CHECK_FALSE(all.file(tartu, submitted->number, *file)->has_value());  // erased with the person
        CHECK_FALSE(all.sealed(tartu, town->see(submitted->number).content)->has_value());
        check_rebuild(*town);
    }
}

TEST_CASE("queue and public register") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee");
        std::vector<ApplicationNumber> numbers;
        for (int i = 0; i < 5; ++i) numbers.push_back(sent(*town, mari));
        REQUIRE(all.ask_more(town->at(monday_noon, official), {numbers[1], 0}, "?", {2026, 11, 30}));
        REQUIRE(all.decide(town->at(monday_noon.plus_hours(1), official), {numbers[0], 0}, grant()));
        REQUIRE(all.decide(town->at(monday_noon.plus_hours(2), official), {numbers[2], 0}, grant()));
        auto page = all.queue(tartu, {}, monday_noon, "", 2);
        REQUIRE(page);
        CHECK(page->lines.size() == 2);
        auto rest = all.queue(tartu, {}, monday_noon, page->next, 2);
        REQUIRE(rest);
        CHECK(rest->lines.size() == 1);
        CHECK(rest->next.empty());
        QueueFilter waiting;
        waiting.clock = QueueFilter::Clock::waiting;
        CHECK(all.queue(tartu, waiting, monday_noon, "", 10)->lines.size() == 1);
        QueueFilter overdue;
        overdue.clock = QueueFilter::Clock::overdue;
        CHECK(all.queue(tartu, overdue, monday_noon, "", 10)->lines.empty());
        CHECK(all.queue(tartu, overdue, monday_noon.plus_hours(24 * 60), "", 10)->lines.size() == 2);  // one waits for Mari
        auto decisions = all.decisions(tartu, {}, "", 1);
        REQUIRE(decisions);
        CHECK(decisions->lines.front().number == numbers[2]);
        CHECK(all.decisions(tartu, {}, decisions->next, 1)->lines.front().number == numbers[0]);
        CHECK(all.decisions(tartu, {"", 2025}, "", 10)->lines.empty());
        CHECK(all.decisions(tartu, {"tree-felling-permit", 2026}, "", 10)->lines.size() == 2);
        CHECK(all.decisions(tartu, {"other", 2026}, "", 10)->lines.empty());
    }
}

TEST_CASE("the counter serves nobody without their recorded consent") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto mari = town->person("mari@example.ee");
        auto request = request_of(mari);
        request.submitter = {};
        request.channel = "counter", request.right.kind = "counter";
        CHECK(fields(town->applications->submit(town->at(monday_noon, official), request).error()) == std::vector<std::string>{"consent"});
        request.consent = "ID-kaart, suuline nõusolek.";
        auto submitted = town->applications->submit(town->at(monday_noon, official), request);
        REQUIRE(submitted);
        auto seen = town->see(submitted->number);
        CHECK(seen.channel == "counter");
        CHECK(town->applications->sealed(tartu, seen.consent)->value() == request.consent);
        REQUIRE(town->applications->note_access(town->at(monday_noon, official), seen, kalle, "applications.purpose_handle"));
        check_rebuild(*town);
    }
}

TEST_CASE("a person's copy holds their applications; erasure leaves what law keeps") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee");
        auto open = sent(*town, mari), decided = sent(*town, mari), withdrawn = sent(*town, mari);
        REQUIRE(all.decide(town->at(monday_noon, official), {decided, 0}, grant()));
        REQUIRE(all.withdraw(town->at(monday_noon), {withdrawn, 0}, self(mari), "oak fell"));
        REQUIRE(all.open_draft(tartu, {"tree-felling-permit", "v1", mari, mari, {}, "{}", "1"}, monday_noon));
        auto holder = personal_data_of(all, test_rules());
        CHECK(view::has_text(holder->name()));
        auto read = [&](auto work) { return town->scratch.database->read_value<typename std::decay_t<decltype(*work(std::declval<store::Session&>()))>>(work).value(); };
        auto copy = read([&](store::Session& session) { return holder->export_json(session, tartu, {mari}); });
        CHECK(copy.find(open.value) != std::string::npos);
        CHECK(copy.find("oak") != std::string::npos);
        CHECK(copy.find("oak fell") != std::string::npos);
        auto jaan = town->person("jaan@example.ee");
        CHECK(read([&](store::Session& session) { return holder->export_json(session, tartu, {jaan}); }) == "null");
        auto kept_on = [&](Date day) { return read([&](store::Session& session) { return holder->must_stay(session, tartu, mari, day); }); };
        CHECK(kept_on({2026, 11, 17}).size() == 2);
        CHECK(kept_on({2033, 11, 17}).size() == 1);  // the open one stays while it is open
        for (const auto& kept : kept_on({2026, 11, 17})) CHECK(view::has_text(kept.text_key));
        REQUIRE(town->scratch.database->write([&](store::Session& session) { return holder->erase(session, tartu, mari, monday_noon); }));
        CHECK(all.drafts_of(tartu, mari, monday_noon)->empty());
        CHECK(all.sealed(tartu, town->see(open).content)->has_value());
        CHECK(all.sealed(tartu, town->see(decided).decision)->has_value());
        CHECK_FALSE(all.sealed(tartu, town->see(withdrawn).content)->has_value());
        CHECK(all.happenings(tartu, withdrawn, true)->back().words.empty());
        check_rebuild(*town);
    }
}

TEST_CASE("appointments: in the order of time, sealed, answered by their own people; a pause only where rules say so") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        auto mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        auto number = sent(*town, mari);
        const auto due = town->see(number).due;
        auto offer = [&](int days, bool pauses) { return NewAppointment{monday_noon.plus_hours(24 * days), 30, "Puu on kaitse all", "oak", pauses}; };
        auto seen = [&](int limit = 10) { return all.appointments_to_come(tartu, self(mari), monday_noon, limit).value(); };
        CHECK(fields(all.propose_appointment(town->at(monday_noon, official), {number}, {monday_noon.plus_minutes(-1), 1, "", "", false}).error()) == std::vector<std::string>{"time", "minutes", "place"});
        CHECK(fields(all.propose_appointment(town->at(monday_noon, official), {number}, {monday_noon.plus_hours(24 * 800), 30, "x", "", false}).error()) == std::vector<std::string>{"time"});
        REQUIRE(all.propose_appointment(town->at(monday_noon, official), {number, 1}, offer(9, false)));
        CHECK(town->see(number).status == Status::submitted);  // the clock goes on
        REQUIRE(all.propose_appointment(town->at(monday_noon, official), {number}, offer(3, false)));
        REQUIRE(seen().size() == 2);
        CHECK(seen()[0].starts < seen()[1].starts);
        CHECK(seen()[0].place == "Puu on kaitse all");
        CHECK(seen(1).size() == 1);
        CHECK(all.appointments_to_come(tartu, self(jaan), monday_noon, 10)->empty());
        CHECK(all.appointments_to_come(tartu, "", kalle, monday_noon, 10)->empty());  // nobody has begun
        REQUIRE(all.begin(town->at(monday_noon, official), {number}, kalle));
        CHECK(all.appointments_to_come(tartu, "", kalle, monday_noon, 10)->size() == 2);
        const auto first = seen()[0].id, second = seen()[1].id;
        CHECK(all.answer_appointment(town->at(monday_noon), {number}, self(jaan), first, true, "").error().fault == Fault::missing);
        CHECK(fields(all.answer_appointment(town->at(monday_noon), {number}, self(mari), first, false, " ").error()) == std::vector<std::string>{"words"});
        CHECK(all.answer_appointment(town->at(monday_noon), {number}, self(mari), "guessed", true, "").error().fault == Fault::missing);
        REQUIRE(all.answer_appointment(town->at(monday_noon), {number}, self(mari), first, false, "oak"));
        CHECK(seen()[0].state == AppointmentState::unsuitable);
        CHECK(seen()[0].answer == "oak");
        REQUIRE(all.answer_appointment(town->at(monday_noon), {number}, self(mari), first, true, ""));  // they may think again
        CHECK(seen()[0].state == AppointmentState::suits);
        CHECK(town->see(number).due == due);
        // Where the rules say so the clock stands still until the answer.
        REQUIRE(all.move_appointment(town->at(monday_noon.plus_hours(1), official), {number}, first, offer(4, true)));
        CHECK(seen()[0].sequence == 1);
        CHECK(seen()[0].state == AppointmentState::proposed);
        CHECK(town->see(number).status == Status::waiting);
        CHECK(town->see(number).waiting_for == "appointment");
        REQUIRE(all.answer_appointment(town->at(monday_noon.plus_hours(49)), {number}, self(mari), first, true, ""));
        CHECK(town->see(number).status == Status::in_progress);
        CHECK(town->see(number).due.seconds_since(due) == 2 * 24 * 3600);
        CHECK(fields(all.cancel_appointment(town->at(monday_noon, official), {number}, second, "").error()) == std::vector<std::string>{"words"});
        REQUIRE(all.cancel_appointment(town->at(monday_noon.plus_hours(50), official), {number}, second, "oak"));
        CHECK(seen().size() == 1);
        CHECK(all.appointments(tartu, number)->size() == 2);
        CHECK(all.move_appointment(town->at(monday_noon.plus_hours(51), official), {number}, second, offer(9, false)).error().fault == Fault::conflict);
        // Whoever takes the application back is expected nowhere.
        REQUIRE(all.withdraw(town->at(monday_noon.plus_hours(52)), {number}, self(mari), ""));
        CHECK(seen().empty());
        CHECK(town->letters() == std::vector<std::string>{"appointment", "appointment", "appointment_cancelled", "appointment_moved", "submitted", "withdrawn"});
        check_rebuild(*town);
    }
}

TEST_CASE("a person's applications page by page: every one once, newest first, there and back, with those of a guest they were") {
    for (auto& town : test_towns()) {
        auto& all = *town->applications;
        const PersonId mari = town->person("mari@example.ee"), guest = town->person("guest@example.ee"), jaan = town->person("jaan@example.ee");
        std::vector<std::string> sent;  // newest first
        for (int i = 0; i < 23; ++i) {
            auto request = request_of(i % 5 == 3 ? guest : mari);
            sent.insert(sent.begin(), all.submit(town->at(monday_noon.plus_minutes(i / 2)), request)->number.value);  // some at the same moment
        }
        auto strange = request_of(jaan);
        REQUIRE(all.submit(town->at(monday_noon), strange));
        Viewer viewer = self(mari);
        viewer.also = {guest};
        using Turn = Applications::Turn;
        auto numbers = [](const Applications::PersonPage& page) {
            std::vector<std::string> out;
            for (const auto& line : page.lines) out.push_back(line.number.value);
            return out;
        };
        std::vector<std::string> seen;
        std::vector<Applications::PersonPage> pages;
        for (std::string cursor;;) {
            pages.push_back(all.page_of_person(tartu, viewer, Turn::older, cursor, 5).value());
            CHECK(pages.back().newer.empty() == (pages.size() == 1));
            for (auto& number : numbers(pages.back())) seen.push_back(std::move(number));
            cursor = pages.back().older;
            if (cursor.empty()) break;
            REQUIRE(pages.size() < 10);
        }
        CHECK(seen == sent);
        CHECK(pages.size() == 5);
        for (std::size_t i = pages.size() - 1; i > 0; --i) CHECK(numbers(all.page_of_person(tartu, viewer, Turn::newer, pages[i].newer, 5).value()) == numbers(pages[i - 1]));
        // Nothing newer, past the end, nonsense: the first page.
        for (const auto& [turn, cursor] : {std::pair(Turn::newer, std::to_string(INT64_MAX) + "/~"), std::pair(Turn::older, std::string("1/T")), std::pair(Turn::older, std::string("x/y/z"))})
            CHECK(numbers(all.page_of_person(tartu, viewer, turn, cursor, 5).value()) == numbers(pages[0]));
        CHECK(all.page_of_person(tartu, self(PersonId("nobody")), Turn::older, {}, 5)->lines.empty());
    }
}

TEST_CASE("news: of each matter what an official did last, newest first, whatever the applicant did since") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto& all = *town->applications;
        const PersonId mari = town->person("mari@example.ee"), jaan = town->person("jaan@example.ee");
        std::vector<ApplicationNumber> numbers;
        for (int i = 0; i < 4; ++i) numbers.push_back(sent(*town, mari));
        auto strange = sent(*town, jaan);
        REQUIRE(all.decide(town->at(monday_noon, official), {strange, 0}, grant()));
        REQUIRE(all.ask_more(town->at(monday_noon, official), {numbers[2], 0}, "?", {2026, 11, 30}));
        REQUIRE(all.ask_more(town->at(monday_noon.plus_hours(1), official), {numbers[0], 0}, "?", {2026, 11, 30}));
        REQUIRE(all.decide(town->at(monday_noon.plus_hours(2), official), {numbers[1], 0}, grant()));
        REQUIRE(all.reply(town->at(monday_noon.plus_hours(3)), {numbers[2], 0}, self(mari), "Tamm.", {}));  // moved last, by its applicant
        const auto lines = all.of_person(tartu, self(mari), 10).value();
        auto told = [&](Instant since, std::size_t limit) {
            std::vector<std::string> out;
            auto news = all.news(tartu, lines, since, limit).value();
            for (const auto& one : news) out.push_back(one.line->number.value + " " + one.happening.type);
            return out;
        };
        const std::vector<std::string> three{numbers[1].value + " DecisionMade", numbers[0].value + " MoreAsked", numbers[2].value + " MoreAsked"};
        CHECK(told(monday_noon, 8) == three);
        CHECK(told(monday_noon, 2) == std::vector<std::string>(three.begin(), three.begin() + 2));
        CHECK(told(monday_noon.plus_minutes(90), 8) == std::vector<std::string>{three[0]});
        CHECK(told(monday_noon.plus_hours(4), 8).empty());
        CHECK(told(monday_noon, 0).empty());
    }
}

TEST_CASE("a guest's draft becomes theirs who the guest turned out to be, with its files; not one in somebody else's matter") {
    for (auto& town : test_towns()) {
        auto& all = *town->applications;
        const PersonId mari = town->person("mari@example.ee"), guest = town->person("guest@example.ee"), jaan = town->person("jaan@example.ee");
        auto begin = [&](const PersonId& for_whom) {
            Applications::NewDraft draft{"information-request", "v1", guest, for_whom, {}, "typed as a guest", "what"};
            return all.open_draft(tartu, draft, monday_noon)->id;
        };
        const auto own = begin(guest), others = begin(jaan);
        auto file = all.keep_file(tartu, own, "a.pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", monday_noon);
        REQUIRE(file);
        CHECK(all.adopt_draft(tartu, others, guest, mari, monday_noon).error().fault == Fault::missing);
        CHECK(all.adopt_draft(tartu, own, jaan, mari, monday_noon).error().fault == Fault::missing);
        REQUIRE(all.adopt_draft(tartu, own, guest, mari, monday_noon));
        auto draft = all.draft(tartu, own, mari, {}, monday_noon).value();
        REQUIRE(draft);
        CHECK(draft->content == "typed as a guest");
        CHECK(draft->for_whom == mari);
        CHECK_FALSE(all.draft(tartu, own, guest, {}, monday_noon).value());
        // Neither it nor its file depends on the guest any more.
        REQUIRE(town->scratch.database->write([&](store::Session& session) { return town->vault->erase_person(session, tartu, guest); }));
        CHECK(all.draft(tartu, own, mari, {}, monday_noon).value());
        auto request = request_of(mari);
        request.draft = own, request.files = {*file};
        auto number = all.submit(town->at(monday_noon), request)->number;
        auto kept = all.file(tartu, number, *file).value();
        REQUIRE(kept);
        CHECK(kept->content.starts_with("%PDF"));
    }
}
