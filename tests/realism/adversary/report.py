"""What the adversary finds in a dataset, against limits.

    python tests/realism/adversary DIR

The limits are for a fraud rate of 0.02: rules are more precise the more fraud there is.
"""

import argparse
from dataclasses import dataclass

import judge
from dataset import Dataset
from features import WHOLE, Rows
from judge import MOST_COLUMN, MOST_RECALL, Verdict, table

from . import search
from .edges import DAYS, FEW_DAYS, Edges, edges
from .search import PRECISION, SHORT_PRECISION, Searched
from .strata import EXPECTED, Stratum, strata

# Recall of rules that are joined, all together at least as precise as `PRECISION`.
MOST_UNION = 0.05
# What is known at last tells more than a bank can know in time.
MOST_UNION_AT_LAST = 0.08
MOST_COLUMN_AT_LAST = 0.83
# Strata without fraud for which there is no reason but chance: combinations of a trade and a way to pay.
MOST_STRATA = 4
# The rate of fraud at the ends of the period, by the mean; of the very first and last days, which vary more.
AT_ENDS = (0.8, 1.2)
AT_VERY_ENDS = (0.5, 1.5)
SHOWN = 25
# Strata without fraud by nature: own accounts, and the invoices of one's own bank.
BY_NATURE = {
    ("same name: customer, payee's account's customer = yes",),
    ("paid accounts.is_primary = no",),
    ("type = AUTO_DEBIT", "presence of merchant_id = no"),
}


@dataclass(frozen=True)
class Report:
    """All that was found."""

    title: str
    # By rules over what is known at the time of a payment, and over what is known when the period is over.
    known: Searched
    whole: Searched
    strata: list[Stratum]
    edges: Edges

    def verdicts(self) -> list[Verdict]:
        return [
            *self.of_rules("known at the time", self.known, MOST_UNION, MOST_COLUMN),
            *self.of_rules("known at last", self.whole, MOST_UNION_AT_LAST, MOST_COLUMN_AT_LAST),
            self.of_strata(),
            *[
                Verdict(f"rate of fraud in the {name} days, by the mean", f"{rate:.2f}", f"{low} to {high}", low <= rate <= high)
                for name, rate, [low, high] in [
                    (f"first {DAYS}", self.edges.first, AT_ENDS),
                    (f"last {DAYS}", self.edges.last, AT_ENDS),
                    (f"first {FEW_DAYS}", self.edges.very_first, AT_VERY_ENDS),
                    (f"last {FEW_DAYS}", self.edges.very_last, AT_VERY_ENDS),
                ]
            ],
        ]

    def of_strata(self) -> Verdict:
        found = len([each for each in self.strata if each.categories not in BY_NATURE])
        return Verdict("strata without fraud, or of fraud only, but those that are so by nature", str(found), f"<= {MOST_STRATA}", found <= MOST_STRATA)

    def of_rules(self, when: str, searched: Searched, most_union: float, most_column: float) -> list[Verdict]:
        union, short, strongest = searched.union, searched.short, searched.columns[0]
        joined = f"{union.recall:.4f} at precision {union.precision:.3f} ({len(union.rules)} rules)"
        return [
            Verdict(f"recall of joined rules, {when}", joined, f"<= {most_union} at {PRECISION}", union.recall <= most_union),
            Verdict(f"recall of a rule of one or two conditions, {when}", f"{short.recall:.4f} ({short})", f"<= {MOST_RECALL} at {SHORT_PRECISION}", short.recall <= MOST_RECALL),
            Verdict(f"ROC AUC of a single column, {when}", f"{strongest.auc:.3f} ({strongest.column})", f"<= {most_column}", strongest.auc <= most_column),
        ]

    def markdown(self) -> str:
        verdicts = table(["", "limit", "measured", "limit is"], [
            ["met" if each.met else "**NOT MET**", each.name, each.measured, each.limit] for each in self.verdicts()
        ])
        parts = ["# What tells fraud without knowing how people behave", self.title, "## Verdicts", verdicts]
        for when, searched in (("at the time of a payment", self.known), ("when the period is over", self.whole)):
            parts += [f"## Rules over what is known {when}, as they are joined", rule_table(searched), f"## Columns known {when}", column_table(searched)]
        return "\n\n".join([*parts, "## Strata", self.stratum_table(), "## Days", self.day_table()]) + "\n"

    def stratum_table(self) -> str:
        lines = [[" and ".join(each.categories), f"{each.rows:,}", each.has] for each in self.strata]
        return f"With {EXPECTED} or more rows of the missing kind expected.\n\n" + table(["stratum", "rows", "has"], lines)

    def day_table(self) -> str:
        rates = self.edges.rates
        return table(["days", *(str(day + 1) for day in range(DAYS))], [
            [name, *(f"{rate:.2f}" for rate in part)] for name, part in [("first", rates[:DAYS]), ("last", rates[-DAYS:])]
        ])


def rule_table(searched: Searched) -> str:
    return table(["recall", "precision", "rule", "finds"], [
        [f"{rule.recall:.4f}", f"{rule.precision:.3f}", str(rule), ", ".join(f"{name} {count}" for name, count in list(rule.typologies.items())[:3])]
        for rule in searched.union.rules
    ])


def column_table(searched: Searched) -> str:
    return table(["column", "ROC AUC"], [[each.column, f"{each.auc:.3f}"] for each in searched.columns[:SHOWN]])


def look(rows: Rows, title: str = "") -> Report:
    """Everything that the adversary tries."""
    known = [column for column in rows.columns if column.group != WHOLE]
    return Report(title, search.search(known, rows), search.search(rows.columns, rows), strata(rows), edges(rows))


def titled(dataset: Dataset) -> str:
    spec = dataset.manifest["spec"]
    return f"Dataset {dataset.manifest['digest']}: {spec['transactions']:,} transactions, fraud rate {spec['fraud_rate']}, seed {spec['seed']}."


def main() -> int:
    dataset, _ = judge.asked(argparse.ArgumentParser(description="Looks for seams between fraud and life in a dataset."))
    report = look(judge.read(dataset), titled(dataset))
    print(report.markdown())
    return 0 if all(verdict.met for verdict in report.verdicts()) else 1
