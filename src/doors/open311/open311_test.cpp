// The door against real cases: stories as data (tests/open311), then what needs more than one call.
#include <climits>
#include <cstdio>
#include <iostream>

#include "doors/open311/open311_test_town.h"

using namespace raekoda;
using namespace raekoda::doors::open311;

namespace {

void check_headers(const http::Response& response, bool xml, bool reading) {
    CHECK(response.header("Content-Type") == (xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"));
    CHECK(response.header("Access-Control-Allow-Origin") == (reading ? "*" : ""));
}

void check_errors(const Town& town, const json::array& expected, const json::value& document) {
    REQUIRE(document.is_array());
    CHECK(document.get_array().size() == expected.size());
    for (const auto& one : expected) {
        const std::string says = town.filled(json::text(one.get_object(), "says"));
        const bool found = std::any_of(document.get_array().begin(), document.get_array().end(), [&](const json::value& error) {
            const auto& o = error.get_object();
            return json::integer(o, "code") == json::integer(one.get_object(), "code") && json::text(o, "description").find(says) != std::string::npos;
        });
        CHECK_MESSAGE(found, says);
    }
}

http::Response told(Town& town, const json::object& story, const std::string& suffix) {
    if (auto form = json::optional_text(story, "post")) {
        auto query = json::text(story, "query");
        return town.post(town.filled(*form), json::text(story, "path", "requests") + suffix + (query.empty() ? "" : "?" + town.filled(query)));
    }
    std::string target = json::text(story, "get");
    auto question = target.find('?');
    target.insert(question == std::string::npos ? target.size() : question, suffix);
    auto request = town.getting(town.filled(target));
    request.host = town.filled(json::text(story, "host"));
    return town.ask(request);
}

void run_stories(Town& town, const std::string& name) {
    const auto stories = json_file(name);
    for (const auto& item : stories.get_array()) {
        const auto& story = item.get_object();
        const bool reading = story.contains("get");
        CAPTURE(town.scratch.name);
        CAPTURE(json::text(story, "name"));
        town.seconds += 3600;
        const auto before = town.count();
        auto json = told(town, story, ".json"), xml = told(town, story, ".xml");
        CHECK_MESSAGE(json.status == json::integer(story, "status"), json.body);
        CHECK(xml.status == json.status);
        check_headers(json, false, reading);
        check_headers(xml, true, reading);
        CHECK(town.count() - before == 2 * static_cast<std::size_t>(json::integer(story, "made")));
        auto document = json::parse(json.content());
        REQUIRE(document);
        if (reading || json.status != 200) check_same_document(xml.content(), json.content());
        if (const auto* errors = json::list(story, "errors")) check_errors(town, *errors, *document);
        if (story.contains("is")) CHECK(*document == story.at("is"));
    }
}

std::vector<std::string> keys_of(const json::object& object) {
    std::vector<std::string> keys;
    for (const auto& item : object) keys.emplace_back(item.key());
    std::sort(keys.begin(), keys.end());
    return keys;
}
std::string joined_ids(const json::array& list) {
    std::string out;
    for (const auto& item : list) out += json::text(item.get_object(), "service_request_id") + " ";
    return out;
}

}  // namespace

TEST_CASE("reading: stories in both formats on both databases") {
    for (auto& town : towns()) run_stories(*town, "reading.json");
}
TEST_CASE("sending: stories in both formats on both databases") {
    for (auto& town : towns()) run_stories(*town, "sending.json");
}

TEST_CASE("discovery in both formats; its address leads here") {
    Open311Options options;
    options.origin = "https://naidis.example";
    Town town(testing::sqlite_database(), project_catalogue(), options);
    auto xml = town.get("discovery.xml"), json = town.get("discovery.json");
    CHECK(xml.status == 200);
    check_same_document(xml.content(), json.content());
    auto document = json::parse(json.content()).value().get_object();
    auto golden = json_file("golden/discovery.json").get_object();
    for (const char* name : {"contact", "key_service"}) {
        CHECK(json::text(document, name).find('@') != std::string::npos);
        golden[name] = document[name];
    }
    CHECK(json::value(document) == json::value(golden));
    const auto url = json::text(document["endpoints"].get_array()[0].get_object(), "url");
    REQUIRE(url.starts_with(options.origin));
    CHECK(town.router.match(http::Method::get, url.substr(options.origin.size()) + "/services.xml").handler);
}

TEST_CASE("every service of the list has its definition") {
    Town town(testing::sqlite_database());
    const auto services = town.list("services.json?jurisdiction_id={jurisdiction}");
    for (const auto& item : services) {
        const auto& service = item.get_object();
        const auto code = json::text(service, "service_code");
        CAPTURE(code);
        CHECK(keys_of(service) == keys_of(json_file("golden/services.json").get_array()[0].get_object()));
        town.seconds += 60;
        auto definition = json::parse(town.get("services/" + code + ".json?jurisdiction_id={jurisdiction}").content()).value().get_object();
        CHECK(json::text(definition, "service_code") == code);
        const auto& attributes = definition["attributes"].get_array();
        CHECK(json::boolean(service, "metadata") == !attributes.empty());
        int order = 0;
        for (const auto& attribute : attributes) CHECK(json::integer(attribute.get_object(), "order") == ++order);
    }
}

TEST_CASE("the language of texts: locale, else what the client reads, else Estonian") {
    Town town(testing::sqlite_database());
    const auto* kind = town.cases->catalogue()->municipality(town.municipality)->kind(town.words["kind"]);
    auto name_of = [&](const std::string& more, const std::string& reads) {
        auto request = town.getting(town.filled("services.json?jurisdiction_id={jurisdiction}" + more));
        request.headers.add("accept-language", reads);
        auto response = town.ask(request);
        CHECK(response.header("Vary") == "Accept-Language");
        const auto services = json::parse(response.content()).value();
        for (const auto& item : services.get_array())
            if (json::text(item.get_object(), "service_code") == kind->id) return json::text(item.get_object(), "service_name");
        return std::string();
    };
    CHECK(name_of("", "") == kind->name.et);
    CHECK(name_of("", "en-GB,en;q=0.8") == kind->name.en);
    CHECK(name_of("&locale=ru", "en") == kind->name.ru);
    CHECK(name_of("&locale=en_US", "ru") == kind->name.en);
    CHECK(name_of("&locale=xx", "ru") == kind->name.ru);
}

TEST_CASE("a report's life: the strict fields, the answer, the end, the extensions") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        const std::string words = "Lamp ei põle <b>üldse</b> & õues on pime šž 🌃";
        auto post = town->post(town->filled("api_key={key}&jurisdiction_id={jurisdiction}&service_code={kind}&attribute[what]=out&attribute[post-number]=T12&lat={lat}&long={long}") +
                               "&description=" + url_encoded(words) +
                               "&email=mari.maasikas@naide.ee&phone=55512345&first_name=Mari&last_name=Maasikas&device_id=d1&account_id=a1&address_string=Kivi+taga");
        REQUIRE_MESSAGE(post.status == 200, post.body);
        auto made = Town::first(post);
        CHECK(keys_of(made) == std::vector<std::string>{"account_id", "service_notice", "service_request_id"});
        const auto id = json::text(made, "service_request_id");
        CHECK(json::text(made, "service_notice").size() > 5);

        auto read = [&](const std::string& more = "") {
            auto json = town->get("requests/" + id + ".json?jurisdiction_id={jurisdiction}" + more);
            auto xml = town->get("requests/" + id + ".xml?jurisdiction_id={jurisdiction}" + more);
            REQUIRE_MESSAGE(json.status == 200, json.body);
            check_same_document(xml.content(), json.content());
            for (const auto* body : {&json.body, &xml.body})
                for (const char* personal : {"mari", "Mari", "aasikas", "55512345", "naide.ee"}) CHECK(body->find(personal) == std::string::npos);
            return Town::first(json);
        };
        const auto golden = json_file("golden/request.json").get_array()[0].get_object();
        auto open = read();
        CHECK(keys_of(open) == keys_of(golden));
        CHECK(json::text(open, "status") == "open");
        CHECK(json::text(open, "description") == words);
        CHECK(open["status_notes"].is_null());
        CHECK(open["media_url"].is_null());
        CHECK(open["address_id"].is_null());
        CHECK(json::text(open, "address") == "Kivi taga");
        CHECK(json::text(open, "requested_datetime") == "2026-09-21T17:13:20+03:00");
        CHECK(json::text(open, "updated_datetime") == "2026-09-21T17:13:20+03:00");
        CHECK(json::text(open, "expected_datetime") > "2026-09-21T17:13:20+03:00");
        CHECK(json::text(open, "expected_datetime").size() == 25);
        CHECK_FALSE(json::text(open, "agency_responsible").empty());
        CHECK(json::number(open, "lat") == doctest::Approx(58.3806));
        CHECK(json::number(open, "long") == doctest::Approx(26.7251));

        const cases::Act act{cases::ReportNumber(id), 0};
        town->moment = start.plus_hours(1);
        REQUIRE(town->cases->add_note(town->as("staff/s1"), act, "Salajane märge"));
        REQUIRE(town->cases->answer(town->as("staff/s1"), act, "Vaatame homme üle."));
        CHECK(json::text(read(), "status_notes") == "Vaatame homme üle.");
        town->moment = start.plus_hours(26);
        REQUIRE(town->cases->close(town->as("staff/s1"), act, "done", "Panime uue lambi.", {}));
        town->moment = start.plus_hours(48);
        auto closed = read();
        CHECK(keys_of(closed) == keys_of(golden));
        CHECK(json::text(closed, "status") == "closed");
        CHECK(json::text(closed, "status_notes") == "Panime uue lambi.");
        CHECK(json::text(closed, "updated_datetime") == "2026-09-22T19:13:20+03:00");

        auto extended = read("&extensions=true");
        const auto& attributes = extended["attributes"].get_array();
        REQUIRE(attributes.size() == 2);
        CHECK(json::text(attributes[0].get_object(), "name") == "what");
        CHECK(json::text(attributes[0].get_object(), "code") == "out");
        CHECK(json::text(attributes[0].get_object(), "value") != "out");
        CHECK(json::text(attributes[1].get_object(), "value") == "T12");
        CHECK(json::text(extended["extended_attributes"].get_object(), "channel") == "open311");
        CHECK(json::text(extended["extended_attributes"].get_object(), "outcome") == "done");
        const auto& notes = extended["notes"].get_array();
        std::string types;
        for (const auto& note : notes) {
            types += json::text(note.get_object(), "type") + " ";
            CHECK(json::text(note.get_object(), "description").find("Salajane") == std::string::npos);
        }
        CHECK(types == "report_opened answer_sent report_closed ");
        CHECK(read("&extensions=false").size() == closed.size());

        CHECK(town->list("requests.json?jurisdiction_id={jurisdiction}&status=open").empty());
        CHECK(town->list("requests.json?jurisdiction_id={jurisdiction}&status=closed,open").size() == 1);
        CHECK(town->list("requests.json?jurisdiction_id={jurisdiction}&status=open&service_request_id=" + id).size() == 1);
        CHECK(town->list("requests.json?jurisdiction_id={other_jurisdiction}&service_request_id=" + id).empty());
        CHECK(town->get("requests/" + id + ".json?jurisdiction_id={other_jurisdiction}").status == 404);
        // What was published through this door stands under the key's own name in the journal.
        auto history = town->journal->after(town->municipality, 0, 10).value();
        CHECK(std::any_of(history.begin(), history.end(), [](const auto& e) { return e.type == "ReportOpened" && e.actor.starts_with("key/"); }));
    }
}

TEST_CASE("a merged report is closed and says into which") {
    Town town(testing::sqlite_database());
    auto first = town.made(), second = town.made();
    REQUIRE(town.cases->merge(town.as("staff/s1"), {cases::ReportNumber(second), 0}, cases::ReportNumber(first)));
    auto merged = town.list("requests.json?jurisdiction_id={jurisdiction}&service_request_id=" + second)[0].get_object();
    CHECK(json::text(merged, "status") == "closed");
    CHECK(json::text(merged, "status_notes").find(first) != std::string::npos);
}

TEST_CASE("what waits for review or is hidden is not shown") {
    Town town(testing::sqlite_database());
    auto post = town.post("api_key={key}&jurisdiction_id={jurisdiction}&service_code={reviewed_kind}&description=Midagi+on+lahti&lat={lat}&long={long}");
    REQUIRE_MESSAGE(post.status == 200, post.body);
    auto made = Town::first(post);
    CHECK(json::text(made, "service_notice").find("Ametnik") != std::string::npos);
    const auto id = json::text(made, "service_request_id");
    const std::string one = "requests/" + id + ".json?jurisdiction_id={jurisdiction}", many = "requests.json?jurisdiction_id={jurisdiction}";
    CHECK(town.get(one).status == 404);
    CHECK(town.list(many + "&service_request_id=" + id).empty());
    REQUIRE(town.cases->publish(town.as("staff/s1"), {cases::ReportNumber(id), 0}));
    CHECK(town.get(one).status == 200);
    REQUIRE(town.cases->hide(town.as("staff/s1"), {cases::ReportNumber(id), 0}, "Solvang"));
    CHECK(town.get(one).status == 404);
    CHECK(town.list(many).empty());
}

TEST_CASE("4000 characters are taken, 4001 are not; characters, not bytes") {
    Town town(testing::sqlite_database());
    auto post = [&](std::size_t count) {
        std::string words;
        for (std::size_t i = 0; i < count; ++i) words += "õ";
        return town.post(town.filled("api_key={key}&jurisdiction_id={jurisdiction}&service_code={kind}&attribute[what]=out&lat={lat}&long={long}&description=") + words);
    };
    CHECK(post(4000).status == 200);
    auto refused = post(4001);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("description") != std::string::npos);
    CHECK(town.count() == 1);
}

TEST_CASE("the same idempotency key makes one report and gives the same answer") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto with_header = town->posting("requests.json", town->good_post());
        with_header.headers.add("idempotency-key", "abc-1");
        auto first = town->ask(with_header);
        REQUIRE_MESSAGE(first.status == 200, first.body);
        town->moment = town->moment.plus_hours(30);
        CHECK(town->ask(with_header).body == first.body);
        CHECK(town->post(town->good_post("&idempotency_key=abc-1")).body == first.body);
        CHECK(town->count() == 1);
        // Another partner's key of the same name is another one.
        auto words = town->words["key"];
        auto other = town->new_key(10, 10);
        auto form = town->good_post("&idempotency_key=abc-1");
        form.replace(form.find(words), words.size(), other);
        CHECK(town->post(form).body != first.body);
        CHECK(town->count() == 2);
        CHECK(town->post(town->good_post("&idempotency_key=" + std::string(201, 'x'))).status == 400);
        CHECK(town->count() == 2);
    }
}

TEST_CASE("quotas of a key and of an address") {
    Town town(testing::sqlite_database());
    town.words["key"] = town.new_key(2, 3);
    auto form = town.filled("api_key={key}&jurisdiction_id={jurisdiction}&service_code={kind}&description=Lamp&attribute[what]=out&lat={lat}&long={long}");
    CHECK(town.post(form).status == 200);
    CHECK(town.post(form).status == 200);
    auto refused = town.post(form);
    CHECK(refused.status == 429);
    CHECK(refused.header("Retry-After") == "30");
    CHECK(json::integer(Town::first(refused), "code") == 429);
    town.seconds += 30;
    CHECK(town.post(form).status == 200);
    town.seconds += 60;
    auto day = town.post(form);  // three of this day are used up
    CHECK(day.status == 429);
    CHECK(parse_integer(day.header("Retry-After")).value() > 20'000);
    CHECK(town.count() == 3);

    int forbidden = 0, limited = 0;
    for (int i = 0; i < 15; ++i) (town.post("api_key=rk_wrong&jurisdiction_id={jurisdiction}").status == 403 ? forbidden : limited)++;
    CHECK(forbidden == 10);
    CHECK(limited == 5);

    int read = 0;
    for (int i = 0; i < 310; ++i) read += town.get("tokens/t1.json?jurisdiction_id={jurisdiction}").status == 404;
    CHECK(read == 300);
    auto other = town.getting(town.filled("services.json?jurisdiction_id={jurisdiction}"));
    other.peer = "203.0.113.9";
    CHECK(town.ask(other).status == 200);
}

TEST_CASE("a batch service gives a token that leads to the number, a blackbox service neither") {
    namespace fs = std::filesystem;
    auto scratch = testing::sqlite_database();
    const fs::path folder = scratch.folder / "catalogue";
    fs::copy(std::string(RAEKODA_SOURCE_DIR) + "/catalogue", folder, fs::copy_options::recursive);
    auto words = json_file("town.json").get_object();
    for (auto [kind, type] : {std::pair{"kind", "batch"}, std::pair{"other_kind", "blackbox"}}) {
        const fs::path path = folder / "common" / ("report-" + json::text(words, kind)) / "service.json";
        std::ifstream in(path);
        auto service = json::parse(std::string(std::istreambuf_iterator<char>(in), {})).value();
        service.at("open311").as_object()["type"] = type;
        std::ofstream(path) << json::serialize(service);
    }
    auto loaded = services::Catalogue::load(folder.string());
    REQUIRE(loaded.catalogue);
    Town town(std::move(scratch), loaded.catalogue);
    auto batch = Town::first(town.post(town.good_post()));
    CHECK(keys_of(batch) == std::vector<std::string>{"account_id", "service_notice", "token"});
    const auto token = json::text(batch, "token");
    auto json = town.get("tokens/" + token + ".json?jurisdiction_id={jurisdiction}");
    REQUIRE(json.status == 200);
    check_same_document(town.get("tokens/" + token + ".xml?jurisdiction_id={jurisdiction}").content(), json.content());
    auto found = Town::first(json);
    CHECK(json::text(found, "token") == token);
    CHECK(town.get("requests/" + json::text(found, "service_request_id") + ".json?jurisdiction_id={jurisdiction}").status == 200);
    CHECK(town.get("tokens/" + token + ".json?jurisdiction_id={other_jurisdiction}").status == 404);
    auto changed = token;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    CHECK(town.get("tokens/" + changed + ".json?jurisdiction_id={jurisdiction}").status == 404);

    auto blackbox = town.post("api_key={key}&jurisdiction_id={jurisdiction}&service_code={other_kind}&description=Auk&attribute[size]=small&lat={lat}&long={long}");
    REQUIRE_MESSAGE(blackbox.status == 200, blackbox.body);
    CHECK(keys_of(Town::first(blackbox)) == std::vector<std::string>{"account_id", "service_notice"});
}

TEST_CASE("order, periods, pages and the thousand") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        const bool many = town->scratch.name == "sqlite";
        std::vector<cases::Cases::Imported> batch;
        const int count = many ? 1001 : 21;
        for (int i = 0; i < count; ++i) {
            cases::Cases::Imported one;
            one.report.kind = town->words["reviewed_kind"];
            one.report.words = "Teade " + std::to_string(i);
            one.report.lat = 58.38;
            one.report.lon = 26.72;
            one.report.channel = cases::Channel::import;
            one.report.happened = start.plus_minutes(-i);
            one.report.external_reference = "r" + std::to_string(i);
            batch.push_back(std::move(one));
        }
        REQUIRE(town->cases->import_reports(town->as("import"), batch));
        const std::string all = "requests.json?jurisdiction_id={jurisdiction}";
        auto list = town->list(all);
        CHECK(list.size() == static_cast<std::size_t>(many ? 1000 : 21));
        CHECK(json::text(list[0].get_object(), "description") == "Teade 0");
        CHECK(json::text(list[20].get_object(), "description") == "Teade 20");
        auto page = town->list(all + "&page=2&page_size=5");
        REQUIRE(page.size() == 5);
        CHECK(json::text(page[0].get_object(), "description") == "Teade 5");
        CHECK(town->list(all + "&page=2").size() == (many ? 1 : 0));
        // Half-open: the start belongs to it, the end does not.
        auto at = [](int minutes) { return url_encoded(iso_utc(start.plus_minutes(-minutes))); };
        auto period = town->list(all + "&start_date=" + at(9) + "&end_date=" + at(5));
        REQUIRE(period.size() == 4);
        CHECK(json::text(period[0].get_object(), "description") == "Teade 6");
        CHECK(json::text(period[3].get_object(), "description") == "Teade 9");
        CHECK(town->list(all + "&service_code=none").empty());
        CHECK(town->list(all + "&page_size=7&service_code=none,{reviewed_kind}").size() == 7);
        // Ids come newest first too, each once.
        auto a = json::text(list[3].get_object(), "service_request_id"), b = json::text(list[4].get_object(), "service_request_id");
        CHECK(joined_ids(town->list(all + "&service_request_id=" + b + ",x," + a + "," + b)) == a + " " + b + " ");
        // Changed since: whatever its age.
        town->moment = start.plus_hours(24 * 200);
        CHECK(town->list(all).empty());
        REQUIRE(town->cases->close(town->as("staff/s1"), {cases::ReportNumber(b), 0}, "done", "Korras", {}));
        CHECK(joined_ids(town->list(all + "&updated_after=" + url_encoded(iso_utc(start.plus_hours(1))))) == b + " ");
        CHECK(town->list(all + "&updated_before=" + at(-1) + "&page_size=6").size() == 6);
    }
}

// Requests as another city really published them: what people write, dates with another zone, closed ones with notes.
TEST_CASE("requests of another city, imported and asked for again") {
    const std::string source = std::string(RAEKODA_SHARED_DATA) + "/civic/boston311-30k.jsonl.gz";
    if (!std::filesystem::exists(source)) {
        std::cout << "imported requests: skipped, the shared data are not here\n";
        return;
    }
    Town town(testing::sqlite_database());
    std::vector<cases::Cases::Imported> batch;
    std::map<std::string, json::object> originals;
    Instant first{INT64_MAX}, last{0};
    FILE* pipe = popen(("gzip -dc '" + source + "' | head -n 400").c_str(), "r");
    REQUIRE(pipe);
    std::string text;
    char buffer[65536];
    for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
    pclose(pipe);
    for (auto line : split(text, '\n')) {
        auto parsed = json::parse(line);
        if (!parsed || !parsed->is_object()) continue;
        const auto& o = parsed->get_object();
        if (!json::number(o, "lat") || json::text(o, "requested_datetime").empty()) continue;
        cases::Cases::Imported one;
        one.report.kind = town.words["reviewed_kind"];
        one.report.words = first_code_points(json::text(o, "description", json::text(o, "service_name")), 4000);
        if (trimmed(one.report.words).empty()) one.report.words = json::text(o, "service_name");
        one.report.lat = json::number(o, "lat");
        one.report.lon = json::number(o, "long");
        one.report.address = first_code_points(json::text(o, "address"), 300);
        one.report.language = "en";
        one.report.channel = cases::Channel::import;
        one.report.happened = parse_iso(json::text(o, "requested_datetime")).value();
        one.report.external_reference = json::text(o, "service_request_id");
        one.closed = json::text(o, "status") == "closed";
        one.updated = parse_iso(json::text(o, "updated_datetime")).value_or(*one.report.happened);
        one.status_notes = json::text(o, "status_notes");
        first = std::min(first, *one.report.happened);
        last = std::max(last, *one.report.happened);
        originals[one.report.external_reference] = o;
        batch.push_back(std::move(one));
    }
    REQUIRE(batch.size() > 200);
    // Moved by a constant into a time that the town's rule tables know.
    const std::int64_t shift = start.seconds_since(last);
    for (auto& one : batch) {
        one.report.happened = one.report.happened->plus_seconds(shift);
        one.updated = one.updated.plus_seconds(shift);
    }
    first = first.plus_seconds(shift);
    last = last.plus_seconds(shift);
    auto moved = [&](const json::object& o, const char* name) { return parse_iso(json::text(o, name)).value().plus_seconds(shift); };
    auto imported = town.cases->import_reports(town.as("import"), batch);
    REQUIRE_MESSAGE(imported, imported.error().detail << (imported.error().problems.empty() ? "" : imported.error().problems.front().text_key));
    CHECK(imported->opened == static_cast<int>(originals.size()));

    std::size_t seen = 0, closed = 0;
    for (Instant from = first; from <= last; from = from.plus_hours(24 * 90)) {
        const std::string period = "?jurisdiction_id={jurisdiction}&start_date=" + iso_utc(from) + "&end_date=" + iso_utc(from.plus_hours(24 * 90));
        auto json = town.get("requests.json" + period), xml = town.get("requests.xml" + period);
        REQUIRE_MESSAGE(json.status == 200, json.body);
        check_same_document(xml.content(), json.content());
        const auto list = json::parse(json.content()).value();
        for (const auto& item : list.get_array()) {
            ++seen;
            const auto& request = item.get_object();
            auto report = town.cases->report(town.municipality, cases::ReportNumber(json::text(request, "service_request_id"))).value().value();
            const auto& original = originals.at(report.external_reference);
            CHECK(json::text(request, "status") == json::text(original, "status"));
            CHECK(parse_iso(json::text(request, "requested_datetime")).value() == moved(original, "requested_datetime"));
            CHECK(json::number(request, "lat") == doctest::Approx(json::number(original, "lat")));
            if (json::text(request, "status") == "closed") {
                ++closed;
                CHECK(parse_iso(json::text(request, "updated_datetime")).value() == moved(original, "updated_datetime"));
            }
        }
    }
    CHECK(seen == originals.size());
    CHECK(closed > 0);
}
