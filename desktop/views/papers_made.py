"""What becomes of papers once they are made: shown in a tab, or told of where the page that made them is closed."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.views.paper_preview import PaperFile, show_paper
from desktop.views.paper_words import form_name
from desktop.views.paper_work import Made


def title_of(made: Made) -> str:
    """Return the title of one paper, or the form and the number of several."""
    first = made.papers[0]
    if len(made.papers) == 1:
        return first.title
    count = QCoreApplication.translate("PapersMade", "%n paper(s)", "", len(made.papers))
    return f"{form_name(first.form)} · {count}"


def show_made(context: PageContext, made: Made, *, saving: bool = False) -> None:
    """Open the papers in one tab; `saving` asks at once where to save them."""
    show_paper(context, _key(made), PaperFile(title_of(made), made.pdf, made.warnings), saving=saving)


def tell_made(context: PageContext, made: Made, wanted: int, reasons: str = "") -> None:
    """Say in a banner that papers were made, with a way to open them.

    wanted: how many were asked for; `reasons`: why there are fewer, where a fault stopped the rest.
    """
    if len(made.papers) == wanted:
        words = QCoreApplication.translate("PapersMade", "Made: %1").replace("%1", title_of(made))
    else:
        words = QCoreApplication.translate("PapersMade", "Made: %1 of %2.")
        words = words.replace("%1", str(len(made.papers))).replace("%2", str(wanted))
    context.notices.warn(
        _key(made), words, meaning=Meaning.LATE if reasons else Meaning.DONE, details=reasons,
        action_text=QCoreApplication.translate("PapersMade", "Open"), action=partial(show_made, context, made),
    )  # fmt: skip


def tell_not_made(context: PageContext, reasons: str) -> None:
    """Say in a banner why no paper was made."""
    context.notices.warn("papers-not-made", reasons)


def tell_stopped(context: PageContext) -> None:
    """Say in passing that Cancel took effect before a paper was made."""
    context.notices.say(QCoreApplication.translate("PapersMade", "Cancelled: no paper was made."))


def _key(made: Made) -> str:
    first, last = made.papers[0], made.papers[-1]
    return f"paper:{first.id}" if first is last else f"papers:{first.id}-{last.id}"
