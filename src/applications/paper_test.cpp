#include "applications/paper.h"

#include <doctest/doctest.h>

using namespace raekoda;
using namespace raekoda::applications;

namespace {
int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}
}  // namespace

TEST_CASE("a paper is a PDF with its own fonts, of as many pages as it needs") {
    Paper paper{"Vastuvõtukinnitus", "et", "Näidislinn", *parse_iso("2026-11-21T12:00:00Z"), {}, "T-2026-000123"};
    paper.add(PaperLine::Kind::title, "Õunapuu šampinjon žürii ÄÖÜ – Заявление №1");
    paper.add(PaperLine::Kind::fact, "Nimi", "Mari Maasikas");
    paper.add(PaperLine::Kind::fact, "Tühi", "");
    paper.add(PaperLine::Kind::words, "Sõna " + std::string(300, 'x'));
    auto pdf = as_pdf(paper);
    CHECK(pdf.starts_with("%PDF-"));
    CHECK(pdf.find("%%EOF") != std::string::npos);
    CHECK(count_of(pdf, "/FontFile") + count_of(pdf, "/FontFile2") + count_of(pdf, "/FontFile3") > 0);
    CHECK(count_of(pdf, "/Type /Page %") == 1);
    CHECK(pdf == as_pdf(paper));  // the same paper, the same bytes

    for (int i = 0; i < 300; ++i) paper.add(PaperLine::Kind::fact, "Rida " + std::to_string(i), "väärtus, mis on üsna pikk ja läheb kindlasti üle rea lõpu järgmisele reale");
    auto longer = as_pdf(paper);
    CHECK(count_of(longer, "/Type /Page %") > 5);
    Paper bad{"x", "et", "x", Instant{}, {}, ""};
    bad.add(PaperLine::Kind::words, std::string("\xC3\x28 naughty \xE2\x80\xAE \xF0\x9F\x98\x80", 22));
    CHECK(as_pdf(bad).starts_with("%PDF-"));
}
