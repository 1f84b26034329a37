// How a report comes in: checked, placed, routed, covered, kept. Also joining one and importing many.
#include <cmath>
#include <cstdio>

#include "base/crypto.h"
#include "base/text.h"
#include "cases/case_books_sql.h"
#include "cases/report_change.h"
#include "cases/report_queries_sql.h"

namespace raekoda::cases {

namespace {

constexpr int numbers_a_year = 999'999;

bool is_choice(const services::Question& q) {
    return q.datatype == services::Datatype::singlevaluelist || q.datatype == services::Datatype::multivaluelist;
}

bool fits_datatype(const services::Question& question, const std::string& value) {
    switch (question.datatype) {
        case services::Datatype::number: {
            std::string point = value;
            for (char& c : point)
                if (c == ',') c = '.';
            return parse_number(point).has_value();
        }
        case services::Datatype::datetime: return parse_iso(value).has_value() || Date::from_iso(value).has_value();
        case services::Datatype::string: return value.find('\n') == std::string::npos;
        default: return true;
    }
}

struct CheckedAnswers {
    Answers keys, typed;
};

// Answers to questions of the kind; answers to others are left out, as Open311 clients may send what they like.
CheckedAnswers check_answers(const services::ReportKind& kind, const Answers& given, std::vector<Problem>& problems) {
    CheckedAnswers checked;
    for (const auto& question : kind.questions) {
        std::string field = "answers." + question.code;
        std::vector<std::string> values;
        if (auto found = given.find(question.code); found != given.end())
            for (const auto& raw : found->second) {
                auto value = clean_input(raw);
                if (!value) problems.push_back({field, "cases.not_utf8", {}});
                else if (code_point_count(*value) > limits::answer)
                    problems.push_back({field, "cases.too_long", {{"limit", std::to_string(limits::answer)}, {"count", std::to_string(code_point_count(*value))}}});
                else if (!value->empty() && std::find(values.begin(), values.end(), *value) == values.end()) values.push_back(*value);
            }
        if (values.empty()) {
            if (question.required) problems.push_back({field, "cases.answer_required", {}});
            continue;
        }
        if (question.datatype != services::Datatype::multivaluelist && values.size() > 1) problems.push_back({field, "cases.one_answer", {}});
        if (is_choice(question)) {
            for (const auto& value : values)
                if (std::none_of(question.values.begin(), question.values.end(), [&](const auto& choice) { return choice.key == value; }))
                    problems.push_back({field, "cases.unknown_choice", {}});
            checked.keys[question.code] = values;
        } else {
            if (!fits_datatype(question, values.front()))
                problems.push_back({field, std::string("cases.not_a_") + std::string(services::datatype_name(question.datatype)), {}});
            checked.typed[question.code] = {values.front()};
        }
    }
    return checked;
}

struct Checked {
    const services::Municipality* municipality = nullptr;
    const services::ReportKind* kind = nullptr;
    std::string words, address;
    CheckedAnswers answers;
    people::Contact contact;
    services::Located located;
    // What will be published. Worked out here, in the caller's thread: the writer lane only writes.
    CoveredWords covered;
    std::string published_address;
    Answers published_typed;

    void cover(std::string_view language) {
        auto contacts = public_contacts(*municipality);
        covered = cover_words(contacts, words, language);
        published_address = cover_words(contacts, address, language).published;
        for (const auto& [code, values] : answers.typed) published_typed[code] = {cover_words(contacts, values.front(), language).published};
    }
};

void take_problems(std::vector<Problem>& all, const Error& error, std::string_view field_if_none) {
    if (error.problems.empty()) all.push_back({std::string(field_if_none), error.text_key, {}});
    for (const auto& problem : error.problems) all.push_back(problem);
}

// Everything that is wrong, all at once. `place_must_be_here`: imports may lie anywhere.
Result<Checked> check(const services::Catalogue& catalogue, const MunicipalityId& id, const NewReport& report, bool place_must_be_here) {
    std::vector<Problem> problems;
    Checked checked;
    checked.municipality = catalogue.municipality(id);
    if (!checked.municipality) return fail(Fault::missing, "unknown municipality");
    checked.kind = checked.municipality->kind(report.kind);
    if (!checked.kind) problems.push_back({"kind", report.kind.empty() ? "cases.required_kind" : "cases.unknown_kind", {}});
    if (auto words = check_words(report.words, "words", limits::words, true)) checked.words = std::move(*words);
    else take_problems(problems, words.error(), "words");
    if (auto address = check_words(report.address, "address", limits::address, false)) checked.address = std::move(*address);
    else take_problems(problems, address.error(), "address");

    if (!std::isfinite(report.lat) || !std::isfinite(report.lon) || std::abs(report.lat) > 90 || std::abs(report.lon) > 180) {
        problems.push_back({"place", "cases.place_out_of_range", {}});
    } else if (report.lat == 0 && report.lon == 0) {
        problems.push_back({"place", "cases.required_place", {}});
    } else {
        checked.located = catalogue.locate(report.lat, report.lon);
        if (place_must_be_here && checked.located.municipality != id) {
            // Latitude and longitude in each other's place are the commonest mistake: say so when the other way round fits.
            auto swapped = std::abs(report.lon) <= 90 ? catalogue.locate(report.lon, report.lat) : services::Located{};
            std::string other = checked.located.other_name;
            if (const auto* served = catalogue.municipality(checked.located.municipality)) other = served->name.in(view::language_of(report.language).value_or(view::Language::et));
            if (!swapped.municipality.empty()) problems.push_back({"place", "cases.place_swapped", {}});
            else if (!other.empty()) problems.push_back({"place", "cases.place_other", {{"name", other}}});
            else problems.push_back({"place", "cases.place_unknown", {}});
        }
    }
    if (checked.kind) checked.answers = check_answers(*checked.kind, report.answers, problems);
    if (!report.contact.empty()) {
        if (auto contact = people::check_contact(report.contact)) checked.contact = std::move(*contact);
        else take_problems(problems, contact.error(), "email");
    }
    checked.contact.language = report.language;
    if (report.photos.size() + report.kept_photos.size() > limits::photos)
        problems.push_back({"photos", "cases.too_many_photos", {{"limit", std::to_string(limits::photos)}}});
    if (!problems.empty()) return fail(std::move(problems));
    if (checked.address.empty()) checked.address = checked.located.address;
    checked.cover(report.language);
    return checked;
}

Result<ReportNumber> next_number(store::Session& session, const MunicipalityId& municipality, Instant opened) {
    char buffer[32];
    int year = local_time(opened).date.year;
    std::snprintf(buffer, sizeof buffer, "%04d-:", year);  // ":" sorts after every digit
    auto last = TRY(session.first(sql::last_number_before, [](const store::Row& row) { return std::string(row.text(0)); }, municipality.value,
                                  std::string(buffer)));
    std::int64_t sequence = 0;
    if (last && last->size() > 5 && parse_integer(last->substr(0, 4)) == year) sequence = parse_integer(std::string_view(*last).substr(5)).value_or(0);
    if (sequence >= numbers_a_year) return fail(Fault::unavailable, "no number is left in this year");
    std::snprintf(buffer, sizeof buffer, "%04d-%06lld", year, static_cast<long long>(sequence + 1));
    return ReportNumber(buffer);
}

std::string encode_opened(const ReportNumber& number, Instant due) { return number.value + " " + std::to_string(due.microseconds); }

}  // namespace

std::string Cases::follow_secret(const MunicipalityId& municipality, const ReportNumber& number, const PersonId& follower) const {
    return people_->vault().derived_secret("follow", municipality.value + "/" + number.value + "/" + follower.value);
}

Result<MunicipalityId> Cases::municipality_of(double lat, double lon) const {
    auto located = catalogue_()->locate(lat, lon);
    if (located.municipality.empty())
        return fail(std::vector<Problem>{located.other_name.empty() ? Problem{"place", "cases.place_unknown", {}}
                                                                     : Problem{"place", "cases.place_other", {{"name", located.other_name}}}});
    return located.municipality;
}

Result<Cases::Preview> Cases::preview(const journal::Context& context, const NewReport& report) const {
    auto catalogue = catalogue_();
    auto checked = TRY(check(*catalogue, context.municipality, report, true));
    Preview preview;
    preview.parts = std::move(checked.covered.parts);
    preview.published = std::move(checked.covered.published);
    preview.covers_something = checked.covered.covers_something;
    auto place = placed_at(report.lat, report.lon, checked.located);
    auto routed = TRY(route(*catalogue, *checked.municipality, report.kind, place, checked.located.areas, checked.answers.keys, context.now));
    preview.routing = TRY(catalogue->route(context.municipality, {report.kind, place.district, place.street_class, checked.located.areas,
                                                                  checked.answers.keys, local_time(context.now)}));
    preview.due = Instant{routed.due};
    return preview;
}

// A new report inside a transaction: words, photos and person into their books, the event into the journal.
struct Intake {
    Cases& cases;
    journal::Recorder& recorder;
    const services::Catalogue& catalogue;

    // Whoever is logged in and leaves a contact finds the report on their desk; who leaves none stays unknown, logged in or not.
    Result<PersonId> signed_in_sender(const people::Contact& contact) {
        constexpr std::string_view person = "person/";
        const std::string_view actor = recorder.context().actor;
        if (!actor.starts_with(person) || actor.find('/', person.size()) != actor.npos) return PersonId();
        const PersonId sender{std::string(actor.substr(person.size()))};
        auto& vault = cases.people().vault();
        const auto& municipality = recorder.context().municipality;
        const auto before = TRY(vault.contact(recorder.session(), municipality, sender)).value_or(people::Contact{});
        auto after = contact;
        if (after.name.empty()) after.name = before.name;
        if (after.email.empty()) after.email = before.email;
        if (after.phone.empty()) after.phone = before.phone;
        TRY(vault.set_contact(recorder.session(), municipality, sender, after));
        return sender;
    }

    Result<Opened> open(const Checked& checked, const NewReport& report, const ReportNumber& split_from, const PersonId& known_reporter, Instant opened) {
        auto& session = recorder.session();
        const auto& municipality = recorder.context().municipality;
        auto& vault = cases.people().vault();
        const Instant now = recorder.context().now;

        ReportOpened event;
        event.kind = checked.kind->id;
        event.kind_version = checked.kind->version;
        event.channel = channel_name(report.channel);
        event.language = report.language;
        event.place = placed_at(report.lat, report.lon, checked.located);
        event.answer_keys = checked.answers.keys;
        event.opened = opened.microseconds;
        event.split_from = split_from.value;
        event.reference = report.external_reference;
        if (checked.kind->review_before_publishing && report.channel != Channel::import) event.visibility = visibility_name(Visibility::awaiting_review);
        // What comes from another system is held by the rules of today, and its promise was made elsewhere.
        const bool imported = report.channel == Channel::import;
        event.routed = TRY(route(catalogue, *checked.municipality, event.kind, event.place, checked.located.areas, event.answer_keys, imported ? now : opened));
        if (imported) event.routed.due = 0;

        PersonId reporter = known_reporter;
        if (reporter.empty() && !checked.contact.empty()) reporter = TRY(signed_in_sender(checked.contact));
        if (reporter.empty() && !checked.contact.empty()) reporter = TRY(vault.keep_contact(session, municipality, checked.contact, now));
        event.reporter = reporter.value;

        auto number = TRY(next_number(session, municipality, opened));
        std::string secret = cases.follow_secret(municipality, number);
        event.follow_hash = hex(hash_256(secret));

        people::SealedTextId sealed;
        if (checked.covered.covers_something) {
            PersonId owner = reporter.empty() ? TRY(vault.keep_nobody(session, municipality, now)) : reporter;
            sealed = TRY(vault.keep_text(session, municipality, owner, checked.words, now));
        }
        TRY(session.execute_later(sql::insert_words, municipality.value, number.value, 1, checked.covered.published, checked.published_address, encode_answers(checked.published_typed), sealed.value));

        for (const auto& photo : report.photos) {
            event.photos.push_back(random_id());
            TRY(session.execute_later(sql::insert_photo_file, municipality.value, event.photos.back(), now.microseconds, 0, store::Bytes{photo.large},
                                store::Bytes{photo.thumbnail}));
        }
        for (const auto& photo : report.kept_photos) {
            if (TRY(session.execute(sql::claim_photo_file, municipality.value, photo.value)) != 1)
                return fail(std::vector<Problem>{{"photos", "cases.photo_expired", {}}});
            event.photos.push_back(photo.value);
        }
        TRY(recorder.append(stream_of(number), 0, {encode(ReportEvent(event))}, opened));
        Instant due{event.routed.due};
        if (!reporter.empty() && report.channel != Channel::import && split_from.empty())
            TRY(recorder.send("mail", encode(MailOrder{"received", number, reporter, false, report.language, 0}), now));
        return Opened{number, secret, due};
    }
};

Result<Opened> Cases::open_report(const journal::Context& context, const NewReport& report) {
    auto catalogue = catalogue_();
    auto checked = TRY(check(*catalogue, context.municipality, report, true));
    std::string result = TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto opened = TRY(Intake{*this, recorder, *catalogue}.open(checked, report, {}, {}, context.now));
        return encode_opened(opened.number, opened.due);
    }));
    // The receipt of a repeated command gives the same number; the secret follows from it.
    auto space = result.find(' ');
    ReportNumber number(result.substr(0, space));
    return Opened{number, follow_secret(context.municipality, number), Instant{parse_integer(std::string_view(result).substr(space + 1)).value_or(0)}};
}

Result<ReportNumber> Cases::split(const journal::Context& context, const Act& step, const std::string& kind, const std::string& words) {
    auto catalogue = catalogue_();
    return ReportNumber(TRY(act_with_result(context, step, [&](Change& change) -> Result<std::string> {
        TRY(allowed(change.report, Step::split));
        NewReport part;
        part.kind = kind;
        part.words = words;
        part.lat = change.report.lat;
        part.lon = change.report.lon;
        part.address = change.report.address;
        part.language = change.report.language;
        part.channel = change.report.channel;
        const auto* municipality = catalogue->municipality(context.municipality);
        const auto* part_kind = municipality ? municipality->kind(kind) : nullptr;
        if (!part_kind) return fail(std::vector<Problem>{{"kind", "cases.unknown_kind", {}}});
        // The official does not know the answers to the new kind's questions: they stay open.
        Checked checked{municipality, part_kind, TRY(check_words(words, "words", limits::words, true)), part.address, {}, {},
                        catalogue->locate(part.lat, part.lon), {}, {}, {}};
        checked.cover(part.language);
        auto opened = TRY(Intake{*this, change.recorder, *catalogue}.open(checked, part, change.report.number, change.report.reporter, context.now));
        TRY(change.record(ReportSplit{opened.number.value}));
        TRY(change.tell("split", Change::Audience::reporter, change.report.version));
        return opened.number.value;
    })));
}

Result<std::string> Cases::join_report(const journal::Context& context, const ReportNumber& number, const people::Contact& contact) {
    auto checked = TRY(people::check_contact(contact));
    if (checked.email.empty()) return fail(std::vector<Problem>{{"email", "cases.email_to_follow", {}}});
    // The receipt names the person, the secret follows from it.
    std::string person_value = TRY(act_with_result(context, {number, 0}, [&](Change& change) -> Result<std::string> {
        TRY(allowed(change.report, Step::join));
        PersonId person = TRY(people_->vault().keep_contact(change.session(), context.municipality, checked, context.now));
        if (person == change.report.reporter) return person.value;
        auto followers = TRY(change.session().all(sql::followers_of, [](const store::Row& row) { return std::string(row.text(0)); },
                                                  context.municipality.value, number.value));
        if (std::find(followers.begin(), followers.end(), person.value) != followers.end()) return person.value;
        TRY(change.record(FollowerJoined{person.value, hex(hash_256(follow_secret(context.municipality, number, person)))}));
        TRY(change.recorder.send("mail", encode(MailOrder{"joined", number, person, true, checked.language, 0}), context.now));
        return person.value;
    }));
    return follow_secret(context.municipality, number, PersonId(person_value));
}

Result<Cases::ImportCount> Cases::import_reports(const journal::Context& context, const std::vector<Imported>& batch) {
    auto catalogue = catalogue_();
    std::vector<Checked> checked;
    for (const auto& item : batch) checked.push_back(TRY(check(*catalogue, context.municipality, item.report, false)));
    ImportCount count;
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        count = {};
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto& item = batch[i];
            struct Known {
                ReportNumber number;
                bool closed;
            };
            auto known = TRY(recorder.session().first(
                sql::number_by_reference, [](const store::Row& row) { return Known{ReportNumber(std::string(row.text(0))), row.text(1) == "closed"}; },
                context.municipality.value, item.report.external_reference));
            ReportNumber number;
            if (known) {
                ++count.known;
                number = known->number;
            } else {
                number = TRY(Intake{*this, recorder, *catalogue}.open(checked[i], item.report, {}, {}, item.report.happened.value_or(context.now))).number;
                ++count.opened;
            }
            if (!item.closed || (known && known->closed)) continue;
            auto report = TRY(load_report(recorder.session(), context.municipality, number));
            if (!report) return fail(Fault::broken, "an imported report is not there");
            if (!item.status_notes.empty())
                TRY(recorder.session().execute_later(sql::insert_words, context.municipality.value, number.value, report->version + 1,
                                               cover_words(*checked[i].municipality, clean_input(item.status_notes).value_or(""), item.report.language).published,
                                               "", "{}", ""));
            TRY(recorder.append(stream_of(number), report->version, {encode(ReportEvent(ReportClosed{"done", {}, item.updated.microseconds}))}, item.updated));
            ++count.closed;
        }
        return std::string();
    }));
    return count;
}

}  // namespace raekoda::cases
