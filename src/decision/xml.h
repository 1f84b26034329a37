// XML of strangers, read with limits: size, depth, count of elements; no document type, hence no entities. Private to the room.
#pragma once
#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "decision/problem.h"

namespace raekoda::decision {

struct XmlLimits {
    std::size_t bytes = 16u << 20;
    int depth = 200;
    std::size_t elements = 500'000;
    std::size_t attributes = 2'000'000;
    std::size_t attributes_of_one = 100;
};

// A parsed document that can still say where each node stood in the source.
class XmlDocument {
public:
    // Adds problems and returns false when it cannot be read.
    bool read(std::string_view source, const XmlLimits&, ModelProblems&);
    pugi::xml_node root() const { return document_.document_element(); }

    struct Spot {
        int row = 0, column = 0;
    };
    Spot spot(std::ptrdiff_t offset) const;
    Spot spot(pugi::xml_node node) const { return spot(node.offset_debug()); }
    // The place of the byte at `position` of a node's decoded text.
    Spot spot_in_text(std::ptrdiff_t text_offset, std::size_t position) const;

private:
    std::string source_;
    std::size_t code_points(std::size_t from, std::size_t to) const;  // between two bytes
    std::vector<std::size_t> rows_;    // offset at which each row begins
    std::vector<std::size_t> counts_;  // code points before every 4096th byte: a file may be one long row
    pugi::xml_document document_;
};

// Text of an element: its character data and CDATA, with the offset of the first piece (-1: none).
struct XmlText {
    std::string text;
    std::ptrdiff_t offset = -1;
};
XmlText text_of_element(pugi::xml_node);
// Name without prefix; namespace by the declarations in force at the node (empty: none).
std::string_view local_name(pugi::xml_node);
std::string namespace_of(pugi::xml_node);
std::string namespace_of_prefix(pugi::xml_node, std::string_view prefix);

}  // namespace raekoda::decision
