"""Why a row is not taken, in both languages: the list of rejects carries both, whoever opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pycountry

from tandem.facts.date_shapes import shape
from tandem.lake.schemas import Column

CURRENCIES: Final = tuple(sorted(currency.alpha_3 for currency in pycountry.currencies))


@dataclass(frozen=True)
class Reason:
    en: str
    zh: str


NOT_A_NUMBER = Reason(
    "This is not a number under the mapping's decimal and thousands marks, or has too many digits.",
    "按映射的小数点和千位符，该值不是数字，或位数过多。",
)
NOT_WHOLE = Reason("This is not a whole number.", "该值不是整数。")
NEGATIVE = Reason(
    "This may not be negative; map a reversal or credit by the column that says what kind of row it is.",
    "该值不能为负数；冲销或贷项请通过表示行类型的列进行映射。",
)
CURRENCY = Reason("This is not an ISO 4217 currency code.", "该值不是 ISO 4217 币种代码。")
NUL = Reason(
    "A cell holds a NUL character (shown as ␀), which no text may hold.",
    "单元格含有空字符（显示为 ␀），文本中不允许出现。",
)
VALUE_TOO_LARGE = Reason(
    "Quantity times unit price has more than 14 digits before the decimal point.",
    "数量乘以单价后，小数点前超过 14 位。",
)
KEY_TOO_LONG = Reason("The supplier's number is longer than 250 characters.", "供应商编号超过 250 个字符。")


def missing(column: Column) -> Reason:
    return Reason(
        f"{column.label.en} is missing, and every row needs it.", f"缺少{column.label.zh}，每行都必须填写。"
    )


def not_a_date(formats: Sequence[str]) -> Reason:
    shown = ", ".join(dict.fromkeys(shape(form) for form in formats))
    return Reason(
        f"This is not a day between 1900 and 2199 written as {shown}.",
        f"该值不是 1900 至 2199 年之间、格式为 {shown} 的日期。",
    )


def choice(column: Column) -> Reason:
    values = ", ".join(column.values)
    return Reason(
        f"{column.label.en} must be one of: {values}. Translate the word in the mapping.",
        f"{column.label.zh}只能是：{values}。请在映射中翻译该词。",
    )


def ragged(cells: int, width: int) -> Reason:
    return Reason(
        f"The row has {cells} cells where the header has {width}.",
        f"该行有 {cells} 个单元格，而表头有 {width} 个。",
    )


def collides(key: str, key_zh: str) -> Reason:
    """`%s` stands for the row it collides with."""
    return Reason(f"Row %s has the same {key} with other content.", f"第 %s 行的{key_zh}相同，但内容不同。")
