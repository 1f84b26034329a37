#include "services/service_register_events.h"

#include "journal/event_fields.h"

namespace raekoda::services {

// One list of fields an event: see journal/event_fields.h.
template <class A> void fields(A& a, ServiceVersionKept& e) { a.always("service", e.service), a.always("version", e.version), a.always("files", e.files); }
template <class A> void fields(A& a, ServicePublished& e) {
    a.always("service", e.service), a.always("version", e.version), a.always("valid_from", e.valid_from), a.always("slot", e.slot);
    a.always("origin", e.origin), a.always("written_by", e.written_by), a.always("note", e.note);
}
template <class A> void fields(A& a, ServicePublicationWithdrawn& e) { a.always("service", e.service), a.always("sequence", e.sequence); }
template <class A> void fields(A& a, ServiceDraftSaved& e) {
    a.always("service", e.service), a.always("based_on", e.based_on), a.always("files", e.files), a.always("editors", e.editors);
}
template <class A> void fields(A& a, ServiceDraftSubmitted& e) { a.always("service", e.service), a.always("valid_from", e.valid_from), a.always("note", e.note); }
template <class A> void fields(A& a, ServiceDraftReturned& e) { a.always("service", e.service), a.always("answer", e.answer); }
template <class A> void fields(A& a, ServiceDraftDiscarded& e) { a.always("service", e.service); }
template <class A> void fields(A& a, BoundaryImported& e) { a.always("ehak", e.ehak), a.always("name", e.name), a("geometry", e.geometry); }
template <class A> void fields(A& a, AnswerTemplateChanged& e) {
    auto local = [&](const char* name, LocalText& text) {
        a.object(name, [&](auto& inside) { inside.always("et", text.et), inside.always("en", text.en), inside.always("ru", text.ru); });
    };
    auto& t = e.answer;
    a.always("id", t.id), a.always("outcome", t.outcome), a.always("use", t.use), a.always("kinds", t.kinds);
    local("title", t.title), local("body", t.body);
}

journal::Event encode(const ServiceEvent& event) { return journal::encode_event(event); }
Result<ServiceEvent> decode_service_event(std::string_view type, std::string_view data) {
    constexpr std::size_t most_bytes = 64u << 20;  // borders of a large municipality
    return journal::decode_event<ServiceEvent>(type, data, most_bytes);
}

json::object files_json(const ServiceFiles& files) {
    json::object out;
    for (const auto& [path, text] : files) out[path] = text;
    return out;
}
ServiceFiles files_of(const json::object& object) {
    ServiceFiles out;
    for (const auto& member : object) out[std::string(member.key())] = json::as_text(member.value());
    return out;
}

}  // namespace raekoda::services
