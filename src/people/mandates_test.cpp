// For whom somebody may act: registers, mandates given here, companies and chains; what ends, ends at once.
#include "people/acting_rules.h"
#include "people/people_test_town.h"
#include "people/register_rights.h"

namespace raekoda::people {

namespace {

const Identity kadri{"EE48803149719", "Kadri", "Õunap", Date{1988, 3, 14}, Assurance::high, "smartid", ""};
const Identity jaan{"EE38611029284", "Jaan", "Õunap", Date{1986, 11, 2}, Assurance::high, "idcard", ""};
const Identity anna{"EE49507089721", "Anna", "Ivanova", Date{1995, 7, 8}, Assurance::high, "mid", ""};
const std::string child = "EE51905209763", bakery = "EE70006317", books = "EE70008440";

ResidentSession signed_in(Town& town, const Identity& who, Instant at = start) {
    auto secret = town.residents->sign_in(here, who, at).value();
    return *town.residents->session(here, secret, at).value();
}
journal::Context as(const ResidentSession& who, Instant at = start) { return {here, at, who.actor(), {}}; }

// Registers for the tests: who may act for whom, and whether they answer at all.
struct SampleRegisters {
    std::map<std::string, std::vector<RegisterRight>> rights;
    bool silent = false;
    int asked = 0;
    RegisterRights port() {
        return [this](const MunicipalityId&, const ResidentSession& resident, Instant) {
            ++asked;
            return silent ? ToldRights{{}, true} : ToldRights{rights[resident.subject], false};
        };
    }
};

std::vector<Acting> choices(Town& town, const ResidentSession& who, Instant at = start) { return town.residents->acting_choices(here, who, at).value().all; }
const Acting* find(const std::vector<Acting>& all, std::string_view kind, std::string_view subject) {
    for (const auto& one : all)
        if (one.kind == kind && one.subject == subject) return &one;
    return nullptr;
}
// The session of somebody who has chosen to act so.
struct Actor {
    Town& town;
    Identity who;
    std::string secret;
    Actor(Town& t, const Identity& w, Instant at = start) : town(t), who(w), secret(t.residents->sign_in(here, w, at).value()) {}
    ResidentSession now(Instant at = start) { return town.residents->session(here, secret, at).value().value(); }
    Outcome choose(std::string_view kind, std::string_view subject, Instant at = start) {
        auto all = choices(town, now(at), at);
        const auto* one = find(all, kind, subject);
        return town.residents->act_as(here, now(at), one ? one->key() : "none", at);
    }
};
NewMandate to(const std::string& code, const char* name, std::vector<std::string> scopes = {}) { return {code, name, {}, std::move(scopes)}; }

}  // namespace

TEST_CASE("self, child, ward and company by registers; a register that is silent leaves oneself") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        SampleRegisters registers;
        registers.rights[kadri.subject] = {{"custody", child, "Mihkel Õunap", {}, Date{2037, 5, 19}}, {"board", bakery, "Pagar OÜ", {}, {}, true}, {"custody", "EE60001019906", "Too Vana", {}, Date{2020, 1, 1}}};
        town->residents->ask_registers(registers.port());
        Actor who(*town, kadri);
        auto all = choices(*town, who.now());
        REQUIRE(all.size() == 3);
        CHECK(all[0].is_self());
        CHECK(find(all, "custody", child)->name == "Mihkel Õunap");
        CHECK(find(all, "board", bakery)->is_company);
        REQUIRE(who.choose("custody", child));
        auto acting = who.now();
        CHECK(acting.acting.subject == child);
        CHECK(acting.actor() == "person/" + acting.person.value + "/for/" + acting.acting.person.value + "/custody");
        CHECK(town->residents->act_as(here, acting, "custody/somebody-else", start).error().fault == Fault::forbidden);
        CHECK(who.now().acting.subject == child);
        CHECK(town->residents->act_as(here, acting, "self", start));
        CHECK(who.now().acting.is_self());

        registers.silent = true;
        auto silent = town->residents->acting_choices(here, who.now(), start).value();
        CHECK(silent.incomplete);
        CHECK(silent.all.size() == 1);
        // A mailbox is no person whom registers know.
        int before = registers.asked;
        Identity guest{"email:a@naide.ee", "", "", {}, Assurance::email, "email", "a@naide.ee"};
        CHECK(choices(*town, signed_in(*town, guest)).size() == 1);
        CHECK(registers.asked == before);
    }
}

TEST_CASE("a right of a register is asked again within the hour, and its last day is its last") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        SampleRegisters registers;
        registers.rights[kadri.subject] = {{"guardianship", child, "Mihkel Õunap", {}, {}}};
        town->residents->ask_registers(registers.port());
        Actor who(*town, kadri);
        REQUIRE(who.choose("guardianship", child));
        for (int minute : {20, 40, 59}) CHECK_FALSE(who.now(start.plus_minutes(minute)).acting.is_self());
        int before = registers.asked;
        CHECK_FALSE(who.now(start.plus_minutes(61)).acting.is_self());
        CHECK(registers.asked == before + 1);
        CHECK_FALSE(who.now(start.plus_minutes(80)).acting.is_self());
        CHECK(registers.asked == before + 1);
        registers.rights.clear();
        CHECK_FALSE(who.now(start.plus_minutes(100)).acting.is_self());
        CHECK_FALSE(who.now(start.plus_minutes(120)).acting.is_self());
        auto ended = who.now(start.plus_minutes(122));
        CHECK(ended.acting.is_self());
        CHECK(ended.lapsed == "Mihkel Õunap");
        CHECK(who.now(start.plus_minutes(123)).lapsed.empty());  // said once
    }
}

TEST_CASE("a given mandate: scope, first and last day, ended by either side, at once") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        Actor giver(*town, kadri), holder(*town, jaan);
        const Date today = local_time(start).date;
        auto mandate = to(jaan.subject, "Jaan Õunap", {"dog-registration"});
        mandate.valid_from = today.plus_days(1), mandate.valid_until = today.plus_days(2);
        auto id = residents.give_mandate(as(giver.now()), giver.now(), mandate).value();
        CHECK(choices(*town, holder.now()).size() == 1);  // not yet
        auto tomorrow = start.plus_hours(24);
        Actor later(*town, jaan, tomorrow), giver_again(*town, kadri, tomorrow), stranger(*town, anna, tomorrow);
        REQUIRE(later.choose("mandate", kadri.subject, tomorrow));
        auto acting = later.now(tomorrow).acting;
        CHECK(acting.name == "Kadri Õunap");
        CHECK(acting.mandate_id == id);
        CHECK(acting.covers("dog-registration"));
        CHECK_FALSE(acting.covers("home-help"));
        CHECK(acting.until == today.plus_days(2));
        // Who acts by a mandate gives none for the represented, and ends none.
        CHECK(residents.give_mandate(as(later.now(tomorrow), tomorrow), later.now(tomorrow), to(anna.subject, "Anna")).error().fault == Fault::forbidden);
        CHECK(residents.end_mandate(as(later.now(tomorrow), tomorrow), later.now(tomorrow), id).error().fault == Fault::forbidden);
        CHECK(residents.end_mandate(as(stranger.now(tomorrow), tomorrow), stranger.now(tomorrow), id).error().fault == Fault::missing);
        REQUIRE(residents.end_mandate(as(giver_again.now(tomorrow), tomorrow), giver_again.now(tomorrow), id));
        CHECK(residents.end_mandate(as(giver_again.now(tomorrow), tomorrow), giver_again.now(tomorrow), id));
        auto after = later.now(tomorrow.plus_seconds(1));
        CHECK(after.acting.is_self());
        CHECK(after.lapsed == "Kadri Õunap");
        CHECK(residents.mandates(here, giver_again.now(tomorrow)).value().given.at(0).ended);
        CHECK(residents.mandates(here, later.now(tomorrow)).value().held.at(0).represented_name == "Kadri Õunap");

        auto second = residents.give_mandate(as(giver_again.now(tomorrow), tomorrow), giver_again.now(tomorrow), to("38611029284", "Jaan Õunap")).value();
        REQUIRE(residents.end_mandate(as(later.now(tomorrow), tomorrow), later.now(tomorrow), second));  // the holder lays it down
        CHECK(choices(*town, later.now(tomorrow), tomorrow).size() == 1);
    }
}

TEST_CASE("a mandate runs out while somebody acts by it") {
    for (auto& town : towns()) {
        auto& residents = *town->residents;
        Actor giver(*town, kadri), holder(*town, jaan);
        auto mandate = to(jaan.subject, "Jaan Õunap");
        mandate.valid_until = local_time(start).date;
        REQUIRE(residents.give_mandate(as(giver.now()), giver.now(), mandate));
        Instant last = instant_of(*mandate.valid_until, 23 * 60 + 55);
        holder.secret = residents.sign_in(here, jaan, last).value();
        REQUIRE(holder.choose("mandate", kadri.subject, last));
        CHECK_FALSE(holder.now(last.plus_minutes(4)).acting.is_self());
        CHECK(holder.now(last.plus_minutes(6)).acting.is_self());
    }
}

TEST_CASE("employee of a company, company for a person, a chain; narrower at each step") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        SampleRegisters registers;
        registers.rights[jaan.subject] = {{"board", bakery, "Pagar OÜ", {}, {}, true}};
        residents.ask_registers(registers.port());
        Actor kadri_(*town, kadri), jaan_(*town, jaan), anna_(*town, anna);
        // The board member gives an employee the company's mandate.
        REQUIRE(jaan_.choose("board", bakery));
        auto employee = residents.give_mandate(as(jaan_.now()), jaan_.now(), to(anna.subject, "Anna Ivanova", {"event-permit", "tree-felling"})).value();
        auto of_anna = choices(*town, anna_.now());
        REQUIRE(find(of_anna, "mandate", bakery));
        CHECK(find(of_anna, "mandate", bakery)->is_company);
        // A person mandates the company: its board member and its employee may act, the employee within both scopes.
        auto for_company = residents.give_mandate(as(kadri_.now()), kadri_.now(), to(bakery.substr(2), "Pagar OÜ", {"tree-felling", "home-help"})).value();
        of_anna = choices(*town, anna_.now());
        REQUIRE(find(of_anna, "chain", kadri.subject));
        CHECK(find(of_anna, "chain", kadri.subject)->scopes == std::vector<std::string>{"tree-felling"});
        CHECK(find(choices(*town, jaan_.now()), "chain", kadri.subject)->scopes.size() == 2);
        REQUIRE(anna_.choose("chain", kadri.subject));
        CHECK(anna_.now().acting.covers("tree-felling"));
        CHECK_FALSE(anna_.now().acting.covers("event-permit"));
        // The employee leaves: every step stands, or the chain does not.
        REQUIRE(residents.end_mandate(as(jaan_.now()), jaan_.now(), employee));
        CHECK(anna_.now().acting.is_self());
        CHECK(choices(*town, anna_.now()).size() == 1);
        CHECK(find(choices(*town, jaan_.now()), "chain", kadri.subject));
        REQUIRE(residents.end_mandate(as(kadri_.now()), kadri_.now(), for_company));
        CHECK_FALSE(find(choices(*town, jaan_.now()), "chain", kadri.subject));
    }
}

TEST_CASE("a mandate passed on stands on the one before") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        Actor kadri_(*town, kadri), jaan_(*town, jaan), anna_(*town, anna);
        auto first = to(jaan.subject, "Jaan Õunap", {"dog-registration", "home-help"});
        auto without = residents.give_mandate(as(kadri_.now()), kadri_.now(), first).value();
        auto passed = to(anna.subject, "Anna Ivanova", {"home-help", "event-permit"});
        passed.based_on = without;
        CHECK(residents.give_mandate(as(jaan_.now()), jaan_.now(), passed).error().fault == Fault::forbidden);  // may not be passed on
        first.may_pass_on = true;
        passed.based_on = residents.give_mandate(as(kadri_.now()), kadri_.now(), first).value();
        auto hers = to("60001019906", "Mary");
        hers.based_on = passed.based_on;
        CHECK(residents.give_mandate(as(anna_.now()), anna_.now(), hers).error().fault == Fault::forbidden);  // is not hers
        CHECK(residents.give_mandate(as(jaan_.now()), jaan_.now(), {kadri.subject, "Kadri", passed.based_on}).error().fault == Fault::invalid);  // back to the represented
        REQUIRE(residents.give_mandate(as(jaan_.now()), jaan_.now(), passed));
        auto all = choices(*town, anna_.now());
        REQUIRE(find(all, "chain", kadri.subject));
        CHECK(find(all, "chain", kadri.subject)->scopes == std::vector<std::string>{"home-help"});
        REQUIRE(anna_.choose("chain", kadri.subject));
        REQUIRE(residents.end_mandate(as(kadri_.now()), kadri_.now(), passed.based_on));
        CHECK(anna_.now().acting.is_self());
    }
}

TEST_CASE("passing on needs the right to give, and gives no more than what it rests on") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        const Date today = local_time(start).date;
        SampleRegisters registers;
        registers.rights[jaan.subject] = {{"board", bakery, "Pagar OÜ", {}, {}, true}};
        residents.ask_registers(registers.port());
        Actor kadri_(*town, kadri), jaan_(*town, jaan), anna_(*town, anna);
        REQUIRE(jaan_.choose("board", bakery));
        REQUIRE(residents.give_mandate(as(jaan_.now()), jaan_.now(), to(anna.subject, "Anna Ivanova", {"event-permit"})));
        auto of_client = to(bakery.substr(2), "Pagar OÜ", {"event-permit", "home-help"});
        of_client.may_pass_on = true, of_client.valid_until = today.plus_days(10);
        const std::string base = residents.give_mandate(as(kadri_.now()), kadri_.now(), of_client).value();
        auto pass = [&](Actor& who, const std::string& code, const char* name, std::vector<std::string> scopes = {}) {
            auto mandate = to(code, name, std::move(scopes));
            mandate.based_on = base;
            return residents.give_mandate(as(who.now()), who.now(), mandate);
        };
        // The employee's narrow mandate opens nothing of what clients gave the company, to nobody.
        REQUIRE(anna_.choose("mandate", bakery));
        CHECK(pass(anna_, books.substr(2), "Raamat OÜ").error().fault == Fault::forbidden);
        CHECK(pass(anna_, anna.subject, "Anna Ivanova").error().fault == Fault::forbidden);
        CHECK(pass(anna_, books.substr(2), "Raamat OÜ", {"event-permit"}).error().fault == Fault::forbidden);
        // The board member passes on for the company, never to themselves or to the company.
        for (const auto& himself : {jaan.subject, bakery.substr(2), kadri.subject}) {
            auto refused = pass(jaan_, himself, "Keegi");
            REQUIRE_FALSE(refused);
            CHECK(refused.error().fault == Fault::invalid);
        }
        auto outside = pass(jaan_, books.substr(2), "Raamat OÜ", {"dog-registration"});
        REQUIRE_FALSE(outside);
        REQUIRE(outside.error().problems.size() == 1);
        CHECK(outside.error().problems[0].field == "scopes");
        auto passed = pass(jaan_, books.substr(2), "Raamat OÜ");
        REQUIRE(passed);
        auto given = residents.mandates(here, kadri_.now()).value().given;
        auto stored = std::find_if(given.begin(), given.end(), [&](const Mandate& m) { return m.id == *passed; });
        REQUIRE(stored != given.end());
        CHECK(stored->scopes == std::vector<std::string>{"event-permit", "home-help"});
        CHECK(stored->valid_until == today.plus_days(10));
        REQUIRE(residents.end_mandate(as(kadri_.now()), kadri_.now(), base));
        CHECK(pass(jaan_, anna.subject, "Anna Ivanova").error().fault == Fault::forbidden);
    }
}

TEST_CASE("what was passed on twice ends with the first and with the one between") {
    const Identity mary{"EE60001019906", "Mary", "Smith", Date{2000, 1, 1}, Assurance::high, "idcard", ""};
    for (const bool first_ends : {true, false})
        for (auto& town : towns()) {
            CAPTURE(town->scratch.name);
            auto& residents = *town->residents;
            Actor kadri_(*town, kadri), jaan_(*town, jaan), anna_(*town, anna), mary_(*town, mary);
            auto give = [&](Actor& who, const Identity& holder, const std::string& based_on) {
                auto mandate = to(holder.subject, "Keegi");
                mandate.may_pass_on = true, mandate.based_on = based_on;
                return residents.give_mandate(as(who.now()), who.now(), mandate).value();
            };
            const auto first = give(kadri_, jaan, {}), second = give(jaan_, anna, first);
            give(anna_, mary, second);
            REQUIRE(mary_.choose("chain", kadri.subject));
            REQUIRE(residents.end_mandate(as(first_ends ? kadri_.now() : anna_.now()), first_ends ? kadri_.now() : anna_.now(), first_ends ? first : second));
            CHECK(mary_.now().acting.is_self());
            CHECK(choices(*town, mary_.now()).size() == 1);
            auto again = to("38611029284", "Keegi");
            again.based_on = second;
            CHECK(residents.give_mandate(as(anna_.now()), anna_.now(), again).error().fault == Fault::forbidden);
        }
}

TEST_CASE("two ways to the same person that allow different things are chosen apart") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        SampleRegisters registers;
        registers.rights[jaan.subject] = {{"mandate", kadri.subject, "Kadri Õunap", {"dog-registration"}, {}}, {"mandate", kadri.subject, "Kadri Õunap", {"home-help"}, {}}};
        town->residents->ask_registers(registers.port());
        Actor who(*town, jaan);
        const auto all = choices(*town, who.now());
        REQUIRE(all.size() == 3);
        for (std::size_t i = 1; i < all.size(); ++i) {
            REQUIRE(town->residents->act_as(here, who.now(), all[i].key(), start));
            CHECK(who.now().acting.scopes == all[i].scopes);
        }
    }
}

TEST_CASE("scopes of the state's register: every application, reports only, and what is unknown here") {
    const Date today = local_time(start).date;
    auto told = [&](std::vector<std::string> scopes) {
        return right_of(RegisteredMandate{"V-1", kadri.subject, "Kadri Õunap", jaan.subject, std::move(scopes), Date{2026, 1, 1}, Date{2099, 1, 1}}, today);
    };
    auto covers = [&](std::vector<std::string> scopes) {
        Acting acting;
        acting.kind = "mandate", acting.scopes = told(std::move(scopes)).value().scopes;
        return acting.covers("dog-registration");
    };
    CHECK(covers({"*"}));
    CHECK(covers({"applications"}));
    CHECK(covers({"reports", "applications"}));
    CHECK(covers({"dog-registration"}));
    CHECK_FALSE(covers({"reports"}));
    CHECK_FALSE(covers({"tax-returns"}));
    CHECK_FALSE(told({}));  // for nothing, never for everything
}

TEST_CASE("mandates that cannot be") {
    for (auto& town : towns()) {
        auto& residents = *town->residents;
        Actor giver(*town, kadri);
        const Date today = local_time(start).date;
        auto refused = [&](NewMandate mandate, std::string_view field) {
            auto tried = residents.give_mandate(as(giver.now()), giver.now(), mandate);
            REQUIRE_FALSE(tried);
            CAPTURE(field);
            REQUIRE(tried.error().problems.size() == 1);
            CHECK(tried.error().problems[0].field == field);
        };
        refused(to("38611029280", "Jaan"), "holder_subject");
        refused(to("12345", "Jaan"), "holder_subject");
        refused(to(kadri.subject, "Kadri"), "holder_subject");
        refused(to(child, "Mihkel"), "holder_subject");
        refused(to(jaan.subject, ""), "holder_name");
        refused(to(jaan.subject, "Jaan", {std::string(101, 'a')}), "scopes");
        auto past = to(jaan.subject, "Jaan");
        past.valid_from = today.plus_days(-1);
        refused(past, "valid_from");
        past.valid_from = today.plus_days(5), past.valid_until = today.plus_days(4);
        refused(past, "valid_until");
        Identity guest{"email:a@naide.ee", "", "", {}, Assurance::email, "email", "a@naide.ee"}, boy{child, "Mihkel", "Õunap", Date{2019, 5, 20}, Assurance::high, "idcard", ""};
        auto mailbox = signed_in(*town, guest), minor = signed_in(*town, boy);
        CHECK(residents.give_mandate(as(mailbox), mailbox, to(jaan.subject, "Jaan")).error().fault == Fault::forbidden);
        CHECK(residents.give_mandate(as(minor), minor, to(jaan.subject, "Jaan")).error().fault == Fault::forbidden);
        CHECK(town->residents->mandates(here, giver.now()).value().given.empty());
    }
}

TEST_CASE("rights: circles and long chains end") {
    std::map<std::string, Mandate> all;
    auto mandate = [&](std::string id, std::string represented, std::string holder, std::string based_on = {}) {
        Mandate m;
        m.id = id, m.represented = PersonId(std::move(represented)), m.holder = PersonId(std::move(holder)), m.based_on = std::move(based_on), m.may_pass_on = true, m.valid_from = {2026, 1, 1};
        all[id] = m;
    };
    MandateBook book{[&](const PersonId& holder) -> Result<std::vector<Mandate>> {
                         std::vector<Mandate> held;
                         for (const auto& [id, m] : all)
                             if (m.holder == holder) held.push_back(m);
                         return held;
                     },
                     [&](const std::string& id) -> Result<std::optional<Mandate>> { return all.count(id) ? std::optional(all[id]) : std::nullopt; },
                     [](const PersonId& person) -> Result<bool> { return person.value.starts_with("company"); }};
    const Date today{2026, 11, 21};
    // Companies that mandate each other in a circle, and a mandate that is based on itself.
    mandate("1", "company-a", "me"), mandate("2", "company-b", "company-a"), mandate("3", "company-a", "company-b"), mandate("4", "me", "company-b"), mandate("5", "x", "me", "5");
    auto rights = rights_of(PersonId("me"), {}, book, today).value();
    CHECK(rights.size() <= 4);
    for (const auto& right : rights) CHECK(right.person != PersonId("me"));
    CHECK(std::none_of(rights.begin(), rights.end(), [](const Right& r) { return r.person == PersonId("x"); }));
    // A row of companies: only so many mandates behind each other.
    all.clear();
    mandate("1", "company-1", "me");
    for (int i = 2; i < 20; ++i) mandate(std::to_string(i), "company-" + std::to_string(i), "company-" + std::to_string(i - 1));
    CHECK(rights_of(PersonId("me"), {}, book, today).value().size() == longest_chain);
    CHECK(both_allow({}, {"a"}) == std::vector<std::string>{"a"});
    CHECK(both_allow({"a", "b"}, {"b", "c"}) == std::vector<std::string>{"b"});
    CHECK_FALSE(both_allow({"a"}, {"b"}));
}

}  // namespace raekoda::people
