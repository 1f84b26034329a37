#include "doors/site/service_view.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::doors::site {

using services::Service;
using view::Language;

namespace {

std::string words(Language language, const std::string& key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(language, "service_page." + key, arguments);
}

std::string named(const std::vector<services::NamedText>& list, const std::string& id, Language language) {
    auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
    return found == list.end() ? id : found->name.in(language);
}

std::string date_words(Language language, Date day) { return view::date_text(language, day.year, day.month, day.day); }

std::string euros(Language language, std::int64_t cents) {
    std::string out = view::number_text(language, cents / 100);
    if (cents % 100) {
        std::string rest = std::to_string(cents % 100);
        out += (language == Language::en ? "." : ",") + std::string(rest.size() < 2 ? "0" : "") + rest;
    }
    return out;
}

LabelledText price(const ServiceReader& reader, const Service& service) {
    using Kind = services::Fee::Kind;
    std::string text;
    switch (service.fee.kind) {
        case Kind::free: text = words(reader.language, "price_free"); break;
        case Kind::varies: text = words(reader.language, "price_varies"); break;
        case Kind::amount: text = words(reader.language, "price_amount", {{"amount", euros(reader.language, service.fee.amount_cents)}}); break;
        case Kind::unknown: text = words(reader.language, "price_unknown"); break;
    }
    return {words(reader.language, "price"), text, reader.say(service, service.fee.note)};
}

LabelledText time(const ServiceReader& reader, const Service& service) {
    const auto& limit = service.time_limit;
    std::string text = limit.empty()         ? words(reader.language, "time_unknown")
                       : limit.working_days ? words(reader.language, "time_working", {view::Argument::of_number("count", limit.working_days)})
                                            : words(reader.language, "time_calendar", {view::Argument::of_number("count", limit.calendar_days)});
    std::string note = reader.say(service, limit.note);
    if (limit.waits_for_appointments) note += (note.empty() ? "" : " ") + words(reader.language, "time_waits");
    return {words(reader.language, "time"), text, note};
}

std::vector<LabelledText> in_short(const ServiceReader& reader, const Service& service) {
    std::vector<std::string> groups, languages;
    for (const auto& id : service.target_group) groups.push_back(named(reader.municipality.target_groups, id, reader.language));
    for (const auto& code : service.languages) {
        std::string key = "service_page.language_" + code;
        languages.push_back(view::has_text(key) ? view::text(reader.language, key) : code);
    }
    std::vector<LabelledText> out{{words(reader.language, "who_for"), joined(groups, ", "), ""}};
    // How long it takes is a question where something is decided here.
    if (service.form || !service.time_limit.empty()) out.push_back(time(reader, service));
    out.push_back(price(reader, service));
    out.push_back({words(reader.language, "level"), words(reader.language, "level_" + std::string(services::level_name(service.level))), ""});
    out.push_back({words(reader.language, "languages"), joined(languages, ", "), ""});
    out.push_back({words(reader.language, "owner"), reader.say(service, service.owner), ""});
    if (!service.provider.et.empty()) out.push_back({words(reader.language, "provider"), reader.say(service, service.provider), ""});
    if (!service.goal.empty()) out.push_back({words(reader.language, "goal"), named(reader.municipality.goals, service.goal, reader.language), ""});
    return out;
}

ChannelView channel_of(const ServiceReader& reader, const Service& service, const services::Channel& channel) {
    ChannelView out;
    out.type = words(reader.language, "channel_" + std::string(services::channel_name(channel.type)));
    if (!channel.url.empty()) out.link = {channel.url, channel.url};
    else if (!channel.phone.empty()) out.link = {channel.phone, "tel:" + channel.phone};
    else if (!channel.email.empty()) out.link = {channel.email, "mailto:" + channel.email};
    out.place = reader.say(service, channel.place);
    out.hours = reader.say(service, channel.hours);
    out.note = reader.say(service, channel.note);
    return out;
}

ContactView contact_of(const ServiceReader& reader, const Service& service) {
    const auto &own = service.contact;
    const auto &town = reader.municipality;
    if (own.empty()) return {town.name.in(reader.language), town.phone, town.email, "", town.address.in(reader.language), town.hours.in(reader.language)};
    return {reader.say(service, own.name), own.phone, own.email, own.url, reader.say(service, own.place), reader.say(service, own.hours)};
}

BasisView basis_of(const ServiceReader& reader, const Service& service, const services::LegalBasis& basis) {
    BasisView out{reader.say(service, basis.title), basis.url, "", basis.verified};
    if (basis.valid_from || basis.valid_to)
        out.period = (basis.valid_from ? date_words(reader.language, *basis.valid_from) : "") + "–" + (basis.valid_to ? date_words(reader.language, *basis.valid_to) : "");
    return out;
}

std::vector<LabelledText> figures_of(const ServiceReader& reader, const Service& service) {
    std::vector<LabelledText> out;
    for (const auto& volume : service.volumes) {
        std::vector<std::string> parts;
        if (volume.applications) parts.push_back(words(reader.language, "figures_applications", {view::Argument::of_number("count", *volume.applications)}));
        if (volume.online) parts.push_back(words(reader.language, "figures_online", {{"count", view::number_text(reader.language, *volume.online)}}));
        if (volume.granted) parts.push_back(words(reader.language, "figures_granted", {{"count", view::number_text(reader.language, *volume.granted)}}));
        if (!parts.empty()) out.push_back({words(reader.language, "figures_year", {{"year", std::to_string(volume.year)}}), joined(parts, ", "), ""});
    }
    for (const auto& measure : service.measures) out.push_back({reader.say(service, measure.name), reader.say(service, measure.target), ""});
    return out;
}

void origin_of(const ServiceReader& reader, const Service& service, ServicePage& page) {
    const char* key = service.origin == Service::Origin::own ? "origin_own" : service.origin == Service::Origin::common ? "origin_common" : "origin_adapted";
    page.origin_text = words(reader.language, key, {{"municipality", reader.municipality.name.in(reader.language)}});
    if (service.origin == Service::Origin::adapted) {
        page.local_members = service.local;
        for (const auto& member : service.local)
            if (auto name = member_name(reader.language, member); std::find(page.local.begin(), page.local.end(), name) == page.local.end()) page.local.push_back(std::move(name));
    }
    bool confirmed = service.source.verified && std::all_of(service.parameter_rows.begin(), service.parameter_rows.end(), [&](const auto& row) {
        return row.confirmed || row.valid_from > reader.today || (row.valid_to && *row.valid_to < reader.today);
    });
    if (!confirmed) page.to_confirm = words(reader.language, "to_confirm");
    page.version_text = service.valid_from > Date{1900, 1, 1}
                            ? words(reader.language, "version", {{"version", service.version.substr(0, 8)}, {"date", date_words(reader.language, service.valid_from)}})
                            : words(reader.language, "version_first", {{"version", service.version.substr(0, 8)}});
}

std::vector<view::TagView> tags_of(Language language, const Service& service, bool on_page) {
    std::vector<view::TagView> tags;
    if (service.has_form() && !on_page) tags.push_back({words(language, "tag_online"), view::Tone::info});
    if (on_page) {
        const char* key = service.origin == Service::Origin::own ? "tag_own" : service.origin == Service::Origin::common ? "tag_common" : "tag_adapted";
        tags.push_back({words(language, key), view::Tone::neutral});
        if (!service.source.verified) tags.push_back({words(language, "tag_to_confirm"), view::Tone::warning});
    }
    return tags;
}

const Service* find(const std::vector<ServicePointer>& all, const std::string& id) {
    auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one->id == id; });
    return found == all.end() ? nullptr : found->get();
}

void needs_of(const ServiceReader& reader, const Service& service, ServicePage& page) {
    for (const auto& one : service.evidence) {
        LabelledText line{reader.say(service, one.name), reader.say(service, one.text), one.optional ? words(reader.language, "sometimes") : ""};
        if (one.from == "person") {
            page.bring.push_back(std::move(line));
        } else {
            line.note = evidence_source(reader.language, one.from);
            page.looked_up.push_back(std::move(line));
        }
    }
    for (const auto& need : service.needs) {
        page.asked.push_back({fact_name(reader.language, need.fact), reader.say(service, need.purpose), ""});
    }
}

}  // namespace

std::string evidence_source(Language language, const std::string& from) { return words(language, "from_" + from); }

std::string fact_name(Language language, const std::string& fact) {
    std::string key = "service_page.fact_" + fact;
    std::replace(key.begin(), key.end(), '.', '_');
    key[12] = '.';  // the file's name and the key
    return view::has_text(key) ? view::text(language, key) : fact;
}

std::string member_name(Language language, const std::string& member) {
    std::string key = "member_" + member;
    return words(language, view::has_text("service_page." + key) ? key : "member_other");
}

ServiceCard service_card_of(const ServiceReader& reader, const Service& service) {
    return {reader.say(service, service.name), reader.say(service, service.summary), reader.to("/services/" + service.id), tags_of(reader.language, service, false)};
}

ServicePage service_page_of(const ServiceReader& reader, const Service& service, const std::vector<ServicePointer>& all) {
    ServicePage page;
    page.id = service.id;
    page.name = reader.say(service, service.name);
    page.summary = reader.say(service, service.summary);
    if (!service.description.et.empty()) page.description = view::markdown(reader.say(service, service.description));
    page.way.push_back({words(reader.language, "services"), reader.to("/services")});
    if (const auto* theme = service.themes.empty() ? nullptr : reader.municipality.service_theme(service.themes.front()))
        page.way.push_back({theme->name.in(reader.language), reader.to("/services/all?theme=" + theme->id)});
    page.way.push_back({page.name, ""});
    page.tags = tags_of(reader.language, service, true);
    page.grave = service.grave;
    if (service.form) page.apply_url = reader.to("/apply/" + service.id);
    page.in_short = in_short(reader, service);
    for (const auto& one : service.conditions) page.conditions.push_back(reader.say(service, one));
    for (const auto& one : service.steps) page.steps.push_back({reader.say(service, one.name), reader.say(service, one.text), ""});
    needs_of(reader, service, page);
    page.result = reader.say(service, service.result);
    page.no_reply = reader.say(service, service.if_no_reply);
    if (!service.appeal.et.empty()) page.appeal = view::markdown(reader.say(service, service.appeal));
    for (const auto& one : service.legal_basis) page.basis.push_back(basis_of(reader, service, one));
    for (const auto& one : service.channels)
        if (one.type != services::ChannelType::online || page.apply_url.empty()) page.channels.push_back(channel_of(reader, service, one));
    page.contact = contact_of(reader, service);
    for (const auto& id : service.related)
        if (const auto* other = find(all, id); other && (!service.grave || other->grave)) page.related.push_back(service_card_of(reader, *other));
    for (const auto& id : service.life_events)
        if (const auto* event = reader.municipality.life_event(id)) page.life_events.push_back({event->name.in(reader.language), reader.to("/life-events/" + id)});
    page.figures = figures_of(reader, service);
    origin_of(reader, service, page);
    page.where.question = reader.say(service, service.residence_of);
    return page;
}

LifeEventPage life_event_page_of(const ServiceReader& reader, const services::LifeEvent& event, const std::vector<ServicePointer>& all) {
    LifeEventPage page;
    page.name = event.name.in(reader.language);
    page.summary = event.summary.in(reader.language);
    if (!event.intro.et.empty()) page.intro = view::markdown(event.intro.in(reader.language));
    page.grave = event.grave;
    std::vector<std::string> shown;
    for (const auto& step : event.steps) {
        EventStepView one{step.name.in(reader.language), step.who.in(reader.language), step.when.in(reader.language), {}, {}, {}};
        if (!step.text.et.empty()) one.text = view::markdown(step.text.in(reader.language));
        for (const auto& id : step.services)
            if (const auto* service = find(all, id)) {
                one.services.push_back(service_card_of(reader, *service));
                shown.push_back(id);
            }
        for (const auto& link : step.links) one.links.push_back({link.name.in(reader.language), link.url});
        page.steps.push_back(std::move(one));
    }
    for (const auto& service : all)
        if (std::find(service->life_events.begin(), service->life_events.end(), event.id) != service->life_events.end() && std::find(shown.begin(), shown.end(), service->id) == shown.end())
            page.more.push_back(service_card_of(reader, *service));
    for (const auto& help : event.help) {
        if (help.url.empty()) page.help.push_back({help.name.in(reader.language), help.text.in(reader.language), help.phone});
        else page.help_links.push_back({help.name.in(reader.language), help.url});
    }
    if (!event.source.verified) page.to_confirm = words(reader.language, "to_confirm");
    return page;
}

void sort_by_name(std::vector<ServicePointer>& all, Language language) {
    std::vector<std::pair<std::string, ServicePointer>> keyed;
    for (auto& one : all) keyed.emplace_back(sort_key(one->name.in(language), view::code(language)), std::move(one));
    std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    all.clear();
    for (auto& [key, one] : keyed) all.push_back(std::move(one));
}

}  // namespace raekoda::doors::site
