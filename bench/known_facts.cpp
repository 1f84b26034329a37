// known_facts DATABASE SECONDS: the facts that a form is filled in with, five of them known already. Prints how often a second, and how many questions
// went to registers meanwhile. Run from the project's folder: it reads migrations/.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "people/known_facts.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

struct CountedRegisters final : Registers {
    int questions = 0;
    Result<RegisteredPerson> person(const RegisterQuery& q) override { return ++questions, RegisteredPerson{q.about, "Mari", "Ann", {2000, 1, 1}}; }
    Result<RegisteredResidence> residence(const RegisterQuery&) override { return ++questions, RegisteredResidence{RegisteredAddress{"Street 1", "0079", "0793", "8151"}, Date{2020, 1, 1}}; }
    Result<std::vector<Relation>> family(const RegisterQuery&) override { return ++questions, std::vector<Relation>{{Relation::Kind::child, "EE51905209763", "A", "B", Date{2019, 5, 20}}}; }
    Result<RegisteredDeath> death(const RegisterQuery&) override { return fail(Fault::unavailable); }
    Result<std::vector<Study>> studies(const RegisterQuery&) override { return fail(Fault::unavailable); }
    Result<std::vector<CompanyRole>> companies(const RegisterQuery&) override { return fail(Fault::unavailable); }
    Result<std::vector<RegisteredMandate>> mandates(const RegisterQuery&) override { return fail(Fault::unavailable); }
    Result<std::vector<AddressEntry>> find_addresses(const RegisterQuery&, std::string_view) override { return fail(Fault::unavailable); }
    Result<AddressEntry> address(const RegisterQuery&, std::string_view) override { return fail(Fault::unavailable); }
};

std::vector<store::Migration> migrations() {
    std::vector<store::Migration> all;
    for (const auto& entry : std::filesystem::directory_iterator("migrations")) {
        std::ifstream in(entry.path());
        all.push_back({entry.path().stem().string(), std::string(std::istreambuf_iterator<char>(in), {})});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

Result<double> measure(const std::string& file, double seconds, CountedRegisters& registers, const std::shared_ptr<Registers>& port) {
    auto database = TRY(store::Database::open({file}));
    TRY(store::migrate(*database, migrations()));
    auto vault = std::make_shared<Vault>(std::string(32, 'k'));
    auto journal = std::make_shared<journal::Journal>(database, People::projections());
    Residents residents(journal, vault);
    RegisterFacts facts(database, vault, port);
    const std::string subject = "EE60001019906";
    Asking asking{MunicipalityId("here"), subject, subject, "", "person/x", "", {"bench", {}}, "", {"person.given_name", "person.family_name", "person.birth_date", "residence.address", "children"}};
    const Instant moment = now();
    auto person = TRY(residents.keep_person(asking.municipality, {subject, "Mari", "Ann", Date{2000, 1, 1}}, moment));
    TRY(known_facts(residents, facts, asking, person, moment));
    registers.questions = 0;
    std::int64_t rounds = 0;
    auto began = std::chrono::steady_clock::now();
    double took = 0;
    for (; took < seconds; ++rounds) {
        if (TRY(known_facts(residents, facts, asking, person, moment)).facts.size() != 5) return fail(Fault::broken, "facts are missing");
        took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
    return static_cast<double>(rounds) / took;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    auto registers = std::make_shared<CountedRegisters>();
    auto rate = measure(argv[1], std::stod(argv[2]), *registers, registers);
    if (!rate) return std::fprintf(stderr, "%s\n", rate.error().detail.c_str()), 70;
    std::printf("%.0f %d\n", *rate, registers->questions);
    return 0;
}
