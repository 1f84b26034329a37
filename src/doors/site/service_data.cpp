// CPSV-AP 3.2.0: classes and cardinalities as in its SHACL; contexts with full addresses, so that the file stands alone.
#include "doors/site/service_data.h"

#include <algorithm>
#include <functional>
#include <set>

namespace raekoda::doors::site {

using services::Service;

namespace {

json::value lang_texts(const std::function<std::string(view::Language)>& say) {
    json::array out;
    for (auto language : view::all_languages)
        if (auto text = say(language); !text.empty()) out.push_back(json::object{{"@value", text}, {"@language", std::string(view::code(language))}});
    return out;
}
json::object reference(const std::string& id) { return {{"@id", id}}; }

json::object context() {
    return {{"cv", "http://data.europa.eu/m8g/"},
            {"cpsv", "http://purl.org/vocab/cpsv#"},
            {"dct", "http://purl.org/dc/terms/"},
            {"dcat", "http://www.w3.org/ns/dcat#"},
            {"skos", "http://www.w3.org/2004/02/skos/core#"},
            {"foaf", "http://xmlns.com/foaf/0.1/"},
            {"eli", "http://data.europa.eu/eli/ontology#"},
            {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
}

// Everything of one municipality's register, each thing once.
class Export {
public:
    Export(const ServiceReader& reader) : reader_(reader), town_(reader.origin + "/#organisation") {}

    json::object all(const std::vector<ServicePointer>& services) {
        organisation();
        events();
        json::array parts;
        for (const auto& service : services) {
            one(*service);
            parts.push_back(reference(address(*service)));
        }
        const auto& name = reader_.municipality.name;
        graph_.push_back(json::object{{"@id", reader_.origin + "/services.jsonld"},
                                      {"@type", "dcat:Dataset"},
                                      {"dct:title", lang_texts([&](auto l) { return name.in(l) + ": " + view::text(l, "service_page.services"); })},
                                      {"dct:description", lang_texts([&](auto l) { return view::text(l, "service_page.services_lead"); })},
                                      {"dct:publisher", reference(town_)},
                                      {"dcat:landingPage", reference(reader_.origin + "/et/services")},
                                      {"dct:hasPart", std::move(parts)}});
        return {{"@context", context()}, {"@graph", std::move(graph_)}};
    }

private:
    std::string address(const Service& service) const { return reader_.origin + "/et/services/" + service.id; }
    std::string event_address(const std::string& id) const { return reader_.origin + "/et/life-events/" + id; }
    json::value say(const Service& service, const view::LocalText& text) const {
        return lang_texts([&](auto l) { return service.say(text, l, reader_.today); });
    }

    void organisation() {
        const auto& name = reader_.municipality.name;
        graph_.push_back(json::object{{"@id", town_},
                                      {"@type", json::array{"cv:PublicOrganisation", "foaf:Agent"}},
                                      {"dct:identifier", reader_.municipality.ehak},
                                      {"dct:title", lang_texts([&](auto l) { return name.in(l); })},
                                      {"skos:prefLabel", lang_texts([&](auto l) { return name.in(l); })},
                                      {"dct:spatial", reference("urn:ehak:" + reader_.municipality.ehak)}});
    }
    void events() {
        for (const auto& event : reader_.municipality.life_events)
            graph_.push_back(json::object{{"@id", event_address(event.id)},
                                          {"@type", event.business ? "cv:BusinessEvent" : "cv:LifeEvent"},
                                          {"dct:identifier", event.id},
                                          {"dct:title", lang_texts([&](auto l) { return event.name.in(l); })},
                                          {"dct:description", lang_texts([&](auto l) { return event.summary.in(l); })}});
    }

    void one(const Service& service) {
        std::string id = address(service);
        json::object out{{"@id", id},
                         {"@type", "cpsv:PublicService"},
                         {"dct:identifier", service.id},
                         {"dct:title", say(service, service.name)},
                         {"dct:description", say(service, service.description.et.empty() ? service.summary : service.description)},
                         {"cv:hasCompetentAuthority", reference(town_)}};
        json::array languages;
        for (const auto& code : service.languages) languages.emplace_back(code);
        if (!languages.empty()) out["dct:language"] = std::move(languages);
        if (service.time_limit.calendar_days) out["cv:processingTime"] = duration("P" + std::to_string(service.time_limit.calendar_days) + "D");
        json::array grouped;
        for (const auto& event : service.life_events)
            if (reader_.municipality.life_event(event)) grouped.push_back(reference(event_address(event)));
        put(out, "cv:isGroupedBy", std::move(grouped));
        put(out, "cv:hasChannel", channels(service, id));
        put(out, "cv:hasCost", cost(service, id));
        put(out, "cv:holdsRequirement", requirements(service, id));
        put(out, "cpsv:hasInput", evidence(service, id));
        put(out, "cv:hasLegalResource", legal(service, id));
        if (!service.result.et.empty()) {
            graph_.push_back(json::object{{"@id", id + "#output"}, {"@type", "cpsv:Output"}, {"dct:identifier", service.id + "-output"}, {"dct:title", say(service, service.result)}});
            out["cpsv:produces"] = reference(id + "#output");
        }
        graph_.push_back(std::move(out));
    }

    static json::object duration(const std::string& text) { return {{"@value", text}, {"@type", "xsd:duration"}}; }
    static void put(json::object& out, std::string_view name, json::array values) {
        if (!values.empty()) out[name] = std::move(values);
    }

    json::array channels(const Service& service, const std::string& id) {
        json::array out;
        for (std::size_t i = 0; i < service.channels.size(); ++i) {
            const auto& channel = service.channels[i];
            std::string at = id + "#channel-" + std::to_string(i + 1);
            json::object one{{"@id", at}, {"@type", "cv:Channel"}, {"dct:identifier", service.id + "-channel-" + std::to_string(i + 1)},
                             {"dct:type", std::string(services::channel_name(channel.type))}, {"cv:ownedBy", reference(town_)}};
            if (!channel.hours.et.empty()) one["cv:openingHours"] = say(service, channel.hours);
            graph_.push_back(std::move(one));
            out.push_back(reference(at));
        }
        return out;
    }
    json::array cost(const Service& service, const std::string& id) {
        using Kind = services::Fee::Kind;
        if (service.fee.kind == Kind::unknown) return {};
        json::object one{{"@id", id + "#cost"}, {"@type", "cv:Cost"}, {"dct:identifier", service.id + "-cost"}};
        if (service.fee.kind != Kind::varies) {
            one["cv:hasValue"] = static_cast<double>(service.fee.amount_cents) / 100;
            one["cv:currency"] = "http://publications.europa.eu/resource/authority/currency/EUR";
        }
        if (!service.fee.note.et.empty()) one["dct:description"] = say(service, service.fee.note);
        graph_.push_back(std::move(one));
        return {reference(id + "#cost")};
    }
    json::array requirements(const Service& service, const std::string& id) {
        json::array out;
        for (std::size_t i = 0; i < service.conditions.size(); ++i) {
            std::string at = id + "#requirement-" + std::to_string(i + 1);
            graph_.push_back(json::object{{"@id", at}, {"@type", "cv:Requirement"}, {"dct:identifier", service.id + "-requirement-" + std::to_string(i + 1)}, {"dct:title", say(service, service.conditions[i])}});
            out.push_back(reference(at));
        }
        return out;
    }
    json::array evidence(const Service& service, const std::string& id) {
        json::array out;
        for (std::size_t i = 0; i < service.evidence.size(); ++i) {
            std::string at = id + "#evidence-" + std::to_string(i + 1);
            graph_.push_back(json::object{{"@id", at}, {"@type", "cv:Evidence"}, {"dct:identifier", service.id + "-evidence-" + std::to_string(i + 1)}, {"dct:title", say(service, service.evidence[i].name)}});
            out.push_back(reference(at));
        }
        return out;
    }
    json::array legal(const Service& service, const std::string& id) {
        json::array out;
        for (std::size_t i = 0; i < service.legal_basis.size(); ++i) {
            std::string at = id + "#law-" + std::to_string(i + 1);
            json::object one{{"@id", at}, {"@type", "eli:LegalResource"}, {"dct:title", say(service, service.legal_basis[i].title)}};
            if (!service.legal_basis[i].url.empty()) one["dct:source"] = reference(service.legal_basis[i].url);
            graph_.push_back(std::move(one));
            out.push_back(reference(at));
        }
        return out;
    }

    const ServiceReader& reader_;
    std::string town_;
    json::array graph_;
};

struct Rule {
    const char *type, *property;
    std::size_t least, most;
    bool texts;  // rdf:langString
};
constexpr std::size_t any = 1'000'000;
constexpr Rule rules[] = {
    {"cpsv:PublicService", "dct:identifier", 1, 1, false},     {"cpsv:PublicService", "dct:title", 1, any, true},
    {"cpsv:PublicService", "dct:description", 1, any, true},   {"cpsv:PublicService", "cv:hasCompetentAuthority", 1, any, false},
    {"cpsv:PublicService", "cv:processingTime", 0, 1, false},  {"cv:PublicOrganisation", "skos:prefLabel", 1, any, true},
    {"cv:PublicOrganisation", "dct:spatial", 1, any, false},   {"cv:LifeEvent", "dct:identifier", 1, 1, false},
    {"cv:LifeEvent", "dct:title", 1, any, true},               {"cv:BusinessEvent", "dct:identifier", 1, 1, false},
    {"cv:BusinessEvent", "dct:title", 1, any, true},           {"cv:Channel", "dct:identifier", 1, 1, false},
    {"cv:Channel", "dct:type", 0, 1, false},                   {"cv:Cost", "dct:identifier", 1, 1, false},
    {"cv:Cost", "cv:hasValue", 0, 1, false},                   {"cv:Cost", "cv:currency", 0, 1, false},
    {"cv:Requirement", "dct:identifier", 1, 1, false},         {"cv:Requirement", "dct:title", 1, any, true},
    {"cv:Evidence", "dct:identifier", 1, 1, false},            {"cv:Evidence", "dct:title", 1, any, true},
    {"cpsv:Output", "dct:identifier", 1, 1, false},            {"cpsv:Output", "dct:title", 1, any, true},
    {"dcat:Dataset", "dct:title", 1, any, true},               {"dcat:Dataset", "dct:description", 1, any, true},
    {"dcat:Dataset", "dct:publisher", 1, 1, false},            {"foaf:Agent", "dct:identifier", 1, 1, false},
    {"foaf:Agent", "dct:title", 1, any, true},
};

bool has_type(const json::object& node, std::string_view type) {
    const auto* types = node.if_contains("@type");
    if (!types) return false;
    if (types->is_string()) return json::as_text(*types) == type;
    const auto* list = types->if_array();
    return list && std::any_of(list->begin(), list->end(), [&](const auto& one) { return json::as_text(one) == type; });
}
std::vector<const json::value*> values_of(const json::object& node, std::string_view property) {
    std::vector<const json::value*> out;
    if (const auto* value = node.if_contains(property)) {
        if (const auto* list = value->if_array())
            for (const auto& one : *list) out.push_back(&one);
        else out.push_back(value);
    }
    return out;
}

std::string csv_cell(std::string_view text) {
    std::string out = "\"";
    for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

// "12.50": free is "0.00".
std::string price_of(const services::Fee& fee) {
    auto cents = std::to_string(fee.amount_cents % 100);
    return std::to_string(fee.amount_cents / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

}  // namespace

json::object schema_org(const ServiceReader& reader, const Service& service) {
    std::string page = reader.origin + reader.to("/services/" + service.id);
    json::array channels, audience;
    for (const auto& channel : service.channels) {
        json::object one{{"@type", "ServiceChannel"}};
        if (channel.type == services::ChannelType::online && service.form) one["serviceUrl"] = reader.origin + reader.to("/apply/" + service.id);
        if (!channel.url.empty()) one["serviceUrl"] = channel.url;
        if (one.size() == 1 && !channel.email.empty()) one["serviceUrl"] = "mailto:" + channel.email;
        if (!channel.phone.empty()) one["servicePhone"] = json::object{{"@type", "ContactPoint"}, {"telephone", channel.phone}};
        if (!channel.place.et.empty()) one["serviceLocation"] = json::object{{"@type", "Place"}, {"name", reader.say(service, channel.place)}};
        json::array languages;
        for (const auto& code : service.languages) languages.emplace_back(code);
        one["availableLanguage"] = std::move(languages);
        channels.push_back(std::move(one));
    }
    for (const auto& id : service.target_group)
        for (const auto& group : reader.municipality.target_groups)
            if (group.id == id) audience.push_back(json::object{{"@type", "Audience"}, {"audienceType", group.name.in(reader.language)}});
    json::object town{{"@type", "GovernmentOrganization"}, {"name", reader.municipality.name.in(reader.language)}};
    json::object out{{"@context", "https://schema.org"},
                     {"@type", "GovernmentService"},
                     {"@id", page},
                     {"url", page},
                     {"name", reader.say(service, service.name)},
                     {"description", reader.say(service, service.summary)},
                     {"inLanguage", std::string(view::code(reader.language))},
                     {"serviceOperator", town},
                     {"provider", service.provider.et.empty() ? town : json::object{{"@type", "Organization"}, {"name", reader.say(service, service.provider)}}},
                     {"jurisdiction", json::object{{"@type", "AdministrativeArea"}, {"name", reader.municipality.name.in(reader.language)}}},
                     {"areaServed", json::object{{"@type", "AdministrativeArea"}, {"name", reader.municipality.name.in(reader.language)}}},
                     {"audience", std::move(audience)},
                     {"availableChannel", std::move(channels)}};
    if (!service.result.et.empty()) out["serviceOutput"] = json::object{{"@type", "Thing"}, {"name", reader.say(service, service.result)}};
    if (service.fee.kind == services::Fee::Kind::free || service.fee.kind == services::Fee::Kind::amount)
        out["offers"] = json::object{{"@type", "Offer"}, {"price", price_of(service.fee)}, {"priceCurrency", "EUR"}};
    return out;
}

view::Html linked_data_script(const json::object& data) {
    std::string text;
    for (char c : json::serialize(data)) {
        if (c == '<') text += "\\u003c";
        else if (c == '>') text += "\\u003e";
        else if (c == '&') text += "\\u0026";
        else text += c;
    }
    return view::Html::trusted("<script type=\"application/ld+json\">" + text + "</script>");
}

json::object cpsv_ap(const ServiceReader& reader, const std::vector<ServicePointer>& all) { return Export(reader).all(all); }

std::vector<std::string> cpsv_ap_faults(const json::object& document) {
    std::vector<std::string> faults;
    const auto* graph = json::list(document, "@graph");
    if (!graph || !json::member(document, "@context")) return {"no @graph or no @context"};
    std::set<std::string> ids;
    for (const auto& value : *graph) {
        const auto* node = value.if_object();
        std::string id = node ? json::text(*node, "@id") : "";
        if (id.empty()) faults.push_back("a node without @id");
        else if (!ids.insert(id).second) faults.push_back(id + " stands twice");
    }
    for (const auto& value : *graph) {
        const auto* node = value.if_object();
        if (!node) continue;
        std::string id = json::text(*node, "@id");
        for (const auto& rule : rules) {
            if (!has_type(*node, rule.type)) continue;
            auto found = values_of(*node, rule.property);
            std::string where = std::string(rule.type) + " " + id + ": " + rule.property;
            if (found.size() < rule.least || found.size() > rule.most) faults.push_back(where + " stands " + std::to_string(found.size()) + " times");
            for (const auto* one : found)
                if (rule.texts && (!one->is_object() || json::text(one->get_object(), "@value").empty() || json::text(one->get_object(), "@language").empty())) faults.push_back(where + ": text without language");
        }
        // What is referred to within the site must be there.
        for (const auto& member : *node)
            for (const auto* one : values_of(*node, std::string_view(member.key().data(), member.key().size())))
                if (const auto* object = one->if_object(); object && object->size() == 1 && object->contains("@id")) {
                    std::string target = json::text(*object, "@id");
                    if (target.find('#') != std::string::npos && !ids.contains(target)) faults.push_back(id + " -> " + target + ": missing");
                }
    }
    return faults;
}

std::string services_csv(const ServiceReader& reader, const std::vector<ServicePointer>& all) {
    std::string out = "\xEF\xBB\xBFid,name_et,name_en,name_ru,summary_et,summary_en,summary_ru,level,themes,life_events,target_group,goal,time_limit,fee_eur,form,origin,version,source_status,url\r\n";
    auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + csv_cell(cells[i]);
        out += "\r\n";
    };
    auto list = [](const std::vector<std::string>& ids) {
        std::string text;
        for (const auto& id : ids) text += (text.empty() ? "" : " ") + id;
        return text;
    };
    static constexpr const char* origins[] = {"own", "common", "adapted"};
    for (const auto& one : all) {
        const auto& s = *one;
        std::vector<std::string> cells{s.id};
        for (const auto* text : {&s.name, &s.summary})
            for (auto language : view::all_languages) cells.push_back(s.say(*text, language, reader.today));
        cells.insert(cells.end(), {std::string(services::level_name(s.level)), list(s.themes), list(s.life_events), list(s.target_group), s.goal,
                                   s.time_limit.working_days ? std::to_string(s.time_limit.working_days) + " working days" : s.time_limit.calendar_days ? "P" + std::to_string(s.time_limit.calendar_days) + "D" : "",
                                   s.fee.kind == services::Fee::Kind::free || s.fee.kind == services::Fee::Kind::amount ? price_of(s.fee) : "",
                                   s.form ? "yes" : "no", origins[static_cast<int>(s.origin)], s.version, s.source.verified ? "verified" : "to_confirm", reader.origin + "/et/services/" + s.id});
        line(cells);
    }
    return out;
}

}  // namespace raekoda::doors::site
