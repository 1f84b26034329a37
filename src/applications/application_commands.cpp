// What residents and officials do with an application. Each command: is it allowed now, what happened, who is told.
#include "applications/application_books_sql.h"
#include "applications/application_change.h"
#include "applications/application_queries_sql.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

Applications::Applications(std::shared_ptr<journal::Journal> journal, std::shared_ptr<people::People> people, CatalogueNow catalogue)
    : journal_(std::move(journal)), people_(std::move(people)), catalogue_(std::move(catalogue)) {}

Outcome Applications::act(const journal::Context& context, const Act& step, const std::function<Outcome(Change&)>& decide) {
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto application = TRY(load_application(recorder.session(), context.municipality, step.number));
        if (!application) return fail(Fault::missing, "no such application");
        if (step.seen_version && step.seen_version != application->version)
            return fail(Fault::conflict, "the application has moved on", "applications.moved_on");
        Change change{*this, recorder, *application};
        TRY(decide(change));
        return std::string();
    }));
    return {};
}

Outcome Applications::act_of_viewer(const journal::Context& context, const Act& step, const Viewer& viewer, const std::function<Outcome(Change&)>& decide) {
    return act(context, {step.number, 0}, [&](Change& change) -> Outcome {
        // Somebody else's is missing, whatever version they claim to have seen.
        if (!may_act(change.application, viewer)) return fail(Fault::missing, "not their application");
        if (step.seen_version && step.seen_version != change.application.version)
            return fail(Fault::conflict, "the application has moved on", "applications.moved_on");
        return decide(change);
    });
}

// --- residents ---

Outcome Applications::cosign(const journal::Context& context, const Act& step, const Viewer& viewer) {
    return act(context, step, [&](Change& change) -> Outcome {
        auto& a = change.application;
        if (std::find(a.unsigned_by.begin(), a.unsigned_by.end(), viewer.person) == a.unsigned_by.end()) return fail(Fault::missing, "not asked to sign");
        TRY(allowed(a, Step::cosign));
        ApplicationSigned event{viewer.person.value, 0};
        const bool last = a.unsigned_by.size() == 1;
        if (last) event.due = due_of(catalogue_()->calendar(), context.now, a.term).microseconds;
        TRY(change.record(event));
        return last ? change.tell("submitted") : Outcome();
    });
}

Outcome Applications::refuse_signature(const journal::Context& context, const Act& step, const Viewer& viewer, const std::string& words) {
    auto text = TRY(check_words(words, "words", false));
    return act(context, step, [&](Change& change) -> Outcome {
        auto& a = change.application;
        if (std::find(a.unsigned_by.begin(), a.unsigned_by.end(), viewer.person) == a.unsigned_by.end()) return fail(Fault::missing, "not asked to sign");
        TRY(allowed(a, Step::refuse_signature));
        auto others = a.unsigned_by;
        std::erase(others, viewer.person);
        SignatureRefused event{viewer.person.value, TRY(change.seal(text))};
        TRY(change.record(event));
        for (const auto& person : others) TRY(change.tell("cosign_over", person));
        return change.tell("cosign_refused");
    });
}

Outcome Applications::end_unsigned(Instant now) {
    const std::string today = local_time(now).date.iso();
    for (const auto& municipality : catalogue_()->municipalities()) {
        auto late = TRY(journal_->database().read_value<std::vector<ApplicationNumber>>([&](store::Session& session) {
            return session.all(sql::unsigned_before, [](const store::Row& row) { return ApplicationNumber(std::string(row.text(0))); }, municipality.id.value, today);
        }));
        for (const auto& number : late)
            TRY(act({municipality.id, now, "system", {}}, {number, 0}, [&](Change& change) -> Outcome {
                auto& a = change.application;
                // Somebody may have signed since.
                if (a.status != Status::awaiting_signature || !a.waiting_until) return {};
                const auto others = a.unsigned_by;
                TRY(change.record(SignaturesLapsed{a.waiting_until->iso()}));
                for (const auto& person : others) TRY(change.tell("cosign_over", person));
                return change.tell("cosign_lapsed");
            }));
    }
    return {};
}

Outcome Applications::reply(const journal::Context& context, const Act& step, const Viewer& viewer, const std::string& words, const std::vector<FileId>& files) {
    auto text = TRY(check_words(words, "words", files.empty()));
    return act_of_viewer(context, step, viewer, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::reply));
        ApplicantReplied event;
        if (change.application.status == Status::waiting) event.due = change.due_after_pause().microseconds;
        event.files = TRY(change.claim(files, step.number.value));
        event.words = TRY(change.seal(text));
        return change.record(event);
    });
}

Outcome Applications::withdraw(const journal::Context& context, const Act& step, const Viewer& viewer, const std::string& words) {
    auto text = TRY(check_words(words, "words", false));
    return act_of_viewer(context, step, viewer, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::withdraw));
        for (const auto& appointment : TRY(load_appointments(change.session(), context.municipality, step.number)))
            if (appointment.to_come(context.now)) TRY(change.record(AppointmentCancelled{appointment.id, {}, 0}));
        const auto asked_to_sign = change.application.unsigned_by;
        ApplicationWithdrawn event{TRY(change.seal(text))};
        TRY(change.record(event));
        for (const auto& person : asked_to_sign) TRY(change.tell("cosign_over", person));
        return change.tell("withdrawn");
    });
}

Outcome Applications::note_read(const journal::Context& context, const ApplicationNumber& number, const Viewer& viewer) {
    return act_of_viewer(context, {number, 0}, viewer, [&](Change& change) -> Outcome {
        if (!can(change.application, Step::read)) return {};  // it was read before
        Date today = local_time(context.now).date;
        return change.record(DecisionRead{last_day_of(catalogue_()->calendar(), today, limits::appeal_days).iso()});
    });
}

Outcome Applications::appeal(const journal::Context& context, const Act& step, const Viewer& viewer, const Appeal& appeal) {
    std::vector<Problem> problems;
    auto take = [&](const std::string& words, const char* field) {
        auto text = check_words(words, field, true);
        if (!text) problems.insert(problems.end(), text.error().problems.begin(), text.error().problems.end());
        return text.value_or("");
    };
    json::object content{{"reasons", take(appeal.reasons, "reasons")}, {"demand", take(appeal.demand, "demand")}};
    if (!appeal.no_court) problems.push_back({"no_court", "applications.appeal_needs_no_court", {}});
    if (!problems.empty()) return fail(std::move(problems));
    return act_of_viewer(context, step, viewer, [&](Change& change) -> Outcome {
        auto& a = change.application;
        TRY(allowed(a, Step::appeal));
        Date today = local_time(context.now).date;
        AppealFiled event;
        event.words = TRY(change.seal(json::serialize(content)));
        event.due = due_of(catalogue_()->calendar(), context.now, {0, limits::appeal_decision_days}).microseconds;
        // A missed term may be restored for a good reason: that is for the official to weigh.
        event.late = a.appeal_until && today > *a.appeal_until;
        TRY(change.record(event));
        return change.tell("appeal_received");
    });
}

Result<Viewer> Applications::guest(const MunicipalityId& municipality, const ApplicationNumber& number, std::string_view secret) {
    auto found = TRY(application(municipality, number));
    if (!found || found->guest_hash.empty() || !equal_in_constant_time(found->guest_hash, hex(hash_256(secret))))
        return fail(Fault::missing, "no such link of a guest");
    return Viewer{found->applicant, found->applicant};
}

// --- officials ---

Outcome Applications::begin(const journal::Context& context, const Act& step, const StaffId& staff) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::begin));
        return change.record(HandlingBegun{staff.value});
    });
}

Outcome Applications::assign(const journal::Context& context, const Act& step, const std::string& team, const StaffId& staff) {
    const auto* municipality = catalogue_()->municipality(context.municipality);
    if (!team.empty() && (!municipality || !municipality->team(team))) return fail(std::vector<Problem>{{"team", "applications.unknown_team", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::assign));
        return change.record(ApplicationAssigned{team, staff.value});
    });
}

namespace {

Outcome check_until(const journal::Context& context, Date until) {
    if (until <= local_time(context.now).date) return fail(std::vector<Problem>{{"until", "applications.until_not_ahead", {}}});
    return {};
}

}  // namespace

Outcome Applications::ask_more(const journal::Context& context, const Act& step, const std::string& words, Date until) {
    auto text = TRY(check_words(words, "words", true));
    TRY(check_until(context, until));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::ask_more));
        TRY(change.record(MoreAsked{TRY(change.seal(text)), until.iso()}));
        return change.tell("asked");
    });
}

Outcome Applications::open_hearing(const journal::Context& context, const Act& step, const std::string& words, Date until, Decided intended) {
    auto text = TRY(check_words(words, "words", true));
    TRY(check_until(context, until));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::hearing));
        TRY(change.record(HearingOpened{TRY(change.seal(text)), until.iso(), std::string(decided_name(intended))}));
        return change.tell("hearing");
    });
}

Outcome Applications::go_on(const journal::Context& context, const Act& step) {
    return act(context, step, [&](Change& change) -> Outcome {
        auto& a = change.application;
        TRY(allowed(a, Step::go_on));
        if (a.waiting_until && local_time(context.now).date <= *a.waiting_until)
            return fail(std::vector<Problem>{{"", "applications.decision_too_early", {{"date", a.waiting_until->iso()}}}});
        return change.record(HandlingResumed{change.due_after_pause().microseconds});
    });
}

Outcome Applications::add_note(const journal::Context& context, const Act& step, const std::string& words) {
    auto text = TRY(check_words(words, "words", true));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::note));
        return change.record(ApplicationNoted{TRY(change.seal(text))});
    });
}

Outcome Applications::extend(const journal::Context& context, const Act& step, Date until, const std::string& reasons) {
    auto text = TRY(check_words(reasons, "words", true));
    return act(context, step, [&](Change& change) -> Outcome {
        auto& a = change.application;
        TRY(allowed(a, Step::extend));
        Instant due = instant_of(until, 24 * 60 - 1).plus_seconds(59);
        if (due <= context.now || due <= a.due) return fail(std::vector<Problem>{{"until", "applications.until_not_later", {}}});
        TRY(change.record(TermExtended{TRY(change.seal(text)), due.microseconds}));
        return change.tell("extended");
    });
}

Outcome Applications::decide(const journal::Context& context, const Act& step, const Decision& decision) {
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::decide));
        auto problems = problems_of_decision(change.application, decision, local_time(context.now).date);
        if (!problems.empty()) return fail(std::move(problems));
        DecisionMade event{std::string(decided_name(decision.outcome)), TRY(change.seal(encode(decision))), decision.hearing, iso_of(decision.valid_from), iso_of(decision.valid_to)};
        TRY(change.record(event));
        return change.tell("decided");
    });
}

Outcome Applications::decide_appeal(const journal::Context& context, const Act& step, const std::string& outcome, const Decision& decision) {
    if (outcome != "upheld" && outcome != "changed" && outcome != "annulled") return fail(std::vector<Problem>{{"appeal_outcome", "applications.unknown_appeal_outcome", {}}});
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::decide_appeal));
        auto problems = problems_of_decision(change.application, decision, local_time(context.now).date);
        // Whoever appeals has been heard by it; whatever comes out of an appeal is owed with its reasons.
        std::erase_if(problems, [](const Problem& p) { return p.field == "hearing" || p.field == "outcome"; });
        if (trimmed(decision.reasons).empty() && !is_burdening(decision.outcome)) problems.push_back({"reasons", "applications.decision_needs_reasons", {}});
        if (!problems.empty()) return fail(std::move(problems));
        TRY(change.record(AppealDecided{outcome, std::string(decided_name(decision.outcome)), TRY(change.seal(encode(decision))), iso_of(decision.valid_from), iso_of(decision.valid_to)}));
        return change.tell("appeal_decided");
    });
}

Outcome Applications::note_access(const journal::Context& context, const ApplicationView& application, const StaffId& staff, std::string_view purpose) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        std::vector<PersonId> shown{application.applicant};
        auto add = [&](const PersonId& person) {
            if (!person.empty() && std::find(shown.begin(), shown.end(), person) == shown.end()) shown.push_back(person);
        };
        add(application.submitter);
        // Who has signed is not in its state any more: the sending, which came first, named them.
        auto sending = TRY(session.first(sql::happenings_of, [](const store::Row& row) { return std::pair(std::string(row.text(1)), std::string(row.text(5))); }, context.municipality.value, application.number.value));
        if (sending) {
            const auto event = TRY(decode_application_event(sending->first, sending->second));
            if (const auto* sent = std::get_if<ApplicationSubmitted>(&event))
                for (const auto& person : sent->cosigners) add(PersonId(person));
        }
        for (const auto& person : shown) TRY(people_->vault().note_access(session, context.municipality, person, staff, purpose, stream_of(application.number), context.now));
        return {};
    });
}

}  // namespace raekoda::applications
