// A resident's (or guest's) page of one application: what was sent, what comes next, replies, the decision, the appeal.
#include "applications/application_page_parts.h"
#include "applications/application_page_views.h"
#include "applications/application_papers.h"
#include "applications/calendar_file.h"
#include "applications/pages.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;

std::string say(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(visit.language(), "application." + std::string(key), arguments);
}

// What a page of one application is made of, looked up once.
struct Found {
    Looker looker;
    ApplicationView application;
    std::optional<Content> content;  // nullopt: erased
    const services::Municipality* municipality = nullptr;
    std::shared_ptr<const services::Catalogue> catalogue;
    std::string service;             // what it is called; as it was when it was sent
};
Result<Found> found_for(Hall& hall, const Visit& visit) {
    Found found{TRY(looker_of(hall, visit)), {}, {}, nullptr, hall.catalogue(), {}};
    found.application = TRY(application_of(hall, visit, found.looker));
    found.municipality = found.catalogue->municipality(visit.municipality);
    if (!found.municipality) return fail(Fault::broken, "unknown municipality");
    if (auto text = TRY(hall.applications.sealed(visit.municipality, found.application.content))) found.content = decode_content(*text);
    const auto& a = found.application;
    found.service = found.content && !found.content->service_name.empty() ? found.content->service_name : service_name(hall.services, visit.municipality, a.service, a.service_version, visit.now, visit.language());
    return found;
}

std::vector<FactLine> facts_of(const Visit& visit, const Found& found) {
    const auto& a = found.application;
    std::vector<FactLine> facts{{say(visit, "fact_number"), a.number.value}};
    auto add = [&](const char* key, std::string value) {
        if (!value.empty()) facts.push_back({say(visit, key), std::move(value)});
    };
    if (found.content) add("fact_applicant", found.content->applicant_name);
    if (a.right.kind != "self") {
        if (found.content) add("fact_submitter", found.content->submitter_name);
        add("fact_right", right_words(a.right, visit.language()));
    }
    add("fact_submitted", moment_words(a.submitted, visit.language()));
    if (is_open(a.status)) facts.push_back({due_label(a, visit.language()), due_words(a, visit.language())});
    add("fact_holder", team_name(*found.municipality, a.team, visit.language()));
    add("valid", validity_words(a.valid_from, a.valid_to, visit.language()));
    return facts;
}

struct Attempt {
    std::string act;
    Error error;
};

void add_question(const Visit& visit, const ApplicationView& a, const std::vector<Happening>& happenings, MyApplicationPage& page) {
    if (a.status != Status::waiting || a.waiting_for == "appointment") return;
    for (const auto& h : happenings)
        if (h.type == "MoreAsked" || h.type == "HearingOpened") page.question = h.words;
    page.question_heading = say(visit, a.waiting_for == "hearing" ? "question_hearing" : "question_more");
    page.question_until = say(visit, "question_until", {{"date", a.waiting_until ? date_words(*a.waiting_until, visit.language()) : ""}});
}

MyApplicationPage page_of(const Visit& visit, const Found& found, const std::vector<Happening>& happenings, const Attempt* attempt) {
    const auto& a = found.application;
    const auto language = visit.language();
    auto line = line_of(a);
    MyApplicationPage page;
    page.base = found.looker.base, page.guest = found.looker.guest;
    page.number = a.number.value;
    page.title = found.service;
    page.can_sign = std::find(a.unsigned_by.begin(), a.unsigned_by.end(), found.looker.viewer.person) != a.unsigned_by.end();
    line.signature_wanted = page.can_sign;
    page.next = next_step(line, visit.now, language);
    page.state = state_tag(a.status, a.outcome, a.read.has_value(), language, a.waiting_for);
    if (page.can_sign) {
        page.sign_lead = say(visit, "cosign_lead", {{"name", found.content ? found.content->applicant_name : std::string()}});
        if (a.waiting_until) page.sign_until = say(visit, "cosign_until", {{"date", date_words(*a.waiting_until, language)}});
    }
    if (attempt) {
        page.problems = problem_views(attempt->error, language);
        page.opened_act = attempt->act;
    }
    const bool theirs = may_act(a, found.looker.viewer);
    page.decided = theirs && !a.decision.empty() && (a.status == Status::decided || a.status == Status::appealed);
    page.unread = page.decided && !a.read;
    if (a.decided) page.decided_on = say(visit, "decision_there", {{"date", date_words(*a.decided, language)}});
    page.can_reply = theirs && can(a, Step::reply);
    page.can_withdraw = theirs && can(a, Step::withdraw);
    if (a.waiting_for == "appointment" && a.promised()) page.clock_waits = say(visit, "clock_waits");
    add_question(visit, a, happenings, page);
    page.facts = facts_of(visit, found);
    page.erased = !found.content;
    if (found.content) page.answers = parts_of(found.content->answers);
    page.reply_words = words_field("words", say(visit, "reply_label"), {}, attempt && attempt->act == "reply" ? typed(visit, "words") : "", page.problems);
    page.reply_files = {.name = "files", .label = say(visit, "reply_files"), .hint = say(visit, "reply_files_hint"), .error_text = problem_of(page.problems, "files"),
                        .accept = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.odt,.ods,.asice", .several = true};
    page.withdraw_words = words_field("words", say(visit, "withdraw_words"), {}, attempt && attempt->act == "withdraw" ? typed(visit, "words") : "", {}, false, 3);
    page.withdraw_words.within = "withdraw";
    page.refusal_words = words_field("words", say(visit, "cosign_refuse_words"), {}, attempt && attempt->act == "refuse_signature" ? typed(visit, "words") : "", page.problems, false, 3);
    page.refusal_words.within = "refuse";
    page.version = a.version;
    page.once = random_id();
    return page;
}

void add_notices(const Visit& visit, MyApplicationPage& page) {
    if (visit.request.query.has("sent")) {
        page.sent_now = say(visit, "sent_now", {{"number", page.number}});
        page.sent_hint = say(visit, page.guest ? "sent_now_guest" : "sent_now_next");
    }
    std::string done = "application.done_" + std::string(visit.request.query.get("done"));
    if (visit.request.query.has("done") && view::has_text(done)) page.done = view::text(visit.language(), done);
}

std::string answer_field(const std::string& id) { return "answer_" + id; }

void add_appointments(Hall& hall, const Visit& visit, const Found& found, const Attempt* attempt, MyApplicationPage& page) {
    auto all = hall.applications.appointments(visit.municipality, found.application.number);
    if (!all || !may_act(found.application, found.looker.viewer)) return;
    for (const auto& one : *all) {
        auto card = card_of(one, visit.now, visit.language(), false);
        card.can_answer = one.to_come(visit.now) && can(found.application, Step::answer_appointment);
        card.ics_url = page.base + "/appointments/" + one.id + "/calendar.ics";
        const bool tried = attempt && attempt->act == answer_field(one.id);
        card.reply = words_field(answer_field(one.id), say(visit, "appointment_reply"), say(visit, "appointment_reply_hint"), tried ? typed(visit, answer_field(one.id)) : "", page.problems, false, 2);
        page.appointments.push_back(std::move(card));
    }
}

http::Response show_page(Hall& hall, Visit& visit, const Found& found, const Attempt* attempt = nullptr) {
    auto happenings = hall.applications.happenings(visit.municipality, found.application.number, false);
    if (!happenings) return hall.reception.problem(visit, happenings.error());
    auto page = page_of(visit, found, *happenings, attempt);
    add_appointments(hall, visit, found, attempt, page);
    page.timeline = timeline_of(*happenings, staff_names(hall, visit.municipality), found.looker.viewer.person, visit.language(), false);
    // What an official wrote down of who this was and that they agreed, is theirs to read.
    if (may_act(found.application, found.looker.viewer))
        if (auto consent = hall.applications.sealed(visit.municipality, found.application.consent)) page.consent = consent->value_or("");
    if (auto files = hall.applications.files_of(visit.municipality, found.application.number))
        for (const auto& file : *files)
            page.files.push_back({file.name, page.base + "/files/" + file.id.value, view::number_text(visit.language(), (file.bytes + 1023) / 1024) + " kB"});
    add_notices(visit, page);
    visit.frame.title = page.title + " " + page.number;
    visit.frame.section = "my";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::my_application(visit.frame, page), attempt ? fault_status(attempt->error.fault) : 200);
}

http::Response application_page(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    return found ? show_page(hall, visit, *found) : hall.reception.problem(visit, found.error());
}

Act act_from(const Visit& visit, const Found& found) {
    auto seen = parse_integer(visit.request.form.get("seen")).value_or(-1);
    return {found.application.number, seen > 0 ? seen : -1};
}

// A guest acts as "resident": their person is known by the link alone.
journal::Context context_of(const Visit& visit, std::string_view act) { return visit.as_resident(once_key(visit, act)); }

http::Response after_act(Hall& hall, Visit& visit, const Found& found, std::string act, const Outcome& done) {
    if (done) return http::Response::redirect(found.looker.base + "?done=" + act);
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict) return hall.reception.problem(visit, done.error());
    // As it is now: what was typed stays in its form.
    auto fresh = found_for(hall, visit);
    if (!fresh) return hall.reception.problem(visit, fresh.error());
    Attempt attempt{std::move(act), done.error()};
    return show_page(hall, visit, *fresh, &attempt);
}

http::Response reply(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto work = [&]() -> Outcome {
        if (!may_act(found->application, found->looker.viewer)) return fail(Fault::missing, "not theirs");
        auto files = TRY(keep_files(hall, visit, found->application.number, "files"));
        return hall.applications.reply(context_of(visit, "reply"), act_from(visit, *found), found->looker.viewer, typed(visit, "words"), files);
    };
    return after_act(hall, visit, *found, "reply", work());
}

http::Response withdraw(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    return after_act(hall, visit, *found, "withdraw",
                     hall.applications.withdraw(context_of(visit, "withdraw"), act_from(visit, *found), found->looker.viewer, typed(visit, "words")));
}

http::Response cosign(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto signed_now = hall.applications.cosign(context_of(visit, "cosign"), act_from(visit, *found), found->looker.viewer);
    // Signed: the rest is the applicant's matter, the page is not theirs any more.
    return signed_now ? http::Response::redirect(visit.frame.to("/my") + "?done=cosign") : after_act(hall, visit, *found, "cosign", signed_now);
}

http::Response refuse_signature(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto refused = hall.applications.refuse_signature(context_of(visit, "refuse_signature"), act_from(visit, *found), found->looker.viewer, typed(visit, "words"));
    return refused ? http::Response::redirect(visit.frame.to("/my") + "?done=refuse_signature") : after_act(hall, visit, *found, "refuse_signature", refused);
}

// --- times that are offered ---

http::Response answer_appointment(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    const std::string id = visit.request.path_value("appointment"), field = answer_field(id);
    const bool suits = visit.request.form.get("suits") == "yes";
    auto done = hall.applications.answer_appointment(context_of(visit, "appointment"), act_from(visit, *found), found->looker.viewer, id, suits, typed(visit, field));
    if (done) return http::Response::redirect(found->looker.base + (suits ? "?done=appointment_suits" : "?done=appointment_unsuitable"));
    auto error = done.error();
    for (auto& problem : error.problems) problem.field = field;  // each time has its own
    return after_act(hall, visit, *found, field, tl::unexpected(std::move(error)));
}

http::Response appointment_calendar(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto all = hall.applications.appointments(visit.municipality, found->application.number);
    if (!all) return hall.reception.problem(visit, all.error());
    for (const auto& one : *all) {
        if (one.id != visit.request.path_value("appointment") || !may_act(found->application, found->looker.viewer)) continue;
        CalendarEntry entry{one.id, one.sequence, one.state, one.starts, one.ends(), one.changed, {}, one.place, one.words, {}, {}, {}};
        entry.summary = say(visit, "appointment_summary", {{"service", found->service}, {"number", found->application.number.value}});
        // A guest's address is a secret: it does not go into calendars that others may see.
        if (!found->looker.guest) entry.url = visit.frame.origin + found->looker.base;
        entry.organizer_name = found->municipality->name.in(visit.language()), entry.organizer_email = found->municipality->email;
        return download(as_calendar(entry), "text/calendar; charset=utf-8", found->application.number.value + ".ics");
    }
    return hall.reception.problem(visit, {Fault::missing, {}, "no such appointment", {}});
}

// --- the decision ---

http::Response show_decision(Hall& hall, Visit& visit, const Found& found, const Decision& decision, const Error* error) {
    const auto& a = found.application;
    const auto language = visit.language();
    DecisionPage page;
    page.base = found.looker.base, page.guest = found.looker.guest, page.number = a.number.value;
    page.title = found.service;
    page.state = a.status == Status::appealed ? state_tag(a.status, a.outcome, true, language) : state_tag(Status::decided, decision.outcome, true, language);
    page.decision = decision;
    page.foreign_reader = language != view::Language::et;
    page.hearing = hearing_words(decision, language);
    page.facts = facts_of(visit, found);
    if (decision.amount_cents) page.facts.push_back({say(visit, "amount"), money_words(decision.amount_cents, language)});
    page.can_appeal = can(a, Step::appeal);
    if (a.appeal_until) page.appeal_until = say(visit, "appeal_until", {{"date", date_words(*a.appeal_until, language)}});
    if (error) page.problems = problem_views(*error, language), page.appeal_open = true;
    page.reasons = words_field("reasons", say(visit, "appeal_reasons"), {}, typed(visit, "reasons"), page.problems, true, 8);
    page.demand = words_field("demand", say(visit, "appeal_demand"), say(visit, "appeal_demand_hint"), typed(visit, "demand"), page.problems, true, 3);
    page.no_court = visit.request.form.get("no_court") == "yes";
    page.no_court_error = problem_of(page.problems, "no_court");
    page.version = a.version;
    page.once = random_id();
    visit.frame.title = say(visit, "decision_heading", {{"number", page.number}});
    visit.frame.section = "my";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::decision_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// Opening it is its delivery: noted the first time, before anything of it is shown.
Result<std::pair<Found, Decision>> opened_decision(Hall& hall, const Visit& visit) {
    auto found = TRY(found_for(hall, visit));
    if (!may_act(found.application, found.looker.viewer)) return fail(Fault::missing, "not theirs");
    if (found.application.decision.empty()) return fail(Fault::missing, "no decision yet");
    if (can(found.application, Step::read)) {
        TRY(hall.applications.note_read(visit.as_resident(), found.application.number, found.looker.viewer));
        found.application = TRY(application_of(hall, visit, found.looker));
    }
    auto decision = TRY(hall.applications.decision(visit.municipality, found.application));
    if (!decision) return fail(Fault::gone, "the decision was erased");
    return std::pair(std::move(found), std::move(*decision));
}

http::Response decision_page(Hall& hall, Visit& visit) {
    auto opened = opened_decision(hall, visit);
    return opened ? show_decision(hall, visit, opened->first, opened->second, nullptr) : hall.reception.problem(visit, opened.error());
}

http::Response appeal(Hall& hall, Visit& visit) {
    auto opened = opened_decision(hall, visit);
    if (!opened) return hall.reception.problem(visit, opened.error());
    const auto& [found, decision] = *opened;
    Appeal words{typed(visit, "reasons"), typed(visit, "demand"), visit.request.form.get("no_court") == "yes"};
    // The page may have been open when the decision was noted as read: its version is one older then.
    Act act{found.application.number, 0};
    auto done = hall.applications.appeal(context_of(visit, "appeal"), act, found.looker.viewer, words);
    if (done) return http::Response::redirect(found.looker.base + "?done=appeal");
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict) return hall.reception.problem(visit, done.error());
    return show_decision(hall, visit, found, decision, &done.error());
}

http::Response decision_pdf(Hall& hall, Visit& visit) {
    auto opened = opened_decision(hall, visit);
    if (!opened) return hall.reception.problem(visit, opened.error());
    const auto& [found, decision] = *opened;
    auto paper = decision_paper(*found.municipality, found.application, found.content.value_or(Content{}), decision,
                                service_name(hall.services, visit.municipality, found.application.service, found.application.service_version, visit.now, view::Language::et), decided_by(hall, visit.municipality, found.application.number));
    return download(as_pdf(paper), "application/pdf", found.application.number.value + "-" + say(visit, "file_decision") + ".pdf");
}

http::Response receipt_pdf(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    if (!found->content) return hall.reception.problem(visit, {Fault::gone, {}, "erased content", {}});
    auto files = hall.applications.files_of(visit.municipality, found->application.number);
    auto language = view::language_of(found->application.language).value_or(visit.language());
    auto paper = receipt_paper(*found->municipality, found->application, *found->content, files ? *files : std::vector<ApplicationFile>{}, language);
    return download(as_pdf(paper), "application/pdf", found->application.number.value + ".pdf");
}

http::Response file(Hall& hall, Visit& visit) {
    auto found = found_for(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto content = hall.applications.file(visit.municipality, found->application.number, FileId(visit.request.path_value("file")));
    if (!content) return hall.reception.problem(visit, content.error());
    if (!*content) return hall.reception.problem(visit, {Fault::missing, {}, "no such file", {}});
    return download(std::move((*content)->content), (*content)->type, (*content)->name);
}

struct Route {
    const char* path;
    http::Response (*page)(Hall&, Visit&);
    bool posts, takes_files;
};
constexpr Route routes[] = {
    {"", application_page, false, false},  {"/decision", decision_page, false, false}, {"/decision.pdf", decision_pdf, false, false},
    {"/receipt.pdf", receipt_pdf, false, false}, {"/files/{file}", file, false, false}, {"/reply", reply, true, true},
    {"/appointments/{appointment}/answer", answer_appointment, true, false}, {"/appointments/{appointment}/calendar.ics", appointment_calendar, false, false},
    {"/withdraw", withdraw, true, false},  {"/cosign", cosign, true, false},           {"/refuse", refuse_signature, true, false},
    {"/appeal", appeal, true, false},
};

}  // namespace

std::vector<AnswerPart> parts_of(const std::vector<AnsweredLine>& lines) {
    std::vector<AnswerPart> parts;
    for (const auto& line : lines) {
        if (parts.empty() || (!line.page.empty() && line.page != parts.back().title)) parts.push_back({line.page, {}});
        parts.back().lines.push_back(line);
    }
    return parts;
}

void add_my_application_pages(const Halls& hall) {
    for (const auto& route : routes) {
        auto page = [hall, run = route.page](Visit& visit) { return run(*hall, visit); };
        const std::string mine = "/my/applications/{number}" + std::string(route.path), guests = "/application/{number}/{secret}" + std::string(route.path);
        const auto sizes = route.takes_files ? upload_limits() : http::RouteLimits{};
        if (route.posts) {
            hall->reception.resident_post(mine, people::Assurance::email, page, sizes);
            hall->reception.post(guests, page, sizes);
        } else {
            hall->reception.resident_get(mine, people::Assurance::email, page);
            hall->reception.get(guests, page);
        }
    }
}

}  // namespace raekoda::applications
