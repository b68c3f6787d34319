"""Greedy completion with transformers and its cache: the reference that the figures are measured with."""
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import DeepseekV4ForCausalLM, DynamicCache

from documents import BEGIN, FIM_PREFIX, FIM_SUFFIX, PATH

END = 1


class Decoder:
    def __init__(self, folder: Path):
        self.model = DeepseekV4ForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
        self._pieces = sorted(vocabulary, key=vocabulary.get)

    @torch.no_grad()
    def complete(self, prompt: str, most: int, one_line: bool) -> str:
        """What follows the prompt, up to <|end|> or, for one line, a line break.

        The last token of the prompt is taken back and its text required again, so that a cursor inside a token is no
        trap (token healing); what is required is not part of the answer.
        """
        ids = self.tokenizer.encode(prompt, add_special_tokens=False).ids
        required = ""
        if ids[-1] >= 16:
            required = self._pieces[ids.pop()]
        cache = DynamicCache(config=self.model.config)
        healed, fed, answer = len(required), torch.tensor([ids]), []
        for _ in range(most):
            logits = self.model(input_ids=fed, past_key_values=cache, use_cache=True).logits[0, -1]
            token = self._best(logits, required)
            text = self._pieces[token]
            if token == END or (one_line and not required and text[0] in "ĊČ"):
                break
            required = required[len(text):]
            answer.append(token)
            fed = torch.tensor([[token]])
        joined = "".join(self._pieces[token] for token in answer)[healed:]
        return self._text(joined)

    def _best(self, logits: torch.Tensor, required: str) -> int:
        if not required:
            return int(logits.argmax())
        allowed = [i for i, text in enumerate(self._pieces) if i >= 16 and (text.startswith(required) or required.startswith(text))]
        return allowed[int(logits[allowed].argmax())]

    def _text(self, pieces: str) -> str:
        return bytes(_BYTES[sign] for sign in pieces).decode("utf-8", "replace")


def _byte_alphabet() -> dict[str, int]:
    """The characters that stand for bytes in a byte-level vocabulary."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + i): byte for i, byte in enumerate(rest)}


_BYTES = _byte_alphabet()


def prompt(path: str, prefix: str, suffix: str) -> str:
    return f"{BEGIN}{PATH}{path}\n{FIM_SUFFIX}{suffix}{FIM_PREFIX}{prefix}"
