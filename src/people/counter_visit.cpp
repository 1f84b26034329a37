#include "people/counter_visit.h"

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_secret = 1000;
std::string place_of(const MunicipalityId& municipality) { return "counter/" + municipality.value; }

}  // namespace

Result<std::string> open_counter_visit(People& people, const MunicipalityId& municipality, const PersonId& person, const StaffId& staff, std::string_view consent, std::string_view purpose, Instant now) {
    auto& vault = people.vault();
    std::string id;
    TRY(people.journal().database().write([&](store::Session& session) -> Outcome {
        id = TRY(vault.keep_text(session, municipality, person, consent, now)).value;
        return vault.note_access(session, municipality, person, staff, purpose, std::string(consent_subject) + id, now);
    }));
    const json::object visit{{"person", person.value}, {"staff", staff.value}, {"consent", id}, {"ends", now.plus_minutes(counter_visit_minutes).microseconds}};
    return base64url(vault.sealed_with_master(json::serialize(visit), place_of(municipality)));
}

Result<std::optional<CounterVisit>> counter_visit_given(People& people, const MunicipalityId& municipality, std::string_view secret, const StaffId& staff) {
    auto box = secret.size() <= longest_secret ? from_base64url(secret) : std::nullopt;
    auto plain = box ? people.vault().opened_with_master(*box, place_of(municipality)) : std::nullopt;
    auto parsed = plain ? json::parse(*plain) : Result<json::value>(fail(Fault::missing));
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const auto& o = parsed->get_object();
    CounterVisit visit{PersonId(json::text(o, "person")), StaffId(json::text(o, "staff")), {}, Instant{json::integer(o, "ends")}};
    if (visit.staff != staff) return std::nullopt;
    visit.consent = TRY(consent_words(people, municipality, json::text(o, "consent")));
    return visit;
}

Result<std::optional<CounterVisit>> counter_visit(People& people, const MunicipalityId& municipality, std::string_view secret, const StaffId& staff, Instant now) {
    auto visit = TRY(counter_visit_given(people, municipality, secret, staff));
    if (visit && now >= visit->ends) visit.reset();
    return visit;
}

Result<std::string> consent_words(People& people, const MunicipalityId& municipality, std::string_view id) {
    return people.journal().database().read_value<std::string>([&](store::Session& session) -> Result<std::string> {
        return TRY(people.vault().text(session, municipality, SealedTextId(std::string(id)))).value_or("");
    });
}

}  // namespace raekoda::people
