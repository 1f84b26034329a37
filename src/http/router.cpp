#include <exception>
#include <stdexcept>

#include "base/log.h"
#include "http/http.h"

namespace raekoda::http {

namespace {

constexpr std::size_t most_segments = 64;

struct Route {
    Method method;
    Handler handler;
    RouteLimits limits;
    std::vector<std::string> names;  // of the {names}, in order
    std::string pattern;
};

const Route* route_for(const std::vector<Route>& routes, Method method) {
    for (const auto& route : routes) {
        if (route.method == method) return &route;
    }
    return nullptr;
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    if (path.empty()) return segments;
    segments.reserve(8);
    for (;;) {
        auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> named;      // {name}
    std::vector<Route> routes;        // that end here
    std::vector<Route> rest_routes;   // {rest...}
};

// One walk through the tree. Every node is visited at most once, so a path cannot make it long.
struct Router::Search {
    Method method;
    const std::vector<std::string_view>& segments;
    std::vector<std::string_view> taken{};
    std::vector<Method> allowed{};
    const Route* found = nullptr;

    bool accept(const std::vector<Route>& routes) {
        if (routes.empty()) return false;
        found = route_for(routes, method);
        if (!found && method == Method::head) found = route_for(routes, Method::get);
        if (found) return true;
        for (const auto& route : routes) allowed.push_back(route.method);
        return false;
    }
    bool walk(const Node& node, std::size_t at) {
        if (at == segments.size()) return accept(node.routes);
        auto segment = segments[at];
        if (auto literal = node.literals.find(segment); literal != node.literals.end() && walk(*literal->second, at + 1)) return true;
        if (segment.empty()) return false;
        taken.push_back(segment);
        if (node.named && walk(*node.named, at + 1)) return true;
        taken.pop_back();
        if (node.rest_routes.empty()) return false;
        auto end = segments.back().data() + segments.back().size();
        taken.push_back({segment.data(), static_cast<std::size_t>(end - segment.data())});
        if (accept(node.rest_routes)) return true;
        taken.pop_back();
        return false;
    }
};

Router::Router() : root_(std::make_shared<Node>()) {}

void Router::on(Method method, std::string_view pattern, Handler handler, RouteLimits limits) {
    auto bug = [&](const char* what) { return std::logic_error(std::string(what) + ": " + std::string(pattern)); };
    if (pattern.empty() || pattern[0] != '/') throw bug("a route's pattern begins with /");
    Route route{method, std::move(handler), limits, {}, std::string(pattern)};
    Node* node = root_.get();
    bool rest = false;
    for (auto segment : segments_of(pattern)) {
        if (rest) throw bug("{rest...} stands at the end of a pattern");
        if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}') {
            auto name = segment.substr(1, segment.size() - 2);
            if (name.size() > 3 && name.substr(name.size() - 3) == "...") {
                rest = true;
                name.remove_suffix(3);
            } else {
                if (!node->named) node->named = std::make_unique<Node>();
                node = node->named.get();
            }
            route.names.emplace_back(name);
        } else {
            auto& next = node->literals[std::string(segment)];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
        }
    }
    auto& routes = rest ? node->rest_routes : node->routes;
    if (route_for(routes, method)) throw bug("a route stands twice");
    log::debug("http.route", {{"method", method_name(method)}, {"pattern", pattern}});
    routes.push_back(std::move(route));
}

void Router::after(std::function<void(const Request&, Response&)> step) { after_.push_back(std::move(step)); }
void Router::before(std::function<std::optional<Response>(const Request&)> step) { before_.push_back(std::move(step)); }
void Router::on_error(std::function<Response(const Request&, int)> page) { on_error_ = std::move(page); }

Router::Match Router::match(Method method, std::string_view path) const {
    Match result;
    if (path.empty() || path[0] != '/') return result;
    auto segments = segments_of(path);
    if (segments.size() > most_segments) return result;
    Search search{method, segments};
    if (search.walk(*root_, 0)) {
        result.handler = &search.found->handler;
        result.limits = &search.found->limits;
        result.pattern = search.found->pattern;
        for (std::size_t i = 0; i < search.taken.size(); ++i) result.path_values.emplace(search.found->names[i], search.taken[i]);
        return result;
    }
    if (search.allowed.empty()) return result;
    search.allowed.push_back(Method::options);
    for (auto one : search.allowed) {
        if (one == Method::get) {
            search.allowed.push_back(Method::head);
            break;
        }
    }
    std::sort(search.allowed.begin(), search.allowed.end());
    search.allowed.erase(std::unique(search.allowed.begin(), search.allowed.end()), search.allowed.end());
    result.allowed = std::move(search.allowed);
    return result;
}

Response Router::answer(Request& request, const Match& match) const {
    request.path_values = match.path_values;
    Response response;
    try {
        bool options = !match.handler && request.method == Method::options && !match.allowed.empty();
        bool answered = false;
        if (match.handler || options) {
            for (const auto& step : before_) {
                if (auto instead = step(request)) {
                    response = std::move(*instead);
                    answered = true;
                    break;
                }
            }
        }
        if (!answered) {
            if (match.handler) response = (*match.handler)(request);
            else if (options) response.status = 204;
            else response = error_page(request, match.allowed.empty() ? 404 : 405);
            if (!match.allowed.empty()) {
                std::string names;
                for (auto method : match.allowed) {
                    if (!names.empty()) names += ", ";
                    names += method_name(method);
                }
                response.with_header("Allow", std::move(names));
            }
        }
    } catch (const std::exception& error) {
        log::error("http.handler_threw", {{"pattern", match.pattern}, {"method", method_name(request.method)}, {"what", error.what()}});
        response = error_page(request, 500);
    } catch (...) {
        log::error("http.handler_threw", {{"pattern", match.pattern}, {"method", method_name(request.method)}, {"what", "not a std::exception"}});
        response = error_page(request, 500);
    }
    finish(request, response);
    return response;
}

Response Router::error_response(const Request& request, int status) const {
    auto response = error_page(request, status);
    finish(request, response);
    return response;
}

Response Router::error_page(const Request& request, int status) const {
    if (on_error_) {
        try {
            auto page = on_error_(request, status);
            page.status = status;
            return page;
        } catch (const std::exception& error) {
            log::error("http.error_page_threw", {{"status", status}, {"what", error.what()}});
        } catch (...) {
            log::error("http.error_page_threw", {{"status", status}});
        }
    }
    return Response::text(std::to_string(status) + " " + std::string(reason_phrase(status)) + "\n", status);
}

void Router::finish(const Request& request, Response& response) const {
    for (const auto& step : after_) {
        // An answer without its safe headers must not leave the house.
        auto instead = [&](const char* what) {
            log::error("http.after_threw", {{"what", what}});
            response = Response::text("500 " + std::string(reason_phrase(500)) + "\n", 500);
        };
        try {
            step(request, response);
        } catch (const std::exception& error) {
            return instead(error.what());
        } catch (...) {
            return instead("not a std::exception");
        }
    }
}

}  // namespace raekoda::http
