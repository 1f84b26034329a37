#include "applications/application_files.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace raekoda::applications {

namespace {

struct Kind {
    const char* type;
    const char* ending;
};
constexpr Kind kinds[] = {
    {"application/pdf", "pdf"},
    {"image/jpeg", "jpg"},
    {"image/png", "png"},
    {"application/vnd.etsi.asic-e+zip", "asice"},
    {"application/vnd.oasis.opendocument.text", "odt"},
    {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
};
constexpr std::size_t name_characters = 120;

std::uint32_t little(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])) << (8 * i);
    return value;
}

// A ZIP whose first entry is `mimetype`, stored: its words say what it is. Office documents of the other family have known parts.
std::string type_of_zip(std::string_view bytes) {
    constexpr std::size_t header = 30, longest = 200;
    if (bytes.size() < header) return {};
    const std::uint32_t method = little(bytes, 8, 2), size = little(bytes, 18, 4), name_size = little(bytes, 26, 2), extra = little(bytes, 28, 2);
    const std::size_t content = header + name_size + extra;
    if (bytes.size() < content) return {};
    if (bytes.substr(header, name_size) == "mimetype" && method == 0 && size <= longest && bytes.size() >= content + size) {
        std::string_view type = trimmed(bytes.substr(content, size));
        for (const auto& kind : kinds)
            if (type == kind.type) return kind.type;
        return {};
    }
    // Macros make a program of a document: no such part may be in it.
    if (bytes.find("vbaProject.bin") != std::string_view::npos || bytes.find("[Content_Types].xml") == std::string_view::npos) return {};
    if (bytes.find("word/document.xml") != std::string_view::npos) return kinds[6].type;
    if (bytes.find("xl/workbook.xml") != std::string_view::npos) return kinds[7].type;
    return {};
}

}  // namespace

std::string type_of_content(std::string_view bytes) {
    constexpr std::size_t pdf_window = 1024;  // readers look for the mark there
    if (bytes.substr(0, pdf_window).find("%PDF-") == 0) return kinds[0].type;
    if (bytes.starts_with("\xFF\xD8\xFF")) return kinds[1].type;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return kinds[2].type;
    if (bytes.starts_with(std::string_view("PK\x03\x04", 4))) return type_of_zip(bytes);
    return {};
}

std::string clean_file_name(std::string_view as_sent, std::string_view type) {
    std::string name = clean_input(as_sent).value_or("");
    if (auto slash = name.find_last_of("/\\:"); slash != std::string::npos) name = name.substr(slash + 1);
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '\n' || c == '\t' || c == '"' || c == '<' || c == '>' || c == '|' || c == '*' || c == '?'; }, '_');
    while (!name.empty() && (name.front() == '.' || name.front() == ' ')) name.erase(0, 1);
    std::string ending;
    for (const auto& kind : kinds)
        if (type == kind.type) ending = kind.ending;
    if (auto dot = name.rfind('.'); dot != std::string::npos) name = name.substr(0, dot);
    name = std::string(first_code_points(name, name_characters));
    return (name.empty() ? "file" : name) + "." + ending;
}

}  // namespace raekoda::applications
