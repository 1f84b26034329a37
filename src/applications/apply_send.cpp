// Check your answers, and the sending: what was typed is checked whole once more, proposed on, sealed and numbered.
#include "applications/apply_lookups.h"
#include "applications/pages.h"
#include "base/text.h"
#include "decision/feel.h"

namespace raekoda::applications {

namespace {

using people::Visit;

std::vector<AnsweredLine> answered(const form::Form& form, const std::vector<form::SummaryLine>& lines, view::Language language) {
    std::vector<AnsweredLine> out;
    std::size_t page = form::State::npos;
    for (const auto& line : lines) {
        AnsweredLine one{{}, line.label, line.value, line.source_text, line.depth, line.heading, line.disputed, line.declaration};
        if (line.page != page && line.page < form.pages().size()) one.page = form.pages()[line.page].title.in(language);
        page = line.page;
        out.push_back(std::move(one));
    }
    return out;
}

Term term_of(const services::Service& service) { return {service.time_limit.working_days, service.time_limit.calendar_days}; }

std::string page_url(const OpenDraft& open, std::size_t page) {
    const auto& pages = open.form->pages();
    return open.base + "/" + pages[page < pages.size() ? page : 0].id + open.query();
}

ApplyCheck check_view(Hall& hall, const Visit& visit, const OpenDraft& open, const form::State& state) {
    ApplyCheck page;
    page.head = head_of(visit, open, &state);
    page.steps = steps_of(visit, open, state, "check");
    std::size_t at = form::State::npos;
    auto lines = form::summary(state);
    auto shown = answered(*open.form, lines, visit.language());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (page.parts.empty() || lines[i].page != at) page.parts.push_back({shown[i].page, page_url(open, lines[i].page), {}});
        at = lines[i].page;
        page.parts.back().lines.push_back(shown[i]);
    }
    for (const auto& line : form::missing(state)) page.missing.push_back({line.label, page_url(open, line.page) + "#" + view::Field::element_id(line.name)});
    if (state.needs_cosigner) page.cosign_note = apply_words(visit, "cosign_note");
    else if (auto due = due_of(hall.catalogue()->calendar(), visit.now, term_of(*open.service)); due.microseconds)
        page.time = apply_words(visit, "due_note", {{"date", date_words(due, visit.language())}});
    page.can_send = state.valid && open.may_be_sent();
    for (std::size_t i = state.pages.size(); i-- > 0;)
        if (state.pages[i].visible) {
            page.back_url = page_url(open, i);
            break;
        }
    return page;
}

http::Response show_check(Hall& hall, Visit& visit, const ApplyCheck& page, int status = 200) {
    visit.frame.title = apply_words(visit, "check_heading") + " – " + page.head.title;
    visit.frame.section = "services";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::apply_check(visit.frame, page), status);
}

// --- what goes into the application ---

std::string text_of(const decision::Value& value) { return value.is(decision::Value::Kind::string) ? std::string(value.string()) : std::string(); }

// Somebody whom no register knows and somebody who has died look alike: nobody learns by trying codes who lives. A silent register keeps nobody
// from being asked; whoever signs logs in.
bool may_be_asked(Hall& hall, const Visit& visit, const OpenDraft& open, const std::string& subject) {
    if (!hall.registers) return true;
    auto about = facts_about(visit);
    people::Asking asking{visit.municipality, subject, about.asked_by, about.represented, open.counter ? "staff/" + open.content.counter.staff : about.actor, {},
                          people::service_purpose(open.service->id, open.service->name), reference_of(open.draft.id), {}};
    auto standing = people::standing_of(*hall.registers, asking, visit.now);
    return !standing || (*standing != people::Standing::dead && *standing != people::Standing::unknown);
}

// Those whose codes were written where a second person has to sign.
Result<std::vector<PersonId>> cosigners_of(Hall& hall, const Visit& visit, const OpenDraft& open, const form::State& state) {
    std::vector<PersonId> all;
    std::vector<Problem> problems;
    std::vector<std::pair<std::string, std::string>> codes;  // field, code
    each_field(state.fields, [&](const form::FieldState& field) {
        if (!field.cosign) return;
        auto code = text_of(field.value);
        if (code.empty()) return;
        codes.emplace_back(field.name, code);
    });
    for (const auto& [field, code] : codes) {
        const std::string subject = "EE" + code;
        if (!may_be_asked(hall, visit, open, subject)) {
            problems.push_back({field, "apply.cosigner_not_found", {}});
            continue;
        }
        auto person = TRY(hall.residents.person_by_subject(visit.municipality, subject));
        if (!person) person = TRY(hall.residents.keep_person(visit.municipality, {subject, {}, {}, {}, people::Assurance::low, {}, {}}, visit.now));
        const bool own = *person == open.draft.for_whom || (visit.resident && *person == visit.resident->person);
        if (own) problems.push_back({"", "apply.cosigner_bad", {}});
        else if (std::find(all.begin(), all.end(), *person) == all.end()) all.push_back(*person);
    }
    if (!problems.empty()) return fail(std::move(problems));
    return all;
}

// What the form asked for contact: for a guest's letters, and kept so that the next form knows it.
struct ContactTyped {
    std::string name, email, phone, iban;
};
ContactTyped contact_of(const form::State& state) {
    ContactTyped contact;
    each_field(state.fields, [&](const form::FieldState& field) {
        if (!field.component || field.readonly) return;
        const auto& fact = field.component->fact;
        if (fact == "person.name") contact.name = text_of(field.value);
        if (fact == "contact.email") contact.email = text_of(field.value);
        if (fact == "contact.phone") contact.phone = text_of(field.value);
        if (fact == "contact.iban") contact.iban = text_of(field.value);
    });
    return contact;
}

void keep_contact(Hall& hall, const Visit& visit, const OpenDraft& open, const ContactTyped& typed) {
    if (open.draft.for_whom.empty()) return;
    std::vector<people::Fact> facts;
    auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) facts.push_back({name, json::quoted(value), open.counter ? "staff:" + open.content.counter.staff : "typed", visit.now, "apply.purpose_contact", std::nullopt, false, false});
    };
    add("contact.email", typed.email);
    add("contact.phone", typed.phone);
    add("contact.iban", typed.iban);
    if (!facts.empty() && !hall.residents.keep_facts(visit.municipality, open.draft.for_whom, facts)) return;  // asked again next time
    // Letters go to who sends it.
    if (visit.resident && !typed.email.empty()) (void)hall.residents.set_contact(visit.municipality, visit.resident->person, {visit.resident->name, typed.email, typed.phone, std::string(view::code(visit.language()))}, visit.now);
}

// In which the applicant reads what was sent, and gets letters of it. Whoever stands at the counter does not read the official's screen.
view::Language language_of_applicant(const Visit& visit, const OpenDraft& open) {
    return open.counter ? view::language_of(open.content.counter.language).value_or(visit.language()) : visit.language();
}

std::vector<AnsweredLine> answered_in(Hall& hall, const Visit& visit, const OpenDraft& open, view::Language language) {
    auto in_language = open;
    in_language.known = known_of(hall, visit, open, language);
    return answered(*open.form, form::summary(state_of(in_language, visit, form::Check::all, {}, language)), language);
}

Content content_of(Hall& hall, const Visit& visit, const OpenDraft& open, const form::State& state) {
    const auto language = language_of_applicant(visit, open);
    const Date today = local_time(visit.now).date;
    Content content;
    content.service_name = open.service->say(open.service->name, language, today);
    content.answers = language == visit.language() ? answered(*open.form, form::summary(state), language) : answered_in(hall, visit, open, language);
    if (language != view::Language::et) content.answers_et = answered_in(hall, visit, open, view::Language::et);
    content.data_json = json::serialize(decision::to_json(state.data));
    content.sources_missing = open.content.missing_sources;
    // Officials read the proposal: in the language of administration.
    content.proposal = proposal_of(entitlement_of(*open.service, state.data, nested(open.known), visit.now, view::Language::et));
    if (open.counter) {
        content.applicant_name = open.content.counter.name;
        content.applicant_subject = open.content.counter.subject;
    } else if (visit.resident && open.key.empty()) {
        const auto& r = *visit.resident;
        content.applicant_name = r.acting.is_self() ? r.name : r.acting.name;
        content.applicant_subject = r.acting.is_self() ? r.subject : r.acting.subject;
        content.submitter_name = r.name;
        content.login_method = r.method, content.assurance = people::assurance_name(r.assurance);
    } else {
        content.assurance = not_logged_in;
        content.applicant_name = contact_of(state).name;
    }
    return content;
}

Result<NewApplication> application_of(Hall& hall, const Visit& visit, const OpenDraft& open, const form::State& state) {
    NewApplication a;
    a.service = open.service->id;
    a.service_version = open.service->version;
    a.language = view::code(language_of_applicant(visit, open));
    a.channel = open.counter ? "counter" : "web";
    a.applicant = open.draft.for_whom;
    a.right = open.draft.right;
    a.draft = open.draft.id;
    a.term = term_of(*open.service);
    a.files = open.content.files();
    a.consent = open.content.counter.consent;
    a.cosigners = TRY(cosigners_of(hall, visit, open, state));
    if (visit.resident && open.key.empty()) {
        a.submitter = visit.resident->person;
        a.company = visit.resident->acting.is_company;
    } else if (!open.counter) {
        auto typed = contact_of(state);
        a.contact = {typed.name, typed.email, typed.phone, a.language};
    }
    auto content = content_of(hall, visit, open, state);
    a.proposal = content.proposal.outcome;
    a.content = encode(content);
    return a;
}

std::string official_url(const Visit& visit, const ApplicationNumber& number) { return visit.frame.to("/desk/applications/" + number.value); }
std::string guest_url(const Visit& visit, const Submitted& sent) { return visit.frame.to("/application/" + sent.number.value + "/" + url_encoded(sent.guest_secret)) + "?sent=1"; }
std::string where_next(const Visit& visit, const OpenDraft& open, const Submitted& submitted) {
    if (open.counter) return official_url(visit, submitted.number);
    if (!submitted.guest_secret.empty()) return guest_url(visit, submitted);
    return visit.frame.to("/my/applications/" + submitted.number.value) + "?sent=1";
}

// What an official sent for whom they serve.
std::optional<http::Response> sent_at_counter(Hall& hall, const Visit& visit, const ApplicationNumber& number) {
    auto serving = served_in(hall, visit, visit.request.query.get("key"));
    if (!serving || !*serving) return std::nullopt;
    auto sent = hall.applications.application(visit.municipality, number);
    if (!sent || !*sent || (*sent)->channel != "counter" || (*sent)->applicant != (*serving)->person) return std::nullopt;
    return http::Response::redirect(official_url(visit, number));
}

// The draft is gone: it was sent before, from here or another window. The receipt of that sending says where it is, to whoever may open it.
std::optional<http::Response> sent_before(Hall& hall, const Visit& visit) {
    const DraftId draft(visit.request.path_value("draft"));
    auto number = hall.applications.sent_from(visit.municipality, draft);
    if (!number || !*number) return std::nullopt;
    if (const auto key = visit.request.query.get("key"); !key.empty()) {
        if (auto there = sent_at_counter(hall, visit, **number)) return there;
        auto guests = hall.applications.sent_by_guest(visit.municipality, draft, key);
        return guests && *guests ? std::optional(http::Response::redirect(guest_url(visit, **guests))) : std::nullopt;
    }
    if (visit.resident) {
        auto theirs = hall.applications.of_viewer(visit.municipality, **number, viewer_of(visit));
        if (theirs && *theirs) return http::Response::redirect(visit.frame.to("/my/applications/" + (*number)->value) + "?sent=1");
    }
    return std::nullopt;
}

}  // namespace

http::Response check_page(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    if (found->wrong_role) return show_wrong_role(hall, visit, *found->wrong_role);
    const auto& open = *found->open;
    return show_check(hall, visit, check_view(hall, visit, open, state_of(open, visit, form::Check::all, {}, visit.language())));
}

http::Response send(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) {
        if (found.error().fault == Fault::missing)
            if (auto before = sent_before(hall, visit)) return *before;
        return hall.reception.problem(visit, found.error());
    }
    if (found->wrong_role) return show_wrong_role(hall, visit, *found->wrong_role);
    const auto& open = *found->open;
    if (auto level = level_missing(visit, open.newest ? *open.newest : *open.service); !open.counter && !level.empty())
        return hall.reception.problem(visit, {Fault::forbidden, "apply.level_" + level, "weak login", {}});
    auto state = state_of(open, visit, form::Check::all, {}, visit.language());
    auto show_error = [&](const Error& error) {
        auto page = check_view(hall, visit, open, state);
        page.head.problems = problem_views(error, visit.language());
        return show_check(hall, visit, page, fault_status(error.fault));
    };
    if (!open.may_be_sent()) return show_error({Fault::conflict, "apply.version_not_sent", "its version may not be sent any more", {}});
    if (!state.valid) return show_check(hall, visit, check_view(hall, visit, open, state), fault_status(Fault::invalid));
    // Another window has changed the draft since this page was shown: what is sent is what was seen.
    if (parse_integer(visit.request.form.get("draft_version")).value_or(0) != open.draft.version) return show_error({Fault::conflict, "applications.moved_on", "the draft has moved on", {}});
    auto application = application_of(hall, visit, open, state);
    if (!application) return application.error().problems.empty() ? hall.reception.problem(visit, application.error()) : show_error(application.error());
    auto context = open.counter ? visit.as_staff() : visit.as_resident();
    auto submitted = hall.applications.submit(context, *application);
    if (!submitted) {
        if (submitted.error().fault == Fault::gone)
            if (auto before = sent_before(hall, visit)) return *before;
        return submitted.error().problems.empty() ? hall.reception.problem(visit, submitted.error()) : show_error(submitted.error());
    }
    keep_contact(hall, visit, open, contact_of(state));
    return http::Response::redirect(where_next(visit, open, *submitted));
}

}  // namespace raekoda::applications
