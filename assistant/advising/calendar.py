"""Duties as a calendar file that programs take in again and again: the same duty of the same year is the same event.

One event a year and duty, with a UID that stays when its date moves. Held against the file of before, an event whose
date moved gets the next SEQUENCE, and one whose duty is gone is CANCELLED. The same duties on the same day, beside the
same file, give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from assistant.advising.duties import Duty
from assistant.errors import AssistantError

Event = Any
Calendar = Any
"""of icalendar, imported only where a calendar is asked for; its own types are wider than what stands in our files"""

DOMAIN = "@wence"
"""end of the UID of an event of ours; others of the file are left as they are"""
OWNER = "X-WENCE-FOR"
"""property that tells whose duties an event is of, so that two factories can share a file"""
ALARMS = (30, 7)
"""days before, on which a calendar reminds"""
NAMES = {"table": "年度填报", "recommend": "推荐", "benchmark": "对标", "recheck": "复核", "policy_end": "政策到期",
         "apply_until": "申报截止"}  # fmt: skip


def calendar_of(
    duties: Iterable[Duty], *, owner: str, start: date, end: date, as_of: date, older: bytes | None = None
) -> bytes:
    """The calendar of the exportable duties between two days; ``older`` is the file that it takes the place of.

    Raises:
        AssistantError: the older file is no calendar.
    """
    from icalendar import Calendar

    before = _read(older) if older else Calendar()
    known = {str(event["UID"]): event for event in before.walk("VEVENT") if _ours(event)}
    now = {_uid(duty): duty for duty in duties if duty.exportable}
    events = [_event(uid, duty, owner, as_of, known.get(uid)) for uid, duty in now.items()]
    for uid, event in known.items():
        if uid not in now:
            events.append(_gone(event, owner, start, end, as_of))
    events += [event for event in before.walk("VEVENT") if not _ours(event)]
    calendar = Calendar()
    for name, value in (("VERSION", "2.0"), ("PRODID", "-//wence//duties//ZH"), ("X-WR-CALNAME", "绿色工厂待办")):
        calendar.add(name, value)
    for event in sorted(events, key=lambda event: (str(event["DTSTART"].dt), str(event["UID"]))):
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _read(data: bytes) -> Calendar:
    from icalendar import Calendar

    try:
        found: Any = Calendar.from_ical(data)
        if any("UID" not in event or "DTSTART" not in event for event in found.walk("VEVENT")):
            raise ValueError("UID")
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise AssistantError("要写入的文件已经存在，而且不是日历文件。", "请换一个以 .ics 结尾的新文件名。") from error
    return found


def _ours(event: Mapping[str, Any]) -> bool:
    return str(event["UID"]).endswith(DOMAIN)


def _uid(duty: Duty) -> str:
    return blake2b(duty.id.encode(), digest_size=10).hexdigest() + DOMAIN


def _event(uid: str, duty: Duty, owner: str, as_of: date, older: Event | None) -> Event:
    day = date.fromisoformat(duty.date)
    summary, description = _summary(duty), _description(duty, as_of)
    sequence = 0
    if older is not None:
        sequence = int(older.get("SEQUENCE", 0))
        moved = older["DTSTART"].dt != day or str(older.get("STATUS", "")) == "CANCELLED"
        if not moved and str(older.get("SUMMARY", "")) == summary and _same_text(older, description):
            return older
        sequence += moved
    event = _new(uid, day, as_of, sequence, "CONFIRMED", summary, owner)
    event.add("DESCRIPTION", description)
    event.add("CATEGORIES", [NAMES[duty.kind]])
    for days in ALARMS:
        event.add_component(_alarm(days, summary))
    return event


def _same_text(older: Event, description: str) -> bool:
    """Whether only the day of looking differs: it is told in the last line and is no change of the duty."""
    return str(older.get("DESCRIPTION", "")).splitlines()[:-1] == description.splitlines()[:-1]


def _gone(event: Event, owner: str, start: date, end: date, as_of: date) -> Event:
    """An event whose duty is not there any more; one of another factory, or outside the period, is left as it is."""
    day = event["DTSTART"].dt
    asked = str(event.get(OWNER, "")) == owner and start <= day <= end
    if not asked or str(event.get("STATUS", "")) == "CANCELLED":
        return event
    sequence = int(event.get("SEQUENCE", 0)) + 1
    cancelled = _new(str(event["UID"]), day, as_of, sequence, "CANCELLED", str(event["SUMMARY"]), owner)
    cancelled.add("DESCRIPTION", str(event.get("DESCRIPTION", "")))
    return cancelled


def _new(uid: str, day: date, as_of: date, sequence: int, status: str, summary: str, owner: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    event.add("DTSTART", day)
    event.add("SEQUENCE", sequence)
    event.add("STATUS", status)
    event.add("SUMMARY", summary)
    event.add("TRANSP", "TRANSPARENT")
    event.add(OWNER, owner)
    return event


def _alarm(days: int, summary: str) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(days=-days))
    alarm.add("DESCRIPTION", f"还有 {days} 天：{summary}")
    return alarm


def _summary(duty: Duty) -> str:
    where = f"{duty.place}{duty.level}" if duty.level else duty.place
    return f"{duty.duty}（{where}）"


def _description(duty: Duty, as_of: date) -> str:
    number = f"（{duty.number}）" if duty.number else ""
    lines: Sequence[str] = (
        f"谁来做：{duty.who}",
        f"依据：《{duty.basis}》{number}{duty.article}",
        "只见一处，请先核实" if duty.sureness == "B" else "",
        duty.note,
        f"资料最后见于 {duty.seen_on}" if duty.seen_on else "",
        f"问策按 {as_of.isoformat()} 的资料列出；以主管部门当年通知为准",
    )
    return "\n".join(line for line in lines if line)
