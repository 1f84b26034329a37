#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "applications/attached_content.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

constexpr std::string_view local_mark("PK\x03\x04", 4), central_mark("PK\x01\x02", 4), end_mark("PK\x05\x06", 4);
constexpr std::size_t local_size = 30, central_size = 46, end_size = 22, longest_comment = 0xffff, longest_name = 500;
constexpr std::uint32_t stored = 0, deflated = 8, in_zip64 = 0xffffffff, many_in_zip64 = 0xffff;

// Little-endian; the caller has looked that it is there.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

struct End {
    std::size_t at = 0;
    std::uint32_t entries = 0, size = 0, offset = 0;
};
// The last record whose comment ends where the file ends.
std::optional<End> end_of(std::string_view bytes) {
    if (bytes.size() < end_size) return std::nullopt;
    const std::size_t first = bytes.size() - std::min(bytes.size(), end_size + longest_comment);
    for (std::size_t at = bytes.rfind(end_mark, bytes.size() - end_size); at != std::string_view::npos && at >= first; at = at == 0 ? at : bytes.rfind(end_mark, at - 1)) {
        if (at + end_size + number_at(bytes, at + 20, 2) == bytes.size())
            return End{at, number_at(bytes, at + 10, 2), number_at(bytes, at + 12, 4), number_at(bytes, at + 16, 4)};
        if (at == 0) break;
    }
    return std::nullopt;
}

bool leads_out(std::string_view name) {
    if (name.empty() || name.size() > longest_name || name.front() == '/' || name.find('\\') != name.npos || (name.size() > 1 && name[1] == ':')) return true;
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) return true;
    for (const auto& part : split(name, '/'))
        if (part == "..") return true;
    return false;
}

// Made on a Unix: what kind of file it is stands in the upper half of its attributes.
bool is_special(std::uint32_t made_by, std::uint32_t attributes) {
    constexpr std::uint32_t made_on_unix = 3, kind_bits = 0170000, regular = 0100000, folder = 0040000;
    const std::uint32_t kind = (attributes >> 16) & kind_bits;
    return (made_by >> 8) == made_on_unix && kind != 0 && kind != regular && kind != folder;
}

bool ends_with(std::string_view name, std::string_view end) {
    return name.size() >= end.size() && equals_ignoring_ascii_case(name.substr(name.size() - end.size()), end);
}
// Macros of the office families, and controls that run.
bool is_program(std::string_view name) {
    if (ends_with(name, "vbaproject.bin") || name.find("/activeX/") != name.npos) return true;
    const bool basic = name.starts_with("Basic/") && !ends_with(name, "script-lb.xml") && !ends_with(name, "script-lc.xml");
    return (basic || name.starts_with("Scripts/")) && name.back() != '/';
}

// One line of the directory; `at` moves behind it.
ContentFault read_entry(std::string_view bytes, std::size_t& at, const End& end, ArchiveEntry& entry) {
    constexpr std::uint32_t encrypted = 1, strongly = 1 << 6, masked = 1 << 13, aes = 99;
    if (at + central_size > end.at || bytes.substr(at, 4) != central_mark) return ContentFault::damaged;
    auto field = [&](std::size_t offset, std::size_t count) { return number_at(bytes, at + offset, count); };
    const std::uint32_t flags = field(8, 2), packed = field(20, 4), name_size = field(28, 2), disk = field(34, 2);
    entry.method = field(10, 2), entry.unpacked = field(24, 4), entry.offset = field(42, 4);
    const std::size_t next = at + central_size + name_size + field(30, 2) + field(32, 2);
    if (next > end.at) return ContentFault::damaged;
    entry.name = bytes.substr(at + central_size, name_size);
    if ((flags & (encrypted | strongly | masked)) || entry.method == aes) return ContentFault::locked;
    if (packed == in_zip64 || entry.unpacked == in_zip64 || entry.offset == in_zip64 || disk != 0) return ContentFault::damaged;
    if ((entry.method != stored && entry.method != deflated) || leads_out(entry.name) || is_special(field(4, 2), field(38, 4))) return ContentFault::damaged;
    at = next;
    // The header before the content says the same.
    const std::size_t local = entry.offset;
    if (local + local_size > end.offset || bytes.substr(local, 4) != local_mark) return ContentFault::damaged;
    if (number_at(bytes, local + 8, 2) != entry.method || bytes.substr(local + local_size, number_at(bytes, local + 26, 2)) != entry.name) return ContentFault::damaged;
    if (number_at(bytes, local + 6, 2) & encrypted) return ContentFault::locked;
    const std::size_t content = local + local_size + name_size + number_at(bytes, local + 28, 2);
    if (content > end.offset || packed > end.offset - content) return ContentFault::damaged;
    entry.packed = bytes.substr(content, packed);
    if (entry.method == stored && packed != entry.unpacked) return ContentFault::damaged;
    return ContentFault::none;
}

Archive broken(ContentFault fault) { return {fault, {}}; }

// What an entry holds, so far as it must be looked at.
ContentFault fault_of_entry(const ArchiveEntry& entry, UnpackBudget& budget, int depth) {
    constexpr std::size_t head = 8192, manifest = 1u << 20;
    const bool lists_locks = entry.name == "META-INF/manifest.xml";
    std::string_view content = entry.packed;
    Unpacked out;
    if (entry.method == deflated) {
        out = unpack(entry.packed, Deflated::bare, budget, entry.unpacked, lists_locks ? manifest : head);
        if (out.fault != ContentFault::none) return out.fault;
        if (out.bytes != entry.unpacked) return ContentFault::damaged;
        content = out.kept;
    } else {
        if (content.size() > budget.bytes) return ContentFault::too_much;
        budget.bytes -= content.size();
    }
    if (lists_locks && content.find("encryption-data") != content.npos) return ContentFault::locked;
    // A text that defines its own abbreviations can grow without end in whatever reads it; office documents have none.
    if (content.substr(0, head).find("<!ENTITY") != content.npos) return ContentFault::too_much;
    if (!content.starts_with(local_mark)) return ContentFault::none;
    if (depth >= deepest_archive || entry.unpacked > most_kept) return ContentFault::too_much;
    if (entry.method == deflated) {
        out = unpack(entry.packed, Deflated::bare, budget, entry.unpacked, entry.unpacked);
        if (out.fault != ContentFault::none) return out.fault;
        content = out.kept;
    }
    return fault_of_archive(read_archive(content, budget), budget, depth + 1);
}

}  // namespace

Unpacked unpack(std::string_view packed, Deflated wrapping, UnpackBudget& budget, std::size_t most, std::size_t keep) {
    Unpacked out;
    z_stream stream{};
    if (inflateInit2(&stream, wrapping == Deflated::bare ? -MAX_WBITS : MAX_WBITS) != Z_OK) return {ContentFault::damaged, 0, {}};
    std::array<char, 64 * 1024> buffer;
    constexpr std::size_t slice = 256 * 1024;
    std::size_t fed = 0;
    for (int state = Z_OK; state == Z_OK;) {
        if (stream.avail_in == 0) {
            if (fed == packed.size()) { out.fault = ContentFault::damaged; break; }
            const std::size_t count = std::min(slice, packed.size() - fed);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + fed));  // zlib only reads
            stream.avail_in = static_cast<uInt>(count);
            fed += count;
        }
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data()), stream.avail_out = buffer.size();
        const std::size_t before = stream.avail_in;
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t made = buffer.size() - stream.avail_out, cost = std::max(made, before - stream.avail_in);
        out.bytes += made;
        if (out.kept.size() < keep) out.kept.append(buffer.data(), std::min(made, keep - out.kept.size()));
        if (state != Z_OK && state != Z_STREAM_END) out.fault = ContentFault::damaged;
        if (cost > budget.bytes) { budget.bytes = 0, out.fault = ContentFault::too_much; break; }
        budget.bytes -= cost;
        // More than it said itself: whoever believed it would be surprised.
        if (out.bytes > most) { out.fault = ContentFault::too_much; break; }
    }
    inflateEnd(&stream);
    return out;
}

const ArchiveEntry* Archive::find(std::string_view name) const {
    auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

bool ends_as_archive(std::string_view bytes) {
    // Readers forgive what stands behind: a record whose directory really stands before it counts.
    for (std::size_t at = bytes.rfind(end_mark), tries = 0; at != bytes.npos && tries < 64; at = at == 0 ? bytes.npos : bytes.rfind(end_mark, at - 1), ++tries) {
        if (at + end_size > bytes.size()) continue;
        if (bytes.size() - at > end_size + longest_comment) return false;
        const std::size_t size = number_at(bytes, at + 12, 4);
        if (size >= central_size && size <= at && bytes.substr(at - size, 4) == central_mark) return true;
    }
    return false;
}

Archive read_archive(std::string_view bytes, UnpackBudget& budget) {
    auto end = end_of(bytes);
    if (!end || end->entries == many_in_zip64 || end->offset > end->at || end->size > end->at - end->offset) return broken(ContentFault::damaged);
    if (end->entries > budget.entries) return broken(ContentFault::too_much);
    budget.entries -= end->entries;
    Archive archive;
    std::set<std::string_view> names;
    std::size_t at = end->offset, unpacked = 0;
    for (std::uint32_t i = 0; i < end->entries; ++i) {
        ArchiveEntry entry;
        if (auto fault = read_entry(bytes, at, *end, entry); fault != ContentFault::none) return broken(fault);
        if (!names.insert(entry.name).second) return broken(ContentFault::damaged);
        unpacked += entry.unpacked;
        archive.entries.push_back(entry);
    }
    // The directory ends where it says, with nothing in it that was not read.
    if (at != end->offset + end->size) return broken(ContentFault::damaged);
    std::sort(archive.entries.begin(), archive.entries.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    std::size_t free_from = 0;
    for (const auto& entry : archive.entries) {
        if (entry.offset < free_from || (free_from == 0 && entry.offset != 0)) return broken(ContentFault::damaged);
        free_from = static_cast<std::size_t>(entry.packed.data() - bytes.data()) + entry.packed.size();
    }
    if (unpacked > budget.bytes) return broken(ContentFault::too_much);
    return archive;
}

ContentFault fault_of_archive(const Archive& archive, UnpackBudget& budget, int depth) {
    if (archive.fault != ContentFault::none) return archive.fault;
    for (const auto& entry : archive.entries)
        if (is_program(entry.name)) return ContentFault::program;
    for (const auto& entry : archive.entries)
        if (auto fault = fault_of_entry(entry, budget, depth); fault != ContentFault::none) return fault;
    return ContentFault::none;
}

}  // namespace raekoda::applications
