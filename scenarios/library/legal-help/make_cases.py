"""Writes cases.jsonl and the rule book: ten situations, what a right answer contains, and what the chat says to them.

Run it in this folder after changing a text: `python make_cases.py`. Nothing is drawn by chance, so the same texts give
the same files. All laws are those of Norland, a country that does not exist.
"""

# ruff: noqa: E501 (a text that people read stands on one line)

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
DATA, SCENARIO = HERE / "cases.jsonl", HERE / "legal-help.yaml"
BEGIN, END = "# rule book: begin", "# rule book: end"

SURE, UNSURE = 0.9, 0.4  # how sure the chat claims to be of a right answer, and of a guess
SAID_IT_ALL = "That is as much as I can say in general. If you want somebody to look at your papers, a lawyer can do that."


class Case(NamedTuple):
    """A situation in the person's own words; what is right, in general and as a sentence that can be right or wrong.

    `fits` tells whether the guided menu has a place for it. `answer` is right, `guess` is not. `asks` are quick replies
    to the answer, `more` is what follows upon them.
    """

    case: str
    area: str
    fits: bool
    situation: str
    right_answer: str
    says_right: str
    says_wrong: str
    answer: str
    guess: str
    asks: tuple[str, str]
    more: str


CASES = (
    Case(
        "deposit",
        "housing",
        True,
        "I moved out of my flat seven weeks ago. It was clean, and my landlord signed that everything was fine. My deposit of 900 crowns has still not come back, and he does not answer.",
        "Deposit due six weeks after moving out; only damage with receipts may be held back; ask in writing and set 14 days; then the rent board.",
        "The landlord had six weeks to pay the deposit back. Now you can ask for it in writing and set 14 days.",
        "A landlord may keep the deposit for a year, so all that you can do is wait.",
        "A landlord has to pay the deposit back within six weeks after you moved out. He may hold back money only for damage that he can show receipts for. Ask for it in writing, and give him 14 days.",
        "A landlord may keep the deposit for up to a year, in case that damage shows up later. I would wait until then and ask again.",
        ("What do I write?", "What if he does not pay?"),
        "Write: the date on which you moved out, the amount, your account, and a last day 14 days from now. Keep a copy. If nothing comes, the rent board decides free of charge; it takes about a month.",
    ),
    Case(
        "heating",
        "housing",
        True,
        "It is January and our heating has been broken for nine days. The landlord says that the repair company is busy. We have a baby and sit in one room with a fan heater.",
        "Report in writing; from the third day on a fifth less rent; never stop paying altogether; the rent board can order a repair.",
        "From the third day after you told the landlord, you may pay a fifth less rent.",
        "You may stop paying any rent until the heating works again.",
        "In winter, heating must be repaired within two days. From the third day after you told the landlord, you may pay a fifth less rent until it works. Do not stop paying altogether: then you could lose the flat.",
        "While the heating is broken, you do not need to pay any rent. Start again once it works.",
        ("How do I tell the landlord?", "Can I make him hurry?"),
        "Tell him in writing, with the date and a photo of a thermometer if you can. With a baby in the flat, the rent board can order the repair within two working days: call them and say that it is urgent.",
    ),
    Case(
        "sold-flat",
        "housing",
        True,
        "My landlord has sold the house. The new owner says that I have to be out in two weeks, because she wants to move in herself. I have lived here for four years.",
        "A sale does not end a lease; own need is a reason, but notice is in writing and three months, after four years; do not sign anything.",
        "The sale does not end your lease. The new owner has to give three months' notice in writing.",
        "When a house is sold, the lease ends, and you have to be out when the new owner says so.",
        "When a house is sold, your lease goes on with the new owner. If she needs the flat for herself, she can end it, but in writing and with three months' notice. You need not leave in two weeks.",
        "A lease ends when a house is sold. Two weeks is short, but you will have to leave when the new owner asks.",
        ("What should I answer her?", "Can I object?"),
        "Answer in writing that your lease goes on, and ask for her notice on paper. Do not sign anything now. Once the notice has come, you have one month to object if moving would be very hard for you.",
    ),
    Case(
        "no-money",
        "several at once",
        False,
        "I have no money. My wages did not come, the rent is due on Friday, and there is a letter that the electricity will be cut off. I don't know where to begin.",
        "Hardship office first: emergency payment the same day; with the application, electricity may not be cut for 30 days; tell the landlord in writing; then the wages.",
        "Go to the hardship office first. Once you have applied there, the electricity may not be cut off for 30 days.",
        "The hardship office helps only those who have been behind with the rent for three months.",
        "Begin with the hardship office at your town hall. They can pay an emergency sum on the same day. Once you have applied, your electricity may not be cut off for 30 days. Tell your landlord in writing that you have applied; the wages come after that.",
        "As long as you are less than three months behind with the rent, no office will help you. Try to borrow from family first.",
        ("What do I need to bring?", "And my wages?"),
        "Bring your lease, the letter about the electricity, and your latest bank statement; without papers they still have to see you. For the wages, ask your employer in writing and set ten days. The labor office helps with that, free of charge.",
    ),
    Case(
        "collector",
        "debts",
        True,
        "A collection agency wants 430 crowns for a phone contract that I ended two years ago. They say that if I don't pay by Monday, somebody will come to my home.",
        "Dispute in writing within 30 days; do not pay a part, that admits the debt; nobody may come in without a court's order.",
        "Dispute the claim in writing within 30 days, and do not pay a part of it before.",
        "Pay a small part first. That shows good will, and you can still dispute the rest.",
        "Do not pay yet. You can dispute the claim in writing within 30 days, and then they have to prove it. Whoever pays a part of it admits the whole. Nobody may come into your home without an order of a court.",
        "It is best to pay a small part before Monday. That shows good will, and you can still dispute the rest later.",
        ("What do I write to them?", "Can they come to my home?"),
        "One sentence will do: \"I dispute this claim, as I ended the contract on that day.\" Add a copy of your notice and keep the receipt of the letter. They may ring at your door, but you need not let them in.",
    ),
    Case(
        "guarantee",
        "debts and family",
        False,
        "Three years ago I signed something for my brother's loan, just as a favor, so that he would get it. Now he cannot pay, and the bank wants 6,000 crowns from me.",
        "A guarantor owes, but only after the bank has tried to get it from the borrower; ask for proof in writing; do not ignore it.",
        "The bank must first try to get the money from your brother, and you can ask for proof of that in writing.",
        "As you did not get any of the money yourself, you do not owe the bank anything.",
        "What you signed is most likely a guarantee, and that does bind you. But the bank must first try to get the money from your brother. Ask in writing for proof of what they have done. Do not leave the letter unanswered: you have 21 days.",
        "You never got any of that money, so you do not owe it. You can leave the letter unanswered.",
        ("What do I ask the bank?", "What if I cannot pay?"),
        "Ask for a copy of what you signed, and for what the bank has done to get the money from your brother. If you have to pay in the end, the debt advice center agrees rates with the bank that leave you enough to live on.",
    ),
    Case(
        "last-wages",
        "work",
        True,
        "I quit my job in a bakery at the end of last month. My boss says that whoever quits does not get the last month's wages. That is 1,700 crowns.",
        "Wages owed up to the last day, whoever ended the job; written demand with ten days; labor office, free, within six months.",
        "Your wages are owed up to your last day, also when you quit. You have six months to claim them.",
        "Whoever quits loses the wages of the last month, unless the contract says otherwise.",
        "Your wages are owed up to the last day that you worked, no matter who ended the job. Ask for them in writing and set ten days. If nothing comes, the labor office claims them for you, free of charge, within six months.",
        "When you quit, your boss may keep the wages of the last month. Only the contract can say otherwise.",
        ("What do I write?", "What does the labor office need?"),
        "Write the month, the sum, your account, and a last day ten days from now. The labor office needs your contract, an earlier pay slip and a copy of that letter. Holidays that you did not take are paid out too.",
    ),
    Case(
        "text-message",
        "work",
        True,
        "On Sunday my boss wrote me a text message: \"You need not come any more.\" I have worked there for two years and I have two children to feed.",
        "Dismissal only on paper and signed; the job goes on; say in writing that one is ready to work; 21 days to object to a paper.",
        "A dismissal has to be on paper and signed. Tell your boss in writing that you are ready to work.",
        "A text message is enough for a dismissal, so your job ended on Sunday.",
        "A dismissal counts only on paper and with a signature. A text message does not end your job, so your wages go on. Tell your boss today, in writing, that you are ready to work. When a paper comes, you have 21 days to object.",
        "A text message counts as much as a letter, so your job has ended. You can ask your boss for a reference.",
        ("Do I have to go to work?", "What if a letter comes?"),
        "Go there as usual, or write that you are ready to come, and keep the answer. If a letter comes, note the day on which you got it: from then on you have 21 days to object at the labor court, and you need no lawyer for that.",
    ),
    Case(
        "visits",
        "family",
        True,
        "Since we separated, my ex-wife does not let me see our daughter. I pay support every month. A friend says that I should stop paying until I see her.",
        "Support and contact are separate; go on paying; family office mediates free of charge; then family court.",
        "Go on paying support. The family office arranges a talk about seeing your daughter, free of charge.",
        "As long as you do not see your daughter, you may stop paying support.",
        "Go on paying: support and seeing your daughter are two separate things. Your daughter has a right to see you. The family office invites you both to a talk, free of charge, and helps you to agree on days.",
        "Your friend is right: as long as you do not see your daughter, you may stop paying support.",
        ("What happens at the talk?", "What if she does not come?"),
        "The talk takes about an hour, and what you agree on is written down. If she does not come twice, the family court can set the days. You need no lawyer to apply for that.",
    ),
    Case(
        "both-on-the-lease",
        "housing and family",
        False,
        "My boyfriend and I split up and I moved out. Both of us are on the lease. He stays in the flat and does not pay, and now the landlord wants all the rent from me.",
        "Both owe the whole rent until the lease is changed; landlord has to agree to let one out; write to both; get half back from him.",
        "You owe the rent until the landlord has let you out of the lease. You can get your boyfriend's half back from him.",
        "As you have moved out, the landlord has to ask your boyfriend for the rent.",
        "As long as you are both on the lease, each of you owes the whole rent, also whoever moved out. Ask the landlord in writing to let you out of the lease. What you pay for your boyfriend, he owes to you.",
        "You do not live there any more, so the rent is no longer your business. The landlord has to ask your boyfriend.",
        ("What if the landlord refuses?", "How do I get my money back?"),
        "If the landlord does not answer within a month, or refuses without a reason, the rent board can take you off the lease. Keep a record of each payment, and ask your boyfriend for his half in writing.",
    ),
)  # fmt: skip


def rows() -> str:
    """The lines of cases.jsonl."""
    names = [name for name in Case._fields if name != "asks"]
    told = ({name: getattr(one, name) for name in names} for one in CASES)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)


def rules() -> list[str]:
    """The lines of the rule book: what is said first, after that, and to whatever comes then."""
    found = []
    for one in CASES:
        right = {"text": one.answer, "score": SURE, "offers": list(one.asks)}
        found += [
            _rule(f"{one.case}-guess", {"case": one.case, "known": "hard", "turn.index": 1}, {"text": one.guess, "score": UNSURE}),
            _rule(f"{one.case}", {"case": one.case, "turn.index": 1}, right),
            _rule(f"{one.case}-more", {"case": one.case, "known": "well", "turn.index": 2}, {"text": one.more, "score": SURE}),
        ]  # fmt: skip
    return found


def _rule(name: str, conditions: dict[str, Any], output: dict[str, Any]) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in conditions.items())
    return f"- {{id: {name}, if: {{{told}}}, output: {json.dumps(output, ensure_ascii=False)}}}"


def main() -> None:
    """Write both files."""
    DATA.write_text(rows(), encoding="utf-8")
    lines = SCENARIO.read_text(encoding="utf-8").splitlines(keepends=True)
    begin = next(n for n, line in enumerate(lines) if BEGIN in line)
    end = next(n for n, line in enumerate(lines) if END in line)
    margin = " " * (len(lines[begin]) - len(lines[begin].lstrip()))
    book = (f"{margin}{rule}\n" for rule in rules())
    SCENARIO.write_text("".join([*lines[: begin + 1], *book, *lines[end:]]), encoding="utf-8")


if __name__ == "__main__":
    main()
