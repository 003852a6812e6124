"""A physician's introduction → the supervisor record: name, photo, biography, career, credentials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from importers.draft.context import Context
from importers.draft.lines import line_text, lines
from importers.records import Json, Node, Run
from importers.text import count, fold, one_line, shows

HONORIFICS = ("医師", "院長", "副院長", "理事長", "先生", "医学博士", "ドクター", "Dr.", "M.D.", "MD")

_LABEL = re.compile(
    r"^(この(記事|ページ|コラム)の|記事)?((執筆|制作)[・／/])?監修(医師?|者|ドクター)?(の?(ご?紹介|情報|プロフィール))?\s*[：:／/]?\s*"
    r"|^(medically )?reviewed by\s*:?\s*",
    re.I,
)
_BRACKETS = re.compile(r"^[\s【\[［〔〈《＜<■◆●▼◼\ufe0e\ufe0f]+|[\s】\]］〕〉》＞>：:]+$")
_CAREER = re.compile(r"^(主な)?(経歴|略歴|職歴|学歴|career|biography)$", re.I)
_CREDENTIALS = re.compile(
    r"^(専門医|資格|保有資格|認定|認定医|所属学会|所属・資格|学会|免許|学位|役職)(・?(資格|専門医|認定医|学会|所属学会|免許))*(など|等)?$|^(credentials|qualifications)$",
    re.I,
)
_PROFILE = re.compile(
    r"^((院長|副院長|理事長|医師|ドクター|先生|担当医)の?)?(プロフィール|ごあいさつ|ご?挨拶|ご?紹介|自己紹介|profile)$",
    re.I,
)
_NAME = re.compile(rf"^(?P<name>[^\d。、！？]{{2,30}}?)[\s　]*(?P<honorific>{'|'.join(map(re.escape, HONORIFICS))})?$")
_TITLED = re.compile(
    rf"^(?P<honorific>{'|'.join(map(re.escape, HONORIFICS[:4]))})[\s　：:]+(?P<name>[^\d。、！？：:]{{2,30}})$"
)
# Words that stand where a name could, and are in none.
_NO_NAME = re.compile(
    r"紹介|案内|プロフィール|あいさつ|挨拶|一覧|医|診|療|(?<!伊集)院|科|クリニック|ドクター|専門|資格|学会|[経略]歴|所属|担当|監修|方針|時間|情報|"
    r"スタッフ|メッセージ|について|profile|doctor|physician|clinic|hospital|\b(meet|our|your|the)\b",
    re.I,
)
_FULL_NAME = re.compile(r"^[\w々ヶ]{1,4}[ 　][\w々ヶ]{1,5}$")
_SPELT_OUT = re.compile(
    r"^([一-龠々ヶ]{1,4}[ 　][一-龠々ヶぁ-んァ-ヶー]{1,5}|(Dr\.? )?[A-Z][a-z]+( [A-Z][a-z]+){1,2})$"
)  # a name that needs no honorific to be one
_QUALIFIED = re.compile(r"^(?P<name>[^（(]{2,30})[（(](?P<title>[^）)]{2,40})[）)]$")
_LONGEST_LABEL = 60  # with the brackets around it
_BULLET = re.compile(r"^\s*[・•●○]\s*")


@dataclass(slots=True)
class _Person:
    name: str = ""
    honorific: str = ""
    photo: Json | None = None
    biography: list[str] = field(default_factory=list)
    career: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "honorific": self.honorific,
            "photo": self.photo,
            "biography": self.biography,
            "career": self.career,
            "credentials": self.credentials,
        }


def supervisor(context: Context, nodes: Iterable[Node]) -> tuple[Json, list[Node]]:
    """Read an introduction under a label such as 監修医師.

    Returns:
        the record, and the nodes that it has no field for: other blocks, and a second person.
    """
    person = _Person()
    rest = _read(context, person, list(nodes))
    if not person.name:
        context.find(
            "warning", "supervisor.no-name", "The supervising physician's name was not recognised.",
            "Choose the physician by hand.", "supervisor",
        )  # fmt: skip
    return person.as_json(), rest


def physician(context: Context, title: str, nodes: Sequence[Node]) -> tuple[Json, list[Node], bool]:
    """Read a physician's own page.

    Returns:
        the record, the nodes that stay in the body, and whether the text gave the name; if not, the title did.
    """
    person = _Person()
    name, honorific = _name_in_title(title)
    rest = _read(context, person, list(nodes), title or "-", name)
    named = bool(person.name)
    if not named:
        person.name, person.honorific = name, honorific
    if not person.name:
        context.find(
            "warning", "supervisor.no-name", "Neither the title nor the text of this physician's page gives a name.",
            "Choose the physician by hand.", "supervisor",
        )  # fmt: skip
    return person.as_json(), rest, named


def _name_in_title(title: str) -> tuple[str, str]:
    """The name in a title and its honorific: the first part that is one, 紹介 and プロフィール aside."""
    for part in (re.split(r"[|｜]", title)[0], *re.split(r"[|｜/／（(:：]", title)):
        bare = re.sub(r"の?ご?(紹介|プロフィール|挨拶|あいさつ)$", "", part.strip())
        name, honorific = _person_of(bare)
        if name and (honorific or _SPELT_OUT.match(name)):
            return name, honorific
    return "", ""


def _person_of(text: str) -> tuple[str, str]:
    """The name and the honorific in a text that holds nothing else: 青葉 太郎 医師, 院長 青葉 太郎."""
    match = _TITLED.match(text) or _NAME.match(text)
    if not match or _NO_NAME.search(match["name"]):
        return "", ""
    return match["name"].strip(), match["honorific"] or ""


def _read(context: Context, person: _Person, nodes: list[Node], title: str = "", name_in_title: str = "") -> list[Node]:
    """Fill in a person from nodes; `title` is given on a physician's own page, where other sections stay the body's."""
    rest: list[Node] = []
    mode = ""
    for position, node in enumerate(nodes):
        text = one_line(line_text(node.runs))
        heading = node.kind == "heading"
        if title and heading and _is_other(text, person.name or name_in_title):
            _tell_other(context, text)
            return rest + nodes[position:]
        if not title and person.name and _is_another_person(node, text):
            return rest + nodes[position:]
        if node.kind == "image" and node.image and person.photo is None:
            person.photo = context.picture(node.image, "supervisor", node.runs)
        elif heading and title and not person.name and _is_own_name(text, title, name_in_title):
            _name(context, person, lines(node.runs), heading=True)
            mode = ""
        elif title and ((heading and not _mode(node.runs, heading)) or (mode == "elsewhere" and not heading)):
            mode = "elsewhere"
            rest.append(node)
        elif node.kind in {"paragraph", "heading"}:
            mode = _text(context, person, node, "" if mode == "elsewhere" else mode)
        elif not _listed(context, person, node, mode) and node.kind != "divider":
            rest.append(node)
    return rest


def _listed(context: Context, person: _Person, node: Node, mode: str) -> bool:
    """Take in a list, or a table below a label; `False` for anything else."""
    if node.kind == "list":
        _list(context, person, node, mode)
    elif node.kind == "table" and mode in {"career", "credentials"}:
        _rows(context, person, node, mode)
    else:
        return False
    return True


def _is_other(heading: str, name: str) -> bool:
    """Whether a heading names another physician than the one whose page this is."""
    other, honorific = _person_of(heading)
    return bool(name and other) and fold(other) not in fold(name) and bool(honorific or _SPELT_OUT.match(other))


def _tell_other(context: Context, heading: str) -> None:
    context.find(
        "warning", "supervisor.unplaced", f"The page introduces another physician, kept in its body: {heading}",
        "Give each physician a page of their own.", "supervisor",
    )  # fmt: skip


def _is_another_person(node: Node, text: str) -> bool:
    """A second name with its honorific as a heading, or on a line of its own; 「青葉病院 院長」 is a career's line."""
    match = _NAME.match(text)
    if not match or not match["honorific"]:
        return False
    if node.kind == "heading":
        return count(text) <= 20
    return node.kind == "paragraph" and match["honorific"] in {"医師", "先生"} and bool(_FULL_NAME.match(match["name"]))


def _rows(context: Context, person: _Person, table: Node, mode: str) -> None:
    for row in table.rows:
        runs = [run for cell in row for node in cell.nodes for run in (*node.runs, Run("　"))]
        _entry(context, person, runs[:-1], mode)


def _is_own_name(heading: str, title: str, name_in_title: str) -> bool:
    """Whether a heading on a physician's page is the name that the title gives; without one, whether it is a name."""
    name, honorific = _person_of(heading)
    if name_in_title:
        return len(fold(name)) > 2 and fold(name) in fold(title)
    return bool(honorific or _SPELT_OUT.match(name))


def _text(context: Context, person: _Person, node: Node, mode: str) -> str:
    parts = lines(node.runs)
    if mode not in {"career", "credentials"} and not any(_mode(line, node.kind == "heading") for line in parts):
        if person.name or not _name(context, person, parts, node.kind == "heading"):
            _paragraph(context, person, node.runs)
        return mode
    for line in parts:
        text = one_line(line_text(line))
        if found := _mode(line, node.kind == "heading"):
            context.drop(f"label.{found}", text, "supervisor")
            mode = found
        elif mode in {"career", "credentials"}:
            _entry(context, person, line, mode)
        else:
            _paragraph(context, person, line)
    return mode


def _list(context: Context, person: _Person, node: Node, mode: str) -> None:
    for item in node.children:
        for line in lines(item.runs):
            _entry(context, person, line, mode)
        for child in item.children:
            _list(context, person, child, mode)


def _entry(context: Context, person: _Person, line: Sequence[Run], mode: str) -> None:
    text = context.plain(line, "supervisor")
    if mark := _BULLET.match(text):
        context.drop("list-mark.bullet", mark[0], "supervisor")
        text = text[mark.end() :]
    if shows(text):
        {"career": person.career, "credentials": person.credentials}.get(mode, person.biography).append(text)


def _paragraph(context: Context, person: _Person, runs: Sequence[Run]) -> None:
    text = context.plain(runs, "supervisor")
    if shows(text):
        person.biography.append(text)


def _mode(line: Sequence[Run], heading: bool) -> str:
    """What a label line opens: `career`, `credentials`, `profile`, or `""` for a line that is no label."""
    text = one_line(line_text(line))
    if len(text) > _LONGEST_LABEL:
        return ""
    bare = _BRACKETS.sub("", text).strip()
    marked = heading or bare != text or all("b" in run.marks for run in line if shows(run.text))
    if len(bare) > 15:
        return ""
    if _CAREER.match(bare):
        return "career"  # such a word alone on a line is a label even without brackets
    if _CREDENTIALS.match(bare):
        return "credentials" if marked or bare in {"資格", "保有資格", "所属学会"} else ""
    return "profile" if marked and _PROFILE.match(bare) else ""


def _name(context: Context, person: _Person, parts: Sequence[Sequence[Run]], heading: bool) -> bool:
    """Take the label and the name off the first lines; `False` when they are neither."""
    if not parts:
        return True
    text = one_line(line_text(parts[0]))
    if label := _LABEL.match(text):
        context.drop("label.supervisor", label[0], "supervisor")
        text = text[label.end() :].strip()
        if not text:
            return len(parts) == 1 or _name(context, person, parts[1:], heading)
    if label and (qualified := _QUALIFIED.match(text)):
        context.drop("label.qualification", "".join(re.findall("[（()）]", text)), "supervisor")
        person.credentials.append(qualified["title"].strip())
        text = qualified["name"].strip()
    name, honorific = _person_of(text)
    plausible = honorific or heading or len(text) <= 12
    if not name or not plausible or _mode([Run(text)], heading=True):
        if label and shows(text):
            _paragraph(context, person, [Run(text)])
            return True
        return False
    context.linked(parts[0], "supervisor")
    person.name, person.honorific = name, honorific
    for line in parts[1:]:
        _paragraph(context, person, line)
    return True
