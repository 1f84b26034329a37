// The desk's side of corrections: what people say is wrong, and the answer to them.
#include "base/text.h"
#include "people/pages.h"
#include "people/resident_page_parts.h"

namespace raekoda::people {

namespace {

constexpr int most_shown = 200;
constexpr auto permission = Permission::see_contacts;

// Which facts wait for an answer: nobody's name, words or data stand there, so it is no look at anybody.
http::Response list(ResidentDesk& desk, Visit& visit) {
    auto open = desk.residents.open_corrections(visit.municipality, most_shown);
    if (!open) return desk.reception.problem(visit, open.error());
    CorrectionsPage page;
    for (const auto& correction : *open) page.rows.push_back(correction_row_view(visit, correction));
    visit.frame.title = resident_words(visit, "corrections");
    return desk.reception.show(visit, pages::corrections_page(visit.frame, page));
}

Outcome fill(ResidentDesk& desk, const Visit& visit, const Correction& correction, CorrectionPage& page) {
    // The official reads personal data here: the person sees that they did.
    TRY(desk.residents.note_access(visit.municipality, correction.person, visit.as_staff().actor, "residents.correction_look", "correction/" + correction.id, visit.now));
    if (auto known = TRY(desk.residents.known(visit.municipality, correction.person))) page.person = known->name;
    for (const auto& fact : TRY(desk.residents.facts(visit.municipality, correction.person)))
        if (fact.name == correction.fact) page.known.push_back(fact_row_view(desk, visit, fact));
    return {};
}

http::Response show(ResidentDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto correction = desk.residents.correction(visit.municipality, visit.request.path_value("id"));
    if (!correction) return desk.reception.problem(visit, correction.error());
    if (!*correction) return desk.reception.problem(visit, Error{Fault::missing, {}, "no such request", {}});
    CorrectionPage page;
    page.row = correction_row_view(visit, **correction);
    page.label = page.row.fact;
    page.open = !(*correction)->answered;
    if (auto filled = fill(desk, visit, **correction, page); !filled) return desk.reception.problem(visit, filled.error());
    page.outcome = {.name = "outcome", .label = resident_words(visit, "correction_outcome"), .required = true};
    for (const char* outcome : {"corrected", "forwarded", "declined"})
        page.outcomes.push_back({outcome, resident_words(visit, "correction_" + std::string(outcome)), {}, visit.request.form.get("outcome") == outcome});
    page.words = {.name = "words", .label = resident_words(visit, "correction_answer"), .value = clean_input(visit.request.form.get("words")).value_or(""), .required = true, .maximum = 5000};
    if (error) {
        page.problems = problem_views(visit, *error);
        put_errors(visit, *error, {&page.outcome, &page.words});
    }
    if (visit.request.query.has("done")) page.done = resident_words(visit, "correction_done");
    visit.frame.title = page.label;
    return desk.reception.show(visit, pages::correction_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response answer(ResidentDesk& desk, Visit& visit) {
    const auto& form = visit.request.form;
    const std::string& id = visit.request.path_value("id");
    auto answered = desk.residents.answer_correction(visit.as_staff(), id, form.get("outcome"), form.get("words"));
    if (!answered) return answered.error().fault == Fault::broken ? desk.reception.problem(visit, answered.error()) : show(desk, visit, &answered.error());
    return http::Response::redirect(visit.frame.to("/desk/corrections/" + url_encoded(id) + "?done=1"));
}

}  // namespace

void add_correction_pages(const ResidentDeskPtr& desk) {
    auto& reception = desk->reception;
    reception.desk_get("/desk/corrections", permission, [desk](Visit& visit) { return list(*desk, visit); });
    reception.desk_get("/desk/corrections/{id}", permission, [desk](Visit& visit) { return show(*desk, visit); });
    reception.desk_post("/desk/corrections/{id}", permission, [desk](Visit& visit) { return answer(*desk, visit); });
}

}  // namespace raekoda::people
