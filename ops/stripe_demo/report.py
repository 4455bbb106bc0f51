"""What is printed: headings, tables, and a line for each check."""

from .money import shown


def heading(number, text):
    print(f"\n{number}. {text}\n", flush=True)


def table(head, rows):
    """The first column is text, the others are figures."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print(("  " + "  ".join([line[0].ljust(widths[0]), *(
            cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))])).rstrip())


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def hold(self, what, right):
        print("ok" if right else "NO", what, sep="  ", flush=True)
        self.passed += bool(right)
        self.failed += not right

    def equal(self, what, ours, theirs):
        """Amounts in nano-dollars."""
        off = "" if ours == theirs else f": off by {shown(ours - theirs)}"
        self.hold(what + off, ours == theirs)

    def last_line(self):
        if self.failed:
            return f"{self.failed} of {self.passed + self.failed} checks failed"
        return f"{self.passed} checks passed"
