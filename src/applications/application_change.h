// One act on one application, inside the transaction of its command. Inside the room only.
#pragma once
#include "applications/application.h"
#include "applications/application_rows.h"

namespace raekoda::applications {

struct Applications::Change {
    Applications& applications;
    journal::Recorder& recorder;
    ApplicationView& application;  // as it is after what was recorded so far

    const journal::Context& context() const { return recorder.context(); }
    store::Session& session() { return recorder.session(); }

    Outcome record(const ApplicationEvent&);                       // records an event and moves the state on
    Result<std::string> seal(const std::string& words);            // under the applicant; empty words: an empty id
    Result<std::vector<std::string>> claim(const std::vector<FileId>&, const std::string& place);  // files kept there before
    Outcome tell(const std::string& letter);                       // writes to who sent it, else to the applicant
    Outcome tell(const std::string& letter, const PersonId&);
    Instant due_after_pause() const;                               // as it is when the pause ends now
    std::int64_t due_after_appointment() const;                    // the same where an offered time paused it; else 0: nothing moves
};

// Words that come from people: cleaned, not empty when required, not too long. Problems name `field`.
Result<std::string> check_words(std::string_view words, std::string_view field, bool required);

}  // namespace raekoda::applications
