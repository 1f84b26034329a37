// Files as strangers may put them together, for tests: archives entry by entry, with anything false that a test asks for; a PDF of objects.
#pragma once
#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

namespace raekoda::applications {

inline std::string deflated(const std::string& bytes, bool bare) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, bare ? -MAX_WBITS : MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    constexpr std::size_t large = 10u << 20, ratio = 100;  // what is large here is nothing but zeros
    std::string out(bytes.size() > large ? bytes.size() / ratio : deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())), stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data()), stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct TestEntry {
    std::string name, content;
    bool pack = false;
    std::uint32_t claims = 0;        // 0: as long as it is
    std::uint32_t flags = 0, attributes = 0, moved = 0;  // moved: added to where the directory says that it is
    std::string local_name = {};     // empty: the same
};

inline std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

inline std::string archive_of(const std::vector<TestEntry>& entries) {
    std::string out, directory;
    for (const auto& entry : entries) {
        const std::string packed = entry.pack ? deflated(entry.content, true) : entry.content;
        const auto size = static_cast<std::uint32_t>(entry.claims ? entry.claims : entry.content.size());
        const std::string middle = little(entry.flags, 2) + little(entry.pack ? 8 : 0, 2) + little(0, 8) + little(static_cast<std::uint32_t>(packed.size()), 4) + little(size, 4);
        const std::string& local = entry.local_name.empty() ? entry.name : entry.local_name;
        directory += "PK\x01\x02" + little(0x0314, 2) + little(20, 2) + middle + little(static_cast<std::uint32_t>(entry.name.size()), 2) + little(0, 8) +
                     little(entry.attributes, 4) + little(static_cast<std::uint32_t>(out.size()) + entry.moved, 4) + entry.name;
        out += "PK\x03\x04" + little(20, 2) + middle + little(static_cast<std::uint32_t>(local.size()), 2) + little(0, 2) + local + packed;
    }
    const auto count = static_cast<std::uint32_t>(entries.size());
    return out + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) + little(static_cast<std::uint32_t>(directory.size()), 4) +
           little(static_cast<std::uint32_t>(out.size()), 4) + little(0, 2);
}

// A document of the kind that most people send, with `more` in it.
inline std::string docx_with(std::vector<TestEntry> more = {}) {
    std::vector<TestEntry> all{{"[Content_Types].xml", "<Types/>", true}, {"_rels/.rels", "<Relationships/>", true}, {"word/document.xml", "<w:document>Tere</w:document>", true}};
    all.insert(all.end(), more.begin(), more.end());
    return archive_of(all);
}
inline std::string container_with(std::vector<TestEntry> more) {
    std::vector<TestEntry> all{{"mimetype", "application/vnd.etsi.asic-e+zip"}, {"META-INF/manifest.xml", "<manifest:manifest/>", true}};
    all.insert(all.end(), more.begin(), more.end());
    return archive_of(all);
}

// Each text is an object's inside.
inline std::string pdf_of(const std::vector<std::string>& objects) {
    std::string out = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
    int number = 0;
    for (const auto& object : objects) out += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
    return out + "trailer\n<< /Root 1 0 R /Size " + std::to_string(number + 1) + " >>\nstartxref\n0\n%%EOF\n";
}
inline std::string pdf_stream(const std::string& dictionary, const std::string& bytes) {
    return "<< " + dictionary + " /Length " + std::to_string(bytes.size()) + " >>\nstream\n" + bytes + "\nendstream";
}

}  // namespace raekoda::applications
