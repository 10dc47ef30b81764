"""Writes the ten moments of a day with the watch: `python make_day.py`.

The words are ours; steps and pulse are drawn from a seed, so that the same file comes out each time. Each moment is told to
the one who wears the watch (`you`) and to a daughter who is there (`she`). What both know is what can be seen and felt;
what it meant, they learn afterwards (`if_called`, `if_not`).
"""

# ruff: noqa: E501 (a text is one line, however long)

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

SEED = "fall-watch 1"
FILE = Path(__file__).parent / "day.jsonl"
FINE, HELP = "fine", "needs help"
PULSE = {"moves on": (68, 84), "gets up slowly": (86, 104), "lies still": (60, 74)}


class Moment(NamedTuple):
    """One moment: what happens, what the watch can measure (`impact`, `afterwards`), and what came of it."""

    time: str
    actual: str
    impact: str
    afterwards: str
    you: str
    she: str
    if_called: str
    if_not: str


DAY = (
    Moment(
        "07:40",
        FINE,
        "soft",
        "moves on",
        "You sit on the edge of the bed and bend down to tie your shoes. One of the laces has a knot in it, and it takes a while. Then both shoes are on, and you get up.",
        "Your mother sits on the edge of her bed and bends down to tie her shoes. One of the laces has a knot in it, and it takes a while. Then both shoes are on, and she gets up.",
        "Two paramedics stood at the door at eight in the morning. They were kind about it, and drove on.",
        "Nothing came of it. It was a pair of shoes.",
    ),
    Moment(
        "08:30",
        FINE,
        "hard",
        "moves on",
        "You sit down at the breakfast table. The chair is lower than you remember, and you land on it with a bump that makes the cups rattle. No tea is spilled. You are fine.",
        "Your mother sits down at the breakfast table. The chair is lower than she remembers, and she lands on it with a bump that makes the cups rattle. No tea is spilled. She is fine.",
        "The neighbour who has the key came running in her dressing gown. She had left her own breakfast for it.",
        "Nothing came of it. The tea was still hot.",
    ),
    Moment(
        "09:15",
        HELP,
        "hard",
        "gets up slowly",
        "You step out of the bath, your foot slides away, and you land on your hip on the tiles. You can move. When you put weight on the leg it hurts, so you sit down on the edge of the bath. It will pass, you tell yourself.",
        "You hear a thud from the bathroom. Your mother's foot has slid away on the tiles, and she landed on her hip. She can move. When she puts weight on the leg it hurts, so she sits down on the edge of the bath. It will pass, she says.",
        "The ambulance crew found a crack in the hip. It was treated the same afternoon, and healed well.",
        "By the evening, the leg could not be moved any more. The hip had a crack, and the day of walking had made it worse.",
    ),
    Moment(
        "10:30",
        FINE,
        "hard",
        "moves on",
        "You hang up your coat in the hall and knock your wrist against the door frame, watch first. There is a loud crack. You look at the glass: not a scratch. Your wrist is fine, too.",
        "Your mother hangs up her coat in the hall and knocks her wrist against the door frame, watch first. There is a loud crack. She looks at the glass: not a scratch. Her wrist is fine, too.",
        "An ambulance stood in front of the house for a quarter of an hour. Half the street had come out to look.",
        "Nothing came of it. The watch is built for worse.",
    ),
    Moment(
        "11:50",
        FINE,
        "soft",
        "gets up slowly",
        "You kneel down in the garden to pull the weeds out from between the stones, and stay there for some minutes. Getting up takes two tries and a hand on the wall. It always does.",
        "Your mother kneels down in the garden to pull the weeds out from between the stones, and stays there for some minutes. Getting up takes two tries and a hand on the wall. It always does.",
        "Two paramedics walked around the house and into the garden. One of them admired the roses; then they had to go.",
        "Nothing came of it. The path has no more weeds.",
    ),
    Moment(
        "13:10",
        FINE,
        "hard",
        "lies still",
        "After lunch you let yourself drop on to the sofa with the newspaper, so hard that the cushions jump. The page with the crossword is soon on the floor. You close your eyes for a quarter of an hour.",
        "After lunch your mother lets herself drop on to the sofa with the newspaper, so hard that the cushions jump. The page with the crossword is soon on the floor. She closes her eyes and breathes evenly.",
        "The doorbell put an end to the nap. It took some time to explain, and nobody slept after that.",
        "Nothing came of it but a good nap.",
    ),
    Moment(
        "14:30",
        FINE,
        "hard",
        "gets up slowly",
        "You carry the washing down the stairs and miss the last step. You catch the rail with one hand and sit down on the step behind you. Your heart beats fast. You move your feet, your knees, your back: nothing hurts.",
        "Your mother carries the washing down the stairs and misses the last step. She catches the rail with one hand and sits down on the step behind her. She is out of breath. She moves her feet, her knees, her back: nothing hurts.",
        "The ambulance crew looked at everything twice and found nothing. They could have been somewhere else.",
        "Nothing came of it. From now on, the washing goes down in two loads.",
    ),
    Moment(
        "16:00",
        HELP,
        "soft",
        "lies still",
        "You get up to close the window, and everything turns grey. When you look around again, you are on the carpet beside the chair and do not know how you got there. You feel all right now, only a little slow.",
        "Your mother gets up to close the window and sinks down on the carpet beside her chair, quite slowly. For a moment she does not answer you. Then she looks around and does not know how she got there. She feels all right now, she says, only a little slow.",
        "A nurse listened to the heart, and it was skipping. One pill a day, and it has not happened since.",
        "It was the heart, and it happened again two days later, at the top of the stairs.",
    ),
    Moment(
        "18:20",
        FINE,
        "hard",
        "moves on",
        "You knead the dough for a loaf of bread. As your own mother taught you, you lift it up and slam it down on the board, again and again, until it is smooth. There is flour on the watch.",
        "Your mother kneads the dough for a loaf of bread. As she has always done, she lifts it up and slams it down on the board, again and again, until it is smooth. There is flour on the watch.",
        "Two paramedics stood in a kitchen that smelled of bread. They did not stay until it was ready.",
        "Nothing came of it but a loaf of bread.",
    ),
    Moment(
        "21:30",
        HELP,
        "hard",
        "moves on",
        "On the way to bed you trip over the edge of the rug and fall on to your hands. You pull yourself up by the table. One wrist is thick and warm, and you cannot turn it. It is late, and you do not like to trouble anybody.",
        "On the way to bed your mother trips over the edge of the rug and falls on to her hands. She pulls herself up by the table. One wrist is thick and warm, and she cannot turn it. It is late, she says, and she does not like to trouble anybody.",
        "The wrist was broken. It was in plaster before midnight, and straight again in spring.",
        "The wrist was broken. After a night without sleep it had to be set twice.",
    ),
)  # fmt: skip


def rows() -> list[dict[str, str | int]]:
    """The moments in the order of the day, with what the watch shows: the steps so far, and the pulse."""
    rng = random.Random(SEED)
    steps, found = 0, []
    for moment in DAY:
        steps += rng.randrange(180, 760)
        found.append({**moment._asdict(), "steps": steps, "pulse": rng.randint(*PULSE[moment.afterwards])})
    return found


if __name__ == "__main__":
    lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
