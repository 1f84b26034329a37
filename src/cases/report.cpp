#include "cases/report.h"

#include <algorithm>
#include <array>

namespace raekoda::cases {

namespace {

constexpr std::array<const char*, 4> status_names{"received", "in_progress", "waiting", "closed"};
constexpr std::array<const char*, 3> visibility_names{"open", "awaiting_review", "hidden"};
constexpr std::array<const char*, 5> channel_names{"web", "open311", "phone", "mail", "import"};

template <class Enum, std::size_t N>
std::optional<Enum> enum_of(const std::array<const char*, N>& names, std::string_view name) {
    for (std::size_t i = 0; i < N; ++i)
        if (name == names[i]) return static_cast<Enum>(i);
    return std::nullopt;
}

void take_route(ReportView& report, const Routed& routed) {
    report.holder.team = routed.team;
    report.holder.contractor = routed.contractor;
    report.rule_id = routed.rule_id;
    report.rule_table = routed.rule_table;
    report.limit = {routed.limit_hours, routed.limit_days};
    report.due = Instant{routed.due};
}
void take_place(ReportView& report, const Placed& place) {
    report.lat = place.lat;
    report.lon = place.lon;
    report.district = place.district;
    report.street_class = place.street_class;
    report.zipcode = place.zipcode;
}
void end_pause(ReportView& report, Instant at) {
    if (report.paused_since) report.paused_microseconds += std::max<std::int64_t>(0, at.microseconds - report.paused_since->microseconds);
    report.paused_since.reset();
}

struct Applier {
    ReportView& report;
    Instant at;

    void operator()(const ReportOpened& e) {
        report.kind = e.kind;
        report.kind_version = e.kind_version;
        report.channel = channel_of(e.channel).value_or(Channel::web);
        report.language = e.language;
        report.visibility = visibility_of(e.visibility).value_or(Visibility::open);
        report.status = Status::received;
        take_place(report, e.place);
        take_route(report, e.routed);
        report.answers = e.answer_keys;
        report.opened = Instant{e.opened};
        report.reporter = PersonId(e.reporter);
        report.follow_hash = e.follow_hash;
        report.split_from = ReportNumber(e.split_from);
        report.external_reference = e.reference;
        for (const auto& photo : e.photos) report.photos.emplace_back(photo);
    }
    void operator()(const WorkBegun& e) {
        report.status = Status::in_progress;
        report.holder.staff = StaffId(e.staff);
    }
    void operator()(const ReportAssigned& e) {
        take_route(report, e.routed);
        report.holder.staff = StaffId(e.staff);
        if (report.status == Status::received && !e.staff.empty()) report.status = Status::in_progress;
    }
    void operator()(const ReporterAsked&) {
        report.status = Status::waiting;
        report.paused_since = at;
    }
    void operator()(const ReporterReplied& e) {
        if (report.status == Status::waiting) {
            end_pause(report, at);
            report.status = Status::in_progress;
        }
        if (e.due) report.due = Instant{e.due};
    }
    void operator()(const NoteAdded&) {}
    void operator()(const AnswerSent&) {
        if (report.status == Status::received) report.status = Status::in_progress;
    }
    void operator()(const ReportClosed& e) {
        end_pause(report, at);
        report.status = Status::closed;
        report.outcome = e.outcome;
        report.closed = e.closed ? Instant{e.closed} : at;
    }
    void operator()(const ReportReopened& e) {
        report.status = Status::in_progress;
        report.outcome.clear();
        report.closed.reset();
        report.merged_into = {};
        report.paused_microseconds = 0;
        report.due = Instant{e.due};
    }
    void operator()(const ReportWithdrawn&) {
        end_pause(report, at);
        report.status = Status::closed;
        report.outcome = "withdrawn";
        report.closed = at;
    }
    void operator()(const ReportMerged& e) {
        end_pause(report, at);
        report.status = Status::closed;
        report.outcome = "duplicate";
        report.closed = at;
        report.merged_into = ReportNumber(e.into);  // followers stay: their links lead on to the other
    }
    void operator()(const ReportTookOver& e) { report.followers += static_cast<int>(e.people.size()); }
    void operator()(const ReportSplit&) {}
    void operator()(const KindChanged& e) {
        report.kind = e.kind;
        report.kind_version = e.kind_version;
        report.answers.clear();
        take_route(report, e.routed);
        report.holder.staff = {};
    }
    void operator()(const PlaceChanged& e) {
        take_place(report, e.place);
        take_route(report, e.routed);
    }
    void operator()(const ReportPublished&) { report.visibility = Visibility::open; }
    void operator()(const ReportHidden&) { report.visibility = Visibility::hidden; }
    void operator()(const WordsRedacted&) {}
    void operator()(const PhotoCovered& e) { std::replace(report.photos.begin(), report.photos.end(), PhotoId(e.photo), PhotoId(e.by)); }
    void operator()(const PhotoRemoved& e) { std::erase(report.photos, PhotoId(e.photo)); }
    void operator()(const FollowerJoined&) { ++report.followers; }
    void operator()(const FollowerLeft& e) {
        // The reporter may leave too: then nobody is left to write to.
        if (report.reporter.value == e.person) {
            report.reporter = {};
            report.follow_hash.clear();  // the private link is over with it
        } else {
            --report.followers;
        }
    }
    void operator()(const MailBounced&) {}
};

// Which steps each state allows: a row a step; r received, p in progress, w waiting, c closed.
struct Allowance {
    Step step;
    const char* name;
    std::string_view states;
};
constexpr Allowance allowances[] = {
    {Step::begin_work, "begin_work", "r"},    {Step::assign, "assign", "rpw"},         {Step::ask, "ask", "rp"},
    {Step::reply, "reply", "rpwc"},           {Step::note, "note", "rpwc"},            {Step::answer, "answer", "rpwc"},
    {Step::close, "close", "rpw"},            {Step::reopen, "reopen", "c"},           {Step::disagree, "disagree", "c"},
    {Step::withdraw, "withdraw", "rpw"},      {Step::merge, "merge", "rpw"},           {Step::split, "split", "rpw"},
    {Step::change_kind, "change_kind", "rpw"}, {Step::change_place, "change_place", "rpw"}, {Step::publish, "publish", "rpwc"},
    {Step::hide, "hide", "rpwc"},             {Step::redact, "redact", "rpwc"},        {Step::join, "join", "rpw"},
};

}  // namespace

std::string_view status_name(Status s) { return status_names[static_cast<std::size_t>(s)]; }
std::optional<Status> status_of(std::string_view name) { return enum_of<Status>(status_names, name); }
std::string_view visibility_name(Visibility v) { return visibility_names[static_cast<std::size_t>(v)]; }
std::optional<Visibility> visibility_of(std::string_view name) { return enum_of<Visibility>(visibility_names, name); }
std::string_view channel_name(Channel c) { return channel_names[static_cast<std::size_t>(c)]; }
std::optional<Channel> channel_of(std::string_view name) { return enum_of<Channel>(channel_names, name); }

void apply(ReportView& report, const ReportEvent& event, Instant at) {
    std::visit(Applier{report, at}, event);
    ++report.version;
    report.updated = at;
}

Outcome allowed(const ReportView& report, Step step) {
    constexpr std::string_view letters = "rpwc";
    for (const auto& row : allowances) {
        if (row.step != step) continue;
        bool fits = row.states.find(letters[static_cast<std::size_t>(report.status)]) != std::string_view::npos;
        // What was merged or withdrawn goes on elsewhere or not at all: it cannot be disagreed with.
        if (step == Step::disagree && (report.outcome == "withdrawn" || !report.merged_into.empty())) fits = false;
        if (step == Step::publish && report.visibility == Visibility::open) fits = false;
        if (step == Step::hide && report.visibility == Visibility::hidden) fits = false;
        if (step == Step::join && report.visibility != Visibility::open) fits = false;
        if (fits) return {};
        return fail(Fault::conflict, std::string("step not allowed now: ") + row.name, std::string("cases.not_now_") + row.name);
    }
    return fail(Fault::broken, "a step without a row");
}
bool can(const ReportView& report, Step step) { return allowed(report, step).has_value(); }

}  // namespace raekoda::cases
