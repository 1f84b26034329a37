// Asking the registers: only what is needed, written down first, all at once; each register fails alone.
#include <algorithm>
#include <functional>
#include <future>
#include <mutex>

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "base/waiting.h"
#include "people/register_answers.h"
#include "people/people_register_books_sql.h"

namespace raekoda::people {

namespace {

// Addresses by object id as the address register wrote them, for a day: they are nobody's data.
class KnownAddresses {
public:
    std::optional<AddressEntry> find(const std::string& object_id, std::int64_t seconds, Instant now) {
        std::lock_guard lock(mutex_);
        auto found = entries_.find(object_id);
        if (found == entries_.end() || now.seconds_since(found->second.second) >= seconds) return std::nullopt;
        return found->second.first;
    }
    void keep(const AddressEntry& entry, Instant now) {
        constexpr std::size_t most = 20'000;
        std::lock_guard lock(mutex_);
        if (entries_.size() >= most) entries_.clear();
        entries_[entry.address.object_id] = {entry, now};
    }

private:
    std::mutex mutex_;
    std::map<std::string, std::pair<AddressEntry, Instant>> entries_;
};

}  // namespace

struct RegisterFacts::State {
    std::shared_ptr<store::Database> database;
    std::shared_ptr<Vault> vault;
    std::shared_ptr<Registers> registers;
    KeepRules rules;
    KnownAddresses addresses;

    State(std::shared_ptr<store::Database> d, std::shared_ptr<Vault> v, std::shared_ptr<Registers> r, KeepRules k)
        : database(std::move(d)), vault(std::move(v)), registers(std::move(r)), rules(std::move(k)) {}

    // The subject as the log knows it: a keyed hash, another one in each municipality.
    std::string hashed(const MunicipalityId& municipality, std::string_view subject) const {
        return subject_in_log(*vault, municipality, subject);
    }
};

namespace {

// A clock that was set back a little makes what was just kept seem to lie in the future.
constexpr std::int64_t future_seconds = 300;

struct Question {
    std::string name, id;
    Wanted wanted;
};

SourceState state_of(Fault fault) {
    if (fault == Fault::missing) return SourceState::unknown;
    return fault == Fault::broken || fault == Fault::too_large ? SourceState::unusable : SourceState::unavailable;
}
// Of two states of one register the one that says more about what is missing.
SourceState worse(SourceState a, SourceState b) { return std::max(a, b); }

bool still_counts(const RegisterFact& fact, std::int64_t seconds, Instant now) {
    auto age = now.seconds_since(fact.obtained);
    return age < seconds && age > -future_seconds;
}

RegisterQuery query_of(const Asking& asking, const Question& question) {
    return {asking.municipality, asking.about, asking.asked_by, asking.represented, asking.purpose.id, asking.case_ref, question.id};
}

std::string words_json(const view::LocalText& words) { return json::serialize(json::object{{"et", words.et}, {"en", words.en}, {"ru", words.ru}}); }
view::LocalText words_of(std::string_view text) {
    auto value = json::parse(text);
    if (!value || !value->is_object()) return {};
    const auto& o = value->get_object();
    return {json::text(o, "et"), json::text(o, "en"), json::text(o, "ru")};
}

Outcome write_down(store::Database& database, const std::string& about, const Asking& asking, const std::vector<Question>& questions, Instant now) {
    std::string words = words_json(asking.purpose.words);
    return database.write([&](store::Session& session) -> Outcome {
        for (const auto& question : questions) {
            std::string facts = joined({question.wanted.begin(), question.wanted.end()}, " ");
            TRY(session.execute(sql::insert_register_query, asking.municipality.value, about, now.microseconds, question.id, question.name, facts, asking.actor, asking.right, asking.purpose.id, words, asking.case_ref));
        }
        return {};
    });
}

// What came of it. That an outcome could not be noted takes nothing away from the answer: the line then says "asked".
void note_outcomes(store::Database& database, const std::string& about, const Asking& asking, const std::vector<Question>& questions, const std::vector<SourceState>& states, Instant at) {
    auto noted = database.write([&](store::Session& session) -> Outcome {
        for (std::size_t i = 0; i < questions.size(); ++i)
            TRY(session.execute(sql::note_register_outcome, asking.municipality.value, about, at.microseconds, questions[i].id, source_state_name(states[i])));
        return {};
    });
    if (!noted) log::warning("registers.outcome_not_noted", {{"municipality", asking.municipality.value}, {"detail", noted.error().detail}});
}

using Normal = std::function<void(RegisteredAddress&)>;  // writes an address as the address register does

Result<std::vector<RegisterFact>> ask(Registers& registers, const Asking& asking, const Question& question, const Normal& normal, Instant at) {
    auto query = query_of(asking, question);
    if (question.name == "person") return facts_of(TRY(registers.person(query)), question.wanted, at);
    if (question.name == "residence") {
        auto residence = TRY(registers.residence(query));
        if (residence.address && question.wanted.contains("residence.address")) normal(*residence.address);
        return facts_of(residence, question.wanted, at);
    }
    if (question.name == "family") return facts_of(TRY(registers.family(query)), question.wanted, at);
    if (question.name == "death") return facts_of(TRY(registers.death(query)), question.wanted, at);
    if (question.name == "studies") return facts_of(TRY(registers.studies(query)), question.wanted, at);
    if (question.name == "companies") return facts_of(TRY(registers.companies(query)), question.wanted, at);
    return facts_of(TRY(registers.mandates(query)), question.wanted, at);
}

using Answer = Result<std::vector<RegisterFact>>;

// The first in this thread, the others beside it: the slowest says how long it takes.
std::vector<Answer> ask_all(Registers& registers, const Asking& asking, const std::vector<Question>& questions, const Normal& normal, Instant at) {
    auto one = [&](std::size_t i) -> Answer { return ask(registers, asking, questions[i], normal, at); };
    std::vector<std::future<Answer>> others;
    for (std::size_t i = 1; i < questions.size(); ++i) others.push_back(std::async(std::launch::async, one, i));
    std::vector<Answer> answers;
    answers.push_back(one(0));
    Waiting waiting;
    for (auto& other : others) answers.push_back(other.get());
    return answers;
}

// Alive by one answer, dead by another.
bool contradict_each_other(const std::vector<RegisterFact>& facts) {
    auto value = [&](std::string_view name) {
        for (const auto& fact : facts)
            if (fact.name == name) return fact.value_json;
        return std::string();
    };
    auto alive = value("person.alive"), died = value("death.died");
    return !alive.empty() && alive == died;
}

// What came, and which state each question ended in. Of answers that contradict each other neither is taken.
std::vector<RegisterFact> settle(const std::vector<Question>& questions, const std::vector<Answer>& answers, std::vector<SourceState>& states) {
    std::vector<RegisterFact> came;
    for (const auto& answer : answers) {
        states.push_back(answer ? SourceState::answered : state_of(answer.error().fault));
        if (answer) came.insert(came.end(), answer->begin(), answer->end());
    }
    if (!contradict_each_other(came)) return came;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].name != "person" && questions[i].name != "death") continue;
        states[i] = SourceState::unusable;
        std::erase_if(came, [&](const RegisterFact& fact) { return questions[i].wanted.contains(fact.name); });
    }
    return came;
}

std::vector<Question> questions_for(const Asking& asking, const std::vector<RegisterFact>& kept, const KeepRules& rules, Instant now, Gathered& gathered) {
    std::vector<Question> questions;
    std::map<std::string, Wanted> wanted;
    for (const auto& need : asking.needs)
        if (auto question = question_of_fact(need); !question.empty()) wanted[question].insert(need);
    for (const auto& entry : wanted) {
        std::vector<RegisterFact> known;
        for (const auto& fact : kept)
            if (entry.second.contains(fact.name) && still_counts(fact, rules.of(entry.first), now)) known.push_back(fact);
        if (known.size() >= entry.second.size()) {
            auto source = register_of_question(entry.first);
            gathered.sources.emplace(source, SourceState::kept);
            gathered.facts.insert(gathered.facts.end(), known.begin(), known.end());
        } else {
            questions.push_back({entry.first, random_id(), entry.second});
        }
    }
    return questions;
}

}  // namespace

bool Gathered::all_answered() const {
    for (const auto& source : sources)
        if (source.second != SourceState::answered && source.second != SourceState::kept) return false;
    return true;
}

std::string subject_in_log(const Vault& vault, const MunicipalityId& municipality, std::string_view subject) {
    return vault.derived_secret("register query", municipality.value + "/" + std::string(subject));
}

RegisterFacts::RegisterFacts(std::shared_ptr<store::Database> database, std::shared_ptr<Vault> vault, std::shared_ptr<Registers> registers, KeepRules rules)
    : state_(std::make_shared<State>(std::move(database), std::move(vault), std::move(registers), std::move(rules))) {}

Result<Gathered> RegisterFacts::gather(const Asking& asking, const std::vector<RegisterFact>& kept, Instant now) {
    Gathered gathered;
    auto questions = questions_for(asking, kept, state_->rules, now, gathered);
    if (questions.empty()) return gathered;
    auto note = [&](const Question& question, SourceState state) {
        auto source = register_of_question(question.name);
        auto before = gathered.sources.find(source);
        if (before == gathered.sources.end() || before->second == SourceState::kept) gathered.sources[source] = state;
        else before->second = worse(before->second, state);
    };
    // Somebody without an Estonian code is in none of these registers: nothing to ask, nothing to write down.
    bool has_code = personal_code_of_subject(asking.about).has_value() || is_company_subject(asking.about);
    if (!state_->registers || !has_code) {
        for (const auto& question : questions) note(question, has_code ? SourceState::unavailable : SourceState::unknown);
        return gathered;
    }
    std::string about = state_->hashed(asking.municipality, asking.about);
    TRY(write_down(*state_->database, about, asking, questions, now));
    Asking where = asking;
    where.needs = {"residence.address"};
    auto normal = [&](RegisteredAddress& address) { normalise(where, address, now); };
    auto answers = ask_all(*state_->registers, asking, questions, normal, now);
    std::vector<SourceState> states;
    auto came = settle(questions, answers, states);
    for (std::size_t i = 0; i < questions.size(); ++i) note(questions[i], states[i]);
    note_outcomes(*state_->database, about, asking, questions, states, now);
    gathered.facts.insert(gathered.facts.end(), came.begin(), came.end());
    gathered.fresh = std::move(came);
    return gathered;
}

namespace {

// One typed question: written down, asked, its outcome noted. About nobody (`asking.about` empty): only asked.
template <class Ask>
auto ask_logged(store::Database& database, Registers* registers, const std::string& hashed, const Asking& asking, const char* name, Instant now, Ask ask) -> decltype(ask(*registers, RegisterQuery{})) {
    if (!registers) return fail(Fault::unavailable, "no registers are connected");
    std::vector<Question> asked{{name, random_id(), Wanted(asking.needs.begin(), asking.needs.end())}};
    const bool logged = !asking.about.empty();
    if (logged) TRY(write_down(database, hashed, asking, asked, now));
    auto answer = ask(*registers, query_of(asking, asked[0]));
    if (logged) note_outcomes(database, hashed, asking, asked, {answer ? SourceState::answered : state_of(answer.error().fault)}, now);
    return answer;
}

}  // namespace

Result<std::vector<Relation>> RegisterFacts::family(const Asking& asking, Instant now) {
    return ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "family", now, [](Registers& r, const RegisterQuery& q) { return r.family(q); });
}
Result<std::vector<CompanyRole>> RegisterFacts::companies(const Asking& asking, Instant now) {
    return ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "companies", now, [](Registers& r, const RegisterQuery& q) { return r.companies(q); });
}
Result<std::vector<RegisteredMandate>> RegisterFacts::mandates(const Asking& asking, Instant now) {
    return ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "mandates", now, [](Registers& r, const RegisterQuery& q) { return r.mandates(q); });
}
Result<RegisteredDeath> RegisterFacts::death(const Asking& asking, Instant now) {
    return ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "death", now, [](Registers& r, const RegisterQuery& q) { return r.death(q); });
}
Result<std::vector<AddressEntry>> RegisterFacts::find_addresses(const Asking& asking, std::string_view words, Instant now) {
    return ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "addresses", now,
                      [&](Registers& r, const RegisterQuery& q) { return r.find_addresses(q, words); });
}
Result<AddressEntry> RegisterFacts::address(const Asking& asking, std::string_view object_id, Instant now) {
    auto told = ask_logged(*state_->database, state_->registers.get(), state_->hashed(asking.municipality, asking.about), asking, "address", now,
                           [&](Registers& r, const RegisterQuery& q) { return r.address(q, object_id); });
    if (told) state_->addresses.keep(*told, now);
    return told;
}

void RegisterFacts::normalise(const Asking& asking, RegisteredAddress& written, Instant now) {
    if (written.object_id.empty()) return;
    auto entry = state_->addresses.find(written.object_id, state_->rules.of("address"), now);
    if (!entry)
        if (auto told = address(asking, written.object_id, now)) entry = std::move(*told);
    if (entry) written.text = entry->address.text;
}

Result<std::vector<RegisterQueryLine>> RegisterFacts::queries(const MunicipalityId& municipality, std::string_view subject, int limit) {
    std::string about = state_->hashed(municipality, subject);
    return state_->database->read_value<std::vector<RegisterQueryLine>>([&](store::Session& session) {
        return session.all(
            sql::register_queries_about,
            [](const store::Row& row) {
                RegisterQueryLine line;
                line.id = row.text(0);
                line.at = Instant{row.integer(1)};
                line.question = row.text(2);
                line.source = register_of_question(line.question);
                for (auto fact : split(row.text(3), ' '))
                    if (!fact.empty()) line.facts.emplace_back(fact);
                line.actor = row.text(4);
                line.right = row.text(5);
                line.purpose = {std::string(row.text(6)), words_of(row.text(7))};
                line.case_ref = row.text(8);
                line.outcome = row.text(9);
                return line;
            },
            municipality.value, about, limit);
    });
}

Result<std::int64_t> RegisterFacts::forget_queries_before(const MunicipalityId& municipality, Instant before, Instant now) {
    return state_->database->write_value<std::int64_t>([&](store::Session& session) { return session.execute(sql::delete_register_queries_before, municipality.value, before.microseconds, local_time(now).date.iso()); });
}

}  // namespace raekoda::people
