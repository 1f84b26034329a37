// Requests and responses: fields, cookies, the usual answers.
#include <array>
#include <stdexcept>

#include "base/text.h"
#include "http/http.h"
#include "http/request_head.h"

namespace raekoda::http {

bool Fields::has(std::string_view name) const {
    for (const auto& item : items_) {
        if (item.first == name) return true;
    }
    return false;
}

std::string_view Fields::get(std::string_view name) const {
    for (const auto& item : items_) {
        if (item.first == name) return item.second;
    }
    return {};
}

std::vector<std::string_view> Fields::all(std::string_view name) const {
    std::vector<std::string_view> found;
    for (const auto& item : items_) {
        if (item.first == name) found.push_back(item.second);
    }
    return found;
}

namespace {

// RFC 6265 §4.1.1 cookie-octet: no controls, white space, quotes, comma, semicolon, backslash.
bool is_cookie_value(std::string_view value) {
    for (unsigned char c : value) {
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') return false;
    }
    return true;
}

bool is_cookie_path(std::string_view path) {
    if (path.empty() || path.front() != '/') return false;
    for (unsigned char c : path) {
        if (c < 0x20 || c >= 0x7f || c == ';') return false;
    }
    return true;
}

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string Request::cookie(std::string_view name) const {
    for (const auto& [header_name, line] : headers.items()) {
        if (header_name != "cookie") continue;
        std::string_view rest = line;
        while (!rest.empty()) {
            auto end = rest.find(';');
            auto pair = without_spaces(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            auto value = pair.substr(equals + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
            if (is_cookie_value(value)) return std::string(value);
        }
    }
    return {};
}

const std::string& Request::path_value(const std::string& name) const {
    static const std::string none;
    auto found = path_values.find(name);
    return found == path_values.end() ? none : found->second;
}

Response Response::of_type(std::string content_type, std::string body, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", std::move(content_type));
    response.body = std::move(body);
    return response;
}
Response Response::html(std::string page, int status) { return of_type("text/html; charset=utf-8", std::move(page), status); }
Response Response::text(std::string plain, int status) { return of_type("text/plain; charset=utf-8", std::move(plain), status); }
Response Response::json(std::string document, int status) { return of_type("application/json", std::move(document), status); }

Response Response::redirect(std::string_view local_path) {
    Response response;
    response.status = 303;
    response.headers.emplace_back("Location", is_local_path(local_path) ? std::string(local_path) : "/");
    return response;
}

namespace {
const std::string* find_header(const std::vector<std::pair<std::string, std::string>>& headers, std::string_view name) {
    for (const auto& item : headers)
        if (item.first.size() == name.size() && equals_ignoring_ascii_case(item.first, name)) return &item.second;
    return nullptr;
}
}  // namespace

Response& Response::with_header(std::string name, std::string value) {
    bool may_repeat = equals_ignoring_ascii_case(name, "Set-Cookie") || equals_ignoring_ascii_case(name, "Vary") ||
                      equals_ignoring_ascii_case(name, "Link");
    if (!may_repeat && shared_headers && find_header(shared_headers->headers(), name)) {
        for (const auto& shared : shared_headers->headers())
            if (!find_header(headers, shared.first)) headers.push_back(shared);
        shared_headers = nullptr;
    }
    if (!may_repeat) {
        for (auto& header : headers) {
            if (equals_ignoring_ascii_case(header.first, name)) {
                header.second = std::move(value);
                return *this;
            }
        }
    }
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

std::string_view Response::header(std::string_view name) const {
    if (const auto* own = find_header(headers, name)) return *own;
    const auto* shared = shared_headers ? find_header(shared_headers->headers(), name) : nullptr;
    return shared ? std::string_view(*shared) : std::string_view();
}

Response& Response::with_headers(const std::shared_ptr<const HeaderBlock>& block) {
    bool apart = !shared_headers;
    for (const auto& [name, value] : block->headers()) apart = apart && !find_header(headers, name);
    if (apart) {
        shared_headers = block;
        return *this;
    }
    for (const auto& [name, value] : block->headers())
        if (header(name).empty()) headers.emplace_back(name, value);
    return *this;
}

std::shared_ptr<const HeaderBlock> HeaderBlock::of(std::vector<std::pair<std::string, std::string>> headers) {
    auto block = std::make_shared<HeaderBlock>();
    for (const auto& [name, value] : headers) {
        if (!is_token(name) || !is_header_value(value)) throw std::invalid_argument("header not allowed by RFC 9110: " + name);
        block->lines_ += name + ": " + value + "\r\n";
    }
    block->headers_ = std::move(headers);
    return block;
}

Response& Response::with_cookie(const Cookie& cookie, bool secure) {
    if (!is_token(cookie.name) || !is_cookie_value(cookie.value) || !is_cookie_path(cookie.path)) {
        throw std::invalid_argument("cookie not allowed by RFC 6265: " + cookie.name);
    }
    std::string line = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
    if (cookie.max_age_seconds >= 0) line += "; Max-Age=" + std::to_string(cookie.max_age_seconds);
    if (cookie.http_only) line += "; HttpOnly";
    line += cookie.strict ? "; SameSite=Strict" : "; SameSite=Lax";
    if (secure) line += "; Secure";
    headers.emplace_back("Set-Cookie", std::move(line));
    return *this;
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: break;
    }
    return "OTHER";
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 451: return "Unavailable For Legal Reasons";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
    }
    return status < 300 ? "Success" : status < 400 ? "Redirection" : status < 500 ? "Client Error" : "Server Error";
}

std::string mime_type_of(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 32> types{{
        {"html", "text/html; charset=utf-8"}, {"css", "text/css; charset=utf-8"}, {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"}, {"json", "application/json"}, {"geojson", "application/geo+json"},
        {"map", "application/json"}, {"webmanifest", "application/manifest+json"}, {"xml", "application/xml"},
        {"txt", "text/plain; charset=utf-8"}, {"md", "text/markdown; charset=utf-8"}, {"csv", "text/csv; charset=utf-8"},
        {"ics", "text/calendar; charset=utf-8"}, {"svg", "image/svg+xml"}, {"png", "image/png"}, {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"}, {"webp", "image/webp"}, {"avif", "image/avif"}, {"gif", "image/gif"}, {"ico", "image/x-icon"},
        {"woff2", "font/woff2"}, {"woff", "font/woff"}, {"ttf", "font/ttf"}, {"pdf", "application/pdf"}, {"zip", "application/zip"},
        {"wasm", "application/wasm"}, {"atom", "application/atom+xml"}, {"bpmn", "application/xml"}, {"dmn", "application/xml"},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    }};
    auto dot = file_name.rfind('.');
    if (dot != std::string_view::npos) {
        auto ending = ascii_lower(file_name.substr(dot + 1));
        for (const auto& [known, type] : types) {
            if (known == ending) return std::string(type);
        }
    }
    return "application/octet-stream";
}

}  // namespace raekoda::http
