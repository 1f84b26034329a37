#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "doors/mail/mail.h"
#include "doors/mail/message.h"
#include "http/http.h"
#include "tests/databases.h"

using namespace raekoda;
using namespace raekoda::doors::mail;
namespace fs = std::filesystem;

namespace {

const MunicipalityId river("river");
const Instant start = *parse_iso("2026-11-02T10:00:00+02:00");
const std::string root = RAEKODA_SOURCE_DIR;

// The mail server of tests/mail/sink.mjs: "smtp://… http://…".
struct Sink {
    std::string smtp, api;

    static std::optional<Sink> there() {
        const char* where = std::getenv("RAEKODA_TEST_SMTP");
        if (!where) {
            std::cout << "mail server: skipped, RAEKODA_TEST_SMTP is not set (node tests/mail/sink.mjs -- PROGRAM sets it)\n";
            return std::nullopt;
        }
        auto space = std::string_view(where).find(' ');
        Sink sink{std::string(where, space), std::string(where + space + 1)};
        sink.post("/reset");
        return sink;
    }
    void post(const std::string& path, const std::string& body = "[]") const {
        auto answer = http::send({api + path, http::Method::post, {{"Content-Type", "application/json"}}, body});
        REQUIRE(answer);
        REQUIRE(answer->status == 200);
    }
    json::array letters() const {
        auto answer = http::send({api + "/letters"});
        REQUIRE(answer);
        return json::parse(answer->body).value().as_array();
    }
};

struct Town {
    testing::Scratch scratch;
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<people::People> people;
    std::shared_ptr<cases::Cases> cases;

    explicit Town(testing::Scratch s = testing::sqlite_database()) : scratch(std::move(s)) {
        testing::make_tables(scratch);
        std::vector<std::shared_ptr<journal::Projection>> projections;
        for (const auto& room : {people::People::projections(), services::projections(), cases::Cases::projections()})
            projections.insert(projections.end(), room.begin(), room.end());
        journal = std::make_shared<journal::Journal>(scratch.database, projections);
        people = std::make_shared<people::People>(journal, std::make_shared<people::Vault>(random_bytes(32)));
        auto catalogue = services::Catalogue::load(root + "/tests/catalogue_cases/good").catalogue;
        cases = std::make_shared<cases::Cases>(journal, people, [catalogue] { return catalogue; });
    }

    journal::Context by(const std::string& actor, Instant at = start) const { return {river, at, actor, {}}; }
    cases::Opened report(const std::string& email, const std::string& language = "et") const {
        cases::NewReport report;
        report.kind = "hole";
        report.words = "Sügav auk šosseel, täitke ära!";
        report.lat = 58.0503;
        report.lon = 26.05;
        report.answers = {{"size", {"large"}}};
        report.language = language;
        report.contact.email = email;
        auto opened = cases->open_report(by("resident"), report);
        REQUIRE(opened);
        return *opened;
    }
    std::string state_of_outbox() const {
        std::string all;
        auto counts = journal->outbox_counts().value();
        for (const auto& [state, count] : counts) all += state + " " + std::to_string(count) + ";";
        return all;
    }
    int bounces_on(const cases::ReportNumber& number) const {
        int count = 0;
        auto all = cases->happenings(river, number, true).value();
        for (const auto& h : all) count += h.type == "MailBounced";
        return count;
    }
};

PostmanOptions options_for(const std::string& smtp_url) {
    PostmanOptions options;
    options.smtp_url = smtp_url;
    options.origin = "http://river.example:8080";
    options.bounce_domain = "bounces.example";
    options.signing_key = std::string(32, 'k');
    options.timeout_seconds = 5;
    return options;
}

std::string member(const json::value& letter, std::string_view name) { return json::text(letter.as_object(), name); }
std::string header(const json::value& letter, std::string_view name) { return json::text(*json::member(letter.as_object(), "headers"), name); }
std::string recipient(const json::value& letter) { return json::as_text(json::list(letter.as_object(), "to")->at(0)); }
bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A notification as mail servers write them.
std::string notification(const std::string& token, const std::string& action, const std::string& status) {
    return "From: MAILER-DAEMON@mx.example\r\nTo: <bounce+" + token + "@bounces.example>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"
           "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
           "Final-Recipient: rfc822; gone@example.ee\r\nAction: " + action + "\r\nStatus: " + status + " (no such\r\n user)\r\n\r\n--b--\r\n";
}

}  // namespace

TEST_CASE("a letter arrives: language, letters of all alphabets, headers, a link that works") {
    auto sink = Sink::there();
    if (!sink) return;
    for (auto& scratch : testing::databases()) {
        sink->post("/reset");
        Town town(std::move(scratch));
        CAPTURE(town.scratch.name);
        Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
        auto opened = town.report("mari@example.ee");
        auto russian = town.report("olga@example.ee", "ru");
        REQUIRE(town.cases->answer(town.by("staff/jaan"), {opened.number}, "Õige! Ämber, püüdur, šokk, žest.\nTuleme."));

        auto round = postman.deliver_due(start);
        REQUIRE(round);
        CHECK(round->sent == 3);
        CHECK(postman.deliver_due(start.plus_hours(1))->all() == 0);  // once
        CHECK(town.state_of_outbox() == "sent 3;");
        auto letters = sink->letters();
        REQUIRE(letters.size() == 3);
        for (const auto& letter : letters) {
            for (char c : member(letter, "raw")) REQUIRE(static_cast<unsigned char>(c) < 128);
            CHECK(header(letter, "auto-submitted") == "auto-generated");
            CHECK(contains(header(letter, "reply-to"), "info@river.example"));
            CHECK(header(letter, "message-id").ends_with("@river.example>"));
            CHECK(member(letter, "from").starts_with("bounce+"));
            CHECK(member(letter, "from").find('@') <= 64);
            CHECK(header(letter, "list-unsubscribe").empty());
            if (recipient(letter) == "olga@example.ee") {
                CHECK(member(letter, "subject") == "Ваше сообщение " + russian.number.value + " у нас: Яма");
                CHECK(contains(member(letter, "text"), "Здравствуйте!"));
                CHECK(contains(member(letter, "text"), "/ru/follow/" + russian.number.value + "/" + russian.follow_secret));
            } else if (contains(member(letter, "subject"), "Vastus")) {
                CHECK(contains(member(letter, "text"), "Jõe vald kirjutab:"));
                CHECK(contains(member(letter, "text"), "> Õige! Ämber, püüdur, šokk, žest.\n> Tuleme."));
                CHECK(contains(member(letter, "html"), "Õige! Ämber, püüdur, šokk, žest.<br"));
                CHECK(contains(member(letter, "html"), "<html lang=\"et\">"));
            } else {
                CHECK(member(letter, "subject") == "Sinu teade " + opened.number.value + " on meil olemas: Auk");
                CHECK(contains(member(letter, "text"), "http://river.example:8080/et/follow/" + opened.number.value + "/" + opened.follow_secret));
                CHECK(contains(member(letter, "html"), "href=\"http://river.example:8080/et/follow/" + opened.number.value + "/" + opened.follow_secret + "\""));
                CHECK(!contains(member(letter, "text"), "Sügav auk"));  // an address typed by somebody else gets no words of theirs
            }
        }
        CHECK(town.cases->follow_role(river, opened.number, opened.follow_secret).value() == cases::Cases::FollowRole::reporter);
    }
}

TEST_CASE("a guest's link arrives, in their language, and works; without a house that knows guests it is dropped") {
    auto sink = Sink::there();
    if (!sink) return;
    for (auto& scratch : testing::databases()) {
        sink->post("/reset");
        Town town(std::move(scratch));
        CAPTURE(town.scratch.name);
        people::Residents residents(town.journal, std::shared_ptr<people::Vault>(town.people, &town.people->vault()));
        auto options = options_for(sink->smtp);
        options.residents = &residents;
        Postman postman(*town.journal, *town.cases, options);
        REQUIRE(residents.send_email_link(town.by("resident"), "mia@example.ee", "ru", "/ru/my"));
        CHECK(postman.deliver_due(start)->sent == 1);
        auto letters = sink->letters();
        REQUIRE(letters.size() == 1);
        CHECK(recipient(letters[0]) == "mia@example.ee");
        CHECK(member(letters[0], "subject") == "Ссылка для входа");
        const std::string text = member(letters[0], "text"), mark = "http://river.example:8080/ru/login/link/";
        auto at = text.find(mark);
        REQUIRE(at != std::string::npos);
        const std::string secret = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
        CHECK(residents.sign_in_by_link(river, secret, start));

        // Too old when the post is slow, or nobody here to ask: there is nothing to send.
        REQUIRE(residents.send_email_link(town.by("resident"), "mia@example.ee", "ru", "/ru/my"));
        CHECK(postman.deliver_due(start.plus_minutes(31))->nothing_to_send == 1);
        REQUIRE(residents.send_email_link(town.by("resident"), "mia@example.ee", "ru", "/ru/my"));
        CHECK(Postman(*town.journal, *town.cases, options_for(sink->smtp)).deliver_due(start)->nothing_to_send == 1);
        CHECK(sink->letters().size() == 1);
    }
}

TEST_CASE("followers, merged and split reports; whoever left is not written to") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    auto first = town.report("mari@example.ee"), second = town.report("jaan@example.ee"), left = town.report("liis@example.ee");
    auto secret = town.cases->join_report(town.by("resident"), first.number, {"", "tiit@example.ee", "", "en"}).value();
    REQUIRE(town.cases->leave(town.by("resident"), left.number, left.follow_secret));
    CHECK(postman.deliver_due(start)->sent == 3);
    CHECK(town.state_of_outbox() == "dropped 1;sent 3;");
    bool followed = false;
    for (const auto& letter : sink->letters()) {
        if (recipient(letter) != "tiit@example.ee") continue;
        followed = true;
        CHECK(member(letter, "subject") == "You are following report " + first.number.value + ": Hole");
        CHECK(header(letter, "list-unsubscribe") == "<http://river.example:8080/en/follow/" + first.number.value + "/" + secret + ">");
    }
    CHECK(followed);

    sink->post("/reset");
    REQUIRE(town.cases->merge(town.by("staff/x"), {second.number}, first.number));
    auto part = town.cases->split(town.by("staff/x"), {first.number}, "ferry", "Ja praam seisab.");
    REQUIRE(part);
    CHECK(postman.deliver_due(start)->sent == 2);
    for (const auto& letter : sink->letters()) {
        const bool merged = recipient(letter) == "jaan@example.ee";
        auto number = merged ? first.number : *part;
        CHECK(contains(member(letter, "subject"), merged ? "on ühendatud teatega " + first.number.value : "sai kaks"));
        auto at = member(letter, "text").find("/follow/" + number.value + "/");
        REQUIRE(at != std::string::npos);
        auto link = member(letter, "text").substr(at + 9 + number.value.size(), 22);
        CHECK(town.cases->follow_role(river, number, link).has_value());
    }
}

TEST_CASE("451 comes again, once; 550 is noted on the report and nobody writes there any more") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    auto later = town.report("later@example.ee"), gone = town.report("gone@example.ee"), full = town.report("full@example.ee");
    sink->post("/rules", R"([{"at":"rcpt","address":"later@example.ee","code":451,"text":"4.7.1 later","times":1},
                             {"at":"rcpt","address":"gone@example.ee","code":550,"text":"5.1.1 unknown gone@example.ee"},
                             {"at":"data","address":"full@example.ee","code":552,"text":"5.2.2 full"}])");
    auto round = postman.deliver_due(start).value();
    CHECK(round.retried == 1);
    CHECK(round.given_up == 2);
    CHECK(town.bounces_on(gone.number) == 1);
    CHECK(town.bounces_on(full.number) == 0);
    CHECK(town.state_of_outbox() == "given_up 2;waiting 1;");
    CHECK(postman.deliver_due(start.plus_seconds(30))->all() == 0);
    CHECK(postman.deliver_due(start.plus_seconds(61))->sent == 1);
    CHECK(postman.deliver_due(start.plus_hours(20))->all() == 0);
    REQUIRE(sink->letters().size() == 1);
    CHECK(recipient(sink->letters().at(0)) == "later@example.ee");

    REQUIRE(town.cases->answer(town.by("staff/x"), {gone.number}, "Tehtud"));
    CHECK(postman.deliver_due(start)->nothing_to_send == 1);
    CHECK(town.bounces_on(gone.number) == 1);
}

TEST_CASE("the server is down, then up; a sender it does not take is no fault of the reader") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    auto opened = town.report("mari@example.ee");
    town.report("jaan@example.ee");
    sink->post("/close");
    CHECK(postman.deliver_due(start)->retried == 2);
    sink->post("/open");
    sink->post("/rules", R"([{"at":"mail","code":550,"text":"5.7.1 not you","times":1}])");
    CHECK(postman.deliver_due(start.plus_minutes(2))->retried == 2);
    CHECK(town.bounces_on(opened.number) == 0);
    CHECK(postman.deliver_due(start.plus_minutes(9))->sent == 2);
    CHECK(sink->letters().size() == 2);
}

TEST_CASE("a server that left the silent connection gets the next letter at once") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    town.report("mari@example.ee");
    REQUIRE(postman.deliver_due(start)->sent == 1);
    sink->post("/idle");
    town.report("jaan@example.ee");
    CHECK(postman.deliver_due(start)->sent == 1);
    CHECK(sink->letters().size() == 2);
}

TEST_CASE("a letter taken by a postman who died is sent by the next, under the same Message-ID") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    town.report("mari@example.ee");
    auto taken = town.journal->take_due("mail", start, 10, std::chrono::seconds(600)).value();
    REQUIRE(taken.size() == 1);
    CHECK(postman.deliver_due(start.plus_minutes(9))->all() == 0);
    CHECK(postman.deliver_due(start.plus_minutes(11))->sent == 1);
    CHECK(header(sink->letters().at(0), "message-id") == "<" + taken[0].id + "@river.example>");
}

TEST_CASE("the thread delivers what comes") {
    auto sink = Sink::there();
    if (!sink) return;
    Town town;
    Postman postman(*town.journal, *town.cases, options_for(sink->smtp));
    postman.start();
    town.report("mari@example.ee");
    for (int i = 0; i < 200 && sink->letters().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    postman.stop();
    CHECK(sink->letters().size() == 1);
}

TEST_CASE("without a server: delays grow, then the letter is given up; no address, erased, unknown orders") {
    Town town;
    Postman postman(*town.journal, *town.cases, options_for("smtp://127.0.0.1:1"));
    CHECK(retry_delay(1) == std::chrono::minutes(1));
    CHECK(retry_delay(4) == std::chrono::minutes(8));
    CHECK(retry_delay(10) == std::chrono::minutes(512));
    CHECK(retry_delay(11) == std::chrono::hours(12));
    CHECK(retry_delay(1000) == std::chrono::hours(12));

    town.report("mari@example.ee");
    int rounds = 0;
    Instant at = start;
    for (; town.state_of_outbox() != "given_up 1;" && rounds < 100; at = at.plus_minutes(1 << std::min(rounds, 9))) {
        REQUIRE(postman.deliver_due(at));
        ++rounds;
    }
    CHECK(rounds > 10);
    CHECK(rounds < 40);
    CHECK(at > start.plus_hours(72));

    auto erased = town.report("jaan@example.ee");
    auto person = town.cases->report(river, erased.number).value()->reporter;
    REQUIRE(town.scratch.database->write([&](store::Session& session) { return town.people->vault().erase_person(session, river, person); }));
    REQUIRE(town.journal->execute(town.by("system"), [&](journal::Recorder& recorder) -> Result<std::string> {
        TRY(recorder.send("mail", "{\"letter\":\"../etc\"}", start));
        TRY(recorder.send("mail", "no json", start));
        return std::string();
    }));
    auto round = postman.deliver_due(start).value();
    CHECK(round.nothing_to_send == 1);
    CHECK(round.given_up == 2);
}

TEST_CASE("bounces: noted by a token that we made, for addresses that are dead") {
    Town town;
    Postman postman(*town.journal, *town.cases, options_for("smtp://127.0.0.1:1"));
    auto opened = town.report("mari@example.ee");
    auto person = town.cases->report(river, opened.number).value()->reporter;
    auto token = postman.bounce_token(river, opened.number, person);
    CHECK(("bounce+" + token).size() <= 64);

    CHECK(postman.take_bounce(notification(token, "delayed", "4.4.1"), start));
    CHECK(postman.take_bounce(notification(token, "failed", "5.2.2"), start));
    CHECK(town.bounces_on(opened.number) == 0);
    for (auto wrong : {token.substr(0, token.size() - 1) + (token.back() == '0' ? "1" : "0"), std::string("x.y.z"), std::string()})
        CHECK(postman.take_bounce(notification(wrong, "failed", "5.1.1"), start).error().fault == Fault::forbidden);
    CHECK(town.bounces_on(opened.number) == 0);
    std::string shouted = notification(token, "failed", "5.1.1");
    for (char& c : shouted) c = static_cast<char>(c == 'b' ? c : std::toupper(static_cast<unsigned char>(c)));
    auto read = read_bounce(notification(token, "failed", "5.1.1")).value();
    CHECK(read.token == token);
    CHECK(read.action == "failed");
    CHECK(read.status == "5.1.1");
    CHECK(postman.take_bounce(shouted, start));
    CHECK(postman.take_bounce(notification(token, "failed", "5.1.1"), start));  // told twice, noted once
    CHECK(town.bounces_on(opened.number) == 1);
}

TEST_CASE("bounces: which states speak of the address, and what is no notification") {
    for (auto dead : {"5.1.1", "5.1.10", "5.0.0", "5.2.1", "5.4.4"}) CHECK(address_is_dead(dead));
    for (auto alive : {"5.2.2", "5.7.1", "5.3.4", "4.1.1", "2.0.0", "", "5", "5.1", "x"}) CHECK_FALSE(address_is_dead(alive));
    CHECK(read_bounce("").error().fault == Fault::invalid);
    CHECK(read_bounce("Subject: hello\r\n\r\nbounce+x@y\r\n").error().fault == Fault::invalid);
    CHECK(read_bounce(std::string(bounce_bytes + 1, 'x')).error().fault == Fault::too_large);
    std::string deep = "Content-Type: multipart/report; boundary=b0\r\n\r\n";
    for (int i = 0; i < 5000; ++i) deep += "--b" + std::to_string(i) + "\r\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) + "\r\n\r\n";
    CHECK_FALSE(read_bounce(deep));
    CHECK(is_plain_address("mari.mets+teade@example.ee"));
    for (auto bad : {"", "mari", "@x", "x@", "a@b>\r\nRCPT TO:<c@d", "a b@c", "õ@example.ee"}) CHECK_FALSE(is_plain_address(bad));
}

TEST_CASE("messages that other programs stumbled over") {
    fs::path folder = fs::path(root) / "../shared/data/robust/mail";
    if (!fs::exists(folder)) {
        std::cout << "robust mail: skipped, " << "../shared is not here\n";
        return;
    }
    int files = 0, reports = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
        std::ifstream in(file.path(), std::ios::binary);
        std::string message(std::istreambuf_iterator<char>(in), {});
        ++files;
        auto bounce = read_bounce(message);
        if (bounce) ++reports;
        for (std::size_t cut = 0; cut < message.size(); cut += 997) (void)read_bounce(std::string_view(message).substr(0, cut));
        if (file.path().filename() == "emails__multipart_report_emails__report_530.eml") {
            REQUIRE(bounce);
            CHECK(bounce->status == "5.3.0");
            CHECK(bounce->action == "failed");
        }
    }
    CHECK(files > 50);
    CHECK(reports >= 4);
}
