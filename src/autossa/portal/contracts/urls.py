"""Addresses of contracts: the wizard, the review as the customer sees it, changing, cancelling, several at once."""

from django.urls import path

from autossa.portal.contracts import lapsed, options, reviews, several, staff, terms, views, wizard

_PRJ = "projects/<str:project_id>/"
_NEW = f"{_PRJ}contracts/new/"
_SEVERAL = "contracts/several/"

urlpatterns = [
    path(f"{_PRJ}contracts/", views.overview, name="project_contracts"),
    path(_NEW, wizard.options, name="conclude"),
    path(f"{_NEW}payment/", wizard.payment, name="conclude_payment"),
    path(f"{_NEW}check/", wizard.check, name="conclude_check"),
    path(f"{_NEW}done/", wizard.done, name="conclude_done"),
    path(f"{_PRJ}contracts/lapsed/", lapsed.order, name="lapsed"),
    path(f"{_PRJ}contracts/terms.csv", terms.accepted, name="accepted_terms"),
    path(f"{_PRJ}contracts/cancel/", views.cancel, name="cancel"),
    path(f"{_PRJ}contracts/undo/", views.undo, name="undo_cancellation"),
    path(f"{_PRJ}contracts/option/", options.change, name="change_option"),
    path(f"{_PRJ}contracts/option/undo/", options.undo, name="undo_change_option"),
    path(f"{_PRJ}contracts/withdraw/", views.withdraw, name="withdraw_contract"),
    path(f"{_PRJ}contracts/answer/", views.answer, name="answer_question"),
    path(_SEVERAL, several.choose, name="conclude_several"),
    path(f"{_SEVERAL}check/", several.check, name="conclude_several_check"),
    path(f"{_SEVERAL}done/", several.done, name="conclude_several_done"),
    # ---- vendor staff
    path("reviews/", reviews.queue, name="reviews"),
    path(f"{_PRJ}review/", reviews.review, name="review"),
    path(f"{_PRJ}contracts/suspend/", staff.suspend, name="suspend_contract"),
    path(f"{_PRJ}contracts/resume/", staff.resume, name="resume_contract"),
    path(f"{_PRJ}contracts/terminate/", staff.terminate, name="terminate_contract"),
    path(f"{_PRJ}waiver/", staff.waive, name="waive_late"),
    path(f"{_PRJ}credits/void/<str:settlement_id>/", staff.void, name="void_booking"),
]
