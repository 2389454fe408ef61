"""What the portal has and the API has not, each with the reason: by the name of the portal's address."""

REASONS: dict[str, str] = {
    "search_project_invoices": "the filters of GET /projects/{project_id}/invoices",
    "document_picture": "a picture of a page of the PDF that GET /invoices/{document_id}/files/pdf answers",
    "collective_invoice_lines": "GET /invoices/{document_id} answers the same lines",
    "missing_order_numbers_csv": "GET /order-numbers/missing answers the same rows",
    "card_events": "the gateway of cards sends it, signed over the raw body",
    "approval_link": "whoever is asked answers by the link of an e-mail; who has a token accepts the quote itself",
    "approval": "as approval_link",
    "approval_pdf": "as approval_link; GET /projects/{project_id}/quotes/{quote_id}/pdf",
    "approve_quote": "as approval_link; POST /projects/{project_id}/quotes/{quote_id}/accept",
    "decline_quote": "as approval_link",
}
