// Rows of case_report as values. Inside the room only.
#pragma once
#include "cases/report.h"
#include "store/store.h"

namespace raekoda::cases {

Result<std::optional<ReportView>> load_report(store::Session&, const MunicipalityId&, const ReportNumber&);  // with words and photos
ReportView report_from(const store::Row&, const MunicipalityId&);                                            // without photos
ReportLine line_from(const store::Row&);
std::string encode_answers(const Answers&);
Answers decode_answers(std::string_view);

}  // namespace raekoda::cases
