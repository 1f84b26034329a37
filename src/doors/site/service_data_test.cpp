// Services as open data: the profile's rules hold for the whole register, and the check sees what breaks them.
#include <doctest/doctest.h>

#include <algorithm>

#include "doors/site/service_data.h"
#include "services/service_search.h"

using namespace raekoda;
using namespace raekoda::doors::site;

namespace {

const MunicipalityId tartu("tartu");

const services::Catalogue& catalogue() {
    static const auto loaded = services::Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
    REQUIRE(loaded.catalogue);
    return *loaded.catalogue;
}
ServiceReader reader(view::Language language = view::Language::et) { return {language, *catalogue().municipality(tartu), {2026, 11, 21}, "https://tartu.example"}; }
std::vector<ServicePointer> all() { return catalogue().services(tartu, {2026, 11, 21}); }

json::object without(json::object document, std::string_view type, std::string_view property) {
    for (auto& node : document["@graph"].get_array())
        if (json::text(node.get_object(), "@type") == type) {
            node.get_object().erase(property);
            break;
        }
    return document;
}

// The first node of the type that has the property gets another value.
json::object with(json::object document, std::string_view type, std::string_view property, json::value value) {
    for (auto& node : document["@graph"].get_array())
        if (json::text(node.get_object(), "@type") == type && node.get_object().contains(property)) {
            node.get_object()[property] = std::move(value);
            return document;
        }
    FAIL("no such node");
    return document;
}
const json::object* node_of(const json::object& document, const std::string& id) {
    for (const auto& node : *json::list(document, "@graph"))
        if (json::text(node.get_object(), "@id") == id) return &node.get_object();
    return nullptr;
}

}  // namespace

TEST_CASE("the check of CPSV-AP knows of which class and type each value is") {
    const auto document = cpsv_ap(reader(), all());
    const json::value town = json::object{{"@id", "https://tartu.example/#organisation"}}, text = json::array{json::object{{"@value", "E 9-17"}, {"@language", "et"}}};
    struct Wrong {
        const char *type, *property;
        json::value value;
        const char* told;
    };
    const std::vector<Wrong> wrong{
        {"cv:Channel", "dct:type", "online", "skos:Concept"},
        {"cv:Channel", "cv:openingHours", text, "time:TemporalEntity"},
        {"cv:Channel", "cv:ownedBy", json::object{{"@id", "urn:ehak:0793"}}, "org:Organization"},
        {"cv:Cost", "cv:currency", "http://publications.europa.eu/resource/authority/currency/EUR", "skos:Concept"},
        {"cv:Cost", "cv:hasValue", 12, "xsd:double"},
        {"dcat:Dataset", "dcat:landingPage", town, "foaf:Document"},
        {"cpsv:PublicService", "dct:language", "et", "dct:LinguisticSystem"},
        {"cpsv:PublicService", "cv:processingTime", "P30D", "xsd:duration"},
        {"cpsv:PublicService", "cv:contactPoint", town, "cv:ContactPoint"},
        {"cpsv:PublicService", "cv:isClassifiedBy", "caring-town", "skos:Concept"},
        {"cpsv:PublicService", "dcat:keyword", "matus", "text without language"}};
    for (const auto& one : wrong) {
        CAPTURE(one.property);
        const auto faults = cpsv_ap_faults(with(document, one.type, one.property, one.value));
        REQUIRE(faults.size() == 1);
        CHECK_MESSAGE(faults[0].find(one.told) != std::string::npos, faults[0]);
    }
}

TEST_CASE("CPSV-AP tells whom to ask, for whom a service is, what it is about and how long it takes") {
    const auto document = cpsv_ap(reader(), all());
    bool working = false;
    for (const auto& service : all()) {
        const auto* node = node_of(document, "https://tartu.example/et/services/" + service->id);
        REQUIRE(node);
        CHECK(node->contains("cv:contactPoint"));
        CHECK(node->contains("dct:audience") == !service->target_group.empty());
        CHECK(node->contains("cv:thematicArea") == !service->themes.empty());
        CHECK(node->contains("cv:isClassifiedBy") == !service->goal.empty());
        CHECK(node->contains("dcat:keyword") == !service->keywords.empty());
        CHECK(node->contains("cv:processingTime") == !service->time_limit.empty());
        if (service->time_limit.working_days != 10) continue;
        working = true;
        CHECK(json::text(node->at("cv:processingTime").as_object(), "@value") == "P14D");
    }
    CHECK(working);
}

TEST_CASE("the register keeps the rules of CPSV-AP") {
    auto document = cpsv_ap(reader(), all());
    CHECK(cpsv_ap_faults(document) == std::vector<std::string>{});
    CHECK(json::list(document, "@graph")->size() > all().size() * 3);
    auto faults = cpsv_ap_faults(without(document, "cpsv:PublicService", "dct:description"));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("dct:description stands 0 times") != std::string::npos);
    CHECK(cpsv_ap_faults(without(document, "cv:Channel", "dct:identifier")).size() == 1);
    CHECK(cpsv_ap_faults(without(document, "dcat:Dataset", "dct:publisher")).size() == 1);
    CHECK_FALSE(cpsv_ap_faults(json::object{}).empty());
    auto twice = document;
    twice["@graph"].get_array().push_back(twice["@graph"].get_array().front());
    CHECK_FALSE(cpsv_ap_faults(twice).empty());
    auto plain = document;
    for (auto& node : plain["@graph"].get_array())
        if (json::text(node.get_object(), "@type") == "cpsv:PublicService") {
            node.get_object()["dct:title"] = "no language";
            break;
        }
    CHECK(cpsv_ap_faults(plain).size() == 1);
}

TEST_CASE("schema.org in the page cannot leave its element") {
    auto service = catalogue().service(tartu, "funeral-grant", {2026, 11, 21});
    REQUIRE(service);
    auto data = schema_org(reader(view::Language::en), *service);
    CHECK(json::text(data, "@type") == "GovernmentService");
    CHECK(json::text(data, "name") == service->name.en);
    CHECK(json::text(*json::member(data, "offers"), "price") == "0.00");
    // Each channel says how it is reached.
    for (const auto& channel : *json::list(data, "availableChannel")) CHECK_MESSAGE(channel.as_object().size() > 2, json::serialize(channel));
    data["name"] = "</script><b>";
    auto html = linked_data_script(data).text();
    CHECK(html.find("</script><b>") == std::string::npos);
    CHECK(html.ends_with("</script>"));
    auto inside = html.substr(html.find('>') + 1);
    auto parsed = json::parse(inside.substr(0, inside.rfind("</script>")));
    REQUIRE(parsed);
    CHECK(json::text(parsed->get_object(), "name") == "</script><b>");
}

TEST_CASE("CSV has a line for every service and the same number of cells in each") {
    auto csv = services_csv(reader(), all());
    CHECK(csv.starts_with("\xEF\xBB\xBFid,"));  // else a spreadsheet takes the letters for others
    std::size_t lines = 0, cells = 1, first = 0;
    bool quoted = false;
    for (char c : csv) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted) ++cells;
        if (c != '\n' || quoted) continue;
        if (lines++ == 0) first = cells;
        CHECK(cells == first);
        cells = 1;
    }
    CHECK(lines == all().size() + 1);
}

TEST_CASE("the goal of the development plan that a service serves stands on its page and in the data") {
    auto service = catalogue().service(tartu, "carer-allowance", {2026, 11, 21});
    REQUIRE(service);
    REQUIRE_FALSE(service->goal.empty());
    for (auto language : view::all_languages) {
        auto page = service_page_of(reader(language), *service, all());
        const auto& goals = reader().municipality.goals;
        auto goal = std::find_if(goals.begin(), goals.end(), [&](const auto& one) { return one.id == service->goal; });
        REQUIRE(goal != goals.end());
        const auto label = view::text(language, "service_page.goal");
        auto line = std::find_if(page.in_short.begin(), page.in_short.end(), [&](const auto& one) { return one.name == label; });
        REQUIRE(line != page.in_short.end());
        CHECK(line->text == goal->name.in(language));
    }
    auto csv = services_csv(reader(), {service});
    CHECK(csv.find(",target_group,goal,time_limit,") != std::string::npos);
    CHECK(csv.find(",\"" + service->goal + "\",") != std::string::npos);
}

TEST_CASE("services are found by what people write") {
    auto first = [](const char* words) {
        auto found = services::find_services(all(), words, 5);
        return found.empty() ? std::string() : found.front()->id;
    };
    CHECK(first("matusetoetust") == "funeral-grant");
    CHECK(first("Matusetoetus") == "funeral-grant");
    CHECK(first("funeral") == "funeral-grant");
    CHECK(first("похороны") == "funeral-grant");
    CHECK(first("teabenõue") == "information-request");
    CHECK(first("information request") == "information-request");
    CHECK(first("") == "");
    CHECK(first("xyzzy qqqq") == "");
    CHECK(services::find_services(all(), std::string(20000, 'a') + " b", 5).empty());
}

TEST_CASE("a page tells what is shared and what is local, and leaves out what does not belong to grief") {
    auto service = catalogue().service(tartu, "funeral-grant", {2026, 11, 21});
    REQUIRE(service);
    auto page = service_page_of(reader(), *service, all());
    CHECK(page.grave);
    CHECK_FALSE(page.local.empty());
    for (const auto& card : page.related) {
        auto id = card.url.substr(card.url.rfind('/') + 1);
        CHECK(catalogue().service(tartu, id, {2026, 11, 21})->grave);
    }
    CHECK(page.summary.find('{') == std::string::npos);
    const auto* event = catalogue().municipality(tartu)->life_event(service->life_events.front());
    REQUIRE(event);
    CHECK(event->grave);
    auto event_page = life_event_page_of(reader(), *event, all());
    CHECK(event_page.steps.size() >= 3);
}

TEST_CASE("Estonian order: õ, ä, ö, ü stand at the end") {
    auto services = all();
    sort_by_name(services, view::Language::et);
    for (std::size_t i = 1; i < services.size(); ++i) {
        bool before = services[i - 1]->name.et.starts_with("Ü"), now = services[i]->name.et.starts_with("A");
        CHECK_FALSE((before && now));
    }
}
