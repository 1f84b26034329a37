#include "people/correction.h"

#include "base/json.h"

namespace raekoda::people {

journal::Event encode(const CorrectionEvent& event) {
    if (const auto* e = std::get_if<CorrectionAsked>(&event))
        return {"CorrectionAsked", json::serialize(json::object{{"person", e->person}, {"fact", e->fact}, {"words", e->words}})};
    const auto& e = std::get<CorrectionAnswered>(event);
    return {"CorrectionAnswered", json::serialize(json::object{{"outcome", e.outcome}, {"answer", e.answer}})};
}

Result<CorrectionEvent> decode_correction_event(std::string_view type, std::string_view data) {
    auto value = TRY(json::parse(data));
    if (!value.is_object()) return fail(Fault::broken, std::string(type) + " is not an object");
    const auto& o = value.get_object();
    if (type == "CorrectionAsked") return CorrectionAsked{json::text(o, "person"), json::text(o, "fact"), json::text(o, "words")};
    if (type == "CorrectionAnswered") return CorrectionAnswered{json::text(o, "outcome"), json::text(o, "answer")};
    return fail(Fault::broken, "unknown event of a correction: " + std::string(type));
}

bool is_correction_outcome(std::string_view outcome) { return outcome == "corrected" || outcome == "forwarded" || outcome == "declined"; }

}  // namespace raekoda::people
