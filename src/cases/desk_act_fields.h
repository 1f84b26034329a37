// The fields of the desk's forms. Inside the room only.
#pragma once
#include "cases/desk_parts.h"

namespace raekoda::cases {

std::vector<ActField> answer_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> ask_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> note_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> close_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> reopen_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> assign_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> kind_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> place_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> merge_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> split_fields(Desk&, const people::Visit&, const DeskCase&);
std::vector<ActField> hide_fields(Desk&, const people::Visit&, const DeskCase&);

// Ids of the reasons an official may close a report of this kind with.
std::vector<std::string> closing_reasons(const DeskCase&);

}  // namespace raekoda::cases
