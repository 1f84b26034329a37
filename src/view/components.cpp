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
    std::string id = "f-";
    for (char c : name) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (plain) id += c;
        else if (id.back() != '-') id += '-';
    }
    while (id.size() > 2 && id.back() == '-') id.pop_back();
    return id;
}

std::string Field::described_by() const {
    std::string ids;
    auto add = [&](std::string_view part) {
        if (!ids.empty()) ids += ' ';
        ids += id();
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
