"""An example of every skin of the product, of every presentation in every force, and of all that people say back."""

from __future__ import annotations

from tests.browser_ui.views import BUTTONS, JSON, NOTICE, THUMB

ARTICLE = (
    "<h2>Moors are coming back</h2><p>For a hundred years they were drained and cut. Now towns along the coast fill "
    "the ditches again, and <strong>cranes</strong> have been seen where there was maize last spring.</p>"
    "<h3>What it costs</h3><ul><li>A metre of ditch: about 40 euros</li><li>A farm that moves: much more</li></ul>"
    "<p>“We did not believe in it at first,” says the mayor. “Then the water stayed, even in July.”</p>"
)
STREET = (
    "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='640' height='400'>"
    "<rect width='640' height='400' fill='%239cc4dd'/><rect y='250' width='640' height='150' fill='%23777f83'/>"
    "<rect x='60' y='210' width='180' height='80' rx='24' fill='%23b2483c'/><rect x='400' y='150' width='34' "
    "height='130' rx='16' fill='%232f4f6f'/></svg>"
)
DECIDE: list[JSON] = [
    {"reaction": "accept", "text": "Take me back"},
    {"reaction": "dismiss", "text": "Go on anyway"},
]
HELP: list[JSON] = [
    {"reaction": "accept", "text": "Call help"},
    {"reaction": "dismiss", "text": "I am fine"},
]
AUTOMATED: list[JSON] = [{"reaction": "undo", "text": None}, {"reaction": "accept", "text": None}]
FEEDBACK: list[JSON] = [
    THUMB,
    {"reaction": "stars", "text": "How useful was it?", "value": 4, "revision": 1, "of": 5},
    {"reaction": "label", "text": "What was it like?", "value": None, "revision": 0,
     "of": ["good", "off topic", "too casual"]},
    {"reaction": "report", "text": "Report a mistake", "value": None, "revision": 0},
    {"reaction": "comment", "text": "Anything else?", "value": None, "revision": 0},
]  # fmt: skip


def card(title: str, **lines: str) -> JSON:
    """The facts of a screen."""
    return {"title": title, "lines": [{"label": label, "value": value} for label, value in lines.items()]}


def notice(text: str, **more: object) -> JSON:
    """What the product says, each time about another prediction."""
    about = "p-" + "-".join(map(str, more.values()))[:60]
    return {"text": text, "prediction": about, "as": "annotate", "force": "banner", **more}


PERCENT: JSON = {"as": "percent", "text": "91%", "share": 0.91}
IN_WORDS: JSON = {"as": "words", "text": "probably", "share": 0.8}
BAR: JSON = {"as": "bar", "text": "62%", "share": 0.62}
WHY: JSON = {"text": "It was last seen in the sorting centre, and there is heavy snow.", "folded": False}
FOLDED: JSON = WHY | {"folded": True}

ITEMS: list[JSON] = [
    {"id": "b", "title": "Night train", "mark": "Best match",
     "lines": [{"label": "Price", "value": "€ 84"}, {"label": "Takes", "value": "9 h 10"}]},
    {"id": "a", "title": "Morning flight", "mark": None,
     "lines": [{"label": "Price", "value": "€ 129"}, {"label": "Takes", "value": "3 h 45"}]},
    {"id": "c", "title": "Coach with a change in Freiburg", "mark": None,
     "lines": [{"label": "Price", "value": "€ 39"}, {"label": "Takes", "value": "14 h"}]},
]  # fmt: skip
FIELDS: list[JSON] = [
    {"label": "Amount", "suggested": "41.80 €"},
    {"label": "Category", "suggested": "Travel"},
    {"label": "Note", "suggested": None},
]
GAUGE: JSON = {
    "from": "0", "to": "100", "least": 0.0, "most": 100.0, "value": 72.0, "text": "72", "place": 0.72, "band": "high",
    "bands": [{"name": "low", "to": 0.3}, {"name": "medium", "to": 0.6}, {"name": "high", "to": 1.0}],
    "around": [0.6, 0.8],
}  # fmt: skip
SCREEN: JSON = NOTICE | {"feedback": [], "buttons": DECIDE}

SKINS: dict[str, JSON] = {
    "phone": NOTICE | {"notice": notice("This parcel will probably be late.", confidence=IN_WORDS, why=WHY)},
    "watch": SCREEN
    | {"skin": "watch", "card": card("Your walk", Steps="6,204"), "buttons": HELP,
       "notice": notice("Did you fall?")},
    "browser": SCREEN
    | {"skin": "browser", "card": card("Moor and sea"), "content": ARTICLE,
       "address": "http://moor-and-sea.example/news",
       "notice": notice("This page may not be what it seems.", why=FOLDED)},
    "form": SCREEN
    | {"skin": "form", "card": card("New expense", Receipt="Taxi, 14 March"), "form": FIELDS,
       "notice": notice("We filled in what we could read.", confidence=PERCENT),
       "buttons": [{"reaction": "accept", "text": "Save"}, {"reaction": "dismiss", "text": "Leave it out"}]},
    "photo": SCREEN
    | {"skin": "photo", "card": card("Street corner"), "notice": notice("Two things found."),
       "photo": {"src": STREET, "alt": "A street with a car and somebody walking", "boxes": [
           {"label": "car", "sure": "97%", "box": {"xmin": 60, "ymin": 210, "xmax": 240, "ymax": 290}},
           {"label": "person", "sure": "58%", "box": {"xmin": 400, "ymin": 150, "xmax": 434, "ymax": 280}}]}},
    "table": SCREEN
    | {"skin": "table", "card": card("Ways to Basel"), "table": ITEMS, "notice": notice("Sorted for you.")},
    "cards": SCREEN
    | {"skin": "cards", "card": card("Ways to Basel"), "cards": ITEMS, "notice": None, "feedback": FEEDBACK},
    "gauge": SCREEN
    | {"skin": "gauge", "card": card("Risk of an audit", Year="2025"), "gauge": GAUGE,
       "notice": notice("Three of your deductions stand out.", confidence=BAR, why=FOLDED), "buttons": BUTTONS},
}  # fmt: skip


def presented(how: str, force: str, skin: str = "phone") -> JSON:
    """A screen on which the product acts so, that forcefully."""
    said = notice("This page may want your password.", **{"as": how, "force": force})
    said["why"] = FOLDED if force == "banner" else WHY
    if how == "countdown":
        said |= {"after": 10.0, "text": "You may have fallen. We will call help."}
    if how == "automate":
        said["text"] = "We moved this message to Junk."
    buttons = {"automate": AUTOMATED, "countdown": HELP}.get(how, DECIDE)
    base = SKINS[skin] | {"buttons": buttons, "notice": said, "feedback": []}
    return base | ({"content": ARTICLE, "card": card("Moor and sea")} if skin in ("phone", "browser") else {})


WAYS = [
    *(("annotate", force) for force in ("mark", "banner", "interstitial", "block")),
    *(("prompt", force) for force in ("banner", "interstitial", "block")),
    *(("automate", force) for force in ("mark", "banner", "interstitial")),
    *(("countdown", force) for force in ("banner", "interstitial")),
]
PRESENTED: dict[str, JSON] = {
    f"{how}-{force}-{skin}": presented(how, force, skin)
    for skin in ("phone", "watch", "browser")
    for how, force in WAYS
}
EMPTY: dict[str, JSON] = {
    name: screen | {"notice": None, "request": "Check this page" if name == "browser" else None}
    | ({"gauge": None} if name == "gauge" else {})
    for name, screen in SKINS.items()
}  # fmt: skip
SAYING: JSON = SKINS["phone"] | {"feedback": FEEDBACK}
ALL: dict[str, JSON] = {
    **SKINS,
    **{f"{name}-empty": screen for name, screen in EMPTY.items()},
    **PRESENTED,
    "feedback": SAYING,
}
