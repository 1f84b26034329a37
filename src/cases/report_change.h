// One act on one report, inside the transaction of its command. Inside the room only.
#pragma once
#include "cases/report.h"
#include "cases/report_rows.h"
#include "people/personal_data.h"

namespace raekoda::cases {

struct Cases::Change {
    Cases& cases;
    journal::Recorder& recorder;
    ReportView& report;  // as it is after what was recorded so far

    const journal::Context& context() const { return recorder.context(); }
    store::Session& session() { return recorder.session(); }

    // Records an event and moves the state on.
    Outcome record(const ReportEvent&);
    // Keeps words for the event that is recorded next. Residents' words are covered first, the original is sealed; officials' are kept
    // as they are; notes are sealed whole.
    enum class Voice { resident, official, note };
    Outcome keep_words(const std::string& words, Voice);
    // Puts photos into the book; their ids go into the next event.
    Result<std::vector<std::string>> keep_photos(const std::vector<media::Photo>&);
    // Writes to the reporter and to all who follow; `except` has just acted.
    enum class Audience { reporter, everybody };
    Outcome tell(const std::string& letter, Audience, std::int64_t version);
};

// Personal data covered in the way of a language, with the municipality's own numbers left visible.
struct CoveredWords {
    std::string published;
    std::vector<Cases::Preview::Part> parts;
    bool covers_something = false;
};
CoveredWords cover_words(const services::Municipality&, std::string_view words, std::string_view language);
// The same for many texts of one report: what is public here is worked out once.
people::PublicContacts public_contacts(const services::Municipality&);
CoveredWords cover_words(const people::PublicContacts&, std::string_view words, std::string_view language);

// Words that come from people: cleaned, not empty when required, not too long. Problems name `field`.
Result<std::string> check_words(std::string_view words, std::string_view field, std::size_t limit, bool required);

// Who holds a report of this kind at this place, opened at this moment.
Result<Routed> route(const services::Catalogue&, const services::Municipality&, const std::string& kind, const Placed&,
                     const std::vector<std::string>& areas, const Answers& keys, Instant opened, std::int64_t paused_microseconds = 0);
Placed placed_at(double lat, double lon, const services::Located&);

}  // namespace raekoda::cases
