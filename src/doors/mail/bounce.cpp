// Reading a delivery status notification: RFC 3464 in a multipart/report of RFC 6522.
#include <gmime/gmime.h>

#include "base/text.h"
#include "doors/mail/mail.h"
#include "doors/mail/message.h"

namespace raekoda::doors::mail {

namespace {

struct Unref {
    void operator()(void* object) const {
        if (object) g_object_unref(object);
    }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

Owned<GMimeMessage> parsed(std::string_view bytes) {
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    return Owned<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

std::string content_of(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (!content) return {};
    Owned<GMimeStream> out(g_mime_stream_mem_new());
    if (g_mime_data_wrapper_write_to_stream(content, out.get()) < 0) return {};
    GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

// The notification is addressed to our envelope sender: "bounce+<token>@…".
std::string token_in(std::string_view header) {
    constexpr std::string_view mark = "bounce+";
    std::string lower_case = ascii_lower(header);
    for (std::size_t at = 0; (at = lower_case.find(mark, at)) != std::string::npos;) {
        at += mark.size();
        auto end = lower_case.find('@', at);
        if (end == std::string::npos || end - at > 64) continue;
        std::string token = lower_case.substr(at, end - at);
        if (std::all_of(token.begin(), token.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; })) return token;
    }
    return {};
}

std::string token_of(GMimeMessage* message) {
    GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To", "To"})
        for (int i = 0, count = g_mime_header_list_get_count(headers); i < count; ++i) {
            GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
            if (!equals_ignoring_ascii_case(g_mime_header_get_name(header), name)) continue;
            const char* value = g_mime_header_get_raw_value(header);
            if (auto token = value ? token_in(value) : std::string(); !token.empty()) return token;
        }
    return {};
}

// RFC 3464 §2.1: groups of fields, an empty line between them; the first group is about the message.
struct Recipient {
    std::string action, status;
};
std::vector<Recipient> recipients_of(const std::string& content) {
    std::vector<Recipient> recipients;
    Recipient current;
    auto finish = [&] {
        if (!current.action.empty() || !current.status.empty()) recipients.push_back(current);
        current = {};
    };
    for (auto line : split(content, '\n')) {
        line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
        if (trimmed(line).empty()) {
            finish();
            continue;
        }
        auto colon = line.find(':');
        if (colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t') continue;  // a continuation: of no field read here
        auto value = trimmed(line.substr(colon + 1));
        // Comments may follow: "5.1.1 (bad mailbox)".
        value = value.substr(0, value.find_first_of(" \t(;"));
        if (value.size() > 16) continue;
        if (equals_ignoring_ascii_case(line.substr(0, colon), "Action")) current.action = ascii_lower(value);
        if (equals_ignoring_ascii_case(line.substr(0, colon), "Status")) current.status = value;
    }
    finish();
    return recipients;
}

}  // namespace

bool address_is_dead(std::string_view status) {
    auto parts = split(status, '.');
    if (parts.size() != 3 || parts[0] != "5") return false;
    // RFC 3463 §3: 0 undefined, 1 addressing, 4 routing; 2 mailbox: disabled (1) or undefined, not full (2) or too small (3).
    if (parts[1] == "2") return parts[2] == "0" || parts[2] == "1" || parts[2] == "4";
    return parts[1] == "0" || parts[1] == "1" || parts[1] == "4";
}

Result<Bounce> read_bounce(std::string_view message) {
    if (message.size() > bounce_bytes) return fail(Fault::too_large, "a bounce of " + std::to_string(message.size()) + " bytes");
    start_mime();
    auto parsed_message = parsed(message);
    GMimeObject* top = parsed_message ? g_mime_message_get_mime_part(parsed_message.get()) : nullptr;
    if (!top || !GMIME_IS_MULTIPART(top) || !g_mime_content_type_is_type(g_mime_object_get_content_type(top), "multipart", "report"))
        return fail(Fault::invalid, "not a multipart/report");
    auto* parts = GMIME_MULTIPART(top);
    for (int i = 0, count = g_mime_multipart_get_count(parts); i < count; ++i) {
        GMimeObject* part = g_mime_multipart_get_part(parts, i);
        if (!GMIME_IS_PART(part) || !g_mime_content_type_is_type(g_mime_object_get_content_type(part), "message", "delivery-status")) continue;
        auto recipients = recipients_of(content_of(GMIME_PART(part)));
        if (recipients.empty()) break;
        // Our letters have one recipient; a notification about several came through a list: the worst news counts.
        auto worst = std::find_if(recipients.rbegin(), recipients.rend(), [](const Recipient& r) { return r.action == "failed"; });
        const auto& chosen = worst == recipients.rend() ? recipients.back() : *worst;
        return Bounce{token_of(parsed_message.get()), chosen.action, chosen.status};
    }
    return fail(Fault::invalid, "no delivery status in it");
}

}  // namespace raekoda::doors::mail
