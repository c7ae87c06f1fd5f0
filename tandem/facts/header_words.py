"""How exports name their columns, in English and Chinese (SAP's technical names among them), best known first."""

from typing import Final

HEADER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "document": (
        "order number", "purchase order", "po number", "po", "po no", "po so", "order no", "order", "document",
        "purchasing document", "ebeln", "number", "订单号", "采购订单", "采购订单号", "订单编号", "采购凭证", "凭证号",
    ),
    "line": (
        "order line", "line", "line number", "line no", "item no", "position", "pos", "po line", "po item", "ebelp",
        "行号", "订单行", "订单行号", "行项目", "项目号", "项次", "id",
    ),
    "schedule_line": ("schedule line", "schedule", "etenr", "计划行", "计划行号", "交货计划行"),
    "item": (
        "item", "item number", "item code", "material", "material number", "part number", "part no", "sku", "matnr",
        "item description", "物料", "物料编码", "物料号", "料号", "零件号", "存货编码", "产品编码",
    ),
    "item_name": (
        "item name", "item description", "description", "material description", "product name", "short text", "txz01",
        "物料名称", "物料描述", "品名", "存货名称", "产品名称", "描述",
    ),
    "category": (
        "category", "material group", "commodity", "product group", "purchasing category", "matkl",
        "品类", "物料组", "采购品类", "类别", "分类",
    ),
    "site": (
        "site", "plant", "factory", "location", "ship to", "warehouse", "country", "werks",
        "工厂", "地点", "收货工厂", "收货地点", "仓库",
    ),
    "uom": ("uom", "unit of measure", "unit", "order unit", "meins", "单位", "计量单位", "采购单位"),
    "ordered_date": (
        "order date", "ordered date", "ordered on", "po date", "document date", "approved date", "created on",
        "po sent to vendor date", "bedat", "下单日期", "订单日期", "采购日期", "凭证日期", "制单日期",
    ),
    "requested_date": (
        "requested date", "required date", "requested delivery date", "need date", "due date", "delivery date",
        "scheduled delivery date", "eindt", "需求日期", "要求交货日期", "要求日期", "计划交货日期", "交货日期", "交期",
    ),
    "first_confirmed_date": (
        "first confirmed date", "first promise date", "original promise date", "original confirmed date",
        "首次确认日期", "首次承诺日期", "首次确认交期",
    ),
    "latest_confirmed_date": (
        "confirmed date", "promise date", "promised date", "latest confirmed date", "confirmed delivery date",
        "确认日期", "承诺日期", "确认交期", "最近确认日期", "供应商确认日期",
    ),
    "quantity": (
        "quantity", "qty", "order quantity", "ordered quantity", "ordered qty", "order qty", "po quantity",
        "line item quantity", "menge", "数量", "订单数量", "订购数量", "采购数量",
    ),
    "unit_price": (
        "unit price", "price", "net price", "pack price", "netpr", "单价", "价格", "净价", "不含税单价",
    ),
    "baseline_price": (
        "baseline price", "standard price", "budget price", "last year price", "contract price",
        "基准价", "标准价", "预算价", "合同价", "上年价",
    ),
    "line_value": (
        "line value", "value", "net value", "amount", "line amount", "line item value", "order value", "total",
        "netwr", "金额", "行金额", "净值", "订单金额", "不含税金额",
    ),
    "currency": ("currency", "currency code", "curr", "waers", "币种", "货币", "币别"),
    "freight": ("freight", "freight cost", "freight cost usd", "shipping cost", "运费"),
    "status": ("status", "line status", "order status", "closure status", "状态", "订单状态", "行状态"),
    "received_date": (
        "received date", "receipt date", "goods receipt date", "delivered date", "actual delivery date",
        "delivered to client date", "收货日期", "到货日期", "实际交货日期", "入库日期",
    ),
    "received_quantity": (
        "received quantity", "received qty", "receipt quantity", "delivered quantity", "gr quantity",
        "收货数量", "到货数量", "实收数量", "入库数量",
    ),
    "receipt_document": (
        "receipt number", "receipt no", "goods receipt", "gr number", "material document", "delivery note", "asn",
        "asn dn", "mblnr", "收货单号", "入库单号", "物料凭证", "送货单号",
    ),
    "receipt_line": ("receipt line", "gr line", "material document item", "zeile", "收货行号", "入库行号"),
    "receipt_date": (
        "receipt date", "received date", "goods receipt date", "posting date", "budat",
        "收货日期", "到货日期", "入库日期", "过账日期",
    ),
    "kind": ("kind", "movement", "receipt kind", "类型", "收货类型"),
    "reverses_document": ("reverses receipt", "reversed document", "reference document", "冲销的收货单号", "冲销凭证"),
    "reverses_line": ("reverses receipt line", "reversed line", "冲销的收货行号"),
    "event": (
        "event number", "event", "lot", "inspection lot", "notification", "complaint number", "ncr number",
        "事件编号", "检验批", "检验批号", "投诉编号", "不合格单号",
    ),
    "found_at": ("found at", "stage", "detected at", "发现环节", "发现阶段", "发现地点"),
    "found_date": (
        "found on", "found date", "inspection date", "date", "complaint date", "发现日期", "检验日期",
        "日期",
    ),
    "inspected_quantity": ("inspected quantity", "inspected qty", "lot size", "检验数量", "批量", "抽检数量"),
    "defective_quantity": (
        "defective quantity", "defective qty", "defects", "rejected quantity", "不良数量", "不合格数量",
    ),
    "disposition": ("disposition", "decision", "usage decision", "处置", "处置方式", "处理结果"),
    "responsibility": ("responsibility", "责任", "责任判定"),
    "incident": ("incident", "重大事件"),
    "line_stop_minutes": ("line stop in minutes", "line stop minutes", "downtime", "停线分钟数", "停线时间"),
    "invoice": ("invoice number", "invoice", "invoice no", "belnr", "发票号", "发票号码", "发票编号"),
    "invoice_line": ("invoice line", "发票行号", "发票行"),
    "invoice_date": ("invoice date", "invoiced on", "开票日期", "发票日期"),
    "amount": ("amount", "invoice amount", "net amount", "开票金额", "发票金额", "金额"),
    "expected_amount": ("expected amount", "agreed amount", "应开金额", "约定金额"),
    "terms": ("terms", "payment terms", "zterm", "付款条件", "账期"),
    "terms_days": ("days to pay", "terms days", "net days", "付款天数", "账期天数"),
    "start_event": ("terms start at", "start event", "账期起算"),
    "due_date": ("due date", "due on", "payment due", "到期日", "应付日期"),
    "paid_date": ("paid date", "paid on", "payment date", "clearing date", "付款日", "付款日期"),
    "instrument": (
        "payment method", "payment instrument", "paid by", "means of payment", "zlsch", "付款方式", "支付方式",
        "结算方式",
    ),
    "bill_issued_date": (
        "bill issued on", "bill issue date", "draft date", "bill date", "出票日", "出票日期",
        "汇票出票日",
    ),
    "bill_matures_date": (
        "bill matures on", "bill maturity date", "maturity date", "bill due date", "汇票到期日",
        "票据到期日", "承兑到期日",
    ),
}  # fmt: skip

SUPPLIER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "number": (
        "supplier number", "supplier code", "supplier no", "vendor number", "vendor code", "vendor no", "supplier id",
        "vendor id", "lifnr", "supplier", "vendor", "supplier name", "vendor name",
        "供应商编码", "供应商编号", "供应商代码", "供应商号", "供应商", "供应商名称",
    ),
    "company_code": ("company code", "company", "bukrs", "公司代码", "公司编码"),
    "name": ("supplier name", "vendor name", "supplier", "vendor", "name1", "供应商名称", "供应商"),
    "identifier": (
        "uscc", "unified social credit code", "tax number", "vat number", "lei", "duns",
        "统一社会信用代码", "税号", "纳税人识别号",
    ),
    "country": ("supplier country", "vendor country", "land1", "供应商国家", "国家代码"),
}  # fmt: skip

VALUE_WORDS: Final[dict[str, dict[str, str]]] = {
    "status": {
        "*": "cancelled", "x": "cancelled", "canceled": "cancelled", "deleted": "cancelled", "已取消": "cancelled",
        "取消": "cancelled", "作废": "cancelled", "finally closed": "closed", "complete": "closed",
        "completed": "closed", "delivered": "closed", "received": "closed", "已关闭": "closed", "关闭": "closed",
        "已完成": "closed", "完成": "closed", "in progress": "open", "confirmed": "open", "released": "open",
        "未清": "open", "未完成": "open", "执行中": "open", "已下达": "open",
    },
    "kind": {
        "101": "receipt", "收货": "receipt", "入库": "receipt", "gr": "receipt",
        "102": "reversal", "122": "reversal", "冲销": "reversal", "退货": "reversal", "return": "reversal",
    },
    "found_at": {
        "来料": "incoming", "来料检验": "incoming", "iqc": "incoming", "进料": "incoming", "生产线": "line",
        "产线": "line",
        "制程": "line", "客户": "customer", "客户端": "customer", "市场": "field", "售后": "field", "售后市场": "field",
    },
    "disposition": {
        "接收": "accepted", "合格": "accepted", "让步接收": "concession", "特采": "concession", "退货": "returned",
        "返工": "reworked", "挑选": "sorted", "报废": "scrapped",
    },
    "responsibility": {"待定": "open", "成立": "accepted", "供应商": "accepted", "不成立": "rejected"},
    "incident": {"停线": "line_stop", "虚假证明": "false_certificate", "安全事故": "safety"},
    "instrument": {
        "电汇": "transfer", "银行转账": "transfer", "转账": "transfer", "wire": "transfer", "t/t": "transfer",
        "bank transfer": "transfer", "银承": "bank_acceptance", "银行承兑": "bank_acceptance",
        "银行承兑汇票": "bank_acceptance", "电子银行承兑汇票": "bank_acceptance",
        "banker's acceptance": "bank_acceptance", "商承": "commercial_acceptance", "商业承兑": "commercial_acceptance",
        "商业承兑汇票": "commercial_acceptance", "cheque": "other", "check": "other",
        "支票": "other", "现金": "other",
    },
    "start_event": {"开票日": "invoice", "收货日": "receipt", "月末": "month_end", "开票当月月末": "month_end"},
    "currency": {
        "rmb": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "日元": "JPY", "港币": "HKD", "us$": "USD",
    },
}  # fmt: skip

RATE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "currency": ("currency", "from currency", "from", "currency code", "币种", "货币", "原币"),
    "day": ("day", "date", "from day", "valid from", "rate date", "日期", "起始日", "生效日期"),
    "rate": ("rate", "exchange rate", "value", "汇率"),
}
