"""A list that is missing between two others: the total is refused in words, and adding such lists is no surprise."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.service import Assistant

DAY = date(2026, 11, 26)
HEADS = (
    "id,sureness,batch,list_year,title,issuer,number,date_kind,date,factories,removed_factories,cumulative_factories,"
    "cumulative_kind"
)
LISTS = {
    6: "l6,A,6,2021,公布2021年度名单的通知,工信部,工信厅节函〔2022〕7号,成文日期,2022-01-15,662,,,",
    7: "l7,A,7,2022,公布2022年度名单的通知,工信部,工信厅节函〔2023〕64号,发布日期,2023-03-23,874,41,3616,公布",
    8: "l8,A,8,2023,公布2023年度名单的通知,工信部,工信厅节函〔2023〕384号,发布日期,2024-01-05,1488,9,,",
    9: "l9,A,9,2024,公布2024年度名单的通知,工信部,工信厅节函〔2025〕33号,发布日期,2025-01-22,1382,47,6430,公布",
}  # fmt: skip


@pytest.mark.parametrize("missing", [6, 7, 8])
def test_a_total_over_a_gap_is_refused_by_the_name_of_what_is_missing(
    missing: int, wence_home: Path, tmp_path: Path
) -> None:
    home, file = shutil.copytree(wence_home, tmp_path / "home"), tmp_path / "lists.csv"
    lines = [HEADS, *(line for number, line in LISTS.items() if number != missing)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert keeper.add(home, [file]).ok  # the refusal is what these lists make of the total: no reason not to switch
    with Assistant.open(home, DAY) as wence:
        answer = wence.ask("全国一共有多少家国家级绿色工厂")
    assert answer.status == "partial"
    assert f"全国累计家数不能给出：缺第 {missing} 批，不能相加" in answer.headline
