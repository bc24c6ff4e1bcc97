#!/usr/bin/python3
"""The peer that thorax4j is measured against: the same preprocessing and the same network with the
same weights on Debian's python3-torch, python3-pydicom and python3-pil.

  peer.py classify MODEL FOLDER [--mode processes|loader] [--network plain|frozen]
  peer.py network MODEL --batch N --seconds S
  peer.py train MODEL --batch N --steps N
  peer.py versions

MODEL is a .thorax file. Research software, not for diagnosis.
"""
import argparse
import json
import os
import statistics
import struct
import sys
import time
import zipfile

import numpy as np

BATCH = 32


# ---- the model file ----


def read_model(path):
    """The model card, and the weights by name as vectors."""
    with zipfile.ZipFile(path) as archive:
        card = json.loads(archive.read("model.json"))["card"]
        data = archive.read("weights.safetensors")
    (length,) = struct.unpack("<Q", data[:8])
    weights = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            weights[name] = np.frombuffer(data[begin:end], dtype="<f4")
    return card, weights


def network(card, weights):
    """The network with its weights, ready to predict, channels last."""
    import torch
    from torch import nn

    class Residual(nn.Module):
        def __init__(self, before, channels, stride):
            super().__init__()
            self.main = nn.Sequential(
                nn.Conv2d(before, channels, 3, stride, 1, bias=False),
                nn.BatchNorm2d(channels),
                nn.ReLU(inplace=True),
                nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
                nn.BatchNorm2d(channels),
            )
            self.shortcut = nn.Sequential()
            if stride > 1:
                self.shortcut = nn.Sequential(
                    nn.Conv2d(before, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
                )

        def forward(self, x):
            return torch.relu_(self.main(x) + self.shortcut(x))

    def thoraxnet():
        layers = [
            nn.Conv2d(1, 24, 5, 2, 2, bias=False),
            nn.BatchNorm2d(24),
            nn.ReLU(inplace=True),
        ]
        before = 24
        for channels, blocks in ((24, 1), (48, 2), (96, 2), (192, 1)):
            for block in range(blocks):
                layers.append(Residual(before, channels, 2 if block == 0 else 1))
                before = channels
        pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        return layers, [pool, nn.Dropout(0.3), nn.Linear(192, 1)]

    def seed_cnn():
        layers = [
            nn.Conv2d(3, 128, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Dropout(0.2),
            nn.MaxPool2d(2),
            nn.Conv2d(128, 64, 3),
            nn.ReLU(inplace=True),
            nn.Dropout(0.2),
            nn.MaxPool2d(2),
            nn.Conv2d(64, 32, 3),
            nn.ReLU(inplace=True),
        ]
        head = [
            nn.Dropout(0.2),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(6272, 32),
            nn.ReLU(inplace=True),
            nn.Linear(32, 1),
        ]
        return layers, head

    layers, head = {"thoraxnet": thoraxnet, "seed-cnn": seed_cnn}[card["architecture"]]()
    net = nn.Sequential()
    net.add_module("features", nn.Sequential(*layers))
    net.add_module("head", nn.Sequential(*head))
    torch_names = {
        "gamma": "weight",
        "beta": "bias",
        "runningMean": "running_mean",
        "runningVar": "running_var",
    }
    state = net.state_dict()
    given = {name: None for name in state if name.endswith("num_batches_tracked")}
    for name, values in weights.items():
        stem, last = name.rsplit(".", 1)
        target = stem + "." + torch_names.get(last, last)
        given[target] = torch.from_numpy(values.copy()).reshape(state[target].shape)
    for name in [name for name, value in given.items() if value is None]:
        given[name] = state[name]
    net.load_state_dict(given, strict=True)
    return net.eval().to(memory_format=torch.channels_last)


def frozen(net, card):
    """Batch norm folded into the convolutions, and the other rewritings for inference."""
    import torch

    geometry = card["input"]
    example = torch.zeros(
        (BATCH, geometry["channels"], geometry["height"], geometry["width"])
    ).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        traced = torch.jit.freeze(torch.jit.trace(net, example))
        traced(example)
        traced(example)
    return traced


def probabilities(net, card, images):
    """The calibrated probabilities of images, (n, height, width) between 0 and 1."""
    import torch

    geometry = card["input"]
    with torch.inference_mode():
        x = torch.from_numpy(np.stack(images)).unsqueeze(1)
        x = (x - geometry["mean"]) * (1 / geometry["deviation"])
        x = x.expand(-1, geometry["channels"], -1, -1)
        logits = net(x.contiguous(memory_format=torch.channels_last))
        return torch.sigmoid(logits / card["calibration"]["temperature"]).flatten().tolist()


# ---- the image ----


def grey_table(header):
    """What each stored value shows, 0 to 1: rescale, window, inversion."""
    bits = header.BitsStored
    codes = np.arange(1 << bits, dtype=np.float64)
    if header.PixelRepresentation == 1:
        codes[1 << (bits - 1) :] -= 1 << bits
    values = codes * float(header.get("RescaleSlope", 1)) + float(header.get("RescaleIntercept", 0))
    if "WindowCenter" in header:
        centre, width = float(header.WindowCenter), float(header.WindowWidth)
        grey = (values - (centre - 0.5)) / (width - 1) + 0.5
    else:
        cells = header.pixel_array
        low, high = values[int(cells.min())], values[int(cells.max())]
        grey = (values - low) / (high - low)
    grey = np.clip(grey, 0, 1)
    shape = header.get("PresentationLUTShape")
    inverse = shape == "INVERSE" or (
        shape is None and header.PhotometricInterpretation == "MONOCHROME1"
    )
    return (1 - grey if inverse else grey).astype(np.float32)


def read_image(path, side):
    """A file as the network's input before standardisation: (side, side), 0 to 1."""
    from PIL import Image

    if path.endswith(".dcm"):
        import pydicom

        header = pydicom.dcmread(path)
        # Negative values count from the table's end, where it has them.
        grey = grey_table(header)[header.pixel_array]
    else:
        grey = np.asarray(Image.open(path), dtype=np.float32) / 255
    small = Image.fromarray(grey).resize((side, side), Image.BILINEAR)
    return np.clip(np.asarray(small), 0, 1)


# ---- many images ----


def classify_chunk(paths):
    """In a worker process: a batch from files to probabilities."""
    side = WORKER["card"]["input"]["width"]
    images = [read_image(path, side) for path in paths]
    return list(zip(paths, probabilities(WORKER["net"], WORKER["card"], images)))


WORKER = {}


def start_worker(model, form, threads):
    import torch

    torch.set_num_threads(threads)
    card, weights = read_model(model)
    net = network(card, weights)
    WORKER["card"] = card
    WORKER["net"] = frozen(net, card) if form == "frozen" else net


def by_processes(model, paths, form, workers):
    """Each process reads and predicts its batches, with one thread of the engine."""
    import multiprocessing

    size = max(1, min(BATCH, -(-len(paths) // workers)))
    jobs = [paths[i : i + size] for i in range(0, len(paths), size)]
    with multiprocessing.get_context("fork").Pool(
        min(workers, len(jobs)), start_worker, (model, form, 1)
    ) as pool:
        for answers in pool.imap(classify_chunk, jobs):
            yield from answers


def by_loader(model, paths, form, workers):
    """PyTorch's DataLoader: processes read, this one predicts with all threads."""
    import torch
    from torch.utils.data import DataLoader, Dataset

    class Files(Dataset):
        def __len__(self):
            return len(paths)

        def __getitem__(self, index):
            return read_image(paths[index], side)

    start_worker(model, form, workers)
    side = WORKER["card"]["input"]["width"]
    batches = DataLoader(
        Files(), batch_size=BATCH, num_workers=workers, prefetch_factor=2, collate_fn=np.stack
    )
    at = 0
    for batch in batches:
        answers = probabilities(WORKER["net"], WORKER["card"], list(batch))
        yield from zip(paths[at : at + len(answers)], answers)
        at += len(answers)


def classify(arguments):
    if os.path.isdir(arguments.folder):
        paths = sorted(os.path.join(arguments.folder, n) for n in os.listdir(arguments.folder))
    else:
        paths = [arguments.folder]
    if arguments.limit:
        paths = paths[: arguments.limit]
    way = {"processes": by_processes, "loader": by_loader}[arguments.mode]
    for path, probability in way(arguments.model, paths, arguments.network, arguments.workers):
        print(json.dumps({"file": path, "probability": probability}))


# ---- speed of the engine alone ----


def loaded(arguments):
    import torch

    torch.manual_seed(1)
    torch.set_num_threads(arguments.workers)
    card, weights = read_model(arguments.model)
    geometry = card["input"]
    x = torch.randn(
        arguments.batch, geometry["channels"], geometry["height"], geometry["width"]
    ).contiguous(memory_format=torch.channels_last)
    return torch, card, network(card, weights), x


def speed_of_network(arguments):
    """Predicting from memory, images a second."""
    torch, card, net, x = loaded(arguments)
    for form in ("plain", "frozen"):
        run = net if form == "plain" else torch.jit.freeze(torch.jit.trace(net, x))
        with torch.inference_mode():
            for _ in range(3):
                run(x)
            times = []
            until = time.perf_counter() + arguments.seconds
            while time.perf_counter() < until:
                begin = time.perf_counter()
                run(x)
                times.append(time.perf_counter() - begin)
        rate = arguments.batch / statistics.median(times)
        print(f"network\t{card['architecture']}\t{form}\tbatch {arguments.batch}\t{rate:.1f}")


def speed_of_training(arguments):
    """Forward, backward and AdamW on random images in memory, images a second."""
    torch, card, net, x = loaded(arguments)
    net.train()
    y = (torch.rand(arguments.batch, 1) > 0.5).float()
    loss_of = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
    times = []
    for _ in range(arguments.steps + 1):
        begin = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()
        loss.item()
        times.append(time.perf_counter() - begin)
    rate = arguments.batch / statistics.median(times[1:])
    print(f"train\t{card['architecture']}\tbatch {arguments.batch}\t{rate:.1f}")


def versions(_):
    import PIL
    import pydicom
    import torch

    backend = "oneDNN" if torch.backends.mkldnn.is_available() else "no oneDNN"
    print(
        f"Python {sys.version.split()[0]}, torch {torch.__version__} ({backend}),"
        f" pydicom {pydicom.__version__}, Pillow {PIL.__version__}, numpy {np.__version__}"
    )


def main():
    parser = argparse.ArgumentParser(description="the peer of thorax4j's benchmarks")
    parser.add_argument("--workers", type=int, default=2, help="processes, or threads of torch")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("classify")
    command.add_argument("model")
    command.add_argument("folder")
    command.add_argument("--mode", choices=("processes", "loader"), default="processes")
    command.add_argument("--network", choices=("plain", "frozen"), default="plain")
    command.add_argument("--limit", type=int, default=0, help="the first so many files only")
    command.set_defaults(run=classify)
    command = commands.add_parser("network")
    command.add_argument("model")
    command.add_argument("--batch", type=int, default=BATCH)
    command.add_argument("--seconds", type=float, default=5)
    command.set_defaults(run=speed_of_network)
    command = commands.add_parser("train")
    command.add_argument("model")
    command.add_argument("--batch", type=int, required=True)
    command.add_argument("--steps", type=int, default=20)
    command.set_defaults(run=speed_of_training)
    command = commands.add_parser("versions")
    command.set_defaults(run=versions)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
