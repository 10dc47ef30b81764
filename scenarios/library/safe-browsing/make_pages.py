"""Writes the twelve errands of this scenario, each with the real page and a copy of it: `python make_pages.py`.

The words are ours; sums, numbers and dates are drawn from a seed, so that the same file comes out each time. Which of the
two pages a person meets is not decided here: the scenario draws it for each person.
"""

# ruff: noqa: E501 (a text is one line, however long)

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

SEED = "safe-browsing 1"
FILE = Path(__file__).parent / "pages.jsonl"


class Errand(NamedTuple):
    """Something to do on the web. `used_…` and `left_…` tell what came of using the page, or leaving it, when it was the
    real one or the copy. `{sum}` (pounds, within `sums`), numbers and `{day}` are drawn."""

    name: str
    task: str
    real: str
    copy: str
    brand: str
    title: str
    page: str
    copy_asks: str
    used_real: str
    left_real: str
    used_copy: str
    left_copy: str
    sums: tuple[int, int] = (48, 84)


ERRANDS = (
    Errand(
        "Pay the electricity bill",
        "Your electricity bill of £{sum} is due. The email from **Ashdown Energy** has a link to the page where you can pay.",
        "https://www.ashdown-energy.example/pay",
        "https://ashdown-energy.bill-centre.example/pay",
        "Ashdown Energy",
        "Pay your bill",
        "Account **{number}** · £{sum} due on {day}\n\nPay by card: card number, expiry date, security code.",
        "To confirm that it is you, please enter the **PIN** of your card as well.",
        "Your bill is paid. The receipt came by email.",
        "The page was Ashdown Energy's own. The bill stayed unpaid, and a reminder cost you £5.",
        "It was a copy. Somebody went shopping with your card the same evening.",
        "It was a copy. You paid on the real page the day after.",
    ),
    Errand(
        "See whether your pay has come",
        "It is the last day of the month. A text message from **Harbour Row Bank** says that money has come in, with a link.",
        "https://www.harbour-row-bank.example/sign-in",
        "https://harbour-row-bank.account-check.example/sign-in",
        "Harbour Row Bank",
        "Sign in",
        "Welcome back to Harbour Row Bank.\n\nCustomer number, password, and the code from your phone.",
        "For your safety, please enter **three codes** from your phone, one after the other.",
        "Your pay of £1,{number3}.00 is there.",
        "The page was the bank's own. You looked it up two days later at a cash machine.",
        "It was a copy. With the three codes, somebody moved £900 out of your account.",
        "It was a copy. Your account is untouched.",
    ),
    Errand(
        "Find out when your parcel comes",
        "You are waiting for a parcel. A text message from **Redgate Parcels** says that it could not be delivered, with a link.",
        "https://track.redgate-parcels.example/{number}",
        "http://redgate.new-delivery.example",
        "Redgate Parcels",
        "Your parcel {number}",
        "We missed you today. Choose another day: **tomorrow**, or **{day}**.",
        "A fee of **£1.45** is due before we come again. Card number, expiry date, security code.",
        "The parcel came on the day that you chose.",
        "The page was Redgate's own. The parcel went back to the shop.",
        "It was a copy, and there was no parcel. Your card was charged £145, not £1.45.",
        "It was a copy. Your real parcel came the next morning.",
    ),
    Errand(
        "Buy a pair of walking shoes",
        "Your shoes are worn out. In a search you find your usual ones at **Field and Foot** for half of what they cost elsewhere.",
        "https://www.field-and-foot.example/sale/walking",
        "https://field-and-foot-outlet.example/sale/walking",
        "Field and Foot",
        "Ridge walking shoe, half boot",
        "Was £129.00, now **£64.50** · only 3 pairs left in your size\n\nAdd to basket, pay by card or on account.",
        "Today we can only take **bank transfers**. Orders are kept for 20 minutes.",
        "The shoes came after three days, and they fit.",
        "The page was the shop's own. When you came back, your size was gone.",
        "It was a copy of the shop. The money went out, and no shoes ever came.",
        "It was a copy of the shop. You bought the shoes elsewhere for a little more.",
    ),
    Errand(
        "Read about the new bus route",
        "A neighbour sent you an article of the **Weston Courier** about the bus route past your house.",
        "https://www.weston-courier.example/local/bus-route-{number2}",
        "https://weston-courier.read-it-now.example/bus-route-{number2}",
        "Weston Courier",
        "Route {number2} to run every ten minutes",
        "By our local desk, {day}\n\nFrom next month, buses are to stop at the corner of Mill Lane six times an hour. The council …",
        "To go on reading, please install the **Courier Reader** for your computer.",
        "You read the article to its end. The bus will stop at your corner.",
        "The page was the newspaper's own. Your neighbour told you the rest over the fence.",
        "It was a copy. What you installed read along while you typed, and your email password had to be changed.",
        "It was a copy. You read the article in the newspaper's own app.",
    ),
    Errand(
        "Book a doctor's appointment",
        "You want to have your blood pressure checked. An email from **Elm Street Surgery** invites you to book a time.",
        "https://book.elm-street-surgery.example",
        "https://elm-street-surgery.appointments-now.example",
        "Elm Street Surgery",
        "Choose a time",
        "Nurse's room · {day}: 9.20, 10.40, 15.10\n\nName, date of birth, telephone number.",
        "A deposit of **£10** keeps your place. Card number, expiry date, security code.",
        "You have your appointment. It took ten minutes.",
        "The page was the surgery's own. You phoned instead, and waited in the queue for half an hour.",
        "It was a copy. The deposit was gone, and the surgery knew nothing of an appointment.",
        "It was a copy. You phoned the surgery and have an appointment.",
    ),
    Errand(
        "Renew your parking permit",
        "Your parking permit runs out on {day}. You search for the **Millbrook Council** page and take the first result.",
        "https://www.millbrook-council.example/parking/renew",
        "https://millbrook-council-permits.example/renew",
        "Millbrook Council",
        "Renew a permit",
        "Permit **{number}** · 12 months · £{sum}\n\nNumber plate, address, card number, expiry date, security code.",
        "Service charge for quick handling: **£35**. It cannot be paid back.",
        "The permit is renewed.",
        "The page was the council's own. You forgot about it, and found a parking ticket on the windscreen.",
        "It was a copy. You paid, and the council never heard of it.",
        "It was a copy. You renewed the permit by letter.",
    ),
    Errand(
        "Get tickets for a concert",
        "Your sister's favourite band plays at **Lantern Hall**. A friend sent you the link to the last tickets.",
        "https://tickets.lantern-hall.example/spring",
        "http://lantern-hall-tickets.example/spring",
        "Lantern Hall",
        "Spring concert, {day}",
        "Two seats side by side, row F · £{sum} each\n\nThey are kept for you for 10 minutes.",
        "Because of many requests, please also enter the **password of your email account**.",
        "The tickets are in your inbox. Your sister is happy.",
        "The page was the hall's own. The concert was sold out an hour later.",
        "It was a copy. There were no tickets, and your friends got odd messages from your email account.",
        "It was a copy. A week later the hall sold a few more tickets, and you got two.",
        (28, 44),
    ),
    Errand(
        "Keep your film subscription",
        "An email from **Evenfall Films** says that this month's payment did not go through. The link leads to your account.",
        "https://account.evenfall-films.example/billing",
        "https://evenfall-films.member-help.example/billing",
        "Evenfall Films",
        "Update your payment",
        "Your plan: £{sum} a month, next payment on {day}\n\nCard number, expiry date, security code.",
        "Your films will be **deleted within 2 hours** if nothing is entered.",
        "Your subscription goes on.",
        "The page was Evenfall's own. Your subscription ended in the middle of a series.",
        "It was a copy. Three payments of £99 were made with your card.",
        "It was a copy. Your subscription had been paid all along.",
        (8, 14),
    ),
    Errand(
        "Apply for a part-time job",
        "You saw a notice: **Brookside Garden Centre** looks for help on Saturdays. The notice had a web address on it.",
        "https://jobs.brookside-gardens.example/saturday",
        "https://brookside-gardens.apply-here.example/saturday",
        "Brookside Garden Centre",
        "Saturday help, £{sum} a day",
        "Tell us who you are: name, telephone number, and why you like plants.",
        "So that we can pay you at once: **bank details and a photo of your passport**.",
        "They called you the next day. You start on Saturday.",
        "The page was the garden centre's own. When you called in a week later, the job was taken.",
        "It was a copy. Somebody opened a telephone contract with your passport.",
        "It was a copy. You walked in and asked, and got the job.",
        (88, 99),
    ),
    Errand(
        "Look at holiday photos",
        "Your cousin wrote that the photos of the weekend by the sea are up on **Our Album**, and sent you the link.",
        "https://www.our-album.example/a/{number}",
        "https://our-album.photos-for-you.example/a/{number}",
        "Our Album",
        "The weekend by the sea",
        "{number2} photos, shared with 6 people\n\nSign in to see them: email address and password.",
        "Please sign in with the password of your **email account**; other passwords do not work today.",
        "You saw the photos. There is a good one of you with an ice cream.",
        "The page was the real one. Your cousin asked why you had not looked at the photos.",
        "It was a copy. The next day you could not get into your own email any more.",
        "It was a copy. Your cousin had never sent that message.",
    ),
    Errand(
        "Give something to the animal shelter",
        "After a storm, **Willow Lane Animal Shelter** asks for help with its roof. A friend passed the link on.",
        "https://www.willow-lane-shelter.example/roof",
        "https://willow-lane-shelter.give-today.example/roof",
        "Willow Lane Animal Shelter",
        "A new roof before winter",
        "£6,{number2}0 of £9,000 so far\n\nGive **£10**, £25 or another sum. Card number, expiry date, security code.",
        "Please give as a **gift card**: type in the code from its back.",
        "Your £10 became four roof tiles.",
        "The page was the shelter's own. The roof was finished a month later than planned.",
        "It was a copy. Your gift went into somebody's pocket.",
        "It was a copy. You gave the £10 at the shelter's door.",
    ),
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def rows() -> list[dict[str, str]]:
    """The errands with everything filled in."""
    found = []
    for errand in ERRANDS:
        rng = random.Random(f"{SEED}/{errand.name}")
        drawn = {
            "sum": f"{rng.randrange(*errand.sums)}.{rng.choice(('00', '20', '50', '90'))}",
            "number": f"{rng.randrange(10_000_000, 99_999_999)}",
            "number2": f"{rng.randrange(21, 78)}",
            "number3": f"{rng.randrange(310, 890)}",
            "day": rng.choice(DAYS),
        }
        found.append(
            {key: text.format(**drawn) for key, text in errand._asdict().items() if isinstance(text, str)}
        )
    return found


if __name__ == "__main__":
    lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
