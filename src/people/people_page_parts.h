// Parts of the pages of people. Inside the room only.
#pragma once
#include "people/people_pages.h"
#include "people/people_views.h"

namespace raekoda::people {

void add_staff_pages(Reception&, People&, Residents&, PeopleChoices);
void add_key_pages(Reception&, People&);

std::string words(const Visit&, std::string_view key, std::initializer_list<view::Argument> = {});  // of desk_people.json
std::string problem_text(const Visit&, const Problem&);

}  // namespace raekoda::people
