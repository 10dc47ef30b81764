"""Every wrong line gets its place, what was expected, and what to do: the exact words, in one table."""

# ruff: noqa: E501 (a row of the table is one line, as the message is)

from __future__ import annotations

import random
import re

import pytest

from scenarios import Problem, ScenarioError, thaw
from scenarios.steps import STEPS
from tests.scenarios.rich import rich
from tests.scenarios.sketch import SKETCH, changed

# (what stands in the file, what is written instead, the message)
BROKEN = [
    (SKETCH, "", "1:1: the file is empty; expected keys such as scenario, features, flow; begin with a line like `scenario: my-first-idea`"),
    (SKETCH, "- a\n", "1:1: the file is not a list of `key: value` lines; expected keys such as scenario, features, flow; begin with a line like `scenario: my-first-idea`"),
    ("Your parcels", "Your: parcels", "2:18: this is not YAML: mapping values are not allowed here; put a text with a colon in quotes, and check the indentation"),
    ("flow:", "\tflow:", "21:1: this is not YAML: found character '\\t' that cannot start any token; indent with spaces, and put a text that begins with a special sign in quotes"),
    ("Thank you.", "\x07", "32:10: the character U+0007 cannot stand in a YAML file; remove it"),
    ("Thank you.", "!!python/name:os.system x", "32:10: the tag 'tag:yaml.org,2002:python/name:os.system' means nothing here; expected plain text; remove the tag"),
    ("rows: 4", "rows: 4\n    rows: 5", "6:5: the key 'rows' stands here twice; expected each key once; keep one of them (the first is in line 5)"),
    ("rows: 4", "rows: 4\n    row: 5", "6:5: unknown key 'row'; expected one of rows, columns, from; did you mean 'rows'?"),
    ("mocks:\n", "mockz: {}\nmocks:\n", "9:1: unknown key 'mockz'; expected one of scenario, team_question, reviewers_read_words, shown_title, app_name, lang, words, personas, data, allow, mocks, features, faults, arms, factors, assign, flow, measures, …; did you mean 'mocks'?"),
    ("shown_title: Your parcels\n", "", "1:1: the key 'shown_title' is missing; expected the title that participants read; add a line like `shown_title: Your deliveries today`"),
    ("rows: 4", "rows: four", "5:11: 'four' is text; expected a whole number"),
    ("rows: 4", "rows: 0", "5:11: 0 is too small; expected at least 1"),
    ("- end: Thank you.", "- end:", "32:5: there is no value; expected text"),
    ("end: Thank you.", "end: 5", "32:10: 5 is a number; expected text; put it in quotes"),
    ("{late: 1, in time: 3}", "{late: 1, in time: 4}", "8:15: the counts of 'actual' add up to 5; expected 4, as `rows` says; change the counts or the rows"),
    ("{one_of: [clear, snow]}", "{on_of: [clear]}", "7:17: 'on_of' does not say how to make the column; expected one of fake, pattern, one_of, numbered_from, number, normal, text, value, values, or exact counts such as {late: 2, on time: 6}; did you mean 'one_of'?"),
    ("{one_of: [clear, snow]}", "{one_of: {clear: x}}", "7:33: 'x' is text; expected a number"),
    ("{one_of: [clear, snow]}", "{one_of: [a], given: {actuel: {late: {b: 1}}}}", "7:38: there is no column 'actuel'; expected one of weather, actual; did you mean 'actual'?"),
    ("{one_of: [clear, snow]}", "{one_of: [a], given: {actual: {lat: {b: 1}}}}", "7:47: there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
    ("kind: random", "kind: randon", "10:16: there is no kind of mock 'randon'; expected one of draft, fixed, imperfect, off, operator, random, remote, replay, rules, sequence; did you mean 'random'?"),
    ("kind: random", "kind: random, weight: {late: 1}", "10:24: the mock 'coin': unknown setting 'weight'; did you mean 'weights'?"),
    ("kind: random", "kind: random, weights: {lat: 1}", "10:39: the feature has no answer 'lat'; did you mean 'late'?"),
    ("fallback: coin", "fallback: coins", "11:54: there is no mock 'coins'; expected coin; did you mean 'coin'?"),
    ("played_by: coin", "played_by: cion", "17:16: there is no mock 'cion'; expected one of coin, person; did you mean 'coin'?"),
    ("played_by: coin", "played_by: coin\n    show_after: soon", "18:17: no profile is called 'soon'; use one of 'chatty-llm', 'fast', 'instant', 'on-device', 'overloaded'"),
    ("played_by: coin", "played_by: coin\n    show_after: 5 to 2 s", "18:17: the shorter time comes first, got 5 s and 2 s; swap the two"),
    ("played_by: coin", "played_by: {kind: imperfect, alarm: late, misses: 2}", "17:55: 2 is too many: 1 of 4 trials is 'late'; nearest: misses: 1"),
    ("played_by: coin", "played_by: {kind: imperfect, alarm: late, precision: 0.9, recall: 0.9}", "17:58: 0.9 beside recall: 0.9 cannot be had exactly: with 1 'late' among 4 trials, recall can be 0% or 100%; nearest: precision 1.00 (0 false alarms) and recall 1.00 (0 misses). With errors: drawn they hold on average"),
    ("truth: actual\n    played_by: coin", "played_by: {kind: imperfect, alarm: late, misses: 1}", "13:3: who plays 'delay' must know what really happens; expected the column with the truth; add a line like `truth: actual`"),
    ("played_by: coin", "played_by: person\n    errors: {alarm: late, misses: 2}", "18:35: 2 is too many: 1 of 4 trials is 'late'; nearest: misses: 1"),
    ("played_by: coin", "played_by: person\n    errors: {alarm: late, mises: 1}", "18:27: unknown setting 'mises'; did you mean 'misses'?"),
    ("played_by: coin", "played_by: person\n    limits: {only: [lat]}", "18:21: the feature has no answer 'lat'; did you mean 'late'?"),
    ("played_by: coin", "played_by: person\n    faults: [{fault: truncated}]", "18:22: an answer of the task text-classification cannot be cut; use malformed or empty"),
    ("played_by: coin", "played_by: person\n    faults: [{fault: error, chanse: 10%}]", "18:29: unknown setting 'chanse'; did you mean 'chance'?"),
    ("played_by: coin", "played_by: person\n    when_it_fails: {eror: x}", "18:21: unknown setting 'eror'; did you mean 'error'?"),
    ("answers: [in time, late]\n    model_sees: [weather]\n    truth: actual\n    played_by: coin", "task: token-classification\n    played_by: person", "15:16: nobody at the desk can answer the task 'token-classification'; expected a task with a form: a label, a text, a number, boxes, an order or an object; let another mock play it"),
    ("played_by: coin", "played_by: coin\n    desk: {reply: [a]}", "18:12: unknown key 'reply'; expected one of guide, rules, replies, hold, never, longest, words, as_they_talk, target, answered_twice, practice; did you mean 'replies'?"),
    ("played_by: coin", "played_by: coin\n    desk: {rules: []}", "18:19: there is nothing here; expected at least one entry"),
    ("played_by: coin", "played_by: coin\n    desk: {rules: [a: b]}", "18:20: {'a': 'b'} is a block of keys; expected text"),
    ("played_by: coin", "played_by: coin\n    desk: {never: [\"\\u200b\"]}", "18:20: nobody could read this; expected a text with letters in it; write it, or remove the line"),
    ("played_by: coin", "played_by: coin\n    desk: {replies: [Soon]}", "18:12: an answer of 'delay' has no text; expected a task such as text-generation, or a structured answer with a `text`; remove the line"),
    ("played_by: coin", "played_by: coin\n    desk: {words: 5 to 12}", "18:12: an answer of 'delay' has no text; expected a task such as text-generation, or a structured answer with a `text`; remove the line"),
    ("played_by: coin", "played_by: coin\n    desk: {hold: One moment}", "18:12: nobody talks with 'delay'; expected a step `chat: delay`; remove the line"),
    ("played_by: coin", "played_by: coin\n    desk: {as_they_talk: true}", "18:12: nobody talks with 'delay'; expected a step `chat: delay`; remove the line"),
    ("played_by: coin", "played_by: coin\n    desk: {words: 12 to 5}", "18:19: '12 to 5' has no room; expected the smaller number first; swap the two"),
    ("played_by: coin", "played_by: coin\n    desk: {words: few}", "18:19: 'few' is not a number of words; expected two whole numbers, such as 5 to 12"),
    ("played_by: coin", "played_by: coin\n    desk: {words: 1 to 900}", "18:19: '1 to 900' is no length of a reply; expected 1 to 500 words"),
    ("played_by: coin", "played_by: coin\n    desk: {answered_twice: 120%}", "18:28: a share goes from 0 to 1 or from 0% to 100%, got 120%"),
    ("played_by: coin", "played_by: coin\n    desk: {answered_twice: 20}", "18:28: a share goes from 0 to 1, got 20; for per cent write '20%'"),
    ("played_by: coin", "played_by: coin\n    desk: {target: soon}", "18:20: 'soon' cannot be read here; expected a time such as '20 s' or '400 ms'"),
    ("played_by: coin", "played_by: coin\n    desk: {practice: {answers: 0}}", "18:32: 0 is too small; expected at least 1"),
    ("played_by: coin", "played_by: coin\n    desk: {practice: {right: 8}}", "18:30: a share goes from 0 to 1, got 8; for per cent write '8%'"),
    ("played_by: coin", "played_by: coin\n    desk: {practice: 5}", "18:22: 5 is a number; expected `key: value` lines"),
    ("played_by: coin", "played_by: coin\n    desk: {guide: style.md}", "18:19: there is no file 'style.md' in this version; open a new panel from the present files"),
    ("fallback: coin", "fallback: coin, most_waiting: many", "11:74: the mock 'person': most_waiting should be a valid integer, got 'many'"),
    (", fallback: coin", ", most_waiting: 3", "11:58: the mock 'person': most_waiting needs a fallback, which answers those for whom there is no room"),
    ("answers: [in time, late]", "task: regresion", "14:11: there is no task 'regresion'; expected one of text-classification, image-classification, text-generation, summarization, translation, question-answering, chat-completion, token-classification, object-detection, automatic-speech-recognition, regression, ranking, structured; did you mean 'regression'?"),
    ("answers: [in time, late]", "task: structured", "13:3: a structured answer needs to know what is in it; expected a JSON Schema; add `schema:` with the type and properties of the object"),
    ("fallback: coin", "fallback: person", "11:54: 'person' waits for a person too; expected a mock that answers by itself"),
    ("answers: [in time, late]", "answers: [in time]", "14:5: 'actual' can be 'late', which is no answer; expected in time; use the same words in both"),
    ("model_sees: [weather]", "model_sees: [wether]", "15:18: there is no column 'wether' in 'parcel'; expected one of weather, actual; did you mean 'weather'?"),
    ("model_sees: [weather]", "model_sees: [weather, actual]", "15:27: the model would see the truth; expected columns that are known beforehand; remove 'actual' from the list"),
    ("steps.warning.text", "steps.waring.text", "20:19: no step has the id 'waring'; expected one of warning, reveal, survey, end; did you mean 'warning'?"),
    ("steps.warning.text", "steps.warning.txt", "20:19: unknown key 'txt'; expected one of show, skin, only_when, title, card, content, text, why, waiting, buttons, contact_says, presented, starts, feedback, address, form, photo, table, …; did you mean 'text'?"),
    ("features.delay: off", "features.dely: off", "19:22: there is no feature 'dely'; expected delay; did you mean 'delay'?"),
    ("features.delay: off", "flow: []", "19:22: an arm cannot change 'flow'; expected one of shown_title, app_name, words, data, mocks, features, faults, steps; begin with one of them"),
    ("features.delay: off", "steps.warning.card.a.b: x", "19:46: {'b': 'x'} is a block of keys; expected text"),
    ("features.delay: off", "steps.warning.text: null", "19:3: in the arm 'without', nothing of the feature 'delay' would be seen (line 24); expected a line `text: …`; add it"),
    ("show: delay", "show: dely", "24:15: there is no feature 'dely'; expected delay; did you mean 'delay'?"),
    ("only_when: late", "only_when: delayed", "26:20: there is no answer 'delayed' of 'delay'; expected one of in time, late"),
    ("parcel.weather }}", "parcel.wether }}", "27:16: 'parcel' has no 'wether'; expected one of weather, actual; did you mean 'weather'?"),
    ("parcel.weather }}", "delay.label }}", "27:16: the text names 'delay', which is only known in the `text` of a screen that uses it; expected one of answers.survey, parcel.weather, parcel.actual"),
    ("parcel.weather }}", "arm.turn }}", "27:16: the text names 'arm', which is not known here; expected one of answers.survey, parcel.weather, parcel.actual"),
    ("{{ parcel.weather }}", "{% for i in x %}{% endfor %}", "27:16: the text 'Weather: {% for i in x %}{% endfor %}' uses `for`; it may only name values, choose with if, and use filters"),
    ("Stay: dismiss", "Stay: dismis", "29:41: 'dismis' is not known here; expected one of accept, dismiss, undo, contact; did you mean 'dismiss'?"),
    ("{Go out: accept, Stay: dismiss}", "{Help: contact}", "29:18: no button ends this screen; expected a button for accept or dismiss; add one: `Go on: accept`"),
    ("- survey: [sus]", "- survy: [sus]", "31:5: no kind of step is called 'survy'; expected one of consent, info, form, show, chat, annotate, edit, rank, choose, reveal, survey, embed, probe, debrief, end, each; did you mean 'survey'?"),
    ("- survey: [sus]", "- survey: [suss]", "31:14: there is no questionnaire 'suss'; expected one of csat, nasa-tlx, nps, s-tias, seq, sus, ueq-s, umux-lite; did you mean 'sus'?"),
    ("- reveal: parcel.actual", "- debrief: Bye", "30:9: 'debrief' cannot stand inside a repeated block; expected one of info, form, show, chat, annotate, edit, rank, choose, reveal, survey, embed, probe; move it out of the block"),
    ("- reveal: parcel.actual", "- reveal: parcel.actuel", "30:17: there is no column 'actuel' in 'parcel'; expected one of weather, actual; did you mean 'actual'?"),
    ("- reveal", "- info: Hm\n      - reveal", "31:9: this reveal follows no decision; expected a screen right before it; put one there, or say `text:` here"),
    ("- reveal: parcel.actual", "- reveal: parcel.actual\n        id: warning", "31:13: two steps have the id 'warning'; expected an id of its own; rename one of them"),
    ("Thank you.", "Thank you.\n  - info: More", "33:5: nobody gets to this step; expected nothing after `end`; move `end` to the last place"),
    ("step: warning,", "step: warnings,", "34:25: there is no screen with the id 'warnings'; expected warning; did you mean 'warning'?"),
    ("accept: late,", "accept: lat,", "34:55: there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
    ("compare: [without, with]", "compare: [without, wit]", "35:31: there is no arm 'wit'; expected one of without, with; did you mean 'with'?"),
    ("by: right", "by: rigt", "35:42: there is no measure 'rigt'; expected one of right, sus; did you mean 'right'?"),
    ("10 points", "a lot", "35:64: 'a lot' is not a difference; expected points, %, seconds or times, such as 10 points; where less is better, such as 5 seconds less"),
    ("people: 60", "people: 60, must_hold: [{sus: 68}]", "35:105: 68 is not a limit; expected `at least` or `at most` and a number, such as at least 68"),
    ("data:", "words: {step_of: 'Schritt {don} von {of}'}\ndata:", "3:18: 'step_of' has no value {don}; expected one of {done}, {of}; did you mean 'done'?"),
    ("data:", "lang: english\ndata:", "3:7: 'english' is not a language; expected a language tag such as en, de or pt-BR"),
    ("scenario: parcels", "scenario: my parcels", "1:11: 'my parcels' is not a name; expected a letter, then letters, digits, - or _ (60 at most); for example early-warning"),
    ("only_when: late", "skin: fone", "26:15: 'fone' is not known here; expected one of phone, watch, browser, form, photo, table, cards, gauge; did you mean 'phone'?"),
    ("only_when: late", "only_wen: late", "26:9: unknown key 'only_wen'; expected one of show, skin, only_when, title, card, content, text, why, waiting, buttons, contact_says, presented, starts, feedback, address, form, photo, table, …; did you mean 'only_when'?"),
    ("only_when: late", "time_limit: soon", "26:21: 'soon' cannot be read here; expected a time such as '20 s' or '400 ms'"),
    ("only_when: late", "time_limit: 2 h", "26:21: '2 h' cannot be read here; expected a time such as '20 s' or '400 ms'"),
    ("only_when: late", "time_limit: 0 s", "26:21: '0 s' is too small; expected more than 0"),
    ("only_when: late", "when: parcel.actual =", "26:15: this is not an expression: invalid syntax (character 15); expected a comparison such as answers.about.age > 30"),
    ("only_when: late", "when: parcel.actul == 'late'", "26:15: there is no value 'parcel.actul'; expected one of parcel.weather, parcel.actual; did you mean 'parcel.actual'?"),
    ("only_when: late", "when: 1 == 2", "26:15: nobody gets to this step: this is never true; expected a comparison such as answers.about.age > 30; remove the step, or mend the condition"),
    ("only_when: late", "when: 1 == 1", "26:15: this is true for everybody; expected a comparison such as answers.about.age > 30; remove the line"),
    ("- end: Thank you.", "- end: Thank you.\n    when: reactions.wrning == 'accept'", "33:11: there is no value 'reactions.wrning'; expected one of reactions.warning, reactions.reveal, reactions.survey, reactions.end; did you mean 'reactions.warning'?"),
    ("- survey: [sus]", "- survey: [sus]\n    optional: maybe", "32:15: 'maybe' is text; expected true or false"),
    ("only_when: late", "off: true", "24:9: nobody gets to 'warning': it is off in every arm; expected an arm with this step; remove the step, or an `off`"),
    ("{Go out: accept, Stay: dismiss}", "{Go out: accept, Stay: accept}", "29:18: two buttons mean the same reaction; expected each reaction once; remove one of them"),
    ("- reveal: parcel.actual", "- end: Bye", "30:9: 'end' cannot stand inside a repeated block; expected one of info, form, show, chat, annotate, edit, rank, choose, reveal, survey, embed, probe; move it out of the block"),
    ("- each: parcel", "- each: parcl", "22:11: there is no data 'parcl'; expected parcel; did you mean 'parcel'?"),
    ("- each: parcel", "- each: parcel\n    take: 9", "23:11: 'parcel' has 4 rows; expected at most 4"),
    ("- each: parcel", "- each: parcel\n    order: random", "23:12: 'random' is not known here; expected one of as written, shuffled, blocks, blocks as written"),
    ("- each: parcel", "- each: parcel\n    order: blocks", "22:5: `order: blocks` needs a column; expected a line `block: …`; name the column"),
    ("- each: parcel", "- each: parcel\n    block: weather", "23:5: `block` is for `order: blocks`; add that line"),
    ("- each: parcel", "- each: parcel\n    order: blocks\n    block: wether", "24:12: there is no column 'wether' in 'parcel'; expected one of weather, actual; did you mean 'weather'?"),
    ("- each: parcel", "- each: arm\n    take: 2", "23:5: 'take' cannot be said of `each: arm`; every arm comes once, in a balanced order"),
    ("- each: parcel\n    steps:\n", "- each: parcel\n    steps:\n      - {each: parcel, steps: [info: Hm]}\n", "24:10: the block `each: parcel` cannot stand inside `each: parcel`; expected blocks side by side; move it out of the block"),
    ("flow:\n", "flow:\n  - {each: arm, steps: [info: Hm]}\n", "20:19: 'warning' stands outside of `each: arm`, where people meet it as it is written; expected changes of steps inside that block; move the step, or leave it"),
    ("  - survey: [sus]", "  - {each: arm, steps: [survey: [sus]]}", "20:19: 'warning' stands outside of `each: arm`, where people meet it as it is written; expected changes of steps inside that block; move the step, or leave it"),
    ("rows: 4", "rows: 4000", "5:11: 4000 is too large; expected at most 1000"),
    ("rows: 4\n", "from: parcels.txt\n", "5:11: 'parcels.txt' is no table; expected a file that ends in one of .csv, .json, .jsonl"),
    ("{one_of: [clear, snow]}", "{fake: companie}", "7:23: 'companie' is not made here; expected one of address, bank, boolean, bs, catch_phrase, city, color_name, company, country, currency_code, date, day_of_week, email, first_name, iban, isbn13, job, language_name, …; did you mean 'company'?"),
    ("{one_of: [clear, snow]}", "{number: 5 - 40}", "7:25: '5 - 40' is not a range; expected two numbers, such as 5 to 40"),
    ("{one_of: [clear, snow]}", "{normal: [30, 10], from: 90, to: 5}", "7:16: hardly any number of that kind lies between 90 and 5; expected limits around the mean; move `from` and `to`"),
    ("{one_of: [clear, snow]}", '{text: "{{ shop }}"}', "7:23: there is no column 'shop'; expected actual"),
    ("{one_of: [clear, snow]}", "{values: [a, b]}", "7:25: 'weather' has 2 values; expected 4, one for each row"),
    ("- end: Thank you.", "- end: Thank you.\n    go_to: panel.example", "33:12: 'panel.example' is not an address to go to; expected one that begins with https://; {code} stands for the completion code; such as https://panel.example/done?code={code}"),
    ("- end: Thank you.", "- consent: May we?\n  - end: Thank you.", "32:5: consent comes too late; expected consent as the first step; move it up"),
    ("flow:\n", "words: {agre: Ja}\nflow:\n", "21:9: there is no built-in word 'agre'; expected one of dir, start, next, continue, back, skip, time_left, progress, step_of, agree, decline, declined_title, declined_text, now, waiting, yes, no, sure_possible, …; did you mean 'agree'?"),
    ("flow:\n", "faults: [{fault: eror}]\nflow:\n", "21:18: 'eror' is not known here; expected one of error, timeout, empty, truncated, malformed, refusal, disconnect, unsure, wrong_label, none; did you mean 'error'?"),
    ("features.delay: off}}", "features.delay: off}, chnge: {}}", "19:44: unknown key 'chnge'; expected one of change, factors; did you mean 'change'?"),
    ("  without:", "  with out:", "19:3: 'with out' cannot name an arm; expected a letter, then letters, digits, -, _ or . (60 at most); for example with-reason or accuracy-0.7"),
    ("{share: {step: warning, right_when: {accept: late, dismiss: in time}, truth: parcel.actual}}", "{share: {step: warning}}", "34:18: a share is of reactions, or of right decisions; expected `of: accept` or `right_when: {…}`; add one of them"),
    ("{share: {step: warning, right_when: {accept: late, dismiss: in time}, truth: parcel.actual}}", "{shar: {step: warning}}", "34:11: unknown key 'shar'; expected one of share, followed_when_right_or_ignored_when_wrong, count, mean, median_time, score, preferred; did you mean 'share'?"),
    ("{share: {step: warning, right_when: {accept: late, dismiss: in time}, truth: parcel.actual}}", "{count: {of: thumb}}", "34:23: nobody can give 'thumb'; expected one of accept, dismiss, followed, ignored; offer it, or measure another"),
    ("people: 60", "people: 60, must_hold: [{sus: at least 68%}]", "35:105: 'sus' cannot be held to at least 68%; expected a number, such as at least 68"),
    ("people: 60", "people: 60, how_good: [{along: wer, by: right, reach: at least 70%}]", "35:106: there is no factor 'wer'; describe it under `factors:`"),
    ("people: 60", "people: 60, how_good: [{along: wer, by: rihgt, reach: at least 70}]", "35:115: there is no measure 'rihgt'; expected one of right, sus; did you mean 'right'?"),
    ("people: 60", "people: 60, costs: {in: €, contact: -1}", "35:111: -1 is too small; expected at least 0.0"),
    ("people: 60", "people: 60, costs: {in: €, contcat: 1}", "35:102: unknown key 'contcat'; expected one of in, contact, missed, false_alarm, wrong, minute, counted; did you mean 'contact'?"),
    ("people: 60", "people: 60, costs: {in: €, contact: 4}", "35:102: nobody can contact support here; expected a button with the reaction `contact`"),
    ("people: 60", "people: 60, costs: {in: €, counted: {rigt: 4}}", "35:112: there is no measure 'rigt'; expected right; did you mean 'right'?"),
    ("people: 60", "people: 60, costs: {in: €, counted: {right: 4}}", "35:112: 'right' does not count what happened in a session; expected a measure such as {count: {of: contact, per: session}}"),
    ("people: 60", "people: 60, looks: 40", "35:94: 40 is too large; expected at most 10"),
    ("people: 60", "people: 6, looks: 4", "35:93: 4 looks are too many for 6 people; expected at least two people for each look"),
    ("people: 60", "looks: 4", "35:82: nobody can look on the way to an unknown number; plan a number of `people`, or leave `looks` out"),
    ("10 points", "10 seconds", "35:64: 'right' is not measured in seconds; expected points, as for every share, such as 10 points"),
    ("people: 60", "people: 1", "35:83: 1 is too small; expected at least 2"),
    ("- reveal: parcel.actual", "- reveal: parcel", "30:17: 'parcel' is not a column; expected data and column, such as parcel.actual"),
    ("- reveal: parcel.actual", "- reveal: parcel.actual\n        says: {accept: {late: {title: A, text: B}}}", "31:9: nothing is said for somebody who chose dismiss when it was 'in time'; expected a title and a text for each way that it can go; add `in time: {title: …, text: …}`"),
    ("- reveal: parcel.actual", "- reveal: parcel.actual\n        says: {accept: {lat: {title: A, text: B}}}", "31:25: there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
    ("- survey: [sus]", "- survey: sus", "31:13: 'sus' is text; expected a list, such as [a, b]"),
    ("- survey: [sus]", "- survey: [sus, sus]", "31:19: the questionnaire 'sus' stands here twice; remove one"),
    ("flow:\n", "flow:\n  - hello\n", "22:5: 'hello' is not a step; expected one of consent, info, form, show, chat, annotate, edit, rank, choose, reveal, survey, embed, probe, debrief, end, each and a colon"),
    ("played_by: coin", "played_by: coin\n    answer: late", "18:5: unknown key 'answer'; expected one of task, answers, schema, model_sees, truth, played_by, show_after, when_it_fails, faults, limits, errors, desk, off; did you mean 'answers'?"),
    ("played_by: coin", "played_by: {kind: random, number: 5}", "17:39: the mock 'delay': number cannot be 5; expected `key: value` lines"),
    ("features.delay: off}}\n  with: {change: {steps.warning.text: Late.}}", "features.delay: off, steps.survey: off}}\n  with: {change: {steps.survey: off}}", "31:5: nobody gets to 'survey': it is off in every arm; expected an arm with this step; remove the step, or an `off`"),
    ("{{ parcel.weather }}", "{{ parcel.weather | round }}", "27:16: `round` works on numbers, with 0 to 6 digits, not on 'clear'"),
    ("{{ parcel.weather }}", "{{ 1 / 0 }}", "27:16: the text 'Weather: {{ 1 / 0 }}' cannot be filled in: division by zero"),
    ("It will be late.", "\"{{ delay.label | percent }}\"", "28:15: `percent` works on numbers, not on 'in time'"),
    ("Thank you.", "\"\\ud800\"", "32:10: the character U+D800 cannot stand in a text; remove it"),
    ("Go out: accept", "\"Go\\0\": accept", "29:19: the character U+0000 cannot stand in a text; remove it"),
    ("- survey: [sus]", "- {end: Bye., id: bye, time_limit: 9 s}\n  - survey: [sus]", "31:26: 'time_limit' cannot be said of 'end': nothing comes after the end; remove the line"),
    ("by: right, worth_it_from: 10 points", "by: sus, worth_it_from: 5 points less", "35:62: more is better for 'sus'; expected 5 points"),
    ("flow:", "flow:\n  - {consent: May we?, optional: true}", "22:24: 'optional' cannot be said of 'consent': nobody goes on without saying yes; remove the line"),
    ("- end:", "- {debrief: It was us., time_limit: 60 s}\n  - end:", "32:27: 'time_limit' cannot be said of 'debrief': everybody chooses whether their answers are kept; remove the line"),
    ("- end:", "- debrief: It was us.\n  - probe: Who was it?\n  - end:", "33:5: people have been told by now how it really was; expected `probe` before `debrief`; move it up"),
]  # fmt: skip

# The same in a scenario with every kind of step.
BROKEN_RICH = [
    ("allow: [https://prototype.example]", "allow: [prototype.example]", "3:9: 'prototype.example' is not an address that can be allowed; expected one that begins with https://; such as https://prototypes.example"),
    ("embed: prototype.html", "embed: https://elsewhere.example/x", "92:12: 'https://elsewhere.example/x' is not among the addresses that this scenario allows; expected https://prototype.example; did you mean 'https://prototype.example'?"),
    ("embed: prototype.html", "embed: prototype.png", "92:12: 'prototype.png' is not a page; expected a page such as prototype.html, or an address that begins with https://"),
    ("share: 2", "share: 0", "5:45: 0 is too small; expected at least 1"),
    ("facts: {child: Mia}", "facts: {child: Mia, about: x}", "5:55: a fact cannot be called 'about'; expected another name; {{ persona.about }} is what people read about them"),
    ("facts: {child: nobody}", "facts: {chld: nobody}", "6:38: 'student' has no fact 'child', but 'parent' has; expected the same facts for all personas; did you mean 'chld'?"),
    ("persona.child", "persona.chld", "44:11: 'persona' has no 'chld'; expected one of about, child; did you mean 'child'?"),
    ("path: mocks.oracle.right_in", "path: mocks.oracl.right_in", "27:20: there is no 'oracl' in mocks; expected one of terse, warm, sorter, oracle; did you mean 'oracle'?"),
    ("levels: [0.5, 0.75]", "levels: [0.5]", "27:51: a factor needs something to vary; expected two levels or more, such as [0.6, 0.9]"),
    ("levels: [0.5, 0.75]", "levels: [0.5, 1.5]", "27:57: the mock 'oracle': right_in a share goes from 0 to 1, got 1.5; for per cent write '1.5%'"),
    ("factors: none,", "factors: all,", "29:20: 'all' is not a choice of levels; expected none, or levels such as {accuracy: 0.7}"),
    ("strata: [about.phone]", "strata: [about.fone]", "32:12: there is no question 'about.fone'; expected one of about.age, about.phone, about.mood, persona; did you mean 'about.phone'?"),
    ("strata: [about.phone]", "strata: [about.age]", "32:12: 'about.age' can be answered with anything; expected a question with fixed answers; ask it as a choice, for example from ranges"),
    ("screening: true", "screening: false", "32:12: 'about.phone' is asked when people are in an arm already; expected a form with `screening: true`; add that to the form 'about'"),
    ("quotas: {persona: {student: 30}}", "quotas: {persona: {studnt: 30}}", "33:22: there is no persona 'studnt'; expected one of parent, student; did you mean 'student'?"),
    ("weights: {today: 2}", "weights: {tody: 2}", "34:13: there is no arm 'tody'; expected one of today, warned-accuracy-0.5, warned-accuracy-0.75; did you mean 'today'?"),
    ("weights: {today: 2}", "design: within", "34:11: nothing in the flow goes through the arms; expected a block `each: arm`; put what everybody does in each arm under `- each: arm`"),
    ("weights: {today: 2}", "block: 7", "34:10: a block of 7 people cannot hold the arms by their weights; expected a multiple of 3, such as 6"),
    ("weights: {today: 2}", "by_reward: {measure: clrity}", "34:24: there is no measure 'clrity'; expected one of reports, liked, sureness, age, time, clarity, better, seq, own; did you mean 'clarity'?"),
    ("weights: {today: 2}", "by_reward: {measure: clarity, floor: 80%}", "34:40: 3 arms with a floor of 80% come to more than the whole; expected at most 33%"),
    ("change: {features.delay: off}", "change: {features.delay: off, steps.about.hint: Please}", "29:56: people are at 'about' before it is known which arm they meet; expected changes of steps after the screening form 'about'; move the step, or leave it"),
    ("number: How old are you?", "numbr: How old are you?", "41:12: no type of question is called 'numbr'; expected one of text, long_text, number, choice, choices, yes_no, likert, differential, slider, stars, date, time and a colon; did you mean 'number'?"),
    ("from: 18, to: 99", "from: 99, to: 18", "41:12: nothing lies between 99 and 18; expected the smaller of the two first"),
    ("of: [often, rarely]", "of: [often, often]", "42:14: an option stands here twice; expected each option once; remove one of them"),
    ("of: [often, rarely]", "off: [often, rarely]", "42:7: the key 'of' is missing; expected the options; add a line `of: …`"),
    ("from: 0, to: 10, default: 5", "from: 0, to: 10, step: 3", "43:13: the steps do not lead from one end to the other; expected steps that fit between `from` and `to`"),
    ("age: {number", "my age: {number", "41:7: 'my age' cannot be named in a text; expected a letter, then letters, digits or _ (60 at most); write 'my_age'"),
    ("default: 5", "must_be: 11", "43:13: nobody can answer 11 here, as `must_be` wants; expected an answer of this question; participants would read 'Please choose one.'"),
    ("image: {file: street.png, alt: A street}\n    when", "image: {file: call.mp3}\n    when", "45:12: 'call.mp3' is not a picture; expected a file that ends in one of .png, .jpg, .jpeg, .webp, .gif, .svg"),
    ("image: {file: street.png, alt: A street}\n    when", "image: \"{{ case.kind }}\"\n    when", "45:5: a file for each row needs a repeated block around it; expected the name of a file"),
    ("answers.about.age > 30", "answers.about.aeg > 30", "46:11: there is no question 'aeg' in 'about'; expected one of age, phone, mood; did you mean 'age'?"),
    ("answers.about.age > 30", "answers.abot.age > 30", "46:11: there is no value 'answers.abot.age'; expected one of answers.about, answers.embed, answers.survey, answers.probe; did you mean 'answers.about'?"),
    ("answers.about.age > 30", "reactions.choose == 'accept'", "46:11: nobody has been at 'choose' yet when this is asked; expected a step that comes before; move one of the two"),
    ("skin: form", "skin: photo", "53:15: nothing is said of the photo; expected a line `photo: …`; add it"),
    ('{fields: {Day: "{{ delay.label }}"}}', '{fields: {Day: "{{ delay.lable }}"}}', "55:30: 'delay' has no 'lable'; expected one of label, score, text, sure; did you mean 'label'?"),
    ("{as: annotate, confidence: words}", "{as: automatic}", "57:25: 'automatic' is not known here; expected one of annotate, prompt, automate, countdown; did you mean 'automate'?"),
    ("{as: annotate, confidence: words}", "{as: countdown, after: 5 s}", "57:25: the values of a form stand in its fields; expected annotate; use it here"),
    ("{as: annotate, confidence: words}", "{force: block, as: automate}", "57:28: 'automate' cannot come as 'block': people must be able to stop it; expected one of mark, banner, interstitial"),
    ("{as: annotate, confidence: words}", "{after: 5 s}", "57:21: only a countdown has a time; expected as: countdown"),
    ("{as: annotate, confidence: words}", "{how_often: sometimes}", "57:32: 'sometimes' does not say how often; expected every time, {above: 0.8} or {at_most: 3}"),
    ("{as: annotate, confidence: words}", "{explanation: on demand}", "57:34: there is nothing that explains; expected a line `why: …`; add it"),
    ("by_itself: 10 to 30 s", "by_itself: 90 s", "58:17: the screen is over after 60 s, and the feature may begin later; expected a moment before that; give the screen more time"),
    ("by_itself: 10 to 30 s", "by_itslf: 9 s", "58:17: {'by_itslf': '9 s'} does not say what makes the feature begin; expected at once, pushed, {on_request: Check this parcel} or {by_itself: 10 to 30 s}"),
    ("by_itself: 10 to 30 s", "on_request: 5", "58:17: 5 is not what a button says; expected a few words, such as Check this parcel"),
    ("of: [good, bad]", "of: [good]", "59:57: there is one entry here, which is too few; expected at least 2"),
    ("report: That is wrong", "reprot: That is wrong", "59:71: unknown key 'reprot'; expected one of thumbs, stars, labels, report, comment; did you mean 'report'?"),
    ("bands: {short: 30, long: 100}", "bands: {short: 30, long: 90}", "65:16: the bands end at 30, 90; expected each above the one before, the last at 100; mend the numbers"),
    ("gauge: {from: 0, to: 100", "gauge: {from: 100, to: 0", "65:16: this gauge goes from 100 to 0; expected `from` below `to`"),
    ("show: wait", "show: reply", "65:9: an answer for text-generation is no number; expected a feature for regression, or one of some labels; or say `value: …` with the number"),
    ("truth: minutes", "truth: kind", "21:35: 'kind' holds values of the form 'text', and an answer for regression is a number; expected a column with a number in each row; name another column"),
    ("chat: reply", "chat: boxes", "69:15: 'boxes' is a feature for object-detection, which cannot be used here; expected one of chat-completion, structured, text-generation; give the feature such a `task`"),
    ("turns: {least: 1, most: 4}", "turns: {least: 5, most: 4}", "71:16: at least 5 turns are more than at most 4; expected least up to most; swap the two"),
    ("turns: {least: 1, most: 4}", "low_confidence: {below: 60%}", "71:9: the answers of 'reply' bring no 'score'; expected a structured feature with 'score' among the properties of its schema; add it there, or remove this line"),
    ("turns: {least: 1, most: 4}", "low_confidence: {below: 60}", "71:33: a share goes from 0 to 1, got 60; for per cent write '60%'"),
    ("person: {button: Ask a person, says: Somebody will call you.}", "voice: true", "74:51: this entry hands over, and nobody takes over; expected a line `person: {says: …}` in this step; say there what people are told then"),
    ("{thumbs: Was that useful?}", "{}", "73:19: nothing is asked about the answers; expected `thumbs: …` or `labels: […]`; add one of them"),
    ("Opening hours: From nine to five.", "Opening hours: {choices: {A: B}}", "74:31: this entry says nothing; expected a text, or `says:` and `choices:`; add it"),
    ("edit: heard", "edit: delay", "75:15: 'delay' is a feature for text-classification, which cannot be used here; expected one of automatic-speech-recognition, summarization, text-generation, token-classification, translation; give the feature such a `task`"),
    ("edit: heard", "edit: reply", "78:9: a feature for text-generation does not say how sure it is of single words; expected a feature for automatic-speech-recognition or token-classification; remove the line"),
    ("audio: call.mp3", "audio: call.mp4", "77:16: 'call.mp4' is not a sound; expected a file that ends in one of .mp3, .wav, .ogg"),
    ("audio: call.mp3", "content: Hello", "77:9: 'heard' writes the text itself; expected a feature for token-classification; remove the line"),
    ("items: case.things", "items: case.kind", "80:16: row 1 of 'kind' cannot be put in order: it is not a list of 2 to 100 things; expected things with an id and a title; such as [{id: a, title: The first}, {id: b, title: The second}]"),
    ("items: case.things", "items: things", "80:16: 'things' is not a column; expected data and column, such as parcel.actual"),
    ("pick: 1", "pick: 2", "82:15: row 1 of 'things' has 2 things; expected at most 1 to pick"),
    ("rank: best", "rank: delay", "79:15: 'delay' is a feature for text-classification, which cannot be used here; expected ranking; give the feature such a `task`"),
    ("between: [terse, warm]", "between: [terse, wrm]", "84:26: there is no mock 'wrm'; expected one of terse, warm, sorter, oracle, wait, boxes; did you mean 'warm'?"),
    ("between: [terse, warm]", "between: [terse]", "84:18: there is one entry here, which is too few; expected at least 2"),
    ("between: [terse, warm]", "between: [terse, terse]", "84:26: 'terse' would play against itself; expected two mocks; name another"),
    ("between: [terse, warm]", "between: [terse, oracle]", "84:26: 'oracle' cannot play 'reply': texts is missing; the task 'text-generation' needs to know how it should be wrong"),
    ("tie: true", "buttons: {tie: Both}", "86:19: a button for a tie, and no tie is offered; expected a line `tie: true`; add it"),
    ("help: pre-labels", "help: prelabels", "88:15: 'prelabels' is not known here; expected one of by hand, pre-labels, suggestions, linter, difficulty; did you mean 'pre-labels'?"),
    ("annotate: boxes\n        help: pre-labels", "annotate: nothing\n        help: linter", "88:15: 'linter' is the help of a feature, and none is asked here; expected a feature's name after `annotate:`; name one, or remove this line"),
    ("size: [960, 600]", "size: [960]", "90:15: there is one entry here, which is too few; expected at least 2"),
    ("size: [960, 600]", "labels: [cr]\n        size: [960, 600]", "90:9: there is no answer 'cr' of 'boxes'; expected one of car, bus; did you mean 'car'?"),
    ("score: mean of clear", "score: mean of cler", "97:9: 'cler' is not an item that can be scored; expected clear; did you mean 'clear'?"),
    ("score: mean of clear", "score: median of clear", "97:9: 'median of clear' is not a score; expected `mean of` or `sum of`, and items with commas between; or `mean of all`"),
    ("{id: own,", "{id: sus,", "97:14: 'sus' is the id of a published questionnaire; expected an id of your own; choose another"),
    ("of: [a person, a program]", "comment: Why?", "99:5: without options, the answer itself is in their own words; expected options under `of:`; add them, or remove this line"),
    ("{of: report, per: session}", "{of: stars, per: session}", "104:25: nobody can give 'stars'; expected one of accept, contact, dismiss, edit, label, report, thumb, followed, ignored; offer it, or measure another"),
    ("{of: report, per: session}", "{of: report, per: day}", "104:38: 'day' is not known here; expected one of session, trial"),
    ("{step: chat, of: thumb, value: up}", "{step: chat, of: thumb, value: good}", "105:49: there is no thumb 'good'; expected one of up, down"),
    ("{step: chat, of: thumb, value: up}", "{step: chatt, of: thumb}", "105:25: there is no step with the id 'chatt'; expected chat; did you mean 'chat'?"),
    ("of: about.age", "of: about.mod", "107:20: there is no question 'mod' in 'about'; expected one of age, phone, mood; did you mean 'mood'?"),
    ("{to: decision, step: gauge}", "{to: end, step: gauge}", "108:28: 'end' is not known here; expected one of decision, first reaction, leave, finish"),
    ("{of: own}", "{of: won}", "109:25: there is no questionnaire 'won'; expected one of seq, own; did you mean 'own'?"),
    ("{step: choose}", "{step: rank}", "110:30: that cannot be measured at 'rank'; expected choose; or form.question"),
    ("{mean: {of: confidence}}", "{mean: {of: confidence}, count: {of: report}}", "106:13: it is 'count' and 'mean' at once; expected one of share, followed_when_right_or_ignored_when_wrong, count, mean, median_time, score, preferred; make two measures of it"),
    ("go_to: https://panel.example/done?code={code}", "go_to: http://panel.example", "102:12: 'http://panel.example' is not an address to go to; expected one that begins with https://; {code} stands for the completion code; such as https://panel.example/done?code={code}"),
    ("people: 60}", "people: 60, how_good: [{along: acuracy, by: clarity, reach: at least 4}]}", "111:122: there is no factor 'acuracy'; expected accuracy; did you mean 'accuracy'?"),
    ("people: 60}", "people: 60, how_good: [{along: accuracy, by: clarity, reach: at least 70%}]}", "111:152: 'clarity' cannot be held to at least 70%; expected a number, such as at least 68"),
    ("people: 60}", "people: 60, how_good: [{along: accuracy, by: clarity, reach: not below the baseline by more than 5 points}]}", "111:152: 'not below the baseline by more than 5 points' is no place to reach; expected `at least` or `at most` and a number, such as at least 70%"),
    ("people: 60}", "people: 60, costs: {in: €, counted: {reprots: 4}}}", "111:128: there is no measure 'reprots'; expected reports; did you mean 'reports'?"),
    ("people: 60}", "people: 60, costs: {in: €, missed: 4}}", "111:118: nothing says what a warning is about; expected a measure `share:` with `right_when: {accept: …}`, or a screen with `only_when`"),
    ("warned-accuracy-0.5]", "warned]", "111:29: there is no arm 'warned'; expected one of today, warned-accuracy-0.5, warned-accuracy-0.75"),
    ("        size: [960, 600]\n", "", "87:9: the key 'size' is missing; expected the picture's width and height in pixels, in which all boxes count; add a line `size: …`"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: ['{{ kid }}']}}", "22:89: the reply names 'kid', which 'reply' does not see; expected one of kind, message; did you mean 'kind'?"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: {short: ['{{ mesage }}']}}}", "22:97: the reply names 'mesage', which 'reply' does not see; expected one of kind, message; did you mean 'message'?"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: ['{{ actual }}']}}", "22:89: the reply names 'actual', which 'reply' does not see; expected one of kind, message; name it under `model_sees` too"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: ['{{ case.kind }}']}}", "22:89: the reply names 'case.kind', and at the desk columns have no name before them; expected one of kind, message; write {{ kind }}"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: ['{% for x in y %}{% endfor %}']}}", "22:89: the text '{% for x in y %}{% endfor %}' uses `for`; it may only name values, choose with if, and use filters"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: {short: []}}}", "22:96: there is nothing here; expected at least one entry"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: {short: Soon}}}", "22:96: 'Soon' is text; expected a list, such as [a, b]"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: [Soon, Soon]}}", "22:95: this reply stands here twice; remove one"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: [I am human], never: [Human]}}", "22:89: this reply says 'Human', which no answer may; change the reply, or the limit"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: [It is late], longest: 9}}", "22:89: this reply has 10 characters, and 9 is the most; change the reply, or the limit"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {replies: ['{{ kind }}'], longest: 4}}", "22:89: 'kind' can be 'small', which has 5 characters, and 4 is the most; change the column, or the limit"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {hold: 'One [moment]'}}", "22:85: one key sends this as it stands; expected a text without {{ … }} and [slots]"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {hold: I am human, never: [human]}}", "22:85: what holds people says 'human', which no answer may; change the text, or the limit"),
    ("reply: {task: text-generation, played_by: terse}", "reply: {task: text-generation, played_by: terse, model_sees: [kind], desk: {words: 1 to 5, as_they_talk: true}}", "22:94: `words` says already how long replies are; expected one of the two; remove the other"),
    ("answers.about.age > 30", "answers.about.age > 99", "46:11: answers.about.age > 99 is never true; expected a number from 18 to 99"),
    ("answers.about.age > 30", "answers.about.phone == 'ofen'", "46:11: 'answers.about.phone' is never 'ofen'; expected one of often, rarely; did you mean 'often'?"),
    ("answers.about.age > 30", "persona.child in ['Mia', 'Max']", "46:11: 'persona.child' is never 'Max'; expected one of Mia, nobody"),
    ("answers.about.age > 30", "18 > answers.about.age", "46:11: answers.about.age < 18 is never true; expected a number from 18 to 99"),
    ("Hello, parent of {{ persona.child }}.", "\"{{ answers.about.aeg }}\"", "44:11: there is no question 'aeg' in 'about'; expected one of age, phone, mood; did you mean 'age'?"),
    ("Hello, parent of {{ persona.child }}.", "\"{{ answers.about }}\"", "44:11: the text names all of 'answers.about' at once; expected one of answers.about.age, answers.about.phone, answers.about.mood; name one of them"),
    ("Hello, parent of {{ persona.child }}.", "\"{{ answers.probe.guess }}\"", "44:11: nobody has been at 'probe' yet when this is read; expected a step that comes before; move one of the two"),
    ("May we?", "\"{{ answers.about.age }}\"", "36:14: nobody has been at 'about' yet when this is read; expected a step that comes before; move one of the two"),
    ("It is {{ case.kind }}.", "It is {{ case.minutes | day }}.", "68:15: `day` wants a date such as 2026-05-04, not '29.81'"),
    ("It is {{ case.kind }}.", "It is {{ case.things.x }}.", "68:15: the text 'It is {{ case.things.x }}.' cannot be filled in: there is no 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=[message[:50] for *_, message in BROKEN])
def test_a_broken_line_is_told_in_these_words(old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": changed((old, new))}, "sketch")
    assert f"sketch.yaml:{message}" in [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN_RICH, ids=[row[2][:50] for row in BROKEN_RICH])
def test_a_broken_line_of_any_step_is_told_in_these_words(old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        rich((old, new))
    assert f"rich.yaml:{message}" in [str(problem) for problem in caught.value.problems]


def test_the_table_is_long_and_no_message_speaks_of_code() -> None:
    messages = [message for *_, message in (*BROKEN, *BROKEN_RICH)]
    assert len(messages) >= 90
    jargon = re.compile(
        r"pydantic|Input should|Value error|dict\b|NoneType|instance of|<\w+>|\bNone\b|\bstr\b"
    )
    assert [message for message in messages if jargon.search(message)] == []


def test_a_scenario_with_every_kind_of_step_is_fine() -> None:
    assert {step.kind for step, _ in rich().walk()} == set(STEPS)


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed(("rows: 4", "rows: four"), ("Stay: dismiss", "Stay: no"), ("- survey", "- survy"))
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": text}, "sketch")
    assert [problem.line for problem in caught.value.problems] == [5, 29, 31]


def test_references_of_all_arms_are_told_at_once() -> None:
    text = changed(
        ("features.delay: off", "steps.warning.only_when: x"), ("text: Late.", 'text: "{{ parcel.y }}"')
    )
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": text}, "sketch")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(19, 47), (20, 39)]


def test_a_flood_of_aliases_is_refused_quickly() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(ScenarioError, match="repeats itself too often"):
        thaw({"bomb.yaml": bomb}, "bomb")


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{a: " * 5000, "a: &a [*a]\n", "a: *b\n", "? [a]\n: b\n", "<<: {a: 1}\n"]
)
def test_odd_yaml_is_a_problem_and_not_a_traceback(text: str) -> None:
    with pytest.raises(ScenarioError):
        thaw({"odd.yaml": text}, "odd")


PIECES = [
    "null",
    "5",
    "[]",
    "{}",
    "- a",
    "{a: b}",
    "true",
    "{{",
    "*",
    "&a",
    "[[",
    ":",
    "off",
    "delay",
    ".nan",
    "kind",
    "? x",
]


@pytest.mark.parametrize("seed", range(150))
def test_no_damage_to_the_file_makes_a_traceback(seed: int) -> None:
    rng = random.Random(seed)
    lines = SKETCH.split("\n")
    for _ in range(rng.randint(1, 3)):
        n = rng.randrange(len(lines))
        words = list(re.finditer(r"[\w.]+", lines[n]))
        match rng.randrange(4) if words else 0:
            case 0:
                lines.insert(n, rng.choice(lines))
            case 1:
                lines[n] = lines[n].split(":")[0] + ": " + rng.choice(PIECES)
            case 2:
                lines[n] = lines[n][2:]
            case 3:
                word = rng.choice(words)
                lines[n] = lines[n][: word.start()] + rng.choice(PIECES) + lines[n][word.end() :]
    problems: list[Problem] = []
    try:
        thaw({"sketch.yaml": "\n".join(lines)}, "sketch")
    except ScenarioError as error:
        problems = error.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
