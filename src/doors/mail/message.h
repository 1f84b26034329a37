// A letter as an Internet message: RFC 5322 with MIME, by GMime.
#pragma once
#include <string>

#include "base/time.h"
#include "doors/mail/letter.h"

namespace raekoda::doors::mail {

struct MessageHead {
    std::string from_name, from_address;
    std::string reply_to;  // empty: none
    std::string to_address;
    std::string message_id;        // without angle brackets
    std::string list_unsubscribe;  // URL; empty: none
    Instant date;
};
// With CRLF line ends, ASCII only.
std::string as_message(const MessageHead&, const Letter&);

// One addr-spec without what could end a header or an SMTP command.
bool is_plain_address(std::string_view);
void start_mime();  // once for the process; safe to call again

}  // namespace raekoda::doors::mail
