"""E-mail as a channel for letters: a conversation for each."""

from integrations.channels import Delivered, Letter, RefusedForGoodError
from integrations.mail.address import sendable
from integrations.mail.conversation import Conversation
from integrations.mail.settings import MailSettings
from integrations.mail.wire import wire_form


class SmtpChannel:
    """The office's mail server. `read_timeout`: seconds to wait for each answer."""

    def __init__(self, settings: MailSettings, read_timeout: float) -> None:
        self._settings = settings
        self._read_timeout = read_timeout

    def send(self, letter: Letter) -> Delivered:
        """Hand a letter over and return the server's answer. Raises as a channel does."""
        recipient = sendable(letter.recipient)
        if recipient is None:
            raise RefusedForGoodError("mail-address-wrong", recipient=letter.recipient, answer="")
        octets = wire_form(letter, self._settings)
        with Conversation(self._settings, self._read_timeout) as talk:
            talk.connect()
            talk.encrypt()
            talk.sign_in()
            talk.name_sender()
            talk.name_recipient(recipient)
            return Delivered(talk.hand_over(octets, recipient))
