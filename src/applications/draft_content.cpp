#include "applications/draft_content.h"

#include "base/json.h"
#include "decision/feel.h"

namespace raekoda::applications {

std::vector<FileId> DraftContent::files() const {
    std::vector<FileId> ids;
    for (const auto& upload : uploads)
        for (const auto& file : upload.files) ids.emplace_back(file.id);
    return ids;
}

std::string encode(const DraftContent& draft) {
    json::object out{{"data", decision::to_json(draft.data)}};
    json::object uploads;
    for (const auto& upload : draft.uploads) {
        json::array files;
        for (const auto& file : upload.files) files.push_back(json::object{{"id", file.id}, {"name", file.name}, {"type", file.media_type}, {"bytes", file.bytes}});
        uploads[upload.key] = std::move(files);
    }
    if (!uploads.empty()) out["uploads"] = std::move(uploads);
    if (!draft.missing_sources.empty()) out["missing"] = json::array(draft.missing_sources.begin(), draft.missing_sources.end());
    json::array unfit;
    for (const auto& [label, answer] : draft.unfit) unfit.push_back(json::object{{"label", label}, {"answer", answer}});
    if (!unfit.empty()) out["unfit"] = std::move(unfit);
    if (!draft.counter.empty())
        out["counter"] = json::object{{"name", draft.counter.name}, {"subject", draft.counter.subject}, {"consent", draft.counter.consent}, {"staff", draft.counter.staff}, {"language", draft.counter.language}};
    json::array looked_up;
    for (const auto& fact : draft.looked_up) looked_up.push_back(json::object{{"name", fact.name}, {"value", fact.value_json}, {"source", fact.source}, {"obtained", fact.obtained.microseconds}});
    if (!looked_up.empty()) out["looked_up"] = std::move(looked_up);
    if (!draft.standing.empty()) out["standing"] = draft.standing;
    return json::serialize(out);
}

DraftContent decode_draft(std::string_view text) {
    DraftContent draft;
    auto parsed = json::parse(text);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    if (!o) return draft;
    if (const auto* data = o->if_contains("data")) {
        decision::Evaluation evaluation;
        draft.data = decision::from_json(evaluation, *data).value_or(decision::Value());
    }
    if (const auto* uploads = json::member(*o, "uploads"))
        for (const auto& item : *uploads) {
            form::Upload upload{std::string(item.key()), {}};
            if (const auto* files = item.value().if_array())
                for (const auto& file : *files)
                    if (const auto* f = file.if_object())
                        upload.files.push_back({json::text(*f, "id"), json::text(*f, "name"), json::text(*f, "type"), static_cast<std::size_t>(json::integer(*f, "bytes"))});
            draft.uploads.push_back(std::move(upload));
        }
    if (const auto* missing = json::list(*o, "missing"))
        for (const auto& source : *missing) draft.missing_sources.push_back(json::as_text(source));
    if (const auto* unfit = json::list(*o, "unfit"))
        for (const auto& item : *unfit)
            if (const auto* line = item.if_object()) draft.unfit.emplace_back(json::text(*line, "label"), json::text(*line, "answer"));
    if (const auto* counter = json::member(*o, "counter"))
        draft.counter = {json::text(*counter, "name"), json::text(*counter, "subject"), json::text(*counter, "consent"), json::text(*counter, "staff"), json::text(*counter, "language")};
    if (const auto* looked_up = json::list(*o, "looked_up"))
        for (const auto& item : *looked_up)
            if (const auto* fact = item.if_object())
                draft.looked_up.push_back({json::text(*fact, "name"), json::text(*fact, "value"), json::text(*fact, "source"), Instant{json::integer(*fact, "obtained")}});
    draft.standing = json::text(*o, "standing");
    return draft;
}

}  // namespace raekoda::applications
