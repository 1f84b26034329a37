#include "cases/report_rows.h"

#include <boost/json/serialize.hpp>

#include "base/json.h"
#include "cases/report_queries_sql.h"

namespace raekoda::cases {

std::string encode_answers(const Answers& answers) {
    if (answers.empty()) return "{}";
    json::object out;
    for (const auto& [code, values] : answers) out[code] = json::array(values.begin(), values.end());
    return boost::json::serialize(out);
}

Answers decode_answers(std::string_view text) {
    Answers answers;
    if (text.size() <= 2) return answers;
    auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) return answers;
    for (const auto& item : parsed->get_object())
        if (const auto* values = item.value().if_array())
            for (const auto& value : *values) answers[std::string(item.key())].push_back(json::as_text(value));
    return answers;
}

// In the order of the columns of report_by_number and the searches.
ReportView report_from(const store::Row& row, const MunicipalityId& municipality) {
    int c = 0;
    auto text = [&] { return std::string(row.text(c++)); };
    auto instant = [&] { return Instant{row.integer(c++)}; };
    auto moment = [&]() -> std::optional<Instant> {
        int at = c++;
        return row.is_null(at) ? std::nullopt : std::optional(Instant{row.integer(at)});
    };
    ReportView r;
    r.municipality = municipality;
    r.number = ReportNumber(text());
    r.kind = text();
    r.kind_version = text();
    r.status = status_of(row.text(c++)).value_or(Status::received);
    r.outcome = text();
    r.visibility = visibility_of(row.text(c++)).value_or(Visibility::hidden);
    r.channel = channel_of(row.text(c++)).value_or(Channel::web);
    r.language = text();
    r.lat = row.number(c++);
    r.lon = row.number(c++);
    r.district = text();
    r.street_class = text();
    r.zipcode = text();
    r.answers = decode_answers(row.text(c++));
    r.opened = instant();
    r.updated = instant();
    r.due = instant();
    r.closed = moment();
    r.paused_since = moment();
    r.paused_microseconds = row.integer(c++);
    r.holder.team = text();
    r.holder.contractor = row.integer(c++) != 0;
    r.holder.staff = StaffId(text());
    r.rule_id = text();
    r.rule_table = text();
    r.limit.hours = static_cast<int>(row.integer(c++));
    r.limit.working_days = static_cast<int>(row.integer(c++));
    r.merged_into = ReportNumber(text());
    r.split_from = ReportNumber(text());
    r.followers = static_cast<int>(row.integer(c++));
    ++c;  // first_photo: for lists
    r.version = row.integer(c++);
    r.reporter = PersonId(text());
    r.follow_hash = text();
    r.external_reference = text();
    r.words = text();
    r.address = text();
    r.typed_answers = decode_answers(row.text(c++));
    r.sealed_words = people::SealedTextId(text());
    return r;
}

Result<PhotosByVersion> load_photos(store::Session& session, const MunicipalityId& municipality, const ReportNumber& number) {
    return session.all(sql::photos_of, [](const store::Row& row) { return std::pair(row.integer(0), PhotoId(std::string(row.text(1)))); },
                       municipality.value, number.value);
}

Result<std::optional<ReportView>> load_report(store::Session& session, const MunicipalityId& municipality, const ReportNumber& number) {
    std::optional<ReportView> report(std::in_place);
    if (!TRY(load_report_into(*report, session, municipality, number, TRY(load_photos(session, municipality, number))))) report.reset();
    return report;
}

Result<bool> load_report_into(ReportView& report, store::Session& session, const MunicipalityId& municipality, const ReportNumber& number,
                              const PhotosByVersion& photos) {
    bool found = false;
    TRY(session.each(
        sql::report_by_number,
        [&](const store::Row& row) {
            report = report_from(row, municipality);
            found = true;
        },
        municipality.value, number.value));
    if (found)
        for (const auto& [version, id] : photos)
            if (version == 1) report.photos.push_back(id);
    return found;
}

ReportLine line_from(const store::Row& row) {
    ReportLine line;
    line.number = ReportNumber(std::string(row.text(0)));
    line.kind = row.text(1);
    line.words = row.text(2);
    line.address = row.text(3);
    line.district = row.text(4);
    line.holder_team = row.text(5);
    line.outcome = row.text(6);
    line.staff = StaffId(std::string(row.text(7)));
    line.status = status_of(row.text(8)).value_or(Status::received);
    line.visibility = visibility_of(row.text(9)).value_or(Visibility::hidden);
    line.lat = row.number(10);
    line.lon = row.number(11);
    line.opened = Instant{row.integer(12)};
    line.updated = Instant{row.integer(13)};
    line.due = Instant{row.integer(14)};
    line.paused = !row.is_null(15);
    line.followers = static_cast<int>(row.integer(16));
    line.first_photo = PhotoId(std::string(row.text(17)));
    return line;
}

}  // namespace raekoda::cases
