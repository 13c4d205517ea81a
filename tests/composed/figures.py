"""Ways to say sums and counts, as a right answer may write them."""

from __future__ import annotations

CN = "零一二三四五六七八九"


def cn(n: int) -> str:
    if n < 10:
        return CN[n]
    if n < 20:
        return "十" + (CN[n - 10] if n > 10 else "")
    if n < 100:
        return CN[n // 10] + "十" + (CN[n % 10] if n % 10 else "")
    if n < 1000:
        h, r = divmod(n, 100)
        return (
            CN[h]
            + "百"
            + ("" if not r else ("零" + CN[r] if r < 10 else (CN[r // 10] + "十" + (CN[r % 10] if r % 10 else ""))))
        )
    return str(n)


def num(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".")


def money(x: float) -> list[str]:
    """Ways to say x 万元."""
    out = [num(x) + "万"]
    if abs(x - round(x)) < 1e-9:
        out += [cn(int(x)) + "万", str(round(x * 10000)) + "元"]
        if x == 200:
            out.append("两百万")
    else:
        out += [f"{x:.1f}万", f"{int(x * 10) / 10}万", f"{round(x)}万", num(int(x * 100) / 100) + "万"]
    return list(dict.fromkeys(out))


UNITS = "个处家地条项行份件种省市批"


def counts(lo: int, hi: int | None = None) -> list[str]:
    """Ways to say a number of things between lo and hi."""
    out = []
    for n in range(lo, (hi if hi is not None else lo) + 1):
        out += [f"{n}{u}" for u in UNITS] + [f"共{n}", f"有{n}", f"合计{n}", f"数量为{n}", f"{n}座", f"{n}部", f"{n}款"]
        out += [f"{cn(n)}{u}" for u in "个处家地条项份件"]
        if n == 2:
            out += [f"两{u}" for u in "个处家地条项份件"]
    return out


NONE_WORDS = [
    "没有",
    "无",
    "0个",
    "0处",
    "0家",
    "0项",
    "0份",
    "0条",
    "零",
    "未找到",
    "没找到",
    "查不到",
    "不存在",
    "未见",
    "未收录",
    "未载明",
    "没写",
    "未写",
    "并无",
    "一个也",
    "一处也",
    "都不",
]
YES_WORDS: list[str] = []
