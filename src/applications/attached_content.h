// What stands inside a file that somebody attached: does it unpack to more than anybody can open, is it locked, does it hold a program, is it
// put together as honest programs do not. Archives (PKWARE APPNOTE 6.3) and PDF (ISO 32000-1) are read where they lie: nothing is written
// to disk, unpacked bytes are counted and let go. Pure. No scanner for viruses: what is looked for is what these formats offer to do harm.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::applications {

enum class ContentFault {
    none,
    too_much,  // unpacks to too much, or archives in archives in archives
    locked,    // by a password: nobody could look at it, nor keep it legible
    program,   // macros, scripts, actions that start something
    damaged,   // cut short, or says two things of itself: readers would not see the same
};

// For one attached file and everything inside of it. What is read counts as much as what comes out, so looking ends in a second or so.
struct UnpackBudget {
    std::size_t bytes = 200u << 20;
    std::size_t entries = 5000;
};
inline constexpr std::size_t most_kept = 16u << 20;   // of an archive or an object stream that lies inside
inline constexpr int deepest_archive = 2;             // a signed container, a document in it, a table in that

struct Unpacked {
    ContentFault fault = ContentFault::none;  // too_much: over the budget or `most`; damaged: no deflated data
    std::size_t bytes = 0;
    std::string kept;                         // its beginning
};
enum class Deflated { bare, zlib };           // RFC 1951, RFC 1950
// `packed` may go on behind the end of the deflated data.
Unpacked unpack(std::string_view packed, Deflated, UnpackBudget&, std::size_t most, std::size_t keep);

struct ArchiveEntry {
    std::string_view name, packed;
    std::uint32_t method = 0, unpacked = 0, offset = 0;
};
struct Archive {
    ContentFault fault = ContentFault::none;
    std::vector<ArchiveEntry> entries;  // in the order of the file
    const ArchiveEntry* find(std::string_view name) const;
};
// The directory alone, held against the headers of the entries: each where it says, none over another, no name that leads out, no link.
Archive read_archive(std::string_view bytes, UnpackBudget&);
// Everything inside, each entry as long as it says, and archives in it likewise.
ContentFault fault_of_archive(const Archive&, UnpackBudget&, int depth = 0);

ContentFault fault_of_pdf(std::string_view bytes, UnpackBudget&);

// Is there the end of an archive within reach of the end of a file?
bool ends_as_archive(std::string_view bytes);

}  // namespace raekoda::applications
