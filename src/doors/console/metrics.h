// Health and figures for whoever keeps the program running: /health, /health/live, /metrics (Prometheus text format).
#pragma once
#include <memory>

#include "doors/console/town.h"
#include "http/http.h"

namespace raekoda::doors::console {

class Metrics {
public:
    explicit Metrics(Town&);
    ~Metrics();
    void add_pages(http::Router&);
    void watch(http::Server&);  // the server must outlive the last request

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace raekoda::doors::console
