"""The sheet of a scorecard's workbook with the trend: the totals as numbers and Excel's own chart of them."""

from datetime import datetime, time

from reports.scorecard.card import Scorecard
from reports.scorecard.sheet_styles import Dress
from reports.wording.wording import Wording


def write_trend(dress: Dress, card: Scorecard, t: Wording) -> None:
    """Write it. One point has no trend, and says so."""
    sheet = dress.sheet(t("part.sheet_trend"), (14, 14, 22, 12))
    sheet.write_string(0, 0, t("part.trend"), dress.format("heading"))
    middle = t("trend.middle", group=card.head.group)
    for column, title in enumerate((t("trend.as_of"), t("trend.total"), middle, t("trend.standing"))):
        sheet.write_string(2, column, title, dress.format("head"))
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    for row, moment in enumerate(card.trend, 3):
        sheet.write_datetime(row, 0, datetime.combine(moment.as_of, time()), dress.format("day"))
        for column, value in enumerate((moment.total, moment.middle), 1):
            if value is None:
                sheet.write_blank(row, column, None, dress.format("points"))
            else:
                sheet.write_number(row, column, float(value), dress.format("points"))
        sheet.write_string(row, 3, t("trend.draft" if moment.is_draft else "trend.published"), dress.format("centre"))
    if len(card.trend) < 2:
        sheet.write_string(5, 0, t("trend.alone"), dress.format("note"))
        return
    _chart(dress, sheet.get_name(), card, t)


def _chart(dress: Dress, name: str, card: Scorecard, t: Wording) -> None:
    sheet = dress.book.get_worksheet_by_name(name)
    last = 2 + len(card.trend)
    chart = dress.book.add_chart({"type": "line"})
    looks = (
        (
            1,
            {"color": "#1F5A8C", "width": 2.5},
            {"type": "circle", "size": 7, "fill": {"color": "#1F5A8C"}, "border": {"color": "#1F5A8C"}},
        ),
        (2, {"color": "#8F9CAB", "width": 2, "dash_type": "square_dot"}, {"type": "diamond", "size": 6, "fill": {"color": "#8F9CAB"}}),
    )
    for column, line, marker in looks:
        if column == 2 and all(moment.middle is None for moment in card.trend):
            continue
        chart.add_series({
            "name": [name, 2, column], "categories": [name, 3, 0, last, 0], "values": [name, 3, column, last, column],
            "line": line, "marker": marker, "data_labels": {"value": column == 1, "num_format": "0.00", "position": "above"},
        })  # fmt: skip
    known = [float(x) for moment in card.trend for x in (moment.total, moment.middle) if x is not None]
    grid = {"visible": True, "line": {"color": "#E1E6EB"}}
    chart.set_y_axis({"min": int(min(known, default=0) // 10 * 10), "num_format": "0", "major_gridlines": grid})
    chart.set_x_axis({"text_axis": True, "num_format": "yyyy-mm-dd"})
    chart.set_legend({"position": "top"})
    chart.set_title({"none": True})
    chart.set_size({"width": 780, "height": 340})
    sheet.insert_chart(3, 5, chart, {"description": t("trend.total")})
