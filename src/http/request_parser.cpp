#include "http/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include "base/text.h"
#include "http/request_head.h"

namespace raekoda::http {

namespace {

namespace beast = boost::beast;
using beast::error_code;
using BeastView = beast::string_view;

std::string_view view(BeastView text) { return {text.data(), text.size()}; }

Method method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get: return Method::get;
        case beast::http::verb::head: return Method::head;
        case beast::http::verb::post: return Method::post;
        case beast::http::verb::put: return Method::put;
        case beast::http::verb::delete_: return Method::del;
        case beast::http::verb::options: return Method::options;
        default: return Method::other;
    }
}

// Writes straight into our Request. `status` is what we refuse with; Beast only needs to hear that it shall stop.
class Parser final : public beast::http::basic_parser<true> {
public:
    explicit Parser(Request& request) : request_(request) {}

    int status = 0;
    bool expects_continue = false;
    bool http_1_1 = true;
    std::size_t most_body_bytes = 0;
    Request& request() { return request_; }

    // After the whole head: what needs several fields at once.
    int check() const {
        if (status) return status;
        if (hosts_ > 1 || (http_1_1 && hosts_ == 0)) return 400;           // RFC 9112 §3.2
        if (has_transfer_encoding_ && (has_length_ || !http_1_1)) return 400;  // §6.1, §6.3
        return 0;
    }

private:
    void refuse(int with, error_code& ec) {
        if (!status) status = with;
        ec = beast::http::error::bad_field;
    }
    void on_request_impl(beast::http::verb verb, BeastView, BeastView target, int version, error_code& ec) override {
        request_.method = method_of(verb);
        http_1_1 = version == 11;
        if (int wrong = read_target(view(target), request_)) refuse(wrong, ec);
    }
    void on_response_impl(int, BeastView, int, error_code&) override {}
    void on_field_impl(beast::http::field field, BeastView name, BeastView value, error_code& ec) override {
        if (in_body_) return;  // a trailer changes nothing that was decided by the head
        switch (field) {
            case beast::http::field::host:
                if (++hosts_ > 1) return refuse(400, ec);
                if (int wrong = read_host(view(value), request_)) return refuse(wrong, ec);
                break;
            case beast::http::field::content_length:
                if (has_length_ || value.empty() || value.find_first_not_of("0123456789") != BeastView::npos) return refuse(400, ec);
                has_length_ = true;
                break;
            case beast::http::field::transfer_encoding:
                if (has_transfer_encoding_) return refuse(400, ec);
                has_transfer_encoding_ = true;
                if (!equals_ignoring_ascii_case(view(value), "chunked")) return refuse(501, ec);
                break;
            case beast::http::field::expect:
                if (!equals_ignoring_ascii_case(view(value), "100-continue")) return refuse(417, ec);
                expects_continue = true;
                break;
            case beast::http::field::content_encoding:
                if (!equals_ignoring_ascii_case(view(value), "identity")) return refuse(415, ec);
                break;
            default: break;
        }
        request_.headers.add(ascii_lower(view(name)), std::string(view(value)));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override { in_body_ = true; }
    std::size_t take(BeastView bytes, error_code& ec) {
        if (bytes.size() > most_body_bytes - std::min(most_body_bytes, request_.body.size())) {
            refuse(413, ec);
            return 0;
        }
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    std::size_t on_body_impl(BeastView bytes, error_code& ec) override { return take(bytes, ec); }
    void on_chunk_header_impl(std::uint64_t size, BeastView extensions, error_code& ec) override {
        // Nobody needs extensions, and readers disagree where one ends.
        if (!extensions.empty()) return refuse(400, ec);
        if (size > most_body_bytes - std::min(most_body_bytes, request_.body.size())) refuse(413, ec);
    }
    std::size_t on_chunk_body_impl(std::uint64_t, BeastView bytes, error_code& ec) override { return take(bytes, ec); }
    void on_finish_impl(error_code&) override {}

    Request& request_;
    int hosts_ = 0;
    bool has_length_ = false, has_transfer_encoding_ = false, in_body_ = false;
};

}  // namespace

struct RequestParser::State {
    std::optional<Parser> parser;
};

RequestParser::RequestParser() : state_(std::make_unique<State>()) {}
RequestParser::~RequestParser() = default;

int RequestParser::head(std::string_view bytes, Request& request) {
    auto& parser = state_->parser.emplace(request);
    if (int wrong = check_version(bytes)) return wrong;
    parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));  // the connection holds the real limit
    parser.body_limit(boost::none);                                      // known only when the route is
    error_code ec;
    parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (int wrong = parser.check()) return wrong;
    if (ec || !parser.is_header_done()) return 400;
    return 0;
}

bool RequestParser::has_body() const { return !state_->parser->is_done(); }
std::optional<std::uint64_t> RequestParser::content_length() const {
    auto length = state_->parser->content_length();
    if (!length) return std::nullopt;
    return *length;
}
bool RequestParser::keep_alive() const { return state_->parser->keep_alive(); }
bool RequestParser::expects_continue() const { return state_->parser->expects_continue && state_->parser->http_1_1; }

RequestParser::Step RequestParser::body(std::string_view bytes, std::size_t most_body_bytes) {
    auto& parser = *state_->parser;
    parser.most_body_bytes = most_body_bytes;
    parser.eager(true);
    error_code ec;
    Step step;
    step.used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec && ec != beast::http::error::need_more) step.status = parser.status ? parser.status : 400;
    step.done = parser.is_done();
    return step;
}

}  // namespace raekoda::http
