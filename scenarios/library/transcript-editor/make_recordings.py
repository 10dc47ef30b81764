"""Has the messages of this scenario read aloud, and says when each word is heard: `python make_recordings.py`.

The texts are ours. They are read by eSpeak NG, a free speech synthesiser (its library, `libespeak-ng.so.1`), and packed
by `lame`; neither is part of the house. In Debian: `apt-get install espeak-ng lame`, versions 1.51 and 3.100 for the
files here. The synthesiser draws nothing, so the same versions give the same files.

A word begins where the synthesiser says so, and ends where the next one begins.
"""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LIBRARY = "libespeak-ng.so.1"
SPEED = 150  # words in a minute
GAP = 2  # hundredths of a second that stand between two words besides what the voice makes
TO_BUFFER, BY_CHARACTER, UTF8, LAST, WORD, RATE, WORD_GAP = (
    2,
    1,
    1,
    0,
    1,
    1,
    7,
)  # numbers of its header, speak_lib.h


class Message(NamedTuple):
    """What somebody said to an answering machine: whom they called, when, who they are, and a voice for them."""

    office: str
    received: str
    caller: str
    voice: str
    said: str


SURGERY, GARAGE, SCHOOL = "Elm Road Surgery", "Brook Lane Garage", "Hillside School"
MESSAGES = (
    Message(SURGERY, "Monday, 7.52", "Ruth Palmer", "gmw/en+f3",
            "Good morning, this is Ruth Palmer. I have an appointment with Doctor Khan on Tuesday at half past nine, "
            "and I need to move it to Thursday afternoon, please."),
    Message(SURGERY, "Monday, 8.04", "Daniel Marsh", "gmw/en-US+m3",
            "Hello, it is Daniel Marsh. My repeat prescription for the inhaler has run out, and the chemist says that "
            "you have not sent it. Could you look into it before Friday?"),
    Message(SURGERY, "Tuesday, 7.15", "Agnes Whitlock", "gmw/en-GB-scotland+f2",
            "This is Agnes Whitlock. My mother fell on the stairs last night. She can walk, but her wrist is swollen. "
            "Should she come in today, or go straight to the hospital?"),
    Message(SURGERY, "Thursday, 18.40", "Omar Haddad", "gmw/en+m1",
            "Hi, I am calling about my blood test from the sixteenth. The letter says to ring after ten. "
            "My name is Omar Haddad, and my date of birth is the third of May."),
    Message(GARAGE, "Monday, 12.20", "Peter Lowe", "gmw/en-GB-x-rp+m7",
            "Hello, Peter Lowe here. You have my grey van in for its brakes. If the new pads are under two hundred "
            "pounds, please go ahead. If not, ring me first."),
    Message(GARAGE, "Wednesday, 13.05", "Nina Roth", "gmw/en-US+f3",
            "Good afternoon, this is Nina Roth. The warning light for the oil came on again this morning, one week "
            "after you changed it. I would like to bring the car back tomorrow."),
    Message(GARAGE, "Tuesday, 16.31", "Sean Burke", "gmw/en-GB-scotland+m2",
            "It is Sean Burke about the blue estate. I will not be there by five. Could you leave the key in the box "
            "at the gate, and I will pay on Wednesday?"),
    Message(SCHOOL, "Friday, 7.38", "Maria Grant", "gmw/en+f4",
            "Hello, this is the mother of Leo Grant in class four. He has a fever and will stay at home today. "
            "His sister will hand in his maths folder."),
    Message(SCHOOL, "Tuesday, 8.10", "Carla Mendes", "gmw/en-GB-x-rp+f2",
            "Good morning, my name is Carla Mendes. My daughter left her green coat on the bus on Monday. "
            "It has her name in the collar. Has anybody brought it in?"),
    Message(SCHOOL, "Wednesday, 19.22", "Tom Fletcher", "gmw/en-US+m7",
            "Hi, Tom Fletcher here, from the swimming club. We can take thirteen children on the fifteenth, "
            "not thirty. The coach leaves from the front gate at quarter past eight."),
)  # fmt: skip
CHECK = ("gmw/en+f3", "The word is: ladder. Once more: ladder.")


class _Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h; times in milliseconds, places in characters from 1."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Voice:
    """The synthesiser. `rate` is how many samples make a second."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        self.rate = int(self._library.espeak_Initialize(TO_BUFFER, 0, None, 0))
        self._samples, self._starts = bytearray(), dict[int, float]()
        self._callback = _HEARD(self._heard)
        self._library.espeak_SetSynthCallback(self._callback)

    def read(self, voice: str, text: str) -> tuple[bytes, dict[int, float]]:
        """The sound, 16 bits a sample; and by its first character the second at which each word begins."""
        self._samples, self._starts = bytearray(), {}
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SystemExit(f"{LIBRARY} has no voice {voice!r}; `espeak-ng --voices=en` lists them")
        self._library.espeak_SetParameter(RATE, SPEED, 0)
        self._library.espeak_SetParameter(WORD_GAP, GAP, 0)
        written = text.encode() + b"\0"
        self._library.espeak_Synth(written, len(written), 0, BY_CHARACTER, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        return bytes(self._samples), self._starts

    def _heard(
        self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]
    ) -> int:
        if samples:
            self._samples += ctypes.string_at(samples, 2 * count)
        place = 0
        while events[place].type != LAST:
            if events[place].type == WORD:
                self._starts.setdefault(events[place].text_position - 1, events[place].audio_position / 1000)
            place += 1
        return 0


def timed(text: str, starts: dict[int, float], seconds: float) -> list[dict[str, object]]:
    """The words with the times between which they are heard. A word that is run into another begins with it."""
    found = [(word.group(), word.start()) for word in re.finditer(r"\S+", text)]
    begins: list[float] = []
    for _, place in found:
        begins.append(round(starts.get(place, begins[-1] if begins else 0.0), 2))
    ends = [*begins[1:], round(seconds, 2)]
    return [
        {"text": word, "timestamp": [start, end]}
        for (word, _), start, end in zip(found, begins, ends, strict=True)
    ]


def pack(name: str, samples: bytes, rate: int) -> None:
    """Write the sound as an MP3 file of 32 kilobits a second, about the quality of a good telephone."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.wav"
        with wave.open(str(plain), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples)
        wanted = ["lame", "--quiet", "-m", "m", "-b", "32", "--resample", "16", str(plain), str(HERE / name)]
        subprocess.run(wanted, check=True)


def main() -> None:
    """Write all recordings, and `messages.jsonl` beside them."""
    voice = Voice()
    lines = []
    for number, message in enumerate(MESSAGES, 1):
        samples, starts = voice.read(message.voice, message.said)
        seconds = len(samples) / 2 / voice.rate
        name = f"message-{number:02}.mp3"
        pack(name, samples, voice.rate)
        row = {
            "recording": name,
            "office": message.office,
            "received": message.received,
            "caller": message.caller,
            "seconds": round(seconds, 1),
            "said": message.said,
            "words": timed(message.said, starts, seconds),
        }
        lines.append(json.dumps(row, ensure_ascii=False))
    (HERE / "messages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    samples, _ = voice.read(*CHECK)
    pack("sound-check.mp3", samples, voice.rate)


if __name__ == "__main__":
    main()
