// FRONT DOOR of mail: letters to reporters and followers, from the journal's outbox to an SMTP server (RFC 5321), and the bounces that
// come back (RFC 3464). A letter goes out at least once: it is settled after the server took it, so a postman that dies in between sends
// it again, with the same Message-ID.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "applications/applications.h"
#include "cases/cases.h"
#include "journal/journal.h"
#include "people/residents.h"

namespace raekoda::doors::mail {

struct PostmanOptions {
    // "smtp://host:port" (STARTTLS when offered; required when there is a user name; none on the loopback) or "smtps://host:port".
    std::string smtp_url;
    std::string username, password;  // empty: no sign-in
    // Whose address stands in From: the municipality's own here, else `default_from`, else the municipality's e-mail of the catalogue.
    // Answers go to the municipality's e-mail (Reply-To) in every case.
    std::map<MunicipalityId, std::string> from;
    std::string default_from;
    std::string bounce_domain;  // empty: bounces go to the From address and are read by people
    std::string origin;                            // "https://host" of the site, for links
    std::map<MunicipalityId, std::string> origins;  // of municipalities with a site of their own
    std::string signing_key;  // 16 to 64 bytes, for the addresses that bounces come back to
    people::Residents* residents = nullptr;  // for the links that guests log in with; null: none are sent
    int batch = 10;                     // letters taken at once
    int timeout_seconds = 30;           // for one letter; batch × timeout stays under the lease
    std::chrono::seconds lease{600};    // a letter that was taken and not settled is taken again after this
};

// How long until the next attempt after `attempts` failed ones: 1, 2, 4 … minutes, 12 hours at most.
std::chrono::seconds retry_delay(int attempts);
inline constexpr std::chrono::hours give_up_after{72};

// One recipient's part of a delivery status notification.
struct Bounce {
    std::string token;   // of the envelope sender that the notification was sent to; empty: none found
    std::string action;  // RFC 3464 §2.3.3: "failed", "delayed", "delivered", "relayed", "expanded"
    std::string status;  // RFC 3463: "5.1.1"
};
inline constexpr std::size_t bounce_bytes = 1u << 20;
// The last failed recipient, else the last one. Errors: too_large; invalid, for a message that is no delivery status notification.
Result<Bounce> read_bounce(std::string_view message);
// Whether a status says that the address is dead: not that a mailbox is full, a letter unwelcome or a server ill.
bool address_is_dead(std::string_view enhanced_status);

class Postman {
public:
    // All must outlive it. Without applications, letters about them wait.
    Postman(journal::Journal&, cases::Cases&, PostmanOptions, applications::Applications* = nullptr);
    ~Postman();  // stops

    void start();  // a thread that delivers until stop()
    void stop();   // finishes the letter under way

    struct Round {
        int sent = 0, nothing_to_send = 0, retried = 0, given_up = 0;
        int all() const { return sent + nothing_to_send + retried + given_up; }
    };
    Result<Round> deliver_due(Instant now);  // one batch

    // Notes a bounce on the report: a message that a mail server handed over. A notification of a delay, or of a trouble that is not the
    // address's, changes nothing. Errors: those of read_bounce; forbidden, for a token that this installation did not make.
    Outcome take_bounce(std::string_view message, Instant at = now());

    std::string bounce_token(const MunicipalityId&, const cases::ReportNumber&, const people::PersonId&) const;

private:
    enum class Settled { sent, nothing_to_send, retried, given_up, server_away };
    Result<Settled> deliver(const journal::Outgoing&, Instant now);
    Result<Settled> deliver_about_application(const journal::Outgoing&, const applications::LetterOrder&, Instant now);
    // The address of a person as it is now; nullopt: none, erased or bouncing.
    Result<std::optional<people::Contact>> reachable(const MunicipalityId&, const people::PersonId&);
    std::string origin_of(const services::Municipality&) const;
    std::string sender_of(const services::Municipality&) const;
    Result<Settled> deliver_sign_in_link(const journal::Outgoing&, const std::string& id, Instant now);
    Result<Settled> hand_over(const journal::Outgoing&, Instant now, const std::string& sender, const std::string& to, const std::string& text, const std::function<Outcome()>& dead_address);
    Result<Settled> try_later(const journal::Outgoing&, Instant now, const std::string& reason);
    void run();

    class Transport;
    journal::Journal& journal_;
    cases::Cases& cases_;
    applications::Applications* applications_;
    PostmanOptions options_;
    std::unique_ptr<Transport> transport_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace raekoda::doors::mail
