// How an application comes in: checked before the transaction, sealed and numbered inside it.
#include <cstdio>

#include "applications/application_books_sql.h"
#include "applications/application_change.h"
#include "applications/application_queries_sql.h"
#include "base/crypto.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

constexpr int numbers_a_year = 999'999;

Result<ApplicationNumber> next_number(store::Session& session, const MunicipalityId& municipality, Instant now) {
    char buffer[32];
    const int year = local_time(now).date.year;
    std::snprintf(buffer, sizeof buffer, "T-%04d-:", year);  // ":" sorts after every digit
    auto last = TRY(session.first(sql::last_number_before, [](const store::Row& row) { return std::string(row.text(0)); }, municipality.value, std::string(buffer)));
    std::int64_t sequence = 0;
    if (last && last->size() > 7 && parse_integer(last->substr(2, 4)) == year) sequence = parse_integer(std::string_view(*last).substr(7)).value_or(0);
    if (sequence >= numbers_a_year) return fail(Fault::unavailable, "no number is left in this year");
    std::snprintf(buffer, sizeof buffer, "T-%04d-%06lld", year, static_cast<long long>(sequence + 1));
    return ApplicationNumber(buffer);
}

Result<people::Contact> check(const NewApplication& a) {
    if (a.content.size() > limits::content_bytes) return fail(std::vector<Problem>{{"", "applications.content_too_large", {}}});
    if (a.service.empty() || a.service_version.empty()) return fail(Fault::broken, "an application without a service");
    if (a.cosigners.size() > limits::cosigners) return fail(std::vector<Problem>{{"", "applications.too_many_cosigners", {{"limit", std::to_string(limits::cosigners)}}}});
    if (a.channel == "counter" && trimmed(a.consent).empty()) return fail(std::vector<Problem>{{"consent", "applications.consent_required", {}}});
    people::Contact contact;
    if (!a.contact.empty()) contact = TRY(people::check_contact(a.contact));
    contact.language = a.language;
    return contact;
}

// What is sent is no draft any more. An application that came from a draft that is gone came twice, or from a window that was left open. Gives the
// hash of the secret that a guest's opened by.
Result<std::string> end_draft(Applications& applications, store::Session& session, const MunicipalityId& municipality, const DraftId& draft) {
    if (draft.empty()) return std::string();
    auto found = TRY(session.first(
        sql::draft_by_id, [](const store::Row& row) { return std::pair(std::string(row.text(1)), SealedTextId(std::string(row.text(8)))); }, municipality.value, draft.value));
    if (!found) return fail(Fault::gone, "the draft was sent or deleted", "applications.draft_gone");
    TRY(session.execute_later(sql::delete_draft, municipality.value, draft.value));
    TRY(applications.people().vault().erase_text(session, municipality, found->second));
    return std::move(found->first);
}

// What the receipt of a sending says: the number, until when, and of a guest the hash of the draft's secret, by which they find it again.
struct Sending {
    ApplicationNumber number;
    Instant due;
    std::string draft_hash;
};
std::string receipt_of(const Sending& sending) {
    return sending.number.value + " " + std::to_string(sending.due.microseconds) + (sending.draft_hash.empty() ? "" : " " + sending.draft_hash);
}
Sending sending_of(std::string_view receipt) {
    const std::string_view rest = receipt.substr(std::min(receipt.find(' '), receipt.size() - 1) + 1);
    const auto space = rest.find(' ');
    return {ApplicationNumber(std::string(receipt.substr(0, receipt.find(' ')))), Instant{parse_integer(rest.substr(0, space)).value_or(0)},
            space == rest.npos ? std::string() : std::string(rest.substr(space + 1))};
}
Result<std::optional<Sending>> sending_from(journal::Journal& journal, const MunicipalityId& municipality, const DraftId& draft) {
    auto receipt = journal.execute({municipality, Instant{}, "system", "apply/" + draft.value}, [](journal::Recorder&) -> Result<std::string> { return fail(Fault::missing, "never sent"); });
    if (!receipt) return receipt.error().fault == Fault::missing ? Result<std::optional<Sending>>(std::nullopt) : tl::unexpected(receipt.error());
    return sending_of(*receipt);
}

}  // namespace

std::string Applications::guest_secret(const MunicipalityId& municipality, const ApplicationNumber& number) const {
    return people_->vault().derived_secret("application", municipality.value + "/" + number.value);
}

Result<Submitted> Applications::submit(const journal::Context& context, const NewApplication& application) {
    const people::Contact contact = TRY(check(application));
    const bool is_guest = application.applicant.empty();
    // The clock begins when all have signed.
    const Instant due = application.cosigners.empty() ? due_of(catalogue_()->calendar(), context.now, application.term) : Instant{};
    journal::Context once = context;
    if (once.idempotency_key.empty() && !application.draft.empty()) once.idempotency_key = "apply/" + application.draft.value;

    std::string result = TRY(journal_->execute(once, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto& session = recorder.session();
        const auto& municipality = context.municipality;
        auto& vault = people_->vault();
        const std::string draft_hash = TRY(end_draft(*this, session, municipality, application.draft));
        ApplicationView view;
        view.municipality = municipality;
        view.number = TRY(next_number(session, municipality, context.now));
        view.language = application.language;
        view.applicant = application.applicant;
        if (is_guest) view.applicant = contact.empty() ? TRY(vault.keep_nobody(session, municipality, context.now)) : TRY(vault.keep_contact(session, municipality, contact, context.now));
        Change change{*this, recorder, view};

        ApplicationSubmitted event{application.service, application.service_version, application.language, application.channel, view.applicant.value,
                                   is_guest ? std::string() : application.submitter.value, application.right.kind, application.right.mandate};
        event.content = TRY(change.seal(application.content));
        event.consent = TRY(change.seal(application.consent));
        if (application.proposal) event.proposal = decided_name(*application.proposal);
        event.team = application.team;
        event.company = application.company;
        event.working_days = application.term.working_days;
        event.calendar_days = application.term.calendar_days;
        event.due = due.microseconds;
        if (is_guest) event.guest_hash = hex(hash_256(guest_secret(municipality, view.number)));
        for (const auto& person : application.cosigners) event.cosigners.push_back(person.value);
        if (!event.cosigners.empty()) event.sign_until = local_time(context.now).date.plus_days(limits::signature_days).iso();
        event.files = TRY(change.claim(application.files, application.draft.value));
        TRY(change.record(event));
        if (application.cosigners.empty()) TRY(change.tell("submitted"));
        for (const auto& person : application.cosigners) TRY(change.tell("cosign", person));
        return receipt_of({view.number, due, is_guest ? draft_hash : std::string()});
    }));
    // The receipt of a repeated command gives the same number; the secret follows from it.
    const auto sending = sending_of(result);
    return Submitted{sending.number, is_guest ? guest_secret(context.municipality, sending.number) : std::string(), sending.due};
}

// The receipt of the sending remembers it; asking with the same key gives it and changes nothing.
Result<std::optional<ApplicationNumber>> Applications::sent_from(const MunicipalityId& municipality, const DraftId& draft) {
    auto sending = TRY(sending_from(*journal_, municipality, draft));
    return sending ? std::optional(sending->number) : std::nullopt;
}

Result<std::optional<Submitted>> Applications::sent_by_guest(const MunicipalityId& municipality, const DraftId& draft, std::string_view secret) {
    auto sending = TRY(sending_from(*journal_, municipality, draft));
    if (!sending || sending->draft_hash.empty() || !equal_in_constant_time(sending->draft_hash, hex(hash_256(secret)))) return std::nullopt;
    return Submitted{sending->number, guest_secret(municipality, sending->number), sending->due};
}

}  // namespace raekoda::applications
