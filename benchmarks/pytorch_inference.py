"""The dense net of Inference.java in PyTorch: eager, in inference mode, one thread, from tensors to logits.

Prints one JSON object a batch size: {"name", "ms": [wall clock of each call], "cpu_ms": [CPU time of each call]}.
Needs PyTorch: pip install torch==2.13.0
"""

import argparse
import json
import time

import torch

from pytorch_step import CifarResNet


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", choices=["channels_last", "plain"], default="channels_last")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--warmup", type=int, default=20)
    parser.add_argument("--calls", type=int, default=60)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(1)
    layout = torch.channels_last if arguments.layout == "channels_last" else torch.contiguous_format
    net = CifarResNet(32, 10).to(memory_format=layout).eval()
    images = torch.rand(arguments.batch, 3, 32, 32).sub_(0.5).div_(0.5).contiguous(memory_format=layout)
    wall = []
    cpu = []
    with torch.inference_mode():
        for _ in range(arguments.warmup + arguments.calls):
            wall_start, cpu_start = time.perf_counter(), time.process_time()
            net(images).tolist()
            wall.append(1e3 * (time.perf_counter() - wall_start))
            cpu.append(1e3 * (time.process_time() - cpu_start))
    name = f"pytorch {torch.__version__} {arguments.layout}"
    print(json.dumps({"name": name, "ms": wall[arguments.warmup :], "cpu_ms": cpu[arguments.warmup :]}))


if __name__ == "__main__":
    main()
