// One client connection: reads requests, has them answered on the worker pool, writes the answers. Lives on one io thread.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <list>

#include "http/answer_encoding.h"
#include "http/http.h"
#include "http/request_parser.h"
#include "http/worker_pool.h"

namespace raekoda::http {

// Without type erasure: every thread of the server has an io_context of its own.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;
using Clock = std::chrono::steady_clock;

class Connection;

struct IoThread {
    boost::asio::io_context context{1};
    boost::asio::steady_timer sweep{context};
    std::list<Connection*> connections;  // touched by this thread only
    bool draining = false;
    Clock::time_point drain_until = Clock::time_point::max();
};

// What all connections of a server share.
struct Shared {
    ServerOptions options;
    std::shared_ptr<const Router> router;
    Server::Observer observer;
    WorkerPool pool;
    std::atomic<bool> stopping{false};
    std::atomic<std::int64_t> connections_open{0}, connections_total{0}, requests_total{0}, responses_4xx{0}, responses_5xx{0}, timeouts{0},
        refused{0};
    std::atomic<std::size_t> body_bytes{0};
};

class Connection {
public:
    Connection(Shared&, IoThread&, Socket, std::string peer);
    ~Connection();
    Task<void> serve(std::shared_ptr<Connection> self);

    // Both on the io thread of the connection.
    void check_deadline(Clock::time_point);
    void drain();           // close when idle, else after the answer under way
    void cut_off();         // at the end of draining

private:
    enum class Stage { idle, head, body, handler, answer, linger };
    struct Turn;  // one request and its answer

    Task<int> read_head(Turn&);  // the size of the head, or -status, or 0: close
    Task<int> read_body(Turn&);  // 0, or a status, or -1: close
    Task<void> handle(Turn&);
    Task<bool> write(Turn&);
    Task<bool> write_continue();
    Task<void> linger();
    Task<bool> read_more(std::size_t most_bytes);
    void work(Turn&);            // on a worker
    int route(Turn&);
    void count(const Turn&);

    std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void until(Stage stage, Clock::time_point deadline) {
        stage_ = stage;
        deadline_ = deadline;
    }

    Shared& shared_;
    IoThread& io_;
    Socket socket_;
    std::string peer_;
    RequestParser parser_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;
    Stage stage_ = Stage::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    bool timed_out_ = false, cut_off_ = false, registered_ = false;
    std::list<Connection*>::iterator place_;
};

}  // namespace raekoda::http
