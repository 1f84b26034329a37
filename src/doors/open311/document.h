// A document that is the same in XML and in JSON under GeoReport's "Spark" mapping: a container with one kind of child is a list, the root
// is dropped in JSON, an empty element is null.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace raekoda::doors::open311 {

class Node {
public:
    Node() = default;                          // empty: null
    static Node text(std::string_view);        // what XML 1.0 cannot carry is left out; empty text is null
    static Node number(double);                // shortest decimal form
    static Node whole(std::int64_t);
    static Node boolean(bool);
    static Node list(std::string item_name);   // each item an element of this name
    static Node object();

    Node& with(std::string name, Node value);  // a member of an object
    Node& add(Node item);                      // an item of a list

    enum class Sort { null, text, scalar, object, list };
    Sort sort() const { return sort_; }
    const std::string& value() const { return value_; }  // of a text or scalar
    const std::string& item_name() const { return item_name_; }
    const std::vector<std::pair<std::string, Node>>& children() const { return children_; }

private:
    Sort sort_ = Sort::null;
    std::string value_, item_name_;
    std::vector<std::pair<std::string, Node>> children_;
};

struct Document {
    std::string root;
    Node content;
};

enum class Format { xml, json };
std::string_view content_type(Format);
std::string written(const Document&, Format);

}  // namespace raekoda::doors::open311
