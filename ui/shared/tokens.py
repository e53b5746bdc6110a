"""Colours and sizes of the window: the one place where they are written down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SpanLook:
    """How one kind of span is shown: fill, line and text colour of its icon."""

    fill: str  # empty: no fill
    line: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Every colour of one theme."""

    canvas: str
    panel: str
    rail: str
    sunken: str
    hover: str
    press: str
    sel: str
    sel_line: str
    line: str
    line_2: str
    field_line: str
    t1: str
    t2: str
    t3: str
    t_off: str
    acc: str
    acc_h: str
    acc_p: str
    acc_t: str
    acc_soft: str
    on_acc: str
    ring: str
    red: str
    red_soft: str
    red_line: str
    on_red: str
    amb: str
    amb_soft: str
    amb_line: str
    amb_bar: str
    grn: str
    grn_soft: str
    grn_line: str
    grn_bar: str
    neu_soft: str
    toast: str
    toast_text: str
    toast_link: str
    stages: tuple[str, ...]  # one ramp, grey to blue to green
    enterprise: SpanLook
    zone: SpanLook
    industry: SpanLook
    person: SpanLook
    amount: SpanLook
    date: SpanLook
    nodes: tuple[tuple[str, str], ...]  # 强 有 弱 缺: ground and text


LIGHT = Tokens(
    canvas="#F3F5F8", panel="#FFFFFF", rail="#E9EDF2", sunken="#F7F9FB", hover="#EFF3F8", press="#E4EAF2",
    sel="#E1ECFB", sel_line="#A9C7F0", line="#DDE2E9", line_2="#C3CBD5", field_line="#7F8894",
    t1="#1A212B", t2="#475260", t3="#5F6A79", t_off="#9AA4B0",
    acc="#1F5FB8", acc_h="#1A52A1", acc_p="#154489", acc_t="#1B56A8", acc_soft="#E6EFFB", on_acc="#FFFFFF",
    ring="#1F5FB8",
    red="#B42318", red_soft="#FCEBE9", red_line="#EDB9B3", on_red="#FFFFFF",
    amb="#875200", amb_soft="#FFF3DC", amb_line="#EBCB8E", amb_bar="#CC8420",
    grn="#1B6B42", grn_soft="#E5F4EA", grn_line="#AFDABF", grn_bar="#3E9A68",
    neu_soft="#EBEFF4", toast="#26303D", toast_text="#F3F5F8", toast_link="#A9CCFF",
    stages=(
        "#A7B0BC", "#8FB0DC", "#5C90D2", "#2F6FC4", "#1D4F93", "#1F6E86", "#2A8285", "#2F8F74", "#3E9A68",
        "#2C7F4C", "#1B6236",
    ),
    enterprise=SpanLook(fill="#CEDCFC", line="#2F6FC4", text="#1D5299"),
    zone=SpanLook(fill="#D7FDEB", line="#00805C", text="#006446"),
    industry=SpanLook(fill="#FCEBCB", line="#B07A00", text="#7A5300"),
    person=SpanLook(fill="#F5CCDF", line="#B24C8D", text="#8F2F6E"),
    amount=SpanLook(fill="#E9ECF0", line="#6B7684", text="#3A4451"),
    date=SpanLook(fill="", line="#6B7684", text="#3A4451"),
    nodes=(("#1D5FA6", "#FFFFFF"), ("#7FAEE3", "#13233A"), ("#E3A63A", "#2B1B00"), ("#B9452F", "#FFFFFF")),
)  # fmt: skip

DARK = Tokens(
    canvas="#15181D", panel="#1D2127", rail="#101317", sunken="#191C21", hover="#262B33", press="#2E343D",
    sel="#1E3455", sel_line="#38598A", line="#2D333C", line_2="#434B57", field_line="#747E8C",
    t1="#E7EAEE", t2="#B3BBC6", t3="#949EAB", t_off="#5F6874",
    acc="#2C6BC9", acc_h="#3372D1", acc_p="#255CAE", acc_t="#8AB8FA", acc_soft="#1D2F4B", on_acc="#FFFFFF",
    ring="#6FA8F5",
    red="#FF9C91", red_soft="#3B2221", red_line="#6E3934", on_red="#2A0E0B",
    amb="#F0BE62", amb_soft="#372B15", amb_line="#66502A", amb_bar="#C98A2B",
    grn="#7FCF9D", grn_soft="#1A3226", grn_line="#2F5A43", grn_bar="#3E9A68",
    neu_soft="#2A3038", toast="#36404D", toast_text="#F3F5F8", toast_link="#A9CCFF",
    stages=(
        "#6E7885", "#5E7FA8", "#4C82C8", "#5C98E6", "#86B5F2", "#4FA3BD", "#4FB0B2", "#4DB596", "#5DBB87",
        "#6CC98C", "#8FDDA8",
    ),
    enterprise=SpanLook(fill="#12234B", line="#6FA8F5", text="#9CC4FB"),
    zone=SpanLook(fill="#154F38", line="#2FC198", text="#6AD9B8"),
    industry=SpanLook(fill="#4B3E0F", line="#E0B040", text="#EBC979"),
    person=SpanLook(fill="#3A152A", line="#E08CC0", text="#F0B3D7"),
    amount=SpanLook(fill="#2E343C", line="#98A3B1", text="#C4CCD6"),
    date=SpanLook(fill="", line="#98A3B1", text="#C4CCD6"),
    nodes=(("#5C98E6", "#0E1C30"), ("#3A5E8C", "#FFFFFF"), ("#C98A2B", "#2B1B00"), ("#D0674F", "#200A05")),
)  # fmt: skip

# Sizes in logical pixels (the grid is 4).
GAP = 8
PADDING = 16
HEADER_HEIGHT = 48
BAR_HEIGHT = 40
STATUS_HEIGHT = 26
RAIL_WIDTH = 68
ROW_HEIGHT = 34
TABLE_HEADER_HEIGHT = 32
BUTTON_HEIGHT = 28
DIALOG_BUTTON_HEIGHT = 32
INPUT_HEIGHT = 30
CHIP_HEIGHT = 24
BADGE_HEIGHT = 20
TOAST_HEIGHT = 40
RADIUS_BADGE = 4
RADIUS_CONTROL = 6
RADIUS_PANEL = 8
CELL_PADDING = 8
FIND_WIDTH = 280
