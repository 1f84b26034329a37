// What residents and officials do with a report. Each command: is it allowed now, what happened, who is told.
#include "base/crypto.h"
#include "base/text.h"
#include "cases/case_books_sql.h"
#include "cases/report_change.h"
#include "cases/report_queries_sql.h"
#include "people/known_as.h"

namespace raekoda::cases {

Result<std::string> Cases::act_with_result(const journal::Context& context, const Act& step, const std::function<Result<std::string>(Change&)>& decide) {
    return journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto report = TRY(load_report(recorder.session(), context.municipality, step.number));
        if (!report) return fail(Fault::missing, "no such report");
        if (step.seen_version && step.seen_version != report->version)
            return fail(Fault::conflict, "the report has moved on", "cases.moved_on");
        Change change{*this, recorder, *report};
        return decide(change);
    });
}

Outcome Cases::act(const journal::Context& context, const Act& step, const std::function<Outcome(Change&)>& decide) {
    TRY(act_with_result(context, step, [&](Change& change) -> Result<std::string> {
        TRY(decide(change));
        return std::string();
    }));
    return {};
}

namespace {

Result<std::string> required_words(const std::string& words) { return check_words(words, "words", limits::words, true); }

Outcome check_photo_count(std::size_t count) {
    if (count > limits::message_photos)
        return fail(std::vector<Problem>{{"photos", "cases.too_many_photos", {{"limit", std::to_string(limits::message_photos)}}}});
    return {};
}

// The new promise of a report whose clock starts afresh or stood still.
std::int64_t due_of(const services::Catalogue& catalogue, const ReportView& report, Instant start, std::int64_t paused) {
    return report.limit.empty() ? 0 : catalogue.calendar().due(start, report.limit, paused).microseconds;
}

}  // namespace

// --- residents ---

Outcome Cases::reply(const journal::Context& context, const Act& step, const std::string& words, const std::vector<media::Photo>& photos,
                     const std::vector<PhotoId>& kept_photos) {
    auto text = TRY(check_words(words, "words", limits::words, photos.empty() && kept_photos.empty()));
    TRY(check_photo_count(photos.size() + kept_photos.size()));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::reply));
        std::int64_t paused = change.report.paused_microseconds;
        if (change.report.paused_since) paused += std::max<std::int64_t>(0, context.now.microseconds - change.report.paused_since->microseconds);
        ReporterReplied event;
        if (change.report.status == Status::waiting) event.due = due_of(*catalogue_(), change.report, change.report.opened, paused);
        event.photos = TRY(change.keep_photos(photos));
        for (const auto& photo : kept_photos) {
            if (TRY(change.session().execute(sql::claim_photo_file, context.municipality.value, photo.value)) != 1)
                return fail(std::vector<Problem>{{"photos", "cases.photo_expired", {}}});
            event.photos.push_back(photo.value);
        }
        TRY(change.keep_words(text, Change::Voice::resident));
        return change.record(event);
    });
}

Outcome Cases::disagree(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(required_words(words));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::disagree));
        TRY(change.keep_words(text, Change::Voice::resident));
        return change.record(ReportReopened{due_of(*catalogue_(), change.report, context.now, 0)});
    });
}

Outcome Cases::withdraw(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(check_words(words, "words", limits::words, false));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::withdraw));
        TRY(change.keep_words(text, Change::Voice::resident));
        TRY(change.record(ReportWithdrawn{}));
        return change.tell("withdrawn", Change::Audience::everybody, change.report.version);
    });
}

Result<Cases::FollowRole> Cases::follow_role(const MunicipalityId& municipality, const ReportNumber& number, std::string_view secret) {
    return journal_->database().read_value<FollowRole>([&](store::Session& session) -> Result<FollowRole> {
        std::string hash = hex(hash_256(secret));
        auto report = TRY(load_report(session, municipality, number));
        if (!report) return fail(Fault::missing, "no such report");
        if (equal_in_constant_time(report->follow_hash, hash)) return FollowRole::reporter;
        bool follows = false;
        TRY(session.each(sql::followers_of, [&](const store::Row& row) { follows = follows || equal_in_constant_time(row.text(1), hash); },
                         municipality.value, number.value));
        if (follows) return FollowRole::follower;
        return fail(Fault::missing, "no such follow link");
    });
}

Outcome Cases::leave(const journal::Context& context, const ReportNumber& number, std::string_view secret) {
    std::string hash = hex(hash_256(secret));
    return act(context, {number, 0}, [&](Change& change) -> Outcome {
        std::string person;
        if (equal_in_constant_time(change.report.follow_hash, hash)) person = change.report.reporter.value;
        TRY(change.session().each(
            sql::followers_of,
            [&](const store::Row& row) {
                if (equal_in_constant_time(row.text(1), hash)) person = row.text(0);
            },
            context.municipality.value, number.value));
        if (person.empty()) return {};
        TRY(change.record(FollowerLeft{person}));
        // Forgotten, unless the person still waits for the answer to another report.
        auto elsewhere = TRY(change.session().first(sql::person_elsewhere, [](const store::Row& row) { return row.integer(0); },
                                                    context.municipality.value, person, number.value));
        if (elsewhere.value_or(0) > 0) return {};
        if (TRY(people::is_held(change.session(), people_->vault(), context.municipality, PersonId(person), local_time(context.now).date))) return {};
        return people_->vault().erase_person(change.session(), context.municipality, PersonId(person));
    });
}

// --- officials ---

Outcome Cases::begin_work(const journal::Context& context, const Act& step, const StaffId& staff) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::begin_work));
        return change.record(WorkBegun{staff.value});
    });
}

Outcome Cases::assign(const journal::Context& context, const Act& step, const Holder& holder, const std::string& reason) {
    auto text = TRY(check_words(reason, "reason", limits::words, false));
    const auto* municipality = catalogue_()->municipality(context.municipality);
    if (!municipality || !municipality->team(holder.team)) return fail(std::vector<Problem>{{"team", "cases.unknown_team", {}}});
    const bool contractor = municipality->team(holder.team)->kind == "contractor";
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::assign));
        Routed routed{holder.team, "", "", contractor, change.report.limit.hours, change.report.limit.working_days, change.report.due.microseconds};
        TRY(change.keep_words(text, Change::Voice::official));
        return change.record(ReportAssigned{routed, holder.staff.value});
    });
}

Outcome Cases::route_again(const journal::Context& context, const Act& step) {
    auto catalogue = catalogue_();
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::assign));
        const auto& r = change.report;
        auto located = catalogue->locate(r.lat, r.lon);
        auto routed = TRY(route(*catalogue, *catalogue->municipality(context.municipality), r.kind, placed_at(r.lat, r.lon, located), located.areas,
                                r.answers, r.opened, r.paused_microseconds));
        return change.record(ReportAssigned{routed, ""});
    });
}

Outcome Cases::ask_reporter(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(required_words(words));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::ask));
        TRY(change.keep_words(text, Change::Voice::official));
        TRY(change.record(ReporterAsked{}));
        return change.tell("asked", Change::Audience::reporter, change.report.version);
    });
}

Outcome Cases::add_note(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(required_words(words));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::note));
        TRY(change.keep_words(text, Change::Voice::note));
        return change.record(NoteAdded{});
    });
}

Outcome Cases::answer(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(required_words(words));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::answer));
        TRY(change.keep_words(text, Change::Voice::official));
        TRY(change.record(AnswerSent{}));
        return change.tell("answered", Change::Audience::everybody, change.report.version);
    });
}

Outcome Cases::close(const journal::Context& context, const Act& step, const std::string& outcome, const std::string& words,
                     const std::vector<media::Photo>& photos) {
    // People are owed a reason: a closing without words is not possible.
    auto text = TRY(required_words(words));
    TRY(check_photo_count(photos.size()));
    const auto* municipality = catalogue_()->municipality(context.municipality);
    if (!municipality || !municipality->closing_reason(outcome)) return fail(std::vector<Problem>{{"outcome", "cases.unknown_outcome", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::close));
        ReportClosed event{outcome, TRY(change.keep_photos(photos)), context.now.microseconds};
        TRY(change.keep_words(text, Change::Voice::official));
        TRY(change.record(event));
        return change.tell("closed", Change::Audience::everybody, change.report.version);
    });
}

Outcome Cases::reopen(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(required_words(words));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::reopen));
        TRY(change.keep_words(text, Change::Voice::official));
        TRY(change.record(ReportReopened{due_of(*catalogue_(), change.report, context.now, 0)}));
        return change.tell("reopened", Change::Audience::everybody, change.report.version);
    });
}

Outcome Cases::merge(const journal::Context& context, const Act& step, const ReportNumber& into) {
    if (step.number == into) return fail(std::vector<Problem>{{"into", "cases.merge_with_itself", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::merge));
        auto target = TRY(load_report(change.session(), context.municipality, into));
        if (!target) return fail(std::vector<Problem>{{"into", "cases.merge_unknown", {}}});
        if (!is_open(target->status)) return fail(std::vector<Problem>{{"into", "cases.merge_closed", {}}});
        if (change.report.visibility == Visibility::open && target->visibility != Visibility::open)
            return fail(std::vector<Problem>{{"into", "cases.merge_hidden", {}}});

        // All who waited for this one wait for the other from now on; nobody is told twice.
        auto people_of = [&](const ReportNumber& number) {
            return change.session().all(sql::followers_of, [](const store::Row& row) { return std::string(row.text(0)); }, context.municipality.value, number.value);
        };
        auto moving = TRY(people_of(change.report.number));
        if (!change.report.reporter.empty()) moving.push_back(change.report.reporter.value);
        auto there = TRY(people_of(into));
        there.push_back(target->reporter.value);
        ReportTookOver took{change.report.number.value, {}, {}};
        for (const auto& person : moving) {
            if (std::find(there.begin(), there.end(), person) != there.end()) continue;
            there.push_back(person);
            took.people.push_back(person);
            took.follow_hashes.push_back(hex(hash_256(follow_secret(context.municipality, into, PersonId(person)))));
        }
        TRY(change.tell("merged", Change::Audience::everybody, change.report.version + 1));
        TRY(change.record(ReportMerged{into.value}));
        Change other{*this, change.recorder, *target};
        return other.record(took);
    });
}

Outcome Cases::change_kind(const journal::Context& context, const Act& step, const std::string& kind) {
    auto catalogue = catalogue_();
    const auto* municipality = catalogue->municipality(context.municipality);
    const auto* chosen = municipality ? municipality->kind(kind) : nullptr;
    if (!chosen) return fail(std::vector<Problem>{{"kind", "cases.unknown_kind", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::change_kind));
        const auto& r = change.report;
        auto located = catalogue->locate(r.lat, r.lon);
        auto routed = TRY(route(*catalogue, *municipality, kind, placed_at(r.lat, r.lon, located), located.areas, {}, r.opened, r.paused_microseconds));
        TRY(change.session().execute(sql::clear_answers, context.municipality.value, r.number.value));
        return change.record(KindChanged{chosen->id, chosen->version, routed});
    });
}

Outcome Cases::change_place(const journal::Context& context, const Act& step, double lat, double lon, const std::string& address) {
    auto text = TRY(check_words(address, "address", limits::address, false));
    auto catalogue = catalogue_();
    auto located = catalogue->locate(lat, lon);
    if (located.municipality != context.municipality) return fail(std::vector<Problem>{{"place", "cases.place_unknown", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::change_place));
        auto placed = placed_at(lat, lon, located);
        auto routed = TRY(route(*catalogue, *catalogue->municipality(context.municipality), change.report.kind, placed, located.areas,
                                change.report.answers, change.report.opened, change.report.paused_microseconds));
        TRY(change.session().execute(sql::replace_address, context.municipality.value, change.report.number.value, text.empty() ? located.address : text));
        return change.record(PlaceChanged{placed, routed});
    });
}

Outcome Cases::publish(const journal::Context& context, const Act& step) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::publish));
        return change.record(ReportPublished{});
    });
}

Outcome Cases::hide(const journal::Context& context, const Act& step, const std::string& reason) {
    auto text = TRY(check_words(reason, "reason", limits::words, true));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::hide));
        TRY(change.keep_words(text, Change::Voice::note));
        return change.record(ReportHidden{});
    });
}

Outcome Cases::redact_words(const journal::Context& context, const Act& step, std::int64_t version, const std::string& words) {
    auto text = TRY(check_words(words, "words", limits::words, false));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::redact));
        auto sealed = TRY(change.session().first(sql::words_of, [](const store::Row& row) { return people::SealedTextId(std::string(row.text(1))); },
                                                 context.municipality.value, step.number.value, version));
        if (!sealed) return fail(Fault::missing, "no words there");
        if (!sealed->empty()) TRY(people_->vault().erase_text(change.session(), context.municipality, *sealed));
        TRY(change.session().execute(sql::replace_words, context.municipality.value, step.number.value, version, text));
        return change.record(WordsRedacted{version});
    });
}

namespace {
Result<bool> has_photo(store::Session& session, const MunicipalityId& municipality, const ReportNumber& number, const PhotoId& photo) {
    bool found = false;
    TRY(session.each(sql::photos_of, [&](const store::Row& row) { found = found || row.text(1) == photo.value; }, municipality.value, number.value));
    return found;
}
}  // namespace

Outcome Cases::redact_photo(const journal::Context& context, const Act& step, const PhotoId& photo, const media::Photo& covered) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::redact));
        if (!TRY(has_photo(change.session(), context.municipality, step.number, photo))) return fail(Fault::missing, "no such photo");
        auto ids = TRY(change.keep_photos({covered}));
        TRY(change.session().execute(sql::delete_photo_file, context.municipality.value, photo.value));
        return change.record(PhotoCovered{photo.value, ids.front()});
    });
}

Outcome Cases::remove_photo(const journal::Context& context, const Act& step, const PhotoId& photo) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.report, Step::redact));
        if (!TRY(has_photo(change.session(), context.municipality, step.number, photo))) return fail(Fault::missing, "no such photo");
        TRY(change.session().execute(sql::delete_photo_file, context.municipality.value, photo.value));
        return change.record(PhotoRemoved{photo.value});
    });
}

Outcome Cases::note_bounce(const journal::Context& context, const ReportNumber& number, const PersonId& person) {
    return act(context, {number, 0}, [&](Change& change) -> Outcome {
        if (TRY(people_->vault().bounces(change.session(), context.municipality, person))) return {};
        TRY(people_->vault().note_bounce(change.session(), context.municipality, person, context.now));
        return change.record(MailBounced{person.value});
    });
}

Result<std::optional<std::string>> Cases::read_sealed(const journal::Context& context, const ReportNumber& number, const people::SealedTextId& id,
                                                      const StaffId& staff) {
    std::optional<std::string> text;
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        auto report = TRY(load_report(session, context.municipality, number));
        if (!report) return fail(Fault::missing, "no such report");
        if (!report->reporter.empty())
            TRY(people_->vault().note_access(session, context.municipality, report->reporter, staff, "cases.purpose_original_words",
                                             stream_of(number), context.now));
        text = TRY(people_->vault().text(session, context.municipality, id));
        return {};
    }));
    return text;
}

Result<std::optional<people::Contact>> Cases::reporter_contact(const journal::Context& context, const ReportNumber& number, const StaffId& staff) {
    std::optional<people::Contact> contact;
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        auto report = TRY(load_report(session, context.municipality, number));
        if (!report) return fail(Fault::missing, "no such report");
        contact.reset();
        if (report->reporter.empty()) return {};
        TRY(people_->vault().note_access(session, context.municipality, report->reporter, staff, "cases.purpose_contact", stream_of(number), context.now));
        contact = TRY(people_->vault().contact(session, context.municipality, report->reporter));
        return {};
    }));
    return contact;
}

Result<std::vector<services::AnswerTemplate>> Cases::answer_templates(const MunicipalityId& id) {
    auto catalogue = catalogue_();
    const auto* municipality = catalogue->municipality(id);
    if (!municipality) return fail(Fault::missing, "unknown municipality");
    return services::answer_templates(journal_->database(), *municipality);
}

Outcome Cases::change_answer_template(const journal::Context& context, const services::AnswerTemplate& wanted) {
    return services::change_answer_template(*journal_, context, wanted);
}

}  // namespace raekoda::cases
