"""The series that invoices and credit notes are numbered in."""

INVOICES, NOTES = "INV", "CN"


def series_of(project: object, *, is_note: bool = False) -> str:
    """The series of a document about a project, given by its key; None stands for several projects of one payer.

    The one place that chooses: today all projects share a series of invoices and one of credit notes. Where projects
    stand in several databases, each of them has its own, so that no number is taken across two (decision 89).
    """
    return NOTES if is_note else INVOICES
