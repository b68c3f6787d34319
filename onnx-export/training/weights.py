"""Names, shapes and first values of the weights. The names are those of transformers, so a checkpoint is just this dictionary."""
import math
from dataclasses import dataclass

import torch

from shape import Shape

INDEXER = ".indexer."


@dataclass(frozen=True)
class Weight:
    name: str
    shape: tuple[int, ...]
    mean: float = 0.0
    std: float = 0.0

    @property
    def numel(self) -> int:
        return math.prod(self.shape)

    @property
    def is_matrix(self) -> bool:
        """Trained with Muon: hidden matrices, each expert its own."""
        return len(self.shape) >= 2 and not any(part in self.name for part in ("embed_tokens", "lm_head", "hc", "position_bias", "mlp.gate."))


def compressor(prefix: str, width: int, ratio: int, hidden: int) -> list[Weight]:
    series = 2 * width if ratio == 4 else width
    return [Weight(f"{prefix}.kv_proj.weight", (series, hidden), std=hidden ** -0.5), Weight(f"{prefix}.gate_proj.weight", (series, hidden), std=hidden ** -0.5),
            Weight(f"{prefix}.position_bias", (ratio, series)), Weight(f"{prefix}.kv_norm.weight", (width,), mean=1)]


def hyper_connection(prefix: str, shape: Shape) -> list[Weight]:
    rows = (2 + shape.hc_mult) * shape.hc_mult
    return [Weight(f"{prefix}.fn", (rows, shape.hc_mult * shape.hidden_size), std=0.02), Weight(f"{prefix}.base", (rows,)), Weight(f"{prefix}.scale", (3,), mean=0.5)]


def all_weights(shape: Shape) -> list[Weight]:
    hidden, width, experts = shape.hidden_size, shape.moe_intermediate_size, shape.n_routed_experts
    heads = shape.num_attention_heads * shape.head_dim
    weights = [Weight("model.embed_tokens.weight", (shape.vocab_size, hidden), std=0.7), Weight("lm_head.weight", (shape.vocab_size, hidden), std=0.01),
               Weight("model.norm.weight", (hidden,), mean=1), Weight("model.hc_head.hc_fn", (shape.hc_mult, shape.hc_mult * hidden), std=0.02),
               Weight("model.hc_head.hc_base", (shape.hc_mult,)), Weight("model.hc_head.hc_scale", (1,), mean=0.5)]
    for i, ratio in enumerate(shape.compress_ratios):
        layer, attention = f"model.layers.{i}", f"model.layers.{i}.self_attn"
        weights += hyper_connection(f"{layer}.attn_hc", shape) + hyper_connection(f"{layer}.ffn_hc", shape)
        weights += [
            Weight(f"{layer}.input_layernorm.weight", (hidden,), mean=1), Weight(f"{layer}.post_attention_layernorm.weight", (hidden,), mean=1),
            Weight(f"{attention}.q_a_proj.weight", (shape.q_lora_rank, hidden), std=hidden ** -0.5), Weight(f"{attention}.q_a_norm.weight", (shape.q_lora_rank,), mean=1),
            Weight(f"{attention}.q_b_proj.weight", (heads, shape.q_lora_rank), std=shape.q_lora_rank ** -0.5),
            Weight(f"{attention}.kv_proj.weight", (shape.head_dim, hidden), std=hidden ** -0.5), Weight(f"{attention}.kv_norm.weight", (shape.head_dim,), mean=1),
            Weight(f"{attention}.o_a_proj.weight", (shape.o_groups * shape.o_lora_rank, heads // shape.o_groups), std=(heads // shape.o_groups) ** -0.5),
            Weight(f"{attention}.o_b_proj.weight", (hidden, shape.o_groups * shape.o_lora_rank), std=0.02), Weight(f"{attention}.sinks", (shape.num_attention_heads,)),
            Weight(f"{layer}.mlp.gate.weight", (experts, hidden), std=0.02),
            Weight(f"{layer}.mlp.experts.gate_up_proj", (experts, 2 * width, hidden), std=hidden ** -0.5), Weight(f"{layer}.mlp.experts.down_proj", (experts, hidden, width), std=0.02),
            Weight(f"{layer}.mlp.shared_experts.gate_proj.weight", (width, hidden), std=hidden ** -0.5), Weight(f"{layer}.mlp.shared_experts.up_proj.weight", (width, hidden), std=hidden ** -0.5),
            Weight(f"{layer}.mlp.shared_experts.down_proj.weight", (hidden, width), std=0.02)]
        if ratio:
            weights += compressor(f"{attention}.compressor", shape.head_dim, ratio, hidden)
        if ratio == 4:
            indexer = f"{attention}.compressor.indexer"
            weights += compressor(indexer, shape.index_head_dim, ratio, hidden)
            weights += [Weight(f"{indexer}.q_b_proj.weight", (shape.index_n_heads * shape.index_head_dim, shape.q_lora_rank), std=shape.q_lora_rank ** -0.5),
                        Weight(f"{indexer}.scorer.weights_proj.weight", (shape.index_n_heads, hidden), std=hidden ** -0.5)]
    return weights


def initialise(shape: Shape, into: dict[str, torch.Tensor], seed: int) -> None:
    """Fills `into`. Hyper-connections start as a plain residual: sublayers read one stream more than the others, in turn, and streams mix little."""
    generator = torch.Generator().manual_seed(seed)
    for weight in all_weights(shape):
        target = into[weight.name]
        target.copy_(torch.randn(weight.shape, generator=generator) * weight.std + weight.mean)
        n = shape.hc_mult
        if weight.name.endswith("_hc.base"):
            layer = int(weight.name.split(".")[2])
            target[:n] = -1.5
            target[(2 * layer + ("ffn" in weight.name)) % n] = 1.5
            target[2 * n:] = 3 * torch.eye(n).flatten()


def routing_tables(shape: Shape, seed: int) -> dict[str, torch.Tensor]:
    """Buffers: balanced random experts for each token id in the hash layers, a zero selection bias elsewhere."""
    generator = torch.Generator().manual_seed(seed)
    tables = {}
    for i in range(shape.num_hidden_layers):
        if i < shape.num_hash_layers:
            rows = torch.rand(shape.vocab_size, shape.n_routed_experts, generator=generator).argsort(-1)
            tables[f"model.layers.{i}.mlp.gate.tid2eid"] = rows[:, :shape.num_experts_per_tok].contiguous()
        else:
            tables[f"model.layers.{i}.mlp.gate.e_score_correction_bias"] = torch.zeros(shape.n_routed_experts)
    return tables
