#include "applications/calendar_file.h"

#include "base/text.h"

namespace raekoda::applications {

namespace {

constexpr std::size_t longest_line = 75;  // bytes without the line's end

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// A line that is too long goes on in the next one after a space.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = longest_line;
    while (line.size() > room) {
        std::size_t end = room;
        while (end > 0 && continues_character(line[end])) --end;
        out.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
        room = longest_line - 1;
    }
    out.append(line).append("\r\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\', out += c;
        else if (c == '\n') out += "\\n";
        else if (c == '\t') out += ' ';
        else if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') out += c;
    }
    return out;
}

// The value of a parameter in quotes: there is no way to write a quote in it.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text)
        if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') out += c == '"' ? '\'' : c;
    return out + "\"";
}

// 20261123T123000Z
std::string utc(Instant at) {
    std::string out;
    for (char c : iso_utc(Instant{at.microseconds - at.microseconds % 1'000'000}))
        if (c != '-' && c != ':') out += c;
    return out;
}

const char* status_of_entry(AppointmentState state) {
    if (state == AppointmentState::cancelled) return "CANCELLED";
    return state == AppointmentState::suits ? "CONFIRMED" : "TENTATIVE";
}

}  // namespace

std::string as_calendar(const CalendarEntry& entry) {
    std::string out;
    auto line = [&](std::string_view name, const std::string& value) { add_line(out, std::string(name) + ":" + value); };
    auto text = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) line(name, escaped(value));
    };
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Raekoda//Appointments//EN");
    // A method needs an organizer (RFC 5546, 3.2.1 and 3.2.5).
    if (!entry.organizer_email.empty()) line("METHOD", entry.state == AppointmentState::cancelled ? "CANCEL" : "PUBLISH");
    line("BEGIN", "VEVENT");
    line("UID", entry.uid);
    line("DTSTAMP", utc(entry.changed));
    line("SEQUENCE", std::to_string(entry.sequence));
    line("DTSTART", utc(entry.starts));
    line("DTEND", utc(entry.ends));
    line("STATUS", status_of_entry(entry.state));
    text("SUMMARY", entry.summary);
    text("LOCATION", entry.location);
    text("DESCRIPTION", entry.description);
    if (!entry.url.empty()) line("URL", entry.url);
    if (!entry.organizer_email.empty()) line("ORGANIZER;CN=" + quoted(entry.organizer_name), "mailto:" + entry.organizer_email);
    line("CLASS", "PRIVATE");
    line("TRANSP", entry.state == AppointmentState::cancelled ? "TRANSPARENT" : "OPAQUE");
    line("END", "VEVENT");
    line("END", "VCALENDAR");
    return out;
}

}  // namespace raekoda::applications
