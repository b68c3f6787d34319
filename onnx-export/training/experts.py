"""Routed experts: rows sorted by expert once, then one product an expert (a GPU has one call for all); never a dense product over all of them."""
from typing import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from shape import Shape


def activate(h: Tensor, share: Tensor, limit: float) -> Tensor:
    """h [R, 2W], share [R] -> silu(min(g, c))·clamp(u, ±c)·share [R, W]."""
    gate, up = h.float().chunk(2, -1)
    return (F.silu(gate.clamp(max=limit)) * up.clamp(-limit, limit) * share[:, None]).to(h.dtype)


def activate_backward(h: Tensor, share: Tensor, limit: float, grad: Tensor) -> tuple[Tensor, Tensor]:
    """Gradients with respect to h and share, given that of the activation."""
    gate, up = h.float().chunk(2, -1)
    grad = grad.float()
    g, u = gate.clamp(max=limit), up.clamp(-limit, limit)
    sigmoid = torch.sigmoid(g)
    silu = g * sigmoid
    d_gate = grad * u * share[:, None] * (sigmoid + silu * (1 - sigmoid)) * (gate < limit)
    d_up = grad * silu * share[:, None] * (up.abs() < limit)
    return torch.cat((d_gate, d_up), -1).to(h.dtype), (grad * silu * u).sum(-1)


class RoutedExperts:
    def __init__(self, shape: Shape, compiler: Callable):
        self._shape = shape
        self._activate, self._activate_backward = compiler(activate), compiler(activate_backward)

    def __call__(self, x: Tensor, chosen: Tensor, share: Tensor, gate_up: Tensor, down: Tensor) -> tuple[Tensor, Tensor]:
        """x [N, d], chosen and share [N, K], gate_up [E, 2W, d], down [E, d, W] -> sum of the chosen experts [N, d] and rows an expert [E]."""
        flat = chosen.reshape(-1)
        order = flat.argsort()
        load = torch.bincount(flat, minlength=self._shape.n_routed_experts)
        return _Apply.apply(x, share, gate_up, down, order, load.cumsum(0).to(torch.int32), self), load


class _Apply(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, share, gate_up, down, order, stops, owner):
        k, limit = share.shape[1], owner._shape.swiglu_limit
        rows = order // k
        sorted_x, sorted_share = x.index_select(0, rows), share.reshape(-1).index_select(0, order)
        h = grouped(sorted_x, gate_up, stops)
        a = owner._activate(h, sorted_share, limit)
        y = grouped(a, down, stops)
        inverse = torch.empty_like(order).index_copy_(0, order, torch.arange(len(order), device=order.device))
        ctx.save_for_backward(sorted_x, sorted_share, gate_up, down, rows, inverse, h, a)
        ctx.stops, ctx.owner, ctx.k = stops, owner, k
        return y.index_select(0, inverse).view(-1, k, y.shape[1]).sum(1)

    @staticmethod
    def backward(ctx, grad):
        sorted_x, sorted_share, gate_up, down, rows, inverse, h, a = ctx.saved_tensors
        stops, k = ctx.stops, ctx.k
        d_y = grad.index_select(0, rows)
        d_a = grouped(d_y, down.transpose(1, 2), stops)
        d_h, d_share = ctx.owner._activate_backward(h, sorted_share, ctx.owner._shape.swiglu_limit, d_a)
        d_x = grouped(d_h, gate_up.transpose(1, 2), stops).index_select(0, inverse).view(-1, k, sorted_x.shape[1]).sum(1)
        return d_x, d_share.index_select(0, inverse).view(-1, k), outer(d_h, sorted_x, stops), outer(d_y, a, stops), None, None, None


def grouped(x: Tensor, weights: Tensor, stops: Tensor) -> Tensor:
    """Rows of expert e times weights[e] transposed: [R, in], [E, out, in] -> [R, out]; expert e has the rows up to stops[e]."""
    if x.is_cuda:
        return F.grouped_mm(x, weights.transpose(1, 2), offs=stops)
    out = x.new_empty(x.shape[0], weights.shape[1])
    for e, start, stop in spans(stops):
        torch.mm(x[start:stop], weights[e].t(), out=out[start:stop])
    return out


def outer(left: Tensor, right: Tensor, stops: Tensor) -> Tensor:
    """Gradient of the weights: for each expert leftᵀ·right over its rows, [E, out, in]."""
    if left.is_cuda:
        return F.grouped_mm(left.t(), right, offs=stops)
    out = left.new_zeros(len(stops), left.shape[1], right.shape[1])
    for e, start, stop in spans(stops):
        torch.mm(left[start:stop].t(), right[start:stop], out=out[e])
    return out


def spans(stops: Tensor) -> list[tuple[int, int, int]]:
    """Expert, first row and the row after its last; those without rows are left out."""
    ends = stops.tolist()
    return [(e, start, stop) for e, (start, stop) in enumerate(zip([0, *ends[:-1]], ends)) if stop > start]
