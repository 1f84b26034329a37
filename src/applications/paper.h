// A receipt or decision on paper: lines in order, and the PDF made of them. The PDF is tagged, says its language, and carries its fonts, so
// that Estonian and Cyrillic letters are read everywhere.
#pragma once
#include <string>
#include <vector>

#include "base/time.h"

namespace raekoda::applications {

struct PaperLine {
    enum class Kind { title, heading, words, fact, small } kind = Kind::words;
    std::string text;   // of a fact: what it is
    std::string value;  // of a fact alone
};
struct Paper {
    std::string title, language, author;  // of the file's own description
    Instant made;
    std::vector<PaperLine> lines;
    std::string foot;  // on every page, before its number: "T-2026-000123"
    void add(PaperLine::Kind kind, std::string text, std::string value = {}) { lines.push_back({kind, std::move(text), std::move(value)}); }
};

// A4. Long texts go on over pages. Throws std::runtime_error when the library refuses: a bug.
std::string as_pdf(const Paper&);

}  // namespace raekoda::applications
