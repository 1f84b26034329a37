// Calendar files are read back by the rules of RFC 5545: nothing that people write can break out of its line.
#include "applications/calendar_file.h"

#include <doctest/doctest.h>

#include <map>

#include "base/text.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

CalendarEntry visit_to_a_home() {
    CalendarEntry entry;
    entry.uid = "4f3a";
    entry.starts = *parse_iso("2026-11-23T14:30:00+02:00");
    entry.ends = entry.starts.plus_minutes(45);
    entry.changed = *parse_iso("2026-11-16T12:00:00.5+02:00");
    entry.summary = "Koduteenus: kohtumine";
    entry.location = "Tähe 4-12, Tartu";
    entry.description = "Võta kaasa ID-kaart;\nuks on hoovi pool \\ paremal.";
    entry.url = "https://tartu.example.ee/et/my/applications/T-2026-000001";
    entry.organizer_name = "Tartu \"linn\"";
    entry.organizer_email = "info@tartu.example.ee";
    return entry;
}

struct Line {
    std::string name, value;
};
// Unfolded and split as a calendar does it (RFC 5545, 3.1).
std::vector<Line> read(const std::string& file) {
    std::vector<std::string> lines{""};
    for (std::size_t i = 0; i < file.size();) {
        auto end = file.find("\r\n", i);
        REQUIRE(end != std::string::npos);
        std::string_view one(file.data() + i, end - i);
        CHECK(one.size() <= 75);
        CHECK(one.find_first_of("\r\n") == std::string_view::npos);
        CHECK(clean_input(one).has_value());  // no character is cut
        if (!one.empty() && one[0] == ' ') lines.back() += one.substr(1);
        else lines.emplace_back(one);
        i = end + 2;
    }
    std::vector<Line> out;
    for (const auto& line : lines) {
        if (line.empty()) continue;
        bool inside = false;
        std::size_t colon = 0;
        while (colon < line.size() && (inside || line[colon] != ':')) inside ^= line[colon++] == '"';
        REQUIRE(colon < line.size());
        out.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
    return out;
}
std::string value_of(const std::vector<Line>& lines, const std::string& name) {
    std::string found;
    int times = 0;
    for (const auto& line : lines)
        if (line.name == name) found = line.value, ++times;
    CHECK_MESSAGE(times == 1, name);
    return found;
}
std::string unescaped(const std::string& value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            CHECK(value[i] != ';');
            CHECK(value[i] != ',');
            out += value[i];
            continue;
        }
        REQUIRE(++i < value.size());
        CHECK(std::string("\\;,nN").find(value[i]) != std::string::npos);
        out += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    }
    return out;
}

}  // namespace

TEST_CASE("an appointment as a calendar file, byte by byte") {
    CHECK(as_calendar(visit_to_a_home()) ==
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Raekoda//Appointments//EN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:4f3a\r\nDTSTAMP:20261116T100000Z\r\n"
          "SEQUENCE:0\r\nDTSTART:20261123T123000Z\r\nDTEND:20261123T131500Z\r\nSTATUS:TENTATIVE\r\nSUMMARY:Koduteenus: kohtumine\r\nLOCATION:Tähe 4-12\\, Tartu\r\n"
          "DESCRIPTION:Võta kaasa ID-kaart\\;\\nuks on hoovi pool \\\\ paremal.\r\nURL:https://tartu.example.ee/et/my/applications/T-2026-000001\r\n"
          "ORGANIZER;CN=\"Tartu 'linn'\":mailto:info@tartu.example.ee\r\nCLASS:PRIVATE\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST_CASE("moved and cancelled: the same UID, a higher sequence, CANCEL") {
    auto entry = visit_to_a_home();
    entry.state = AppointmentState::suits;
    CHECK(value_of(read(as_calendar(entry)), "STATUS") == "CONFIRMED");
    entry.state = AppointmentState::cancelled, entry.sequence = 2;
    auto lines = read(as_calendar(entry));
    CHECK(value_of(lines, "METHOD") == "CANCEL");
    CHECK(value_of(lines, "STATUS") == "CANCELLED");
    CHECK(value_of(lines, "SEQUENCE") == "2");
    CHECK(value_of(lines, "UID") == "4f3a");
    entry.organizer_email.clear();
    for (const auto& line : read(as_calendar(entry))) CHECK(line.name != "METHOD");
}

TEST_CASE("whatever people write comes back as it was, and stays in its line") {
    std::string long_words;
    for (int i = 0; i < 400; ++i) long_words += i % 7 ? "õ" : "\xF0\x9F\x8C\xB3";  // every fold falls between characters
    for (const std::string& words : {std::string("END:VEVENT\nBEGIN:VALARM"), std::string("a\\nb;c,d:\"e\""), std::string(75, 'x'), std::string(76, 'x'), std::string(500, ','), long_words,
                                     std::string("\xE2\x80\xAE tagurpidi"), std::string(" algab tühikuga"), std::string("lõpeb \\")}) {
        CAPTURE(words);
        auto entry = visit_to_a_home();
        entry.summary = entry.location = entry.description = words;
        auto lines = read(as_calendar(entry));
        for (const char* name : {"SUMMARY", "LOCATION", "DESCRIPTION"}) CHECK(unescaped(value_of(lines, name)) == words);
    }
    auto entry = visit_to_a_home();
    entry.summary = std::string("a\r\nb\0c\x7f\td", 9);
    CHECK(unescaped(value_of(read(as_calendar(entry)), "SUMMARY")) == "a\nbc d");
}
