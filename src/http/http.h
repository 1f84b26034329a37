// FRONT DOOR of HTTP: a server that survives slow and hostile clients, a router, requests with their forms and files.
// Knows no town. Follows RFC 9110, 9112 and 7578 (multipart/form-data).
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace raekoda::http {

enum class Method { get, head, post, put, del, options, other };

// Names with values in the order sent; a name may occur several times. Values are decoded; not yet checked for UTF-8.
class Fields {
public:
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    bool has(std::string_view name) const;
    std::string_view get(std::string_view name) const;  // the first; empty when absent
    std::vector<std::string_view> all(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

struct Upload {
    std::string field;
    std::string file_name;     // as sent: never a path to trust
    std::string content_type;  // as claimed
    std::string content;
};

struct Request {
    Method method = Method::get;
    std::string target;  // as sent: path and query
    std::string path;    // decoded, without the query
    std::string host;    // lower case, without port
    std::string authority;  // Host header as sent, with port
    std::string peer;    // the client's address; behind a trusted proxy the address it names
    bool secure = false;  // https, here or at a trusted proxy
    Fields headers;      // names in lower case
    Fields query;
    Fields form;         // urlencoded or multipart text parts
    std::vector<Upload> files;
    std::string body;    // when it is not a form
    std::map<std::string, std::string> path_values;  // {name} of the route's pattern

    std::string_view header(std::string_view lower_case_name) const { return headers.get(lower_case_name); }
    std::string cookie(std::string_view name) const;  // empty when absent
    const std::string& path_value(const std::string& name) const;
};

struct Cookie {
    std::string name, value;
    std::int64_t max_age_seconds = -1;  // -1: until the browser closes; 0: delete
    bool http_only = true;
    bool strict = false;  // SameSite=Strict instead of Lax
    std::string path = "/";
};

// Header lines that many answers share, checked and put together once.
class HeaderBlock {
public:
    // A name that is no token or a value with control characters is a bug: throws.
    static std::shared_ptr<const HeaderBlock> of(std::vector<std::pair<std::string, std::string>> headers);
    const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
    const std::string& lines() const { return lines_; }  // "Name: value\r\n" each

private:
    std::vector<std::pair<std::string, std::string>> headers_;
    std::string lines_;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<const HeaderBlock> shared_headers;  // besides `headers`, which have none of its names
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // instead of `body`, for bytes that live on: assets, photos

    static Response html(std::string page, int status = 200);
    static Response text(std::string plain, int status = 200);
    static Response json(std::string document, int status = 200);
    static Response of_type(std::string content_type, std::string body, int status = 200);
    // 303 to a path of this site. Anything that is not a path beginning with one "/" becomes "/": no open redirect.
    static Response redirect(std::string_view local_path);
    // Sets; Set-Cookie, Vary and Link are added. The server drops a header with control characters and logs it; it owns Date,
    // Connection, Content-Length and Transfer-Encoding.
    Response& with_header(std::string name, std::string value);
    // With the headers of the block, but for those that the answer has itself.
    Response& with_headers(const std::shared_ptr<const HeaderBlock>&);
    // Adds Secure when `secure`. Name, value and path that RFC 6265 §4.1.1 does not allow are a bug: throws.
    Response& with_cookie(const Cookie&, bool secure);
    std::string_view header(std::string_view name) const;  // the first, any case; empty when absent
    std::string_view content() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
};

using Handler = std::function<Response(const Request&)>;

struct RouteLimits {
    std::size_t body_bytes = 256 * 1024;
    std::size_t files = 0;             // how many uploads may come
    std::size_t file_bytes = 0;        // each
    std::size_t form_fields = 200;
};

class Router {
public:
    Router();
    // Pattern: "/{lang}/reports/{number}": {name} takes one segment, "{rest...}" at the end all that follow. Literal segments win over {names}.
    void on(Method, std::string_view pattern, Handler, RouteLimits = {});
    // Without HEAD and OPTIONS of its own a path answers HEAD by its GET and OPTIONS with 204 and Allow. The same method and pattern twice is a bug: throws.
    void get(std::string_view pattern, Handler handler) { on(Method::get, pattern, std::move(handler)); }
    void post(std::string_view pattern, Handler handler, RouteLimits limits = {}) { on(Method::post, pattern, std::move(handler), limits); }
    // Wraps every answer: safe headers, error pages. Called with the request and the answer of the handler.
    void after(std::function<void(const Request&, Response&)> step);
    // Asked before the handler (not when there is no route); a response it returns is sent instead.
    void before(std::function<std::optional<Response>(const Request&)> step);
    // The page for 4xx and 5xx that no handler made (bad request, no route, body too large, a handler threw). The request may be incomplete.
    void on_error(std::function<Response(const Request&, int status)> page);

    struct Match {
        const Handler* handler = nullptr;
        const RouteLimits* limits = nullptr;
        std::map<std::string, std::string> path_values;
        std::vector<Method> allowed;  // when the path is known but not with this method
        std::string pattern;          // for metrics: never the path itself
    };
    Match match(Method, std::string_view decoded_path) const;
    // before, handler (exceptions caught), after; 404, 405, OPTIONS. The body stays for HEAD: the server sends its length only.
    Response answer(Request& request, const Match&) const;
    Response error_response(const Request&, int status) const;  // the page of on_error, then after

private:
    struct Node;
    struct Search;
    Response error_page(const Request&, int status) const;
    void finish(const Request&, Response&) const;
    std::shared_ptr<Node> root_;
    std::vector<std::function<void(const Request&, Response&)>> after_;
    std::vector<std::function<std::optional<Response>(const Request&)>> before_;
    std::function<Response(const Request&, int)> on_error_;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;   // 0: any free one
    int io_threads = 2;
    int workers = 96;            // threads for handlers; most of them wait for the writer lane
    std::size_t connection_limit = 4000;
    std::size_t header_bytes = 16 * 1024;
    int header_seconds = 10;     // for the whole head of a request
    int body_seconds = 120;      // for the whole body
    int minimum_body_bytes_per_second = 1024;  // of a body coming and of an answer going, after header_seconds of grace
    std::size_t body_bytes_in_flight = 512u << 20;  // of all requests together; above it 503
    int idle_seconds = 30;       // keep-alive
    int drain_seconds = 10;      // at stop: time for requests under way
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For and -Proto count
};

// Counters of the server since its start.
struct ServerFigures {
    std::int64_t connections_open = 0, connections_total = 0, requests_total = 0, responses_4xx = 0, responses_5xx = 0, timeouts = 0, refused = 0;
};

class Server {
public:
    static Result<std::unique_ptr<Server>> listen(const ServerOptions&, std::shared_ptr<const Router>);
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    virtual void run() = 0;   // once, until stop(); drains requests under way (a handler must end by itself)
    virtual void stop() = 0;  // from any thread or a signal handler's thread
    virtual ServerFigures figures() const = 0;
    // Called after each answer: pattern of the route, method, status, seconds. For metrics and the access log.
    using Observer = std::function<void(std::string_view pattern, Method, int status, double seconds)>;
    virtual void observe(Observer) = 0;  // before run(); called on an io thread: must not block
};

// Parsers, each with limits, for the server and the fuzzers.
// Fault::invalid: malformed; Fault::too_large: over a limit.
Result<Fields> parse_urlencoded(std::string_view body, std::size_t max_fields);
struct Multipart {
    Fields form;
    std::vector<Upload> files;
};
// A file input left empty (no name, no bytes) is no file. Bytes stay as sent.
Result<Multipart> parse_multipart(std::string_view body, std::string_view boundary, const RouteLimits&);
// Of a Content-Type "multipart/form-data; boundary=…"; nullopt when it is another type or has no valid boundary.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// How often: a token bucket a key, in memory; forgets keys that are full again. At most about 130,000 keys: then the fullest of
// some is forgotten for a new one. `seconds` is a steady clock; tests bring their own.
class RateLimiter {
public:
    RateLimiter(double per_second, double burst, std::function<double()> seconds = {});
    ~RateLimiter();
    std::size_t keys() const;
    // Takes one token. Returns 0 when there was one, else the seconds until there will be.
    double take(std::string_view key);
    double take(std::string_view key, double per_second, double burst);  // a key with a quota of its own

private:
    struct State;
    std::unique_ptr<State> state_;
    double per_second_, burst_;
};

// One value that only this server can have made: for CSRF tokens and forms that expire. Keyed BLAKE2b (16 to 64 bytes of key),
// base64url. A signature for one purpose is none for another.
std::string sign(std::string_view key, std::string_view purpose, std::string_view value);
bool verify(std::string_view key, std::string_view purpose, std::string_view value, std::string_view signature);

// A client for other systems (address search, media, register adapters), by libcurl. Blocking; call it from a worker only.
struct ClientRequest {
    std::string url;
    Method method = Method::get;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    int timeout_milliseconds = 3000;
    std::size_t max_bytes = 4u << 20;
    // When set, asked with each IP address before it is connected to (after the name is resolved); false: unavailable. Then no proxy is
    // used and no connection kept: for addresses that strangers give.
    std::function<bool(std::string_view ip_address)> address_allowed;
};
struct ClientResponse {
    int status = 0;
    std::string content_type;
    std::string body;
    std::string redirect_url;  // of a 3xx: where it leads, absolute; empty when it does not say
    Fields headers;            // of the last answer, names in lower case; at most 100, what follows is left out
};
// http and https only; redirects are not followed: the caller sees the 3xx. invalid: bad URL or header; unavailable: no answer in
// time; too_large: over max_bytes. Any status that came is a value, not a failure.
Result<ClientResponse> send(const ClientRequest&);

std::string_view method_name(Method);
std::string_view reason_phrase(int status);
std::string mime_type_of(std::string_view file_name);

}  // namespace raekoda::http
