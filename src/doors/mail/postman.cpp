#include "applications/applications.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "doors/mail/application_letter.h"
#include "doors/mail/letter.h"
#include "doors/mail/mail.h"
#include "doors/mail/message.h"
#include "doors/mail/smtp.h"
#include "http/http.h"

namespace raekoda::doors::mail {

namespace {

constexpr std::size_t mark_characters = 16;  // of hex: 64 bits that nobody guesses by sending us mail

std::string domain_of(std::string_view address) { return std::string(address.substr(address.rfind('@') + 1)); }

// One origin serves several municipalities by their host names: "https://town.example:8443" becomes the municipality's own.
std::string origin_for(const services::Catalogue& catalogue, const services::Municipality& municipality, const std::string& origin) {
    auto scheme_end = origin.find("://");
    if (scheme_end == std::string::npos || municipality.hosts.empty()) return origin;
    std::string authority = origin.substr(scheme_end + 3);
    const auto* there = catalogue.by_host(authority);
    if (there && there->id == municipality.id) return origin;
    auto colon = authority.rfind(':');
    return origin.substr(0, scheme_end + 3) + municipality.hosts.front() +
           (colon == std::string::npos || authority.ends_with(']') ? "" : authority.substr(colon));
}

// The private page of a person: whose secret it is depends on whether they reported or follow.
struct Link {
    cases::ReportNumber number;
    std::string secret;
};

// Where this person now watches `number`: nullopt when they do not (any more).
Result<std::optional<Link>> link_of(cases::Cases& cases, const MunicipalityId& municipality, const cases::ReportNumber& number, const people::PersonId& person) {
    auto report = TRY(cases.report(municipality, number));
    if (!report) return std::nullopt;
    if (report->reporter == person) return Link{number, cases.follow_secret(municipality, number)};
    std::string secret = cases.follow_secret(municipality, number, person);
    auto role = cases.follow_role(municipality, number, secret);
    if (role) return Link{number, secret};
    if (role.error().fault == Fault::missing) return std::nullopt;
    return fail(role.error());
}

}  // namespace

namespace {

std::optional<std::string> sign_in_link_in(const std::string& payload) {
    auto value = json::parse(payload);
    if (!value || !value->is_object() || json::text(value->get_object(), "letter") != "sign_in_link") return std::nullopt;
    return json::text(value->get_object(), "link");
}

}  // namespace

class Postman::Transport : public Smtp {
    using Smtp::Smtp;
};

std::chrono::seconds retry_delay(int attempts) {
    constexpr std::int64_t longest = 12 * 60;
    std::int64_t minutes = attempts > 10 ? longest : std::min(longest, std::int64_t{1} << std::max(0, attempts - 1));
    return std::chrono::minutes(minutes);
}

Postman::Postman(journal::Journal& journal, cases::Cases& cases, PostmanOptions options, applications::Applications* applications)
    : journal_(journal), cases_(cases), applications_(applications), options_(std::move(options)),
      transport_(std::make_unique<Transport>(SmtpOptions{options_.smtp_url, options_.username, options_.password, options_.timeout_seconds})) {}

Postman::~Postman() { stop(); }

// "<person>.<number>.<signature>", lower case: mail servers on the way may fold it. The municipality is in the signature only, for
// want of room: 64 characters are all that may stand before the @ (RFC 5321 §4.5.3.1.1).
std::string Postman::bounce_token(const MunicipalityId& municipality, const cases::ReportNumber& number, const people::PersonId& person) const {
    std::string named = person.value + "." + number.value;
    auto mark = from_base64url(http::sign(options_.signing_key, "bounce", municipality.value + "/" + named)).value_or("");
    return named + "." + hex(mark).substr(0, mark_characters);
}

Result<Postman::Settled> Postman::try_later(const journal::Outgoing& message, Instant now, const std::string& reason) {
    auto waited = std::chrono::seconds(now.seconds_since(message.created));
    if (waited >= give_up_after) {
        log::warning("mail.given_up", {{"id", message.id}, {"attempts", message.attempts}, {"reason", reason}});
        TRY(journal_.gave_up(message, now, reason));
        return Settled::given_up;
    }
    TRY(journal_.failed(message, now.plus_seconds(retry_delay(message.attempts).count()), reason));
    return Settled::retried;
}

Result<Postman::Settled> Postman::deliver(const journal::Outgoing& message, Instant now) {
    auto dropped = [&](const char* reason) -> Result<Settled> {
        TRY(journal_.dropped(message, now, reason));
        return Settled::nothing_to_send;
    };
    if (auto about = applications::decode_letter_order(message.payload)) return deliver_about_application(message, *about, now);
    if (auto link = sign_in_link_in(message.payload)) return deliver_sign_in_link(message, *link, now);
    auto order = cases::decode_mail_order(message.payload);
    auto catalogue = cases_.catalogue();
    const auto* municipality = catalogue->municipality(message.municipality);
    if (!order || !is_letter(order->letter) || !municipality) {
        log::error("mail.unknown_order", {{"id", message.id}, {"letter", order ? order->letter : "?"}, {"municipality", message.municipality.value}});
        TRY(journal_.gave_up(message, now, "unknown order"));
        return Settled::given_up;
    }

    // Who and what, as it is now: whoever left, was erased or bounces gets nothing; words that were covered meanwhile stay covered.
    struct Addressee {
        std::optional<people::Contact> contact;
        bool bounces = false;
    };
    auto addressee = TRY(journal_.database().read_value<Addressee>([&](store::Session& session) -> Result<Addressee> {
        auto& vault = cases_.people().vault();
        return Addressee{TRY(vault.contact(session, message.municipality, order->person)), TRY(vault.bounces(session, message.municipality, order->person))};
    }));
    if (!addressee.contact || addressee.contact->email.empty()) return dropped("no address");
    if (addressee.bounces) return dropped("bounces");
    const std::string& to = addressee.contact->email;
    if (!is_plain_address(to)) return dropped("no usable address");
    auto report = TRY(cases_.report(message.municipality, order->number));
    if (!report) return dropped("no report");

    auto happenings = TRY(cases_.happenings(message.municipality, order->number, true));
    const cases::Happening* happening = nullptr;
    for (auto& h : happenings) {
        if (!order->version || h.version != order->version) continue;
        happening = &h;
        if (h.internal) h.words.clear();
    }
    cases::ReportNumber other(happening ? happening->other_number : "");
    if (order->letter == "merged") other = report->merged_into;
    auto link = TRY(link_of(cases_, message.municipality, other.empty() ? order->number : other, order->person));
    if (!link) return dropped("does not follow");

    auto language = view::language_of(addressee.contact->language);
    if (!language) language = view::language_of(order->language);
    std::string origin = origin_of(*municipality);
    std::string url = origin + "/" + std::string(view::code(language.value_or(view::Language::et))) + "/follow/" +
                      url_encoded(link->number.value) + "/" + url_encoded(link->secret);
    auto letter = compose(order->letter, language.value_or(view::Language::et),
                          {*municipality, *report, happening, other.value, url, link->number.value, order->follower});

    std::string from = sender_of(*municipality);
    if (!is_plain_address(from)) return try_later(message, now, "no sender configured");
    MessageHead head{municipality->name.in(*language), from, municipality->email, to, message.id + "@" + domain_of(from), order->follower ? url : "", now};
    std::string sender = options_.bounce_domain.empty()
                             ? from
                             : "bounce+" + bounce_token(message.municipality, order->number, order->person) + "@" + options_.bounce_domain;

    return hand_over(message, now, sender, to, as_message(head, letter),
                     [&] { return cases_.note_bounce({message.municipality, now, "system", {}}, order->number, order->person); });
}

Result<std::optional<people::Contact>> Postman::reachable(const MunicipalityId& municipality, const people::PersonId& person) {
    return journal_.database().read_value<std::optional<people::Contact>>([&](store::Session& session) -> Result<std::optional<people::Contact>> {
        auto& vault = cases_.people().vault();
        auto contact = TRY(vault.contact(session, municipality, person));
        if (!contact || contact->email.empty() || !is_plain_address(contact->email) || TRY(vault.bounces(session, municipality, person))) return std::nullopt;
        return contact;
    });
}
std::string Postman::origin_of(const services::Municipality& municipality) const {
    auto own = options_.origins.find(municipality.id);
    return own != options_.origins.end() ? own->second : origin_for(*cases_.catalogue(), municipality, options_.origin);
}
std::string Postman::sender_of(const services::Municipality& municipality) const {
    auto own = options_.from.find(municipality.id);
    return own != options_.from.end() ? own->second : !options_.default_from.empty() ? options_.default_from : municipality.email;
}

// That there is something to read, and where. Whoever it is about is not named in it.
Result<Postman::Settled> Postman::deliver_about_application(const journal::Outgoing& message, const applications::LetterOrder& order, Instant now) {
    auto catalogue = cases_.catalogue();
    const auto* municipality = catalogue->municipality(message.municipality);
    if (!municipality || !is_application_letter(order.letter)) {
        log::error("mail.unknown_order", {{"id", message.id}, {"letter", order.letter}, {"municipality", message.municipality.value}});
        TRY(journal_.gave_up(message, now, "unknown order"));
        return Settled::given_up;
    }
    if (!applications_) return try_later(message, now, "no applications here");
    auto to = TRY(reachable(message.municipality, order.person));
    auto application = TRY(applications_->application(message.municipality, order.number));
    if (!to || !application) {
        TRY(journal_.dropped(message, now, to ? "no application" : "no address"));
        return Settled::nothing_to_send;
    }
    auto language = view::language_of(to->language).value_or(view::language_of(order.language).value_or(view::Language::et));
    const Date today = local_time(now).date;
    auto service = applications_->catalogue()->service(message.municipality, application->service, today);
    const bool guest = !application->guest_hash.empty() && application->applicant == order.person;
    const std::string place = guest ? "/application/" + order.number.value + "/" + url_encoded(applications_->guest_secret(message.municipality, order.number)) : "/my/applications/" + order.number.value;
    auto letter = compose(order.letter, language,
                          {*municipality, service ? service->say(service->name, language, today) : application->service, order.number.value,
                           origin_of(*municipality) + "/" + std::string(view::code(language)) + place, guest, service && service->grave, application->waiting_until});
    const std::string from = sender_of(*municipality);
    if (!is_plain_address(from)) return try_later(message, now, "no sender configured");
    MessageHead head{municipality->name.in(language), from, municipality->email, to->email, message.id + "@" + domain_of(from), "", now};
    return hand_over(message, now, from, to->email, as_message(head, letter), [] { return Outcome(); });
}

// To the mail server, and what its answer means. `dead_address`: it says that there is no such mailbox.
Result<Postman::Settled> Postman::hand_over(const journal::Outgoing& message, Instant now, const std::string& sender, const std::string& to, const std::string& text,
                                            const std::function<Outcome()>& dead_address) {
    auto answer = transport_->send(sender, to, text);
    using Meaning = SmtpAnswer::Meaning;
    switch (answer.meaning) {
        case Meaning::accepted:
            TRY(journal_.sent(message, now));
            return Settled::sent;
        case Meaning::refused_address:
            TRY(dead_address());
            [[fallthrough]];
        case Meaning::refused_letter:
            log::warning("mail.refused", {{"id", message.id}, {"reason", answer.reason}});
            TRY(journal_.gave_up(message, now, answer.reason));
            return Settled::given_up;
        case Meaning::later: return try_later(message, now, answer.reason);
        case Meaning::server_away: break;
    }
    log::warning("mail.server_away", {{"id", message.id}, {"reason", answer.reason}});
    auto settled = TRY(try_later(message, now, answer.reason));
    return settled == Settled::retried ? Settled::server_away : settled;
}

// A link to log in with, to an address that nobody has proved yet. It is kept apart from contacts: the letter's order names the link only.
Result<Postman::Settled> Postman::deliver_sign_in_link(const journal::Outgoing& message, const std::string& id, Instant now) {
    auto catalogue = cases_.catalogue();
    const auto* municipality = catalogue->municipality(message.municipality);
    auto link = options_.residents && municipality ? TRY(options_.residents->link_letter(message.municipality, id, now)) : std::nullopt;
    if (!link || !is_plain_address(link->email)) {
        TRY(journal_.dropped(message, now, "no link"));
        return Settled::nothing_to_send;
    }
    auto language = view::language_of(link->language).value_or(view::Language::et);
    auto own_site = options_.origins.find(message.municipality);
    const std::string origin = own_site != options_.origins.end() ? own_site->second : origin_for(*catalogue, *municipality, options_.origin);
    auto letter = sign_in_link_letter(language, *municipality, origin + "/" + std::string(view::code(language)) + "/login/link/" + url_encoded(link->secret));
    auto own = options_.from.find(message.municipality);
    const std::string from = own != options_.from.end() ? own->second : !options_.default_from.empty() ? options_.default_from : municipality->email;
    if (!is_plain_address(from)) return try_later(message, now, "no sender configured");
    MessageHead head{municipality->name.in(language), from, municipality->email, link->email, message.id + "@" + domain_of(from), "", now};
    return hand_over(message, now, from, link->email, as_message(head, letter), [] { return Outcome(); });
}

Result<Postman::Round> Postman::deliver_due(Instant now) {
    Round round;
    auto due = TRY(journal_.take_due("mail", now, options_.batch, options_.lease));
    bool server_away = false;
    for (const auto& message : due) {
        if (stopping_) break;  // what was taken and not settled comes back after the lease
        auto settled = server_away ? try_later(message, now, "server away") : deliver(message, now);
        if (!settled) {
            // One damaged letter must not stand in the way of the others.
            log::error("mail.failed", {{"id", message.id}, {"fault", fault_name(settled.error().fault)}, {"detail", settled.error().detail}});
            settled = try_later(message, now, fault_name(settled.error().fault));
            if (!settled) return fail(settled.error());
        }
        switch (*settled) {
            case Settled::sent: ++round.sent; break;
            case Settled::nothing_to_send: ++round.nothing_to_send; break;
            case Settled::server_away: server_away = true; [[fallthrough]];
            case Settled::retried: ++round.retried; break;
            case Settled::given_up: ++round.given_up; break;
        }
    }
    return round;
}

Outcome Postman::take_bounce(std::string_view message, Instant now) {
    auto bounce = TRY(read_bounce(message));
    auto parts = split(bounce.token, '.');
    if (parts.size() != 3) return fail(Fault::forbidden, "the bounce names no letter of ours");
    people::PersonId person{std::string(parts[0])};
    cases::ReportNumber number{std::string(parts[1])};
    for (const auto& municipality : cases_.catalogue()->municipalities()) {
        if (!equal_in_constant_time(bounce_token(municipality.id, number, person), bounce.token)) continue;
        bool dead = bounce.action == "failed" && address_is_dead(bounce.status);
        log::info("mail.bounce", {{"municipality", municipality.id.value}, {"report", number.value}, {"status", bounce.status}, {"noted", dead ? "yes" : "no"}});
        return dead ? cases_.note_bounce({municipality.id, now, "system", {}}, number, person) : Outcome();
    }
    return fail(Fault::forbidden, "the bounce names no letter of ours");
}

void Postman::start() {
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this] { run(); });
}

void Postman::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

void Postman::run() {
    using namespace std::chrono_literals;
    while (!stopping_) {
        auto round = deliver_due(now());
        if (!round) log::error("mail.round_failed", {{"fault", fault_name(round.error().fault)}, {"detail", round.error().detail}});
        if (round && round->all() >= options_.batch) continue;
        std::this_thread::sleep_for(250ms);  // busy days append all the time: not a round for every event
        if (!stopping_) journal_.wait_for_news(1s);
    }
}

}  // namespace raekoda::doors::mail
