#include "applications/application_files.h"

#include <algorithm>

#include "applications/attached_content.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

struct Kind {
    const char* type;
    const char* ending;
};
constexpr const char* pdf = "application/pdf";
constexpr const char* jpeg = "image/jpeg";
constexpr const char* png = "image/png";
constexpr const char* docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr const char* xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr Kind kinds[] = {
    {pdf, "pdf"},
    {jpeg, "jpg"},
    {png, "png"},
    {"application/vnd.etsi.asic-e+zip", "asice"},
    {"application/vnd.oasis.opendocument.text", "odt"},
    {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {docx, "docx"},
    {xlsx, "xlsx"},
};
constexpr std::size_t name_characters = 120;

// An entry `mimetype` that comes first, stored, says in words what it is. Office documents of the other family have known parts.
std::string type_of_archive(const Archive& archive) {
    if (archive.entries.empty()) return {};
    const auto& first = archive.entries.front();
    if (first.name == "mimetype") {
        constexpr std::uint32_t stored = 0;
        for (const auto& kind : kinds)
            if (first.method == stored && trimmed(first.packed) == kind.type) return kind.type;
        return {};
    }
    if (!archive.find("[Content_Types].xml")) return {};
    if (archive.find("word/document.xml")) return docx;
    if (archive.find("xl/workbook.xml")) return xlsx;
    return {};
}

constexpr std::string_view archive_mark("PK\x03\x04", 4), compound_mark("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

// Without archives.
std::string type_by_mark(std::string_view bytes) {
    if (bytes.starts_with("%PDF-")) return pdf;
    if (bytes.starts_with("\xFF\xD8\xFF")) return jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return png;
    return {};
}

// An office document with a password is such a file with this part, its name in UTF-16.
bool is_locked_office_document(std::string_view bytes) {
    std::string part;
    for (char c : std::string_view("EncryptedPackage")) part += c, part += '\0';
    return bytes.starts_with(compound_mark) && bytes.find(part) != bytes.npos;
}

std::string problem_for(ContentFault fault) {
    switch (fault) {
    case ContentFault::none: return {};
    case ContentFault::too_much: return "applications.file_unpacks_too_large";
    case ContentFault::locked: return "applications.file_is_locked";
    case ContentFault::program: return "applications.file_holds_program";
    case ContentFault::damaged: return "applications.file_is_damaged";
    }
    return {};
}

}  // namespace

std::string type_of_content(std::string_view bytes) {
    if (!bytes.starts_with(archive_mark)) return type_by_mark(bytes);
    UnpackBudget budget;
    return type_of_archive(read_archive(bytes, budget));
}

ContentCheck check_content(std::string_view bytes) {
    UnpackBudget budget;
    if (bytes.starts_with(archive_mark)) {
        const auto archive = read_archive(bytes, budget);
        if (archive.fault != ContentFault::none) return {{}, problem_for(archive.fault)};
        auto type = type_of_archive(archive);
        // What is not taken at all needs no looking into.
        if (type.empty()) return {{}, "applications.file_unknown_type"};
        auto problem = problem_for(fault_of_archive(archive, budget));
        return problem.empty() ? ContentCheck{std::move(type), {}} : ContentCheck{{}, std::move(problem)};
    }
    if (is_locked_office_document(bytes)) return {{}, problem_for(ContentFault::locked)};
    auto type = type_by_mark(bytes);
    if (type.empty()) return {{}, "applications.file_unknown_type"};
    if (type == pdf)
        if (auto problem = problem_for(fault_of_pdf(bytes, budget)); !problem.empty()) return {{}, std::move(problem)};
    return {std::move(type), {}};
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
