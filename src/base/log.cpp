#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/json.h"

namespace raekoda::log {

namespace {
spdlog::logger& logger() {
    // The line itself is JSON; spdlog gives the sink, the level and thread safety.
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = spdlog::stderr_logger_mt("raekoda");
        made->set_pattern("{\"at\":\"%Y-%m-%dT%H:%M:%S.%fZ\",\"level\":\"%l\",%v}", spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *instance;
}
spdlog::level::level_enum level_of(Level level) {
    constexpr spdlog::level::level_enum table[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    return table[static_cast<int>(level)];
}
}  // namespace

void set_level(Level least) { logger().set_level(level_of(least)); }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!logger().should_log(level_of(level))) return;
    std::string line = "\"event\":" + json::quoted(event);
    for (const auto& field : fields) {
        line += ',';
        line += json::quoted(field.name);
        line += ':';
        line += field.is_number ? field.value : json::quoted(field.value);
    }
    logger().log(level_of(level), "{}", line);
}

}  // namespace raekoda::log
