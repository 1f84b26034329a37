#include "base/text.h"
#include "view/view.h"

namespace raekoda::view {

std::string_view code(Language language) {
    static constexpr std::string_view codes[] = {"et", "en", "ru"};
    return codes[static_cast<int>(language)];
}

std::optional<Language> language_of(std::string_view wanted) {
    for (Language language : all_languages)
        if (code(language) == wanted) return language;
    return std::nullopt;
}

const std::string& LocalText::in(Language language) const {
    const std::string& own = language == Language::et ? et : language == Language::en ? en : ru;
    if (!own.empty()) return own;
    return !et.empty() ? et : !en.empty() ? en : ru;
}

namespace {

// RFC 9110 12.4.2: 0 to 1 with at most three digits, in thousandths; nothing for another form.
std::optional<int> quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) return std::nullopt;
    int value = (text[0] - '0') * 1000, unit = 100;
    for (char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9') return std::nullopt;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value <= 1000 ? std::optional(value) : std::nullopt;
}

}  // namespace

Language preferred_language(std::string_view header) {
    constexpr std::size_t most_ranges = 32;
    struct Wish {
        int quality = -1;  // -1: not named
        std::size_t place = 0;
    };
    Wish wishes[3], any;
    std::size_t place = 0;
    for (std::string_view item : split(header.substr(0, 1024), ',')) {
        if (++place > most_ranges) break;
        auto parts = split(item, ';');
        int q = 1000;
        bool good = true;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            std::string_view weight = trimmed(parts[i]);
            if (!weight.starts_with("q=") && !weight.starts_with("Q=")) continue;
            auto value = quality(weight.substr(2));
            good = good && value.has_value();
            q = value.value_or(0);
        }
        if (!good) continue;
        std::string range = ascii_lower(trimmed(parts[0]));
        Wish* wish = range == "*" ? &any : nullptr;
        if (auto language = language_of(std::string_view(range).substr(0, range.find('-')))) wish = &wishes[static_cast<int>(*language)];
        if (wish && q > wish->quality) *wish = {q, place};
    }
    std::optional<Language> best;
    Wish best_wish;
    for (Language language : all_languages) {
        Wish wish = wishes[static_cast<int>(language)];
        if (wish.quality < 0) wish = any;
        if (wish.quality <= 0) continue;
        if (!best || wish.quality > best_wish.quality || (wish.quality == best_wish.quality && wish.place < best_wish.place)) {
            best = language;
            best_wish = wish;
        }
    }
    return best.value_or(Language::et);
}

}  // namespace raekoda::view
