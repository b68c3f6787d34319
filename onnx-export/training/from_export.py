"""Makes a checkpoint again of an exported folder, so that training can go on from the model that ships.

usage: from_export.py EXPORTED_FOLDER CHECKPOINT_FOLDER

For float32 and int8 exports. Exporting the result as int8 gives the same model.onnx.data to the
byte, but what rounding once took away stays away.
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import checkpoint
from shape import Shape
from weights import all_weights

SCALES = ".scales"
PANEL = 16   # rows of an int8 panel, which hold [columns / 4, 16, 4] codes
BLOCK = 32   # columns with one scale


def dequantise(codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """[panels, columns / 4, 16, 4] codes and [panels, columns / 32, 16] scales to [rows, columns]."""
    rows, columns = codes.shape[0] * PANEL, codes.shape[1] * codes.shape[3]
    values = codes.transpose(0, 2, 1, 3).reshape(rows, columns).astype(np.float32)
    return values * scales.transpose(0, 2, 1).reshape(rows, columns // BLOCK).repeat(BLOCK, axis=1)


def read(folder: Path) -> dict[str, np.ndarray]:
    """Initializers by name as a checkpoint has them: int8 ones as float32, and what MatMul has transposed, [rows, columns] again."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    transposed = {node.input[1] for node in graph.node if node.op_type == "MatMul"}
    return {name: dequantise(array, arrays[name + SCALES]) if array.dtype == np.int8 else array.T if name in transposed else array
            for name, array in arrays.items() if not name.endswith(SCALES)}


def find(arrays: dict[str, np.ndarray], name: str, shape: tuple[int, ...]) -> np.ndarray:
    if name in arrays:
        return arrays[name].reshape(shape)
    for half, part in enumerate(("gate_proj", "up_proj")):
        if name.endswith(f"{part}.weight"):
            return np.split(arrays[name.replace(part, "gate_up_proj")].reshape(2 * shape[0], shape[1]), 2)[half]
    raise SystemExit(f"The export has no tensor {name}. Is it float32 or int8, and its config.json its own?")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exported", type=Path)
    parser.add_argument("checkpoint", type=Path)
    arguments = parser.parse_args()
    shape, arrays = Shape.published(arguments.exported / "config.json"), read(arguments.exported)
    tensors = {weight.name: torch.from_numpy(find(arrays, weight.name, weight.shape).astype(np.float32)) for weight in all_weights(shape)}
    tensors |= {name: torch.from_numpy(array.copy()) for name, array in arrays.items() if name.endswith(("tid2eid", "e_score_correction_bias"))}
    checkpoint.write(arguments.checkpoint, shape, tensors, arguments.exported / "tokenizer.json")


if __name__ == "__main__":
    main()
