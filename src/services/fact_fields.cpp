#include "services/fact_fields.h"

#include <algorithm>

namespace raekoda::services {

namespace {

using enum FactKind;

constexpr std::int64_t short_text = 300, text = 1000, long_text = 4000, phone_text = 60;
constexpr const char *confirmation = "to_confirm,verified",
                     *origins = "person,municipality,population,education,business,land,building,vehicle,social,health";

FactGroup source_group() { return {"source", false, {{"status", choice, confirmation, true}, {"where", line, "", false, 0, text}, {"note", line, "", false, 0, text}}}; }

std::vector<FactPart> made() {
    return {
        {"about", FactFile::service,
         {{"", false,
           {{"level", choice, "information,form,prefilled,automatic,proactive", true},
            {"owner", three, "", true, 0, short_text},
            {"provider", three, "", false, 0, short_text},
            {"target_group", several, std::string(group_choices), true},
            {"themes", several, std::string(themes_choices), true},
            {"life_events", several, std::string(life_event_choices)},
            {"goal", choice, std::string(goal_choices)},
            {"languages", list, "", true, 0, 20},
            {"keywords", three_lists},
            {"assurance_level", choice, "email,low,substantial,high"},
            {"tone", choice, "grave"},
            {"residence_of", three, "", false, 0, short_text}}},
          {"related", true, {{"", choice, std::string(service_choices), true}}},
          source_group()}},
        {"channels", FactFile::service,
         {{"channels", true,
           {{"type", choice, "online,other_site,phone,email,counter,post,automatic", true},
            {"url", web, "", false, 0, 500},
            {"phone", line, "", false, 0, phone_text},
            {"email", email, "", false, 0, 200},
            {"place", three, "", false, 0, text},
            {"hours", three, "", false, 0, 500},
            {"note", three, "", false, 0, text}}},
          {"contact", false,
           {{"name", three, "", false, 0, short_text},
            {"phone", line, "", false, 0, phone_text},
            {"email", email, "", false, 0, 200},
            {"url", web, "", false, 0, 500},
            {"place", three, "", false, 0, text},
            {"hours", three, "", false, 0, 500}}}}},
        {"price", FactFile::service,
         {{"fee", false, {{"", which, "free=true,amount_cents=euros,varies=true", false, 1, 100'000'000}, {"note", three_long, "", false, 0, text}, {"source", line, "", false, 0, text}}},
          {"time_limit", false,
           {{"", which, "working_days=number,calendar_days=number", false, 1, 2000},
            {"waits_for_appointments", tick},
            {"note", three_long, "", false, 0, text},
            {"source", line, "", false, 0, text}}},
          {"", false, {{"result", three_long, "", false, 0, 2000}, {"appeal", three_long, "", false, 0, long_text}, {"if_no_reply", three_long, "", false, 0, 2000}}}}},
        {"grounds", FactFile::service,
         {{"conditions", true, {{"text", three_long, "", true, 0, 2000}}},
          {"evidence", true, {{"name", three, "", true, 0, short_text}, {"text", three_long, "", false, 0, long_text}, {"from", choice, origins, true}, {"optional", tick}}},
          {"needs", true, {{"fact", choice, std::string(known_fact_choices), true}, {"purpose", three, "", true, 0, 500}}},
          {"legal_basis", true,
           {{"title", three, "", true, 0, text},
            {"url", web, "", false, 0, 500},
            {"valid_from", day},
            {"valid_to", day},
            {"status", choice, confirmation, true},
            {"where", line, "", false, 0, text}}}}},
        {"numbers", FactFile::service,
         {{"measures", true, {{"name", three, "", true, 0, short_text}, {"target", three, "", false, 0, short_text}}},
          {"volumes", true,
           {{"year", number, "", true, 1990, 2200},
            {"applications", number, "", false, 0, 1'000'000'000},
            {"online", number, "", false, 0, 1'000'000'000},
            {"granted", number, "", false, 0, 1'000'000'000}}}}},
        // The inputs of the model are added to its fields when one is chosen.
        {"decision", FactFile::service, {{"decision", false, {{"model", choice, std::string(model_choices)}}}}},
        {"letters", FactFile::letters,
         {{"letters", true,
           {{"id", identifier},
            {"name", three, "", true, 0, short_text},
            {"outcome", choice, "granted,partly,refused,unconsidered", true},
            {"answer", line, "", false, 0, short_text},
            {"resolution", three_long, "", true, 0, long_text},
            {"conditions", three_long, "", false, 0, long_text},
            {"reasons", three_long, "", false, 0, long_text},
            {"law", three_long, "", false, 0, long_text}}},
          {"reasons", true, {{"id", identifier}, {"answer", line, "", false, 0, short_text}, {"text", three_long, "", true, 0, long_text}}},
          {"", false, {{"law", three_long, "", true, 0, long_text}, {"appeal", three_long, "", true, 0, long_text}}},
          {"result", false, {{"outcome", line, "", false, 0, 200}, {"amount", line, "", false, 0, 200}, {"reason", line, "", false, 0, 200}}},
          {"valid", false, {{"from", line, "", false, 0, 1000}, {"to", line, "", false, 0, 1000}}},
          source_group()}},
    };
}

}  // namespace

const std::vector<FactPart>& fact_parts() {
    static const std::vector<FactPart> parts = made();
    return parts;
}

const FactPart* fact_part(std::string_view id) {
    const auto& all = fact_parts();
    auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace raekoda::services
