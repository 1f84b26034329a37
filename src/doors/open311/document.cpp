#include "doors/open311/document.h"

#include <charconv>
#include <pugixml.hpp>

#include "base/json.h"

namespace raekoda::doors::open311 {

namespace {

// XML 1.0 §2.2: no control characters but tab and line ends, no U+FFFE and U+FFFF.
std::string for_xml(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 && c != '\t' && c != '\n') continue;
        if (c == 0xEF && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xBF && static_cast<unsigned char>(text[i + 2]) >= 0xBE) {
            i += 2;
            continue;
        }
        out.push_back(text[i]);
    }
    return out;
}

template <class T>
std::string decimal(T value) {
    char buffer[64];
    auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc() ? std::string(buffer, end) : "0";
}

void write_json(const Node& node, std::string& out) {
    switch (node.sort()) {
        case Node::Sort::null: out += "null"; return;
        case Node::Sort::text: out += json::quoted(node.value()); return;
        case Node::Sort::scalar: out += node.value(); return;
        case Node::Sort::list:
        case Node::Sort::object: break;
    }
    const bool list = node.sort() == Node::Sort::list;
    out += list ? '[' : '{';
    bool first = true;
    for (const auto& [name, child] : node.children()) {
        if (!first) out += ',';
        first = false;
        if (!list) {
            out += json::quoted(name);
            out += ':';
        }
        write_json(child, out);
    }
    out += list ? ']' : '}';
}

void write_xml(const Node& node, pugi::xml_node element) {
    if (node.sort() == Node::Sort::text || node.sort() == Node::Sort::scalar) element.append_child(pugi::node_pcdata).set_value(node.value().c_str());
    for (const auto& [name, child] : node.children()) write_xml(child, element.append_child(name.c_str()));
}

struct Writer : pugi::xml_writer {
    std::string& out;
    explicit Writer(std::string& o) : out(o) {}
    void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
};

}  // namespace

Node Node::text(std::string_view text) {
    Node node;
    node.value_ = for_xml(text);
    node.sort_ = node.value_.empty() ? Sort::null : Sort::text;
    return node;
}
Node Node::number(double value) {
    Node node;
    node.sort_ = Sort::scalar;
    node.value_ = decimal(value);
    return node;
}
Node Node::whole(std::int64_t value) {
    Node node;
    node.sort_ = Sort::scalar;
    node.value_ = decimal(value);
    return node;
}
Node Node::boolean(bool value) {
    Node node;
    node.sort_ = Sort::scalar;
    node.value_ = value ? "true" : "false";
    return node;
}
Node Node::list(std::string item_name) {
    Node node;
    node.sort_ = Sort::list;
    node.item_name_ = std::move(item_name);
    return node;
}
Node Node::object() {
    Node node;
    node.sort_ = Sort::object;
    return node;
}
Node& Node::with(std::string name, Node value) {
    children_.emplace_back(std::move(name), std::move(value));
    return *this;
}
Node& Node::add(Node item) {
    children_.emplace_back(item_name_, std::move(item));
    return *this;
}

std::string_view content_type(Format format) { return format == Format::xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"; }

std::string written(const Document& document, Format format) {
    std::string out;
    if (format == Format::json) {
        write_json(document.content, out);
        return out;
    }
    out = R"(<?xml version="1.0" encoding="utf-8"?>)";
    pugi::xml_document xml;
    write_xml(document.content, xml.append_child(document.root.c_str()));
    Writer writer(out);
    xml.save(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return out;
}

}  // namespace raekoda::doors::open311
