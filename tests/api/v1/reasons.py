"""What the portal has and the API has not, each with the reason: by the name of the portal's address."""

REASONS: dict[str, str] = {
    "export_projects_csv": "GET /projects answers the same rows",
    "export_projects_xlsx": "GET /projects answers the same rows",
    "export_project_activity": "GET /projects/{project_id}/activity answers the same rows",
    "export_organisation_activity": "GET /organisations/{organisation_id}/activity answers the same rows",
    "export_staff_activity": "GET /activity answers the same rows",
    "conclude_payment": "a step of the form: POST /projects/{project_id}/contracts takes payer and method at once",
    "conclude_check": "a step of the form: POST /previews/conclude",
    "conclude_done": "a page that says what was done",
    "conclude_several_check": "a step of the form: POST /previews/conclude_several",
    "conclude_several_done": "a page that says what was done",
    "license_file_qr": "a picture of the text that GET …/license-files/{file_id} answers",
    "add_artifact": "files of many megabytes are uploaded in the portal, whose server takes them in pieces",
    "published_keys": "public, at its own address for devices",
    "releases_feed": "public, at its own address for readers of feeds",
    "product_feed": "public, at its own address for readers of feeds",
    "download": "the address that POST …/artifacts/{artifact_id}/link answers",
}
