#include "decision/xml.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::decision {

namespace {

constexpr std::size_t stride = 4096;

void add(ModelProblems& problems, const char* code, std::string words, XmlDocument::Spot spot = {}) {
    ModelProblem problem;
    problem.code = code;
    problem.words = std::move(words);
    problem.place.row = static_cast<std::uint32_t>(spot.row);
    problem.place.column = static_cast<std::uint32_t>(spot.column);
    problems.push_back(std::move(problem));
}

// Depth and counts before a tree is made: the parser's tree is freed by recursion, and a tree costs many times its text.
struct Survey {
    const char* code = nullptr;
    std::string words;
    std::size_t offset = 0;
};

Survey survey(std::string_view s, const XmlLimits& limits) {
    std::size_t i = 0, elements = 0, attributes = 0;
    int depth = 0;
    auto refuse = [&](const char* code, std::string words) { return Survey{code, std::move(words), i}; };
    while ((i = s.find('<', i)) != std::string_view::npos) {
        auto rest = s.substr(i);
        if (rest.starts_with("<!--")) {
            auto end = s.find("-->", i + 4);
            if (end == std::string_view::npos) return refuse("xml_malformed", "the comment is not closed");
            i = end + 3;
        } else if (rest.starts_with("<![CDATA[")) {
            auto end = s.find("]]>", i + 9);
            if (end == std::string_view::npos) return refuse("xml_malformed", "the CDATA section is not closed");
            i = end + 3;
        } else if (rest.starts_with("<!")) {
            return refuse("xml_document_type", "document type declarations and entities are not allowed");
        } else if (rest.starts_with("<?")) {
            auto end = s.find("?>", i + 2);
            if (end == std::string_view::npos) return refuse("xml_malformed", "the processing instruction is not closed");
            i = end + 2;
        } else if (rest.starts_with("</")) {
            --depth;
            i += 2;
        } else {
            if (++elements > limits.elements) return refuse("xml_too_many_elements", "more than " + std::to_string(limits.elements) + " elements");
            if (++depth > limits.depth) return refuse("xml_too_deep", "elements are nested deeper than " + std::to_string(limits.depth));
            char quote = 0;
            std::size_t own = 0;
            for (++i; i < s.size(); ++i) {
                char c = s[i];
                if (quote) {
                    if (c == quote) quote = 0;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                    if (++attributes > limits.attributes || ++own > limits.attributes_of_one) return refuse("xml_too_many_elements", "too many attributes");
                } else if (c == '>') {
                    if (s[i - 1] == '/') --depth;
                    break;
                }
            }
        }
    }
    return {};
}

std::size_t length_of_character(unsigned char c) { return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4; }

}  // namespace

bool XmlDocument::read(std::string_view source, const XmlLimits& limits, ModelProblems& problems) {
    if (source.size() > limits.bytes) {
        add(problems, "too_large", "the model has " + std::to_string(source.size()) + " bytes; at most " + std::to_string(limits.bytes) + " are read");
        return false;
    }
    if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
    source_ = source;
    rows_.assign(1, 0);
    for (std::size_t i = 0; i < source_.size(); ++i)
        if (source_[i] == '\n') rows_.push_back(i + 1);
    std::size_t code_points = 0;
    counts_.clear();
    for (std::size_t i = 0; i < source_.size(); ++i) {
        if (i % stride == 0) counts_.push_back(code_points);
        if ((static_cast<unsigned char>(source_[i]) & 0xC0) != 0x80) ++code_points;
    }
    counts_.push_back(code_points);
    if (!is_valid_utf8(source_) || source_.find('\0') != std::string::npos) {
        add(problems, "xml_encoding", "the model is not text in UTF-8");
        return false;
    }
    if (auto found = survey(source_, limits); found.code) {
        add(problems, found.code, found.words, spot(static_cast<std::ptrdiff_t>(found.offset)));
        return false;
    }
    auto parsed = document_.load_buffer(source_.data(), source_.size(), pugi::parse_default | pugi::parse_declaration, pugi::encoding_utf8);
    if (!parsed) {
        add(problems, "xml_malformed", std::string("not well-formed XML: ") + parsed.description(), spot(parsed.offset));
        return false;
    }
    std::string encoding = document_.first_child().type() == pugi::node_declaration ? document_.first_child().attribute("encoding").value() : "";
    std::transform(encoding.begin(), encoding.end(), encoding.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    if (!encoding.empty() && encoding != "utf-8" && encoding != "utf8" && encoding != "us-ascii") {
        add(problems, "xml_encoding", "the model says its encoding is " + encoding + "; only UTF-8 is read", {1, 1});
        return false;
    }
    if (!root()) {
        add(problems, "xml_malformed", "there is no element in the file");
        return false;
    }
    return true;
}

XmlDocument::Spot XmlDocument::spot(std::ptrdiff_t offset) const {
    if (offset < 0 || source_.empty()) return {};
    auto at = std::min(static_cast<std::size_t>(offset), source_.size());
    auto row = std::upper_bound(rows_.begin(), rows_.end(), at) - rows_.begin();
    return {static_cast<int>(row), static_cast<int>(code_points(rows_[row - 1], at) + 1)};
}

std::size_t XmlDocument::code_points(std::size_t from, std::size_t to) const {
    auto counted = [this](std::size_t i, std::size_t end) {
        std::size_t count = 0;
        for (; i < end; ++i) count += (static_cast<unsigned char>(source_[i]) & 0xC0) != 0x80;
        return count;
    };
    if (to - from <= stride) return counted(from, to);
    auto before = [&](std::size_t offset) { return counts_[offset / stride] + counted(offset / stride * stride, offset); };
    return before(to) - before(from);
}

XmlDocument::Spot XmlDocument::spot_in_text(std::ptrdiff_t text_offset, std::size_t position) const {
    if (text_offset < 0) return {};
    auto i = static_cast<std::size_t>(text_offset);
    // Decoded bytes are counted; an entity or a CRLF is longer in the source than in the text.
    for (std::size_t decoded = 0; decoded < position && i < source_.size() && source_[i] != '<';) {
        if (source_[i] == '&') {
            auto end = source_.find(';', i);
            if (end == std::string::npos) break;
            i = end + 1;
            ++decoded;
        } else if (source_[i] == '\r' && i + 1 < source_.size() && source_[i + 1] == '\n') {
            i += 2;
            ++decoded;
        } else {
            auto length = length_of_character(static_cast<unsigned char>(source_[i]));
            i += length;
            decoded += length;
        }
    }
    return spot(static_cast<std::ptrdiff_t>(i));
}

XmlText text_of_element(pugi::xml_node node) {
    XmlText text;
    for (auto child : node.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            if (text.offset < 0) text.offset = child.offset_debug();
            text.text += child.value();
        }
    return text;
}

std::string_view local_name(pugi::xml_node node) {
    std::string_view name = node.name();
    auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string namespace_of_prefix(pugi::xml_node node, std::string_view prefix) {
    std::string attribute = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; node; node = node.parent())
        if (auto found = node.attribute(attribute.c_str())) return found.value();
    return {};
}

std::string namespace_of(pugi::xml_node node) {
    std::string_view name = node.name();
    auto colon = name.find(':');
    return namespace_of_prefix(node, colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon));
}

}  // namespace raekoda::decision
