"""What stands around a price and decides how to read it: field, language, the item before, a table's header.

Written as `key=value`, several separated by `;`: `lang=en;field=price`, `table_header=費用（万円・税込）`,
`prev_item=片ひざ 19,000円`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kneeblog.prices.notation import fold

KEY = re.compile(r"(?:^|;)\s*(field|lang|locale|prev_item|table_header|header|row_header)=")
HEADER_SCALES = {"万円": Decimal(10**4), "千円": Decimal(1000), "百万円": Decimal(10**6)}
SCALE_FLAGS = {"万円": "man_unit", "千円": "sen_unit", "百万円": "man_unit"}


@dataclass(frozen=True, slots=True)
class Context:
    """`header_scale` is 10,000 below a header that says 万円; `header_currency` whether it names 円 at all."""

    field: str = ""
    language: str = ""
    previous: str = ""
    header: str = ""
    header_currency: bool = False
    header_scale: Decimal = Decimal(1)
    header_flags: tuple[str, ...] = ()

    @property
    def wants_price(self) -> bool:
        """Whether the text is known to be a price, so that a bare number is one."""
        return self.field == "price" or bool(self.header)


def read_context(text: str) -> Context:
    """The context from its `key=value` notation; unknown keys say nothing."""
    keys = list(KEY.finditer(text))
    ends = [*(match.start() for match in keys[1:]), len(text)]
    values = {match.group(1): text[match.end() : end].strip() for match, end in zip(keys, ends, strict=False)}
    header = fold(values.get("table_header", values.get("header", ""))).text
    unit = next((unit for unit in ("百万円", "万円", "千円") if unit in header), "")
    return Context(
        field=values.get("field", ""),
        language=values.get("lang", values.get("locale", "")).lower().replace("_", "-"),
        previous=values.get("prev_item", ""),
        header=header,
        header_currency=bool(unit) or "円" in header or "¥" in header or "JPY" in header,
        header_scale=HEADER_SCALES.get(unit, Decimal(1)),
        header_flags=("unit_from_header", SCALE_FLAGS[unit]) if unit else ("unit_from_header",),
    )
