// From a decision model of the catalogue to what its page shows.
#pragma once
#include "doors/site/model_trial.h"
#include "doors/site/model_views.h"

namespace raekoda::doors::site {

// What the views are made for.
struct Reader {
    view::Language language;
    const services::Catalogue& catalogue;
    const services::Municipality& municipality;
    Date today;
    std::string to(std::string_view path) const { return "/" + std::string(view::code(language)) + std::string(path); }
};

ModelRow model_row(const Reader&, const services::DecisionModel&);
// `trial`: nullptr when nothing was asked, or not in a way that could be answered.
ModelPage model_page_of(const Reader&, const services::DecisionModel&, const std::vector<decision::Finding>&, FactForm, const Trial* trial);

// Parts of it.
TablePart table_part(view::Language, const services::DecisionModel&, std::size_t table, const std::vector<decision::Finding>&, const decision::Reasons*);
Drawing drawing_of(const services::DecisionModel&, view::Language);
ResultView result_view(view::Language, const services::DecisionModel&, const decision::Value&);
using services::value_text;
// Of an input column, in the reader's language where the catalogue has a label for it.
std::string column_label(view::Language, const services::DecisionModel&, const decision::TableView::Input&);
std::string policy_name(decision::HitPolicy);  // "unique"

}  // namespace raekoda::doors::site
