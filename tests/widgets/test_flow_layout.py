"""Widgets flow into as many lines as the width needs."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from widgets.flow_layout import FlowLayout


def test_a_narrow_line_wraps(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=6)
    for _ in range(4):
        part = QWidget()
        part.setFixedSize(QSize(50, 20))
        flow.addWidget(part)
    assert flow.count() == 4
    assert flow.heightForWidth(1000) == 20
    assert flow.heightForWidth(110) == 20 + 6 + 20
    assert flow.itemAt(9) is None
    assert flow.takeAt(9) is None
