"""The command line: listens, prints its URL as the last line, and serves until it is stopped."""

import argparse

from . import api, server, world


def arguments():
    parser = argparse.ArgumentParser(
        prog="ops/stripe-fake", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A stateful fake of Stripe.", epilog=server.controls.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111, help="0: any that is free")
    parser.add_argument("--seed", type=int, default=1, help="of all ids")
    parser.add_argument("--start", type=int, default=world.START, help="seconds since 1970")
    parser.add_argument("--api-version", default=world.API_VERSION)
    parser.add_argument("--key", default=api.KEY, help="the only one that is accepted")
    parser.add_argument("--webhook-url", help="where /_test/deliver posts")
    parser.add_argument("--webhook-secret", action="append", default=[],
                        help="whsec_...; twice while one is rolled")
    return parser.parse_args()


def main():
    given = arguments()
    account = world.World(given.seed, given.start, given.api_version)
    fake = server.Fake(account, given.key, given.webhook_secret, given.webhook_url)
    serving, url = server.serve(fake, given.host, given.port)
    print(f"key {given.key}", url, sep="\n", flush=True)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
