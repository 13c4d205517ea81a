"""Talk about where what was just told comes from: who issued it, on which day, under which number."""

from __future__ import annotations

from assistant.understanding.memory import BARE, Memory
from assistant.understanding.operations import MANY
from assistant.understanding.request import Request
from assistant.understanding.talk_rules import WRITTEN_IN
from corpus.patterns import late

BARE_DAY = late(
    r"^(?:那|这|是|它|新|的|个|份|文件|通知|政策|办法)*"
    r"(?:哪一?[天年日月]|什么时候|啥时候|啥时|几号|何时|什么日子)"
    r"(?P<out>(?:发|出|定|印发|发布|出台|公布|成文|下发|制定|批准|批)?的?)(?:文件|通知)?[呢啊吗]?[？?。]*$"
)
"""哪天的, 什么时候发的: nothing but the day on which a document came out"""
BARE_START = late("^(?:那|这|它|也|都|同样)*(?:是)?(?:那|同一|这)天(?:开始|起)?(?:实施|施行|执行|用)的?[吗么]?[？?]?$")
"""也是那天实施: from which day the standard just told is applied"""
SURE = late(
    "^(?:这|那)?(?:个|条|数|消息|信息|是)*(?:可信|靠谱|准确?|可靠|权威|真的|属实)(?:吗|不|么|不[准可靠]|的吗)+[？?]?$"
)
"""可信吗, 准不准: how sure the answer before is"""
BARE_TITLE = late(
    r"^(?:那|这|它|个|份|新|文件|政策|办法)*(?:叫啥|叫什么|叫什么名字|名字|全名|全称|什么名字)(?:来着)?[呢啊]?[？?]?$"
)
"""叫啥: nothing but the title of the document"""
BARE_DOCUMENT = late(
    "^(?:那|这|是|在|出自)*(?:哪一?[份个项]|什么|啥)(?:文件|通知|办法|政策|方案)(?:里|上|中)?(?:的|写的|说的)?[呢啊]?[？?]?$"
)
"""哪份文件 after a statement: the one that it stands in"""
SINCE = late("^(?:是)?从?(?:什么时候|啥时候|哪[天年月])(?:起|开始)")
"""从什么时候起 after a rule: the day of its document"""
BY_PLACE = ("subsidies", "policies")
"""relations of which a bare 哪天 asks when the document came out; of a rule it asks until when"""
OWN_TELLERS = ("standards", "batches")
"""relations whose rows tell the day that is asked of them by themselves"""


def of_its_origin(request: Request, memory: Memory) -> Request | None:
    """谁发的, 哪天的, 文号多少 about the document that the answer before rests on; None where it is not asked."""
    last = memory.last
    if last is not None and memory.documents and SURE.match(request.text):
        return request.with_(relation="", operation="value", aspects=("sureness",), about=memory.documents, unsaid=())
    if last is None or _names_other(request) or len(request.text) > BARE:
        return None
    if last.relation == "standards":
        return _of_standard(request, last)
    if not memory.documents:
        return None
    aspects = _asked(request, last, ruled=bool(memory.rules))
    if not aspects:
        return None
    return request.with_(relation="", operation="value", aspects=aspects, about=memory.documents, unsaid=())


def _of_standard(request: Request, last: Request) -> Request | None:
    """哪天 after a standard: the day on which it was published; 也是那天实施 the one from which it is applied."""
    begins = BARE_START.match(request.text) is not None
    if not (begins or BARE_DAY.match(request.text)):
        return None
    if last.operation in MANY and not begins:
        return last.with_(typed=request.typed, asked=request.asked)  # the list tells the day that is common to all
    if not (last.standards or last.product or last.numbers):
        return None
    return last.with_(
        typed=request.typed,
        text=request.text,
        asked=request.asked,
        operation="value",
        where=(),
        aspects=("start",) if begins else ("issued",),
        concepts=request.concepts | {"aspect.start" if begins else "aspect.issued"},
    )


def _asked(request: Request, last: Request, *, ruled: bool) -> tuple[str, ...]:
    if BARE_TITLE.match(request.text) and last.relation in BY_PLACE:
        return ("title",)
    if not ruled and last.relation not in OWN_TELLERS and WRITTEN_IN.search(request.text):
        return ("title",)
    if last.relation == "texts" and BARE_DOCUMENT.match(request.text):
        return ("title",)
    if ruled and SINCE.match(request.text):
        return ("day",)
    found = ["body"] if request.has("aspect.body") else []
    if request.has("aspect.number") and (last.relation == "texts" or (found and last.relation != "batches")):
        found.append("number")
    day = BARE_DAY.match(request.text)
    if day and last.relation not in OWN_TELLERS and (day["out"] or (last.relation in BY_PLACE and not ruled)):
        found.append("day")
    return tuple(found)


def _names_other(request: Request) -> bool:
    """Whether a request names what it is about by itself."""
    named = request.places or request.titles or request.quoted or request.batches or request.standards
    other = request.leftover or request.has("topic.money", "topic.recheck", "topic.standard")
    return bool(named or request.numbers or request.dates or other)
