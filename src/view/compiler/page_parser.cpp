// Reads a page: the directives at its head, then literals, {{ expressions }} and {% statements %}.
#include <algorithm>

#include "view/compiler/page.h"

namespace raekoda::view::compiler {

namespace {

using Kind = Part::Kind;

bool is_name(std::string_view text) {
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), is_identifier_character);
}

class Parser {
public:
    // The end of the file's last line belongs to the file: a component in the middle of a line adds no space.
    Parser(std::string_view source, Faults& faults) : source_(source.substr(0, source.find_last_not_of(" \t\r\n") + 1)), faults_(faults) {}

    Page read() {
        read_head();
        read_parts();
        check_blocks();
        return std::move(page_);
    }

private:
    void fault(int line, std::string message) { faults_.push_back({line, std::move(message)}); }
    int line_at(std::size_t position) {
        line_ += static_cast<int>(std::count(source_.begin() + static_cast<long>(counted_), source_.begin() + static_cast<long>(position), '\n'));
        counted_ = position;
        return line_;
    }

    void read_head() {
        bool named = false;
        while (at_ < source_.size()) {
            std::size_t begin = source_.find_first_not_of(" \t\r\n", at_);
            if (begin == std::string_view::npos) break;
            if (source_.substr(begin, 2) == "{#") {
                auto end = source_.find("#}", begin);
                if (end == std::string_view::npos) break;  // said by read_parts
                at_ = end + 2;
                continue;
            }
            if (source_[begin] != '@') {
                at_ = begin;
                break;
            }
            int line = line_at(begin);
            std::size_t word_end = begin + 1;
            while (word_end < source_.size() && is_identifier_character(source_[word_end])) ++word_end;
            std::string_view word = source_.substr(begin, word_end - begin);
            std::size_t end = source_.find('\n', word_end);
            if (end == std::string_view::npos) end = source_.size();
            if (word == "@page") {
                if (named) fault(line, "a second @page");
                named = true;
                end = read_signature(word_end, line);
            } else if (word == "@include") {
                std::string_view file = without_outer_space(source_.substr(word_end, end - word_end));
                if (file.size() < 3 || !((file.front() == '"' && file.back() == '"') || (file.front() == '<' && file.back() == '>')))
                    fault(line, "@include needs a \"header\"");
                else page_.includes.emplace_back(file);
            } else if (word == "@body") {
                page_.has_body = true;
                if (!without_outer_space(source_.substr(word_end, end - word_end)).empty()) fault(line, "@body takes nothing");
            } else {
                fault(line, "unknown directive " + std::string(word) + "; there are @page, @include and @body");
            }
            at_ = end;
        }
        if (!named) fault(1, "a page begins with @page name(arguments)");
    }

    void check_free(std::string_view name, int line) {
        for (std::string_view taken : {"frame", "writer", "page_body", "t"})
            if (name == taken) fault(line, "the name \"" + std::string(name) + "\" is taken: every page has its own");
    }

    // name(arguments), perhaps over several lines; gives the position after it.
    std::size_t read_signature(std::size_t from, int line) {
        std::size_t open = source_.find_first_of("(\n", from);
        if (open == std::string_view::npos || source_[open] != '(') {
            fault(line, "@page needs name(arguments)");
            return std::min(open, source_.size());
        }
        page_.name = without_outer_space(source_.substr(from, open - from));
        if (!is_name(page_.name)) fault(line, "\"" + page_.name + "\" is not a function name");
        int depth = 0;
        std::size_t close = open;
        for (; close < source_.size(); ++close) {
            if (begins_literal(source_, close)) {
                close = after_literal(source_, close) - 1;
                continue;
            }
            if (source_[close] == '(') ++depth;
            if (source_[close] == ')' && --depth == 0) break;
        }
        if (close == source_.size()) {
            fault(line, "@page: the bracket is not closed");
            return close;
        }
        for (std::string_view text : comma_parts(source_.substr(open + 1, close - open - 1), true)) {
            Parameter parameter;
            auto equals = text.find('=');
            parameter.declaration = without_outer_space(text.substr(0, equals));
            if (equals != std::string_view::npos) parameter.fallback = without_outer_space(text.substr(equals + 1));
            std::replace(parameter.declaration.begin(), parameter.declaration.end(), '\n', ' ');
            std::size_t begin = parameter.declaration.size();
            while (begin > 0 && is_identifier_character(parameter.declaration[begin - 1])) --begin;
            parameter.name = parameter.declaration.substr(begin);
            if (!is_name(parameter.name) || begin == 0) fault(line, "argument \"" + std::string(text) + "\" needs a type and a name");
            check_free(parameter.name, line);
            page_.parameters.push_back(std::move(parameter));
        }
        std::size_t end = std::min(source_.find('\n', close), source_.size());
        if (!without_outer_space(source_.substr(close + 1, end - close - 1)).empty()) fault(line, "text after @page name(arguments)");
        return end;
    }

    // The position of `closing` outside of C++ literals and brackets.
    std::size_t find_closing(std::size_t from, std::string_view closing) {
        int depth = 0;
        for (std::size_t i = from; i < source_.size();) {
            if (begins_literal(source_, i)) {
                i = after_literal(source_, i);
                continue;
            }
            if (depth == 0 && source_.substr(i, 2) == closing) return i;
            if (source_[i] == '{') ++depth;
            if (source_[i] == '}' && depth > 0) --depth;
            ++i;
        }
        return std::string_view::npos;
    }

    void read_parts() {
        std::size_t literal = at_;
        while (at_ < source_.size()) {
            std::size_t open = source_.find('{', at_);
            if (open == std::string_view::npos || open + 1 >= source_.size()) break;
            char sort = source_[open + 1];
            if (sort != '{' && sort != '%' && sort != '#') {
                at_ = open + 1;
                continue;
            }
            std::size_t close = sort == '#' ? source_.find("#}", open + 2) : find_closing(open + 2, sort == '{' ? "}}" : "%}");
            if (close == std::string_view::npos) {
                fault(line_at(open), std::string("{") + sort + " is not closed");
                literal = at_ = source_.size();
                break;
            }
            std::size_t end = close + 2, before = open;
            std::string_view trimmed = without_outer_space(source_.substr(open + 2, close - open - 2));
            // A statement or comment alone on its line takes the line with it, unless it writes something itself.
            if (sort == '#' || (sort == '%' && !writes(trimmed))) {
                std::size_t indent = open;
                while (indent > literal && (source_[indent - 1] == ' ' || source_[indent - 1] == '\t')) --indent;
                std::size_t rest = end;
                while (rest < source_.size() && (source_[rest] == ' ' || source_[rest] == '\t' || source_[rest] == '\r')) ++rest;
                bool begins_line = indent == 0 || source_[indent - 1] == '\n';
                if (begins_line && (rest == source_.size() || source_[rest] == '\n')) {
                    before = indent;
                    end = std::min(rest + 1, source_.size());
                }
            }
            add_literal(literal, before);
            int line = line_at(trimmed.empty() ? open : static_cast<std::size_t>(trimmed.data() - source_.data()));
            if (sort == '{') {
                if (trimmed.empty()) fault(line, "an empty expression");
                else page_.parts.push_back({Kind::expression, line, std::string(trimmed), {}});
            } else if (sort == '%') {
                read_statement(trimmed, line);
            }
            literal = at_ = end;
        }
        add_literal(literal, source_.size());
    }

    void add_literal(std::size_t begin, std::size_t end) {
        bool begins_line = begin > 0 && begin <= source_.size() && source_[begin - 1] == '\n';
        if (begin < end) page_.parts.push_back({Kind::literal, line_at(begin), std::string(source_.substr(begin, end - begin)), {}, begins_line});
    }

    // Whether HTML comes out where the statement ends: of `use`, `body` and the end of `call`.
    bool writes(std::string_view statement) {
        std::size_t word_end = 0;
        while (word_end < statement.size() && is_identifier_character(statement[word_end])) ++word_end;
        std::string_view word = statement.substr(0, word_end);
        if (word == "if" || word == "for" || word == "call") blocks_write_.push_back(word == "call");
        if (word != "end") return word == "use" || word == "body";
        bool writes = !blocks_write_.empty() && blocks_write_.back();
        if (!blocks_write_.empty()) blocks_write_.pop_back();
        return writes;
    }

    void read_statement(std::string_view text, int line) {
        std::size_t word_end = 0;
        while (word_end < text.size() && is_identifier_character(text[word_end])) ++word_end;
        std::string_view word = text.substr(0, word_end);
        std::string_view rest = without_outer_space(text.substr(word_end));
        if (!rest.empty())
            line += static_cast<int>(std::count(text.begin(), text.begin() + (rest.data() - text.data()), '\n'));
        auto add = [&](Kind kind, bool needs) {
            if (needs == rest.empty()) fault(line, "{% " + std::string(word) + (needs ? " %} needs more" : " %} takes nothing"));
            page_.parts.push_back({kind, line, std::string(rest), {}});
        };
        if (word == "if") add(Kind::condition, true);
        else if (word == "elif") add(Kind::otherwise_if, true);
        else if (word == "else") add(Kind::otherwise, false);
        else if (word == "end") add(Kind::end, false);
        else if (word == "body") {
            if (!page_.has_body) fault(line, "{% body %} needs @body at the head of the page");
            add(Kind::body, false);
        } else if (word == "use" || word == "call") {
            auto open = rest.find('(');
            std::string_view name = without_outer_space(rest.substr(0, open));
            bool fits = open != std::string_view::npos && rest.back() == ')' && !name.empty() && is_identifier_character(name.back());
            if (!fits) fault(line, "{% " + std::string(word) + " %} needs component(arguments)");
            page_.parts.push_back({word == "use" ? Kind::use : Kind::call, line, std::string(rest), fits ? std::string(name) : std::string()});
        } else if (word == "let") {
            auto equals = rest.find('=');
            std::string_view name = without_outer_space(rest.substr(0, equals));
            if (equals == std::string_view::npos || !is_name(name)) fault(line, "{% let %} needs name = expression");
            else check_free(name, line), page_.parts.push_back({Kind::let, line, std::string(without_outer_space(rest.substr(equals + 1))), std::string(name)});
        } else if (word == "for") {
            auto in = rest.find(" in ");
            std::string_view names = without_outer_space(rest.substr(0, in));
            auto parts = comma_parts(names, false);
            if (in == std::string_view::npos || parts.empty() || !std::all_of(parts.begin(), parts.end(), is_name)) {
                fault(line, "{% for %} needs name in expression");
                page_.parts.push_back({Kind::loop, line, "{}", "broken"});
            } else {
                for (std::string_view one : parts) check_free(one, line);
                page_.parts.push_back({Kind::loop, line, std::string(without_outer_space(rest.substr(in + 4))), std::string(names)});
            }
        } else {
            fault(line, "unknown statement \"" + std::string(word) + "\"; there are if, elif, else, for, let, use, call, body and end");
        }
    }

    void check_blocks() {
        struct Open {
            Kind kind;
            int line;
            bool otherwise = false;
        };
        std::vector<Open> open;
        for (const Part& part : page_.parts) {
            if (part.kind == Kind::condition || part.kind == Kind::loop || part.kind == Kind::call) open.push_back({part.kind, part.line});
            if (part.kind == Kind::otherwise || part.kind == Kind::otherwise_if) {
                if (open.empty() || open.back().kind != Kind::condition) fault(part.line, "{% else %} or {% elif %} without {% if %}");
                else if (open.back().otherwise) fault(part.line, "nothing may follow {% else %} but {% end %}");
                else open.back().otherwise = part.kind == Kind::otherwise;
            }
            if (part.kind == Kind::end) {
                if (open.empty()) fault(part.line, "{% end %} without a beginning");
                else open.pop_back();
            }
        }
        for (const Open& block : open) fault(block.line, "this block has no {% end %}");
    }

    std::string_view source_;
    Faults& faults_;
    Page page_;
    std::vector<bool> blocks_write_;
    std::size_t at_ = 0, counted_ = 0;
    int line_ = 1;
};

}  // namespace

Page parse_page(std::string_view source, Faults& faults) { return Parser(source, faults).read(); }

}  // namespace raekoda::view::compiler
