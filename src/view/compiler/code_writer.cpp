#include "view/compiler/code_writer.h"

#include <algorithm>
#include <optional>

#include "view/compiler/html_context.h"

namespace raekoda::view::compiler {

namespace {

using Kind = Part::Kind;

std::string namespace_of(const std::string& room) {
    std::string name = "raekoda::";
    for (char c : room) name += c == '/' ? std::string("::") : std::string(1, c);
    return name + "::pages";
}

std::string cpp_literal(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            case '?': out += "\\?"; break;  // no trigraphs
            default: out += c;
        }
    }
    return out + "\"";
}

// The arguments of the two functions of a page; the writing one has the body before them.
std::string parameters(const Page& page, bool definition, bool fallbacks) {
    std::string out;
    for (const Parameter& parameter : page.parameters) {
        out += definition ? ", [[maybe_unused]] " : ", ";
        out += parameter.declaration;
        if (fallbacks && !parameter.fallback.empty()) out += " = " + parameter.fallback;
    }
    return out;
}

std::string into_head(const Page& page, bool definition, bool fallbacks) {
    return "void " + page.name + "_into(::raekoda::view::Writer& writer" + (page.has_body ? ", const ::raekoda::view::Body& page_body" : "") +
           parameters(page, definition, fallbacks) + ")";
}

std::string page_head(const Page& page, bool fallbacks) {
    return "::raekoda::view::Html " + page.name + "(const ::raekoda::view::Frame& frame" +
           (page.has_body ? ", const ::raekoda::view::Html& page_body" : "") + parameters(page, false, fallbacks) + ")";
}

class Writing {
public:
    Writing(const Page& page, std::string path, const TextKeys& keys, Faults& faults)
        : page_(page), path_(std::move(path)), keys_(keys), faults_(faults) {}

    std::string body() {
        for (const Part& part : page_.parts) write(part);
        flush();
        if (blocks_.empty() && !context_.in_text())
            fault(page_.parts.empty() ? 1 : page_.parts.back().line, "the page ends " + context_.where());
        return std::move(out_);
    }

private:
    struct Block {
        Kind kind;
        int line;
        HtmlContext begin;                // where the first branch begins
        std::optional<HtmlContext> ends;  // where the finished branches end, joined
        bool otherwise = false;
        std::string rest;  // of a call: its last line
    };

    void fault(int line, std::string message) { faults_.push_back({line, std::move(message)}); }

    void flush() {
        if (literal_.empty()) return;
        // One line of C++ for a line of HTML, so that people can read it.
        out_ += "    writer.raw(";
        for (std::size_t begin = 0; begin < literal_.size();) {
            std::size_t end = literal_.find('\n', begin);
            end = end == std::string::npos ? literal_.size() : end + 1;
            if (begin) out_ += "\n               ";
            out_ += cpp_literal(std::string_view(literal_).substr(begin, end - begin));
            begin = end;
        }
        out_ += "sv);\n";
        literal_.clear();
    }

    void code(int line, const std::string& text) {
        flush();
        out_ += "#line " + std::to_string(line) + " " + cpp_literal(path_) + "\n    " + text + "\n";
    }

    std::string expression(const Part& part, bool lasting = false) { return with_texts(part.text, part.line, keys_, lasting, faults_); }

    // Where the statement stands must not be inside of a name.
    void place(const Part& part) {
        if (!context_.statement()) fault(part.line, "a statement " + context_.where());
    }

    void write(const Part& part) {
        switch (part.kind) {
            case Kind::literal: literal_ += context_.feed(part.text, part.line, part.begins_line, faults_); return;
            case Kind::expression: {
                std::string why;
                HtmlContext::Escape escape = context_.expression(why);
                const char* how = escape == HtmlContext::Escape::text ? "text" : escape == HtmlContext::Escape::url ? "url" : "attribute";
                if (escape == HtmlContext::Escape::refused) fault(part.line, why);
                code(part.line, std::string("writer.") + how + "(" + expression(part) + ");");
                return;
            }
            case Kind::let: code(part.line, "[[maybe_unused]] const auto& " + part.name + " = " + expression(part, true) + ";"); return;
            case Kind::condition:
                place(part);
                code(part.line, "if (" + expression(part) + ") {");
                blocks_.push_back({part.kind, part.line, context_, {}, false, {}});
                return;
            case Kind::otherwise_if:
            case Kind::otherwise: {
                if (blocks_.empty() || blocks_.back().kind != Kind::condition) return;  // said by the parser
                place(part);
                end_branch(blocks_.back(), part.line);
                context_ = blocks_.back().begin;
                blocks_.back().otherwise = part.kind == Kind::otherwise;
                code(part.line, part.kind == Kind::otherwise ? "} else {" : "} else if (" + expression(part) + ") {");
                return;
            }
            case Kind::loop: {
                place(part);
                bool several = part.name.find(',') != std::string::npos;
                code(part.line, "for ([[maybe_unused]] const auto& " + (several ? "[" + part.name + "]" : part.name) + " : " + expression(part) + ") {");
                blocks_.push_back({part.kind, part.line, context_, {}, false, {}});
                return;
            }
            case Kind::use:
                if (!context_.in_text()) fault(part.line, "{% use %} " + context_.where());
                code(part.line, component(part, "writer") + ";");
                return;
            case Kind::call: {
                if (!context_.in_text()) fault(part.line, "{% call %} " + context_.where());
                std::string name = "call_" + std::to_string(++calls_);
                code(part.line, "{ const auto " + name + " = [&] {");
                std::string rest = component(part, "writer, ::raekoda::view::Body(" + name + ")") + "; }";
                blocks_.push_back({part.kind, part.line, context_, {}, false, std::move(rest)});
                return;
            }
            case Kind::body:
                if (!context_.in_text()) fault(part.line, "{% body %} " + context_.where());
                code(part.line, "page_body();");
                return;
            case Kind::end: {
                if (blocks_.empty()) return;
                place(part);
                Block& block = blocks_.back();
                end_branch(block, part.line);
                if (block.kind != Kind::condition || !block.otherwise) {
                    HtmlContext skipped = block.begin;
                    if (!context_.join(skipped))
                        fault(part.line, "the block begins " + skipped.where() + " but ends " + context_.where());
                }
                if (block.kind == Kind::call) code(block.line, "}; " + block.rest);
                else code(part.line, "}");
                blocks_.pop_back();
                return;
            }
        }
    }

    void end_branch(Block& block, int line) {
        if (block.ends && !context_.join(*block.ends))
            fault(line, "one branch ends " + block.ends->where() + ", another " + context_.where());
        block.ends = context_;
    }

    // name(arguments) → name_into(writer, arguments)
    std::string component(const Part& part, const std::string& first) {
        std::string text = expression(part);
        auto open = text.find('(');
        if (part.name.empty() || open == std::string::npos) return "";
        std::string arguments = text.substr(open + 1);
        bool none = without_outer_space(arguments) == ")";
        return part.name + "_into(" + first + (none ? "" : ", ") + arguments;
    }

    const Page& page_;
    std::string path_;
    const TextKeys& keys_;
    Faults& faults_;
    HtmlContext context_;
    std::vector<Block> blocks_;
    std::string out_, literal_;
    int calls_ = 0;
};

// Only what this page needs of the table, so that a new text compiles no other page again.
std::string used_texts(const std::string& code) {
    const std::string prefix = "::raekoda::view::texts::of_";
    std::vector<std::string> found;
    for (auto at = code.find(prefix); at != std::string::npos; at = code.find(prefix, at + 1)) {
        std::size_t end = at + prefix.size();
        while (end < code.size() && (is_identifier_character(code[end]) || code[end] == ':')) ++end;
        found.push_back(code.substr(at + prefix.size(), end - at - prefix.size()));
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::string out;
    for (const std::string& name : found) {
        auto colons = name.find("::");
        if (colons == std::string::npos) continue;  // somebody wrote the prefix; the C++ compiler will say what is wrong
        out += "namespace raekoda::view::texts::of_" + name.substr(0, colons) + " { extern const TextEntry " + name.substr(colons + 2) + "; }\n";
    }
    return out;
}

}  // namespace

std::string shown_path(const std::string& path) {
    auto at = path.rfind("/src/");
    return at == std::string::npos ? path : path.substr(at + 1);
}

std::string room_of(const std::string& path) {
    std::string shown = shown_path(path);
    if (!shown.starts_with("src/")) return {};
    std::string room, first;
    for (std::size_t begin = 4;;) {
        std::size_t end = shown.find('/', begin);
        if (end == std::string::npos) break;
        std::string folder = shown.substr(begin, end - begin);
        if (folder == "pages" || folder == "components") break;
        room += (room.empty() ? "" : "/") + folder;
        begin = end + 1;
    }
    return room;
}

std::string page_code(const Page& page, const std::string& path, const TextKeys& keys, Faults& faults) {
    std::string room = room_of(path);
    std::string inside = Writing(page, shown_path(path), keys, faults).body();
    std::string forwarded;
    for (const Parameter& parameter : page.parameters) forwarded += ", " + parameter.name;

    std::string out = "// Made from " + shown_path(path) + " by compile_page; changes belong there.\n#include \"" + room + "/pages.h\"\n";
    out += "#include \"view/text_entry.h\"\n";
    if (room != "view") out += "#if __has_include(\"view/pages.h\")\n#include \"view/pages.h\"\n#endif\n";
    out += used_texts(inside);
    out += "namespace raekoda::view::pages {}\nnamespace " + namespace_of(room) + " {\n";
    if (room != "view") out += "using namespace ::raekoda::view::pages;\n";
    out += "using namespace ::std::string_view_literals;\n\n" + into_head(page, true, false) + " {\n";
    out += "    [[maybe_unused]] const ::raekoda::view::Frame& frame = writer.frame();\n" + inside + "}\n\n";
    out += page_head(page, false) + " {\n    ::raekoda::view::Writer writer(frame);\n";
    if (page.has_body) out += "    const auto write_body = [&] { writer.text(page_body); };\n";
    out += "    " + page.name + "_into(writer" + (page.has_body ? ", ::raekoda::view::Body(write_body)" : "") + forwarded + ");\n";
    out += "    return writer.take();\n}\n\n}  // namespace " + namespace_of(room) + "\n";
    return out;
}

std::string declarations(const std::string& room, const std::vector<Page>& pages) {
    std::vector<std::string> includes;
    for (const Page& page : pages)
        for (const std::string& file : page.includes)
            if (std::find(includes.begin(), includes.end(), file) == includes.end()) includes.push_back(file);
    std::sort(includes.begin(), includes.end());
    std::string out = "// The pages of src/" + room + ", made by compile_page.\n#pragma once\n#include \"view/view.h\"\n";
    for (const std::string& file : includes) out += "#include " + file + "\n";
    out += "\nnamespace " + namespace_of(room) + " {\n\n";
    for (const Page& page : pages) {
        out += page_head(page, true) + ";\n";
        out += into_head(page, false, true) + ";\n";
    }
    return out + "\n}  // namespace " + namespace_of(room) + "\n";
}

}  // namespace raekoda::view::compiler
