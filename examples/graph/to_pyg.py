"""A graph of `fraudgen graph` in PyTorch Geometric: `python to_pyg.py FOLDER`. Needs `torch_geometric` and `pyarrow`."""

import sys

import torch
from arrays import load
from torch_geometric.data import HeteroData


def hetero(folder):
    """Nodes with features `x`; edges with `edge_index`, `time` and features `edge_attr`; labels by their names."""
    data = HeteroData()
    nodes, edges = load(folder)
    for kind, node in nodes.items():
        data[kind].num_nodes = node["rows"]
        data[kind].x = torch.from_numpy(node["x"]).float()
        for name, label in node["y"].items():
            data[kind][name] = torch.from_numpy(label)
    for kind, edge in edges.items():
        data[kind].edge_index = torch.from_numpy(edge["ends"])
        data[kind].edge_attr = torch.from_numpy(edge["x"]).float()
        if edge["time"] is not None:
            data[kind].time = torch.from_numpy(edge["time"])
        for name, label in edge["y"].items():
            data[kind][name] = torch.from_numpy(label)
    return data


if __name__ == "__main__":
    data = hetero(sys.argv[1])
    data.validate()
    print(data)
    print(f"{int(data['account'].label_mule.sum())} of {data['account'].num_nodes} accounts are mules'")
