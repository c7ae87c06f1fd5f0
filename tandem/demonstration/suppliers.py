# ruff: noqa: E501 - a table reads best one row a line
"""Sixty suppliers that do not exist: believable names in both scripts, identifiers with right check characters, contacts."""

from random import Random
from typing import NamedTuple

from tandem.demonstration import identifiers
from tandem.demonstration.companies import Contact, Identifier, Supplier


class Row(NamedTuple):
    """`region` is the county code (GB/T 2260) of a Chinese company, which its 统一社会信用代码 carries."""

    key: str
    name: str
    name_zh: str
    country: str
    city: str
    city_zh: str
    region: str = ""


# fmt: off
ROWS = (
    Row("lirui", "Kunshan Lirui Foundry Co., Ltd.", "昆山砺锐铸造有限公司", "CN", "Kunshan", "昆山", "320583"),
    Row("chengyue", "Suzhou Chengyue Seals Co., Ltd.", "苏州澄越密封件有限公司", "CN", "Suzhou", "苏州", "320505"),
    Row("ruiheng", "Suzhou Ruiheng Precision Machinery Co., Ltd.", "苏州锐衡精密机械有限公司", "CN", "Suzhou", "苏州", "320506"),
    Row("xuchi", "Ningbo Xuchi Die Casting Co., Ltd.", "宁波旭驰压铸有限公司", "CN", "Ningbo", "宁波", "330206"),
    Row("liantuo", "Dongguan Liantuo Electronics Co., Ltd.", "东莞市联拓电子有限公司", "CN", "Dongguan", "东莞", "441900"),
    Row("hengzhuo", "Wuxi Hengzhuo Bearings Co., Ltd.", "无锡衡卓轴承有限公司", "CN", "Wuxi", "无锡", "320214"),
    Row("qilan", "Changzhou Qilan Motor Co., Ltd.", "常州启岚电机有限公司", "CN", "Changzhou", "常州", "320412"),
    Row("xuxin", "Shenzhen Xuxin Sensing Technology Co., Ltd.", "深圳市栩芯传感技术有限公司", "CN", "Shenzhen", "深圳", "440306"),
    Row("muheng", "Shanghai Muheng Packaging Materials Co., Ltd.", "上海沐恒包装材料有限公司", "CN", "Shanghai", "上海", "310117"),
    Row("boli", "Jiaxing Boli Fasteners Co., Ltd.", "嘉兴博砾紧固件有限公司", "CN", "Jiaxing", "嘉兴", "330411"),
    Row("junchi", "Taicang Junchi Stamping Co., Ltd.", "太仓骏驰冲压件有限公司", "CN", "Taicang", "太仓", "320585"),
    Row("wolan", "Suzhou Wolan Moulding Technology Co., Ltd.", "苏州沃岚注塑科技有限公司", "CN", "Suzhou", "苏州", "320507"),
    Row("hongshuo", "Kunshan Hongshuo Precision Moulding Co., Ltd.", "昆山弘朔精密模塑有限公司", "CN", "Kunshan", "昆山", "320583"),
    Row("julan", "Huizhou Julan Battery Co., Ltd.", "惠州市钜澜电池有限公司", "CN", "Huizhou", "惠州", "441302"),
    Row("jichuan", "Ningde Jichuan Energy Technology Co., Ltd.", "宁德市霁川能源科技有限公司", "CN", "Ningde", "宁德", "350902"),
    Row("mingyi", "Dongguan Mingyi Harness Co., Ltd.", "东莞市铭翼线束有限公司", "CN", "Dongguan", "东莞", "441900"),
    Row("yuguang", "Xiamen Yuguang Electronics Co., Ltd.", "厦门市屿光电子有限公司", "CN", "Xiamen", "厦门", "350206"),
    Row("lingpei", "Qingdao Lingpei Foundry Co., Ltd.", "青岛凌沛铸业有限公司", "CN", "Qingdao", "青岛", "370211"),
    Row("jialong", "Dalian Jialong Precision Works Co., Ltd.", "大连岬隆精工有限公司", "CN", "Dalian", "大连", "210213"),
    Row("yaocheng", "Xi'an Yaocheng Drive Components Co., Ltd.", "西安曜程传动件有限公司", "CN", "Xi'an", "西安", "610112"),
    Row("rongdu", "Chongqing Rongdu Machinery Co., Ltd.", "重庆嵘渡机械有限公司", "CN", "Chongqing", "重庆", "500107"),
    Row("lize", "Tianjin Lize Fasteners Co., Ltd.", "天津砺泽紧固件有限公司", "CN", "Tianjin", "天津", "120111"),
    Row("cangnan", "Hangzhou Cangnan Sensors Co., Ltd.", "杭州沧楠传感器有限公司", "CN", "Hangzhou", "杭州", "330108"),
    Row("zhuoyan", "Nantong Zhuoyan Cable Co., Ltd.", "南通卓砚线缆有限公司", "CN", "Nantong", "南通", "320602"),
    Row("junlan", "Foshan Shunde Junlan Hardware Co., Ltd.", "佛山市顺德区骏岚五金有限公司", "CN", "Foshan", "佛山", "440606"),
    Row("haochi", "Zhongshan Haochi Motors Co., Ltd.", "中山市皓驰电机有限公司", "CN", "Zhongshan", "中山", "442000"),
    Row("yanhai", "Wuxi Yanhai Hydraulics Co., Ltd.", "无锡砚海液压有限公司", "CN", "Wuxi", "无锡", "320211"),
    Row("jinghe", "Suzhou Jinghe Packaging Co., Ltd.", "苏州璟禾包装有限公司", "CN", "Suzhou", "苏州", "320509"),
    Row("chuyi", "Wuhan Chuyi Optoelectronics Co., Ltd.", "武汉楚屹光电有限公司", "CN", "Wuhan", "武汉", "420118"),
    Row("minli", "Chengdu Minli Medical Components Co., Ltd.", "成都岷砺医疗部件有限公司", "CN", "Chengdu", "成都", "510107"),
    Row("wanyao", "Hefei Wanyao Electronics Co., Ltd.", "合肥皖曜电子有限公司", "CN", "Hefei", "合肥", "340104"),
    Row("yusheng", "Zhuhai Yusheng Seals Co., Ltd.", "珠海屿晟密封件有限公司", "CN", "Zhuhai", "珠海", "440402"),
    Row("bergquell", "Bergquell Hydraulik GmbH", "贝格奎尔液压有限公司", "DE", "Reutlingen", "罗伊特林根"),
    Row("zehntbauer", "Zehntbauer Feinmechanik GmbH", "岑特鲍尔精密机械有限公司", "DE", "Tuttlingen", "图特林根"),
    Row("doubrava", "Slévárna Doubrava s.r.o.", "杜布拉瓦铸造有限公司", "CZ", "Ostrava", "俄斯特拉发"),
    Row("monviso", "Monviso Cuscinetti S.p.A.", "蒙维索轴承股份公司", "IT", "Cuneo", "库内奥"),
    Row("lenninger", "Lenninger Schrauben KG", "伦宁格紧固件公司", "DE", "Kirchheim unter Teck", "基希海姆"),
    Row("moravolit", "Moravolit a.s.", "莫拉沃利特铸造股份公司", "CZ", "Vyškov", "维什科夫"),
    Row("tesneni", "Těsnění Vysočina s.r.o.", "维索奇纳密封件有限公司", "CZ", "Jihlava", "伊赫拉瓦"),
    Row("kovotrisk", "Kovotřísk Blansko s.r.o.", "布兰斯科金属加工有限公司", "CZ", "Blansko", "布兰斯科"),
    Row("illerkarton", "Iller Kartonagen GmbH", "伊勒纸箱有限公司", "DE", "Memmingen", "梅明根"),
    Row("alpenfels", "Alpenfels Sensorik GmbH", "阿尔彭费尔斯传感技术有限公司", "AT", "Graz", "格拉茨"),
    Row("zarnow", "Odlewnia Żarnów sp. z o.o.", "扎尔努夫铸造有限公司", "PL", "Opoczno", "奥波奇诺"),
    Row("valdarno", "Valdarno Elettronica S.r.l.", "瓦尔达诺电子有限公司", "IT", "Arezzo", "阿雷佐"),
    Row("jura", "Roulements de la Haute-Combe SAS", "上孔布轴承公司", "FR", "Dole", "多勒"),
    Row("takamine", "Takamine Seiki K.K.", "高岭精机株式会社", "JP", "Okaya", "冈谷"),
    Row("hanbit", "Hanbit Motion Co., Ltd.", "韩彼特传动株式会社", "KR", "Changwon", "昌原"),
    Row("jinchuan", "Jinchuan Precision Industrial Co., Ltd.", "锦川精密工业股份有限公司", "TW", "Taichung", "台中"),
    Row("thanhvy", "Thanh Vy Precision JSC", "青薇精密股份公司", "VN", "Haiphong", "海防"),
    Row("honglac", "Hồng Lạc Packaging Co., Ltd.", "鸿雒包装有限公司", "VN", "Hai Duong", "海阳"),
    Row("tanjung", "Tanjung Mould Sdn. Bhd.", "丹绒模塑有限公司", "MY", "Bayan Lepas", "峇六拜"),
    Row("perai", "Perai Cableworks Sdn. Bhd.", "北赖线缆有限公司", "MY", "Perai", "北赖"),
    Row("kinta", "Kinta Precision Sdn. Bhd.", "近打精密有限公司", "MY", "Ipoh", "怡保"),
    Row("palmetto", "Palmetto Fasteners & Supply LLC", "棕榈州紧固件公司", "US", "Spartanburg", "斯帕坦堡"),
    Row("sierra", "Aceros Sierra Alta S.A. de C.V.", "高岭钢业股份公司", "MX", "Saltillo", "萨尔蒂约"),
    Row("blueheron", "Blue Heron Motors, Inc.", "蓝鹭电机公司", "US", "Dayton", "代顿"),
    Row("arneses", "Arneses Cañón Escondido S.A. de C.V.", "隐谷线束股份公司", "MX", "Torreón", "托雷翁"),
    Row("tallgrass", "Tallgrass Castings LLC", "高草铸造公司", "US", "Wichita", "威奇托"),
    Row("saluda", "Saluda Carton Company", "萨卢达纸箱公司", "US", "Greer", "格里尔"),
    Row("cumbres", "Plásticos Cumbres S. de R.L. de C.V.", "昆布雷斯塑料有限公司", "MX", "Santa Catarina", "圣卡塔里纳"),
)
# fmt: on

FORMER_NAMES = {"moravolit": ("Slévárny Vyškov a.s.",)}

GIVEN = {
    "CN": (
        "陈晓东 Chen Xiaodong",
        "徐丽娟 Xu Lijuan",
        "蒋志强 Jiang Zhiqiang",
        "唐雪 Tang Xue",
        "宋凯 Song Kai",
        "曹敏 Cao Min",
    ),
    "DE": ("Annika Vogel", "Stefan Brandl", "Ulrike Maurer", "Tobias Kern"),
    "CZ": ("Radek Vlček", "Ivana Holubová", "Tomáš Kříž"),
    "IT": ("Chiara Bonetti", "Davide Ferrero", "Elena Sartori"),
    "US": ("Kelly Morgan", "Trevor Hayes", "Denise Coleman"),
    "MX": ("Alejandra Cantú", "Raúl Garza", "Sofía Elizondo"),
    "MY": ("Lim Wei Jie", "Nurul Hidayah", "Ganesan Pillai"),
    "VN": ("Nguyễn Thị Hoa", "Trần Quốc Bảo"),
    "JP": ("小林直樹 Kobayashi Naoki", "松田綾 Matsuda Aya"),
    "KR": ("박지훈 Park Jihoon", "이서연 Lee Seoyeon"),
    "TW": ("黃柏翰 Huang Po-han", "林怡君 Lin Yi-chun"),
    "AT": ("Christoph Egger", "Barbara Steiner"),
    "PL": ("Agnieszka Nowicka", "Piotr Zawadzki"),
    "FR": ("Camille Perrot", "Julien Maréchal"),
}
DIALLING = {
    "CN": "86", "DE": "49", "CZ": "420", "IT": "39", "US": "1", "MX": "52", "MY": "60",
    "VN": "84", "JP": "81", "KR": "82", "TW": "886", "AT": "43", "PL": "48", "FR": "33",
}  # fmt: skip


def suppliers(seed: int) -> tuple[Supplier, ...]:
    """The same sixty for the same seed; a supplier's numbers do not depend on the others in the list."""
    return tuple(_supplier(row, Random(f"{seed}:{row.key}")) for row in ROWS)


def _supplier(row: Row, rng: Random) -> Supplier:
    return Supplier(
        key=row.key,
        name=row.name,
        name_zh=row.name_zh,
        country=row.country,
        city=row.city,
        city_zh=row.city_zh,
        identifiers=_identifiers(row, rng),
        contacts=_contacts(row, rng),
        former_names=FORMER_NAMES.get(row.key, ()),
    )


def _identifiers(row: Row, rng: Random) -> tuple[Identifier, ...]:
    found = [Identifier("duns", "", identifiers.duns(rng))]
    if row.country == "CN":
        found.insert(0, Identifier("uscc", "CN", identifiers.unified_social_credit_code(row.region, rng)))
    elif row.country in identifiers.VAT_DIGITS:
        found.insert(0, Identifier("vat", row.country, identifiers.value_added_tax(row.country, rng)))
    elif number := identifiers.national(row.country, rng):
        found.insert(0, Identifier("tax", row.country, number))
    if rng.random() < 0.25:
        found.append(Identifier("lei", "", identifiers.legal_entity_identifier(rng)))
    return tuple(found)


def _contacts(row: Row, rng: Random) -> tuple[Contact, ...]:
    names = rng.sample(GIVEN[row.country], 2)
    titles = (
        ("销售经理 Sales manager", "质量经理 Quality manager")
        if row.country == "CN"
        else ("Sales manager", "Quality manager")
    )
    return tuple(
        Contact(
            name=name,
            title=title,
            email=f"{mailbox}@{row.key}.example",
            phone=f"+{DIALLING[row.country]} {rng.randrange(10, 999)} 555 {rng.randrange(1000, 9999)}",
        )
        for name, title, mailbox in zip(names, titles, ("sales", "quality"), strict=True)
    )
