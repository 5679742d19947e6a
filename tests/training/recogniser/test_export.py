"""The exported folder is the trained network: the same numbers come out of CTranslate2 and of torch."""

import ctranslate2
import numpy as np
import pytest
import torch
from faster_whisper import WhisperModel

from training.recogniser.export import export, mean
from training.recogniser.features import log_mel
from training.recogniser.network import Recogniser
from training.recogniser.vocabulary import Vocabulary

LETTERS = "、。あいうえお議長町"


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(LETTERS)


@pytest.fixture(scope="module")
def network(small):
    torch.manual_seed(4)
    return Recogniser(small).eval()


@pytest.fixture(scope="module")
def folder(network, vocabulary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    export(network, vocabulary, folder, kind="float32")
    return folder


@pytest.fixture(scope="module")
def mel():
    wave = np.random.default_rng(1).standard_normal(480_000).astype(np.float32) * 0.1
    return log_mel(torch.from_numpy(wave)[None])


def test_the_ear_hears_the_same(folder, network, mel):
    whisper = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="float32")
    theirs = np.array(whisper.encode(ctranslate2.StorageView.from_array(mel.numpy())))
    with torch.no_grad():
        ours = network.encoder(mel)[0].numpy()
    np.testing.assert_allclose(theirs, ours, atol=2e-3)


def test_the_pen_writes_the_same(folder, network, vocabulary, mel):
    whisper = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="float32")
    assert whisper.is_multilingual
    prompt = [vocabulary.special(name) for name in ("startoftranscript", "ja", "transcribe", "notimestamps")]
    features = ctranslate2.StorageView.from_array(mel.numpy())
    (theirs,) = whisper.generate(features, [prompt], beam_size=1, max_length=12, suppress_blank=False)
    tokens = list(prompt)
    with torch.no_grad():
        memory = network.encoder(mel)[0]
        while len(tokens) < len(prompt) + len(theirs.sequences_ids[0]):
            tokens.append(int(network.decoder(torch.tensor([tokens]), memory)[0][0, -1].argmax()))
    assert theirs.sequences_ids[0] == tokens[len(prompt) :]


def test_the_mean_of_two_has_the_mean_of_their_weights(small):
    one, other = Recogniser(small), Recogniser(small)
    middle = (one.encoder.conv1.weight + other.encoder.conv1.weight).detach() / 2
    torch.testing.assert_close(mean([one, other]).encoder.conv1.weight.detach(), middle)


def test_faster_whisper_loads_it_without_a_network(folder):
    whisper = WhisperModel(str(folder), device="cpu", local_files_only=True)
    assert whisper.hf_tokenizer.encode("町議", add_special_tokens=False).ids == [
        whisper.hf_tokenizer.token_to_id("町"),
        whisper.hf_tokenizer.token_to_id("議"),
    ]
    assert whisper.model.is_multilingual
