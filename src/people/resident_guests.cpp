// Guests: somebody whose mailbox answers, or whom another country names; and how they become one with a personal code later.
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "people/contact.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/residents_state.h"

namespace raekoda::people {

namespace {

constexpr std::int64_t link_minutes = 30;
constexpr std::string_view link_secret = "email link";

std::string link_context(const MunicipalityId& municipality, std::string_view id) { return "email-link/" + municipality.value + "/" + std::string(id); }

// The secret says which link it is and proves it: the id, a dot, and what only this house can derive from it.
std::string secret_of(const Vault& vault, std::string_view id) { return std::string(id) + "." + vault.derived_secret(link_secret, id); }
std::optional<std::string> id_of(const Vault& vault, std::string_view secret) {
    auto dot = secret.find('.');
    if (dot == secret.npos || secret.size() > 100) return std::nullopt;
    std::string id(secret.substr(0, dot));
    if (!equal_in_constant_time(secret, secret_of(vault, id))) return std::nullopt;
    return id;
}

}  // namespace

Outcome Residents::send_email_link(const journal::Context& context, std::string_view as_typed, std::string_view language, std::string_view back) {
    auto contact = check_contact({.email = std::string(as_typed)});
    if (!contact) return fail(contact.error());
    if (contact->email.empty()) return fail(std::vector<Problem>{{"email", "residents.email_missing", {}}});
    const std::string id = random_id();
    const std::string plain = json::serialize(json::object{{"email", contact->email}, {"language", language}, {"back", back}});
    const std::string box = vault_->sealed_with_master(plain, link_context(context.municipality, id));
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        TRY(recorder.session().execute(sql::insert_email_link, context.municipality.value, id, store::Bytes{box}, context.now.microseconds, context.now.plus_minutes(link_minutes).microseconds));
        TRY(recorder.send("mail", json::serialize(json::object{{"letter", "sign_in_link"}, {"link", id}}), context.now));
        return id;
    }));
    return {};
}

Result<std::optional<Residents::LinkLetter>> Residents::link_letter(const MunicipalityId& municipality, std::string_view id, Instant now) {
    auto link = TRY(email_link(municipality, secret_of(*vault_, id), now));
    if (!link) return std::nullopt;
    return LinkLetter{link->email, link->language, secret_of(*vault_, id)};
}

Result<std::optional<Residents::EmailLink>> Residents::email_link(const MunicipalityId& municipality, std::string_view secret, Instant now) {
    auto id = id_of(*vault_, secret);
    if (!id) return std::nullopt;
    auto box = TRY(journal_->database().read_value<std::optional<std::string>>([&](store::Session& session) {
        return session.first(sql::email_link_by_id, [](const store::Row& row) { return std::string(row.bytes(0)); }, municipality.value, *id, now.microseconds);
    }));
    if (!box) return std::nullopt;
    auto plain = vault_->opened_with_master(*box, link_context(municipality, *id));
    if (!plain) return fail(Fault::broken, "a link of a letter does not open");
    auto value = TRY(json::parse(*plain));
    if (!value.is_object()) return fail(Fault::broken, "a link of a letter is not an object");
    const auto& o = value.get_object();
    return EmailLink{json::text(o, "email"), json::text(o, "language"), json::text(o, "back")};
}

Result<std::string> Residents::sign_in_by_link(const MunicipalityId& municipality, std::string_view secret, Instant now) {
    auto link = TRY(email_link(municipality, secret, now));
    if (!link) return fail(Fault::gone, "a link that is used or too old", "residents.link_gone");
    const auto id = id_of(*vault_, secret);
    bool first = false;
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        first = TRY(session.execute(sql::delete_email_link, municipality.value, *id)) > 0;
        return {};
    }));
    if (!first) return fail(Fault::gone, "a link that is used or too old", "residents.link_gone");
    Identity guest;
    guest.subject = "email:" + normalised_email(link->email);
    guest.assurance = Assurance::email;
    guest.method = "email";
    guest.email = link->email;
    return sign_in(municipality, guest, now);
}

Outcome Residents::join_guest(const journal::Context& context, const PersonId& person, const PersonId& guest) {
    const auto& municipality = context.municipality;
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto one = TRY(vault_->subject_of(session, municipality, person)), other = TRY(vault_->subject_of(session, municipality, guest));
        if (!one || !other || !is_estonian_code(*one) || is_estonian_code(*other)) return fail(Fault::forbidden, "only a guest joins somebody with a personal code", "residents.join_not_guest");
        if (auto before = TRY(vault_->joined_into(session, municipality, guest))) {
            if (*before == person) return {};
            return fail(Fault::conflict, "the guest has joined somebody else", "residents.join_taken");
        }
        TRY(vault_->join(session, municipality, guest, person, context.now));
        return vault_->note_access(session, municipality, guest, context.actor, "residents.purpose_joined", "", context.now);
    });
}

}  // namespace raekoda::people
