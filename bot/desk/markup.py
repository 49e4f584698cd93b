"""HTML as values: every text is escaped unless it is ``Html`` already, so that nothing typed can become markup."""

import html
from collections.abc import Iterable
from typing import TypeAlias

VOID = frozenset({"br", "hr", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | int | Html | Iterable[Child] | None"
Value: TypeAlias = str | int | bool | None


def el(element: str, /, *children: Child, **attributes: Value) -> Html:
    """One element.

    An attribute's trailing underscore is dropped, others become hyphens (``class_``, ``aria_live``); True stands
    alone, None and False are left out.
    """
    opening = f"<{element}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opening if element in VOID else f"{opening}{together(*children)}</{element}>")


def together(*children: Child) -> Html:
    """*children* side by side."""
    return Html("".join(_child(child) for child in children))


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str | int):
        return html.escape(str(child), quote=False)
    return together(*child)


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
