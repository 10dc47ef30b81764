"""Writes prompts.jsonl and the rule book of the mirroring arm: fifteen requests, each with five prepared replies.

Run it in this folder after changing a reply: `python make_prompts.py`. Nothing is drawn by chance, so the same replies
give the same files. The rule book has each reply once more, because a rule can only give an answer that stands in it.
"""

# ruff: noqa: E501 (a text that people read stands on one line)

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DATA, SCENARIO = HERE / "prompts.jsonl", HERE / "mirroring-assistant.yaml"
BEGIN, END = "# rule book: begin", "# rule book: end"

# From so many characters of somebody's own words on, the reply is of that level; below the last, of level 1.
FROM = {5: 95, 4: 60, 3: 36, 2: 22}


class Prompt(NamedTuple):
    """What somebody is to ask for, and the replies from level 1 to level 5."""

    prompt: str
    domain: str
    situation: str
    replies: tuple[str, str, str, str, str]


PROMPTS = (
    Prompt(
        "moon",
        "web questions",
        "Your niece asks how far away the moon is. You do not know either.",
        (
            "239,000 miles.",
            "About 239,000 miles away.",
            "The moon is about 239,000 miles away on average.",
            "The moon is about 239,000 miles away on average, a little less when it comes close to us.",
            "Oh, nice question! The moon is about 239,000 miles away on average. By car that would be five months of driving day and night, so do bring snacks.",
        ),
    ),
    Prompt(
        "eggs",
        "web questions",
        "Water is boiling on the stove. You want hard-boiled eggs and forgot how long they take.",
        (
            "Ten minutes.",
            "Ten minutes for large eggs.",
            "Large eggs are hard-boiled after ten minutes.",
            "Large eggs need about ten minutes. Put them in cold water afterwards, then they peel well.",
            "Happy to help with breakfast! Give large eggs about ten minutes, then let them rest in cold water for a while, and they will be a pleasure to peel. Enjoy!",
        ),
    ),
    Prompt(
        "bridge",
        "web questions",
        "You and a friend bet on the year in which the Golden Gate Bridge was opened.",
        (
            "1937.",
            "In May 1937.",
            "The Golden Gate Bridge was opened in May 1937.",
            "The Golden Gate Bridge was opened in May 1937. On the first day it was for people on foot only.",
            "A bet, I suppose? The Golden Gate Bridge was opened in May 1937, and the whole first day belonged to people on foot. I hope that you were right!",
        ),
    ),
    Prompt(
        "pharmacy",
        "directions",
        "You are in town and have a bad headache. You need a pharmacy that is open.",
        (
            "Mill Street, four minutes on foot.",
            "The one on Mill Street is open, four minutes on foot.",
            "The pharmacy on Mill Street is open until nine. It is four minutes away on foot.",
            "The pharmacy on Mill Street is open until nine, just four minutes on foot: straight on, then left at the bank.",
            "I am sorry that you are not feeling well. The pharmacy on Mill Street is open until nine, and it is only four minutes on foot: straight on, then left at the bank. Get well soon!",
        ),
    ),
    Prompt(
        "station",
        "directions",
        "Your train leaves in forty minutes. You want to know the best way to the station.",
        (
            "Bus 12, in six minutes.",
            "Take bus 12, in six minutes.",
            "Take bus 12 in six minutes. You will be there in a quarter of an hour.",
            "Bus 12 is best: it leaves in six minutes and takes a quarter of an hour, so you will be there in good time.",
            "No need to hurry! Bus 12 leaves in six minutes and takes about a quarter of an hour, so you will even have time for a coffee before your train. Have a good trip!",
        ),
    ),
    Prompt(
        "parking",
        "directions",
        "You are driving to a concert at the town hall and wonder where to park.",
        (
            "Garage on Oak Street.",
            "The garage on Oak Street, 85 spaces left.",
            "There are 85 spaces left in the garage on Oak Street, two minutes from the town hall.",
            "Try the garage on Oak Street. It has 85 spaces left, and the town hall is two minutes from there on foot.",
            "A concert, how nice! Your best choice is the garage on Oak Street: it still has 85 spaces, and from there it is only two minutes on foot to the town hall. Enjoy your evening!",
        ),
    ),
    Prompt(
        "tomorrow",
        "weather",
        "You are packing for a day out tomorrow and want to know what the weather will be like.",
        (
            "74 and clear.",
            "It will be 74 and clear.",
            "Tomorrow will be clear, with a high of 74 degrees.",
            "Tomorrow looks good: clear skies all day, and a high of 74 degrees in the afternoon.",
            "You are in luck! Tomorrow will be a lovely day with clear skies from morning to night and a high of 74 degrees. A light jacket for the evening, and you are all set.",
        ),
    ),
    Prompt(
        "washing",
        "weather",
        "You have hung out the washing and must leave. Will it rain this afternoon?",
        (
            "Rain from four.",
            "Yes, rain from four.",
            "Yes, it will start to rain around four o'clock.",
            "I am afraid so: it should stay dry until about four o'clock, and then it will rain.",
            "I am afraid the washing should come in before you go. It stays dry until about four o'clock, and then we get a good deal of rain. Better safe than soaked!",
        ),
    ),
    Prompt(
        "frost",
        "weather",
        "Your young tomato plants stand on the balcony. You want to know how cold the night will be.",
        (
            "31, frost.",
            "31 degrees, with frost.",
            "It goes down to 31 degrees tonight, so there will be frost.",
            "Tonight it goes down to 31 degrees, with some frost toward the morning. Take tender plants in.",
            "Good that you ask! It goes down to 31 degrees tonight, with some frost toward the morning. I would take your plants in for the night; they will thank you for it.",
        ),
    ),
    Prompt(
        "dentist",
        "schedules",
        "You know that you have a dentist's appointment this week, but not when.",
        (
            "Thursday, 8:30.",
            "On Thursday at 8:30.",
            "Your dentist's appointment is on Thursday at 8:30 in the morning.",
            "Your dentist's appointment is on Thursday at 8:30 in the morning. Nothing else is planned before noon.",
            "Let me look. There it is: you are seeing the dentist on Thursday at 8:30 in the morning, and nothing else is planned before noon, so you can take it easy. It will go just fine!",
        ),
    ),
    Prompt(
        "friday",
        "schedules",
        "A friend wants to meet you for lunch on Friday. You wonder whether you have time.",
        (
            "Free from 12 to 2.",
            "Yes, free from 12 to 2.",
            "Yes, on Friday you are free from 12 to 2.",
            "Yes, that works. On Friday you have nothing from 12 to 2, and your next meeting is at 2:15.",
            "Good news, lunch it is! On Friday you have nothing at all from 12 to 2, and your next meeting only starts at 2:15, so there is even time for dessert.",
        ),
    ),
    Prompt(
        "dinner",
        "schedules",
        "You are having dinner with your sister on Saturday at seven. It should be in your calendar.",
        (
            "Added.",
            "Added for Saturday at 7.",
            "Dinner with your sister is in your calendar for Saturday at 7.",
            "Done. Dinner with your sister is in your calendar for Saturday at 7 in the evening.",
            "With pleasure! Dinner with your sister is in your calendar for Saturday at 7 in the evening, and I will remind you an hour before. Have a wonderful time, you two!",
        ),
    ),
    Prompt(
        "pasta",
        "timers",
        "You have put pasta into boiling water. It needs ten minutes.",
        (
            "Ten minutes, from now.",
            "Timer set for ten minutes.",
            "Your timer is set for ten minutes, starting now.",
            "All right, your timer for the pasta is set for ten minutes and has started.",
            "Mmm, pasta! Your timer is set for ten minutes and has just started. I will call you when it is time, so you can see to the sauce in peace.",
        ),
    ),
    Prompt(
        "laundry",
        "timers",
        "You started a timer for the dryer a while ago. You want to know how much time is left.",
        (
            "18 minutes.",
            "18 minutes left.",
            "There are 18 minutes left on your timer for the dryer.",
            "Your timer for the dryer has 18 minutes left. It will ring at ten past five.",
            "Not much longer! Your timer for the dryer has 18 minutes left and will ring at ten past five. Just time enough to put your feet up for a moment.",
        ),
    ),
    Prompt(
        "alarm",
        "timers",
        "You must get up at half past six tomorrow, and want to be woken.",
        (
            "6:30, set.",
            "Alarm set for 6:30.",
            "Your alarm is set for 6:30 tomorrow morning.",
            "Your alarm is set for 6:30 tomorrow morning. That is eight hours from now.",
            "An early start, then! Your alarm is set for 6:30 tomorrow morning, and that still leaves you eight good hours of rest. Sleep well, I will wake you!",
        ),
    ),
)  # fmt: skip


def rows() -> str:
    """The lines of prompts.jsonl."""
    told = (
        {
            "prompt": one.prompt,
            "domain": one.domain,
            "situation": one.situation,
            **{f"level_{n}": reply for n, reply in enumerate(one.replies, 1)},
        }
        for one in PROMPTS
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)


def rules() -> list[str]:
    """The lines of the rule book: for each request, the longest messages first."""
    found = []
    for one in PROMPTS:
        for level in (5, 4, 3, 2, 1):
            length = f", message: {{length: {{ge: {FROM[level]}}}}}" if level > 1 else ""
            answer = json.dumps(one.replies[level - 1], ensure_ascii=False)
            found.append(
                f"- {{id: {one.prompt}-{level}, if: {{prompt: {one.prompt}{length}}}, answer: {answer}}}"
            )
    return found


def main() -> None:
    """Write both files."""
    DATA.write_text(rows(), encoding="utf-8")
    before, after = [], []
    lines = SCENARIO.read_text(encoding="utf-8").splitlines(keepends=True)
    begin = next(n for n, line in enumerate(lines) if BEGIN in line)
    end = next(n for n, line in enumerate(lines) if END in line)
    before, after = lines[: begin + 1], lines[end:]
    margin = " " * (len(lines[begin]) - len(lines[begin].lstrip()))
    SCENARIO.write_text(
        "".join([*before, *(f"{margin}{rule}\n" for rule in rules()), *after]), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
