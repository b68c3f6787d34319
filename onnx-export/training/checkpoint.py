"""Checkpoint folders in the form of transformers: config.json, model.safetensors (float32), tokenizer.json."""
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import DeepseekV4Config

from shape import Shape


def write(folder: Path, shape: Shape, tensors: dict[str, Tensor], tokenizer: Path) -> None:
    """Written beside and renamed, so that a reader never sees half a folder."""
    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    DeepseekV4Config(**shape.fields(), architectures=["DeepseekV4ForCausalLM"], dtype="float32").save_pretrained(fresh)
    save_file({name: tensor.detach().contiguous() for name, tensor in tensors.items()}, str(fresh / "model.safetensors"), metadata={"format": "pt"})
    shutil.copy(tokenizer, fresh / "tokenizer.json")
    shape.write(fresh / "shape.json")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def shape_of(folder: Path) -> Shape:
    return Shape.read(folder / "shape.json")


def read(folder: Path) -> tuple[Shape, dict[str, Tensor], dict[str, Tensor]]:
    """A checkpoint's shape, its weights, and its routing tables."""
    tensors = load_file(folder / "model.safetensors")
    tables = {name: tensor for name, tensor in tensors.items() if name.endswith(("tid2eid", "e_score_correction_bias"))}
    return shape_of(folder), {name: tensor for name, tensor in tensors.items() if name not in tables}, tables
