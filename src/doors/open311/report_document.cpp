// Kinds and reports as GeoReport documents.
#include "base/text.h"
#include "doors/open311/door.h"

namespace raekoda::doors::open311 {

using view::Language;

Node service_node(const services::ReportKind& kind, Language language) {
    Node node = Node::object();
    node.with("service_code", Node::text(kind.id))
        .with("service_name", Node::text(kind.name.in(language)))
        .with("description", Node::text(kind.short_text.in(language)))
        .with("metadata", Node::boolean(!kind.questions.empty()))
        .with("type", Node::text(kind.open311_type))
        .with("keywords", Node::text(kind.open311_keywords))
        .with("group", Node::text(kind.open311_group.in(language)));
    return node;
}

Node definition_node(const services::ReportKind& kind, Language language) {
    Node attributes = Node::list("attribute");
    int order = 0;
    for (const auto& question : kind.questions) {
        Node attribute = Node::object();
        attribute.with("variable", Node::boolean(true))
            .with("code", Node::text(question.code))
            .with("datatype", Node::text(services::datatype_name(question.datatype)))
            .with("required", Node::boolean(question.required))
            .with("datatype_description", Node::text(question.hint.in(language)))
            .with("order", Node::whole(++order))
            .with("description", Node::text(question.label.in(language)));
        if (!question.values.empty()) {
            Node values = Node::list("value");
            for (const auto& choice : question.values) {
                Node value = Node::object();
                value.with("key", Node::text(choice.key)).with("name", Node::text(choice.name.in(language)));
                values.add(std::move(value));
            }
            attribute.with("values", std::move(values));
        }
        attributes.add(std::move(attribute));
    }
    Node node = Node::object();
    node.with("service_code", Node::text(kind.id)).with("attributes", std::move(attributes));
    return node;
}

std::string note_key(std::string_view type) {
    std::string key = "open311.note";
    for (char c : type) {
        if (c >= 'A' && c <= 'Z') {
            key += '_';
            key += static_cast<char>(c - 'A' + 'a');
        } else {
            key += c;
        }
    }
    return key;
}

std::string day_text(Instant moment, const services::Municipality& municipality, Language language) {
    auto date = local_time(moment, municipality.time_zone).date;
    return view::date_text(language, date.year, date.month, date.day);
}

std::string team_name(const services::Municipality& municipality, const cases::ReportView& report, Language language) {
    const auto* team = municipality.team(report.holder.team);
    return team ? team->name.in(language) : std::string();
}

std::string status_notes(const services::Municipality& municipality, const cases::ReportView& report, const std::vector<cases::Happening>& happenings,
                         Language language) {
    std::string words;
    for (const auto& happening : happenings) {
        if (happening.internal) continue;
        if (happening.type == "ReportReopened") words.clear();
        else if (happening.type == "AnswerSent" || happening.type == "ReportClosed") {
            if (!happening.words.empty()) words = happening.words;
        } else if (happening.type == "ReportMerged") words = view::text(language, "open311.merged", {{"number", happening.other_number}});
        else if (happening.type == "ReportWithdrawn") words = view::text(language, "open311.withdrawn");
    }
    if (words.empty() && !cases::is_open(report.status))
        if (const auto* reason = municipality.closing_reason(report.outcome)) words = reason->name.in(language);
    return words;
}

Node attributes_node(const services::ReportKind* kind, const cases::ReportView& report, Language language) {
    Node list = Node::list("attribute");
    if (!kind) return list;
    auto add = [&](const services::Question& question, std::string_view value, std::string_view code) {
        Node attribute = Node::object();
        attribute.with("name", Node::text(question.code))
            .with("label", Node::text(question.label.in(language)))
            .with("value", Node::text(value))
            .with("code", Node::text(code));
        list.add(std::move(attribute));
    };
    for (const auto& question : kind->questions) {
        if (!question.is_public) continue;
        if (auto keys = report.answers.find(question.code); keys != report.answers.end())
            for (const auto& key : keys->second) {
                auto choice = std::find_if(question.values.begin(), question.values.end(), [&](const auto& c) { return c.key == key; });
                add(question, choice == question.values.end() ? key : choice->name.in(language), key);
            }
        if (auto typed = report.typed_answers.find(question.code); typed != report.typed_answers.end())
            for (const auto& value : typed->second) add(question, value, "");
    }
    return list;
}

Node notes_node(const services::Municipality& municipality, const cases::ReportView& report, const std::vector<cases::Happening>& happenings,
                Language language) {
    Node list = Node::list("note");
    auto add = [&](Instant at, std::string_view words, const std::string& key) {
        Node note = Node::object();
        note.with("datetime", Node::text(iso_local(at, municipality.time_zone)))
            .with("description", words.empty() ? Node::text(view::text(language, key)) : Node::text(words))
            .with("type", Node::text(std::string_view(key).substr(std::string_view("open311.note_").size())));
        list.add(std::move(note));
    };
    // The opening is the report itself, not one of its happenings; its words are the description.
    add(report.opened, "", note_key("ReportOpened"));
    for (const auto& happening : happenings) {
        auto key = note_key(happening.type);
        if (!happening.internal && happening.type != "ReportOpened" && view::has_text(key)) add(happening.at, happening.words, key);
    }
    return list;
}

Result<Node> Door::request_node(const Call& call, const services::Municipality& municipality, const cases::ReportView& report) {
    const auto language = call.language;
    auto local = [&](Instant moment) { return Node::text(iso_local(moment, municipality.time_zone)); };
    const bool extended = wants_extensions(call.arguments);
    const auto* kind = municipality.kind(report.kind);
    const bool open = cases::is_open(report.status);

    std::vector<cases::Happening> happenings;
    if (report.version > 1 || extended) happenings = TRY(cases_.happenings(municipality.id, report.number, false));

    std::string notice;
    if (open && report.status == cases::Status::waiting) notice = view::text(language, "open311.notice_waiting");
    else if (open && report.promised()) notice = view::text(language, "open311.notice_due", {{"date", day_text(report.due, municipality, language)}});

    Node node = Node::object();
    node.with("service_request_id", Node::text(report.number.value))
        .with("status", Node::text(open ? "open" : "closed"))
        .with("status_notes", Node::text(status_notes(municipality, report, happenings, language)))
        .with("service_name", Node::text(kind ? kind->name.in(language) : report.kind))
        .with("service_code", Node::text(report.kind))
        .with("description", Node::text(report.words))
        .with("agency_responsible", Node::text(team_name(municipality, report, language)))
        .with("service_notice", Node::text(notice))
        .with("requested_datetime", local(report.opened))
        .with("updated_datetime", local(!open && report.closed ? *report.closed : report.updated))
        .with("expected_datetime", report.promised() ? local(report.due) : Node())
        .with("address", Node::text(report.address))
        .with("address_id", Node())
        .with("zipcode", Node::text(report.zipcode))
        .with("lat", Node::number(report.lat))
        .with("long", Node::number(report.lon))
        .with("media_url", report.photos.empty() ? Node() : Node::text(photo_address(call.request, report.photos.front())));
    if (!extended) return node;

    Node photos = Node::list("photo"), addresses = Node::list("media_url");
    for (const auto& id : report.photos) {
        Node photo = Node::object();
        photo.with("media_url", Node::text(photo_address(call.request, id))).with("title", Node()).with("created_at", local(report.opened));
        photos.add(std::move(photo));
        addresses.add(Node::text(photo_address(call.request, id)));
    }
    Node more = Node::object();
    more.with("channel", Node::text(cases::channel_name(report.channel)))
        .with("detailed_status", Node::text(cases::status_name(report.status)))
        .with("outcome", Node::text(report.outcome))
        .with("photos", std::move(photos))
        .with("media_urls", std::move(addresses));
    node.with("attributes", attributes_node(kind, report, language))
        .with("extended_attributes", std::move(more))
        .with("notes", notes_node(municipality, report, happenings, language));
    return node;
}

}  // namespace raekoda::doors::open311
