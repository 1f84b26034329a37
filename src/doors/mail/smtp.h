// One letter to one recipient over SMTP (RFC 5321), by libcurl. The connection is kept for the next letter.
#pragma once
#include <string>

namespace raekoda::doors::mail {

struct SmtpOptions {
    std::string url, username, password;
    int timeout_seconds = 30;
};

struct SmtpAnswer {
    enum class Meaning {
        accepted,
        refused_address,  // 5xx: this address does not exist (any more)
        refused_letter,   // 5xx: not this letter, not to this recipient; asking again will not help
        later,            // 4xx: this recipient, later
        server_away,      // no connection, no sign-in, or the server does not take us as sender: later, and the other letters too
    } meaning = Meaning::server_away;
    std::string reason;  // codes only, "550 5.1.1": the server's sentence may hold the address
};

class Smtp {
public:
    explicit Smtp(SmtpOptions);
    ~Smtp();
    Smtp(const Smtp&) = delete;
    Smtp& operator=(const Smtp&) = delete;
    SmtpAnswer send(const std::string& envelope_from, const std::string& envelope_to, const std::string& message);

private:
    // `kept_was_over`: the server had left the connection that was kept, and has not seen the letter.
    SmtpAnswer ask(const std::string& envelope_from, const std::string& envelope_to, const std::string& message, bool fresh, bool& kept_was_over);
    SmtpOptions options_;
    void* handle_;
};

}  // namespace raekoda::doors::mail
