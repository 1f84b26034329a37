// Commands and queries on what officials and operators bring into the room.
#include "base/json.h"
#include "base/text.h"
#include "services/catalogue_files.h"
#include "services/service_register_events.h"
#include "services/services.h"
#include "services/services_queries_sql.h"

namespace raekoda::services {

namespace {


Result<std::int64_t> version_of(journal::Recorder& recorder, const std::string& stream) {
    std::int64_t version = 0;
    TRY(recorder.replay(stream, [&](const journal::Recorded& event) { version = event.version; }));
    return version;
}

// Cleans and checks the texts of one member in all languages.
void check(LocalText& text, const std::string& field, std::size_t longest, bool placeholders, std::vector<Problem>& problems) {
    for (auto [code, one] : {std::pair{"et", &text.et}, {"en", &text.en}, {"ru", &text.ru}}) {
        std::string name = field + "_" + code;
        auto clean = clean_input(*one);
        if (!clean || clean->empty()) {
            problems.push_back({name, "services.text_missing", {}});
            continue;
        }
        *one = *clean;
        if (code_point_count(*one) > longest) problems.push_back({name, "services.text_too_long", {{"limit", std::to_string(longest)}}});
        if (!placeholders) continue;
        if (auto unknown = unknown_placeholder(*one); !unknown.empty()) problems.push_back({name, "services.unknown_placeholder", {{"name", unknown}}});
    }
}

}  // namespace

Outcome keep_boundaries(journal::Journal& journal, const journal::Context& context, const std::vector<ImportedBoundary>& all) {
    TRY(journal.execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        std::int64_t kept = 0;
        for (const auto& boundary : all) {
            auto geometry = TRY(json::parse(boundary.geometry, 64u << 20));
            std::string text = json::serialize(geometry);
            // The same file again changes nothing.
            auto same = TRY(recorder.session().first(
                sql::boundary_of, [&](const store::Row& row) { return row.text(0) == boundary.name && row.text(1) == text; },
                context.municipality.value, boundary.ehak));
            if (same.value_or(false)) continue;
            std::string stream = "boundary/" + boundary.ehak;
            const std::int64_t version = TRY(version_of(recorder, stream));
            TRY(recorder.append(stream, version, {encode(BoundaryImported{boundary.ehak, boundary.name, std::move(geometry)})}));
            ++kept;
        }
        return std::to_string(kept);
    }));
    return {};
}

Result<std::vector<ImportedBoundary>> boundaries(store::Database& database) {
    auto rows = TRY(database.read_value<std::vector<ImportedBoundary>>([](store::Session& session) {
        return session.all(sql::all_boundaries, [](const store::Row& row) {
            return ImportedBoundary{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))};
        });
    }));
    // One border a code, whoever imported it.
    std::vector<ImportedBoundary> out;
    for (auto& row : rows)
        if (std::none_of(out.begin(), out.end(), [&](const auto& one) { return one.ehak == row.ehak; })) out.push_back(std::move(row));
    return out;
}

Outcome change_answer_template(journal::Journal& journal, const journal::Context& context, const AnswerTemplate& wanted) {
    AnswerTemplate answer = wanted;
    std::vector<Problem> problems;
    if (answer.id.empty() || answer.id.size() > 64 || answer.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos)
        problems.push_back({"id", "services.identifier_invalid", {}});
    if (answer.outcome.size() > 64 || answer.outcome.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos)
        problems.push_back({"outcome", "services.identifier_invalid", {}});
    if (!answer.use.empty() && answer.use != "note" && answer.use != "assign" && answer.use != "ask" && answer.use != "close")
        problems.push_back({"use", "services.identifier_invalid", {}});
    if (answer.kinds.size() > 100) problems.push_back({"kinds", "services.identifier_invalid", {}});
    check(answer.title, "title", 200, false, problems);
    check(answer.body, "body", 4000, true, problems);
    if (!problems.empty()) return fail(std::move(problems));
    std::string stream = "answer-template/" + answer.id;
    TRY(journal.execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        const std::int64_t version = TRY(version_of(recorder, stream));
        TRY(recorder.append(stream, version, {encode(AnswerTemplateChanged{answer})}));
        return answer.id;
    }));
    return {};
}

Result<std::vector<AnswerTemplate>> answer_templates(store::Database& database, const Municipality& municipality) {
    auto changed = TRY(database.read_value<std::vector<AnswerTemplate>>([&](store::Session& session) {
        return session.all(
            sql::answer_templates_of,
            [](const store::Row& row) {
                AnswerTemplate answer;
                answer.id = row.text(0);
                answer.outcome = row.text(1);
                // The table keeps the event as it was written.
                if (auto event = decode_service_event(AnswerTemplateChanged::type, row.text(2))) answer = std::get<AnswerTemplateChanged>(*event).answer;
                return answer;
            },
            municipality.id.value);
    }));
    std::vector<AnswerTemplate> out = municipality.answers;
    for (auto& answer : changed) {
        auto same = std::find_if(out.begin(), out.end(), [&](const auto& one) { return one.id == answer.id; });
        if (same == out.end()) out.push_back(std::move(answer));
        else *same = std::move(answer);
    }
    return out;
}

}  // namespace raekoda::services
