"""The rival of `benchmarks.start`: a window of PySide6 with nothing in it."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle("Bare")
    window.show()
    sys.exit(application.exec())
