// Structured log: one JSON object a line on standard error. Names of events are dotted; values never hold personal data.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace raekoda::log {

enum class Level { debug, info, warning, error };

struct Field {
    std::string_view name;
    std::string value;
    bool is_number = false;
    Field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, const char* v) : name(n), value(v) {}
    Field(std::string_view n, long long v) : name(n), value(std::to_string(v)), is_number(true) {}
    Field(std::string_view n, unsigned long long v) : name(n), value(std::to_string(v)), is_number(true) {}
    Field(std::string_view n, long v) : Field(n, static_cast<long long>(v)) {}
    Field(std::string_view n, unsigned long v) : Field(n, static_cast<unsigned long long>(v)) {}
    Field(std::string_view n, int v) : Field(n, static_cast<long long>(v)) {}
    Field(std::string_view n, unsigned v) : Field(n, static_cast<unsigned long long>(v)) {}
};

void set_level(Level least);
void write(Level, std::string_view event, std::initializer_list<Field> fields = {});
inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::error, event, fields); }

}  // namespace raekoda::log
