#include "applications/application.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace raekoda::applications {

namespace {

constexpr std::array<const char*, 7> status_names{"awaiting_signature", "submitted", "in_progress", "waiting", "decided", "appealed", "withdrawn"};
constexpr std::array<const char*, 4> decided_names{"granted", "partly", "refused", "unconsidered"};

constexpr std::array<const char*, 4> appointment_names{"proposed", "suits", "unsuitable", "cancelled"};

template <class Enum, std::size_t N>
std::optional<Enum> enum_of(const std::array<const char*, N>& names, std::string_view name) {
    for (std::size_t i = 0; i < N; ++i)
        if (name == names[i]) return static_cast<Enum>(i);
    return std::nullopt;
}

struct Applier {
    ApplicationView& a;
    Instant at;

    void end_pause() {
        a.paused_microseconds = paused_until(a, at);
        a.paused_since.reset();
        a.waiting_for.clear();
        a.waiting_until.reset();
    }
    void wait(const char* for_what, const std::string& until) {
        if (a.status != Status::waiting) a.paused_since = at;
        a.status = Status::waiting;
        a.waiting_for = for_what;
        a.waiting_until = Date::from_iso(until);
    }
    void take_decision(const std::string& outcome, const std::string& text, const std::string& from, const std::string& to) {
        end_pause();
        a.status = Status::decided;
        a.outcome = decided_of(outcome);
        a.decision = SealedTextId(text);
        a.decided = at;
        a.read.reset();
        a.appeal_until.reset();
        a.valid_from = Date::from_iso(from);
        a.valid_to = Date::from_iso(to);
    }

    // Over without having begun.
    void end_unsigned(const char* why) {
        end_pause();
        a.status = Status::withdrawn;
        a.waiting_for = why;
        a.unsigned_by.clear();
    }

    // Whoever is asked about a time makes the clock stand still only where the rules of the service say so.
    void offer_time(bool pauses, std::int64_t starts) {
        const std::string day = local_time(Instant{starts}).date.iso();
        if (pauses && (a.status == Status::submitted || a.status == Status::in_progress)) wait("appointment", day);
        else if (a.waiting_for == "appointment") a.waiting_until = Date::from_iso(day);
    }
    void end_offer(std::int64_t due) {
        if (a.waiting_for != "appointment") return;
        end_pause();
        a.status = Status::in_progress;
        if (due) a.due = Instant{due};
    }

    void operator()(const ApplicationSubmitted& e) {
        a.service = e.service;
        a.service_version = e.service_version;
        a.language = e.language;
        a.channel = e.channel;
        a.applicant = PersonId(e.applicant);
        a.submitter = PersonId(e.submitter);
        a.right = {e.right, e.mandate};
        a.company = e.company;
        a.content = SealedTextId(e.content);
        a.consent = SealedTextId(e.consent);
        a.proposal = decided_of(e.proposal);
        a.team = e.team;
        a.guest_hash = e.guest_hash;
        a.term = {e.working_days, e.calendar_days};
        a.submitted = at;
        a.due = Instant{e.due};
        for (const auto& person : e.cosigners) a.unsigned_by.emplace_back(person);
        a.status = a.unsigned_by.empty() ? Status::submitted : Status::awaiting_signature;
        a.files = static_cast<int>(e.files.size());
        if (!a.unsigned_by.empty()) a.waiting_until = Date::from_iso(e.sign_until);
    }
    void operator()(const SignatureRefused&) { end_unsigned("signature_refused"); }
    void operator()(const SignaturesLapsed&) { end_unsigned("signatures_lapsed"); }
    void operator()(const ApplicationSigned& e) {
        std::erase(a.unsigned_by, PersonId(e.person));
        if (!a.unsigned_by.empty()) return;
        a.status = Status::submitted;
        a.waiting_until.reset();
        a.due = Instant{e.due};
    }
    void operator()(const HandlingBegun& e) {
        a.status = Status::in_progress;
        a.staff = StaffId(e.staff);
    }
    void operator()(const ApplicationAssigned& e) {
        a.team = e.team;
        a.staff = StaffId(e.staff);
        if (a.status == Status::submitted && !e.staff.empty()) a.status = Status::in_progress;
    }
    void operator()(const MoreAsked& e) {
        wait("more", e.until);
        a.more_asked = true;
    }
    void operator()(const HearingOpened& e) {
        wait("hearing", e.until);
        a.heard = true;
    }
    void operator()(const ApplicantReplied& e) {
        a.files += static_cast<int>(e.files.size());
        if (a.status != Status::waiting) return;
        end_pause();
        a.status = Status::in_progress;
        if (e.due) a.due = Instant{e.due};
    }
    void operator()(const HandlingResumed& e) {
        end_pause();
        a.status = Status::in_progress;
        if (e.due) a.due = Instant{e.due};
    }
    void operator()(const ApplicationNoted&) {}
    void operator()(const TermExtended& e) { a.due = Instant{e.due}; }
    void operator()(const DecisionMade& e) { take_decision(e.outcome, e.decision, e.valid_from, e.valid_to); }
    void operator()(const DecisionRead& e) {
        a.read = at;
        a.appeal_until = Date::from_iso(e.appeal_until);
    }
    void operator()(const AppealFiled& e) {
        a.status = Status::appealed;
        a.due = Instant{e.due};
        a.appeal_outcome.clear();
        a.paused_microseconds = 0;
    }
    void operator()(const AppealDecided& e) {
        take_decision(e.outcome, e.decision, e.valid_from, e.valid_to);
        a.appeal_outcome = e.appeal_outcome;
    }
    void operator()(const ApplicationWithdrawn&) {
        end_pause();
        a.status = Status::withdrawn;
        a.unsigned_by.clear();
    }
    void operator()(const ApplicationForgotten&) { a.content = a.decision = a.consent = {}; }
    void operator()(const AppointmentProposed& e) { offer_time(e.pauses, e.starts); }
    void operator()(const AppointmentMoved& e) { offer_time(e.pauses, e.starts); }
    void operator()(const AppointmentCancelled& e) { end_offer(e.due); }
    void operator()(const AppointmentAnswered& e) { end_offer(e.due); }
};

// Which steps each state allows: one letter a state, in the order of Status.
constexpr std::string_view letters = "gspwdaz";
struct Allowance {
    Step step;
    const char* name;
    std::string_view states;
};
constexpr Allowance allowances[] = {
    {Step::cosign, "cosign", "g"},      {Step::refuse_signature, "refuse_signature", "g"}, {Step::begin, "begin", "s"},     {Step::assign, "assign", "gspwa"},
    {Step::ask_more, "ask_more", "sp"}, {Step::hearing, "hearing", "sp"}, {Step::reply, "reply", "gspwa"},
    {Step::go_on, "go_on", "w"},        {Step::note, "note", "gspwdaz"},  {Step::extend, "extend", "spa"},
    {Step::decide, "decide", "spw"},    {Step::read, "read", "d"},        {Step::appeal, "appeal", "d"},
    {Step::decide_appeal, "decide_appeal", "a"}, {Step::withdraw, "withdraw", "gspw"},
    {Step::propose_appointment, "propose_appointment", "spwda"}, {Step::change_appointment, "change_appointment", "spwda"},
    {Step::answer_appointment, "answer_appointment", "spwda"},
};

bool is_blank(const std::string& words) { return trimmed(words).empty(); }

}  // namespace

std::string_view status_name(Status s) { return status_names[static_cast<std::size_t>(s)]; }
std::optional<Status> status_of(std::string_view name) { return enum_of<Status>(status_names, name); }
std::string_view decided_name(Decided d) { return decided_names[static_cast<std::size_t>(d)]; }
std::optional<Decided> decided_of(std::string_view name) { return enum_of<Decided>(decided_names, name); }

const std::vector<std::string_view>& hearing_exceptions() {
    // In the order of the act on administrative procedure.
    static const std::vector<std::string_view> codes{"urgent", "as_asked", "against_purpose", "unknown_parties", "many_parties", "other_law"};
    return codes;
}

std::string_view appointment_state_name(AppointmentState s) { return appointment_names[static_cast<std::size_t>(s)]; }
std::optional<AppointmentState> appointment_state_of(std::string_view name) { return enum_of<AppointmentState>(appointment_names, name); }

std::int64_t paused_until(const ApplicationView& a, Instant now) {
    if (!a.paused_since) return a.paused_microseconds;
    return a.paused_microseconds + std::max<std::int64_t>(0, now.microseconds - a.paused_since->microseconds);
}

void apply(ApplicationView& application, const ApplicationEvent& event, Instant at) {
    std::visit(Applier{application, at}, event);
    ++application.version;
    // Forgetting is no change that anybody made: how long something is kept goes by the last one.
    if (!std::holds_alternative<ApplicationForgotten>(event)) application.updated = at;
}

Outcome allowed(const ApplicationView& a, Step step) {
    for (const auto& row : allowances) {
        if (row.step != step) continue;
        bool fits = row.states.find(letters[static_cast<std::size_t>(a.status)]) != std::string_view::npos;
        if (step == Step::read && a.read) fits = false;
        // A decision on an appeal is contested in court, not here again.
        if (step == Step::appeal && !a.appeal_outcome.empty()) fits = false;
        if (fits) return {};
        return fail(Fault::conflict, std::string("step not allowed now: ") + row.name, std::string("applications.not_now_") + row.name);
    }
    return fail(Fault::broken, "a step without a row");
}
bool can(const ApplicationView& a, Step step) { return allowed(a, step).has_value(); }

void apply(Appointment& appointment, const ApplicationEvent& event, Instant at) {
    auto& a = appointment;
    auto offered = [&](const auto& e) {
        if (e.id != a.id) return;
        a.starts = Instant{e.starts}, a.minutes = e.minutes, a.state = AppointmentState::proposed;
        a.sealed_words = SealedTextId(e.words), a.sealed_answer = SealedTextId(), a.changed = at;
    };
    if (const auto* e = std::get_if<AppointmentProposed>(&event)) offered(*e);
    if (const auto* e = std::get_if<AppointmentMoved>(&event)) offered(*e), a.sequence += e->id == a.id;
    if (const auto* e = std::get_if<AppointmentCancelled>(&event); e && e->id == a.id) a.state = AppointmentState::cancelled, a.changed = at, ++a.sequence;
    if (const auto* e = std::get_if<AppointmentAnswered>(&event); e && e->id == a.id)
        a.state = e->suits ? AppointmentState::suits : AppointmentState::unsuitable, a.sealed_answer = SealedTextId(e->words), a.changed = at;
}

std::vector<Problem> problems_of_appointment(const NewAppointment& offer, Instant now) {
    std::vector<Problem> problems;
    if (offer.starts <= now) problems.push_back({"time", "applications.appointment_not_ahead", {}});
    else if (offer.starts > now.plus_hours(24LL * limits::appointment_days_ahead)) problems.push_back({"time", "applications.appointment_too_far", {}});
    if (offer.minutes < limits::shortest_appointment || offer.minutes > limits::longest_appointment)
        problems.push_back({"minutes", "applications.appointment_bad_length", {{"shortest", std::to_string(limits::shortest_appointment)}, {"longest", std::to_string(limits::longest_appointment)}}});
    if (is_blank(offer.place)) problems.push_back({"place", "applications.appointment_needs_place", {}});
    else if (code_point_count(offer.place) > limits::place) problems.push_back({"place", "applications.too_long", {{"limit", std::to_string(limits::place)}}});
    return problems;
}

std::vector<Problem> problems_of_decision(const ApplicationView& a, const Decision& d, Date today) {
    std::vector<Problem> problems;
    auto need = [&](bool there, const char* field) {
        if (!there) problems.push_back({field, std::string("applications.decision_needs_") + field, {}});
    };
    need(!is_blank(d.resolution), "resolution");
    need(!is_blank(d.appeal), "appeal");
    for (const auto* words : {&d.resolution, &d.reasons, &d.law, &d.appeal, &d.conditions})
        if (code_point_count(*words) > limits::words) problems.push_back({"resolution", "applications.too_long", {{"limit", std::to_string(limits::words)}}});
    for (const auto& [field, words] : {std::pair("resolution", &d.resolution), std::pair("conditions", &d.conditions), std::pair("reasons", &d.reasons), std::pair("law", &d.law), std::pair("appeal", &d.appeal)})
        if (auto open = words->find('{'); open != std::string::npos && words->find('}', open) != std::string::npos)
            problems.push_back({field, "applications.decision_unfilled", {{"mark", words->substr(open, words->find('}', open) - open + 1)}}});
    if (d.valid_from && d.valid_to && *d.valid_to < *d.valid_from) problems.push_back({"valid_to", "applications.valid_to_before_from", {}});
    if (!is_burdening(d.outcome)) return problems;
    need(!is_blank(d.reasons), "reasons");
    need(!is_blank(d.law), "law");
    if (d.outcome == Decided::unconsidered) {
        // Nothing is left without examination before the applicant could put it right.
        if (!a.more_asked) problems.push_back({"outcome", "applications.decision_needs_asking", {}});
    } else {
        const auto& exceptions = hearing_exceptions();
        const bool excepted = std::find(exceptions.begin(), exceptions.end(), d.hearing) != exceptions.end();
        need(a.heard || excepted, "hearing");
    }
    // Whoever was given time has it.
    if (a.status == Status::waiting && a.waiting_until && today <= *a.waiting_until)
        problems.push_back({"outcome", "applications.decision_too_early", {{"date", a.waiting_until->iso()}}});
    return problems;
}

bool may_act(const ApplicationView& a, const Viewer& viewer) {
    if (viewer.person.empty() || a.applicant.empty()) return false;
    // Who sent it for another sees it as long as their right lasts: then `acting` names the applicant.
    return a.applicant == viewer.person || (a.applicant == viewer.acting && viewer.covers(a.service)) || std::find(viewer.also.begin(), viewer.also.end(), a.applicant) != viewer.also.end();
}
bool may_see(const ApplicationView& a, const Viewer& viewer) {
    if (may_act(a, viewer)) return true;
    return !viewer.person.empty() && std::find(a.unsigned_by.begin(), a.unsigned_by.end(), viewer.person) != a.unsigned_by.end();
}

}  // namespace raekoda::applications
