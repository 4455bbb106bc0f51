"""The check's own arithmetic, on calls worked out by hand."""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from expected_ledger import window_start  # noqa: E402
from expected_steps import ExpectedLedger  # noqa: E402
from prices import Prices  # noqa: E402

# 0.1 micro-dollars in, 0.01 cached, 0.4 out; above 200k tokens of input twice that.
PRICES = """{
  "m": {"input_cost_per_token": 1e-07, "cache_read_input_token_cost": 1e-08,
        "output_cost_per_token": 4e-07, "input_cost_per_token_above_200k_tokens": 2e-07,
        "output_cost_per_token_above_200k_tokens": 8e-07},
  "fine": {"input_cost_per_token": 5e-10, "output_cost_per_token": 1.3e-10},
  "half": {"input_cost_per_token": 1e-07}
}"""
COLUMNS = ("kind row at_ms org_id key_id model fate reserves reservation_id tags hold_input "
           "hold_cache_read hold_output estimated_tokens ttl_ms increase_at_ms increase_nano "
           "increase_tokens extend_ms end end_at_ms used_input used_cache_read used_output second "
           "second_at_ms user_id team_id allowed_models requests_per_minute tokens_per_minute "
           "parallel_requests expires_at credit_line_nano scope scope_id period limit_nano "
           "alert_percents grant_id kind_of_credit amount_nano adjustment_id clear").split()
START = 1_700_000_040_000  # the start of a minute


def line(kind, at, **values):
    return {**dict.fromkeys(COLUMNS, ""), "kind": kind, "at_ms": str(START + at), "org_id": "o",
            **{name: str(value) for name, value in values.items()}}


def call(row, at, hold_output, used_output, end_after, **values):
    """100 tokens in: 10,000 nano-units, and 400 a token out."""
    return line("call", at, row=row, key_id="k", model="m", fate="settles", reserves=1,
                reservation_id=f"call-{row}", hold_input=100, hold_cache_read=0,
                hold_output=hold_output, estimated_tokens=100 + hold_output, end="settle",
                end_at_ms=START + at + end_after, used_input=100, used_cache_read=0,
                used_output=used_output, **values)


def set_up(credit, **key):
    return [line("organization_created", 0), line("key_created", 0, key_id="k", user_id="u", **key),
            line("credit_granted", 0, grant_id="g", kind_of_credit="PURCHASED", amount_nano=credit)]


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.prices = Prices(self.write("prices.json", PRICES))

    def write(self, name, text):
        path = pathlib.Path(self.folder.name) / name
        path.write_text(text)
        return str(path)

    def run_ledger(self, lines):
        ledger = ExpectedLedger(self.prices)
        ledger.run(lines)
        return ledger.orgs["o"]


class PricesCase(Case):
    def test_costs_are_exact_and_rounded_half_to_even(self):
        table = [("m", 3, 2, 1, 300 + 20 + 400), ("m", 200_000, 0, 1, 20_000_000 + 400),
                 ("m", 200_000, 1, 1, 40_000_000 + 10 + 800), ("fine", 1, 0, 0, 0),
                 ("fine", 3, 0, 0, 2), ("fine", 5, 0, 0, 2), ("fine", 1, 0, 1, 1),
                 ("fine", 0, 7, 0, 4), ("half", 1, 0, 0, None), ("none", 1, 0, 0, None)]
        for model, whole, cached, output, nano in table:
            tokens = {"input": whole, "cache_read": cached, "output": output}
            self.assertEqual(self.prices.cost(model, tokens), nano, (model, tokens))

    def test_windows_start_at_midnight_monday_and_the_first(self):
        monday = 1_767_571_200_000  # 2026-01-05
        first = 1_769_904_000_000  # 2026-02-01
        for period, start in (("DAILY", monday), ("WEEKLY", monday), ("MONTHLY", first)):
            self.assertNotEqual(window_start(period, start - 1), window_start(period, start))
            self.assertEqual(window_start(period, start), window_start(period, start + 3_600_000))
        self.assertEqual(window_start("TOTAL", 0), window_start("TOTAL", monday))


class LedgerCase(Case):
    def test_a_call_is_held_then_settled(self):
        org = self.run_ledger(set_up(100_000) + [call(0, 1_000, 100, 50, 2_000)])
        self.assertEqual((org.balance, org.held, org.spend), (70_000, 0, 30_000))

    def test_an_open_hold_is_still_held(self):
        open_call = {**call(0, 1_000, 100, 50, 2_000), "end": "", "end_at_ms": ""}
        org = self.run_ledger(set_up(100_000) + [open_call])
        self.assertEqual((org.balance, org.held, org.available()), (100_000, 50_000, 50_000))

    def test_what_credits_do_not_cover_is_denied_and_never_settles(self):
        calls = [call(0, 1_000, 100, 50, 2_000), call(1, 1_500, 101, 50, 100)]
        org = self.run_ledger(set_up(100_000) + calls)
        self.assertEqual(org.decisions, {"call-0": "granted", "call-1": "denied_credits"})
        self.assertEqual(org.spend, 30_000)

    def test_a_hold_expires_and_its_late_settlement_still_posts(self):
        org = self.run_ledger(set_up(100_000) + [call(0, 0, 100, 50, 1_000, ttl_ms=1_000)])
        self.assertEqual(org.counts["expired"], 1)
        self.assertEqual(org.counts["flag late"], 1)
        self.assertEqual((org.balance, org.held), (70_000, 0))

    def test_a_second_settlement_changes_nothing(self):
        twice = call(0, 0, 100, 50, 1_000, second="settle", second_at_ms=START + 1_500)
        org = self.run_ledger(set_up(100_000) + [twice])
        self.assertEqual(org.counts["already_settled"], 1)
        self.assertEqual(org.spend, 30_000)

    def test_a_cost_above_its_hold_is_posted_and_may_leave_a_debt(self):
        org = self.run_ledger(set_up(20_000) + [call(0, 0, 25, 100, 1_000)])
        self.assertEqual(org.counts["flag above_hold"], 1)
        self.assertEqual(org.balance, -30_000)

    def test_limits_count_in_their_minute(self):
        calls = [call(row, at, 1, 1, 100) for row, at in enumerate((0, 10, 59_999, 60_000))]
        org = self.run_ledger(set_up(10**9, requests_per_minute=2) + calls)
        self.assertEqual(list(org.decisions.values()),
                         ["granted", "granted", "denied_rate_limit", "granted"])

    def test_a_budget_counts_what_is_spent_and_held_and_alerts_once(self):
        budget = line("budget_set", 0, scope="KEY", scope_id="k", period="TOTAL", limit_nano=60_000)
        calls = [call(0, 1_000, 50, 50, 10), call(1, 2_000, 51, 0, 10), call(2, 3_000, 50, 0, 10)]
        org = self.run_ledger(set_up(10**9) + [budget] + calls)
        self.assertEqual(list(org.decisions.values()), ["granted", "denied_budget", "granted"])
        self.assertEqual(org.counts["budget_alert"], 1)

    def test_a_lot_forfeits_at_its_end_what_no_hold_needs_and_the_rest_later(self):
        lot = line("credit_granted", 0, grant_id="p", kind_of_credit="PROMOTIONAL",
                   amount_nano=60_000, expires_at=START + 1_000)
        org = self.run_ledger([line("organization_created", 0), line("key_created", 0, key_id="k"),
                               lot, call(0, 0, 100, 50, 2_000)])
        # 10,000 at the end; of the 50,000 held 30,000 are spent and 20,000 forfeited then.
        self.assertEqual(org.counts["credit_expired"], 2)
        self.assertEqual((org.balance, org.spend), (0, 30_000))


class ProgramCase(Case):
    def program(self, balance, cost="30000"):
        lines = set_up(100_000) + [call(0, 1_000, 100, 50, 2_000)]
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
        outcomes = [{"org_id": "o", "outcome": "accepted"}] * 3 + [
            {"org_id": "o", "outcome": "granted", "reservation_id": "call-0"},
            {"org_id": "o", "outcome": "settled", "detail": {"cost_nano": cost},
             "balance": {"balance_nano": balance, "held_nano": "0", "available_nano": balance}}]
        trace = "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-14 22:14:01.0,100,50"
        command = [sys.executable, str(HERE / "check_replay.py"),
                   "--trace", self.write("trace.csv", trace),
                   "--choices", self.write("choices.csv", text.getvalue()),
                   "--prices", self.write("prices.json", PRICES),
                   "--outcomes", self.write("out", "\n".join(map(json.dumps, outcomes)))]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_equal_is_exit_0(self):
        done = self.program("70000")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("equal to the nano-unit", done.stdout)

    def test_one_nano_unit_off_is_exit_1_and_named(self):
        done = self.program("70001")
        self.assertEqual(done.returncode, 1)
        self.assertIn("DIFFERENT o: balance", done.stdout)
        self.assertIn("DIFFERENT o: spend", self.program("70000", "29999").stdout)


if __name__ == "__main__":
    unittest.main()
