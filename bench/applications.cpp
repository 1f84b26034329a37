// applications COMMAND DATABASE …: what the figures of applications need that no resident does. The database is migrated before
// (`raekoda migrate`), its key lies beside it (`raekoda key …` makes one).
//   fill DATABASE COUNT SUBJECT             COUNT applications in one municipality, 200 of them of SUBJECT
//   session DATABASE SUBJECT                signs SUBJECT in; prints the secret for the cookie
//   facts DATABASE SUBJECT                  five facts of a register about SUBJECT
//   copies DATABASE COUNT SUBJECT DRAFT     so many drafts like that one; prints their ids
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "applications/application_events.h"
#include "applications/applications.h"
#include "base/crypto.h"
#include "base/text.h"
#include "people/residents.h"

using namespace raekoda;
using applications::Applications;

namespace {

const MunicipalityId town("tartu");
constexpr int batch = 5000, of_subject = 200, a_year = 900'000;
constexpr std::int64_t day = 24LL * 3600 * 1'000'000;

template <class T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    std::cerr << "applications: " << result.error().detail << result.error().text_key << "\n";
    std::exit(1);
}
void must(Outcome outcome) {
    if (outcome) return;
    std::cerr << "applications: " << outcome.error().detail << "\n";
    std::exit(1);
}

struct Hall {
    std::shared_ptr<store::Database> database;
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<people::Vault> vault;
    std::unique_ptr<people::Residents> residents;

    explicit Hall(const std::string& path) {
        store::Options options;
        options.address = path;
        database = must(store::Database::open(options));
        journal = std::make_shared<journal::Journal>(database, Applications::projections());
        std::ifstream in(path + ".key");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        auto key = from_hex(trimmed(text));
        if (!key) std::exit(66);
        vault = std::make_shared<people::Vault>(*key);
        residents = std::make_unique<people::Residents>(journal, vault);
    }
    people::Identity identity(const std::string& subject) const {
        people::Identity identity;
        identity.subject = subject;
        identity.given_name = "Mari";
        identity.family_name = "Maasikas";
        identity.assurance = people::Assurance::high;
        identity.method = "smartid";
        return identity;
    }
};

std::string number_of(long n, long count) {
    char buffer[32];
    // Numbers of a year end at 999,999: older applications have older years.
    const long years = (count - 1) / a_year;
    std::snprintf(buffer, sizeof buffer, "T-%04ld-%06ld", 2025 - years + n / a_year, n % a_year + 1);
    return buffer;
}

int fill(Hall& hall, long count, const std::string& subject) {
    using namespace applications;
    auto person = must(hall.residents->keep_person(town, hall.identity(subject), now()));
    const long step = std::max(1L, count / of_subject);
    const Instant begun{now().microseconds - 300 * day};
    std::vector<std::string> others;
    for (int i = 0; i < 20'000; ++i) others.push_back(random_id());
    for (long first = 0; first < count; first += batch) {
        must(hall.journal->execute({town, begun, "import", {}}, [&](journal::Recorder& recorder) -> Result<std::string> {
            for (long n = first; n < std::min(count, first + batch); ++n) {
                const bool theirs = n % step == 0 && n / step < of_subject;
                const Instant at{begun.microseconds + n * (250 * day / count)};
                ApplicationSubmitted sent;
                sent.service = n % 3 ? "parking-permit" : "school-start-grant";
                sent.service_version = "0000000000000000";
                sent.language = "et";
                sent.channel = "web";
                sent.applicant = sent.submitter = theirs ? person.value : others[static_cast<std::size_t>(n) % others.size()];
                sent.due = at.microseconds + 30 * day;
                std::vector<journal::Event> events{encode(ApplicationEvent(sent))};
                if (theirs && n / step % 10 != 0) {
                    DecisionMade decided;
                    decided.outcome = "granted";
                    decided.valid_from = "2026-01-01";
                    decided.valid_to = n / step % 10 == 1 ? "2027-12-31" : "2026-01-31";
                    events.push_back(encode(ApplicationEvent(decided)));
                }
                TRY(recorder.append("application/" + number_of(n, count), 0, events, at));
            }
            return std::string();
        }));
    }
    return 0;
}

int session(Hall& hall, const std::string& subject) {
    std::cout << must(hall.residents->sign_in(town, hall.identity(subject), now())) << "\n";
    return 0;
}

int facts(Hall& hall, const std::string& subject) {
    auto person = must(hall.residents->keep_person(town, hall.identity(subject), now()));
    std::vector<people::Fact> all;
    for (auto [name, value] : {std::pair{"person.given_name", "\"Mari\""}, {"person.family_name", "\"Maasikas\""}, {"person.code", "\"48803149719\""},
                               {"residence.address", "\"Tähe 56-12, Tartu linn\""}, {"residence.municipality_ehak", "\"0793\""}})
        all.push_back({name, value, "population_register", now(), "apply.purpose_form", std::nullopt, false, false});
    must(hall.residents->keep_facts(town, person, all));
    return 0;
}

int copies(Hall& hall, long count, const std::string& subject, const std::string& id) {
    auto person = must(hall.residents->keep_person(town, hall.identity(subject), now()));
    auto people = std::make_shared<people::People>(hall.journal, hall.vault);
    Applications applications(hall.journal, people, [] { return std::shared_ptr<const services::Catalogue>(); });
    auto draft = must(applications.draft(town, applications::DraftId(id), person, "", now()));
    if (!draft) return 66;
    std::atomic<long> next{0};
    std::mutex printing;
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i)  // side by side: one wait for the disk for many
        threads.emplace_back([&] {
            while (next++ < count) {
                auto opened = must(applications.open_draft(town, {draft->service, draft->service_version, person, person, {}, draft->content, draft->page}, now()));
                std::lock_guard lock(printing);
                std::cout << opened.id.value << "\n";
            }
        });
    for (auto& thread : threads) thread.join();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 64;
    const std::string command = argv[1];
    Hall hall(argv[2]);
    if (command == "fill" && argc == 5) return fill(hall, std::atol(argv[3]), argv[4]);
    if (command == "session" && argc == 4) return session(hall, argv[3]);
    if (command == "facts" && argc == 4) return facts(hall, argv[3]);
    if (command == "copies" && argc == 6) return copies(hall, std::atol(argv[3]), argv[4], argv[5]);
    return 64;
}
