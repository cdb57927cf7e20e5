"""The step of TrainingStep.java in PyTorch: same net, same optimiser, same batch, one thread.

Prints one JSON object: {"name", "ms": [wall clock of each step], "cpu_ms": [CPU time of each step]}.
Needs PyTorch: pip install torch==2.13.0
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional


class ConvNorm(nn.Sequential):
    def __init__(self, inputs, outputs, kernel, stride):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)
        )


class Block(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.first = ConvNorm(inputs, width, 3, stride)
        self.second = ConvNorm(width, width, 3, 1)
        self.shortcut = None if stride == 1 and inputs == width else ConvNorm(inputs, width, 1, stride)

    def forward(self, x):
        y = self.second(functional.relu(self.first(x), inplace=True))
        y += x if self.shortcut is None else self.shortcut(x)
        return functional.relu(y, inplace=True)


class CifarResNet(nn.Module):
    """As io.patchdrop.learn.nets.CifarResNet: depth 6n + 2, three stages, projections as shortcuts."""

    def __init__(self, depth, classes, width=16):
        super().__init__()
        blocks = (depth - 2) // 6
        self.stem = ConvNorm(3, width, 3, 1)
        layers = []
        inputs = width
        for stage in range(3):
            for block in range(blocks):
                layers.append(Block(inputs, width << stage, 2 if stage > 0 and block == 0 else 1))
                inputs = width << stage
        self.layers = nn.Sequential(*layers)
        self.fc = nn.Linear(4 * width, classes)

    def forward(self, images):
        x = self.layers(functional.relu(self.stem(images), inplace=True))
        return self.fc(functional.adaptive_avg_pool2d(x, 1).flatten(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", choices=["channels_last", "plain"], default="channels_last")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--warmup", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(1)
    layout = torch.channels_last if arguments.layout == "channels_last" else torch.contiguous_format
    net = CifarResNet(32, 10).to(memory_format=layout)
    images = torch.rand(arguments.batch, 3, 32, 32).sub_(0.5).div_(0.5).contiguous(memory_format=layout)
    labels = torch.randint(10, (arguments.batch,))
    optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4, nesterov=True)

    wall = []
    cpu = []
    for _ in range(arguments.warmup + arguments.steps):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        loss = functional.cross_entropy(net(images), labels)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        loss.item()
        wall.append(1e3 * (time.perf_counter() - wall_start))
        cpu.append(1e3 * (time.process_time() - cpu_start))
    name = f"pytorch {torch.__version__} {arguments.layout}"
    print(json.dumps({"name": name, "ms": wall[arguments.warmup :], "cpu_ms": cpu[arguments.warmup :]}))


if __name__ == "__main__":
    main()
