"""`transformers serve` by its own entry point, for several models that are called by names of ours.

    python serve.py --port PORT --links FOLDER [--thinking on|off] [--keep] NAME=MODEL [NAME=MODEL…]

A server calls a model by the path that it was given. FOLDER is empty: it gets one link a name, the server stands in it, and
so NAME is the path. MODEL is a folder with weights and tokenizer, or the id of a model of the hub that this computer has.
The protocol is OpenAI's (/v1/chat/completions) and typed decisions (/v1/systemone), on loopback only.

It ends with the process that began it, unless `--keep` is said. Where the variable HOMINES_RENDERED names a file, every text
that a chat template rendered is appended to it as a line of JSON, for as long as the file is there.
"""

import argparse
import json
import os
import sys

from ends_with_parent import end_with_parent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--links", required=True)
    parser.add_argument("--thinking", choices=["on", "off"], default="off")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("models", nargs="+")
    asked = parser.parse_args()

    folder = os.path.abspath(asked.links)
    if not asked.keep:
        end_with_parent(lambda: unlink(folder))
    os.environ["HF_HUB_OFFLINE"] = "1"
    models = [named.partition("=")[::2] for named in asked.models]
    for name, model in models:
        link(os.path.join(folder, name), local(model))
    os.chdir(folder)

    import torch
    from transformers.cli.transformers import main as transformers

    if rendered := os.environ.get("HOMINES_RENDERED"):
        from rendered import record

        record(rendered)
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    sys.argv = ["transformers", "serve", "--host", "127.0.0.1", "--port", str(asked.port), "--device", device]
    # All names stay in memory: whoever waits for a move does not wait for weights to be read again.
    sys.argv += ["--model-timeout", "-1", "--reasoning", asked.thinking, "--dtype", dtype(models[0][0])]
    try:
        transformers()
    finally:
        unlink(folder)


def local(model: str) -> str:
    """The folder of a model: the one that is named, or where the hub's cache keeps it."""
    if os.path.isdir(model):
        return os.path.abspath(model)
    from huggingface_hub import snapshot_download

    return snapshot_download(model, local_files_only=True)


def dtype(folder: str) -> str:
    """The format of a model's numbers, as its folder says it: float32, bfloat16."""
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    said = config.get("dtype") or config.get("torch_dtype") or "auto"
    return said if isinstance(said, str) else "auto"


def link(place: str, target: str) -> None:
    """A link to a folder; on Windows, where those need a right that few have, a junction."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(target, place)
    else:
        os.symlink(target, place, target_is_directory=True)


def unlink(folder: str) -> None:
    """Takes away the links, and the folder where nothing else is in it; nothing that a link leads to."""
    try:
        for name in os.listdir(folder):
            place = os.path.join(folder, name)
            if os.path.islink(place):
                os.unlink(place)
            elif sys.platform == "win32":
                os.rmdir(place)
        os.rmdir(folder)
    except OSError:
        pass


if __name__ == "__main__":
    main()
