"""One function a kind of library file: bytes in, frozen values out, problems with file and line; no cross-references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from contractgen.body_names import every_block, read_names
from contractgen.french import typography
from contractgen.markup import parse_body
from contractgen.model import (
    Clause,
    Definition,
    Fact,
    Indicator,
    Paragraph,
    ParagraphTemplate,
    Parameter,
    ParameterValue,
    Part,
    Plan,
    Requirement,
    Rule,
    Table,
    TableTemplate,
)
from contractgen.reading import Problems, Reader, day, decimal
from contractgen.strict_yaml import MAX_CONTENT, Node, YamlError, read
from contractgen.text import unprintable

_FRONT = re.compile(r"---\r?\n(.*?)^---\r?$\n?", re.DOTALL | re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_SEMVER = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\Z")
MAX_TEXT = 30_000  # bytes: a clause of some fifteen pages, twice the longest that is shipped
MAX_SLUG = 35  # a bookmark has at most 40 characters in Word, five of them our prefix


def yaml_reader(files: Mapping[str, bytes], path: str, problems: Problems) -> Reader:
    """A reader over a YAML file of the library; an absent or unreadable file is a problem."""
    try:
        if path in files:
            return Reader(read(files[path], MAX_CONTENT), path, problems)
        problems.add(path, 1, "fichier absent")
    except YamlError as error:
        problems.unreadable(path, error)
    return Reader(Node({}, 1, 1), path, Problems())


def check_texts(files: Mapping[str, bytes], problems: Problems) -> None:
    """Every text is UTF-8, and holds no character that a document could not carry as it is."""
    for path in sorted(name for name in files if name.endswith((".md", ".yaml"))):
        if len(files[path]) > MAX_CONTENT:
            continue  # its reader refuses it
        try:
            text = files[path].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if path.endswith(".md"):  # of a YAML file, its reader says it
                problems.add(path, files[path].count(b"\n", 0, error.start) + 1, "texte qui n'est pas en UTF-8")
            continue
        position = unprintable(text)
        if position is not None:
            line = text.count("\n", 0, position) + 1
            problems.add(path, line, f"caractère interdit U+{ord(text[position]):04X}", text[position])


def paths(files: Mapping[str, bytes], folder: str, suffix: str) -> list[str]:
    return sorted(path for path in files if path.startswith(f"{folder}/") and path.endswith(suffix))


def read_plan(files: Mapping[str, bytes], path: str, problems: Problems) -> Plan:
    reader = yaml_reader(files, path, problems)
    parts = tuple(
        Part(
            part.text("id"),
            part.text("title"),
            part.flag("heading", True),
            part.texts("clauses"),
            f"{path}:{part.line}",
        )
        for part in reader.readers("parts")
    )
    numbering = reader.one_of("numbering", ("article", "section"))
    plan = Plan(reader.text("id"), reader.text("title"), numbering, parts, reader.text("compact_when", "") or None)
    reader.close()
    if not _SLUG.match(plan.id):
        reader.problem(f"id de document « {plan.id} » : lettres minuscules, chiffres et tirets", about=plan.id)
    return plan


def read_requirements(files: Mapping[str, bytes], path: str, problems: Problems) -> Iterator[Requirement]:
    reader = yaml_reader(files, path, problems)
    reader.text("set")
    reader.text("title")
    common = reader.optional("when")
    for entry in reader.readers("requirements"):
        own = entry.optional("when")
        whens = [f"({when})" for when in (common, own) if when]
        yield Requirement(
            id=entry.text("id"),
            text=typography(entry.text("text")),
            source=typography(entry.text("source")),
            severity=entry.one_of("severity", ("mandatory", "recommended")),
            verified=entry.flag("verified"),
            path=f"{path}:{entry.line}",
            when=" and ".join(whens) or None,
            answers=entry.texts("answers"),
            rules=entry.texts("rules"),
        )
    reader.close()


def read_rules(files: Mapping[str, bytes], problems: Problems) -> Iterator[Rule]:
    reader = yaml_reader(files, "rules.yaml", problems)
    reader.text("version")
    for entry in reader.readers("rules"):
        rule = Rule(
            id=entry.text("id"),
            message=entry.text("message"),
            severity=entry.one_of("severity", ("blocking", "warning")),
            path=f"rules.yaml:{entry.line}",
            when=entry.optional("when"),
            must=entry.optional("must"),
            check=entry.text("check", ""),
            source=entry.text("source", ""),
        )
        if bool(rule.must) == bool(rule.check):
            entry.problem(f"règle « {rule.id} » : « must » ou « check », l'un des deux")
        yield rule
    reader.close()


def read_facts(files: Mapping[str, bytes], problems: Problems) -> Iterator[Fact]:
    reader = yaml_reader(files, "facts.yaml", problems)
    reader.text("version")
    for entry in reader.readers("facts"):
        where = f"facts.yaml:{entry.line}"
        yield Fact(entry.text("id"), entry.text("label"), entry.text("is"), where, entry.text("source", ""))
    reader.close()


def read_parameters(files: Mapping[str, bytes], problems: Problems) -> dict[str, Parameter]:
    """The parameters by id; an id that stands several times is one parameter with dated values."""
    reader = yaml_reader(files, "parameters.yaml", problems)
    reader.text("version")
    found: dict[str, Parameter] = {}
    for entry in reader.readers("parameters"):
        ident, unit = entry.text("id"), entry.text("unit")
        since = entry.optional("since")
        value = ParameterValue(day(since), _parameter_value(entry, unit))
        if since and value.since is None:
            entry.problem(f"« since » doit être une date AAAA-MM-JJ, non « {since} »", about=since)
        one = Parameter(ident, unit, entry.text("source"), entry.flag("verified"), (value,))
        known = found[ident].values if ident in found else ()
        values = sorted((*known, value), key=lambda dated: (dated.since is not None, str(dated.since)))
        found[ident] = one._replace(values=tuple(values))
    reader.close()
    return found


def _parameter_value(entry: Reader, unit: str) -> Any:
    node = entry.take("value")
    raw = node.value if node else None
    scalar = day if unit == "date" else decimal
    value: Any = tuple(item.value for item in raw) if isinstance(raw, list) else scalar(raw)
    if value is None:
        message = f"« value » : {'une date' if unit == 'date' else 'un nombre'} est attendu"
        entry.wrong(message, node) if node else entry.problem(message)
    return value


def read_indicators(files: Mapping[str, bytes], problems: Problems) -> Iterator[Indicator]:
    reader = yaml_reader(files, "indicators.yaml", problems)
    reader.text("version")
    for entry in reader.readers("indicators"):
        target = entry.number("target")
        yield Indicator(
            entry.text("id"), entry.text("function"), entry.text("name"), entry.text("formula"), entry.text("unit"),
            target if target is not None else Decimal(0),
            entry.one_of("direction", ("max", "min")), entry.text("frequency"), entry.text("source"),
            entry.text("penalty", ""), entry.flag("mandatory"),
        )  # fmt: skip
    reader.close()


def front_matter(files: Mapping[str, bytes], path: str, problems: Problems) -> tuple[Reader, str, int]:
    """The reader of a file's front matter, its body, and the line on which the body begins."""
    if len(files[path]) > MAX_TEXT:
        problems.add(path, 1, f"fichier de plus de {MAX_TEXT // 1000} Ko : partagez-le")
        return Reader(Node({}, 1, 1), path, Problems()), "", 1
    text = files[path].decode("utf-8", "replace")
    if not (found := _FRONT.match(text)):
        problems.add(path, 1, "en-tête « --- » absent")
        return Reader(Node({}, 1, 1), path, Problems()), "", 1
    try:
        root = read(b"\n" + found[1].encode())
    except YamlError as error:
        problems.unreadable(path, error)
        return Reader(Node({}, 1, 1), path, Problems()), "", 1
    return Reader(root, path, problems), text[found.end() :], text.count("\n", 0, found.end()) + 1


def read_definition(files: Mapping[str, bytes], path: str, problems: Problems) -> Definition:
    reader, body, _ = front_matter(files, path, problems)
    forms = reader.texts("forms")
    definition = Definition(
        id=reader.text("id"),
        version=_version(reader),
        term=typography(reader.text("term")),
        forms=tuple(typography(form) for form in forms),
        meaning=typography(" ".join(body.split())),
        verified=reader.flag("verified"),
    )
    if not path.endswith(f"/{definition.id}.md"):
        message = f"« id » vaut « {definition.id} » : le nom du fichier, sans « .md », est attendu"
        reader.problem(message, about=definition.id)
    if not definition.meaning or definition.term not in definition.forms:
        reader.problem("une définition a un sens, et son terme figure parmi ses formes")
    reader.close()
    return definition


def _version(reader: Reader) -> str:
    version = reader.text("version")
    if not _SEMVER.match(version):
        reader.problem(f"version « {version} » : attendu X.Y.Z", about=version)
    return version


def read_clause(files: Mapping[str, bytes], path: str, problems: Problems) -> Clause:
    reader, text, line = front_matter(files, path, problems)
    kind = reader.one_of("kind", ("section", "clause", "annex"), "clause")
    body = parse_body(text, line, "annex" if kind == "annex" else "article")
    for error in body.errors:
        reader.problem(error.message, error.line)
    when = reader.optional("when")
    names, links = read_names(body.blocks, when)
    clause = Clause(
        id=reader.text("id"),
        version=_version(reader),
        kind=kind,
        title=typography(reader.text("title")),
        path=path,
        core=reader.flag("core"),
        when=when,
        satisfies=reader.texts("satisfies"),
        basis=reader.texts("basis"),
        verified=reader.flag("verified"),
        note=reader.text("note", ""),
        blocks=body.blocks,
        names=names,
        ties=tuple(sorted({tie for block in every_block(body.blocks) for tie in getattr(block, "ties", ())})),
        links=links,
        tables=tuple([b.caption for b in every_block(body.blocks) if isinstance(b, (Table, TableTemplate))]),
        anchors=tuple(
            [b.anchor for b in every_block(body.blocks) if isinstance(b, (Paragraph, ParagraphTemplate)) and b.anchor]
        ),
    )
    reader.close()
    _check_anchors(clause, reader)
    if not _SLUG.match(clause.id) or len(clause.id) > MAX_SLUG or path.rsplit("/", 1)[-1] != f"{clause.id}.md":
        message = f"id « {clause.id} » : minuscules, chiffres, tirets, {MAX_SLUG} au plus, et le nom du fichier"
        reader.problem(message, about=clause.id)
    if not clause.blocks:
        reader.problem("la clause n'a pas de texte sous son titre")
    return clause


def _check_anchors(clause: Clause, reader: Reader) -> None:
    """Each mark names one title, and makes a bookmark that Word takes."""
    for anchor in dict.fromkeys(clause.anchors):
        if clause.anchors.count(anchor) > 1:
            reader.problem(f"repère {{#{anchor}}} écrit deux fois dans la clause", about=anchor)
        if len(clause.id) + len(anchor) + 2 > MAX_SLUG:
            reader.problem(
                f"repère {{#{anchor}}} trop long : {MAX_SLUG - 2} caractères au plus avec l'id de la clause",
                about=anchor,
            )
