#include "http/connection.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "http/request_head.h"

namespace raekoda::http {

namespace asio = boost::asio;
using std::chrono::seconds;

namespace {

constexpr asio::use_awaitable_t<Executor> awaiting{};
constexpr std::size_t first_buffer = 2 * 1024, body_buffer = 64 * 1024;
constexpr std::size_t most_lingering_bytes = 4u << 20;
constexpr seconds lingering{2};

Clock::duration time_for(std::size_t bytes, int bytes_per_second) {
    if (bytes_per_second <= 0) return std::chrono::hours(24);
    return std::chrono::milliseconds(bytes * 1000 / static_cast<std::size_t>(bytes_per_second));
}

// Runs on a worker, then posts the waiting coroutine back to its io thread. Holds work for the io_context, so that it waits.
template <class Run, class Resume>
struct HandlerJob final : WorkerPool::Job {
    asio::executor_work_guard<Executor> guard;
    Run work;
    Resume resume;
    HandlerJob(Executor executor, Run run, Resume&& r) : guard(executor), work(std::move(run)), resume(std::move(r)) {}
    void run(bool dropped) override {
        work(dropped);
        auto executor = guard.get_executor();
        asio::post(executor, std::move(resume));
    }
};

}  // namespace

struct Connection::Turn {
    Request request;
    Router::Match match;
    int refusal = 0;  // a status that needs no handler
    bool keep_alive = false;
    bool unread_body = false;
    bool dropped = false;  // the server ended before a worker came to it
    std::size_t body_bytes = 0;
    std::atomic<std::size_t>& all_body_bytes;
    EncodedAnswer answer;
    Clock::time_point began{};

    explicit Turn(std::atomic<std::size_t>& all) : all_body_bytes(all) {}
    ~Turn() { release(); }
    // The request's memory is free for others as soon as its answer is out.
    void release() {
        all_body_bytes -= std::exchange(body_bytes, 0);
        std::string().swap(request.body);
        request.files.clear();
    }
};

Connection::Connection(Shared& shared, IoThread& io, Socket socket, std::string peer)
    : shared_(shared), io_(io), socket_(std::move(socket)), peer_(std::move(peer)) {
    ++shared_.connections_open;
    ++shared_.connections_total;
}

Connection::~Connection() {
    if (registered_) io_.connections.erase(place_);
    --shared_.connections_open;
}

void Connection::check_deadline(Clock::time_point time) {
    if (time < deadline_) return;
    deadline_ = Clock::time_point::max();
    timed_out_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void Connection::drain() {
    if (stage_ == Stage::idle && begin_ == end_) cut_off();
}

void Connection::cut_off() {
    cut_off_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

Task<void> Connection::serve([[maybe_unused]] std::shared_ptr<Connection> self) {
    io_.connections.push_front(this);
    place_ = io_.connections.begin();
    registered_ = true;
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    buffer_.resize(std::min(first_buffer, shared_.options.header_bytes));
    // A new connection has no longer to begin than a head may take.
    until(Stage::idle, Clock::now() + seconds(shared_.options.header_seconds));

    for (bool open = true; open;) {
        Turn turn(shared_.body_bytes);
        int size = co_await read_head(turn);
        if (size == 0) break;
        turn.began = Clock::now();
        if (size < 0) {
            turn.refusal = -size;
            turn.unread_body = true;
        } else {
            std::string_view head = unread().substr(0, static_cast<std::size_t>(size));
            turn.refusal = parser_.head(head, turn.request);
            begin_ += static_cast<std::size_t>(size);
            if (turn.refusal) {
                turn.unread_body = true;
            } else {
                turn.keep_alive = parser_.keep_alive();
                turn.refusal = route(turn);
                if (parser_.has_body()) {
                    if (turn.refusal || !turn.match.handler) {
                        turn.unread_body = true;
                    } else {
                        int status = co_await read_body(turn);
                        if (status < 0) break;
                        if (status > 0) {
                            turn.refusal = status;
                            turn.unread_body = true;
                        }
                    }
                }
            }
        }
        if (turn.request.peer.empty()) turn.request.peer = peer_;
        if (turn.unread_body || shared_.stopping) turn.keep_alive = false;
        co_await handle(turn);
        if (turn.dropped) break;
        // Draining may have begun while the handler worked; its head says keep-alive already, which a client must be able to bear.
        bool written = co_await write(turn);
        turn.release();
        if (written) count(turn);
        open = written && turn.keep_alive && !cut_off_ && !shared_.stopping;
        if (written && turn.unread_body) co_await linger();
        until(Stage::idle, Clock::now() + seconds(shared_.options.idle_seconds));
    }
    socket_.shutdown(Socket::shutdown_both, ignored);
    socket_.close(ignored);
}

Task<bool> Connection::read_more(std::size_t most_bytes) {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ == buffer_.size()) {
        if (begin_ > 0) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        } else {
            buffer_.resize(std::max(buffer_.size(), std::min(most_bytes, buffer_.size() * 4)));
        }
    }
    if (timed_out_ || cut_off_) co_return false;
    auto [ec, count] = co_await socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_), asio::as_tuple(awaiting));
    end_ += count;
    co_return !ec && !timed_out_ && !cut_off_;
}

Task<int> Connection::read_head(Turn&) {
    HeadScan scan;
    int skipped_lines = 0;
    const std::size_t limit = shared_.options.header_bytes;
    if (buffer_.size() > body_buffer / 4 && end_ - begin_ <= limit) {  // grown for a body
        std::vector<char> small(std::max(limit, first_buffer));
        std::memcpy(small.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        buffer_.swap(small);
    }
    for (;;) {
        // RFC 9112 §2.2: an empty line before a request is ignored.
        while (unread().substr(0, 2) == "\r\n") {
            if (++skipped_lines > 2) co_return -400;
            begin_ += 2;
        }
        if (begin_ != end_) {
            if (stage_ == Stage::idle) until(Stage::head, Clock::now() + seconds(shared_.options.header_seconds));
            if (unread() != "\r") {
                auto state = scan.feed(unread().substr(0, limit));
                if (state == HeadScan::State::bad) co_return -400;
                if (state == HeadScan::State::complete) co_return static_cast<int>(scan.size());
                if (end_ - begin_ >= limit) co_return scan.in_first_line() ? -414 : -431;
            }
        } else if (shared_.stopping) {
            co_return 0;
        }
        if (!co_await read_more(limit)) {
            if (timed_out_) ++shared_.timeouts;
            co_return timed_out_ && stage_ == Stage::head ? -408 : 0;
        }
    }
}

int Connection::route(Turn& turn) {
    auto& request = turn.request;
    read_forwarded(shared_.options, peer_, request);
    if (request.method == Method::other) return 501;
    turn.match = shared_.router->match(request.method, request.path);
    if (turn.match.handler && parser_.has_body()) {
        auto length = parser_.content_length();
        if (length && *length > turn.match.limits->body_bytes) return 413;
    }
    return 0;
}

Task<int> Connection::read_body(Turn& turn) {
    const auto& options = shared_.options;
    const std::size_t limit = turn.match.limits->body_bytes;
    const auto began = Clock::now();
    const auto last = began + seconds(options.body_seconds);
    // The minimum rate as a moving deadline: so much must have come by then.
    auto next_deadline = [&] {
        return std::min(last, began + seconds(options.header_seconds) + time_for(turn.request.body.size(), options.minimum_body_bytes_per_second));
    };
    until(Stage::body, next_deadline());
    if (parser_.expects_continue() && begin_ == end_ && !co_await write_continue()) co_return -1;
    if (auto length = parser_.content_length()) turn.request.body.reserve(std::min<std::size_t>(*length, body_buffer));
    for (;;) {
        if (begin_ != end_) {
            auto step = parser_.body(unread(), limit);
            begin_ += step.used;
            std::size_t came = turn.request.body.size() - turn.body_bytes;
            turn.body_bytes += came;
            if (shared_.body_bytes.fetch_add(came) + came > options.body_bytes_in_flight) co_return 503;
            if (step.status) co_return step.status;
            if (step.done) co_return 0;
            // The parser waits for the end of a chunk's line or of the trailers, which must fit into the room of a head.
            if (step.used == 0 && end_ - begin_ >= std::min(options.header_bytes, body_buffer)) co_return 400;
            deadline_ = next_deadline();
        }
        if (!co_await read_more(body_buffer)) {
            if (timed_out_) ++shared_.timeouts;
            co_return timed_out_ ? 408 : -1;
        }
    }
}

Task<bool> Connection::write_continue() {
    static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [ec, count] = co_await asio::async_write(socket_, asio::buffer(line.data(), line.size()), asio::as_tuple(awaiting));
    co_return !ec;
}

// Hands the turn to a worker and comes back on the io thread.
Task<void> Connection::handle(Turn& turn) {
    until(Stage::handler, Clock::time_point::max());
    timed_out_ = false;
    auto run = [this, &turn](bool dropped) {
        turn.dropped = dropped;
        if (!dropped) work(turn);
    };
    auto start = [this, run](auto handler) {
        using Job = HandlerJob<decltype(run), decltype(handler)>;
        shared_.pool.submit(std::make_unique<Job>(io_.context.get_executor(), run, std::move(handler)));
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(std::move(start), awaiting);
}

void Connection::work(Turn& turn) {
    const auto& router = *shared_.router;
    try {
        int refusal = turn.refusal;
        if (!refusal && turn.match.handler) {
            if (auto formed = read_form(turn.request, *turn.match.limits); !formed) refusal = fault_status(formed.error().fault);
        }
        auto response = refusal ? router.error_response(turn.request, refusal) : router.answer(turn.request, turn.match);
        turn.answer = encode(std::move(response), turn.request.method, turn.keep_alive);
    } catch (const std::exception& error) {
        log::error("http.answer_failed", {{"pattern", turn.match.pattern}, {"what", error.what()}});
        turn.keep_alive = false;
        turn.answer = encode(Response::text("500\n", 500), turn.request.method, false);
    }
}

Task<bool> Connection::write(Turn& turn) {
    const auto& options = shared_.options;
    std::string_view head = turn.answer.head, body = turn.answer.content();
    std::size_t total = head.size() + body.size(), sent = 0;
    const auto last = Clock::now() + seconds(options.header_seconds) + time_for(total, options.minimum_body_bytes_per_second);
    while (sent < total) {
        std::array<asio::const_buffer, 2> parts;
        if (sent < head.size()) {
            parts = {asio::const_buffer(head.data() + sent, head.size() - sent), asio::const_buffer(body.data(), body.size())};
        } else {
            parts = {asio::const_buffer(body.data() + (sent - head.size()), total - sent), asio::const_buffer()};
        }
        // Nearly always the socket takes it all at once; only else the scheduler is asked.
        boost::system::error_code ec;
        std::size_t count = socket_.write_some(parts, ec);
        if (ec == asio::error::would_block || ec == asio::error::try_again) {
            // Some progress must come within the idle time, all of it at the minimum rate.
            until(Stage::answer, std::min(last, Clock::now() + seconds(options.idle_seconds)));
            auto [waited, written] = co_await socket_.async_write_some(parts, asio::as_tuple(awaiting));
            ec = waited;
            count = written;
        }
        if (timed_out_) ++shared_.timeouts;
        if (ec || timed_out_ || cut_off_) co_return false;
        sent += count;
    }
    co_return true;
}

// Closing with unread bytes would make the kernel reset the connection and the client lose the answer (RFC 9112 §9.6).
Task<void> Connection::linger() {
    until(Stage::linger, Clock::now() + lingering);
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    std::size_t thrown_away = 0;
    begin_ = end_ = 0;
    while (thrown_away < most_lingering_bytes && co_await read_more(body_buffer)) {
        thrown_away += end_;
        begin_ = end_ = 0;
    }
}

void Connection::count(const Turn& turn) {
    ++shared_.requests_total;
    if (turn.answer.status >= 500) ++shared_.responses_5xx;
    else if (turn.answer.status >= 400) ++shared_.responses_4xx;
    if (!shared_.observer) return;
    double took = std::chrono::duration<double>(Clock::now() - turn.began).count();
    shared_.observer(turn.match.pattern, turn.request.method, turn.answer.status, took);
}

}  // namespace raekoda::http
