"""Addresses of contracts: the wizard, the review as the customer sees it, cancelling, several at once."""

from django.urls import path

from autossa.portal import bulk, contracts, wizard

_PRJ = "projects/<str:project_id>/"
_NEW = f"{_PRJ}contracts/new/"
_SEVERAL = "contracts/several/"

urlpatterns = [
    path(f"{_PRJ}contracts/", contracts.overview, name="project_contracts"),
    path(_NEW, wizard.options, name="conclude"),
    path(f"{_NEW}payment/", wizard.payment, name="conclude_payment"),
    path(f"{_NEW}check/", wizard.check, name="conclude_check"),
    path(f"{_NEW}done/", wizard.done, name="conclude_done"),
    path(f"{_PRJ}contracts/cancel/", contracts.cancel, name="cancel"),
    path(f"{_PRJ}contracts/undo/", contracts.undo, name="undo_cancellation"),
    path(f"{_PRJ}contracts/withdraw/", contracts.withdraw, name="withdraw_contract"),
    path(f"{_PRJ}contracts/answer/", contracts.answer, name="answer_question"),
    path(_SEVERAL, bulk.choose, name="conclude_several"),
    path(f"{_SEVERAL}check/", bulk.check, name="conclude_several_check"),
    path(f"{_SEVERAL}done/", bulk.done, name="conclude_several_done"),
]
