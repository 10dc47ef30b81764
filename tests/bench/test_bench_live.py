"""The live benchmark in its short form, and the instruments that it reads."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from curtain.bench import live
from curtain.bench.processes import Usage, python
from curtain.bench.server import free_port
from curtain.bench.stage import HERE
from curtain.bench.streamlit_client import Tab
from curtain.errors import CurtainError

T = TypeVar("T")


def alone(play: Callable[[], T]) -> T:
    """Run what has an event loop of its own in a thread: browser tests of this process keep one in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(play).result()


def test_the_benchmark_plays_both_servers_in_one_run_and_reads_every_figure() -> None:
    said: list[str] = []
    found = alone(lambda: live.run([2], 1.0, said.append, people=3, tabs=2))
    (size,) = found.sizes
    assert size.pairs == 2
    assert size.planned == 4
    for latency in (size.ours, size.chat):
        assert 0 < latency.turns <= size.planned + 4
        assert 0 < latency.median <= latency.p95 < 30_000
    assert found.idle >= 0
    assert found.page_reruns > 0
    assert found.oneline_reruns > 0
    assert [line.split()[0] for line in said[3:]] == ["2", "3", "reruns"]


@pytest.fixture(scope="module")
def oneline_url() -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = ["-m", "streamlit", "run", str(HERE / "baselines" / "oneline.py"), "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with python([*command, *quiet], f"{url}/_stcore/health"):
        yield url


def test_a_program_can_be_a_browser_tab_and_run_a_page_again_and_again(oneline_url: str) -> None:
    async def look() -> None:
        async with Tab(oneline_url) as tab:
            for _ in range(3):
                messages = await tab.rerun()
                texts = [
                    m.delta.new_element.markdown.body for m in messages if m.WhichOneof("type") == "delta"
                ]
                assert texts == ["Hello"]
                assert messages[-1].script_finished == messages[-1].FINISHED_SUCCESSFULLY
                assert tab.page

    alone(lambda: asyncio.run(look()))


def test_a_tab_that_was_not_opened_says_so(oneline_url: str) -> None:
    with pytest.raises(RuntimeError, match="the tab is not open; use `async with Tab"):
        alone(lambda: asyncio.run(Tab(oneline_url).rerun()))


def test_a_server_that_ends_at_once_is_named_with_its_last_words() -> None:
    with (
        pytest.raises(CurtainError, match=r"(?s)-c import gevend.*No module named 'gevend'.*\[dev\]"),
        python(["-c", "import gevend"], "http://127.0.0.1:1/"),
    ):
        pass


def test_the_work_of_a_process_and_of_its_children_is_counted() -> None:
    usage = Usage(os.getpid())
    began = time.process_time()
    while time.process_time() - began < 0.1:
        pass
    own = usage.percent()
    assert own > 0

    usage = Usage(os.getpid())
    burn = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", burn], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        began = time.perf_counter()
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        used = usage.percent() / 100 * (time.perf_counter() - began)
        child.stdin.write("\n")
        child.stdin.close()
    # Other children of this process may come and go meanwhile; without the child it would be next to nothing.
    assert used > 0.2
