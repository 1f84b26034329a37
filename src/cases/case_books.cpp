// Photo files and drafts: books that forget.
#include "base/crypto.h"
#include "base/text.h"
#include "cases/case_books_sql.h"
#include "cases/cases.h"

namespace raekoda::cases {

namespace {
constexpr std::int64_t keep_seconds = 2 * 24 * 3600;  // drafts and photos that nobody sent
std::string draft_id(std::string_view secret) { return hex(hash_256(secret)).substr(0, 32); }
}  // namespace

Result<PhotoId> Cases::keep_photo(const MunicipalityId& municipality, const media::Photo& photo, Instant now) {
    PhotoId id(random_id());
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        TRY(session.execute(sql::insert_photo_file, municipality.value, id.value, now.microseconds, 1, store::Bytes{photo.large}, store::Bytes{photo.thumbnail}));
        return {};
    }));
    return id;
}

Result<std::optional<Cases::PhotoBytes>> Cases::photo(const MunicipalityId& municipality, const PhotoId& id, bool large) {
    return journal_->database().read_value<std::optional<PhotoBytes>>([&](store::Session& session) {
        return session.first(
            large ? sql::large_photo : sql::thumbnail_photo,
            [](const store::Row& row) { return PhotoBytes{std::string(row.bytes(0)), !row.is_null(1) && row.text(2) == visibility_name(Visibility::open)}; },
            municipality.value, id.value);
    });
}

Result<std::string> Cases::new_draft(const MunicipalityId& municipality, std::string_view content, Instant now) {
    std::string secret = base64url(random_bytes(24));
    std::string box = people_->vault().sealed_with_master(content, "draft/" + draft_id(secret));
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        TRY(session.execute(sql::insert_draft, municipality.value, draft_id(secret), store::Bytes{box}, now.microseconds));
        return {};
    }));
    return secret;
}

Result<std::optional<std::string>> Cases::draft(const MunicipalityId& municipality, std::string_view secret, Instant now) {
    std::optional<std::string> content;
    TRY(journal_->database().read([&](store::Session& session) {
        return session.each(
            sql::draft_of,
            [&](const store::Row& row) {
                if (now.seconds_since(Instant{row.integer(1)}) < keep_seconds)
                    content = people_->vault().opened_with_master(row.bytes(0), "draft/" + draft_id(secret));
            },
            municipality.value, draft_id(secret));
    }));
    return content;
}

Outcome Cases::save_draft(const MunicipalityId& municipality, std::string_view secret, std::string_view content, Instant now) {
    std::string box = people_->vault().sealed_with_master(content, "draft/" + draft_id(secret));
    return journal_->database().write([&](store::Session& session) -> Outcome {
        if (TRY(session.execute(sql::update_draft, municipality.value, draft_id(secret), store::Bytes{box}, now.microseconds)) != 1)
            return fail(Fault::missing, "no such draft", "cases.draft_expired");
        return {};
    });
}

Outcome Cases::forget_expired(Instant now) {
    std::int64_t before = now.plus_seconds(-keep_seconds).microseconds;
    for (const auto& municipality : catalogue_()->municipalities())
        TRY(journal_->database().write([&](store::Session& session) -> Outcome {
            TRY(session.execute(sql::delete_drafts, municipality.id.value, before));
            TRY(session.execute(sql::delete_photos_aside, municipality.id.value, before));
            return {};
        }));
    return {};
}

}  // namespace raekoda::cases
