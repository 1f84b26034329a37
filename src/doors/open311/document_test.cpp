#include "doors/open311/door.h"
#include "doors/open311/open311_test_town.h"

using namespace raekoda;
using namespace raekoda::doors::open311;

namespace {
services::ReportKind sample_kind() {
    services::ReportKind kind;
    kind.id = "valgus";
    kind.name.et = "Välisvalgus";
    kind.short_text.et = "Lamp on kustunud või vilgub — õõvastav 🌃";
    kind.open311_keywords = "lamp,latern,pimedus";
    kind.open311_group.et = "õu";
    kind.questions.push_back({"post", services::Datatype::string, false, true, {"Number posti küljes", "", ""}, {"näiteks K-7", "", ""}, {}});
    kind.questions.push_back({"fault", services::Datatype::multivaluelist, true, true, {"Mis lambiga on?", "", ""}, {},
                              {{"out", {"Kustunud", "", ""}}, {"flickers", {"Vilgub", "", ""}}}});
    return kind;
}
void check_golden(const Document& document, const std::string& name) {
    CAPTURE(name);
    auto xml = written(document, Format::xml), json = written(document, Format::json);
    check_same_document(xml, json);
    check_same_document(file("golden/" + name + ".xml"), json);
    check_same_document(xml, file("golden/" + name + ".json"));
    CHECK(json::parse(json).value() == json_file("golden/" + name + ".json"));
}
}  // namespace

TEST_CASE("golden: service list and definition in both formats") {
    Node list = Node::list("service");
    list.add(service_node(sample_kind(), view::Language::et));
    check_golden({"services", list}, "services");
    check_golden({"service_definition", definition_node(sample_kind(), view::Language::et)}, "definition");
}

TEST_CASE("a service without questions has an empty definition") {
    auto kind = sample_kind();
    kind.questions.clear();
    Document document{"service_definition", definition_node(kind, view::Language::et)};
    CHECK(written(document, Format::json) == R"({"service_code":"valgus","attributes":[]})");
    CHECK(written(document, Format::xml) == R"(<?xml version="1.0" encoding="utf-8"?><service_definition><service_code>valgus</service_code><attributes/></service_definition>)");
    CHECK(written({"services", service_node(kind, view::Language::et)}, Format::json).find(R"("metadata":false)") != std::string::npos);
}

TEST_CASE("what XML cannot carry is left out of both, what it can is escaped") {
    Node node = Node::object();
    node.with("a", Node::text("õ<&>\"'\x01\x0b\n\t🙂\xEF\xBF\xBE")).with("b", Node::text("\x02")).with("c", Node::number(58.3806)).with("d", Node::whole(-3));
    Document document{"x", node};
    auto xml = written(document, Format::xml), json = written(document, Format::json);
    check_same_document(xml, json);
    CHECK(json::parse(json).value() == json::parse(R"({"a":"õ<&>\"'\n\t🙂","b":null,"c":58.3806,"d":-3})").value());
    CHECK(xml.find("&lt;&amp;&gt;") != std::string::npos);
}

TEST_CASE("words of a status: the last answer, until it is reopened") {
    services::Municipality municipality;
    municipality.closing_reasons.push_back({"not_ours", {"Ei ole meie", "", ""}, false});
    cases::ReportView report;
    std::vector<cases::Happening> happenings;
    auto happened = [&](const char* type, const char* words, bool internal = false) {
        cases::Happening h;
        h.type = type;
        h.words = words;
        h.internal = internal;
        h.other_number = "2026-000007";
        happenings.push_back(h);
        return status_notes(municipality, report, happenings, view::Language::et);
    };
    CHECK(happened("ReportOpened", "Auk") == "");
    CHECK(happened("NoteAdded", "Salajane", true) == "");
    CHECK(happened("AnswerSent", "Vaatame") == "Vaatame");
    CHECK(happened("ReporterReplied", "Aitäh") == "Vaatame");
    CHECK(happened("ReportClosed", "Tehtud") == "Tehtud");
    CHECK(happened("ReportReopened", "Ei ole") == "");
    report.status = cases::Status::closed;
    report.outcome = "not_ours";
    CHECK(happened("ReportClosed", "") == "Ei ole meie");
    CHECK(happened("ReportMerged", "").find("2026-000007") != std::string::npos);
    CHECK(note_key("ReportTookOver") == "open311.note_report_took_over");
}
