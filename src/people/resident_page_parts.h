// Parts of residents' pages. Inside the room only.
#pragma once
#include "people/resident_pages.h"
#include "people/resident_views.h"

namespace raekoda::people {

struct ResidentDesk {
    Reception& reception;
    People& people;
    Residents& residents;
    ResidentPagesOptions options;
};
using ResidentDeskPtr = std::shared_ptr<ResidentDesk>;

void add_my_data_pages(const ResidentDeskPtr&);
void add_my_copy_pages(const ResidentDeskPtr&);
void add_mandate_pages(const ResidentDeskPtr&);
void add_correction_pages(const ResidentDeskPtr&);
void add_hold_pages(const ResidentDeskPtr&);

// Whose data: a child's or a ward's when the reader acts for them, else the reader's own.
PersonId subject_of(const ResidentSession&);
// What is known of a person, for who reads it now; another's is noted for them first.
Result<MyDataPage> known_of(ResidentDesk&, const Visit&, const PersonId&);
std::string service_words(const ResidentDesk&, const Visit&, std::string_view service);  // what it is called; its id when nobody knows

std::optional<Date> typed_day(std::string_view);  // "31.12.2026" or "2026-12-31"

std::string resident_words(const Visit&, std::string_view key, std::initializer_list<view::Argument> = {});  // of residents.json
std::string day_words(const Visit&, Date);
std::string moment_words(const Visit&, Instant);
std::string fact_name_words(const Visit&, std::string_view fact);
std::string value_words(const ResidentDesk&, const Visit&, std::string_view value_json);  // any JSON value, as people read it
FactRowView fact_row_view(ResidentDesk&, const Visit&, const Fact&);
CorrectionRow correction_row_view(const Visit&, const Correction&);
std::vector<view::ProblemView> problem_views(const Visit&, const Error&);
void put_errors(const Visit&, const Error&, std::initializer_list<view::Field*>);

}  // namespace raekoda::people
