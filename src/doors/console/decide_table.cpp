#include "doors/console/decide_table.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "decision/batch.h"
#include "decision/feel.h"

namespace raekoda::doors::console {

namespace {

using namespace raekoda::decision;

constexpr std::size_t chunk_bytes = 256u << 10, most_record = 1u << 20;
constexpr int threads = 2;

// Whole records of a CSV file, a chunk at a time.
class Records {
public:
    explicit Records(std::istream& in) : in_(in) {}
    // One record, or about `bytes` of them; empty at the end.
    bool next(std::string& chunk, std::size_t bytes, std::string& problem) {
        chunk.clear();
        for (;;) {
            // A line break inside quotes does not end a record: quotes seen so far must be even.
            std::size_t end = std::string::npos;
            for (auto i = scanned_; i < rest_.size(); ++i) {
                if (rest_[i] == '"') quoted_ = !quoted_;
                if (rest_[i] != '\n' || quoted_) continue;
                end = i + 1;
                if (end >= bytes) break;  // enough; the last whole record so far otherwise
            }
            if (end != std::string::npos && (end >= bytes || bytes <= 1 || ended_)) {
                chunk = rest_.substr(0, end);
                rest_.erase(0, end);
                scanned_ = 0;
                quoted_ = false;
                return true;
            }
            if (ended_) {
                chunk = std::move(rest_);
                rest_.clear();
                if (quoted_) problem = "a quotation mark is not closed";
                quoted_ = false;
                scanned_ = 0;
                return !chunk.empty() && problem.empty();
            }
            if (rest_.size() > bytes + most_record) return problem = "a record is longer than 1 MiB", false;
            scanned_ = 0;
            quoted_ = false;
            auto before = rest_.size();
            rest_.resize(before + chunk_bytes);
            in_.read(rest_.data() + before, static_cast<std::streamsize>(chunk_bytes));
            rest_.resize(before + static_cast<std::size_t>(in_.gcount()));
            if (in_.gcount() == 0) ended_ = true;
        }
    }

private:
    std::istream& in_;
    std::string rest_;
    std::size_t scanned_ = 0;
    bool quoted_ = false, ended_ = false;
};

// Takes one record off the front; fields without their quotation marks.
void take_record(std::string_view& text, std::vector<std::string>& fields) {
    std::size_t count = 0;
    auto field = [&]() -> std::string& {
        if (count == fields.size()) fields.emplace_back();
        fields[count].clear();
        return fields[count++];
    };
    auto* current = &field();
    std::size_t i = 0;
    bool quoted = false;
    for (; i < text.size(); ++i) {
        char c = text[i];
        if (quoted) {
            if (c != '"') *current += c;
            else if (i + 1 < text.size() && text[i + 1] == '"') *current += '"', ++i;
            else quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            current = &field();
        } else if (c == '\n') {
            ++i;
            break;
        } else if (c != '\r') {
            *current += c;
        }
    }
    text.remove_prefix(i);
    fields.resize(count);
}

// A field as its column's type says; without a type, a number, a date or a boolean if it reads as one. nullopt: it does not fit.
std::optional<Value> fact(const std::string& text, const TypePointer& type) {
    if (text.empty()) return Value();
    auto as = [](auto parsed) { return parsed ? std::optional<Value>(Value(*parsed)) : std::nullopt; };
    auto boolean = [&]() -> std::optional<Value> {
        if (text == "true") return Value(true);
        if (text == "false") return Value(false);
        return std::nullopt;
    };
    switch (type ? type->kind : Type::Kind::any) {
        case Type::Kind::boolean: return boolean();
        case Type::Kind::number: return as(Number::parse(text));
        case Type::Kind::string: return Value(text);
        case Type::Kind::date: return as(Date::parse(text));
        case Type::Kind::time: return as(Time::parse(text));
        case Type::Kind::date_time: return as(DateTime::parse(text));
        case Type::Kind::duration: return as(Duration::parse(text));
        case Type::Kind::months: return as(Months::parse(text));
        case Type::Kind::any:
            if (auto number = Number::parse(text)) return Value(*number);
            if (auto date = Date::parse(text)) return Value(*date);
            if (auto truth = boolean()) return truth;
            return Value(text);
        default: {
            // Lists and contexts are written as FEEL.
            auto compiled = compile(text, {});
            if (!compiled) return std::nullopt;
            Evaluation evaluation(Budget{.steps = 10'000});
            auto value = compiled->evaluate(evaluation, {});
            return evaluation.diagnostics().empty() ? std::optional<Value>(std::move(value)) : std::nullopt;
        }
    }
}

void put_field(std::string& out, std::string_view text) {
    if (text.find_first_of("\",\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

class Sweep {
public:
    Sweep(std::shared_ptr<const Model> model, std::size_t decision, Now now, std::istream& in)
        : model_(std::move(model)), decision_(decision), now_(now), records_(in), began_(std::chrono::steady_clock::now()) {}

    int run() {
        std::string header, problem;
        if (!records_.next(header, 1, problem)) return refuse(problem.empty() ? "the file is empty" : problem);
        if (header.starts_with("\xEF\xBB\xBF")) header.erase(0, 3);
        std::string_view rest = header;
        take_record(rest, columns_);
        for (auto& column : columns_) column = std::string(trimmed(column));
        std::vector<Batch> batches;
        for (int i = 0; i < threads; ++i) {
            auto batch = Batch::open(model_, decision_, columns_, {}, now_);
            if (!batch) return refuse(batch.error().detail);
            batches.push_back(std::move(*batch));
        }
        auto& info = model_->decisions()[decision_];
        if (info.type && info.type->kind == Type::Kind::context)
            for (auto& member : info.type->members) members_.push_back(member.name);
        std::string line;
        if (members_.empty()) put_field(line, info.name);
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (i) line += ',';
            put_field(line, members_[i]);
        }
        std::cout << line << ",problem\n";
        std::vector<std::thread> workers;
        for (auto& batch : batches) workers.emplace_back([this, &batch] { work(batch); });
        for (auto& worker : workers) worker.join();
        progress(true);
        std::cout.flush();
        if (!problem_.empty()) return refuse(problem_);
        if (!std::cout) return refuse("the results cannot be written");
        return with_problems_ ? 1 : 0;
    }

private:
    int refuse(const std::string& why) {
        std::cerr << why << "\n";
        return 65;
    }
    void work(Batch& batch) {
        std::string chunk, out;
        std::vector<std::string> fields;
        std::vector<Value> facts(columns_.size());
        Batch::Row row;
        for (;;) {
            std::size_t turn;
            {
                std::lock_guard lock(reading_);
                if (!problem_.empty() || !records_.next(chunk, chunk_bytes, problem_)) return;
                turn = chunks_++;
            }
            out.clear();
            std::size_t rows = 0, bad = 0;
            for (std::string_view text = chunk; !text.empty();) {
                take_record(text, fields);
                if (fields.size() == 1 && fields[0].empty() && columns_.size() > 1) continue;  // an empty line
                std::string problem;
                if (fields.size() != columns_.size()) problem = "the row has " + std::to_string(fields.size()) + " fields for " + std::to_string(columns_.size()) + " columns";
                for (std::size_t i = 0; i < columns_.size() && problem.empty(); ++i) {
                    if (!is_valid_utf8(fields[i])) problem = "'" + columns_[i] + "' is not UTF-8";
                    else if (auto value = fact(fields[i], batch.type(i))) facts[i] = std::move(*value);
                    else problem = "'" + fields[i] + "' is not of the type " + type_text(batch.type(i));
                }
                if (problem.empty()) batch.run_row(facts, row);
                else row = {Value(), std::move(problem)};
                put_row(out, row);
                ++rows;
                bad += !row.problem.empty();
            }
            std::unique_lock lock(writing_);
            my_turn_.wait(lock, [&] { return written_ == turn; });
            std::cout << out;
            rows_ += rows;
            with_problems_ += bad;
            progress(false);
            ++written_;
            my_turn_.notify_all();
        }
    }
    void put_row(std::string& out, const Batch::Row& row) const {
        auto put = [&](const Value* value) {
            if (value && !value->is_null()) put_field(out, to_text(*value));
        };
        if (members_.empty()) put(&row.value);
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (i) out += ',';
            if (row.value.is(Value::Kind::context)) put(row.value.context().find(members_[i]));
        }
        out += ',';
        put_field(out, row.problem);
        out += '\n';
    }
    void progress(bool last) {
        auto now = std::chrono::steady_clock::now();
        if (!last && now - told_ < std::chrono::seconds(1)) return;
        told_ = now;
        auto seconds = std::chrono::duration<double>(now - began_).count();
        std::cerr << rows_ << " rows, " << static_cast<std::uint64_t>(static_cast<double>(rows_) / std::max(seconds, 0.001)) << " rows/s, " << with_problems_ << " with problems\n";
    }

    std::shared_ptr<const Model> model_;
    std::size_t decision_;
    Now now_;
    Records records_;
    std::chrono::steady_clock::time_point began_, told_ = began_;
    std::vector<std::string> columns_, members_;
    std::mutex reading_, writing_;
    std::condition_variable my_turn_;
    std::string problem_;
    std::size_t chunks_ = 0, written_ = 0;
    std::uint64_t rows_ = 0, with_problems_ = 0;
};

}  // namespace

int decide_table(std::shared_ptr<const Model> model, std::size_t decision, const std::string& file, Now now) {
    if (file == "-") return Sweep(std::move(model), decision, now, std::cin).run();
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::cerr << file << ": cannot be read\n";
        return 66;
    }
    return Sweep(std::move(model), decision, now, in).run();
}

}  // namespace raekoda::doors::console
