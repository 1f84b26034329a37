#include "doors/xroad/exchange.h"

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "http/http.h"

namespace raekoda::doors::xroad {

namespace {

constexpr std::size_t longest_answer = 512 * 1024, longest_header = 200, longest_error = 4096;

// A path or header of an identifier: its parts percent-encoded, the slashes between them as they are.
std::string encoded(std::string_view id) {
    std::string text;
    for (auto part : split(id, '/')) text += (text.empty() ? "" : "/") + url_encoded(part);
    return text;
}

// What stands in a header must be visible ASCII; anything else (a foreigner's identifier) goes percent-encoded.
std::string header_value(std::string_view text) {
    for (char c : text) {
        if (c < 0x20 || c > 0x7e) return url_encoded(text).substr(0, longest_header);
    }
    return std::string(text.substr(0, longest_header));
}

// X-Road-Represented-Party: CLASS/CODE, or CODE alone for people.
std::string represented_party(std::string_view subject) {
    bool company = is_company_subject(subject);
    auto code = subject.starts_with(subject_country) ? subject.substr(subject_country.size()) : subject;
    return (company ? "COM/" : "") + header_value(code);
}

bool is_json(std::string_view content_type) { return ascii_lower(content_type).starts_with("application/json"); }

http::ClientRequest request_of(const Setup& setup, const Setup::Client& client, const std::string& service, const people::RegisterQuery& query, const std::string& id, std::string body) {
    http::ClientRequest request;
    request.url = setup.security_server + "/r1/" + encoded(service);
    request.method = http::Method::post;
    request.timeout_milliseconds = setup.timeout_milliseconds;
    request.max_bytes = longest_answer;
    request.headers = {{"X-Road-Client", encoded(client.id)}, {"X-Road-Id", id}, {"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!query.asked_by.empty()) request.headers.emplace_back("X-Road-UserId", header_value(query.asked_by));
    if (!query.case_ref.empty()) request.headers.emplace_back("X-Road-Issue", header_value(query.case_ref));
    if (!query.represented.empty()) request.headers.emplace_back("X-Road-Represented-Party", represented_party(query.represented));
    request.body = std::move(body);
    return request;
}

Result<std::string> body_of(http::ClientResponse& answer, const std::string& id) {
    auto same_id = [&] { return !answer.headers.has("x-road-id") || answer.headers.get("x-road-id") == id; };
    if (answer.status != 200) return fail(error_of(answer.status, answer.headers.get("x-road-error"), answer.body));
    if (answer.headers.has("x-road-error")) return fail(error_of(500, answer.headers.get("x-road-error"), answer.body));
    if (!same_id()) return fail(Fault::broken, "the answer belongs to another question");
    if (!is_json(answer.content_type)) return fail(Fault::broken, "the answer is not JSON");
    return std::move(answer.body);
}

}  // namespace

bool Rests::rests(const std::string& service) {
    std::lock_guard lock(mutex_);
    auto found = counts_.find(service);
    if (found == counts_.end() || found->second.failures < failures_) return false;
    auto now = std::chrono::steady_clock::now();
    if (now < found->second.until) return true;
    found->second.until = now + rest_;  // one goes out to see; the others wait for what it finds
    return false;
}
void Rests::answered(const std::string& service) {
    std::lock_guard lock(mutex_);
    counts_.erase(service);
}
void Rests::failed(const std::string& service) {
    std::lock_guard lock(mutex_);
    auto& count = counts_[service];
    if (++count.failures >= failures_) count.until = std::chrono::steady_clock::now() + rest_;
}

Error error_of(int status, std::string_view xroad_error, std::string_view body) {
    std::string code;
    if (auto value = json::parse(body, longest_error); value && value->is_object())
        code = json::text(value->get_object(), xroad_error.empty() ? "code" : "type");
    // Only words of the protocol's shape go on into a log.
    for (char& c : code)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '_' && c != '-') c = '?';
    std::string detail = "status " + std::to_string(status) + (code.empty() ? "" : " " + code.substr(0, 80));
    if (!xroad_error.empty()) {
        std::string type = code.empty() ? std::string(xroad_error) : code;
        if (type.ends_with("AccessDenied")) return {Fault::forbidden, {}, detail, {}};
        if (type.starts_with("Client.") || type.ends_with("UnknownMember") || type.ends_with("UnknownService")) return {Fault::invalid, {}, detail, {}};
        return {Fault::unavailable, {}, detail, {}};
    }
    if (status == 404 && code == "not_found") return {Fault::missing, {}, detail, {}};
    if (status == 401 || status == 403) return {Fault::forbidden, {}, detail, {}};
    if (status == 400 || status == 404 || status == 405 || status == 415 || status == 422) return {Fault::invalid, {}, detail, {}};
    if (status == 429 || status >= 500) return {Fault::unavailable, {}, detail, {}};
    return {Fault::broken, {}, detail, {}};
}

Exchange::Exchange(Setup setup) : setup_(std::move(setup)), rests_(setup_.failures_until_rest, setup_.rest_seconds) {}

Result<std::string> Exchange::ask(std::string_view question, const people::RegisterQuery& query) {
    // The subject stands in the body: addresses are what other programs write into their logs.
    return send(question, query, json::serialize(json::object{{"subject", query.about}}));
}
Result<std::string> Exchange::ask_about_no_one(std::string_view question, const people::RegisterQuery& query, std::string body) {
    auto bare = query;
    bare.about.clear(), bare.asked_by.clear(), bare.represented.clear();
    return send(question, bare, std::move(body));
}

Result<std::string> Exchange::send(std::string_view question, const people::RegisterQuery& query, std::string content) {
    auto client = setup_.clients.find(query.municipality.value);
    if (client == setup_.clients.end()) return fail(Fault::unavailable, "no registers are connected here");
    auto service = client->second.services.find(std::string(question));
    if (service == client->second.services.end()) return fail(Fault::unavailable, "no service stands for " + std::string(question));
    if (rests_.rests(service->second)) return fail(Fault::unavailable, "left alone after failures");

    std::string id = query.id.empty() ? random_id() : query.id;
    auto began = std::chrono::steady_clock::now();
    auto sent = http::send(request_of(setup_, client->second, service->second, query, id, std::move(content)));
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
    Result<std::string> body = sent ? body_of(*sent, id) : tl::unexpected(std::move(sent.error()));
    if (!body && body.error().fault == Fault::too_large) body = fail(Fault::broken, "the answer is too long");
    if (!body && body.error().fault == Fault::unavailable) rests_.failed(service->second);
    else rests_.answered(service->second);

    // Both sides keep a log of their own; the id and the hash tie a line of ours to theirs.
    if (body) {
        log::info("xroad.answered", {{"municipality", query.municipality.value}, {"question", std::string(question)}, {"id", id}, {"milliseconds", milliseconds},
                                     {"request_id", header_value(sent->headers.get("x-road-request-id"))}, {"request_hash", header_value(sent->headers.get("x-road-request-hash"))}});
    } else {
        log::warning("xroad.failed", {{"municipality", query.municipality.value}, {"question", std::string(question)}, {"id", id}, {"milliseconds", milliseconds},
                                      {"fault", fault_name(body.error().fault)}, {"detail", body.error().detail}});
    }
    return body;
}

}  // namespace raekoda::doors::xroad
