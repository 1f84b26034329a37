#include "services/suggestion.h"

#include <cmath>
#include <set>

#include "base/text.h"

namespace raekoda::services {

namespace {

constexpr std::size_t word_limit = 200;  // of what was written; the first sentences tell

// Letters count here, not bytes: Cyrillic stems are as long as they look.
std::u32string letters(std::string_view valid_utf8) {
    std::u32string out;
    for (std::size_t i = 0; i < valid_utf8.size();) {
        unsigned char c = static_cast<unsigned char>(valid_utf8[i]);
        std::size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? c : c & (0xFFu >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < valid_utf8.size(); ++k) point = point << 6 | (static_cast<unsigned char>(valid_utf8[i + k]) & 0x3F);
        out += point;
        i += length;
    }
    return out;
}

std::vector<std::u32string> tokens_of(std::string_view text) {
    std::vector<std::u32string> out;
    for (const auto& word : words(folded(text))) out.push_back(letters(word));
    return out;
}

// True when one insertion, deletion, substitution or exchange of neighbours makes a out of b.
bool one_slip_apart(std::u32string_view a, std::u32string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1 || a == b) return false;
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
}

// How well a stem fits a word: 0 not at all.
double fit(const std::u32string& stem, const std::u32string& word) {
    // The longer the match, the more it says.
    double length = 0.04 * static_cast<double>(std::min<std::size_t>(stem.size(), 14));
    if (stem == word) return 1.1 + length;
    if (word.starts_with(stem)) {
        if (stem.size() >= 4) return 0.9 + length;
        // A short stem may take a short ending: "auk" – "auke", "лед" – "льду" does not.
        if (stem.size() == 3 && word.size() <= 5) return 0.7;
        return 0;
    }
    if (stem.size() >= 5 && word.find(stem) != std::u32string::npos) return 0.45 + length;
    if (word.size() >= 6 && stem.size() >= 5)
        for (std::size_t length : {stem.size() - 1, stem.size(), stem.size() + 1})
            if (length <= word.size() && one_slip_apart(std::u32string_view(word).substr(0, length), stem)) return 0.35;
    return 0;
}

}  // namespace

Suggester::Suggester(const std::vector<ReportKind>& kinds) {
    for (const auto& kind : kinds) {
        auto number = static_cast<std::uint32_t>(kinds_.size());
        kinds_.push_back({kind.id, kind.months});
        std::set<std::vector<std::u32string>> seen;
        auto add = [&](std::string_view text, double weight) {
            auto parts = tokens_of(text);
            if (!parts.empty() && seen.insert(parts).second) keywords_.push_back({number, weight, std::move(parts)});
        };
        for (const auto& [language, list] : kind.keywords)
            for (const auto& keyword : list) add(keyword, 1);
        // The words of its name help, whoever forgot to list them.
        for (const std::string* name : {&kind.name.et, &kind.name.en, &kind.name.ru})
            for (const auto& word : words(*name))
                if (code_point_count(word) >= 5) add(word, 0.8);
    }
}

std::vector<Suggestion> Suggester::suggest(std::string_view text, int month, const std::map<std::string, int>& near, int limit) const {
    auto said = tokens_of(first_code_points(text, 4000));
    std::set<std::u32string> unique;
    std::erase_if(said, [&](const auto& word) { return !unique.insert(word).second; });
    if (said.size() > word_limit) said.resize(word_limit);

    // For every word the best fit of each kind; a word that fits many kinds tells little.
    std::vector<double> scores(kinds_.size(), 0);
    const double all = static_cast<double>(kinds_.size());
    auto spread = [&](const std::map<std::uint32_t, double>& fits) {
        double idf = std::log(1 + all / static_cast<double>(fits.size()));
        for (auto [kind, weight] : fits) scores[kind] += weight * idf;
    };
    for (const auto& word : said) {
        std::map<std::uint32_t, double> fits;
        for (const auto& keyword : keywords_) {
            if (keyword.parts.size() != 1) continue;
            double weight = fit(keyword.parts[0], word) * keyword.weight;
            if (weight > 0) {
                double& best = fits[keyword.kind];
                best = std::max(best, weight);
            }
        }
        if (!fits.empty()) spread(fits);
    }
    std::map<std::vector<std::u32string>, std::map<std::uint32_t, double>> phrases;
    for (const auto& keyword : keywords_) {
        if (keyword.parts.size() < 2) continue;
        double total = 0;
        for (const auto& part : keyword.parts) {
            double best = 0;
            for (const auto& word : said) {
                // Little words ("ei", "не", "in") must be there as they are.
                double weight = part.size() < 4 ? (part == word ? 1.0 : 0.0) : fit(part, word);
                best = std::max(best, weight);
            }
            if (best == 0) {
                total = 0;
                break;
            }
            total += best * (part.size() < 4 ? 0.4 : 1);
        }
        if (total > 0) phrases[keyword.parts][keyword.kind] = total * 0.8 * keyword.weight;
    }
    // A kind that writes one thing in many ways must not win by that: its best phrase counts whole, the others less.
    std::map<std::uint32_t, std::vector<double>> of_kind;
    for (const auto& [parts, fits] : phrases) {
        double idf = std::log(1 + all / static_cast<double>(fits.size()));
        for (auto [kind, weight] : fits) of_kind[kind].push_back(weight * idf);
    }
    for (auto& [kind, weights] : of_kind) {
        std::sort(weights.begin(), weights.end(), std::greater<>());
        double share = 1;
        for (double weight : weights) {
            scores[kind] += weight * share;
            share *= 0.3;
        }
    }

    std::vector<Suggestion> out;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
        double score = scores[i];
        const auto& months = kinds_[i].months;
        if (!months.empty()) score *= std::find(months.begin(), months.end(), month) != months.end() ? 1.25 : 0.6;
        if (auto count = near.find(kinds_[i].id); count != near.end() && count->second > 0) score += 0.3 * std::log1p(count->second);
        if (score > 0) out.push_back({kinds_[i].id, score});
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    if (out.size() > static_cast<std::size_t>(std::max(0, limit))) out.resize(static_cast<std::size_t>(std::max(0, limit)));
    return out;
}

}  // namespace raekoda::services
