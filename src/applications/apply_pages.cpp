// Applying: where it begins, and its question pages, one after another. Everything typed is saved with each step.
#include <mutex>

#include "applications/apply_lookups.h"
#include "applications/form_fields.h"
#include "applications/pages.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

using people::Visit;

std::string apply_words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "apply." + std::string(key), arguments);
}

bool guests_may(const services::Service& service) {
    // Whoever needs nothing from registers about themselves may stay unknown, where the service does not say otherwise.
    return service.assurance_level.empty() && std::all_of(service.needs.begin(), service.needs.end(), [](const auto& need) { return need.fact == "person.name" || need.fact.starts_with("contact."); });
}

std::string level_missing(const Visit& visit, const services::Service& service) {
    const auto least = people::assurance_of(service.assurance_level);
    return !least || (visit.resident && visit.resident->assurance >= *least) ? std::string() : service.assurance_level;
}

std::shared_ptr<const form::Form> form_of(const services::Service& service) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const form::Form>> forms;  // by version: forms never change
    if (service.form) return service.form;
    if (!service.has_form()) return nullptr;
    const std::string key = service.municipality.value + "/" + service.id + "/" + service.version;
    std::lock_guard lock(mutex);
    auto& form = forms[key];
    if (!form) {
        form::LoadOptions options;
        options.context.push_back({"parameters", nullptr});
        form = form::Form::load(service.form_json, service.form_texts_json, options).form;
    }
    return form;
}

std::string OpenDraft::query() const { return key.empty() ? std::string() : "?key=" + url_encoded(key); }

namespace {

std::shared_ptr<const services::Service> service_of(Hall& hall, const Visit& visit) {
    auto service = hall.service_now(visit, visit.request.path_value("service"));
    return service && service->has_form() ? service : nullptr;
}

std::optional<WrongRole> wrong_role(const Visit& visit, const Draft& draft) {
    if (!visit.resident) return std::nullopt;
    const auto viewer = viewer_of(visit);
    if (draft.for_whom == viewer.acting && viewer.covers(draft.service)) return std::nullopt;
    if (draft.for_whom == viewer.acting) return WrongRole{apply_words(visit, "role_outside"), view::text(visit.language(), "applications.outside_mandate"), fault_status(Fault::forbidden)};
    if (!visit.resident->lapsed.empty()) return WrongRole{apply_words(visit, "role_ended", {{"name", visit.resident->lapsed}}), apply_words(visit, "role_ended_text")};
    return WrongRole{apply_words(visit, "role_other"), apply_words(visit, "role_other_text")};
}

std::string acting_words(const Visit& visit) {
    if (!visit.resident || visit.resident->acting.is_self()) return {};
    const auto& acting = visit.resident->acting;
    return apply_words(visit, "acting_for", {{"name", acting.name}, {"right", right_words({acting.kind, {}}, visit.language())}});
}

// Of who is signed in, or of a guest who turned out to be them: what they began for themselves is gone on with as one's own, and becomes it with the
// first thing that is sent. A guest's draft in somebody else's matter stays theirs.
Result<std::optional<Draft>> draft_of(Hall& hall, const Visit& visit, const PersonId& person, std::string_view secret) {
    const DraftId id(visit.request.path_value("draft"));
    auto own = TRY(hall.applications.draft(visit.municipality, id, person, secret, visit.now));
    if (own || person.empty()) return own;
    for (const auto& guest : TRY(hall.residents.all_of(visit.municipality, person))) {
        if (guest == person) continue;
        auto theirs = TRY(hall.applications.draft(visit.municipality, id, guest, {}, visit.now));
        if (!theirs || theirs->for_whom != guest) continue;
        if (visit.request.method == http::Method::post) TRY(hall.applications.adopt_draft(visit.municipality, id, guest, person, visit.now));
        theirs->owner = theirs->for_whom = person;
        return theirs;
    }
    return std::nullopt;
}

// What was begun at the counter opens to officials while they serve that person, and only until the person goes on with it themselves.
Result<std::optional<Draft>> draft_at_counter(Hall& hall, const Visit& visit, const PersonId& served) {
    auto draft = TRY(hall.applications.draft(visit.municipality, DraftId(visit.request.path_value("draft")), served, {}, visit.now));
    if (draft && draft->right.kind != counter_right) return fail(Fault::gone, "theirs now", "counter.taken_over");
    return draft;
}

// With what they save it is the resident's own, as if they had begun it.
Outcome take_as_own(Hall& hall, const Visit& visit, OpenDraft& open) {
    if (!people::may_act(hall.rules, visit.resident->subject, open.service->id, local_time(visit.now).date)) return fail(Fault::forbidden, "a minor", "apply.too_young");
    open.draft.right = {};
    open.content.counter = {};
    open.from_counter = true;
    return {};
}

}  // namespace

Result<DraftFound> open_draft(Hall& hall, const Visit& visit) {
    const std::string secret(visit.request.query.get("key"));
    const auto serving = TRY(served_in(hall, visit, secret));
    const auto person = visit.resident && secret.empty() ? visit.resident->person : PersonId();
    std::optional<Draft> draft;
    if (serving) draft = TRY(draft_at_counter(hall, visit, serving->person));
    else draft = TRY(draft_of(hall, visit, person, secret));
    if (!draft || draft->service != visit.request.path_value("service")) return fail(Fault::missing, "no such draft of theirs");
    auto newest = service_of(hall, visit);
    auto kept = hall.services.service_version(visit.municipality, draft->service, draft->service_version);
    auto service = kept && (*kept)->has_form() ? *kept : newest;
    if (!service) return fail(Fault::missing, "no such form any more");
    const auto standing = kept ? standing_of(*service, newest.get(), local_time(visit.now).date) : VersionStanding::over;
    DraftFound found;
    OpenDraft open{service, newest, form_of(*service), std::move(*draft), {}, {}, secret, false, standing, {}, false};
    if (!open.form) return fail(Fault::broken, "the form does not load");
    if (secret.empty()) found.wrong_role = wrong_role(visit, open.draft);
    open.content = decode_draft(open.draft.content);
    if (serving) {
        // Whoever goes on with it does so by the consent that was given to them.
        open.counter = true;
        open.content.counter.staff = serving->staff.value;
        open.content.counter.consent = serving->consent;
    } else if (open.draft.right.kind == counter_right) {
        if (person.empty()) return fail(Fault::missing, "a draft of the counter");
        TRY(take_as_own(hall, visit, open));
    }
    if (!found.wrong_role) open.known = known_of(hall, visit, open, visit.language());  // nothing of whom they may not act for any more
    open.base = visit.frame.to("/apply/" + service->id + "/" + open.draft.id.value);
    found.open = std::move(open);
    return found;
}

form::State state_of(const OpenDraft& open, const Visit& visit, form::Check check, std::string_view page, view::Language language, std::span<const std::string> asked, bool with_data) {
    auto zone = decision::Zone::named(default_zone).value_or(decision::Zone{});
    const decision::Value parameters[] = {open.service->parameters_on(local_time(visit.now).date)};
    form::Input input;
    input.data = open.content.data;
    input.facts = open.known;
    input.uploads = open.content.uploads;
    input.now = decision::Now{visit.now.microseconds, zone};
    input.language = language;
    input.context = parameters;
    input.check = check;
    input.page = page;
    input.asked = asked;
    input.with_data = with_data;
    return form::evaluate(*open.form, input);
}

namespace {

EntitlementView entitlement_view(const Visit& visit, const OpenDraft& open, const form::State& state) {
    const auto language = visit.language();
    EntitlementView shown;
    if (!has_rules(*open.service)) return shown;
    auto e = entitlement_of(*open.service, state.data, nested(open.known), visit.now, language);
    if (!e.known || (!e.outcome && e.result.empty())) return shown;
    shown.shown = true;
    shown.reason = e.reason;
    shown.steps = e.steps;
    shown.changes = e.changes;
    if (!e.outcome) {
        shown.heading = apply_words(visit, "entitlement_result", {{"result", e.result}});
    } else if (*e.outcome == Decided::granted) {
        shown.tone = view::Tone::success;
        shown.heading = e.amount_cents ? apply_words(visit, "entitlement_granted_amount", {{"amount", money_words(e.amount_cents, language)}}) : apply_words(visit, "entitlement_granted");
    } else {
        shown.tone = view::Tone::warning;
        shown.heading = apply_words(visit, *e.outcome == Decided::partly ? "entitlement_partly" : "entitlement_refused");
        shown.reason += (shown.reason.empty() ? "" : " ") + apply_words(visit, "entitlement_never_blocks");
    }
    // A matter of grief is told plainly, without a green light.
    if (open.service->grave) shown.tone = view::Tone::info;
    return shown;
}

}  // namespace

ApplyHead head_of(const Visit& visit, const OpenDraft& open, const form::State* state) {
    ApplyHead head;
    head.title = open.service->say(open.service->name, visit.language(), local_time(visit.now).date);
    head.base = open.base;
    head.key = open.query();
    head.version = open.draft.version;
    head.acting = acting_words(visit);
    head.counter = open.counter;
    head.grave = open.service->grave;
    if (open.counter) {
        head.counter_note = apply_words(visit, "counter_note", {{"name", open.content.counter.name}});
        if (const auto& language = open.content.counter.language; view::language_of(language))
            head.counter_note += " " + apply_words(visit, "counter_language_note", {{"language", view::text(visit.language(), "general.language_" + language)}});
        head.counter_desk_url = visit.frame.to("/desk/counter/" + url_encoded(open.key));
    } else if (!open.key.empty()) {
        head.guest_link = visit.frame.origin + open.base + open.query();
    }
    if (open.from_counter) head.acting = apply_words(visit, "from_counter");
    if (visit.request.query.has("beside")) head.kept_beside = apply_words(visit, "kept_beside");
    if (visit.request.query.has("saved")) head.notice = apply_words(visit, open.counter ? "saved_counter" : "saved");
    if (open.standing != VersionStanding::current) {
        constexpr const char* names[] = {"", "older", "over", "gone"};
        const std::string which = names[static_cast<int>(open.standing)];
        head.version_heading = apply_words(visit, "version_" + which);
        head.version_words = apply_words(visit, "version_" + which + "_text");
        if (open.newest) head.newer_url = open.base + "/newer" + open.query();
    }
    for (const auto& [label, answer] : open.content.unfit) head.unfit.push_back({label, answer});
    head.missing_sources = open.content.missing_sources;
    if (open.content.standing == "unknown") head.person_standing = people::standing_words(people::Standing::unknown, visit.language());
    // A form that does not come to an end is the form's fault: said on each of its pages, also before anything was answered.
    if (state && state->stopped) head.problems = {{"", view::text(visit.language(), "form.stopped")}};
    if (state) head.entitlement = entitlement_view(visit, open, *state);
    return head;
}

std::vector<ApplyStep> steps_of(const Visit& visit, const OpenDraft& open, const form::State& state, std::string_view current) {
    std::vector<ApplyStep> steps;
    std::size_t reached = open.form->page_of(open.draft.page);
    for (std::size_t i = 0; i < state.pages.size(); ++i) {
        const auto& page = state.pages[i];
        if (!page.visible || !page.page) continue;
        auto title = page.page->title.in(visit.language());
        steps.push_back({title.empty() ? apply_words(visit, "page_title") : title, i <= reached ? open.base + "/" + page.page->id + open.query() : std::string(), page.page->id == current});
    }
    steps.push_back({apply_words(visit, "step_check"), open.draft.page == "check" ? open.base + "/check" + open.query() : std::string(), current == "check"});
    return steps;
}

http::Response show_wrong_role(Hall& hall, Visit& visit, const WrongRole& role) {
    visit.frame.title = role.heading;
    visit.frame.index = false;
    return hall.reception.show(visit, pages::apply_other_role(visit.frame, role.heading, role.words), role.status);
}

void each_field(const std::vector<form::FieldState>& fields, const std::function<void(const form::FieldState&)>& take) {
    for (const auto& field : fields) {
        if (field.hidden) continue;
        take(field);
        each_field(field.children, take);
    }
}

namespace {

// --- where it begins ---

std::string time_words(const Visit& visit, const services::Service& service) {
    const auto& limit = service.time_limit;
    if (limit.working_days) return apply_words(visit, "time_working_days", {view::Argument::of_number("count", limit.working_days)});
    if (limit.calendar_days) return apply_words(visit, "time_calendar_days", {view::Argument::of_number("count", limit.calendar_days)});
    return apply_words(visit, "time_soon");
}
std::string price_words(const Visit& visit, const services::Service& service) {
    using Kind = services::Fee::Kind;
    if (service.fee.kind == Kind::free) return apply_words(visit, "price_free");
    if (service.fee.kind == Kind::amount) return money_words(service.fee.amount_cents, visit.language());
    return service.say(service.fee.note, visit.language(), local_time(visit.now).date);
}

// Where to show who one is, as surely as the service needs.
std::string login_url(const Visit& visit, const services::Service& service) {
    auto url = visit.frame.to("/login") + "?back=" + url_encoded(visit.frame.to("/apply/" + service.id));
    return service.assurance_level.empty() ? url : url + "&least=" + service.assurance_level;
}

void add_known(Hall& hall, const Visit& visit, const services::Service& service, const form::Form& form, ApplyStart& page) {
    const auto known = facts_kept(hall, visit, service, viewer_of(visit).acting, visit.language());
    form::Input input;
    input.facts = known;
    input.language = visit.language();
    // The form's own labels say what each fact is.
    each_field(form::evaluate(form, input).fields, [&](const form::FieldState& field) {
        if (field.known && !field.shown.empty()) page.known.push_back({field.label, field.shown, field.known->source_text});
    });
}

Error outside_mandate() { return {Fault::forbidden, "applications.outside_mandate", "outside the mandate", {}}; }

http::Response start_page(Hall& hall, Visit& visit) {
    auto service = service_of(hall, visit);
    auto form = service ? form_of(*service) : nullptr;
    if (!form) return hall.reception.problem(visit, {Fault::missing, {}, "no such form", {}});
    if (!viewer_of(visit).covers(service->id)) return hall.reception.problem(visit, outside_mandate());
    const auto language = visit.language();
    const Date today = local_time(visit.now).date;
    ApplyStart page;
    page.title = service->say(service->name, language, today);
    page.summary = service->say(service->summary, language, today);
    page.service_url = visit.frame.to("/services/" + service->id);
    page.post_url = visit.frame.to("/apply/" + service->id);
    page.login_url = login_url(visit, *service);
    if (auto level = level_missing(visit, *service); !level.empty()) page.level = apply_words(visit, "level_" + level);
    page.signed_in = visit.resident.has_value();
    page.guest_allowed = guests_may(*service);
    page.grave = service->grave;
    page.acting = acting_words(visit);
    page.time = time_words(visit, *service);
    page.price = price_words(visit, *service);
    for (const auto& one : service->evidence)
        if (one.from == "person") {
            auto what = service->say(one.name, language, today);
            page.evidence.push_back(one.optional ? apply_words(visit, "at_hand_sometimes", {{"what", what}}) : std::move(what));
        }
    if (page.signed_in) {
        add_known(hall, visit, *service, *form, page);
        for (const auto& need : service->needs) {
            auto words = service->say(need.purpose, language, today);
            if (std::find(page.asks.begin(), page.asks.end(), words) == page.asks.end()) page.asks.push_back(std::move(words));
        }
        if (auto drafts = hall.applications.drafts_of(visit.municipality, visit.resident->person, visit.now))
            for (const auto& draft : *drafts)
                if (draft.service == service->id && draft.for_whom == viewer_of(visit).acting)
                    page.drafts.push_back({page.title, page.post_url + "/" + draft.id.value, {}, saved_words(draft, language)});
    }
    visit.frame.title = page.title;
    visit.frame.section = "services";
    return hall.reception.show(visit, pages::apply_start(visit.frame, page));
}

http::Response start(Hall& hall, Visit& visit) {
    auto service = service_of(hall, visit);
    auto form = service ? form_of(*service) : nullptr;
    if (!form || form->pages().empty()) return hall.reception.problem(visit, {Fault::missing, {}, "no such form", {}});
    if (!visit.resident && !guests_may(*service)) return http::Response::redirect(login_url(visit, *service));
    if (auto level = level_missing(visit, *service); !level.empty()) return hall.reception.problem(visit, {Fault::forbidden, "apply.level_" + level, "weak login", {}});
    if (!viewer_of(visit).covers(service->id)) return hall.reception.problem(visit, outside_mandate());
    if (visit.resident && visit.resident->acting.is_self() && !people::may_act(hall.rules, visit.resident->subject, service->id, local_time(visit.now).date))
        return hall.reception.problem(visit, {Fault::forbidden, "apply.too_young", "a minor", {}});
    DraftContent content;
    Applications::NewDraft draft{service->id, service->version, {}, {}, {}, {}, form->pages().front().id, DraftId(random_id())};
    if (visit.resident) {
        auto asked = ask_registers(hall, visit, *service, facts_about(visit), reference_of(draft.id), visit.language());
        if (asked.standing == people::Standing::dead) return hall.reception.problem(visit, {Fault::forbidden, "registers.standing_dead", "dead person's code", {}});
        content.missing_sources = asked.missing;
        if (asked.standing == people::Standing::unknown) content.standing = "unknown";
        draft.owner = visit.resident->person;
        draft.for_whom = viewer_of(visit).acting;
        draft.right = {visit.resident->acting.kind, visit.resident->acting.mandate_id};
    }
    draft.content = encode(content);
    auto opened = hall.applications.open_draft(visit.municipality, draft, visit.now);
    if (!opened) return hall.reception.problem(visit, opened.error());
    std::string url = visit.frame.to("/apply/" + service->id + "/" + opened->id.value + "/" + draft.page);
    return http::Response::redirect(opened->guest_secret.empty() ? url : url + "?key=" + url_encoded(opened->guest_secret));
}

// --- a question page ---

http::Response show_page(Hall& hall, Visit& visit, const OpenDraft& open, const form::State& state, std::size_t at, bool with_problems, const Error* files = nullptr, LookupView lookup = {}) {
    const auto& info = open.form->pages()[at];
    ApplyPage page;
    page.head = head_of(visit, open, &state);
    page.page = info.id;
    page.title = info.title.in(visit.language());
    if (page.title.empty()) page.title = apply_words(visit, "page_title");
    page.steps = steps_of(visit, open, state, info.id);
    if (auto before = state.previous_page(at); before != form::State::npos) page.back_url = open.base + "/" + open.form->pages()[before].id + open.query();
    if (with_problems) page.head.problems = form_problems(state, at);
    if (files)
        for (auto& problem : problem_views(*files, visit.language())) page.head.problems.push_back(std::move(problem));
    page.lookup = std::move(lookup);
    page.fields = form_fields(visit.frame, state, at);
    visit.frame.title = page.title + " – " + page.head.title;
    visit.frame.section = "services";
    visit.frame.index = false;
    visit.frame.scripts = {"form"};
    constexpr int invalid = 400;
    return hall.reception.show(visit, pages::apply_page(visit.frame, page), with_problems ? invalid : 200);
}

http::Response question_page(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    if (found->wrong_role) return show_wrong_role(hall, visit, *found->wrong_role);
    const auto& open = *found->open;
    auto at = open.form->page_of(visit.request.path_value("page"));
    if (at >= open.form->pages().size()) return hall.reception.problem(visit, {Fault::missing, {}, "no such page", {}});
    auto state = state_of(open, visit, form::Check::nothing, open.form->pages()[at].id, visit.language(), {}, has_rules(*open.service));
    if (!state.pages[at].visible)
        if (auto next = state.next_page(at); next != form::State::npos) return http::Response::redirect(open.base + "/" + open.form->pages()[next].id + open.query());
    return show_page(hall, visit, open, state, at, false);
}

http::Response resume(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    if (found->wrong_role) return show_wrong_role(hall, visit, *found->wrong_role);
    const auto& open = *found->open;
    auto at = open.form->page_of(open.draft.page);
    std::string page = open.draft.page == "check" ? "check" : open.form->pages()[at < open.form->pages().size() ? at : 0].id;
    return http::Response::redirect(open.base + "/" + page + open.query());
}

// Uploads of the page's file fields are kept, and taken away where asked: `remove_file` is "<field>/<id>".
Outcome take_files(Hall& hall, const Visit& visit, OpenDraft& open) {
    auto drop = visit.request.form.get("remove_file");
    if (auto slash = drop.rfind('/'); slash != std::string_view::npos) drop = drop.substr(slash + 1);
    for (auto& upload : open.content.uploads) std::erase_if(upload.files, [&](const auto& file) { return file.id == drop && !drop.empty(); });
    std::size_t count = open.content.files().size();
    for (const auto& sent : visit.request.files) {
        if (sent.content.empty()) continue;
        if (++count > limits::files) return fail(std::vector<Problem>{{sent.field, "applications.too_many_files", {{"limit", std::to_string(limits::files)}}}});
        auto clean = clean_upload(hall, sent);
        auto id = clean ? hall.applications.keep_file(visit.municipality, open.draft.id, sent.file_name, *clean, visit.now) : Result<FileId>(tl::unexpected(clean.error()));
        if (!id) {
            auto error = id.error();
            for (auto& problem : error.problems) problem.field = sent.field;
            return fail(std::move(error));
        }
        const std::string key = "files::" + sent.field;
        if (!form::put_upload(*open.form, open.content.data, sent.field, key)) continue;
        auto there = std::find_if(open.content.uploads.begin(), open.content.uploads.end(), [&](const auto& upload) { return upload.key == key; });
        if (there == open.content.uploads.end()) there = open.content.uploads.insert(there, form::Upload{key, {}});
        there->files.push_back({id->value, sent.file_name, sent.content_type, sent.content.size()});
    }
    return {};
}

// Saved as the person left it: also what is wrong or missing. The version is that of the page they typed into.
Result<SavedDraft> save(Hall& hall, const Visit& visit, OpenDraft& open, const std::string& page) {
    open.draft.version = parse_integer(visit.request.form.get("draft_version")).value_or(0);
    open.draft.content = encode(open.content);
    auto reached = open.form->page_of(open.draft.page), now_at = open.form->page_of(page);
    if (open.draft.page != "check" && (page == "check" || now_at > reached)) open.draft.page = page;
    auto saved = TRY(hall.applications.save_draft(visit.municipality, open.draft, visit.now));
    open.draft.id = saved.id;
    open.draft.version = saved.version;
    open.base = visit.frame.to("/apply/" + open.service->id + "/" + saved.id.value);
    return saved;
}

http::Response redirect_to(const OpenDraft& open, const std::string& page, const SavedDraft& saved, std::string_view also = {}, const std::string& anchor = {}) {
    std::string query = open.query();
    if (saved.kept_beside) query += (query.empty() ? "?" : "&") + std::string("beside=1");
    if (!also.empty()) query += (query.empty() ? "?" : "&") + std::string(also);
    return http::Response::redirect(open.base + "/" + page + query + anchor);
}

http::Response answer_page(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    auto& open = *found->open;
    auto at = open.form->page_of(visit.request.path_value("page"));
    if (at >= open.form->pages().size()) return hall.reception.problem(visit, {Fault::missing, {}, "no such page", {}});
    const std::string id = open.form->pages()[at].id;
    auto posted = form::read_posted(*open.form, id, visit.request.form.items(), open.content.data);
    if (found->wrong_role) {
        // The right ended while they were typing: what is on this page is kept in their draft before they are told.
        open.content.data = posted.too_large ? open.content.data : posted.data;
        if (auto kept = save(hall, visit, open, id); !kept) return hall.reception.problem(visit, kept.error());
        return show_wrong_role(hall, visit, *found->wrong_role);
    }
    if (posted.too_large) return hall.reception.problem(visit, fail(std::vector<Problem>{{"", "applications.content_too_large", {}}}).value());
    open.content.data = posted.data;
    // The island looks while people type: answered, not kept. What is typed is saved with the page.
    if (visit.request.form.has("live"))
        return http::Response::json(json::serialize(form::live_answer(state_of(open, visit, form::Check::page, id, visit.language(), posted.asked), at)));
    auto files = take_files(hall, visit, open);
    auto looked = look_up(hall, visit, open, id);
    const auto& pressed = visit.request.form;
    const bool later = pressed.has("later"), stay = posted.stay || pressed.has("remove_file") || pressed.has("look_up") || pressed.has("choose");
    auto state = state_of(open, visit, later || stay ? form::Check::nothing : form::Check::page, id, visit.language(), posted.asked);
    // A file that was not kept is told whatever button was pressed: it is not there when they come back.
    const bool wrong = !files || (!later && !stay && !state.valid), more = !wrong && !stay && !later && form::reveals_more(state, at, posted);
    auto next = state.next_page(at);
    const std::string to = wrong || stay || more || later ? id : next == form::State::npos ? "check" : open.form->pages()[next].id;
    auto saved = save(hall, visit, open, to);
    if (!saved) return hall.reception.problem(visit, saved.error());
    if (looked && !saved->kept_beside) return show_page(hall, visit, open, state, at, false, files ? nullptr : &files.error(), std::move(*looked));
    if (wrong && !saved->kept_beside) {
        // Shown with what was typed and what is wrong; it is saved all the same.
        return show_page(hall, visit, open, state, at, true, files ? nullptr : &files.error());
    }
    if (later) return visit.resident && open.key.empty() ? http::Response::redirect(visit.frame.to("/my")) : redirect_to(open, id, *saved, "saved=1");
    // A new row, or a field that is asked now: the reader goes on there.
    return redirect_to(open, to, *saved, {}, posted.focus.empty() ? "" : "#" + view::Field::element_id(posted.focus));
}

http::Response remove_draft(Hall& hall, Visit& visit) {
    auto found = open_draft(hall, visit);
    if (!found) return hall.reception.problem(visit, found.error());
    if (found->wrong_role) return show_wrong_role(hall, visit, *found->wrong_role);
    if (auto done = hall.applications.delete_draft(visit.municipality, found->open->draft); !done) return hall.reception.problem(visit, done.error());
    if (found->open->counter) return http::Response::redirect(visit.frame.to("/desk/counter/" + url_encoded(found->open->key)));
    return http::Response::redirect(visit.resident && found->open->key.empty() ? visit.frame.to("/my") + "?done=deleted" : visit.frame.to("/services/" + found->open->service->id));
}

}  // namespace

void add_apply_pages(const Halls& hall) {
    auto& reception = hall->reception;
    auto on = [&](auto page) { return [hall, page](Visit& visit) { return page(*hall, visit); }; };
    reception.get("/apply/{service}", on(start_page));
    reception.post("/apply/{service}", on(start));
    reception.get("/apply/{service}/{draft}", on(resume));
    reception.get("/apply/{service}/{draft}/check", on(check_page));
    reception.post("/apply/{service}/{draft}/send", on(send));
    reception.post("/apply/{service}/{draft}/delete", on(remove_draft));
    reception.get("/apply/{service}/{draft}/newer", on(newer_page));
    reception.post("/apply/{service}/{draft}/newer", on(take_newer));
    reception.get("/apply/{service}/{draft}/{page}", on(question_page));
    reception.post("/apply/{service}/{draft}/{page}", on(answer_page), upload_limits());
    add_counter_pages(hall);
}

void add_application_pages(const PageParts& parts) {
    auto hall = std::make_shared<Hall>(parts);
    add_my_desk_pages(hall);
    add_my_application_pages(hall);
    add_apply_pages(hall);
    add_official_pages(hall);
    add_register_pages(hall);
}

}  // namespace raekoda::applications
