#include "applications/application_views.h"

#include "base/personal_code.h"
#include "base/text.h"

namespace raekoda::applications {

using view::Language;
using view::text;
using view::Tone;

namespace {

std::string say(Language language, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return text(language, "application." + std::string(key), arguments);
}

// "ApplicationSubmitted" → "application_submitted"
std::string snake_case(std::string_view name) {
    std::string out;
    for (char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper && !out.empty()) out += '_';
        out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::string actor_words(const Happening& happening, const StaffNames& names, const PersonId& reader, Language language) {
    constexpr std::string_view staff = "staff/", person = "person/";
    const auto& actor = happening.actor;
    if (actor.starts_with(staff)) {
        auto found = names.find(StaffId(actor.substr(staff.size())));
        return found == names.end() ? say(language, "actor_official") : found->second;
    }
    if (actor.starts_with(person)) {
        auto rest = std::string_view(actor).substr(person.size());
        if (!reader.empty() && rest.substr(0, rest.find('/')) == reader.value) return say(language, "actor_you");
        if (happening.type == "ApplicationSigned" || happening.type == "SignatureRefused") return say(language, "actor_cosigner");
        return say(language, rest.find("/for/") == std::string_view::npos ? "actor_applicant" : "actor_representative");
    }
    return actor == "resident" ? say(language, "actor_applicant") : std::string();
}

Tone tone_of(const Happening& h) {
    if (h.type == "AppointmentProposed" || h.type == "AppointmentMoved" || (h.type == "AppointmentAnswered" && h.code == "unsuitable")) return Tone::warning;
    if (h.type == "MoreAsked" || h.type == "HearingOpened" || h.type == "AppealFiled") return Tone::warning;
    if (h.type == "DecisionMade") return h.code == "granted" ? Tone::success : Tone::neutral;
    if (h.type == "ApplicationNoted" || h.type == "ApplicationWithdrawn") return Tone::neutral;
    return Tone::info;
}

}  // namespace

std::string date_words(Date date, Language language) { return view::date_text(language, date.year, date.month, date.day); }
std::string date_words(Instant at, Language language) { return date_words(local_time(at).date, language); }
std::string moment_words(Instant at, Language language) {
    auto local = local_time(at);
    return view::moment_text(language, local.date.year, local.date.month, local.date.day, local.minute_of_day);
}
std::string saved_words(const DraftLine& draft, Language language) {
    return view::text(language, draft.counter ? "my.draft_counter" : "my.draft_saved", {{"moment", moment_words(draft.saved, language)}});
}
std::string money_words(std::int64_t cents, Language language) {
    std::string out = view::number_text(language, cents / 100);
    if (auto rest = cents % 100) out += (language == Language::en ? "." : ",") + std::string(rest < 10 ? "0" : "") + std::to_string(rest);
    return out + "\u00A0€";
}

std::optional<Date> typed_date(std::string_view typed) {
    auto clean = trimmed(typed);
    if (auto iso = Date::from_iso(clean)) return iso;
    auto parts = split(clean, '.');
    if (parts.size() != 3) return std::nullopt;
    auto day = parse_integer(parts[0]), month = parse_integer(parts[1]), year = parse_integer(parts[2]);
    if (!day || !month || !year || *year < 1000 || *year > 9999 || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    Date date{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
    return Date::from_iso(date.iso());  // nullopt for 31 February
}

std::shared_ptr<const services::Service> service_of(const services::ServiceRegister& services, const MunicipalityId& municipality, std::string_view service, std::string_view version, Instant now) {
    if (auto kept = services.service_version(municipality, service, version)) return *kept;
    return services.service(municipality, service, local_time(now).date);
}
std::string service_name(const services::ServiceRegister& services, const MunicipalityId& municipality, std::string_view service, std::string_view version, Instant now, Language language) {
    auto found = service_of(services, municipality, service, version, now);
    return found ? found->say(found->name, language, local_time(now).date) : std::string(service);
}
const std::string& ServiceNames::of(std::string_view service, std::string_view version) {
    for (const auto& name : known_)
        if (name.version == version && name.service == service) return name.words;
    known_.push_back({std::string(service), std::string(version), service_name(services_, visit_.municipality, service, version, visit_.now, visit_.language())});
    return known_.back().words;
}
std::string team_name(const services::Municipality& municipality, std::string_view team, Language language) {
    const auto* found = municipality.team(team);
    return found ? found->name.in(language) : municipality.name.in(language);
}
std::string decided_words(Decided d, Language language) { return say(language, "decided_" + std::string(decided_name(d))); }
std::string due_words(const ApplicationView& a, Language language) {
    if (a.promised()) return date_words(a.due, language);
    return say(language, a.status == Status::awaiting_signature ? "fact_due_unsigned" : "fact_due_none");
}
std::string hearing_words(const Decision& decision, Language language) {
    return decision.hearing.empty() ? std::string() : say(language, "decision_not_heard", {{"reason", text(language, "applications.hearing_" + decision.hearing)}});
}
std::string due_label(const ApplicationView& a, Language language) { return say(language, a.promised() ? "fact_due" : "fact_due_open"); }
std::string code_in_words(std::string_view subject) {
    return std::string(personal_code_of_subject(subject) || is_company_subject(subject) ? subject.substr(subject_country.size()) : subject);
}
std::string right_words(const Right& right, Language language) { return say(language, "right_" + right.kind); }

view::TagView state_tag(Status status, std::optional<Decided> outcome, bool read, Language language, std::string_view waiting_for) {
    if (status == Status::withdrawn && !waiting_for.empty()) return {say(language, "status_unsigned"), Tone::neutral};
    if (status == Status::decided && outcome)
        return read ? view::TagView{decided_words(*outcome, language), *outcome == Decided::granted ? Tone::success : Tone::neutral}
                    : view::TagView{say(language, "status_decided"), Tone::info};
    const Tone tone = status == Status::waiting || status == Status::awaiting_signature ? Tone::warning : status == Status::withdrawn ? Tone::neutral : Tone::info;
    return {say(language, "status_" + std::string(status_name(status))), tone};
}

ApplicationLine line_of(const ApplicationView& a) {
    ApplicationLine line{a.number, a.service, a.service_version, a.status, a.outcome, a.proposal, a.applicant, a.submitter, a.team, a.waiting_for, a.staff, a.submitted, a.updated, a.due};
    line.decided = a.decided, line.read = a.read;
    line.waiting_until = a.waiting_until, line.appeal_until = a.appeal_until, line.valid_from = a.valid_from, line.valid_to = a.valid_to;
    line.paused = a.paused_since.has_value();
    return line;
}

bool waits_for_applicant(const ApplicationLine& line) {
    return line.signature_wanted || line.status == Status::waiting || (line.status == Status::decided && !line.read);
}

std::string next_step(const ApplicationLine& line, Instant now, Language language) {
    auto with_date = [&](const char* key, std::optional<Date> date) { return say(language, key, {{"date", date ? date_words(*date, language) : std::string()}}); };
    if (line.signature_wanted) return say(language, "next_sign");
    switch (line.status) {
        case Status::awaiting_signature: return line.waiting_until ? with_date("next_cosigner_until", line.waiting_until) : say(language, "next_cosigner");
        case Status::waiting:
            if (line.waiting_for == "appointment") return with_date("next_appointment", line.waiting_until);
            return with_date(line.waiting_for == "hearing" ? "next_hearing" : "next_more", line.waiting_until);
        case Status::decided:
            if (!line.read) return say(language, "next_read");
            if (line.valid_to) return with_date(*line.valid_to < local_time(now).date ? "next_ended" : "next_valid", line.valid_to);
            if (line.outcome && is_burdening(*line.outcome) && line.appeal_until && *line.appeal_until >= local_time(now).date) return with_date("next_appeal", line.appeal_until);
            return say(language, "next_nothing");
        case Status::withdrawn: return say(language, line.waiting_for.empty() ? "next_nothing" : "next_unsigned");
        case Status::appealed: return with_date("next_appeal_decision", local_time(line.due).date);
        default: break;
    }
    if (!line.due.microseconds) return say(language, "next_soon");
    return with_date("next_decision", local_time(line.due).date);
}

ApplicationCard card_of(const ApplicationLine& line, ServiceNames& names, const people::Visit& visit, std::string url) {
    const auto language = visit.language();
    ApplicationCard card{line.number.value, names.of(line.service, line.service_version), std::move(url),
                         say(language, "sent_on", {{"number", line.number.value}, {"date", date_words(line.submitted, language)}}), next_step(line, visit.now, language),
                         state_tag(line.status, line.outcome, line.read.has_value(), language, line.waiting_for), waits_for_applicant(line), {}};
    if (line.due.microseconds && is_open(line.status) && !line.paused && visit.now > line.due) card.late = say(language, "late");
    return card;
}

AppointmentCard card_of(const Appointment& a, Instant now, Language language, bool officials_eyes) {
    AppointmentCard card;
    card.id = a.id;
    card.when = say(language, "appointment_when", {{"moment", moment_words(a.starts, language)}, view::Argument("minutes", a.minutes)});
    card.iso = iso_local(a.starts);
    card.place = a.place, card.words = a.words, card.answer = a.answer;
    card.cancelled = a.state == AppointmentState::cancelled;
    const bool asked = a.state == AppointmentState::proposed && a.to_come(now);
    const Tone tone = a.state == AppointmentState::suits ? Tone::success : asked || a.state == AppointmentState::unsuitable ? Tone::warning : Tone::neutral;
    const std::string key = "appointment_" + std::string(a.state == AppointmentState::proposed && !asked ? "over" : appointment_state_name(a.state));
    card.state = {say(language, officials_eyes && asked ? key + "_official" : key), tone};
    return card;
}

std::vector<view::TimelineItem> timeline_of(const std::vector<Happening>& happenings, const StaffNames& names, const PersonId& reader, Language language, bool internal) {
    std::vector<view::TimelineItem> items;
    for (const auto& h : happenings) {
        if (h.internal && !internal) continue;
        std::string key = "happened_" + snake_case(h.type);
        if (h.type == "DecisionMade" && internal) key += "_" + h.code;
        if (h.type == "AppealDecided" || h.type == "AppointmentAnswered") key += "_" + h.code;
        view::TimelineItem item{say(language, key, {{"date", h.until ? date_words(*h.until, language) : std::string()}}), iso_local(h.at), moment_words(h.at, language),
                                actor_words(h, names, reader, language), {}, tone_of(h)};
        // The words of an appeal have their own place on the page.
        if (!h.words.empty() && h.type != "AppealFiled") item.body = view::paragraphs(h.words);
        if (h.type == "AppealFiled" && h.code == "late") item.body = view::paragraphs(say(language, "appeal_was_late"));
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<view::ProblemView> problem_views(const Error& error, Language language) {
    std::vector<view::ProblemView> out;
    for (const auto& problem : error.problems) {
        auto arguments = problem.arguments;
        for (auto& [name, value] : arguments)
            if (auto date = Date::from_iso(value)) value = date_words(*date, language);
        out.push_back({problem.field, text(language, problem.text_key, arguments)});
    }
    if (out.empty()) out.push_back({"", text(language, !error.text_key.empty() ? error.text_key : std::string("general.fault_") + fault_name(error.fault))});
    return out;
}
std::string problem_of(const std::vector<view::ProblemView>& problems, std::string_view field) {
    for (const auto& problem : problems)
        if (problem.field == field) return problem.text;
    return {};
}

view::Field words_field(std::string name, std::string label, std::string hint, std::string value, const std::vector<view::ProblemView>& problems, bool required, int rows) {
    view::Field field{.name = std::move(name), .label = std::move(label), .hint = std::move(hint), .value = std::move(value), .required = required, .maximum = limits::words, .rows = rows};
    field.error_text = problem_of(problems, field.name);
    return field;
}

http::Response download(std::string content, std::string_view type, std::string_view file_name) {
    auto response = http::Response::of_type(std::string(type), std::move(content));
    // Never shown by the browser in our name: what strangers sent is only saved.
    response.with_header("Content-Disposition", "attachment; filename*=UTF-8''" + url_encoded(file_name));
    response.with_header("X-Content-Type-Options", "nosniff");
    response.with_header("Cache-Control", "no-store");
    return response;
}

}  // namespace raekoda::applications
