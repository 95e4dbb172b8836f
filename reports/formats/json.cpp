// json: the run report itself.

#include "reports/formats/format.h"
#include "reports/model/run_report_json.h"

namespace squall::reports {

extern const Format json_format;
const Format json_format{"json", "everything, for programs; run-report.schema.json describes it", "json", &to_json};

}  // namespace squall::reports
