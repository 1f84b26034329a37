#include "http/request_head.h"

#include <array>

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.h"

namespace raekoda::http {

namespace {
constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = table[static_cast<std::size_t>(c - 'a' + 'A')] = true;
    for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (unsigned char c : std::string_view("!#$%&'*+-.^_`|~")) table[c] = true;
    return table;
}();
}  // namespace

bool is_token(std::string_view text) {
    if (text.empty()) return false;
    for (unsigned char c : text)
        if (!token_characters[c]) return false;
    return true;
}

bool is_header_value(std::string_view value) {
    bool control = false;  // without an early end the compiler checks many bytes at once
    for (unsigned char c : value) control |= ((c < 0x20) & (c != '\t')) | (c == 0x7f);
    return !control;
}

bool is_local_path(std::string_view path) {
    if (path.empty() || path[0] != '/') return false;
    if (path.size() > 1 && (path[1] == '/' || path[1] == '\\')) return false;
    for (unsigned char c : path) {
        if (c <= 0x20 || c == 0x7f || c == '\\') return false;
    }
    return is_valid_utf8(path);
}

HeadScan::State HeadScan::feed(std::string_view bytes) {
    for (; position_ < bytes.size(); ++position_) {
        unsigned char c = static_cast<unsigned char>(bytes[position_]);
        bool after_cr = position_ > 0 && bytes[position_ - 1] == '\r';
        if (c == '\n') {
            if (!after_cr) return State::bad;
            bool empty = position_ == line_start_ + 1;
            line_start_ = position_ + 1;
            ++line_;
            if (empty) {
                ++position_;
                return line_ > 1 ? State::complete : State::bad;
            }
            continue;
        }
        if (after_cr) return State::bad;
        if (c < 0x20 && c != '\t' && c != '\r') return State::bad;
        if (c == 0x7f) return State::bad;
        if (position_ == line_start_ && (c == ' ' || c == '\t')) return State::bad;
    }
    return State::incomplete;
}

int check_version(std::string_view head) {
    auto line = head.substr(0, head.find('\r'));
    auto space = line.rfind(' ');
    if (space == std::string_view::npos) return 400;
    auto version = line.substr(space + 1);
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) || version[6] != '.' || !is_digit(version[7])) return 400;
    return version == "HTTP/1.1" || version == "HTTP/1.0" ? 0 : 505;
}

int read_target(std::string_view target, Request& request) {
    if (target.size() > 8 * 1024) return 414;
    if (target.empty() || target[0] != '/' || target.find('#') != std::string_view::npos || !is_valid_utf8(target)) return 400;
    request.target = std::string(target);
    auto question = target.find('?');
    auto raw_path = target.substr(0, question);
    if (raw_path.find('%') == std::string_view::npos) {
        request.path = std::string(raw_path);
    } else {
        // An encoded "/" would move the borders of the segments after the router has looked at them.
        for (std::size_t at = raw_path.find('%'); at != std::string_view::npos; at = raw_path.find('%', at + 1)) {
            auto code = raw_path.substr(at + 1, 2);
            if (code == "2F" || code == "2f") return 400;
        }
        auto decoded = url_decoded(raw_path, false);
        if (!decoded || !is_valid_utf8(*decoded)) return 400;
        request.path = std::move(*decoded);
    }
    for (unsigned char c : request.path) {
        if (c < 0x20 || c == 0x7f || c == '\\') return 400;
    }
    std::string_view rest = std::string_view(request.path).substr(1);
    for (;;) {
        auto slash = rest.find('/');
        auto segment = rest.substr(0, slash);
        if (segment == "." || segment == "..") return 400;
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    if (question != std::string_view::npos) {
        auto query = parse_urlencoded(target.substr(question + 1), 200);
        if (!query) return 400;
        request.query = std::move(*query);
    }
    return 0;
}

int read_host(std::string_view authority, Request& request) {
    if (authority.empty() || authority.size() > 255 + 6) return 400;
    std::string_view host = authority, port;
    bool has_port = false;
    if (authority[0] == '[') {  // an IPv6 literal
        auto end = authority.find(']');
        if (end == std::string_view::npos) return 400;
        host = authority.substr(0, end + 1);
        in6_addr ignored;
        if (inet_pton(AF_INET6, std::string(host.substr(1, host.size() - 2)).c_str(), &ignored) != 1) return 400;
        auto rest = authority.substr(end + 1);
        if (!rest.empty()) {
            if (rest[0] != ':') return 400;
            has_port = true;
            port = rest.substr(1);
        }
    } else {
        auto colon = authority.find(':');
        if (colon != std::string_view::npos) {
            has_port = true;
            host = authority.substr(0, colon);
            port = authority.substr(colon + 1);
        }
        if (host.empty()) return 400;
        for (char c : host) {
            bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
            if (!good) return 400;
        }
    }
    if (has_port) {
        auto number = parse_integer(port);
        if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos || !number || *number > 65535) return 400;
    }
    request.authority = std::string(authority);
    request.host = ascii_lower(host);
    if (request.host.size() > 1 && request.host.back() == '.') request.host.pop_back();
    return 0;
}

void read_forwarded(const ServerOptions& options, std::string_view connected_peer, Request& request) {
    request.peer = std::string(connected_peer);
    auto is_trusted = [&](std::string_view address) {
        return std::find(options.trusted_proxies.begin(), options.trusted_proxies.end(), address) != options.trusted_proxies.end();
    };
    if (options.trusted_proxies.empty() || !is_trusted(connected_peer)) return;

    // Each proxy adds the address it saw at the end: from the right, the first that we do not trust is the client.
    std::vector<std::string_view> hops;
    for (auto line : request.headers.all("x-forwarded-for")) {
        for (auto hop : split(line, ',')) hops.push_back(trimmed(hop));
    }
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        std::string address(*hop);
        unsigned char ignored[sizeof(in6_addr)];
        if (inet_pton(AF_INET, address.c_str(), ignored) != 1 && inet_pton(AF_INET6, address.c_str(), ignored) != 1) break;
        bool trusted = is_trusted(address);
        request.peer = std::move(address);
        if (!trusted) break;
    }
    auto protocols = request.headers.all("x-forwarded-proto");
    if (!protocols.empty()) request.secure = equals_ignoring_ascii_case(trimmed(split(protocols.back(), ',').back()), "https");
}

}  // namespace raekoda::http
