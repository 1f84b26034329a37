// CPSV-AP 3.2.0: classes and cardinalities as in its SHACL; contexts with full addresses, so that the file stands alone.
#include "doors/site/service_data.h"

#include <algorithm>
#include <functional>
#include <map>
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
            {"org", "http://www.w3.org/ns/org#"},
            {"time", "http://www.w3.org/2006/time#"},
            {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
}

constexpr const char* region_class = "http://data.europa.eu/88u/dataset/atu-type";
constexpr const char* euro = "http://publications.europa.eu/resource/authority/currency/EUR";

// As the Publications Office of the EU names languages; else as the Library of Congress does.
std::string language_address(const std::string& code) {
    static const std::map<std::string, std::string> known{{"et", "EST"}, {"en", "ENG"}, {"ru", "RUS"}, {"uk", "UKR"}, {"fi", "FIN"}, {"lv", "LAV"}, {"de", "DEU"}};
    auto found = known.find(code);
    return found == known.end() ? "http://id.loc.gov/vocabulary/iso639-1/" + code : "http://publications.europa.eu/resource/authority/language/" + found->second;
}

// The profile counts days of the calendar: so many working days are over then, with every weekend between.
int calendar_days(const services::TimeLimit& limit) {
    constexpr int working_week = 5, weekend = 2;
    return limit.calendar_days ? limit.calendar_days : limit.working_days + (limit.working_days + working_week - 1) / working_week * weekend;
}

// "12.50": free is "0.00".
std::string price_of(const services::Fee& fee) {
    auto cents = std::to_string(fee.amount_cents % 100);
    return std::to_string(fee.amount_cents / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

// Everything of one municipality's register, each thing once.
class Export {
public:
    Export(const ServiceReader& reader) : reader_(reader), town_(reader.origin + "/#organisation") {}

    json::object all(const std::vector<ServicePointer>& services) {
        organisation();
        events();
        for (const auto& service : services) exported_.insert(service->id);
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
                                      {"dcat:landingPage", document(reader_.origin + "/et/services")},
                                      {"dct:hasPart", std::move(parts)}});
        return {{"@context", context()}, {"@graph", std::move(graph_)}};
    }

private:
    std::string address(const Service& service) const { return reader_.origin + "/et/services/" + service.id; }
    std::string event_address(const std::string& id) const { return reader_.origin + "/et/life-events/" + id; }
    std::string region() const { return "urn:ehak:" + reader_.municipality.ehak; }
    // What the profile wants as a thing of a class is one here, with its name: nobody has to look it up elsewhere.
    json::object term(const std::string& id, const std::function<std::string(view::Language)>& name) { return thing(id, "skos:Concept", name); }
    json::object document(const std::string& id) { return thing(id, "foaf:Document", {}); }
    json::object thing(const std::string& id, const char* type, const std::function<std::string(view::Language)>& name) {
        if (told_.insert(id).second) {
            json::object one{{"@id", id}, {"@type", type}};
            if (name) one["skos:prefLabel"] = lang_texts(name);
            graph_.push_back(std::move(one));
        }
        return reference(id);
    }
    json::object hours(const std::string& id, json::value text) {
        graph_.push_back(json::object{{"@id", id}, {"@type", "time:TemporalEntity"}, {"dct:description", std::move(text)}});
        return reference(id);
    }
    json::value say(const Service& service, const view::LocalText& text) const {
        return lang_texts([&](auto l) { return service.say(text, l, reader_.today); });
    }

    void organisation() {
        const auto& name = reader_.municipality.name;
        graph_.push_back(json::object{{"@id", town_},
                                      {"@type", json::array{"cv:PublicOrganisation", "org:Organization", "foaf:Agent"}},
                                      {"dct:identifier", reader_.municipality.ehak},
                                      {"dct:title", lang_texts([&](auto l) { return name.in(l); })},
                                      {"skos:prefLabel", lang_texts([&](auto l) { return name.in(l); })},
                                      {"dct:spatial", reference(region())}});
        graph_.push_back(json::object{{"@id", region()}, {"@type", json::array{region_class, "dct:Location"}}, {"skos:prefLabel", lang_texts([&](auto l) { return name.in(l); })}});
    }
    void events() {
        for (const auto& event : reader_.municipality.life_events)
            graph_.push_back(json::object{{"@id", event_address(event.id)},
                                          {"@type", json::array{"cv:Event", event.business ? "cv:BusinessEvent" : "cv:LifeEvent"}},
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
                         {"cv:hasCompetentAuthority", reference(town_)},
                         {"dct:spatial", reference(region())},
                         {"cv:contactPoint", contact(service, id)}};
        if (!service.time_limit.empty()) out["cv:processingTime"] = typed("P" + std::to_string(calendar_days(service.time_limit)) + "D", "xsd:duration");
        classified(service, out);
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
            graph_.push_back(json::object{{"@id", id + "#output"}, {"@type", "cv:Output"}, {"dct:identifier", service.id + "-output"}, {"dct:title", say(service, service.result)}});
            out["cpsv:produces"] = reference(id + "#output");
        }
        graph_.push_back(std::move(out));
    }

    // For whom, about what, in which languages, for which goal; which services belong beside it.
    void classified(const Service& service, json::object& out) {
        const auto& here = reader_.municipality;
        json::array languages, audience, themes, goals, related, keywords;
        for (const auto& code : service.languages) languages.push_back(thing(language_address(code), "dct:LinguisticSystem", {}));
        for (const auto& group : here.target_groups)
            if (std::find(service.target_group.begin(), service.target_group.end(), group.id) != service.target_group.end())
                audience.push_back(term(reader_.origin + "/#audience-" + group.id, [&](auto l) { return group.name.in(l); }));
        for (const auto& id : service.themes)
            if (const auto* theme = here.service_theme(id)) themes.push_back(term(reader_.origin + "/#theme-" + id, [&](auto l) { return theme->name.in(l); }));
        for (const auto& goal : here.goals)
            if (goal.id == service.goal) goals.push_back(term(reader_.origin + "/#goal-" + goal.id, [&](auto l) { return goal.name.in(l); }));
        for (const auto& id : service.related)
            if (exported_.contains(id)) related.push_back(reference(reader_.origin + "/et/services/" + id));
        for (const auto& [language, words] : service.keywords)
            for (const auto& word : words) keywords.push_back(json::object{{"@value", word}, {"@language", language}});
        put(out, "dct:language", std::move(languages));
        put(out, "dct:audience", std::move(audience));
        put(out, "cv:thematicArea", std::move(themes));
        put(out, "cv:isClassifiedBy", std::move(goals));
        put(out, "cv:relatedService", std::move(related));
        put(out, "dcat:keyword", std::move(keywords));
    }
    // The service's own, else the municipality's.
    json::object contact(const Service& service, const std::string& service_id) {
        const auto &own = service.contact;
        const auto &here = reader_.municipality;
        const bool general = own.empty();
        const std::string id = general ? reader_.origin + "/#contact" : service_id + "#contact";
        if (!told_.insert(id).second) return reference(id);
        json::object one{{"@id", id}, {"@type", "cv:ContactPoint"}};
        const auto &phone = general ? here.phone : own.phone, &email = general ? here.email : own.email;
        if (!phone.empty()) one["cv:telephone"] = phone;
        if (!email.empty()) one["cv:email"] = email;
        if (!general && !own.url.empty()) one["cv:contactPage"] = document(own.url);
        if (general && !here.hours.et.empty()) one["cv:openingHours"] = hours(id + "-hours", lang_texts([&](auto l) { return here.hours.in(l); }));
        if (!general && !own.hours.et.empty()) one["cv:openingHours"] = hours(id + "-hours", say(service, own.hours));
        graph_.push_back(std::move(one));
        return reference(id);
    }

    static json::object typed(const std::string& text, const char* type) { return {{"@value", text}, {"@type", type}}; }
    static void put(json::object& out, std::string_view name, json::array values) {
        if (!values.empty()) out[name] = std::move(values);
    }

    json::array channels(const Service& service, const std::string& id) {
        json::array out;
        for (std::size_t i = 0; i < service.channels.size(); ++i) {
            const auto& channel = service.channels[i];
            std::string at = id + "#channel-" + std::to_string(i + 1);
            json::object one{{"@id", at}, {"@type", "cv:Channel"}, {"dct:identifier", service.id + "-channel-" + std::to_string(i + 1)},
                             {"cv:ownedBy", reference(town_)}};
            const std::string type(services::channel_name(channel.type));
            one["dct:type"] = term(reader_.origin + "/#channel-" + type, [&](auto l) { return view::text(l, "service_page.channel_" + type); });
            json::array about;
            for (const auto* text : {&channel.place, &channel.note}) {
                if (text->et.empty()) continue;
                const auto said = say(service, *text);
                about.insert(about.end(), said.get_array().begin(), said.get_array().end());
            }
            put(one, "dct:description", std::move(about));
            if (!channel.hours.et.empty()) one["cv:openingHours"] = hours(at + "-hours", say(service, channel.hours));
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
            one["cv:hasValue"] = typed(price_of(service.fee), "xsd:double");
            one["cv:currency"] = term(euro, [](auto) { return std::string("EUR"); });
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
            json::object one{{"@id", at}, {"@type", "cv:Evidence"}, {"dct:identifier", service.id + "-evidence-" + std::to_string(i + 1)}, {"dct:title", say(service, service.evidence[i].name)}};
            if (!service.evidence[i].text.et.empty()) one["dct:description"] = say(service, service.evidence[i].text);
            graph_.push_back(std::move(one));
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
    std::set<std::string> exported_;  // services
    std::set<std::string> told_;      // things that several services speak of
    json::array graph_;
};

struct Rule {
    const char *type, *property;
    std::size_t least, most;
    const char* value;  // rdf:langString, a type of literals "xsd:…", or the class of what is referred to; empty: anything
};
constexpr std::size_t any = 1'000'000;
constexpr const char* texts = "rdf:langString";
constexpr Rule rules[] = {
    {"cpsv:PublicService", "dct:identifier", 1, 1, ""},
    {"cpsv:PublicService", "dct:title", 1, any, texts},
    {"cpsv:PublicService", "dct:description", 1, any, texts},
    {"cpsv:PublicService", "dcat:keyword", 0, any, texts},
    {"cpsv:PublicService", "cv:hasCompetentAuthority", 1, any, "cv:PublicOrganisation"},
    {"cpsv:PublicService", "cv:processingTime", 0, 1, "xsd:duration"},
    {"cpsv:PublicService", "cv:contactPoint", 0, any, "cv:ContactPoint"},
    {"cpsv:PublicService", "dct:language", 0, any, "dct:LinguisticSystem"},
    {"cpsv:PublicService", "dct:spatial", 0, any, "dct:Location"},
    {"cpsv:PublicService", "dct:audience", 0, any, "skos:Concept"},
    {"cpsv:PublicService", "cv:thematicArea", 0, any, "skos:Concept"},
    {"cpsv:PublicService", "cv:isClassifiedBy", 0, any, "skos:Concept"},
    {"cpsv:PublicService", "cv:relatedService", 0, any, "cpsv:PublicService"},
    {"cpsv:PublicService", "cv:isGroupedBy", 0, any, "cv:Event"},
    {"cpsv:PublicService", "cv:hasChannel", 0, any, "cv:Channel"},
    {"cpsv:PublicService", "cv:hasCost", 0, any, "cv:Cost"},
    {"cpsv:PublicService", "cv:holdsRequirement", 0, any, "cv:Requirement"},
    {"cpsv:PublicService", "cpsv:hasInput", 0, any, "cv:Evidence"},
    {"cpsv:PublicService", "cv:hasLegalResource", 0, any, "eli:LegalResource"},
    {"cpsv:PublicService", "cpsv:produces", 0, any, "cv:Output"},
    {"cv:PublicOrganisation", "skos:prefLabel", 1, any, texts},
    {"cv:PublicOrganisation", "dct:spatial", 1, any, region_class},
    {"cv:Event", "dct:identifier", 1, 1, ""},
    {"cv:Event", "dct:title", 1, any, texts},
    {"cv:Event", "dct:description", 0, any, texts},
    {"cv:Channel", "dct:identifier", 1, 1, ""},
    {"cv:Channel", "dct:type", 0, 1, "skos:Concept"},
    {"cv:Channel", "dct:description", 0, any, texts},
    {"cv:Channel", "cv:ownedBy", 0, any, "org:Organization"},
    {"cv:Channel", "cv:openingHours", 0, any, "time:TemporalEntity"},
    {"cv:ContactPoint", "cv:contactPage", 0, any, "foaf:Document"},
    {"cv:ContactPoint", "cv:openingHours", 0, any, "time:TemporalEntity"},
    {"time:TemporalEntity", "dct:description", 0, any, texts},
    {"cv:Cost", "dct:identifier", 1, 1, ""},
    {"cv:Cost", "dct:description", 0, any, texts},
    {"cv:Cost", "cv:hasValue", 0, 1, "xsd:double"},
    {"cv:Cost", "cv:currency", 0, 1, "skos:Concept"},
    {"cv:Requirement", "dct:identifier", 1, 1, ""},
    {"cv:Requirement", "dct:title", 1, any, texts},
    {"cv:Evidence", "dct:identifier", 1, 1, ""},
    {"cv:Evidence", "dct:title", 1, any, texts},
    {"cv:Evidence", "dct:description", 0, any, texts},
    {"cv:Output", "dct:identifier", 1, 1, ""},
    {"cv:Output", "dct:title", 1, any, texts},
    {"dcat:Dataset", "dct:title", 1, any, texts},
    {"dcat:Dataset", "dct:description", 1, any, texts},
    {"dcat:Dataset", "dct:publisher", 1, 1, "foaf:Agent"},
    {"dcat:Dataset", "dct:hasPart", 0, any, "cpsv:PublicService"},
    {"dcat:Dataset", "dcat:landingPage", 0, any, "foaf:Document"},
    {"foaf:Agent", "dct:identifier", 1, 1, ""},
    {"foaf:Agent", "dct:title", 1, any, texts},
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

// What is wrong with one value of a property; empty: nothing.
std::string wrong_value(const json::value& value, std::string_view wanted, const std::map<std::string, const json::object*>& nodes) {
    const auto* object = value.if_object();
    if (wanted.empty()) return {};
    if (wanted == texts) return object && !json::text(*object, "@value").empty() && !json::text(*object, "@language").empty() ? "" : "text without language";
    if (wanted.starts_with("xsd:")) return object && json::text(*object, "@type") == wanted && !json::text(*object, "@value").empty() ? "" : "no " + std::string(wanted);
    auto node = object ? nodes.find(json::text(*object, "@id")) : nodes.end();
    return node != nodes.end() && has_type(*node->second, wanted) ? "" : "no " + std::string(wanted);
}

std::string csv_cell(std::string_view text) {
    std::string out = "\"";
    for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
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
    std::map<std::string, const json::object*> nodes;
    for (const auto& value : *graph) {
        const auto* node = value.if_object();
        std::string id = node ? json::text(*node, "@id") : "";
        if (id.empty()) faults.push_back("a node without @id");
        else if (!nodes.emplace(id, node).second) faults.push_back(id + " stands twice");
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
                if (auto wrong = wrong_value(*one, rule.value, nodes); !wrong.empty()) faults.push_back(where + ": " + wrong);
        }
        // What is referred to within the site must be there.
        for (const auto& member : *node)
            for (const auto* one : values_of(*node, std::string_view(member.key().data(), member.key().size())))
                if (const auto* object = one->if_object(); object && object->size() == 1 && object->contains("@id")) {
                    std::string target = json::text(*object, "@id");
                    if (target.find('#') != std::string::npos && !nodes.contains(target)) faults.push_back(id + " -> " + target + ": missing");
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
