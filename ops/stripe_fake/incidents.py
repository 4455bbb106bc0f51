"""What befalls the payments of a month, by day."""

from . import disputes, funds, payouts, prices, refunds, subscriptions

PLAN_ORG = "org-2"


def declined_then_paid(month):
    month.check_out("org-1", 5_200, "pm_card_chargeDeclined")
    month.check_out("org-1", 5_200)


def auto_top_up_fails(month):
    month.auto_top_up("org-3", 10_400, "pm_card_chargeDeclinedInsufficientFunds")


def payer_is_asked_and_away(month):
    month.auto_top_up("org-4", 2_600, "pm_card_authenticationRequired")


def refund(name, amount=None):
    def happens(month):
        given = {} if amount is None else {"amount": str(amount)}
        refunds.create(month.world, {"charge": month.charge(name)["id"],
                                     "reason": "requested_by_customer", **given})
    return happens


def pay(name, amount, card="pm_card_visa"):
    return lambda month: month.note(name, amount, card)


def dispute(name, is_inquiry=False):
    return lambda month: month.noted.__setitem__(name + " dispute", disputes.open(
        month.world, month.charge(name), is_inquiry=is_inquiry))


def then(deed, name):
    return lambda month: deed(month.world, month.noted[name + " dispute"])


def respond(world, one):
    return disputes.respond(world, one, {"uncategorized_text": "Credits were used."})


def nobody_pays(month):
    """A payment whose metadata name no organization."""
    month.check_out(None, 2_600)


def subscribe(month):
    small, large = (prices.create(month.world, {
        "currency": "usd", "unit_amount": str(amount), "lookup_key": name, "nickname": name,
        "metadata": {"plan_id": name, "fee_bps": "0"}}) for name, amount in
        (("growth", 4_900), ("scale", 19_900)))
    month.noted["large plan"] = large
    month.noted["subscription"] = subscriptions.create(month.world, {
        "customer": month.customers[PLAN_ORG]["id"], "items": [{"price": small["id"]}],
        "metadata": {"org_id": PLAN_ORG}})
    month.fee_bps[PLAN_ORG] = 0


def change_plan(month):
    subscription = month.noted["subscription"]
    item = subscription["items"]["data"][0]["id"]
    subscriptions.update(month.world, subscription["id"], {
        "items": [{"id": item, "price": month.noted["large plan"]["id"]}]})


def end_plan(month):
    subscriptions.cancel(month.world, month.noted["subscription"]["id"])
    month.fee_bps[PLAN_ORG] = 400


def payout_comes_back(month):
    """The last that arrived; the next automatic one takes its amount along."""
    arrived = [one for one in month.world.all("payout") if one["status"] == "paid"]
    payouts.fail(month.world, arrived[-1])


def fees_of_the_month(month):
    funds.adjust(month.world, -1_250, "stripe_fee", "fee", "Radar (2026-02)")


def correction(month):
    funds.adjust(month.world, 75, description="Correction of a fee")


INCIDENTS = {
    1: [pay("refunded in parts", 10_400)],
    2: [subscribe, pay("lost", 26_000)],
    3: [declined_then_paid, pay("won", 5_200)],
    4: [auto_top_up_fails, pay("asked about", 2_600), pay("refund fails", 5_200,
                                                          "pm_card_refundFail")],
    5: [refund("refunded in parts", 3_000), payer_is_asked_and_away],
    6: [dispute("lost"), pay("refund takes a day", 1_040, "pm_card_pendingRefund")],
    7: [nobody_pays, refund("refund fails")],
    8: [dispute("won")],
    9: [dispute("asked about", is_inquiry=True), refund("refunded in parts", 1_234)],
    10: [pay("warned about", 2_600, "pm_card_createIssuerFraudRecord")],
    11: [then(respond, "lost"), then(respond, "won"), refund("warned about")],
    12: [pay("by bank debit", 26_000, "pm_usBankAccount_success")],
    13: [pay("by a debit that fails", 10_400, "pm_usBankAccount_insufficientFunds")],
    14: [then(disputes.close_inquiry, "asked about"), change_plan],
    16: [then(disputes.lose, "lost"), payout_comes_back],
    17: [refund("refund takes a day")],
    18: [lambda month: month.auto_top_up("org-5", 4_700, currency="eur")],
    19: [then(disputes.win, "won"), pay("refunded at once", 52_000)],
    20: [refund("refunded in parts"), refund("refunded at once")],
    22: [pay("asked about, then charged back", 5_200, "pm_card_createDisputeInquiry")],
    23: [lambda month: disputes.escalate(month.world, month.world.all("dispute")[-1])],
    25: [correction, end_plan],
    27: [fees_of_the_month],
}
