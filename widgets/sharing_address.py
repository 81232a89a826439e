"""The fields of a database's address, with the password beside them."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from app.services.sharing_address import PORT, Address
from widgets.labels import Button, label

_AIR = 6  # beside the words of a field
_IF_GIVEN = "Only if your admin gave you one"
_CERTIFICATES = "Certificates (*.crt *.pem *.cer);;All files (*)"


class AddressForm(QWidget):
    """Server and port, database, user, password, the certificate of a private authority, and a copy to read from."""

    def __init__(self, parent: QWidget | None = None, *, to_read: bool = False) -> None:
        """``to_read`` is whether one works there, and so may read from a copy."""
        super().__init__(parent)
        self.host, self.database, self.user = text_field("Server"), text_field("Database"), text_field("User")
        self.host.setPlaceholderText("db.example.org")
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setValue(PORT)
        self.port.setAccessibleName("Port")
        self.port.lineEdit().setTextMargins(_AIR, 0, _AIR, 0)
        self.password = secret_field("Password")
        self.certificate = text_field("Certificate of the server’s authority")
        self.choose = Button("Choose…")
        self.choose.clicked.connect(lambda _: self._choose())
        self.copy = text_field("Copy for reading")
        self._secret = label("Password", "caption")
        self._lay_out(to_read=to_read)
        self.lock(locked=False)

    @property
    def address(self) -> Address:
        """The address as it is in the fields."""
        texts = (one.text().strip() for one in (self.database, self.user, self.certificate))
        return Address(self.host.text().strip(), self.port.value(), *texts)

    def fill(self, address: Address) -> None:
        """Show an address."""
        self.port.setValue(address.port)
        for field, text in (
            (self.host, address.host),
            (self.database, address.database),
            (self.user, address.user),
            (self.certificate, address.certificate),
        ):
            field.setText(text)

    def lock(self, *, locked: bool) -> None:
        """Show the address without letting it be changed, or let it be changed."""
        for part in (self.host, self.port, self.database, self.user, self.certificate, self.choose, self.copy):
            part.setEnabled(not locked)
        for part in (self.certificate, self.copy):
            part.setPlaceholderText("" if locked else _IF_GIVEN)
        for secret in (self._secret, self.password):
            secret.setVisible(not locked)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Certificate of the server’s authority", "", _CERTIFICATES)
        if name:
            self.certificate.setText(str(Path(name)))

    def _lay_out(self, *, to_read: bool) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        server, file = _beside(self.host, label("Port", "caption"), self.port), _beside(self.certificate, self.choose)
        lines: list[tuple[QLabel, QWidget | QHBoxLayout]] = [
            (label("Server", "caption"), server),
            (label("Database", "caption"), self.database),
            (label("User", "caption"), self.user),
            (self._secret, self.password),
            (label("Certificate", "caption"), file),
        ]
        if to_read:
            lines.append((label("Copy for reading", "caption"), self.copy))
        for row, (words, part) in enumerate(lines):
            grid.addWidget(words, row, 0)
            if isinstance(part, QWidget):
                grid.addWidget(part, row, 1)
            else:
                grid.addLayout(part, row, 1)


def _beside(first: QWidget, *others: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(first, 1)
    for one in others:
        line.addWidget(one)
    return line


def text_field(name: str) -> QLineEdit:
    """Return a field of one line."""
    made = QLineEdit()
    made.setAccessibleName(name)
    return made


def secret_field(name: str) -> QLineEdit:
    """Return a field whose words are not shown."""
    made = text_field(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
