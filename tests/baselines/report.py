"""The results of baselines as a table, and as a picture."""

import statistics
from pathlib import Path

LEVELS = ("easy", "realistic", "hard")


def grouped(results: list[dict]) -> dict[tuple[str, str], dict[str, list[dict]]]:
    """The results of each kind and baseline, by level."""
    found = {}
    for result in results:
        kind, _, level = result["task"].rpartition("-")
        found.setdefault((kind, result["model"]), {}).setdefault(level, []).append(result)
    return found


def precisions(results: list[dict]) -> list[float]:
    return [result["figures"]["average_precision"]["value"] for result in results]


def cell(results: list[dict]) -> str:
    """The mean of all seeds, and the least and the greatest."""
    values = precisions(results)
    if not values:
        return "–"
    mean = f"{statistics.mean(values):.3f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.3f}–{max(values):.3f})"


def markdown(results: list[dict]) -> str:
    """Average precision by task and baseline, means over seeds and ranges."""
    lines = [f"| task | baseline | {' | '.join(LEVELS)} | seeds | CPU s |", "|---|---|---|---|---|---|---|"]
    last = None
    for (kind, model), levels in grouped(results).items():
        seeds = sorted({len(found) for found in levels.values()})
        seconds = statistics.median(result["seconds"] for found in levels.values() for result in found)
        cells = [cell(levels.get(level, [])) for level in LEVELS]
        lines.append(f"| {'' if kind == last else kind} | {model} | {' | '.join(cells)} | {'–'.join(map(str, seeds))} | {seconds:.0f} |")
        last = kind
    return "\n".join(lines)


def plot(results: list[dict], file: Path) -> None:
    """Average precision against difficulty, a panel for each kind of task, with ranges."""
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "fraudgen"}
    found = grouped(results)
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    models = list(dict.fromkeys(model for _, model in found))
    figure = Figure(figsize=(9, 5.6), layout="constrained")
    panels = list(figure.subplots(2, 3).flat)
    for panel in panels[len(kinds) :]:
        panel.remove()
    for kind, panel in zip(kinds, panels):
        for (of, model), levels in found.items():
            if of == kind:
                at = [place for place, level in enumerate(LEVELS) if level in levels]
                values = [precisions(levels[LEVELS[place]]) for place in at]
                means = [statistics.mean(each) for each in values]
                spread = [[mean - min(each) for mean, each in zip(means, values)], [max(each) - mean for mean, each in zip(means, values)]]
                panel.errorbar(at, means, spread, color=f"C{models.index(model)}", marker="o", markersize=3, linewidth=1.2, capsize=2, label=model)
        panel.set_title(kind, fontsize=10)
        panel.set_xticks(range(len(LEVELS)), LEVELS)
        panel.set_ylim(bottom=0)
        panel.legend(fontsize=6, frameon=False)
        panel.spines[["top", "right"]].set_visible(False)
    figure.supylabel("average precision", fontsize=10)
    figure.savefig(file, format="svg", metadata={"Date": None})
