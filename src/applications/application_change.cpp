#include "applications/application_change.h"

#include "applications/application_books_sql.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

Outcome Applications::Change::record(const ApplicationEvent& event) {
    TRY(recorder.append(stream_of(application.number), application.version, {encode(event)}));
    apply(application, event, context().now);
    return {};
}

Result<std::string> Applications::Change::seal(const std::string& words) {
    if (words.empty()) return std::string();
    return TRY(applications.people().vault().keep_text(session(), context().municipality, application.applicant, words, context().now)).value;
}

Result<std::vector<std::string>> Applications::Change::claim(const std::vector<FileId>& files, const std::string& place) {
    if (files.size() + static_cast<std::size_t>(application.files) > limits::files)
        return fail(std::vector<Problem>{{"files", "applications.too_many_files", {{"limit", std::to_string(limits::files)}}}});
    std::vector<std::string> ids;
    for (const auto& file : files) {
        if (TRY(session().execute(sql::claim_file, context().municipality.value, file.value, place, application.number.value)) != 1)
            return fail(std::vector<Problem>{{"files", "applications.file_expired", {}}});
        ids.push_back(file.value);
    }
    return ids;
}

Outcome Applications::Change::tell(const std::string& letter) {
    return tell(letter, application.submitter.empty() ? application.applicant : application.submitter);
}
Outcome Applications::Change::tell(const std::string& letter, const PersonId& person) {
    if (person.empty()) return {};
    return recorder.send("mail", encode(LetterOrder{letter, application.number, person, application.language}), context().now);
}

Instant Applications::Change::due_after_pause() const {
    if (!application.promised()) return {};
    return due_of(applications.catalogue()->calendar(), application.submitted, application.term, paused_until(application, recorder.context().now));
}

std::int64_t Applications::Change::due_after_appointment() const { return application.waiting_for == "appointment" ? due_after_pause().microseconds : 0; }

Result<std::string> check_words(std::string_view words, std::string_view field, bool required) {
    auto clean = clean_input(words);
    if (!clean) return fail(std::vector<Problem>{{std::string(field), "applications.not_utf8", {}}});
    if (required && clean->empty()) return fail(std::vector<Problem>{{std::string(field), "applications.words_required", {}}});
    if (std::size_t count = code_point_count(*clean); count > limits::words)
        return fail(std::vector<Problem>{{std::string(field), "applications.too_long", {{"limit", std::to_string(limits::words)}, {"count", std::to_string(count)}}}});
    return *clean;
}

std::string encode(const LetterOrder& order) {
    return json::serialize(json::object{{"about", "application"}, {"letter", order.letter}, {"number", order.number.value}, {"person", order.person.value}, {"language", order.language}});
}
std::optional<LetterOrder> decode_letter_order(std::string_view payload) {
    auto parsed = json::parse(payload);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    if (!o || json::text(*o, "about") != "application") return std::nullopt;
    return LetterOrder{json::text(*o, "letter"), ApplicationNumber(json::text(*o, "number")), PersonId(json::text(*o, "person")), json::text(*o, "language", "et")};
}

std::string encode(const Decision& d) {
    json::object out{{"outcome", std::string(decided_name(d.outcome))}, {"resolution", d.resolution}, {"reasons", d.reasons}, {"law", d.law}, {"appeal", d.appeal}};
    if (!d.conditions.empty()) out["conditions"] = d.conditions;
    if (!d.hearing.empty()) out["hearing"] = d.hearing;
    if (d.valid_from) out["valid_from"] = d.valid_from->iso();
    if (d.valid_to) out["valid_to"] = d.valid_to->iso();
    if (d.amount_cents) out["amount_cents"] = d.amount_cents;
    return json::serialize(out);
}
std::optional<Decision> decode_decision(std::string_view text) {
    auto parsed = json::parse(text);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    auto outcome = o ? decided_of(json::text(*o, "outcome")) : std::nullopt;
    if (!outcome) return std::nullopt;
    return Decision{*outcome, json::text(*o, "resolution"), json::text(*o, "reasons"), json::text(*o, "law"), json::text(*o, "appeal"), json::text(*o, "conditions"),
                    json::text(*o, "hearing"), Date::from_iso(json::text(*o, "valid_from")), Date::from_iso(json::text(*o, "valid_to")), json::integer(*o, "amount_cents")};
}

}  // namespace raekoda::applications
