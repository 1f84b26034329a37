#include "decision/evaluation.h"

#include "decision/pattern.h"

namespace raekoda::decision {
namespace {
constexpr std::uint64_t slice_size = 4096;
constexpr std::uint32_t block_values = 256;
constexpr std::size_t kept_patterns = 16;
}  // namespace

struct Evaluation::Block {
    explicit Block(std::uint32_t size) : values(std::make_unique<Value[]>(size)), size(size) {}
    std::unique_ptr<Value[]> values;
    std::uint32_t size;
    std::uint32_t used = 0;
};

Evaluation::Evaluation(Budget budget, std::optional<Now> now) : budget_(std::move(budget)), now_(now) { reset(); }
Evaluation::~Evaluation() = default;

void Evaluation::reset() {
    slice_ = std::min(slice_size, budget_.steps);
    remaining_ = budget_.steps - slice_;
    calls_ = 0;
    stack_base_ = 0;
    stopped_ = false;
    silent_ = false;
    row_ = column_ = 0;
    diagnostic_count_ = 0;
    diagnostics_.clear();
}

bool Evaluation::charge_slow(std::uint64_t steps) {
    if (stopped_) return false;
    if (budget_.stop && budget_.stop()) {
        stop(Code::out_of_time, "the evaluation takes too long");
        return false;
    }
    const std::uint64_t left = slice_ + remaining_;
    if (steps > left) {
        stop(Code::out_of_steps, "the evaluation needs more than " + std::to_string(budget_.steps) + " steps");
        return false;
    }
    const std::uint64_t rest = left - steps;
    slice_ = std::min(slice_size, rest);
    remaining_ = rest - slice_;
    return true;
}

bool Evaluation::allows_list(std::size_t size) {
    if (size > budget_.list_size) {
        stop(Code::too_large, "a list of more than " + std::to_string(budget_.list_size) + " elements");
        return false;
    }
    return charge(size);
}
bool Evaluation::allows_string(std::size_t bytes) {
    if (bytes > budget_.string_bytes) {
        stop(Code::too_large, "a text of more than " + std::to_string(budget_.string_bytes) + " bytes");
        return false;
    }
    return charge(bytes / 16);
}

void Evaluation::stop(Code code, std::string text) {
    if (stopped_) return;
    stopped_ = true;
    slice_ = remaining_ = 0;
    // This one is always kept: it is why everything after is null.
    Diagnostic diagnostic{code, {}, std::move(text), place_ ? *place_ : Place{}};
    diagnostic.place.row = row_;
    diagnostic.place.column = column_;
    ++diagnostic_count_;
    diagnostics_.push_back(std::move(diagnostic));
}

Value Evaluation::problem(Code code, std::string text, std::vector<std::string> arguments) {
    if (silent_ || stopped_) return {};
    ++diagnostic_count_;
    if (diagnostics_.size() >= budget_.diagnostics) return {};
    Diagnostic diagnostic{code, std::move(arguments), std::move(text), place_ ? *place_ : Place{}};
    auto& place = diagnostic.place;
    if (place.row == 0) {
        place.row = row_;
        place.column = column_;
    } else if (texts_ && row_ > 0) {
        // The element's place is where its text begins in the file.
        place.column = row_ == 1 ? place.column + column_ - 1 : column_;
        place.row += row_ - 1;
    }
    diagnostics_.push_back(std::move(diagnostic));
    return {};
}

bool Evaluation::enter_call() {
    ++calls_;
    if (stopped_ || !charge()) return false;
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    if (calls_ == 1 || here > stack_base_) stack_base_ = here;
    if (calls_ > budget_.calls || stack_base_ - here > budget_.stack_bytes) {
        stop(Code::too_deep, "functions call each other too deeply");
        return false;
    }
    return true;
}

std::shared_ptr<const Pattern> Evaluation::pattern(std::string_view text, std::string_view flags, std::string& problem) {
    for (const auto& known : patterns_)
        if (known.key.size() == text.size() + 1 + flags.size() && known.key.starts_with(flags) && known.key.ends_with(text) && known.key[flags.size()] == '/') return known.pattern;
    if (!charge(100 + text.size())) return nullptr;
    auto compiled = Pattern::compile(text, flags, problem);
    if (!compiled) return nullptr;
    std::string key = std::string(flags) + "/" + std::string(text);
    if (patterns_.size() < kept_patterns) {
        patterns_.push_back({std::move(key), compiled});
    } else {
        patterns_[next_pattern_++ % kept_patterns] = {std::move(key), compiled};
    }
    return compiled;
}

Value* Evaluation::push_locals(std::uint32_t size) {
    while (block_ < blocks_.size()) {
        Block& block = *blocks_[block_];
        if (block.size - block.used >= size) {
            block.used += size;
            return &block.values[block.used - size];
        }
        if (block_ + 1 == blocks_.size() || blocks_[block_ + 1]->used != 0) break;
        ++block_;
        if (blocks_[block_]->size < size) {
            blocks_[block_] = std::make_unique<Block>(std::max(size, block_values));
        }
    }
    blocks_.push_back(std::make_unique<Block>(std::max(size, block_values)));
    block_ = blocks_.size() - 1;
    blocks_[block_]->used = size;
    return &blocks_[block_]->values[0];
}
void Evaluation::pop_locals(Value* values, std::uint32_t size) {
    for (std::uint32_t i = 0; i < size; ++i) values[i] = Value();
    blocks_[block_]->used -= size;
    while (block_ > 0 && blocks_[block_]->used == 0) --block_;
}

const char* code_name(Code code) {
    switch (code) {
        case Code::syntax: return "syntax";
        case Code::unknown_name: return "unknown_name";
        case Code::unknown_type: return "unknown_type";
        case Code::unknown_function: return "unknown_function";
        case Code::external_function: return "external_function";
        case Code::wrong_type: return "wrong_type";
        case Code::wrong_arguments: return "wrong_arguments";
        case Code::invalid_value: return "invalid_value";
        case Code::division_by_zero: return "division_by_zero";
        case Code::not_finite: return "not_finite";
        case Code::no_member: return "no_member";
        case Code::out_of_steps: return "out_of_steps";
        case Code::too_deep: return "too_deep";
        case Code::too_large: return "too_large";
        case Code::out_of_time: return "out_of_time";
        case Code::model: return "model";
    }
    return "";
}

}  // namespace raekoda::decision
