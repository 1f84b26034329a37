// The pages of src/doors/site, made by compile_page.
#pragma once
#include "view/view.h"
#include "doors/site/model_views.h"
#include "doors/site/question_views.h"
#include "doors/site/service_desk_views.h"
#include "doors/site/service_views.h"
#include "doors/site/site_views.h"
#include "view/components.h"

namespace raekoda::doors::site::pages {

::raekoda::view::Html find_page(const ::raekoda::view::Frame& frame, const FindPage& page);
void find_page_into(::raekoda::view::Writer& writer, const FindPage& page);
::raekoda::view::Html home_page(const ::raekoda::view::Frame& frame, const HomePage& page);
void home_page_into(::raekoda::view::Writer& writer, const HomePage& page);
::raekoda::view::Html life_event_page(const ::raekoda::view::Frame& frame, const LifeEventPage& page);
void life_event_page_into(::raekoda::view::Writer& writer, const LifeEventPage& page);
::raekoda::view::Html local_mark(const ::raekoda::view::Frame& frame, const ServicePage& page, std::string_view member);
void local_mark_into(::raekoda::view::Writer& writer, const ServicePage& page, std::string_view member);
::raekoda::view::Html model_cell(const ::raekoda::view::Frame& frame, const CellView& cell);
void model_cell_into(::raekoda::view::Writer& writer, const CellView& cell);
::raekoda::view::Html model_decision(const ::raekoda::view::Frame& frame, const DecisionPart& decision);
void model_decision_into(::raekoda::view::Writer& writer, const DecisionPart& decision);
::raekoda::view::Html model_drawing(const ::raekoda::view::Frame& frame, const Drawing& drawing);
void model_drawing_into(::raekoda::view::Writer& writer, const Drawing& drawing);
::raekoda::view::Html model_findings(const ::raekoda::view::Frame& frame, const std::vector<FindingLine>& findings);
void model_findings_into(::raekoda::view::Writer& writer, const std::vector<FindingLine>& findings);
::raekoda::view::Html model_form(const ::raekoda::view::Frame& frame, const ModelPage& page);
void model_form_into(::raekoda::view::Writer& writer, const ModelPage& page);
::raekoda::view::Html model_logic(const ::raekoda::view::Frame& frame, const LogicPart& part);
void model_logic_into(::raekoda::view::Writer& writer, const LogicPart& part);
::raekoda::view::Html model_needs(const ::raekoda::view::Frame& frame, const std::vector<NeedTree>& needs);
void model_needs_into(::raekoda::view::Writer& writer, const std::vector<NeedTree>& needs);
::raekoda::view::Html model_page(const ::raekoda::view::Frame& frame, const ModelPage& page);
void model_page_into(::raekoda::view::Writer& writer, const ModelPage& page);
::raekoda::view::Html model_result(const ::raekoda::view::Frame& frame, const ResultView& result);
void model_result_into(::raekoda::view::Writer& writer, const ResultView& result);
::raekoda::view::Html model_table(const ::raekoda::view::Frame& frame, const TablePart& table);
void model_table_into(::raekoda::view::Writer& writer, const TablePart& table);
::raekoda::view::Html models_page(const ::raekoda::view::Frame& frame, const ModelsPage& page);
void models_page_into(::raekoda::view::Writer& writer, const ModelsPage& page);
::raekoda::view::Html plain_page(const ::raekoda::view::Frame& frame, const std::string& heading, const view::Html& content);
void plain_page_into(::raekoda::view::Writer& writer, const std::string& heading, const view::Html& content);
::raekoda::view::Html problem_page(const ::raekoda::view::Frame& frame, int status, const std::vector<std::string>& sentences);
void problem_page_into(::raekoda::view::Writer& writer, int status, const std::vector<std::string>& sentences);
::raekoda::view::Html question_property(const ::raekoda::view::Frame& frame, const PropertyField& property);
void question_property_into(::raekoda::view::Writer& writer, const PropertyField& property);
::raekoda::view::Html service_begin_page(const ::raekoda::view::Frame& frame, const ServiceBeginPage& page);
void service_begin_page_into(::raekoda::view::Writer& writer, const ServiceBeginPage& page);
::raekoda::view::Html service_body(const ::raekoda::view::Frame& frame, const ServicePage& page);
void service_body_into(::raekoda::view::Writer& writer, const ServicePage& page);
::raekoda::view::Html service_card(const ::raekoda::view::Frame& frame, const ServiceCard& card);
void service_card_into(::raekoda::view::Writer& writer, const ServiceCard& card);
::raekoda::view::Html service_desk_one(const ::raekoda::view::Frame& frame, const ServiceDeskOne& page);
void service_desk_one_into(::raekoda::view::Writer& writer, const ServiceDeskOne& page);
::raekoda::view::Html service_desk_page(const ::raekoda::view::Frame& frame, const ServiceDeskPage& page);
void service_desk_page_into(::raekoda::view::Writer& writer, const ServiceDeskPage& page);
::raekoda::view::Html service_desk_table(const ::raekoda::view::Frame& frame, const std::vector<ServiceRow>& rows, std::string_view caption);
void service_desk_table_into(::raekoda::view::Writer& writer, const std::vector<ServiceRow>& rows, std::string_view caption);
::raekoda::view::Html service_page(const ::raekoda::view::Frame& frame, const ServicePage& page);
void service_page_into(::raekoda::view::Writer& writer, const ServicePage& page);
::raekoda::view::Html service_preview_page(const ::raekoda::view::Frame& frame, const ServicePreviewPage& page);
void service_preview_page_into(::raekoda::view::Writer& writer, const ServicePreviewPage& page);
::raekoda::view::Html service_question_page(const ::raekoda::view::Frame& frame, const ServiceQuestionPage& page);
void service_question_page_into(::raekoda::view::Writer& writer, const ServiceQuestionPage& page);
::raekoda::view::Html service_questions_page(const ::raekoda::view::Frame& frame, const ServiceQuestionsPage& page);
void service_questions_page_into(::raekoda::view::Writer& writer, const ServiceQuestionsPage& page);
::raekoda::view::Html service_side(const ::raekoda::view::Frame& frame, const ServicePage& page);
void service_side_into(::raekoda::view::Writer& writer, const ServicePage& page);
::raekoda::view::Html service_texts_page(const ::raekoda::view::Frame& frame, const ServiceTextsPage& page);
void service_texts_page_into(::raekoda::view::Writer& writer, const ServiceTextsPage& page);
::raekoda::view::Html service_values_page(const ::raekoda::view::Frame& frame, const ServiceValuesPage& page);
void service_values_page_into(::raekoda::view::Writer& writer, const ServiceValuesPage& page);
::raekoda::view::Html service_where(const ::raekoda::view::Frame& frame, const ServicePage& page);
void service_where_into(::raekoda::view::Writer& writer, const ServicePage& page);
::raekoda::view::Html services_all_page(const ::raekoda::view::Frame& frame, const ServicesAllPage& page);
void services_all_page_into(::raekoda::view::Writer& writer, const ServicesAllPage& page);
::raekoda::view::Html services_page(const ::raekoda::view::Frame& frame, const ServicesPage& page);
void services_page_into(::raekoda::view::Writer& writer, const ServicesPage& page);
::raekoda::view::Html text_group_fields(const ::raekoda::view::Frame& frame, const TextGroup& group);
void text_group_fields_into(::raekoda::view::Writer& writer, const TextGroup& group);
::raekoda::view::Html topic_tiles(const ::raekoda::view::Frame& frame, const std::vector<TopicCard>& topics);
void topic_tiles_into(::raekoda::view::Writer& writer, const std::vector<TopicCard>& topics);

}  // namespace raekoda::doors::site::pages
