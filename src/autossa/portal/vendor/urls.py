"""Addresses of what the vendor sets: catalogue, settings, texts of mails."""

from django.urls import path

from autossa.portal.vendor import (
    catalogue,
    documents,
    imports,
    license_prices,
    mail_texts,
    policies,
    rates,
    settings,
    withdrawals,
)
from autossa.portal.vendor.terms import public, publish, staff

urlpatterns = [
    # ---- the catalogue
    path("catalogue/", catalogue.overview, name="catalogue"),
    path("catalogue/types/new/", catalogue.add_type, name="add_type"),
    path("catalogue/types/<str:type_id>/rate/", catalogue.add_rate, name="add_rate"),
    path("catalogue/types/<str:type_id>/acts/", catalogue.set_acts, name="set_acts"),
    path("catalogue/types/<str:type_id>/<str:first_day>/withdraw/", withdrawals.rate, name="withdraw_rate"),
    path("catalogue/prices/", catalogue.prices, name="prices"),
    path("catalogue/prices/new/", catalogue.add_list, name="add_list"),
    path("catalogue/prices/<str:list_id>/price/", catalogue.add_price, name="add_price"),
    path("catalogue/prices/<str:list_id>/<str:first_day>/withdraw/", withdrawals.price, name="withdraw_price"),
    path("catalogue/license-prices/", license_prices.overview, name="license_prices"),
    path("catalogue/license-prices.csv", license_prices.exported, name="license_prices_csv"),
    path("catalogue/license-prices/<str:list_id>/<str:type_id>/", license_prices.add, name="add_license_price"),
    path(
        "catalogue/license-prices/<str:list_id>/<str:type_id>/<str:first_day>/withdraw/",
        license_prices.withdraw,
        name="withdraw_license_price",
    ),
    path("catalogue/policies/", policies.overview, name="policies"),
    path("catalogue/policies/new/", policies.add, name="add_policy"),
    path("catalogue/policies/<str:first_day>/withdraw/", withdrawals.policy, name="withdraw_policy"),
    # ---- settings
    path("settings/", settings.overview, name="vendor_settings"),
    path("settings/logo/remove/", settings.remove_logo, name="remove_logo"),
    path("settings/mails/", mail_texts.overview, name="mail_texts"),
    path("settings/mails/<str:mail>/<str:language>/", mail_texts.edit, name="mail_text"),
    path("settings/mails/<str:mail>/<str:language>/reset/", mail_texts.reset, name="reset_mail_text"),
    path("settings/import/", imports.upload, name="import_book"),  # settings.UPLOAD_ADDRESS
    path("settings/import/template/", imports.template, name="import_template"),
    path("settings/invoices/", documents.facts, name="seller_facts"),
    path("settings/invoices/texts/", documents.texts, name="document_texts"),
    path("settings/invoices/texts/sample/", documents.sample, name="sample_invoice"),
    path("settings/vat-rates/", rates.rates, name="vat_rates"),
    path("settings/vat-rates/new/", rates.add_rate, name="add_vat_rate"),
    path(
        "settings/vat-rates/<str:rate_class>/<str:first_day>/withdraw/",
        rates.withdraw_rate,
        name="withdraw_vat_rate",
    ),
    path("logo/", settings.logo, name="vendor_logo"),
    # ---- terms and service descriptions
    path("settings/terms/", staff.overview, name="staff_terms"),
    path("settings/terms/new/", publish.new, name="new_terms"),
    path("settings/terms/new/check/", publish.check, name="check_terms"),
    path("settings/terms/new/check/<str:language>/", publish.drafted_document, name="drafted_terms"),
    path("settings/terms/<str:version_id>/withdraw/", staff.withdraw, name="withdraw_terms"),
    path("settings/terms/<str:kind>/lacking/", staff.lacking, name="lacking_terms"),
    path("terms/", public.overview, name="terms"),
    path("terms/<int:number>/", public.terms, name="terms_version"),
    path("terms/service/<int:number>/", public.service, name="service_version"),
    path("terms/documents/<str:document_id>/", public.document, name="terms_document"),
]
