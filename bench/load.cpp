// load HOST PORT CONNECTIONS SECONDS MODE [FILE]: keep-alive load with latencies. Prints: requests/s <tab> p50 ms <tab> p99 ms <tab> failures.
//   get     paths of FILE, one a line, in turn
//   post    bodies are GeoReport posts made from the template in FILE; %N becomes a number that never comes twice
//   send    lines "PATH BODY" of FILE, each form posted once; it ends early when there are no more. A redirect is an answer, too.
// RAEKODA_LOAD_COOKIE: sent with every request.
// Two threads with epoll, so that the load costs little of the machine that it measures.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

namespace {

std::vector<std::string> lines;
std::string host;
bool posting = false, sending = false;
std::string cookie;  // a whole line
std::atomic<long> counter{0};
std::atomic<bool> stop{false};
const long run_number = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();

struct Connection {
    int fd = -1;
    std::string out, in;
    std::size_t sent = 0;
    Clock::time_point begun;
};

struct Worker {
    std::vector<float> milliseconds;
    long failures = 0;

    static std::string next_request() {
        long n = counter++;
        if (sending && n >= static_cast<long>(lines.size())) {
            stop = true;
            return "";
        }
        const std::string& line = lines[static_cast<std::size_t>(n) % lines.size()];
        if (sending) {
            auto space = line.find(' ');
            return "POST " + line.substr(0, space) + " HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                   std::to_string(line.size() - space - 1) + "\r\n\r\n" + line.substr(space + 1);
        }
        if (!posting) return "GET " + line + " HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + "Accept-Encoding: identity\r\n\r\n";
        std::string body = line;
        for (std::size_t at; (at = body.find("%N")) != std::string::npos;) body.replace(at, 2, std::to_string(run_number) + "x" + std::to_string(n));
        return "POST /open311/v2/requests.json HTTP/1.1\r\nHost: " + host +
               "\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    void begin(Connection& c) {
        c.out = next_request();
        c.sent = 0;
        c.in.clear();
        c.begun = Clock::now();
        push(c);
    }
    void push(Connection& c) {
        while (c.sent < c.out.size()) {
            ssize_t n = ::send(c.fd, c.out.data() + c.sent, c.out.size() - c.sent, MSG_NOSIGNAL);
            if (n <= 0) return;
            c.sent += static_cast<std::size_t>(n);
        }
    }
    // Whole answer there?
    static bool complete(const std::string& in) {
        auto head = in.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        auto at = in.find("Content-Length: ");
        if (at == std::string::npos || at > head) return true;
        return in.size() >= head + 4 + static_cast<std::size_t>(std::atol(in.c_str() + at + 16));
    }
    static int dial(const sockaddr_in& address) {
        int fd = ::socket(AF_INET, SOCK_STREAM, 0);
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return ::close(fd), -1;
        int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return fd;
    }
    void run(const sockaddr_in& address, int connections) {
        int poll = ::epoll_create1(0);
        std::vector<Connection> all(static_cast<std::size_t>(connections));
        auto open = [&](Connection& c) {
            c.fd = dial(address);
            if (c.fd < 0) return;
            epoll_event event{EPOLLIN, {.ptr = &c}};
            ::epoll_ctl(poll, EPOLL_CTL_ADD, c.fd, &event);
            begin(c);
        };
        for (auto& c : all) open(c);
        std::vector<epoll_event> events(128);
        std::vector<char> buffer(256 * 1024);
        while (!stop) {
            int n = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < n; ++i) {
                auto& c = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
                ssize_t got = ::recv(c.fd, buffer.data(), buffer.size(), 0);
                if (got <= 0) {
                    ++failures;
                    ::close(c.fd);
                    open(c);
                    continue;
                }
                c.in.append(buffer.data(), static_cast<std::size_t>(got));
                if (!complete(c.in)) continue;
                milliseconds.push_back(std::chrono::duration<float, std::milli>(Clock::now() - c.begun).count());
                if (c.in.compare(9, 1, "2") != 0 && !(sending && c.in.compare(9, 1, "3") == 0)) {
                    if (failures++ == 0) std::fprintf(stderr, "%.300s\n", c.in.c_str());
                }
                begin(c);
            }
        }
        for (auto& c : all) ::close(c.fd);
        ::close(poll);
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 7) return 64;
    host = std::string(argv[1]) + ":" + argv[2];
    posting = std::string(argv[5]) == "post";
    sending = std::string(argv[5]) == "send";
    if (const char* given = std::getenv("RAEKODA_LOAD_COOKIE")) cookie = std::string("Cookie: ") + given + "\r\n";
    std::ifstream in(argv[6]);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    if (lines.empty()) return 66;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
    ::inet_pton(AF_INET, argv[1], &address.sin_addr);
    int connections = std::atoi(argv[3]);
    constexpr int threads = 2;
    std::vector<Worker> workers(threads);
    std::vector<std::thread> running;
    auto begun = Clock::now();
    for (auto& worker : workers) running.emplace_back([&] { worker.run(address, connections / threads); });
    const auto end = begun + std::chrono::duration<double>(std::atof(argv[4]));
    while (!stop && Clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    stop = true;
    for (auto& thread : running) thread.join();
    double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    std::vector<float> all;
    long failures = 0;
    for (auto& worker : workers) {
        all.insert(all.end(), worker.milliseconds.begin(), worker.milliseconds.end());
        failures += worker.failures;
    }
    if (all.empty()) return 1;
    std::sort(all.begin(), all.end());
    std::printf("%.0f\t%.3f\t%.3f\t%ld\n", static_cast<double>(all.size()) / seconds, all[all.size() / 2], all[all.size() * 99 / 100], failures);
    return 0;
}
