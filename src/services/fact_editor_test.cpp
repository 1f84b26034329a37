// Facts, letters and examples of a service as officials change them: a page saved as it is shown changes nothing; what is wrong is told at its field.
#include <doctest/doctest.h>

#include <set>

#include "base/json.h"
#include "services/edited_files.h"
#include "services/example_editor.h"
#include "services/fact_editor.h"
#include "services/service_folder.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId river("river"), tartu("tartu");
const Date today{2026, 6, 1};

const Catalogue& loaded(const std::string& folder) {
    static std::map<std::string, std::shared_ptr<const Catalogue>> known;
    auto& one = known[folder];
    if (!one) one = Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + folder).catalogue;
    REQUIRE(one);
    return *one;
}
std::shared_ptr<const Service> good(const std::string& id) { return loaded("/tests/catalogue_cases/good").service(river, id, today); }
std::shared_ptr<const Service> sample(const std::string& id) { return loaded("/catalogue").service(tartu, id, {2026, 11, 22}); }

const FactPart& part(const char* id) {
    const auto* found = fact_part(id);
    REQUIRE(found);
    return *found;
}
std::vector<FactSection> shown(const ServiceFiles& files, const std::string& id, const char* of, const MunicipalityId& municipality = river) {
    auto sections = facts_of(files, municipality, id, part(of));
    REQUIRE(sections);
    return *sections;
}
const EditableFact& fact_at(const std::vector<FactSection>& sections, const std::string& place) {
    for (const auto& section : sections)
        for (const auto& entry : section.entries)
            for (const auto& fact : entry.facts)
                if (fact.place == place) return fact;
    FAIL("no fact at ", place);
    throw 0;
}
ServiceFiles typed(const ServiceFiles& files, const std::string& id, const char* of, const TypedFacts& facts, const std::string& add = "", const std::string& remove = "", const MunicipalityId& municipality = river) {
    auto out = with_facts(files, municipality, id, part(of), {facts, add, remove});
    REQUIRE(out);
    return *out;
}
std::shared_ptr<const Service> read(const ServiceFiles& files, const std::string& id, const MunicipalityId& municipality = river) {
    auto made = service_from_files(files, municipality, id);
    for (const auto& problem : made.problems) MESSAGE(problem.file, ":", problem.line, ": ", problem.text);
    REQUIRE(made.service);
    return made.service;
}
json::object own_json(const ServiceFiles& files, const std::string& path) { return json::parse(files.at(path)).value().get_object(); }

}  // namespace

TEST_CASE("a page of facts saved as it is shown changes nothing") {
    std::size_t facts = 0;
    for (const char* id : {"funeral-grant", "parking-permit", "paid-parking", "dog-registration", "taxi-permit", "information-request", "kindergarten-place", "residence-registration"}) {
        auto service = sample(id);
        REQUIRE_MESSAGE(service, id);
        for (const auto& one : fact_parts()) {
            auto sections = facts_of(service->files, tartu, id, one);
            if (!sections) continue;  // no letters
            INFO(id, " ", one.id);
            auto saved = with_facts(service->files, tartu, id, one, {as_typed(*sections), "", ""});
            REQUIRE(saved);
            CHECK(*saved == service->files);
            for (const auto& section : *sections)
                for (const auto& entry : section.entries) {
                    CHECK(entry.problems.empty());
                    for (const auto& fact : entry.facts) CHECK_MESSAGE(fact.problem.empty(), fact.place, ": ", fact.problem);
                    facts += entry.facts.size();
                }
        }
    }
    CHECK(facts > 500);
}

TEST_CASE("every member of a service has a field, or a page of its own") {
    // Texts, questions, dated values and the names of files have pages of their own.
    std::set<std::string> known{"type", "id", "name", "summary", "description", "steps", "form", "texts", "parameters"};
    for (const auto& one : fact_parts()) {
        if (one.file != FactFile::service) continue;
        for (const auto& group : one.groups) {
            if (!group.member.empty()) known.insert(group.member);
            else
                for (const auto& field : group.fields) known.insert(field.member);
        }
    }
    for (const auto& variants : loaded("/catalogue").service_variants(tartu)) {
        auto merged = merged_service(variants.back()->files, tartu.value, variants.back()->id);
        REQUIRE(merged);
        for (const auto& member : merged->all.get_object()) CHECK_MESSAGE(known.contains(std::string(member.key())), variants.back()->id, ": ", std::string(member.key()));
    }
}

TEST_CASE("channels are added, filled and taken away; what a kind of channel needs is told at its field") {
    auto files = typed(good("ferry-pass")->files, "ferry-pass", "channels", {}, "channels");
    files = typed(files, "ferry-pass", "channels", {{"/channels/1/type", {"phone"}}});
    auto sections = shown(files, "ferry-pass", "channels");
    CHECK_FALSE(fact_at(sections, "/channels/1/phone").problem.empty());
    CHECK(fact_at(sections, "/channels/1/url").problem.empty());
    files = typed(files, "ferry-pass", "channels", {{"/channels/1/phone", {"736 1000"}}, {"et:/channels/1/note", {"Tööpäeviti"}}, {"/contact/url", {"linn.ee"}}, {"/contact/email", {"ei ole"}}});
    sections = shown(files, "ferry-pass", "channels");
    CHECK(fact_at(sections, "/channels/1/phone").problem.empty());
    CHECK_FALSE(fact_at(sections, "/channels/1/note").problem.empty());  // two languages are missing
    CHECK_FALSE(fact_at(sections, "/contact/url").problem.empty());
    CHECK_FALSE(fact_at(sections, "/contact/email").problem.empty());
    CHECK(fact_at(sections, "/contact/url").value == "linn.ee");  // nothing typed is lost
    files = typed(files, "ferry-pass", "channels", {{"en:/channels/1/note", {"On working days"}}, {"ru:/channels/1/note", {"По рабочим дням"}}, {"/contact/url", {""}}, {"/contact/email", {""}}});
    auto service = read(files, "ferry-pass");
    REQUIRE(service->channels.size() == 2);
    CHECK(service->channels[1].phone == "736 1000");
    CHECK(service->contact.empty());
    CHECK_FALSE(own_json(files, "river/ferry-pass/service.json").contains("contact"));
    CHECK(read(typed(files, "ferry-pass", "channels", {}, "", "/channels/0"), "ferry-pass")->channels.size() == 1);
    CHECK_FALSE(with_facts(files, river, "ferry-pass", part("channels"), {{}, "", "/channels/7"}));
    CHECK_FALSE(with_facts(files, river, "ferry-pass", part("channels"), {{}, "secrets", ""}));
    CHECK_FALSE(with_facts(files, river, "ferry-pass", part("channels"), {{}, "", "/parameters/0"}));
}

TEST_CASE("price and time limit are one of several") {
    const auto& files = good("ferry-pass")->files;
    CHECK(fact_at(shown(files, "ferry-pass", "price"), "/fee").amount == "12.50");
    auto dearer = typed(files, "ferry-pass", "price", {{"/fee", {"amount_cents"}}, {"/fee#value", {"13,75"}}});
    CHECK(read(dearer, "ferry-pass")->fee.amount_cents == 1375);
    auto free = typed(dearer, "ferry-pass", "price", {{"/fee", {"free"}}, {"/fee#value", {"13,75"}}});
    CHECK(read(free, "ferry-pass")->fee.kind == Fee::Kind::free);
    auto unsaid = typed(free, "ferry-pass", "price", {{"/fee", {""}}});
    CHECK(read(unsaid, "ferry-pass")->fee.kind == Fee::Kind::unknown);
    for (const char* wrong : {"palju", "0", "-3", "1,005", ""}) {
        auto bad = typed(files, "ferry-pass", "price", {{"/fee", {"amount_cents"}}, {"/fee#value", {wrong}}});
        INFO(wrong);
        CHECK_FALSE(fact_at(shown(bad, "ferry-pass", "price"), "/fee").problem.empty());
    }
    auto varies = typed(files, "ferry-pass", "price", {{"/fee", {"varies"}}});
    CHECK_FALSE(fact_at(shown(varies, "ferry-pass", "price"), "/fee/note").problem.empty());
    // Over a common service: only the difference, and the other member is taken away. (The municipality has calendar days.)
    const auto& toll = good("toll")->files;
    CHECK(fact_at(shown(toll, "toll", "price"), "/time_limit").value == "calendar_days");
    auto waits = typed(toll, "toll", "price", {{"/time_limit", {"working_days"}}, {"/time_limit#value", {"5"}}, {"shown:/time_limit/waits_for_appointments", {"yes"}}, {"/time_limit/waits_for_appointments", {"true"}}});
    auto service = read(waits, "toll");
    CHECK(service->time_limit.working_days == 5);
    CHECK(service->time_limit.calendar_days == 0);
    CHECK(service->time_limit.waits_for_appointments);
    CHECK(waits.at("common/toll/service.json") == toll.at("common/toll/service.json"));
    CHECK(fact_at(shown(waits, "toll", "price"), "/time_limit").local);
    CHECK_FALSE(fact_at(shown(waits, "toll", "price"), "/fee").local);
    CHECK_FALSE(read(typed(waits, "toll", "price", {{"shown:/time_limit/waits_for_appointments", {"yes"}}}), "toll")->time_limit.waits_for_appointments);
}

TEST_CASE("legal bases, choices and lists of ids") {
    const auto& files = good("toll")->files;
    CHECK(fact_at(shown(files, "toll", "grounds"), "/legal_basis/0/title").text.en == "Sillaseadus");
    auto changed = typed(files, "toll", "grounds", {{"/legal_basis/0/valid_from", {"2026-05-01"}}, {"/legal_basis/0/valid_to", {"2026-04-01"}}});
    CHECK_FALSE(fact_at(shown(changed, "toll", "grounds"), "/legal_basis/0/valid_to").problem.empty());
    changed = typed(changed, "toll", "grounds", {{"/legal_basis/0/valid_to", {"eile"}}});
    CHECK(fact_at(shown(changed, "toll", "grounds"), "/legal_basis/0/valid_to").value == "eile");
    changed = typed(changed, "toll", "grounds", {{"/legal_basis/0/valid_to", {""}}, {"et:/legal_basis/0/title", {"Sillaseadus § 2"}}});
    auto service = read(changed, "toll");
    CHECK(service->legal_basis[0].valid_from == Date{2026, 5, 1});
    CHECK(service->legal_basis[0].title.et == "Sillaseadus § 2");
    CHECK(service->legal_basis[0].title.en == "Sillaseadus");
    auto about = typed(files, "toll", "about", {{"shown:/themes", {"yes"}}, {"shown:/life_events", {"yes"}}, {"/themes", {"parks", "roads"}}, {"et:/keywords", {"sild, vanker"}}, {"/tone", {"grave"}}, {"/assurance_level", {"substantial"}}, {"/level", {"automatic"}}});
    service = read(about, "toll");
    CHECK(service->themes == std::vector<std::string>{"roads", "parks"});  // the file's order stays
    CHECK(service->life_events.empty());
    CHECK(service->keywords.at("et") == std::vector<std::string>{"sild", "vanker"});
    CHECK(service->keywords.at("en") == std::vector<std::string>{"bridge", "toll"});
    CHECK(service->grave);
    CHECK(service->assurance_level == "substantial");
    CHECK(service->level == Level::automatic);
    auto related = typed(typed(files, "toll", "about", {}, "related"), "toll", "about", {{"/related/1", {"raft"}}});
    CHECK(read(related, "toll")->related == std::vector<std::string>{"ferry-pass", "raft"});
    // Nothing but the wording is wrong with an entry that somebody else took away meanwhile: it comes back.
    auto back = typed(files, "toll", "grounds", {{"et:/conditions/1/text", {"Uus"}}, {"et:/conditions/0/text", {"Sul on vanker."}}});
    CHECK(shown(back, "toll", "grounds")[0].entries.size() == 2);
}

TEST_CASE("an input of the model is filled by an expression; no model, no expressions") {
    const auto& files = good("toll")->files;
    auto sections = shown(files, "toll", "decision");
    CHECK(fact_at(sections, "/decision/facts/sõiduk").value == "data.vehicle");
    CHECK(fact_at(sections, "/decision/facts/vanus").value.empty());
    auto wrong = typed(files, "toll", "decision", {{"/decision/facts/vanus", {"data. +"}}});
    CHECK_FALSE(fact_at(shown(wrong, "toll", "decision"), "/decision/facts/vanus").problem.empty());
    CHECK(read(typed(files, "toll", "decision", {{"/decision/facts/vanus", {"data.age"}}}), "toll")->decision.facts.size() == 2);
    CHECK_FALSE(own_json(typed(good("ferry-pass")->files, "ferry-pass", "decision", {{"/decision/model", {""}}}), "river/ferry-pass/service.json").contains("decision"));
}

TEST_CASE("letters are begun, written and checked as files are") {
    const auto& files = good("ferry-pass")->files;
    CHECK_FALSE(has_letters(files, river, "ferry-pass"));
    CHECK_FALSE(facts_of(files, river, "ferry-pass", part("letters")));
    auto begun = with_new_letters(files, river, "ferry-pass");
    REQUIRE(begun);
    CHECK_FALSE(service_from_files(*begun, river, "ferry-pass").service);
    CHECK_FALSE(with_new_letters(*begun, river, "ferry-pass"));
    auto sections = shown(*begun, "ferry-pass", "letters");
    CHECK_FALSE(fact_at(sections, "/letters/0/resolution").problem.empty());
    CHECK(fact_at(sections, "/appeal").text.en == "A challenge.");
    TypedFacts words;
    for (const char* place : {"/law", "/letters/0/name", "/letters/0/resolution", "/letters/1/name", "/letters/1/resolution", "/reasons/0/text"})
        for (const char* language : {"et", "en", "ru"}) words[std::string(language) + ":" + place] = {std::string("Sõnad {number} ") + language};
    auto written = typed(*begun, "ferry-pass", "letters", words);
    auto service = read(written, "ferry-pass");
    CHECK(service->version != good("ferry-pass")->version);
    CHECK(service->files.contains("river/ferry-pass/letters.json"));
    auto other_marks = typed(written, "ferry-pass", "letters", {{"en:/letters/0/resolution", {"Words {date}"}}});
    CHECK(fact_at(shown(other_marks, "ferry-pass", "letters"), "/letters/0/resolution").problem.find("marks") != std::string::npos);
    auto twice = typed(written, "ferry-pass", "letters", {{"/letters/1/outcome", {"granted"}}});
    CHECK_FALSE(fact_at(shown(twice, "ferry-pass", "letters"), "/letters/1/outcome").problem.empty());
    CHECK_FALSE(shown(twice, "ferry-pass", "letters")[0].problems.empty());  // and none refuses
    auto day = typed(written, "ferry-pass", "letters", {{"/valid/to", {"data. +"}}});
    CHECK_FALSE(fact_at(shown(day, "ferry-pass", "letters"), "/valid/to").problem.empty());
    CHECK(read(typed(written, "ferry-pass", "letters", {{"/valid/to", {"today + duration(\"P1Y\")"}}}), "ferry-pass"));
    auto more = typed(written, "ferry-pass", "letters", {}, "reasons");
    CHECK(own_json(more, "river/ferry-pass/letters.json").at("reasons").get_array()[1].get_object().at("id") == "entry-2");
}

TEST_CASE("letters that all services share are shown with what they are for") {
    auto shared = shared_letters(loaded("/catalogue"));
    auto hearing = std::find_if(shared.begin(), shared.end(), [](const auto& one) { return one.use == "hearing"; });
    REQUIRE(hearing != shared.end());
    CHECK(hearing->name.complete());
    REQUIRE(hearing->texts.size() == 1);
    CHECK(hearing->texts.front().ru.find("{number}") != std::string::npos);
    for (const auto& one : shared) CHECK_MESSAGE(!one.texts.empty(), one.use);
    CHECK(shared_letters(loaded("/tests/catalogue_cases/good")).empty());
}

TEST_CASE("words of a common service become the municipality's own; a reason of the model without its sentence is told") {
    auto grant = sample("funeral-grant");
    REQUIRE(grant);
    auto changed = typed(grant->files, "funeral-grant", "letters", {{"et:/letters/1/resolution", {"Jätta taotlus {number} rahuldamata sel korral."}}}, "", "", tartu);
    CHECK(changed.at("common/funeral-grant/letters.json") == grant->files.at("common/funeral-grant/letters.json"));
    CHECK(changed.contains("tartu/funeral-grant/letters.json"));
    CHECK(fact_at(shown(changed, "funeral-grant", "letters", tartu), "/letters/1/resolution").local);
    read(changed, "funeral-grant", tartu);
    auto fewer = typed(changed, "funeral-grant", "letters", {}, "", "/reasons/3", tartu);
    CHECK_FALSE(service_from_files(fewer, tartu, "funeral-grant").service);
    auto sections = shown(fewer, "funeral-grant", "letters", tartu);
    REQUIRE_FALSE(sections[1].problems.empty());
    CHECK(sections[1].problems[0].find("hilinenud") != std::string::npos);
}

TEST_CASE("examples of a decision: added, changed, taken away; one that does not come true says why and hinders publishing") {
    const auto& files = good("toll")->files;
    auto decision = written_decision(files, river, "toll");
    REQUIRE(decision);
    REQUIRE(decision->examples.size() == 3);
    CHECK(std::count_if(decision->examples.begin(), decision->examples.end(), [](const auto& one) { return one.shared; }) == 2);
    NewExample cart{{"Öine vanker, teine", "A cart", "Повозка"}, {2025, 12, 31}, {{"sõiduk", "cart"}, {"vanus", 7}}, {{"Sillamaks", 1}}};
    auto added = with_example(files, river, "toll", "", cart);
    REQUIRE(added);
    CHECK(added->example == "oine-vanker-teine");
    CHECK(added->files.contains("river/toll/examples/oine-vanker-teine.json"));
    CHECK(read(added->files, "toll")->decision_model->examples.size() == 4);
    CHECK(with_example(added->files, river, "toll", "", cart)->example == "oine-vanker-teine-2");
    cart.expected["Sillamaks"] = 2;
    auto wrong = with_example(added->files, river, "toll", added->example, cart);
    REQUIRE(wrong);
    CHECK_FALSE(service_from_files(wrong->files, river, "toll").service);
    const auto now = written_decision(wrong->files, river, "toll");
    REQUIRE(now);
    REQUIRE(now->example(added->example));
    REQUIRE(now->example(added->example)->problems.size() == 1);
    CHECK(now->example(added->example)->problems[0].find("the model says 1") != std::string::npos);
    auto gone = without_example(wrong->files, river, "toll", added->example);
    REQUIRE(gone);
    CHECK(*gone == files);
    // One of the shared files becomes the municipality's own.
    cart.expected["Sillamaks"] = 1;
    auto own = with_example(files, river, "toll", "river-cart", cart);
    REQUIRE(own);
    CHECK_FALSE(own->files.contains("common/toll/examples/river-cart.json"));
    CHECK(own->files.contains("river/toll/examples/river-cart.json"));
    CHECK(read(own->files, "toll")->decision_model->examples.size() == 3);
    cart.name.ru.clear();
    cart.expected.clear();
    auto refused = with_example(files, river, "toll", "", cart);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().problems.size() == 2);
    CHECK_FALSE(with_example(files, river, "toll", "nobody", cart));
    CHECK_FALSE(without_example(files, river, "toll", "nobody"));
    CHECK_FALSE(written_decision(good("ferry-pass")->files, river, "ferry-pass"));
}

TEST_CASE("a value with dates is added to a service that decides by no model, and goes again") {
    const auto& files = good("ferry-pass")->files;
    NewParameter bike{"bike", {"Ratas", "Bicycle", "Велосипед"}, "2,5", {2026, 1, 1}, "", false};
    auto added = with_parameter(files, river, "ferry-pass", bike);
    REQUIRE(added);
    CHECK(read(*added, "ferry-pass")->parameter_labels.size() == 2);
    CHECK_FALSE(with_parameter(*added, river, "ferry-pass", bike));
    auto without = without_parameter(*added, river, "ferry-pass", "bike");
    REQUIRE(without);
    CHECK(read(*without, "ferry-pass")->parameter_labels.size() == 1);
    CHECK(read(*without, "ferry-pass")->fee.amount_cents == 1250);
    auto none = without_parameter(files, river, "ferry-pass", "price");
    REQUIRE(none);
    CHECK_FALSE(own_json(*none, "river/ferry-pass/service.json").contains("parameters"));
    auto first = with_parameter(*none, river, "ferry-pass", {"price", {"Hind", "Price", "Цена"}, "15", {2026, 1, 1}, "Otsus 7", true});
    REQUIRE(first);
    CHECK(read(*first, "ferry-pass")->say({"{price}", "{price}", "{price}"}, Language::en, today) == "15");
    bike.name = "{x}";
    bike.value.clear();
    CHECK(with_parameter(*none, river, "ferry-pass", bike).error().problems.size() == 3);
    CHECK_FALSE(with_parameter(good("toll")->files, river, "toll", bike));
}

TEST_CASE("answers of a tried form become its example: what the form says now is what it must say from then on") {
    auto pass = good("ferry-pass");
    NewFormExample empty{{"Ilma paadita", "Without a boat", "Без лодки"}, today, {}, {}};
    auto added = with_form_example(pass->files, *pass, empty);
    REQUIRE(added);
    auto expected = own_json(*added, "river/ferry-pass/form_examples/ilma-paadita.json").at("expected").get_object();
    CHECK_FALSE(expected.at("valid").as_bool());
    CHECK(json::serialize(expected.at("problems")) == "[\"boat\"]");
    auto service = read(*added, "ferry-pass");
    CHECK(service->form_examples.size() == pass->form_examples.size() + 1);
    empty.given["boat"] = "Lootsik";
    auto again = with_form_example(*added, *service, empty);  // of the same name: replaced
    REQUIRE(again);
    CHECK(form_examples(*again, river, "ferry-pass").size() == 2);
    CHECK(own_json(*again, "river/ferry-pass/form_examples/ilma-paadita.json").at("expected").get_object().at("valid").as_bool());
    // The question is not required any more: the first one does not come true, and is still there to be taken away.
    auto& form = (*added)["river/ferry-pass/form.json"];
    form.replace(form.find("\"required\": true"), 16, "\"required\": false");
    CHECK_FALSE(service_from_files(*added, river, "ferry-pass").service);
    CHECK(form_examples(*added, river, "ferry-pass").size() == 2);
    auto gone = without_form_example(*again, river, "ferry-pass", "ilma-paadita");
    REQUIRE(gone);
    CHECK(*gone == pass->files);
    CHECK_FALSE(without_form_example(*gone, river, "ferry-pass", "ilma-paadita"));
    empty.name.ru = " ";
    CHECK_FALSE(with_form_example(pass->files, *pass, empty));
    CHECK_FALSE(with_form_example(good("toll")->files, *good("toll"), {{"a", "b", "c"}, today, {}, {}}));
}
