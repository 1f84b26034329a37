#include "services/place_search.h"

#include <set>

#include "base/text.h"

namespace raekoda::services {

namespace {

constexpr std::size_t query_words_limit = 12;

std::vector<std::string> tokens_of(std::string_view text) { return words(folded(text)); }

bool is_number(const std::string& token) { return !token.empty() && token[0] >= '0' && token[0] <= '9'; }

// Words for "street" that people add or leave out.
bool is_street_word(const std::string& token) {
    static const std::set<std::string> all{"tn", "tanav", "tanava", "t", "street", "st", "ул", "улица", "pst", "mnt"};
    return all.contains(token);
}

// How well a query word fits a word of a place: 0 not at all.
double fit(const std::string& query, const std::string& token) {
    if (token == query) return 1;
    if (is_number(query)) {
        // "12" also finds "12a", not "120".
        bool letter_follows = token.size() > query.size() && token.starts_with(query) && !(token[query.size()] >= '0' && token[query.size()] <= '9');
        return letter_follows ? 0.7 : 0;
    }
    if (token.starts_with(query)) return 0.6 + 0.3 * static_cast<double>(query.size()) / static_cast<double>(token.size());
    return 0;
}

}  // namespace

void PlaceSearch::add(Sort sort, std::string label, const std::vector<std::string>& names, Point at) {
    Entry entry{sort, std::move(label), {}, at};
    std::set<std::string> seen;
    for (const auto& name : names)
        for (auto& token : tokens_of(name))
            if (seen.insert(token).second) entry.tokens.push_back(token);
    entries_.push_back(std::move(entry));
}

void PlaceSearch::ignore(std::string_view text) {
    for (auto& token : tokens_of(text)) ignored_.push_back(std::move(token));
}

std::vector<PlaceSearch::Found> PlaceSearch::find(std::string_view text, int limit) const {
    std::vector<Found> found;
    std::vector<std::string> query, all = tokens_of(first_code_points(text, 200));
    for (auto& token : all)
        if (std::find(ignored_.begin(), ignored_.end(), token) == ignored_.end() && !is_street_word(token)) query.push_back(token);
    if (query.empty())
        for (auto& token : all)
            if (!is_street_word(token)) query.push_back(token);
    if (query.empty() || limit <= 0) return found;
    if (query.size() > query_words_limit) query.resize(query_words_limit);

    const bool has_number = std::any_of(query.begin(), query.end(), is_number);
    for (bool numbers : {true, false}) {
        for (const auto& entry : entries_) {
            double score = 0;
            bool all_fit = true;
            std::size_t used = 0;
            for (const auto& word : query) {
                if (!numbers && is_number(word)) continue;
                double best = 0;
                for (std::size_t i = 0; i < entry.tokens.size(); ++i) {
                    // The first word of a name weighs a little more: "Riia" before "Vana-Riia".
                    double now = fit(word, entry.tokens[i]);
                    if (now > 0 && i == 0) now += 0.1;
                    best = std::max(best, now);
                }
                if (best == 0) {
                    all_fit = false;
                    break;
                }
                score += best;
                ++used;
            }
            if (!all_fit || used == 0) continue;
            if (!numbers && entry.sort == Sort::address) continue;  // another house is not what was asked for
            score /= static_cast<double>(used);
            score -= 0.02 * static_cast<double>(entry.tokens.size());
            // Who wrote no number looks for the street.
            if (entry.sort == Sort::street) score += has_number ? 0.05 : 0.3;
            found.push_back({&entry.label, entry.at, score});
        }
        if (!found.empty() || !has_number) break;
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.score != b.score ? a.score > b.score : *a.label < *b.label; });
    // The same label once.
    std::set<std::string_view> seen;
    std::erase_if(found, [&](const Found& one) { return !seen.insert(*one.label).second; });
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
    return found;
}

}  // namespace raekoda::services
