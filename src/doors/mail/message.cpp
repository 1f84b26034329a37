#include "doors/mail/message.h"

#include <gmime/gmime.h>

#include <mutex>

namespace raekoda::doors::mail {

namespace {

GMimeObject* text_part(const char* subtype, const std::string& text) {
    GMimeTextPart* part = g_mime_text_part_new_with_subtype(subtype);
    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, text.c_str());
    g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(part);
}

}  // namespace

void start_mime() {
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
}

bool is_plain_address(std::string_view address) {
    auto at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 254) return false;
    return std::all_of(address.begin(), address.end(), [](unsigned char c) { return c > ' ' && c < 127 && c != '<' && c != '>' && c != ',' && c != '"'; });
}

std::string as_message(const MessageHead& head, const Letter& letter) {
    start_mime();
    GMimeMessage* message = g_mime_message_new(TRUE);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, head.from_name.c_str(), head.from_address.c_str());
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, head.to_address.c_str());
    if (!head.reply_to.empty()) g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, head.from_name.c_str(), head.reply_to.c_str());
    g_mime_message_set_subject(message, letter.subject.c_str(), "utf-8");
    GDateTime* date = g_date_time_new_from_unix_utc(head.date.microseconds / 1'000'000);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    g_mime_message_set_message_id(message, head.message_id.c_str());
    auto set = [&](const char* name, const std::string& value) { g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), nullptr); };
    set("Auto-Submitted", "auto-generated");  // RFC 3834 §5: nobody's holiday answer comes back
    set("Content-Language", std::string(view::code(letter.language)));
    if (!head.list_unsubscribe.empty()) set("List-Unsubscribe", "<" + head.list_unsubscribe + ">");  // RFC 2369 §3.2

    GMimeMultipart* both = g_mime_multipart_new_with_subtype("alternative");
    for (GMimeObject* part : {text_part("plain", plain_text(letter)), text_part("html", html_text(letter))}) {
        g_mime_multipart_add(both, part);
        g_object_unref(part);
    }
    g_mime_message_set_mime_part(message, GMIME_OBJECT(both));
    g_object_unref(both);

    GMimeFormatOptions* format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    char* bytes = g_mime_object_to_string(GMIME_OBJECT(message), format);
    std::string result(bytes);
    g_free(bytes);
    g_mime_format_options_free(format);
    g_object_unref(message);
    return result;
}

}  // namespace raekoda::doors::mail
