// The register: what the files bring, what officials publish, which version holds on which day.
#include <doctest/doctest.h>


#include "services/service_register.h"
#include "services/service_register_events.h"
#include "tests/databases.h"
#include "tests/golden_events.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const std::string root = RAEKODA_SOURCE_DIR;
const MunicipalityId river("river");
const Instant now_2026 = instant_of({2026, 6, 1}, 12 * 60);
const Instant an_hour_later = instant_of({2026, 6, 1}, 13 * 60);
const Date today{2026, 6, 1};

std::shared_ptr<const Catalogue> good() {
    static const auto loaded = Catalogue::load(root + "/tests/catalogue_cases/good");
    REQUIRE(loaded.catalogue);
    return loaded.catalogue;
}
journal::Context as(const std::string& actor, Instant at = now_2026) { return {river, at, actor, {}}; }

struct Office {
    std::shared_ptr<journal::Journal> journal;
    std::unique_ptr<ServiceRegister> services;
    explicit Office(testing::Scratch& scratch) {
        testing::make_tables(scratch);
        journal = std::make_shared<journal::Journal>(scratch.database, projections());
        services = std::make_unique<ServiceRegister>(journal, [] { return good(); });
    }
    std::string result(Date on) { return services->service(river, "toll", on)->result.en; }
    ServiceFiles changed(const std::string& from, const std::string& to) {
        auto files = services->service(river, "toll", today)->files;
        auto& text = files["river/toll/service.json"];
        auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        return files;
    }
    ServiceFiles with_result(const std::string& words) {
        return changed("\"type\": \"service\",", "\"type\": \"service\", \"result\": {\"et\": \"" + words + "\", \"en\": \"" + words + "\", \"ru\": \"" + words + "\"},");
    }
};

std::string key_of(const Outcome& outcome) {
    if (outcome) return "";
    return outcome.error().problems.empty() ? (outcome.error().text_key.empty() ? fault_name(outcome.error().fault) : outcome.error().text_key) : outcome.error().problems.front().text_key;
}

}  // namespace

TEST_CASE("without anything published the files hold") {
    for (auto& scratch : testing::databases()) {
        Office office(scratch);
        CHECK(office.services->services(river, today).size() == 2);
        CHECK(office.result(today) == "A ticket");
        CHECK(office.result({2027, 1, 1}) == "A ticket and a letter of thanks");
        CHECK(office.services->history(river, "toll").value().empty());
    }
}

TEST_CASE("the catalogue's files come in once; what officials published stays") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto taken = office.services->take_catalogue(as("system"));
        REQUIRE(taken);
        CHECK(taken->published == 3);  // toll with its later variant, ferry pass
        CHECK(office.services->take_catalogue(as("system"))->published == 0);
        auto history = office.services->history(river, "toll").value();
        REQUIRE(history.size() == 2);
        CHECK(history[0].valid_from == Date{2027, 1, 1});
        CHECK(history[1].valid_from == Date{1900, 1, 1});
        CHECK(history[1].origin == "catalogue");
        CHECK(office.result(today) == "A ticket");
        CHECK(office.result({2027, 1, 1}) == "A ticket and a letter of thanks");
        auto before = office.journal->table_hashes().value();
        REQUIRE(office.journal->rebuild([](auto) {}));
        CHECK(office.journal->table_hashes().value() == before);
    }
}

TEST_CASE("a change needs a second person; the old version is kept") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        std::string old = services.service(river, "toll", today)->version;
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Kaart"), 0));
        CHECK(key_of(services.save_draft(as("staff/mari"), "toll", office.with_result("Muu"), 0)) == "service_desk.changed_meanwhile");
        auto draft = services.draft(river, "toll").value();
        REQUIRE(draft);
        CHECK(draft->based_on == old);
        CHECK(key_of(services.approve_draft(as("staff/mari"), "toll", draft->version)) == "conflict");
        CHECK(key_of(services.submit_draft(as("staff/ants"), "toll", draft->version, {2026, 5, 31}, "x")) == "service_desk.day_is_past");
        CHECK(key_of(services.submit_draft(as("staff/ants"), "toll", draft->version, today, " ")) == "service_desk.note_missing");
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", draft->version, today, "Uus nimetus"));
        draft = services.draft(river, "toll").value();
        CHECK(draft->waiting);
        CHECK(key_of(services.approve_draft(as("staff/ants"), "toll", draft->version)) == "service_desk.not_your_own");
        CHECK(office.result(today) == "A ticket");
        REQUIRE(services.approve_draft(as("staff/mari"), "toll", draft->version));
        CHECK(office.result(today) == "Kaart");
        CHECK_FALSE(services.draft(river, "toll").value());
        CHECK(services.service_version(river, "toll", old).value()->result.en == "A ticket");
        CHECK_FALSE(services.service_version(river, "toll", "0000000000000000"));
        auto history = services.history(river, "toll").value();
        CHECK(history[0].written_by == "staff/ants");
        CHECK(history[0].approved_by == "staff/mari");
        CHECK(history[0].note == "Uus nimetus");
        // A new start of the program with the same files leaves it; new files would be named.
        CHECK(services.take_catalogue(as("system"))->published == 0);
        // Another reader of the same database sees it, and so does a rebuilt one.
        ServiceRegister other(office.journal, [] { return good(); });
        CHECK(other.service(river, "toll", today)->result.en == "Kaart");
        auto before = office.journal->table_hashes().value();
        REQUIRE(office.journal->rebuild([](auto) {}));
        CHECK(office.journal->table_hashes().value() == before);
        CHECK(services.take_catalogue(as("import"), true)->published == 2);
        CHECK(office.result(today) == "A ticket");
    }
}

TEST_CASE("sent back, rolled back, later, withdrawn") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        std::string old = services.service(river, "toll", today)->version;
        auto seen = [&] { return services.draft(river, "toll").value()->version; };
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Hiljem"), 0));
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", seen(), {2026, 9, 1}, "Sügisest"));
        REQUIRE(services.return_draft(as("staff/mari"), "toll", seen(), "Venekeelne tekst on puudu"));
        CHECK_FALSE(services.draft(river, "toll").value()->waiting);
        CHECK(services.draft(river, "toll").value()->answer == "Venekeelne tekst on puudu");
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", seen(), {2026, 9, 1}, "Sügisest"));
        REQUIRE(services.approve_draft(as("staff/mari"), "toll", seen()));
        CHECK(office.result(today) == "A ticket");
        CHECK(office.result({2026, 9, 1}) == "Hiljem");
        auto line = services.history(river, "toll").value().front();
        CHECK(key_of(services.withdraw(as("staff/ants", instant_of({2026, 9, 2}, 0)), "toll", line.sequence)) == "service_desk.holds_already");
        REQUIRE(services.withdraw(as("staff/ants"), "toll", line.sequence));
        CHECK(office.result({2026, 9, 1}) == "A ticket");
        // Broken files may be saved, not handed over.
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.changed("\"calendar_days\": 7", "\"calendar_days\": \"seven\""), 0));
        CHECK(key_of(services.submit_draft(as("staff/ants"), "toll", seen(), today, "x")) == "service_desk.has_problems");
        CHECK_FALSE(services.problems_of(river, "toll", services.draft(river, "toll").value()->files).empty());
        REQUIRE(services.discard_draft(as("staff/ants"), "toll", seen()));
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Vale"), 0));
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", seen(), today, "x"));
        REQUIRE(services.approve_draft(as("staff/mari"), "toll", seen()));
        CHECK(office.result(today) == "Vale");
        REQUIRE(services.roll_back(as("staff/mari"), "toll", old, "Viga"));
        REQUIRE(services.approve_draft(as("staff/ants"), "toll", seen()));
        CHECK(office.result(today) == "A ticket");
        CHECK(services.service(river, "toll", today)->version == old);
        CHECK(key_of(services.save_draft(as("staff/ants"), "boat", {}, 0)) == "missing");
    }
}

TEST_CASE("who comes too late is told what they had seen, and who did what since") {
    using Kind = DraftSince::Act::Kind;
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        const auto published = services.service(river, "toll", today)->files;
        const auto mari = as("staff/mari");
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Kaart"), 0));
        auto none_seen = services.since(mari, "toll", 0).value();
        CHECK(none_seen.before == published);
        REQUIRE(none_seen.acts.size() == 1);
        CHECK(none_seen.acts.front().actor == "staff/ants");
        const auto seen = services.draft(river, "toll").value()->version;
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Paber"), seen));
        REQUIRE(services.save_draft(as("staff/ants", an_hour_later), "toll", office.with_result("Leht"), services.draft(river, "toll").value()->version));
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", services.draft(river, "toll").value()->version, {2026, 9, 1}, "Sügisest"));
        auto since = services.since(mari, "toll", seen).value();
        CHECK(since.before == office.with_result("Kaart"));
        REQUIRE(since.acts.size() == 2);  // of two savings by the same official the last
        CHECK(since.acts[0].kind == Kind::saved);
        CHECK(since.acts[0].at.microseconds == an_hour_later.microseconds);
        CHECK(since.acts[1].kind == Kind::submitted);
        REQUIRE(services.approve_draft(mari, "toll", services.draft(river, "toll").value()->version));
        CHECK(services.since(mari, "toll", seen)->acts.back().kind == Kind::published);
        // Whoever opens the page now sees what is published; what came before is no news to them.
        CHECK(services.since(mari, "toll", 0)->acts.empty());
    }
}

TEST_CASE("files of one service are imported when they are right") {
    for (auto& scratch : testing::databases()) {
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        auto files = office.with_result("Toodud");
        REQUIRE(services.import_files(as("import"), "toll", files, today, "import"));
        CHECK(office.result(today) == "Toodud");
        files["river/toll/service.json"] = "{";
        CHECK(key_of(services.import_files(as("import"), "toll", files, today, "import")) == "invalid");
        CHECK(office.result(today) == "Toodud");
    }
}

TEST_CASE("what was imported stands: the catalogue's files do not undo it at the next start") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        auto holds = [&] { return services.service(river, "toll", today)->result.et; };
        // Before the files were ever taken in, and after the desk: each time the import was the last word.
        REQUIRE(services.import_files(as("import"), "toll", office.with_result("Toodud"), today, ""));
        auto taken = services.take_catalogue(as("system"));
        REQUIRE(taken);
        CHECK(taken->left == std::vector<std::string>{"toll"});
        CHECK(taken->published == 1);  // ferry pass alone
        CHECK(holds() == "Toodud");
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.changed("Toodud", "Laud"), 0));
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", services.draft(river, "toll").value()->version, today, "x"));
        REQUIRE(services.approve_draft(as("staff/mari"), "toll", services.draft(river, "toll").value()->version));
        REQUIRE(services.import_files(as("import"), "toll", office.changed("Laud", "Jälle"), today, ""));
        CHECK(services.take_catalogue(as("system"))->left == std::vector<std::string>{"toll"});
        CHECK(holds() == "Jälle");
        CHECK(services.take_catalogue(as("import"), true)->published == 2);
        CHECK(office.result(today) == "A ticket");
        CHECK(services.take_catalogue(as("system"))->left.empty());
    }
}

TEST_CASE("a service that is begun at the desk: id, second person, then it is everywhere") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        ServiceFiles files{{"river/raft/service.json", R"({"type": "service", "id": "raft", "name": {"et": "Parv", "en": "Raft", "ru": "Плот"},
            "summary": {"et": "Parve luba.", "en": "A permit for a raft.", "ru": "Разрешение на плот."}, "level": "information", "themes": ["roads"],
            "target_group": ["resident"], "languages": ["et"], "owner": {"et": "Sadam", "en": "Harbour", "ru": "Порт"}, "channels": [{"type": "phone", "phone": "123"}],
            "source": {"status": "to_confirm"}})"}};
        for (const std::string id : {"", "Raft", "report-raft", "raft_1", "../raft", "common", "1raft"}) CHECK(key_of(services.begin_draft(as("staff/ants"), id, files)) == "service_desk.id_wrong");
        CHECK(key_of(services.begin_draft(as("staff/ants"), "toll", files)) == "service_desk.id_taken");
        REQUIRE(services.begin_draft(as("staff/ants"), "raft", files));
        CHECK(key_of(services.begin_draft(as("staff/mari"), "raft", files)) == "service_desk.id_taken");
        for (const auto& problem : services.problems_of(river, "raft", files)) MESSAGE(problem.file << ":" << problem.line << ": " << problem.text);
        CHECK_FALSE(services.service(river, "raft", today));
        REQUIRE(services.save_draft(as("staff/ants"), "raft", files, services.draft(river, "raft").value()->version));
        REQUIRE(services.submit_draft(as("staff/ants"), "raft", services.draft(river, "raft").value()->version, {2026, 7, 1}, "Uus teenus"));
        auto waiting = services.draft(river, "raft").value();
        CHECK(key_of(services.approve_draft(as("staff/ants"), "raft", waiting->version)) == "service_desk.not_your_own");
        REQUIRE(services.approve_draft(as("staff/mari"), "raft", waiting->version));
        CHECK_FALSE(services.service(river, "raft", today));
        REQUIRE(services.service(river, "raft", {2026, 7, 1}));
        CHECK(services.services(river, {2026, 7, 1}).size() == 3);
        // What other rooms ask knows it too, and what officials changed, each from its day on.
        auto published = services.published();
        CHECK(services.published() == published);
        CHECK_FALSE(published->service(river, "raft", today));
        CHECK(published->service(river, "raft", {2026, 7, 1})->name.en == "Raft");
        CHECK(published->service(river, "toll", {2027, 1, 1})->result.en == "A ticket and a letter of thanks");
        REQUIRE(services.save_draft(as("staff/ants"), "toll", office.with_result("Kaart"), 0));
        REQUIRE(services.submit_draft(as("staff/ants"), "toll", services.draft(river, "toll").value()->version, today, "x"));
        REQUIRE(services.approve_draft(as("staff/mari"), "toll", services.draft(river, "toll").value()->version));
        CHECK(services.published()->service(river, "toll", today)->result.en == "Kaart");
        CHECK(services.published()->services(MunicipalityId("hill"), today).size() == services.services(MunicipalityId("hill"), today).size());
        // The catalogue's files know nothing of it and leave it alone.
        CHECK(services.take_catalogue(as("system"))->published == 0);
        REQUIRE(services.save_draft(as("staff/mari"), "raft", files, 0));
    }
}

TEST_CASE("events of services are written as they always were") { testing::check_golden_events<ServiceEvent>("service_events", decode_service_event); }

TEST_CASE("what old journals say of services, borders and templates is read for ever") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        std::map<std::string, std::int64_t> versions;
        testing::each_golden_event("service_events", [&](const std::string& type, const std::string& data) {
            auto parsed = json::parse(data).value();
            const auto& o = parsed.get_object();
            std::string stream = o.contains("service") ? "service/" + json::text(o, "service") : o.contains("ehak") ? "boundary/" + json::text(o, "ehak") : "answer-template/" + json::text(o, "id");
            REQUIRE(office.journal->execute(as("staff/vana"), [&](journal::Recorder& recorder) -> Result<std::string> {
                TRY(recorder.append(stream, versions[stream]++, {{type, data}}));
                return stream;
            }));
        });
        auto history = office.services->history(river, "toll").value();
        REQUIRE(history.size() == 1);
        const auto& line = history.front();
        CHECK((line.version == "0a1b2c3d4e5f6071" && line.valid_from == Date{2026, 6, 1} && line.origin == "catalogue" && line.written_by == "system" && line.approved_by == "staff/vana"));
        CHECK((line.note == "files" && line.withdrawn));
        auto draft = office.services->draft(river, "toll").value();
        REQUIRE(draft);
        CHECK((draft->files == ServiceFiles{{"river/toll/service.json", "{}"}} && draft->based_on == "0a1b2c3d4e5f6071" && draft->editors == std::vector<std::string>{"staff/ants", "staff/mari"}));
        CHECK((!draft->waiting && draft->note == "Sügisest" && draft->answer == "Vene keel on puudu" && draft->valid_from == Date{2026, 9, 1}));
        CHECK_FALSE(office.services->draft(river, "ferry").value());
        auto borders = boundaries(*scratch.database).value();
        REQUIRE(borders.size() == 1);
        CHECK((borders[0].ehak == "0793" && borders[0].name == "Jõe" && borders[0].geometry.find("27") != std::string::npos));
        Municipality municipality;
        municipality.id = river;
        auto templates = answer_templates(*scratch.database, municipality).value();
        REQUIRE(templates.size() == 1);
        CHECK((templates[0].id == "thanks" && templates[0].title.ru == "Спасибо" && templates[0].body.en == "Done" && templates[0].kinds == std::vector<std::string>{"pothole"}));
        auto before = office.journal->table_hashes().value();
        REQUIRE(office.journal->rebuild([](auto) {}));
        CHECK(office.journal->table_hashes().value() == before);
    }
}

TEST_CASE("an example is no part of what a version is, but stays with it as it was published last") {
    for (auto& scratch : testing::databases()) {
        CAPTURE(scratch.name);
        Office office(scratch);
        auto& services = *office.services;
        REQUIRE(services.take_catalogue(as("system")));
        const auto old = services.service(river, "toll", today);
        const std::string path = "river/toll/examples/new.json";
        auto publish = [&](const ServiceFiles& files) {
            REQUIRE(services.save_draft(as("staff/ants"), "toll", files, 0));
            REQUIRE(services.submit_draft(as("staff/ants"), "toll", services.draft(river, "toll").value()->version, today, "Näide"));
            REQUIRE(services.approve_draft(as("staff/mari"), "toll", services.draft(river, "toll").value()->version));
        };
        auto files = old->files;
        files[path] = R"({"name": {"et": "a", "en": "b", "ru": "c"}, "on": "2025-12-31", "given": {"sõiduk": "cart", "vanus": 7}, "expected": {"Sillamaks": 1}})";
        publish(files);
        auto holds = services.service(river, "toll", today);
        CHECK(holds->version == old->version);
        CHECK(holds->files == files);
        CHECK(holds->decision_model->examples.size() == old->decision_model->examples.size() + 1);
        files.erase(path);
        publish(files);
        CHECK_FALSE(services.service(river, "toll", today)->files.contains(path));
        // Another node that begins now reads the same.
        CHECK(ServiceRegister(office.journal, [] { return good(); }).service(river, "toll", today)->files == files);
        auto before = office.journal->table_hashes().value();
        REQUIRE(office.journal->rebuild([](auto) {}));
        CHECK(office.journal->table_hashes().value() == before);
    }
}
