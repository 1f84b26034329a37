// Answer templates: read, changed, added, in three languages.
#include "base/text.h"
#include "cases/desk_parts.h"
#include "cases/pages.h"

namespace raekoda::cases {

namespace {

using people::Permission;
using people::Visit;

constexpr std::size_t longest_title = 200, longest_body = 4000;

http::Response answers_page(Desk& desk, Visit& visit) {
    auto templates = desk.cases.answer_templates(visit.municipality);
    if (!templates) return desk.reception.problem(visit, templates.error());
    auto catalogue = desk.cases.catalogue();
    const auto& town = *catalogue->municipality(visit.municipality);
    AnswersPage page{{}, done_text(visit)};
    for (const auto& t : *templates)
        page.rows.push_back({t.title.in(visit.language()), visit.frame.to("/desk/answers/" + t.id), t.outcome.empty() ? words(visit, "any_outcome") : outcome_name(town, t.outcome, visit.language()), t.body.in(visit.language())});
    visit.frame.title = words(visit, "answers");
    return desk.reception.show(visit, pages::desk_answers_page(visit.frame, page));
}

services::AnswerTemplate answer_from(const Visit& visit, std::string id) {
    services::AnswerTemplate t{std::move(id), typed(visit, "outcome"), {}, {}};
    for (auto language : view::all_languages) {
        std::string code(view::code(language));
        auto part = [&](view::LocalText& text) -> std::string& { return language == view::Language::et ? text.et : language == view::Language::en ? text.en : text.ru; };
        part(t.title) = typed(visit, "title_" + code);
        part(t.body) = typed(visit, "body_" + code);
    }
    return t;
}

http::Response answer_page(Desk& desk, Visit& visit, const services::AnswerTemplate& t, bool is_new, const Error* error = nullptr) {
    auto catalogue = desk.cases.catalogue();
    const auto& town = *catalogue->municipality(visit.municipality);
    AnswerPage page{.is_new = is_new, .post_url = visit.frame.to(is_new ? "/desk/answers" : "/desk/answers/" + t.id)};
    page.heading = is_new ? words(visit, "new_answer") : t.title.in(visit.language());
    page.id = {.name = "id", .label = words(visit, "answer_id"), .hint = words(visit, "answer_id_hint"), .value = t.id, .required = true, .maximum = 64};
    page.outcome = {.name = "outcome", .label = words(visit, "answer_outcome"), .hint = words(visit, "answer_outcome_hint")};
    for (const auto& reason : town.closing_reasons) page.outcomes.push_back({reason.id, reason.name.in(visit.language()), {}, reason.id == t.outcome});
    for (auto language : view::all_languages) {
        std::string code(view::code(language)), name = view::text(visit.language(), "general.language_" + code);
        page.texts.push_back({{.name = "title_" + code, .label = words(visit, "answer_title", {{"language", name}}), .required = true, .maximum = longest_title},
                              {.name = "body_" + code, .label = words(visit, "answer_body", {{"language", name}}), .required = true, .maximum = longest_body}});
        auto own = [&](const view::LocalText& text) { return language == view::Language::et ? text.et : language == view::Language::en ? text.en : text.ru; };
        page.texts.back().first.value = own(t.title), page.texts.back().second.value = own(t.body);
    }
    if (error)
        for (const auto& problem : problems_of(*error)) {
            page.problems.push_back({problem.field, view::text(visit.language(), problem.text_key, problem.arguments)});
            for (auto& [title, body] : page.texts)
                for (auto* field : {&page.id, &page.outcome, &title, &body})
                    if (field->name == problem.field) field->error_text = page.problems.back().text;
        }
    visit.frame.title = page.heading;
    visit.frame.path = is_new ? "/desk/answers/new" : "/desk/answers/" + t.id;
    return desk.reception.show(visit, pages::desk_answer_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response save_answer(Desk& desk, Visit& visit, const services::AnswerTemplate& t, bool is_new) {
    auto all = desk.cases.answer_templates(visit.municipality);
    if (!all) return desk.reception.problem(visit, all.error());
    const bool known = std::any_of(all->begin(), all->end(), [&](const auto& one) { return one.id == t.id; });
    if (!is_new && !known) return desk.reception.problem(visit, Error{Fault::missing, {}, "no such answer template", {}});
    const bool id_is_free = !known && t.id != "new";
    Outcome saved = !is_new || id_is_free ? desk.cases.change_answer_template(visit.as_staff(), t)
                                          : Outcome(fail(std::vector<Problem>{{"id", "desk.answer_id_taken", {}}}));
    if (saved) return http::Response::redirect(visit.frame.to("/desk/answers?done=answer_saved"));
    if (saved.error().fault != Fault::invalid && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    return answer_page(desk, visit, t, is_new, &saved.error());
}

}  // namespace

void add_desk_answer_pages(const std::shared_ptr<Desk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_answers;
    reception.desk_get("/desk/answers", permission, [desk](Visit& visit) { return answers_page(*desk, visit); });
    reception.desk_post("/desk/answers", permission, [desk](Visit& visit) { return save_answer(*desk, visit, answer_from(visit, typed(visit, "id")), true); });
    reception.desk_get("/desk/answers/new", permission, [desk](Visit& visit) { return answer_page(*desk, visit, {}, true); });
    reception.desk_get("/desk/answers/{id}", permission, [desk](Visit& visit) {
        auto all = desk->cases.answer_templates(visit.municipality);
        if (!all) return desk->reception.problem(visit, all.error());
        for (const auto& t : *all)
            if (t.id == visit.request.path_value("id")) return answer_page(*desk, visit, t, false);
        return desk->reception.problem(visit, Error{Fault::missing, {}, "no such answer template", {}});
    });
    reception.desk_post("/desk/answers/{id}", permission, [desk](Visit& visit) { return save_answer(*desk, visit, answer_from(visit, visit.request.path_value("id")), false); });
}

}  // namespace raekoda::cases
