#include "services/service_file.h"

#include "base/text.h"
#include "decision/feel.h"
#include "services/catalogue_files.h"

namespace raekoda::services {

namespace {

constexpr std::size_t list_limit = 100;      // of steps, conditions, channels …
constexpr std::size_t summary_limit = 300;   // characters
constexpr std::size_t longest_name_in_braces = 80;

bool is_web(const std::string& url) { return url.starts_with("https://") || url.starts_with("http://"); }

std::string web_address(Members& members, std::string_view name, Need need) {
    std::string url = members.text(name, need, 500);
    if (!url.empty() && (!is_web(url) || !view::is_safe_url(url))) members.problem(name, "\"" + std::string(name) + "\": an http or https address is expected");
    return url;
}
std::string mail_address(Members& members) {
    std::string email = members.text("email", Need::optional, 200);
    if (!email.empty() && (email.find('@') == std::string::npos || email.find(' ') != std::string::npos)) members.problem("email", "\"email\": an e-mail address is expected");
    return email;
}
// One text for all languages, or three.
LocalText words(Members& members, std::string_view name, Need need, std::size_t longest = 1000) {
    const json::value* value = members.any(name, Need::optional);
    if (value && value->is_string()) {
        std::string same = members.text(name, need, longest);
        return {same, same, same};
    }
    return members.local(name, need, longest);
}

std::vector<std::string> ids(Members& members, std::string_view list, Need need, const std::set<std::string, std::less<>>& known, std::string_view what) {
    auto out = members.texts(list, need, list_limit);
    std::set<std::string> seen;
    std::size_t i = 0;
    for (const auto& id : out) {
        Pointer place = members.pointer() / list / i++;
        if (!seen.insert(id).second) members.document().problem(place, std::string(what) + " \"" + id + "\" stands twice");
        else if (!known.empty() && !known.contains(id)) members.document().problem(place, "unknown " + std::string(what) + " \"" + id + "\"");
    }
    return out;
}

Source read_source(Members& members) {
    Source out;
    members.object("source", Need::required, [&](Members& one) {
        out.verified = one.choice("status", {"to_confirm", "verified"}, Need::required) == 1;
        out.where = one.text("where", out.verified ? Need::required : Need::optional, 1000);
        out.note = one.text("note", Need::optional, 1000);
    });
    return out;
}

LegalBasis read_basis(Members& one) {
    LegalBasis basis;
    basis.title = words(one, "title", Need::required);
    basis.url = web_address(one, "url", Need::optional);
    basis.valid_from = one.date("valid_from", Need::optional);
    basis.valid_to = one.date("valid_to", Need::optional);
    if (basis.valid_from && basis.valid_to && *basis.valid_to < *basis.valid_from) one.problem("valid_to", "\"valid_to\" is before \"valid_from\"");
    basis.verified = one.choice("status", {"to_confirm", "verified"}, Need::required) == 1;
    basis.where = one.text("where", basis.verified ? Need::required : Need::optional, 1000);
    return basis;
}

Channel read_channel(Members& one) {
    Channel channel;
    channel.type = static_cast<ChannelType>(one.choice("type", {"online", "other_site", "phone", "email", "counter", "post", "automatic"}, Need::required));
    channel.url = web_address(one, "url", channel.type == ChannelType::other_site ? Need::required : Need::optional);
    channel.phone = one.text("phone", channel.type == ChannelType::phone ? Need::required : Need::optional, 60);
    channel.email = mail_address(one);
    if (channel.type == ChannelType::email && channel.email.empty() && !one.has("email")) one.missing("email");
    channel.place = words(one, "place", channel.type == ChannelType::counter || channel.type == ChannelType::post ? Need::required : Need::optional);
    channel.hours = one.local("hours", Need::optional, 500);
    channel.note = one.local("note", Need::optional, 1000);
    return channel;
}

Evidence read_evidence(Members& one) {
    static constexpr std::string_view origins[] = {"person", "municipality", "population", "education", "business", "land", "building", "vehicle", "social", "health"};
    Evidence evidence;
    evidence.name = one.local("name", Need::required, 300);
    evidence.text = one.local("text", Need::optional);
    evidence.from = origins[one.choice("from", {origins[0], origins[1], origins[2], origins[3], origins[4], origins[5], origins[6], origins[7], origins[8], origins[9]}, Need::required)];
    evidence.optional = one.boolean("optional", false);
    return evidence;
}

TimeLimit read_time_limit(Members& one) {
    TimeLimit limit;
    limit.working_days = static_cast<int>(one.integer("working_days", 1, 1000, Need::optional).value_or(0));
    limit.calendar_days = static_cast<int>(one.integer("calendar_days", 1, 2000, Need::optional).value_or(0));
    if (one.has("working_days") == one.has("calendar_days")) one.problem("exactly one of \"working_days\" and \"calendar_days\" is expected");
    limit.waits_for_appointments = one.boolean("waits_for_appointments", false);
    limit.note = one.local("note", Need::optional, 1000);
    return limit;
}

Fee read_fee(Members& one) {
    Fee fee;
    bool free = one.boolean("free", false), varies = one.boolean("varies", false);
    auto cents = one.integer("amount_cents", 1, 100'000'000, Need::optional);
    if (int(free) + int(varies) + int(one.has("amount_cents")) != 1) one.problem("exactly one of \"free\": true, \"amount_cents\" and \"varies\": true is expected");
    fee.kind = free ? Fee::Kind::free : varies ? Fee::Kind::varies : Fee::Kind::amount;
    fee.amount_cents = cents.value_or(0);
    fee.note = one.local("note", varies ? Need::required : Need::optional, 1000);
    return fee;
}

ServiceContact read_contact(Members& one) {
    ServiceContact contact;
    contact.name = one.local("name", Need::optional, 300);
    contact.phone = one.text("phone", Need::optional, 60);
    contact.email = mail_address(one);
    contact.url = web_address(one, "url", Need::optional);
    contact.place = words(one, "place", Need::optional);
    contact.hours = one.local("hours", Need::optional, 500);
    return contact;
}

// Values of a service without a decision model, and their labels.
void read_parameters(Members& all, Service& service) {
    std::vector<std::string> names;
    all.object("labels", Need::required, [&](Members& labels) {
        labels.each_member([&](const std::string& name, const json::value&) {
            names.push_back(name);
            service.parameter_labels.emplace_back(name, labels.local(name, Need::required, 200));
        });
    });
    all.each_object("versions", Need::required, [&](Members& one) {
        DecisionParameters row;
        Period period = read_period(one);
        row.valid_from = period.from, row.valid_to = period.to;
        row.source = one.text("source", Need::required, 1000);
        row.confirmed = one.boolean("confirmed", false);
        decision::ContextBuilder values;
        one.object("values", Need::required, [&](Members& given) {
            given.each_member([&](const std::string& name, const json::value& value) {
                if (std::find(names.begin(), names.end(), name) == names.end()) return given.problem(name, "parameter \"" + name + "\" has no label");
                if (value.is_null()) return given.problem(name, "parameter \"" + name + "\": a value is expected");
                values.put(std::string_view(name), parameter_value(value));
            });
            for (const auto& name : names)
                if (!given.has(name)) given.problem("parameter \"" + name + "\" is missing");
        });
        row.values = values.build();
        if (!service.parameter_rows.empty()) {
            const auto& before = service.parameter_rows.back();
            if (row.valid_from <= before.valid_from || (before.valid_to && *before.valid_to >= row.valid_from))
                one.problem("the values from " + row.valid_from.iso() + " begin before those above end; the oldest stand first");
        }
        service.parameter_rows.push_back(std::move(row));
    });
}

void read_decision(Members& one, Service& service) {
    service.decision.model = one.identifier("model", Need::required);
    one.object("facts", Need::optional, [&](Members& facts) {
        facts.each_member([&](const std::string& input, const json::value& value) {
            std::string expression = json::as_text(value);
            if (expression.empty()) return facts.problem(input, "a FEEL expression is expected for \"" + input + "\"");
            decision::Names names;
            for (auto name : {"data", "facts", "today"}) names.add(name);
            decision::CompileOptions strict;
            strict.unknown_names_are_errors = true;
            if (auto compiled = decision::compile(expression, names, strict); !compiled)
                facts.problem(input, "\"" + input + "\": " + (compiled.diagnostics.empty() ? std::string("no FEEL expression") : compiled.diagnostics.front().text));
            service.decision.facts.emplace_back(input, expression);
        });
    });
}

std::string file_name(Members& members, std::string_view name) {
    std::string file = members.text(name, Need::optional, 100);
    if (!file.empty() && (!file.ends_with(".json") || file.starts_with(".") || file == "service.json" || file.find_first_of("/\\:") != std::string::npos))
        members.problem(name, "\"" + std::string(name) + "\": the name of a JSON file in the service's folder is expected");
    return file;
}

void read_keywords(Members& members, Service& service) {
    members.object("keywords", Need::optional, [&](Members& keywords) {
        for (const char* language : {"et", "en", "ru"}) service.keywords[language] = keywords.texts(language, Need::optional, list_limit);
    });
}

void read_about(Members& members, Service& service, const ServiceWords& known) {
    service.level = static_cast<Level>(members.choice("level", {"information", "form", "prefilled", "automatic", "proactive"}, Need::required));
    service.themes = ids(members, "themes", Need::required, known.themes, "theme");
    service.life_events = ids(members, "life_events", Need::optional, known.life_events, "life event");
    service.target_group = ids(members, "target_group", Need::required, known.target_groups, "target group");
    service.related = ids(members, "related", Need::optional, known.services, "service");
    if (std::find(service.related.begin(), service.related.end(), service.id) != service.related.end()) members.problem("related", "the service is related to itself");
    service.goal = members.text("goal", Need::optional, 64);
    if (!service.goal.empty() && !known.goals.empty() && !known.goals.contains(service.goal)) members.problem("goal", "unknown goal \"" + service.goal + "\"");
    service.languages = members.texts("languages", Need::required, 20);
    service.owner = members.local("owner", Need::required, 300);
    service.provider = members.local("provider", Need::optional, 300);
    service.grave = members.has("tone") && members.choice("tone", {"grave"}, Need::required) == 0;
    constexpr const char* assurances[] = {"email", "low", "substantial", "high"};
    if (members.has("assurance_level")) service.assurance_level = assurances[members.choice("assurance_level", {assurances[0], assurances[1], assurances[2], assurances[3]}, Need::required)];
}

void read_numbers(Members& members, Service& service) {
    members.each_object("volumes", Need::optional, [&](Members& one) {
        Volume volume;
        volume.year = static_cast<int>(one.integer("year", 1990, 2200, Need::required).value_or(0));
        volume.applications = one.integer("applications", 0, 1'000'000'000, Need::optional);
        volume.online = one.integer("online", 0, 1'000'000'000, Need::optional);
        volume.granted = one.integer("granted", 0, 1'000'000'000, Need::optional);
        service.volumes.push_back(volume);
    });
    members.each_object("measures", Need::optional, [&](Members& one) {
        service.measures.push_back({one.local("name", Need::required, 300), one.local("target", Need::optional, 300)});
    });
}

}  // namespace

std::string_view level_name(Level level) {
    static constexpr std::string_view names[] = {"information", "form", "prefilled", "automatic", "proactive"};
    return names[static_cast<std::size_t>(level)];
}
std::string_view channel_name(ChannelType type) {
    static constexpr std::string_view names[] = {"online", "other_site", "phone", "email", "counter", "post", "automatic"};
    return names[static_cast<std::size_t>(type)];
}

Service read_service(Document& document, const ServiceWords& known) {
    Service service;
    Members members(document, document.root(), "");
    members.choice("type", {"service"}, Need::required);
    service.id = members.identifier("id", Need::required);
    service.name = members.local("name", Need::required, 200);
    service.summary = members.local("summary", Need::required, summary_limit);
    service.description = members.local("description", Need::optional, 8000);
    read_keywords(members, service);
    read_about(members, service, known);
    auto limited = [&](std::string_view list, std::size_t size) {
        if (size > list_limit) members.problem(list, "\"" + std::string(list) + "\" has more than " + std::to_string(list_limit) + " entries");
    };
    members.each_object("steps", Need::optional, [&](Members& one) { service.steps.push_back({one.local("name", Need::required, 300), one.local("text", Need::optional)}); });
    members.each_object("conditions", Need::optional, [&](Members& one) { service.conditions.push_back(one.local("text", Need::required, 2000)); });
    members.each_object("evidence", Need::optional, [&](Members& one) { service.evidence.push_back(read_evidence(one)); });
    members.each_object("needs", Need::optional, [&](Members& one) { service.needs.push_back(FactNeed{one.text("fact", Need::required, 100), one.local("purpose", Need::required, 500)}); });
    members.each_object("legal_basis", Need::optional, [&](Members& one) { service.legal_basis.push_back(read_basis(one)); });
    members.each_object("channels", Need::required, [&](Members& one) { service.channels.push_back(read_channel(one)); });
    for (auto [list, size] : {std::pair<std::string_view, std::size_t>{"steps", service.steps.size()}, {"conditions", service.conditions.size()}, {"evidence", service.evidence.size()},
                              {"needs", service.needs.size()}, {"legal_basis", service.legal_basis.size()}, {"channels", service.channels.size()}})
        limited(list, size);
    members.object("time_limit", Need::optional, [&](Members& one) { service.time_limit = read_time_limit(one); });
    members.object("fee", Need::optional, [&](Members& one) { service.fee = read_fee(one); });
    service.result = members.local("result", Need::optional, 2000);
    service.form_file = file_name(members, "form");
    file_name(members, "texts");
    members.object("decision", Need::optional, [&](Members& one) { read_decision(one, service); });
    service.appeal = members.local("appeal", service.form_file.empty() && service.decision.model.empty() ? Need::optional : Need::required, 4000);
    service.if_no_reply = members.local("if_no_reply", Need::optional, 2000);
    members.object("contact", Need::optional, [&](Members& one) { service.contact = read_contact(one); });
    service.residence_of = members.local("residence_of", Need::optional, 300);
    members.object("parameters", Need::optional, [&](Members& one) { read_parameters(one, service); });
    if (!service.decision.model.empty() && members.has("parameters")) members.problem("parameters", "the values are those of the decision \"" + service.decision.model + "\"");
    read_numbers(members, service);
    service.source = read_source(members);
    members.done();
    return service;
}

LifeEvents read_life_events(Document& document) {
    LifeEvents out;
    Members members(document, document.root(), "");
    std::set<std::string> seen;
    auto once = [&](Members& one, const std::string& what, const std::string& id) {
        if (!id.empty() && !seen.insert(what + id).second) one.problem("id", what + " \"" + id + "\" stands twice");
    };
    members.each_object("themes", Need::optional, [&](Members& one) {
        ServiceTheme theme{one.identifier("id", Need::required), one.local("name", Need::required, 200), one.local("summary", Need::optional, summary_limit), one.text("icon", Need::optional, 64)};
        once(one, "theme", theme.id);
        out.themes.push_back(std::move(theme));
    });
    members.each_object("target_groups", Need::optional, [&](Members& one) {
        NamedText group{one.identifier("id", Need::required), one.local("name", Need::required, 200)};
        once(one, "target group", group.id);
        out.target_groups.push_back(std::move(group));
    });
    members.each_object("life_events", Need::optional, [&](Members& one) {
        LifeEvent event;
        event.id = one.identifier("id", Need::required);
        once(one, "life event", event.id);
        event.name = one.local("name", Need::required, 200);
        event.summary = one.local("summary", Need::required, summary_limit);
        event.intro = one.local("intro", Need::optional, 8000);
        event.business = one.has("kind") && one.choice("kind", {"personal", "business"}, Need::required) == 1;
        event.grave = one.has("tone") && one.choice("tone", {"grave"}, Need::required) == 0;
        one.each_object("steps", Need::optional, [&](Members& each) {
            LifeEventStep step{each.local("name", Need::required, 300), each.local("text", Need::optional), each.local("who", Need::optional, 300), each.local("when", Need::optional, 300),
                               each.texts("services", Need::optional, list_limit), {}};
            each.each_object("links", Need::optional, [&](Members& link) { step.links.push_back({link.local("name", Need::required, 300), web_address(link, "url", Need::required)}); });
            event.steps.push_back(std::move(step));
        });
        one.each_object("help", Need::optional, [&](Members& each) {
            event.help.push_back({each.local("name", Need::required, 300), each.local("text", Need::optional, 1000), each.text("phone", Need::optional, 60), web_address(each, "url", Need::optional)});
        });
        event.source = read_source(one);
        out.places.push_back(one.pointer());
        out.life_events.push_back(std::move(event));
    });
    members.done();
    return out;
}

decision::Value parameter_value(const json::value& value) {
    decision::Evaluation evaluation;
    if (value.is_string()) {
        std::string text = json::as_text(value);
        if (auto date = decision::Date::parse(text)) return *date;
        if (auto months = decision::Months::parse(text)) return *months;
        if (auto duration = decision::Duration::parse(text)) return *duration;
        return text;
    }
    return decision::from_json(evaluation, value).value_or(decision::Value());
}

std::optional<NamedValue> next_value(std::string_view text, std::size_t from) {
    for (std::size_t open = text.find('{', from); open != std::string_view::npos; open = text.find('{', open + 1)) {
        std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        std::string_view name = text.substr(open + 1, close - open - 1);
        if (!name.empty() && name.size() <= longest_name_in_braces && name.find_first_of("{\n") == std::string_view::npos) return NamedValue{open, close + 1, name};
    }
    return std::nullopt;
}

namespace {

// Euros with their cents: "1,50 eurot", not "1,5 eurot".
std::string with_cents(std::string number, std::string_view after, Language language) {
    const auto euros = view::text(language, "service_page.price_amount", {{"amount", ""}});
    if (after.starts_with(euros) && number.size() > 2 && (number.end()[-2] == ',' || number.end()[-2] == '.')) number += '0';
    return number;
}

}  // namespace

std::string with_values(std::string_view text, const decision::Value& parameters, Language language) {
    std::string out;
    std::size_t at = 0;
    while (auto found = next_value(text, at)) {
        out += text.substr(at, found->begin - at);
        const decision::Value* value = parameters.is(decision::Value::Kind::context) ? parameters.context().find(found->name) : nullptr;
        if (value) out += with_cents(value_text(language, *value), text.substr(found->end), language);
        else out += text.substr(found->begin, found->end - found->begin);
        at = found->end;
    }
    return out += text.substr(at);
}

void check_values_in_texts(Document& document, const Service& service) {
    auto known = [&](std::string_view name) {
        return std::any_of(service.parameter_labels.begin(), service.parameter_labels.end(), [&](const auto& one) { return one.first == name; });
    };
    std::function<void(const json::value&, const Pointer&)> walk = [&](const json::value& value, const Pointer& place) {
        if (value.is_object()) {
            for (const auto& member : value.get_object()) walk(member.value(), place / std::string_view(member.key().data(), member.key().size()));
        } else if (value.is_array()) {
            std::size_t i = 0;
            for (const auto& item : value.get_array()) walk(item, place / i++);
        } else if (value.is_string()) {
            std::string text = json::as_text(value);
            std::size_t at = 0;
            while (auto found = next_value(text, at)) {
                if (!known(found->name)) document.problem(place, "the service has no value {" + std::string(found->name) + "}");
                at = found->end;
            }
        }
    };
    for (const auto& member : document.root().get_object()) {
        std::string_view name(member.key().data(), member.key().size());
        if (name != "decision" && name != "parameters" && name != "keywords") walk(member.value(), Pointer() / name);
    }
}

}  // namespace raekoda::services
