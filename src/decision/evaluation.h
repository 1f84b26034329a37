// One run of an evaluation: its budgets, its now, the problems met. One object per thread; use it again after reset().
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decision/value.h"

namespace raekoda::decision {

class Pattern;

// Where something stands. FEEL fills row and column (from 1, in code points, inside the text); the model fills the rest.
struct Place {
    std::string model;    // namespace or name of the DMN file
    std::string element;  // id of the element
    std::string name;     // name of the element, for people
    std::uint32_t row = 0;
    std::uint32_t column = 0;
};

enum class Code : std::uint8_t {
    syntax, unknown_name, unknown_type, unknown_function, external_function,            // at compile time
    wrong_type, wrong_arguments, invalid_value, division_by_zero, not_finite, no_member,  // at evaluation: the value becomes null
    out_of_steps, too_deep, too_large, out_of_time,                                     // a budget: the whole evaluation ends
    model,                                                                              // the model author's own, see model.h
};
const char* code_name(Code);

struct Diagnostic {
    Code code = Code::syntax;
    std::vector<std::string> arguments;  // what the sentence is about, for texts in other languages
    std::string text;                    // plain English, for developers and logs
    Place place;
};

struct Budget {
    std::uint64_t steps = 10'000'000;      // calls, turns of loops, list elements made, 16 bytes of text made
    std::uint32_t calls = 1000;            // functions inside functions
    std::uint32_t stack_bytes = 2u << 20;  // of the machine's stack, whichever comes first
    std::size_t list_size = 1'000'000;
    std::size_t string_bytes = 4u << 20;
    std::size_t diagnostics = 50;          // more are counted, not kept
    std::function<bool()> stop;            // asked every few thousand steps; true ends the evaluation with out_of_time
};

// The moment that today() and now() give; without one they give null.
struct Now {
    std::int64_t microseconds = 0;  // since 1970-01-01T00:00:00Z
    Zone zone;
};

struct Reasons;

class Evaluation {
public:
    Reasons* reasons = nullptr;  // where models record why; nullptr: they do not

    explicit Evaluation(Budget budget = {}, std::optional<Now> now = {});
    Evaluation(const Evaluation&) = delete;
    ~Evaluation();
    void reset();  // budgets full again, no diagnostics; keeps memory

    const std::optional<Now>& present() const { return now_; }
    void set_now(std::optional<Now> now) { now_ = now; }
    const Budget& budget() const { return budget_; }

    // False when the budget is used up: stop and return null.
    bool charge(std::uint64_t steps = 1) {
        if (steps <= slice_) [[likely]] { slice_ -= steps; return true; }
        return charge_slow(steps);
    }
    bool stopped() const { return stopped_; }
    bool allows_list(std::size_t size);          // charges size steps
    bool allows_string(std::size_t bytes);       // charges bytes / 16 steps
    void stop(Code, std::string text);           // a budget is used up: the diagnostic is kept, everything after gives null

    const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
    std::vector<Diagnostic> take_diagnostics() { return std::move(diagnostics_); }
    std::size_t diagnostic_count() const { return diagnostic_count_; }
    // Keeps a diagnostic with the innermost place that is known; returns null, so that `return evaluation.problem(…)` reads well.
    Value problem(Code, std::string text, std::vector<std::string> arguments = {});
    bool wants_diagnostics() const { return !silent_ && diagnostics_.size() < budget_.diagnostics; }

    // While a Silence lives, diagnostics are not kept (trials whose failure is no problem).
    class Silence {
    public:
        explicit Silence(Evaluation& e) : evaluation_(e), before_(e.silent_) { e.silent_ = true; }
        ~Silence() { evaluation_.silent_ = before_; }
        Silence(const Silence&) = delete;
    private:
        Evaluation& evaluation_;
        bool before_;
    };

    // The element whose expressions are being evaluated: added to the place of every diagnostic. The pointer must outlive the scope.
    class At {
    public:
        // `texts`: rows and columns inside a text count from the place; false: only the place itself is known.
        At(Evaluation& e, const Place* place, bool texts = true)
            : evaluation_(e), before_(e.place_), row_(e.row_), column_(e.column_), texts_(e.texts_) {
            e.place_ = place;
            e.row_ = e.column_ = 0;
            e.texts_ = texts;
        }
        ~At() {
            evaluation_.place_ = before_;
            evaluation_.row_ = row_;
            evaluation_.column_ = column_;
            evaluation_.texts_ = texts_;
        }
        At(const At&) = delete;
    private:
        Evaluation& evaluation_;
        const Place* before_;
        std::uint32_t row_, column_;
        bool texts_;
    };

    // One function inside another; `ok` is false when it is too deep (the evaluation is stopped then).
    class Call {
    public:
        explicit Call(Evaluation& e) : evaluation_(e) { ok = e.enter_call(); }
        ~Call() { --evaluation_.calls_; }
        Call(const Call&) = delete;
        bool ok;
    private:
        Evaluation& evaluation_;
    };

    // Values of local variables, in stable places.
    class Locals {
    public:
        Locals(Evaluation& e, std::uint32_t size) : evaluation_(e), size_(size) { values_ = size ? e.push_locals(size) : nullptr; }
        ~Locals() { if (size_) evaluation_.pop_locals(values_, size_); }
        Locals(const Locals&) = delete;
        Value* values() const { return values_; }
    private:
        Evaluation& evaluation_;
        std::uint32_t size_;
        Value* values_;
    };

    // A compiled regular expression; the last few are kept. nullptr: `problem` says why.
    std::shared_ptr<const Pattern> pattern(std::string_view pattern, std::string_view flags, std::string& problem);
    void set_text_position(std::uint32_t row, std::uint32_t column) { row_ = row; column_ = column; }

private:
    bool charge_slow(std::uint64_t steps);
    bool enter_call();
    Value* push_locals(std::uint32_t size);
    void pop_locals(Value* values, std::uint32_t size);

    Budget budget_;
    std::optional<Now> now_;
    std::uint64_t slice_ = 0;      // steps until the next look at the budget
    std::uint64_t remaining_ = 0;  // steps after this slice
    std::uint32_t calls_ = 0;
    std::uintptr_t stack_base_ = 0;
    bool stopped_ = false;
    bool silent_ = false;
    const Place* place_ = nullptr;
    std::uint32_t row_ = 0, column_ = 0;  // in the text that is being evaluated
    bool texts_ = true;
    std::size_t diagnostic_count_ = 0;
    std::vector<Diagnostic> diagnostics_;
    struct KnownPattern { std::string key; std::shared_ptr<const Pattern> pattern; };
    std::vector<KnownPattern> patterns_;
    std::size_t next_pattern_ = 0;
    struct Block;
    std::vector<std::unique_ptr<Block>> blocks_;
    std::size_t block_ = 0;
};

}  // namespace raekoda::decision
