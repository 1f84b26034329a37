// The server over real sockets on the loopback address.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "http/http.h"

using namespace raekoda;
using namespace raekoda::http;
using std::chrono::milliseconds;

namespace {

// A raw client: sends what it is told, reads to the end of an answer or of the connection. No answer within 10 s fails the test.
class Wire {
public:
    explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
    ~Wire() {
        if (socket_ >= 0) ::close(socket_);
    }
    bool connected() const { return connected_; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    std::string read_to_end() {
        while (more()) {}
        return std::exchange(read_, {});
    }
    // One answer with its body by Content-Length.
    std::string read_answer(bool head_only = false) {
        std::size_t end;
        while ((end = read_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return std::exchange(read_, {});
        }
        end += 4;
        auto at = read_.find("Content-Length: ");
        if (!head_only && at < end) end += std::stoul(read_.substr(at + 16));
        while (read_.size() < end) {
            if (!more()) return std::exchange(read_, {});
        }
        auto answer = read_.substr(0, end);
        read_.erase(0, end);
        return answer;
    }
    bool closed_by_server() { return read_to_end().empty() && ended_; }

private:
    bool more() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0) return false;
        char bytes[16384];
        auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) {
            ended_ = true;
            return false;
        }
        read_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    int socket_;
    bool connected_ = false, ended_ = false;
    std::string read_;
};

// A gate that a handler waits at until the test opens it.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    int waiting = 0;
    bool open = false;
    void pass() {
        std::unique_lock lock(mutex);
        ++waiting;
        changed.notify_all();
        changed.wait(lock, [&] { return open; });
    }
    void wait_for_one() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return waiting > 0; });
    }
    void let_go() {
        std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }
};

std::shared_ptr<Router> small_site(Gate* gate = nullptr) {
    auto router = std::make_shared<Router>();
    router->get("/", [](const Request&) { return Response::text("hello"); });
    router->get("/who", [](const Request& r) { return Response::text(r.peer + " " + r.host + " " + r.authority + (r.secure ? " secure" : "")); });
    router->get("/echo/{what}", [](const Request& r) { return Response::text(r.path_value("what") + "?" + std::string(r.query.get("q"))); });
    router->post("/length", [](const Request& r) { return Response::text(std::to_string(r.body.size())); }, {.body_bytes = 100'000});
    router->post("/form", [](const Request& r) {
        std::string seen;
        for (const auto& [name, value] : r.form.items()) seen += name + "=" + value + ";";
        for (const auto& file : r.files) seen += file.field + ":" + file.file_name + ":" + std::to_string(file.content.size()) + ";";
        return Response::text(seen + std::to_string(r.body.size()));
    }, {.body_bytes = 50'000, .files = 2, .file_bytes = 20'000, .form_fields = 5});
    auto shared = std::make_shared<const std::string>(3'000'000, 's');
    router->get("/large", [shared](const Request&) {
        auto response = Response::of_type("application/octet-stream", "");
        response.shared_body = shared;
        return response;
    });
    router->get("/inject", [](const Request&) { return Response::text("x").with_header("X-A", "1\r\nX-Evil: 1").with_header("Content-Length", "7"); });
    router->get("/throws", [](const Request&) -> Response { throw std::runtime_error("bug (this test means it)"); });
    router->get("/empty", [](const Request&) { return Response::of_type("text/plain", "not to be sent", 204); });
    if (gate) router->get("/wait", [gate](const Request&) { gate->pass(); return Response::text("waited"); });
    return router;
}

struct Running {
    std::unique_ptr<Server> server;
    std::thread thread;
    explicit Running(ServerOptions options = {}, std::shared_ptr<const Router> router = small_site(), Server::Observer observer = {}) {
        log::set_level(log::Level::error);
        options.port = 0;
        options.workers = 4;
        auto made = Server::listen(options, std::move(router));
        REQUIRE(made.has_value());
        server = std::move(*made);
        if (observer) server->observe(std::move(observer));
        thread = std::thread([this] { server->run(); });
    }
    ~Running() {
        server->stop();
        if (thread.joinable()) thread.join();
    }
    Wire wire() const { return Wire(server->port()); }
    std::string ask(std::string_view bytes) const {
        auto one = wire();
        one.send(bytes);
        return one.read_to_end();
    }
};

int status_of(const std::string& answer) { return answer.size() > 12 && answer.substr(0, 9) == "HTTP/1.1 " ? std::stoi(answer.substr(9, 3)) : 0; }
std::string body_of(const std::string& answer) {
    auto end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
}
std::size_t count_of(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}
const std::string close_line = "Connection: close\r\n\r\n";

}  // namespace

TEST_CASE("requests, keep-alive, pipelining") {
    Running site;
    auto wire = site.wire();
    for (int i = 0; i < 3; ++i) {
        wire.send("GET /echo/%C3%B5un?q=a+b HTTP/1.1\r\nHost: x\r\n\r\n");
        auto answer = wire.read_answer();
        CHECK(status_of(answer) == 200);
        CHECK(body_of(answer) == "õun?a b");
        CHECK(answer.find("Connection: keep-alive\r\n") != std::string::npos);
        CHECK(answer.find("\r\nDate: ") != std::string::npos);
    }
    wire.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: x\r\n\r\nGET /echo/z HTTP/1.1\r\nHost: x\r\n" + close_line);
    auto answers = wire.read_to_end();
    CHECK(count_of(answers, "HTTP/1.1 200 OK") == 3);
    CHECK(answers.find("\r\n\r\n3") < answers.find("\r\n\r\nhello"));
    CHECK(answers.find("\r\n\r\nhello") < answers.find("\r\n\r\nz?"));
    CHECK(site.ask("GET / HTTP/1.0\r\n\r\n").find("Connection: close") != std::string::npos);
    CHECK(status_of(site.ask("\r\nGET / HTTP/1.1\r\nHost: x\r\n" + close_line)) == 200);
    CHECK(body_of(site.ask("GET /who HTTP/1.1\r\nHost: Linn.Example:81\r\nX-Forwarded-For: 6.6.6.6\r\n" + close_line)) ==
          "127.0.0.1 linn.example Linn.Example:81");
    // byte by byte
    auto slow = site.wire();
    for (char c : "GET / HTTP/1.1\r\nHost: x\r\n" + close_line) slow.send({&c, 1});
    CHECK(body_of(slow.read_to_end()) == "hello");
}

TEST_CASE("HEAD, OPTIONS, 404, 405, 501, 204, a handler that throws") {
    Running site;
    auto head = site.ask("HEAD / HTTP/1.1\r\nHost: x\r\n" + close_line);
    CHECK(status_of(head) == 200);
    CHECK(head.find("Content-Length: 5\r\n") != std::string::npos);
    CHECK(body_of(head).empty());
    auto options = site.ask("OPTIONS /length HTTP/1.1\r\nHost: x\r\n" + close_line);
    CHECK(status_of(options) == 204);
    CHECK(options.find("Allow: POST, OPTIONS\r\n") != std::string::npos);
    CHECK(options.find("Content-Length") == std::string::npos);
    auto not_allowed = site.ask("DELETE / HTTP/1.1\r\nHost: x\r\n" + close_line);
    CHECK(status_of(not_allowed) == 405);
    CHECK(not_allowed.find("Allow: GET, HEAD, OPTIONS\r\n") != std::string::npos);
    CHECK(status_of(site.ask("GET /none HTTP/1.1\r\nHost: x\r\n" + close_line)) == 404);
    CHECK(status_of(site.ask("BREW / HTTP/1.1\r\nHost: x\r\n" + close_line)) == 501);
    CHECK(body_of(site.ask("GET /empty HTTP/1.1\r\nHost: x\r\n" + close_line)).empty());
    auto wire = site.wire();
    wire.send("GET /throws HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(status_of(wire.read_answer()) == 500);
    wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");  // and the connection lives on
    CHECK(status_of(wire.read_answer()) == 200);
    auto inject = site.ask("GET /inject HTTP/1.1\r\nHost: x\r\n" + close_line);
    CHECK(inject.find("X-Evil") == std::string::npos);
    CHECK(count_of(inject, "Content-Length") == 1);
    CHECK(body_of(inject) == "x");
}

TEST_CASE("hostile requests are answered, then the connection is closed") {
    Running site;
    const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n", post = "POST /length HTTP/1.1\r\nHost: x\r\n", end = "\r\n";
    const std::string smuggled = "GET /echo/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    struct Case { const char* name; std::string bytes; int status; };
    const Case cases[] = {
        {"CL and TE", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, 400},
        {"TE and CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + smuggled, 400},
        {"two different CL", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab" + smuggled, 400},
        {"two equal CL", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab" + smuggled, 400},
        {"CL list", post + "Content-Length: 2, 2\r\n\r\nab" + smuggled, 400},
        {"CL +4", post + "Content-Length: +4\r\n\r\nabcd" + smuggled, 400},
        {"CL -1", post + "Content-Length: -1\r\n\r\n" + smuggled, 400},
        {"CL 0x4", post + "Content-Length: 0x4\r\n\r\nabcd" + smuggled, 400},
        {"CL empty", post + "Content-Length:\r\n\r\n" + smuggled, 400},
        {"CL overflow", post + "Content-Length: 18446744073709551617\r\n\r\na" + smuggled, 400},
        {"space before colon", get + "X : y\r\n\r\n" + smuggled, 400},
        {"bare LF after the line", "GET / HTTP/1.1\nHost: x\n\n" + smuggled, 400},
        {"bare LF in a header", get + "X: a\nY: b\r\n\r\n" + smuggled, 400},
        {"bare CR in a header", get + "X: a\rY: b\r\n\r\n" + smuggled, 400},
        {"obs-fold", get + "X: a\r\n b\r\n\r\n" + smuggled, 400},
        {"folded first header", "GET / HTTP/1.1\r\n Host: x\r\n\r\n" + smuggled, 400},
        {"no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n" + smuggled, 400},
        {"two Hosts", get + "Host: y\r\n\r\n" + smuggled, 400},
        {"bad Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" + smuggled, 400},
        {"NUL in a header", get + std::string("X: a\0b\r\n\r\n", 10) + smuggled, 400},
        {"control in a header", get + "X: a\x01\r\n\r\n" + smuggled, 400},
        {"DEL in a header", get + "X: a\x7f\r\n\r\n" + smuggled, 400},
        {"header without colon", get + "nonsense\r\n\r\n" + smuggled, 400},
        {"header without name", get + ": x\r\n\r\n" + smuggled, 400},
        {"TE xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled, 501},
        {"TE gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + smuggled, 501},
        {"TE chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + smuggled, 501},
        {"TE twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, 400},
        {"TE on 1.0", "POST /length HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, 400},
        {"chunk size not hex", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n" + smuggled, 400},
        {"chunk size overflow", post + "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\nabc\r\n0\r\n\r\n" + smuggled, 400},
        {"chunk extension", post + "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n" + smuggled, 400},
        {"chunk with bare LF", post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n" + smuggled, 400},
        {"chunk longer than said", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n" + smuggled, 400},
        {"endless chunk line", post + "Transfer-Encoding: chunked\r\n\r\n" + std::string(70'000, '0'), 400},
        {"endless trailers", post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(70'000, 'x'), 400},
        {"100 KB header", get + "X: " + std::string(100'000, 'x') + "\r\n\r\n", 431},
        {"many headers", get + [] { std::string all; for (int i = 0; i < 2000; ++i) all += "X-Y: abcdef\r\n"; return all; }() + end, 431},
        {"long target", "GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
        {"target of 9 KB", "GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
        {"HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"HTTQ/1.1", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n", 400},
        {"lower-case http", "GET / http/1.1\r\nHost: x\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"method not a token", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"absolute form", "GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"authority form", "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"encoded NUL", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"dot segments", "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"encoded dot segments", "GET /%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"invalid UTF-8", "GET /%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n" + smuggled, 400},
        {"TLS on the plain port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(50, 'x'), 400},
        {"unknown expectation", post + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\na" + smuggled, 417},
        {"compressed body", post + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na" + smuggled, 415},
        {"empty lines only", "\r\n\r\n\r\n\r\n" + smuggled, 400},
        {"unknown method", "TRACE / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + smuggled, 501},
        {"body for no route", "POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" + smuggled, 404},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        auto answer = site.ask(one.bytes);
        CHECK(status_of(answer) == one.status);
        CHECK(count_of(answer, "HTTP/1.1 ") == 1);
        CHECK(answer.find("Connection: close\r\n") != std::string::npos);
        CHECK(answer.find("smuggled") == std::string::npos);
    }
    CHECK(status_of(site.ask(get + close_line)) == 200);
    CHECK(site.server->figures().responses_4xx >= 50);
}

TEST_CASE("bodies: chunked, limits by route before they are read, 100-continue") {
    Running site;
    const std::string post = "POST /length HTTP/1.1\r\nHost: x\r\n";
    auto wire = site.wire();
    wire.send(post + "Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\nHost: evil\r\nX: trailer\r\n\r\n");
    CHECK(body_of(wire.read_answer()) == "13");
    wire.send(post + "Content-Length: 100000\r\n\r\n" + std::string(100'000, 'b'));
    CHECK(body_of(wire.read_answer()) == "100000");
    wire.send(post + "Content-Length: 0\r\n" + close_line);
    CHECK(body_of(wire.read_to_end()) == "0");

    CHECK(status_of(site.ask(post + "Content-Length: 100001\r\n\r\n")) == 413);  // nothing of the body was sent
    CHECK(status_of(site.ask(post + "Content-Length: 9999999999\r\n\r\n" + std::string(200'000, 'b'))) == 413);
    CHECK(status_of(site.ask(post + "Transfer-Encoding: chunked\r\n\r\n186A1\r\n")) == 413);
    CHECK(status_of(site.ask(post + "Transfer-Encoding: chunked\r\n\r\n186A0\r\n" + std::string(100'000, 'b') + "\r\n1\r\nb\r\n0\r\n\r\n")) == 413);

    auto polite = site.wire();
    polite.send(post + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    CHECK(polite.read_answer(true) == "HTTP/1.1 100 Continue\r\n\r\n");
    polite.send("12345");
    CHECK(body_of(polite.read_answer()) == "5");
    auto refused = site.ask(post + "Expect: 100-continue\r\nContent-Length: 500000\r\n\r\n");
    CHECK(status_of(refused) == 413);

    auto half = site.wire();  // the client goes away in the middle: no answer, no harm
    half.send(post + "Content-Length: 50\r\n\r\nhalf");
    {
        auto gone = std::move(half);
    }
    CHECK(status_of(site.ask("GET / HTTP/1.1\r\nHost: x\r\n" + close_line)) == 200);
}

TEST_CASE("all bodies together have a limit") {
    ServerOptions options;
    options.body_bytes_in_flight = 60'000;
    Running site(options);
    auto sends = [&](std::size_t size) {
        return status_of(site.ask("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n" + close_line + std::string(size, 'b')));
    };
    CHECK(sends(60'001) == 503);
    int status = 503;  // freed a moment after the answer is out
    for (int i = 0; i < 200 && status == 503; ++i) status = sends(60'000);
    CHECK(status == 200);
}

TEST_CASE("forms: urlencoded, multipart with several files, unfinished and too large ones") {
    Running site;
    auto post = [&](std::string type, const std::string& body) {
        return site.ask("POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + close_line + body);
    };
    CHECK(body_of(post("application/x-www-form-urlencoded; charset=utf-8", "a=1&b=%C3%B5&a=2")) == "a=1;b=õ;a=2;0");
    CHECK(status_of(post("application/x-www-form-urlencoded", "a=%")) == 400);
    CHECK(status_of(post("application/x-www-form-urlencoded", "a&b&c&d&e&f")) == 413);
    CHECK(body_of(post("application/json", "{}")) == "2");
    auto file = [](std::string name, std::size_t size) {
        return "--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"" + name + "\"\r\nContent-Type: image/jpeg\r\n\r\n" + std::string(size, '\xff') + "\r\n";
    };
    const std::string text = "--B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nTere\r\n", end = "--B--\r\n", type = "multipart/form-data; boundary=B";
    CHECK(body_of(post(type, text + file("a.jpg", 20'000) + file("õ.jpg", 5) + end)) == "text=Tere;photo:a.jpg:20000;photo:õ.jpg:5;0");
    CHECK(status_of(post(type, text + file("a.jpg", 5))) == 400);
    CHECK(status_of(post("multipart/form-data", text + end)) == 400);
    CHECK(status_of(post(type, file("a", 1) + file("b", 1) + file("c", 1) + end)) == 413);
    CHECK(status_of(post(type, file("a", 20'001) + end)) == 413);
    CHECK(status_of(post(type, file("a", 60'000) + end)) == 413);
}

TEST_CASE("large shared bodies arrive whole") {
    Running site;
    auto wire = site.wire();
    wire.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\nHEAD /large HTTP/1.1\r\nHost: x\r\n\r\n");
    auto answer = wire.read_answer();
    CHECK(body_of(answer) == std::string(3'000'000, 's'));
    CHECK(wire.read_answer(true).find("Content-Length: 3000000\r\n") != std::string::npos);
}

TEST_CASE("slow clients are cut off, by the whole head and the whole body") {
    ServerOptions options;
    options.header_seconds = 1;
    options.idle_seconds = 1;
    options.body_seconds = 1;
    Running site(options);
    auto silent = site.wire(), half_head = site.wire(), half_body = site.wire(), idle = site.wire(), drip = site.wire(), not_reading = site.wire();
    half_head.send("GET / HTTP/1.1\r\nHo");
    half_body.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
    not_reading.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(body_of(idle.read_answer()) == "hello");
    // A byte now and then keeps nobody alive.
    std::atomic<bool> alive = drip.send("GET / HTTP/1.1\r\nX: ");
    auto began = std::chrono::steady_clock::now();
    std::string answer;
    std::thread dripping([&] {
        for (int i = 0; i < 100 && alive; ++i) {
            std::this_thread::sleep_for(milliseconds(50));
            if (!drip.send("x")) break;
        }
    });
    answer = drip.read_answer();
    alive = false;
    auto took = std::chrono::steady_clock::now() - began;
    dripping.join();
    CHECK(status_of(answer) == 408);
    CHECK(took < std::chrono::seconds(5));
    CHECK(status_of(half_head.read_answer()) == 408);
    CHECK(status_of(half_body.read_answer()) == 408);
    CHECK(silent.closed_by_server());
    CHECK(idle.closed_by_server());
    CHECK(site.server->figures().timeouts >= 4);
}

TEST_CASE("a body must come at a minimum rate") {
    ServerOptions options;
    options.header_seconds = 1;
    options.minimum_body_bytes_per_second = 50'000;
    Running site(options);
    auto wire = site.wire();
    wire.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n");
    std::atomic<bool> alive = true;
    std::thread dripping([&] {
        for (int i = 0; i < 120 && alive; ++i) {
            std::this_thread::sleep_for(milliseconds(50));
            if (!wire.send("0123456789")) break;
        }
    });
    auto answer = wire.read_answer();
    alive = false;
    dripping.join();
    CHECK(status_of(answer) == 408);
}

TEST_CASE("a thousand idle and slow connections, and the server still answers") {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < 2200) {
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < 2200) {
        MESSAGE("skipped: too few descriptors");
        return;
    }
    Running site;
    std::vector<Wire> many;
    for (int i = 0; i < 1000; ++i) {
        many.push_back(site.wire());
        REQUIRE(many.back().connected());
        if (i % 2) many.back().send(i % 4 == 1 ? "GET / HTTP/1.1\r\nHost" : "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
    }
    for (int i = 0; i < 20; ++i) CHECK(body_of(site.ask("GET / HTTP/1.1\r\nHost: x\r\n" + close_line)) == "hello");
    CHECK(site.server->figures().connections_open >= 1000);
    many[1].send(": x\r\n\r\n");
    CHECK(body_of(many[1].read_answer()) == "hello");
    many.clear();
}

TEST_CASE("above the connection limit there is a 503") {
    ServerOptions options;
    options.connection_limit = 2;
    Running site(options);
    auto one = site.wire(), two = site.wire();
    for (auto* wire : {&one, &two}) {
        wire->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(status_of(wire->read_answer()) == 200);
    }
    CHECK(status_of(site.wire().read_to_end()) == 503);
    CHECK(site.server->figures().refused == 1);
    one.send("GET / HTTP/1.1\r\nHost: x\r\n" + close_line);
    CHECK(status_of(one.read_to_end()) == 200);
    int status = 503;
    for (int i = 0; i < 200 && status != 200; ++i) status = status_of(site.ask("GET / HTTP/1.1\r\nHost: x\r\n" + close_line));
    CHECK(status == 200);
}

TEST_CASE("stop: idle connections close at once, requests under way are finished") {
    Gate gate;
    Running site({}, small_site(&gate));
    auto idle = site.wire(), busy = site.wire(), half = site.wire();
    idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    idle.read_answer();
    busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.wait_for_one();
    half.send("POST /length HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    half.read_answer(true);
    site.server->stop();
    CHECK(idle.closed_by_server());
    half.send("1234");
    auto last = half.read_to_end();
    CHECK(body_of(last) == "4");
    CHECK(last.find("Connection: close") != std::string::npos);
    gate.let_go();
    CHECK(body_of(busy.read_to_end()) == "waited");
    auto port = site.server->port();
    site.thread.join();
    CHECK_FALSE(Wire(port).connected());
    CHECK(site.server->figures().connections_open == 0);
}

TEST_CASE("stop: who does not finish in time is cut off") {
    ServerOptions options;
    options.drain_seconds = 1;
    Running site(options);
    auto half = site.wire();
    half.send("POST /length HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    half.read_answer(true);
    site.server->stop();
    site.thread.join();  // returns
    CHECK(half.read_to_end().empty());
}

TEST_CASE("stop before run, and never run at all") {
    auto made = Server::listen({.port = 0}, small_site());
    REQUIRE(made.has_value());
    (*made)->stop();
    (*made)->run();
    auto other = Server::listen({.port = 0}, small_site());
    CHECK(other.has_value());
}

TEST_CASE("listening fails with a reason") {
    Running site;
    ServerOptions options;
    options.port = site.server->port();
    auto second = Server::listen(options, small_site());
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().fault == Fault::unavailable);
    options.address = "not an address";
    CHECK(Server::listen(options, small_site()).error().fault == Fault::invalid);
}

TEST_CASE("the observer hears pattern, method and status") {
    std::mutex mutex;
    std::vector<std::string> heard;
    {
        Running site({}, small_site(), [&](std::string_view pattern, Method method, int status, double took) {
            std::lock_guard lock(mutex);
            heard.push_back(std::string(pattern) + " " + std::string(method_name(method)) + " " + std::to_string(status) + (took >= 0 ? "" : " negative"));
        });
        site.ask("GET /echo/a HTTP/1.1\r\nHost: x\r\n" + close_line);
        site.ask("GET /none HTTP/1.1\r\nHost: x\r\n" + close_line);
        site.ask("nonsense\r\n\r\n");
    }
    CHECK(heard == std::vector<std::string>{"/echo/{what} GET 200", " GET 404", " GET 400"});
}

TEST_CASE("a trusted proxy names the client") {
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.1"};
    Running site(options);
    CHECK(body_of(site.ask("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n" + close_line)) ==
          "203.0.113.9 x x secure");
}

TEST_CASE("the client: answers, limits, refusals") {
    Gate gate;
    Running site({}, small_site(&gate));
    const std::string base = "http://127.0.0.1:" + std::to_string(site.server->port());
    auto answer = send({.url = base + "/echo/x?q=1"});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body == "x?1");
    CHECK(answer->content_type == "text/plain; charset=utf-8");
    answer = send({.url = base + "/form", .method = Method::post, .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}, .body = "a=1"});
    REQUIRE(answer.has_value());
    CHECK(answer->body == "a=1;0");
    CHECK(send({.url = base + "/none"})->status == 404);
    CHECK(send({.url = base + "/", .method = Method::put, .body = "x"})->status == 405);
    CHECK(send({.url = base + "/large", .max_bytes = 1000}).error().fault == Fault::too_large);
    CHECK(send({.url = "file:///etc/hostname"}).error().fault == Fault::invalid);
    CHECK(send({.url = base + "/\r\nX: y"}).error().fault == Fault::invalid);
    CHECK(send({.url = base + "/", .headers = {{"X", "a\r\nY: b"}}}).error().fault == Fault::invalid);
    CHECK(send({.url = base + "/wait", .timeout_milliseconds = 200}).error().fault == Fault::unavailable);
    gate.let_go();
}
