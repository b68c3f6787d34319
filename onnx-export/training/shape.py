"""The size of the model, as one value; its fields carry the names of the published configuration."""
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Shape:
    vocab_size: int = 8192
    hidden_size: int = 256
    moe_intermediate_size: int = 128
    num_attention_heads: int = 4
    head_dim: int = 64
    qk_rope_head_dim: int = 32
    q_lora_rank: int = 128
    o_groups: int = 2
    o_lora_rank: int = 64
    compress_ratios: tuple[int, ...] = (0, 0, 4, 128, 4, 128)
    n_routed_experts: int = 8
    num_experts_per_tok: int = 2
    n_shared_experts: int = 1
    routed_scaling_factor: float = 1.5
    num_hash_layers: int = 1
    swiglu_limit: float = 10.0
    sliding_window: int = 128
    hc_mult: int = 2
    hc_sinkhorn_iters: int = 6
    hc_eps: float = 1e-6
    index_n_heads: int = 8
    index_head_dim: int = 128
    index_topk: int = 512
    rope_theta: float = 10000.0
    compress_rope_theta: float = 160000.0
    max_position_embeddings: int = 4096
    rms_norm_eps: float = 1e-6

    @property
    def num_hidden_layers(self) -> int:
        return len(self.compress_ratios)

    def fields(self) -> dict:
        """What transformers' configuration class takes."""
        return {**asdict(self), "compress_ratios": list(self.compress_ratios), "num_hidden_layers": self.num_hidden_layers,
                "num_key_value_heads": 1, "num_nextn_predict_layers": 0, "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 2}

    @staticmethod
    def read(file: Path) -> "Shape":
        values = json.loads(file.read_text())
        return Shape(**{**values, "compress_ratios": tuple(values["compress_ratios"])})

    @staticmethod
    def published(file: Path) -> "Shape":
        """Of a config.json, as transformers writes it."""
        values = json.loads(file.read_text())
        known = {field.name: values[field.name] for field in fields(Shape) if field.name in values}
        return Shape(**known, compress_ratios=tuple(values["compress_rates"].get(kind, 0) for kind in values["layer_types"]),
                     num_hash_layers=values["mlp_layer_types"].count("hash_moe"))

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1) + "\n")
