#include "doors/mail/smtp.h"

#include <curl/curl.h>

#include <cctype>
#include <cstring>
#include <mutex>
#include <string_view>

#include "doors/mail/mail.h"

namespace raekoda::doors::mail {

namespace {

using Meaning = SmtpAnswer::Meaning;

// What was said last, from libcurl's trace: its own result does not tell a refused sender from a refused recipient.
struct Talk {
    std::string command;  // "MAIL", "RCPT", "DATA", "." after the letter
    int code = 0;
    std::string enhanced;  // RFC 3463, "5.1.1"
    bool leaving = false;  // what follows QUIT is no answer to the letter
};

std::string enhanced_code(std::string_view line) {  // "550 5.1.1 …" or "550-5.1.1 …"
    if (line.size() < 9 || line[5] != '.') return {};
    auto end = line.find(' ', 4);
    std::string code(line.substr(4, end == std::string_view::npos ? end : end - 4));
    while (!code.empty() && (code.back() == '\r' || code.back() == '\n')) code.pop_back();
    for (unsigned char c : code)
        if (!std::isdigit(c) && c != '.') return {};
    return code.size() <= 11 ? code : std::string();
}

int on_trace(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& talk = *static_cast<Talk*>(user);
    std::string_view line(data, size);
    if (type == CURLINFO_HEADER_OUT && line.starts_with("QUIT")) talk.leaving = true;
    if (talk.leaving) return 0;
    if (type == CURLINFO_HEADER_OUT) {
        talk = {std::string(line.substr(0, 4))};
    } else if (type == CURLINFO_DATA_OUT) {
        talk = {"."};
    } else if (type == CURLINFO_HEADER_IN && size >= 3 && std::isdigit(static_cast<unsigned char>(data[0]))) {
        talk.code = std::atoi(std::string(line.substr(0, 3)).c_str());
        if (auto code = enhanced_code(line); !code.empty()) talk.enhanced = code;
    }
    return 0;
}

struct Source {
    const std::string& bytes;
    std::size_t read = 0;
};
std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& source = *static_cast<Source*>(user);
    std::size_t n = std::min(size * count, source.bytes.size() - source.read);
    std::memcpy(buffer, source.bytes.data() + source.read, n);
    source.read += n;
    return n;
}

bool is_loopback(std::string_view url) {
    auto host = url.substr(url.find("://") + 3);
    return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

std::string reason_of(const Talk& talk, CURLcode result) {
    if (!talk.code) return "curl " + std::to_string(static_cast<int>(result));
    std::string step = talk.command == "." ? "letter" : talk.command;
    return std::to_string(talk.code) + (talk.enhanced.empty() ? "" : " " + talk.enhanced) + " " + step;
}

SmtpAnswer meaning_of(const Talk& talk, CURLcode result) {
    std::string reason = reason_of(talk, result);
    const bool about_recipient = talk.command == "RCPT", about_letter = talk.command == "DATA" || talk.command == ".";
    if (!about_recipient && !about_letter) return {Meaning::server_away, reason};
    // 421: the server is closing, whatever was asked.
    if (talk.code == 421 || talk.code < 400) return {Meaning::server_away, reason};
    if (talk.code < 500) return {Meaning::later, reason};
    // Without an enhanced code, a refused RCPT with 550, 551 or 553 speaks of the mailbox (RFC 5321 §4.2.3).
    bool dead = talk.enhanced.empty() ? about_recipient && (talk.code == 550 || talk.code == 551 || talk.code == 553) : address_is_dead(talk.enhanced);
    return {dead ? Meaning::refused_address : Meaning::refused_letter, reason};
}

}  // namespace

Smtp::Smtp(SmtpOptions options) : options_(std::move(options)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    handle_ = curl_easy_init();
}

Smtp::~Smtp() { curl_easy_cleanup(static_cast<CURL*>(handle_)); }

SmtpAnswer Smtp::send(const std::string& envelope_from, const std::string& envelope_to, const std::string& message) {
    bool kept_was_over = false;
    auto answer = ask(envelope_from, envelope_to, message, false, kept_was_over);
    return kept_was_over ? ask(envelope_from, envelope_to, message, true, kept_was_over) : answer;
}

SmtpAnswer Smtp::ask(const std::string& envelope_from, const std::string& envelope_to, const std::string& message, bool fresh, bool& kept_was_over) {
    auto* curl = static_cast<CURL*>(handle_);
    if (!curl) return {Meaning::server_away, "no handle"};
    curl_easy_reset(curl);  // the connection stays
    Talk talk;
    Source source{message};
    curl_slist* recipients = curl_slist_append(nullptr, ("<" + envelope_to + ">").c_str());
    curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options_.timeout_seconds));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + envelope_from + ">").c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &source);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_trace);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &talk);
    if (!options_.username.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, options_.username.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }
    long encryption = is_loopback(options_.url) ? CURLUSESSL_NONE : options_.username.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, encryption);
    CURLcode result = curl_easy_perform(curl);
    curl_slist_free_all(recipients);
    if (result == CURLE_OK) return {Meaning::accepted, {}};
    // A server says 421 and leaves who was silent for long (RFC 5321 §3.8); it is read as the answer to the next letter.
    long connects = 0;
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
    kept_was_over = !fresh && connects == 0 && !talk.command.empty() && talk.command != "." && (talk.code == 421 || talk.code == 0);
    return meaning_of(talk, result);
}

}  // namespace raekoda::doors::mail
