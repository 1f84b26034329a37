// What officials see of a decision model: the table with the rows that decided, what would change it, errors at the field, nothing unescaped.
#include <doctest/doctest.h>

#include "base/text.h"
#include "doors/site/model_view.h"
#include "doors/site/pages.h"

namespace raekoda::doors::site {

namespace {

using view::Language;

const Date day{2026, 11, 21};

constexpr std::string_view permit = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="Luba" namespace="urn:luba" id="luba">
  <itemDefinition name="tsoon"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
  <itemDefinition name="isik"><itemComponent name="vanus"><typeRef>number</typeRef></itemComponent><itemComponent name="sünniaeg"><typeRef>date</typeRef></itemComponent></itemDefinition>
  <itemDefinition name="tsoonid" isCollection="true"><typeRef>tsoon</typeRef></itemDefinition>
  <itemDefinition name="väärtused"><itemComponent name="hind"><typeRef>number</typeRef></itemComponent></itemDefinition>
  <inputData id="i1" name="tsoon"><variable name="tsoon" typeRef="tsoon"/></inputData>
  <inputData id="i2" name="isik"><variable name="isik" typeRef="isik"/></inputData>
  <inputData id="i3" name="elanik"><variable name="elanik" typeRef="boolean"/></inputData>
  <inputData id="i4" name="muu"><variable name="muu"/></inputData>
  <inputData id="i5" name="varasemad"><variable name="varasemad" typeRef="tsoonid"/></inputData>
  <inputData id="i6" name="parameters"><variable name="parameters" typeRef="väärtused"/></inputData>
  <decision id="d1" name="soodustus"><question>Kas &lt;b&gt;soodustus&lt;/b&gt; kehtib?</question><variable name="soodustus" typeRef="number"/>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement><informationRequirement><requiredInput href="#i3"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE" id="t1">
      <input label="vanus"><inputExpression typeRef="number"><text>isik.vanus</text></inputExpression></input>
      <input label="elanik"><inputExpression typeRef="boolean"><text>elanik</text></inputExpression></input>
      <output name="soodustus" typeRef="number"/>
      <annotation name="Miks"/>
      <rule id="r1"><inputEntry><text>&lt; 18</text></inputEntry><inputEntry><text>true</text></inputEntry><outputEntry><text>50</text></outputEntry><annotationEntry><text>Laps &lt;script&gt;</text></annotationEntry></rule>
      <rule id="r2"><inputEntry><text>[18..64]</text></inputEntry><inputEntry><text>true</text></inputEntry><outputEntry><text>10</text></outputEntry><annotationEntry><text></text></annotationEntry></rule>
      <rule id="r3"><inputEntry><text>[18..64]</text></inputEntry><inputEntry><text>false</text></inputEntry><outputEntry><text>0</text></outputEntry><annotationEntry><text></text></annotationEntry></rule>
    </decisionTable></decision>
  <decision id="d2" name="hind"><variable name="hind" typeRef="number"/>
    <informationRequirement><requiredDecision href="#d1"/></informationRequirement><informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i6"/></informationRequirement>
    <literalExpression><text>if tsoon = "A" then parameters.hind - soodustus else parameters.hind &lt; 1000</text></literalExpression></decision>
</definitions>)";

struct Desk {
    services::DecisionModel model;
    Desk() {
        auto loaded = decision::load(permit, "permit.dmn");
        REQUIRE(loaded.model);
        REQUIRE_FALSE(decision::has_errors(loaded.problems));
        model.id = "permit";
        model.name = {"Luba & hind", "Permit & price", "Разрешение & цена"};
        model.model = loaded.model;
        model.decision = "hind";
        model.inputs = {{"tsoon", {"Tsoon", "Zone", "Зона"}, {}, {{"A", {"Kesklinn", "Centre", "Центр"}}, {"B", {"Äärelinn", "Outskirts", "Окраина"}}}},
                        {"isik", {"Taotleja", "Applicant", "Заявитель"}, {}, {}}, {"elanik", {"Elanik", "Resident", "Житель"}, {}, {}}};
        decision::ContextBuilder values;
        values.put(std::string_view("hind"), decision::Value(200));
        model.parameters_origin = "common";
        model.parameter_rows.push_back({Date{2026, 1, 1}, std::nullopt, values.build(), "Määrus <nr 1>", false});
    }
    FactForm form(const std::string& query, Language language = Language::et) const { return fact_form(model, language, http::parse_urlencoded(query, 100).value(), day); }
    Trial trial(const FactForm& form) const { return try_model(model, form, model.parameter_rows[0].values, default_zone); }
};

const std::string adult = "on=21.11.2026&fact[0]=A&fact[1.0]=30&fact[1.1]=1.2.1996&fact[2]=true";

const FactField& field(const FactForm& form, std::string_view name) {
    for (const auto& one : form.fields)
        if (one.field.name == name && !one.closes_group) return one;
    FAIL(std::string(name));
    return form.fields.front();
}

TablePart tried_table(const Desk& desk, const FactForm& form, Language language = Language::et) {
    auto trial = desk.trial(form);
    return table_part(language, desk.model, 0, {}, &trial.reasons);
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

struct Empty final : services::Catalogue {
    std::vector<services::Municipality> towns{1};
    services::WorkCalendar days;
    const std::vector<services::Municipality>& municipalities() const override { return towns; }
    const services::WorkCalendar& calendar() const override { return days; }
    services::Located locate(double, double) const override { return {}; }
    std::vector<services::PlaceFound> find_places(const MunicipalityId&, std::string_view, int) const override { return {}; }
    Result<services::Routing> route(const MunicipalityId&, const services::RoutingFacts&) const override { return services::Routing{}; }
    const view::LocalText* rule_note(const MunicipalityId&, std::string_view, std::string_view) const override { return nullptr; }
    const std::vector<services::DecisionModel>& decision_models(const MunicipalityId&) const override {
        static const std::vector<services::DecisionModel> none;
        return none;
    }
    const std::vector<ServiceVariants>& service_variants(const MunicipalityId&) const override { static const std::vector<ServiceVariants> none; return none; }
    services::Limit service_level(const MunicipalityId&, std::string_view, Date) const override { return {}; }
    std::vector<services::Suggestion> suggest(const MunicipalityId&, std::string_view, int, const std::map<std::string, int>&, int) const override { return {}; }
    std::string outline_geojson(const MunicipalityId&) const override { return {}; }
    std::string folder() const override { return {}; }
};

std::string html(const Desk& desk, FactForm form, const Trial* trial, Language language = Language::et) {
    static const Empty catalogue;
    Reader reader{language, catalogue, catalogue.towns[0], day};
    auto page = model_page_of(reader, desk.model, desk.model.model->check_tables(), std::move(form), trial);
    view::Frame frame;
    frame.language = language;
    return std::string(pages::model_page(frame, page).text());
}

}  // namespace

TEST_CASE("the form is made of the model's inputs by their types") {
    Desk desk;
    auto form = desk.form("");
    CHECK_FALSE(form.asked);
    CHECK(form.problems.empty());
    CHECK(form.day.value == "21.11.2026");
    CHECK(field(form, "fact[0]").kind == FactField::Kind::choice);
    CHECK(field(form, "fact[0]").options.at(0).label == "Kesklinn");
    CHECK(field(form, "fact[1]").opens_group);
    CHECK(field(form, "fact[1.0]").field.input_mode == "decimal");
    CHECK(field(form, "fact[1.1]").kind == FactField::Kind::date);
    CHECK(field(form, "fact[2]").options.size() == 2);
    CHECK(field(form, "fact[3]").kind == FactField::Kind::text);
    CHECK(field(form, "fact[4]").kind == FactField::Kind::choices);
    for (const auto& one : form.fields) CHECK(one.field.name != "fact[5]");  // the catalogue fills the parameters
}

TEST_CASE("facts are read as people write them") {
    Desk desk;
    auto form = desk.form("on=2026-05-01&fact[0]=B&fact[1.0]=1%C2%A0234,5&fact[1.1]=01.02.1996&fact[2]=false&fact[3]=%7B%22a%22%3A+%5B1%2C+%22x%22%5D%7D&fact[4]=A&fact[4]=B");
    CHECK(form.problems.empty());
    CHECK(form.on == Date{2026, 5, 1});
    CHECK(decision::to_literal(form.facts[0]) == "\"B\"");
    CHECK(decision::to_literal(form.facts[1]) == "{vanus: 1234.5, sünniaeg: 1996-02-01}");
    CHECK(form.facts[2].is_false());
    CHECK(decision::to_literal(form.facts[3]) == "{a: [1, \"x\"]}");
    CHECK(decision::to_literal(form.facts[4]) == "[\"A\", \"B\"]");
    CHECK(decision::to_literal(desk.form("on=1.5.2026&fact[3]=%5B1..5%5D").facts[3]) == "[1..5]");
    CHECK(desk.form("on=1.5.2026").facts[1].is_null());
}

TEST_CASE("what cannot be read says why at its field, in the reader's language, and stays typed") {
    Desk desk;
    for (auto language : view::all_languages) {
        auto form = desk.form("on=31.2.2026&fact[0]=%3Ci%3E&fact[1.0]=palju&fact[1.1]=homme&fact[3]=1+%2B", language);
        REQUIRE(form.problems.size() == 5);
        CHECK(form.day.error_text == view::text(language, "decision_page.not_a_date"));
        CHECK(form.day.value == "31.2.2026");
        CHECK(field(form, "fact[0]").field.error_text == view::text(language, "decision_page.not_in_list"));
        CHECK(field(form, "fact[0]").options.back().value == "<i>");
        CHECK(field(form, "fact[0]").options.back().checked);
        CHECK(field(form, "fact[1.0]").field.error_text == view::text(language, "decision_page.not_a_number"));
        CHECK(field(form, "fact[1.0]").field.value == "palju");
        CHECK(field(form, "fact[1.1]").field.error_text == view::text(language, "decision_page.not_a_date"));
        CHECK_FALSE(field(form, "fact[3]").field.error_text.empty());
        auto page = html(desk, form, nullptr, language);
        CHECK(contains(page, "href=\"#f-fact-1-0\""));
        CHECK(contains(page, "value=\"palju\""));
        CHECK(contains(page, "value=\"&lt;i&gt;\""));
        CHECK_FALSE(contains(page, "<i>"));
        CHECK_FALSE(contains(page, "id=\"result\""));
    }
    CHECK(desk.form("on=1.1.2026&fact[3]=" + std::string(5000, '1')).problems.size() == 1);
    CHECK(desk.form("on=1.1.2026&fact[3]=" + url_encoded("for i in 1..1000000000 return i")).problems.size() == 1);
    CHECK(desk.form("on=1.1.2026&fact[3]=" + url_encoded(std::string(3000, '['))).problems.size() == 1);
}

TEST_CASE("the row that decided and the rows that nearly did") {
    Desk desk;
    auto form = desk.form(adult);
    REQUIRE(form.problems.empty());
    auto trial = desk.trial(form);
    CHECK(decision::to_literal(trial.results.at(0)) == "190");
    auto table = tried_table(desk, form);
    using State = RuleRow::State;
    CHECK(table.rules[1].state == State::decided);
    CHECK(table.rules[0].state == State::near);
    CHECK(table.rules[0].inputs[0].mark == CellView::Mark::failed);
    CHECK(table.rules[0].inputs[1].mark == CellView::Mark::matched);
    CHECK(table.rules[2].state == State::near);
    CHECK(table.rules[2].inputs[1].mark == CellView::Mark::failed);
    REQUIRE(table.near.size() == 2);
    CHECK(table.near[0].url == "#table-1-rule-1");
    CHECK(contains(table.near[0].text, "< 18"));
    CHECK(contains(table.near[0].text, "30"));
    CHECK(contains(table.near[0].text, "50"));
    CHECK(table.inputs[0].given == "30");
    CHECK(table.outcome.empty());
    auto page = html(desk, form, &trial);
    CHECK(contains(page, "data-state=\"decided\""));
    CHECK(contains(page, view::text(Language::et, "decision_page.state_decided")));
    CHECK(contains(page, "<p class=\"result__value\">190</p>"));
}

TEST_CASE("no row: said, with what would change it; not known is not zero") {
    Desk desk;
    auto table = tried_table(desk, desk.form("on=21.11.2026&fact[1.0]=70&fact[2]=true"));
    CHECK(table.outcome == view::text(Language::et, "decision_page.outcome_none"));
    CHECK(table.near.size() == 2);
    CHECK(table.rules[2].state == RuleRow::State::none);  // two cells do not match
    auto unknown = tried_table(desk, desk.form("on=21.11.2026"));
    CHECK(unknown.near.empty());
}

TEST_CASE("texts of a model are never HTML; sources and logic are shown") {
    Desk desk;
    auto form = desk.form(adult);
    auto trial = desk.trial(form);
    for (auto language : view::all_languages) {
        auto page = html(desk, desk.form(adult, language), &trial, language);
        CHECK_FALSE(contains(page, "<script>"));
        CHECK_FALSE(contains(page, "<b>soodustus"));
        CHECK(contains(page, "Laps &lt;script&gt;"));
        CHECK(contains(page, "Määrus &lt;nr 1&gt;"));
        CHECK(contains(page, "parameters.hind &lt; 1000"));
        CHECK(contains(page, "<th scope=\"row\">"));
        CHECK(contains(page, "<caption id=\"table-1-caption\">"));
        CHECK(contains(page, "<svg"));
    }
}

TEST_CASE("what the static check finds is told with its counter-example in three languages") {
    Desk desk;
    auto findings = desk.model.model->check_tables();
    REQUIRE_FALSE(findings.empty());
    for (auto language : view::all_languages) {
        auto table = table_part(language, desk.model, 0, findings, nullptr);
        REQUIRE(table.findings.size() == findings.size());
        CHECK(table.findings[0].tag.text == view::text(language, "decision_page.finding_gap_name"));
        CHECK(contains(table.findings[0].text, table.inputs[1].label));
        CHECK_FALSE(table.tried);
    }
}

TEST_CASE("an example fills the form with its facts") {
    Desk desk;
    auto form = desk.form(adult + "&fact[4]=B&fact[3]=%22t%C3%A4ht%22");
    REQUIRE(form.problems.empty());
    decision::ContextBuilder given;
    for (std::size_t i = 0; i + 1 < form.facts.size(); ++i) given.put(std::string_view(desk.model.model->inputs()[i].name), form.facts[i]);
    auto again = desk.form(fact_query(desk.model, given.build(), form.on).substr(1));
    CHECK(again.problems.empty());
    CHECK(again.on == form.on);
    for (std::size_t i = 0; i < form.facts.size(); ++i) CHECK(decision::to_literal(again.facts[i]) == decision::to_literal(form.facts[i]));
}

TEST_CASE("a day without parameters and a model that never ends are said, not hidden") {
    Desk desk;
    auto form = desk.form("on=1.1.2020&fact[0]=A");
    auto trial = try_model(desk.model, form, {}, default_zone);
    auto page = html(desk, form, &trial);
    CHECK(contains(page, view::text(Language::et, "decision_page.no_parameters", {{"day", day_text(Language::et, Date{2020, 1, 1})}})));
    CHECK(contains(page, view::text(Language::et, "decision_page.no_result")));
    auto endless = decision::load(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="x" namespace="urn:x" id="x"><decision id="d" name="d"><variable name="d"/>
      <literalExpression><text>count(for i in 1..100000, j in 1..100000 return i)</text></literalExpression></decision></definitions>)", "x.dmn");
    REQUIRE(endless.model);
    Desk other;
    other.model.model = endless.model;
    other.model.decision = "d";
    auto none = other.form("on=1.1.2026");
    auto stopped = try_model(other.model, none, {}, default_zone);
    CHECK(stopped.stopped);
    CHECK(contains(html(other, none, &stopped), view::text(Language::et, "decision_page.stopped")));
}

TEST_CASE("the drawing has every part once and stays inside its frame") {
    Desk desk;
    auto drawing = drawing_of(desk.model, Language::et);
    CHECK(drawing.nodes.size() == 8);
    CHECK(drawing.edges.size() == 5);
    for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
        const auto& a = drawing.nodes[i];
        CHECK(a.x >= 0);
        CHECK(a.x + a.width <= drawing.width);
        CHECK(a.y + a.height <= drawing.height);
        for (std::size_t k = 0; k < i; ++k) {
            const auto& b = drawing.nodes[k];
            CHECK((a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y));
        }
    }
}

TEST_CASE("every hit policy and aggregation has its words") {
    for (int i = 0; i < 7; ++i) {
        auto name = policy_name(static_cast<decision::HitPolicy>(i));
        CHECK(view::has_text("decision_page.policy_" + name));
        CHECK(view::has_text("decision_page.policy_words_" + name));
    }
    for (const char* name : {"sum", "count", "min", "max"}) CHECK(view::has_text("decision_page.aggregation_" + std::string(name)));
}

}  // namespace raekoda::doors::site
