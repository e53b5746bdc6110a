"""The Qt style sheet, written from the tokens; it dresses chrome only, rows and cards are painted."""

from __future__ import annotations

from crm.paths import resource
from ui.shared.tokens import DARK, Tokens

_SHEET = """
QToolTip { background: @panel; color: @t1; border: 1px solid @line_2; padding: 3px 6px; }
QMainWindow, QDialog { background: @canvas; }
QDialog { background: @panel; }
QWidget[ground="panel"] { background: @panel; }
QWidget[ground="rail"] { background: @rail; }
QWidget[ground="sunken"] { background: @sunken; }
QWidget[ground="canvas"] { background: @canvas; }
QWidget[ground="sel"] { background: @sel; }
QWidget[ground="soft"] { background: @acc_soft; border-top: 1px solid @sel_line; }
QFrame[frame="panel"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[frame="popup"] { background: @panel; border: 1px solid @line_2; border-radius: 8px; }
QLabel[carried="true"] { background: @panel; color: @t1; border: 1px solid @acc; border-radius: 6px;
  padding: 4px 8px; font-size: 12px; }
QFrame[frame="edited"] { background: @panel; border: 2px solid @ring; border-radius: 6px; }
QFrame[frame="soft"] { background: @acc_soft; border: 1px solid @sel_line; border-radius: 6px; }
QFrame[frame="warn"] { background: @amb_soft; border: 1px solid @amb_line; border-radius: 6px; }
QFrame[frame="panel"]:focus, QFrame[frame="soft"]:focus { border: 2px solid @ring; }
QFrame[fact="true"] { background: transparent; border: 1px solid transparent; border-radius: 4px; }
QFrame[fact="true"]:hover { background: @hover; }
QFrame[fact="true"]:focus { border: 1px solid @ring; }
QFrame[rule="h"] { background: @line; border: none; min-height: 1px; max-height: 1px; }
QFrame[rule="v"] { background: @line; border: none; min-width: 1px; max-width: 1px; }

QLabel { background: transparent; color: @t1; }
QLabel[tone="t2"] { color: @t2; } QLabel[tone="t3"] { color: @t3; } QLabel[tone="t_off"] { color: @t_off; }
QLabel[tone="acc_t"] { color: @acc_t; } QLabel[tone="red"] { color: @red; }
QLabel[tone="amb"] { color: @amb; } QLabel[tone="grn"] { color: @grn; }
QLabel[tone="toast"] { color: @toast_text; }
QLabel[key="true"] { border: 1px solid @line_2; border-radius: 4px; padding: 0 4px; color: @t3;
  background: @panel; }

QPushButton { background: @panel; color: @t1; border: 1px solid @line_2; border-radius: 6px;
  padding: 0 10px; min-height: 26px; max-height: 26px; }
QPushButton[large="true"] { min-height: 30px; max-height: 30px; padding: 0 14px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @press; }
QPushButton:focus { border: 2px solid @ring; padding: 0 9px; min-height: 24px; max-height: 24px; }
QPushButton[large="true"]:focus { min-height: 28px; max-height: 28px; padding: 0 13px; }
QPushButton:disabled { background: @sunken; color: @t_off; border-color: @line; }
QPushButton[primary="true"] { background: @acc; color: @on_acc; border-color: @acc; font-weight: bold; }
QPushButton[primary="true"]:hover { background: @acc_h; border-color: @acc_h; }
QPushButton[primary="true"]:pressed { background: @acc_p; border-color: @acc_p; }
QPushButton[primary="true"]:focus, QPushButton[danger="fill"]:focus { border-color: @t1; }
QPushButton[primary="true"]:disabled { background: @sunken; color: @t_off; border-color: @line; }
QPushButton[danger="true"] { color: @red; border-color: @red_line; }
QPushButton[danger="fill"] { background: @red; color: @on_red; border-color: @red; font-weight: bold; }
QToolButton[flat="twin"] { color: @acc_t; padding: 0 2px; text-align: left; border: none; }
QToolButton[flat="amb"] { color: @amb; padding: 0; border-width: 0; }
QToolButton[flat="narrow"] { padding: 0; border-width: 0; min-width: 18px; max-width: 18px; }
QPushButton[flat_look="true"] { background: transparent; border-color: transparent; color: @t2; }
QPushButton[flat_look="true"]:hover { background: @hover; color: @t1; }
QPushButton[flat_look="true"]:pressed { background: @press; }
QPushButton[flat_look="true"]:focus { border-color: @ring; }
QPushButton[link="true"] { background: transparent; border-color: transparent; color: @acc_t;
  padding: 0 4px 0 1px; text-align: left; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border-color: @ring; padding: 0 3px 0 0; }
QPushButton[toast="true"] { background: transparent; border-color: transparent; color: @toast_link;
  font-weight: bold; }
QPushButton[toast="true"]:focus { border-color: @toast_link; }

QToolButton { background: transparent; color: @t2; border: 1px solid transparent; border-radius: 6px;
  padding: 0 5px; min-height: 26px; max-height: 26px; }
QToolButton:hover { background: @hover; color: @t1; }
QToolButton:pressed { background: @press; }
QToolButton:checked { background: @acc_soft; color: @acc_t; }
QToolButton:focus { border: 2px solid @ring; padding: 0 4px; min-height: 24px; max-height: 24px; }
QToolButton:disabled { color: @t_off; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[low="true"] { min-height: 20px; max-height: 20px; }
QToolButton[low="true"]:focus { min-height: 18px; max-height: 18px; }
QToolButton[framed="true"] { background: @panel; border-color: @line_2; color: @t1; }
QToolButton[framed="true"]:hover { background: @hover; }
QToolButton[framed="true"]:focus { border-color: @ring; }
QToolButton[chip="true"] { background: @panel; color: @t1; border: 1px solid @line_2; border-radius: 12px;
  padding: 0 10px; min-height: 22px; max-height: 22px; }
QToolButton[chip="true"]:hover { background: @hover; }
QToolButton[chip="true"]:checked { background: @acc_soft; border-color: @sel_line; color: @acc_t; }
QToolButton[chip="true"]:focus { border: 2px solid @ring; padding: 0 9px;
  min-height: 20px; max-height: 20px; }
QToolButton[chip="true"]:disabled { color: @t_off; background: @sunken; border-color: @line; }
QToolButton[chip="add"] { background: transparent; color: @t2; border: 1px dashed @line_2;
  border-radius: 12px; padding: 0 10px; min-height: 22px; max-height: 22px; }
QToolButton[chip="add"]:hover { background: @hover; }
QToolButton[chip="add"]:focus { border: 2px solid @ring; padding: 0 9px; min-height: 20px; max-height: 20px; }

QFrame[segments="true"] { background: @sunken; border: 1px solid @line_2; border-radius: 6px; }
QFrame[segments="true"] QToolButton { border: none; border-radius: 0; padding: 0 11px; color: @t2;
  min-height: 26px; max-height: 26px; border-right: 1px solid @line; }
QFrame[segments="true"] QToolButton[place="last"] { border-right: none; border-top-right-radius: 5px;
  border-bottom-right-radius: 5px; }
QFrame[segments="true"] QToolButton[place="first"] { border-top-left-radius: 5px;
  border-bottom-left-radius: 5px; }
QFrame[segments="true"] QToolButton:hover { background: @hover; }
QFrame[segments="true"] QToolButton:checked { background: @acc_soft; color: @acc_t; font-weight: bold; }
QFrame[segments="true"] QToolButton:focus { border: 2px solid @ring; padding: 0 9px;
  min-height: 22px; max-height: 22px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox { background: @panel; color: @t1;
  border: 1px solid @field_line; border-radius: 6px; padding: 0 8px;
  selection-background-color: @acc; selection-color: @on_acc; }
QLineEdit, QComboBox, QDateEdit, QSpinBox { min-height: 28px; max-height: 28px; }
QPlainTextEdit, QTextEdit { padding: 4px 4px; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus { border: 2px solid @ring; padding: 0 7px;
  min-height: 26px; max-height: 26px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @ring; padding: 3px 3px; }
QLineEdit[fault="true"], QComboBox[fault="true"] { border: 2px solid @red; padding: 0 7px;
  min-height: 26px; max-height: 26px; }
QPlainTextEdit[fault="true"], QTextEdit[fault="true"] { border: 2px solid @red; padding: 3px 3px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: @sunken; color: @t_off;
  border-color: @line; }
QLineEdit:read-only { background: @sunken; color: @t2; border-color: @line; }
QLineEdit > QToolButton, QLineEdit > QToolButton:hover { background: transparent; border: none; padding: 0;
  min-height: 16px; max-height: 16px; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { background: transparent; border: none; padding: 0;
  min-height: 24px; max-height: 40px; color: @t1; }
QPlainTextEdit[bare="true"], QPlainTextEdit[bare="true"]:focus, QTextEdit[bare="true"],
QTextEdit[bare="true"]:focus { background: @panel; border: none; padding: 0; }
QFrame[field="true"] { background: @panel; border: 1px solid @field_line; border-radius: 6px;
  min-height: 28px; }
QFrame[field="focus"] { background: @panel; border: 2px solid @ring; border-radius: 6px; min-height: 26px; }
QFrame[field="search"] { background: @sunken; border: 1px solid @line_2; border-radius: 6px;
  min-height: 28px; max-height: 28px; }
QFrame[field="search_focus"] { background: @panel; border: 2px solid @ring; border-radius: 6px;
  min-height: 26px; max-height: 26px; }
QLineEdit[cell="true"], QLineEdit[cell="true"]:focus { border: 2px solid @ring; border-radius: 0;
  padding: 0 6px; min-height: 0; max-height: 100px; }
QLineEdit[cell="true"][fault="true"] { border-color: @red; }
QComboBox[cell="true"], QComboBox[cell="true"]:focus { border: 2px solid @ring; border-radius: 0;
  padding: 0 6px; min-height: 0; max-height: 100px; }

QComboBox::drop-down { border: none; width: 24px; subcontrol-origin: padding;
  subcontrol-position: right center; }
QComboBox::down-arrow { image: url("@icons/caret-@name.svg"); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @panel; color: @t1; border: 1px solid @line_2; outline: 0;
  padding: 4px; selection-background-color: @sel; selection-color: @t1; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }

QCheckBox, QRadioButton { spacing: 6px; color: @t1; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: @t_off; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 14px; height: 14px;
  border: 1px solid @field_line; border-radius: 3px; background: @panel; }
QCheckBox::indicator:focus { border: 2px solid @ring; width: 12px; height: 12px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: @acc; border-color: @acc;
  image: url("@icons/check.svg"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { border-color: @acc;
  image: url("@icons/dash-@name.svg"); }
QCheckBox::indicator:disabled { border-color: @line_2; background: @sunken; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @field_line; border-radius: 8px;
  background: @panel; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @acc; border-radius: 8px; }
QRadioButton::indicator:disabled { border-color: @line_2; background: @sunken; }

QMenu { background: @panel; border: 1px solid @line_2; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; color: @t1; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @t_off; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 6px; }
QMenu::indicator:checked { image: url("@icons/tick-@name.svg"); }

QHeaderView { background: @sunken; }
QHeaderView::section { background: @sunken; color: @t2; border: none; border-right: 1px solid @line;
  border-bottom: 1px solid @line_2; padding: 0 8px; font-weight: normal; }
QHeaderView::section:hover { background: @hover; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableView, QListView, QTreeView { background: @panel; border: none; outline: 0; color: @t1;
  selection-background-color: @sel; selection-color: @t1; }
QTreeView::item { min-height: 28px; }
QTreeView::item:selected { background: @sel; color: @t1; }
QTreeView:focus { border: 2px solid @ring; border-radius: 4px; }
QTableCornerButton::section { background: @sunken; border: none; }
QAbstractScrollArea[ring="true"], QFrame[ring="true"] { border: 2px solid transparent; border-radius: 4px; }
QAbstractScrollArea[ring="true"]:focus, QFrame[ring="true"]:focus { border-color: @ring; }
QAbstractScrollArea[ground="canvas"],
QScrollArea[ground="canvas"] > QWidget > QWidget { background: @canvas; }
QScrollArea { border: none; background: transparent; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @t2; border: none; border-bottom: 2px solid transparent;
  padding: 0 10px; height: 34px; margin-right: 4px; }
QTabBar::tab:hover { color: @t1; }
QTabBar::tab:selected { color: @acc_t; border-bottom-color: @acc; font-weight: bold; }
QTabBar::tab:selected:focus { border: 2px solid @ring; border-radius: 4px; padding: 0 8px; height: 32px; }
QTabBar::scroller { width: 40px; }
QTabBar QToolButton { min-height: 0; max-height: 100px; padding: 0; border: none; border-radius: 0;
  background: @panel; }
QTabBar QToolButton::left-arrow { image: url("@icons/left-@name.svg"); width: 16px; height: 16px; }
QTabBar QToolButton::right-arrow { image: url("@icons/right-@name.svg"); width: 16px; height: 16px; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; } QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @sel_line; }
QProgressBar { background: @line_2; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: @acc; border-radius: 2px; }
QCalendarWidget QWidget { alternate-background-color: @sunken; }
QCalendarWidget QToolButton { color: @t1; min-width: 28px; }
QCalendarWidget QAbstractItemView { selection-background-color: @acc; selection-color: @on_acc; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; border: none; }
QScrollBar::handle { background: @line_2; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @field_line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in these colours."""
    values = {name: value for name, value in vars(tokens).items() if isinstance(value, str)}
    values["icons"] = resource("icons").as_posix()
    values["name"] = "dark" if tokens is DARK else "light"
    text = _SHEET
    for name in sorted(values, key=len, reverse=True):  # acc_soft before acc
        text = text.replace("@" + name, values[name])
    return text
