#include "services/service_search.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::services {

namespace {

constexpr std::size_t shortest_stem = 3, shortest_inside = 4, most_words = 20;
constexpr double enough = 2;

std::vector<std::string> folded_words(std::string_view text) {
    std::vector<std::string> out;
    for (auto& word : words(text)) out.push_back(folded(word));
    return out;
}

// How well one word that was written fits a word of the service, or a stem of its keywords.
double fit(const std::string& asked, const std::string& word) {
    if (asked == word) return 4;
    if (asked.size() < shortest_stem) return 0;
    if (word.starts_with(asked)) return 3;
    // The endings of the case differ: "matusetoetust" asks for "matusetoetus".
    std::size_t same = 0;
    while (same < asked.size() && same < word.size() && asked[same] == word[same]) ++same;
    if (same >= shortest_inside && same + 3 >= word.size() && same + 4 >= asked.size()) return 2.5;
    if (asked.size() >= shortest_inside && word.find(asked) != std::string::npos) return 2;
    return 0;
}
double stem_fit(const std::string& asked, const std::string& stem) {
    if (stem.size() >= shortest_stem && asked.starts_with(stem)) return 3;
    return asked.size() >= shortest_inside && stem.starts_with(asked) ? 2.5 : 0;
}

}  // namespace

std::vector<std::shared_ptr<const Service>> find_services(const std::vector<std::shared_ptr<const Service>>& all, std::string_view words, std::size_t limit) {
    auto asked = folded_words(words);
    if (asked.size() > most_words) asked.resize(most_words);
    std::vector<std::pair<double, std::shared_ptr<const Service>>> found;
    for (const auto& service : all) {
        double score = 0, best_word = 0;
        std::vector<std::string> names, stems, about;
        for (auto language : view::all_languages) {
            for (auto& word : folded_words(service->name.in(language))) names.push_back(std::move(word));
            for (auto& word : folded_words(service->summary.in(language))) about.push_back(std::move(word));
        }
        for (const auto& [language, list] : service->keywords)
            for (const auto& stem : list) stems.push_back(folded(stem));
        for (const auto& word : asked) {
            double best = 0;
            for (const auto& name : names) best = std::max(best, 1.2 * fit(word, name));
            for (const auto& stem : stems) best = std::max(best, stem_fit(word, stem));
            for (const auto& one : about) best = std::max(best, word.size() >= shortest_inside ? 0.5 * fit(word, one) : 0);
            best_word = std::max(best_word, best);
            score += best;
        }
        if (best_word >= enough) found.emplace_back(score, service);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::shared_ptr<const Service>> out;
    for (auto& [score, service] : found)
        if (out.size() < limit && score * 2 >= found.front().first) out.push_back(std::move(service));
    return out;
}

}  // namespace raekoda::services
