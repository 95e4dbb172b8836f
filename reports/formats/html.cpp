// html: one self-contained page.

#include "reports/formats/format.h"
#include "reports/html/page.h"

namespace squall::reports {

extern const Format html_format;
const Format html_format{"html", "one page to read and to pass on: graph, plots, findings, coverage", "html",
                         &render_html};

}  // namespace squall::reports
