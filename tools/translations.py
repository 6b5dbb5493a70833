"""Finds the words of the screen in the code and keeps the `.ts` files complete.

`python -m tools.translations` adds what is missing as unfinished entries, to `<room>.ru.ts` (and plurals to
`<room>.en.ts`), and lists it; exit code 1 when something is missing. A room is `shell`, or the module of a view or
model.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from desktop.shell.languages import TsTranslator, translation_files

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
LOCALES = {"ru": "ru_RU", "en": "en_GB", "kk": "kk_KZ"}
PLURAL_FORMS = {"ru": 3, "en": 2, "kk": 1}


@dataclass(frozen=True)
class Message:
    """Words to translate: where they stand, their Qt context, and whether a number goes with them."""

    file: Path
    line: int
    context: str
    source: str
    comment: str = ""
    plural: bool = False

    @property
    def room(self) -> str:
        """The `.ts` file they belong to."""
        parts = self.file.relative_to(ROOT).parts
        return "shell" if "shell" in parts else self.file.stem


def messages(root: Path = ROOT / "desktop") -> list[Message]:
    """Return every translatable text below `root`, in the order of the files."""
    return [message for file in sorted(root.rglob("*.py")) for message in messages_of(file)]


def messages_of(file: Path) -> Iterator[Message]:
    """Yield the texts of one module: `tr`, `translate`, the NOOP marks, and its own one-line helpers around them."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield from _walk(tree, file, "", _helpers(tree))


def _helpers(tree: ast.Module) -> dict[str, str]:
    """Return functions like ``def _tr(text): return QCoreApplication.translate("Context", text)`` → context."""
    found = {}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if _name(call) == "translate" and len(call.args) > 1 and isinstance(call.args[1], ast.Name):
                context = _literal(call.args[0])
                if context:
                    found[function.name] = context
    return found


def _walk(node: ast.AST, file: Path, context: str, helpers: dict[str, str]) -> Iterator[Message]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            message = _message(child, file, context, helpers)
            if message:
                yield message
        inside = child.name if isinstance(child, ast.ClassDef) else context
        yield from _walk(child, file, inside, helpers)


def _message(call: ast.Call, file: Path, context: str, helpers: dict[str, str]) -> Message | None:
    name, texts = _name(call), [_literal(argument) for argument in call.args]
    if name == "tr" and texts and isinstance(call.func, ast.Attribute):
        texts = [context, *texts]
    elif name in helpers and texts:
        texts = [helpers[name], *texts]
    elif name not in {"translate", "QT_TRANSLATE_NOOP"}:
        return None
    where, source, comment = [*texts, None, None][:3]
    if where is None or source is None:
        return None
    return Message(file, call.lineno, where, source, comment or "", plural=len(texts) > 3)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def missing(language: str) -> list[Message]:
    """Return the texts that have no translation; English needs only those that go with a number."""
    translator = TsTranslator(language, translation_files(language))
    wanted = [message for message in messages() if message.plural or language != "en"]
    return [message for message in wanted if not _translated(translator, message)]


def _translated(translator: TsTranslator, message: Message) -> bool:
    return bool(translator.translate(message.context, message.source, message.comment, 1 if message.plural else -1))


def add(language: str, found: list[Message]) -> None:
    """Put unfinished entries into the `.ts` files of their rooms."""
    for room in sorted({message.room for message in found}):
        file = TRANSLATIONS / f"{room}.{language}.ts"
        tree = ElementTree.parse(file).getroot() if file.exists() else _empty(language)  # noqa: S314 - our own file
        for message in (one for one in found if one.room == room):
            _add_entry(tree, message, PLURAL_FORMS[language])
        write(file, tree)


def write(file: Path, tree: ElementTree.Element) -> None:
    """Write a `.ts` file the way Qt Linguist lays it out."""
    ElementTree.indent(tree, "    ")
    text = ElementTree.tostring(tree, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def _empty(language: str) -> ElementTree.Element:
    return ElementTree.Element("TS", version="2.1", language=LOCALES[language], sourcelanguage="en")


def _add_entry(tree: ElementTree.Element, message: Message, forms: int) -> None:
    context = next((one for one in tree.iter("context") if one.findtext("name") == message.context), None)
    if context is None:
        context = ElementTree.SubElement(tree, "context")
        ElementTree.SubElement(context, "name").text = message.context
    known = {(one.findtext("source"), one.findtext("comment", "")) for one in context.iter("message")}
    if (message.source, message.comment) in known:
        return
    entry = ElementTree.SubElement(context, "message", {"numerus": "yes"} if message.plural else {})
    ElementTree.SubElement(entry, "source").text = message.source
    if message.comment:
        ElementTree.SubElement(entry, "comment").text = message.comment
    translation = ElementTree.SubElement(entry, "translation", type="unfinished")
    for _ in range(forms if message.plural else 0):
        ElementTree.SubElement(translation, "numerusform")


def main() -> int:
    """Add what is missing and list it."""
    lacking = {language: missing(language) for language in ("ru", "en")}
    for language, found in lacking.items():
        add(language, found)
        for message in found:
            place = f"{message.file.relative_to(ROOT)}:{message.line}"
            sys.stdout.write(f"{language}  {place}  {message.context}: {message.source}\n")
    return 1 if any(lacking.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
