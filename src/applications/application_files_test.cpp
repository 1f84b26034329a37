// What may be attached: known by its bytes, looked into without unpacking it, refused by what is wrong with it.
#include "applications/application_files.h"

#include <doctest/doctest.h>

#include <ctime>

#include "applications/attached_content.h"
#include "applications/attached_test_files.h"
#include "view/view.h"

using namespace raekoda;
using namespace raekoda::applications;

namespace {

// "docx" of "…wordprocessingml.document": what it is taken for, or the last word of why not.
std::string verdict(const std::string& bytes) {
    auto [type, problem] = check_content(bytes);
    CHECK(type.empty() != problem.empty());
    if (!problem.empty()) CHECK(view::has_text(problem));
    return problem.empty() ? type.substr(type.find_last_of("/.") + 1) : problem.substr(problem.find('.') + 1);
}
// Processor time of this program: a busy machine is no fault.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

const std::string million(1'000'000, 'a');

std::string ascii85(std::string bytes) {
    std::string out;
    const std::size_t short_by = (4 - bytes.size() % 4) % 4;
    bytes.append(short_by, '\0');
    for (std::size_t at = 0; at < bytes.size(); at += 4) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
        std::string five(5, '!');
        for (std::size_t i = 5; i-- > 0; value /= 85) five[i] = static_cast<char>('!' + value % 85);
        out += value == 0 && five == "!!!!!" ? "z" : five;
    }
    return out.substr(0, out.size() - short_by);
}

}  // namespace

TEST_CASE("a file is what its bytes are") {
    CHECK(type_of_content("%PDF-1.7 …") == "application/pdf");
    CHECK(type_of_content("\xFF\xD8\xFF\xE0 …") == "image/jpeg");
    CHECK(type_of_content("\x89PNG\r\n\x1A\n…") == "image/png");
    CHECK(type_of_content(archive_of({{"mimetype", "application/vnd.etsi.asic-e+zip"}})) == "application/vnd.etsi.asic-e+zip");
    CHECK(type_of_content(archive_of({{"mimetype", "application/vnd.oasis.opendocument.text\n"}})).ends_with("text"));
    CHECK(type_of_content(archive_of({{"mimetype", "application/epub+zip"}})).empty());
    CHECK(type_of_content(docx_with()).ends_with("wordprocessingml.document"));
    CHECK(type_of_content(archive_of({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}})).ends_with("spreadsheetml.sheet"));
    for (const std::string& none : {archive_of({{"readme.txt", "word/document.xml [Content_Types].xml"}}), std::string("PK\x03\x04"), std::string("<html><script>"), std::string("<svg/>"),
                                    std::string(" %PDF-1.7"), std::string("MZ\x90"), std::string()}) {
        CHECK(type_of_content(none).empty());
        CHECK_FALSE(check_content(none).problem.empty());
    }
    CHECK(verdict("<!DOCTYPE html>%PDF-1.7") == "file_unknown_type");
    CHECK(verdict(archive_of({{"readme.txt", "hello"}})) == "file_unknown_type");
}

TEST_CASE("honest documents are taken") {
    CHECK(verdict(docx_with()) == "document");
    CHECK(verdict(docx_with({{"word/media/", ""}, {"word/media/image1.png", million, true}, {"docProps/app.xml", "<?xml version=\"1.0\"?><Properties/>", true}})) == "document");
    // A signed container holds documents, and a document a table.
    const std::string inner = docx_with({{"word/embeddings/Tabel.xlsx", docx_with(), true}});
    CHECK(verdict(container_with({{"Lisa 1 – plaan.docx", inner, true}, {"META-INF/signatures0.xml", "<asic:XAdESSignatures/>", true}})) == "asic-e+zip");
    CHECK(verdict(pdf_of({"<< /Type /Catalog /OpenAction [3 0 R /Fit] >>", pdf_stream("/Filter /FlateDecode", deflated(million, false)), pdf_stream("/Filter /DCTDecode", "\xFF\xD8\xFF stream\n…")})) == "pdf");
    CHECK(verdict(pdf_of({"<< /Title (Java/JavaScript, /Launch ja /Encrypt) >>", pdf_stream("/Filter [/ASCII85Decode /FlateDecode]", ascii85(deflated(million, false)) + "~>")})) == "pdf");
}

TEST_CASE("archives that unpack to too much") {
    // 201 MB of nothing in 200 KB.
    const std::string bomb(201u << 20, '\0');
    CHECK(verdict(docx_with({{"word/media/image1.bmp", bomb, true}})) == "file_unpacks_too_large");
    const std::string lying = docx_with({{"word/media/image1.bmp", bomb, true, 1000}});
    CHECK(lying.size() < 250'000);
    const double began = seconds();
    CHECK(verdict(lying) == "file_unpacks_too_large");  // says 1,000 bytes
    CHECK(seconds() - began < 1);
    // Each may be there once; together they are too much.
    std::vector<TestEntry> many;
    const std::string part = std::string(50u << 20, '\0');
    for (int i = 0; i < 5; ++i) many.push_back({"word/media/image" + std::to_string(i) + ".bmp", part, true});
    CHECK(verdict(docx_with(many)) == "file_unpacks_too_large");
    // Archives in archives in archives; and the bomb in one that lies inside.
    std::string nested = docx_with();
    for (int i = 0; i < 2; ++i) nested = docx_with({{"word/embeddings/a.docx", nested, true}});
    CHECK(verdict(nested) == "document");
    CHECK(verdict(docx_with({{"word/embeddings/a.docx", nested, true}})) == "file_unpacks_too_large");
    CHECK(verdict(docx_with({{"word/embeddings/a.docx", nested}})) == "file_unpacks_too_large");
    CHECK(verdict(container_with({{"a.docx", docx_with({{"word/media/image1.bmp", bomb, true}}), true}})) == "file_unpacks_too_large");
    // A text that defines its own abbreviations grows in whatever reads it.
    CHECK(verdict(docx_with({{"word/styles.xml", "<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", true}})) == "file_unpacks_too_large");
}

TEST_CASE("archives with very many entries are not read to their end") {
    std::vector<TestEntry> entries(60'000);
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].name = std::to_string(i);
    const double began = seconds();
    UnpackBudget budget;
    const std::string bytes = archive_of(entries);
    CHECK(read_archive(bytes, budget).fault == ContentFault::too_much);
    // A million entries stand in the other directory, of ZIP64.
    std::string more = docx_with();
    more.replace(more.size() - 14, 4, "\xFF\xFF\xFF\xFF");
    CHECK(verdict(more) == "file_is_damaged");
    CHECK(seconds() - began < 5);
}

TEST_CASE("archives that are not what they say") {
    for (const char* name : {"/etc/passwd", "../../x", "word/../../x", "word\\x", "C:x", "a\nb", "..", ""}) {
        CAPTURE(name);
        CHECK(verdict(docx_with({{name, "x"}})) == "file_is_damaged");
    }
    CHECK(verdict(docx_with({{"word/..x/...", "x"}})) == "document");
    CHECK(verdict(docx_with({{"x", "/etc/passwd", false, 0, 0, 0120777u << 16}})) == "file_is_damaged");     // a link
    CHECK(verdict(docx_with({{"x", "1"}, {"x", "2"}})) == "file_is_damaged");                                // twice
    CHECK(verdict(docx_with({{"x", "1", false, 0, 0, 0, 0, "y"}})) == "file_is_damaged");                    // another name before the content
    CHECK(verdict(docx_with({{"x", "1", false, 0, 0, 0, 1}})) == "file_is_damaged");                         // not there
    CHECK(verdict(docx_with({{"x", "1", false, 7}})) == "file_is_damaged");                                  // stored, but longer
    CHECK(verdict(docx_with({{"x", "123", true, 7}})) == "file_is_damaged");                                 // shorter than it says
    CHECK(verdict(docx_with() + "<script>") == "file_is_damaged");
    CHECK(verdict("PK\x03\x04" + docx_with()) == "file_is_damaged");
    const std::string whole = docx_with({{"x", million, true}});
    for (std::size_t cut : {whole.size() - 1, whole.size() / 2, std::size_t{40}}) CHECK(verdict(whole.substr(0, cut)) == "file_is_damaged");
    // Two entries that share their bytes: what little is there unpacks many times over.
    const std::string record = archive_of({{"b", "x"}}).substr(0, 32);
    for (std::uint32_t back : {0u, static_cast<std::uint32_t>(record.size())}) {
        UnpackBudget budget;
        CHECK(read_archive(archive_of({{"a", record}, {"b", "x", false, 0, 0, 0, 0u - back}}), budget).fault == (back ? ContentFault::damaged : ContentFault::none));
    }
}

TEST_CASE("files with a password") {
    CHECK(verdict(docx_with({{"x", "1", false, 0, 1}})) == "file_is_locked");
    CHECK(verdict(archive_of({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"META-INF/manifest.xml", "<manifest:encryption-data/>", true}})) == "file_is_locked");
    std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(1000, '\0');
    CHECK(verdict(compound) == "file_unknown_type");  // a document of the nineties
    for (char c : std::string("EncryptedPackage")) compound += c, compound += '\0';
    CHECK(verdict(compound) == "file_is_locked");
    CHECK(verdict(pdf_of({"<< /Type /Catalog >>"}) + "trailer << /Encrypt 5 0 R >>") == "file_is_locked");
}

TEST_CASE("programs in documents") {
    CHECK(verdict(docx_with({{"word/vbaProject.bin", "x"}})) == "file_holds_program");
    CHECK(verdict(docx_with({{"word/VBAPROJECT.BIN", "x"}})) == "file_holds_program");
    CHECK(verdict(docx_with({{"word/activeX/activeX1.xml", "x"}})) == "file_holds_program");
    CHECK(verdict(container_with({{"a.docx", docx_with({{"word/vbaProject.bin", "x"}}), true}})) == "file_holds_program");
    const TestEntry odt{"mimetype", "application/vnd.oasis.opendocument.text"};
    CHECK(verdict(archive_of({odt, {"Basic/Standard/Module1.xml", "x"}})) == "file_holds_program");
    CHECK(verdict(archive_of({odt, {"Scripts/python/x.py", "x"}})) == "file_holds_program");
    CHECK(verdict(archive_of({odt, {"Basic/Standard/script-lb.xml", "x"}, {"Basic/script-lc.xml", "x"}})) == "text");  // an empty library
    for (const char* action : {"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "/OpenAction<</S/Launch/F(cmd.exe)>>", "/AA << /O << /JS 7 0 R /S %\n /J#61vaScript >> >>",
                               "/Names << /JavaScript << /Names [(a) << /S\r\n/JavaScript >>] >> >>"}) {
        CAPTURE(action);
        CHECK(verdict(pdf_of({std::string("<< /Type /Catalog ") + action + " >>"})) == "file_holds_program");
        // The same among objects that lie deflated in a stream, however that is called.
        const std::string packed = deflated("1 0 << " + std::string(action) + " >>", false);
        CHECK(verdict(pdf_of({pdf_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed)})) == "file_holds_program");
        CHECK(verdict(pdf_of({pdf_stream("/Type /Obj#53tm /N 1 /First 4 /Filter 9 0 R", packed)})) == "file_holds_program");
    }
    // The word inside of the dictionary does not hide what kind of stream it is.
    CHECK(verdict(pdf_of({pdf_stream("/Type /ObjStm /Filter /FlateDecode /X (\nstream\n)", deflated("<< /S /JavaScript >>", false))})) == "file_holds_program");
    CHECK(verdict(pdf_of({"<< /Type /Action /S 2 0 R >>", "/JavaScript"})) == "file_holds_program");
}

TEST_CASE("PDFs that unpack to too much, or are two files in one") {
    const std::string bomb = deflated(std::string(201u << 20, '\0'), false);
    CHECK(bomb.size() < 250'000);
    CHECK(verdict(pdf_of({pdf_stream("/Filter /FlateDecode", bomb)})) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({pdf_stream("/Filter 9 0 R", bomb)})) == "file_unpacks_too_large");
    // A false length and a false end do not hide it.
    std::string hidden = pdf_of({pdf_stream("/Filter /FlateDecode", bomb)});
    hidden.replace(hidden.find("/Length ") + 8, 1, "0");
    CHECK(verdict(hidden) == "file_unpacks_too_large");
    // Written in letters first, as some programs do.
    std::string letters;
    for (unsigned char c : bomb) letters += "0123456789abcdef"[c >> 4], letters += "0123456789abcdef"[c & 15];
    CHECK(verdict(pdf_of({pdf_stream("/Filter [/ASCIIHexDecode /FlateDecode]", letters + ">")})) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({pdf_stream("/Filter [/A85 /Fl]", ascii85(bomb) + "~>")})) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({pdf_stream("/Filter [/FlateDecode /FlateDecode]", deflated("x", false))})) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({pdf_stream("/Subtype /Image /Width 50000 /Height 50000 /Filter /CCITTFaxDecode", "x")})) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({pdf_stream("/Subtype /Image /Width 99999999999999999999 /Height 2", "x")})) == "pdf");  // no number that a reader takes
    CHECK(verdict(pdf_of({pdf_stream("/Filter /LZWDecode", "x")})) == "file_is_damaged");
    std::vector<std::string> empty(60'000, pdf_stream("", ""));
    CHECK(verdict(pdf_of(empty)) == "file_unpacks_too_large");
    CHECK(verdict(pdf_of({"<< >>"}) + docx_with()) == "file_is_damaged");
    CHECK(verdict(pdf_of({"<< >>"}) + docx_with() + "\n%%EOF\n") == "file_is_damaged");
    CHECK(verdict("%PDF-1.7 <script>alert(1)</script>") == "pdf");  // only ever saved, never shown in the house's name
}

TEST_CASE("looking into a file that is made to be slow ends soon") {
    std::string slashes = "%PDF-1.7\n1 0 obj\n", letters = slashes, names(10u << 20, '/'), strings, comments;
    for (int i = 0; i < 1'000'000; ++i) comments += "/Width%";
    comments += " stream\n";
    while (slashes.size() < (10u << 20)) slashes += std::string(150, '/') + " stream\n";
    while (letters.size() < (10u << 20)) letters += "/A85 stream\n" + std::string(200, 'u');
    for (int i = 0; i < 40'000; ++i) strings += "/FlateDecode stream\n" + deflated("", false) + "obj ";
    for (const std::string& bytes : {slashes, letters, "%PDF-1.7" + names, "%PDF-1.7 " + strings, "%PDF-1.7" + std::string(10u << 20, '%'), "%PDF-1.7" + std::string(10u << 20, ' ') + "/S", "%PDF-1.7" + comments}) {
        CAPTURE(bytes.substr(0, 40));
        const double began = seconds();
        check_content(bytes);
        CHECK(seconds() - began < 4);
    }
    // Names that are each followed by much empty space: nobody writes so but to be missed.
    std::string spaces = "%PDF-1.7";
    for (int i = 0; i < 1000; ++i) spaces += "/S" + std::string(10'000, ' ');
    const double began = seconds();
    CHECK(verdict(spaces + "/JavaScript") == "file_is_damaged");
    CHECK(seconds() - began < 2);
}

TEST_CASE("names of files") {
    CHECK(clean_file_name("../../etc/passwd", "application/pdf") == "passwd.pdf");
    CHECK(clean_file_name("C:\\arve.exe", "application/pdf") == "arve.pdf");
    CHECK(clean_file_name("kiri\xE2\x80\xAE" "fdp.exe", "image/png").find("\xE2\x80\xAE") == std::string::npos);
    CHECK(clean_file_name("", "image/png") == "file.png");
    CHECK(clean_file_name(".htaccess", "application/pdf") == "htaccess.pdf");
}
