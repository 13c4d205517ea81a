"""The shipped tables, read with nothing but csv, and what a naive reader knows of their places."""

from __future__ import annotations

import csv
from pathlib import Path

PROVINCES = {
    "11": "北京",
    "12": "天津",
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "31": "上海",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "50": "重庆",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "54": "西藏",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
}
SETS = {
    "四个直辖市": (["11", "12", "31", "50"], ["四个直辖市", "4个直辖市", "几个直辖市", "直辖市"], True),
    "五个自治区": (["15", "45", "54", "64", "65"], ["五个自治区", "5个自治区", "自治区", "各自治区"], True),
    "长三角": (["31", "32", "33", "34"], ["长三角", "长三角地区", "长三角三省一市", "沪苏浙皖", "江浙沪皖"], False),
    "江浙沪": (["31", "32", "33"], ["江浙沪", "江浙沪一带", "江苏浙江上海"], False),
    "京津冀": (["11", "12", "13"], ["京津冀", "京津冀地区", "北京天津河北"], False),
    "东北": (["21", "22", "23"], ["东北三省", "东北", "东三省"], False),
    "西北": (["61", "62", "63", "64", "65"], ["西北五省区", "西北五省", "陕甘宁青新"], False),
    "中部六省": (["14", "34", "36", "41", "42", "43"], ["中部六省", "中部六个省"], False),
    "川渝": (["50", "51"], ["川渝", "川渝两地", "成渝两省市"], False),
    "两广": (["44", "45"], ["两广", "广东广西", "广东和广西"], False),
    "浙皖": (["33", "34"], ["浙江和安徽", "浙皖两省", "浙江、安徽"], False),
    "苏浙": (["32", "33"], ["江苏和浙江", "江浙", "江浙两省"], False),
    "闽粤": (["35", "44"], ["福建和广东", "闽粤", "福建、广东"], False),
}
PARENTS = {
    "320500": "苏州",
    "320900": "盐城",
    "330700": "金华",
    "330300": "温州",
    "331000": "台州",
    "330200": "宁波",
    "330500": "湖州",
    "330600": "绍兴",
    "341000": "黄山",
    "441300": "惠州",
    "510100": "成都",
}


def short(place: str) -> str:
    if place.endswith("高新区"):
        return place[:-1]
    for tail in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if place.endswith(tail):
            return place[: -len(tail)]
    if place.endswith(("区", "县")) and not place.endswith("园区"):
        return place[:-1]
    return place


def rank(code: str, place: str) -> str:
    if "-" in code:
        return "zone"
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    return {"市": "countycity", "县": "county"}.get(place[-1], "district")


class Row(dict):
    """A row with its name, the names that a right answer about it may hold, and its date as a span of months."""

    def __init__(self, raw: dict[str, str]):
        super().__init__(raw)
        self.code = raw.get("place_code", "")
        self.prov = self.code[:2]
        self.name = short(raw["place"]) if raw.get("place") else raw.get("subject", "")
        self.rank = rank(self.code, raw["place"]) if raw.get("place") else ""
        self.awards: list[dict[str, str]] = []

    def text(self) -> str:
        bits = [
            self.get(k) or ""
            for k in (
                "place",
                "province",
                "policy",
                "title",
                "subject",
                "number",
                "provision",
                "notes",
                "aliases",
                "related",
                "issuing_body",
            )
        ]
        return "|".join([*bits, PROVINCES.get(self.prov, ""), PARENTS.get(self.code[:4] + "00", "")])


def f(x: str) -> float | None:
    return float(x) if x not in ("", None) else None


def load(folder: Path) -> dict[str, list[Row]]:
    out = {}
    for name in ("subsidies", "policies", "standards", "batches"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            out[name] = [Row(r) for r in csv.DictReader(file)]
    by = {r["id"]: r for r in out["subsidies"]}
    with (folder / "awards.csv").open(encoding="utf-8", newline="") as file:
        for a in csv.DictReader(file):
            by[a["subsidy_id"]].awards.append(a)
    return out
