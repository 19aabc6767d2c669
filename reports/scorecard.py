"""A unit's scorecard as a workbook: what it scored and why, with the obligations that cost the points. The same run gives the same bytes."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from data.errors import RequestFault
from metrics.reading import Filter, Reader
from reports.duty_sheet import write_duties
from reports.score_sheet import write_score
from reports.sheet_dress import Dress
from reports.standing import source

MADE_ON = datetime(2000, 1, 1)  # written into the file's properties: the run id says which figures these are, not a clock
COST = ("late", "overdue", "unmet")


def scorecard_xlsx(reader: Reader, unit_id: str) -> bytes:
    """The scorecard of one unit in the reader's run: the score, the obligations that cost points, and all others that were counted.

    Raises RequestFault for a unit that the viewer may not see or that is not in the run.
    """
    totals = reader.totals().filter(unit_id=unit_id)
    if totals.is_empty():
        raise RequestFault(f"没有编码为 {unit_id} 的被考核部门，或您无权查看，未生成考核表。请从部门排名重新进入。")
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        unit, meta = totals.row(0, named=True), reader.meta()
        book.set_properties({"title": f"{unit['unit_name']}考核表", "comments": source(meta), "created": MADE_ON})
        book.set_calc_mode("auto")
        dress = Dress(book)
        write_score(dress, unit, meta, reader.items(unit_id), reader.adjustments(unit_id))
        counted = reader.obligations(Filter(unit_id=unit_id, counted=True))
        write_duties(dress, "扣分义务", unit, meta, counted.filter(counted["state"].is_in(COST)))
        write_duties(dress, "按期义务", unit, meta, counted.filter(~counted["state"].is_in(COST)))
    return out.getvalue()
