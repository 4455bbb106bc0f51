"""The command line; by itself it is only judged, so that a wrong one costs no build."""

import argparse


def arguments():
    parser = argparse.ArgumentParser(
        prog="ops/stripe-demo", allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A month of a business at a fake of Stripe, in a minute: its events come to a\n"
        "ledger as signed webhooks, in random order, some twice, some never; at the end\n"
        "both books say the same, to the cent. Nothing leaves this machine.",
        epilog="Exit status: 0 all checks passed, 1 one did not.")
    parser.add_argument("--seed", type=int, default=1, help="another month (default 1)")
    parser.add_argument("--keep", action="store_true",
                        help="keep the ledger, to look into it afterwards")
    parser.add_argument("--forget", metavar="TYPE", action="append", default=[],
                        help="Stripe never tells of events whose type begins so "
                        "(charge.dispute.): the books must not agree then")
    parser.add_argument("--ledger", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    arguments()
