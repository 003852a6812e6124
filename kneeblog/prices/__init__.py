"""Japanese price notation ⇄ structured fee.  Pure: no Django, no clock, no files.

`parse_prices` reads what clinics write (`片膝 66万円（税込）〜`, `3回セット 89,100円`, `291点`, `要相談`),
`format_fee` writes one fee in each language of the site, and parsing what it wrote gives the same fee again.

Why the reading is so wary: a price shown to patients is a legal statement.  消費税法63条 (総額表示義務) makes a
displayed amount the total including tax; 医療法施行規則1条の9の2 and the 医療広告ガイドライン want the standard
cost of self-pay care; 景品表示法5条2号 forbids misleading double prices.  So whatever the text leaves open becomes
a flag on the fee, never a guess.

The rooms, in the order a text passes them: `notation` (folded copy, numbers) → `lexer` (tokens, from `vocabulary`)
→ `amounts` (money, ranges, points) → `statement` (with `before`, `evidence`, `merging`: whose words, is it a price,
is it one fee) → `grammar` (the whole text, raw slices).  `formatting` and `wording` go the other way.
"""

from kneeblog.prices.fee import Fee
from kneeblog.prices.formatting import format_fee
from kneeblog.prices.grammar import parse_prices
from kneeblog.prices.wording import LOCALES

__all__ = ["LOCALES", "Fee", "format_fee", "parse_prices"]
