// A town hall with this door for tests: real cases on a real database, the project's catalogue, a clock that stands still. Which town,
// place and kind are spoken of stands in tests/open311/town.json.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>

#include "base/crypto.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "cases/cases.h"
#include "doors/open311/open311.h"
#include "http/http.h"
#include "tests/databases.h"

namespace raekoda::doors::open311 {

inline std::string file(const std::string& name) {
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/tests/open311/" + name, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), name);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline json::value json_file(const std::string& name) { return json::parse(file(name)).value(); }

inline const Instant start{1'790'000'000'000'000};  // 2026-09-21T14:13:20Z, a Monday

inline std::shared_ptr<const services::Catalogue> project_catalogue() {
    static const auto loaded = services::Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
    REQUIRE(loaded.catalogue);
    return loaded.catalogue;
}
inline media::PhotoWorkshop& workshop() {
    static auto one = media::PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 1).value();
    return *one;
}

struct Town {
    testing::Scratch scratch;
    std::map<std::string, std::string> words;  // of town.json, and "key", "good", "bare"
    MunicipalityId municipality;
    Instant moment = start;
    double seconds = 0;
    std::shared_ptr<people::Vault> vault = std::make_shared<people::Vault>(random_bytes(32));
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<people::People> people;
    std::unique_ptr<cases::Cases> cases;
    http::Router router;

    explicit Town(testing::Scratch s, std::shared_ptr<const services::Catalogue> catalogue = project_catalogue(), Open311Options options = {})
        : scratch(std::move(s)) {
        testing::make_tables(scratch);
        std::vector<std::shared_ptr<journal::Projection>> projections;
        for (auto part : {people::People::projections(), services::projections(), cases::Cases::projections()})
            projections.insert(projections.end(), part.begin(), part.end());
        journal = std::make_shared<journal::Journal>(scratch.database, projections);
        people = std::make_shared<people::People>(journal, vault);
        cases = std::make_unique<cases::Cases>(journal, people, [catalogue] { return catalogue; });
        options.now = [this] { return moment; };
        options.seconds = [this] { return seconds; };
        if (options.origin.empty()) options.origin = "https://town.example";
        add_open311(router, *cases, workshop(), options);

        const auto named = json_file("town.json");
        for (const auto& item : named.get_object()) words[std::string(item.key())] = json::as_text(item.value());
        municipality = MunicipalityId(words["municipality"]);
        words["key"] = new_key(100'000, 1'000'000);
        words["bare"] = filled("api_key={key}&jurisdiction_id={jurisdiction}&service_code={kind}&description=Lamp+on+kustunud");
        words["good"] = words["bare"] + "&attribute[what]=out";
        words["list_good"] = "attribute[what]=kerb";
    }

    journal::Context as(const std::string& actor) const { return {municipality, moment, actor, {}}; }
    std::string new_key(int per_minute, int per_day) {
        return people->issue_key(as("staff/manager"), "Rakendus", "info@naide.ee", per_minute, per_day).value().key;
    }
    // {word} → its value.
    std::string filled(std::string text) const {
        for (const auto& [name, value] : words)
            for (std::size_t at; (at = text.find("{" + name + "}")) != std::string::npos;) text.replace(at, name.size() + 2, value);
        return text;
    }

    http::Response ask(http::Request request) {
        if (request.host.empty()) request.host = words["shared_host"];
        request.authority = request.host;
        auto match = router.match(request.method, request.path);
        return router.answer(request, match);
    }
    // target: "requests.json?status=open", below the base path.
    http::Request getting(const std::string& target) const {
        http::Request request;
        auto question = target.find('?');
        request.path = std::string(base_path) + "/" + url_decoded(target.substr(0, question), false).value();
        if (question != std::string::npos) request.query = http::parse_urlencoded(target.substr(question + 1), 500).value();
        return request;
    }
    http::Response get(const std::string& target) { return ask(getting(filled(target))); }
    http::Request posting(const std::string& target, const std::string& form) const {
        auto request = getting(target);
        request.method = http::Method::post;
        request.form = http::parse_urlencoded(form, 500).value();
        return request;
    }
    http::Response post(const std::string& form, const std::string& target = "requests.json") { return ask(posting(target, filled(form))); }
    std::string good_post(const std::string& more = {}) const { return filled("{good}&lat={lat}&long={long}") + more; }

    // A report made through the door; its number.
    std::string made(const std::string& more = {}) {
        auto response = post(good_post(more));
        REQUIRE_MESSAGE(response.status == 200, response.body);
        return json::text(first(response), "service_request_id");
    }
    static json::object first(const http::Response& response) {
        auto document = json::parse(response.content()).value();
        REQUIRE(document.is_array());
        REQUIRE(!document.get_array().empty());
        return document.get_array().front().get_object();
    }
    json::array list(const std::string& target) {
        auto response = get(target);
        REQUIRE_MESSAGE(response.status == 200, response.body);
        return json::parse(response.content()).value().get_array();
    }
    std::size_t count() { return cases->search(municipality, {.limit = 100'000}).value().size(); }
};

inline std::vector<std::unique_ptr<Town>> towns() {
    std::vector<std::unique_ptr<Town>> all;
    for (auto& scratch : testing::databases()) all.push_back(std::make_unique<Town>(std::move(scratch)));
    return all;
}

// XML as JSON by the Spark mapping, all scalars as texts: a container with one kind of child is a list.
inline json::value spark(const pugi::xml_node& element) {
    std::vector<pugi::xml_node> children;
    for (auto child : element.children())
        if (child.type() == pugi::node_element) children.push_back(child);
    if (children.empty()) return *element.child_value() ? json::value(element.child_value()) : json::value(nullptr);
    bool one_kind = true;
    for (auto child : children) one_kind = one_kind && std::string_view(child.name()) == children.front().name();
    if (one_kind) {
        json::array list;
        for (auto child : children) list.push_back(spark(child));
        return list;
    }
    json::object object;
    for (auto child : children) object[child.name()] = spark(child);
    return object;
}
inline json::value as_texts(const json::value& value) {
    if (const auto* list = value.if_array()) {
        if (list->empty()) return nullptr;
        json::array out;
        for (const auto& item : *list) out.push_back(as_texts(item));
        return out;
    }
    if (const auto* object = value.if_object()) {
        json::object out;
        for (const auto& item : *object) out[item.key()] = as_texts(item.value());
        return out;
    }
    if (value.is_string() || value.is_null()) return value;
    return json::value(json::serialize(value));
}
// Numbers may be written differently in both: compared as numbers.
inline void check_same(const json::value& left, const json::value& right) {
    if (left.is_string() && right.is_string()) {
        auto a = parse_number(left.get_string().c_str()), b = parse_number(right.get_string().c_str());
        if (a && b) CHECK(*a == doctest::Approx(*b).epsilon(1e-12));
        else CHECK(left == right);
    } else if (left.is_array() && right.is_array()) {
        REQUIRE(left.get_array().size() == right.get_array().size());
        for (std::size_t i = 0; i < left.get_array().size(); ++i) check_same(left.get_array()[i], right.get_array()[i]);
    } else if (left.is_object() && right.is_object()) {
        REQUIRE(left.get_object().size() == right.get_object().size());
        for (const auto& item : left.get_object()) {
            REQUIRE_MESSAGE(right.get_object().contains(item.key()), item.key());
            check_same(item.value(), right.get_object().at(item.key()));
        }
    } else {
        CHECK(left == right);
    }
}
inline void check_same_document(std::string_view xml_text, std::string_view json_text) {
    REQUIRE(xml_text.starts_with(R"(<?xml version="1.0" encoding="utf-8"?>)"));
    pugi::xml_document xml;
    REQUIRE(xml.load_buffer(xml_text.data(), xml_text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single));
    auto parsed = json::parse(json_text);
    REQUIRE(parsed);
    check_same(spark(xml.document_element()), as_texts(*parsed));
}

}  // namespace raekoda::doors::open311
