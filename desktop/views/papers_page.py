"""Making papers of one ticket or of several: the form, what is typed for it, and the paper itself beside it."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from database.errors import KnownError
from desktop.shell.icons import icon
from desktop.shell.pages import Page, PageContext
from desktop.shell.widgets.basics import action_button, label, on_keys, restyle
from desktop.shell.widgets.section_header import SectionHeader
from desktop.views.flow_layout import FlowLayout
from desktop.views.form_choice import FormChoice
from desktop.views.kept_papers import KeptPapers
from desktop.views.paper_fields import PaperFields
from desktop.views.paper_preview import PaperLook
from desktop.views.paper_words import form_name
from desktop.views.paper_work import (
    Chosen,
    Made,
    TicketsRefused,
    look,
    make_batch,
    make_one,
    usual_words,
    without_client,
)
from desktop.views.papers_made import show_made, tell_made, tell_not_made, tell_stopped
from printing.paper.document import Rendered
from printing.paper.forms import Form
from printing.paper.usual import Usual
from resources.sentences import sentence

MOST_AT_ONCE = 200
_LEFT = 432
_DRAW_AFTER_MS = 300
_SENT = frozenset({"commercial-offer"})
"""Papers that go by mail more often than by hand: Enter makes them, all others it also prints."""
Ended = Callable[[Made], None]


class PapersPage(Page):
    """Forms, fields and what was made before at the left, the paper as it would be at the right."""

    def __init__(self, context: PageContext, tickets: Sequence[Chosen], parent: QWidget | None = None) -> None:
        """`tickets`: one, or those chosen in a list."""
        super().__init__(parent)
        self.setObjectName("papers_page")
        self._context = context
        self._tickets = tuple(tickets)
        self._form: Form | None = None
        self._fields: PaperFields | None = None
        self._making = False
        self._forms = FormChoice(tickets, context.person)
        self._area = QScrollArea(objectName="paper_fields_area")
        self._look = PaperLook(context, self)
        self._left_out = label("", "error", wrap=True, name="papers_left_out")
        self._fault = label("", "error", wrap=True, name="papers_fault")
        self._each = label("", "muted", wrap=True, name="papers_each")
        self._warnings = label("", "muted", wrap=True, name="papers_warnings")
        self._kept = KeptPapers(context)
        self._soon = QTimer(self, singleShot=True, interval=_DRAW_AFTER_MS)
        self._add_actions()
        self._lay_out()
        self._wire()
        self._forms.begin()
        self._set_making(False)
        self._find_clientless()
        if not self._batch:
            self._kept.show_ticket(self._tickets[0].id)

    @property
    def _batch(self) -> bool:
        return len(self._tickets) > 1

    def _add_actions(self) -> None:
        add = self._context.actions.add
        self._make = add(
            self, "papers.make", self.tr("Make"), self._keep_only, shortcut=["Ctrl+Return", "Ctrl+Enter"], icon="check",
            tip=self.tr("Make the paper and keep it with the ticket"),
        )  # fmt: skip
        self._print = add(
            self,
            "papers.print",
            self.tr("Print"),
            self._make_and_show,
            shortcut="Ctrl+P",
            icon="printer",
            tip=self.tr("Make the paper, keep it, and print it"),
        )
        self._save = add(
            self, "papers.save", self.tr("Save as PDF"), self._make_and_save, shortcut="Ctrl+S", icon="download",
            tip=self.tr("Make the paper, keep it, and save a copy"),
        )  # fmt: skip
        self._draw = add(
            self, "papers.draw", self.tr("Show"), self.refresh, shortcut="Ctrl+R", icon="eye",
            tip=self.tr("Draw it anew as it would be; nothing is kept"),
        )  # fmt: skip
        if self._batch:
            self._make.setVisible(False)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take it, and it follows them
        column.addWidget(self._forms)
        if self._batch:
            column.addWidget(self._each)
        column.addWidget(self._area, 1)
        for part in (self._left_out, self._fault, self._warnings):
            column.addWidget(part)
            part.hide()
        column.addWidget(self._buttons())
        if self._batch:
            column.addSpacing(8)
        else:
            column.addWidget(self._kept)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(left)
        body.addWidget(self._look, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 0)
        whole.setSpacing(8)
        head = SectionHeader(self.tr("Documents"), kind="title")
        head.set_count(self._about())
        whole.addWidget(head)
        whole.addLayout(body, 1)

    def _about(self) -> str:
        if self._batch:
            return self.tr("%n ticket(s)", "", len(self._tickets))
        return f"№ {self._tickets[0].number}"

    def _buttons(self) -> QWidget:
        place = QWidget(objectName="paper_buttons")
        flow = FlowLayout(place)
        self._by_mail = action_button(self._make, show_keys=False)
        self._by_hand = action_button(self._print, show_keys=False)
        self._to_file = action_button(self._save, show_keys=False)
        for one in (self._by_mail, self._by_hand, self._to_file):
            flow.addWidget(one)
            one.setAutoDefault(True)  # Enter on it does it
        self._look.add_tool(action_button(self._draw, kind="quiet", show_keys=False))
        return place

    def _wire(self) -> None:
        on_keys(self, self.close_wanted.emit, "Escape")
        self._forms.form_chosen.connect(self._choose_form)
        self._soon.timeout.connect(self.refresh)
        self._look.pages.failed.connect(self._refused)

    # Forms --------------------------------------------------------------------------------------------------------

    @Slot()
    def _choose_form(self) -> None:
        self._form = self._forms.form
        if self._form is None or not self._tickets:
            return
        self._fields = PaperFields(self._form.fields, self._context.drafts, self._draft_key())
        self._fields.edited.connect(self._soon.start)
        self._fields.setEnabled(False)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(self._fields)
        self._order_tabs(self._fields)
        self._weigh_buttons()
        first = self.tr("Shown: № %1. What is left empty is as each ticket says.")
        self._each.setText(first.replace("%1", str(self._tickets[0].number)))
        self._say("")
        self._look.pages.clear()
        self._look.pages.wait()
        work = partial(usual_words, self._context.database, self._form.code, self._tickets[0].id)
        filled = partial(self._fill_fields, self._fields)
        self._context.background.run(self, work, filled, partial(self._fill_nothing, self._fields), key="usual")

    def _order_tabs(self, fields: PaperFields) -> None:
        """Let Tab go the way the eye does: form, its fields, buttons, papers made before, the paper itself."""
        buttons = [self._by_mail, self._by_hand, self._to_file]
        kept = [] if self._batch else [self._kept.rows]
        order = [self._forms, *fields.in_order(), *buttons, *kept, self._look.pages]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _draft_key(self) -> str:
        code = self._form.code if self._form else ""
        return f"paper.{code}." + "-".join(str(ticket.id) for ticket in self._tickets)

    def _weigh_buttons(self) -> None:
        """Let the button that Enter presses look like it."""
        for made, picture in ((self._by_mail, "check"), (self._by_hand, "printer")):
            primary = made is self._primary()
            made.setProperty("kind", "primary" if primary else "plain")
            made.setIcon(icon(picture, "on-accent" if primary else None))
            restyle(made)

    def _fill_fields(self, fields: PaperFields, usual: Usual) -> None:
        if fields is self._fields:
            # A batch says of each ticket what is its own, so nothing is put into the fields beforehand.
            fields.fill(Usual() if self._batch else usual)
            fields.setEnabled(True)
            self.refresh()

    def _fill_nothing(self, fields: PaperFields, error: Exception) -> None:
        self._fill_fields(fields, Usual())
        self._refused(error)

    # The paper ----------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """Put the hand on the button that most is done with next."""
        self._primary().setFocus()

    def _primary(self) -> QWidget:
        by_mail = self._form is not None and self._form.code in _SENT and not self._batch
        return self._by_mail if by_mail else self._by_hand

    @Slot()
    def refresh(self) -> None:
        """Draw the paper as it would be made now; nothing is kept."""
        if self._form is None or self._fields is None or not self._tickets:
            return
        self._look.pages.wait()
        typed = self._fields.typed()
        work = partial(look, self._context.database, self._form.code, self._tickets[0].id, typed)
        self._context.background.run(self, work, self._show_drawn, self._not_drawn, key="look")

    def _show_drawn(self, drawn: Rendered) -> None:
        self._say("")
        self._warn(drawn.warnings)
        self._look.pages.show_pdf(drawn.pdf)

    def _not_drawn(self, error: Exception) -> None:
        self._look.pages.clear()
        self._refused(error)

    # Making -------------------------------------------------------------------------------------------------------

    @Slot()
    def _keep_only(self) -> None:
        self._begin(self._say_made)

    @Slot()
    def _make_and_show(self) -> None:
        self._begin(partial(show_made, self._context))

    @Slot()
    def _make_and_save(self) -> None:
        self._begin(partial(show_made, self._context, saving=True))

    def _begin(self, ended: Ended) -> None:
        if self._making or self._form is None or self._fields is None or not self._tickets:
            return
        if len(self._tickets) > MOST_AT_ONCE:
            self._refused(KnownError("papers-too-many", count=len(self._tickets), most=MOST_AT_ONCE))
            return
        self._set_making(True)
        database, code, typed = self._context.database, self._form.code, self._fields.typed()
        done = partial(self._made, self._fields, typed, ended)
        # Owned by what lives as long as the window: papers are made even when this page is closed meanwhile.
        owner = self._context.notices
        if self._batch:
            work: Any = partial(make_batch, database, code, self._tickets, typed)
            title = self.tr("Making papers: %1").replace("%1", form_name(code))
            self._context.background.run_long(owner, title, work, done, self._not_made, stopped=self._stopped)
        else:
            work = partial(make_one, database, code, self._tickets[0].id, typed)
            self._context.background.run(owner, work, done, self._not_made)

    def _set_making(self, making: bool) -> None:
        self._making = making
        for action in (self._make, self._print, self._save):
            action.setEnabled(not making and bool(self._tickets) and self._form is not None)

    def _made(self, fields: PaperFields, typed: dict[str, str], ended: Ended, made: Made) -> None:
        fields.forget()
        self._context.feed.announce("paper", [paper.ticket_id for paper in made.papers])  # no other PC shows papers
        if not isValid(self):
            tell_made(self._context, made, len(self._tickets), self._reasons(made.fault) if made.fault else "")
            return
        self._set_making(False)
        left = [one for one in self._tickets if one.id not in {paper.ticket_id for paper in made.papers}]
        if left:
            self._stay_for(left, made, typed)
        else:
            self.close_wanted.emit()  # first, so that the way back from the paper leads to where this page came from
        ended(made)

    def _stay_for(self, left: Sequence[Chosen], made: Made, typed: dict[str, str]) -> None:
        """Cancel or a fault came after some papers were made: those are shown, the page stays for the rest."""
        words = self.tr("Made: %1 of %2. Here are the tickets that are left.")
        words = words.replace("%1", str(len(made.papers))).replace("%2", str(len(self._tickets)))
        self._tickets = tuple(left)
        self._left_out.setText(words + (f"\n{self._reasons(made.fault)}" if made.fault else ""))
        self._left_out.show()
        self._context.drafts.keep(self._draft_key(), {name: value for name, value in typed.items() if value})
        self._choose_form()

    def _say_made(self, made: Made) -> None:
        self._context.notices.say(self.tr("Made: %1").replace("%1", made.papers[0].title))

    def _not_made(self, error: Exception) -> None:
        if isValid(self):
            self._set_making(False)
            self._refused(error)
        elif isinstance(error, TicketsRefused | KnownError):
            words = self._reasons(error) if isinstance(error, TicketsRefused) else self._sentence(error)
            tell_not_made(self._context, words)
        else:
            self._context.background.unheard.emit(error)

    def _stopped(self) -> None:
        if isValid(self):
            self._set_making(False)
            self._say(self.tr("Cancelled: no paper was made."))
        else:
            tell_stopped(self._context)

    # Tickets without a client -------------------------------------------------------------------------------------

    def _find_clientless(self) -> None:
        if self._batch:
            work = partial(self._context.database.ask, without_client, [one.id for one in self._tickets])
            self._context.background.run(self, work, self._leave_out, key="clients")

    def _leave_out(self, clientless: frozenset[int]) -> None:
        """Name the tickets for which no paper can be made, before any is."""
        if not clientless:
            return
        numbers = ", ".join(f"№ {one.number}" for one in self._tickets if one.id in clientless)
        words = self.tr("Without a client, so without a paper: %1").replace("%1", numbers)
        self._left_out.setText(words)
        self._left_out.show()
        self._tickets = tuple(one for one in self._tickets if one.id not in clientless)
        self._set_making(self._making)
        if self._tickets:
            self._choose_form()
        else:
            self._look.pages.clear()

    # Saying -------------------------------------------------------------------------------------------------------

    def _refused(self, error: Exception) -> None:
        if isinstance(error, TicketsRefused):
            self._say(self._reasons(error))
            return
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        wrong = error.details["field"] if error.code == "paper-field-wrong" else None
        self._say(self._sentence(error), wrong)

    def _reasons(self, refused: TicketsRefused) -> str:
        return "\n".join(f"№ {number}: {self._sentence(reason)}" for number, reason in refused.reasons.items())

    def _sentence(self, error: KnownError) -> str:
        details = dict(error.details)
        if error.code == "paper-field-wrong" and self._fields is not None:
            details["field"] = self._fields.caption(details["field"])
        return sentence(error.code, self._context.language, **details)

    def _say(self, words: str, wrong: str | None = None) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))
        if self._fields is not None:
            self._fields.mark(wrong)

    def _warn(self, warnings: tuple[KnownError, ...]) -> None:
        words = [sentence(one.code, self._context.language, **one.details) for one in warnings]
        self._warnings.setText("\n".join(words))
        self._warnings.setVisible(bool(words))
