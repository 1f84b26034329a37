#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>

#include "base/text.h"
#include "base/waiting.h"
#include "http/http.h"
#include "http/request_head.h"

namespace raekoda::http {

namespace {

// One handle a thread: it keeps its connections open for the next call.
CURL* handle_of_thread() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    struct Closer {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    thread_local std::unique_ptr<CURL, Closer> handle(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (handle) curl_easy_reset(handle.get());
    return handle.get();
}

struct Received {
    std::string body;
    std::size_t max_bytes;
    bool too_large = false;
};
std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& received = *static_cast<Received*>(into);
    std::size_t length = size * count;
    if (received.body.size() + length > received.max_bytes) {
        received.too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    received.body.append(bytes, length);
    return length;
}

constexpr std::size_t most_answer_headers = 100;

// One line of the answer's head. An interim answer (1xx) has a head of its own, which the last one replaces.
std::size_t receive_header(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& headers = *static_cast<Fields*>(into);
    std::string_view line(bytes, size * count);
    auto colon = line.find(':');
    if (line.starts_with("HTTP/")) headers = {};
    else if (colon != std::string_view::npos && headers.items().size() < most_answer_headers)
        headers.add(ascii_lower(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
    return size * count;
}

struct Lines {
    curl_slist* list = nullptr;
    ~Lines() { curl_slist_free_all(list); }
    bool add(const std::string& line) {
        auto* longer = curl_slist_append(list, line.c_str());
        if (longer) list = longer;
        return longer != nullptr;
    }
};

// Asks before each connection whether the address may be connected to.
curl_socket_t open_socket(void* asked, curlsocktype, curl_sockaddr* address) {
    const auto& allowed = *static_cast<const std::function<bool(std::string_view)>*>(asked);
    char text[INET6_ADDRSTRLEN] = "";
    const auto* raw = reinterpret_cast<const sockaddr*>(&address->addr);
    if (address->family == AF_INET) inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(raw)->sin_addr, text, sizeof text);
    else if (address->family == AF_INET6) inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(raw)->sin6_addr, text, sizeof text);
    if (!*text || !allowed(text)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

Result<ClientResponse> send(const ClientRequest& request) {
    if (request.url.find_first_of(std::string_view("\0\r\n ", 4)) != std::string::npos) return fail(Fault::invalid, "white space in a URL");
    CURL* handle = handle_of_thread();
    if (!handle) return fail(Fault::broken, "libcurl does not start");
    Lines lines;
    for (const auto& [name, value] : request.headers) {
        if (!is_token(name)) return fail(Fault::invalid, "name of a request header");
        for (unsigned char c : value) {
            if ((c < 0x20 && c != '\t') || c == 0x7f) return fail(Fault::invalid, "control character in a request header");
        }
        // libcurl sends an empty header only with a semicolon.
        if (!lines.add(value.empty() ? name + ";" : name + ": " + value)) return fail(Fault::broken, "out of memory");
    }
    lines.add("Expect:");  // do not wait for 100 Continue

    Received received{{}, request.max_bytes};
    ClientResponse response;
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_milliseconds));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeout_milliseconds));
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "raekoda");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines.list);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, receive_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &response.headers);
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.max_bytes));
    if (request.address_allowed) {
        curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
        curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, const_cast<void*>(static_cast<const void*>(&request.address_allowed)));
        curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
    }
    auto with_body = [&] {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    };
    switch (request.method) {
        case Method::get: curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L); break;
        case Method::head: curl_easy_setopt(handle, CURLOPT_NOBODY, 1L); break;
        case Method::post: with_body(); break;
        case Method::put:
            with_body();
            curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "PUT");
            break;
        case Method::del:
            if (!request.body.empty()) with_body();
            curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "DELETE");
            break;
        case Method::options: curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "OPTIONS"); break;
        case Method::other: return fail(Fault::invalid, "method of a request");
    }

    Waiting waiting;
    CURLcode code = curl_easy_perform(handle);
    if (received.too_large || code == CURLE_FILESIZE_EXCEEDED) return fail(Fault::too_large, "the answer is longer than max_bytes");
    if (code != CURLE_OK) {
        bool ours = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
        std::string detail = curl_easy_strerror(code);
        return fail(ours ? Fault::invalid : Fault::unavailable, std::move(detail));
    }
    long status = 0;
    char* type = nullptr;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &type);
    response.status = static_cast<int>(status);
    if (type) response.content_type = type;
    char* redirect = nullptr;
    curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &redirect);
    if (redirect) response.redirect_url = redirect;
    response.body = std::move(received.body);
    return response;
}

}  // namespace raekoda::http
