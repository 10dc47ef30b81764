"""Arms stay balanced, whoever leaves and comes back; orders are counterbalanced; rewards keep their floor."""

from __future__ import annotations

import heapq
import itertools
import math
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.assignment import (
    DRAWS,
    Full,
    Reward,
    by_reward,
    chances,
    chances_by_reward,
    choose,
    choose_order,
    choose_persona,
    draw,
    full,
    orders,
    places,
    stratum,
)

ARMS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6, unique=True)
BETTER_SHARE = 0.98898  # P(Beta(31, 11) > Beta(21, 21)), integrated numerically with scipy
BETTER_SCORE = 0.90689  # P(t + 5 / 2.348 > t') for Student's t with 7 degrees of freedom, likewise
WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4))


class Group:
    """One stratum of a study in which people come, leave, come back and finish, with a book of who has which place.

    The book is kept apart from what is tested, which only gets the counts of who is done or here.
    """

    def __init__(
        self, arms: Sequence[str], weights: Mapping[str, int] | None, block: int | None, seed: str
    ) -> None:
        self.arms, self.weights, self.block, self.seed = arms, weights, block, seed
        self.size = places(arms, weights, block)
        self.one = sum(self.size.values()) / len(arms)  # a block's people per arm, were they even
        self.here: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.open: Counter[str] = Counter()  # left, and taken by nobody yet
        self.back: Counter[str] = Counter()  # came back after their place was taken, and found none
        self.counts: Counter[str] = Counter()  # done or here
        self.came = self.begun = 0

    def arrive(self) -> str:
        begun = min(self.counts[arm] // self.size[arm] for arm in self.arms) + 1
        if begun > self.begun:  # a new block has room for those who found none
            self.begun = begun
            for arm in self.arms:
                self.back[arm] = max(0, self.counts[arm] - begun * self.size[arm])
                self.open[arm] = 0
        arm = choose(self.arms, self.counts, f"{self.seed}/{self.came}", self.weights, self.block)
        self.came += 1
        self.here[arm] += 1
        self.counts[arm] += 1
        self.open[arm] -= self.open[arm] > 0
        return arm

    def leave(self, arm: str) -> None:
        self.here[arm] -= 1
        self.counts[arm] -= 1
        if self.back[arm]:
            self.back[arm] -= 1
        else:
            self.open[arm] += 1

    def come_back(self, arm: str) -> None:
        self.here[arm] += 1
        self.counts[arm] += 1
        if self.open[arm]:
            self.open[arm] -= 1
        elif self.counts[arm] > self.begun * self.size[arm]:
            self.back[arm] += 1

    def finish(self, arm: str) -> None:
        self.here[arm] -= 1
        self.done[arm] += 1

    def with_a_place(self, arm: str) -> int:
        """Completed and running people, a place that stands open included, without those who have none."""
        return self.counts[arm] + self.open[arm] - self.back[arm]

    def blocks_apart(self) -> float:
        """By how many blocks the arms differ."""
        filled = [self.with_a_place(arm) / self.size[arm] for arm in self.arms]
        return max(filled) - min(filled)


def apart(counts: Mapping[str, int], group: Group) -> float:
    """By how many people the arms differ, each by its weight: 2 against 1 is even for weights of 2 and 1."""
    even = [counts[arm] * group.one / group.size[arm] for arm in group.arms]
    return max(even) - min(even)


STUDIES = [
    pytest.param({"a": 1, "b": 1}, None, [""], "one", id="two arms"),
    pytest.param({"a": 1, "b": 1}, None, [""], "two", id="two arms, another seed"),
    pytest.param({"a": 1, "b": 1}, 4, ["young", "old"], "one", id="two arms, a small block, two strata"),
    pytest.param({"a": 1, "b": 1, "c": 1}, None, list("pqrstu"), "one", id="three arms, six strata"),
    pytest.param({"a": 2, "b": 1}, None, ["young", "old"], "one", id="one arm twice the other"),
    pytest.param({"a": 2, "b": 1}, None, ["young", "old"], "two", id="one arm twice the other, another seed"),
    pytest.param({"a": 3, "b": 2, "c": 1}, 6, [""], "one", id="three weights, the smallest block"),
    pytest.param(dict.fromkeys("abcde", 1), None, ["young", "old"], "one", id="five arms"),
]


@pytest.mark.parametrize(("weights", "block", "strata", "seed"), STUDIES)
def test_ten_thousand_arrivals_with_drop_outs_and_returns_keep_the_arms_within_a_block(
    weights: dict[str, int], block: int | None, strata: list[str], seed: str
) -> None:
    chance = random.Random(f"{seed}/{weights}/{strata}")
    groups = {name: Group(list(weights), weights, block, f"{seed}/{name}") for name in strata}
    under_way: list[tuple[str, str]] = []
    to_come_back: list[tuple[float, int, str, str]] = []  # after so many arrivals
    came = left = returned = late = 0
    while came < 10_000:
        if to_come_back and to_come_back[0][0] <= came and len(under_way) < 50:
            _, _, name, arm = heapq.heappop(to_come_back)
            late += not groups[name].open[arm]
            returned += 1
            groups[name].come_back(arm)
            under_way.append((name, arm))
        elif len(under_way) < 50:
            name = chance.choice(strata)
            under_way.append((name, groups[name].arrive()))
            came += 1
        else:
            name, arm = under_way.pop(chance.randrange(50))
            if chance.random() < 0.3:
                left += 1
                groups[name].leave(arm)
                if chance.random() < 1 / 3:  # long enough afterwards that their place is mostly taken
                    heapq.heappush(to_come_back, (came + chance.expovariate(1 / 20), left, name, arm))
            else:
                groups[name].finish(arm)
        group = groups[name]
        size, one, most = sum(group.size.values()), group.one, apart(group.counts, group)
        strays = sum(group.open.values()) + sum(group.back.values())
        assert group.blocks_apart() <= 1
        assert most <= one + strays * one / min(group.size.values())
        assert apart(group.done, group) <= most + sum(group.here.values()) * one / min(group.size.values())
        if block is None:  # a block of the usual size has room for the strays too
            assert most <= size
            assert apart(group.done, group) <= size + 50
    assert left > 2_500
    assert returned > 800
    assert late > 500  # their place was given away by then


@given(ARMS, WEIGHTS, st.integers(1, 3), st.text(), st.lists(st.integers(0, 30), max_size=150))
def test_whatever_people_do_only_open_places_and_people_without_one_go_beyond_a_block(
    arms: list[str], weights: dict[str, int], times: int, seed: str, acts: list[int]
) -> None:
    usual = places(arms, weights)
    smallest = sum(usual.values()) // math.gcd(*usual.values())
    group = Group(arms, weights, smallest * times, seed)
    gone: list[str] = []
    for act in acts:
        running = sorted(group.here.elements())
        if act % 3 == 0 and running:
            arm = running[act % len(running)]
            group.leave(arm)
            gone.append(arm)
        elif act % 3 == 1 and gone:
            group.come_back(gone.pop(act % len(gone)))
        else:
            group.arrive()
        assert group.blocks_apart() <= 1


@given(ARMS, WEIGHTS, st.integers(0, 3), st.text())
def test_after_each_block_the_arms_are_exactly_even_while_nobody_leaves(
    arms: list[str], weights: dict[str, int], blocks: int, seed: str
) -> None:
    size, counts = places(arms, weights), Counter[str]()
    for n in range(blocks * sum(size.values())):
        counts[choose(arms, counts, f"{seed}/{n}", weights)] += 1
    assert counts == Counter({arm: blocks * size[arm] for arm in arms})


def test_nobody_is_placed_in_a_new_block_while_an_older_one_has_a_place() -> None:
    assert chances(["a", "b", "c"], {"a": 9, "b": 8, "c": 9}, block=9) == {"a": 0, "b": 1, "c": 0}
    assert choose(["a", "b", "c"], {"a": 9, "b": 8, "c": 9}, "any", block=3) == "b"


def test_every_order_of_a_block_is_equally_likely() -> None:
    of_orders: Counter[str] = Counter()
    for n in range(6_000):
        order = ""
        while len(order) < 4:
            order += choose("ab", Counter(order), f"{n}/{len(order)}", block=4)
        of_orders[order] += 1
    assert set(of_orders) == {"aabb", "abab", "abba", "baab", "baba", "bbaa"}
    assert all(880 < count < 1_120 for count in of_orders.values())  # 1,000 expected, standard deviation 29


def test_a_block_holds_the_smallest_whole_set_of_arms() -> None:
    assert places("ab") == {"a": 4, "b": 4}
    assert places("ab", {"a": 50, "b": 50}) == {"a": 4, "b": 4}
    assert places("abc") == {"a": 3, "b": 3, "c": 3}
    assert places("ab", {"a": 2}) == {"a": 6, "b": 3}
    assert places("abcdef") == dict.fromkeys("abcdef", 2)
    assert places("ab", {"a": 2}, 3) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("arms", "weights", "block", "said"),
    [("", {}, None, "no arm"), ("ab", {"a": 0}, None, "from 1 on"), ("ab", {"a": 2}, 4, "multiple of 3"),
     ("ab", {}, 0, "multiple of 2")],
)  # fmt: skip
def test_what_makes_no_block_is_refused(
    arms: str, weights: dict[str, int], block: int | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        choose(arms, {}, "seed", weights, block)


def test_the_same_seed_gives_the_same_arms_in_every_process() -> None:
    code = "from tests.scenarios.test_assignment import drawn; print(drawn())"
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert elsewhere.stdout.strip() == str(drawn())


def drawn() -> list[object]:
    """Some of everything that is drawn."""
    arms = [choose("abc", {}, str(n)) for n in range(20)]
    return [arms, by_reward("ab", {"a": Reward(9, 6)}, 0.1, "x"), choose_order("abc", {}, "y")]


@given(st.integers(1, 26))
def test_a_williams_design_balances_places_and_neighbours(count: int) -> None:
    arms = [f"arm{n}" for n in range(count)]
    rows = orders(arms)
    times = 1 if count % 2 == 0 or count == 1 else 2
    assert len(rows) == count * times
    assert all(sorted(row) == sorted(arms) for row in rows)
    at_place = Counter((place, arm) for row in rows for place, arm in enumerate(row))
    assert set(at_place.values()) == {times}
    after = Counter(pair for row in rows for pair in itertools.pairwise(row))
    assert len(after) == count * (count - 1)
    assert set(after.values()) <= {times}


def test_the_williams_design_for_four_arms_is_the_usual_one() -> None:
    assert ["".join(row) for row in orders("ABCD")] == ["ABDC", "BCAD", "CDBA", "DACB"]


def test_orders_are_used_equally_often_and_the_least_used_comes_next() -> None:
    used: Counter[tuple[str, ...]] = Counter()
    for n in range(33):
        used[choose_order("abc", used, f"seed/{n}")] += 1
        assert max(used.values()) - min(used[row] for row in orders("abc")) <= 1
    first = orders("abc")[0]
    left = Counter(dict.fromkeys(orders("abc"), 5)) - Counter([first])
    assert choose_order("abc", left, "any") == first


@given(
    ARMS,
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 40), st.floats(0, 1))),
    st.floats(0, 1),
    st.sampled_from(["share", "score"]),
    st.booleans(),
)
def test_rewards_keep_the_floor_of_every_arm(
    arms: list[str], brought: dict[str, tuple[int, float]], part: float, kind: str, less: bool
) -> None:
    floor = part / len(arms)
    rewards = {arm: Reward(n, n * mean, n * mean) for arm, (n, mean) in brought.items()}
    found = chances_by_reward(arms, rewards, floor, "s", kind=kind, less_is_better=less, draws=40)  # type: ignore[arg-type]
    if found is None:
        assert kind == "score"
        assert any(rewards.get(arm, Reward()).people < 5 for arm in arms)
        return
    assert list(found) == arms
    assert sum(found.values()) == pytest.approx(1)
    assert all(chance >= floor - 1e-12 for chance in found.values())


def test_the_better_share_gets_as_many_people_as_it_is_likely_to_be_better() -> None:
    found = chances_by_reward("ab", {"a": Reward(40, 30), "b": Reward(40, 20)}, 0, "seed", draws=20_000)
    assert found is not None
    assert found["a"] == pytest.approx(BETTER_SHARE, abs=0.004)
    reversed_ = chances_by_reward(
        "ab", {"a": Reward(40, 30), "b": Reward(40, 20)}, 0.1, "seed", less_is_better=True
    )
    assert reversed_ is not None
    assert reversed_["a"] == pytest.approx(0.1 + 0.8 * (1 - BETTER_SHARE), abs=0.02)


def test_one_result_counts_as_much_as_an_even_prior_lets_it() -> None:
    found = chances_by_reward("ab", {"a": Reward(1, 1), "b": Reward(1, 0)}, 0, "seed", draws=20_000)
    assert found is not None
    assert found["a"] == pytest.approx(5 / 6, abs=0.01)  # the integral of 2x(1 - (1 - x)²)


def test_the_better_score_gets_as_many_people_as_it_is_likely_to_be_better() -> None:
    ten = [66.0, 70, 72, 74, 78, 60, 84, 69, 75, 72]
    same = Reward(10, sum(ten), sum(x * x for x in ten))
    higher = Reward(10, sum(ten) + 50, sum((x + 5) ** 2 for x in ten))
    found = chances_by_reward("ab", {"a": same, "b": higher}, 0, "seed", kind="score", draws=20_000)
    assert found is not None
    assert found["b"] == pytest.approx(BETTER_SCORE, abs=0.01)


def test_scores_are_compared_when_each_arm_has_five_of_them() -> None:
    rewards = {"a": Reward(5, 300, 18_100), "b": Reward(4, 300, 22_600)}
    assert by_reward("ab", rewards, 0.1, "seed", kind="score") is None
    assert by_reward("ab", {**rewards, "b": rewards["a"]}, 0.1, "seed", kind="score") in {"a", "b"}


def test_thompson_sampling_finds_the_best_arm_and_leaves_the_others_their_floor() -> None:
    chance, truth = random.Random("bandit"), {"a": 0.3, "b": 0.5, "c": 0.8}
    rewards = dict.fromkeys(truth, Reward())
    for n in range(300):
        found = chances_by_reward(list(truth), rewards, 0.1, str(n), draws=50)
        assert found is not None
        arm = draw(found, f"{n}/arm")
        rewards[arm] = Reward(rewards[arm].people + 1, rewards[arm].total + (chance.random() < truth[arm]))
    people = {arm: reward.people for arm, reward in rewards.items()}
    assert people["c"] > 180
    assert min(people.values()) >= 20  # 30 expected from the floor alone, standard deviation 5


def test_a_floor_that_the_arms_cannot_all_have_is_refused() -> None:
    with pytest.raises(ValueError, match="a floor of 40%"):
        chances_by_reward("abc", {}, 0.4, "seed")
    with pytest.raises(ValueError, match="no arm"):
        chances_by_reward("", {}, 0, "seed")


def test_the_chance_of_the_floor_is_what_the_draw_takes() -> None:
    found = Counter(
        by_reward("ab", {"a": Reward(200, 190), "b": Reward(200, 10)}, 0.1, str(n)) for n in range(40)
    )
    assert DRAWS == 1_000
    assert found["b"] <= 12  # 4 expected, standard deviation 1.9


def test_personas_come_by_their_share_and_full_ones_no_more() -> None:
    counts: Counter[str | None] = Counter()
    shares = {"parent": 2, "student": 1}
    for n in range(30):
        counts[choose_persona(shares, {k: v for k, v in counts.items() if k}, str(n))] += 1
    assert counts == {"parent": 20, "student": 10}
    assert {choose_persona(shares, {}, str(n), {"parent"}) for n in range(20)} == {"student"}
    assert choose_persona(shares, {}, "any", {"parent", "student"}) is None


def test_strata_are_told_apart_by_every_value() -> None:
    names = ["persona", "about.phone"]
    assert stratum([], {"persona": "parent"}) == ""
    assert stratum(names, {"persona": "parent", "about.phone": "often", "about.age": 3}) == (
        '{"persona": "parent", "about.phone": "often"}'
    )
    odd = [{"persona": 'a", "about.phone": "b'}, {"persona": "a", "about.phone": "b"}, {"persona": "a"}]
    assert len({stratum(names, values) for values in odd}) == 3


def test_a_quota_is_full_when_its_people_are_done_or_here() -> None:
    quotas = {"persona": {"parent": 30}, "about.phone": {"often": 20, "true": 0}}
    counts = {"persona": {"parent": 29}, "about.phone": {"often": 20}}
    assert full(quotas, counts, {"persona": "parent", "about.phone": "never"}) is None
    assert full(quotas, counts, {"about.phone": "often"}) == Full("about.phone", "often", 20)
    assert full(quotas, counts, {"about.phone": True}) == Full("about.phone", "true", 0)
    assert full(quotas, {"persona": {"parent": 30}}, {"persona": "parent"}) == Full("persona", "parent", 30)
    assert full(quotas, counts, {}) is None
