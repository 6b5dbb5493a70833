"""Words for forms, for what is typed for them and for their texts, by the codes that the forms give them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_FORMS = {
    "round-sheet": QT_TRANSLATE_NOOP("PaperWords", "Round sheet"),
    "commercial-offer": QT_TRANSLATE_NOOP("PaperWords", "Commercial offer"),
    "repair-receipt": QT_TRANSLATE_NOOP("PaperWords", "Repair receipt"),
}
_CAPTIONS = {
    "round-sheet.day": QT_TRANSLATE_NOOP("PaperWords", "Day of the round"),
    "round-sheet.engineer": QT_TRANSLATE_NOOP("PaperWords", "Engineer"),
    "commercial-offer.addressee": QT_TRANSLATE_NOOP("PaperWords", "To whom"),
    "commercial-offer.ground": QT_TRANSLATE_NOOP("PaperWords", "Ground"),
    "commercial-offer.payment": QT_TRANSLATE_NOOP("PaperWords", "Terms of payment"),
    "commercial-offer.delivery": QT_TRANSLATE_NOOP("PaperWords", "Terms of delivery"),
    "commercial-offer.lead_time": QT_TRANSLATE_NOOP("PaperWords", "Lead time"),
    "commercial-offer.line_delivery": QT_TRANSLATE_NOOP("PaperWords", "Delivery, by line"),
    "commercial-offer.warranty": QT_TRANSLATE_NOOP("PaperWords", "Warranty"),
    "commercial-offer.validity_days": QT_TRANSLATE_NOOP("PaperWords", "Valid, days"),
    "commercial-offer.made_on": QT_TRANSLATE_NOOP("PaperWords", "Day of the offer"),
    "repair-receipt.device": QT_TRANSLATE_NOOP("PaperWords", "Device"),
    "repair-receipt.handed_by": QT_TRANSLATE_NOOP("PaperWords", "Handed over by"),
    "repair-receipt.post": QT_TRANSLATE_NOOP("PaperWords", "Post"),
    "repair-receipt.phone": QT_TRANSLATE_NOOP("PaperWords", "Phone"),
    "repair-receipt.appearance": QT_TRANSLATE_NOOP("PaperWords", "Outer state"),
    "repair-receipt.seals_whole": QT_TRANSLATE_NOOP("PaperWords", "Seals are whole"),
    "repair-receipt.powers_on": QT_TRANSLATE_NOOP("PaperWords", "Switches on"),
    "repair-receipt.kit": QT_TRANSLATE_NOOP("PaperWords", "Came along"),
    "repair-receipt.declared_fault": QT_TRANSLATE_NOOP("PaperWords", "Declared fault"),
    "repair-receipt.password": QT_TRANSLATE_NOOP("PaperWords", "Password"),
    "repair-receipt.data": QT_TRANSLATE_NOOP("PaperWords", "Data"),
    "repair-receipt.backup": QT_TRANSLATE_NOOP("PaperWords", "There is a backup"),
    "repair-receipt.payment": QT_TRANSLATE_NOOP("PaperWords", "Payment"),
    "repair-receipt.agreed_up_to": QT_TRANSLATE_NOOP("PaperWords", "Agreed without a call up to, ₸"),
    "repair-receipt.diagnostics": QT_TRANSLATE_NOOP("PaperWords", "Diagnostics, ₸"),
    "repair-receipt.expected_on": QT_TRANSLATE_NOOP("PaperWords", "Ready by about"),
    "repair-receipt.replacement": QT_TRANSLATE_NOOP("PaperWords", "Replacement equipment"),
    "repair-receipt.replacement_act": QT_TRANSLATE_NOOP("PaperWords", "Taken over by act no."),
    "round-sheet.checklist": QT_TRANSLATE_NOOP("PaperWords", "Checklist of the round, a point a line"),
    "round-sheet.result_codes": QT_TRANSLATE_NOOP("PaperWords", "Results to tick, one a line"),
    "round-sheet.statement": QT_TRANSLATE_NOOP("PaperWords", "Statement above the signatures"),
    "repair-receipt.terms": QT_TRANSLATE_NOOP("PaperWords", "Terms, a point a line"),
}
_CHOICES = {
    "repair-receipt.password.not_given": QT_TRANSLATE_NOOP("PaperWords", "not handed over"),
    "repair-receipt.password.sealed": QT_TRANSLATE_NOOP("PaperWords", "in a sealed envelope"),
    "repair-receipt.password.on_sticker": QT_TRANSLATE_NOOP("PaperWords", "code on the sticker"),
    "repair-receipt.data.keep": QT_TRANSLATE_NOOP("PaperWords", "are needed"),
    "repair-receipt.data.may_erase": QT_TRANSLATE_NOOP("PaperWords", "may be erased"),
    "repair-receipt.payment.warranty": QT_TRANSLATE_NOOP("PaperWords", "warranty"),
    "repair-receipt.payment.contract": QT_TRANSLATE_NOOP("PaperWords", "by contract"),
    "repair-receipt.payment.paid": QT_TRANSLATE_NOOP("PaperWords", "paid"),
}


def _word(found: object | None, code: str) -> str:
    return QCoreApplication.translate("PaperWords", str(found)) if found else code


def form_name(code: str) -> str:
    """Return a form's name in the language of the screen; on the paper itself it is Russian."""
    return _word(_FORMS.get(code), code)


def caption_word(code: str) -> str:
    """Return the caption of a field or text, `<form>.<name>`."""
    return _word(_CAPTIONS.get(code), code)


def choice_word(caption: str, choice: str) -> str:
    """Return what a choice of the field with this caption means."""
    return _word(_CHOICES.get(f"{caption}.{choice}"), choice)
