"""The model that is tuned: read from a folder, a hub or a GGUF file, with one sentence where that cannot be.

    python weights.py FILE.gguf FOLDER     writes the file's weights, no longer quantised, as a folder that can be tuned
    python weights.py check FOLDER|FILE|ID says what a model is, as one line of JSON, without loading its weights

Exit code 2, and the sentence as the last line of standard error, where that cannot be done.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.chat import NO_TEMPLATE, settle, settle_text
from training.files import read_json, refuse_large
from training.problems import Failure, Final, is_disk_full

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# Bytes of a head in safetensors at most, as the format has it.
LONGEST_HEAD = 100_000_000
TEMPLATES = ("chat_template.jinja", "chat_template.json", "chat_templates")


def check(given: str) -> dict[str, Any]:
    """What a folder, a GGUF file or an id on the hub holds: architecture, parameters, bytes, the tokens that it reads. Raises Failure."""
    path = Path(given)
    if path.is_dir():
        return _check_folder(path)
    if path.is_file():
        return _check_gguf(path)
    if HUB_ID.fullmatch(given):
        return _check_hub(given)
    raise Failure(
        f"There is no model at {given}: give a folder, a file that ends in .gguf, or an id such as OWNER/MODEL."
    )


def _check_hub(model: str) -> dict[str, Any]:
    """What the hub says of a model. Nothing is downloaded."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        info = HfApi().model_info(model, timeout=30)
    except GatedRepoError:
        raise Failure(f"{model} is given out by its owner on request only: ask there, and set HF_TOKEN.") from None
    except RepositoryNotFoundError:
        raise Failure(f"The hub has no model {model}, or shows it to its owner only: look its name up.") from None
    except Exception as error:  # noqa: BLE001 - whatever the network says
        raise Failure(
            f"The hub cannot be asked for {model}: {_sentence(error)}; give a folder or a GGUF file instead."
        ) from None
    parameters = info.safetensors.total if info.safetensors else None
    return {
        "architecture": (info.config or {}).get("model_type"),
        "parameters": parameters,
        "bytes": None if parameters is None else 2 * parameters,
        "context": None,
    }


def _check_folder(folder: Path) -> dict[str, Any]:
    config = _config(folder)
    files = [*folder.glob("*.safetensors"), *folder.glob("*.bin")]
    if not files:
        raise Failure(f"{folder} has no weights: no file in it ends in .safetensors.")
    if not (folder / "tokenizer_config.json").is_file():
        raise Failure(f"{folder} has no tokenizer: copy the model's whole folder, with tokenizer_config.json.")
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        refuse_large(folder / name)
    if not has_template(folder):
        raise Final(NO_TEMPLATE.format(folder))
    _check_template(folder)
    text = config.get("text_config", config)
    return {
        "architecture": config.get("model_type"),
        "parameters": _count(folder),
        "bytes": sum(file.stat().st_size for file in files),
        "context": text.get("max_position_embeddings"),
    }


def _check_template(folder: Path) -> None:
    """Asks the template what the trainer would ask it later, when a run's folder is there already. Raises Failure."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except Exception as error:  # noqa: BLE001 - tokenizers raise what they like
        raise Failure(f"The tokenizer of {folder} cannot be read: {_sentence(error)}.") from None
    settle(tokenizer, str(folder), thinking=False)


def _count(folder: Path) -> int | None:
    """Parameters in safetensors, from the heads of the files."""
    total = 0
    for file in folder.glob("*.safetensors"):
        with file.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            if length > LONGEST_HEAD:
                raise Failure(f"{file} is no file of safetensors: its head would have {length} bytes.")
            try:
                head = json.loads(opened.read(length))
            except (ValueError, RecursionError):
                raise Failure(f"{file} is no file of safetensors: its head cannot be read.") from None
        for name, tensor in head.items():
            if name == "__metadata__":
                continue
            size = 1
            for length in tensor["shape"]:
                size *= length
            total += size
    return total or None


def _config(folder: Path) -> dict[str, Any]:
    file = folder / "config.json"
    if not file.exists():
        raise Failure(f"{folder} is no model's folder as transformers saves it: it has no config.json.")
    config = read_json(file)
    if not isinstance(config, dict):
        raise Failure(f"{file} is no object of JSON.")
    return config


def has_template(folder: Path) -> bool:
    """Whether a model's folder says how a conversation is written."""
    if any((folder / name).exists() for name in TEMPLATES):
        return True
    told = read_json(folder / "tokenizer_config.json")
    return isinstance(told, dict) and bool(told.get("chat_template"))


def _check_gguf(file: Path) -> dict[str, Any]:
    """The head of a GGUF file. Quick: no weights are read."""
    reader = _gguf(file)

    def told(key: str) -> Any:
        field = reader.fields.get(key)
        return None if field is None else field.contents()

    architecture = told("general.architecture")
    supported = _gguf_architectures()
    if not isinstance(architecture, str) or _as_transformers(architecture) not in supported:
        raise Final(
            f"{file} is of the architecture {architecture!r}, which transformers cannot read from a GGUF file: "
            f"give the model's folder instead; it reads {', '.join(sorted(supported))}."
        )
    template = told("tokenizer.chat_template")
    if not isinstance(template, str) or not template:
        raise Final(NO_TEMPLATE.format(file))
    # As a folder's is asked: found now, and not when the run's folder is there and its weights are written out.
    settle_text(template, str(file), _marks(told))
    parameters = sum(int(tensor.n_elements) for tensor in reader.tensors)
    return {
        "architecture": architecture,
        "parameters": parameters,
        # As they are written out again, four bytes a number.
        "bytes": 4 * parameters,
        "context": told(f"{architecture}.context_length"),
    }


def _marks(told: Callable[[str], Any]) -> dict[str, str]:
    """The marks of a GGUF file's tokenizer, by the names that templates have for them."""
    words = told("tokenizer.ggml.tokens") or []
    named = {"bos_token": "bos", "eos_token": "eos", "pad_token": "padding", "unk_token": "unknown"}
    places = {name: told(f"tokenizer.ggml.{key}_token_id") for name, key in named.items()}
    return {name: words[at] if isinstance(at, int) and 0 <= at < len(words) else "" for name, at in places.items()}


def _gguf(file: Path) -> Any:
    from gguf import GGUFReader

    try:
        return GGUFReader(file)
    except Exception as error:  # noqa: BLE001 - whatever the reader stumbles over, the file is none
        raise Failure(f"{file} is no GGUF file that can be read: {_sentence(error)}.") from None


def _gguf_architectures() -> set[str]:
    from transformers.modeling_gguf_pytorch_utils import GGUF_SUPPORTED_ARCHITECTURES

    return set(GGUF_SUPPORTED_ARCHITECTURES)


def _as_transformers(architecture: str) -> str:
    """The name under which transformers keeps an architecture of GGUF."""
    known = {"qwen2moe": "qwen2_moe", "qwen3moe": "qwen3_moe", "gpt-oss": "gpt_oss", "minimax-m2": "minimax_m2"}
    return known.get(architecture, architecture)


def convert(file: Path, folder: Path) -> None:
    """Writes a GGUF file's weights and tokenizer as a folder, whole or not at all. Raises Failure."""
    size = _check_gguf(file)["bytes"]
    _room(folder.parent, size)
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    place, name = str(file.parent.absolute()), file.name
    try:
        tokenizer = AutoTokenizer.from_pretrained(place, gguf_file=name)
        model = AutoModelForCausalLM.from_pretrained(place, gguf_file=name, dtype=torch.float32)
    except Exception as error:  # noqa: BLE001 - the library has no errors of its own for what it cannot read
        raise Failure(f"{file} cannot be read by transformers: {_sentence(error)}.") from None
    # Its weights are whole numbers no longer, and the library would not save what it takes for quantised.
    model.hf_quantizer = None
    model.is_quantized = False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    made = folder.with_name(f"{folder.name}.being-made")
    shutil.rmtree(made, ignore_errors=True)
    try:
        model.save_pretrained(made)
        tokenizer.save_pretrained(made)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    except Exception as error:
        shutil.rmtree(made, ignore_errors=True)
        if is_disk_full(error):
            raise Failure(
                f"The disk is full at {folder.parent}: the weights of {file} need {size / 1e9:.1f} GB."
            ) from None
        raise


def _room(folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size * 1.1:
        raise Failure(f"{size * 1.1 / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB are free at {folder}: make room.")


def load_tokenizer(path: str) -> "PreTrainedTokenizerBase":
    """A model's tokenizer. Raises Failure."""
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(path)
    except Exception as error:  # noqa: BLE001 - as above
        raise _unread(path, "tokenizer", error) from None


def load_model(path: str, dtype: "torch.dtype", device: "torch.device") -> "PreTrainedModel":
    """A model's weights, on the device. Raises Failure, and what a card without memory raises."""
    from transformers import AutoModelForCausalLM

    from training.problems import is_out_of_memory

    try:
        return AutoModelForCausalLM.from_pretrained(path, dtype=dtype).to(device)
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise _unread(path, "model", error) from None


def settled(given: str, kind: str, path: str) -> None:
    """That a model which is to lie in a folder does; that of a GGUF file is made where the file is there. Raises Failure."""
    if kind == "hub":
        return
    if kind == "gguf" and not Path(path).is_dir() and Path(given).is_file():
        convert(Path(given), Path(path))
    if not Path(path).is_dir():
        raise Failure(
            f"There is no folder {path}, where the model {given} was: say where it is now with "
            "`train.py RUN_FOLDER --model FOLDER`."
        )
    _check_folder(Path(path))


def _unread(path: str, what: str, error: Exception) -> Failure:
    if Path(path).is_dir():
        return Failure(f"The {what} in {path} cannot be read by transformers: {_sentence(error)}.")
    return Failure(f"The {what} {path} could not be had from the hub: {_sentence(error)}.")


def _sentence(error: Exception) -> str:
    """The first line of what a library says, without its full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".: ") if lines else type(error).__name__


def main(arguments: list[str]) -> None:
    """Does what the head of this file says."""
    if len(arguments) != 2:
        raise Failure("Give `FILE.gguf FOLDER`, or `check` and a folder or file.")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if arguments[0] == "check":
        print(json.dumps({"ok": True, **check(arguments[1])}))
        return
    file = Path(arguments[0])
    if not file.is_file():
        raise Failure(f"There is no file {file}.")
    convert(file, Path(arguments[1]))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
