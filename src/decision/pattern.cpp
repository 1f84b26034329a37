#include "decision/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

namespace raekoda::decision {

struct Pattern::Engine {
    std::unique_ptr<re2::RE2> linear;
    pcre2_code* backtracking = nullptr;
    ~Engine() {
        if (backtracking) pcre2_code_free(backtracking);
    }
};

Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::compile(std::string_view source, std::string_view flags, std::string& problem) {
    if (source.size() > 10'000) {
        problem = "the pattern is too long";
        return nullptr;
    }
    TranslatedPattern translated = translate_pattern(source, flags);
    if (!translated.problem.empty()) {
        problem = translated.problem;
        return nullptr;
    }
    std::shared_ptr<Pattern> pattern(new Pattern());
    pattern->engine_ = std::make_unique<Engine>();
    pattern->group_count_ = translated.groups;
    if (!translated.back_references) {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(8 << 20);
        auto linear = std::make_unique<re2::RE2>(re2::StringPiece(translated.text.data(), translated.text.size()), options);
        if (linear->ok()) {
            pattern->engine_->linear = std::move(linear);
            return pattern;
        }
    }
    int error = 0;
    PCRE2_SIZE offset = 0;
    pattern->engine_->backtracking = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.text.data()), translated.text.size(),
                                                   PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, &error, &offset, nullptr);
    if (!pattern->engine_->backtracking) {
        problem = "the pattern cannot be understood";
        return nullptr;
    }
    return pattern;
}

Pattern::Found Pattern::find(std::string_view text, std::size_t from, std::vector<Group>& groups) const {
    const auto count = static_cast<std::size_t>(group_count_) + 1;
    groups.assign(count, {});
    if (engine_->linear) {
        std::vector<re2::StringPiece> found(count);
        const re2::StringPiece subject(text.data(), text.size());
        if (!engine_->linear->Match(subject, from, text.size(), re2::RE2::UNANCHORED, found.data(), static_cast<int>(count))) return Found::no;
        for (std::size_t i = 0; i < count; ++i) {
            if (found[i].data() == nullptr) continue;
            groups[i].begin = static_cast<std::size_t>(found[i].data() - text.data());
            groups[i].end = groups[i].begin + found[i].size();
            groups[i].matched = true;
        }
        return Found::yes;
    }
    pcre2_match_data* data = pcre2_match_data_create_from_pattern(engine_->backtracking, nullptr);
    pcre2_match_context* context = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(context, 200'000);
    pcre2_set_depth_limit(context, 5'000);
    pcre2_set_heap_limit(context, 8'192);
    const int result = pcre2_match(engine_->backtracking, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, PCRE2_NO_UTF_CHECK, data, context);
    if (result > 0) {
        const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data);
        for (std::size_t i = 0; i < static_cast<std::size_t>(result) && i < count; ++i) {
            if (ends[2 * i] == PCRE2_UNSET) continue;
            groups[i] = {ends[2 * i], ends[2 * i + 1], true};
        }
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return result > 0 ? Found::yes : result == PCRE2_ERROR_NOMATCH ? Found::no : Found::gave_up;
}

}  // namespace raekoda::decision
