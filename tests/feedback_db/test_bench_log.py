"""`curtain bench log` in a short form: it measures, it checks what it wrote, and it prints a table."""

from __future__ import annotations

from curtain.bench import log


def test_the_bench_measures_all_three_for_each_number_of_callers() -> None:
    lines: list[str] = []
    found = log.run(0.4, [1, 5], out=lines.append)
    assert [row.callers for row in found] == [1, 5]
    for row in found:
        assert min(row.ours, row.plain, row.commit_each, row.ratio) > 0
    assert len(lines) == 4
    assert "%" in lines[-1]
