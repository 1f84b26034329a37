// Renders forms of tests/forms. With RAEKODA_FORM_PAGES=FOLDER the pages are written there, to be looked at and to be run through axe.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "applications/form_fields.h"
#include "applications/pages.h"
#include "view/pages.h"
#include "tests/files.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

struct Sample {
    form::Loaded loaded;
    std::vector<form::Known> facts;

    Sample() {
        auto parsed = json::parse(testing::read_text("tests/forms/every_kind.json"));
        REQUIRE(parsed);
        auto& root = parsed->as_object();
        json::object schema{{"type", "default"}, {"id", "sample"}, {"components", root["components"]}};
        loaded = form::Form::load(json::serialize(schema), json::serialize(root["texts"]), {{{"parameters", nullptr}}, {"maps.example.org"}});
        REQUIRE(loaded.form);
        decision::Evaluation evaluation;
        for (const auto& fact : root["facts"].as_object())
            facts.push_back({std::string(fact.key()), *decision::from_json(evaluation, fact.value()), "population_register", "rahvastikuregister, 20.11.2026"});
    }

    form::State state(const decision::Value& data, form::Check check, view::Language language, std::span<const form::Upload> uploads = {}) const {
        form::Input input;
        input.data = data;
        input.facts = facts;
        input.uploads = uploads;
        input.now = decision::Now{1'795'264'200'000'000, *decision::Zone::named("Europe/Tallinn")};
        input.language = language;
        input.check = check;
        return form::evaluate(*loaded.form, input);
    }
};

view::Frame frame_in(view::Language language) {
    view::Frame frame;
    frame.language = language;
    frame.municipality_id = frame.theme = "sample";
    frame.municipality_name = {"Näidis", "Sample", "Пример"};
    frame.path = "/apply/sample";
    frame.title = "Sample";
    frame.scripts = {"form"};
    return frame;
}

std::string page_html(const view::Frame& frame, const Sample& sample, const form::State& state, std::size_t page) {
    auto fields = pages::form_page_fields(frame, state, page).text();
    std::string body = "<div class=\"page-width\">" + view::pages::error_summary(frame, form_problems(state, page)).text() + "<h1>" +
                       view::escaped(sample.loaded.form->pages()[page].title.in(frame.language)).text() + "</h1><form class=\"form\" method=\"post\" action=\"/x\" novalidate>" + fields +
                       "<div class=\"button-row\"><button class=\"ds-button\" type=\"submit\">OK</button></div></form></div>";
    return view::pages::layout(frame, view::Html::trusted(body)).text();
}

void write(const std::string& name, const std::string& html) {
    if (const char* folder = std::getenv("RAEKODA_FORM_PAGES")) std::ofstream(std::filesystem::path(folder) / (name + ".html")) << html;
}

std::vector<std::string> found(const std::string& html, const char* pattern) {
    std::vector<std::string> out;
    std::regex regex(pattern);
    for (std::sregex_iterator hit(html.begin(), html.end(), regex), end; hit != end; ++hit) out.push_back((*hit)[1]);
    return out;
}

bool has(const std::string& html, std::string_view part) { return html.find(part) != std::string::npos; }

decision::Value posted(const Sample& sample, std::string_view page, std::vector<std::pair<std::string, std::string>> fields, decision::Value before = {}) {
    return form::read_posted(*sample.loaded.form, page, fields, before).data;
}

}  // namespace

TEST_CASE("form fields: every input has a label, every id is there once, what describes it exists") {
    Sample sample;
    auto data = posted(sample, "children", {{"children[2].name", "Kati"}, {"period.from", "3.2.2026"}, {"period.to", "2.2.2026"}},
                       posted(sample, "first", {{"how", "post"}, {"email", "mari@"}, {"plate", "abc"}, {"rent", "kallis"}, {"moment@date", "31.2."}, {"langs", "et"}}));
    for (auto language : view::all_languages)
        for (std::size_t page = 0; page < 2; ++page)
            for (auto check : {form::Check::nothing, form::Check::all}) {
                std::vector<form::Upload> uploads{{"files::1", {{"7", "tõend <1>.pdf", "application/pdf", 10}}}};
                auto before = data;
                REQUIRE(form::put_upload(*sample.loaded.form, before, "proof", "files::1"));
                auto state = sample.state(before, check, language, uploads);
                auto frame = frame_in(language);
                auto html = page_html(frame, sample, state, page);
                INFO(std::string(view::code(language)) << " page " << page << " check " << static_cast<int>(check));
                auto ids = found(html, " id=\"([^\"]+)\"");
                std::set<std::string> unique(ids.begin(), ids.end());
                CHECK(unique.size() == ids.size());
                auto labels = found(html, "<label[^>]* for=\"([^\"]+)\"");
                std::set<std::string> labelled(labels.begin(), labels.end());
                for (const auto& id : found(html, "<(?:input|select|textarea) class=\"ds-input[^\"]*\"[^>]* id=\"(f-[^\"]+)\"")) CHECK_MESSAGE(labelled.count(id), id);
                for (const auto& list : found(html, "aria-describedby=\"([^\"]*)\"")) {
                    std::istringstream words(list);
                    for (std::string id; words >> id;) CHECK_MESSAGE(unique.count(id), id);
                }
                for (const auto& target : found(html, "<a href=\"#(f-[^\"]+)\"")) CHECK_MESSAGE(unique.count(target), target);
                CHECK(has(html, "error-summary") == (check == form::Check::all));
                write(std::string(view::code(language)) + "-" + std::to_string(page) + (check == form::Check::all ? "-checked" : ""), html);
            }
}

TEST_CASE("form fields: known facts, disputes, what is hidden, files") {
    Sample sample;
    auto frame = frame_in(view::Language::et);
    std::vector<form::Upload> uploads{{"files::1", {{"7", "tõend <1>.pdf", "application/pdf", 10}}}};
    decision::Value data;
    REQUIRE(form::put_upload(*sample.loaded.form, data, "proof", "files::1"));
    auto html = form_fields(frame, sample.state(data, form::Check::nothing, view::Language::et, uploads), 0).text();
    CHECK(has(html, "rahvastikuregister, 20.11.2026"));
    CHECK(has(html, "name=\"wrong\" value=\"given\""));
    CHECK_FALSE(has(html, "name=\"given\""));  // known: not asked
    CHECK(has(html, "data-form-part=\"address\" hidden>\n<template>"));
    CHECK(has(html, "tõend &lt;1&gt;.pdf"));
    CHECK(has(html, "name=\"remove_file\" value=\"proof/7\""));
    auto disputed = form_fields(frame, sample.state(posted(sample, "first", {{"wrong", "given"}}), form::Check::nothing, view::Language::et), 0).text();
    CHECK(has(disputed, "name=\"given\" value=\"Mari\""));
    CHECK(has(disputed, "name=\"right\" value=\"given\""));
    auto children = form_fields(frame, sample.state({}, form::Check::nothing, view::Language::et), 1).text();
    CHECK(has(children, "name=\"add\" value=\"children\""));
    CHECK(has(children, "name=\"remove\" value=\"children[0]\""));
    CHECK(has(children, "name=\"known_children[0]@row\""));
    CHECK_FALSE(has(children, "name=\"remove\" value=\"known_children[0]\""));
}

TEST_CASE("form fields: what people write never becomes markup") {
    Sample sample;
    auto frame = frame_in(view::Language::en);
    const std::string naughty = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{1+1}}";
    auto data = posted(sample, "", {{"email", naughty}, {"plate", naughty}, {"rent", naughty}, {"birth", naughty}, {"moment@date", naughty}, {"moment@time", naughty}, {"how", naughty},
                                    {"address", naughty}, {"district", naughty}, {"children[0].name", naughty}, {"wrong", "given"}, {"given", naughty}});
    auto state = sample.state(data, form::Check::all, view::Language::en);
    std::string html = form_fields(frame, state, 0).text() + form_fields(frame, state, 1).text() + pages::form_answers(frame, answers_by_page(*sample.loaded.form, state, view::Language::en, "/en/x/")).text();
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "<img src=x"));
    CHECK(has(html, "{{1+1}}"));  // a template in an answer is no template
}

TEST_CASE("form fields: check your answers") {
    Sample sample;
    for (auto language : view::all_languages) {
        auto frame = frame_in(language);
        auto state = sample.state(posted(sample, "", {{"email", "mari@naide.ee"}, {"how", "mail"}, {"children[0].name", "Ants"}}), form::Check::all, language);
        auto html = pages::form_answers(frame, answers_by_page(*sample.loaded.form, state, language, "/x/")).text();
        CHECK(has(html, "mari@naide.ee"));
        CHECK(has(html, "href=\"/x/children\""));
        CHECK(has(html, "href=\"/x/first#f-birth\""));
        CHECK(has(html, "rahvastikuregister"));
        write(std::string(view::code(language)) + "-answers", view::pages::layout(frame, view::Html::trusted("<div class=\"page-width\"><h1>1</h1>" + html + "</div>")).text());
    }
}
