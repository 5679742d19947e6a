"""書き出し: the trained network as a folder that faster-whisper loads, in 8 bits.

    python -m training.recogniser.export RUN FOLDER [--mean RUN ...]    # the mean of several runs' weights

The mean is for runs that went on from one another: their errors differ, and its are fewer (training/README.md).
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from ctranslate2.specs import common_spec, transformer_spec, whisper_spec
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers
from torch import Tensor, nn

from minutes.domain.speech import SAMPLE_RATE
from training import corpus
from training.recogniser.network import Attention, Decoder, DecoderLayer, Encoder, EncoderLayer, Recogniser, Shape
from training.recogniser.reading import PHONEMES
from training.recogniser.train import resume
from training.recogniser.vocabulary import SPECIAL, Vocabulary

UNKNOWN = "<|nospeech|>"
HEARING = {"feature_size": 80, "sampling_rate": SAMPLE_RATE, "hop_length": 160, "chunk_length": 30, "n_fft": 400}


def export(model: Recogniser, vocabulary: Vocabulary, folder: Path, kind: str = "int8") -> None:
    """Writes model.bin, config.json, vocabulary.json, tokenizer.json and preprocessor_config.json."""
    shape = model.shape
    spec = whisper_spec.WhisperSpec(shape.encoder_layers, shape.heads, shape.decoder_layers, shape.heads)
    _fill_encoder(spec.encoder, model.encoder)
    _fill_decoder(spec.decoder, model.decoder)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.lang_ids = [vocabulary.special("ja")]
    spec.config.alignment_heads = [[shape.guided_layer, head] for head in range(shape.guided_heads)]
    spec.register_vocabulary(list(vocabulary.tokens))
    spec.validate()
    spec.optimize(quantization=kind)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps(HEARING), encoding="utf-8")


def _fill_encoder(spec: whisper_spec.WhisperEncoderSpec, encoder: Encoder) -> None:
    _linear(spec.conv1, encoder.conv1)
    _linear(spec.conv2, encoder.conv2)
    spec.position_encodings.encodings = _value(encoder.positions)
    _norm(spec.layer_norm, encoder.norm)
    for layer_spec, layer in zip(spec.layer, encoder.layers, strict=True):
        _fill_encoder_layer(layer_spec, layer)


def _fill_encoder_layer(spec: transformer_spec.TransformerEncoderLayerSpec, layer: EncoderLayer) -> None:
    _norm(spec.self_attention.layer_norm, layer.norm1)
    _fused(spec.self_attention.linear[0], layer.attention, "qkv")
    _linear(spec.self_attention.linear[1], layer.attention.out)
    _feedforward(spec.ffn, layer.norm2, layer.feedforward)


def _fill_decoder(spec: transformer_spec.TransformerDecoderSpec, decoder: Decoder) -> None:
    spec.embeddings.weight = _value(decoder.tokens.weight)
    spec.projection.weight = _value(decoder.tokens.weight)
    spec.position_encodings.encodings = _value(decoder.positions)
    _norm(spec.layer_norm, decoder.norm)
    for layer_spec, layer in zip(spec.layer, decoder.layers, strict=True):
        _fill_decoder_layer(layer_spec, layer)


def _fill_decoder_layer(spec: transformer_spec.TransformerDecoderLayerSpec, layer: DecoderLayer) -> None:
    _norm(spec.self_attention.layer_norm, layer.norm1)
    _fused(spec.self_attention.linear[0], layer.attention, "qkv")
    _linear(spec.self_attention.linear[1], layer.attention.out)
    _norm(spec.attention.layer_norm, layer.norm2)
    _linear(spec.attention.linear[0], layer.cross.q)
    _fused(spec.attention.linear[1], layer.cross, "kv")
    _linear(spec.attention.linear[2], layer.cross.out)
    _feedforward(spec.ffn, layer.norm3, layer.feedforward)


def _value(tensor: Tensor) -> torch.Tensor:
    return tensor.detach().float().contiguous()


def _norm(spec: common_spec.LayerNormSpec, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _value(norm.weight), _value(norm.bias)


def _linear(spec: common_spec.LinearSpec | common_spec.Conv1DSpec, layer: nn.Module) -> None:
    """A linear layer or a convolution."""
    spec.weight, spec.bias = _value(layer.get_parameter("weight")), _value(layer.get_parameter("bias"))


def _fused(spec: common_spec.LinearSpec, attention: Attention, parts: str) -> None:
    """Query, key and value in one matrix; Whisper's keys have no bias."""
    layers = [getattr(attention, part) for part in parts]
    spec.weight = _value(torch.cat([layer.weight for layer in layers]))
    biases = [layer.bias if layer.bias is not None else torch.zeros(len(layer.weight)) for layer in layers]
    spec.bias = _value(torch.cat(biases))


def _feedforward(spec: transformer_spec.FeedForwardSpec, norm: nn.LayerNorm, feedforward: nn.Sequential) -> None:
    _norm(spec.layer_norm, norm)
    _linear(spec.linear_0, feedforward[0])
    _linear(spec.linear_1, feedforward[2])


def _tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """One token a character; what it cannot write stands for nobody speaking."""
    first = vocabulary.special("endoftext")
    kept = vocabulary.tokens[: first + len(SPECIAL)]
    tokenizer = Tokenizer(models.WordLevel(vocabulary.number, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in kept[first:]])
    return tokenizer


def mean(models: Sequence[Recogniser]) -> Recogniser:
    """The first of them, with the mean of all their weights."""
    states = [model.state_dict() for model in models]
    models[0].load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return models[0]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("run", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--mean", type=Path, nargs="+", default=[], metavar="RUN")
    given = options.parse_args()
    vocabulary = Vocabulary(corpus.alphabet())
    models = []
    for run in (given.run, *given.mean):
        models.append(Recogniser(Shape(tokens=len(vocabulary.tokens), phonemes=len(PHONEMES))))
        if not resume(run, models[-1], vocabulary):
            options.error(f"nothing has been trained in {run} yet")
    export(mean(models), vocabulary, given.folder)


if __name__ == "__main__":
    main()
