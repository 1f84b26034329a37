// The private page of a reporter or a follower: what everybody sees, and what this person may do now. Who has the secret is who they say.
#include <array>

#include "base/text.h"
#include "cases/pages.h"
#include "cases/report.h"
#include "cases/report_pages_parts.h"

namespace raekoda::cases {

using view::text;

namespace {

constexpr std::array<std::string_view, 4> acts{"reply", "disagree", "withdraw", "leave"};

struct Follower {
    ReportNumber number;
    std::string secret;
    Cases::FollowRole role;
};

http::Response guarded(http::Response response) {
    response.with_header("Referrer-Policy", "no-referrer");  // the secret stands in the address
    response.with_header("X-Robots-Tag", "noindex, nofollow");
    return response.with_header("Cache-Control", "no-store");
}

Result<Follower> follower_of(ReportPages& pages, const people::Visit& visit) {
    Follower follower{ReportNumber(visit.request.path_value("number")), visit.request.path_value("secret"), {}};
    follower.role = TRY(pages.cases.follow_role(visit.municipality, follower.number, follower.secret));
    return follower;
}

view::Field words_field(const char* act, const char* label_key, bool required, const people::Visit& visit, const FollowPageView& page) {
    view::Field field;
    field.name = std::string(act) + "_words";
    field.label = text(visit.language(), label_key);
    field.required = required;
    field.maximum = limits::words;
    field.rows = 5;
    if (page.opened_act != act) return field;
    field.value = clean_input(visit.request.form.get(field.name)).value_or("");
    field.error_text = problem_of(page.problems, field.name);
    return field;
}

view::Field photos_field(const people::Visit& visit, const FollowPageView& page) {
    view::Field field;
    field.name = "photos";
    field.label = text(visit.language(), "reports.add_photos");
    field.hint = text(visit.language(), "reports.add_photos_hint", {{"count", static_cast<int>(limits::message_photos)}});
    field.accept = "image/jpeg,image/png,image/webp,image/heic";
    field.several = true;
    field.error_text = problem_of(page.problems, "photos");
    return field;
}

// A merged report goes on elsewhere: the reporter's own link there, if they are waiting there too.
std::string link_to_merged(ReportPages& pages, const people::Visit& visit, const ReportView& report, bool reporter) {
    if (reporter && !report.reporter.empty()) {
        auto secret = pages.cases.follow_secret(visit.municipality, report.merged_into, report.reporter);
        if (pages.cases.follow_role(visit.municipality, report.merged_into, secret)) return visit.frame.to("/follow/" + report.merged_into.value + "/" + secret);
    }
    return visit.frame.to(report_path(report.merged_into));
}

// The official's question that waits for an answer.
const Happening* open_question(const Cases::ReportWithHistory& found) {
    if (found.report.status != Status::waiting) return nullptr;
    const Happening* question = nullptr;
    for (const auto& h : found.happenings)
        if (h.type == "ReporterAsked") question = &h;
    return question;
}

void offer_acts(FollowPageView& page, const Cases::ReportWithHistory& found, const people::Visit& visit) {
    const auto& report = found.report;
    page.can_reply = page.reporter && can(report, Step::reply) && report.merged_into.empty() && report.outcome != "withdrawn";
    page.can_disagree = page.reporter && can(report, Step::disagree);
    page.can_withdraw = page.reporter && can(report, Step::withdraw);
    page.can_leave = !page.reporter || !report.reporter.empty();
    if (const auto* question = page.reporter ? open_question(found) : nullptr) {
        page.question = question->words;
        page.question_moment = moment_words(question->at, visit.language());
    }
    page.reply_words = words_field("reply", page.question.empty() ? "reports.reply_label" : "reports.reply_to_question", !page.question.empty(), visit, page);
    page.photos = photos_field(visit, page);
    page.disagree_words = words_field("disagree", "reports.disagree_label", true, visit, page);
    page.withdraw_words = words_field("withdraw", "reports.withdraw_label", false, visit, page);
}

// What somebody sent and could not be taken as it was.
struct Returned {
    std::string act;
    std::vector<view::ProblemView> problems;
    std::vector<std::string> kept_photos;
    std::int64_t seen = 0;
    bool moved_on = false;
};

http::Response show_follow(ReportPages& pages, people::Visit& visit, const Follower& follower, Returned returned, int status) {
    auto found = pages.cases.report_with_history(visit.municipality, follower.number);
    if (!found) return guarded(pages.reception.problem(visit, found.error()));
    if (!*found) return guarded(pages.reception.problem(visit, {Fault::missing}));
    const auto& report = (*found)->report;
    const auto language = visit.language();
    auto& frame = visit.frame;
    frame.index = false;
    frame.section = "browse";
    frame.scripts = {"map", "report"};
    FollowPageView page;
    page.reporter = follower.role == Cases::FollowRole::reporter;
    page.path = frame.to("/follow/" + follower.number.value + "/" + follower.secret);
    if (report.visibility != Visibility::open) {
        auto door = closed_door(&report, language);
        page.state_note = door.sentence;
        // A follower came to know of it while it was public; what was hidden since is hidden from them too.
        if (!page.reporter) {
            door.notice = page.state_note;
            frame.title = door.heading;
            return guarded(pages.reception.show(visit, pages::closed_door(frame, door), status));
        }
    }
    page.facts = facts_of(pages, visit, **found);
    if (!report.merged_into.empty()) page.facts.merged_into.url = link_to_merged(pages, visit, report, page.reporter);
    page.problems = std::move(returned.problems);
    page.opened_act = returned.act;
    page.kept_photos = std::move(returned.kept_photos);
    page.once = random_id();
    page.seen = report.version;
    if (returned.moved_on) {
        auto names = pages.memory.staff_names(visit.municipality, visit.now);
        for (const auto& h : (*found)->happenings)
            if (h.version > returned.seen) page.meanwhile.push_back(timeline_item(h, pages.municipality(visit), frame, *names, false));
    }
    auto done = visit.request.query.get("done");
    if (returned.act.empty() && std::find(acts.begin(), acts.end(), done) != acts.end())
        page.notice = text(language, "reports.done_" + std::string(done));
    offer_acts(page, **found, visit);
    frame.title = page.facts.title + " (" + page.facts.number + ")";
    return guarded(pages.reception.show(visit, pages::follow_report(frame, page), status));
}

// The photos of a reply: prepared ones, and problems of those that are not pictures.
struct SentPhotos {
    std::vector<media::Photo> fresh;
    std::vector<PhotoId> kept;
    std::vector<Problem> problems;
};

SentPhotos photos_of_reply(ReportPages& pages, const people::Visit& visit) {
    SentPhotos sent;
    for (auto id : visit.request.form.all("kept_photo"))
        if (sent.kept.size() < limits::message_photos) sent.kept.emplace_back(std::string(id.substr(0, 64)));
    std::size_t count = sent.kept.size();
    for (const auto& file : visit.request.files) {
        if (file.field != "photos") continue;
        if (++count > limits::message_photos) {
            sent.problems.push_back({"photos", "cases.too_many_photos", {{"limit", std::to_string(limits::message_photos)}}});
            break;
        }
        auto photo = pages.workshop.prepare(file.content);
        if (photo) sent.fresh.push_back(std::move(*photo));
        else sent.problems.push_back({"photos", photo.error().text_key.empty() ? std::string("general.fault_") + fault_name(photo.error().fault) : photo.error().text_key, {}});
    }
    return sent;
}

// Puts the good photos aside, so that they need not be chosen again.
std::vector<std::string> put_aside(ReportPages& pages, const people::Visit& visit, const SentPhotos& sent) {
    std::vector<std::string> ids;
    for (const auto& photo : sent.kept) ids.push_back(photo.value);
    for (const auto& photo : sent.fresh)
        if (auto id = pages.cases.keep_photo(visit.municipality, photo, visit.now)) ids.push_back(id->value);
    return ids;
}

Outcome carry_out(ReportPages& pages, const people::Visit& visit, const std::string& act, const Follower& follower, const Act& step, const SentPhotos& sent) {
    const std::string words(visit.request.form.get(act + "_words"));
    const auto once = clean_input(visit.request.form.get("once")).value_or("").substr(0, 64);
    auto context = visit.as_resident(once.empty() ? "" : "follow/" + follower.number.value + "/" + act + "/" + once);
    if (act == "leave") return pages.cases.leave(context, follower.number, follower.secret);
    if (follower.role != Cases::FollowRole::reporter) return fail(Fault::forbidden, "a follower acts as the reporter");
    if (act == "reply") {
        if (!sent.problems.empty()) return fail(sent.problems);
        return pages.cases.reply(context, step, words, sent.fresh, sent.kept);
    }
    if (act == "disagree") return pages.cases.disagree(context, step, words);
    return pages.cases.withdraw(context, step, words);
}

}  // namespace

http::Response follow_page(ReportPages& pages, people::Visit& visit) {
    auto follower = follower_of(pages, visit);
    if (!follower) return guarded(pages.reception.problem(visit, follower.error()));
    return show_follow(pages, visit, *follower, {}, 200);
}

http::Response follow_act(ReportPages& pages, people::Visit& visit) {
    const std::string act = visit.request.path_value("act");
    auto follower = follower_of(pages, visit);
    if (!follower) return guarded(pages.reception.problem(visit, follower.error()));
    if (std::find(acts.begin(), acts.end(), act) == acts.end()) return guarded(pages.reception.problem(visit, {Fault::missing}));
    Act step{follower->number, parse_integer(visit.request.form.get("seen")).value_or(0)};
    SentPhotos sent = act == "reply" ? photos_of_reply(pages, visit) : SentPhotos{};
    auto done = carry_out(pages, visit, act, *follower, step, sent);
    std::string self = "/follow/" + follower->number.value + "/" + follower->secret;
    if (done) return guarded(http::Response::redirect(visit.frame.to(act == "leave" ? report_path(follower->number) + "?done=left" : self + "?done=" + act)));
    const auto fault = done.error().fault;
    if (fault != Fault::invalid && fault != Fault::conflict) return guarded(pages.reception.problem(visit, done.error()));
    Returned returned{act, problem_views(done.error(), visit.language()), put_aside(pages, visit, sent), step.seen_version, done.error().text_key == "cases.moved_on"};
    for (auto& problem : returned.problems)
        if (problem.field == "words") problem.field = act + "_words";
    visit.frame.path = self;  // the page's own address, not that of the sending
    return show_follow(pages, visit, *follower, std::move(returned), fault_status(fault));
}

}  // namespace raekoda::cases
