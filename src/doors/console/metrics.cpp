#include "doors/console/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <fstream>
#include <mutex>
#include <unordered_map>

#include "base/json.h"
#include "base/text.h"

namespace raekoda::doors::console {

struct Metrics::State {
    Town& town;
    Instant started = now();
    http::Server* server = nullptr;
    prometheus::Registry registry;
    prometheus::Family<prometheus::Histogram>& durations =
        prometheus::BuildHistogram().Name("raekoda_request_seconds").Help("Time from a request's end to its answer, by route").Register(registry);
    prometheus::Family<prometheus::Gauge>& gauges = prometheus::BuildGauge().Name("raekoda_now").Help("What is so at this moment").Register(registry);
    prometheus::Family<prometheus::Gauge>& totals = prometheus::BuildGauge().Name("raekoda_total").Help("Counted since the start").Register(registry);
    std::mutex mutex;
    std::unordered_map<std::string, prometheus::Histogram*> by_route;

    explicit State(Town& t) : town(t) {}

    prometheus::Histogram& route(std::string_view pattern, http::Method method, int status) {
        std::string key = std::string(pattern) + "|" + std::string(http::method_name(method)) + "|" + std::to_string(status / 100);
        std::lock_guard lock(mutex);
        auto& histogram = by_route[key];
        if (!histogram)
            histogram = &durations.Add({{"route", pattern.empty() ? "none" : std::string(pattern)}, {"method", std::string(http::method_name(method))},
                                        {"status", std::to_string(status / 100) + "xx"}},
                                       prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5});
        return *histogram;
    }

    void set(const char* name, double value) { gauges.Add({{"what", name}}).Set(value); }
    void count(const char* name, double value) { totals.Add({{"what", name}}).Set(value); }

    // Memory that is the program's own; mapped files do not count.
    static double resident_bytes() {
        std::ifstream in("/proc/self/status");
        for (std::string line; std::getline(in, line);)
            if (line.starts_with("RssAnon:")) return static_cast<double>(parse_integer(trimmed(line.substr(8, line.find("kB") - 8))).value_or(0)) * 1024;
        return 0;
    }

    std::string text() {
        set("uptime_seconds", static_cast<double>(now().seconds_since(started)));
        set("resident_bytes", resident_bytes());
        set("map_ready", town.cases->map_ready());
        auto store = town.database->figures();
        count("write_groups", static_cast<double>(store.groups));
        count("write_jobs", static_cast<double>(store.jobs));
        count("failed_commits", static_cast<double>(store.failed_commits));
        set("largest_write_group", static_cast<double>(store.largest_group));
        if (auto outbox = town.journal->outbox_counts())
            for (const auto& [state, n] : *outbox) set(("outbox_" + state).c_str(), static_cast<double>(n));
        if (server) {
            auto figures = server->figures();
            set("connections_open", static_cast<double>(figures.connections_open));
            count("connections", static_cast<double>(figures.connections_total));
            count("requests", static_cast<double>(figures.requests_total));
            count("responses_4xx", static_cast<double>(figures.responses_4xx));
            count("responses_5xx", static_cast<double>(figures.responses_5xx));
            count("timeouts", static_cast<double>(figures.timeouts));
            count("refused", static_cast<double>(figures.refused));
        }
        return prometheus::TextSerializer().Serialize(registry.Collect());
    }
};

Metrics::Metrics(Town& town) : state_(std::make_shared<State>(town)) {}
Metrics::~Metrics() = default;

void Metrics::add_pages(http::Router& router) {
    // Figures say how busy the town is, not what is in it; a proxy decides who may ask.
    router.get("/metrics", [state = state_](const http::Request&) { return http::Response::of_type("text/plain; version=0.0.4; charset=utf-8", state->text()); });
    router.get("/health/live", [](const http::Request&) { return http::Response::json("{\"status\":\"ok\"}\n"); });
    router.get("/health", [state = state_](const http::Request&) {
        auto database = state->town.database->ping();
        json::object answer{{"status", database ? "ok" : "unavailable"}, {"database", database ? "ok" : fault_name(database.error().fault)},
                            {"map", state->town.cases->map_ready() ? "ok" : "loading"}};
        return http::Response::json(json::serialize(answer) + "\n", database ? 200 : 503);
    });
}

void Metrics::watch(http::Server& server) {
    state_->server = &server;
    server.observe([state = state_](std::string_view pattern, http::Method method, int status, double seconds) {
        state->route(pattern, method, status).Observe(seconds);
    });
}

}  // namespace raekoda::doors::console
