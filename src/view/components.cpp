#include "view/components.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace raekoda::view {

std::string_view code(Tone tone) {
    switch (tone) {
        case Tone::neutral: return "neutral";
        case Tone::info: return "info";
        case Tone::success: return "success";
        case Tone::warning: return "warning";
        case Tone::danger: return "danger";
    }
    return "neutral";
}

std::string_view variant(Action::Kind kind) {
    switch (kind) {
        case Action::Kind::primary:
        case Action::Kind::danger: return "primary";
        case Action::Kind::secondary: return "secondary";
        case Action::Kind::quiet: return "tertiary";
    }
    return "primary";
}

std::string Field::element_id(std::string_view name) {
    constexpr std::string_view begin = "f-";
    std::string id(begin.size() + name.size(), '\0');
    char* const first = id.data() + begin.copy(id.data(), begin.size());
    char* end = first;
    for (char c : name) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (plain) *end++ = c;
        else if (end[-1] != '-') *end++ = '-';
    }
    while (end != first && end[-1] == '-') --end;
    id.resize(static_cast<std::size_t>(end - id.data()));
    return id;
}

std::string Field::described_by() const {
    std::string ids;
    const std::string own = is_described() ? id() : std::string();
    auto add = [&](std::string_view part) {
        if (!ids.empty()) ids += ' ';
        ids += own;
        ids += part;
    };
    if (!error_text.empty()) add("-problem");
    if (!hint.empty()) add("-hint");
    return ids;
}

std::string option_id(const Field& field, const std::vector<Option>& options, const Option& option) {
    auto place = &option - options.data();
    return place == 0 ? field.id() : field.id() + "-" + std::to_string(place + 1);
}

std::string coordinate(double degrees) {
    char text[400];  // the largest double has 309 digits before the point
    if (!(std::abs(degrees) <= 360)) return {text, std::to_chars(text, text + sizeof text, degrees, std::chars_format::fixed, 6).ptr};
    auto millionths = std::llround(degrees * 1e6);
    char* at = text;
    if (millionths < 0) {
        *at++ = '-';
        millionths = -millionths;
    }
    at = std::to_chars(at, text + sizeof text, millionths / 1'000'000).ptr;
    *at++ = '.';
    auto rest = millionths % 1'000'000;
    for (int i = 6; i-- > 0; rest /= 10) at[i] = static_cast<char>('0' + rest % 10);
    return {text, at + 6};
}

std::string BaseMap::bounds() const {
    return coordinate(west) + "," + coordinate(south) + "," + coordinate(east) + "," + coordinate(north);
}

}  // namespace raekoda::view
