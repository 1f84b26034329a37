#include "doors/site/model_pages.h"

#include <mutex>

#include "doors/site/model_view.h"
#include "doors/site/pages.h"

namespace raekoda::doors::site {

namespace {

// The static check of a model takes a while and always says the same: it is made once for each model that is loaded.
class Findings {
public:
    std::shared_ptr<const std::vector<decision::Finding>> of(const std::shared_ptr<const decision::Model>& model) {
        std::lock_guard lock(mutex_);
        std::erase_if(known_, [](const auto& one) { return one.first.expired(); });
        for (const auto& [known, findings] : known_)
            if (known.lock() == model) return findings;
        auto findings = std::make_shared<const std::vector<decision::Finding>>(model->check_tables());
        known_.emplace_back(model, findings);
        return findings;
    }

private:
    std::mutex mutex_;
    std::vector<std::pair<std::weak_ptr<const decision::Model>, std::shared_ptr<const std::vector<decision::Finding>>>> known_;
};

Reader reader_of(const services::Catalogue& catalogue, const people::Visit& visit) {
    const auto& municipality = *catalogue.municipality(visit.municipality);
    return {visit.language(), catalogue, municipality, local_time(visit.now, municipality.time_zone).date};
}

void set_frame(people::Visit& visit, std::string title) {
    visit.frame.section = "models";
    visit.frame.title = std::move(title);
    visit.frame.index = false;
}

http::Response list(people::Reception& reception, cases::Cases& cases, people::Visit& visit) {
    auto catalogue = cases.catalogue();
    auto reader = reader_of(*catalogue, visit);
    ModelsPage page;
    for (const auto& model : catalogue->decision_models(visit.municipality))
        if (model.model) page.rows.push_back(model_row(reader, model));
    set_frame(visit, view::text(visit.language(), "decision_page.models"));
    return reception.show(visit, pages::models_page(visit.frame, page));
}

http::Response one(people::Reception& reception, cases::Cases& cases, Findings& findings, people::Visit& visit) {
    auto catalogue = cases.catalogue();
    const auto* model = catalogue->decision_model(visit.municipality, visit.request.path_value("id"));
    if (!model || !model->model) return reception.problem(visit, fail(Fault::missing, "no such decision model").value());
    auto reader = reader_of(*catalogue, visit);
    auto form = fact_form(*model, visit.language(), visit.request.query, reader.today);
    const bool wrong = !form.problems.empty();
    std::optional<Trial> trial;
    if (form.asked && !wrong) trial = try_model(*model, form, catalogue->parameters_on(visit.municipality, model->id, form.on), reader.municipality.time_zone);
    auto page = model_page_of(reader, *model, *findings.of(model->model), std::move(form), trial ? &*trial : nullptr);
    set_frame(visit, page.name);
    return reception.show(visit, pages::model_page(visit.frame, page), wrong ? 400 : 200);
}

}  // namespace

void add_model_pages(people::Reception& reception, cases::Cases& cases) {
    auto findings = std::make_shared<Findings>();
    reception.desk_get("/desk/models", people::Permission::see_desk, [&](people::Visit& visit) { return list(reception, cases, visit); });
    reception.desk_get("/desk/models/{id}", people::Permission::see_desk, [&, findings](people::Visit& visit) { return one(reception, cases, *findings, visit); });
}

}  // namespace raekoda::doors::site
