"""Tests of the counts."""

import io
import unittest

from textlib import words
from wordcount import report
from wordcount.tally import Tally


class TallyTest(unittest.TestCase):
    """Counts a text of two lines."""

    def setUp(self) -> None:
        self.tally = Tally()
        self.tally.add(words(["The cat's hat,", "the hat."]))

    def test_order(self) -> None:
        self.assertEqual(self.tally.most_common(2), [("hat", [1, 2]), ("the", [1, 2])])
        self.assertEqual(len(self.tally), 3)

    def test_report(self) -> None:
        out = io.StringIO()
        report.write(self.tally, out, limit=1)
        self.assertEqual(out.getvalue(), "     2  hat  lines 1 to 2\n")

    def test_unknown_form(self) -> None:
        with self.assertRaisesRegex(ValueError, "no such form: 'xml'"):
            report.write(self.tally, io.StringIO(), form="xml")


if __name__ == "__main__":
    unittest.main()
