"""The forward pass, written for speed on a CPU, and the same on a GPU: pure functions over tensors, compiled piece by piece.

Shapes: B rows of T tokens, N = B·T, d hidden size, n streams, H heads of D, W the window (and the block), V vocabulary.
T must be a multiple of W. Rows are independent; positions start at 0 in each. The formulas are those of the DeepSeek-V4
report; compressed layers attend to every visible entry, which is exact while there are at most `index_topk` of them.
"""
from functools import cache
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from experts import RoutedExperts
from loss import weighted_cross_entropy
from shape import Shape


class Masks(NamedTuple):
    """1 where a query may see a key, else 0: `near` [T / W, W, 1, 2W] over its own and the previous block, `visible` [T, 1, entries]."""
    near: Tensor
    visible: Tensor | None

    @staticmethod
    def of(length: int, window: int, ratio: int) -> "Masks":
        i, j, block = torch.arange(window)[:, None], torch.arange(2 * window)[None], torch.arange(length // window)[:, None, None]
        near = (j > i) & (j <= i + window) & ((block > 0) | (j >= window))
        if not ratio:
            return Masks(near.float()[:, :, None], None)
        visible = torch.arange(length // ratio)[None] < (torch.arange(length)[:, None] + 1) // ratio
        return Masks(near.float()[:, :, None], visible.float()[:, None])


def rms(x: Tensor, eps: float, weight: Tensor | None = None) -> Tensor:
    y = x.float()
    y = y * torch.rsqrt(y.square().mean(-1, keepdim=True) + eps)
    return (y if weight is None else y * weight).to(x.dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotates the last 2·R/2 channels of x [..., D] in adjacent pairs; cos and sin [..., R/2] broadcast against x."""
    width = 2 * cos.shape[-1]
    still, turned = x[..., :-width], x[..., -width:].float()
    even, odd = turned[..., 0::2], turned[..., 1::2]
    turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)
    return torch.cat((still, turned.to(x.dtype)), -1)


def angles(shape: Shape, theta: float, length: int) -> tuple[Tensor, Tensor]:
    pairs = torch.arange(0, shape.qk_rope_head_dim, 2, dtype=torch.float) / shape.qk_rope_head_dim
    phase = torch.arange(length, dtype=torch.float)[:, None] / theta ** pairs
    return phase.cos(), phase.sin()


def sinkhorn(logits: list[list[Tensor]], iterations: int, eps: float) -> list[list[Tensor]]:
    """n x n tensors of shape [N] instead of one [N, n, n], so that the whole loop fuses into one pass over the tokens."""
    n = range(len(logits))
    peak = [torch.stack(row).amax(0) for row in logits]
    a = [[(logits[j][k] - peak[j]).exp() for k in n] for j in n]
    total = [sum(a[j]) for j in n]
    a = [[a[j][k] / total[j] + eps for k in n] for j in n]
    for i in range(iterations):
        if i:
            total = [sum(a[j]) + eps for j in n]
            a = [[a[j][k] / total[j] for k in n] for j in n]
        total = [sum(a[j][k] for j in n) + eps for k in n]
        a = [[a[j][k] / total[k] for k in n] for j in n]
    return a


def stream_weights(x: Tensor, fn: Tensor, eps: float) -> Tensor:
    """fn [r, n·d] on the normalised streams X [N, n, d] -> [r, N]: tokens last, so that what follows is vectorised over them."""
    flat = x.flatten(1)
    return torch.mm(fn.to(x.dtype), flat.t()).float() * torch.rsqrt(flat.float().square().mean(-1) + eps)


def collapse(x: Tensor, fn: Tensor, base: Tensor, scale: Tensor, norm: Tensor, shape: Shape) -> tuple[Tensor, Tensor, Tensor]:
    """X [N, n, d] -> the normalised input of a sublayer [N, d], post [n, N] and comb [n·n, N]."""
    n = shape.hc_mult
    u = stream_weights(x, fn, shape.rms_norm_eps)
    pre = torch.sigmoid(u[:n] * scale[0] + base[:n, None]) + shape.hc_eps
    post = 2 * torch.sigmoid(u[n:2 * n] * scale[1] + base[n:2 * n, None])
    logits = u[2 * n:] * scale[2] + base[2 * n:, None]
    comb = sinkhorn([[logits[j * n + k] for k in range(n)] for j in range(n)], shape.hc_sinkhorn_iters, shape.hc_eps)
    y = sum(pre[j][:, None] * x[:, j].float() for j in range(n)).to(x.dtype)
    return rms(y, shape.rms_norm_eps, norm), post, torch.stack([entry for row in comb for entry in row])


def expand(x: Tensor, y: Tensor, post: Tensor, comb: Tensor) -> Tensor:
    """X'[k] = post[k]·y + sum_j comb[j, k]·X[j]."""
    n, y = x.shape[1], y.float()
    streams = [x[:, j].float() for j in range(n)]
    return torch.stack([post[k][:, None] * y + sum(comb[j * n + k][:, None] * streams[j] for j in range(n)) for k in range(n)], 1).to(x.dtype)


def compress(values: Tensor, scores: Tensor, w: dict[str, Tensor], prefix: str, cos: Tensor, sin: Tensor, ratio: int, eps: float) -> Tensor:
    """values, scores [B, T, c·D] -> rotated entries [B, T / ratio, D]; ratio 4 pools the previous window's lower half with the current window's upper half."""
    batch, length, width = values.shape
    a = values.view(batch, length // ratio, ratio, width).float()
    b = scores.view(batch, length // ratio, ratio, width).float() + w[f"{prefix}.position_bias"]
    if ratio == 4:
        width //= 2
        a = torch.cat((F.pad(a[:, :-1, :, :width], (0, 0, 0, 0, 1, 0)), a[..., width:]), 2)
        b = torch.cat((F.pad(b[:, :-1, :, :width], (0, 0, 0, 0, 1, 0), value=float("-inf")), b[..., width:]), 2)
    return rotate(rms((a * b.softmax(2)).sum(2).to(values.dtype), eps, w[f"{prefix}.kv_norm.weight"]), cos[::ratio], sin[::ratio])


def projected(x: Tensor, w: dict[str, Tensor], names: list[str], batch: int) -> list[Tensor]:
    """x [N, d] through several matrices at once -> [B, T, rows of each]."""
    parts = (x @ torch.cat([w[f"{name}.weight"] for name in names]).t()).split([w[f"{name}.weight"].shape[0] for name in names], -1)
    return [part.reshape(batch, -1, part.shape[-1]) for part in parts]


def query(latent: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, shape: Shape) -> Tensor:
    """The normalised latent [B, T, q] -> queries [B, T, H, D], scaled."""
    q = (latent @ w["q_b_proj.weight"].t()).view(*latent.shape[:2], shape.num_attention_heads, shape.head_dim)
    return rotate(rms(q, shape.rms_norm_eps), cos[:, None], sin[:, None]) * shape.head_dim ** -0.5


def near(q: Tensor, keys: Tensor, sinks: Tensor, mask: Tensor, window: int) -> tuple[Tensor, Tensor]:
    """Attention to the window, not yet divided: sums of values [B, T, H, D] and of weights, the sink's included, [B, T, H]."""
    batch, length, heads, dim = q.shape
    own = keys.view(batch, -1, window, dim)
    pairs = torch.cat((F.pad(own[:, :-1], (0, 0, 0, 0, 1, 0)), own), 2).view(-1, 2 * window, dim)
    p = torch.bmm(q.view(-1, window * heads, dim), pairs.transpose(1, 2)).view(batch, -1, window, heads, 2 * window)
    p = p.float().exp() * mask
    out = torch.bmm(p.to(q.dtype).view(-1, window * heads, 2 * window), pairs).view(batch, length, heads, dim).float()
    return out, p.sum(-1).view(batch, length, heads) + sinks.exp()


def far(q: Tensor, entries: Tensor, visible: Tensor) -> Tensor:
    """Weights of the compressed entries, not yet divided, [B, T, H, entries]."""
    batch, length, heads, dim = q.shape
    p = torch.bmm(q.view(batch, length * heads, dim), entries.transpose(1, 2)).view(batch, length, heads, -1)
    return p.float().exp() * visible


def attention(x: Tensor, w: dict[str, Tensor], cos: Tensor, sin: Tensor, masks: Masks, ratio: int, batch: int, shape: Shape) -> Tensor:
    """x [N, d] -> [N, d]. Blocks of W queries meet two blocks of keys; values are the keys, and a sink a head takes its share of the weight.

    Scores are bounded by the norms of q and k, so exponentials need no subtracted maximum.
    """
    eps = shape.rms_norm_eps
    latent, keys, *series = projected(x, w, ["q_a_proj", "kv_proj"] + (["compressor.kv_proj", "compressor.gate_proj"] if ratio else []), batch)
    q = query(rms(latent, eps, w["q_a_norm.weight"]), w, cos, sin, shape)
    out, total = near(q, rotate(rms(keys, eps, w["kv_norm.weight"]), cos, sin), w["sinks"], masks.near, shape.sliding_window)
    if ratio:
        entries = compress(*series, w, "compressor", cos, sin, ratio, eps)
        p = far(q, entries, masks.visible)
        total = total + p.sum(-1)
        out = out + torch.bmm(p.to(x.dtype).view(batch, -1, entries.shape[1]), entries).view(out.shape).float()
    out = rotate(out / total[..., None], cos[:, None], -sin[:, None]).to(x.dtype).view(len(x), shape.o_groups, -1)
    grouped = [out[:, g] @ matrix.t() for g, matrix in enumerate(w["o_a_proj.weight"].chunk(shape.o_groups))]
    return torch.cat(grouped, -1) @ w["o_b_proj.weight"].t()


def route(x: Tensor, gate: Tensor, bias_or_table: Tensor, ids: Tensor, hashed: bool, shape: Shape) -> tuple[Tensor, Tensor]:
    """Expert ids [N, K] and their weights [N, K] in float32."""
    scores = F.softplus(x.float() @ gate.t()).sqrt()
    chosen = bias_or_table[ids] if hashed else torch.topk(scores.detach() + bias_or_table, shape.num_experts_per_tok, -1, sorted=False).indices
    weights = scores.gather(1, chosen)
    return chosen, weights / (weights.sum(-1, keepdim=True) + 1e-20) * shape.routed_scaling_factor


def shared_expert(x: Tensor, w: dict[str, Tensor], limit: float) -> Tensor:
    gate = (x @ w["gate_proj.weight"].t()).float().clamp(max=limit)
    up = (x @ w["up_proj.weight"].t()).float().clamp(-limit, limit)
    return (F.silu(gate) * up).to(x.dtype) @ w["down_proj.weight"].t()


def head_collapse(x: Tensor, fn: Tensor, base: Tensor, scale: Tensor, norm: Tensor, shape: Shape) -> Tensor:
    pre = torch.sigmoid(stream_weights(x, fn, shape.rms_norm_eps) * scale + base[:, None]) + shape.hc_eps
    return rms(sum(pre[j][:, None] * x[:, j].float() for j in range(shape.hc_mult)).to(x.dtype), shape.rms_norm_eps, norm)


class Model:
    """Runs the layers over a dictionary of weights; `compiled` trades a minute at the start for speed."""

    def __init__(self, shape: Shape, compiled: bool, longest: int, device: str = "cpu"):
        self.shape = shape
        compiler = torch.compile(dynamic=False) if compiled else lambda function: function
        self._collapse, self._expand, self._attention = compiler(collapse), compiler(expand), compiler(attention)
        self._route, self._shared, self._head = compiler(route), compiler(shared_expert), compiler(head_collapse)
        self._experts = RoutedExperts(shape, compiler)
        self._main = on(device, angles(shape, shape.rope_theta, longest))
        self._compressed = on(device, angles(shape, shape.compress_rope_theta, longest))
        self._masks = cache(lambda length, ratio: Masks(*on(device, Masks.of(length, shape.sliding_window, ratio))))

    def hidden(self, ids: Tensor, w: dict[str, Tensor], tables: dict[str, Tensor]) -> tuple[Tensor, list[Tensor]]:
        """ids [B, T] -> the normalised last state [N, d], and for each layer how many tokens each expert got."""
        x, loads = self.streams(ids, w, tables)
        return self.state(x, sliced(w, "model.hc_head."), w["model.norm.weight"]), loads

    def streams(self, ids: Tensor, w: dict[str, Tensor], tables: dict[str, Tensor]) -> tuple[Tensor, list[Tensor]]:
        """ids [B, T] -> what the last layer leaves in the streams, X [N, n, d], and the loads."""
        shape, loads = self.shape, []
        x = F.embedding(ids.reshape(-1), w["model.embed_tokens.weight"]).to(w["lm_head.weight"].dtype)[:, None].expand(-1, shape.hc_mult, -1).contiguous()
        for i, ratio in enumerate(shape.compress_ratios):
            hashed = i < shape.num_hash_layers
            table = tables[f"model.layers.{i}.mlp.gate." + ("tid2eid" if hashed else "e_score_correction_bias")]
            x, load = self.layer(x, ids, sliced(w, f"model.layers.{i}."), table, ratio, hashed)
            loads.append(load)
        return x, loads

    def layer(self, x: Tensor, ids: Tensor, part: dict[str, Tensor], table: Tensor, ratio: int, hashed: bool) -> tuple[Tensor, Tensor]:
        """X [N, n, d] -> X after one layer, and its load; `table` is its expert ids by token, or the bias of its choice."""
        (batch, length), shape = ids.shape, self.shape
        cos, sin = (angle[:length] for angle in (self._compressed if ratio else self._main))
        y, post, comb = self._collapse(x, part["attn_hc.fn"], part["attn_hc.base"], part["attn_hc.scale"], part["input_layernorm.weight"], shape)
        weights = {name: tensor for name, tensor in sliced(part, "self_attn.").items() if ".indexer." not in name}
        x = self._expand(x, self._attention(y, weights, cos, sin, self._masks(length, ratio), ratio, batch, shape), post, comb)
        y, post, comb = self._collapse(x, part["ffn_hc.fn"], part["ffn_hc.base"], part["ffn_hc.scale"], part["post_attention_layernorm.weight"], shape)
        chosen, share = self._route(y, part["mlp.gate.weight"], table, ids.reshape(-1), hashed, shape)
        routed, load = self._experts(y, chosen, share, part["mlp.experts.gate_up_proj"], part["mlp.experts.down_proj"])
        return self._expand(x, routed + self._shared(y, sliced(part, "mlp.shared_experts."), shape.swiglu_limit), post, comb), load

    def state(self, x: Tensor, head: dict[str, Tensor], norm: Tensor) -> Tensor:
        """X [N, n, d] -> the normalised state that the output matrix reads [N, d]."""
        return self._head(x, head["hc_fn"], head["hc_base"], head["hc_scale"], norm, self.shape)

    def logits(self, ids: Tensor, w: dict[str, Tensor], tables: dict[str, Tensor]) -> Tensor:
        """ids [B, T] of any length -> [B, T, V]; padding on the right reaches no earlier token."""
        batch, length = ids.shape
        padded = F.pad(ids, (0, -length % self.shape.sliding_window))
        state = self.hidden(padded, w, tables)[0].view(batch, padded.shape[1], -1)[:, :length]
        return (state @ w["lm_head.weight"].t()).float()

    def loss(self, ids: Tensor, loss_weights: Tensor, w: dict[str, Tensor], tables: dict[str, Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Mean cross-entropy of ids [B, T] given what precedes them, weighted by loss_weights [B, T]."""
        state, loads = self.hidden(ids, w, tables)
        targets = F.pad(ids[:, 1:], (0, 1)).reshape(-1)
        weights = F.pad(loss_weights[:, 1:], (0, 1)).reshape(-1).float()
        return weighted_cross_entropy(state, w["lm_head.weight"], targets, weights), loads


def on(device: str, tensors: tuple[Tensor | None, ...]) -> tuple[Tensor | None, ...]:
    return tuple(tensor if tensor is None else tensor.to(device) for tensor in tensors)


def sliced(w: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name[len(prefix):]: tensor for name, tensor in w.items() if name.startswith(prefix)}
