"""Kind `remote` against a real server that answers, dawdles, lies, floods, sends elsewhere, and is gone."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import importlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mocks import BadSettings, MockError, Prediction, Request, build, remote
from mocks.testing import A_PARCEL
from tests.house import Guest, House
from tests.mocks.a_model import OVER, Handler, Model, serving
from tests.scenarios.sketch import changed

LATE = [{"label": "delayed", "score": 0.91}]
SLACK = 0.5  # seconds; two cores, shared
A_KEY = "sk-do-not-tell-anybody-0815"

# As in https://platform.openai.com/docs/api-reference/chat/create, "Default".
RECORDED = """
{
  "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
  "object": "chat.completion",
  "created": 1741569952,
  "model": "gpt-4.1-2025-04-14",
  "choices": [
    {
      "index": 0,
      "message": {
        "role": "assistant",
        "content": "delayed",
        "refusal": null,
        "annotations": []
      },
      "logprobs": null,
      "finish_reason": "stop"
    }
  ],
  "usage": {
    "prompt_tokens": 19,
    "completion_tokens": 10,
    "total_tokens": 29,
    "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
    "completion_tokens_details": {
      "reasoning_tokens": 0,
      "audio_tokens": 0,
      "accepted_prediction_tokens": 0,
      "rejected_prediction_tokens": 0
    }
  },
  "service_tier": "default"
}
"""


@pytest.fixture(autouse=True)
def _calls_to_this_machine_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(remote.SWITCH, "on")
    monkeypatch.delenv(remote.ALLOWED, raising=False)
    importlib.import_module("httpx")  # that it takes a while is not to be measured here


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Model]]:
    """Start a model that behaves so, and allow its address."""
    begun = []

    def start(behave: Callable[[Handler], object], *, allowed: bool = True) -> Model:
        begun.append(serving(behave))
        model = begun[-1].__enter__()
        if allowed:
            known = os.environ.get(remote.ALLOWED)
            monkeypatch.setenv(remote.ALLOWED, f"{known}, {model.origin}" if known else model.origin)
        return model

    yield start
    for each in reversed(begun):
        each.__exit__(None, None, None)


def ask(server: Model, request: Request = A_PARCEL, /, **settings: Any) -> Prediction:
    settings = {"timeout": 5, "url": f"{server.origin}/delay", **settings}
    answer = build({"kind": "remote", **settings}).predict(request)
    assert isinstance(answer, Prediction)
    return answer


def says(body: Any, **more: Any) -> Callable[[Handler], None]:
    return lambda handler: handler.say(body, **more)


def question(task: str, **input: Any) -> Request:
    return dataclasses.replace(A_PARCEL, task=task, input=input, answers=(), oracle=None)


def a_chat(content: str | None, **message: Any) -> dict[str, Any]:
    chat = json.loads(RECORDED)
    chat["choices"][0]["message"].update(content=content, **message)
    return dict(chat)


# What is sent, and what comes back -----------------------------------------------------------------------------


def test_plain_rest_sends_input_task_and_answers_and_takes_the_output(start: Callable[..., Model]) -> None:
    model = start(says(LATE))
    prediction = ask(model)
    assert prediction.output == LATE
    [heard] = model.heard
    assert heard.path == "/delay"
    assert heard.json == {
        "inputs": A_PARCEL.input,
        "task": "text-classification",
        "answers": ["on time", "delayed"],
    }
    assert {**prediction.why, "ms": 0} == {"status": 200, "attempts": 1, "ms": 0}
    assert 0 <= prediction.why["ms"] < 5000


def test_the_output_may_stand_below_output_with_the_models_name(start: Callable[..., Model]) -> None:
    assert ask(start(says({"output": LATE}))).output == LATE
    named = ask(start(says({"output": LATE, "model": "late-7"})), model="as configured")
    assert (named.output, named.model_version) == (LATE, "late-7")


def test_the_version_is_what_the_model_says_or_else_the_setting(start: Callable[..., Model]) -> None:
    assert ask(start(says(LATE, X_Model_Version="late 8"))).model_version == "late 8"
    assert ask(start(says(LATE)), model="late-6").model_version == "late-6"
    assert ask(start(says(LATE))).model_version == "remote"
    assert ask(start(says(LATE, X_Model_Version="v" * 5000))).model_version == "v" * 200


def test_one_input_may_be_sent_alone_and_without_the_answers(start: Callable[..., Model]) -> None:
    model = start(says(LATE))
    ask(model, sends="weather", sends_answers=False)
    assert model.heard[0].json == {"inputs": "heavy snow", "task": "text-classification"}
    with pytest.raises(MockError, match="there is no input 'wether' to send; did you mean 'weather'"):
        ask(model, sends="wether")


@pytest.mark.parametrize(
    ("request_", "said", "output"),
    [
        (A_PARCEL, LATE, LATE),
        (A_PARCEL, [LATE], LATE),
        (A_PARCEL, {"sequence": "…", "labels": ["delayed"], "scores": [0.91]}, LATE),
        (question("text-generation", text="Hi"), [{"generated_text": "Ho"}], {"generated_text": "Ho"}),
        (question("text-generation", text="Hi"), {"generated_text": "Ho"}, {"generated_text": "Ho"}),
    ],
)
def test_a_hugging_face_answer_is_read_in_the_forms_that_it_has(
    start: Callable[..., Model], request_: Request, said: Any, output: Any
) -> None:
    assert ask(start(says(said)), request_, wire="hugging-face").output == output


def test_hugging_face_gets_one_text_and_the_labels_to_choose_from(start: Callable[..., Model]) -> None:
    model = start(says(LATE))
    ask(model, wire="hugging-face", sends="weather")
    ask(model, wire="hugging-face", sends_answers=False)
    first, second = (heard.json for heard in model.heard)
    labels = {"candidate_labels": ["on time", "delayed"]}
    assert first == {"inputs": "heavy snow", "parameters": labels}
    assert second == {"inputs": "shop: Smith Ltd\nweather: heavy snow\nlast_scan: sorting centre"}


def test_a_recorded_openai_answer_becomes_a_label(start: Callable[..., Model]) -> None:
    model = start(says(RECORDED.encode()))
    prediction = ask(
        model, wire="openai", url=f"{model.origin}/v1", model="gpt-4.1", prompt="Will it be late?"
    )
    assert prediction.output == [{"label": "delayed", "score": 1.0}]
    assert prediction.model_version == "gpt-4.1-2025-04-14"
    [heard] = model.heard
    assert heard.path == "/v1/chat/completions"
    system, user = heard.json["messages"]
    assert heard.json["model"] == "gpt-4.1"
    assert system == {
        "role": "system",
        "content": "Will it be late?\nAnswer with one of these labels, and nothing else: on time, delayed.",
    }
    assert user["role"] == "user"
    assert json.loads(user["content"]) == A_PARCEL.input


def test_openai_compatible_models_write_texts_too(start: Callable[..., Model]) -> None:
    model = start(says(a_chat("It is on its way.")))
    settings = {"wire": "openai", "url": f"{model.origin}/v1/chat/completions", "model": "any"}
    assert ask(model, question("text-generation", text="Where?"), sends="text", **settings).output == {
        "generated_text": "It is on its way."
    }
    assert model.heard[0].path == "/v1/chat/completions"
    assert model.heard[0].json["messages"] == [{"role": "user", "content": "Where?"}]


def test_a_conversation_is_sent_as_one(start: Callable[..., Model]) -> None:
    model = start(says(a_chat("Tomorrow.")))
    talk = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Yes?"}]
    ask(
        model,
        question("text-generation", talk=talk),
        wire="openai",
        model="any",
        sends="talk",
        prompt="Be kind.",
    )
    assert model.heard[0].json["messages"] == [{"role": "system", "content": "Be kind."}, *talk]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (a_chat("Delayed, I think"), "not one of the answers: 'Delayed, I think'"),
        (a_chat(None), "message.content is not a text"),
        (a_chat(None, refusal="I cannot"), "the model declined to answer"),
        ({"choices": []}, r"choices\[0\].message is missing"),
        ([1], r"choices\[0\].message is missing"),
    ],
)
def test_a_chat_answer_that_is_none_says_why(start: Callable[..., Model], said: Any, reason: str) -> None:
    with pytest.raises(MockError, match=reason):
        ask(start(says(said)), wire="openai", model="any")


# When it goes wrong --------------------------------------------------------------------------------------------


def never(handler: Handler) -> None:
    handler.server.over.wait(OVER)


def drips_its_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.drip(b" " * 100_000, every=0.02)


def drips_its_headers(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 50_000, every=0.02)


def is_busy_for_ever(handler: Handler) -> None:
    handler.say({}, status=503)


@pytest.mark.parametrize("behave", [never, drips_its_body, drips_its_headers])
def test_one_deadline_holds_for_the_whole_call(
    start: Callable[..., Model], behave: Callable[[Handler], None]
) -> None:
    model = start(behave)
    mock = build({"kind": "remote", "url": model.origin, "timeout": "250 ms", "retries": 5})
    began = time.monotonic()
    with pytest.raises(MockError, match=r"^no answer within 0\.25 s$"):
        mock.predict(A_PARCEL)
    assert 0.2 < time.monotonic() - began < 0.25 + SLACK
    assert len(model.heard) == 1


def test_a_host_whose_name_is_looked_up_for_ever_is_given_up(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found.wait(OVER) and [])
    monkeypatch.setenv(remote.ALLOWED, "http://localhost:9")
    mock = build({"kind": "remote", "url": "http://localhost:9/", "timeout": 0.25})
    began = time.monotonic()
    with pytest.raises(MockError, match="no answer within"):
        mock.predict(A_PARCEL)
    assert time.monotonic() - began < 0.25 + SLACK
    found.set()


def test_retries_end_with_the_time_that_there_is(start: Callable[..., Model]) -> None:
    model = start(is_busy_for_ever)
    began = time.monotonic()
    with pytest.raises(MockError, match=r"^refused: 503$"):
        ask(model, timeout=0.25, retries=5)
    assert time.monotonic() - began < 0.25 + SLACK
    assert len(model.heard) == 2, "the second pause would have been too long"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_model_is_asked_once_more(start: Callable[..., Model], status: int) -> None:
    model: Model = start(lambda handler: handler.say(LATE, status=200 if len(model.heard) > 1 else status))
    prediction = ask(model)
    assert (prediction.output, prediction.why["attempts"]) == (LATE, 2)


@pytest.mark.parametrize("status", [400, 401, 404, 500, 501])
def test_any_other_refusal_is_final(start: Callable[..., Model], status: int) -> None:
    model = start(says(LATE, status=status))
    with pytest.raises(MockError, match=f"^refused: {status}$"):
        ask(model, retries=5)
    assert len(model.heard) == 1


def test_without_retries_it_is_asked_once(start: Callable[..., Model]) -> None:
    model = start(is_busy_for_ever)
    with pytest.raises(MockError, match="refused: 503"):
        ask(model, retries=0)
    assert len(model.heard) == 1


def test_a_pause_that_the_model_asks_for_is_kept_or_it_is_given_up_at_once(
    start: Callable[..., Model],
) -> None:
    model = start(says({}, status=429, Retry_After="30"))
    began = time.monotonic()
    with pytest.raises(MockError, match="refused: 429"):
        ask(model, retries=5)
    assert time.monotonic() - began < SLACK
    assert len(model.heard) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>Welcome!</html>", "^not JSON$"),
        (b"", "^not JSON$"),
        (b'[{"label": "delayed", "score": NaN}]', "^not JSON$"),
        (b"\xff\xfe\xff", "^not JSON$"),
        (b"[" * 200_000, "^not JSON$"),
        (b'{"value": ' + b"9" * 100_000 + b"}", "^not JSON$"),
        (b'{"label": "delayed"}', "text-classification: expected a list"),
        (b'[{"label": "lost", "score": 1}]', "the feature has no answer 'lost'"),
        (b"[[]]", "text-classification"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong(start: Callable[..., Model], body: bytes, reason: str) -> None:
    with pytest.raises(MockError, match=reason):
        ask(start(says(body)))


def test_an_endless_answer_is_cut_off(start: Callable[..., Model]) -> None:
    sent = []

    def floods(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.server.over.is_set():
            handler.wfile.write(b"[" * 10_000)
            sent.append(10_000)

    model = start(floods)
    with pytest.raises(MockError, match=r"^too large an answer: over 20 kB$"):
        ask(model, largest="20 kB")
    assert model.left.wait(OVER), "the model was not told that nobody listens"
    assert sum(sent) < 10_000_000


def test_a_small_answer_that_unpacks_to_a_huge_one_is_not_unpacked(start: Callable[..., Model]) -> None:
    model = start(says(gzip.compress(json.dumps(LATE).encode()), Content_Encoding="gzip"))
    with pytest.raises(MockError, match="the answer is compressed, which was not asked for"):
        ask(model)
    assert model.heard[0].headers["accept-encoding"] == "identity"


def test_a_model_that_sends_elsewhere_is_not_followed(start: Callable[..., Model]) -> None:
    elsewhere = start(says(LATE))
    model = start(says({}, status=307, Location=f"{elsewhere.origin}/delay"))
    with pytest.raises(MockError, match=r"^refused: 307, it points elsewhere"):
        ask(model)
    assert elsewhere.heard == []


def test_a_model_that_is_gone_is_said_to_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(never) as model:
        origin = model.origin
    monkeypatch.setenv(remote.ALLOWED, origin)
    began = time.monotonic()
    with pytest.raises(MockError, match=r"^gone: connection refused$"):
        build({"kind": "remote", "url": origin, "timeout": 5}).predict(A_PARCEL)
    assert time.monotonic() - began < 0.1 + SLACK


def test_a_model_that_cannot_speak_safely_is_said_not_to(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    safe = start(never).origin.replace("http:", "https:")
    monkeypatch.setenv(remote.ALLOWED, safe)
    with pytest.raises(MockError, match=r"^gone: no safe connection \(TLS\)$"):
        build({"kind": "remote", "url": safe, "timeout": 5}).predict(A_PARCEL)


def test_a_model_that_hangs_up_is_asked_once_more(start: Callable[..., Model]) -> None:
    model: Model = start(lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n"))
    with pytest.raises(MockError, match=r"^gone: it hung up$"):
        ask(model)
    assert len(model.heard) == 2


def test_it_may_be_asked_where_a_loop_runs_already(start: Callable[..., Model]) -> None:
    model = start(says(LATE))

    async def in_a_notebook() -> Prediction:
        return ask(model)

    # In a thread of its own: a browser's tests may have left a running loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(in_a_notebook())).result(10).output == LATE


# What never happens --------------------------------------------------------------------------------------------


def test_only_addresses_that_the_house_allows_are_called(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = start(says(LATE), allowed=False)
    for allowed in (
        "",
        "http://127.0.0.1",
        model.origin.replace("http", "https"),
        "http://127.0.0.1:1,nonsense",
    ):
        monkeypatch.setenv(remote.ALLOWED, allowed)
        with pytest.raises(MockError, match=f"not allowed; set {remote.ALLOWED} to {model.origin}$"):
            ask(model)
    assert model.heard == []
    monkeypatch.setenv(remote.ALLOWED, f"https://models.example.org, {model.origin.upper()}/")
    assert ask(model).output == LATE


def test_calls_can_be_forbidden_for_a_while_and_by_the_environment(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = start(says(LATE))
    with (
        remote.forbidden(),
        remote.forbidden(),
        pytest.raises(MockError, match="outgoing calls are forbidden"),
    ):
        ask(model)
    ask(model)
    for switch in ("off", "OFF", "no", "0"):
        monkeypatch.setenv(remote.SWITCH, switch)
        with pytest.raises(MockError, match=f"forbidden here; set {remote.SWITCH}=on"):
            ask(model)
    assert len(model.heard) == 1


def test_calls_can_be_forbidden_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    script = """
import mocks, mocks.remote
from mocks.testing import A_PARCEL
mocks.remote.forbid()
with mocks.remote.forbidden():
    pass
try:
    mocks.build({"kind": "remote", "url": "http://127.0.0.1:9"}).predict(A_PARCEL)
except mocks.MockError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("outgoing calls are forbidden")


def test_the_key_goes_to_the_model_and_nowhere_else(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MODEL_KEY", A_KEY)
    model: Model = start(lambda handler: handler.say(LATE, status=200 if len(model.heard) < 2 else 401))
    mock = build({"kind": "remote", "url": model.origin, "key_from": "MODEL_KEY"})
    with caplog.at_level(logging.DEBUG):
        prediction = mock.predict(A_PARCEL)
        with pytest.raises(MockError) as refused:
            mock.predict(A_PARCEL)
    assert model.heard[0].headers["authorization"] == f"Bearer {A_KEY}"
    told = [repr(mock), str(mock), repr(prediction), repr(refused.value), caplog.text, str(vars(mock))]
    assert not [each for each in told if A_KEY in each]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "the key is missing; set the environment variable MODEL_KEY"),
        ("sk-first\nX-Second: line", "the key in MODEL_KEY holds signs that no header may have"),
        ("sk-schlüssel", "the key in MODEL_KEY holds signs that no header may have"),
    ],
)
def test_a_key_that_cannot_be_sent_is_not_told(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch, key: str, reason: str
) -> None:
    monkeypatch.setenv("MODEL_KEY", key)
    model = start(says(LATE))
    with pytest.raises(MockError, match=f"^{reason}$"):
        ask(model, key_from="MODEL_KEY")
    assert model.heard == []


@pytest.mark.parametrize(
    "behave",
    [
        says({"output": [{"label": f"Bearer {A_KEY}", "score": 1.0}]}),
        says(A_KEY.replace("s", "\\u0073").join(('[{"label": "', '", "score": 1}]')).encode()),
        says(LATE, X_Model_Version=A_KEY),
        says({"output": LATE, "model": A_KEY}),
    ],
    ids=["label", "escaped", "header", "model"],
)
def test_a_model_that_repeats_the_key_is_not_believed(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch, behave: Callable[[Handler], None]
) -> None:
    monkeypatch.setenv("MODEL_KEY", A_KEY)
    with pytest.raises(MockError, match=r"^the answer repeats the key in MODEL_KEY; it is not used$"):
        ask(start(behave), key_from="MODEL_KEY")


def test_no_cookie_is_kept_and_no_proxy_is_taken_from_the_environment(
    start: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    model: Model = start(
        lambda handler: handler.say(
            LATE, status=200 if len(model.heard) > 1 else 503, Set_Cookie="who=me; Path=/"
        )
    )
    assert ask(model).output == LATE
    assert ask(model).output == LATE
    assert len(model.heard) == 3
    assert not [heard for heard in model.heard if "cookie" in heard.headers]


@pytest.mark.parametrize("wire", ["rest", "hugging-face", "openai"])
def test_nothing_of_a_request_leaves_but_input_task_and_answers(
    start: Callable[..., Model], wire: str
) -> None:
    model = start(says(RECORDED.encode() if wire == "openai" else LATE))
    assert A_PARCEL.oracle is not None
    known = dataclasses.replace(
        A_PARCEL.oracle, truth="tr-uth", truths=("tr-uth",) * 8, rows=({"row": "tr-uth"},) * 8
    )
    marked = dataclasses.replace(
        A_PARCEL,
        oracle=known,
        id="i-d",
        feature="fea-ture",
        seed="se-ed",
        session_seed="ses-sion",
        earlier=("ear-lier",),
    )
    ask(model, marked, wire=wire, model="any")
    ask(model, dataclasses.replace(marked, oracle=None), wire=wire, model="any")
    first, second = (
        heard.path.encode() + json.dumps(heard.headers).encode() + heard.body for heard in model.heard
    )
    assert first == second
    for marker in (b"tr-uth", b"i-d", b"fea-ture", b"se-ed", b"ses-sion", b"ear-lier", b"oracle"):
        assert marker not in first


# In the house --------------------------------------------------------------------------------------------------


def a_house(folder: Path, url: str, **settings: Any) -> House:
    """A house with the sketch of a scenario, played by a remote model that falls back on rules."""
    told = "".join(f", {name}: {value}" for name, value in settings.items())
    text = changed(
        (
            "  coin: {kind: random}\n",
            "  coin: {kind: rules, rules: [], otherwise: {answer: late, score: 0.7}}\n"
            f"  model: {{kind: remote, url: '{url}', timeout: 250 ms, fallback: coin{told}}}\n",
        ),
        ("    played_by: coin\n", "    played_by: model\n"),
        ("flow:\n", "flow:\n  - consent: consent.md\n"),
        ("      weather: {one_of: [clear, snow]}\n", "      weather: {one_of: [clear, snow]}\n"
         "      secret: {one_of: [a-hidden-column]}\n"),
    )  # fmt: skip
    place = folder / "library" / "parcels"
    place.mkdir(parents=True)
    (place / "parcels.yaml").write_text(text)
    (place / "consent.md").write_text("You may stop at any time.")
    return House(folder / "store.sqlite", folder / "library")


def answered(house: House) -> Any:
    """The first prediction of somebody who meets the feature, after it was answered."""
    guest = Guest(house, house.panel(None, scenario="parcels"), "with")
    guest.act("next")
    house.settle()
    with house.engine.store.reading() as reading:
        return reading.predictions_of(guest.session)[0]


def test_in_the_house_a_real_models_answer_is_recorded_with_its_version(
    start: Callable[..., Model], tmp_path: Path
) -> None:
    model = start(says([{"label": "late", "score": 0.6}], X_Model_Version="late-9"))
    house = a_house(tmp_path, model.origin, sends_answers=False)
    try:
        prediction = answered(house)
    finally:
        house.close()
    assert prediction.output == [{"label": "late", "score": 0.6}]
    assert prediction.fallback is False
    told = prediction.provenance
    assert (told["mock"], told["model_version"], told["status"], told["attempts"]) == (
        "model",
        "late-9",
        200,
        1,
    )
    sent = b"".join(
        heard.path.encode() + json.dumps(heard.headers).encode() + heard.body for heard in model.heard
    )
    assert model.heard
    assert set(model.heard[0].json["inputs"]) == {"weather"}
    for kept in (b"actual", b"in time", b"late", b"a-hidden-column", b"truth", b"oracle", b"with"):
        assert kept not in sent


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (never, "no answer within 0.25 s"),
        (drips_its_body, "no answer within 0.25 s"),
        (says(b"<html>"), "not JSON"),
        (says([{"label": "lost", "score": 1}]), "no answer 'lost'"),
        (says({}, status=500), "refused: 500"),
        (says(b" " * 3000), "too large an answer: over 2 kB"),
        (says({}, status=302, Location="http://elsewhere.example.org/"), "it points elsewhere"),
        (None, "gone: connection refused"),
    ],
    ids=["slow", "drips", "not-json", "wrong-label", "refuses", "huge", "elsewhere", "gone"],
)
def test_in_the_house_the_fallback_answers_for_a_model_that_fails(
    start: Callable[..., Model],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    behave: Callable[[Handler], None] | None,
    reason: str,
) -> None:
    failed: list[str] = []
    predict = remote.Remote.predict

    def noted(mock: remote.Remote, request: Request) -> Prediction:
        try:
            return predict(mock, request)
        except MockError as error:
            failed.append(str(error))
            raise

    monkeypatch.setattr(remote.Remote, "predict", noted)
    if behave:
        origin = start(behave).origin
    else:
        with serving(never) as closed:
            origin = closed.origin
        monkeypatch.setenv(remote.ALLOWED, origin)
    house = a_house(tmp_path, origin, largest="2 kB")
    try:
        began = time.monotonic()
        prediction = answered(house)
        took = time.monotonic() - began
    finally:
        house.close()
    assert prediction.output == [{"label": "late", "score": 0.7}]
    assert prediction.fallback is True
    assert prediction.provenance["mock"] == "coin"
    assert reason in failed[0]
    assert took < 0.25 + 4 * SLACK


# Settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "path", "reason"),
    [
        ({}, ("url",), "is missing"),
        ({"url": "models.example.org/delay"}, ("url",), "expected an address"),
        ({"url": "ftp://models.example.org"}, ("url",), "expected an address"),
        ({"url": "http://me:secret@models.example.org"}, ("url",), "without a name, a password"),
        ({"url": "http://127.0.0.1:9000\\@models.example.org"}, ("url",), "expected an address"),
        ({"url": "http://models.example.org:99999"}, ("url",), "expected an address"),
        ({"url": "http://models.exämple.org"}, ("url",), "expected an address"),
        ({"url": "http://x", "wire": "openai"}, ("model",), "is missing; the wire 'openai' names one"),
        ({"url": "http://x", "prompt": "Hi"}, ("prompt",), "has no place for a prompt"),
        ({"url": "http://x", "largest": "1 mile"}, ("largest",), "expected a size such as '1 MB'"),
        ({"url": "http://x", "largest": "200 MB"}, ("largest",), "less than or equal to 100000000"),
        ({"url": "http://x", "timeout": "soon"}, ("timeout",), "expected a time such as"),
        ({"url": "http://x", "retries": 50}, ("retries",), "less than or equal to 5"),
        ({"url": "http://x", "key_from": "sk-0815 4711"}, ("key_from",), "should match pattern"),
        ({"url": "http://x", "wire": "gpt"}, ("wire",), "should be 'rest', 'hugging-face' or 'openai'"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], path: tuple[str, ...], reason: str) -> None:
    with pytest.raises(BadSettings) as caught:
        build({"kind": "remote", **settings})
    assert reason in dict(caught.value.problems)[path]


def test_sizes_are_written_as_people_do() -> None:
    for said, size in (("1 MB", 1_000_000), ("500 kB", 500_000), ("1.5 mb", 1_500_000), ("20 B", 20), (7, 7)):
        mock = build({"kind": "remote", "url": "https://models.example.org/@team/late?v=1", "largest": said})
        assert isinstance(mock, remote.Remote)
        assert mock.largest == size


def test_an_address_in_capitals_is_as_safe_as_any() -> None:
    mock = build({"kind": "remote", "url": "HTTPS://Models.example.org/Delay"})
    assert isinstance(mock, remote.Remote)
    assert mock.url == "https://Models.example.org/Delay"


def test_the_engine_waits_a_little_longer_than_the_call() -> None:
    mock = build({"kind": "remote", "url": "http://x", "timeout": "40 s"})
    assert isinstance(mock, remote.Remote)
    assert mock.deadline == 45.0
    assert not mock.at_once
    assert not mock.knows_truth
