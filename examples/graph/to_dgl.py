"""A graph of `fraudgen graph` in DGL: `python to_dgl.py FOLDER`. Needs `dgl` and `pyarrow`."""

import sys

import dgl
import torch
from arrays import load


def hetero(folder):
    """Nodes and edges with features `x`, payments with `time`, and labels by their names."""
    nodes, edges = load(folder)
    ends = {kind: tuple(torch.from_numpy(end) for end in edge["ends"]) for kind, edge in edges.items()}
    graph = dgl.heterograph(ends, {kind: node["rows"] for kind, node in nodes.items()})
    for kind, node in nodes.items():
        graph.nodes[kind].data["x"] = torch.from_numpy(node["x"]).float()
        graph.nodes[kind].data.update({name: torch.from_numpy(label) for name, label in node["y"].items()})
    for kind, edge in edges.items():
        graph.edges[kind].data["x"] = torch.from_numpy(edge["x"]).float()
        if edge["time"] is not None:
            graph.edges[kind].data["time"] = torch.from_numpy(edge["time"])
        graph.edges[kind].data.update({name: torch.from_numpy(label) for name, label in edge["y"].items()})
    return graph


if __name__ == "__main__":
    graph = hetero(sys.argv[1])
    print(graph)
    mules = int(graph.nodes["account"].data["label_mule"].sum())
    print(f"{mules} of {graph.num_nodes('account')} accounts are mules'")
