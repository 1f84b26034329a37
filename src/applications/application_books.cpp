// Drafts and files: books that forget.
#include <climits>
#include <functional>

#include "applications/application_books_sql.h"
#include "applications/application_files.h"
#include "applications/application_rows.h"
#include "base/crypto.h"
#include "base/text.h"
#include "people/known_as.h"

namespace raekoda::applications {

namespace {

constexpr std::int64_t file_aside_seconds = limits::draft_seconds;  // a draft may hold them

std::string file_context(const MunicipalityId& municipality, const FileId& id) { return "file/" + municipality.value + "/" + id.value; }
std::string hash_of(std::string_view secret) { return hex(hash_256(secret)); }

struct DraftRow {
    Draft draft;
    std::string guest_hash;
    SealedTextId content;
};
DraftRow draft_from(const store::Row& row) {
    auto text = [&](int c) { return std::string(row.text(c)); };
    DraftRow r;
    r.draft.owner = PersonId(text(0));
    r.guest_hash = text(1);
    r.draft.for_whom = PersonId(text(2));
    r.draft.right = {text(3), text(4)};
    r.draft.service = text(5);
    r.draft.service_version = text(6);
    r.draft.page = text(7);
    r.content = SealedTextId(text(8));
    r.draft.started = Instant{row.integer(9)};
    r.draft.saved = Instant{row.integer(10)};
    r.draft.version = row.integer(11);
    return r;
}

Result<std::optional<DraftRow>> load_draft(store::Session& session, const MunicipalityId& municipality, const DraftId& id) {
    auto row = TRY(session.first(sql::draft_by_id, draft_from, municipality.value, id.value));
    if (row) row->draft.id = id;
    return row;
}

}  // namespace

Result<Applications::OpenedDraft> Applications::open_draft(const MunicipalityId& municipality, const NewDraft& draft, Instant now) {
    if (draft.content.size() > limits::content_bytes) return fail(std::vector<Problem>{{"", "applications.content_too_large", {}}});
    OpenedDraft opened{draft.id.empty() ? DraftId(random_id()) : draft.id, {}};
    if (draft.owner.empty()) opened.guest_secret = base64url(random_bytes(24));
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        auto& vault = people_->vault();
        PersonId owner = draft.owner.empty() ? TRY(vault.keep_nobody(session, municipality, now)) : draft.owner;
        auto content = TRY(vault.keep_text(session, municipality, owner, draft.content, now));
        TRY(session.execute(sql::insert_draft, municipality.value, opened.id.value, owner.value, opened.guest_secret.empty() ? "" : hash_of(opened.guest_secret),
                            draft.for_whom.value, draft.right.kind, draft.right.mandate, draft.service, draft.service_version, draft.page, content.value, now.microseconds,
                            now.microseconds));
        return {};
    }));
    return opened;
}

Result<std::optional<Draft>> Applications::draft(const MunicipalityId& municipality, const DraftId& id, const PersonId& owner, std::string_view secret, Instant now) {
    return journal_->database().read_value<std::optional<Draft>>([&](store::Session& session) -> Result<std::optional<Draft>> {
        auto row = TRY(load_draft(session, municipality, id));
        if (!row || now.seconds_since(row->draft.saved) >= limits::draft_seconds) return std::nullopt;
        const bool is_guests = !row->guest_hash.empty();
        if (is_guests ? !equal_in_constant_time(row->guest_hash, hash_of(secret)) : owner.empty() || row->draft.owner != owner) return std::nullopt;
        auto content = TRY(people_->vault().text(session, municipality, row->content));
        if (!content) return std::nullopt;  // the person was erased
        row->draft.content = std::move(*content);
        if (is_guests) row->draft.owner = {};
        return row->draft;
    });
}

Result<SavedDraft> Applications::save_draft(const MunicipalityId& municipality, const Draft& draft, Instant now) {
    if (draft.content.size() > limits::content_bytes) return fail(std::vector<Problem>{{"", "applications.content_too_large", {}}});
    return journal_->database().write_value<SavedDraft>([&](store::Session& session) -> Result<SavedDraft> {
        auto row = TRY(load_draft(session, municipality, draft.id));
        if (!row) return fail(Fault::gone, "the draft was sent or deleted", "applications.draft_gone");
        auto& vault = people_->vault();
        auto content = TRY(vault.keep_text(session, municipality, row->draft.owner, draft.content, now));
        if (row->draft.version == draft.version) {
            TRY(session.execute(sql::update_draft, municipality.value, draft.id.value, draft.version, draft.service_version, draft.page, content.value, now.microseconds,
                                draft.for_whom.value, draft.right.kind, draft.right.mandate));
            TRY(vault.erase_text(session, municipality, row->content));
            return SavedDraft{draft.id, draft.version + 1, false};
        }
        // Another window saved meanwhile: nothing of either is lost. A guest's two are opened by the same secret.
        DraftId beside(random_id());
        TRY(session.execute(sql::insert_draft, municipality.value, beside.value, row->draft.owner.value, row->guest_hash, draft.for_whom.value, draft.right.kind,
                            draft.right.mandate, draft.service, draft.service_version, draft.page, content.value, row->draft.started.microseconds, now.microseconds));
        return SavedDraft{beside, 1, true};
    });
}

Outcome Applications::adopt_draft(const MunicipalityId& municipality, const DraftId& id, const PersonId& guest, const PersonId& person, Instant now) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto& vault = people_->vault();
        auto row = TRY(load_draft(session, municipality, id));
        if (!row || row->draft.owner != guest || row->draft.for_whom != guest) return fail(Fault::missing, "no such draft of the guest");
        auto move = [&](const SealedTextId& from) -> Result<SealedTextId> {
            auto text = TRY(vault.text(session, municipality, from));
            if (!text) return fail(Fault::gone, "the guest was erased", "applications.draft_gone");
            TRY(vault.erase_text(session, municipality, from));
            return vault.keep_text(session, municipality, person, *text, now);
        };
        auto content = TRY(move(row->content));
        TRY(session.execute(sql::adopt_draft, municipality.value, id.value, guest.value, person.value, content.value));
        auto files = TRY(session.all(
            sql::keys_of_place, [](const store::Row& file) { return std::pair(std::string(file.text(0)), SealedTextId(std::string(file.text(1)))); }, municipality.value, id.value));
        for (const auto& [file, key] : files) {
            auto moved = TRY(move(key));
            TRY(session.execute(sql::set_file_key, municipality.value, file, moved.value));
        }
        return {};
    });
}

Outcome Applications::delete_draft(const MunicipalityId& municipality, const Draft& draft) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto row = TRY(load_draft(session, municipality, draft.id));
        if (!row) return {};
        TRY(session.execute(sql::delete_draft, municipality.value, draft.id.value));
        TRY(session.execute(sql::delete_files_of_place, municipality.value, draft.id.value));
        return people_->vault().erase_text(session, municipality, row->content);
    });
}

Result<std::vector<DraftLine>> Applications::drafts_of(const MunicipalityId& municipality, const PersonId& owner, Instant now) {
    return journal_->database().read_value<std::vector<DraftLine>>([&](store::Session& session) {
        return session.all(
            sql::drafts_of,
            [](const store::Row& row) {
                return DraftLine{DraftId(std::string(row.text(0))), std::string(row.text(1)), std::string(row.text(2)), PersonId(std::string(row.text(3))), Instant{row.integer(4)},
                                 row.text(5) == counter_right};
            },
            municipality.value, owner.value, now.plus_seconds(-limits::draft_seconds).microseconds, limits::drafts_of_person);
    });
}

namespace {

// What nobody touched since `before`, in small transactions: `forget` gets each, but for what belongs to somebody whom a hold covers.
struct Old {
    std::string id;
    SealedTextId sealed;
    std::string of;
    std::int64_t at = 0;
};
Old old_from(const store::Row& row) { return {std::string(row.text(0)), SealedTextId(std::string(row.text(1))), std::string(row.text(2)), row.integer(3)}; }

using OwnerOf = std::function<Result<std::optional<PersonId>>(store::Session&, const Old&)>;
using Forget = std::function<Outcome(store::Session&, const Old&)>;
Outcome forget_before(store::Database& database, people::Vault& vault, const MunicipalityId& municipality, const store::Sql& old_before, Instant before, Instant now, const OwnerOf& owner_of, const Forget& forget) {
    constexpr std::size_t at_once = 200;
    Old last{{}, {}, {}, INT64_MIN};
    for (bool more = true; more;)
        TRY(database.write([&](store::Session& session) -> Outcome {
            auto old = TRY(session.all(old_before, old_from, municipality.value, before.microseconds, last.at, last.id, static_cast<int>(at_once)));
            more = old.size() == at_once;
            for (auto& one : old) {
                auto owner = TRY(owner_of(session, one));
                const bool held = owner && TRY(people::is_held(session, vault, municipality, *owner, local_time(now).date));
                if (!held) TRY(forget(session, one));
                last = std::move(one);
            }
            return {};
        }));
    return {};
}

// Whose a draft or an application is; nullopt: it is gone.
Result<std::optional<PersonId>> owner_of_place(store::Session& session, const MunicipalityId& municipality, const std::string& place) {
    if (auto draft = TRY(load_draft(session, municipality, DraftId(place)))) return draft->draft.owner;
    if (auto application = TRY(load_application(session, municipality, ApplicationNumber(place)))) return application->applicant;
    return std::nullopt;
}

}  // namespace

Outcome Applications::forget_expired(Instant now) {
    auto& database = journal_->database();
    auto& vault = people_->vault();
    const auto catalogue = catalogue_();
    for (const auto& municipality : catalogue->municipalities()) {
        const auto& here = municipality.id;
        TRY(forget_before(
            database, vault, here, sql::drafts_before, now.plus_seconds(-limits::draft_seconds), now,
            [](store::Session&, const Old& draft) -> Result<std::optional<PersonId>> { return PersonId(draft.of); },
            [&](store::Session& session, const Old& draft) -> Outcome {
                TRY(session.execute(sql::delete_draft, here.value, draft.id));
                return vault.erase_text(session, here, draft.sealed);
            }));
        TRY(forget_before(
            database, vault, here, sql::files_aside_before, now.plus_seconds(-file_aside_seconds), now,
            [&](store::Session& session, const Old& file) { return owner_of_place(session, here, file.of); },
            [&](store::Session& session, const Old& file) -> Outcome {
                TRY(session.execute(sql::delete_file_aside, here.value, file.id));
                return vault.erase_text(session, here, file.sealed);
            }));
    }
    return {};
}

Result<FileId> Applications::keep_file(const MunicipalityId& municipality, const DraftId& draft, std::string_view name, std::string_view content, Instant now) {
    return keep_file_at(municipality, draft.value, name, content, now);
}
Result<FileId> Applications::keep_file(const MunicipalityId& municipality, const ApplicationNumber& number, std::string_view name, std::string_view content, Instant now) {
    return keep_file_at(municipality, number.value, name, content, now);
}

Result<FileId> Applications::keep_file_at(const MunicipalityId& municipality, const std::string& place, std::string_view name, std::string_view content, Instant now) {
    if (content.size() > limits::file_bytes)
        return fail(std::vector<Problem>{{"files", "applications.file_too_large", {{"limit", std::to_string(limits::file_bytes >> 20)}}}});
    const auto checked = check_content(content);
    if (!checked.problem.empty()) return fail(std::vector<Problem>{{"files", checked.problem, {}}});
    FileId id(random_id());
    const std::string key = random_bytes(seal_key_size), box = seal(key, content, file_context(municipality, id));
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        auto person = TRY(owner_of_place(session, municipality, place));
        if (!person) return fail(Fault::gone, "no draft or application to keep a file for", "applications.draft_gone");
        auto kept_key = TRY(people_->vault().keep_text(session, municipality, *person, hex(key), now));
        TRY(session.execute(sql::insert_file, municipality.value, id.value, place, kept_key.value, clean_file_name(name, checked.type), checked.type, content.size(), store::Bytes{box}, now.microseconds));
        return {};
    }));
    return id;
}

Result<std::optional<ApplicationFile>> Applications::file(const MunicipalityId& municipality, const ApplicationNumber& number, const FileId& id) {
    return journal_->database().read_value<std::optional<ApplicationFile>>([&](store::Session& session) -> Result<std::optional<ApplicationFile>> {
        std::string kept_key, of;
        auto found = TRY(session.first(
            sql::file_by_id,
            [&](const store::Row& row) {
                kept_key = row.text(4), of = row.text(5);
                return ApplicationFile{id, std::string(row.text(0)), std::string(row.text(1)), row.integer(2), std::string(row.bytes(3))};
            },
            municipality.value, id.value));
        if (!found || of != number.value) return std::nullopt;
        auto key = TRY(people_->vault().text(session, municipality, SealedTextId(kept_key)));
        auto raw = key ? from_hex(*key) : std::nullopt;
        if (!raw) return std::nullopt;  // the person was erased
        auto content = open_sealed(*raw, found->content, file_context(municipality, id));
        if (!content) return fail(Fault::broken, "a sealed file does not open");
        found->content = std::move(*content);
        return found;
    });
}

Result<std::vector<ApplicationFile>> Applications::files_of(const MunicipalityId& municipality, const ApplicationNumber& number) {
    return journal_->database().read_value<std::vector<ApplicationFile>>([&](store::Session& session) {
        return session.all(
            sql::files_of_number,
            [](const store::Row& row) { return ApplicationFile{FileId(std::string(row.text(0))), std::string(row.text(1)), std::string(row.text(2)), row.integer(3), {}}; },
            municipality.value, number.value);
    });
}

}  // namespace raekoda::applications
