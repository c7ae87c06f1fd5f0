# ruff: noqa: E501 - a table reads best one row a line
"""The parts that the customers buy: names in both scripts, prices and usual quantities by category."""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from tandem.demonstration.companies import Item

PER_EURO = {"EUR": 1.0, "CNY": 7.8, "USD": 1.08, "JPY": 162.0, "MYR": 4.9, "MXN": 20.2}


class Parts(NamedTuple):
    """Euro prices and usual order quantities range between the pairs given."""

    names: tuple[tuple[str, str], ...]
    price: tuple[float, float]
    quantity: tuple[int, int]


PARTS = {
    "castings": Parts((("Gearbox housing", "减速机壳体"), ("End cover", "端盖"), ("Bearing bracket", "轴承支架"), ("Motor flange", "电机法兰")), (9, 140), (20, 300)),
    "machined": Parts((("Spline shaft", "花键轴"), ("Pinion blank", "小齿轮毛坯"), ("Valve block", "阀块"), ("Spacer ring", "隔圈")), (2, 60), (50, 800)),
    "bearings": Parts((("Deep groove ball bearing", "深沟球轴承"), ("Tapered roller bearing", "圆锥滚子轴承"), ("Needle bearing", "滚针轴承")), (1.5, 38), (100, 1500)),
    "seals": Parts((("Shaft seal", "轴封"), ("O-ring set", "O形圈套装"), ("Gasket", "密封垫")), (0.2, 6), (300, 5000)),
    "electronics": Parts((("Control board", "控制板"), ("Power module", "功率模块"), ("Display unit", "显示单元")), (8, 90), (30, 600)),
    "fasteners": Parts((("Hexagon bolt M8", "六角螺栓 M8"), ("Flange nut M10", "法兰螺母 M10"), ("Threaded insert", "螺纹嵌件")), (0.02, 0.6), (2000, 40000)),
    "hydraulics": Parts((("Gear pump", "齿轮泵"), ("Cylinder 40 mm", "油缸 40 mm"), ("Pressure valve", "压力阀")), (30, 380), (5, 80)),
    "mouldings": Parts((("Handle shell", "手柄外壳"), ("Syringe barrel", "注射器针筒"), ("Cap, medical grade", "医用级护帽")), (0.1, 4), (500, 20000)),
    "sensors": Parts((("Hall sensor", "霍尔传感器"), ("Pressure sensor", "压力传感器"), ("Temperature probe", "温度探头")), (3, 45), (50, 900)),
    "cables": Parts((("Main harness", "主线束"), ("Sensor cable 1.2 m", "传感器线 1.2 m"), ("Battery lead", "电池引线")), (0.8, 18), (100, 2000)),
    "motors": Parts((("Brushless motor 600 W", "无刷电机 600 W"), ("Starter motor", "起动电机"), ("Fan motor", "风扇电机")), (14, 120), (20, 400)),
    "batteries": Parts((("Battery pack 56 V", "电池包 56 V"), ("Cell module", "电芯模组")), (40, 210), (20, 300)),
    "stampings": Parts((("Deck plate", "底盘板"), ("Bracket, zinc plated", "镀锌支架"), ("Stator lamination", "定子冲片")), (0.4, 14), (200, 4000)),
    "packaging": Parts((("Carton 600×400", "纸箱 600×400"), ("Blister tray", "吸塑盘"), ("Sterile pouch", "灭菌袋")), (0.05, 2.4), (500, 12000)),
}  # fmt: skip


def items(
    categories: tuple[str, ...], currency: str, serial: int, rng: Random, *, chinese: bool
) -> tuple[Item, ...]:
    """Three to eight parts of each category, priced in `currency`; `serial` keeps relationships' codes apart."""
    return tuple(
        _item(category, currency, f"{category[:3].upper()}-{serial:03d}-{number:02d}", number, rng, chinese)
        for category in categories
        for number in range(1, rng.randrange(4, 10))
    )


def _item(category: str, currency: str, code: str, number: int, rng: Random, chinese: bool) -> Item:
    parts = PARTS[category]
    name = parts.names[number % len(parts.names)][1 if chinese else 0]
    dear = rng.random()  # dear parts are ordered in small numbers, cheap ones in large
    euro = parts.price[0] * (parts.price[1] / parts.price[0]) ** dear
    quantity = (
        parts.quantity[0] * (parts.quantity[1] / parts.quantity[0]) ** (1 - dear) * (0.7 + 0.6 * rng.random())
    )
    return Item(
        code=code,
        name=f"{name} {chr(64 + number)}{rng.randrange(10, 99)}",
        category=category,
        unit="PCE",
        price=Decimal(str(round(euro * PER_EURO[currency], 2 if euro > 1 else 4))),
        usual_quantity=max(5, round(quantity, -1 if quantity > 50 else 0)),
    )
