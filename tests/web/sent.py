"""The forms of a page, with what a browser would send."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class Forms(HTMLParser):
    """The forms of a page, with what would be sent if nobody changed anything."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []  # action and fields
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._text: str | None = None
        self._inside = False
        self.feed(page)

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        found = {name: value or "" for name, value in attributes}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "form":
            self._inside = found.get("method", "get").lower() == "post"
            if self._inside:
                self.forms.append((found.get("action", ""), []))
        elif not self._inside:
            return
        elif tag == "input" and name:
            ticked = found.get("type") not in {"checkbox", "radio"}
            if ticked or "checked" in found or found.get("type") == "radio":
                self.forms[-1][1].append((name, value))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select is not None:
            self._options.append((value, "selected" in found))
        elif tag == "textarea":
            self._text = name
            self.forms[-1][1].append((name, ""))
        elif tag == "button" and name:
            self.forms[-1][1].append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select" and self._inside and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            first = [value for value, _is_chosen in self._options if value]
            self.forms[-1][1].append((self._select, (chosen or first or [""])[0]))
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None and self._inside:
            self.forms[-1][1][-1] = (self._text, data)
