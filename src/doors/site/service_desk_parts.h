// What the officials' pages of services share. Inside of the door.
#pragma once
#include <map>
#include <memory>

#include "cases/cases.h"
#include "doors/site/service_desk_views.h"
#include "doors/site/service_view.h"
#include "people/people.h"
#include "people/visit.h"
#include "services/service_editor.h"
#include "services/service_register.h"

namespace raekoda::doors::site {

struct ServiceDesk {
    people::Reception& reception;
    people::People& people;
    cases::Cases& cases;
    services::ServiceRegister& register_;
};

// A service as it is being written: the draft's files, or those that hold today.
struct Writing {
    std::shared_ptr<const services::Catalogue> catalogue;
    ServiceReader reader;
    std::string id;
    ServicePointer holds;    // what holds today; nullptr: it was begun and is not published yet
    std::optional<services::ServiceDraft> draft;
    services::ServiceFiles files;
    ServicePointer written;  // the files read; nullptr while something is missing
    std::vector<services::CatalogueProblem> problems;
    std::string seen() const;  // what a page was made of, for its forms: the draft's version, or "0@" and the version that holds
    std::string name() const;
    const services::Service* shown() const { return written ? written.get() : holds.get(); }  // nullptr: nothing can be read of it yet
};
// Error: missing, when there is no such service.
Result<Writing> writing(const ServiceDesk&, const people::Visit&);

// Names of those who wrote and approved; who left is still named.
class StaffNames {
public:
    StaffNames(const ServiceDesk&, const people::Visit&);
    std::string name(const std::string& actor) const;
    std::string all(std::string_view joined_actors) const;  // by commas

private:
    const people::Visit& visit_;
    std::map<std::string, std::string> names_;
};

struct Seen {
    std::int64_t draft = -1;  // 0: there was none
    std::string held;         // the version that held then; empty: not said
};
Seen seen_in(const people::Visit&);
// Error: conflict, when somebody wrote meanwhile: also when their draft is published already.
Outcome save_draft(const ServiceDesk&, const people::Visit&, const Writing&, const services::ServiceFiles&);

std::string desk_words(const people::Visit&, const std::string& key, std::initializer_list<view::Argument> = {});
std::string typed_in(const people::Visit&, std::string_view field);  // cleaned; empty when it was not sent
std::vector<view::ProblemView> problem_views(const people::Visit&, const Error&);
std::vector<ProblemLine> problem_lines(const std::vector<services::CatalogueProblem>&);
std::optional<Date> day_in(std::string_view typed);  // "1.9.2026" or "2026-09-01"
void set_desk_frame(people::Visit&, std::string title);
// "<heading>: <service>", at /desk/services/<id>/…
EditHead edit_head(const people::Visit&, const Writing&, const std::string& heading, std::string lead);

// A text in three languages as fields, named "et:<place>"; what was typed in them.
TextGroup text_group(const people::Visit&, const services::EditableText&, std::string heading);
services::NewTexts texts_in(const people::Visit&, const std::vector<services::EditableText>& known);
const std::string& own_text(const view::LocalText&, view::Language);  // never another language's
std::string& own_text(view::LocalText&, view::Language);

// Facts that a form may be filled with from registers.
const std::vector<std::string>& fact_names();

// What changed, old beside new, with places as the pages of editing name them.
std::vector<ChangedFileView> changed_file_views(view::Language, const std::vector<services::ChangedFile>&);
// The publication that one follows: what held before its first day; nullptr: it is the first.
const services::Publication* publication_before(const std::vector<services::Publication>&, const services::Publication&);
HistoryRow history_row(const people::Visit&, const Writing&, const StaffNames&, const services::Publication&);

void add_change_pages(const std::shared_ptr<ServiceDesk>&);
void add_question_pages(const std::shared_ptr<ServiceDesk>&);
void add_service_begin_pages(const std::shared_ptr<ServiceDesk>&);
void add_service_edit_pages(const std::shared_ptr<ServiceDesk>&);
void add_fact_pages(const std::shared_ptr<ServiceDesk>&);
void add_example_pages(const std::shared_ptr<ServiceDesk>&);

}  // namespace raekoda::doors::site
