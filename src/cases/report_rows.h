// Rows of case_report as values. Inside the room only.
#pragma once
#include "cases/report.h"
#include "store/store.h"

namespace raekoda::cases {

using PhotosByVersion = std::vector<std::pair<std::int64_t, PhotoId>>;  // version: of the happening that brought it; 1 is the report itself
Result<PhotosByVersion> load_photos(store::Session&, const MunicipalityId&, const ReportNumber&);
Result<std::optional<ReportView>> load_report(store::Session&, const MunicipalityId&, const ReportNumber&);  // with words and photos
Result<bool> load_report_into(ReportView&, store::Session&, const MunicipalityId&, const ReportNumber&, const PhotosByVersion&);  // false: none
ReportView report_from(const store::Row&, const MunicipalityId&);  // without photos
ReportLine line_from(const store::Row&);
std::string encode_answers(const Answers&);
Answers decode_answers(std::string_view);

}  // namespace raekoda::cases
