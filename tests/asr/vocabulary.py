"""A tokenizer like Whisper's, with one token for each of a few characters."""

from faster_whisper.tokenizer import Tokenizer
from tokenizers import AddedToken, Regex, models, pre_tokenizers
from tokenizers import Tokenizer as Plain

SPECIAL = ("<|endoftext|>", "<|startoftranscript|>", "<|ja|>", "<|translate|>", "<|transcribe|>", "<|notimestamps|>")


def tokenizer_with(characters):
    letters = [" ", "-", "'", *characters, "?"]
    vocabulary = {token: number for number, token in enumerate([*letters, *SPECIAL])}
    plain = Plain(models.WordLevel(vocabulary, unk_token="?"))  # noqa: S106  (no password)
    plain.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    plain.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL])
    return Tokenizer(plain, True, task="transcribe", language="ja")
