"""A mapping is a document people keep: what it says is read back equal, and what it gets wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.core.errors import Refused
from tandem.facts.checking import check
from tandem.facts.mapping import FileRules, Mapping, Rule, Skip, SupplierRules, parsed
from tandem.facts.mapping_text import written
from tests.facts.files import ORDERS, example, source

words = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text)
rules = st.builds(
    Rule,
    column=words,
    words=st.dictionaries(words, words, max_size=3),
    blank=st.lists(words, max_size=3).map(tuple),
    extract=st.sampled_from(["", r"(\d+)", "'(x)\""]),
    dates=st.sampled_from([(), ("%d.%m.%Y", "%Y年%m月%d日")]),
    decimal=st.sampled_from([None, ","]),
    otherwise=st.none() | words,
)
mappings = st.builds(
    Mapping,
    fact=st.just("order_lines"),
    source=words,
    file=st.builds(FileRules, sheet=st.none() | words, blank=st.lists(words, max_size=2).map(tuple)),
    columns=st.dictionaries(st.sampled_from(["document", "line", "quantity", "requested_date"]), rules),
    supplier=st.builds(SupplierRules, number=rules, name=st.none() | rules),
    skip=st.lists(st.builds(Skip, when=words, reason=words, reason_zh=words), max_size=2).map(tuple),
)


@given(mappings)
def test_what_is_written_reads_back_equal(mapping):
    assert parsed(written(mapping)) == mapping


@pytest.mark.parametrize("name", ["scms_deliveries", "wvu_po_lines"])
def test_the_examples_read_back_equal(name):
    assert parsed(written(example(name))) == example(name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fact = ", "not valid TOML"),
        ('fact = "orders"\nsource = "x"', "fact must be one of order_lines, receipts"),
        ('fact = "order_lines"', "names no source"),
        ('format = 9\nfact = "order_lines"\nsource = "x"', "format is not 1"),
        (ORDERS + 'city = "x"\n', "unknown entry “city”"),
        (
            ORDERS.replace("quantity =", "amount ="),
            "no column “amount”. Its columns are: supplier_key, document",
        ),
        (ORDERS.replace('"Qty"', "{ column = 'Qty', constant = '1' }"), "exactly one of column, constant"),
        (ORDERS.replace('"Qty"', "{ colum = 'Qty' }"), "unknown entry “colum”"),
        (ORDERS.replace("[columns]", "[file]\ndecimal = ';'\n[columns]"), "decimal mark must be"),
        (ORDERS.replace("[columns]", "[file]\ndelimiter = 'ab'\n[columns]"), "one character"),
        (ORDERS + "[[skip]]\nwhen = 'x'\n", "needs “when”"),
    ],
)
def test_a_fault_in_a_mapping_is_named(text, sentence):
    with pytest.raises(Refused, match=sentence):
        parsed(text)


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("(select 1)", "not allowed"),
        ("read_csv('/etc/passwd')", "not allowed"),
        ("getenv('HOME')", "not allowed"),
        ('"Qty" + (', "cannot be read"),
        ('"Qty" ; drop table x', "cannot be read|not allowed"),
        ('"Menge" * 2', "no column “Menge”"),
        ("cells.c0", "not allowed"),
        ('case when "Qty" then 1 end', "neither true nor false"),
        ("regexp_extract(\"PO\", '(', 1)", "does not work"),
        ("left(\"PO\", 'x')", "not allowed"),
    ],
)
def test_an_expression_may_only_compute_over_the_row(tmp_path, expression, sentence):
    mapping = parsed(ORDERS.replace('document = "PO"', f"document = {{ expression = '''{expression}''' }}"))
    file = source(tmp_path, "PO,Line,Vendor,Qty,Due,Price,Currency,Status\n1,1,V,1,,,,\n")
    with pytest.raises(Refused, match=sentence):
        check(mapping, file)


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ('"PO" || \'/\' || "Line"', "po7/10"),
        ('concat("PO", "Gap", "Line")', "po710"),
        ('upper(left("PO", 2))', "PO"),
        ("replace(right(\"PO\", 1), '7', 'seven')", "seven"),
        ("lpad(\"Line\", 5, '0')", "00010"),
        ('coalesce("Gap", "Line")', "10"),
        ("nullif(\"Line\", '10')", None),
        ("regexp_extract(\"PO\", '[0-9]+')", "7"),
        ("case when \"Line\" > 9 and \"Gap\" is null then 'big' else 'small' end", "big"),
        ("case when \"PO\" like 'po%' and not \"PO\" like 'x%' then 'yes' end", "yes"),
        ("case when \"Gap\" <> 'x' then 'other' end", "other"),
        ('round(-"Line" / 3, 2)', "-3.33"),
    ],
)
def test_what_expressions_mean(tmp_path, expression, meaning):
    item = f"item = {{ expression = '''{expression}''' }}\n"
    mapping = parsed(
        'fact = "order_lines"\nsource = "x"\n[columns]\ndocument = "PO"\nline = "Line"\nquantity = "Line"\n'
        f'{item}[supplier]\nnumber = "PO"\n'
    )
    [row] = check(mapping, source(tmp_path, "PO,Line,Gap\npo7,10,\n")).rows.to_pylist()
    assert row["item"] == meaning
