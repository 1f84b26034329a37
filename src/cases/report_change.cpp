#include "cases/report_change.h"

#include "base/crypto.h"
#include "base/text.h"
#include "cases/case_books_sql.h"
#include "cases/report_queries_sql.h"
#include "people/personal_data.h"

namespace raekoda::cases {

Outcome Cases::Change::record(const ReportEvent& event) {
    TRY(recorder.append(stream_of(report.number), report.version, {encode(event)}));
    apply(report, event, context().now);
    return {};
}

Outcome Cases::Change::keep_words(const std::string& words, Voice voice) {
    if (words.empty()) return {};
    auto& vault = cases.people().vault();
    std::string published = words;
    people::SealedTextId sealed;
    if (voice == Voice::resident) {
        const auto* municipality = cases.catalogue()->municipality(context().municipality);
        if (!municipality) return fail(Fault::broken, "unknown municipality");
        auto covered = cover_words(*municipality, words, report.language);
        published = std::move(covered.published);
        if (covered.covers_something) {
            PersonId owner = report.reporter.empty() ? TRY(vault.keep_nobody(session(), context().municipality, context().now)) : report.reporter;
            sealed = TRY(vault.keep_text(session(), context().municipality, owner, words, context().now));
        }
    } else if (voice == Voice::note) {
        PersonId nobody = TRY(vault.keep_nobody(session(), context().municipality, context().now));
        sealed = TRY(vault.keep_text(session(), context().municipality, nobody, words, context().now));
        published.clear();
    }
    TRY(session().execute(sql::insert_words, context().municipality.value, report.number.value, report.version + 1, published, "", "{}", sealed.value));
    return {};
}

Result<std::vector<std::string>> Cases::Change::keep_photos(const std::vector<media::Photo>& photos) {
    std::vector<std::string> ids;
    for (const auto& photo : photos) {
        ids.push_back(random_id());
        TRY(session().execute(sql::insert_photo_file, context().municipality.value, ids.back(), context().now.microseconds, 0,
                              store::Bytes{photo.large}, store::Bytes{photo.thumbnail}));
    }
    return ids;
}

Outcome Cases::Change::tell(const std::string& letter, Audience audience, std::int64_t version) {
    auto send = [&](const PersonId& person, bool follower) -> Outcome {
        return recorder.send("mail", encode(MailOrder{letter, report.number, person, follower, report.language, version}), context().now);
    };
    if (!report.reporter.empty()) TRY(send(report.reporter, false));
    if (audience == Audience::reporter || !report.followers) return {};
    auto followers = TRY(session().all(sql::followers_of, [](const store::Row& row) { return PersonId(std::string(row.text(0))); },
                                       context().municipality.value, report.number.value));
    for (const auto& follower : followers) TRY(send(follower, true));
    return {};
}

people::PublicContacts public_contacts(const services::Municipality& municipality) {
    return {municipality.public_numbers, {municipality.email}, municipality.lower_place_names};
}

CoveredWords cover_words(const services::Municipality& municipality, std::string_view words, std::string_view language) {
    return cover_words(public_contacts(municipality), words, language);
}

CoveredWords cover_words(const people::PublicContacts& contacts, std::string_view words, std::string_view language) {
    auto reader = view::language_of(language).value_or(view::Language::et);
    auto spans = people::find_personal_data(words, contacts);
    CoveredWords result;
    result.covers_something = !spans.empty();
    for (const auto& segment : people::text_segments(words, spans)) {
        std::string key = segment.kind ? people::covered_text_key(*segment.kind) : "";
        result.parts.push_back({segment.kind ? view::text(reader, key) : std::string(segment.text), key});
        result.published += result.parts.back().text;
    }
    return result;
}

Result<std::string> check_words(std::string_view words, std::string_view field, std::size_t limit, bool required) {
    auto clean = clean_input(words);
    if (!clean) return fail(std::vector<Problem>{{std::string(field), "cases.not_utf8", {}}});
    if (required && clean->empty()) return fail(std::vector<Problem>{{std::string(field), "cases.required_" + std::string(field), {}}});
    if (std::size_t count = code_point_count(*clean); count > limit)
        return fail(std::vector<Problem>{{std::string(field), "cases.too_long", {{"limit", std::to_string(limit)}, {"count", std::to_string(count)}}}});
    return *clean;
}

Placed placed_at(double lat, double lon, const services::Located& located) { return {lat, lon, located.district, located.street_class, located.zipcode}; }

Result<Routed> route(const services::Catalogue& catalogue, const services::Municipality& municipality, const std::string& kind, const Placed& place,
                     const std::vector<std::string>& areas, const Answers& keys, Instant opened, std::int64_t paused) {
    services::RoutingFacts facts{kind, place.district, place.street_class, areas, keys, local_time(opened)};
    auto routing = TRY(catalogue.route(municipality.id, facts));
    services::Limit limit = routing.limit.empty() ? catalogue.service_level(municipality.id, kind, facts.at.date) : routing.limit;
    Routed routed{routing.team, routing.rule_id, routing.table_valid_from.iso(), routing.contractor, limit.hours, limit.working_days, 0};
    if (!limit.empty()) routed.due = catalogue.calendar().due(opened, limit, paused).microseconds;
    return routed;
}

}  // namespace raekoda::cases
