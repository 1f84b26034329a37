// Accepts, spreads connections over the io threads, watches deadlines, stops gracefully.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <thread>

#include "base/log.h"
#include "http/connection.h"

namespace raekoda::http {

namespace asio = boost::asio;

namespace {

constexpr asio::use_awaitable_t<Executor> awaiting{};
constexpr auto sweep_interval = std::chrono::milliseconds(100);
constexpr auto pause_without_descriptors = std::chrono::milliseconds(100);

class BeastServer final : public Server {
public:
    BeastServer(const ServerOptions& options, std::shared_ptr<const Router> router) {
        shared_.options = options;
        shared_.options.header_bytes = std::clamp<std::size_t>(options.header_bytes, 1024, 1u << 20);
        shared_.router = std::move(router);
        for (int i = 0; i < std::max(1, options.io_threads); ++i) threads_.push_back(std::make_unique<IoThread>());
        acceptor_.emplace(threads_[0]->context.get_executor());
    }

    Outcome open() {
        boost::system::error_code ec;
        auto address = asio::ip::make_address(shared_.options.address, ec);
        if (ec) return fail(Fault::invalid, "not an address to listen at: " + shared_.options.address);
        asio::ip::tcp::endpoint endpoint(address, shared_.options.port);
        acceptor_->open(endpoint.protocol(), ec);
        if (!ec) acceptor_->set_option(asio::socket_base::reuse_address(true), ec);
        if (!ec) acceptor_->bind(endpoint, ec);
        if (!ec) acceptor_->listen(asio::socket_base::max_listen_connections, ec);
        if (ec) return fail(Fault::unavailable, "cannot listen at " + shared_.options.address + ":" + std::to_string(shared_.options.port) + ": " + ec.message());
        port_ = acceptor_->local_endpoint(ec).port();
        return {};
    }

    std::uint16_t port() const override { return port_; }
    void observe(Observer observer) override { shared_.observer = std::move(observer); }

    void run() override {
        shared_.pool.start(std::max(1, shared_.options.workers));
        asio::co_spawn(threads_[0]->context.get_executor(), accept(), asio::detached);
        std::vector<std::thread> running;
        for (auto& io : threads_) {
            sweep(*io);
            running.emplace_back([&context = io->context] { context.run(); });
        }
        for (auto& thread : running) thread.join();
        shared_.pool.drop_waiting();
        shared_.pool.join();
    }

    void stop() override {
        if (shared_.stopping.exchange(true)) return;
        for (auto& io : threads_) {
            asio::post(io->context, [this, thread = io.get()] {
                if (thread == threads_[0].get()) {
                    boost::system::error_code ignored;
                    acceptor_->close(ignored);
                }
                begin_drain(*thread);
            });
        }
    }

    ServerFigures figures() const override {
        return {shared_.connections_open, shared_.connections_total, shared_.requests_total, shared_.responses_4xx,
                shared_.responses_5xx,    shared_.timeouts,          shared_.refused};
    }

private:
    Task<void> accept() {
        std::size_t next = 0;
        asio::steady_timer pause(threads_[0]->context);
        while (acceptor_->is_open() && !shared_.stopping) {
            auto& io = *threads_[next++ % threads_.size()];
            auto [ec, socket] = co_await acceptor_->async_accept(io.context, asio::as_tuple(awaiting));
            if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor) break;
            if (ec) {
                // Out of descriptors or memory: those who wait stay in the kernel's queue for a moment.
                if (ec != asio::error::connection_aborted) {
                    log::warning("http.accept_failed", {{"what", ec.message()}});
                    pause.expires_after(pause_without_descriptors);
                    co_await pause.async_wait(asio::as_tuple(awaiting));
                }
                continue;
            }
            if (shared_.connections_open >= static_cast<std::int64_t>(shared_.options.connection_limit)) {
                refuse(socket);
                continue;
            }
            boost::system::error_code gone;
            auto endpoint = socket.remote_endpoint(gone);
            if (gone) continue;
            auto address = endpoint.address();
            if (address.is_v6() && address.to_v6().is_v4_mapped()) address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
            auto connection = std::make_shared<Connection>(shared_, io, std::move(socket), address.to_string());
            asio::co_spawn(io.context.get_executor(), connection->serve(connection), [](std::exception_ptr thrown) {
                if (!thrown) return;
                try {
                    std::rethrow_exception(thrown);
                } catch (const std::exception& error) {
                    log::error("http.connection_threw", {{"what", error.what()}});
                }
            });
        }
    }

    void refuse(Socket& socket) {
        static constexpr std::string_view answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        ++shared_.refused;
        boost::system::error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(answer.data(), answer.size()), ignored);
        socket.shutdown(Socket::shutdown_both, ignored);
    }

    // One timer a thread watches all its connections: nothing to set or cancel for each read.
    void sweep(IoThread& io) {
        io.sweep.expires_after(sweep_interval);
        io.sweep.async_wait([this, &io](boost::system::error_code ec) {
            if (ec) return;
            auto time = Clock::now();
            for (auto* connection : io.connections) connection->check_deadline(time);
            if (io.draining && time >= io.drain_until) {
                for (auto* connection : io.connections) connection->cut_off();
                shared_.pool.drop_waiting();
            }
            if (!io.draining || !io.connections.empty()) sweep(io);
        });
    }

    void begin_drain(IoThread& io) {
        io.draining = true;
        io.drain_until = Clock::now() + std::chrono::seconds(shared_.options.drain_seconds);
        for (auto* connection : io.connections) connection->drain();
    }

    // The connections die with the contexts, so what they share must outlive those.
    Shared shared_;
    std::vector<std::unique_ptr<IoThread>> threads_;
    std::optional<asio::basic_socket_acceptor<asio::ip::tcp, Executor>> acceptor_;
    std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, std::shared_ptr<const Router> router) {
    auto server = std::make_unique<BeastServer>(options, std::move(router));
    TRY(server->open());
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace raekoda::http
