"""Cross-entropy over the vocabulary in pieces of rows: the float32 logits never exist as a whole, and the gradient is made on the way."""
import torch
from torch import Tensor

ROWS = {"cpu": 256, "cuda": 8192}   # in a cache of the processor; large enough to fill a GPU


def piece(logits: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """logits [R, V] -> the weighted sum of losses, and its gradient in the type of the logits. Logits are small, so no maximum is subtracted."""
    exponentials = logits.float().exp()
    total = exponentials.sum(-1, keepdim=True)
    chosen = logits.gather(1, targets[:, None]).float()
    grad = exponentials * (weights[:, None] / total)
    grad = grad - torch.where(torch.arange(logits.shape[1], device=logits.device)[None] == targets[:, None], weights[:, None], 0.0)
    return ((total.log() - chosen)[:, 0] * weights).sum(), grad.to(logits.dtype)


_piece = torch.compile(piece, dynamic=False)


class _CrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, state, head, targets, weights):
        weights = weights / weights.sum()
        d_state, loss = torch.empty_like(state), torch.zeros((), device=head.device)
        d_head = torch.zeros(head.shape, device=head.device) if ctx.needs_input_grad[1] else None
        rows = ROWS[state.device.type]
        for start in range(0, len(state), rows):
            part = slice(start, start + rows)
            value, grad = _piece(state[part] @ head.t(), targets[part], weights[part])
            loss += value
            torch.mm(grad, head, out=d_state[part])
            if d_head is not None:
                d_head += grad.t() @ state[part]
        ctx.save_for_backward(d_state, None if d_head is None else d_head.to(head.dtype))
        return loss

    @staticmethod
    def backward(ctx, grad):
        d_state, d_head = ctx.saved_tensors
        return d_state * grad, None if d_head is None else d_head * grad, None, None


def weighted_cross_entropy(state: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """state [N, d], head [V, d], targets and weights [N] -> the weighted mean."""
    return _CrossEntropy.apply(state, head, targets, weights)
